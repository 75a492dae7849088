/**
 * S14 and the way back: a bound wallet that changes hands on its own chain voids every key of the identity; who then holds the
 * wallet and who held the keys bring them back together, and neither alone.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { importSnarkjs } from '../../scripts/circuits/snarkjs.ts'
import type { KeyRegistration, NativePayload, Transaction, ZkOwner } from '../../src/index.ts'
import {
  decodeNativePayload,
  deriveTvmAddress,
  encodeNativePayload,
  identityOf,
  legacyId,
  Namespace,
  proveCommitment,
  solanaBindingText,
  tronBindingDigest,
} from '../../src/index.ts'
import { utf8 } from '../../src/primitives/bytes.ts'
import { ACCOUNT_LOCKED } from '../../src/state/reader.ts'
import { Ledger } from '../../src/vms/tvm/state/ledger.ts'
import { tronParameters } from '../../src/vms/tvm/state/parameters.ts'
import {
  defaultPermissions,
  knownOperations,
  setPermissions,
} from '../../src/vms/tvm/state/permissions.ts'
import { Host, statuses } from '../support/host.ts'
import type { Signer } from '../support/test-chain.ts'
import { COIN, crypto, ed25519Signer, secp256k1Signer } from '../support/test-chain.ts'
import { rawOf, signRaw, type TronWallet, tronWallet } from '../support/tron-wallet.ts'
import { SessionHost } from './session-host.ts'
import { believing, provenHere, testProver } from './session-proofs.ts'

const NOW = 1_760_000_000n
const alice = ed25519Signer(1)
const phone = secp256k1Signer(2)
const mallory = ed25519Signer(66)
const wallet = tronWallet(31)
const buyer = tronWallet(32)
const solana = ed25519Signer(33)
const TVM = Namespace.tvm
const SVM = Namespace.svm

const only = (host: Host, transaction: Transaction) => statuses(host.run(transaction))[0]
const by = (host: Host, payload: NativePayload, signer: Signer = alice) =>
  only(host, host.envelope(signer, payload, { sender: alice.id, gasLimit: 900_000n }))
const pay = { operation: 'transfer', to: mallory.id, amount: 1n } as const

const message = (host: Host, address: Uint8Array, epoch: bigint, registrationNonce: bigint) => ({
  ...host.binding,
  ...{ identity: alice.id, wallet: address, epoch, registrationNonce },
})
const bySolana = (host: Host, epoch: bigint, nonce: bigint) =>
  solana.sign(utf8(solanaBindingText(message(host, solana.publicKey, epoch, nonce))))
const byTron = (host: Host, signer: TronWallet, epoch: bigint, nonce: bigint) =>
  signer.sign(tronBindingDigest(crypto, message(host, wallet.address, epoch, nonce)))

/** Alice with two keys and a Tron wallet; registration nonce 3. */
function bound(): Host {
  const accounts = [
    ...[alice.id, mallory.id, wallet.id],
    legacyId(crypto, SVM, solana.publicKey),
  ].map((id) => ({ id, balance: 1_000n * COIN }))
  const host = new Host({ accounts, number: 0n, timestamp: NOW })
  expect(only(host, host.create(alice))).toBe('success')
  const registration = host.registration(phone, alice.id, 1n)
  expect(by(host, { operation: 'addKey', registration })).toBe('success')
  const { address } = wallet
  const proof = byTron(host, wallet, 0n, 2n)
  expect(by(host, { operation: 'bindAddress', namespace: TVM, address, proof })).toBe('success')
  return host
}

/** The wallet's raw transaction that gives its owner permission to the buyer. */
function sell(host: Host): void {
  const owner = {
    ...{ type: 0, permissionName: 'owner', threshold: 1n, parentId: 0 },
    operations: new Uint8Array(0),
    keys: [{ address: buyer.address, weight: 1n }],
  }
  const active = { ...owner, type: 2, operations: knownOperations(tronParameters()) }
  const actives = [active]
  const fields = { ownerAddress: wallet.address, owner, witness: undefined, actives }
  const raw = rawOf(host.state, NOW, { type: 'AccountPermissionUpdateContract', message: fields })
  expect(statuses(host.execute([signRaw(raw, [wallet])], { timestamp: NOW }))).toEqual(['success'])
  expect(host.state.account(alice.id)?.epoch).toBe(1n)
  for (const key of [alice, phone]) expect(by(host, pay, key)).toBe('UnauthorizedKey')
}

