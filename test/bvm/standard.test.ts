/** A chain of standard transactions only: what wallets make passes, what Core would not relay is refused with Core's reason. */
import { describe, expect, it } from 'vitest'
import type { GenesisOptions } from '../../src/index.ts'
import { accountScript, depositScript, nobleCrypto } from '../../src/index.ts'
import { dustThreshold } from '../../src/vms/bvm/standard.ts'
import {
  BitcoinHost,
  BitcoinJsTransaction,
  bitcoin,
  key,
  multisig,
  type NewOutput,
  p2pkh,
  p2tr,
  p2wpkh,
  p2wsh,
  pay,
  reasons,
  scriptOf,
} from './support.ts'

const wallet = key(1)
const script = scriptOf(p2wpkh(wallet))
const standard: Partial<GenesisOptions> = {
  configure: (draft) => {
    draft.parameters = { bvm: { standard: 1n } }
  },
}
const newHost = (...scripts: Uint8Array[]) =>
  new BitcoinHost(
    [script, ...scripts].map((own) => ({ script: own, amount: 100_000 })),
    standard,
  )

const reasonOf = (host: BitcoinHost, bytes: Uint8Array): string | undefined => {
  const [receipt] = host.run(bitcoin(bytes))
  if (receipt!.status === 'success') return 'success'
  return /refused for ([\w-]+)/.exec(receipt!.error!.message)?.[1] ?? receipt!.error!.name
}

const programOf = (code: Uint8Array): Uint8Array =>
  Uint8Array.of(0, 32, ...nobleCrypto.sha256(code))

/** Pays to outputs from the wallet's own. */
const payTo = (host: BitcoinHost, outputs: readonly NewOutput[], version = 2) =>
  pay(wallet, [host.utxo(script)], [...outputs, { script, value: 1_000n }], { version }).bytes

describe('outputs', () => {
  it.each([
    ['P2PKH', scriptOf(p2pkh(wallet))],
    ['P2TR', scriptOf(p2tr(wallet))],
    ['P2WSH', scriptOf(multisig(2, wallet, key(2), key(3)))],
    ['P2PK', Uint8Array.of(33, ...wallet.publicKey, 0xac)],
    ['bare multisig', Uint8Array.of(0x51, 33, ...wallet.publicKey, 0x51, 0xae)],
    ['a witness version to come', Uint8Array.of(0x52, 2, 1, 2)],
    ['an account', accountScript(nobleCrypto, new Uint8Array(32))],
    ['a deposit', depositScript(new Uint8Array(32))],
    ['80 bytes of data', Uint8Array.of(0x6a, 0x4c, 80, ...new Uint8Array(80))],
  ])('%s is standard', (_name, to) => {
    const host = newHost()
    expect(reasonOf(host, payTo(host, [{ script: to, value: 1_000n }]))).toBe('success')
  })

  it.each([
    ['any other script', Uint8Array.of(0x51), 'scriptpubkey'],
    [
      'multisig of four',
      Uint8Array.of(
        0x51,
        ...Array.from({ length: 4 }, () => [33, ...wallet.publicKey]).flat(),
        0x54,
        0xae,
      ),
      'scriptpubkey',
    ],
    ['81 bytes of data', Uint8Array.of(0x6a, 0x4c, 81, ...new Uint8Array(81)), 'scriptpubkey'],
    [
      'a version 0 program of 30 bytes',
      Uint8Array.of(0, 30, ...new Uint8Array(30)),
      'scriptpubkey',
    ],
  ])('%s is not', (_name, to, reason) => {
    const host = newHost()
    expect(reasonOf(host, payTo(host, [{ script: to, value: 1_000n }]))).toBe(reason)
    // Consensus allows it.
    const free = new BitcoinHost([{ script, amount: 100_000 }])
    expect(reasonOf(free, payTo(free, [{ script: to, value: 1_000n }]))).toBe('success')
  })

  it('two of data are one too many', () => {
    const host = newHost()
    const data = { script: Uint8Array.of(0x6a, 1, 1), value: 0n }
    expect(reasonOf(host, payTo(host, [data, data]))).toBe('multi-op-return')
    expect(reasonOf(host, payTo(host, [data]))).toBe('success')
  })

  // Core's thresholds at 3,000 satoshi per 1,000 virtual bytes.
  it.each([
    ['P2PKH', scriptOf(p2pkh(wallet)), 546n],
    ['P2WPKH', script, 294n],
    ['P2WSH', scriptOf(p2wsh(Uint8Array.of(0x51))), 330n],
    ['P2TR', scriptOf(p2tr(wallet)), 330n],
    ['OP_RETURN', Uint8Array.of(0x6a), 0n],
  ])("the dust of %s is Core's", (_name, to, threshold) => {
    expect(dustThreshold(to)).toBe(threshold)
  })
})

