/** Stakes, votes and rewards as the virtual machine's opcodes and precompiles ask for them: {@link StakeHost}. */
import type { StakeChanges, StakeHost, StakeViews } from '../vm/stake-host.ts'
import type { StakedResource, TronAccount, UsedResource } from './account.ts'
import { totalWeight } from './cells.ts'
import { delegationOf } from './delegations.ts'
import type { Ledger, TronHandle } from './ledger.ts'
import { SLOT_MS, TRX } from './ledger.ts'
import { recovered, toLong, totalLimit, windowOf, workingStake } from './resources.ts'
import type { DelegateRequest } from './stakes.ts'
import {
  cancelAll,
  canSelfdestruct,
  checkCancelAll,
  checkDelegate,
  checkFreeze,
  checkUndelegate,
  checkUnfreeze,
  delegatable,
  delegate,
  expiredAt,
  freeze,
  inherit,
  pendingOf,
  UNFREEZING_MAX,
  undelegate,
  unfreeze,
  withdrawExpired,
} from './stakes.ts'
import {
  checkVotes,
  checkWithdrawReward,
  isWitness,
  tronPower,
  vote,
  votesFor,
  withdrawReward,
} from './witnesses.ts'

/** The host of one block's ledger. */
export function createStakeHost(ledger: Ledger): StakeHost {
  return { journal: ledger.journal, ...changes(ledger), ...views(ledger) }
}

/** Runs a change unless its check refuses. */
function attempt(refusal: string | undefined, change: () => void): boolean {
  if (refusal !== undefined) return false
  change()
  return true
}

function changes(ledger: Ledger): StakeChanges {
  const at = (address: Uint8Array): TronHandle => ledger.resolve(address)
  const request = (
    owner: Uint8Array,
    receiver: Uint8Array,
    amount: bigint,
    resource: bigint,
  ): DelegateRequest => ({ owner: at(owner), receiver: at(receiver), amount, resource })
  return {
    // Stake 1.0 cannot be entered here: chains begin with stake 2.0 (docs/tvm-state.md).
    freeze: () => false,
    unfreeze: () => false,
    freezeExpireTime: () => 0n,
    voteWitness: (owner, votes) =>
      attempt(checkVotes(ledger, at(owner), votes), () => vote(ledger, at(owner), votes)),
    withdrawReward: (owner) =>
      checkWithdrawReward(ledger, at(owner)) === undefined ? withdrawReward(ledger, at(owner)) : 0n,
    freezeBalanceV2: (owner, amount, resource) =>
      attempt(checkFreeze(ledger, at(owner), amount, resource), () =>
        freeze(ledger, at(owner), amount, Number(resource) as StakedResource),
      ),
    unfreezeBalanceV2: (owner, amount, resource) =>
      attempt(checkUnfreeze(ledger, at(owner), amount, resource), () =>
        unfreeze(ledger, at(owner), amount, Number(resource) as StakedResource),
      ),
    cancelAllUnfreezeV2: (owner) =>
      attempt(checkCancelAll(ledger, at(owner)), () => cancelAll(ledger, at(owner))),
    withdrawExpireUnfreeze: (owner) => withdrawExpired(ledger, at(owner)),
    delegateResource: (owner, receiver, amount, resource) => {
      const asked = request(owner, receiver, amount, resource)
      return attempt(checkDelegate(ledger, asked), () => delegate(ledger, asked))
    },
    undelegateResource: (owner, receiver, amount, resource) => {
      const asked = request(owner, receiver, amount, resource)
      return attempt(checkUndelegate(ledger, asked), () => undelegate(ledger, asked))
    },
    canSelfdestruct: (owner) => canSelfdestruct(ledger, at(owner)),
    inherit: (owner, heir) => inherit(ledger, at(owner), at(heir)),
  }
}

/** 0 or 1, or undefined for anything else. */
function usedResource(resource: bigint): UsedResource | undefined {
  return resource === 0n ? 0 : resource === 1n ? 1 : undefined
}

/** Of `amounts`, what the code names; 0 for an unknown one. */
function byCode(amounts: readonly bigint[], resource: bigint): bigint {
  return resource < BigInt(amounts.length) ? (amounts[Number(resource)] as bigint) : 0n
}

