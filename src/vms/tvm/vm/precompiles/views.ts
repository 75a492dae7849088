/**
 * 0x1000005 to 0x1000015: what a contract can ask about votes, stakes and the chain (spec sheet 3). One row each: price,
 * words of input and output. An input of another length answers zeros; a number beyond int64 counts as int64's greatest.
 */
import { concatBytes } from '../../../../primitives/bytes.ts'
import { bytesToU256, u256ToBytes } from '../../../../primitives/u256.ts'
import { MAX_INT64 } from '../prices.ts'
import type { StakeHost } from '../stake-host.ts'
import type { TvmPrecompile } from './types.ts'

/** Words of the input, as the views want them. */
interface Arguments {
  readonly caller: Uint8Array
  /** Word as an address, 20 bytes. */
  address(index: number): Uint8Array
  /** Word as a number. */
  number(index: number): bigint
}

interface View {
  readonly name: string
  readonly energy: number
  /** Words of the input; undefined takes any. */
  readonly words: number | undefined
  readonly answers: number
  read(stakes: StakeHost, input: Arguments): readonly bigint[]
}

function argumentsOf(input: Uint8Array, caller: Uint8Array): Arguments {
  return {
    caller,
    address: (index) => input.slice(32 * index + 12, 32 * index + 32),
    number(index) {
      const value = bytesToU256(input.subarray(32 * index, 32 * index + 32))
      return value > MAX_INT64 ? MAX_INT64 : value
    },
  }
}

/** A precompile from its row. */
export function viewPrecompile(view: View): TvmPrecompile {
  const { name, energy, words, answers } = view
  return {
    name,
    energy: () => energy,
    run({ context, input, caller }) {
      if (words !== undefined && input.length !== 32 * words) return new Uint8Array(32 * answers)
      const values = view.read(context.stakes, argumentsOf(input, caller))
      return concatBytes(...values.map((value) => u256ToBytes(value)))
    },
  }
}

const boolean = (value: boolean): bigint => (value ? 1n : 0n)

/** By address; the first six came with votes (id 59). */
export const VOTE_VIEWS: readonly (readonly [bigint, View])[] = [
  [
    0x1000005n,
    {
      name: 'rewardBalance',
      energy: 500,
      words: undefined,
      answers: 1,
      read: (stakes, { caller }) => [stakes.rewardBalance(caller)],
    },
  ],
  [
    0x1000006n,
    {
      name: 'isSrCandidate',
      energy: 20,
      words: 1,
      answers: 1,
      read: (stakes, input) => [boolean(stakes.isWitness(input.address(0)))],
    },
  ],
  [
    0x1000007n,
    {
      name: 'voteCount',
      energy: 500,
      words: 2,
      answers: 1,
      read: (stakes, input) => [stakes.voteCount(input.address(0), input.address(1))],
    },
  ],
  [
    0x1000008n,
    {
      name: 'usedVoteCount',
      energy: 20,
      words: 1,
      answers: 1,
      read: (stakes, input) => [stakes.usedVoteCount(input.address(0))],
    },
  ],
  [
    0x1000009n,
    {
      name: 'receivedVoteCount',
      energy: 20,
      words: 1,
      answers: 1,
      read: (stakes, input) => [stakes.receivedVoteCount(input.address(0))],
    },
  ],
  [
    0x100000an,
    {
      name: 'totalVoteCount',
      energy: 20,
      words: 1,
      answers: 1,
      read: (stakes, input) => [stakes.totalVoteCount(input.address(0))],
    },
  ],
]

const stakeView = (
  name: string,
  words: number,
  read: (stakes: StakeHost, input: Arguments) => bigint,
): View => ({
  name,
  energy: 50,
  words,
  answers: 1,
  read: (stakes, input) => [read(stakes, input)],
})

/** By address; all came with stake 2.0 (id 70). */
export const STAKE_VIEWS: readonly (readonly [bigint, View])[] = [
  [0x100000bn, stakeView('getChainParameter', 1, (s, i) => s.chainParameter(i.number(0)))],
  [
    0x100000cn,
    stakeView('availableUnfreezeV2Size', 1, (s, i) => s.availableUnfreezeV2Size(i.address(0))),
  ],
  [
    0x100000dn,
    stakeView('unfreezableBalanceV2', 2, (s, i) =>
      s.unfreezableBalanceV2(i.address(0), i.number(1)),
    ),
  ],
  [
    0x100000en,
    stakeView('expireUnfreezeBalanceV2', 2, (s, i) =>
      s.expireUnfreezeBalanceV2(i.address(0), i.number(1)),
    ),
  ],
  [
    0x100000fn,
    stakeView('delegatableResource', 2, (s, i) => s.delegatableResource(i.address(0), i.number(1))),
  ],
  [
    0x1000010n,
    stakeView('resourceV2', 3, (s, i) => s.resourceV2(i.address(0), i.address(1), i.number(2))),
  ],
  [
    0x1000011n,
    {
      name: 'checkUnDelegateResource',
      energy: 50,
      words: 3,
      answers: 3,
      read(stakes, input) {
        const [amount, resource] = [input.number(1), input.number(2)]
        const check = stakes.checkUndelegateResource(input.address(0), amount, resource)
        return [check.clean, check.dirty, check.restoreSeconds]
      },
    },
  ],
  [
    0x1000012n,
    {
      name: 'resourceUsage',
      energy: 50,
      words: 2,
      answers: 2,
      read(stakes, input) {
        const { used, restoreSeconds } = stakes.resourceUsage(input.address(0), input.number(1))
        return [used, restoreSeconds]
      },
    },
  ],
  [0x1000013n, stakeView('totalResource', 2, (s, i) => s.totalResource(i.address(0), i.number(1)))],
  [
    0x1000014n,
    stakeView('totalDelegatedResource', 2, (s, i) =>
      s.totalDelegatedResource(i.address(0), i.number(1)),
    ),
  ],
  [
    0x1000015n,
    stakeView('totalAcquiredResource', 2, (s, i) =>
      s.totalAcquiredResource(i.address(0), i.number(1)),
    ),
  ],
]
