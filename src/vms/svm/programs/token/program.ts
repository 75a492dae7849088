/**
 * The Token program as a builtin: what SPL Token's ELF does at this address on Solana, over a backing that keeps the
 * balances. Errors, log lines, compute units and account bytes are p-token's.
 */
import { equalBytes } from '../../../../primitives/bytes.ts'
import {
  encodeMint,
  encodeTokenAccount,
  entryUnits,
  processToken,
  type SiteObserver,
  SplAccount,
  type SplError,
  SplRun,
  type SplSource,
} from '../../../../token/spl/index.ts'
import { ProgramId } from '../../ids.ts'
import type { BorrowedAccount } from '../../runtime/borrowed-account.ts'
import {
  customError,
  type InstructionError,
  type InstructionErrorName,
  InstructionFailure,
  instructionError,
} from '../../runtime/instruction-error.ts'
import type { InvokeContext } from '../../runtime/invoke-context.ts'
import { updateData } from '../../runtime/serialize.ts'
import { base64 } from '../../runtime/syscalls/base64.ts'
import type { Builtin, ProgramEnd } from '../../runtime/types.ts'

/** Least units of a log line. */
const LOG_UNITS = 100

/** Who keeps what the Token program's accounts say. */
export interface TokenBacking {
  /** Fields of accounts, for one run. */
  open(invoke: InvokeContext): SplSource
  /** Carries out a run's effects once every account passed the runtime's rules; gives what refuses them. */
  apply(run: SplRun, invoke: InvokeContext): SplError | undefined
  /** An address whose signature authorises nothing now, 32 bytes. */
  unsigned?: Uint8Array | undefined
}

/** The accounts of the instruction; one named twice is the same object. */
function accountsOf(invoke: InvokeContext, unsigned: Uint8Array | undefined): SplAccount[] {
  const { accounts: metas } = invoke.instruction
  const { accounts } = invoke.transaction
  const list: SplAccount[] = []
  for (let i = 0; i < metas.length; i++) {
    const { index, signer } = metas[i]!
    let known: SplAccount | undefined
    for (let j = 0; j < i; j++) {
      if (metas[j]!.index !== index) continue
      known = list[j]
      break
    }
    const account = accounts[index]!
    const signs = signer && (unsigned === undefined || !equalBytes(account.key, unsigned))
    list.push(known ?? openAccount(invoke, index, signs, account))
  }
  return list
}

function openAccount(
  invoke: InvokeContext,
  index: number,
  isSigner: boolean,
  account: InvokeContext['programAccount'],
): SplAccount {
  const { key, owner, lamports, data } = account
  return new SplAccount({
    key,
    isSigner,
    index,
    owner,
    isTokenOwned: owner === invoke.programId || equalBytes(owner, invoke.programId),
    lamports,
    dataLength: data.length,
  })
}

/** What an account's bytes are after the run; undefined if they did not change. */
function bytesAfter(account: SplAccount, run: SplRun): Uint8Array | undefined {
  if (account.isClosed) return new Uint8Array(0)
  if (!account.isDirty) return undefined
  if (account.token !== undefined) return encodeTokenAccount(account.token)
  if (account.mint !== undefined) return encodeMint(account.mint)
  for (const effect of run.effects)
    if (effect.kind === 'multisig' && effect.account === account) return effect.data
  return undefined
}

/** Applies what the run left to one account, in the order in which a compiled program's changes are: owner last. */
function writeBack(borrowed: BorrowedAccount, account: SplAccount, run: SplRun): void {
  if (account.lamports !== borrowed.lamports) borrowed.setLamports(account.lamports)
  const data = bytesAfter(account, run)
  if (data !== undefined) updateData(borrowed, data)
  if (account.isClosed && !equalBytes(borrowed.owner, ProgramId.system))
    borrowed.setOwner(ProgramId.system)
}

function errorOf({ custom, name }: SplError): InstructionError {
  if (custom !== undefined) return customError(custom)
  return instructionError(name as Exclude<InstructionErrorName, 'Custom'>)
}

/** A line of the program: at least 100 units, one for each byte. */
function logLine(invoke: InvokeContext, text: string): void {
  invoke.consume(Math.max(LOG_UNITS, text.length))
  invoke.transaction.logs.logPlain(`Program log: ${text}`)
}

/** How a compiled program ends whose units do not suffice. */
const OUT_OF_UNITS: ProgramEnd = {
  error: instructionError('ProgramFailedToComplete'),
  text: 'exceeded CUs meter at BPF instruction',
}

/** Charges the run; false where the units did not suffice. */
function charge(invoke: InvokeContext, run: SplRun): boolean {
  const { meter } = invoke.transaction
  if (meter.remaining < run.units) {
    meter.remaining = 0
    return false
  }
  meter.remaining -= run.units
  try {
    if (run.error !== undefined && !run.isSilent) logLine(invoke, run.error.text)
  } catch (thrown) {
    if (thrown instanceof InstructionFailure) return false
    throw thrown
  }
  return true
}

/** The lines behind a run, as compiled programs have them. */
function logRun(invoke: InvokeContext, before: number): void {
  const { transaction, programAccount } = invoke
  const { name } = transaction.host.programs.linesOf(programAccount)
  const used = before - transaction.meter.remaining
  transaction.logs.logPlain(`Program ${name} consumed ${used} of ${before} compute units`)
  const { data } = transaction.returnData
  if (data.length > 0) invoke.log(`Program return: ${name} ${base64(data)}`)
}

function finish(
  invoke: InvokeContext,
  run: SplRun,
  list: readonly SplAccount[],
  backing: TokenBacking,
): InstructionError | undefined {
  for (let i = 0; i < list.length; i++) {
    const account = list[i]!
    if (list.indexOf(account) === i) writeBack(invoke.account(i), account, run)
  }
  const refused = run.effects.length === 0 ? undefined : backing.apply(run, invoke)
  return refused === undefined ? undefined : errorOf(refused)
}

/** The builtin. */
export function createTokenProgram(backing: TokenBacking, onSite?: SiteObserver): Builtin {
  return {
    units: 0,
    run(invoke) {
      const { transaction } = invoke
      const before = transaction.meter.remaining
      const list = accountsOf(invoke, backing.unsigned)
      const run = new SplRun(backing.open(invoke), invoke.programId, onSite)
      const entry = entryUnits(list, invoke.data)
      run.units = entry.units
      processToken(run, list, invoke.data, entry.isShort)
      const isPaid = charge(invoke, run)
      if (isPaid && run.returnData !== undefined)
        transaction.returnData = { programId: invoke.programId, data: run.returnData }
      logRun(invoke, before)
      if (!isPaid) return OUT_OF_UNITS
      if (run.error !== undefined) return errorOf(run.error)
      return finish(invoke, run, list, backing)
    },
  }
}