/** How much stake is in use, and for how long (java-tron: RepositoryImpl). */
function usageView(ledger: Ledger, account: TronAccount, resource: UsedResource) {
  const usage = account.usage[resource]
  const until = usage.time + windowOf(usage)
  if (ledger.headSlot >= until) return { used: 0n, restoreSeconds: 0n }
  const weight = Number(totalWeight(ledger.journal, resource))
  const limit = Number(totalLimit(ledger.parameters, resource))
  const now = Number(recovered(usage, ledger.headSlot))
  return {
    used: toLong(((now * weight) / limit) * Number(TRX)),
    restoreSeconds: ((until - ledger.headSlot) * SLOT_MS) / 1_000n,
  }
}

function views(ledger: Ledger): StakeViews {
  const data = (address: Uint8Array): TronAccount => ledger.data(ledger.resolve(address))
  return {
    rewardBalance: (owner) => data(owner).allowance,
    isWitness: (address) => isWitness(ledger, address),
    voteCount: (voter, witness) => {
      const key = witness.join()
      const cast = data(voter).votes.find((entry) => entry.witness.join() === key)
      return cast?.count ?? 0n
    },
    usedVoteCount: (voter) => data(voter).votes.reduce((sum, { count }) => sum + count, 0n),
    receivedVoteCount: (witness) => votesFor(ledger, witness),
    totalVoteCount: (voter) => tronPower(ledger, data(voter)) / TRX,
    chainParameter: (code) => chainParameter(ledger, code),
    availableUnfreezeV2Size: (owner) => BigInt(UNFREEZING_MAX - pendingOf(ledger, data(owner))),
    unfreezableBalanceV2: (owner, resource) => byCode(data(owner).staked, resource),
    expireUnfreezeBalanceV2: (owner, seconds) => expiredAt(data(owner), seconds * 1_000n),
    delegatableResource: (owner, resource) => {
      const code = usedResource(resource)
      return code === undefined ? 0n : delegatable(ledger, data(owner), code)
    },
    resourceV2: (target, from, resource) => {
      if (target.join() === from.join()) return byCode(data(target).staked, resource)
      const delegated = delegationOf(ledger, from, target)
      return byCode(
        delegated.map(({ free, locked }) => free + locked),
        resource,
      )
    },
    checkUndelegateResource: (target, amount, resource) =>
      checkTakeBack(ledger, data(target), amount, resource),
    resourceUsage: (owner, resource) => {
      const code = usedResource(resource)
      return code === undefined
        ? { used: 0n, restoreSeconds: 0n }
        : usageView(ledger, data(owner), code)
    },
    totalResource: (owner, resource) => {
      const account = data(owner)
      const code = usedResource(resource)
      return code === undefined ? byCode(account.staked, resource) : workingStake(account, code)
    },
    totalDelegatedResource: (owner, resource) => byCode(data(owner).delegated, resource),
    totalAcquiredResource: (owner, resource) => byCode(data(owner).acquired, resource),
  }
}

function chainParameter(ledger: Ledger, code: bigint): bigint {
  const { journal, parameters } = ledger
  switch (code) {
    case 1n:
      return parameters.TOTAL_NET_LIMIT
    case 2n:
      return totalWeight(journal, 0)
    case 3n:
      return parameters.TOTAL_CURRENT_ENERGY_LIMIT
    case 4n:
      return totalWeight(journal, 1)
    case 5n:
      return parameters.UNFREEZE_DELAY_DAYS
    default:
      return 0n
  }
}

function checkTakeBack(ledger: Ledger, account: TronAccount, amount: bigint, resource: bigint) {
  const code = usedResource(resource)
  if (code === undefined || amount <= 0n) return { clean: 0n, dirty: 0n, restoreSeconds: 0n }
  const stake = workingStake(account, code)
  const { used, restoreSeconds } = usageView(ledger, account, code)
  const most = amount < stake ? amount : stake
  const clean = stake <= used ? 0n : (most * (stake - used)) / stake
  return { clean, dirty: most - clean, restoreSeconds }
}
