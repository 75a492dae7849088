/** CREATE and CREATE2 (spec sheet 1c, 4). There is no account nonce, no limit of init code, no access list. */
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import { Code } from '../../evm-core/code.ts'
import {
  CONTINUE,
  CREATE_COLLISION,
  OUT_OF_GAS,
  STATIC_STATE_CHANGE,
} from '../../evm-core/control.ts'
import type { EvmAccount } from '../../evm-core/evm-account.ts'
import type { Frame } from '../../evm-core/frame.ts'
import { wordsOf } from '../../evm-core/instructions/memory.ts'
import { created2Address, createdAddress } from './address.ts'
import { annexOf, TvmAnnex } from './annex.ts'
import { OPERAND_OUT_OF_RANGE, OUT_OF_MEMORY } from './control.ts'
import type { TvmExecute } from './instructions.ts'
import type { TvmInterpreter } from './interpreter.ts'
import { ENERGY, MAX_INT64, MEMORY_LIMIT } from './prices.ts'
import { innerContract } from './world.ts'

/** CREATE: `[value offset length]`. */
export const create: TvmExecute = (frame, machine) => createWith(frame, machine, false)

/** CREATE2: `[value offset length salt]`. */
export const create2: TvmExecute = (frame, machine) => createWith(frame, machine, true)

function createWith(frame: Frame, machine: TvmInterpreter, salted: boolean): number {
  const { stack } = frame
  const sp = (frame.sp -= salted ? 4 : 3)
  const top = salted ? sp + 3 : sp + 2
  const value = stack[top]!
  const offset = Number(stack[top - 1]!)
  const length = Number(stack[top - 2]!)
  const end = length === 0 ? 0 : offset + length
  if (end > MEMORY_LIMIT) return OUT_OF_MEMORY
  const words = salted ? ENERGY.create2PerWord * wordsOf(length) : 0
  if (!machine.spend(frame, ENERGY.create + frame.expansionCost(end) + words)) return OUT_OF_GAS
  frame.allocate(Math.ceil(end / 32) * 32)
  if (frame.isStatic) return STATIC_STATE_CHANGE
  if (!salted) frame.returnData = EMPTY_BYTES
  if (isTooDeep(frame, machine, salted)) return push0(frame)
  if (value > MAX_INT64) return OPERAND_OUT_OF_RANGE
  if (value > 0n && machine.world.payableBy(frame.self) < value) return push0(frame)
  const init = frame.slice(offset, length)
  const address = salted
    ? created2Address(machine.crypto, deployerOf(frame, machine), stack[sp]!, init)
    : createdAddress(machine.crypto, machine.rootTxid, machine.nonce)
  const child = openCreation(frame, machine, machine.world.resolve(address), value, init)
  child.type = salted ? 'CREATE2' : 'CREATE'
  annexOf(child).keepsReturnData = salted
  if (machine.inspector !== undefined) machine.announce(child, child.self)
  return machine.follow(frame, child, begin(frame, machine, child))
}

/** Before ALLOW_TVM_COMPATIBLE_EVM nobody looked for CREATE2; what it opens may itself open nothing but by CREATE2. */
function isTooDeep(frame: Frame, machine: TvmInterpreter, salted: boolean): boolean {
  return machine.isDeepest(frame) && !(salted && !machine.switches.ALLOW_TVM_COMPATIBLE_EVM)
}

function push0(frame: Frame): number {
  frame.stack[frame.sp++] = 0n
  return CONTINUE
}

/** The creating contract; before Istanbul whoever called it. */
function deployerOf(frame: Frame, machine: TvmInterpreter): Uint8Array {
  if (machine.switches.ALLOW_TVM_ISTANBUL) return frame.self.bytes
  return machine.world.resolve(frame.caller).bytes
}

function openCreation(
  frame: Frame,
  machine: TvmInterpreter,
  account: EvmAccount,
  value: bigint,
  init: Uint8Array,
): Frame {
  const child = machine.acquire(frame)
  machine.give(frame, child, undefined)
  const from = machine.internalTransactions.length
  const parentHash = machine.note(frame, {
    note: 'create',
    caller: frame.self.bytes,
    target: account.bytes,
    value,
    data: init,
  })
  child.annex = new TvmAnnex(annexOf(frame).version, from, parentHash)
  child.isCreate = true
  child.isStatic = false
  child.self = account
  child.caller = frame.self.address
  child.value = value
  child.input = EMPTY_BYTES
  child.code = new Code(init, 0n)
  child.mark = machine.journal.checkpoint()
  return child
}

/** Files the contract, moves the value, enters the init code; a contract in place takes all the child's energy. */
function begin(frame: Frame, machine: TvmInterpreter, child: Frame): number {
  const { world, switches } = machine
  const account = child.self
  const isTaken = switches.ALLOW_TVM_CONSTANTINOPLE
    ? world.contractOf(account) !== undefined
    : world.exists(account)
  if (isTaken) return CREATE_COLLISION
  world.createContractAt(account, innerContract(frame.self.bytes, annexOf(child).version))
  if (child.value > 0n) world.transfer(frame.self, account, child.value)
  return machine.enter(child, child.code)
}
