/** Who pays: the order of bandwidth sources, limits and shares of energy, fees by cause, recovery. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/primitives/bytes.ts'
import type { TronContractMessage } from '../../src/vms/tvm/actuators/messages.ts'
import { tokenNetUsage } from '../../src/vms/tvm/state/assets.ts'
import {
  type BandwidthBill,
  payBandwidth,
  payMemoFee,
  payMultiSignFee,
} from '../../src/vms/tvm/state/bandwidth.ts'
import { readNumbers } from '../../src/vms/tvm/state/cells.ts'
import { energyLimit, payEnergy } from '../../src/vms/tvm/state/energy.ts'
import { tronParameters } from '../../src/vms/tvm/state/parameters.ts'
import {
  increase,
  limitOf,
  recovered,
  stakeLeft,
  used,
  useStake,
  WINDOW,
} from '../../src/vms/tvm/state/resources.ts'
import { delegatable } from '../../src/vms/tvm/state/stakes.ts'
import { ALICE, address, BOB, CAROL, Lab, NOBODY, TRX, tokenIssue } from './state-lab.ts'

const SLOT = 3_000n
const to = (toAddress: Uint8Array): TronContractMessage => ({
  type: 'TransferContract',
  message: { ownerAddress: ALICE, toAddress, amount: 1n },
})

function pay(lab: Lab, bytes: bigint, contract = to(BOB)): BandwidthBill {
  const owner = contract.message.ownerAddress
  return lab.block((ledger) => payBandwidth(ledger, { owner, contract, bytes, signatures: 1 }))
}

function stake(lab: Lab, resource: number, trx: bigint, ownerAddress = ALICE): void {
  const message = { ownerAddress, frozenBalance: trx * TRX, resource }
  lab.run({ type: 'FreezeBalanceV2Contract', message })
}

/** Bandwidth of one TRX of stake, if Bob stakes the rest of 43,200 TRX: a million bytes. */
function withStakers(parameters: Readonly<Record<string, bigint>> = {}): Lab {
  const lab = new Lab({ parameters: { TOTAL_NET_LIMIT: 4_000_000n, ...parameters } })
  stake(lab, 0, 3_000n, BOB)
  stake(lab, 0, 1_000n)
  return lab
}