describe('transactions', () => {
  it.each([
    [1, 'success'],
    [2, 'success'],
    [3, 'success'],
    [4, 'version'],
    [0, 'version'],
  ])('version %i: %s', (version, expected) => {
    const host = newHost()
    expect(reasonOf(host, payTo(host, [{ script, value: 1_000n }], version))).toBe(expected)
  })

  it('of less than 65 bytes are refused', () => {
    const host = newHost()
    const small = pay(wallet, [host.utxo(script)], [{ script: Uint8Array.of(0x6a), value: 0n }])
    expect(reasonOf(host, small.bytes)).toBe('tx-size-small')
  })

  it('that spend what is no template are refused', () => {
    const open = Uint8Array.of(0x51)
    const host = newHost(open)
    const { txid, index } = host.utxo(open)
    const tx = new BitcoinJsTransaction()
    tx.version = 2
    tx.addInput(txid, index)
    tx.addOutput(script, 1_000n)
    expect(reasonOf(host, tx.toBuffer())).toBe('bad-txns-nonstandard-inputs')
  })

  it.each([
    [
      'a scriptSig that does more than push',
      (tx: BitcoinJsTransaction) => tx.setInputScript(0, Uint8Array.of(0x61)),
      'scriptsig-not-pushonly',
    ],
    [
      'a scriptSig of 1,651 bytes',
      (tx: BitcoinJsTransaction) => tx.setInputScript(0, new Uint8Array(1_651)),
      'scriptsig-size',
    ],
  ])('with %s are refused', (_name, edit, reason) => {
    const host = newHost()
    const tx = BitcoinJsTransaction.fromBuffer(payTo(host, [{ script, value: 1_000n }]))
    edit(tx)
    expect(reasonOf(host, tx.toBuffer())).toBe(reason)
  })

  it.each([
    ['an item of 81 bytes', [new Uint8Array(81), Uint8Array.of(0x75, 0x51)]],
    ['101 items', [...Array.from({ length: 101 }, () => Uint8Array.of(1)), Uint8Array.of(0x51)]],
    ['a script of 3,601 bytes', [new Uint8Array(3_601).fill(0x61)]],
  ])('with %s in the witness are refused', (_name, witness) => {
    const code = witness.at(-1)!
    const host = newHost(programOf(code))
    const { txid, index } = host.utxo(programOf(code))
    const tx = new BitcoinJsTransaction()
    tx.version = 2
    tx.addInput(txid, index)
    tx.addOutput(script, 1_000n)
    tx.setWitness(0, witness)
    expect(reasonOf(host, tx.toBuffer())).toBe('bad-witness-nonstandard')
  })

  it('a signature with s in the upper half is consensus, and not standard', () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const raise = (bytes: Uint8Array) => {
      const tx = BitcoinJsTransaction.fromBuffer(bytes)
      const [signature, pubkey] = tx.ins[0]!.witness as [Uint8Array, Uint8Array]
      const at = 6 + signature[3]!
      const s = BigInt(
        `0x${Buffer.from(signature.subarray(at, at + signature[at - 1]!)).toString('hex')}`,
      )
      const high = [...Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')]
      if (high[0]! >= 0x80) high.unshift(0)
      const body = [...signature.subarray(2, at - 1), high.length, ...high]
      tx.setWitness(0, [Uint8Array.of(0x30, body.length, ...body, 1), pubkey])
      return tx.toBuffer()
    }
    const [strict, free] = [newHost(), new BitcoinHost([{ script, amount: 100_000 }])]
    const outputs = [{ script, value: 1_000n }]
    expect(reasons(strict.run(bitcoin(raise(payTo(strict, outputs)))))).toEqual([
      'rejected ScriptFailed',
    ])
    expect(reasons(free.run(bitcoin(raise(payTo(free, outputs)))))).toEqual(['success'])
  })
})
