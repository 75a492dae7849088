/** Frames: calls, creations, transfers, limits, and what they cost, each rule from the spec sheet's sections 1c, 2a, 2b, 4. */
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { concatBytes } from '../../src/primitives/bytes.ts'
import { createdAddress } from '../../src/vms/tvm/vm/index.ts'
import type { Part } from '../support/evm-dsl.ts'
import {
  big,
  CONTRACT,
  deploys,
  MISSING,
  OTHER,
  RETURN_TOP,
  run,
  store,
  tron,
  USER,
  without,
} from '../support/tron-dsl.ts'

const call = (target: Part, value: number | bigint = 0, gas: Part = 1_000_000): readonly Part[] => [
  ...[0, 0, 0, 0, value, target, gas],
  'CALL',
]
/** Seven pushes. */
const OPERANDS = 7 * 3
const PREFIX = 0x41n << 160n

describe('transfers inside a call', () => {
  it('stops the outermost frame, which keeps the energy it has left', () => {
    const { ret, energyUsed, tron: world } = run(tron(...call(big(CONTRACT), 1)), { balance: 5n })
    expect(ret).toBe('TRANSFER_FAILED')
    // What was handed on came back, with the stipend that was never taken.
    expect(energyUsed).toBe(BigInt(OPERANDS + 40 + 9000 - 2300))
    expect(world.sunOf(CONTRACT)).toBe(5n)
  })

  it('in an inner frame costs the caller what it handed on', () => {
    const inner = tron(...call('ADDRESS', 1))
    const caller = tron(...call(big(OTHER), 0, 50_000), ...RETURN_TOP)
    const { ret, word, energyUsed } = run(caller, {
      contracts: [[OTHER, inner]],
      prepare: (world) => world.fund(OTHER, 5n),
    })
    expect([ret, word]).toEqual(['SUCCESS', 0n])
    expect(energyUsed).toBe(BigInt(OPERANDS + 40 + 50_000 + 3 + 1 + 3 + 6))
  })

  it('to nobody creates the account since Solidity 0.5.9, fails before', () => {
    const program = tron(...call(big(MISSING), 3), ...RETURN_TOP)
    const now = run(program, { balance: 5n })
    expect([now.ret, now.word, now.tron.sunOf(MISSING)]).toEqual(['SUCCESS', 1n, 3n])
    expect(now.energyUsed).toBe(BigInt(OPERANDS + 40 + 9000 + 25_000 - 2300 + 3 + 1 + 3 + 6))
    expect(now.tron.accounts.exists(MISSING)).toBe(true)
    const before = run(program, { balance: 5n, switches: without('ALLOW_TVM_SOLIDITY_059') })
    expect(before.ret).toBe('TRANSFER_FAILED')
    expect(before.tron.accounts.exists(MISSING)).toBe(false)
  })

  it('of more than int64 holds is a failed transfer in a call, an exception in a creation', () => {
    expect(run(tron(...call(big(OTHER), 2n ** 63n)), { balance: 5n }).ret).toBe('TRANSFER_FAILED')
    const created = run(tron(0, 0, 2n ** 63n, 'CREATE'), { limit: 100_000n })
    expect([created.ret, created.energyUsed]).toEqual(['UNKNOWN', 100_000n])
  })

  it('of more than there is pushes 0 and gives everything back, the stipend too', () => {
    const { ret, word, energyUsed } = run(tron(...call(big(USER), 6), ...RETURN_TOP), {
      balance: 5n,
    })
    expect([ret, word]).toEqual(['SUCCESS', 0n])
    expect(energyUsed).toBe(BigInt(OPERANDS + 40 + 9000 - 2300 + 3 + 1 + 3 + 6))
  })

  it('by CALLCODE moves nothing and creates nobody', () => {
    const program = tron(0, 0, 0, 0, 3, big(MISSING), 0, 'CALLCODE', ...RETURN_TOP)
    const { word, tron: world } = run(program, { balance: 5n })
    expect([word, world.sunOf(CONTRACT), world.accounts.exists(MISSING)]).toEqual([1n, 5n, false])
  })
})

