/** S15, S11: which Bitcoin wallets may join an identity, by what signature; and what their authority is worth after. */
import { describe, expect, it } from 'vitest'
import type { ScriptProof } from '../../src/index.ts'
import {
  bitcoinBindingText,
  depositScript,
  encodeScriptProof,
  legacyId,
  messageTxid,
  Namespace,
  nobleCrypto,
} from '../../src/index.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { signedMessageHash } from '../../src/vms/bvm/binding.ts'
import { COIN, ed25519Signer } from '../support/test-chain.ts'
import {
  BitcoinHost,
  BitcoinJsTransaction,
  derOf,
  key,
  multisig,
  p2pkh,
  p2shP2wpkh,
  p2tr,
  p2wpkh,
  p2wsh,
  pay,
  reasons,
  SAT,
  scriptOf,
  tweaked,
} from './support.ts'

const alice = ed25519Signer(1)
const wallet = key(3)
const keyCode = Uint8Array.of(...scriptOf(p2pkh(wallet)))

/** BIP 322's to_sign over a txid, as bitcoinjs-lib hashes it. */
function toSign(txid: Uint8Array): BitcoinJsTransaction {
  const tx = new BitcoinJsTransaction()
  tx.version = 0
  tx.addInput(txid, 0, 0)
  tx.addOutput(Uint8Array.of(0x6a), 0n)
  return tx
}

const ecdsa = (hash: Uint8Array, type: number, pair = wallet) =>
  Uint8Array.of(...derOf(pair.sign(hash)), type)

interface Form {
  readonly name: string
  readonly script: Uint8Array
  sign(tx: BitcoinJsTransaction, type: number): ScriptProof
}

const nothing = new Uint8Array(0)
const FORMS: readonly Form[] = [
  {
    name: 'P2PKH',
    script: scriptOf(p2pkh(wallet)),
    sign: (tx, type) => {
      const signature = ecdsa(tx.hashForSignature(0, keyCode, type), type)
      const scriptSig = Uint8Array.of(signature.length, ...signature, 33, ...wallet.publicKey)
      return { scriptSig, witness: [] }
    },
  },
  {
    name: 'P2WPKH',
    script: scriptOf(p2wpkh(wallet)),
    sign: (tx, type) => {
      const signature = ecdsa(tx.hashForWitnessV0(0, keyCode, 0n, type), type)
      return { scriptSig: nothing, witness: [signature, Uint8Array.from(wallet.publicKey)] }
    },
  },
  {
    name: 'P2SH-P2WPKH',
    script: scriptOf(p2shP2wpkh(wallet)),
    sign: (tx, type) => {
      const signature = ecdsa(tx.hashForWitnessV0(0, keyCode, 0n, type), type)
      const scriptSig = Uint8Array.of(22, ...scriptOf(p2wpkh(wallet)))
      return { scriptSig, witness: [signature, Uint8Array.from(wallet.publicKey)] }
    },
  },
  {
    name: 'P2TR key path',
    script: scriptOf(p2tr(wallet)),
    sign: (tx, type) => {
      const hash = tx.hashForWitnessV1(0, [scriptOf(p2tr(wallet))], [0n], type)
      const signature = tweaked(wallet).signSchnorr(hash)
      return {
        scriptSig: nothing,
        witness: [type === 0 ? Uint8Array.from(signature) : Uint8Array.of(...signature, type)],
      }
    },
  },
]

function newHost(script: Uint8Array): BitcoinHost {
  const host = new BitcoinHost([{ script, amount: 10_000 }], {
    accounts: [
      { id: alice.id, balance: COIN },
      { id: legacyId(nobleCrypto, Namespace.bvm, script), balance: 77n * SAT },
    ],
  })
  expect(reasons(host.run(host.create(alice)))).toEqual(['success'])
  return host
}

interface Change {
  readonly registrationNonce?: bigint
  readonly chainId?: bigint
  readonly identity?: Uint8Array
}

function bind(host: BitcoinHost, form: Form, type: number, change: Change = {}) {
  const message = {
    ...host.binding,
    identity: alice.id,
    wallet: form.script,
    epoch: 0n,
    registrationNonce: 1n,
    ...change,
  }
  const txid = messageTxid(nobleCrypto, form.script, bitcoinBindingText(message))
  const proof = encodeScriptProof(form.sign(toSign(txid), type))
  const payload = {
    operation: 'bindAddress',
    namespace: Namespace.bvm,
    address: form.script,
    proof,
  } as const
  return host.envelope(alice, payload)
}

it('BIP 322: hash and txid of its examples', () => {
  // The BIP's own test vectors, for the address bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l.
  const script = Uint8Array.of(
    0,
    20,
    ...Buffer.from('2b05d564e6a7a33c087f16e0f730d1440123799d', 'hex'),
  )
  expect(bytesToHex(signedMessageHash(nobleCrypto, ''))).toBe(
    'c90c269c4f8fcbe6880f72a721ddfbf1914268a794cbb21cfafee13770ae19f1',
  )
  expect(bytesToHex(signedMessageHash(nobleCrypto, 'Hello World'))).toBe(
    'f0eb03b1a75ac6d9847f55c624a99169b5dccba2a31f5b23bea77ba270de0a7a',
  )
  const txid = (text: string) => bytesToHex(messageTxid(nobleCrypto, script, text).reverse())
  expect(txid('')).toBe('c5680aa69bb8d860bf82d4e9cd3504b55dde018de765a91bb566283c545a99a7')
  expect(txid('Hello World')).toBe(
    'b79d196740ad5217771c1098fc4a4b51e0535c32236c71f1ea4d61a2d603352b',
  )
})

