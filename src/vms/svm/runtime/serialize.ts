/**
 * Parameters of a compiled program: accounts, instruction data and program id in one buffer that the program may
 * write, and what of its changes counts afterwards (sheet section 4; Agave serialization.rs). Two layouts: aligned
 * for loaders 2 and 3, unaligned for loader 1.
 */
import { equalBytes } from '../../../primitives/bytes.ts'
import {
  CHANGED_DATA,
  CHANGED_HEAD,
  INPUT_START,
  type MemoryMap,
  type Region,
} from '../sbpf/index.ts'
import type { TransactionAccount } from './account.ts'
import type { BorrowedAccount } from './borrowed-account.ts'
import { fail } from './instruction-error.ts'
import type { InvokeContext } from './invoke-context.ts'
import { ACCOUNT_DATA_MAX } from './transaction-context.ts'
import type { InstructionAccount } from './types.ts'

/** Bytes that an account's data may grow by within one instruction. */
export const GROWTH_PER_INSTRUCTION = 10_240
/** Accounts of one instruction. */
export const INSTRUCTION_ACCOUNTS_MAX = 255
const NOT_DUPLICATE = 0xff

/** Where one account of the instruction stands in the input; a duplicate has its first occurrence's places. */
export class SerializedAccount {
  /** Data length when the program started. */
  readonly originalLength: number
  /** Position of the first occurrence, or undefined if this is it. */
  readonly duplicateOf: number | undefined
  /** Offsets in the input: small integers, which addresses are not. */
  readonly keyAt: number
  readonly ownerAt: number
  readonly lamportsAt: number
  readonly dataAt: number

  constructor(start: number, length: number, aligned: boolean, duplicateOf?: number) {
    this.originalLength = length
    this.duplicateOf = duplicateOf
    this.keyAt = start + (aligned ? 8 : 3)
    this.lamportsAt = start + (aligned ? 72 : 35)
    this.dataAt = start + (aligned ? 88 : 51)
    this.ownerAt = aligned ? start + 40 : start + 51 + length
  }

  /** Addresses in the program's memory. */
  get key(): number {
    return INPUT_START + this.keyAt
  }

  get owner(): number {
    return INPUT_START + this.ownerAt
  }

  get lamports(): number {
    return INPUT_START + this.lamportsAt
  }

  get data(): number {
    return INPUT_START + this.dataAt
  }
}

export interface SerializedInput {
  readonly accounts: readonly SerializedAccount[]
  /** Address of the instruction data: r2 at entry. */
  readonly instructionData: number
}

const padding = (length: number) => -length & 7

/** For each account of the frame the position where its index stands first. */
function firstOccurrences(frame: InvokeContext): number[] {
  const { accounts } = frame.instruction
  if (accounts.length > FEW_ACCOUNTS) return firstOfMany(accounts)
  const out: number[] = []
  for (let i = 0; i < accounts.length; i++) {
    const { index } = accounts[i]!
    let first = 0
    while (accounts[first]!.index !== index) first++
    out.push(first)
  }
  return out
}

/** Below this, looking through the list is faster than a map. */
const FEW_ACCOUNTS = 16

function firstOfMany(accounts: readonly InstructionAccount[]): number[] {
  const seen = new Map<number, number>()
  return accounts.map(({ index }, i) => {
    const first = seen.get(index) ?? i
    seen.set(index, first)
    return first
  })
}

/** What the input of a frame's program will look like. */
export interface InputLayout {
  readonly aligned: boolean
  /** Bytes in all. */
  readonly size: number
  /** By position: where the account stands first. */
  readonly firsts: readonly number[]
}

/** Fails MaxAccountsExceeded. */
export function inputLayout(frame: InvokeContext, aligned: boolean): InputLayout {
  if (frame.accountCount > INSTRUCTION_ACCOUNTS_MAX) fail('MaxAccountsExceeded')
  const { accounts } = frame.transaction
  const firsts = firstOccurrences(frame)
  let size = 8
  const { accounts: metas } = frame.instruction
  for (let i = 0; i < metas.length; i++) {
    const { index } = metas[i]!
    if (firsts[i] !== i) {
      size += aligned ? 8 : 1
      continue
    }
    const { length } = accounts[index]!.data
    size += aligned
      ? 96 + length + GROWTH_PER_INSTRUCTION + padding(length)
      : 3 + 32 + 8 + 8 + length + 32 + 1 + 8
  }
  return { aligned, size: size + 8 + frame.data.length + 32, firsts }
}

