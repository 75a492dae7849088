/**
 * What the instructions of the Compute Budget program ask for the whole transaction, and the fee that follows. Parsed
 * before anything runs; a bad or repeated instruction keeps the transaction out of the block.
 */
import { MAX_U64 } from '../../../primitives/u256.ts'
import { Trait } from '../known-keys.ts'
import type { CompiledInstruction, KnownMessage } from './message.ts'
import { refuse } from './refuse.ts'

export const COMPUTE_UNITS_MAX = 1_400_000
export const LOADED_BYTES_MAX = 64 * 1024 * 1024
const HEAP_BYTES_MIN = 32 * 1024
const HEAP_BYTES_MAX = 256 * 1024
const UNITS_PER_BUILTIN = 3_000
const UNITS_PER_INSTRUCTION = 200_000
/** Lamports. */
export const LAMPORTS_PER_SIGNATURE = 5_000n
const MICRO_LAMPORTS = 1_000_000n

export interface ComputeBudget {
  /** Compute units of the whole transaction. */
  readonly unitLimit: number
  /** Micro-lamports per unit of the limit. */
  readonly unitPrice: bigint
  readonly heapBytes: number
  /** Bytes of accounts it may load. */
  readonly loadedBytesLimit: number
}

/** The two parts of a fee (docs/svm.md, "Fees and gas"). */
export interface SolanaFee {
  /** Lamports per signature, half of it burnt. */
  readonly base: bigint
  /** Lamports, all for the beneficiary. */
  readonly priority: bigint
}

interface Requests {
  heap?: { readonly index: number; readonly value: number }
  units?: number
  price?: bigint
  loadedBytes?: number
}

function invalidData(index: number): never {
  refuse('InstructionError', 'a compute budget instruction that parses and is in range', index)
}

/** Borsh: discriminant u8, then the value little-endian; bytes behind it are ignored. */
function parse({ data }: CompiledInstruction, index: number, requests: Requests): void {
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  const duplicate = () => refuse('DuplicateInstruction', 'each compute budget request once', index)
  const expected = data[0] === 3 ? 9 : 5
  if (data.length < expected) invalidData(index)
  switch (data[0]) {
    case 1:
      if (requests.heap !== undefined) duplicate()
      requests.heap = { index, value: view.getUint32(1, true) }
      return
    case 2:
      if (requests.units !== undefined) duplicate()
      requests.units = view.getUint32(1, true)
      return
    case 3:
      if (requests.price !== undefined) duplicate()
      requests.price = view.getBigUint64(1, true)
      return
    case 4:
      if (requests.loadedBytes !== undefined) duplicate()
      requests.loadedBytes = view.getUint32(1, true)
      return
    default:
      invalidData(index)
  }
}

function defaultUnits({ instructions, known }: KnownMessage): number {
  let units = 0
  for (let i = 0; i < instructions.length; i++) {
    const isCheap = known[instructions[i]!.program]!.is(Trait.cheap)
    units += isCheap ? UNITS_PER_BUILTIN : UNITS_PER_INSTRUCTION
  }
  return units
}

function heapBytes(requests: Requests): number {
  if (requests.heap === undefined) return HEAP_BYTES_MIN
  const { index, value } = requests.heap
  if (value < HEAP_BYTES_MIN || value > HEAP_BYTES_MAX || value % 1024 !== 0) invalidData(index)
  return value
}

const NO_REQUESTS: Requests = {}

function requestsOf({ instructions, known }: KnownMessage): Requests {
  let requests: Requests | undefined
  for (let i = 0; i < instructions.length; i++) {
    const instruction = instructions[i]!
    if (!known[instruction.program]!.is(Trait.computeBudget)) continue
    requests ??= {}
    parse(instruction, i, requests)
  }
  return requests ?? NO_REQUESTS
}

/** Throws InvalidComputeBudget. The message is sanitized: every program index is a static key's. */
export function computeBudgetOf(message: KnownMessage): ComputeBudget {
  const requests = requestsOf(message)
  const heap = heapBytes(requests)
  if (requests.loadedBytes === 0)
    refuse('InvalidLoadedAccountsDataSizeLimit', 'a limit of loaded bytes above 0')
  return {
    unitLimit: Math.min(requests.units ?? defaultUnits(message), COMPUTE_UNITS_MAX),
    unitPrice: requests.price ?? 0n,
    heapBytes: heap,
    loadedBytesLimit: Math.min(requests.loadedBytes ?? LOADED_BYTES_MAX, LOADED_BYTES_MAX),
  }
}

/** Fee of a sanitized message in lamports; the priority fee saturates at 2^64-1. */
export function feeOf(message: KnownMessage, budget: ComputeBudget): SolanaFee {
  const { instructions, known, header } = message
  let signatures = header.requiredSignatures
  for (let i = 0; i < instructions.length; i++) {
    const { program, data } = instructions[i]!
    // Every signature that a signature program checks costs what one of the transaction costs.
    if (known[program]!.is(Trait.signatures)) signatures += data[0] ?? 0
  }
  const base =
    signatures === 1 ? LAMPORTS_PER_SIGNATURE : BigInt(signatures) * LAMPORTS_PER_SIGNATURE
  return { base, priority: priorityFee(budget) }
}

function priorityFee({ unitPrice, unitLimit }: ComputeBudget): bigint {
  if (unitPrice === 0n) return 0n
  const fee = (unitPrice * BigInt(unitLimit) + MICRO_LAMPORTS - 1n) / MICRO_LAMPORTS
  return fee > MAX_U64 ? MAX_U64 : fee
}