describe('energy handed on', () => {
  const asks = (gas: Part) => tron(0, 0, 0, 0, 0, big(OTHER), gas, 'CALL')
  const LIMIT = 100_000n
  const burner = Uint8Array.of(0xfe)
  const left = 100_000 - OPERANDS - 40

  it('is all but a 64th for version 1, everything for version 0', () => {
    const all = 2n ** 256n - 1n
    const one = run(asks(all), { contracts: [[OTHER, burner]], limit: LIMIT })
    expect(one.energyUsed).toBe(BigInt(100_000 - Math.floor(left / 64)))
    const zero = run(asks(all), { contracts: [[OTHER, burner]], limit: LIMIT, version: 0 })
    expect(zero.energyUsed).toBe(LIMIT)
    const old = run(asks(all), {
      contracts: [[OTHER, burner]],
      limit: LIMIT,
      switches: without('ALLOW_TVM_COMPATIBLE_EVM'),
    })
    expect(old.energyUsed).toBe(LIMIT)
  })

  it('is what was asked for if that is less', () => {
    const { energyUsed } = run(asks(1234), { contracts: [[OTHER, burner]], limit: LIMIT })
    expect(energyUsed).toBe(BigInt(OPERANDS + 40 + 1234))
  })
})

describe('limits', () => {
  const deep = tron(0, 'SLOAD', 1, 'ADD', 0, 'SSTORE', ...call('ADDRESS', 0, 2n ** 255n))

  it('enters 64 frames below the first', () => {
    const { tron: world } = run(deep, { limit: 100_000_000n })
    const account = world.world.resolveBytes(CONTRACT)
    expect(world.world.slot(account, 0n).value).toBe(65n)
  })

  it('refuses a creation at the deepest frame without an exception', () => {
    const tail = tron('JUMPDEST', 0, 0, 0, 'CREATE', 1, 'SSTORE', 77, 2, 'SSTORE', 'STOP')
    const recurse = tron(...call('ADDRESS', 0, 2n ** 255n), 'STOP')
    const head = (at: number) =>
      tron(0, 'SLOAD', 1, 'ADD', 'DUP1', 0, 'SSTORE', 65, 'EQ', at, 'JUMPI')
    const at = head(0).length + recurse.length
    const program = concatBytes(head(at), recurse, tail)
    const { tron: world } = run(program, { limit: 100_000_000n })
    const account = world.world.resolveBytes(CONTRACT)
    const value = (key: bigint) => world.world.slot(account, key).value
    expect([value(0n), value(1n), value(2n)]).toEqual([65n, 0n, 77n])
  })

  it.each([
    ['MLOAD', [3_145_697]],
    ['MSTORE', [1, 3_145_697]],
    ['MSTORE8', [1, 3_145_728]],
    ['KECCAK256', [3_145_729, 0]],
    ['CALLDATACOPY', [1, 0, 3_145_728]],
    ['CODECOPY', [3_145_729, 0, 0]],
    ['EXTCODECOPY', [3_145_729, 0, 0, 0]],
    ['RETURNDATACOPY', [3_145_729, 0, 0]],
    ['MCOPY', [1, 3_145_728, 0]],
    ['RETURN', [3_145_729, 0]],
    ['REVERT', [3_145_729, 0]],
    ['LOG0', [3_145_729, 0]],
    ['CREATE', [3_145_729, 0, 0]],
    ['CREATE2', [0, 3_145_729, 0, 0]],
    ['CALL', [3_145_729, 0, 0, 0, 0, 0x99999, 0]],
    ['STATICCALL', [0, 0, 3_145_729, 0, 0x99999, 0]],
  ] as const)('%s past 3 MiB is out of memory and takes everything', (name, operands) => {
    const { ret, energyUsed } = run(tron(...operands, name), { limit: 90_000_000n })
    expect([ret, energyUsed]).toEqual(['OUT_OF_MEMORY', 90_000_000n])
  })

  it('allows the last byte below 3 MiB', () => {
    const { ret } = run(tron(1, 3_145_727, 'MSTORE8'), { limit: 90_000_000n })
    expect(ret).toBe('SUCCESS')
  })

  it.each([
    ['STACK_TOO_SMALL', tron('ADD')],
    ['STACK_TOO_LARGE', concatBytes(...new Array(1025).fill(tron(1)))],
    ['BAD_JUMP_DESTINATION', tron(0, 'JUMP')],
    ['ILLEGAL_OPERATION', Uint8Array.of(0xfe)],
    ['OUT_OF_ENERGY', tron(1_000_000, 0, 'KECCAK256')],
    ['UNKNOWN', tron(1, 0, 0, 'RETURNDATACOPY')],
  ])('%s takes all energy and undoes everything', (name, tail) => {
    const program = concatBytes(tron(5, 5, 'SSTORE', ...call(big(USER), 1), 'POP'), tail)
    const {
      ret,
      energyUsed,
      tron: world,
      output,
      logs,
    } = run(program, { balance: 5n, limit: 80_000n })
    expect([ret, energyUsed, output.length, logs.length]).toEqual([name, 80_000n, 0, 0])
    expect(world.sunOf(CONTRACT)).toBe(5n)
    expect(world.world.slot(world.world.resolveBytes(CONTRACT), 5n).value).toBe(0n)
  })

  it('REVERT pays what was used and returns its data', () => {
    const { ret, energyUsed, output, message } = run(tron(7, 0, 'MSTORE', 32, 0, 'REVERT'))
    expect([ret, energyUsed, output[31], message]).toEqual([
      'REVERT',
      16n,
      7,
      'REVERT opcode executed',
    ])
  })
})

