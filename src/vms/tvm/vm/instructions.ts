/** Instructions that ask other questions than Ethereum's, or answer them otherwise (spec sheet 1a, 1b). */
import { bytesToU256 } from '../../../primitives/u256.ts'
import { ADDRESS_MASK } from '../../evm-core/address.ts'
import { EMPTY_CODE_HASH } from '../../evm-core/code.ts'
import {
  CONTINUE,
  OUT_OF_GAS,
  RETURN_DATA_OUT_OF_BOUNDS,
  STATIC_STATE_CHANGE,
} from '../../evm-core/control.ts'
import { constant } from '../../evm-core/instructions/environment.ts'
import * as memory from '../../evm-core/instructions/memory.ts'
import type { Execute } from '../../evm-core/opcodes.ts'
import { PREFIX_WORD } from './address.ts'
import { annexOf } from './annex.ts'
import { OPERAND_OUT_OF_RANGE, OUT_OF_MEMORY, TRANSFER_FAILED } from './control.ts'
import type { TvmInterpreter } from './interpreter.ts'
import { ENERGY, MAX_INT64, MEMORY_LIMIT, MIN_TOKEN_ID } from './prices.ts'
import type { Switches } from './switches.ts'

/** The core hands instructions its own type; here it is always this machine's. */
export type TvmExecute = (frame: Parameters<Execute>[0], machine: TvmInterpreter) => number

/** A handler of this machine as the core's table takes it. */
export function handler(execute: TvmExecute): Execute {
  return execute as Execute
}

/** An instruction that pushes one word. */
function word(read: (frame: Parameters<Execute>[0], machine: TvmInterpreter) => bigint): Execute {
  return constant(read as Parameters<typeof constant>[0])
}

// ---- who, where

/** ADDRESS: 21 bytes until multi-signature accounts came. */
export const addressOf = (switches: Switches): Execute =>
  word((frame) => frame.self.address + (switches.ALLOW_MULTI_SIGN ? 0n : PREFIX_WORD))

/** ORIGIN, likewise. */
export const originOf = (switches: Switches): Execute =>
  word((_, { env }) => env.tx.origin + (switches.ALLOW_MULTI_SIGN ? 0n : PREFIX_WORD))

/** GASPRICE: sun per energy, but only contracts of version 1 are told. */
export const gasprice: Execute = word((frame, { env }) =>
  annexOf(frame).version === 1 ? env.tx.gasPrice : 0n,
)

/** DIFFICULTY, GASLIMIT, BLOBBASEFEE. */
export const zero: Execute = constant(() => 0n)

/** BLOBHASH: no blobs here. */
export const blobhash: Execute = (frame) => {
  frame.stack[frame.sp - 1] = 0n
  return CONTINUE
}

/** BALANCE: sun. */
export const balance: Execute = (frame, machine) => {
  const { stack, sp } = frame
  const account = machine.world.resolve(stack[sp - 1]! & ADDRESS_MASK)
  stack[sp - 1] = machine.world.balanceOf(account)
  return CONTINUE
}

/** EXTCODEHASH: zero for a missing account, else the hash of its code or of nothing. */
export const extcodehash: Execute = (frame, machine) => {
  const { stack, sp } = frame
  const { world } = machine
  const account = world.resolve(stack[sp - 1]! & ADDRESS_MASK)
  if (account.record.value?.codeHash !== undefined) {
    stack[sp - 1] = bytesToU256(account.record.value.codeHash)
  } else {
    stack[sp - 1] = world.exists(account) ? EMPTY_CODE_HASH : 0n
  }
  return CONTINUE
}

/** ISCONTRACT: a contract record exists; true in its own constructor. */
export const iscontract: Execute = (frame, machine) => {
  const { stack, sp } = frame
  const account = machine.world.resolve(stack[sp - 1]! & ADDRESS_MASK)
  stack[sp - 1] = account.record.value === undefined ? 0n : 1n
  return CONTINUE
}

// ---- storage

/** SLOAD. */
export const sload: Execute = handler((frame, { world }) => {
  const { stack, sp } = frame
  stack[sp - 1] = world.row(frame.self, stack[sp - 1]!).value
  return CONTINUE
})

