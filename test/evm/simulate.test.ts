/** Calls and estimates without signature, on pretended state; and that nothing of it reaches a block or a state. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { executeBlock } from '../../src/block.ts'
import { InvalidTransactionError } from '../../src/errors.ts'
import { createGenesis } from '../../src/genesis.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { bytesToU256, u256ToBytes } from '../../src/primitives/u256.ts'
import type { FrameStart } from '../../src/trace/inspector.ts'
import { type EvmCallRequest, evmCall, evmEstimateGas } from '../../src/vms/evm/simulate.ts'
import { account, address, crypto, ether, sign } from './harness.ts'

const ALICE = account(1).address
const BOB = account(2).address
const WHALE = '0x00000000000000000000000000000000000000fe'
/** Returns slot data[0]; with a second word, stores it there first. */
const STORE = '0x0000000000000000000000000000000000005707'
const STORE_CODE = '0x6020361115600f57602035600035555b6000355460005260206000f3'
/** Calls STORE with its own input; fails if the call failed. */
const CALLER = '0x00000000000000000000000000000000000ca11e'
const CALLER_CODE = `0x3660006000376000600036600060006157075af1601b57600080fd5b00`
const REVERT = '0x0000000000000000000000000000000000000bad'

const state = createGenesis({
  chainId: 1n,
  crypto,
  alloc: {
    [ALICE]: { balance: ether(1) },
    [STORE]: { code: STORE_CODE, storage: { '0x05': '0x2a', '0x06': '0x2b' }, nonce: 1n },
    [CALLER]: { code: CALLER_CODE, nonce: 1n },
    [REVERT]: { code: '0x602a60005260206000fd', nonce: 1n },
  },
})
const word = (value: number) => u256ToBytes(BigInt(value))
const words = (...values: number[]) =>
  hexToBytes(values.map((value) => bytesToHex(word(value))).join(''))

describe('evmCall', () => {
  test('reads, costs nothing, changes nothing', () => {
    const root = state.root
    const result = evmCall(state, { to: address(STORE), data: word(5) })
    expect(result.status).toBe('success')
    expect(bytesToU256(result.output)).toBe(42n)
    evmCall(state, { to: address(STORE), data: words(5, 1) })
    expect(bytesToU256(evmCall(state, { to: address(STORE), data: word(5) }).output)).toBe(42n)
    expect(state.root).toEqual(root)
  })

  test('any address may be the sender, value must be covered', () => {
    const from = address(WHALE)
    const send = { from, to: address(BOB), value: 5n }
    expect(evmCall(state, send).status).not.toBe('success')
    const rich = { ...send, overrides: [{ address: from, balance: 5n }] }
    expect(evmCall(state, rich)).toMatchObject({ status: 'success', gasUsed: 21_000n })
    // A contract signs nothing in a block, here it may speak.
    expect(evmCall(state, { ...send, from: address(STORE), value: 0n }).status).toBe('success')
  })

  test('overrides: code, nonce, all of the storage or single slots', () => {
    const read = (slot: number, override: object) =>
      bytesToU256(
        evmCall(state, {
          to: address(STORE),
          data: word(slot),
          overrides: [{ address: address(STORE), ...override }],
        }).output,
      )
    expect(read(5, { storageDiff: [[5n, 7n]] })).toBe(7n)
    expect(read(6, { storageDiff: [[5n, 7n]] })).toBe(43n)
    expect(read(5, { storage: [[5n, 8n]] })).toBe(8n)
    expect(read(6, { storage: [[5n, 8n]] })).toBe(0n)
    expect(read(6, { storage: [] })).toBe(0n)
    const fake = {
      address: address(BOB),
      code: hexToBytes(STORE_CODE),
      storageDiff: [[1n, 9n]] as const,
    }
    expect(
      bytesToU256(evmCall(state, { to: address(BOB), data: word(1), overrides: [fake] }).output),
    ).toBe(9n)
    const created = evmCall(state, {
      from: address(ALICE),
      data: hexToBytes('0x00'),
      overrides: [{ address: address(ALICE), nonce: 1n }],
    })
    const { created: plain } = evmCall(state, { from: address(ALICE), data: hexToBytes('0x00') })
    expect(bytesToHex(plain as Uint8Array)).toBe('f2e246bb76df876cef8b38ae84130f4f55de395b')
    expect(created.created).not.toEqual(plain)
  })

  test('a revert keeps its data, too little gas is a typed error', () => {
    const result = evmCall(state, { to: address(REVERT) })
    expect(result).toMatchObject({ status: 'reverted', failure: { name: 'Reverted' } })
    expect(bytesToU256(result.output)).toBe(42n)
    expect(() => evmCall(state, { to: address(BOB), gas: 20_999n })).toThrow(
      InvalidTransactionError,
    )
  })

  test('an inspector sees the frames', () => {
    const frames: string[] = []
    const enter = (frame: FrameStart) =>
      frames.push(`${frame.depth} ${frame.type} ${bytesToHex(frame.target)}`)
    let steps = 0
    evmCall(
      state,
      { to: address(CALLER), data: words(9, 1) },
      { inspector: { enter, step: () => steps++ } },
    )
    expect(frames).toEqual([`0 CALL ${CALLER.slice(2)}`, `1 CALL ${STORE.slice(2)}`])
    expect(steps).toBeGreaterThan(20)
  })
})

