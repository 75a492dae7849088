/** Steps that the loader's instructions share: reading and writing states, authorities, checking a program. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import type { BorrowedAccount } from '../../runtime/borrowed-account.ts'
import { sbpfVersions } from '../../runtime/features.ts'
import { fail } from '../../runtime/instruction-error.ts'
import type { InvokeContext } from '../../runtime/invoke-context.ts'
import { deployableSyscalls } from '../../runtime/syscalls/table.ts'
import { ElfError, loadElf, verify } from '../../sbpf/index.ts'
import { encodeState, type LoaderState, readState } from './state.ts'

export type KnownState = Exclude<LoaderState, { kind: 'invalid' }>
type Failure = Parameters<typeof fail>[0]

/** Writes a log line and fails. */
export function refuse(invoke: InvokeContext, line: string, name: Failure): never {
  invoke.log(line)
  return fail(name)
}

/** Fails InvalidAccountData for what does not parse. */
export function stateOf(account: BorrowedAccount): KnownState {
  const state = readState(account.data)
  return state.kind === 'invalid' ? fail('InvalidAccountData') : state
}

/** Fails AccountDataTooSmall, and by the rules of changing data. */
export function putState(account: BorrowedAccount, state: KnownState): void {
  const data = account.writableData()
  const bytes = encodeState(state)
  if (bytes.length > data.length) fail('AccountDataTooSmall')
  data.set(bytes)
}

export function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b)
}

/** Two accounts that are worked on together must be two (Agave's outstanding borrows). */
export function requireDistinct(invoke: InvokeContext, ...positions: readonly number[]): void {
  const indexes = positions.map((i) => invoke.instruction.accounts[i]?.index)
  if (new Set(indexes).size !== indexes.length) fail('AccountBorrowFailed')
}

/** A sysvar account at its position: NotEnoughAccountKeys, InvalidArgument. */
export function requireSysvar(invoke: InvokeContext, position: number, id: Uint8Array): void {
  if (!equalBytes(invoke.key(position), id)) fail('InvalidArgument')
}

/** What a new program must pass; writes the reason to the log and fails InvalidAccountData. */
export function verifyProgram(invoke: InvokeContext, elf: Uint8Array): void {
  const { features } = invoke.transaction
  try {
    const syscalls = deployableSyscalls(features)
    verify(loadElf(elf, { syscalls, deployment: true, ...sbpfVersions(features) }))
  } catch (thrown) {
    if (!(thrown instanceof ElfError)) throw thrown
    refuse(invoke, thrown.message, 'InvalidAccountData')
  }
}
