/** Keys that expire, keys that sign together, post-quantum keys; and what a forger tries with each of them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attachCredential } from '../../src/envelope.ts'
import { readAuthority } from '../../src/identity/authority.ts'
import { legacyId, selfCertifyingId } from '../../src/identity/legacy.ts'
import type { PolicyChange } from '../../src/identity/policy.ts'
import type { UnsignedEnvelope } from '../../src/index.ts'
import { Namespace } from '../../src/state/reader.ts'
import { nativeGas } from '../../src/vms/native/gas.ts'
import type { NativePayload } from '../../src/vms/native/index.ts'
import { encodeNativePayload } from '../../src/vms/native/index.ts'
import type { Result, Signer, TestChainOptions } from '../support/test-chain.ts'
import {
  COIN,
  crypto,
  ed25519Signer,
  mlDsa44Signer,
  secp256k1Signer,
  signTogether,
  TestChain,
} from '../support/test-chain.ts'

const alice = ed25519Signer(1)
const phone = secp256k1Signer(2)
const vault = mlDsa44Signer(3)
const spare = ed25519Signer(4)
const mallory = ed25519Signer(66)
const malloryToo = secp256k1Signer(67)
const signers = [alice, phone, vault, spare]

const pay = { operation: 'transfer', to: mallory.id, amount: 1n } as const

function created(options: TestChainOptions = {}): TestChain {
  const chain = new TestChain(options)
  chain.fund(alice.id, 10n * COIN)
  chain.fund(mallory.id, 10n * COIN)
  expect(chain.create(alice).status).toBe('success')
  expect(chain.create(mallory).status).toBe('success')
  return chain
}

const keysRecord = (chain: TestChain) => {
  const authority = readAuthority(chain.look(), alice.id)
  if (authority?.kind !== 'keys') throw new Error('alice has keys')
  return authority
}

/** Sends from alice's account, signed by these keys: one as itself, more as several. */
function send(
  chain: TestChain,
  by: readonly Signer[],
  payload: NativePayload,
  fields: Partial<UnsignedEnvelope> = {},
): Result {
  const [first] = by
  if (by.length === 1 && first !== undefined)
    return chain.send(first, payload, { sender: alice.id, ...fields })
  return chain.run(signTogether(by, draft(chain, 5, payload, fields)))
}

const draft = (
  chain: TestChain,
  algorithm: number,
  payload: NativePayload,
  fields: Partial<UnsignedEnvelope> = {},
): UnsignedEnvelope =>
  chain.unsigned(alice.id, algorithm, { payload: encodeNativePayload(payload), ...fields })

const policy = (change: PolicyChange): NativePayload => ({ operation: 'policy', change })
const threshold = (n: number) => policy({ kind: 'threshold', threshold: n })
const expiry = ({ algorithm, publicKey }: Signer, lastValidBlock: bigint) =>
  policy({ kind: 'expiry', algorithm, key: publicKey, lastValidBlock })

function add(chain: TestChain, by: readonly Signer[], key: Signer): Result {
  const { registrationNonce } = keysRecord(chain)
  const { epoch } = chain.look().account(alice.id)
  const registration = chain.registration(key, { id: alice.id, epoch, registrationNonce })
  return send(chain, by, { operation: 'addKey', registration })
}

function replacement(chain: TestChain, keys: readonly Signer[], n: number): NativePayload {
  const { registrationNonce } = keysRecord(chain)
  const epoch = chain.look().account(alice.id).epoch + 1n
  const sorted = [...keys].sort(
    (a, b) =>
      a.algorithm - b.algorithm ||
      Buffer.compare(Buffer.from(a.publicKey), Buffer.from(b.publicKey)),
  )
  const registrations = sorted.map((key, i) =>
    chain.registration(key, {
      id: alice.id,
      epoch,
      registrationNonce: registrationNonce + BigInt(i),
    }),
  )
  return policy({ kind: 'replace', threshold: n, registrations })
}

/** Alice with four keys of three algorithms, two of which must sign. */
function guarded(options: TestChainOptions = {}): TestChain {
  const chain = created(options)
  for (const key of [phone, vault, spare]) expect(add(chain, [alice], key).status).toBe('success')
  expect(send(chain, [alice], threshold(2)).status).toBe('success')
  return chain
}