type Consents = readonly { readonly namespace: number; readonly proof: Uint8Array }[]

/** A restoration that a stranger pays for. */
function restore(host: Host, consents: Consents, registrations: readonly KeyRegistration[]) {
  const change = { kind: 'restore', id: alice.id, consents, registrations } as const
  return only(host, host.envelope(mallory, { operation: 'policy', change }, { gasLimit: 900_000n }))
}

describe('after a bound Tron wallet was sold', () => {
  it('its new owner and the old key together bring that key back, once', () => {
    const host = bound()
    sell(host)
    const agreed = [{ namespace: TVM, proof: byTron(host, buyer, 1n, 3n) }]
    const back = [host.registration(alice, alice.id, 3n, 1n)]
    expect(restore(host, agreed, back)).toBe('success')
    expect(by(host, pay)).toBe('success')
    expect(by(host, pay, phone)).toBe('UnauthorizedKey')
    expect(restore(host, agreed, back)).toBe('KeyPolicyViolated')
  })

  it('neither the old key alone, nor with the wallet’s old key, nor the new owner alone', () => {
    const host = bound()
    sell(host)
    const back = [host.registration(alice, alice.id, 3n, 1n)]
    const agreed = [{ namespace: TVM, proof: byTron(host, buyer, 1n, 3n) }]
    const refused: readonly (readonly [string, Consents, readonly KeyRegistration[]])[] = [
      ['ProofOfControlInvalid', [], back],
      ['ProofOfControlInvalid', [{ namespace: TVM, proof: byTron(host, wallet, 1n, 3n) }], back],
      ['ProofOfControlInvalid', [{ namespace: TVM, proof: byTron(host, buyer, 0n, 3n) }], back],
      ['ProofOfControlInvalid', [{ namespace: TVM, proof: byTron(host, buyer, 1n, 2n) }], back],
      ['ProofOfControlInvalid', [{ ...agreed[0]!, namespace: SVM }], back],
      ['UnauthorizedKey', agreed, [host.registration(mallory, alice.id, 3n, 1n)]],
      ['ProofOfControlInvalid', agreed, [host.registration(alice, alice.id, 3n, 0n)]],
      ['ProofOfControlInvalid', agreed, [host.registration(alice, alice.id, 2n, 1n)]],
      ['ProofOfControlInvalid', agreed, [host.registration(alice, mallory.id, 3n, 1n)]],
    ]
    for (const [expected, consents, registrations] of refused) {
      expect(restore(host, consents, registrations)).toBe(expected)
      expect(by(host, pay)).toBe('UnauthorizedKey')
    }
  })

  it('with a threshold, as many of the last keys as it says', () => {
    const host = bound()
    const policy = { kind: 'threshold', threshold: 2 } as const
    expect(by(host, { operation: 'policy', change: policy })).toBe('success')
    sell(host)
    const agreed = [{ namespace: TVM, proof: byTron(host, buyer, 1n, 3n) }]
    const one = host.registration(alice, alice.id, 3n, 1n)
    const two = host.registration(phone, alice.id, 4n, 1n)
    expect(restore(host, agreed, [one])).toBe('KeyPolicyViolated')
    expect(restore(host, agreed, [one, two])).toBe('success')
    expect(by(host, pay)).toBe('SignatureWeightTooLow')
  })

  it('every bound wallet that can change hands must agree; an account with keys needs no way back', () => {
    const host = bound()
    const address = solana.publicKey
    const proof = bySolana(host, 0n, 3n)
    expect(by(host, { operation: 'bindAddress', namespace: SVM, address, proof })).toBe('success')
    const early = [
      { namespace: SVM, proof: bySolana(host, 0n, 4n) },
      { namespace: TVM, proof: byTron(host, wallet, 0n, 4n) },
    ]
    const now = [host.registration(phone, alice.id, 4n)]
    expect(restore(host, early, now)).toBe('KeyPolicyViolated')
    sell(host)
    const agreed = [
      { namespace: SVM, proof: bySolana(host, 1n, 4n) },
      { namespace: TVM, proof: byTron(host, buyer, 1n, 4n) },
    ]
    const back = [host.registration(phone, alice.id, 4n, 1n)]
    expect(restore(host, agreed.slice(1), back)).toBe('ProofOfControlInvalid')
    // While a program owns the account, it is nobody's to restore.
    const lock = (flags: number) =>
      host.edit((journal) => journal.setFlags(journal.account(alice.id), flags))
    lock(ACCOUNT_LOCKED)
    expect(restore(host, agreed, back)).toBe('AccountLocked')
    lock(0)
    expect(restore(host, agreed, back)).toBe('success')
    expect(by(host, pay, phone)).toBe('success')
  })
})

