/** Absolute and relative lock times of transactions (BIP 65, 68, 112, 113): when a block may hold one. */
import { InvalidTransactionError } from '../../errors.ts'
import type { TransactionFields } from './transaction/types.ts'
import type { Utxo } from './utxo.ts'

/** Lock times below are heights, from here on seconds since 1970. */
export const LOCK_TIME_THRESHOLD = 500_000_000
const FINAL_SEQUENCE = 0xffff_ffff
/** BIP 68: the sequence number says no relative lock time. */
const SEQUENCE_DISABLED = 0x8000_0000
/** BIP 68: the relative lock time counts 512 seconds, not blocks. */
const SEQUENCE_IN_SECONDS = 0x0040_0000
const SEQUENCE_MASK = 0xffff
const SEQUENCE_GRANULARITY = 9n

/** The block a transaction is to go into. */
export interface LockClock {
  /** Its number. */
  readonly height: bigint
  /** Its median time past, seconds. */
  readonly medianTime: bigint
}

function locked(expected: bigint, got: bigint, what: string): never {
  throw new InvalidTransactionError(
    'LockTimeNotReached',
    `${what} expected at least ${expected}, got ${got}`,
    { expected, got },
  )
}

/** Absolute lock time (Core's IsFinalTx). Throws LockTimeNotReached. */
export function checkLockTime(tx: TransactionFields, clock: LockClock): void {
  if (tx.lockTime === 0) return
  const isHeight = tx.lockTime < LOCK_TIME_THRESHOLD
  const now = isHeight ? clock.height : clock.medianTime
  const lock = BigInt(tx.lockTime)
  if (lock < now || tx.inputs.every(({ sequence }) => sequence === FINAL_SEQUENCE)) return
  locked(lock + 1n, now, isHeight ? 'block number' : 'median time past')
}

/** Relative lock times of all inputs (BIP 68). Throws LockTimeNotReached. */
export function checkSequenceLocks(
  tx: TransactionFields,
  spent: readonly Utxo[],
  clock: LockClock,
): void {
  // Versions are unsigned here: a negative one counts as high.
  if (tx.version >>> 0 < 2) return
  for (let i = 0; i < tx.inputs.length; i++) {
    const { sequence } = tx.inputs[i]!
    if (sequence >= SEQUENCE_DISABLED) continue
    const { height, medianTime } = spent[i]!
    const span = BigInt(sequence & SEQUENCE_MASK)
    if ((sequence & SEQUENCE_IN_SECONDS) !== 0) {
      const due = medianTime + (span << SEQUENCE_GRANULARITY)
      if (clock.medianTime < due) locked(due, clock.medianTime, `median time past for input ${i}`)
    } else if (clock.height < height + span) {
      locked(height + span, clock.height, `block number for input ${i}`)
    }
  }
}