/** Keys and owners: shorter than what a call of `set` costs. */
function putWord(bytes: Uint8Array, at: number, word: Uint8Array): void {
  for (let i = 0; i < 32; i++) bytes[at + i] = word[i]!
}

/** RENT_EPOCH_EXEMPT. */
function putExempt(view: DataView, at: number): void {
  view.setInt32(at, -1, true)
  view.setInt32(at + 4, -1, true)
}

/** Instruction data is mostly short. */
function putData(bytes: Uint8Array, at: number, data: Uint8Array): void {
  if (data.length > 64) bytes.set(data, at)
  else for (let i = 0; i < data.length; i++) bytes[at + i] = data[i]!
}

function putLength({ view }: Region, at: number, length: number): void {
  view.setUint32(at, length, true)
  view.setUint32(at + 4, 0, true)
}

function flagsOf({ signer, writable }: InstructionAccount): number {
  return NOT_DUPLICATE | (signer ? 0x100 : 0) | (writable ? 0x10000 : 0)
}

function putAligned(
  memory: MemoryMap,
  start: number,
  account: TransactionAccount,
  meta: InstructionAccount,
): SerializedAccount {
  const input = memory.inputRegion
  const { bytes, view } = input
  const { length } = account.data
  view.setUint32(start, flagsOf(meta) | (account.executable ? 0x1000000 : 0), true)
  view.setUint32(start + 4, 0, true)
  putWord(bytes, start + 8, account.key)
  putWord(bytes, start + 40, account.owner)
  view.setBigUint64(start + 72, account.lamports, true)
  putLength(input, start + 80, length)
  const end = start + 88 + length
  if (length > 0) bytes.set(account.data, start + 88)
  const next = end + GROWTH_PER_INSTRUCTION + padding(length)
  if (memory.kept.zeros?.take(end, next) !== true) bytes.fill(0, end, next)
  putExempt(view, next)
  memory.kept.watch?.add(start + 40, length)
  return new SerializedAccount(start, length, true)
}

function putUnaligned(
  memory: MemoryMap,
  start: number,
  account: TransactionAccount,
  meta: InstructionAccount,
): SerializedAccount {
  const input = memory.inputRegion
  const { bytes, view } = input
  const { length } = account.data
  const flags = flagsOf(meta)
  view.setUint16(start, flags, true)
  view.setUint8(start + 2, flags >>> 16)
  putWord(bytes, start + 3, account.key)
  view.setBigUint64(start + 35, account.lamports, true)
  putLength(input, start + 43, length)
  bytes.set(account.data, start + 51)
  const end = start + 51 + length
  putWord(bytes, end, account.owner)
  view.setUint8(end + 32, account.executable ? 1 : 0)
  putExempt(view, end + 33)
  return new SerializedAccount(start, length, false)
}

/** Bytes behind the data of an account: growth, padding, rent epoch; or owner, flag, rent epoch. */
function bytesBehind(length: number, aligned: boolean): number {
  return aligned ? GROWTH_PER_INSTRUCTION + padding(length) + 8 : 41
}

/** Writes the input of the frame's program into a memory whose input has the layout's size and need not be zero. */
export function serialize(
  frame: InvokeContext,
  { aligned, firsts }: InputLayout,
  memory: MemoryMap,
): SerializedInput {
  const input = memory.inputRegion
  const { bytes, view } = input
  const { zeros, watch } = memory.kept
  zeros?.begin()
  watch?.begin(memory.placement!.input)
  const { transaction, instruction, data } = frame
  const count = frame.accountCount
  const put = aligned ? putAligned : putUnaligned
  const accounts = new Array<SerializedAccount>(count)
  putLength(input, 0, count)
  let at = 8
  for (let i = 0; i < count; i++) {
    const first = firsts[i]!
    if (first !== i) {
      view.setUint8(at, first)
      if (aligned) bytes.fill(0, at + 1, at + 8)
      at += aligned ? 8 : 1
      const { keyAt, originalLength } = accounts[first]!
      const start = keyAt - (aligned ? 8 : 3)
      accounts[i] = new SerializedAccount(start, originalLength, aligned, first)
      continue
    }
    const meta = instruction.accounts[i]!
    const account = put(memory, at, transaction.accounts[meta.index]!, meta)
    accounts[i] = account
    const { originalLength } = account
    at = account.dataAt + originalLength + bytesBehind(originalLength, aligned)
  }
  putLength(input, at, data.length)
  putData(bytes, at + 8, data)
  putWord(bytes, at + 8 + data.length, frame.programId)
  zeros?.finish()
  watch?.keep()
  return { accounts, instructionData: INPUT_START + at + 8 }
}