it('a derived Tron address that was given to somebody: its holder must agree as well', () => {
  const host = new Host({ accounts: [alice, mallory].map(({ id }) => ({ id, balance: COIN })) })
  expect(only(host, host.create(alice))).toBe('success')
  const derived = deriveTvmAddress(crypto, alice.id)
  host.edit((journal) => {
    const parameters = tronParameters()
    const ledger = new Ledger({ journal, crypto, parameters, headTime: NOW * 1_000n })
    const handle = ledger.resolve(derived)
    const { owner, ...rest } = defaultPermissions(derived, parameters)
    const keys = [{ address: buyer.address, weight: 1n }]
    setPermissions(ledger, handle, { ...rest, owner: { ...owner, keys } })
  })
  expect(host.state.account(alice.id)?.epoch).toBe(1n)
  expect(by(host, pay)).toBe('UnauthorizedKey')
  const digest = tronBindingDigest(crypto, message(host, derived, 1n, 1n))
  const consent = (signer: TronWallet) => [{ namespace: TVM, proof: signer.sign(digest) }]
  const back = [host.registration(alice, alice.id, 1n, 1n)]
  expect(restore(host, [], back)).toBe('ProofOfControlInvalid')
  expect(restore(host, consent(wallet), back)).toBe('ProofOfControlInvalid')
  expect(restore(host, consent(buyer), back)).toBe('success')
  expect(by(host, pay)).toBe('success')
})

describe('a wallet that another one took the place of', () => {
  const second = tronWallet(34)

  /** A second Tron wallet is bound, then the first one, which still acts by raw transactions, is sold. */
  function sold(revokeFirst = false): Host {
    const host = bound()
    const fields = { ownerAddress: wallet.address, toAddress: buyer.address, amount: 1_000_000n }
    const raw = rawOf(host.state, NOW, { type: 'TransferContract', message: fields })
    expect(only(host, signRaw(raw, [wallet]))).toBe('success')
    const { address } = second
    const proof = second.sign(tronBindingDigest(crypto, message(host, address, 0n, 3n)))
    expect(by(host, { operation: 'bindAddress', namespace: TVM, address, proof })).toBe('success')
    if (revokeFirst) {
      const first = { namespace: TVM, address: wallet.address }
      expect(by(host, { operation: 'revokeAddress', ...first })).toBe('success')
      host.edit((journal) => journal.setEpoch(journal.account(alice.id), 1n))
    } else sell(host)
    return host
  }
  const bySecond = (host: Host) => ({
    namespace: TVM,
    proof: second.sign(tronBindingDigest(crypto, message(host, second.address, 1n, 4n))),
  })

  it('is sold all the same: its new owner must agree too', () => {
    const host = sold()
    const back = [host.registration(alice, alice.id, 4n, 1n)]
    const first = { namespace: TVM, proof: byTron(host, buyer, 1n, 4n) }
    const old = { namespace: TVM, proof: byTron(host, wallet, 1n, 4n) }
    const canonical = bySecond(host)
    for (const consents of [[canonical], [first], [canonical, old], [first, canonical]]) {
      expect(restore(host, consents, back)).toBe('ProofOfControlInvalid')
      expect(by(host, pay)).toBe('UnauthorizedKey')
    }
    expect(restore(host, [canonical, first], back)).toBe('success')
    expect(by(host, pay)).toBe('success')
  })

  it('has no say once it was revoked', () => {
    const host = sold(true)
    const back = [host.registration(alice, alice.id, 4n, 1n)]
    expect(restore(host, [bySecond(host)], back)).toBe('success')
    expect(by(host, pay)).toBe('success')
  })
})

