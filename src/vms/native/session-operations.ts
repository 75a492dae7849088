/** The operation `session` (0x0B): opening and closing of sessions, by the account's keys or proof. */
import type { BlockServices, CallRequest } from '../../engine.ts'
import { signersOf } from '../../identity/authorise.ts'
import type { ChainBinding } from '../../identity/keys.ts'
import { serialsOf } from '../../identity/keys.ts'
import type { Session, SessionTerms } from '../../identity/session.ts'
import { writeSession } from '../../identity/session.ts'
import { checkClosing, planOpening } from '../../identity/session-rules.ts'
import type { SessionChange } from './session-payload.ts'

/** Checks against state, then writes; called in this order. */
export interface NativeCall {
  check(): void
  apply(): void
}

/** What a session operation of `sender` does. Who may send it was decided before: never a session, never a crossing. */
export function sessionCall(
  services: BlockServices,
  chain: ChainBinding,
  { sender, authorisation }: Pick<CallRequest, 'sender' | 'authorisation'>,
  change: SessionChange,
): NativeCall {
  const { journal } = services
  const plan = (terms: SessionTerms) => {
    const signers =
      authorisation === undefined
        ? []
        : signersOf(authorisation.algorithm, authorisation.credential)
    const openers = serialsOf(journal, sender, signers)
    openers.sort((a, b) => (a < b ? -1 : 1))
    return planOpening(services, chain, sender, terms, openers)
  }
  switch (change.kind) {
    case 'open': {
      let planned: { readonly id: Uint8Array; readonly session: Session } | undefined
      return {
        check: () => {
          planned = plan(change.terms)
        },
        apply: () => {
          const { id, session } = planned ?? plan(change.terms)
          writeSession(journal, id, session)
        },
      }
    }
    case 'close':
      return {
        check: () => checkClosing(services, sender, change.session),
        apply: () => writeSession(journal, change.session, undefined),
      }
    default:
      return change satisfies never
  }
}
