/** The loaders as programs: what happens when an instruction calls the loader itself. */
import { fail } from '../../runtime/instruction-error.ts'
import type { InvokeContext } from '../../runtime/invoke-context.ts'
import type { Builtin } from '../../runtime/types.ts'
import { close, setAuthority } from './authority.ts'
import { deploy, extend, initializeBuffer, upgrade, write } from './deploy.ts'
import { decodeLoaderInstruction } from './instruction.ts'

function runUpgradeable(invoke: InvokeContext): undefined {
  const instruction = decodeLoaderInstruction(invoke.data)
  switch (instruction.kind) {
    case 'initializeBuffer':
      return void initializeBuffer(invoke)
    case 'write':
      return void write(invoke, instruction.offset, instruction.bytes)
    case 'deploy':
      return void deploy(invoke, instruction.maxDataLength)
    case 'upgrade':
      return void upgrade(invoke)
    case 'setAuthority':
      return void setAuthority(invoke, false)
    case 'close':
      return void close(invoke)
    case 'extend':
      return void extend(invoke, instruction.additionalBytes)
    case 'setAuthorityChecked':
      return void setAuthority(invoke, true)
    default:
      return instruction satisfies never
  }
}

/** A loader that runs old programs and takes no new ones. */
function retired(units: number, line: string): Builtin {
  return {
    units,
    run(invoke) {
      invoke.log(line)
      return fail('UnsupportedProgramId')
    },
  }
}

export const upgradeableLoader: Builtin = { units: 2370, run: runUpgradeable }
export const loader2: Builtin = retired(
  570,
  'BPF loader management instructions are no longer supported',
)
export const loader1: Builtin = retired(1140, 'Deprecated loader is no longer supported')
