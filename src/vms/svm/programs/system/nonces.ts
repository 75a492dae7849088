/** Nonce accounts: the System program's instructions on durable nonces. Texts are Agave's. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import { addressText, ProgramId, SysvarId } from '../../ids.ts'
import { decodeNonce, durableNonce, encodeNonce, type NonceState } from '../../nonce.ts'
import {
  type BorrowedAccount,
  fail,
  failCustom,
  type InvokeContext,
  rentMinimum,
} from '../../runtime/index.ts'
import { SystemError } from './accounts.ts'

function stateOf(account: BorrowedAccount): NonceState {
  return decodeNonce(account.data) ?? fail('InvalidAccountData')
}

/** Writes over the front of the data. Fails AccountDataTooSmall, and by the rules of accounts. */
function write(account: BorrowedAccount, state: NonceState): void {
  const bytes = encodeNonce(state)
  account.requireDataChangeable()
  if (bytes.length > account.data.length) fail('AccountDataTooSmall')
  account.writableData().set(bytes)
}

function requireWritable(invoke: InvokeContext, account: BorrowedAccount, what: string): void {
  if (account.isWritable) return
  invoke.log(`${what} nonce account: Account ${addressText(account.key)} must be writeable`)
  fail('InvalidArgument')
}

function requireSysvar(invoke: InvokeContext, i: number, id: Uint8Array): void {
  if (!equalBytes(invoke.key(i), id)) fail('InvalidArgument')
}

/** Account `i` must be the sysvar; an empty list means that there is no nonce to be had. */
function requireBlockhashes(invoke: InvokeContext, i: number, what: string): void {
  requireSysvar(invoke, i, SysvarId.recentBlockhashes)
  const bytes = invoke.transaction.sysvars.bytes.recentBlockhashes
  if (bytes === undefined) fail('UnsupportedSysvar')
  const count = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigUint64(0, true)
  if (count > 0n) return
  invoke.log(`${what} nonce account: recent blockhash list is empty`)
  failCustom(SystemError.NonceNoRecentBlockhashes)
}

function nextNonce(invoke: InvokeContext): Uint8Array {
  const { host, blockhash } = invoke.transaction
  return durableNonce(host.crypto, blockhash)
}

function notExpired(invoke: InvokeContext, what: string): never {
  invoke.log(`${what} nonce account: nonce can only advance once per slot`)
  failCustom(SystemError.NonceBlockhashNotExpired)
}

function invalidState(invoke: InvokeContext, account: BorrowedAccount, what: string): never {
  invoke.log(`${what} nonce account: Account ${addressText(account.key)} state is invalid`)
  fail('InvalidAccountData')
}

export function advanceNonce(invoke: InvokeContext): void {
  invoke.requireAccounts(1)
  const account = invoke.account(0)
  requireBlockhashes(invoke, 1, 'Advance')
  requireWritable(invoke, account, 'Advance')
  const { data } = stateOf(account)
  if (data === undefined) invalidState(invoke, account, 'Advance')
  const { authority } = data
  if (!invoke.hasSigner(authority)) {
    invoke.log(`Advance nonce account: Account ${addressText(authority)} must be a signer`)
    fail('MissingRequiredSignature')
  }
  const nonce = nextNonce(invoke)
  if (equalBytes(data.nonce, nonce)) notExpired(invoke, 'Advance')
  const { lamportsPerSignature } = invoke.transaction
  write(account, { version: 1, data: { authority, nonce, lamportsPerSignature } })
}

function insufficient(invoke: InvokeContext, what: string, have: bigint, need: bigint): never {
  invoke.log(`${what} nonce account: insufficient lamports ${have}, need ${need}`)
  fail('InsufficientFunds')
}

export function withdrawNonce(invoke: InvokeContext, lamports: bigint): void {
  invoke.requireAccounts(2)
  requireSysvar(invoke, 2, SysvarId.recentBlockhashes)
  requireSysvar(invoke, 3, SysvarId.rent)
  const from = invoke.account(0)
  requireWritable(invoke, from, 'Withdraw')
  const { data } = stateOf(from)
  const what = 'Withdraw'
  if (data === undefined) {
    if (lamports > from.lamports) insufficient(invoke, what, from.lamports, lamports)
  } else if (lamports === from.lamports) {
    if (equalBytes(data.nonce, nextNonce(invoke))) notExpired(invoke, what)
    write(from, { version: 1, data: undefined })
  } else {
    const kept = rentMinimum(invoke.transaction.sysvars.rent, from.data.length)
    const need = lamports + kept
    if (need >= 1n << 64n) fail('InsufficientFunds')
    if (need > from.lamports) insufficient(invoke, what, from.lamports, need)
  }
  const signer = data?.authority ?? from.key
  if (!invoke.hasSigner(signer)) {
    invoke.log(`Withdraw nonce account: Account ${addressText(signer)} must sign`)
    fail('MissingRequiredSignature')
  }
  from.subtractLamports(lamports)
  invoke.account(1).addLamports(lamports)
}

export function initializeNonce(invoke: InvokeContext, authority: Uint8Array): void {
  invoke.requireAccounts(1)
  const account = invoke.account(0)
  requireBlockhashes(invoke, 1, 'Initialize')
  requireSysvar(invoke, 2, SysvarId.rent)
  requireWritable(invoke, account, 'Initialize')
  const { data } = stateOf(account)
  if (data !== undefined) invalidState(invoke, account, 'Initialize')
  const { sysvars, lamportsPerSignature } = invoke.transaction
  const need = rentMinimum(sysvars.rent, account.data.length)
  if (account.lamports < need) insufficient(invoke, 'Initialize', account.lamports, need)
  const nonce = nextNonce(invoke)
  write(account, { version: 1, data: { authority, nonce, lamportsPerSignature } })
}

export function authorizeNonce(invoke: InvokeContext, authority: Uint8Array): void {
  invoke.requireAccounts(1)
  const account = invoke.account(0)
  requireWritable(invoke, account, 'Authorize')
  const { version, data } = stateOf(account)
  if (data === undefined) invalidState(invoke, account, 'Authorize')
  if (!invoke.hasSigner(data.authority)) {
    invoke.log(`Authorize nonce account: Account ${addressText(data.authority)} must sign`)
    fail('MissingRequiredSignature')
  }
  write(account, { version, data: { ...data, authority } })
}

/** Gives a nonce from before version 1 a domain of its own, so that it can be no blockhash. */
export function upgradeNonce(invoke: InvokeContext): void {
  invoke.requireAccounts(1)
  const account = invoke.account(0)
  if (!equalBytes(account.owner, ProgramId.system)) fail('InvalidAccountOwner')
  if (!account.isWritable) fail('InvalidArgument')
  const { version, data } = stateOf(account)
  if (version !== 0 || data === undefined) fail('InvalidArgument')
  const nonce = durableNonce(invoke.transaction.host.crypto, data.nonce)
  write(account, { version: 1, data: { ...data, nonce } })
}
