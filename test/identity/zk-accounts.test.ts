/**
 * Identities by proof: creation without squatting, envelopes of algorithm 4 in both replay modes, sessions whose lists are
 * proven. Forgeries change one thing each of something that was really proven.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { importSnarkjs } from '../../scripts/circuits/snarkjs.ts'
import { BN254_ORDER } from '../../src/crypto/groth16-key.ts'
import { readAuthority } from '../../src/identity/authority.ts'
import type {
  NativePayload,
  ProofChange,
  Transaction,
  UnsignedEnvelope,
  ZkOwner,
} from '../../src/index.ts'
import {
  Algorithm,
  attachCredential,
  attest,
  createGenesis,
  developmentZkAceKeys,
  encodeNativePayload,
  executeBlock,
  identityOf,
  isNullifierUsed,
  NVmError,
  proveCommitment,
  proveEnvelope,
  proveList,
  SessionMode,
  verifyFinality,
} from '../../src/index.ts'
import {
  bigIntToBytes,
  bytesToBigInt,
  bytesToHex,
  concatBytes,
} from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { statuses } from '../support/host.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import { SessionHost, sessionKey } from './session-host.ts'
import { believing, provenHere, testProver } from './session-proofs.ts'

const owner: ZkOwner = {
  rev: new Uint8Array(32).fill(0xf1),
  salt: new Uint8Array(32).fill(0x22),
  stream: { algorithm: 4, index: 0 },
}
const payer = ed25519Signer(1)
const receiver = ed25519Signer(3)
const pay = (amount: bigint) => ({ operation: 'transfer', to: receiver.id, amount }) as const

afterAll(async () => {
  // snarkjs leaves the curve's workers behind, where it was used at all.
  if (provenHere() > 0)
    await (await (await importSnarkjs()).curves.getCurveFromName('bn128')).terminate()
})

/** A chain that believes the development keys, where the payer has coin. The id depends on the genesis. */
function newHost(salt = 0n): SessionHost {
  return new SessionHost({ accounts: [{ id: payer.id, balance: 10n * COIN + salt }], ...believing })
}

/** The owner's id, with coin, and created unless told otherwise. */
async function withIdentity(isCreated = true): Promise<{ host: SessionHost; id: Uint8Array }> {
  const host = newHost()
  const id = identityOf(owner, host.binding)
  host.run(host.envelope(payer, { operation: 'transfer', to: id, amount: 5n * COIN }))
  if (isCreated) expect(statuses(host.run(await creation(host, id)))).toEqual(['success'])
  return { host, id }
}

async function creation(host: SessionHost, id: Uint8Array): Promise<Transaction> {
  const at = { id, epoch: 0n, registrationNonce: 0n }
  const commitment = await proveCommitment(testProver, crypto, owner, host.binding, at)
  return host.envelope(payer, proof({ kind: 'create', commitment }))
}

const proof = (change: ProofChange) => ({ operation: 'proof', change }) as const

function draft(
  host: SessionHost,
  id: Uint8Array,
  payload: NativePayload | Uint8Array,
  fields: Partial<UnsignedEnvelope> = {},
): UnsignedEnvelope {
  return host.draft({ id, algorithm: Algorithm.proof }, payload, {
    gasLimit: 1_000_000n,
    ...fields,
  })
}

async function proven(
  unsigned: UnsignedEnvelope,
  replay: Parameters<typeof proveEnvelope>[4] = { mode: 'nonce' },
): Promise<Transaction> {
  const bytes = await proveEnvelope(testProver, crypto, owner, unsigned, replay)
  return { kind: 'envelope', bytes }
}

/** The same credential on another envelope, or another credential on the same. */
function moved(
  host: SessionHost,
  transaction: Transaction,
  change: {
    readonly envelope?: Partial<UnsignedEnvelope>
    readonly credential?: (bytes: Uint8Array) => Uint8Array
  },
): Transaction {
  const envelope = host.decoded(transaction)
  const credential = change.credential?.(envelope.credential) ?? envelope.credential
  return {
    kind: 'envelope',
    bytes: attachCredential({ ...envelope, ...change.envelope }, credential),
  }
}

const plusOrder = (bytes: Uint8Array) => bigIntToBytes(bytesToBigInt(bytes) + BN254_ORDER, 32)

