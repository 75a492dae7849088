import { describe, expect, test } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex, concatBytes, utf8 } from '../../src/primitives/bytes.ts'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import { Journal } from '../../src/state/journal.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../src/state/reader.ts'
import type { HostPrecompile } from '../../src/vms/evm-core/index.ts'
import {
  addressToBytes,
  call,
  create,
  create2Address,
  createAddress,
  EvmCaches,
  evmRecordCodec,
  rulesOf,
  storageId,
  World,
} from '../../src/vms/evm-core/index.ts'
import type { Bench } from '../support/evm-dsl.ts'
import { bench, code, returnTop, run, SENDER, TARGET } from '../support/evm-dsl.ts'
import { MemoryState } from '../support/memory-state.ts'

const word = (result: { output: Uint8Array }) => bytesToU256(result.output)
const send = (
  it: Bench,
  target: bigint,
  options: { value?: bigint; input?: Uint8Array; gas?: bigint } = {},
) =>
  call(it.world, it.env, {
    caller: SENDER,
    target,
    value: 0n,
    input: new Uint8Array(0),
    gas: 1_000_000n,
    ...options,
  })
const finish = (it: Bench) => {
  it.world.finishTransaction()
  it.journal.endTransaction()
}
const rich = { [`0x${SENDER.toString(16)}`]: { balance: 10n ** 18n } }

describe('addresses', () => {
  test('CREATE2 as in EIP-1014', () => {
    const deployer = addressToBytes(0xdeadbeef00000000000000000000000000000000n)
    expect(create2Address(nobleCrypto, deployer, 0n, Uint8Array.of(0))).toBe(
      0xb928f69bb1d91cd65274e3c79d8986362984fda3n,
    )
    const cafe = addressToBytes(0x00000000000000000000000000000000deadbeefn)
    const init = Uint8Array.of(0xde, 0xad, 0xbe, 0xef)
    expect(create2Address(nobleCrypto, cafe, 0xcafebaben, init)).toBe(
      0x60f3f640a8508fc6a86d45df051962668e1e8ac7n,
    )
  })

  test('CREATE as Ethereum derives it', () => {
    const sender = addressToBytes(0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0n)
    expect(createAddress(nobleCrypto, sender, 0n)).toBe(0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8dn)
    expect(createAddress(nobleCrypto, sender, 1n)).toBe(0x343c43a37d37dff08ae8c4a11544c718abb4fcf8n)
  })
})

describe('records', () => {
  const codec = evmRecordCodec(1)
  const address = addressToBytes(0x1234n)

  test.each([0n, 1n, 127n, 128n, 2n ** 64n - 1n])('round trip with nonce %d', (nonce) => {
    for (const codeHash of [undefined, new Uint8Array(32).fill(7)]) {
      for (const id of [undefined, storageId(3n, 2, 1, 5)]) {
        const record = { nonce, codeHash, storageId: id, address }
        expect(codec.decode(codec.encode(record))).toEqual(record)
      }
    }
  })

  test('every other length and a leading zero are refused', () => {
    const bytes = codec.encode({ nonce: 5n, codeHash: undefined, storageId: undefined, address })
    for (let length = 0; length < bytes.length; length++)
      expect(() => codec.decode(bytes.slice(0, length))).toThrow()
    expect(() => codec.decode(concatBytes(bytes, Uint8Array.of(0)))).toThrow()
    const padded = concatBytes(Uint8Array.of((2 << 2) | 0, 0, 5), address)
    expect(() => codec.decode(padded)).toThrow(/canonical/)
  })
})