describe('bandwidth', () => {
  it('comes from the stake, then from the free allowance, then from burnt coin', () => {
    const lab = withStakers({ TOTAL_NET_LIMIT: 4_000n })
    expect(pay(lab, 836n)).toEqual({ netUsage: 900n, netFee: 0n, paidBy: 'stake' })
    expect(pay(lab, 336n)).toEqual({ netUsage: 400n, netFee: 0n, paidBy: 'free' })
    expect(pay(lab, 236n)).toEqual({ netUsage: 0n, netFee: 300_000n, paidBy: 'burn' })
    expect(lab.burnt('tron:bandwidth')).toBe(300_000n)
    expect(pay(lab, 36n)).toEqual({ netUsage: 100n, netFee: 0n, paidBy: 'stake' })
  })

  it('is one source or none: what a stake lacks is not filled up', () => {
    const lab = withStakers({ TOTAL_NET_LIMIT: 4_000n })
    expect(pay(lab, 937n)).toMatchObject({ paidBy: 'burn', netFee: 1_001_000n })
  })

  it('of the public pool ends for all', () => {
    const lab = new Lab({ parameters: { PUBLIC_NET_LIMIT: 500n } })
    expect(pay(lab, 336n).paidBy).toBe('free')
    const message = { ownerAddress: CAROL, toAddress: ALICE, amount: 1n }
    expect(pay(lab, 100n, { type: 'TransferContract', message }).paidBy).toBe('burn')
    lab.advance(WINDOW * SLOT)
    expect(pay(lab, 100n, { type: 'TransferContract', message }).paidBy).toBe('free')
    expect(readNumbers(lab.ledger().journal, 'publicNet', [], 2)[0]).toBe(164n)
  })

  it('of new accounts comes from the stake or a fixed fee, never free', () => {
    const staked = withStakers()
    expect(pay(staked, 200n, to(NOBODY)).paidBy).toBe('stake')
    const lab = new Lab()
    expect(pay(lab, 200n, to(NOBODY))).toEqual({ netUsage: 0n, netFee: 100_000n, paidBy: 'burn' })
    expect(lab.burnt('tron:create-account')).toBe(100_000n)
    expect(() => pay(lab, 1_066n, to(NOBODY))).toThrow('TransactionTooLarge')
    expect(pay(lab, 1_065n, to(NOBODY)).paidBy).toBe('burn')
  })

  it('of a token is the issuer’s gift, while all three of its limits last', () => {
    const lab = withStakers()
    lab.run(tokenIssue(ALICE, { freeAssetNetLimit: 250n, publicFreeAssetNetLimit: 450n }))
    const send = (ownerAddress: Uint8Array): TronContractMessage => ({
      type: 'TransferAssetContract',
      message: { ownerAddress, toAddress: ALICE, assetName: utf8('1000001'), amount: 1n },
    })
    expect(pay(lab, 136n, send(BOB)).paidBy).toBe('issuer')
    expect(pay(lab, 136n, send(BOB)).paidBy).toBe('stake')
    expect(pay(lab, 136n, send(CAROL)).paidBy).toBe('issuer')
    expect(pay(lab, 0n, send(address(50))).paidBy).toBe('free')
    const { used: all } = tokenNetUsage(lab.ledger(), 1_000_001n, undefined)
    expect(all).toBe(400n)
    expect(lab.account(ALICE).usage[0].used).toBe(400n)
  })

  it('of a token ends with the issuer’s own stake', () => {
    const lab = withStakers({ TOTAL_NET_LIMIT: 1_000n })
    lab.run(tokenIssue(ALICE, { freeAssetNetLimit: 5_000n, publicFreeAssetNetLimit: 5_000n }))
    const message = { ownerAddress: CAROL, toAddress: BOB, assetName: utf8('1000001'), amount: 1n }
    const send: TronContractMessage = { type: 'TransferAssetContract', message }
    expect(pay(lab, 136n, send).paidBy).toBe('issuer')
    expect(pay(lab, 136n, send).paidBy).toBe('free')
  })

  it('is refused to who has nothing, and to nobody', () => {
    const lab = new Lab({ parameters: { FREE_NET_LIMIT: 0n } })
    const poor = (ownerAddress: Uint8Array): TronContractMessage => ({
      type: 'TransferContract',
      message: { ownerAddress, toAddress: ALICE, amount: 1n },
    })
    expect(() => pay(lab, 200n, poor(address(50)))).toThrow('ResourcesInsufficient')
    expect(() => pay(lab, 200n, poor(NOBODY))).toThrow('ContractRefused')
  })

  it('of signatures and memos is burnt beside it', () => {
    const lab = new Lab()
    const paid = lab.block((ledger) => [
      payMultiSignFee(ledger, ALICE, 1),
      payMultiSignFee(ledger, ALICE, 2),
      payMemoFee(ledger, ALICE, utf8('')),
      payMemoFee(ledger, ALICE, utf8('hello')),
    ])
    expect(paid).toEqual([0n, TRX, 0n, TRX])
    expect(lab.balance(ALICE)).toBe(9_998n * TRX)
    expect([lab.burnt('tron:multi-sign'), lab.burnt('tron:memo')]).toEqual([TRX, TRX])
  })
})