describe('ML-DSA-44 keys', () => {
  it('create a self-certifying account, sign for it, are rotated away and come back', () => {
    const chain = created()
    chain.fund(vault.id, COIN)
    expect(chain.create(vault).status).toBe('success')
    expect(chain.send(vault, pay).status).toBe('success')
    const rotate = chain.registration(phone, { id: vault.id, epoch: 1n, registrationNonce: 1n })
    expect(chain.send(vault, { operation: 'rotateKeys', registration: rotate }).status).toBe(
      'success',
    )
    expect(chain.send(vault, pay)).toMatchObject({ code: 'UnauthorizedKey' })
    const back = chain.registration(vault, { id: vault.id, epoch: 1n, registrationNonce: 2n })
    expect(
      chain.send(phone, { operation: 'addKey', registration: back }, { sender: vault.id }).status,
    ).toBe('success')
    expect(chain.send(vault, pay).status).toBe('success')
  })

  it('refuse any other byte of the signature, the key or what was signed', () => {
    const chain = created()
    chain.fund(vault.id, COIN)
    expect(chain.create(vault).status).toBe('success')
    const wire = chain.envelope(vault, pay)
    const signature = wire.length - 2_420
    for (const at of [signature, signature + 31, signature + 1_500, wire.length - 1]) {
      const mutant = wire.slice()
      mutant[at]! ^= 1
      expect(chain.run(mutant)).toMatchObject({ code: 'InvalidSignature' })
    }
    const otherKey = wire.slice()
    otherKey[signature - 1]! ^= 1
    expect(chain.run(otherKey)).toMatchObject({ code: 'UnauthorizedKey' })
    const otherFee = wire.slice()
    otherFee[signature - 1_312 - 2 - 1 - 16 - 8 - 32 - 8 - 32 - 1]! ^= 1
    expect(chain.run(otherFee).status).toBe('rejected')
    expect(chain.run(wire).status).toBe('success')
  })

  it('cost what their bytes take', () => {
    const chain = created()
    const short = chain.registration(phone, { id: alice.id, registrationNonce: 1n })
    const long = chain.registration(vault, { id: alice.id, registrationNonce: 1n })
    const gas = (registration: typeof long) => nativeGas({ operation: 'addKey', registration })
    expect(gas(long) - gas(short)).toBe(200n * (1312n - 64n))
  })
})

