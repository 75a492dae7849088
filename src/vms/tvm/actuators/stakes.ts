/** Contract types 4, 13 and 54 to 59: votes, rewards, and stake 2.0. */
import type { Ledger } from '../state/ledger.ts'
import {
  cancelAll,
  checkCancelAll,
  checkDelegate,
  checkFreeze,
  checkUndelegate,
  checkUnfreeze,
  checkWithdrawExpired,
  DEFAULT_LOCK_BLOCKS,
  type DelegateRequest,
  delegate,
  freeze,
  undelegate,
  unfreeze,
  withdrawExpired,
} from '../state/stakes.ts'
import {
  checkVotes,
  checkWithdrawReward,
  type Refusal,
  vote,
  withdrawReward,
} from '../state/witnesses.ts'
import type {
  CancelAllUnfreezeV2Contract,
  DelegateResourceContract,
  FreezeBalanceV2Contract,
  UnDelegateResourceContract,
  UnfreezeBalanceV2Contract,
  VoteWitnessContract,
  WithdrawBalanceContract,
  WithdrawExpireUnfreezeContract,
} from './messages.ts'
import { type Actuator, allow, DONE, ownerOf, refuse, resourceOf } from './rules.ts'

function votesOf(message: VoteWitnessContract) {
  return message.votes.map(({ voteAddress, voteCount }) => ({
    witness: voteAddress,
    count: voteCount,
  }))
}

export const voteWitness: Actuator<VoteWitnessContract> = {
  validate(ledger, message) {
    allow(checkVotes(ledger, ownerOf(ledger, message), votesOf(message)))
  },
  execute(ledger, message) {
    vote(ledger, ledger.resolve(message.ownerAddress), votesOf(message))
    return DONE
  },
}

export const withdrawBalance: Actuator<WithdrawBalanceContract> = {
  validate(ledger, message) {
    allow(checkWithdrawReward(ledger, ownerOf(ledger, message)))
  },
  execute(ledger, message) {
    const withdrawAmount = withdrawReward(ledger, ledger.resolve(message.ownerAddress))
    return { fee: 0n, results: { withdraw_amount: withdrawAmount } }
  },
}

export const freezeV2: Actuator<FreezeBalanceV2Contract> = {
  validate(ledger, message) {
    const owner = ownerOf(ledger, message)
    allow(checkFreeze(ledger, owner, message.frozenBalance, message.resource))
  },
  execute(ledger, message) {
    const owner = ledger.resolve(message.ownerAddress)
    freeze(ledger, owner, message.frozenBalance, resourceOf(message.resource))
    return DONE
  },
}

export const unfreezeV2: Actuator<UnfreezeBalanceV2Contract> = {
  validate(ledger, message) {
    const owner = ownerOf(ledger, message)
    allow(checkUnfreeze(ledger, owner, message.unfreezeBalance, message.resource))
  },
  execute(ledger, message) {
    const owner = ledger.resolve(message.ownerAddress)
    const amount = message.unfreezeBalance
    const withdrawExpireAmount = unfreeze(ledger, owner, amount, resourceOf(message.resource))
    return { fee: 0n, results: { withdraw_expire_amount: withdrawExpireAmount } }
  },
}

export const withdrawExpireUnfreeze: Actuator<WithdrawExpireUnfreezeContract> = {
  validate(ledger, message) {
    allow(checkWithdrawExpired(ledger, ownerOf(ledger, message)))
  },
  execute(ledger, message) {
    const withdrawExpireAmount = withdrawExpired(ledger, ledger.resolve(message.ownerAddress))
    return { fee: 0n, results: { withdraw_expire_amount: withdrawExpireAmount } }
  },
}

export const cancelAllUnfreezeV2: Actuator<CancelAllUnfreezeV2Contract> = {
  validate(ledger, message) {
    const owner = ownerOf(ledger, message)
    allow(checkCancelAll(ledger, owner))
    if (ledger.data(owner).unfreezing.length === 0) refuse('pending un-freezes expected, got none')
  },
  execute(ledger, message) {
    const withdrawExpireAmount = cancelAll(ledger, ledger.resolve(message.ownerAddress))
    return { fee: 0n, results: { withdraw_expire_amount: withdrawExpireAmount } }
  },
}

function requestOf(
  ledger: Ledger,
  message: DelegateResourceContract | UnDelegateResourceContract,
): DelegateRequest {
  return {
    owner: ledger.resolve(message.ownerAddress),
    receiver: ledger.resolve(message.receiverAddress),
    amount: message.balance,
    resource: message.resource,
    lockBlocks: 'lock' in message ? lockBlocks(message) : undefined,
  }
}

function lockBlocks(message: DelegateResourceContract): bigint | undefined {
  if (!message.lock) return undefined
  return message.lockPeriod === 0n ? DEFAULT_LOCK_BLOCKS : message.lockPeriod
}

/** An actuator of a delegation, one way or the other. */
function delegation<Message extends DelegateResourceContract | UnDelegateResourceContract>(
  check: (ledger: Ledger, request: DelegateRequest) => Refusal,
  change: (ledger: Ledger, request: DelegateRequest) => void,
): Actuator<Message> {
  return {
    validate(ledger, message) {
      ownerOf(ledger, message)
      allow(check(ledger, requestOf(ledger, message)))
    },
    execute(ledger, message) {
      change(ledger, requestOf(ledger, message))
      return DONE
    },
  }
}

export const delegateResource: Actuator<DelegateResourceContract> = delegation(
  checkDelegate,
  delegate,
)
export const undelegateResource: Actuator<UnDelegateResourceContract> = delegation(
  checkUndelegate,
  undelegate,
)
