/** 0xd5 to 0xdf (spec sheet 1a): operands, energy, answers, notes, gates; what they do to stakes is tested beside the stakes. */
import { describe, expect, it } from 'vitest'
import type { StakeHost, SwitchName } from '../../src/vms/tvm/vm/index.ts'
import {
  big,
  bytesToHex,
  CONTRACT,
  MISSING,
  OTHER,
  RETURN_TOP,
  run,
  tron,
  USER,
  without,
} from '../support/tron-dsl.ts'

const OWNER = bytesToHex(CONTRACT)
const RECEIVER = bytesToHex(OTHER)

interface Row {
  readonly name: string
  /** Bottom of the stack first. */
  readonly operands: readonly (number | bigint)[]
  readonly energy: bigint
  readonly gate: SwitchName
  readonly method: keyof StakeHost
  /** As the host must be asked, after the owner. */
  readonly asked: readonly unknown[]
  readonly answer: boolean | bigint
  readonly note: string
}

const receiver = big(OTHER)
const ROWS: readonly Row[] = [
  {
    name: 'UNFREEZE',
    operands: [receiver, 1],
    energy: 20_000n,
    gate: 'ALLOW_TVM_FREEZE',
    method: 'unfreeze',
    asked: [RECEIVER, 1n],
    answer: true,
    note: 'unfreezeForEnergy',
  },
  {
    name: 'WITHDRAWREWARD',
    operands: [],
    energy: 20_000n,
    gate: 'ALLOW_TVM_VOTE',
    method: 'withdrawReward',
    asked: [],
    answer: 77n,
    note: 'withdrawReward',
  },
  {
    name: 'FREEZEBALANCEV2',
    operands: [5_000_000, 0],
    energy: 10_000n,
    gate: 'UNFREEZE_DELAY_DAYS',
    method: 'freezeBalanceV2',
    asked: [5_000_000n, 0n],
    answer: true,
    note: 'freezeBalanceV2ForBandwidth',
  },
  {
    name: 'UNFREEZEBALANCEV2',
    operands: [5_000_000, 1],
    energy: 10_000n,
    gate: 'UNFREEZE_DELAY_DAYS',
    method: 'unfreezeBalanceV2',
    asked: [5_000_000n, 1n],
    answer: true,
    note: 'unfreezeBalanceV2ForEnergy',
  },
  {
    name: 'CANCELALLUNFREEZEV2',
    operands: [],
    energy: 10_000n,
    gate: 'UNFREEZE_DELAY_DAYS',
    method: 'cancelAllUnfreezeV2',
    asked: [],
    answer: true,
    note: 'cancelAllUnfreezeV2',
  },
  {
    name: 'WITHDRAWEXPIREUNFREEZE',
    operands: [],
    energy: 10_000n,
    gate: 'UNFREEZE_DELAY_DAYS',
    method: 'withdrawExpireUnfreeze',
    asked: [],
    answer: 99n,
    note: 'withdrawExpireUnfreeze',
  },
  {
    name: 'DELEGATERESOURCE',
    operands: [receiver, 2_000_000, 1],
    energy: 10_000n,
    gate: 'UNFREEZE_DELAY_DAYS',
    method: 'delegateResource',
    asked: [RECEIVER, 2_000_000n, 1n],
    answer: true,
    note: 'delegateResourceForEnergy',
  },
  {
    name: 'UNDELEGATERESOURCE',
    operands: [receiver, 2_000_000, 0],
    energy: 10_000n,
    gate: 'UNFREEZE_DELAY_DAYS',
    method: 'undelegateResource',
    asked: [RECEIVER, 2_000_000n, 0n],
    answer: true,
    note: 'unDelegateResourceForBandwidth',
  },
]

/** A host that answers one method and notes what it was asked. */
function asking(
  method: keyof StakeHost,
  answer: unknown,
): { asked: unknown[]; stakes: Partial<StakeHost> } {
  const asked: unknown[] = []
  const stakes = {
    [method]: (...values: unknown[]) => {
      asked.push(
        ...values.map((value) => (value instanceof Uint8Array ? bytesToHex(value) : value)),
      )
      return answer
    },
  }
  return { asked, stakes }
}

describe.each(ROWS)('$name', (row) => {
  const program = tron(...row.operands, row.name, ...RETURN_TOP)

  it('asks the stakes, pushes the answer, costs its price', () => {
    const { asked, stakes } = asking(row.method, row.answer)
    const { ret, word, energyUsed, internalTransactions } = run(program, { stakes })
    expect(ret).toBe('SUCCESS')
    expect(asked).toEqual([OWNER, ...row.asked])
    expect(word).toBe(BigInt(row.answer))
    expect(energyUsed).toBe(BigInt(3 * row.operands.length) + row.energy + 13n)
    expect(internalTransactions).toMatchObject([{ note: row.note, nonce: 1, rejected: false }])
  })

  it('does not exist before its proposal', () => {
    expect(run(program, { switches: without(row.gate) }).ret).toBe('ILLEGAL_OPERATION')
  })
})

