/**
 * The circuit breaker of a mint: limits on net outflow in a window of block time, opted into by its authority.
 *
 * Outflow is net, per holder: units out minus units in; the mint's own counter is the sum of what is positive. So units
 * passed to and fro count once, and nobody can use up the mint's limit with fewer units than the limit. Since the limit
 * and the pause are at least twice a holder's limit, two holders cannot reach them alone (docs/token.md).
 */
import { equalBytes } from '../primitives/bytes.ts'
import type { TokenFault } from './faults.ts'
import type { TokenLedger } from './ledger.ts'
import { answersFor, type Mint } from './live.ts'
import type { BreakerRecord, FlowRecord } from './records.ts'

/** Parts of a whole share. */
export const SHARE_ONE = 10_000
const MAX_U32 = 0xffffffff

/** Limits of a breaker; see BreakerRecord for units. */
export type BreakerLimits = Pick<
  BreakerRecord,
  'window' | 'holderShare' | 'mintShare' | 'pauseShare'
>

const isInteger = (value: number, min: number, max: number) =>
  Number.isInteger(value) && value >= min && value <= max

/** Whether limits fit each other. */
export function areSoundLimits(limits: BreakerLimits): boolean {
  const { window, holderShare, mintShare, pauseShare } = limits
  const isWide = (share: number) => share === 0 || share >= 2 * holderShare
  return (
    isInteger(window, 1, MAX_U32) &&
    isInteger(holderShare, 1, SHARE_ONE) &&
    isInteger(mintShare, 0, SHARE_ONE) &&
    isInteger(pauseShare, 0, SHARE_ONE) &&
    isWide(mintShare) &&
    isWide(pauseShare)
  )
}

const positive = (value: bigint): bigint => (value > 0n ? value : 0n)

function netOf(breaker: BreakerRecord, flow: FlowRecord | undefined): bigint {
  return flow?.period === breaker.period && flow.round === breaker.round ? flow.net : 0n
}

function rolled(ledger: TokenLedger, breaker: BreakerRecord): BreakerRecord {
  const period = ledger.services.block.timestamp / BigInt(breaker.window)
  return period === breaker.period ? breaker : { ...breaker, period, outflow: 0n }
}

const share = (supply: bigint, parts: number): bigint =>
  (supply * BigInt(parts)) / BigInt(SHARE_ONE)

/**
 * Counts units that leave `from` (minting: undefined) for `to` (burning: undefined), or returns the limit that they
 * would pass and changes nothing. Called last of all checks: what is not covered by a balance counts nowhere. Pausing is
 * a consequence of what went through, for it must outlive the transaction.
 */
export function countFlow(
  ledger: TokenLedger,
  mint: Mint,
  from: Uint8Array | undefined,
  to: Uint8Array | undefined,
  amount: bigint,
): TokenFault | undefined {
  if (amount === 0n || (from !== undefined && to !== undefined && equalBytes(from, to))) return
  const kept = mint.record.hasBreaker ? mint.breaker : undefined
  if (kept === undefined) return
  const breaker = rolled(ledger, kept)
  const { journal } = ledger
  const { supply } = mint.record
  const { period, round } = breaker
  let { outflow } = breaker
  const source = from === undefined ? undefined : mint.flow(from)
  const sink = to === undefined ? undefined : mint.flow(to)
  const sourceNet = netOf(breaker, source?.value)
  const sinkNet = netOf(breaker, sink?.value)
  if (source !== undefined) outflow += positive(sourceNet + amount) - positive(sourceNet)
  if (sink !== undefined) outflow += positive(sinkNet - amount) - positive(sinkNet)
  if (source !== undefined) {
    if (sourceNet + amount > share(supply, breaker.holderShare)) return 'HolderLimitReached'
    const isOver = breaker.mintShare > 0 && outflow > share(supply, breaker.mintShare)
    if (isOver && outflow > breaker.outflow) return 'MintLimitReached'
    journal.setLiveCell(source, { period, round, net: sourceNet + amount })
  }
  if (sink !== undefined) journal.setLiveCell(sink, { period, round, net: sinkNet - amount })
  mint.setBreaker({ ...breaker, outflow })
  const isPausing = breaker.pauseShare > 0 && outflow > share(supply, breaker.pauseShare)
  // Units on their way back pause nothing, also if the share has shrunk with the supply.
  if (isPausing && outflow > breaker.outflow) pause(ledger, mint)
  return
}

