/**
 * Attest, execute, prove (n-VM paper, 2.2): three phases of a block and what makes it final. `attest` needs no state and can
 * run anywhere before the block; executing is executeBlock; proving comes after it, by the session's owner; and
 * `verifyFinality` is what somebody without session keys asks in the end.
 */
import type { BlockResult } from './block.ts'
import { parentContext } from './block.ts'
import type { ProvenList } from './block-context.ts'
import { Algorithm } from './crypto/algorithms.ts'
import { SESSION_CREDENTIAL } from './crypto/credential.ts'
import type { VerifiedSignatures } from './crypto/signature-cache.ts'
import { verifySignatures } from './crypto/signature-cache.ts'
import type { Crypto } from './crypto/types.ts'
import type { DecodedEnvelope } from './envelope.ts'
import { decodeEnvelope, envelopeHashOf, signingDigestOf } from './envelope.ts'
import { InvalidTransactionError, NVmError } from './errors.ts'
import { keyCredentials } from './identity/authorise-keys.ts'
import type { ChainBinding } from './identity/keys.ts'
import { checkProvenList } from './identity/list-authority.ts'
import { sessionId } from './identity/session.ts'
import type { SessionKeys } from './identity/session-macs.ts'
import { SessionMacs } from './identity/session-macs.ts'
import { nonceCommitment, zkDomain } from './identity/zk/commitments.ts'
import type { ZkAceKeys } from './identity/zk/statement.ts'
import { verifyZkAce } from './identity/zk/statement.ts'
import { readZkCredential } from './identity/zk-authority.ts'
import { bytesToHex, equalBytes } from './primitives/bytes.ts'
import type { ChainLimits } from './state/chain-config.ts'
import { Journal } from './state/journal.ts'
import type { State } from './state/state.ts'
import type { EnvelopeTransaction, Transaction } from './transaction.ts'

/** One executed block, as a verifier of finality needs it. */
export interface FinalityBlock {
  /** State it was executed on. */
  readonly before: State
  readonly transactions: readonly Transaction[]
  readonly result: Pick<BlockResult, 'state' | 'receipts' | 'block'>
}

/** How {@link verifyFinality} verifies. */
export interface FinalityOptions {
  /** Default: that of the state. */
  readonly crypto?: Crypto
  /** For lists that are proven in zero knowledge. */
  readonly zkKeys?: ZkAceKeys
}

/** One transaction that a session authorised. */
interface Attested {
  readonly nonce: bigint
  readonly hash: Uint8Array
}

interface Executed extends Attested {
  readonly block: FinalityBlock
}

interface Listed extends Attested {
  readonly list: ProvenList
}

/** By session id in hex; in order of execution, which is that of nonces. */
type BySession<T extends Attested> = Map<string, T[]>

function notFinal(session: string, message: string): never {
  throw new NVmError('NotFinal', message, { session })
}

function into<T extends Attested>(map: BySession<T>, session: string): T[] {
  let found = map.get(session)
  if (found === undefined) map.set(session, (found = []))
  return found
}

/** Rejected ones were not executed: they are in the block, not in its history. */
function collectExecuted(crypto: Crypto, blocks: readonly FinalityBlock[]): BySession<Executed> {
  const executed: BySession<Executed> = new Map()
  for (const block of blocks) {
    const { before, transactions, result } = block
    transactions.forEach(({ kind, bytes }, i) => {
      if (kind !== 'envelope' || result.receipts[i]?.status === 'rejected') return
      const envelope = decodeEnvelope(bytes, before.chain.limits)
      if (envelope.algorithm !== Algorithm.session) return
      const id = envelope.credential.subarray(0, SESSION_CREDENTIAL.idLength)
      const hash = envelopeHashOf(crypto, envelope.signedPart)
      into(executed, bytesToHex(id)).push({ nonce: envelope.nonce, hash, block })
    })
  }
  return executed
}

/** The account of a list may have got, or given up, keys in the block itself: the states before and after it are asked. */
function checkAuthority(
  crypto: Crypto,
  { before, result }: FinalityBlock,
  list: ProvenList,
  options: FinalityOptions,
): void {
  let refusal: unknown
  for (const state of [before, result.state]) {
    const { chain, caches } = state
    const journal = new Journal(state)
    const { block } = result
    try {
      checkProvenList({ journal, crypto, chain, block, caches, zkKeys: options.zkKeys }, list)
      return
    } catch (error) {
      if (!(error instanceof NVmError) || error.codeName !== 'InvalidProvenList') throw error
      refusal ??= error
    }
  }
  throw refusal
}

/** What the lists say was executed, by session. Throws NotFinal for two lists that have one nonce. */
function collectListed(
  crypto: Crypto,
  binding: ChainBinding,
  provenLists: readonly ProvenList[],
): BySession<Listed> {
  const listed: BySession<Listed> = new Map()
  const inOrder = [...provenLists].sort((a, b) => compareNonces(a.firstNonce, b.firstNonce))
  for (const list of inOrder) {
    const session = bytesToHex(sessionId(crypto, binding, list.session))
    const entries = into(listed, session)
    const last = entries.at(-1)
    if (last !== undefined && last.nonce >= list.firstNonce)
      notFinal(session, `lists expected to have each nonce once, two have ${list.firstNonce}`)
    list.hashes.forEach((hash, i) => {
      entries.push({ nonce: list.firstNonce + BigInt(i), hash, list })
    })
  }
  return listed
}

