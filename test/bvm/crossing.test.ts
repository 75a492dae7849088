/** Payloads called from another machine: names of outputs, static calls, and what a failing caller leaves behind. */
import { describe, expect, it } from 'vitest'
import type { Engine, Outcome } from '../../src/index.ts'
import {
  attachCredential,
  createGenesis,
  defaultEngines,
  encodeBvmPayload,
  envelopeSigningDigest,
  executeBlock,
  listUtxos,
  parentContext,
} from '../../src/index.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import { key, p2wpkh, SAT, scriptOf } from './support.ts'

const alice = ed25519Signer(1)
const script = scriptOf(p2wpkh(key(1)))
const lock = (amount: bigint) =>
  encodeBvmPayload({ operation: 'lock', amount, lock: { kind: 'script', script } })

/** A machine whose payload is a list of calls into another: static u8, length u16, payload. It fails if the last byte is 1. */
function callerEngine(outcomes: Outcome[]): Engine {
  return {
    name: 'caller',
    opcodes: { first: 0x70, last: 0x70 },
    rawKinds: [],
    open: (services) => ({
      prepare: (request) => ({
        intrinsicGas: 50_000n,
        value: 0n,
        execute: () => {
          const { payload, sender, gasPrice } = request
          const mark = services.journal.checkpoint()
          let at = 1
          while (at < payload.length - 1) {
            const isStatic = payload[at] === 1
            const length = payload[at + 1]! * 256 + payload[at + 2]!
            const inner = payload.slice(at + 3, at + 3 + length)
            at += 3 + length
            const acting = { actingAddress: new Uint8Array(0), crossings: 1 }
            const call = {
              payload: inner,
              sender,
              gasPrice,
              gasLimit: 100_000n,
              isStatic,
              ...acting,
            }
            outcomes.push(services.cross(call))
          }
          if (payload.at(-1) !== 1)
            return { status: 'success', gasUsed: 0n, output: new Uint8Array(0) }
          services.journal.revert(mark)
          return { status: 'reverted', gasUsed: 0n, output: new Uint8Array(0) }
        },
      }),
    }),
  }
}

function setUp() {
  const outcomes: Outcome[] = []
  const engines = [...defaultEngines(), callerEngine(outcomes)]
  let state = createGenesis({ chainId: 1337, engines, accounts: [{ id: alice.id, balance: COIN }] })
  const send = (
    fails: boolean,
    ...calls: (readonly [isStatic: boolean, payload: Uint8Array])[]
  ) => {
    const bytes = calls.flatMap(([isStatic, payload]) => [
      isStatic ? 1 : 0,
      payload.length >> 8,
      payload.length & 255,
      ...payload,
    ])
    const unsigned = {
      payload: Uint8Array.of(0x70, ...bytes, fails ? 1 : 0),
      sender: alice.id,
      actingAddress: new Uint8Array(0),
      nonce: state.account(alice.id)!.nonce,
      gasLimit: 500_000n,
      maxFeePerGas: 0n,
      maxPriorityFeePerGas: 0n,
      chainId: 1337n,
      genesisRoot: parentContext(state).genesisRoot,
      lastValidBlock: 0n,
      contextTag: new Uint8Array(16),
      algorithm: alice.algorithm,
    }
    const signature = alice.sign(envelopeSigningDigest(crypto, unsigned))
    const transaction = attachCredential(unsigned, { publicKey: alice.publicKey, signature })
    const result = executeBlock(state, [{ kind: 'envelope', bytes: transaction }], {}, { engines })
    state = result.state
    return result.receipts[0]!
  }
  return {
    outcomes,
    send,
    utxos: () => [...listUtxos(state)],
    balance: () => state.account(alice.id)!.balance,
  }
}

describe('calls from another machine', () => {
  it('make outputs of their own names, also several in one transaction', () => {
    const { outcomes, send, utxos, balance } = setUp()
    send(false, [false, lock(5n)], [false, lock(6n)])
    send(false, [false, lock(7n)])
    expect(outcomes.map(({ status }) => status)).toEqual(['success', 'success', 'success'])
    expect(new Set(outcomes.map(({ output }) => output.join())).size).toBe(3)
    expect(
      utxos()
        .map(({ amount }) => amount)
        .sort(),
    ).toEqual([5n, 6n, 7n])
    expect(balance()).toBe(COIN - 18n * SAT)
  })

  it('change nothing in a static call, where only evaluation runs', () => {
    const { outcomes, send, utxos } = setUp()
    const truth = {
      operation: 'evaluate',
      rules: 'legacy',
      stack: [],
      script: Uint8Array.of(0x51),
    } as const
    send(false, [true, lock(5n)], [true, encodeBvmPayload(truth)])
    expect(outcomes).toMatchObject([
      { status: 'halted', failure: { name: 'StaticStateChange' } },
      { status: 'success', output: Uint8Array.of(1) },
    ])
    expect(utxos()).toEqual([])
  })

  it('leave nothing when the caller fails, and nothing when they fail themselves', () => {
    const { outcomes, send, utxos, balance } = setUp()
    expect(send(true, [false, lock(5n)])).toMatchObject({ status: 'reverted' })
    send(false, [false, lock(COIN / SAT + 1n)], [false, Uint8Array.of(0x30)])
    expect(outcomes.map(({ status }) => status)).toEqual(['success', 'halted', 'halted'])
    expect(utxos()).toEqual([])
    expect(balance()).toBe(COIN)
  })
})
