/** What the virtual machine sees and changes: StakeHost row by row, AccountHost, and the list of an account's tokens. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAccountHost, createStakeHost } from '../../src/vms/tvm/actuators/index.ts'
import { addToken, issueToken, moveToken, takeToken } from '../../src/vms/tvm/state/assets.ts'
import { readNumbers } from '../../src/vms/tvm/state/cells.ts'
import type { Ledger } from '../../src/vms/tvm/state/ledger.ts'
import { useStake } from '../../src/vms/tvm/state/resources.ts'
import { issueReward } from '../../src/vms/tvm/state/witnesses.ts'
import type { StakeHost } from '../../src/vms/tvm/vm/stake-host.ts'
import { ALICE, address, BOB, CAROL, Lab, NOBODY, START, TRX, WITNESS } from './state-lab.ts'

const DAY = 86_400_000n
const HUGE = (1n << 256n) - 1n

function inBlock<T>(lab: Lab, act: (host: StakeHost, ledger: Ledger) => T): T {
  return lab.block((ledger) => act(createStakeHost(ledger), ledger))
}

/** Alice stakes 100 TRX for energy and 50 for bandwidth, and delegates 40 energy to Bob. */
function staked(): Lab {
  const lab = new Lab({ parameters: { TOTAL_CURRENT_ENERGY_LIMIT: 100_000n } })
  inBlock(lab, (host) => {
    expect(host.freezeBalanceV2(ALICE, 100n * TRX, 1n)).toBe(true)
    expect(host.freezeBalanceV2(ALICE, 50n * TRX, 0n)).toBe(true)
    expect(host.delegateResource(ALICE, BOB, 40n * TRX, 1n)).toBe(true)
  })
  return lab
}

describe('StakeHost changes', () => {
  it('are refused, with nothing changed', () => {
    const lab = staked()
    lab.contract(address(70))
    const attempts: readonly ((host: StakeHost) => boolean)[] = [
      (host) => host.freezeBalanceV2(ALICE, TRX - 1n, 1n),
      (host) => host.freezeBalanceV2(ALICE, HUGE, 1n),
      (host) => host.freezeBalanceV2(ALICE, TRX, 2n),
      (host) => host.freezeBalanceV2(ALICE, TRX, HUGE),
      (host) => host.freezeBalanceV2(NOBODY, TRX, 1n),
      (host) => host.unfreezeBalanceV2(ALICE, 61n * TRX, 1n),
      (host) => host.unfreezeBalanceV2(ALICE, 1n, HUGE),
      (host) => host.delegateResource(ALICE, NOBODY, TRX, 1n),
      (host) => host.delegateResource(ALICE, ALICE, TRX, 1n),
      (host) => host.delegateResource(ALICE, address(70), TRX, 1n),
      (host) => host.delegateResource(ALICE, BOB, 61n * TRX, 1n),
      (host) => host.delegateResource(ALICE, BOB, TRX, 2n),
      (host) => host.undelegateResource(ALICE, BOB, 41n * TRX, 1n),
      (host) => host.undelegateResource(ALICE, BOB, 1n, 0n),
      (host) => host.voteWitness(ALICE, [{ witness: WITNESS, count: 151n }]),
      (host) => host.voteWitness(ALICE, [{ witness: BOB, count: 1n }]),
      (host) => host.voteWitness(ALICE, []),
      (host) => host.freeze(ALICE, ALICE, TRX, 1n),
      (host) => host.unfreeze(ALICE, ALICE, 1n),
      (host) => host.canSelfdestruct(ALICE),
    ]
    const before = lab.state.snapshot()
    for (const attempt of attempts) {
      expect(inBlock(lab, attempt)).toBe(false)
      expect(lab.state.snapshot()).toBe(before)
    }
  })

  it('answer what was paid', () => {
    const lab = staked()
    lab.block((ledger) => issueReward(ledger, ALICE, 3n))
    inBlock(lab, (host) => {
      expect(host.withdrawReward(ALICE)).toBe(3n)
      expect(host.withdrawReward(ALICE)).toBe(0n)
      expect(host.unfreezeBalanceV2(ALICE, 10n * TRX, 1n)).toBe(true)
      expect(host.withdrawExpireUnfreeze(ALICE)).toBe(0n)
      expect(host.freezeExpireTime(ALICE, ALICE, 0n)).toBe(0n)
    })
    lab.advance(14n * DAY)
    inBlock(lab, (host) => {
      expect(host.withdrawExpireUnfreeze(ALICE)).toBe(10n * TRX)
      expect(host.unfreezeBalanceV2(ALICE, 5n * TRX, 1n)).toBe(true)
      expect(host.cancelAllUnfreezeV2(ALICE)).toBe(true)
    })
    expect(lab.account(ALICE).staked).toEqual([50n * TRX, 50n * TRX, 0n])
  })

  it('inherit moves stakes with their use, pays what expired, and takes votes back', () => {
    const lab = new Lab({ parameters: { TOTAL_CURRENT_ENERGY_LIMIT: 100_000n } })
    inBlock(lab, (host, ledger) => {
      host.freezeBalanceV2(ALICE, 100n * TRX, 1n)
      host.voteWitness(ALICE, [{ witness: WITNESS, count: 60n }])
      host.unfreezeBalanceV2(ALICE, 10n * TRX, 1n)
      useStake(ledger, ledger.resolve(ALICE), 1, 9_000n)
      expect(host.canSelfdestruct(ALICE)).toBe(false)
    })
    lab.advance(14n * DAY)
    inBlock(lab, (host, ledger) => {
      useStake(ledger, ledger.resolve(ALICE), 1, 9_000n)
      expect(host.canSelfdestruct(ALICE)).toBe(true)
      host.inherit(ALICE, BOB)
      expect(host.usedVoteCount(ALICE)).toBe(0n)
      expect(host.chainParameter(4n)).toBe(90n)
    })
    expect(lab.balance(BOB)).toBe(5_010n * TRX)
    expect(lab.account(BOB)).toMatchObject({ staked: [0n, 90n * TRX, 0n] })
    expect(lab.account(BOB).usage[1].used).toBe(9_000n)
  })
})

