/**
 * What may be done with units of a mint. Every operation checks everything, then writes: a fault has changed nothing.
 * Who calls has authenticated the actor; ids are AccountIds. Amounts are u64, allowances u256.
 *
 * Order of checks, the same for all: range, pause, freeze, solvency, authority of the mint, supply, breaker last.
 */
import { assert } from '../errors.ts'
import { equalBytes } from '../primitives/bytes.ts'
import { MAX_U64, MAX_U256 } from '../primitives/u256.ts'
import { countFlow } from './breaker.ts'
import type { TokenFault } from './faults.ts'
import type { TokenLedger } from './ledger.ts'
import { AuxiliaryPocket, answersFor, type Mint, type Pocket, type TokenAccount } from './live.ts'
import type { TokenAuthority } from './records.ts'

const isAmount = (amount: bigint): boolean => amount >= 0n && amount <= MAX_U64

const samePocket = (a: Pocket, b: Pocket): boolean =>
  a === b ||
  (a instanceof AuxiliaryPocket && b instanceof AuxiliaryPocket && a.account === b.account)

/**
 * Moves units between two pockets of one mint, whoever may ask for it. A move within one pocket is a check of its balance.
 * Cost: two writes, three more with a breaker.
 */
export function moveUnits(
  ledger: TokenLedger,
  from: Pocket,
  to: Pocket,
  amount: bigint,
): TokenFault | undefined {
  assert(from.mint === to.mint, 'units move within one mint')
  if (!isAmount(amount)) return 'AmountOutOfRange'
  const { mint } = from
  const { isPaused, hasBreaker } = mint.record
  if (isPaused) return 'MintPaused'
  if (from.isFrozen || to.isFrozen) return 'AccountFrozen'
  const balance = from.balance
  if (balance < amount) return 'InsufficientBalance'
  if (hasBreaker) {
    const fault = countFlow(ledger, mint, from.owner, to.owner, amount)
    if (fault !== undefined) return fault
  }
  if (amount !== 0n && !samePocket(from, to)) {
    from.setBalance(balance - amount)
    to.setBalance(to.balance + amount)
  }
  ledger.emit({ kind: 'transfer', mint: mint.id, from: from.owner, to: to.owner, amount })
  return
}

/** Moves units of an account to whoever answers for `to`. */
export function transfer(
  ledger: TokenLedger,
  mint: Mint,
  from: Uint8Array,
  to: Uint8Array,
  amount: bigint,
): TokenFault | undefined {
  return moveUnits(ledger, mint.holder(from), mint.receiver(to), amount)
}

/** Moves units of `owner` on its allowance to `spender`; 2^256-1 is infinite and stays, every other allowance falls. */
export function transferFrom(
  ledger: TokenLedger,
  mint: Mint,
  spender: Uint8Array,
  owner: Uint8Array,
  to: Uint8Array,
  amount: bigint,
): TokenFault | undefined {
  if (!isAmount(amount)) return 'AmountOutOfRange'
  const cell = mint.allowance(owner, spender)
  const allowance = cell.value ?? 0n
  if (allowance < amount) return 'InsufficientAllowance'
  const fault = moveUnits(ledger, mint.holder(owner), mint.receiver(to), amount)
  if (fault !== undefined) return fault
  if (allowance !== MAX_U256 && amount !== 0n)
    ledger.journal.setLiveCell(cell, zeroIsAbsent(allowance - amount))
  return
}

const zeroIsAbsent = (value: bigint): bigint | undefined => (value === 0n ? undefined : value)

export function allowanceOf(mint: Mint, owner: Uint8Array, spender: Uint8Array): bigint {
  return mint.allowance(owner, spender).value ?? 0n
}

/** Sets an allowance. Amounts above 2^256-1 are out of range. */
export function approve(
  ledger: TokenLedger,
  mint: Mint,
  owner: Uint8Array,
  spender: Uint8Array,
  amount: bigint,
): TokenFault | undefined {
  if (amount < 0n || amount > MAX_U256) return 'AmountOutOfRange'
  const cell = mint.allowance(owner, spender)
  if ((cell.value ?? 0n) !== amount) ledger.journal.setLiveCell(cell, zeroIsAbsent(amount))
  ledger.emit({ kind: 'approval', mint: mint.id, owner, spender, amount })
  return
}