describe('S13: an address that is not canonical', () => {
  const HOME = 0x40e0n
  const ALIAS = 0xa11a5n
  const open = () => {
    const it = bench({ accounts: { ...rich, '0x40e0': { balance: 77n, nonce: 3n } } })
    const id = it.world.resolve(HOME).account.id
    it.journal.setAlias(Namespace.evm, addressToBytes(ALIAS), {
      id,
      canonical: false,
      revoked: false,
    })
    return it
  }

  test('reads balance 0, credits go to the account, nonce is its own', () => {
    const it = open()
    const alias = it.world.resolve(ALIAS)
    expect(it.world.balanceOf(alias)).toBe(0n)
    expect(it.world.nonceOf(alias)).toBe(0n)
    expect(send(it, ALIAS, { value: 5n }).status).toBe('success')
    expect(it.world.balanceOf(alias)).toBe(0n)
    expect(it.world.balanceOf(it.world.resolve(HOME))).toBe(82n)
    it.world.setNonce(alias, 9n)
    expect(it.world.nonceOf(it.world.resolve(HOME))).toBe(3n)
  })

  test('may spend the account as the outermost caller', () => {
    const it = open()
    const message = {
      caller: ALIAS,
      target: 0xbeefn,
      value: 70n,
      input: new Uint8Array(0),
      gas: 100_000n,
    }
    expect(call(it.world, it.env, message).status).toBe('success')
    expect(it.world.balanceOf(it.world.resolve(HOME))).toBe(7n)
    expect(call(it.world, it.env, message)).toMatchObject({
      status: 'reverted',
      failure: 'OperationRefused',
    })
  })

  test('an alias set in mid-block is seen by objects resolved before', () => {
    const it = bench({ accounts: { ...rich, '0x40e0': { balance: 77n } } })
    const before = it.world.resolve(ALIAS)
    const mark = it.journal.checkpoint()
    const id = it.world.resolve(HOME).account.id
    it.journal.setAlias(Namespace.evm, addressToBytes(ALIAS), {
      id,
      canonical: true,
      revoked: false,
    })
    expect(it.world.balanceOf(it.world.resolve(ALIAS))).toBe(77n)
    expect(it.world.resolve(ALIAS)).toBe(before)
    it.journal.revert(mark)
    expect(it.world.balanceOf(it.world.resolve(ALIAS))).toBe(0n)
  })
})

test('a locked account cannot be debited, but shows its balance', () => {
  const it = bench({ accounts: rich })
  it.journal.setFlags(it.world.resolve(SENDER).account, ACCOUNT_LOCKED)
  expect(it.world.balanceOf(it.world.resolve(SENDER))).toBe(10n ** 18n)
  expect(send(it, 0xbeefn, { value: 1n })).toMatchObject({
    status: 'reverted',
    gasLeft: 1_000_000n,
  })
})

test('a coarser unit: views floor, movements are whole units, dust stays', () => {
  const journal = new Journal(new MemoryState())
  const legacyId = (address: Uint8Array) => nobleCrypto.sha256(concatBytes(utf8('tron'), address))
  const world = new World({
    journal,
    crypto: nobleCrypto,
    caches: new EvmCaches(),
    rules: rulesOf('osaka'),
    namespace: Namespace.tvm,
    codec: evmRecordCodec(3),
    legacyId,
    unit: 10n ** 12n,
    blockNumber: 1n,
  })
  const [a, b] = [world.resolve(1000n), world.resolve(2000n)]
  journal.credit(a.account, 5n * 10n ** 12n + 999n)
  expect(world.balanceOf(a)).toBe(5n)
  world.transfer(a, b, 5n)
  expect([a.account.balance, b.account.balance, world.balanceOf(a)]).toEqual([
    999n,
    5n * 10n ** 12n,
    0n,
  ])
  expect(world.isEmpty(a)).toBe(true)
})

