/** A host that opens sessions, makes their credentials and proves their lists. */
import type {
  BlockInput,
  BlockResult,
  ExecuteOptions,
  NativePayload,
  ProvenList,
  SessionTerms,
  Transaction,
  UnsignedEnvelope,
} from '../../src/index.ts'
import {
  Algorithm,
  attachCredential,
  decodeEnvelope,
  envelopeHash,
  executeBlock,
  listRoot,
  opcodeMask,
  SessionMode,
  sessionId,
  sessionKeyCommitment,
  sessionMac,
} from '../../src/index.ts'
import { bytesToHex, concatBytes } from '../../src/primitives/bytes.ts'
import { MAX_U256 } from '../../src/primitives/u256.ts'
import { Host } from '../support/host.ts'
import type { Signer } from '../support/test-chain.ts'
import { crypto } from '../support/test-chain.ts'

/** A session as its owner knows it. */
export interface OpenSession {
  readonly owner: Pick<Signer, 'id'>
  readonly key: Uint8Array
  readonly epoch: bigint
  readonly id: Uint8Array
  readonly terms: SessionTerms
}

export const sessionKey = (seed: number) => new Uint8Array(32).fill(seed)

export class SessionHost extends Host {
  /** Keys by session id, as a sequencer has them. */
  readonly keys = new Map<string, Uint8Array>()
  readonly asked: string[] = []

  get sessionKeys() {
    return {
      get: (id: Uint8Array) => {
        this.asked.push(bytesToHex(id))
        return this.keys.get(bytesToHex(id))
      },
    }
  }

  /** Executes and goes on from the result; in mode `key` unless options say otherwise. */
  block(
    transactions: readonly Transaction[],
    block: BlockInput = {},
    options: ExecuteOptions = { sessionKeys: this.sessionKeys },
  ): BlockResult {
    const result = executeBlock(this.state, transactions, block, options)
    this.state = result.state
    return result
  }

  terms(
    owner: Pick<Signer, 'id'>,
    key: Uint8Array,
    given: Partial<SessionTerms> = {},
  ): SessionTerms {
    return {
      commitment: sessionKeyCommitment(crypto, owner.id, key),
      mode: SessionMode.key,
      lastBlock: 1_000n,
      lastTimestamp: 0n,
      cap: MAX_U256,
      opcodes: opcodeMask([0x01, 0x07, 0x10, 0x11, 0x12, 0x20, 0x21, 0x30]),
      tokens: [],
      ...given,
    }
  }

  session(
    owner: Pick<Signer, 'id'>,
    key: Uint8Array,
    given: Partial<SessionTerms> = {},
    epoch = 0n,
  ): OpenSession {
    const terms = this.terms(owner, key, given)
    const { commitment } = terms
    const id = sessionId(crypto, this.binding, { account: owner.id, epoch, commitment })
    return { owner, key, epoch, id, terms }
  }

  /** Opens a session in a block of its own, and lets the host know its key. */
  open(owner: Signer, seed: number, given: Partial<SessionTerms> = {}): OpenSession {
    const session = this.session(owner, sessionKey(seed), given)
    const receipts = this.run(
      this.envelope(owner, {
        operation: 'session',
        change: { kind: 'open', terms: session.terms },
      }),
    )
    if (receipts[0]!.status !== 'success') throw new Error(receipts[0]!.error?.message)
    this.keys.set(bytesToHex(session.id), session.key)
    return session
  }

  /** An envelope under a session; `mac` makes other bytes than the right MAC. */
  attested(
    session: OpenSession,
    payload: NativePayload | Uint8Array,
    fields: Partial<UnsignedEnvelope> & { readonly nonceAhead?: bigint } = {},
    mac: (hash: Uint8Array) => Uint8Array = sessionMac(crypto, session.key, session.id),
  ): Transaction {
    const signer = { ...session.owner, algorithm: Algorithm.session } as Signer
    const unsigned = this.draft(signer, payload, fields)
    const credential = concatBytes(session.id, mac(envelopeHash(crypto, unsigned)))
    return { kind: 'envelope', bytes: attachCredential(unsigned, credential) }
  }

  hashOf(transaction: Transaction): Uint8Array {
    return envelopeHash(crypto, this.decoded(transaction))
  }

  decoded({ bytes }: Transaction) {
    return decodeEnvelope(bytes, this.state.chain.limits)
  }

  /** The list of these transactions, authorised by the owner's key. */
  list(
    session: OpenSession,
    owner: Signer,
    transactions: readonly Transaction[],
    given: Partial<ProvenList> = {},
  ): ProvenList {
    const { epoch, terms } = session
    const unproven = {
      session: { account: session.owner.id, epoch, commitment: terms.commitment },
      firstNonce: this.decoded(transactions[0]!).nonce,
      hashes: transactions.map((transaction) => this.hashOf(transaction)),
    }
    const signature = owner.sign(listRoot(crypto, this.binding, unproven))
    const credential = concatBytes(owner.publicKey, signature)
    return { ...unproven, algorithm: owner.algorithm, credential, ...given }
  }
}
