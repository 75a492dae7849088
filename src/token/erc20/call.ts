/** A call while a face works on it: its arguments, its gas, its events; how arguments are read. */
import { EMPTY_BYTES, utf8 } from '../../primitives/bytes.ts'
import { u256At, u256ToBytes } from '../../primitives/u256.ts'
import type { ErrorSignature } from './abi.ts'
import { encodeError, encodeReason } from './abi.ts'
import { FACE_GAS } from './gas.ts'
import type { FaceCall, FaceHost, FaceParty, FaceResult, Reply } from './types.ts'
import { Refusal } from './types.ts'

/** What `require`-less Solidity gives for a malformed call, an unknown selector or unwanted coin. */
export const EMPTY_REVERT: Refusal = new Refusal(EMPTY_BYTES)
/** A change in a static call. */
export const STATIC_HALT: Refusal = new Refusal(undefined)

/** `true` as output. */
export const TRUE: Uint8Array = u256ToBytes(1n)

/** Parameters that a face's functions have; each is one word of calldata. */
export type ParameterType = 'address' | 'uint256' | 'uint8' | 'bool' | 'bytes4' | 'bytes32'

/** A slot of the ledger, for warmth. */
export interface Warmable {
  warmIn: number
}

function cool(slot: Warmable): void {
  slot.warmIn = 0
}

/** Revert with one of the custom errors. */
export function refuse(signature: ErrorSignature, ...words: readonly bigint[]): Refusal {
  return new Refusal(encodeError(signature, ...words))
}

/** Revert with a reason in words. */
export function refuseBecause(reason: string): Refusal {
  return new Refusal(encodeReason(utf8(reason)))
}

export class RunningCall {
  readonly call: FaceCall
  readonly host: FaceHost
  readonly self: FaceParty
  readonly caller: bigint
  readonly isStatic: boolean
  /** Words of calldata, by position. */
  readonly args: bigint[] = []
  used: number = FACE_GAS.call

  constructor(call: FaceCall) {
    this.call = call
    this.host = call.host
    this.self = call.self
    this.caller = call.caller
    this.isStatic = call.isStatic
  }

  /** Charges for touching a slot. */
  touch(slot: Warmable): void {
    const { journal } = this.host
    if (slot.warmIn === journal.sequence) {
      this.used += FACE_GAS.warmSlot
      return
    }
    slot.warmIn = journal.sequence
    journal.onRevert(cool, slot)
    this.used += FACE_GAS.coldSlot
  }

  /** Charges for changing a slot; `isNew` if nothing stood there. */
  write(isNew: boolean): void {
    this.used += isNew ? FACE_GAS.create : FACE_GAS.write
  }

  /** Whether so much more gas is there: asked before work that is not done in a moment. */
  canPay(more: number): boolean {
    return BigInt(this.used + more) <= this.call.gas
  }

  /** An event of the called address. */
  log(topics: readonly Uint8Array[], data: Uint8Array): void {
    this.logAt(this.self.bytes, topics, data)
  }

  /** An event of a token that another contract has moved. */
  logAt(address: Uint8Array, topics: readonly Uint8Array[], data: Uint8Array): void {
    const { log, logTopic, logByte } = FACE_GAS
    this.used += log + logTopic * topics.length + logByte * data.length
    this.host.journal.log({ address, topics, data })
  }

  result(reply: Reply): FaceResult {
    const gasUsed = BigInt(this.used)
    if (!(reply instanceof Refusal)) return { status: 'success', gasUsed, output: reply }
    const { data } = reply
    return data === undefined
      ? { status: 'halted', gasUsed, output: EMPTY_BYTES }
      : { status: 'reverted', gasUsed, output: data }
  }
}

/** An address as a topic or word, 32 bytes. */
export function addressTopic(party: FaceParty): Uint8Array {
  const out = new Uint8Array(32)
  out.set(party.bytes, 12)
  return out
}

/** A selector at the head of calldata, or undefined if it is too short. */
export function selectorOf(input: Uint8Array): number | undefined {
  if (input.length < 4) return undefined
  return ((input[0]! << 24) | (input[1]! << 16) | (input[2]! << 8) | input[3]!) >>> 0
}

/**
 * Reads words as Solidity's decoder does: calldata that is too short, or a word with bits its type does not have, is a
 * revert without data. More calldata than needed is nobody's business. `addressPrefix` may stand above an address (Tron's
 * 0x41).
 */
export function readArguments(
  args: bigint[],
  input: Uint8Array,
  types: readonly ParameterType[],
  addressPrefix: number,
): boolean {
  if (input.length < 4 + 32 * types.length) return false
  for (let i = 0; i < types.length; i++) {
    const at = 4 + 32 * i
    const type = types[i]!
    if (type === 'uint256' || type === 'bytes32') {
      args.push(u256At(input, at, 32))
    } else if (type === 'address') {
      if (!isZero(input, at, at + 11) || (input[at + 11] !== 0 && input[at + 11] !== addressPrefix))
        return false
      args.push(u256At(input, at + 12, 20))
    } else if (type === 'bytes4') {
      if (!isZero(input, at + 4, at + 32)) return false
      args.push(u256At(input, at, 4))
    } else {
      const last = input[at + 31]!
      if (!isZero(input, at, at + 31) || (type === 'bool' && last > 1)) return false
      args.push(BigInt(last))
    }
  }
  return true
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false
  return true
}