function pause(ledger: TokenLedger, mint: Mint): void {
  mint.setRecord({ ...mint.record, isPaused: true })
  ledger.emit({ kind: 'paused', mint: mint.id })
}

/** Adds the counter of one account to another's: units that were waiting moved, which is no outflow (S18). */
export function mergeFlow(ledger: TokenLedger, mint: Mint, from: Uint8Array, to: Uint8Array): void {
  const kept = mint.record.hasBreaker ? mint.breaker : undefined
  if (kept === undefined) return
  const breaker = rolled(ledger, kept)
  const source = mint.flow(from)
  const sink = mint.flow(to)
  const moved = netOf(breaker, source.value)
  if (moved === 0n) return
  const { period, round } = breaker
  const net = netOf(breaker, sink.value)
  const outflow = breaker.outflow - positive(moved) - positive(net) + positive(moved + net)
  ledger.journal.setLiveCell(source, undefined)
  ledger.journal.setLiveCell(sink, { period, round, net: moved + net })
  mint.setBreaker({ ...breaker, outflow })
}

/**
 * Sets the limits, or with `undefined` switches them off. The first time it is the mint authority's right, from then on the
 * breaker authority's. Switching off is refused while the mint is paused: review it first.
 */
export function setBreaker(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
  limits: BreakerLimits | undefined,
): TokenFault | undefined {
  const { record, breaker } = mint
  const authority = breaker?.authority ?? record.mintAuthority?.id
  if (authority === undefined) return 'AuthorityRemoved'
  if (!answersFor(ledger.journal, actor, authority)) return 'NotAuthority'
  if (record.isNative) return 'NativeMint'
  if (limits === undefined) {
    if (!record.hasBreaker) return 'BreakerMissing'
    if (record.isPaused) return 'MintPaused'
    mint.setRecord({ ...record, hasBreaker: false })
    return
  }
  if (!areSoundLimits(limits) || breaker?.round === MAX_U32) return 'InvalidBreaker'
  const { window, holderShare, mintShare, pauseShare } = limits
  mint.setBreaker({
    authority,
    window,
    holderShare,
    mintShare,
    pauseShare,
    // The record outlives a switching off, so that no counter of an older round comes back.
    round: breaker === undefined ? 0 : breaker.round + 1,
    period: ledger.services.block.timestamp / BigInt(window),
    outflow: 0n,
  })
  if (!record.hasBreaker) mint.setRecord({ ...record, hasBreaker: true })
  return
}

/** Hands the right to set and review the breaker on. */
export function setBreakerAuthority(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
  next: Uint8Array,
): TokenFault | undefined {
  const { breaker } = mint
  if (breaker === undefined) return 'BreakerMissing'
  if (!answersFor(ledger.journal, actor, breaker.authority)) return 'NotAuthority'
  mint.setBreaker({ ...breaker, authority: next })
  return
}

/** Ends a pause and starts counting anew. The breaker authority's right alone: nothing ends a pause by itself. */
export function reviewBreaker(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
): TokenFault | undefined {
  const { breaker, record } = mint
  if (breaker === undefined || !record.hasBreaker) return 'BreakerMissing'
  if (!answersFor(ledger.journal, actor, breaker.authority)) return 'NotAuthority'
  if (breaker.round === MAX_U32) return 'InvalidBreaker'
  mint.setBreaker({ ...breaker, round: breaker.round + 1, outflow: 0n })
  if (record.isPaused) mint.setRecord({ ...record, isPaused: false })
  ledger.emit({ kind: 'reviewed', mint: mint.id })
  return
}