describe('StakeHost views', () => {
  const lab = staked()
  inBlock(lab, (host, ledger) => {
    host.voteWitness(ALICE, [{ witness: WITNESS, count: 60n }])
    host.unfreezeBalanceV2(ALICE, 10n * TRX, 0n)
    useStake(ledger, ledger.resolve(ALICE), 1, 30_000n)
    issueReward(ledger, CAROL, 9n)
  })
  const rows: readonly (readonly [
    string,
    (host: StakeHost) => bigint | boolean,
    bigint | boolean,
  ])[] = [
    ['rewardBalance', (host) => host.rewardBalance(CAROL), 9n],
    ['rewardBalance of nobody', (host) => host.rewardBalance(NOBODY), 0n],
    ['isWitness', (host) => host.isWitness(WITNESS), true],
    ['isWitness, not', (host) => host.isWitness(ALICE), false],
    ['voteCount', (host) => host.voteCount(ALICE, WITNESS), 60n],
    ['voteCount, none', (host) => host.voteCount(BOB, WITNESS), 0n],
    ['usedVoteCount', (host) => host.usedVoteCount(ALICE), 60n],
    ['receivedVoteCount before maintenance', (host) => host.receivedVoteCount(WITNESS), 7n],
    ['totalVoteCount', (host) => host.totalVoteCount(ALICE), 140n],
    ['chainParameter 1', (host) => host.chainParameter(1n), 43_200_000_000n],
    ['chainParameter 2', (host) => host.chainParameter(2n), 40n],
    ['chainParameter 3', (host) => host.chainParameter(3n), 100_000n],
    ['chainParameter 4', (host) => host.chainParameter(4n), 100n],
    ['chainParameter 5', (host) => host.chainParameter(5n), 14n],
    ['chainParameter 6', (host) => host.chainParameter(6n), 0n],
    ['availableUnfreezeV2Size', (host) => host.availableUnfreezeV2Size(ALICE), 31n],
    ['unfreezableBalanceV2', (host) => host.unfreezableBalanceV2(ALICE, 1n), 60n * TRX],
    [
      'unfreezableBalanceV2, no such resource',
      (host) => host.unfreezableBalanceV2(ALICE, HUGE),
      0n,
    ],
    [
      'expireUnfreezeBalanceV2, early',
      (host) => host.expireUnfreezeBalanceV2(ALICE, START / 1_000n),
      0n,
    ],
    [
      'expireUnfreezeBalanceV2',
      (host) => host.expireUnfreezeBalanceV2(ALICE, (START + 14n * DAY) / 1_000n),
      10n * TRX,
    ],
    ['delegatableResource', (host) => host.delegatableResource(ALICE, 1n), 30n * TRX],
    ['delegatableResource 2', (host) => host.delegatableResource(ALICE, 2n), 0n],
    ['resourceV2 of another', (host) => host.resourceV2(BOB, ALICE, 1n), 40n * TRX],
    ['resourceV2 of oneself', (host) => host.resourceV2(ALICE, ALICE, 1n), 60n * TRX],
    ['resourceUsage', (host) => host.resourceUsage(ALICE, 1n).used, 30n * TRX],
    ['resourceUsage, time', (host) => host.resourceUsage(ALICE, 1n).restoreSeconds, 86_400n],
    [
      'checkUndelegateResource clean',
      (host) => host.checkUndelegateResource(ALICE, 40n * TRX, 1n).clean,
      20n * TRX,
    ],
    [
      'checkUndelegateResource dirty',
      (host) => host.checkUndelegateResource(ALICE, 40n * TRX, 1n).dirty,
      20n * TRX,
    ],
    [
      'checkUndelegateResource capped',
      (host) => host.checkUndelegateResource(ALICE, HUGE, 1n).clean,
      30n * TRX,
    ],
    ['totalResource', (host) => host.totalResource(BOB, 1n), 40n * TRX],
    ['totalDelegatedResource', (host) => host.totalDelegatedResource(ALICE, 1n), 40n * TRX],
    ['totalAcquiredResource', (host) => host.totalAcquiredResource(BOB, 1n), 40n * TRX],
  ]
  it.each(rows)('%s', (_name, ask, expected) => {
    const ledger = lab.ledger()
    expect(ask(createStakeHost(ledger))).toBe(expected)
    expect(ledger.journal.untouched).toBe(true)
  })

  it('recover over a day', () => {
    lab.advance(DAY / 2n)
    const host = createStakeHost(lab.ledger())
    expect(host.resourceUsage(ALICE, 1n)).toEqual({ used: 15n * TRX, restoreSeconds: 43_200n })
    lab.advance(DAY / 2n)
    const later = createStakeHost(lab.ledger())
    expect(later.resourceUsage(ALICE, 1n)).toEqual({ used: 0n, restoreSeconds: 0n })
    expect(later.receivedVoteCount(WITNESS)).toBe(67n)
  })
})