describe('an id_com account', () => {
  it('is created by a proof of knowledge, whoever pays, and has the commitment for a key', async () => {
    const { host, id } = await withIdentity()
    expect(readAuthority(new Journal(host.state), id)).toEqual({
      kind: 'keys',
      registrationNonce: 1n,
      threshold: 1,
      keys: [{ algorithm: 4, key: id, role: 0, serial: 0n, epoch: 0n, lastValidBlock: 0n }],
      bound: [],
      earlier: [],
    })
    expect(statuses(host.run(await creation(host, id)))).toEqual(['AccountExists'])
  })

  it('H9: cannot be squatted', async () => {
    const { host, id } = await withIdentity(false)
    const at = { id, epoch: 0n, registrationNonce: 0n }
    const good = await proveCommitment(testProver, crypto, owner, host.binding, at)
    const other = new Uint8Array(32).fill(5)
    const attempts: ProofChange[] = [
      // Another id by the same proof, and the same id by nothing, by an altered proof, by another stream's name.
      { kind: 'create', commitment: { ...good, idCom: other } },
      { kind: 'create', commitment: { ...good, proof: new Uint8Array(256) } },
      {
        kind: 'create',
        commitment: { ...good, proof: good.proof.map((b, i) => (i === 255 ? b ^ 1 : b)) },
      },
      { kind: 'create', commitment: { ...good, target: other } },
    ]
    for (const attempt of attempts) {
      expect(statuses(host.run(host.envelope(payer, proof(attempt))))).toEqual([
        'ProofOfControlInvalid',
      ])
    }
    const raised = { ...good, idCom: plusOrder(id) }
    expect(() => host.envelope(payer, proof({ kind: 'create', commitment: raised }))).toThrow(
      'MalformedPayload',
    )
    // An ordinary key cannot take it, nor can the proof make another chain's id.
    const registration = host.registration(payer, id, 0n)
    expect(
      statuses(host.run(host.envelope(payer, { operation: 'create', id, registration }))),
    ).toEqual(['ProofOfControlInvalid'])
    const elsewhere = newHost(1n)
    expect(
      statuses(
        elsewhere.run(elsewhere.envelope(payer, proof({ kind: 'create', commitment: good }))),
      ),
    ).toEqual(['ProofOfControlInvalid'])
  })

  it('speaks for itself before it is created, as a self-certifying id does', async () => {
    const { host, id } = await withIdentity(false)
    const transaction = await proven(draft(host, id, pay(1n)))
    expect(statuses(host.run(transaction))).toEqual(['success'])
  })

  it('on a chain that commits to no keys there are no proofs', async () => {
    const { host, id } = await withIdentity(false)
    const transaction = await proven(draft(host, id, pay(1n)))
    const state = createGenesis({ chainId: 1337n, accounts: [{ id, balance: COIN }] })
    const genesisRoot = state.root
    const there = moved(host, transaction, { envelope: { genesisRoot } })
    expect(statuses(executeBlock(state, [there]).receipts)).toEqual(['UnsupportedCredential'])
  })
})

