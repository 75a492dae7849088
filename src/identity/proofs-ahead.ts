/**
 * Proofs of the envelopes that come next, verified many at once when the first of them is asked for. Which statement an
 * envelope will have to prove depends on state, so it is guessed; a verdict is about one statement under one key, and a
 * wrong guess is never asked for. What goes into the cache goes there when it is asked for, as it would without this.
 */
import { Algorithm } from '../crypto/algorithms.ts'
import { BatchBudget } from '../crypto/groth16-budget.ts'
import type { VerificationKey } from '../crypto/groth16-key.ts'
import { verifiedSignatures } from '../crypto/signature-cache.ts'
import type { BlockServices } from '../engine.ts'
import type { DecodedEnvelope } from '../envelope.ts'
import { algorithmAt, decodeEnvelope, envelopeHashOf } from '../envelope.ts'
import { InvalidTransactionError, NVmError } from '../errors.ts'
import { bytesToHex, equalBytes } from '../primitives/bytes.ts'
import { ACCOUNT_LOCKED } from '../state/reader.ts'
import type { Transaction } from '../transaction.ts'
import { nonceCommitment } from './zk/commitments.ts'
import type { ZkAceClaim, ZkAceItem, ZkAceMode } from './zk/statement.ts'
import { zkAceItem } from './zk/statement.ts'
import type { ProofVerdicts, ZkCredential } from './zk-authority.ts'
import {
  authorizeProver,
  domainOf,
  isUsed,
  readZkCredential,
  zkCredentialGas,
} from './zk-authority.ts'

/** Longer envelopes are not read twice. Bytes. */
const LENGTH_MAX = 16 * 1_024

/** An envelope of algorithm 4 that has not had its turn. */
interface Expected {
  /** In the block. */
  readonly index: number
  readonly envelope: DecodedEnvelope
  readonly credential: ZkCredential
}

/** A question to the backend, under a name that is the same exactly for the same question. */
interface Question extends ZkAceItem {
  readonly name: string
}

function malformed(message: string): never {
  throw new InvalidTransactionError('MalformedTransaction', message)
}

export class ProofsAhead implements ProofVerdicts {
  private readonly services: BlockServices
  private readonly budget = new BatchBudget()
  private window: readonly Transaction[] = []
  private start = 0
  /** Place in the window of what was not read yet. */
  private next = 0
  /** What was read while the other circuit's were looked for. */
  private passed: Record<ZkAceMode, Expected[]> = { nonce: [], nullifier: [] }
  private readonly verdicts = new Map<string, boolean>()
  private readonly commitments = new Map<string, Uint8Array>()

  constructor(services: BlockServices) {
    this.services = services
  }

  /** Names the transactions that come next, the first of them with its index in the block, and forgets those before. */
  fill(transactions: readonly Transaction[], start: number): void {
    this.window = transactions
    this.start = start
    this.next = 0
    this.passed = { nonce: [], nullifier: [] }
    this.verdicts.clear()
    this.commitments.clear()
  }

  nonceCommitment(idCom: Uint8Array, nonce: bigint): Uint8Array {
    const name = `${bytesToHex(idCom)}${nonce}`
    let commitment = this.commitments.get(name)
    if (commitment === undefined) {
      commitment = nonceCommitment(idCom, nonce)
      this.commitments.set(name, commitment)
    }
    return commitment
  }

  verify(mode: ZkAceMode, key: VerificationKey, claim: ZkAceClaim): boolean {
    const question = this.question(key, claim)
    if (question === undefined) return false
    const verified = verifiedSignatures(this.services.caches)
    if (verified.has(question.item)) return true
    const isRight = this.verdicts.get(question.name) ?? this.decide(mode, key, question)
    // The answer stands until the window moves: asked again, it would have cost a verification again.
    if (this.verdicts.has(question.name)) this.budget.earn()
    if (isRight) verified.add(question.item)
    return isRight
  }

  private question(key: VerificationKey, claim: ZkAceClaim): Question | undefined {
    const asked = zkAceItem(this.services.crypto, key, claim)
    if (asked === undefined) return undefined
    const { digest, publicKey } = asked.item
    return { ...asked, name: [publicKey, digest, claim.proof].map(bytesToHex).join(':') }
  }