export function increaseAllowance(
  ledger: TokenLedger,
  mint: Mint,
  owner: Uint8Array,
  spender: Uint8Array,
  by: bigint,
): TokenFault | undefined {
  if (by < 0n || by > MAX_U256) return 'AmountOutOfRange'
  const amount = allowanceOf(mint, owner, spender) + by
  return amount > MAX_U256 ? 'AllowanceOverflow' : approve(ledger, mint, owner, spender, amount)
}

export function decreaseAllowance(
  ledger: TokenLedger,
  mint: Mint,
  owner: Uint8Array,
  spender: Uint8Array,
  by: bigint,
): TokenFault | undefined {
  if (by < 0n || by > MAX_U256) return 'AmountOutOfRange'
  const amount = allowanceOf(mint, owner, spender) - by
  return amount < 0n ? 'InsufficientAllowance' : approve(ledger, mint, owner, spender, amount)
}

/**
 * New units, u64, in a pocket, whoever may ask for them. Returns the fault, or undefined if it was done; a fault changes
 * nothing. Cost: two writes, more with a breaker.
 */
export function mintUnits(ledger: TokenLedger, to: Pocket, amount: bigint): TokenFault | undefined {
  if (!isAmount(amount)) return 'AmountOutOfRange'
  const { mint } = to
  const { record } = mint
  if (record.isNative) return 'NativeMint'
  if (to.isFrozen) return 'AccountFrozen'
  if (record.supply + amount > MAX_U64) return 'SupplyOverflow'
  if (record.hasBreaker) countFlow(ledger, mint, undefined, to.owner, amount)
  if (amount !== 0n) {
    mint.setRecord({ ...mint.record, supply: record.supply + amount })
    to.setBalance(to.balance + amount)
  }
  ledger.emit({ kind: 'transfer', mint: mint.id, from: undefined, to: to.owner, amount })
  return
}

/**
 * Destroys units, u64, of a pocket, whoever may ask for it. It is an outflow. Returns the fault, or undefined if it was done; a
 * fault changes nothing. Cost: two writes, more with a breaker.
 */
export function burnUnits(
  ledger: TokenLedger,
  from: Pocket,
  amount: bigint,
): TokenFault | undefined {
  if (!isAmount(amount)) return 'AmountOutOfRange'
  const { mint } = from
  const { record } = mint
  if (record.isNative) return 'NativeMint'
  if (record.isPaused) return 'MintPaused'
  if (from.isFrozen) return 'AccountFrozen'
  const balance = from.balance
  if (balance < amount) return 'InsufficientBalance'
  if (record.hasBreaker) {
    const fault = countFlow(ledger, mint, from.owner, undefined, amount)
    if (fault !== undefined) return fault
  }
  if (amount !== 0n) {
    mint.setRecord({ ...mint.record, supply: record.supply - amount })
    from.setBalance(balance - amount)
  }
  ledger.emit({ kind: 'transfer', mint: mint.id, from: from.owner, to: undefined, amount })
  return
}

function authorityFault(
  ledger: TokenLedger,
  actor: Uint8Array,
  authority: TokenAuthority | undefined,
): TokenFault | undefined {
  if (authority === undefined) return 'AuthorityRemoved'
  return answersFor(ledger.journal, actor, authority.id) ? undefined : 'NotAuthority'
}

/** The mint authority makes units. */
export function mintTo(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
  to: Uint8Array,
  amount: bigint,
): TokenFault | undefined {
  return (
    authorityFault(ledger, actor, mint.record.mintAuthority) ??
    mintUnits(ledger, mint.receiver(to), amount)
  )
}

/** A holder burns its own units. */
export function burn(
  ledger: TokenLedger,
  mint: Mint,
  owner: Uint8Array,
  amount: bigint,
): TokenFault | undefined {
  return burnUnits(ledger, mint.holder(owner), amount)
}

function bridgeFault(ledger: TokenLedger, mint: Mint, bridge: Uint8Array): TokenFault | undefined {
  return ledger.isBridge(mint.id, bridge) ? undefined : 'NotBridge'
}

/** An authorised bridge makes units that were burnt on another chain (ERC-7802). */
export function bridgeMint(
  ledger: TokenLedger,
  mint: Mint,
  bridge: Uint8Array,
  to: Uint8Array,
  amount: bigint,
): TokenFault | undefined {
  return bridgeFault(ledger, mint, bridge) ?? mintUnits(ledger, mint.receiver(to), amount)
}