describe.each(FORMS)('$name', (form) => {
  const all = form.name === 'P2TR key path' ? [0, 1] : [1]

  it.each(all)('S15: joins by a signature of type %i, with the coin that waited at it', (type) => {
    const host = newHost(form.script)
    const before = host.balance(alice.id)
    expect(reasons(host.run(bind(host, form, type)))).toEqual(['success'])
    expect(host.balance(alice.id)).toBe(before + 77n * SAT)
  })

  it.each([2, 3, 0x81, 0x82, 0x83])('S15: not by one of type %i', (type) => {
    const host = newHost(form.script)
    const isSigned = () => bind(host, form, type)
    expect(reasons(host.run(isSigned()))).toEqual(['rejected ProofOfControlInvalid'])
  })

  it('S14: not for another identity, chain or nonce', () => {
    const host = newHost(form.script)
    for (const change of [
      { identity: new Uint8Array(32) },
      { chainId: 1n },
      { registrationNonce: 2n },
    ]) {
      expect(reasons(host.run(bind(host, form, all[0]!, change)))).toEqual([
        'rejected ProofOfControlInvalid',
      ])
    }
    expect(reasons(host.run(bind(host, form, all[0]!)))).toEqual(['success'])
  })
})

describe('S15: other scripts', () => {
  it.each([
    ['anyone can spend', Uint8Array.of(0x51), { scriptSig: nothing, witness: [] }],
    [
      'a witness script',
      scriptOf(p2wsh(Uint8Array.of(0x51))),
      { scriptSig: nothing, witness: [Uint8Array.of(0x51)] },
    ],
    [
      'a multisig',
      scriptOf(multisig(1, wallet)),
      { scriptSig: nothing, witness: [nothing, nothing] },
    ],
  ] as const)('%s cannot join, whatever it runs', (_name, script, proof) => {
    const host = newHost(script)
    const bytes = encodeScriptProof(proof)
    const payload = {
      operation: 'bindAddress',
      namespace: Namespace.bvm,
      address: script,
      proof: bytes,
    } as const
    expect(reasons(host.run(host.envelope(alice, payload)))).toEqual([
      'rejected ProofOfControlInvalid',
    ])
  })

  it('a proof that is cut or longer is refused', () => {
    const form = FORMS[1]!
    const host = newHost(form.script)
    const proofs = [
      Uint8Array.of(5),
      Uint8Array.of(0, 1),
      Uint8Array.of(0, 0, 0),
      Uint8Array.of(0, 255),
    ]
    for (const proof of proofs) {
      const payload = {
        operation: 'bindAddress',
        namespace: Namespace.bvm,
        address: form.script,
        proof,
      } as const
      expect(reasons(host.run(host.envelope(alice, payload)))).toEqual([
        'rejected ProofOfControlInvalid',
      ])
    }
  })
})

describe('after a binding', () => {
  const form = FORMS[1]!

  it("wallet and identity both spend its outputs, and its raw transactions are the identity's", () => {
    const host = newHost(form.script)
    host.run(bind(host, form, 1))
    const [receipt] = host.run(pay(wallet, host.utxos(), [{ script: form.script, value: 9_000n }]))
    expect(receipt).toMatchObject({ status: 'success', sender: alice.id })
    const { txid, index } = host.utxo(form.script)
    const tx = new BitcoinJsTransaction()
    tx.version = 2
    tx.addInput(txid, index)
    tx.addOutput(form.script, 8_000n)
    const transaction = Uint8Array.from(tx.toBuffer())
    expect(reasons(host.run(host.payload(alice, { operation: 'spend', transaction })))).toEqual([
      'success',
    ])
  })

  it("a deposit that names the wallet's old id reaches the identity", () => {
    const host = newHost(form.script)
    host.run(bind(host, form, 1))
    const before = host.balance(alice.id)
    const old = legacyId(nobleCrypto, Namespace.bvm, form.script)
    const deposit = { script: depositScript(old), value: 9_000n }
    expect(reasons(host.run(pay(wallet, host.utxos(), [deposit])))).toEqual(['success'])
    expect(host.balance(alice.id)).toBe(before + 9_000n * SAT)
    expect(host.balance(old)).toBe(0n)
  })

  it('S11: a revoked wallet spends nothing any more; the identity still does', () => {
    const host = newHost(form.script)
    host.run(bind(host, form, 1))
    const revoke = {
      operation: 'revokeAddress',
      namespace: Namespace.bvm,
      address: form.script,
    } as const
    expect(reasons(host.run(host.envelope(alice, revoke)))).toEqual(['success'])
    const late = pay(wallet, host.utxos(), [{ script: form.script, value: 9_000n }])
    expect(reasons(host.run(late))).toEqual(['rejected AddressRevoked'])
    const wrapped = host.payload(alice, { operation: 'spend', transaction: late.bytes })
    expect(reasons(host.run(wrapped))).toEqual(['reverted OperationRefused'])
    const tx = BitcoinJsTransaction.fromBuffer(late.bytes)
    tx.setWitness(0, [])
    const transaction = Uint8Array.from(tx.toBuffer())
    expect(reasons(host.run(host.payload(alice, { operation: 'spend', transaction })))).toEqual([
      'success',
    ])
  })
})