describe('energy', () => {
  const CONTRACT = address(70)
  const request = (lab: Lab, changes: { feeLimit?: bigint; callValue?: bigint } = {}) => ({
    caller: BOB,
    contract: lab.ledger().resolve(CONTRACT).contract.value,
    ...{ feeLimit: 10n * TRX, callValue: 0n },
    ...changes,
  })

  it('limit is what stake and coin can pay, within the fee limit', () => {
    const lab = new Lab({ parameters: { TOTAL_CURRENT_ENERGY_LIMIT: 100_000n } })
    lab.contract(CONTRACT)
    const limit = (changes = {}) => energyLimit(lab.ledger(), request(lab, changes)).limit
    expect(limit()).toBe(100_000n)
    expect(limit({ feeLimit: 10n ** 12n })).toBe(50_000_000n)
    expect(limit({ feeLimit: 10n ** 12n, callValue: 4_999n * TRX })).toBe(10_000n)
    expect(limit({ feeLimit: 10n ** 12n, callValue: 6_000n * TRX })).toBe(0n)
    stake(lab, 1, 1n, BOB)
    expect(limit({ feeLimit: 10n ** 12n, callValue: 4_999n * TRX })).toBe(100_000n)
    expect(limit({ feeLimit: 500n })).toBe(5n)
    expect(limit({ feeLimit: 0n })).toBe(0n)
  })

  /** Alice, the deployer, and Bob, the caller, have 1,000,000 energy each. */
  function shared(percent: number, originEnergyLimit: bigint): Lab {
    const lab = new Lab({ parameters: { TOTAL_CURRENT_ENERGY_LIMIT: 2_000_000n } })
    stake(lab, 1, 10n)
    stake(lab, 1, 10n, BOB)
    lab.contract(CONTRACT, { consumeUserResourcePercent: percent, originEnergyLimit })
    return lab
  }

  it.each([
    // percent, origin limit, used -> limit, origin share, caller stake, sun
    [100, 10n ** 9n, 50_000n, 100_000n, 0n, 50_000n, 0n],
    [0, 10n ** 9n, 50_000n, 1_100_000n, 50_000n, 0n, 0n],
    [0, 20_000n, 50_000n, 120_000n, 20_000n, 30_000n, 0n],
    [50, 10n ** 9n, 50_001n, 200_000n, 25_000n, 25_001n, 0n],
    [25, 10n ** 9n, 100_000n, 400_000n, 75_000n, 25_000n, 0n],
    [25, 50_000n, 100_000n, 150_000n, 50_000n, 50_000n, 0n],
  ] as const)(
    'shares at %i percent, origin limit %i, for %i',
    (percent, most, energy, limit, origin, own, fee) => {
      const lab = shared(percent, most)
      const asked = request(lab)
      const before = energyLimit(lab.ledger(), asked)
      expect(before.limit).toBe(limit)
      const bill = lab.block((ledger) => payEnergy(ledger, asked, before, energy))
      expect(bill).toEqual({
        energyUsage: own,
        energyFee: fee,
        originEnergyUsage: origin,
        energyUsageTotal: energy,
      })
      expect(lab.account(ALICE).usage[1].used).toBe(origin)
      expect(lab.account(BOB).usage[1].used).toBe(own)
    },
  )

  it('beyond the stake is burnt at the price', () => {
    const lab = new Lab({ parameters: { TOTAL_CURRENT_ENERGY_LIMIT: 1_000n, ENERGY_FEE: 420n } })
    stake(lab, 1, 10n, BOB)
    lab.contract(CONTRACT)
    const asked = request(lab)
    const limit = energyLimit(lab.ledger(), asked)
    const bill = lab.block((ledger) => payEnergy(ledger, asked, limit, 5_000n))
    expect(bill).toMatchObject({ energyUsage: 1_000n, energyFee: 4_000n * 420n })
    expect(lab.balance(BOB)).toBe(4_990n * TRX - 4_000n * 420n)
    expect(lab.burnt('tron:energy')).toBe(4_000n * 420n)
  })

  it('of a caller whose delegation is taken back meanwhile is paid by what it had', () => {
    const lab = new Lab({ parameters: { TOTAL_CURRENT_ENERGY_LIMIT: 1_000_000n } })
    lab.contract(CONTRACT)
    stake(lab, 1, 10n)
    const delegation = {
      ...{ ownerAddress: ALICE, receiverAddress: CAROL, resource: 1, balance: 10n * TRX },
    }
    lab.run({
      type: 'DelegateResourceContract',
      message: { ...delegation, lock: false, lockPeriod: 0n },
    })
    const asked = { ...request(lab), caller: CAROL, callValue: 100n * TRX }
    const limit = energyLimit(lab.ledger(), asked)
    expect(limit.limit).toBe(100_000n)
    lab.run({ type: 'UnDelegateResourceContract', message: delegation })
    const bill = lab.block((ledger) => payEnergy(ledger, asked, limit, 100_000n))
    expect(bill).toMatchObject({ energyUsage: 100_000n, energyFee: 0n })
  })
})

