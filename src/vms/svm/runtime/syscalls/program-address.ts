/** Syscalls that derive addresses. */
import type { Syscall, U64 } from '../../sbpf/index.ts'
import {
  ADDRESS_ERROR_TEXT,
  createProgramAddress,
  SEED_LENGTH_MAX,
  SEEDS_MAX,
} from '../program-address.ts'
import { abort, charge, type ProgramRun, type Vm } from '../run.ts'
import { read, readKey, readPointers, requireApart, write } from '../translate.ts'

const ADDRESS_UNITS = 1500

function badSeeds(): never {
  return abort(
    `Could not create program address with signer seeds: ${ADDRESS_ERROR_TEXT.MaxSeedLengthExceeded}`,
  )
}

function readInputs(vm: Vm, seeds: U64, count: U64, program: U64) {
  const pointers = readPointers(vm, seeds, count)
  if (pointers.length > SEEDS_MAX) badSeeds()
  const parts = pointers.map(({ address, length }) => {
    if (length > SEED_LENGTH_MAX) badSeeds()
    return read(vm, address, length)
  })
  return { parts, program: readKey(vm, program) }
}

/** (seeds, count, program, output): 1 if the hash is a point of the curve. */
export const solCreateProgramAddress: Syscall<ProgramRun> = (vm, seeds, count, program, output) => {
  charge(vm, ADDRESS_UNITS)
  const inputs = readInputs(vm, seeds, count, program)
  const { crypto } = vm.host.frame.transaction.host
  const address = createProgramAddress(crypto, inputs.parts, inputs.program)
  if (typeof address === 'string') return 1
  write(vm, output, 32).set(address)
  return 0
}

/** (seeds, count, program, output, bump output): bumps from 255 down to 1. */
export const solTryFindProgramAddress: Syscall<ProgramRun> = (
  vm,
  seeds,
  count,
  program,
  output,
  bumpOutput,
) => {
  charge(vm, ADDRESS_UNITS)
  const inputs = readInputs(vm, seeds, count, program)
  const { crypto } = vm.host.frame.transaction.host
  for (let bump = 255; bump > 0; bump--) {
    const parts = [...inputs.parts, Uint8Array.of(bump)]
    const address = createProgramAddress(crypto, parts, inputs.program)
    if (typeof address !== 'string') {
      const bumpTo = vm.memory.struct(bumpOutput, 1, 1, true)
      const to = write(vm, output, 32)
      requireApart(bumpTo, to)
      bumpTo[0] = bump
      to.set(address)
      return 0
    }
    charge(vm, ADDRESS_UNITS)
  }
  return 1
}