/** An authorised bridge burns units of a holder that leave for another chain (ERC-7802: no allowance is asked for). */
export function bridgeBurn(
  ledger: TokenLedger,
  mint: Mint,
  bridge: Uint8Array,
  from: Uint8Array,
  amount: bigint,
): TokenFault | undefined {
  return bridgeFault(ledger, mint, bridge) ?? burnUnits(ledger, mint.receiver(from), amount)
}

/** The mint authority gives or takes the rights of a bridge. */
export function authoriseBridge(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
  bridge: Uint8Array,
  allowed: boolean,
): TokenFault | undefined {
  const fault = authorityFault(ledger, actor, mint.record.mintAuthority)
  if (fault !== undefined) return fault
  if (ledger.isBridge(mint.id, bridge) !== allowed) ledger.setBridge(mint.id, bridge, allowed)
  return
}

function setFrozen(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
  account: Uint8Array,
  isFrozen: boolean,
): TokenFault | undefined {
  if (mint.record.isNative) return 'NativeMint'
  const fault = authorityFault(ledger, actor, mint.record.freezeAuthority)
  if (fault !== undefined) return fault
  const holder = mint.receiver(account)
  holder.setFrozen(isFrozen)
  const kind = isFrozen ? 'frozen' : 'thawed'
  ledger.emit({ kind, mint: mint.id, account: holder.owner })
  return
}

/** The freeze authority freezes (mint, account), whether or not anything is held there (S18). Repeating it is fine. */
export function freeze(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
  account: Uint8Array,
): TokenFault | undefined {
  return setFrozen(ledger, mint, actor, account, true)
}

export function thaw(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
  account: Uint8Array,
): TokenFault | undefined {
  return setFrozen(ledger, mint, actor, account, false)
}

/** Hands an authority of the mint on, or with `undefined` removes it for good. */
export function setAuthority(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
  role: 'mint' | 'freeze',
  next: TokenAuthority | undefined,
): TokenFault | undefined {
  const { record } = mint
  const held = role === 'mint' ? record.mintAuthority : record.freezeAuthority
  const fault = authorityFault(ledger, actor, held)
  if (fault !== undefined) return fault
  mint.setRecord(
    role === 'mint' ? { ...record, mintAuthority: next } : { ...record, freezeAuthority: next },
  )
  return
}

/**
 * Gives an auxiliary token account, units included, to another owner. Its units change hands, so the breaker counts them
 * as a transfer. The SPL face has checked the owner's signature; aliases are detached first.
 */
export function setAccountOwner(
  ledger: TokenLedger,
  account: TokenAccount,
  owner: Uint8Array,
  holder: Uint8Array,
): TokenFault | undefined {
  const pocket = ledger.pocketOf(account)
  const { mint, balance } = pocket
  const { isPaused, hasBreaker } = mint.record
  if (isPaused) return 'MintPaused'
  if (hasBreaker) {
    const fault = countFlow(ledger, mint, pocket.owner, holder, balance)
    if (fault !== undefined) return fault
  }
  account.setRecord({ ...account.record, owner, holder })
  return
}

/**
 * Takes an alias out of its owner's balance: from here on the token account has units of its own, first all that the
 * balance had, and never re-attaches (S19). Freezing is carried. Changes hands of nothing.
 */
export function detach(ledger: TokenLedger, account: TokenAccount): void {
  const { record } = account
  if (!record.isAlias) return
  const pocket = ledger.pocketOf(account)
  const { balance, isFrozen } = pocket
  if (balance !== 0n) pocket.setBalance(0n)
  account.setRecord({ ...record, isAlias: false, amount: balance, isFrozen })
}

/** Removes a token account without units of its own. The SPL face has checked who may, and that an alias shows none. */
export function closeAccount(account: TokenAccount): TokenFault | undefined {
  if (account.record.amount !== 0n) return 'InsufficientBalance'
  account.setRecord(undefined)
  return
}

/** Whether two ids are one account, redirects followed: for faces that compare owners. */
export function isSameAccount(ledger: TokenLedger, a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(a, b) || answersFor(ledger.journal, a, b) || answersFor(ledger.journal, b, a)
}
