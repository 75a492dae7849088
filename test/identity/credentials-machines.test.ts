/** Thresholds, expiry, epochs and forged credentials before each of the five machines: none of them has a way around. */
import { describe, expect, it } from 'vitest'
import type { NativePayload, PolicyChange, Transaction } from '../../src/index.ts'
import { Host, statuses } from '../support/host.ts'
import { gas, paymentsOf } from '../support/payments.ts'
import type { Signer } from '../support/test-chain.ts'
import { COIN, ed25519Signer, mlDsa44Signer, secp256k1Signer } from '../support/test-chain.ts'

const alice = ed25519Signer(1)
const phone = secp256k1Signer(2)
const vault = mlDsa44Signer(3)
const mallory = ed25519Signer(66)

/** Alice's account with three keys of three algorithms. */
function newHost(): Host {
  const host = new Host({
    accounts: [alice.id, mallory.id].map((id) => ({ id, balance: 100n * COIN })),
    number: 0n,
    timestamp: 1_760_000_000n,
  })
  const add = (key: Signer, nonce: bigint) => {
    const registration = host.registration(key, alice.id, nonce)
    return host.envelope(
      alice,
      { operation: 'addKey', registration },
      { ...gas, nonceAhead: nonce },
    )
  }
  const receipts = host.run(host.create(alice), add(phone, 1n), add(vault, 2n))
  expect(statuses(receipts)).toEqual(['success', 'success', 'success'])
  return host
}

function change(host: Host, policy: PolicyChange): void {
  const payload: NativePayload = { operation: 'policy', change: policy }
  expect(statuses(host.run(host.envelope(alice, payload, gas)))).toEqual(['success'])
}

const together = (host: Host, signers: readonly Signer[], payload: Uint8Array) =>
  host.envelopeBy(alice, signers, payload, gas)

const by = (host: Host, signer: Signer, payload: Uint8Array) =>
  host.envelope(signer, payload, { ...gas, sender: alice.id })

/** Runs one, and checks that a rejected one has left everything as it was. */
function verdict(host: Host, transaction: Transaction, number?: bigint): string | undefined {
  const before = host.balance(alice.id)
  const nonce = host.state.account(alice.id)?.nonce
  const [receipt] = host.execute([transaction], number === undefined ? {} : { number })
  if (receipt!.status === 'rejected') {
    expect(host.balance(alice.id)).toBe(before)
    expect(host.state.account(alice.id)?.nonce).toBe(nonce)
  }
  return statuses([receipt!])[0]
}

describe.each(paymentsOf(mallory.id))('%s', (_machine, payload) => {
  it('takes any one of the keys, and the post-quantum one', () => {
    const host = newHost()
    for (const signer of [alice, phone, vault])
      expect(verdict(host, by(host, signer, payload))).toBe('success')
    expect(verdict(host, by(host, mallory, payload))).toBe('UnauthorizedKey')
  })

  it('S17: takes no fewer keys than the threshold', () => {
    const host = newHost()
    change(host, { kind: 'threshold', threshold: 2 })
    for (const signer of [alice, phone, vault])
      expect(verdict(host, by(host, signer, payload))).toBe('SignatureWeightTooLow')
    expect(verdict(host, together(host, [phone, vault], payload))).toBe('success')
    expect(verdict(host, together(host, [phone, mallory], payload))).toBe('UnauthorizedKey')
  })

  it('takes a key until its last valid block', () => {
    const host = newHost()
    const { algorithm, publicKey: key } = phone
    change(host, { kind: 'expiry', algorithm, key, lastValidBlock: 10n })
    expect(verdict(host, by(host, phone, payload), 10n)).toBe('success')
    expect(verdict(host, by(host, phone, payload), 11n)).toBe('KeyExpired')
    expect(verdict(host, together(host, [alice, phone], payload))).toBe('KeyExpired')
    expect(verdict(host, by(host, alice, payload))).toBe('success')
  })

  it('S14: takes no key of an epoch that is over', () => {
    const host = newHost()
    host.edit((journal) => journal.setEpoch(journal.account(alice.id), 1n))
    for (const signer of [alice, phone, vault])
      expect(verdict(host, by(host, signer, payload))).toBe('UnauthorizedKey')
  })

  it('S9: takes no credential made for another chain', () => {
    const here = newHost()
    const foreign = here.envelope(phone, payload, { ...gas, chainId: 7n, sender: alice.id })
    const fork = here.envelope(phone, payload, {
      ...gas,
      genesisRoot: new Uint8Array(32).fill(7),
      sender: alice.id,
    })
    expect(verdict(here, fork)).toBe('WrongGenesis')
    const ours = by(here, phone, payload)
    ours.bytes.set(foreign.bytes.subarray(foreign.bytes.length - 64), ours.bytes.length - 64)
    expect(verdict(here, ours)).toBe('InvalidSignature')
  })

  it('takes no payload but the one that was signed', () => {
    const host = newHost()
    const good = by(host, vault, payload)
    const forged = { ...good, bytes: good.bytes.slice() }
    // The last byte of the payload: an amount, a recipient or a script.
    forged.bytes[1 + 4 + payload.length - 1]! ^= 1
    expect(verdict(host, forged)).not.toBe('success')
    expect(verdict(host, good)).toBe('success')
  })
})