describe('thresholds', () => {
  it('one key is not enough for anything, two of any algorithm are', () => {
    const chain = guarded()
    const everything: NativePayload[] = [
      pay,
      threshold(1),
      expiry(spare, 9n),
      { operation: 'removeKey', algorithm: spare.algorithm, key: spare.publicKey },
      replacement(chain, [alice], 1),
    ]
    for (const payload of everything) {
      for (const signer of signers)
        expect(send(chain, [signer], payload)).toMatchObject({ code: 'SignatureWeightTooLow' })
    }
    for (const pair of [
      [alice, phone],
      [phone, vault],
      [spare, alice],
    ])
      expect(send(chain, pair, pay).status).toBe('success')
    expect(send(chain, signers, pay).status).toBe('success')
  })

  it('each of several must be registered and must have signed', () => {
    const chain = guarded()
    expect(send(chain, [alice, mallory], pay)).toMatchObject({ code: 'UnauthorizedKey' })
    const liar: Signer = { ...phone, sign: (digest) => malloryToo.sign(digest) }
    expect(send(chain, [alice, liar], pay)).toMatchObject({ code: 'InvalidSignature' })
    // One too many is no better than one too few.
    expect(send(chain, [alice, spare, liar], pay)).toMatchObject({ code: 'InvalidSignature' })
  })

  it('the same key twice is not two keys, in either order of bytes', () => {
    const chain = guarded()
    expect(() => signTogether([alice, alice], draft(chain, 5, pay))).toThrow('rising')
    const together = draft(chain, 5, pay)
    const [one] = [chain.envelope(alice, pay, { algorithm: 0 })]
    const credential = one!.slice(one!.length - 96)
    expect(() =>
      attachCredential(together, Uint8Array.of(2, 0, ...credential, 0, ...credential)),
    ).toThrow('rising')
  })

  it('a signature for several keys is none for one key, and the reverse', () => {
    const chain = created()
    expect(add(chain, [alice], phone).status).toBe('success')
    const wire = signTogether([alice, phone], draft(chain, 5, pay))
    const credential = wire.slice(wire.length - 97 - 1 - 96, wire.length - 97 - 1)
    const alone = attachCredential(draft(chain, 0, pay), credential)
    expect(chain.run(alone)).toMatchObject({ code: 'InvalidSignature' })
    const single = chain.envelope(alice, pay)
    const pair = Uint8Array.of(
      ...[2, 0],
      ...single.slice(single.length - 96),
      1,
      ...wire.slice(wire.length - 97),
    )
    expect(chain.run(attachCredential(draft(chain, 5, pay), pair))).toMatchObject({
      code: 'InvalidSignature',
    })
    expect(chain.run(wire).status).toBe('success')
  })

  it('an account that was not created yet is spoken for by its one key only', () => {
    const chain = created()
    chain.fund(spare.id, COIN)
    const unsigned = chain.unsigned(spare.id, 5, { payload: encodeNativePayload(pay) })
    expect(chain.run(signTogether([spare, mallory], unsigned))).toMatchObject({
      code: 'UnknownSender',
    })
    expect(chain.send(spare, pay).status).toBe('success')
  })

  it('never above the keys that last', () => {
    const chain = created()
    expect(send(chain, [alice], threshold(2))).toMatchObject({ code: 'KeyPolicyViolated' })
    expect(add(chain, [alice], phone).status).toBe('success')
    expect(send(chain, [alice], expiry(phone, 1_000n)).status).toBe('success')
    expect(send(chain, [alice], threshold(2))).toMatchObject({ code: 'KeyPolicyViolated' })
    expect(send(chain, [alice], expiry(phone, 0n)).status).toBe('success')
    expect(send(chain, [alice], threshold(2)).status).toBe('success')
    const both = [alice, phone]
    for (const stranding of [
      expiry(phone, 1_000n),
      { operation: 'removeKey', algorithm: phone.algorithm, key: phone.publicKey },
      threshold(3),
      replacement(chain, [spare], 2),
    ] as NativePayload[])
      expect(send(chain, both, stranding)).toMatchObject({ code: 'KeyPolicyViolated' })
    const rotation = chain.registration(spare, {
      id: alice.id,
      epoch: 1n,
      registrationNonce: keysRecord(chain).registrationNonce,
    })
    expect(send(chain, both, { operation: 'rotateKeys', registration: rotation })).toMatchObject({
      code: 'KeyPolicyViolated',
    })
    const set = chain.registration(spare, {
      id: alice.id,
      registrationNonce: keysRecord(chain).registrationNonce,
    })
    // Replacing the one Ed25519 key by another leaves two.
    expect(send(chain, both, { operation: 'setKey', registration: set }).status).toBe('success')
  })

  it('replace changes all keys and the threshold at once, and voids the old epoch', () => {
    const chain = guarded()
    const next = [ed25519Signer(7), secp256k1Signer(8), ed25519Signer(9)]
    const change = replacement(chain, next, 3)
    expect(send(chain, [alice, phone], change).status).toBe('success')
    expect(chain.look().account(alice.id).epoch).toBe(1n)
    expect(keysRecord(chain)).toMatchObject({ threshold: 3, registrationNonce: 7n })
    expect(send(chain, signers, pay)).toMatchObject({ code: 'UnauthorizedKey' })
    expect(send(chain, next.slice(1), pay)).toMatchObject({ code: 'SignatureWeightTooLow' })
    expect(send(chain, next, pay).status).toBe('success')
    // Proofs of control of the epoch before are worth nothing.
    expect(send(chain, next, change)).toMatchObject({ code: 'ProofOfControlInvalid' })
  })

  it('each new key of a replacement has proved itself, for its own place', () => {
    const chain = guarded()
    const honest = replacement(chain, [spare, phone], 1)
    if (honest.operation !== 'policy' || honest.change.kind !== 'replace')
      throw new Error('replace')
    const [first, second] = honest.change.registrations
    const swapped = [
      { ...first!, signature: second!.signature },
      { ...second!, signature: first!.signature },
    ]
    const change = policy({ kind: 'replace', threshold: 1, registrations: swapped })
    expect(send(chain, [alice, phone], change)).toMatchObject({ code: 'ProofOfControlInvalid' })
  })
})