describe('rows', () => {
  const stores = (...values: readonly number[]) =>
    tron(...values.flatMap((value) => [value, 1, 'SSTORE']))
  const energy = (program: Uint8Array) => run(program).energyUsed

  it('written in this transaction stay present', () => {
    expect(energy(stores(1, 0, 1))).toBe(BigInt(3 * 6 + 20_000 + 5000 + 5000))
    expect(energy(stores(0, 1))).toBe(BigInt(2 * 6 + 5000 + 5000))
  })

  it('of a reverted frame do not', () => {
    const inner = concatBytes(stores(1), tron(0, 0, 'REVERT'))
    const program = tron(...[0, 0, 0, 0, big(OTHER), 100_000], 'DELEGATECALL', 2, 1, 'SSTORE')
    const { energyUsed } = run(program, { contracts: [[OTHER, inner]] })
    expect(energyUsed).toBe(BigInt(18 + 40 + (6 + 20_000 + 6) + 6 + 20_000))
  })

  it('are present from one transaction to the next only with a value', () => {
    const { tron: world, energyUsed } = run(stores(1, 0))
    expect(energyUsed).toBe(25_012n)
    const again = world.send({
      owner: USER,
      to: CONTRACT,
      callValue: 0n,
      tokenId: 0n,
      tokenValue: 0n,
      data: new Uint8Array(0),
      energyLimit: 100_000n,
    })
    expect(again.energyUsed).toBe(25_012n)
  })

  it('of version 0 are told apart by the lower half of the key', () => {
    const program = tron(9, (5n << 200n) + 3n, 'SSTORE', 3, 'SLOAD', ...RETURN_TOP)
    expect([run(program, { version: 0 }).word, run(program).word]).toEqual([9n, 0n])
  })
})

