/**
 * One account as the running program sees it: every change goes through here and is checked against the account
 * rules (Agave transaction-context, BorrowedInstructionAccount). Fails by throwing an InstructionFailure.
 */
import { equalBytes, isZeroBytes } from '../../../primitives/bytes.ts'
import type { TransactionAccount } from './account.ts'
import { fail } from './instruction-error.ts'
import { rentMinimum } from './sysvars.ts'
import type { TransactionContext } from './transaction-context.ts'

const U64_MAX = 0xffff_ffff_ffff_ffffn

export class BorrowedAccount {
  private readonly transaction: TransactionContext
  private readonly account: TransactionAccount
  private readonly program: Uint8Array
  readonly isSigner: boolean
  readonly isWritable: boolean

  constructor(
    transaction: TransactionContext,
    account: TransactionAccount,
    program: Uint8Array,
    isSigner: boolean,
    isWritable: boolean,
  ) {
    this.transaction = transaction
    this.account = account
    this.program = program
    this.isSigner = isSigner
    this.isWritable = isWritable
  }

  get key(): Uint8Array {
    return this.account.key
  }

  get lamports(): bigint {
    return this.account.lamports
  }

  get owner(): Uint8Array {
    return this.account.owner
  }

  /** Live bytes; do not write to them, see {@link writableData}. */
  get data(): Uint8Array {
    return this.account.data
  }

  get executable(): boolean {
    return this.account.executable
  }

  get isOwnedByProgram(): boolean {
    const { owner } = this.account
    return owner === this.program || equalBytes(owner, this.program)
  }

  /** Fails ModifiedProgramId unless the program owns it, may write it and its data is zero. */
  setOwner(owner: Uint8Array): void {
    if (!this.isOwnedByProgram || !this.isWritable || !isZeroBytes(this.account.data))
      fail('ModifiedProgramId')
    if (equalBytes(owner, this.account.owner)) return
    this.account.touched = true
    this.account.owner = new Uint8Array(owner)
  }

  /** Fails ExternalAccountLamportSpend, ReadonlyLamportChange. */
  setLamports(lamports: bigint): void {
    const before = this.account.lamports
    if (lamports < before && !this.isOwnedByProgram) fail('ExternalAccountLamportSpend')
    if (!this.isWritable) fail('ReadonlyLamportChange')
    if (lamports === before) return
    this.account.touched = true
    this.transaction.lamportsDelta += lamports - before
    this.account.lamports = lamports
  }

  /** Fails ArithmeticOverflow above 64 bits, and as {@link setLamports}. */
  addLamports(lamports: bigint): void {
    const after = this.account.lamports + lamports
    if (after > U64_MAX) fail('ArithmeticOverflow')
    this.setLamports(after)
  }

  /** Fails ArithmeticOverflow below zero, and as {@link setLamports}. */
  subtractLamports(lamports: bigint): void {
    const after = this.account.lamports - lamports
    if (after < 0n) fail('ArithmeticOverflow')
    this.setLamports(after)
  }

  /** Fails ReadonlyDataModified, ExternalAccountDataModified. */
  requireDataChangeable(): void {
    if (!this.isWritable) fail('ReadonlyDataModified')
    if (!this.isOwnedByProgram) fail('ExternalAccountDataModified')
  }

  /** Fails as {@link requireDataChangeable}, then by the limits of an account and a transaction. */
  requireResizable(length: number): void {
    this.requireDataChangeable()
    this.transaction.requireResizable(this.account.data.length, length)
  }

  /** Whether {@link requireResizable} would pass. */
  mayResize(length: number): boolean {
    const before = this.account.data.length
    return this.isWritable && this.isOwnedByProgram && this.transaction.mayResize(before, length)
  }

  /** Notes that some rule would have let the data change. */
  touch(): void {
    this.account.touched = true
  }

  /** The bytes, to be written in place. */
  writableData(): Uint8Array {
    this.requireDataChangeable()
    const { account } = this
    account.touched = true
    if (!account.ownsData) {
      account.data = new Uint8Array(account.data)
      account.ownsData = true
    }
    return account.data
  }

  /** Replaces all bytes; copies them. */
  setData(bytes: Uint8Array): void {
    this.requireResizable(bytes.length)
    const { account } = this
    account.touched = true
    // A program that left the bytes as they were costs no copy.
    if (equalBytes(account.data, bytes)) return
    this.replaceData(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length)
  }

  /** The second half of {@link setData}, for a piece of a view that may be set and is known to differ. */
  replaceData(view: DataView, start: number, length: number): void {
    const { account } = this
    account.touched = true
    this.transaction.resizeDelta += length - account.data.length
    if (account.ownsData && account.data.length === length) {
      account.data.set(new Uint8Array(view.buffer, view.byteOffset + start, length))
      return
    }
    account.data = this.transaction.host.programs.copies.copyOf(view, start, length)
    account.ownsData = true
  }

  /** Cuts, or appends zeros. */
  setDataLength(length: number): void {
    this.requireResizable(length)
    const { account } = this
    const before = account.data.length
    if (length === before) return
    account.touched = true
    this.transaction.resizeDelta += length - before
    const resized = new Uint8Array(length)
    resized.set(length < before ? account.data.subarray(0, length) : account.data)
    account.data = resized
    account.ownsData = true
  }

  /** Fails ExecutableAccountNotRentExempt, ExecutableModified. */
  setExecutable(executable: boolean): void {
    if (!this.isRentExemptAt(this.account.data.length)) fail('ExecutableAccountNotRentExempt')
    if (!this.isOwnedByProgram || !this.isWritable) fail('ExecutableModified')
    if (executable === this.account.executable) return
    this.account.touched = true
    this.account.executable = executable
  }

  /** Whether its lamports are enough for data of that length. */
  isRentExemptAt(length: number): boolean {
    return this.account.lamports >= rentMinimum(this.transaction.sysvars.rent, length)
  }
}