/** Takes over data if the program may change it; where it may not, a difference is the error. */
export function updateData(account: BorrowedAccount, data: Uint8Array): void {
  if (account.mayResize(data.length)) account.setData(data)
  else if (!equalBytes(account.data, data)) account.requireResizable(data.length)
}

/** Whether the bytes at a place are those. */
function stands(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false
  return true
}

/**
 * PERF: most accounts of most instructions are as they were. What the program may not even ask for is looked at in place,
 * without an object for the account's rules; data that is unchanged still counts as touched where it may be changed.
 */
function writeBackData(
  frame: InvokeContext,
  position: number,
  input: Region,
  place: { readonly at: number; readonly length: number },
): void {
  const { bytes } = input
  const { at, length } = place
  const account = frame.account(position)
  const isAllowed = account.mayResize(length)
  if (length === account.data.length && stands(bytes, at, account.data)) {
    if (isAllowed) account.touch()
    return
  }
  if (isAllowed) account.replaceData(input.view, at, length)
  else account.requireResizable(length)
}

function writeBackLamports(
  frame: InvokeContext,
  position: number,
  { view }: Region,
  at: number,
): void {
  const lamports = view.getBigUint64(at, true)
  const account = frame.transaction.accounts[frame.instruction.accounts[position]!.index]!
  if (lamports !== account.lamports) frame.account(position).setLamports(lamports)
}

function writeBackAligned(
  frame: InvokeContext,
  position: number,
  place: SerializedAccount,
  input: Region,
): void {
  const { bytes, view } = input
  const at = place.dataAt
  writeBackLamports(frame, position, input, place.lamportsAt)
  const length = view.getUint32(at - 8, true)
  if (
    view.getUint32(at - 4, true) !== 0 ||
    length > place.originalLength + GROWTH_PER_INSTRUCTION ||
    length > ACCOUNT_DATA_MAX
  )
    fail('InvalidRealloc')
  writeBackData(frame, position, input, { at, length })
  // The owner comes last, so that a program may change lamports and data of what it gives away.
  const { ownerAt } = place
  const { owner } = frame.transaction.accounts[frame.instruction.accounts[position]!.index]!
  if (!stands(bytes, ownerAt, owner))
    frame.account(position).setOwner(bytes.subarray(ownerAt, ownerAt + 32))
}

function writeBackUnaligned(
  frame: InvokeContext,
  position: number,
  place: SerializedAccount,
  input: Region,
): void {
  writeBackLamports(frame, position, input, place.lamportsAt)
  const { originalLength: length, dataAt: at } = place
  writeBackData(frame, position, input, { at, length })
}

/** Data that differs from what it was, at its length; owner and lamports do not. */
function writeBackChanged(
  frame: InvokeContext,
  position: number,
  { dataAt, originalLength }: SerializedAccount,
  input: Region,
): void {
  const account = frame.account(position)
  if (account.mayResize(originalLength)) account.replaceData(input.view, dataAt, originalLength)
  else account.requireResizable(originalLength)
}

/** Applies what the program left in its input, under the account rules. Flags and keys are ignored. */
export function writeBack(
  frame: InvokeContext,
  accounts: readonly SerializedAccount[],
  aligned: boolean,
  memory: MemoryMap,
): void {
  const input = memory.inputRegion
  const write = aligned ? writeBackAligned : writeBackUnaligned
  const { watch } = memory.kept
  // What the program invoked may have changed accounts behind its input, which then is compared with them.
  const isAlone = frame.traceIndex === frame.transaction.trace.length - 1
  let watched = watch !== undefined && isAlone ? watch.watched : 0
  let changed = watched > 0 ? watch!.changed() : 0
  for (let i = 0; i < accounts.length; i++) {
    const place = accounts[i]!
    if (place.duplicateOf !== undefined) continue
    const bits = watched > 0 ? changed & 3 : CHANGED_HEAD
    watched--
    changed >>>= 2
    if (bits === CHANGED_DATA) writeBackChanged(frame, i, place, input)
    else if (bits !== 0) write(frame, i, place, input)
  }
}