describe('self-destruction', () => {
  const dying = (beneficiary: bigint) => code(beneficiary, 'SELFDESTRUCT')

  test('before Cancun: deletes at the end of the transaction and counts what was burnt', () => {
    const it = bench({
      fork: 'shanghai',
      accounts: { ...rich, '0xdead01': { balance: 40n, nonce: 1n, code: dying(0xdead01n) } },
    })
    const account = it.world.resolve(0xdead01n)
    const slot = it.world.slot(account, 1n)
    it.journal.setSlot(slot, 5n)
    expect(send(it, 0xdead01n, { value: 2n }).status).toBe('success')
    expect(it.world.codeOf(account).bytes.length).toBeGreaterThan(0)
    finish(it)
    expect(it.world.exists(account)).toBe(false)
    expect(it.journal.supply.counter('burnt:selfdestruct')).toBe(42n)
    expect(it.journal.takeDiff().retired).toHaveLength(1)
  })

  test('since Cancun: only moves the balance of an old contract', () => {
    const it = bench({
      accounts: { ...rich, '0xdead01': { balance: 40n, nonce: 1n, code: dying(0xbeefn) } },
    })
    send(it, 0xdead01n)
    finish(it)
    expect(it.world.nonceOf(it.world.resolve(0xdead01n))).toBe(1n)
    expect(it.world.balanceOf(it.world.resolve(0xbeefn))).toBe(40n)
  })

  test('since Cancun: a contract of the same transaction dies', () => {
    const it = bench({ accounts: rich })
    const address = 0xc0de01n
    const result = create(it.world, it.env, {
      caller: SENDER,
      address,
      value: 9n,
      initCode: dying(address),
      gas: 200_000n,
    })
    expect(result).toMatchObject({ status: 'success', created: address })
    finish(it)
    expect(it.world.exists(it.world.resolve(address))).toBe(false)
    expect(it.journal.supply.counter('burnt:selfdestruct')).toBe(9n)
  })
})

describe('creation', () => {
  const deploy = (it: Bench, initCode: Uint8Array, address = 0xc0de01n) =>
    create(it.world, it.env, { caller: SENDER, address, value: 0n, initCode, gas: 2_000_000n })

  test('storage ids are of block, transaction and creation (S2)', () => {
    const it = bench({ accounts: rich })
    it.world.beginTransaction(7)
    deploy(it, code(1, 0, 'SSTORE'))
    deploy(it, code('STOP'), 0xc0de02n)
    const ids = [0xc0de01n, 0xc0de02n].map(
      (address) => it.world.resolve(address).record.value?.storageId as Uint8Array,
    )
    expect(ids.map(bytesToHex)).toEqual([
      '00000000000000010000000701000000',
      '00000000000000010000000701000001',
    ])
    finish(it)
    expect(it.journal.takeDiff().storage.map(({ slots }) => slots.length)).toEqual([1])
  })

  test.each([
    ['nonce', { nonce: 1n }],
    ['code', { code: code('STOP') }],
    ['storage', { storage: { '5': 1n } }],
  ])('collides with %s (EIP-7610) and takes the gas', (_, there) => {
    const it = bench({ accounts: { ...rich, '0xc0de01': there } })
    expect(deploy(it, code('STOP'))).toMatchObject({
      status: 'halted',
      failure: 'CreateCollision',
      gasLeft: 0n,
    })
  })

  test('limits of the deployed code', () => {
    const returning = (length: number, first = 0) => code(first, 0, 'MSTORE8', length, 0, 'RETURN')
    const it = bench({ accounts: rich })
    const big = (initCode: Uint8Array) =>
      create(it.world, it.env, {
        caller: SENDER,
        address: 0xc0de01n,
        value: 0n,
        initCode,
        gas: 10_000_000n,
      })
    expect(big(returning(24_577))).toMatchObject({ failure: 'CodeSizeExceeded' })
    expect(big(returning(1, 0xef))).toMatchObject({ failure: 'InvalidCodePrefix' })
    expect(big(returning(24_576))).toMatchObject({ status: 'success', created: 0xc0de01n })
  })
})