  /** Verifies it, and with it what comes next. */
  private decide(mode: ZkAceMode, key: VerificationKey, question: Question): boolean {
    const batch = [question, ...this.others(mode, key, question)]
    const { groth16 } = this.services.crypto
    if (batch.length === 1) return groth16.verify(key, [question.claim])[0]!
    const meter = { equations: 0 }
    const verdicts = groth16.verify(
      key,
      batch.map(({ claim }) => claim),
      meter,
    )
    this.budget.spend(batch.length, meter.equations)
    for (const [i, { name }] of batch.entries()) this.verdicts.set(name, verdicts[i]!)
    return verdicts[0]!
  }

  /** As many as the budget allows of those that will be asked for, as things stand. */
  private others(mode: ZkAceMode, key: VerificationKey, { name }: Question): Question[] {
    const { journal, caches } = this.services
    const found = new Map<string, Question>()
    // Reads before a transaction's turn would be recorded as another's.
    const most = journal.access === undefined ? this.budget.size - 1 : 0
    const verified = verifiedSignatures(caches)
    while (found.size < most) {
      const expected = this.upcoming(mode)
      if (expected === undefined) break
      if (!this.isLikely(expected)) continue
      const other = this.question(key, this.claimOf(expected))
      if (other === undefined || other.name === name || verified.holds(other.item)) continue
      if (!this.verdicts.has(other.name)) found.set(other.name, other)
    }
    return [...found.values()]
  }

  /** The next one of a circuit, once. */
  private upcoming(mode: ZkAceMode): Expected | undefined {
    const { transactionIndex } = this.services
    for (;;) {
      const expected = this.passed[mode].shift() ?? this.read()
      if (expected === undefined) return undefined
      if (expected.index <= transactionIndex) continue
      if (expected.credential.mode === mode) return expected
      this.passed[expected.credential.mode].push(expected)
    }
  }

  /** Parses on to the next envelope with a proof. */
  private read(): Expected | undefined {
    const { chain } = this.services
    while (this.next < this.window.length) {
      const index = this.start + this.next
      const { kind, bytes } = this.window[this.next++]!
      if (kind !== 'envelope' || bytes.length > LENGTH_MAX) continue
      if (algorithmAt(bytes) !== Algorithm.proof) continue
      try {
        const envelope = decodeEnvelope(bytes, chain.limits)
        return { index, envelope, credential: readZkCredential(envelope.credential, malformed) }
      } catch (error) {
        // Refused when its turn comes.
        if (!(error instanceof InvalidTransactionError)) throw error
      }
    }
    return undefined
  }

  private claimOf({ envelope, credential }: Expected): ZkAceClaim {
    const { crypto } = this.services
    const { mode, idCom, target, nullifier, proof } = credential
    const statement = {
      idCom,
      txHash: envelopeHashOf(crypto, envelope.signedPart),
      domain: domainOf(this.services),
      target,
      rpCom: mode === 'nullifier' ? nullifier : this.nonceCommitment(idCom, envelope.nonce),
    }
    return { statement, proof }
  }

  /** Whether it looks as if its proof will be asked for: what costs less is checked before that. */
  private isLikely({ envelope, credential }: Expected): boolean {
    const { block, chain, journal } = this.services
    const { sender, gasLimit, maxFeePerGas, lastValidBlock, nonce } = envelope
    if (envelope.chainId !== chain.chainId) return false
    if (!equalBytes(envelope.genesisRoot, block.genesisRoot)) return false
    if (lastValidBlock !== 0n && block.number > lastValidBlock) return false
    if (maxFeePerGas < block.baseFeePerGas || gasLimit > block.gasLimit) return false
    if (gasLimit < zkCredentialGas(envelope.credential)) return false
    const isNullifier = credential.mode === 'nullifier'
    try {
      const account = journal.account(sender)
      if ((account.flags & ACCOUNT_LOCKED) !== 0) return false
      if (account.balance < gasLimit * maxFeePerGas) return false
      const before = nonce - account.nonce
      if (!isNullifier && (before < 0n || before > BigInt(this.window.length))) return false
      authorizeProver(this.services, sender, credential.idCom)
      return !(isNullifier && isUsed(journal, credential.nullifier))
    } catch (error) {
      if (error instanceof InvalidTransactionError) return false
      // A partial state need not hold what nobody may come to ask for.
      if (error instanceof NVmError && error.codeName === 'MissingState') return false
      throw error
    }
  }
}
