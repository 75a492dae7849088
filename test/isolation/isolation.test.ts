/**
 * The paper's Theorem 4.1 and Propositions 8.1 to 8.3, as far as tests can carry them: addresses that say nothing about each
 * other, failures that touch nothing, wallets of different chains that never meet, blocks with one result.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExecuteOptions, State } from '../../src/index.ts'
import {
  deriveAddress,
  executeBlock,
  exportState,
  importChainState,
  legacyId,
  loadCrypto,
  Namespace,
} from '../../src/index.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { Host, statuses } from '../support/host.ts'
import type { Sent } from '../support/isolation.ts'
import {
  alice,
  blockOf,
  bob,
  changesWithout,
  execute,
  FAILURES,
  isolationHost,
  MOVES,
  mallory,
  NEUTRAL,
  receiptsWithout,
} from '../support/isolation.ts'
import { COIN, crypto } from '../support/test-chain.ts'
import { eoa, transfer } from '../support/wallet.ts'

const NAMESPACES = [Namespace.evm, Namespace.svm, Namespace.bvm, Namespace.tvm]
const ids = fc.uint8Array({ minLength: 32, maxLength: 32 })

function differingBits(a: Uint8Array, b: Uint8Array): number {
  let count = 0
  a.forEach((byte, i) => {
    for (let x = byte ^ b[i]!; x !== 0; x &= x - 1) count++
  })
  return count
}

describe('Theorem 4.1: addresses of one identity are independent', () => {
  it('none is another, nor a part of another, nor of the id', () => {
    fc.assert(
      fc.property(ids, (id) => {
        const texts = [id, ...NAMESPACES.map((ns) => deriveAddress(crypto, ns, id))].map(bytesToHex)
        texts.forEach((one, i) => {
          texts.forEach((other, j) => {
            if (i !== j) expect(other.includes(one)).toBe(false)
          })
        })
      }),
      { seed: 20_260_701, numRuns: 300 },
    )
  })

  it('knowing one says nothing of another: half of the bits differ, between machines and between neighbouring ids', () => {
    const runs = 400
    let between = 0
    let neighbours = 0
    for (let n = 0; n < runs; n++) {
      const id = crypto.sha256(Uint8Array.of(n & 255, n >> 8))
      const near = id.slice()
      near[n % 32]! ^= 1 << (n % 8)
      const [evm, svm, bvm, tvm] = NAMESPACES.map((ns) => deriveAddress(crypto, ns, id))
      between += differingBits(evm!, tvm!) / 160 + differingBits(svm!, bvm!) / 256
      between += differingBits(evm!, svm!.subarray(12)) / 160
      for (const ns of NAMESPACES) {
        const [a, b] = [id, near].map((value) => deriveAddress(crypto, ns, value))
        neighbours += differingBits(a!, b!) / (8 * a!.length)
      }
    }
    // Of 64,000 bits and more half differ; one in a hundred is twelve deviations away.
    expect(between / (3 * runs)).toBeGreaterThan(0.49)
    expect(between / (3 * runs)).toBeLessThan(0.51)
    expect(neighbours / (4 * runs)).toBeGreaterThan(0.49)
    expect(neighbours / (4 * runs)).toBeLessThan(0.51)
  })
})

const moves: fc.Arbitrary<readonly Sent[]> = fc.array(
  fc
    .tuple(fc.constantFrom(alice, bob), fc.nat(MOVES.length - 1), fc.integer({ min: 1, max: 60 }))
    .map(([signer, kind, n]) => ({ signer, payload: MOVES[kind]![1](n) })),
  { minLength: 2, maxLength: 7 },
)
const host = isolationHost()

describe('Proposition 8.1: a failure affects no other machine and no other transaction', () => {
  it('every move of the kit succeeds, every failure fails', () => {
    const sent = MOVES.map(([, make]) => ({ signer: alice, payload: make(3) }))
    expect(execute(host, blockOf(host, sent)).receipts.map(({ status }) => status)).toEqual(
      MOVES.map(() => 'success'),
    )
    const failing = FAILURES.map(([, payload]) => ({ signer: mallory, payload }))
    for (const { status } of execute(host, blockOf(host, failing)).receipts)
      expect(['reverted', 'halted']).toContain(status)
  })

  it('the kit sees what a transaction does to others', () => {
    const payment = MOVES[0]![1](5)
    const [paid, neutral] = [payment, NEUTRAL].map((payload) => {
      const { diff } = execute(host, blockOf(host, [{ signer: mallory, payload }]))
      return changesWithout(diff, mallory.id)
    })
    expect(paid!.length).toBe(neutral!.length + 1)
  })

  it.each(FAILURES)('%s', (_name, payload) => {
    fc.assert(
      fc.property(moves, fc.nat(), (list, at) => {
        const index = at % (list.length + 1)
        const run = (inserted: Uint8Array) => {
          const sent = [...list]
          sent.splice(index, 0, { signer: mallory, payload: inserted })
          return execute(host, blockOf(host, sent))
        }
        const [failed, neutral] = [run(payload), run(NEUTRAL)]
        expect(failed.receipts[index]!.status).not.toBe('success')
        expect(neutral.receipts[index]!.status).toBe('success')
        expect(receiptsWithout(failed.receipts, index)).toEqual(
          receiptsWithout(neutral.receipts, index),
        )
        expect(changesWithout(failed.diff, mallory.id)).toEqual(
          changesWithout(neutral.diff, mallory.id),
        )
      }),
      { seed: 20_260_702, numRuns: 6 },
    )
  })

  it('what is rejected has not been in the block at all', () => {
    fc.assert(
      fc.property(moves, fc.nat(), fc.nat(3), (list, at, how) => {
        const block = blockOf(host, list)
        const bad = [
          host.envelope(mallory, NEUTRAL, { nonceAhead: 1n }),
          host.envelope(mallory, NEUTRAL, { chainId: 7n }),
          host.envelope(alice, NEUTRAL, { sender: mallory.id }),
          host.envelope(mallory, NEUTRAL, { gasLimit: 20_999n }),
        ][how]!
        const run = (inserted: typeof bad) => {
          const transactions = [...block]
          transactions.splice(at % (block.length + 1), 0, inserted)
          return executeBlock(host.state, transactions)
        }
        const [one, other] = [run(bad), run({ kind: 'envelope', bytes: new Uint8Array(9) })]
        expect(one.receipts.filter(({ status }) => status === 'rejected')).toHaveLength(1)
        expect(one.root).toEqual(other.root)
        expect(one.gasUsed).toBe(other.gasUsed)
      }),
      { seed: 20_260_703, numRuns: 12 },
    )
  })
})

describe('Proposition 8.2: a wallet has one account, and no other chain’s', () => {
  it('one address, one id; other addresses and other chains, other ids', () => {
    const seen = new Map<string, string>()
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (address) => {
        for (const namespace of NAMESPACES) {
          const id = bytesToHex(legacyId(crypto, namespace, address))
          expect(bytesToHex(legacyId(crypto, namespace, address.slice()))).toBe(id)
          const name = `${namespace} ${bytesToHex(address)}`
          expect(seen.get(id) ?? name).toBe(name)
          seen.set(id, name)
        }
      }),
      { seed: 20_260_704, numRuns: 500 },
    )
    expect(seen.size).toBeGreaterThan(1_900)
  })

  it('one key, the same 20 bytes on Ethereum and Tron: a raw transaction moves the one account only', async () => {
    const wallet = eoa(7)
    const address = hexToBytes(wallet.address)
    const tron = legacyId(crypto, Namespace.tvm, address)
    const chain = new Host({
      accounts: [{ id: tron, balance: 5n * COIN }],
      alloc: { [wallet.address]: { balance: 5n * COIN } },
    })
    const before = chain.state.account(tron)
    const raw = await transfer(wallet, `0x${'99'.repeat(20)}`, COIN, 0)
    expect(statuses(chain.run(raw))).toEqual(['success'])
    expect(chain.balance(legacyId(crypto, Namespace.evm, address))).toBeLessThan(4n * COIN)
    expect(chain.state.account(tron)).toEqual(before)
  })
})

describe('Proposition 8.3: a block has one result', () => {
  const facts = (state: State, sent: readonly Sent[], options: ExecuteOptions) => {
    const { root, receipts, gasUsed } = executeBlock(state, blockOf(host, sent), {}, options)
    return { root: bytesToHex(root), receipts, gasUsed }
  }

  it('again, on an imported state, with every crypto backend, observed or not', async () => {
    const backends = await Promise.all([
      loadCrypto({ keccak: 'noble', sha256: 'noble', secp256k1: 'noble', ed25519: 'noble' }),
      loadCrypto({ sha256: 'as-sha256', secp256k1: 'wasm', ed25519: 'node' }),
      loadCrypto(),
    ])
    const imported = importChainState(exportState(host.state))
    fc.assert(
      fc.property(moves, fc.nat(FAILURES.length - 1), (list, failure) => {
        const sent = [...list, { signer: mallory, payload: FAILURES[failure]![1] }]
        const expected = facts(host.state, sent, {})
        expect(facts(host.state, sent, {})).toEqual(expected)
        expect(facts(imported, sent, {})).toEqual(expected)
        expect(facts(host.state, sent, { recordAccess: true, inspector: {} })).toEqual(expected)
        for (const backend of backends)
          expect(facts(imported, sent, { crypto: backend })).toEqual(expected)
      }),
      { seed: 20_260_705, numRuns: 8 },
    )
  })
})
