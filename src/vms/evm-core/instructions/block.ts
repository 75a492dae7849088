/** What a frame can ask about its block. */
import { bytesToU256 } from '../../../primitives/u256.ts'
import { CONTINUE } from '../control.ts'
import type { Frame } from '../frame.ts'
import type { Interpreter } from '../interpreter.ts'

const WINDOW = 256n

/** BLOCKHASH: zero for anything but the 256 blocks before this one. */
export function blockhash(frame: Frame, machine: Interpreter): number {
  const { stack, sp } = frame
  const number = stack[sp - 1]!
  const { block } = machine.env
  const known = number < block.number && number + WINDOW >= block.number
  const hash = known ? block.blockHash(number) : undefined
  stack[sp - 1] = hash === undefined ? 0n : bytesToU256(hash)
  return CONTINUE
}

/** BLOBHASH (EIP-4844). */
export function blobhash(frame: Frame, machine: Interpreter): number {
  const { stack, sp } = frame
  const index = Number(stack[sp - 1]!)
  stack[sp - 1] = machine.env.tx.blobHashes[index] ?? 0n
  return CONTINUE
}
