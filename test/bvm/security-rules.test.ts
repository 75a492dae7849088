/** Attacks on coin and ids through Bitcoin outputs; each test is named after the rule it tries. docs/bvm.md. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GenesisOptions } from '../../src/index.ts'
import {
  accountScript,
  createGenesis,
  depositScript,
  encodeNativePayload,
  envelopeTxid,
  executeBlock,
  legacyId,
  listUtxos,
  Namespace,
  nobleCrypto,
  txidToHex,
} from '../../src/index.ts'
import { crossingTxid } from '../../src/vms/bvm/outpoint.ts'
import { COIN, ed25519Signer } from '../support/test-chain.ts'
import {
  BitcoinHost,
  BitcoinJsTransaction,
  bitcoin,
  derOf,
  key,
  p2tr,
  p2wpkh,
  p2wsh,
  pay,
  psbtOf,
  reasons,
  SAT,
  scriptOf,
  tweaked,
  xOnly,
} from './support.ts'

const alice = ed25519Signer(1)
const mallory = ed25519Signer(66)
const wallet = key(3)
const script = scriptOf(p2wpkh(wallet))

describe('S4: supply', () => {
  const cap = 1_000n
  const capped: Partial<GenesisOptions> = {
    configure: (draft) => {
      draft.parameters = { bvm: { maxMoney: cap } }
    },
  }

  it('S4: genesis outputs over the cap, alone or with balances, are refused', () => {
    const genesis = (amount: number, balance: bigint) =>
      createGenesis({
        chainId: 1337,
        accounts: [{ id: alice.id, balance }],
        bitcoin: { outputs: [{ script, amount }] },
        ...capped,
      })
    expect(genesis(600, 400n * SAT).root).toHaveLength(32)
    expect(() => genesis(601, 400n * SAT)).toThrow(/SupplyCapExceeded/)
    expect(() => genesis(1_001, 0n)).toThrow(/InvalidGenesis/)
  })

  it('S4: a chain whose cap is above what outputs can hold cannot be made', () => {
    const options = (supplyCap: bigint) => ({
      chainId: 1,
      configure: (draft: Parameters<NonNullable<GenesisOptions['configure']>>[0]) => {
        draft.parameters = { bvm: { maxMoney: cap } }
        draft.supplyCap = supplyCap
      },
    })
    expect(createGenesis(options(cap * SAT)).chain.supplyCap).toBe(cap * SAT)
    expect(() => createGenesis(options(cap * SAT + 1n))).toThrow(/InvalidChainConfig/)
  })

  it('S4: value to an untagged OP_RETURN or a script that never runs is burnt, by cause', () => {
    const host = new BitcoinHost([{ script, amount: 10_000 }])
    const outputs = [
      { script: Uint8Array.of(0x6a, 4, 1, 2, 3, 4), value: 1_000n },
      { script: new Uint8Array(10_001).fill(0x51), value: 200n },
      // Almost a deposit: one byte short, one long, another tag.
      { script: depositScript(alice.id).subarray(0, 37), value: 30n },
      { script: Uint8Array.of(...depositScript(alice.id), 0), value: 4n },
      { script: depositScript(alice.id).with(5, 0x32), value: 5n },
      { script: depositScript(alice.id), value: 0n },
    ]
    const tx = pay(wallet, host.utxos(), [...outputs, { script, value: 8_000n }])
    const [receipt] = host.run(tx)
    expect(receipt).toMatchObject({ status: 'success', details: { burnt: 1_239n, deposits: [] } })
    expect(host.supply('burnt:bitcoin-op-return')).toBe(1_039n * SAT)
    expect(host.supply('burnt:bitcoin-unspendable')).toBe(200n * SAT)
    expect(host.supply('burnt')).toBe(1_239n * SAT)
    expect(host.inOutputs).toBe(8_000n)
    expect(host.balance(alice.id)).toBe(0n)
  })
})

describe('S9: other chains', () => {
  const outputs = [{ script, amount: 50_000 }]

  it('S9: a transaction signed for one chain means nothing on a chain with another id or genesis', () => {
    const home = new BitcoinHost(outputs)
    const tx = pay(wallet, home.utxos(), [{ script, value: 40_000n }])
    expect(reasons(home.run(tx))).toEqual(['success'])
    const others = [
      { chainId: 1338, bitcoin: { outputs } },
      { chainId: 1337, bitcoin: { outputs }, accounts: [{ id: alice.id, balance: 1n }] },
      { chainId: 1337, bitcoin: { outputs: [...outputs, { script, amount: 1 }] } },
    ]
    for (const options of others) {
      const { receipts } = executeBlock(createGenesis(options), [tx])
      expect(reasons(receipts)).toEqual(['rejected OutputMissing'])
    }
  })

  it("S9: a payload's outputs have other names on another chain", () => {
    const names = [new Uint8Array(32), new Uint8Array(32).fill(1)].flatMap((genesisRoot) =>
      [1n, 2n].map((chainId) =>
        txidToHex(envelopeTxid(nobleCrypto, { chainId, genesisRoot }, alice.id, 0n)),
      ),
    )
    expect(new Set(names).size).toBe(4)
  })

  it('S9: foreign outpoints are refused unless the chain allows them by name', () => {
    const outpoint = {
      txid: '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b',
      vout: 0,
    }
    const options = { chainId: 1337, bitcoin: { outputs: [{ script, amount: 1_000, outpoint }] } }
    expect(() => createGenesis(options)).toThrow(/foreignOutpoints/)
    const state = createGenesis({
      ...options,
      configure: (draft) => {
        draft.parameters = { bvm: { foreignOutpoints: 1n } }
      },
    })
    const [utxo] = [...listUtxos(state)]
    expect(txidToHex(utxo!.txid)).toBe(outpoint.txid)
    const { receipts } = executeBlock(state, [pay(wallet, [utxo!], [{ script, value: 900n }])])
    expect(reasons(receipts)).toEqual(['success'])
  })

  it('S9: a transaction whose outputs were taken over too is not accepted again (BIP 30)', () => {
    // The transaction is made on another chain; this one takes over its input and its output.
    const away = new BitcoinHost([{ script, amount: 50_000 }])
    const [input] = away.utxos()
    const tx = pay(wallet, [input!], [{ script, value: 40_000n }])
    away.run(tx)
    const [output] = away.utxos()
    const take = ({ txid, index, amount }: typeof output & {}) => ({
      script,
      amount,
      outpoint: { txid: txidToHex(txid), vout: index },
    })
    const state = createGenesis({
      chainId: 1,
      bitcoin: { outputs: [take(input!), take(output!)] },
      configure: (draft) => {
        draft.parameters = { bvm: { foreignOutpoints: 1n } }
      },
    })
    expect(reasons(executeBlock(state, [tx]).receipts)).toEqual(['rejected DuplicateTransaction'])
  })

  it('S9: names of crossings differ by block, place and count', () => {
    const chain = { chainId: 1n, genesisRoot: new Uint8Array(32) }
    const at = fc.record({
      block: fc.bigInt(0n, (1n << 64n) - 1n),
      transaction: fc.nat(),
      creation: fc.nat(),
    })
    const run = (
      a: { block: bigint; transaction: number; creation: number },
      b: typeof a,
    ): void => {
      const name = (place: typeof a) => txidToHex(crossingTxid(nobleCrypto, chain, alice.id, place))
      const isSame =
        a.block === b.block && a.transaction === b.transaction && a.creation === b.creation
      expect(name(a) === name(b)).toBe(isSame)
    }
    fc.assert(fc.property(at, at, run), { numRuns: 100, seed: 9 })
  })
})

describe("S13: a raw transaction is its signer's own address", () => {
  it('S13: its sender is the legacy id of the first spent script, whatever it pays to', () => {
    const other = key(4)
    const host = new BitcoinHost([
      { script, amount: 1_000 },
      { script: scriptOf(p2wpkh(other)), amount: 2_000 },
    ])
    const psbt = psbtOf(
      [host.utxo(scriptOf(p2wpkh(other))), host.utxo(script)],
      [{ script: accountScript(nobleCrypto, alice.id), value: 2_500n }],
    )
    psbt.signInput(0, other).signInput(1, wallet).finalizeAllInputs()
    const [receipt] = host.run(bitcoin(psbt.extractTransaction(true).toBuffer()))
    const idOf = (script: Uint8Array) => legacyId(nobleCrypto, Namespace.bvm, script)
    expect(receipt!.sender).toEqual(idOf(scriptOf(p2wpkh(other))))
    expect(receipt).toMatchObject({
      details: { owners: [idOf(scriptOf(p2wpkh(other))), idOf(script)] },
    })
  })
})

describe('S15: Bitcoin scripts', () => {
  const deposit = { script: depositScript(alice.id), value: 900n }
  const theft = depositScript(mallory.id)

  it.each([
    ['NONE', 2],
    ['SINGLE', 3],
    ['ALL with ANYONECANPAY', 0x81],
    ['NONE with ANYONECANPAY', 0x82],
    ['SINGLE with ANYONECANPAY', 0x83],
  ])('S15: a deposit signed %s is refused, so nobody can redirect it', (_name, sighashType) => {
    const host = new BitcoinHost([{ script, amount: 1_000 }])
    const signed = (output: { script: Uint8Array; value: bigint }) => {
      const psbt = psbtOf(host.utxos(), [output])
      psbt.updateInput(0, { sighashType })
      psbt.signInput(0, wallet, [sighashType]).finalizeAllInputs()
      return psbt.extractTransaction(true)
    }
    const honest = signed(deposit)
    expect(reasons(host.run(bitcoin(honest.toBuffer())))).toEqual(['rejected DepositNotSigned'])
    const attack = honest.clone()
    attack.outs[0]!.script = theft
    const [receipt] = host.run(bitcoin(attack.toBuffer()))
    expect(receipt!.status).toBe('rejected')
    expect(host.balance(mallory.id)).toBe(0n)
    // The same signature over a plain output is Bitcoin's business.
    expect(reasons(host.run(bitcoin(signed({ script, value: 900n }).toBuffer())))).toEqual([
      'success',
    ])
  })

  it('S15: taproot deposits: DEFAULT and ALL stand, SINGLE does not', () => {
    const taproot = scriptOf(p2tr(wallet))
    const host = new BitcoinHost([0, 1, 3].map(() => ({ script: taproot, amount: 1_000 })))
    const signed = (sighashType: number, input: number) => {
      const psbt = psbtOf([host.utxos()[input]!], [deposit])
      const type = sighashType === 0 ? {} : { sighashType }
      psbt.updateInput(0, { tapInternalKey: xOnly(wallet), ...type })
      psbt.signInput(0, tweaked(wallet), [sighashType]).finalizeAllInputs()
      return bitcoin(psbt.extractTransaction(true).toBuffer())
    }
    const transactions = [signed(0, 0), signed(1, 1), signed(3, 2)]
    expect(reasons(host.execute(transactions))).toEqual([
      'success',
      'success',
      'rejected DepositNotSigned',
    ])
    expect(host.balance(alice.id)).toBe(1_800n * SAT)
  })

  it('S15: one input without a signature of its own spoils a deposit', () => {
    const open = scriptOf(p2wsh(Uint8Array.of(0x51)))
    const host = new BitcoinHost([
      { script, amount: 1_000 },
      { script: open, amount: 5 },
    ])
    const psbt = psbtOf([host.utxo(script)], [deposit])
    psbt.signAllInputs(wallet).finalizeAllInputs()
    const honest = psbt.extractTransaction(true)
    const tx = new BitcoinJsTransaction()
    tx.version = 2
    const inputs = [host.utxo(script), host.utxo(open)]
    for (const { txid, index } of inputs) tx.addInput(txid, index)
    tx.addOutput(deposit.script, deposit.value)
    const all = BitcoinJsTransaction.SIGHASH_ALL
    const code = Uint8Array.of(0x76, 0xa9, ...p2wpkh(wallet).output!.subarray(1), 0x88, 0xac)
    const hash = tx.hashForWitnessV0(0, code, 1_000n, all)
    const signature = Uint8Array.of(...derOf(wallet.sign(hash)), all)
    tx.setWitness(0, [signature, wallet.publicKey])
    tx.setWitness(1, [Uint8Array.of(0x51)])
    expect(reasons(host.run(bitcoin(tx.toBuffer())))).toEqual(['rejected DepositNotSigned'])
    expect(reasons(host.run(bitcoin(honest.toBuffer())))).toEqual(['success'])
  })

  it('S15: a valid partial signature beside one over everything spoils it too', () => {
    const [a, b] = [key(7), key(8)]
    const both = Uint8Array.of(33, ...a.publicKey, 0xad, 33, ...b.publicKey, 0xac)
    const host = new BitcoinHost(
      [0, 1].map(() => ({ script: scriptOf(p2wsh(both)), amount: 1_000 })),
    )
    const signed = (input: number, types: readonly [number, number]) => {
      const { txid, index } = host.utxos()[input]!
      const tx = new BitcoinJsTransaction()
      tx.version = 2
      tx.addInput(txid, index)
      tx.addOutput(deposit.script, deposit.value)
      const signature = (pair: typeof a, type: number) =>
        Uint8Array.of(...derOf(pair.sign(tx.hashForWitnessV0(0, both, 1_000n, type))), type)
      tx.setWitness(0, [signature(b, types[1]), signature(a, types[0]), both])
      return bitcoin(tx.toBuffer())
    }
    const transactions = [signed(0, [1, 2]), signed(0, [3, 1]), signed(0, [1, 1])]
    expect(reasons(host.execute(transactions))).toEqual([
      'rejected DepositNotSigned',
      'rejected DepositNotSigned',
      'success',
    ])
  })

  it('S15: an output cannot be turned into a deposit by a stranger who holds no key', () => {
    const host = new BitcoinHost([{ script, amount: 1_000 }])
    const honest = BitcoinJsTransaction.fromBuffer(
      pay(wallet, host.utxos(), [{ script, value: 900n }]).bytes,
    )
    honest.outs[0]!.script = theft
    expect(reasons(host.run(bitcoin(honest.toBuffer())))).toEqual(['rejected ScriptFailed'])
  })

  it('S15: materialise takes nothing from an identity, and cannot be steered', () => {
    const host = new BitcoinHost([], {
      accounts: [alice, mallory].map(({ id }) => ({ id, balance: COIN })),
    })
    const materialise = (script: Uint8Array) =>
      host.payload(mallory, { operation: 'materialise', script })
    // Alice's derived address, not linked yet: coin waits there, and becomes her output, nobody else's.
    const derived = accountScript(nobleCrypto, alice.id)
    const waiting = legacyId(nobleCrypto, Namespace.bvm, derived.subarray(2))
    const transfer = { operation: 'transfer', to: waiting, amount: 9n * SAT } as const
    host.run(host.envelope(alice, encodeNativePayload(transfer)))
    expect(reasons(host.run(materialise(derived)))).toEqual(['success'])
    expect(host.utxos()).toMatchObject([{ script: derived, amount: 9n }])
    // Linked, the address forwards to her balance: no stranger locks that up.
    host.run(host.create(alice))
    const before = host.balance(alice.id)
    expect(reasons(host.run(materialise(derived)))).toEqual(['rejected BindingRefused'])
    expect(host.balance(alice.id)).toBe(before)
  })
})
