/**
 * What a session may and may not (S14, S16, S17): who opens and closes one, which transactions it authorises, and what of
 * its cap they use up. The order of checks is part of the rule: nothing that state alone can refuse reaches a key.
 */
import { SESSION_CREDENTIAL } from '../crypto/credential.ts'
import type { BlockServices, Settlement } from '../engine.ts'
import type { NVmErrorName } from '../errors.ts'
import { InvalidTransactionError } from '../errors.ts'
import { bytesToHex, EMPTY_BYTES, equalBytes, wordToKey } from '../primitives/bytes.ts'
import type { Outcome } from '../receipt.ts'
import { failureOf } from '../receipt.ts'
import type { Account } from '../state/cells.ts'
import type { Journal } from '../state/journal.ts'
import type { AuthorisationRequest, Grant } from './authorise.ts'
import type { ChainBinding } from './keys.ts'
import { maySignStill } from './keys.ts'
import type { Session, SessionTerms } from './session.ts'
import { masks, opcodeMask, readSession, sessionId, writeSession } from './session.ts'
import type { Spending } from './session-spending.ts'
import { spendingOf } from './session-spending.ts'

function refuse(name: NVmErrorName, id: Uint8Array, message: string): never {
  throw new InvalidTransactionError(name, message, { session: bytesToHex(id) })
}

/**
 * First payload bytes no session may use, whatever its mask says (S16): keys, wallets, sessions, proofs and policies of the
 * native machine; and Bitcoin transactions, which spend outputs of the account that no cap sees.
 */
const NEVER: readonly (readonly [opcode: number, what: string])[] = [
  [0x02, 'accounts are created by their keys'],
  [0x03, 'keys are changed by keys'],
  [0x04, 'keys are changed by keys'],
  [0x05, 'wallets are bound by keys'],
  [0x06, 'wallets are revoked by keys'],
  [0x08, 'keys are changed by keys'],
  [0x09, 'keys are changed by keys'],
  [0x0b, 'sessions are opened and closed by keys'],
  [0x0c, 'proofs are managed by keys'],
  [0x0d, 'policies are changed by keys'],
  [0x0e, 'reserved'],
  [0x0f, 'reserved'],
  [0x32, 'outputs of the account are spent by keys'],
]
const FORBIDDEN = opcodeMask(NEVER.map(([opcode]) => opcode))

/** Whether no session may use an opcode, not even by a crossing in its account's name. */
export function isForNoSession(opcode: number): boolean {
  return masks(FORBIDDEN, opcode)
}

function forbidden(id: Uint8Array, opcode: number): never {
  const what = NEVER.find(([other]) => other === opcode)?.[1]
  refuse(
    'SessionRefused',
    id,
    `opcode 0x${opcode.toString(16).padStart(2, '0')} is for no session: ${what}`,
  )
}

/**
 * Whether a session's time is over, its account's epoch has changed (S14), or the keys that opened it could not open it any
 * more: who takes a key's power takes what it has lent.
 */
export function isVoid(
  journal: Journal,
  block: { readonly number: bigint; readonly timestamp: bigint },
  session: Session,
): boolean {
  const { lastBlock, lastTimestamp } = session
  return (
    (lastBlock !== 0n && block.number > lastBlock) ||
    (lastTimestamp !== 0n && block.timestamp > lastTimestamp) ||
    journal.account(session.account).epoch !== session.epoch ||
    !maySignStill({ journal, block }, session.account, session.openers)
  )
}

// ---- native operation 0x0B

/**
 * A new session of `account` on these terms, ready to be written; `openers` are {@link serialsOf} who signs for it. Throws SessionRefused if it is open already or its mask
 * has what no session may do; SessionExpired if it never could be used.
 */
export function planOpening(
  services: Pick<BlockServices, 'journal' | 'crypto' | 'block'>,
  chain: ChainBinding,
  account: Uint8Array,
  terms: SessionTerms,
  openers: readonly bigint[],
): { readonly id: Uint8Array; readonly session: Session } {
  const { journal, crypto, block } = services
  const { epoch } = journal.account(account)
  const tokens = terms.tokens.map((token) => ({ ...token, spent: 0n }))
  const session: Session = { ...terms, account, epoch, openers, spent: 0n, tokens }
  const id = sessionId(crypto, chain, session)
  if (readSession(journal, id) !== undefined)
    refuse('SessionRefused', id, 'session expected not to be open, it is')
  for (const [opcode] of NEVER) if (masks(terms.opcodes, opcode)) forbidden(id, opcode)
  if (isVoid(journal, block, session))
    refuse('SessionExpired', id, 'session expected to begin before its time is over')
  return { id, session }
}

