/** The host's session keys at work: the MAC of each session that is used, made once. Holds secrets; give it up with its block. */
import { SESSION_CREDENTIAL } from '../crypto/credential.ts'
import type { Mac } from '../crypto/hmac.ts'
import { equalSecretAt } from '../crypto/hmac.ts'
import type { Crypto } from '../crypto/types.ts'
import { NVmError } from '../errors.ts'
import { bytesToHex, wordToKey } from '../primitives/bytes.ts'
import { SESSION_KEY_LENGTH, sessionMac } from './session.ts'

/** The host's session keys. Synchronous; asked once a block for each session that is used, and for nothing else. */
export interface SessionKeys {
  /** Key of 32 bytes of a session id (32 bytes), or undefined. The library reads it and keeps no copy beyond the block. */
  get(sessionId: Uint8Array): Uint8Array | undefined
}

/** Throws MissingAttestationKey, which names the session and nothing of a key. */
export function missingKey(id: Uint8Array, message: string): never {
  throw new NVmError('MissingAttestationKey', message, { session: bytesToHex(id) })
}

const { idLength } = SESSION_CREDENTIAL

export class SessionMacs {
  private readonly crypto: Crypto
  private readonly keys: SessionKeys | undefined
  private readonly macs = new Map<string, Mac>()
  // Transactions of one session come in a row.
  private lastId: Uint8Array = new Uint8Array(0)
  private lastMac: Mac | undefined

  constructor(crypto: Crypto, keys: SessionKeys | undefined) {
    this.crypto = crypto
    this.keys = keys
  }

  /**
   * Whether a credential of algorithm 3 is the MAC of a transaction hash under the session it names. `check` sees a key
   * before its first use and throws if it is the wrong one. Throws MissingAttestationKey. Cost: one HMAC.
   */
  verify(credential: Uint8Array, hash: Uint8Array, check?: (key: Uint8Array) => void): boolean {
    const mac = this.macOf(credential, check)
    return equalSecretAt(credential, idLength, mac(hash))
  }

  private macOf(credential: Uint8Array, check: ((key: Uint8Array) => void) | undefined): Mac {
    if (this.lastMac !== undefined && equalSecretAt(credential, 0, this.lastId)) return this.lastMac
    const id = credential.slice(0, idLength)
    const name = wordToKey(id)
    let mac = this.macs.get(name)
    if (mac === undefined) {
      const key = this.keys?.get(id)
      if (key === undefined) missingKey(id, 'session key expected from the host, or a proven list')
      if (key.length !== SESSION_KEY_LENGTH)
        missingKey(id, `session key expected of ${SESSION_KEY_LENGTH} bytes`)
      check?.(key)
      mac = sessionMac(this.crypto, key, id)
      this.macs.set(name, mac)
    }
    this.lastId = id
    this.lastMac = mac
    return mac
  }
}
