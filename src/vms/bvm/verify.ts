/**
 * Runs the scripts of all inputs, and for a deposit looks at what they signed: everything, or a stranger could turn
 * the deposit into their own (S15).
 */
import type { Crypto } from '../../crypto/types.ts'
import { InvalidTransactionError } from '../../errors.ts'
import type { BvmContext } from './context.ts'
import { samePrevouts, type Verified } from './look-ahead.ts'
import type { ScriptDebugger, ScriptError } from './script/index.ts'
import { SighashCache, verifyInput } from './script/index.ts'
import { Sighash, type TaprootSpend } from './script/sighash.ts'
import { prevoutsOf, type Spend } from './spend.ts'

/** Notes which hash type each signature that verified was made for. */
class SignatureWatch {
  /** Of the signature being verified. */
  hashType = -1
  /** Valid signatures of the running input that cover all inputs and outputs, and others. */
  whole = 0
  partial = 0

  note(isValid: boolean, isDefault: boolean): boolean {
    if (isValid) {
      const isWhole = this.hashType === Sighash.all || (isDefault && this.hashType === 0)
      if (isWhole) this.whole++
      else this.partial++
    }
    return isValid
  }

  startInput(): void {
    this.whole = 0
    this.partial = 0
  }
}

/** A cache that tells the watch what is being signed. */
class WatchedSighash extends SighashCache {
  private readonly watch: SignatureWatch

  constructor(watch: SignatureWatch, ...rest: ConstructorParameters<typeof SighashCache>) {
    super(...rest)
    this.watch = watch
  }

  override legacy(index: number, scriptCode: Uint8Array, hashType: number) {
    this.watch.hashType = hashType
    return super.legacy(index, scriptCode, hashType)
  }

  override witnessV0(index: number, scriptCode: Uint8Array, hashType: number) {
    this.watch.hashType = hashType
    return super.witnessV0(index, scriptCode, hashType)
  }

  override taproot(index: number, hashType: number, spend: TaprootSpend) {
    this.watch.hashType = hashType
    return super.taproot(index, hashType, spend)
  }
}

/** The same crypto, whose verifications of scripts tell the watch how they ended. */
function watchedCrypto(crypto: Crypto, watch: SignatureWatch): Crypto {
  const overrides: Partial<Crypto> = {
    bitcoinVerify: (hash, signature, key) =>
      watch.note(crypto.bitcoinVerify(hash, signature, key), false),
    schnorrVerify: (message, signature, key) =>
      watch.note(crypto.schnorrVerify(message, signature, key), true),
  }
  return Object.assign(Object.create(crypto) as Crypto, overrides)
}

function scriptFailed(input: number, scriptError: ScriptError, limit: number): never {
  if (scriptError === 'SIGHASH_LIMIT') {
    throw new InvalidTransactionError(
      'VerificationLimitExceeded',
      `bytes hashed for signatures expected at most ${limit}, input ${input} needs more`,
      { input, limit },
    )
  }
  throw new InvalidTransactionError(
    'ScriptFailed',
    `input ${input} expected scripts that allow the spend, got ${scriptError}`,
    { input, scriptError },
  )
}

/** How to look at a verification. */
export interface VerifyOptions {
  /** Per input: spent by the envelope that carries the transaction, no script runs. */
  readonly unlocked: readonly boolean[]
  /** Refuse inputs that did not sign all inputs and outputs. */
  readonly isDeposit: boolean
  /** What the scripts said before; of no use for deposits, whose hash types matter. */
  readonly verified?: Verified | undefined
  readonly debugger?: ScriptDebugger | undefined
}

/**
 * Verifies every input. Throws ScriptFailed, VerificationLimitExceeded or DepositNotSigned. Gives the bytes hashed for
 * signatures. Cost: the signatures', and the bytes hashed, which the chain limits.
 */
export function verifyScripts(context: BvmContext, spend: Spend, options: VerifyOptions): number {
  const { tx, spent } = spend
  const { services, parameters, flags } = context
  const limit = Number(parameters.hashedBytes)
  const prevouts = prevoutsOf(spent)
  if (options.verified !== undefined && !options.isDeposit) {
    const { prevouts: known, hashedBytes } = options.verified
    if (samePrevouts(known, prevouts)) return hashedBytes
  }
  const watch = options.isDeposit ? new SignatureWatch() : undefined
  const crypto = watch === undefined ? services.crypto : watchedCrypto(services.crypto, watch)
  const sighash =
    watch === undefined
      ? new SighashCache(tx, prevouts, crypto, limit)
      : new WatchedSighash(watch, tx, prevouts, crypto, limit)
  const scripts = { crypto, sighash, debugger: options.debugger }
  for (let i = 0; i < tx.inputs.length; i++) {
    if (options.unlocked[i] === true) continue
    watch?.startInput()
    const error = verifyInput(tx, i, prevouts, flags, scripts)
    if (error !== undefined) scriptFailed(i, error, limit)
    if (watch !== undefined && (watch.whole === 0 || watch.partial > 0)) {
      throw new InvalidTransactionError(
        'DepositNotSigned',
        `input ${i} expected signatures of hash type ALL or DEFAULT only, as every input of a deposit`,
        { input: i },
      )
    }
  }
  return sighash.hashedBytes
}