describe('a proof in the nonce registry', () => {
  it('authorises one envelope, once', async () => {
    const { host, id } = await withIdentity()
    const transaction = await proven(draft(host, id, pay(1n)))
    expect(attest(crypto, transaction as never, { zkKeys: developmentZkAceKeys() }).isGenuine).toBe(
      true,
    )
    expect(statuses(host.run(transaction, transaction))).toEqual(['success', 'NonceTooLow'])
    expect(statuses(host.run(transaction))).toEqual(['NonceTooLow'])
    expect(host.balance(receiver.id)).toBe(1n)
  })

  it('is of that envelope, chain, account and nonce only', async () => {
    const { host, id } = await withIdentity()
    const transaction = await proven(draft(host, id, pay(1n)))
    const at = (offset: number, value: Uint8Array) => (bytes: Uint8Array) => {
      const out = bytes.slice()
      out.set(value, offset)
      return out
    }
    const other = new Uint8Array(32).fill(5)
    const payerNonce = host.state.account(payer.id)!.nonce
    const forgeries: [expected: string, forged: Transaction][] = [
      [
        'InvalidSignature',
        moved(host, transaction, { envelope: { payload: encodeNativePayload(pay(2n)) } }),
      ],
      ['InvalidSignature', moved(host, transaction, { envelope: { contextTag: other.slice(16) } })],
      ['InvalidSignature', moved(host, transaction, { credential: at(33, other) })],
      ['InvalidSignature', moved(host, transaction, { credential: at(65, new Uint8Array(256)) })],
      ['UnauthorizedKey', moved(host, transaction, { credential: at(1, other) })],
      [
        'UnknownSender',
        moved(host, transaction, { envelope: { sender: payer.id, nonce: payerNonce } }),
      ],
      ['MalformedTransaction', moved(host, transaction, { credential: at(1, plusOrder(id)) })],
      [
        'MalformedTransaction',
        moved(host, transaction, { credential: at(33, new Uint8Array(32).fill(0xff)) }),
      ],
      ['MalformedTransaction', moved(host, transaction, { credential: at(0, Uint8Array.of(2)) })],
      [
        'MalformedTransaction',
        moved(host, transaction, { credential: (bytes) => bytes.slice(0, 320) }),
      ],
      // A proof of the other circuit: its form, and a nullifier nobody proved.
      [
        'InvalidSignature',
        moved(host, transaction, {
          credential: (bytes) =>
            concatBytes(Uint8Array.of(1), bytes.subarray(1, 65), other, bytes.subarray(65)),
        }),
      ],
    ]
    for (const [expected, forged] of forgeries) {
      const before = bytesToHex(host.state.root)
      const { receipts } = executeBlock(host.state, [forged])
      const { name } = receipts[0]!.error!
      expect(name).toBe(expected)
      expect(bytesToHex(host.state.root)).toBe(before)
    }
    // A later nonce of the same account: the proof is of the one before.
    expect(statuses(host.run(transaction))).toEqual(['success'])
    const later = moved(host, transaction, {
      envelope: { nonce: host.decoded(transaction).nonce + 1n },
    })
    expect(statuses(host.run(later))).toEqual(['InvalidSignature'])
  })

  it('is void once the account’s keys were rotated', async () => {
    const { host, id } = await withIdentity()
    const fresh = ed25519Signer(9)
    const registration = host.registration(fresh, id, 1n, 1n)
    const rotation = await proven(draft(host, id, { operation: 'rotateKeys', registration }))
    expect(statuses(host.run(rotation))).toEqual(['success'])
    const transaction = await proven(draft(host, id, pay(1n)))
    expect(statuses(host.run(transaction))).toEqual(['UnauthorizedKey'])
    expect(statuses(host.run(host.envelope(fresh, pay(1n), { sender: id })))).toEqual(['success'])
  })

  it('speaks for an account of another kind that registered the commitment', async () => {
    const host = newHost()
    const id = payer.id
    host.run(host.create(payer))
    const at = { id, epoch: 0n, registrationNonce: 1n }
    const commitment = await proveCommitment(testProver, crypto, owner, host.binding, at)
    const change = { kind: 'register', change: 'add', commitment } as const
    expect(statuses(host.run(host.envelope(payer, proof(change))))).toEqual(['success'])
    expect(statuses(host.run(await proven(draft(host, id, pay(1n)))))).toEqual(['success'])
    // Its proof is no second key: two must sign, and there is one that can.
    const threshold = { operation: 'policy', change: { kind: 'threshold', threshold: 2 } } as const
    expect(statuses(host.run(host.envelope(payer, threshold)))).toEqual(['KeyPolicyViolated'])
    const key = identityOf(owner, host.binding)
    const removal = { operation: 'removeKey', algorithm: 4, key } as const
    expect(statuses(host.run(host.envelope(payer, removal)))).toEqual(['success'])
    expect(statuses(host.run(await proven(draft(host, id, pay(1n)))))).toEqual(['UnauthorizedKey'])
  })
})

