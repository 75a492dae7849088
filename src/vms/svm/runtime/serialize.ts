/**
 * Parameters of a compiled program: accounts, instruction data and program id in one buffer that the program may
 * write, and what of its changes counts afterwards (sheet section 4; Agave serialization.rs). Two layouts: aligned
 * for loaders 2 and 3, unaligned for loader 1.
 */
import { equalBytes } from '../../../primitives/bytes.ts'
import { INPUT_START } from '../sbpf/index.ts'
import { RENT_EPOCH_EXEMPT } from './account.ts'
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
export interface SerializedAccount {
  /** Data length when the program started. */
  readonly originalLength: number
  /** Addresses in the program's memory. */
  readonly key: number
  readonly owner: number
  readonly lamports: number
  readonly data: number
  /** Position of the first occurrence, or undefined if this is it. */
  readonly duplicateOf: number | undefined
}

export interface SerializedInput {
  readonly bytes: Uint8Array
  readonly accounts: readonly SerializedAccount[]
  /** Address of the instruction data: r2 at entry. */
  readonly instructionData: number
}

const padding = (length: number) => -length & 7

function firstOccurrences(frame: InvokeContext): (number | undefined)[] {
  const { accounts } = frame.instruction
  if (accounts.length > FEW_ACCOUNTS) return firstOfMany(accounts)
  const out: (number | undefined)[] = []
  for (let i = 0; i < accounts.length; i++) {
    const { index } = accounts[i]!
    let first = 0
    while (accounts[first]!.index !== index) first++
    out.push(first === i ? undefined : first)
  }
  return out
}

/** Below this, looking through the list is faster than a map. */
const FEW_ACCOUNTS = 16

function firstOfMany(accounts: readonly InstructionAccount[]): (number | undefined)[] {
  const seen = new Map<number, number>()
  return accounts.map(({ index }, i) => {
    const first = seen.get(index)
    if (first === undefined) seen.set(index, i)
    return first
  })
}

/** Bytes of the input of the frame's program. Fails MaxAccountsExceeded. */
export function inputLength(frame: InvokeContext, aligned: boolean): number {
  if (frame.accountCount > INSTRUCTION_ACCOUNTS_MAX) fail('MaxAccountsExceeded')
  const { accounts } = frame.transaction
  const duplicates = firstOccurrences(frame)
  let size = 8
  const { accounts: metas } = frame.instruction
  for (let i = 0; i < metas.length; i++) {
    const { index } = metas[i]!
    if (duplicates[i] !== undefined) {
      size += aligned ? 8 : 1
      continue
    }
    const { length } = accounts[index]!.data
    size += aligned
      ? 96 + length + GROWTH_PER_INSTRUCTION + padding(length)
      : 3 + 32 + 8 + 8 + length + 32 + 1 + 8
  }
  return size + 8 + frame.data.length + 32
}

/** Writes one buffer from front to back. */
class Writer {
  readonly bytes: Uint8Array
  readonly view: DataView
  at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  u8(value: number): void {
    this.bytes[this.at++] = value
  }

  u64(value: bigint): void {
    this.view.setBigUint64(this.at, value, true)
    this.at += 8
  }

  length(value: number): void {
    this.view.setUint32(this.at, value, true)
    this.view.setUint32(this.at + 4, 0, true)
    this.at += 8
  }

  /** Address of what was written. */
  put(bytes: Uint8Array): number {
    const address = INPUT_START + this.at
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
    return address
  }

  zeros(count: number): void {
    this.bytes.fill(0, this.at, this.at + count)
    this.at += count
  }
}

function putAligned(to: Writer, account: BorrowedAccount): SerializedAccount {
  to.u8(NOT_DUPLICATE)
  to.u8(account.isSigner ? 1 : 0)
  to.u8(account.isWritable ? 1 : 0)
  to.u8(account.executable ? 1 : 0)
  to.zeros(4)
  const key = to.put(account.key)
  const owner = to.put(account.owner)
  const lamports = INPUT_START + to.at
  to.u64(account.lamports)
  const { length } = account.data
  to.length(length)
  const data = to.put(account.data)
  to.zeros(GROWTH_PER_INSTRUCTION + padding(length))
  to.u64(RENT_EPOCH_EXEMPT)
  return { originalLength: length, key, owner, lamports, data, duplicateOf: undefined }
}