describe('expiry', () => {
  it('a key signs up to its last valid block and not after', () => {
    const chain = created()
    expect(add(chain, [alice], phone).status).toBe('success')
    expect(send(chain, [alice], expiry(phone, 50n)).status).toBe('success')
    const at = (number: bigint, by: readonly Signer[]) => {
      const bytes =
        by.length === 1
          ? chain.envelope(by[0]!, pay, { sender: alice.id })
          : signTogether(by, draft(chain, 5, pay))
      return chain.run(bytes, { number })
    }
    expect(at(50n, [phone]).status).toBe('success')
    expect(at(51n, [phone])).toMatchObject({ code: 'KeyExpired' })
    expect(at(51n, [alice, phone])).toMatchObject({ code: 'KeyExpired' })
    expect(at(51n, [alice]).status).toBe('success')
    expect(send(chain, [alice], expiry(phone, 0n)).status).toBe('success')
    expect(at(52n, [phone]).status).toBe('success')
  })

  it('the last key that lasts cannot be given one, an unknown key neither', () => {
    const chain = created()
    expect(send(chain, [alice], expiry(alice, 50n))).toMatchObject({ code: 'KeyPolicyViolated' })
    expect(send(chain, [alice], expiry(phone, 50n))).toMatchObject({ code: 'UnauthorizedKey' })
    expect(add(chain, [alice], phone).status).toBe('success')
    expect(send(chain, [alice], expiry(phone, 50n)).status).toBe('success')
    const remove = { operation: 'removeKey', algorithm: 0, key: alice.publicKey } as const
    expect(send(chain, [phone], remove)).toMatchObject({ code: 'KeyPolicyViolated' })
  })
})

describe('forgeries, each refused', () => {
  const here = { config: { chainId: 1n }, genesisRoot: new Uint8Array(32).fill(1) }

  it('an old key after rotation, and after removal: it neither signs nor comes back by itself', () => {
    const chain = created()
    expect(add(chain, [alice], phone).status).toBe('success')
    const remove = { operation: 'removeKey', algorithm: 1, key: phone.publicKey } as const
    expect(send(chain, [alice], remove).status).toBe('success')
    expect(send(chain, [phone], pay)).toMatchObject({ code: 'UnauthorizedKey' })
    expect(add(chain, [phone], phone)).toMatchObject({ code: 'UnauthorizedKey' })
    const registration = chain.registration(spare, {
      id: alice.id,
      epoch: 1n,
      registrationNonce: keysRecord(chain).registrationNonce,
    })
    expect(send(chain, [alice], { operation: 'rotateKeys', registration }).status).toBe('success')
    // The key that the id certifies counts as any other: only while it is registered.
    expect(send(chain, [alice], pay)).toMatchObject({ code: 'UnauthorizedKey' })
    const back = chain.registration(alice, {
      id: alice.id,
      epoch: 2n,
      registrationNonce: keysRecord(chain).registrationNonce,
    })
    for (const operation of ['setKey', 'addKey', 'rotateKeys'] as const)
      expect(send(chain, [alice], { operation, registration: back })).toMatchObject({
        code: 'UnauthorizedKey',
      })
    expect(send(chain, [alice], threshold(1))).toMatchObject({ code: 'UnauthorizedKey' })
  })

  it('credentials of another chain id or genesis, of one key or several', () => {
    const chain = guarded(here)
    for (const there of [
      guarded({ ...here, config: { chainId: 2n } }),
      guarded({ ...here, genesisRoot: new Uint8Array(32).fill(2) }),
    ]) {
      const theirs = signTogether([alice, phone], draft(there, 5, pay))
      expect(['WrongChain', 'WrongGenesis']).toContain(chain.run(theirs).code)
      const ours = signTogether([alice, phone], draft(chain, 5, pay))
      const credential = 1 + 97 + 98
      ours.set(theirs.subarray(theirs.length - credential), ours.length - credential)
      expect(chain.run(ours)).toMatchObject({ code: 'InvalidSignature' })
      const registration = there.registration(mallory, {
        id: alice.id,
        registrationNonce: keysRecord(chain).registrationNonce,
      })
      expect(send(chain, [alice, phone], { operation: 'addKey', registration })).toMatchObject({
        code: 'ProofOfControlInvalid',
      })
    }
  })

  it('the same bytes under another algorithm number', () => {
    const chain = created()
    expect(add(chain, [alice], phone).status).toBe('success')
    const wire = chain.envelope(phone, pay, { sender: alice.id })
    const at = wire.length - 97 - 2 - 1
    for (const algorithm of [0, 2, 3, 4, 5, 6, 255]) {
      const mutant = wire.slice()
      mutant[at] = algorithm
      expect(chain.run(mutant).status).toBe('rejected')
    }
    // Two algorithms with keys of one length would be told apart by their number: an id certifies both.
    expect(selfCertifyingId(crypto, 0, alice.publicKey)).not.toEqual(
      selfCertifyingId(crypto, 1, alice.publicKey),
    )
    expect(chain.run(wire).status).toBe('success')
  })

  it('seizure of an account without keys: legacy ids, contracts, ids that are only received at', () => {
    const chain = created()
    const ids = [Namespace.evm, Namespace.svm, Namespace.bvm, Namespace.tvm].map((namespace) =>
      legacyId(crypto, namespace, new Uint8Array(namespace === Namespace.svm ? 32 : 20).fill(7)),
    )
    for (const id of [...ids, new Uint8Array(32).fill(0x42)]) {
      chain.fund(id, COIN)
      for (const thief of [mallory, malloryToo, vault]) {
        expect(chain.send(thief, pay, { sender: id })).toMatchObject({ code: 'UnknownSender' })
        const registration = chain.registration(thief, { id, registrationNonce: 0n })
        for (const operation of ['setKey', 'addKey', 'rotateKeys'] as const)
          expect(chain.send(thief, { operation, registration }, { sender: id })).toMatchObject({
            code: 'UnknownSender',
          })
        expect(chain.send(mallory, { operation: 'create', id, registration })).toMatchObject({
          code: 'ProofOfControlInvalid',
        })
      }
      const pair = chain.unsigned(id, 5, { payload: encodeNativePayload(pay) })
      expect(chain.run(signTogether([mallory, malloryToo], pair))).toMatchObject({
        code: 'UnknownSender',
      })
      expect(chain.balance(id)).toBe(COIN)
    }
  })

  it('a policy for another account: its own keys must ask', () => {
    const chain = created()
    expect(send(chain, [mallory], threshold(1))).toMatchObject({ code: 'UnauthorizedKey' })
    expect(send(chain, [mallory], expiry(alice, 1n))).toMatchObject({ code: 'UnauthorizedKey' })
    expect(chain.send(mallory, expiry(alice, 1n))).toMatchObject({ code: 'UnauthorizedKey' })
  })
})