describe('set-code designators (EIP-7702)', () => {
  const program = code(TARGET, 'EXTCODESIZE', 'ADDRESS', 'ADD', ...returnTop)

  test('run the target on the authority; EXTCODE* show 23 bytes', () => {
    const it = bench({ accounts: { ...rich, '0xde1e': { code: program } } })
    it.world.setDelegation(it.world.resolve(TARGET), 0xde1en)
    expect(word(send(it, TARGET))).toBe(TARGET + 23n)
    it.world.setDelegation(it.world.resolve(TARGET), undefined)
    expect(send(it, TARGET).output).toHaveLength(0)
  })

  test('do not chain', () => {
    const it = bench({ accounts: { ...rich, '0xde1e': { code: program } } })
    it.world.setDelegation(it.world.resolve(TARGET), 0xde1fn)
    it.world.setDelegation(it.world.resolve(0xde1fn), 0xde1en)
    expect(send(it, TARGET)).toMatchObject({ failure: 'InvalidOpcode' })
  })

  test('calls pay for the delegate too', () => {
    const caller = code(0, 0, 0, 0, 0, 0xa0, 'GAS', 'CALL', 'STOP')
    const cost = (delegate: bigint | undefined) => {
      const it = bench({ accounts: { ...rich, '0x7a46e7': { code: caller } } })
      it.world.setDelegation(it.world.resolve(0xa0n), delegate)
      return 1_000_000n - send(it, TARGET).gasLeft
    }
    expect(cost(0xde1fn) - cost(undefined)).toBe(2600n)
  })
})

test('transient storage is undone with its frame and gone with its transaction', () => {
  const set = code(5, 1, 'TSTORE', 0, 0, 'REVERT')
  const read = code(1, 'TLOAD', ...returnTop)
  const it = bench({ accounts: { ...rich, '0x7e': { code: set }, '0x7f': { code: read } } })
  const account = it.world.resolve(0x7en)
  send(it, 0x7en)
  expect(it.world.transientOf(account, 1n)).toBe(0n)
  it.world.setTransient(account, 1n, 5n)
  expect(it.world.transientOf(account, 1n)).toBe(5n)
  it.journal.endTransaction()
  expect(it.world.transientOf(account, 1n)).toBe(0n)
})

describe('host precompiles', () => {
  const HOST = 0x106n
  /** Calls a contract back on the same world, then does as told. */
  const host = (status: 'success' | 'reverted' | 'halted'): HostPrecompile => ({
    name: 'test',
    run: ({ world, env, input, gas, target, depth }) => {
      const inner = call(world, env, {
        caller: target,
        target: 0xca11n,
        value: 0n,
        input,
        gas: gas / 2n,
        depth: depth + 1,
      })
      return { status, gasUsed: gas / 2n - inner.gasLeft + 10n, output: inner.output }
    },
  })
  const callee = code(1, 0, 'SSTORE', 'CALLER', ...returnTop)
  const calling = (name: string) =>
    code(
      32,
      0,
      0,
      0,
      ...(name === 'CALL' ? [0] : []),
      HOST,
      100_000,
      name,
      0,
      'MLOAD',
      'ADD',
      ...returnTop,
    )
  const outcome = (name: string, status: 'success' | 'reverted' | 'halted') => {
    const it = run(calling(name), {
      accounts: { '0xca11': { code: callee } },
      env: { hostPrecompiles: new Map([[HOST, host(status)]]) },
    })
    return {
      word: word(it),
      slot: it.world.slot(it.world.resolve(0xca11n), 0n).value,
      gasLeft: it.gasLeft,
    }
  }

  test('run synchronously on the same journal', () => {
    expect(outcome('CALL', 'success')).toMatchObject({ word: HOST + 1n, slot: 1n })
  })
  test('are rolled back when they fail', () => {
    expect(outcome('CALL', 'reverted')).toMatchObject({ word: HOST, slot: 0n })
    expect(outcome('CALL', 'halted')).toMatchObject({ word: 0n, slot: 0n })
    expect(outcome('CALL', 'reverted').gasLeft).toBeGreaterThan(outcome('CALL', 'halted').gasLeft)
  })
  test('S20: refuse DELEGATECALL', () => {
    expect(outcome('DELEGATECALL', 'success')).toMatchObject({ word: 0n, slot: 0n })
  })
})