function putUnaligned(to: Writer, account: BorrowedAccount): SerializedAccount {
  to.u8(NOT_DUPLICATE)
  to.u8(account.isSigner ? 1 : 0)
  to.u8(account.isWritable ? 1 : 0)
  const key = to.put(account.key)
  const lamports = INPUT_START + to.at
  to.u64(account.lamports)
  const { length } = account.data
  to.length(length)
  const data = to.put(account.data)
  const owner = to.put(account.owner)
  to.u8(account.executable ? 1 : 0)
  to.u64(RENT_EPOCH_EXEMPT)
  return { originalLength: length, key, owner, lamports, data, duplicateOf: undefined }
}

/** Writes the input of the frame's program into `bytes`, which are exactly {@link inputLength} and need not be zero. */
export function serialize(
  frame: InvokeContext,
  aligned: boolean,
  bytes: Uint8Array,
): SerializedInput {
  const count = frame.accountCount
  const duplicates = firstOccurrences(frame)
  const to = new Writer(bytes)
  to.length(count)
  const accounts: SerializedAccount[] = []
  for (let i = 0; i < count; i++) {
    const first = duplicates[i]
    if (first !== undefined) {
      to.u8(first)
      if (aligned) to.zeros(7)
      accounts.push({ ...accounts[first]!, duplicateOf: first })
      continue
    }
    const put = aligned ? putAligned : putUnaligned
    accounts.push(put(to, frame.account(i)))
  }
  to.length(frame.data.length)
  const instructionData = to.put(frame.data)
  to.put(frame.programId)
  return { bytes: to.bytes, accounts, instructionData }
}

/** Takes over data if the program may change it; where it may not, a difference is the error. */
export function updateData(account: BorrowedAccount, data: Uint8Array): void {
  if (account.mayResize(data.length)) account.setData(data)
  else if (!equalBytes(account.data, data)) account.requireResizable(data.length)
}

function writeBackAligned(
  account: BorrowedAccount,
  at: SerializedAccount,
  bytes: Uint8Array,
  view: DataView,
): void {
  const dataAt = at.data - INPUT_START
  const lamports = view.getBigUint64(at.lamports - INPUT_START, true)
  if (lamports !== account.lamports) account.setLamports(lamports)
  const length = view.getBigUint64(dataAt - 8, true)
  if (length > BigInt(at.originalLength + GROWTH_PER_INSTRUCTION) || length > ACCOUNT_DATA_MAX)
    fail('InvalidRealloc')
  updateData(account, bytes.subarray(dataAt, dataAt + Number(length)))
  // The owner comes last, so that a program may change lamports and data of what it gives away.
  const ownerAt = at.owner - INPUT_START
  const owner = bytes.subarray(ownerAt, ownerAt + 32)
  if (!equalBytes(owner, account.owner)) account.setOwner(owner)
}

function writeBackUnaligned(
  account: BorrowedAccount,
  at: SerializedAccount,
  bytes: Uint8Array,
  view: DataView,
): void {
  const dataAt = at.data - INPUT_START
  const lamports = view.getBigUint64(at.lamports - INPUT_START, true)
  if (lamports !== account.lamports) account.setLamports(lamports)
  updateData(account, bytes.subarray(dataAt, dataAt + at.originalLength))
}

/** Applies what the program left in its input, under the account rules. Flags and keys are ignored. */
export function writeBack(frame: InvokeContext, input: SerializedInput, aligned: boolean): void {
  const { bytes, accounts } = input
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const write = aligned ? writeBackAligned : writeBackUnaligned
  for (let i = 0; i < accounts.length; i++) {
    const at = accounts[i]!
    if (at.duplicateOf === undefined) write(frame.account(i), at, bytes, view)
  }
}
