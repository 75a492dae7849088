/** Signatures and lock times against one input: what Core calls the signature checker. */
import { parseLaxDer } from '../../../crypto/der.ts'
import type { Crypto } from '../../../crypto/types.ts'
import type { BitcoinTransaction } from '../transaction/types.ts'
import type { ScriptError } from './errors.ts'
import { LOCK_TIME_THRESHOLD } from './limits.ts'
import type { SighashCache, TaprootSpend } from './sighash.ts'
import type { SignatureQueue } from './signature-queue.ts'
import type { ScriptContext } from './types.ts'

const SEQUENCE_FINAL = 0xffff_ffff
/** BIP68: a sequence with this bit is no lock time. */
const SEQUENCE_DISABLE = 1 << 31
/** BIP68: units of 512 seconds instead of blocks. */
const SEQUENCE_TYPE = 1 << 22
const SEQUENCE_MASK = SEQUENCE_TYPE | 0xffff
/** r and s of the signature that is being verified. */
const NUMBERS = new Uint8Array(64)

/** One input of one transaction. Without a transaction no signature is valid and no lock time is reached. */
export class InputChecker {
  readonly crypto: Crypto
  private readonly tx: BitcoinTransaction
  private readonly index: number
  private readonly sighash: SighashCache
  private readonly queue: SignatureQueue | undefined

  constructor(tx: BitcoinTransaction, index: number, context: ScriptContext) {
    this.tx = tx
    this.index = index
    this.sighash = context.sighash
    this.crypto = context.crypto
    this.queue = context.queue
  }

  /** Whether a signature was refused because the transaction may not hash more. */
  get isExhausted(): boolean {
    return this.sighash.isExhausted
  }

  /**
   * `signature` with its hash type behind. False for whatever is malformed. Cost: one verification, perhaps later where
   * nothing is tried (`mayWait`): a multisig wants to know now which key is whose.
   */
  ecdsa(
    signature: Uint8Array,
    key: Uint8Array,
    code: Uint8Array,
    isWitness: boolean,
    mayWait: boolean,
  ): boolean {
    const last = signature.length - 1
    if (last < 0) return false
    const parsed = parseLaxDer(signature, last, NUMBERS)
    if (parsed === undefined) return false
    const hashType = signature[last]!
    const hash = isWitness
      ? this.sighash.witnessV0(this.index, code, hashType)
      : this.sighash.legacy(this.index, code, hashType)
    if (hash === undefined) return false
    if (mayWait && this.queue?.add(hash, parsed, key, false) === true) return true
    return this.crypto.bitcoinVerify(hash, parsed, key)
  }

  /** BIP341's signature validation: 64 bytes, or 65 with a hash type that is not 0. Cost: one verification. */
  schnorr(signature: Uint8Array, key: Uint8Array, spend: TaprootSpend): ScriptError | undefined {
    const { length } = signature
    if (length !== 64 && length !== 65) return 'SCHNORR_SIG_SIZE'
    const hashType = length === 65 ? signature[64]! : 0
    if (length === 65 && hashType === 0) return 'SCHNORR_SIG_HASHTYPE'
    const hash = this.sighash.taproot(this.index, hashType, spend)
    if (hash === undefined) {
      return this.sighash.isExhausted ? 'SIGHASH_LIMIT' : 'SCHNORR_SIG_HASHTYPE'
    }
    const raw = length === 64 ? signature : signature.subarray(0, 64)
    if (this.queue?.add(hash, raw, key, true) === true) return undefined
    return this.crypto.schnorrVerify(hash, raw, key) ? undefined : 'SCHNORR_SIG'
  }

  /** BIP65: of the transaction's kind, not above its lock time, and the lock time counts. */
  isLockTimeReached(lockTime: number): boolean {
    const { tx } = this
    if (tx.lockTime < LOCK_TIME_THRESHOLD !== lockTime < LOCK_TIME_THRESHOLD) return false
    return lockTime <= tx.lockTime && tx.inputs[this.index]!.sequence !== SEQUENCE_FINAL
  }

  /** BIP112: `sequence` is without the disable bit. */
  isSequenceReached(sequence: number): boolean {
    const own = this.tx.inputs[this.index]!.sequence
    // Versions are compared unsigned: a negative one is a high one.
    if (this.tx.version >>> 0 < 2 || (own & SEQUENCE_DISABLE) !== 0) return false
    const [ours, wanted] = [own & SEQUENCE_MASK, sequence & SEQUENCE_MASK]
    if (ours < SEQUENCE_TYPE !== wanted < SEQUENCE_TYPE) return false
    return wanted <= ours
  }
}

/** Whether the sequence a script asks for is no lock time at all. */
export function isSequenceDisabled(sequence: number): boolean {
  return (sequence & SEQUENCE_DISABLE) !== 0
}