describe('evmEstimateGas', () => {
  test.each([
    ['a transfer', { to: address(BOB), value: 1n }],
    ['a read', { to: address(STORE), data: word(5) }],
    ['a write', { to: address(STORE), data: words(1, 1) }],
    ['a refund', { to: address(STORE), data: words(5, 0) }],
    ['a nested write', { to: address(CALLER), data: words(9, 1) }],
    ['calldata at the floor', { to: address(BOB), data: new Uint8Array(300).fill(1) }],
    ['a creation', { data: hexToBytes('0x600060005360016000f3') }],
  ])('%s: the least gas with which a real transaction succeeds', async (_, request) => {
    const estimate = evmEstimateGas(state, { from: address(ALICE), ...request })
    if (estimate.status !== 'success') throw new Error('estimate expected to succeed')
    const run = async (gas: bigint) => {
      const { to, data, value }: EvmCallRequest = request
      const signed = await sign(1, {
        type: 'eip1559',
        chainId: 1,
        nonce: 0,
        gas,
        maxFeePerGas: 0n,
        to: to === undefined ? undefined : `0x${bytesToHex(to)}`,
        data: data === undefined ? undefined : `0x${bytesToHex(data)}`,
        value: value ?? 0n,
      })
      return executeBlock(state, [{ kind: 'ethereum', bytes: signed }], { baseFeePerGas: 0n })
        .receipts[0]?.status
    }
    expect(await run(estimate.gas)).toBe('success')
    expect(await run(estimate.gas - 1n)).not.toBe('success')
  })

  test('says why nothing helps', () => {
    expect(evmEstimateGas(state, { to: address(REVERT) })).toMatchObject({ status: 'reverted' })
    expect(
      evmEstimateGas(state, { from: address(BOB), to: address(ALICE), value: 1n }).status,
    ).not.toBe('success')
  })
})

test('no block reaches the simulator: the engine does not import it', () => {
  const root = fileURLToPath(new URL('../../src/', import.meta.url))
  const reached = new Set<string>()
  const follow = (file: string) => {
    if (reached.has(file)) return
    reached.add(file)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g))
      follow(join(dirname(file), path as string))
  }
  follow(join(root, 'vms/evm/engine.ts'))
  expect([...reached].filter((file) => /simulate|overrides/.test(file))).toEqual([])
  expect(reached.size).toBeGreaterThan(20)
})
