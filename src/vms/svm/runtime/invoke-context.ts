/** One running instruction, as builtins, syscalls and loaders see it. */
import type { TransactionAccount } from './account.ts'
import { BorrowedAccount } from './borrowed-account.ts'
import { fail } from './instruction-error.ts'
import type { TransactionContext } from './transaction-context.ts'
import type { Instruction, InstructionAccount } from './types.ts'

/** Account indexes below are positions in the instruction's own list, which may name an account twice. */
export class InvokeContext {
  readonly transaction: TransactionContext
  readonly instruction: Instruction
  /** 1 is the transaction's own instruction. */
  readonly height: number
  /** Where this instruction stands in the transaction's trace. */
  readonly traceIndex: number

  constructor(
    transaction: TransactionContext,
    instruction: Instruction,
    height: number,
    traceIndex: number,
  ) {
    this.transaction = transaction
    this.instruction = instruction
    this.height = height
    this.traceIndex = traceIndex
  }

  get data(): Uint8Array {
    return this.instruction.data
  }

  get programAccount(): TransactionAccount {
    return this.transaction.accounts[this.instruction.program]!
  }

  /** 32 bytes. */
  get programId(): Uint8Array {
    return this.programAccount.key
  }

  get accountCount(): number {
    return this.instruction.accounts.length
  }

  /** Fails MissingAccount. */
  requireAccounts(count: number): void {
    if (this.instruction.accounts.length < count) fail('MissingAccount')
  }

  private meta(i: number): InstructionAccount {
    const found = this.instruction.accounts[i]
    if (found === undefined) fail('MissingAccount')
    return found
  }

  /** Account `i` under the rules for the running program; fails MissingAccount. */
  account(i: number): BorrowedAccount {
    const { index, signer, writable } = this.meta(i)
    return new BorrowedAccount(
      this.transaction,
      this.transaction.accounts[index]!,
      this.programId,
      signer,
      writable,
    )
  }

  /** Address of account `i`; fails MissingAccount. */
  key(i: number): Uint8Array {
    return this.transaction.accounts[this.meta(i).index]!.key
  }

  /** Fails MissingAccount. */
  isSigner(i: number): boolean {
    return this.meta(i).signer
  }

  /** Fails MissingAccount. */
  isWritable(i: number): boolean {
    return this.meta(i).writable
  }

  /** Whether an address signs this instruction: all builtins that take "a signer" ask so. */
  hasSigner(key: Uint8Array): boolean {
    const index = this.transaction.indexOf(key)
    return this.instruction.accounts.some((meta) => meta.signer && meta.index === index)
  }

  /** Position of a transaction account in this instruction's list (the first), or -1. */
  positionOf(index: number): number {
    return this.instruction.accounts.findIndex((meta) => meta.index === index)
  }

  /** A line without prefix, as builtins write them. */
  log(line: string): void {
    this.transaction.logs.log(line)
  }

  /** Charges compute units; fails ComputationalBudgetExceeded with none left. */
  consume(units: number): void {
    const { meter } = this.transaction
    if (meter.remaining < units) {
      meter.remaining = 0
      fail('ComputationalBudgetExceeded')
    }
    meter.remaining -= units
  }
}