describe('AccountHost', () => {
  it('makes accounts and contracts, and removes them', () => {
    const lab = staked()
    lab.block((ledger) => {
      const host = createAccountHost(ledger)
      expect([host.exists(ALICE), host.exists(NOBODY)]).toEqual([true, false])
      host.create(NOBODY, false)
      host.create(BOB, true)
      expect(host.exists(NOBODY)).toBe(true)
      expect(ledger.data(ledger.resolve(BOB))).toMatchObject({ type: 2, acquired: [0n, 0n] })
      host.remove(NOBODY)
      expect(host.exists(NOBODY)).toBe(false)
    })
  })

  it('shows permissions by id, the default ones too', () => {
    const host = createAccountHost(new Lab().ledger())
    const own = { threshold: 1n, keys: [{ address: ALICE, weight: 1n }] }
    expect(host.permission(ALICE, 0n)).toMatchObject(own)
    expect(host.permission(ALICE, 2n)).toMatchObject(own)
    expect(host.permission(WITNESS, 1n)).toMatchObject({ threshold: 1n })
    for (const id of [1n, 3n, HUGE]) expect(host.permission(ALICE, id)).toBeUndefined()
    expect(host.permission(NOBODY, 0n)).toBeUndefined()
  })

  it('lists exactly the tokens an account has, after any moves', () => {
    const people = [ALICE, BOB, CAROL]
    const move = fc.record({
      from: fc.nat(2),
      to: fc.nat(2),
      token: fc.nat(4),
      amount: fc.constantFrom(1n, 3n, 10n),
    })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const ledger = new Lab().ledger()
        const handles = people.map((of) => ledger.resolve(of))
        const model = people.map(() => new Map<bigint, bigint>())
        const text = { name: ALICE, abbr: ALICE, description: ALICE, url: ALICE }
        const numbers = {
          ...{ totalSupply: 10n, precision: 0n, trxNum: 1n, num: 1n, startTime: 0n, endTime: 0n },
          ...{ freeAssetNetLimit: 0n, publicFreeAssetNetLimit: 0n },
        }
        const ids = [0, 1, 2, 3, 4].map(() => {
          const id = issueToken(ledger, handles[0]!, { issuer: ALICE, ...text, ...numbers })
          model[0]!.set(id, 10n)
          return id
        })
        for (const { from, to, token, amount } of moves) {
          const id = ids[token]!
          const has = model[from]!.get(id) ?? 0n
          if (has < amount) continue
          expect(moveToken(ledger, handles[from]!, handles[to]!, id, amount)).toBe(true)
          model[from]!.set(id, has - amount)
          model[to]!.set(id, (model[to]!.get(id) ?? 0n) + amount)
        }
        const host = createAccountHost(ledger)
        people.forEach((of, index) => {
          const expected = [...model[index]!]
            .filter(([, amount]) => amount > 0n)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([tokenId, amount]) => ({ tokenId, amount }))
          expect(host.tokensOf(of)).toEqual(expected)
          const id = handles[index]!.account.id
          const count = readNumbers(ledger.journal, 'tokenCount', [id], 1)[0]
          expect(count).toBe(BigInt(expected.length))
        })
      }),
      { seed: 5, numRuns: 100 },
    )
  })

  it('refuses a token balance beyond int64', () => {
    const ledger = new Lab().ledger()
    const [alice, bob] = [ledger.resolve(ALICE), ledger.resolve(BOB)]
    addToken(ledger, alice, 1_000_001n, 5n)
    addToken(ledger, bob, 1_000_001n, (1n << 63n) - 4n)
    expect(moveToken(ledger, alice, bob, 1_000_001n, 4n)).toBe(false)
    expect(moveToken(ledger, alice, bob, 1_000_001n, 3n)).toBe(true)
    takeToken(ledger, alice, 1_000_001n, 2n)
    expect(createAccountHost(ledger).tokensOf(ALICE)).toEqual([])
  })
})
