/**
 * How HMAC transactions of one block are judged (S17): by the host's session keys, provisionally, or by proven lists. Lives
 * as long as the block: keys and their midstates are given up with it, and are in no state, receipt or error.
 */
import { InvalidTransactionError, NVmError } from '../errors.ts'
import { bytesToHex, equalBytes, wordToKey } from '../primitives/bytes.ts'
import type { AuthorisationRequest } from './authorise.ts'
import { checkProvenList } from './list-authority.ts'
import type { ProvenList } from './proven-list.ts'
import { lists } from './proven-list.ts'
import type { Session } from './session.ts'
import { SessionMode, sessionId, sessionKeyCommitment } from './session.ts'
import type { SessionKeys } from './session-macs.ts'
import { missingKey, SessionMacs } from './session-macs.ts'

interface ListEntry {
  readonly list: ProvenList
  isChecked: boolean
}

/** Keys and lists of one block. */
export class Attestations {
  private readonly keys: SessionKeys | undefined
  private readonly given: readonly ProvenList[]
  private macs: SessionMacs | undefined
  private lists: Map<string, ListEntry[]> | undefined

  constructor(keys?: SessionKeys, provenLists: readonly ProvenList[] = []) {
    this.keys = keys
    this.given = provenLists
  }

  /**
   * Returns if the transaction is authorised by an open session that allows it. With a list of its session in the block the
   * lists decide alone; else the MAC does. Throws AttestationNotProven (invalid); InvalidProvenList,
   * MissingAttestationKey and WrongAttestation discard the block. Cost: one HMAC; a list's proof once a block.
   */
  check(request: AuthorisationRequest, id: Uint8Array, session: Session): void {
    const entries = this.listsOf(request, id)
    if (entries !== undefined || session.mode === SessionMode.proven) {
      this.checkListed(request, id, entries ?? [])
      return
    }
    const { envelope, hash } = request
    const { crypto } = request.services
    this.macs ??= new SessionMacs(crypto, this.keys)
    const isRight = this.macs.verify(envelope.credential, hash, (key) => {
      const commitment = sessionKeyCommitment(crypto, session.account, key)
      if (!equalBytes(commitment, session.commitment))
        missingKey(id, 'session key expected to be the one the session commits to')
    })
    if (!isRight) {
      throw new NVmError('WrongAttestation', 'MAC expected to verify under the session key', {
        session: bytesToHex(id),
        transaction: bytesToHex(hash),
      })
    }
  }

  private listsOf(request: AuthorisationRequest, id: Uint8Array): ListEntry[] | undefined {
    if (this.given.length === 0) return undefined
    if (this.lists === undefined) {
      const { crypto, chain, block } = request.services
      const binding = { chainId: chain.chainId, genesisRoot: block.genesisRoot }
      this.lists = new Map()
      for (const list of this.given) {
        const key = wordToKey(sessionId(crypto, binding, list.session))
        const entry = { list, isChecked: false }
        const entries = this.lists.get(key)
        if (entries === undefined) this.lists.set(key, [entry])
        else entries.push(entry)
      }
    }
    return this.lists.get(wordToKey(id))
  }

  private checkListed(
    { services, envelope, hash }: AuthorisationRequest,
    id: Uint8Array,
    entries: readonly ListEntry[],
  ): void {
    const entry = entries.find(({ list }) => lists(list, envelope.nonce, hash))
    if (entry === undefined) {
      throw new InvalidTransactionError(
        'AttestationNotProven',
        'transaction expected at its nonce in a proven list of its session',
        { session: bytesToHex(id) },
      )
    }
    if (entry.isChecked) return
    checkProvenList(services, entry.list)
    entry.isChecked = true
  }
}
