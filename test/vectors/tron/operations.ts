/** OperationsTest of java-tron: one-liners with the energy they cost and what they leave on the stack. */
import { hexToBytes } from '../../../src/primitives/bytes.ts'
import { Code } from '../../../src/vms/evm-core/code.ts'
import { TvmAnnex } from '../../../src/vms/tvm/vm/annex.ts'
import type { SwitchName } from '../../../src/vms/tvm/vm/index.ts'
import { TvmInterpreter } from '../../../src/vms/tvm/vm/interpreter.ts'
import { TronWorld } from '../../support/tron-host.ts'

export interface OperationRow {
  readonly test: string
  readonly line: number
  readonly code: string
  readonly energyLimit: number
  readonly stack: readonly string[]
  readonly energy: number
  readonly flags: Readonly<Record<string, number>>
  readonly top?: string
  readonly memSize?: number
  readonly static?: boolean
  readonly transient?: Readonly<Record<string, string>>
  /** From a test that java-tron itself ignores. */
  readonly note?: string
}

const PROFILE: readonly SwitchName[] = [
  'ALLOW_MULTI_SIGN',
  'ALLOW_TVM_TRANSFER_TRC10',
  'ALLOW_TVM_CONSTANTINOPLE',
  'ALLOW_TVM_SOLIDITY_059',
  'ALLOW_TVM_ISTANBUL',
  'ALLOW_TVM_LONDON',
  'ALLOW_TVM_COMPATIBLE_EVM',
]

const FLAGS: Readonly<Record<string, SwitchName>> = {
  AllowTvmShangHai: 'ALLOW_TVM_SHANGHAI',
  AllowTvmCancun: 'ALLOW_TVM_CANCUN',
  AllowTvmBlob: 'ALLOW_TVM_BLOB',
}

/** The mock of java-tron's test: an account, its code, a block. */
const SELF = hexToBytes('471fd3ad3e9eeadeec4608b92d16ce6b500704cc')
const SELF_CODE = hexToBytes(
  '385e60076000396000605f556014600054601e60205463abcddcba6040545b51602001600a5254516040016014525451606001601e5254516080016028525460a052546016604860003960166000f26000603f556103e75660005460005360200235',
)
const COINBASE = 0xe559de5527492bcb42ec68d07df0742a98ec3f1en

/** Runs one row; undefined is success, else what differs. */
export function runOperation(row: OperationRow): string | undefined {
  const switches = [...PROFILE]
  for (const [flag, name] of Object.entries(FLAGS)) if (row.flags[flag] === 1) switches.push(name)
  const tron = new TronWorld({ switches, number: 33n, timestamp: 1401421348n })
  const { context, world, accounts } = tron
  context.beginTransaction(0)
  accounts.create(SELF)
  const self = world.resolveBytes(SELF)
  world.setCode(self, SELF_CODE)
  for (const [key, value] of Object.entries(row.transient ?? {}))
    world.setTransient(self, BigInt(key), BigInt(value))
  const env = context.env(0n)
  const machine = new TvmInterpreter(
    context,
    { ...env, block: { ...env.block, coinbase: COINBASE } },
    new Uint8Array(32),
  )
  const frame = machine.acquire(undefined)
  frame.annex = new TvmAnnex(0, 0, new Uint8Array(32))
  frame.self = self
  frame.isCreate = false
  frame.isStatic = row.static ?? false
  frame.caller = 0n
  frame.value = 0n
  frame.gas = row.energyLimit
  frame.mark = tron.journal.checkpoint()
  for (const word of row.stack) frame.stack[frame.sp++] = BigInt(word)
  machine.execute(frame, machine.enter(frame, new Code(hexToBytes(row.code), 0n)))
  const energy = row.energyLimit - frame.gas
  const top = frame.sp === 0 ? undefined : `0x${frame.stack[frame.sp - 1]!.toString(16)}`
  if (energy !== row.energy) return `energy ${row.energy}, got ${energy}`
  if (row.top !== undefined && BigInt(row.top) !== BigInt(top ?? -1n))
    return `top ${row.top}, got ${top}`
  if (row.memSize !== undefined && row.memSize !== frame.size)
    return `memory ${row.memSize}, got ${frame.size}`
  return undefined
}