/** SSTORE `[key value]`: a new row costs more; nothing is ever refunded. */
export const sstore: Execute = handler((frame, { world }) => {
  const { stack } = frame
  const sp = (frame.sp -= 2)
  const row = world.row(frame.self, stack[sp + 1]!)
  const value = stack[sp]!
  const price = value !== 0n && !world.isPresent(row) ? ENERGY.storeNew : ENERGY.store
  if (!frame.charge(price)) return OUT_OF_GAS
  if (frame.isStatic) return STATIC_STATE_CHANGE
  world.setRow(row, value)
  return CONTINUE
})

// ---- memory

/**
 * Looks at the memory limit before anything is charged, as java-tron does; `offset` and `length` are positions of the
 * operands from the top of the stack.
 */
export function withinMemory(offset: number, length: number, execute: Execute): Execute {
  return (frame, machine) => {
    const { stack, sp } = frame
    const bytes = stack[sp - 1 - length]!
    if (bytes !== 0n && Number(stack[sp - 1 - offset]! + bytes) > MEMORY_LIMIT) return OUT_OF_MEMORY
    return execute(frame, machine)
  }
}

/** MCOPY reads and writes: the higher of both ends counts. */
export const mcopy: Execute = (frame, machine) => {
  const { stack, sp } = frame
  const length = stack[sp - 3]!
  const [target, source] = [stack[sp - 1]!, stack[sp - 2]!]
  if (length !== 0n && Number((target > source ? target : source) + length) > MEMORY_LIMIT)
    return OUT_OF_MEMORY
  return memory.mcopy(frame, machine)
}

/** RETURNDATACOPY: paid for before its bounds are looked at. */
export const returndatacopy: Execute = (frame, machine) => {
  const { stack, sp } = frame
  const end = Number(stack[sp - 2]!) + Number(stack[sp - 3]!)
  if (end <= frame.returnData.length) return memory.returndatacopy(frame, machine)
  const words = memory.wordsOf(Number(stack[sp - 3]!))
  const paid =
    frame.expand(Number(stack[sp - 1]!), Number(stack[sp - 3]!)) &&
    frame.charge(machine.gas.copyGas * words)
  return paid ? RETURN_DATA_OUT_OF_BOUNDS : OUT_OF_GAS
}

/** LOG: forbidden in a static call only once it is paid for. */
export function logOf(execute: Execute): Execute {
  return (frame, machine) => {
    if (!frame.isStatic) return execute(frame, machine)
    const { stack, sp } = frame
    const length = Number(stack[sp - 2]!)
    const paid =
      frame.charge(machine.gas.logDataGas * length) && frame.expand(Number(stack[sp - 1]!), length)
    return paid ? STATIC_STATE_CHANGE : OUT_OF_GAS
  }
}

// ---- tokens

/** CALLTOKENVALUE: amount of the TRC-10 token that came with the call. */
export const calltokenvalue: Execute = word((frame) => annexOf(frame).tokenValue)

/** CALLTOKENID: its id, 0 for none. */
export const calltokenid: Execute = word((frame) => annexOf(frame).tokenId)

/** TOKENBALANCE `[address id]`, the id on top. */
export const tokenbalance: Execute = handler((frame, machine) => {
  const { stack } = frame
  const { world, switches } = machine
  const sp = --frame.sp
  let id = stack[sp]!
  if (switches.ALLOW_MULTI_SIGN) {
    id = BigInt.asIntN(256, id)
    if (BigInt.asIntN(64, id) !== id)
      return switches.ALLOW_TVM_CONSTANTINOPLE ? TRANSFER_FAILED : OPERAND_OUT_OF_RANGE
    if (id <= MIN_TOKEN_ID) return OPERAND_OUT_OF_RANGE
  } else {
    id = BigInt.asUintN(64, id)
    if (id > MAX_INT64) id = 0n
  }
  const account = world.resolve(stack[sp - 1]! & ADDRESS_MASK)
  stack[sp - 1] = world.host.tokenBalance(account.bytes, id)
  return CONTINUE
})
