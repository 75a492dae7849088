/**
 * Attest, execute, prove (n-VM paper, 2.2): three phases of a block and what makes it final. `attest` needs no state and can
 * run anywhere before the block; executing is executeBlock; `proveList` runs after it, by the session's owner; and
 * `verifyFinality` is what somebody without session keys asks in the end.
 */
import type { ProvenList } from './block-context.ts'
import type { BlockResult } from './block.ts'
import { Algorithm } from './crypto/algorithms.ts'
import { SESSION_CREDENTIAL } from './crypto/credential.ts'
import type { Crypto } from './crypto/types.ts'
import { decodeEnvelope, envelopeHashOf } from './envelope.ts'
import { NVmError } from './errors.ts'
import type { ListServices } from './identity/list-authority.ts'
import { checkProvenList } from './identity/list-authority.ts'
import { sessionId } from './identity/session.ts'
import type { ZkAceKeys } from './identity/zk/statement.ts'
import { ZkAuthority } from './identity/zk-authority.ts'
import { bytesToHex, equalBytes } from './primitives/bytes.ts'
import { Journal } from './state/journal.ts'
import type { State } from './state/state.ts'
import type { Transaction } from './transaction.ts'

/** One executed block, as a verifier of finality needs it. */
export interface FinalityBlock {
  /** State it was executed on. */
  readonly before: State
  readonly transactions: readonly Transaction[]
  readonly result: Pick<BlockResult, 'state' | 'receipts' | 'block'>
}

export interface FinalityOptions {
  /** Default: that of the state. */
  readonly crypto?: Crypto
  /** For lists that are proven in zero knowledge. */
  readonly zkKeys?: ZkAceKeys
}

/** One transaction that a session authorised. */
interface Executed {
  readonly nonce: bigint
  readonly hash: Uint8Array
}

/** By session id in hex; in order of execution, which is that of nonces. */
type BySession = Map<string, Executed[]>

function notFinal(session: string, message: string): never {
  throw new NVmError('NotFinal', message, { session })
}

function into(map: BySession, session: string): Executed[] {
  let found = map.get(session)
  if (found === undefined) map.set(session, (found = []))
  return found
}

/** Rejected ones were not executed: they are in the block, not in its history. */
function collectExecuted(crypto: Crypto, blocks: readonly FinalityBlock[]): BySession {
  const executed: BySession = new Map()
  for (const { before, transactions, result } of blocks) {
    transactions.forEach(({ kind, bytes }, i) => {
      if (kind !== 'envelope' || result.receipts[i]?.status === 'rejected') return
      const envelope = decodeEnvelope(bytes, before.chain.limits)
      if (envelope.algorithm !== Algorithm.session) return
      const id = envelope.credential.subarray(0, SESSION_CREDENTIAL.idLength)
      const hash = envelopeHashOf(crypto, envelope.signedPart)
      into(executed, bytesToHex(id)).push({ nonce: envelope.nonce, hash })
    })
  }
  return executed
}

/** Under what state the owner's keys are looked up: keys may have come, or gone, in the blocks themselves. */
function services(crypto: Crypto, state: State, { before, result }: FinalityBlock): ListServices {
  return { journal: new Journal(state), chain: before.chain, block: result.block, crypto }
}

function isAuthorised(
  crypto: Crypto,
  zk: ZkAuthority,
  blocks: readonly FinalityBlock[],
  list: ProvenList,
): void {
  let refusal: unknown
  for (const block of blocks) {
    for (const state of [block.before, block.result.state]) {
      try {
        checkProvenList(services(crypto, state, block), zk, list)
        return
      } catch (error) {
        if (!(error instanceof NVmError) || error.codeName !== 'InvalidProvenList') throw error
        refusal ??= error
      }
    }
  }
  throw refusal
}