describe('creations', () => {
  const runtime = tron('ADDRESS', ...RETURN_TOP)
  const init = deploys(runtime)
  const creates = (name: 'CREATE' | 'CREATE2', tail: readonly Part[] = RETURN_TOP, value = 0) =>
    tron(...store(init), ...(name === 'CREATE2' ? [5] : []), init.length, 0, value, name, ...tail)

  it('CREATE counts operations of the whole transaction, also undone ones', () => {
    const program = tron(
      ...[0, 0, 0, 0, big(OTHER), 1_000_000],
      'DELEGATECALL',
      'POP',
      ...call(big(USER)),
      'POP',
      creates('CREATE'),
    )
    // A frame that calls and then reverts: two operations that nobody sees any more.
    const reverting = tron(...call(big(USER)), 0, 0, 'REVERT')
    const {
      word,
      internalTransactions,
      tron: world,
    } = run(program, {
      contracts: [[OTHER, reverting]],
    })
    const rootTxid = crypto.keccak256(new Uint8Array([0, 0]))
    expect(word).toBe(createdAddress(crypto, rootTxid, 3) + PREFIX)
    expect(
      internalTransactions.map(({ note, nonce, rejected }) => [note, nonce, rejected]),
    ).toEqual([
      ['call', 1, true],
      ['call', 2, true],
      ['call', 3, false],
      ['create', 4, false],
    ])
    const created = world.world.resolve(word & ((1n << 160n) - 1n))
    expect(world.world.codeOf(created).bytes).toEqual(runtime)
    expect(world.world.contractOf(created)).toMatchObject({
      origin: CONTRACT,
      version: 1,
      consumeUserResourcePercent: 100,
    })
  })

  it('costs 32000, 200 a byte of code, 6 a word of CREATE2', () => {
    const create = run(creates('CREATE', ['STOP'])).energyUsed
    const create2 = run(creates('CREATE2', ['STOP'])).energyUsed
    expect(create2 - create).toBe(BigInt(3 + 6 * Math.ceil(init.length / 32)))
    // Four pushes and a DUP, CODECOPY and its memory.
    const initial = 5 * 3 + 3 + 3
    const before = 3 + 3 + 1 + 3 + 9
    expect(create).toBe(BigInt(before + 32_000 + initial + 200 * runtime.length))
  })

  it('CREATE2 takes an address once, and all the energy handed on the second time', () => {
    const twice = tron(creates('CREATE2', ['POP']), 5, init.length, 0, 0, 'CREATE2', ...RETURN_TOP)
    const { word, energyUsed } = run(twice, { limit: 1_000_000n })
    expect(word).toBe(0n)
    expect(energyUsed).toBeGreaterThan(980_000n)
  })

  it('turns a plain account with coin into a contract', () => {
    const first = run(creates('CREATE2')).word & ((1n << 160n) - 1n)
    const address = Uint8Array.from(first.toString(16).padStart(40, '0').match(/../g)!, (byte) =>
      Number.parseInt(byte, 16),
    )
    const { word, tron: world } = run(creates('CREATE2'), {
      prepare: (tronWorld) => tronWorld.fund(address, 7n),
    })
    expect([word, world.sunOf(address)]).toEqual([first + PREFIX, 7n])
  })

  it('refuses code that begins with 0xef since London', () => {
    const bad = tron(...store(deploys(Uint8Array.of(0xef))), 13, 0, 0, 'CREATE', ...RETURN_TOP)
    expect(deploys(Uint8Array.of(0xef)).length).toBeLessThanOrEqual(13)
    expect(run(bad).word).toBe(0n)
    expect(run(bad, { switches: without('ALLOW_TVM_LONDON') }).word).not.toBe(0n)
  })

  it('a deployment keeps what it was given and answers its address', () => {
    const { tron: world } = run(tron('STOP'))
    const result = world.send({
      owner: USER,
      callValue: 5n,
      tokenId: 0n,
      tokenValue: 0n,
      data: init,
      energyLimit: 1_000_000n,
      deployment: { consumeUserResourcePercent: 30n, originEnergyLimit: 9n, name: 'x' },
    })
    expect(result.created).toEqual(result.address)
    const contract = world.world.contractOf(world.world.resolveBytes(result.address))
    expect(contract).toMatchObject({
      origin: USER,
      version: 1,
      consumeUserResourcePercent: 30,
      originEnergyLimit: 9n,
      name: 'x',
    })
    expect(world.sunOf(result.address)).toBe(5n)
  })

  it('without enough for its code burns everything and leaves nothing', () => {
    const { tron: world } = run(tron('STOP'))
    const result = world.send({
      owner: USER,
      callValue: 5n,
      tokenId: 0n,
      tokenValue: 0n,
      data: init,
      energyLimit: 1000n,
      deployment: { consumeUserResourcePercent: 30n, originEnergyLimit: 9n },
    })
    expect([result.contractRet, result.energyUsed, result.created]).toEqual([10, 1000n, undefined])
    expect(world.world.contractOf(world.world.resolveBytes(result.address))).toBe(undefined)
    expect(world.accounts.exists(result.address)).toBe(false)
  })
})

describe('static calls', () => {
  const forbidden: readonly (readonly [string, Uint8Array])[] = [
    ['SSTORE', tron(1, 1, 'SSTORE')],
    ['TSTORE', tron(1, 1, 'TSTORE')],
    ['LOG1', tron(0, 0, 0, 'LOG1')],
    ['CREATE', tron(0, 0, 0, 'CREATE')],
    ['CREATE2', tron(0, 0, 0, 0, 'CREATE2')],
    ['SELFDESTRUCT', tron(0, 'SELFDESTRUCT')],
    ['CALL with a value', tron(...call(big(USER), 1))],
    ['CALLTOKEN with a value', tron(0, 0, 0, 0, 1_000_001, 1, big(USER), 0, 'CALLTOKEN')],
    ['FREEZE', tron(0, 0, 0, 'FREEZE')],
    ['VOTEWITNESS', tron(0, 0, 0, 0, 'VOTEWITNESS')],
    ['WITHDRAWREWARD', tron('WITHDRAWREWARD')],
    ['FREEZEBALANCEV2', tron(0, 0, 'FREEZEBALANCEV2')],
    ['UNFREEZEBALANCEV2', tron(0, 0, 'UNFREEZEBALANCEV2')],
    ['CANCELALLUNFREEZEV2', tron('CANCELALLUNFREEZEV2')],
    ['WITHDRAWEXPIREUNFREEZE', tron('WITHDRAWEXPIREUNFREEZE')],
    ['DELEGATERESOURCE', tron(0, 0, 0, 'DELEGATERESOURCE')],
    ['UNDELEGATERESOURCE', tron(0, 0, 0, 'UNDELEGATERESOURCE')],
  ]
  it.each(forbidden)('%s takes all energy of the frame', (_, inner) => {
    const program = tron(0, 0, 0, 0, big(OTHER), 90_000, 'STATICCALL', ...RETURN_TOP)
    const { word, energyUsed } = run(program, { contracts: [[OTHER, inner]], balance: 5n })
    expect(word).toBe(0n)
    expect(energyUsed).toBe(BigInt(18 + 40 + 90_000 + 13))
    const outer = run(inner, { isStatic: true, limit: 90_000n, balance: 5n })
    expect([outer.ret, outer.energyUsed]).toEqual(['UNKNOWN', 90_000n])
  })

  it('allow calls without a value', () => {
    expect(run(tron(...call(big(USER))), { isStatic: true }).ret).toBe('SUCCESS')
  })
})