describe('a proof with a nullifier', () => {
  const replay = { mode: 'nullifier', nonce: 77n } as const
  const nullifierOf = (host: SessionHost, transaction: Transaction) =>
    host.decoded(transaction).credential.slice(65, 97)

  it('is used up by being included, in the block and after it; the envelope’s nonce is free', async () => {
    const { host, id } = await withIdentity()
    const before = host.state
    const transaction = await proven(draft(host, id, pay(1n), { nonce: 123_456n }), replay)
    const nullifier = nullifierOf(host, transaction)
    const receipts = host.run(transaction, transaction)
    expect(statuses(receipts)).toEqual(['success', 'NullifierUsed'])
    expect(statuses(host.run(transaction))).toEqual(['NullifierUsed'])
    expect(host.state.account(id)!.nonce).toBe(1n)
    expect(host.balance(receiver.id)).toBe(1n)
    // The state before knows nothing of it: a fork of the chain takes it once, with the same result.
    expect(isNullifierUsed(before, nullifier)).toBe(false)
    expect(isNullifierUsed(host.state, nullifier)).toBe(true)
    const once = executeBlock(before, [transaction])
    const twice = executeBlock(before, [transaction])
    expect(once.root).toEqual(twice.root)
    expect(executeBlock(once.state, [transaction]).receipts[0]!.error?.name).toBe('NullifierUsed')
  })

  it('is used up also when the machine fails, and rolled back only with the block', async () => {
    const { host, id } = await withIdentity()
    const failing = concatBytes(Uint8Array.of(0x11), new Uint8Array(32), Uint8Array.of(0xfe))
    const transaction = await proven(draft(host, id, failing), replay)
    const session = host.open(payer, 7)
    const forged = host.attested(session, pay(1n), {}, () => new Uint8Array(32))
    const before = bytesToHex(host.state.root)
    expect(() => host.block([transaction, forged])).toThrow('WrongAttestation')
    expect(bytesToHex(host.state.root)).toBe(before)
    expect(isNullifierUsed(host.state, nullifierOf(host, transaction))).toBe(false)
    const { receipts } = host.block([transaction])
    expect(receipts[0]!.status).toBe('halted')
    expect(isNullifierUsed(host.state, nullifierOf(host, transaction))).toBe(true)
    expect(statuses(host.run(transaction))).toEqual(['NullifierUsed'])
  })

  it('S8: its cell goes when its envelope can come no more, and not before', async () => {
    const { host, id } = await withIdentity()
    const transaction = await proven(draft(host, id, pay(1n), { lastValidBlock: 20n }), replay)
    expect(statuses(host.run(transaction))).toEqual(['success'])
    const nullifier = nullifierOf(host, transaction)
    const forget = () => host.envelope(payer, proof({ kind: 'forget', nullifier }))
    expect(statuses(host.execute([forget()], { number: 20n }))).toEqual(['NullifierUsed'])
    expect(statuses(host.execute([forget()], { number: 21n }))).toEqual(['success'])
    expect(isNullifierUsed(host.state, nullifier)).toBe(false)
    expect(statuses(host.run(transaction))).toEqual(['Expired'])
    expect(statuses(host.run(forget()))).toEqual(['NullifierUsed'])
  })
})

describe('a session of an identity', () => {
  it('is opened by a proof; its proven list executes without the key, and is final', async () => {
    const { host, id } = await withIdentity()
    const session = host.session({ id }, sessionKey(7), { mode: SessionMode.key })
    const opening = {
      operation: 'session',
      change: { kind: 'open', terms: session.terms },
    } as const
    expect(statuses(host.run(await proven(draft(host, id, opening))))).toEqual(['success'])
    host.keys.set(bytesToHex(session.id), session.key)
    const before = host.state
    const transactions = [1n, 2n, 3n].map((amount, i) =>
      host.attested(session, pay(amount), { nonceAhead: BigInt(i) }),
    )
    const { epoch, terms } = session
    const list = await proveList(testProver, crypto, owner, host.binding, {
      session: { account: id, epoch, commitment: terms.commitment },
      firstNonce: host.decoded(transactions[0]!).nonce,
      hashes: transactions.map((transaction) => host.hashOf(transaction)),
    })
    const byKey = host.block(transactions)
    const byProof = executeBlock(before, transactions, { provenLists: [list] })
    expect(statuses(byProof.receipts)).toEqual(['success', 'success', 'success'])
    expect(byProof.root).toEqual(byKey.root)
    const blocks = [{ before, transactions, result: byKey }]
    expect(() => verifyFinality(blocks, [list])).not.toThrow()
    const cut = { ...list, hashes: list.hashes.slice(0, 2) }
    for (const forged of [
      { ...list, firstNonce: list.firstNonce + 1n },
      { ...list, hashes: [...list.hashes].reverse() },
      cut,
    ]) {
      expect(() => verifyFinality(blocks, [forged])).toThrow(NVmError)
    }
    // A shorter list under the same proof: what it covers, it does not authorise.
    expect(() => executeBlock(before, transactions, { provenLists: [cut] })).toThrow(
      'InvalidProvenList',
    )
  })
})