it('an identity has at most eight such wallets, and room again when one is revoked', () => {
  const host = bound()
  const bind = (seed: number, nonce: bigint) => {
    const { address, sign } = tronWallet(seed)
    const proof = sign(tronBindingDigest(crypto, message(host, address, 0n, nonce)))
    return by(host, { operation: 'bindAddress', namespace: TVM, address, proof })
  }
  for (let i = 0; i < 8; i++) expect(bind(40 + i, 3n + BigInt(i))).toBe('success')
  expect(bind(48, 11n)).toBe('BindingRefused')
  const { address } = tronWallet(41)
  expect(by(host, { operation: 'revokeAddress', namespace: TVM, address })).toBe('success')
  expect(bind(48, 11n)).toBe('success')
})

it('a restoration has one encoding', () => {
  const host = bound()
  const registrations = [
    host.registration(alice, alice.id, 3n),
    host.registration(phone, alice.id, 4n),
  ]
  const consents = [
    { namespace: SVM, proof: new Uint8Array(64).fill(1) },
    { namespace: TVM, proof: new Uint8Array(65).fill(2) },
  ]
  const restoration = { kind: 'restore', id: alice.id, consents } as const
  const commitment = {
    idCom: alice.id.with(0, 0),
    target: new Uint8Array(32),
    proof: new Uint8Array(256),
  }
  const payloads: readonly NativePayload[] = [
    { operation: 'policy', change: { ...restoration, registrations } },
    { operation: 'proof', change: { ...restoration, commitment } },
  ]
  for (const payload of payloads) {
    const bytes = encodeNativePayload(payload)
    expect(decodeNativePayload(bytes)).toEqual(payload)
    for (let length = 1; length < bytes.length; length++)
      expect(() => decodeNativePayload(bytes.subarray(0, length))).toThrow('MalformedPayload')
    expect(() => decodeNativePayload(Uint8Array.of(...bytes, 0))).toThrow('MalformedPayload')
  }
  const reversed = { ...restoration, consents: [...consents].reverse(), registrations }
  expect(() => encodeNativePayload({ operation: 'policy', change: reversed })).toThrow(
    'order of namespace',
  )
})

describe('an id_com account', () => {
  const owner: ZkOwner = {
    rev: new Uint8Array(32).fill(0xf2),
    salt: new Uint8Array(32).fill(0x23),
    stream: { algorithm: 4, index: 0 },
  }

  afterAll(async () => {
    if (provenHere() > 0)
      await (await (await importSnarkjs()).curves.getCurveFromName('bn128')).terminate()
  })

  it('comes back by a proof at its new epoch, not by one that was made before', async () => {
    const accounts = [{ id: mallory.id, balance: COIN }]
    const host = new SessionHost({ accounts, ...believing })
    const id = identityOf(owner, host.binding)
    const prove = (epoch: bigint, registrationNonce: bigint) =>
      proveCommitment(testProver, crypto, owner, host.binding, { id, epoch, registrationNonce })
    const send = (change: Extract<NativePayload, { operation: 'proof' }>['change']) => {
      const payload = { operation: 'proof', change } as const
      return only(host, host.envelope(mallory, payload, { gasLimit: 900_000n }))
    }
    expect(send({ kind: 'create', commitment: await prove(0n, 0n) })).toBe('success')
    host.edit((journal) => journal.setEpoch(journal.account(id), 1n))
    const again = { kind: 'restore', id, consents: [] } as const
    expect(send({ ...again, commitment: await prove(0n, 1n) })).toBe('ProofOfControlInvalid')
    const commitment = await prove(1n, 1n)
    expect(send({ ...again, commitment })).toBe('success')
    expect(send({ ...again, commitment })).toBe('KeyPolicyViolated')
  })
})