describe('SELFDESTRUCT', () => {
  const dies = (heir: Part) => tron(heir, 'SELFDESTRUCT')

  it('gives coin, tokens and stakes to the heir and removes the account', () => {
    const inherited: string[] = []
    const {
      ret,
      energyUsed,
      tron: world,
    } = run(dies(big(USER)), {
      balance: 5n,
      prepare: ({ accounts }) => accounts.setToken(CONTRACT, 1_000_001n, 9n),
      stakes: { inherit: (owner, heir) => inherited.push(`${owner[0]}>${heir[0]}`) },
    })
    expect([ret, energyUsed, inherited.length]).toEqual(['SUCCESS', 3n, 1])
    expect(world.sunOf(USER)).toBe(1_000_000_000_005n)
    expect(world.accounts.tokenBalance(USER, 1_000_001n)).toBe(9n)
    expect(world.accounts.exists(CONTRACT)).toBe(false)
    expect(world.world.contractOf(world.world.resolveBytes(CONTRACT))).toBe(undefined)
  })

  it('costs 25000 more for an heir who is missing, since the adjustment', () => {
    expect(run(dies(big(MISSING))).energyUsed).toBe(25_003n)
    expect(
      run(dies(big(MISSING)), { switches: without('ALLOW_ENERGY_ADJUSTMENT') }).energyUsed,
    ).toBe(3n)
  })

  it('to itself feeds the black hole', () => {
    const { tron: world } = run(dies('ADDRESS'), { balance: 5n })
    const { context } = world
    expect(world.world.balanceOf(world.world.resolve(context.blackHole))).toBe(5n)
  })

  it('reverts while the contract delegates or un-freezes', () => {
    const { ret, tron: world } = run(dies(big(USER)), {
      balance: 5n,
      stakes: { canSelfdestruct: () => false },
    })
    expect([ret, world.sunOf(CONTRACT)]).toEqual(['REVERT', 5n])
  })

  it('to nobody is a failed transfer before Solidity 0.5.9', () => {
    const { ret } = run(dies(big(MISSING)), {
      balance: 5n,
      switches: without('ALLOW_TVM_SOLIDITY_059'),
    })
    expect(ret).toBe('TRANSFER_FAILED')
  })

  it('lets CREATE2 make the same address again, with empty storage', () => {
    const runtime = tron(
      'CALLVALUE',
      10,
      'JUMPI',
      7,
      1,
      'SSTORE',
      'STOP',
      'JUMPDEST',
      0,
      'SELFDESTRUCT',
    )
    expect(runtime[10]).toBe(0x5b)
    const init = deploys(runtime)
    const program = tron(...store(init), 5, init.length, 0, 0, 'CREATE2', ...RETURN_TOP)
    const { tron: world, word } = run(program)
    const send = (to: Uint8Array, callValue: bigint) =>
      world.send({
        owner: USER,
        to,
        callValue,
        tokenId: 0n,
        tokenValue: 0n,
        data: new Uint8Array(0),
        energyLimit: 1_000_000n,
      })
    const account = world.world.resolve(word & ((1n << 160n) - 1n))
    expect(send(account.bytes, 0n).contractRet).toBe(1)
    expect(world.world.slot(account, 1n).value).toBe(7n)
    expect(send(account.bytes, 1n).contractRet).toBe(1)
    expect(world.world.contractOf(account)).toBe(undefined)
    expect(send(CONTRACT, 0n).contractRet).toBe(1)
    expect(world.world.contractOf(account)).not.toBe(undefined)
    expect(world.world.slot(account, 1n).value).toBe(0n)
  })
})
