/** Transactions that bitcoinjs-lib builds and signs, by script form: each accepted whole, and refused with one bit changed. */
import { script as bitcoinScript, opcodes, type Payment } from 'bitcoinjs-lib'
import { describe, expect, it } from 'vitest'
import type { BitcoinDetails } from '../../src/index.ts'
import { legacyId, Namespace, nobleCrypto } from '../../src/index.ts'
import {
  BitcoinHost,
  BitcoinJsTransaction,
  bitcoin,
  key,
  multisig,
  NETWORK,
  type Psbt,
  p2pkh,
  p2shP2wpkh,
  p2tr,
  p2wpkh,
  pay,
  payments,
  psbtOf,
  reasons,
  scriptOf,
  tweaked,
  xOnly,
} from './support.ts'

const [alice, bob, carol] = [key(1), key(2), key(3)]
const target = scriptOf(p2wpkh(bob))
const leaf = bitcoinScript.compile([xOnly(alice), opcodes.OP_CHECKSIG!])
const tree = { output: leaf }
const scriptPath = payments.p2tr({
  internalPubkey: xOnly(carol),
  scriptTree: tree,
  redeem: { output: leaf, redeemVersion: 0xc0 },
  network: NETWORK,
})

interface Case {
  readonly name: string
  readonly payment: Payment
  /** Signs the only input. */
  sign(psbt: Psbt): void
}

const CASES: readonly Case[] = [
  { name: 'P2WPKH', payment: p2wpkh(alice), sign: (psbt) => void psbt.signInput(0, alice) },
  {
    name: 'P2SH-P2WPKH',
    payment: p2shP2wpkh(alice),
    sign: (psbt) => {
      psbt.updateInput(0, { redeemScript: scriptOf(p2wpkh(alice)) })
      psbt.signInput(0, alice)
    },
  },
  {
    name: 'P2WSH 2 of 3',
    payment: multisig(2, alice, bob, carol),
    sign: (psbt) => {
      const witnessScript = multisig(2, alice, bob, carol).redeem!.output!
      psbt.updateInput(0, { witnessScript })
      psbt.signInput(0, alice).signInput(0, carol)
    },
  },
  {
    name: 'P2TR key path',
    payment: p2tr(alice),
    sign: (psbt) => {
      psbt.updateInput(0, { tapInternalKey: xOnly(alice) })
      psbt.signInput(0, tweaked(alice))
    },
  },
  {
    name: 'P2TR script path',
    payment: scriptPath,
    sign: (psbt) => {
      const controlBlock = scriptPath.witness!.at(-1)!
      psbt.updateInput(0, { tapLeafScript: [{ leafVersion: 0xc0, script: leaf, controlBlock }] })
      psbt.signInput(0, alice)
    },
  },
]

function spend(host: BitcoinHost, { payment, sign }: Case): Uint8Array {
  const psbt = psbtOf([host.utxo(scriptOf(payment))], [{ script: target, value: 90_000n }])
  sign(psbt)
  psbt.finalizeAllInputs()
  return Uint8Array.from(psbt.extractTransaction(true).toBuffer())
}

describe.each(CASES)('$name', (wallet) => {
  const newHost = () => new BitcoinHost([{ script: scriptOf(wallet.payment), amount: 100_000 }])

  it('is accepted, and its receipt says what happened', () => {
    const host = newHost()
    const bytes = spend(host, wallet)
    const [receipt] = host.run(bitcoin(bytes))
    expect(receipt).toMatchObject({ status: 'success', kind: 'bitcoin', machine: 'bvm' })
    const parsed = BitcoinJsTransaction.fromBuffer(bytes)
    const details = receipt!.details as BitcoinDetails
    expect(details).toMatchObject({
      fee: 10_000n,
      weight: parsed.weight(),
      vsize: parsed.virtualSize(),
      burnt: 0n,
      deposits: [],
    })
    expect(details.txid).toEqual(Uint8Array.from(parsed.getHash()))
    expect(details.wtxid).toEqual(Uint8Array.from(parsed.getHash(true)))
    expect(details.created).toEqual([
      { txid: details.txid, index: 0, amount: 90_000n, script: target },
    ])
    expect(receipt!.sender).toEqual(legacyId(nobleCrypto, Namespace.bvm, scriptOf(wallet.payment)))
    expect(host.utxos().map(({ amount }) => amount)).toEqual([90_000n])
    expect(receipt!.gasUsed).toBeGreaterThanOrEqual(BigInt(parsed.weight()) * 10n)
  })

  it('is refused with any part of its proof changed, and nothing has happened', () => {
    const host = newHost()
    const bytes = spend(host, wallet)
    const { root } = host.state
    const parsed = BitcoinJsTransaction.fromBuffer(bytes)
    for (const [i, item] of parsed.ins[0]!.witness.entries()) {
      if (item.length === 0) continue
      const witness = parsed.ins[0]!.witness.map((bytes) => Uint8Array.from(bytes))
      witness[i]![witness[i]!.length >> 1]! ^= 4
      const forged = parsed.clone()
      forged.setWitness(0, witness)
      expect(reasons(host.run(bitcoin(forged.toBuffer())))).toEqual(['rejected ScriptFailed'])
      expect(host.inOutputs).toBe(100_000n)
    }
    expect(root).not.toEqual(host.state.root) // the clock ticked
  })

  it('is refused with another amount of the output', () => {
    const host = newHost()
    const parsed = BitcoinJsTransaction.fromBuffer(spend(host, wallet))
    parsed.outs[0]!.value += 1n
    expect(reasons(host.run(bitcoin(parsed.toBuffer())))).toEqual(['rejected ScriptFailed'])
  })
})

describe('P2PKH', () => {
  it('is accepted with the previous transaction in the PSBT, refused with another key', () => {
    const host = new BitcoinHost([{ script: scriptOf(p2wpkh(alice)), amount: 100_000 }])
    const script = scriptOf(p2pkh(alice))
    const funding = pay(alice, host.utxos(), [{ script, value: 99_000n }])
    expect(reasons(host.run(funding))).toEqual(['success'])
    const { txid, index } = host.utxo(script)
    const psbt = psbtOf([], [{ script: target, value: 98_000n }])
    psbt.addInput({ hash: txid, index, nonWitnessUtxo: funding.bytes })
    psbt.signAllInputs(alice).finalizeAllInputs()
    const bytes = psbt.extractTransaction(true).toBuffer()
    const forged = BitcoinJsTransaction.fromBuffer(bytes)
    const scriptSig = Uint8Array.from(forged.ins[0]!.script)
    scriptSig.set(bob.publicKey, scriptSig.length - 33)
    forged.setInputScript(0, scriptSig)
    const receipts = host.run(bitcoin(forged.toBuffer()), bitcoin(bytes), bitcoin(bytes))
    expect(reasons(receipts)).toEqual([
      'rejected ScriptFailed',
      'success',
      'rejected OutputMissing',
    ])
  })
})
