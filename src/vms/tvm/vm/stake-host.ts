/**
 * What Tron's virtual machine asks of the room beside it: stakes, votes, rewards and delegations. The opcodes 0xd5 to
 * 0xdf, SELFDESTRUCT and the precompiles 0x1000005 to 0x1000015 call these and know nothing else about resources.
 *
 * Addresses are 20 bytes without 0x41, amounts are sun. A method that changes state does so through the block's
 * journal and checks everything first: when it refuses, nothing has changed. A resource is the raw word of the stack:
 * 0 bandwidth, 1 energy, 2 Tron power; anything else is refused (or reads as zero).
 */
import type { Journal } from '../../../state/journal.ts'

/** One vote of VOTEWITNESS. */
export interface WitnessVote {
  /** 20 bytes. */
  readonly witness: Uint8Array
  readonly count: bigint
}

/** What `checkUnDelegateResource` answers: how much could be taken back free of use, used, and when that recovers. */
export interface UndelegateCheck {
  readonly clean: bigint
  readonly dirty: bigint
  readonly restoreSeconds: bigint
}

/** What `resourceUsage` answers. */
export interface UsageView {
  /** Used resource, expressed in staked sun. */
  readonly used: bigint
  readonly restoreSeconds: bigint
}

/** Stakes as the opcodes change them; the answers are what they push. */
export interface StakeChanges {
  /** Stake 1.0 for `receiver`, which may be `owner`. */
  freeze(owner: Uint8Array, receiver: Uint8Array, amount: bigint, resource: bigint): boolean
  unfreeze(owner: Uint8Array, receiver: Uint8Array, resource: bigint): boolean
  /** Milliseconds; 0 without such a stake. */
  freezeExpireTime(owner: Uint8Array, target: Uint8Array, resource: bigint): bigint
  /** At most 30 votes, witnesses that exist, Tron power enough: all of that is checked here. */
  voteWitness(owner: Uint8Array, votes: readonly WitnessVote[]): boolean
  /** Moves the allowance to the balance; what was moved. */
  withdrawReward(owner: Uint8Array): bigint
  freezeBalanceV2(owner: Uint8Array, amount: bigint, resource: bigint): boolean
  unfreezeBalanceV2(owner: Uint8Array, amount: bigint, resource: bigint): boolean
  cancelAllUnfreezeV2(owner: Uint8Array): boolean
  /** What was paid out. */
  withdrawExpireUnfreeze(owner: Uint8Array): bigint
  delegateResource(
    owner: Uint8Array,
    receiver: Uint8Array,
    amount: bigint,
    resource: bigint,
  ): boolean
  undelegateResource(
    owner: Uint8Array,
    receiver: Uint8Array,
    amount: bigint,
    resource: bigint,
  ): boolean
  /** False while the contract still delegates resources or has pending un-freezes: SELFDESTRUCT then reverts. */
  canSelfdestruct(owner: Uint8Array): boolean
  /** SELFDESTRUCT: settles reward and votes of `owner` and moves its stakes to `heir`. Its coin and tokens move elsewhere. */
  inherit(owner: Uint8Array, heir: Uint8Array): void
}

/** Stakes as the precompiles show them. Missing accounts read as zero. */
export interface StakeViews {
  rewardBalance(owner: Uint8Array): bigint
  isWitness(address: Uint8Array): boolean
  voteCount(voter: Uint8Array, witness: Uint8Array): bigint
  usedVoteCount(voter: Uint8Array): bigint
  receivedVoteCount(witness: Uint8Array): bigint
  totalVoteCount(voter: Uint8Array): bigint
  /** 1 total net limit, 2 total net weight, 3 total energy limit, 4 total energy weight, 5 unfreeze delay in days; else 0. */
  chainParameter(code: bigint): bigint
  availableUnfreezeV2Size(owner: Uint8Array): bigint
  unfreezableBalanceV2(owner: Uint8Array, resource: bigint): bigint
  expireUnfreezeBalanceV2(owner: Uint8Array, seconds: bigint): bigint
  delegatableResource(owner: Uint8Array, resource: bigint): bigint
  resourceV2(target: Uint8Array, from: Uint8Array, resource: bigint): bigint
  checkUndelegateResource(target: Uint8Array, amount: bigint, resource: bigint): UndelegateCheck
  resourceUsage(owner: Uint8Array, resource: bigint): UsageView
  totalResource(owner: Uint8Array, resource: bigint): bigint
  totalDelegatedResource(owner: Uint8Array, resource: bigint): bigint
  totalAcquiredResource(owner: Uint8Array, resource: bigint): bigint
}

/** Both halves; `journal` is the block's. */
export interface StakeHost extends StakeChanges, StakeViews {
  readonly journal: Journal
}
