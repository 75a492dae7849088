/** What a frame can ask about itself, its transaction and other accounts. */
import { bytesToU256, readU256 } from '../../../primitives/u256.ts'
import { ADDRESS_MASK } from '../address.ts'
import { CONTINUE, OUT_OF_GAS } from '../control.ts'
import type { EvmAccount } from '../evm-account.ts'
import type { Frame } from '../frame.ts'
import type { Interpreter } from '../interpreter.ts'
import type { Execute } from '../opcodes.ts'

/** An instruction that pushes one word. */
export function constant(read: (frame: Frame, machine: Interpreter) => bigint): Execute {
  return (frame, machine) => {
    frame.stack[frame.sp++] = read(frame, machine)
    return CONTINUE
  }
}

/** An instruction that replaces an address by a fact about its account, at the price of an account access. */
function about(read: (account: EvmAccount, machine: Interpreter) => bigint): Execute {
  return (frame, machine) => {
    const { stack, sp } = frame
    const account = machine.access(frame, stack[sp - 1]! & ADDRESS_MASK)
    if (account === undefined) return OUT_OF_GAS
    stack[sp - 1] = read(account, machine)
    return CONTINUE
  }
}

/** BALANCE. */
export const balance: Execute = about((account, { world }) => world.balanceOf(account))
/** EXTCODESIZE. */
export const extcodesize: Execute = about((account, { world }) =>
  BigInt(world.codeOf(account).bytes.length),
)
/** EXTCODEHASH (EIP-1052): zero for an account that is empty. */
export const extcodehash: Execute = about((account, { world }) =>
  world.isEmpty(account) ? 0n : world.codeOf(account).hashWord,
)
/** SELFBALANCE (EIP-1884). */
export const selfbalance: Execute = constant((frame, { world }) => world.balanceOf(frame.self))

/** CALLDATALOAD: zeros past the end. */
export function calldataload(frame: Frame): number {
  const { stack, sp, input } = frame
  const offset = Number(stack[sp - 1]!)
  if (offset + 32 <= input.length) {
    stack[sp - 1] = readU256(frame.inputView, offset)
  } else if (offset >= input.length) {
    stack[sp - 1] = 0n
  } else {
    const word = new Uint8Array(32)
    word.set(input.subarray(offset))
    stack[sp - 1] = bytesToU256(word)
  }
  return CONTINUE
}
