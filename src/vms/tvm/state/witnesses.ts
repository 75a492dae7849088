/**
 * Witnesses, votes and rewards. Votes take effect at the next maintenance: a witness's cell keeps what counts now and
 * what was cast since, and whoever looks in a later cycle sees both together, so nothing runs over all witnesses.
 *
 * Who produces blocks, and how rewards are shared between witnesses and voters, is the host's: it issues them with
 * {@link issueReward}.
 */
import type { TronAccount, Vote } from './account.ts'
import { readNumbers, writeNumbers } from './cells.ts'
import type { Ledger, TronHandle } from './ledger.ts'
import { SUN, TRX } from './ledger.ts'
import { isOn } from './parameters.ts'

/** Reason why an operation is not possible, as text; undefined if it is. */
export type Refusal = string | undefined

/** Votes of one account. */
export const VOTES_MAX = 30
/** Milliseconds between two withdrawals of rewards. */
const WITHDRAW_INTERVAL = 86_400_000n

interface Witness {
  readonly votes: bigint
  /** Since the beginning of `cycle`. */
  readonly cast: bigint
  readonly taken: bigint
  readonly cycle: bigint
}

function readWitness(ledger: Ledger, address: Uint8Array): Witness | undefined {
  const [exists, votes, cast, taken, cycle] = readNumbers(
    ledger.journal,
    'witness',
    [address],
    5,
  ) as [bigint, bigint, bigint, bigint, bigint]
  if (exists === 0n) return undefined
  if (cycle >= ledger.cycle) return { votes, cast, taken, cycle }
  return { votes: votes + cast - taken, cast: 0n, taken: 0n, cycle: ledger.cycle }
}

function writeWitness(ledger: Ledger, address: Uint8Array, witness: Witness): void {
  const { votes, cast, taken, cycle } = witness
  writeNumbers(ledger.journal, 'witness', [address], [1n, votes, cast, taken, cycle])
}

export function isWitness(ledger: Ledger, address: Uint8Array): boolean {
  return readWitness(ledger, address) !== undefined
}

/** Votes that count in this cycle. */
export function votesFor(ledger: Ledger, address: Uint8Array): bigint {
  return readWitness(ledger, address)?.votes ?? 0n
}

/** Makes an address a witness with votes that count at once; does nothing if it is one. */
export function addWitness(ledger: Ledger, address: Uint8Array, votes: bigint): void {
  if (isWitness(ledger, address)) return
  writeWitness(ledger, address, { votes, cast: 0n, taken: 0n, cycle: ledger.cycle })
}

function castVotes(ledger: Ledger, votes: readonly Vote[], sign: 1 | -1): void {
  for (const { witness: address, count } of votes) {
    const witness = readWitness(ledger, address)
    if (witness === undefined) continue
    const change = sign === 1 ? { cast: witness.cast + count } : { taken: witness.taken + count }
    writeWitness(ledger, address, { ...witness, ...change })
  }
}

/** Replaces the votes of an account. */
export function setVotes(ledger: Ledger, owner: TronHandle, votes: readonly Vote[]): void {
  castVotes(ledger, ledger.data(owner).votes, -1)
  castVotes(ledger, votes, 1)
  ledger.update(owner, { votes })
}

// ---- Tron power

/** Sun of stake for bandwidth and energy, wherever it works. */
export function stakedPower(account: TronAccount): bigint {
  const { staked, delegated } = account
  return staked[0] + staked[1] + delegated[0] + delegated[1]
}

/** Sun that may vote. Since id 51 a third kind of stake counts, and older power until the first un-freeze. */
export function tronPower(ledger: Ledger, account: TronAccount): bigint {
  if (!isOn(ledger.parameters, 'ALLOW_NEW_RESOURCE_MODEL')) return stakedPower(account)
  const { oldTronPower, staked } = account
  if (oldTronPower === -1n) return staked[2]
  return staked[2] + (oldTronPower === 0n ? stakedPower(account) : oldTronPower)
}

/** Fixes the power from before id 51, once. */
export function initialPower(ledger: Ledger, account: TronAccount): Partial<TronAccount> {
  if (!isOn(ledger.parameters, 'ALLOW_NEW_RESOURCE_MODEL') || account.oldTronPower !== 0n) return {}
  const power = stakedPower(account)
  return { oldTronPower: power === 0n ? -1n : power }
}

export function checkVotes(ledger: Ledger, owner: TronHandle, votes: readonly Vote[]): Refusal {
  if (!ledger.exists(owner)) return 'owner account expected to exist'
  if (votes.length === 0 || votes.length > VOTES_MAX)
    return `1 to ${VOTES_MAX} votes expected, got ${votes.length}`
  let sum = 0n
  for (const { witness, count } of votes) {
    if (count <= 0n) return `vote count expected above 0, got ${count}`
    if (!isWitness(ledger, witness)) return 'vote expected for a witness, the address is none'
    sum += count
  }
  const power = tronPower(ledger, ledger.data(owner))
  if (sum * TRX > power) return `votes expected within ${power} sun of Tron power, got ${sum}`
  return undefined
}

/** Casts checked votes in place of the old ones. */
export function vote(ledger: Ledger, owner: TronHandle, votes: readonly Vote[]): void {
  ledger.update(owner, initialPower(ledger, ledger.data(owner)))
  setVotes(ledger, owner, votes)
}

/** Votes after a loss of power: all of them, or shares in proportion, in double (java-tron: updateVote). */
export function shrinkVotes(ledger: Ledger, owner: TronHandle): void {
  const account = ledger.data(owner)
  const total = account.votes.reduce((sum, { count }) => sum + count, 0n)
  const power = tronPower(ledger, account)
  if (total === 0n || power >= total * TRX) return
  const votes = account.votes
    .map(({ witness, count }) => ({
      witness,
      count: BigInt(Math.trunc(((Number(count) / Number(total)) * Number(power)) / Number(TRX))),
    }))
    .filter(({ count }) => count > 0n)
  setVotes(ledger, owner, votes)
}

// ---- rewards

/**
 * Issues a reward to an account, which withdraws it (type 13, WITHDRAWREWARD). For hosts, outside transactions. Throws
 * SupplyCapExceeded.
 */
export function issueReward(ledger: Ledger, address: Uint8Array, sun: bigint): void {
  const handle = ledger.resolve(address)
  ledger.journal.supply.issue(ledger.rewardVault, sun * SUN, 'tron:reward')
  ledger.update(handle, { allowance: ledger.data(handle).allowance + sun })
}

export function checkWithdrawReward(ledger: Ledger, owner: TronHandle): Refusal {
  if (!ledger.exists(owner)) return 'owner account expected to exist'
  const { withdrawTime, allowance } = ledger.data(owner)
  if (withdrawTime !== 0n && ledger.headTime - withdrawTime < WITHDRAW_INTERVAL)
    return 'last withdrawal of rewards expected 24 hours ago or more'
  if (allowance === 0n) return 'a reward expected, the account has none'
  return undefined
}

/** Moves the allowance to the balance; the amount. */
export function withdrawReward(ledger: Ledger, owner: TronHandle): bigint {
  const { allowance } = ledger.data(owner)
  ledger.withdraw(ledger.rewardVault, owner, allowance)
  ledger.update(owner, { allowance: 0n, withdrawTime: ledger.headTime })
  return allowance
}
