/**
 * What a session may do with the mints of its account (S16): make units as far as the terms let it spend them, and nothing
 * else that only the mint's authorities may.
 */
import { equalBytes } from '../primitives/bytes.ts'
import type { Journal } from '../state/journal.ts'
import { answersFor } from '../token/live.ts'
import type { BreakerRecord, MintRecord, TokenAuthority } from '../token/records.ts'
import { FACT_CODEC, MINT_CODEC } from '../token/records.ts'
import { TokenKind } from '../token/slots.ts'

const mintOf = (journal: Journal, mint: Uint8Array): MintRecord | undefined =>
  journal.liveCell(MINT_CODEC, [TokenKind.mint, mint]).value

const isOurs = (journal: Journal, id: Uint8Array, authority: TokenAuthority | undefined): boolean =>
  authority !== undefined && answersFor(journal, id, authority.id)

/** Whether an account may freeze holders of a mint. */
export function mayFreeze(journal: Journal, id: Uint8Array, mint: Uint8Array): boolean {
  return isOurs(journal, id, mintOf(journal, mint)?.freezeAuthority)
}

/** Whether an account may make units of a mint. */
export function mayMint(journal: Journal, id: Uint8Array, mint: Uint8Array): boolean {
  return isOurs(journal, id, mintOf(journal, mint)?.mintAuthority)
}

function isBridge(journal: Journal, id: Uint8Array, mint: Uint8Array): boolean {
  return journal.liveCell(FACT_CODEC, [TokenKind.bridge, mint, id]).value !== undefined
}

/**
 * Units that an account has made of a mint that was changed, of which what it kept is a gain elsewhere; undefined if a
 * session may not have changed it so. A bridge makes and destroys units of others, in sum perhaps none: it makes none here.
 */
export function unitsMade(
  journal: Journal,
  id: Uint8Array,
  mint: Uint8Array,
  [old, now]: readonly [MintRecord | undefined, MintRecord | undefined],
): bigint | undefined {
  if (old === undefined || now === undefined) return 0n
  if (!isSameAuthority(now.mintAuthority, old.mintAuthority)) return undefined
  if (!isSameAuthority(now.freezeAuthority, old.freezeAuthority)) return undefined
  if (isBridge(journal, id, mint)) return undefined
  const made = now.supply - old.supply
  return made > 0n && isOurs(journal, id, old.mintAuthority) ? made : 0n
}

/** The same, or gone. */
function isSameAuthority(
  now: TokenAuthority | undefined,
  old: TokenAuthority | undefined,
): boolean {
  return now === undefined || (old !== undefined && equalBytes(now.id, old.id))
}

/** Counters move with every transfer; who sets the limits, and the limits, do not. */
export function isSameBreaker(
  old: BreakerRecord | undefined,
  now: BreakerRecord | undefined,
): boolean {
  if (old === undefined || now === undefined) return old === now
  return (
    equalBytes(old.authority, now.authority) &&
    old.window === now.window &&
    old.holderShare === now.holderShare &&
    old.mintShare === now.mintShare &&
    old.pauseShare === now.pauseShare &&
    old.round === now.round
  )
}
