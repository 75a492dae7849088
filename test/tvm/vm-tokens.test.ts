/** TRC-10 inside the machine (spec sheet 6): 0xd0 to 0xd4, token ids that cannot be, messages that carry tokens. */
import { describe, expect, it } from 'vitest'
import type { Part } from '../support/evm-dsl.ts'
import {
  big,
  CONTRACT,
  MISSING,
  OTHER,
  RETURN_TOP,
  type RunOptions,
  run,
  tron,
  USER,
  without,
} from '../support/tron-dsl.ts'

const TOKEN = 1_000_001n
const send = (
  id: Part,
  amount: Part,
  to: Part = big(OTHER),
  gas: Part = 100_000,
): readonly Part[] => [...[0, 0, 0, 0, id, amount, to, gas], 'CALLTOKEN']
const holding = (amount: bigint): RunOptions => ({
  contracts: [[OTHER, new Uint8Array(0)]],
  prepare: ({ accounts }) => accounts.setToken(CONTRACT, TOKEN, amount),
})
const TAIL = 13n
const PUSHES = 24n

describe('CALLTOKEN', () => {
  it('moves the token, priced as coin is', () => {
    const {
      ret,
      word,
      energyUsed,
      tron: world,
      internalTransactions,
    } = run(tron(...send(TOKEN, 7), ...RETURN_TOP), holding(9n))
    expect([ret, word, energyUsed]).toEqual(['SUCCESS', 1n, PUSHES + 40n + 9000n - 2300n + TAIL])
    expect(world.accounts.tokenBalance(OTHER, TOKEN)).toBe(7n)
    expect(world.accounts.tokenBalance(CONTRACT, TOKEN)).toBe(2n)
    expect(internalTransactions[0]).toMatchObject({
      note: 'call',
      callValue: 0n,
      tokens: [{ tokenId: TOKEN, amount: 7n }],
    })
  })

  it('to a missing account costs 25000 more and creates it', () => {
    const program = tron(...send(TOKEN, 7, big(MISSING)), ...RETURN_TOP)
    const { energyUsed, tron: world } = run(program, holding(9n))
    expect(energyUsed).toBe(PUSHES + 40n + 9000n + 25_000n - 2300n + TAIL)
    expect(world.accounts.tokenBalance(MISSING, TOKEN)).toBe(7n)
  })

  it('of more than there is pushes 0', () => {
    const { ret, word } = run(tron(...send(TOKEN, 10), ...RETURN_TOP), holding(9n))
    expect([ret, word]).toEqual(['SUCCESS', 0n])
  })

  it('shows amount and id to the callee, whose CALLVALUE is 0', () => {
    const callee = tron(
      'CALLTOKENVALUE',
      8,
      'SHL',
      'CALLTOKENID',
      'ADD',
      'CALLVALUE',
      'ADD',
      ...RETURN_TOP,
    )
    const copy: readonly Part[] = ['POP', 32, 0, 0, 'RETURNDATACOPY', 32, 0, 'RETURN']
    const { word } = run(tron(...send(TOKEN, 7), ...copy), {
      contracts: [[OTHER, callee]],
      prepare: ({ accounts }) => accounts.setToken(CONTRACT, TOKEN, 9n),
    })
    expect(word).toBe(7n * 256n + TOKEN)
  })

  it.each([
    ['0', 0n],
    ['1,000,000', 1_000_000n],
    ['beyond int64', 1n << 63n],
    ['negative', 2n ** 256n - 1n],
  ])('with token id %s is a failed transfer, even of nothing', (_, id) => {
    const { ret, energyUsed } = run(tron(...send(id, 0)), holding(9n))
    expect([ret, energyUsed]).toEqual(['TRANSFER_FAILED', PUSHES + 40n])
  })

  it('with such an id was an exception before Constantinople, a transfer of coin before multi-signatures', () => {
    const before = run(tron(...send(5, 0)), {
      ...holding(9n),
      switches: without('ALLOW_TVM_CONSTANTINOPLE'),
      limit: 50_000n,
    })
    expect([before.ret, before.energyUsed]).toEqual(['UNKNOWN', 50_000n])
    const coin = run(tron(...send(0, 3), ...RETURN_TOP), {
      ...holding(9n),
      switches: without('ALLOW_MULTI_SIGN'),
      balance: 5n,
    })
    expect([coin.word, coin.tron.sunOf(OTHER)]).toEqual([1n, 3n])
  })

  it('to itself and of a token nobody issued are failed transfers', () => {
    expect(run(tron(...send(TOKEN, 1, 'ADDRESS')), holding(9n)).ret).toBe('TRANSFER_FAILED')
    const unknown = run(tron(...send(1_000_002, 0, big(OTHER)), ...RETURN_TOP), holding(9n))
    expect(unknown.word).toBe(1n)
  })

  it('does not exist before its proposal', () => {
    const { ret } = run(tron(...send(TOKEN, 1)), { switches: without('ALLOW_TVM_TRANSFER_TRC10') })
    expect(ret).toBe('ILLEGAL_OPERATION')
  })
})