function compareNonces(a: bigint, b: bigint): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function checkEqual(session: string, executed: readonly Attested[], listed: readonly Attested[]) {
  if (executed.length !== listed.length) {
    notFinal(
      session,
      `proven lists expected to have the ${executed.length} transactions that were executed, they have ${listed.length}`,
    )
  }
  executed.forEach(({ nonce, hash }, i) => {
    const other = listed[i]!
    if (other.nonce !== nonce || !equalBytes(other.hash, hash))
      notFinal(session, `transaction with nonce ${nonce} expected in a proven list at its place`)
  })
}

/**
 * Returns if one or more consecutive blocks are final: exactly the transactions that sessions authorised and that were
 * executed in them are in these lists, each at its nonce, and each list is authorised by the account of its session. The
 * receipts must be the verifier's own, or those of a root it trusts. A list counts for a block if its credential was good
 * there, before or after it. Throws NotFinal or InvalidProvenList. Cost: a hash of each envelope, a proof or signature of each
 * list.
 */
export function verifyFinality(
  blocks: readonly FinalityBlock[],
  provenLists: readonly ProvenList[],
  options: FinalityOptions = {},
): void {
  const [first] = blocks
  if (first === undefined) throw new NVmError('NotFinal', 'blocks expected at least one')
  const crypto = options.crypto ?? first.before.crypto
  const { chainId, genesisRoot } = parentContext(first.before)
  const executed = collectExecuted(crypto, blocks)
  const listed = collectListed(crypto, { chainId, genesisRoot }, provenLists)
  for (const session of new Set([...executed.keys(), ...listed.keys()]))
    checkEqual(session, executed.get(session) ?? [], listed.get(session) ?? [])
  for (const [session, entries] of listed) {
    const places = executed.get(session)!
    entries.forEach(({ list }, i) => {
      const { block } = places[i]!
      // Once for each block of a list.
      if (i > 0 && entries[i - 1]!.list === list && places[i - 1]!.block === block) return
      checkAuthority(crypto, block, list, options)
    })
  }
}

/** Verdict of {@link attest}. */
export interface AttestedTransaction {
  /** Transaction hash, 32 bytes. */
  readonly hash: Uint8Array
  readonly envelope: DecodedEnvelope
  /** Whether the credential is genuine: made with the key, keys or root that it names. Whether those may act is for state. */
  readonly isGenuine: boolean
}

/** What {@link attest} may look into. */
export interface AttestOptions {
  /** Of the chain configuration; default 2^32-1 bytes each. */
  readonly limits?: Pick<ChainLimits, 'transactionBytes' | 'payloadBytes'>
  /** For transactions of sessions. */
  readonly sessionKeys?: SessionKeys
  /** For transactions that are proven in zero knowledge. */
  readonly zkKeys?: ZkAceKeys
  /** Signatures found valid go in here. With `verifiedSignatures(state.caches)` the block need not verify them again. */
  readonly verified?: VerifiedSignatures
}

const NO_LIMITS = { transactionBytes: 0xffff_ffff, payloadBytes: 0xffff_ffff }

/**
 * First phase: what of an envelope can be judged without state, so that it can be done ahead of its block and on any
 * worker. Throws InvalidTransactionError for bytes that are no envelope, MissingAttestationKey and
 * InvalidVerificationKey for what the host has not given. Cost: one HMAC, signature or proof.
 */
export function attest(
  crypto: Crypto,
  transaction: EnvelopeTransaction,
  options: AttestOptions = {},
): AttestedTransaction {
  return attester(crypto, options)(transaction)
}

/** {@link attest} for many: what depends on a session's key alone is done once. Give it up with the keys. */
export function attester(
  crypto: Crypto,
  options: AttestOptions = {},
): (transaction: EnvelopeTransaction) => AttestedTransaction {
  const limits = options.limits ?? NO_LIMITS
  const macs = new SessionMacs(crypto, options.sessionKeys)
  return ({ bytes }) => {
    const envelope = decodeEnvelope(bytes, limits)
    const hash = envelopeHashOf(crypto, envelope.signedPart)
    return { hash, envelope, isGenuine: isGenuine(crypto, envelope, hash, macs, options) }
  }
}

function isGenuine(
  crypto: Crypto,
  envelope: DecodedEnvelope,
  hash: Uint8Array,
  macs: SessionMacs,
  options: AttestOptions,
): boolean {
  const { algorithm, credential, signedPart, chainId, genesisRoot, nonce } = envelope
  switch (algorithm) {
    case Algorithm.session:
      return macs.verify(credential, hash)
    case Algorithm.proof: {
      const { mode, idCom, target, nullifier, proof } = readZkCredential(credential, malformed)
      if (options.zkKeys === undefined)
        throw new NVmError('InvalidVerificationKey', 'ZK-ACE keys expected from the host')
      const domain = zkDomain({ chainId, genesisRoot })
      const rpCom = mode === 'nullifier' ? nullifier : nonceCommitment(idCom, nonce)
      const statement = { idCom, txHash: hash, domain, target, rpCom }
      return verifyZkAce(crypto, options.zkKeys, mode, statement, proof, options.verified)
    }
    default: {
      const digest = signingDigestOf(crypto, signedPart)
      const items = keyCredentials(algorithm, credential).map((item) => ({ ...item, digest }))
      return verifySignatures(crypto, items, options.verified).every((valid) => valid)
    }
  }
}

function malformed(message: string): never {
  throw new InvalidTransactionError('MalformedTransaction', `envelope ${message}`)
}