describe('delegated energy', () => {
  const message = { ownerAddress: ALICE, receiverAddress: BOB, resource: 1, balance: 40n * TRX }
  const take: TronContractMessage = { type: 'UnDelegateResourceContract', message }
  const give: TronContractMessage = {
    type: 'DelegateResourceContract',
    message: { ...message, lock: false, lockPeriod: 0n },
  }
  /** 1,000 energy a TRX; Alice has 100 TRX staked. */
  const staked = (): Lab => {
    const lab = new Lab({ parameters: { TOTAL_CURRENT_ENERGY_LIMIT: 100_000n } })
    stake(lab, 1, 100n)
    return lab
  }
  const use = (lab: Lab, of: Uint8Array, amount: bigint) =>
    lab.block((ledger) => useStake(ledger, ledger.resolve(of), 1, amount))

  it('comes back with its share of the use: nobody uses one stake twice', () => {
    const lab = staked()
    lab.run(give)
    use(lab, BOB, 30_000n)
    lab.run(take)
    expect(lab.account(BOB).usage[1].used).toBe(0n)
    expect(lab.account(ALICE).usage[1].used).toBe(30_000n)
    const ledger = lab.ledger()
    expect(stakeLeft(ledger, ledger.resolve(ALICE), 1)).toBe(70_000n)
    expect(stakeLeft(ledger, ledger.resolve(BOB), 1)).toBe(0n)
  })

  it('is used up before the receiver’s own stake is counted as in use', () => {
    const lab = staked()
    lab.run(give)
    stake(lab, 1, 60n, BOB)
    // The weight is 160 TRX now: 625 energy a TRX. Bob uses what 50 TRX give, 40 of which are Alice's.
    use(lab, BOB, 31_250n)
    const ledger = lab.ledger()
    const bob = ledger.data(ledger.resolve(BOB))
    expect(delegatable(ledger, bob, 1)).toBe(50n * TRX)
  })
})

describe('limits and recovery', () => {
  it('a limit is a share in double, floored', () => {
    const parameters = tronParameters()
    const limit = (sun: bigint, weight: bigint) => limitOf(sun, 50_000_000_000n, weight, parameters)
    expect(limit(1_500_000n, 3n)).toBe(25_000_000_000n)
    expect(limit(999_999n, 1_000_000n)).toBe(49_999n)
    expect(limit(TRX, 0n)).toBe(0n)
    const old = tronParameters('off')
    expect(limitOf(999_999n, 50_000_000_000n, 1_000_000n, old)).toBe(0n)
    expect(limitOf(1_999_999n, 50_000_000_000n, 1_000_000n, old)).toBe(50_000n)
  })

  it('usage recovers linearly, never below zero, never more than was used', () => {
    const now = 1_000_000n
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 11n),
        fc.bigInt(1n, WINDOW),
        fc.bigInt(0n, 2n * WINDOW),
        (amount, window, elapsed) => {
          const usage = { used: amount, time: now, window, optimized: false }
          const left = recovered(usage, now + elapsed)
          const exact =
            elapsed >= window ? 0 : Number(amount) * (Number(window - elapsed) / Number(window))
          expect(left >= 0n && left <= amount).toBe(true)
          // Averages are rounded to a millionth of a unit per slot, doubles to 2^-52.
          expect(Math.abs(Number(left) - exact)).toBeLessThanOrEqual(2 + exact * 1e-9)
        },
      ),
      { seed: 11, numRuns: 500 },
    )
  })

  it('a window never passes 24 hours, and using twice is about using the sum', () => {
    const parameters = tronParameters()
    const uses = fc.array(
      fc.record({ add: fc.bigInt(0n, 10n ** 9n), wait: fc.bigInt(0n, 30_000n) }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(uses, (list) => {
        let usage = { used: 0n, time: 0n, window: 0n, optimized: false }
        let now = 500_000n
        let sum = 0n
        for (const { add, wait } of list) {
          now += wait
          sum += add
          const before = recovered(usage, now)
          usage = used(usage, add, now, parameters)
          expect(usage.used >= 0n && usage.used <= sum + 2n).toBe(true)
          const gap = usage.used - (before + add)
          expect(gap >= -2n && gap <= 2n).toBe(true)
          expect(usage.window > 0n && usage.window <= WINDOW * 1_000n).toBe(true)
        }
        expect(recovered(usage, now + WINDOW)).toBe(0n)
      }),
      { seed: 12, numRuns: 300 },
    )
  })

  it('S8: a head that does not advance recovers nothing', () => {
    const usage = { used: 1_000n, time: 5_000n, window: 0n, optimized: false }
    expect(recovered(usage, 4_000n)).toBe(1_000n)
    expect(increase(1_000n, 0n, 5_000n, 4_999n)).toBe(1_000n)
  })

  it('free stake comes back with time', () => {
    const lab = withStakers({ TOTAL_NET_LIMIT: 40_000n })
    pay(lab, 5_000n)
    const left = () => {
      const ledger = lab.ledger()
      return stakeLeft(ledger, ledger.resolve(ALICE), 0)
    }
    expect(left()).toBe(10_000n - 5_064n)
    lab.advance((WINDOW / 2n) * SLOT)
    expect(left()).toBe(10_000n - 2_532n)
    lab.advance((WINDOW / 2n) * SLOT)
    expect(left()).toBe(10_000n)
  })
})