describe('a message with a token', () => {
  const given = { tokenId: TOKEN, tokenValue: 4n, value: 2n } as const
  const prepare: RunOptions['prepare'] = ({ accounts }) => accounts.setToken(USER, TOKEN, 10n)

  it('brings coin and token together', () => {
    const program = tron('CALLTOKENVALUE', 8, 'SHL', 'CALLVALUE', 'ADD', ...RETURN_TOP)
    const { word, tron: world } = run(program, { ...given, prepare })
    expect(word).toBe(4n * 256n + 2n)
    expect(world.accounts.tokenBalance(CONTRACT, TOKEN)).toBe(4n)
  })

  it('gives both back when it fails', () => {
    const { ret, tron: world } = run(tron(0, 0, 'REVERT'), { ...given, prepare })
    expect(ret).toBe('REVERT')
    expect([world.accounts.tokenBalance(USER, TOKEN), world.sunOf(USER)]).toEqual([
      10n,
      1_000_000_000_000n,
    ])
  })

  it('shows nothing of it to a DELEGATECALL', () => {
    const callee = tron('CALLTOKENVALUE', 'CALLTOKENID', 'ADD', ...RETURN_TOP)
    const program = tron(32, 0, 0, 0, big(OTHER), 90_000, 'DELEGATECALL', 'POP', 32, 0, 'RETURN')
    const { word } = run(program, { ...given, prepare, contracts: [[OTHER, callee]] })
    expect(word).toBe(0n)
  })
})

describe('TOKENBALANCE', () => {
  const ask = (id: bigint, who: Uint8Array) => tron(big(who), id, 'TOKENBALANCE', ...RETURN_TOP)

  it('reads a balance for 20, with the id on top', () => {
    const { word, energyUsed } = run(ask(TOKEN, CONTRACT), holding(9n))
    expect([word, energyUsed]).toEqual([9n, 26n + TAIL])
    expect(run(ask(TOKEN, MISSING), holding(9n)).word).toBe(0n)
  })

  it('of an id that is too low burns everything, of one beyond int64 fails as a transfer', () => {
    const low = run(ask(1_000_000n, CONTRACT), { limit: 5000n })
    expect([low.ret, low.energyUsed]).toEqual(['UNKNOWN', 5000n])
    const high = run(ask(1n << 63n, CONTRACT), { limit: 5000n })
    expect([high.ret, high.energyUsed]).toEqual(['TRANSFER_FAILED', 26n])
  })
})

describe('ISCONTRACT', () => {
  it('knows contracts from accounts for 20', () => {
    const ask = (who: Uint8Array) => run(tron(big(who), 'ISCONTRACT', ...RETURN_TOP))
    expect([ask(CONTRACT).word, ask(USER).word, ask(MISSING).word]).toEqual([1n, 0n, 0n])
    expect(ask(CONTRACT).energyUsed).toBe(23n + TAIL)
  })

  it('is true in the contract own constructor', () => {
    const { tron: world } = run(tron('STOP'))
    const { output } = world.send({
      owner: USER,
      callValue: 0n,
      tokenId: 0n,
      tokenValue: 0n,
      data: tron('ADDRESS', 'ISCONTRACT', ...RETURN_TOP),
      energyLimit: 100_000n,
      deployment: { consumeUserResourcePercent: 0n, originEnergyLimit: 1n },
    })
    expect(output[31]).toBe(1)
  })
})