/** Throws unless `sender` may close a session: its own, or any that is void, whose cell anybody may remove. */
export function checkClosing(
  { journal, block }: Pick<BlockServices, 'journal' | 'block'>,
  sender: Uint8Array,
  id: Uint8Array,
): void {
  const session = readSession(journal, id)
  if (session === undefined) refuse('SessionUnknown', id, 'session expected to be open, it is not')
  if (!equalBytes(session.account, sender) && !isVoid(journal, block, session))
    refuse('SessionRefused', id, 'session expected to be the sender’s own, or void')
}

// ---- authorisation

/** The authoriser of algorithm 3. Throws InvalidTransactionError; MissingAttestationKey and WrongAttestation are the host's. */
export function bySession(request: AuthorisationRequest): Grant {
  const { services, envelope, cost, attestations } = request
  const { journal, block } = services
  const id = envelope.credential.slice(0, SESSION_CREDENTIAL.idLength)
  const session = readSession(journal, id)
  if (session === undefined) refuse('SessionUnknown', id, 'session expected to be open, it is not')
  if (!equalBytes(session.account, envelope.sender))
    refuse('SessionRefused', id, 'sender expected to be the account of the session, it is not')
  if (isVoid(journal, block, session))
    refuse(
      'SessionExpired',
      id,
      'session expected to be in time, of the account’s epoch, and of keys that may sign',
    )
  const opcode = envelope.payload[0]!
  if (masks(FORBIDDEN, opcode)) forbidden(id, opcode)
  if (!masks(session.opcodes, opcode))
    refuse(
      'SessionRefused',
      id,
      `opcode expected in the session’s mask, got 0x${opcode.toString(16)}`,
    )
  const left = session.cap - session.spent
  if (cost.fee + cost.value > left) {
    refuse(
      'SpendingCapTooLow',
      id,
      `fee and value expected at most ${left}, what the session may still spend, got ${cost.fee + cost.value}`,
    )
  }
  attestations.check(request, id, session)
  return new SessionGrant(services, id, session, cost.fee)
}

/** Watches one transaction of a session: what leaves the account counts, what no session may change stays as it was. */
class SessionGrant implements Grant {
  private readonly services: BlockServices
  private readonly id: Uint8Array
  private readonly session: Session
  /** Highest fee, base units. */
  private readonly fee: bigint
  private readonly account: Account
  private entriesBefore = 0
  private spending: Spending = { native: 0n, tokens: new Map() }

  constructor(services: BlockServices, id: Uint8Array, session: Session, fee: bigint) {
    this.services = services
    this.id = id
    this.session = session
    this.fee = fee
    this.account = services.journal.account(session.account)
  }

  begin(): void {
    this.entriesBefore = this.services.journal.checkpoint()
    this.services.sessionAccount = this.session.account
  }

  finish(outcome: Outcome): Outcome {
    const { services, session } = this
    services.sessionAccount = undefined
    if (outcome.status !== 'success') return outcome
    const spending = spendingOf(services.journal, this.entriesBefore, this.account)
    if (spending === undefined)
      return failed(outcome, 'SessionOverreached', 'session expected to change no authority')
    const left = session.cap - session.spent - this.fee
    if (spending.native > left) {
      return failed(
        outcome,
        'SpendingCapExceeded',
        `debits expected at most ${left} besides the highest fee, got ${spending.native}`,
      )
    }
    for (const [mint, units] of spending.tokens) {
      const allowed = session.tokens.find((token) => wordToKey(token.mint) === mint)
      const most = allowed === undefined ? 0n : allowed.cap - allowed.spent
      if (units > most) {
        const message = `debits of a mint expected at most ${most}, got ${units}`
        return failed(outcome, 'SpendingCapExceeded', message)
      }
    }
    this.spending = spending
    return outcome
  }

  settle(_outcome: Outcome, { fee }: Settlement): void {
    const { id, session, spending } = this
    const native = fee.paid + spending.native
    if (native === 0n && spending.tokens.size === 0) return
    const tokens = session.tokens.map((token) => ({
      ...token,
      spent: token.spent + (spending.tokens.get(wordToKey(token.mint)) ?? 0n),
    }))
    writeSession(this.services.journal, id, { ...session, spent: session.spent + native, tokens })
  }
}

function failed(
  outcome: Outcome,
  name: 'SpendingCapExceeded' | 'SessionOverreached',
  message: string,
): Outcome {
  const { gasUsed } = outcome
  return { status: 'reverted', gasUsed, output: EMPTY_BYTES, failure: failureOf(name, message) }
}
