/**
 * absorb(mint, id): moves units that wait where nobody can reach them any more to the account that answers for id (H11).
 * Open to anyone, as the way there is checkable: a redirect, or a derived address that is registered for the account.
 */
import { readAuthority, redirected } from '../identity/authority.ts'
import { DERIVED_NAMESPACES, deriveAddress } from '../identity/derive.ts'
import { legacyId } from '../identity/legacy.ts'
import { equalBytes } from '../primitives/bytes.ts'
import { mergeFlow } from './breaker.ts'
import type { TokenLedger } from './ledger.ts'
import type { Holder, Mint } from './live.ts'

/** Ids whose units wait for `owner` on the way from `id`: its own, if it redirects, and those of its derived addresses. */
function waitingIds(ledger: TokenLedger, id: Uint8Array, owner: Uint8Array): Uint8Array[] {
  const { journal, crypto } = ledger
  const found: Uint8Array[] = equalBytes(id, owner) ? [] : [id]
  for (const namespace of DERIVED_NAMESPACES) {
    const address = deriveAddress(crypto, namespace, id)
    const alias = journal.alias(namespace, address)
    if (alias !== undefined && equalBytes(alias.id, owner))
      found.push(legacyId(crypto, namespace, address))
  }
  return found
}

/**
 * Moves what waits for the account behind `id`: at its derived addresses, at its bound wallets' legacy ids and theirs. Either
 * side frozen leaves the account frozen; breaker counters are added; allowances and delegations stay where they are
 * (S18). Nothing waiting is fine. Returns the units moved. Cost: constant, at most 25 look-ups.
 */
export function absorb(ledger: TokenLedger, mint: Mint, id: Uint8Array): bigint {
  const { journal, crypto } = ledger
  const owner = redirected(journal, id)
  const sources = waitingIds(ledger, id, owner)
  if (!equalBytes(id, owner)) sources.push(...waitingIds(ledger, owner, owner))
  const authority = readAuthority(journal, owner)
  if (authority?.kind === 'keys') {
    for (const { namespace, address } of authority.bound) {
      const legacy = legacyId(crypto, namespace, address)
      if (equalBytes(redirected(journal, legacy), owner))
        sources.push(...waitingIds(ledger, legacy, owner))
    }
  }
  const target = mint.holder(owner)
  let moved = 0n
  for (const source of sources) moved += take(ledger, mint.holder(source), target)
  return moved
}

function take(ledger: TokenLedger, source: Holder, target: Holder): bigint {
  if (source === target) return 0n
  const { balance, isFrozen, mint } = source
  if (balance === 0n && !isFrozen) return 0n
  mergeFlow(ledger, mint, source.owner, target.owner)
  source.empty()
  if (isFrozen) target.setFrozen(true)
  if (balance === 0n) return 0n
  target.setBalance(target.balance + balance)
  const [from, to] = [source.owner, target.owner]
  ledger.emit({ kind: 'transfer', mint: mint.id, from, to, amount: balance })
  return balance
}
