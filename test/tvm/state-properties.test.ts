/** Random sequences of contracts: coin, tokens and stakes are conserved, and what is rolled back never happened. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidTransactionError } from '../../src/errors.ts'
import { bytesToHex, utf8 } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { executeActuator, validateActuator } from '../../src/vms/tvm/actuators/index.ts'
import type { TronContractMessage } from '../../src/vms/tvm/actuators/messages.ts'
import type { TronAccount } from '../../src/vms/tvm/state/account.ts'
import { tokensOf } from '../../src/vms/tvm/state/assets.ts'
import { payBandwidth } from '../../src/vms/tvm/state/bandwidth.ts'
import { totalWeight } from '../../src/vms/tvm/state/cells.ts'
import { energyLimit, payEnergy } from '../../src/vms/tvm/state/energy.ts'
import { type Ledger, SUN } from '../../src/vms/tvm/state/ledger.ts'
import { createStakeHost } from '../../src/vms/tvm/state/stake-host.ts'
import { issueReward } from '../../src/vms/tvm/state/witnesses.ts'
import {
  ALICE,
  address,
  BOB,
  CAROL,
  Lab,
  NOBODY,
  START,
  TRX,
  tokenIssue,
  WITNESS,
} from './state-lab.ts'

const PEOPLE = [ALICE, BOB, CAROL, WITNESS, NOBODY, address(5)]
const CONTRACT = address(70)

const person = fc.constantFrom(...PEOPLE)
const resource = fc.constantFrom(0, 1)
const sun = fc.oneof(fc.bigInt(0n, 200n * TRX), fc.constantFrom(TRX, 50n * TRX, 1n))

type Step =
  | { readonly kind: 'run'; readonly contract: TronContractMessage; readonly bytes: bigint }
  | { readonly kind: 'wait'; readonly milliseconds: bigint }
  | { readonly kind: 'energy'; readonly caller: Uint8Array; readonly energy: bigint }
  | { readonly kind: 'reward'; readonly to: Uint8Array; readonly amount: bigint }
  | { readonly kind: 'inherit'; readonly owner: Uint8Array; readonly heir: Uint8Array }

const contractStep: fc.Arbitrary<TronContractMessage> = fc.oneof(
  fc
    .record({ ownerAddress: person, toAddress: person, amount: sun })
    .map((message) => ({ type: 'TransferContract' as const, message })),
  fc
    .record({
      ownerAddress: person,
      toAddress: person,
      amount: fc.bigInt(1n, 500n),
      assetName: fc.constantFrom(utf8('1000001'), utf8('1000002')),
    })
    .map((message) => ({ type: 'TransferAssetContract' as const, message })),
  fc
    .record({ ownerAddress: person, frozenBalance: sun, resource })
    .map((message) => ({ type: 'FreezeBalanceV2Contract' as const, message })),
  fc
    .record({ ownerAddress: person, unfreezeBalance: sun, resource })
    .map((message) => ({ type: 'UnfreezeBalanceV2Contract' as const, message })),
  person.map((ownerAddress) => ({
    type: 'WithdrawExpireUnfreezeContract' as const,
    message: { ownerAddress },
  })),
  person.map((ownerAddress) => ({
    type: 'CancelAllUnfreezeV2Contract' as const,
    message: { ownerAddress },
  })),
  person.map((ownerAddress) => ({
    type: 'WithdrawBalanceContract' as const,
    message: { ownerAddress },
  })),
  fc
    .record({
      ownerAddress: person,
      receiverAddress: person,
      balance: sun,
      resource,
      lock: fc.boolean(),
      lockPeriod: fc.bigInt(0n, 2_000n),
    })
    .map((message) => ({ type: 'DelegateResourceContract' as const, message })),
  fc
    .record({ ownerAddress: person, receiverAddress: person, balance: sun, resource })
    .map((message) => ({ type: 'UnDelegateResourceContract' as const, message })),
  fc
    .record({ ownerAddress: person, count: fc.bigInt(1n, 300n) })
    .map(({ ownerAddress, count }) => ({
      type: 'VoteWitnessContract' as const,
      message: { ownerAddress, votes: [{ voteAddress: WITNESS, voteCount: count }] },
    })),
  person.map((ownerAddress) =>
    tokenIssue(ownerAddress, { startTime: START * 2n, endTime: START * 3n }),
  ),
)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      contract: contractStep,
      bytes: fc.bigInt(100n, 900n),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(3_000n, 6_000_000n, 43_200_000n, 1_209_600_000n),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('energy' as const),
      caller: person,
      energy: fc.bigInt(0n, 3_000_000n),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('reward' as const), to: person, amount: sun }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('inherit' as const), owner: person, heir: person }),
  },
)

/** Runs a step on a ledger; true if it was not refused. */
function apply(ledger: Ledger, step: Exclude<Step, { kind: 'wait' }>): boolean {
  if (step.kind === 'reward') {
    issueReward(ledger, step.to, step.amount)
    return true
  }
  if (step.kind === 'inherit') {
    const host = createStakeHost(ledger)
    if (step.owner === step.heir || !host.canSelfdestruct(step.owner)) return false
    host.inherit(step.owner, step.heir)
    return true
  }
  if (step.kind === 'energy') {
    const contract = ledger.resolve(CONTRACT).contract.value
    const request = { caller: step.caller, contract, feeLimit: 50n * TRX, callValue: 0n }
    const limit = energyLimit(ledger, request)
    const energy = step.energy < limit.limit ? step.energy : limit.limit
    const bill = payEnergy(ledger, request, limit, energy)
    const bought = bill.energyFee / ledger.parameters.ENERGY_FEE
    expect(bill.energyUsage + bill.originEnergyUsage + bought).toBe(energy)
    return true
  }
  const { contract, bytes } = step
  const owner = contract.message.ownerAddress
  try {
    payBandwidth(ledger, { owner, contract, bytes, signatures: 1 })
    validateActuator(ledger, contract)
  } catch (error) {
    if (error instanceof InvalidTransactionError) return false
    throw error
  }
  executeActuator(ledger, contract)
  return true
}

