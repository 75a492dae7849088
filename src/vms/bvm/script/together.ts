/** Verifies many transactions with their signatures in a row ({@link SignatureQueue}); what fails is left to a closer look. */
import type { Crypto } from '../../../crypto/types.ts'
import type { BitcoinTransaction, Prevout } from '../transaction/types.ts'
import { SighashCache } from './sighash.ts'
import { SignatureQueue } from './signature-queue.ts'
import { verifyInput } from './verify.ts'

/** A transaction with the outputs its inputs spend, in order. */
export interface OpenSpend {
  readonly tx: BitcoinTransaction
  readonly prevouts: readonly Prevout[]
}

/** Rules of a verification. */
export interface VerifyRules {
  readonly flags: number
  /** Most bytes a transaction may hash for its signatures. */
  readonly hashedBytes: number
}

// Made once: it is empty whenever nobody is in verifyTogether, which never calls itself.
const queue = new SignatureQueue()

/** One transaction whose scripts succeed if its checks of the queue hold. */
interface Pending {
  readonly index: number
  readonly start: number
  readonly end: number
  readonly hashedBytes: number
}

/** Runs the scripts of all inputs; the bytes hashed for signatures, or undefined if one fails. */
function runScripts(
  crypto: Crypto,
  { tx, prevouts }: OpenSpend,
  rules: VerifyRules,
): number | undefined {
  const sighash = new SighashCache(tx, prevouts, crypto, rules.hashedBytes)
  const context = { crypto, sighash, queue }
  for (let i = 0; i < tx.inputs.length; i++) {
    if (verifyInput(tx, i, prevouts, rules.flags, context) !== undefined) return undefined
  }
  return sighash.hashedBytes
}

/**
 * For each spend the bytes hashed for its signatures if every input may spend its output, or undefined: then
 * {@link verifyInput} says why, or that it may after all (a script that wants a signature not to hold). Cost: the
 * scripts' and signatures'.
 */
export function verifyTogether(
  crypto: Crypto,
  spends: readonly OpenSpend[],
  rules: VerifyRules,
): (number | undefined)[] {
  queue.clear()
  const verdicts = new Array<number | undefined>(spends.length).fill(undefined)
  let pending: Pending[] = []
  const flush = () => {
    for (const { index, start, end, hashedBytes } of pending) {
      if (queue.holds(crypto, start, end)) verdicts[index] = hashedBytes
    }
    pending = []
    queue.clear()
  }
  for (const [index, spend] of spends.entries()) {
    if (!queue.hasRoom(spend.tx.inputs.length)) flush()
    const start = queue.length
    const hashedBytes = runScripts(crypto, spend, rules)
    if (hashedBytes === undefined) queue.truncate(start)
    else pending.push({ index, start, end: queue.length, hashedBytes })
  }
  flush()
  return verdicts
}