describe('a refusal', () => {
  it('pushes 0 and leaves nothing, but counts', () => {
    const program = tron(2_000_000, 0, 'FREEZEBALANCEV2', ...RETURN_TOP)
    const { ret, word, internalTransactions } = run(program)
    expect([ret, word]).toEqual(['SUCCESS', 0n])
    expect(internalTransactions).toMatchObject([{ nonce: 1, rejected: true }])
  })

  it('meets an amount beyond int64 without asking', () => {
    const { asked, stakes } = asking('freezeBalanceV2', true)
    const { word } = run(tron(1n << 63n, 0, 'FREEZEBALANCEV2', ...RETURN_TOP), { stakes })
    expect([word, asked.length]).toEqual([0n, 0])
  })

  it('undoes what a host did before it refused', () => {
    const { tron: world } = run(tron(1, 0, 'FREEZEBALANCEV2'), {
      balance: 5n,
      prepare: (host) => {
        const { context } = host
        Object.assign(context.stakes, {
          freezeBalanceV2: () => {
            context.world.debit(context.world.resolveBytes(CONTRACT), 3n)
            return false
          },
        })
      },
    })
    expect(world.sunOf(CONTRACT)).toBe(5n)
  })
})

describe('FREEZE', () => {
  const program = tron(big(OTHER), 1_000_000, 1, 'FREEZE', ...RETURN_TOP)
  const stakes1 = without('UNFREEZE_DELAY_DAYS')

  it('of stake 1.0 asks for the receiver, 25000 more if it is missing', () => {
    const { asked, stakes } = asking('freeze', true)
    const prepare = ({ accounts }: { accounts: { create(address: Uint8Array): void } }) =>
      accounts.create(OTHER)
    const here = run(program, { stakes, switches: stakes1, prepare })
    expect(asked).toEqual([OWNER, RECEIVER, 1_000_000n, 1n])
    expect([here.word, here.energyUsed]).toEqual([1n, 9n + 20_000n + 13n])
    const missing = run(program, { ...asking('freeze', true), switches: stakes1 })
    expect(missing.energyUsed).toBe(9n + 45_000n + 13n)
  })

  it('answers 0 and does nothing once stake 2.0 is on', () => {
    const { asked, stakes } = asking('freeze', true)
    const { word, internalTransactions } = run(program, { stakes })
    expect([word, asked.length, internalTransactions.length]).toEqual([0n, 0, 0])
  })

  it('may stand in a static call until votes came', () => {
    const switches = without('UNFREEZE_DELAY_DAYS', 'ALLOW_TVM_VOTE')
    const { stakes } = asking('freeze', true)
    expect(run(program, { stakes, switches, isStatic: true }).word).toBe(1n)
    expect(run(program, { stakes, switches: stakes1, isStatic: true }).ret).toBe('UNKNOWN')
  })
})

describe('FREEZEEXPIRETIME', () => {
  it('is in seconds and costs 50', () => {
    const { asked, stakes } = asking('freezeExpireTime', 1_700_000_123_456n)
    const { word, energyUsed } = run(tron(big(USER), 1, 'FREEZEEXPIRETIME', ...RETURN_TOP), {
      stakes,
    })
    expect(asked).toEqual([OWNER, bytesToHex(USER), 1n])
    expect([word, energyUsed]).toEqual([1_700_000_123n, 69n])
    const switches = without('ALLOW_TVM_FREEZE')
    expect(run(tron(0, 0, 'FREEZEEXPIRETIME'), { switches }).ret).toBe('ILLEGAL_OPERATION')
  })
})

describe('VOTEWITNESS', () => {
  // Witnesses at 0: length 2, two addresses; amounts at 96: length 2, two counts.
  const arrays = [2, big(OTHER), big(MISSING), 2, 30, 12].flatMap((value, i) => [
    value,
    32 * i,
    'MSTORE' as const,
  ])
  const vote = (witnesses: number, amounts: number) =>
    tron(...arrays, 0, witnesses, 96, amounts, 'VOTEWITNESS', ...RETURN_TOP)
  const setup = 6n * 7n + 3n * 6n

  it('reads two arrays and hands them on', () => {
    const votes: unknown[] = []
    const stakes: Partial<StakeHost> = {
      voteWitness: (owner, list) => {
        votes.push(
          bytesToHex(owner),
          ...list.map(({ witness, count }) => [bytesToHex(witness), count]),
        )
        return true
      },
    }
    const { word, energyUsed, internalTransactions } = run(vote(2, 2), { stakes })
    expect(votes).toEqual([OWNER, [RECEIVER, 30n], [bytesToHex(MISSING), 12n]])
    expect([word, energyUsed]).toEqual([1n, setup + 12n + 30_000n + 13n - 3n])
    expect(internalTransactions[0]!.note).toBe('voteWitness')
  })

  it('pays for memory: 32 bytes a vote, and one more word since the adjustment', () => {
    const program = tron(0, 0, 0, 1, 'VOTEWITNESS')
    expect(run(program, { limit: 40_000n }).ret).toBe('UNKNOWN')
    const far = (switches?: readonly SwitchName[]) =>
      run(
        tron(1, 96, 'MSTORE', 1, 32, 'MSTORE', 96, 1, 32, 1, 'VOTEWITNESS'),
        switches ? { switches } : {},
      )
    const paid = far().energyUsed - far(without('ALLOW_ENERGY_ADJUSTMENT')).energyUsed
    expect(paid).toBe(3n)
  })

  it('dies of a length word that is not the argument', () => {
    const { ret, energyUsed } = run(vote(1, 2), { limit: 60_000n })
    expect([ret, energyUsed]).toEqual(['UNKNOWN', 60_000n])
    expect(run(tron(2n ** 255n, 1, 0, 0, 'VOTEWITNESS')).ret).toBe('OUT_OF_MEMORY')
    expect(run(vote(2, 2), { switches: without('ALLOW_TVM_VOTE') }).ret).toBe('ILLEGAL_OPERATION')
  })
})