describe('whatever is changed', () => {
  const pool = [alice, phone, spare, ed25519Signer(5), secp256k1Signer(6)]
  const step = fc.record({
    kind: fc.constantFrom('add', 'set', 'remove', 'expire', 'threshold', 'replace', 'rotate'),
    key: fc.nat(pool.length - 1),
    other: fc.nat(pool.length - 1),
    number: fc.integer({ min: 1, max: 4 }),
    expiry: fc.constantFrom(0n, 1n, 1_000_000n),
  })

  function payloadOf(chain: TestChain, { kind, key, other, number, expiry: until }: Step) {
    const signer = pool[key]!
    const { algorithm, publicKey } = signer
    const { registrationNonce } = keysRecord(chain)
    const { epoch } = chain.look().account(alice.id)
    const at = { id: alice.id, registrationNonce }
    switch (kind) {
      case 'add':
      case 'set': {
        const registration = chain.registration(signer, { ...at, epoch })
        return { operation: kind === 'add' ? 'addKey' : 'setKey', registration } as const
      }
      case 'rotate': {
        const registration = chain.registration(signer, { ...at, epoch: epoch + 1n })
        return { operation: 'rotateKeys', registration } as const
      }
      case 'remove':
        return { operation: 'removeKey', algorithm, key: publicKey } as const
      case 'expire':
        return expiry(signer, until)
      case 'threshold':
        return threshold(number)
      default: {
        const keys = [...new Set([signer, pool[other]!])]
        return replacement(chain, keys, Math.min(number, keys.length))
      }
    }
  }
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

  it('the keys that last can always act, and fewer than the threshold never can', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 20 }), (steps) => {
        const chain = created()
        for (const one of steps) {
          const record = keysRecord(chain)
          const { epoch } = chain.look().account(alice.id)
          const lasting = record.keys.filter(
            (entry) => entry.epoch === epoch && entry.lastValidBlock === 0n,
          )
          expect(lasting.length).toBeGreaterThanOrEqual(record.threshold)
          const able = lasting
            .slice(0, record.threshold)
            .map(({ key }) => pool.find(({ publicKey }) => Buffer.compare(publicKey, key) === 0)!)
          expect(send(chain, able, pay).status).toBe('success')
          if (able.length > 1)
            expect(send(chain, able.slice(1), pay)).toMatchObject({ code: 'SignatureWeightTooLow' })
          const result = send(chain, able, payloadOf(chain, one))
          seen.add(`${one.kind} ${result.status === 'success' ? 'success' : result.code}`)
        }
      }),
      { seed: 20_260_601, numRuns: 12 },
    )
    for (const kind of ['add', 'set', 'remove', 'expire', 'threshold', 'replace', 'rotate'])
      expect(seen).toContain(`${kind} success`)
    for (const refused of ['remove', 'expire', 'threshold', 'rotate'])
      expect(seen).toContain(`${refused} KeyPolicyViolated`)
  })
})