function newLab(): Lab {
  const lab = new Lab({
    parameters: { TOTAL_NET_LIMIT: 10_000_000n, TOTAL_CURRENT_ENERGY_LIMIT: 90_000_000n },
  })
  lab.contract(CONTRACT, { consumeUserResourcePercent: 40, originEnergyLimit: 1_000_000n })
  lab.run(tokenIssue(ALICE))
  return lab
}

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)

function stakeOf(account: TronAccount): bigint {
  return sum([
    ...account.staked,
    ...account.delegated,
    ...account.unfreezing.map(({ amount }) => amount),
  ])
}

/** Everything that must hold between two blocks. */
function check(lab: Lab): void {
  const journal = new Journal(lab.state)
  const ledger = lab.ledger()
  expect(lab.state.totalBalance).toBe(journal.supply.total)
  const accounts = [...PEOPLE, CONTRACT].map((of) => ledger.data(ledger.resolve(of)))
  expect(ledger.stakeVault.balance / SUN).toBe(sum(accounts.map(stakeOf)))
  expect(ledger.rewardVault.balance / SUN).toBe(sum(accounts.map(({ allowance }) => allowance)))
  for (const code of [0, 1] as const) {
    const delegated = sum(accounts.map((account) => account.delegated[code]))
    expect(sum(accounts.map((account) => account.acquired[code]))).toBe(delegated)
    const weights = accounts.map(({ staked, delegated: out }) => (staked[code] + out[code]) / TRX)
    expect(totalWeight(ledger.journal, code)).toBe(sum(weights))
  }
  for (const account of accounts) {
    const { usage, staked, delegated, acquired, freeNetUsed } = account
    const numbers = [
      usage[0].used,
      usage[1].used,
      ...staked,
      ...delegated,
      ...acquired,
      freeNetUsed,
    ]
    expect(numbers.every((value) => value >= 0n)).toBe(true)
    expect(sum(account.votes.map(({ count }) => count)) * TRX).toBeLessThanOrEqual(
      staked[0] + staked[1] + delegated[0] + delegated[1],
    )
  }
  const tokens = new Map<bigint, bigint>()
  for (const of of PEOPLE) {
    for (const { tokenId, amount } of tokensOf(ledger, ledger.resolve(of))) {
      expect(amount).toBeGreaterThan(0n)
      tokens.set(tokenId, (tokens.get(tokenId) ?? 0n) + amount)
    }
  }
  for (const total of tokens.values()) expect(total).toBe(1_000n)
  expect(tokens.size).toBeGreaterThan(0)
}

describe('over random contracts', () => {
  it('coin, tokens, stakes and delegations are conserved, counters stay positive', () => {
    let ran = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
        const lab = newLab()
        for (const one of steps) {
          if (one.kind === 'wait') lab.advance(one.milliseconds)
          else {
            const mark = lab.state.snapshot()
            let done = false
            lab.block((ledger) => {
              const start = ledger.journal.checkpoint()
              done = apply(ledger, one)
              if (!done) ledger.journal.revert(start)
            })
            if (done) ran++
            else expect(lab.state.snapshot()).toBe(mark)
          }
        }
        check(lab)
      }),
      { seed: 2026, numRuns: 60 },
    )
    // The sequences do something: most steps are not refusals.
    expect(ran).toBeGreaterThan(600)
  })

  it('a step that is rolled back has not happened', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), step, (steps, last) => {
        const lab = newLab()
        for (const one of steps) {
          if (one.kind === 'wait') lab.advance(one.milliseconds)
          else
            lab.block((ledger) => {
              const start = ledger.journal.checkpoint()
              if (!apply(ledger, one)) ledger.journal.revert(start)
            })
        }
        if (last.kind === 'wait') return
        const before = lab.state.snapshot()
        lab.block((ledger) => {
          const start = ledger.journal.checkpoint()
          apply(ledger, last)
          ledger.journal.revert(start)
          expect(ledger.journal.untouched).toBe(true)
        })
        expect(lab.state.snapshot()).toBe(before)
      }),
      { seed: 2027, numRuns: 60 },
    )
  })

  it('knows its people by address', () => {
    expect(new Set(PEOPLE.map(bytesToHex)).size).toBe(PEOPLE.length)
  })
})
