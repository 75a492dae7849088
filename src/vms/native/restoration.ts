/** Bytes of a restoration inside native payloads: AccountId 32, count 1, then namespace 1, length 2, proof for each consent. */
import { EARLIER_WALLETS_MAX } from '../../identity/authority.ts'
import type { Restoration, WalletConsent } from '../../identity/restore.ts'
import type { ByteReader } from '../../primitives/byte-reader.ts'
import { bigIntToBytes, concatBytes } from '../../primitives/bytes.ts'
import { malformedPayload, sized } from './registration.ts'

/** One canonical address in each of two namespaces, and the earlier wallets. */
const CONSENTS_MAX = 2 + EARLIER_WALLETS_MAX
const PROOF_MAX = 0xffff

function checkOrder(consents: readonly WalletConsent[]): void {
  if (consents.length > CONSENTS_MAX)
    malformedPayload(`consents expected at most ${CONSENTS_MAX}, got ${consents.length}`)
  for (let i = 1; i < consents.length; i++) {
    if (consents[i - 1]!.namespace > consents[i]!.namespace)
      malformedPayload('consents expected in order of namespace')
  }
}

/** Throws MalformedPayload. */
export function restorationBytes({ id, consents }: Restoration): Uint8Array {
  checkOrder(consents)
  const parts = consents.map(({ namespace, proof }) => {
    if (proof.length > PROOF_MAX)
      malformedPayload(`proof expected at most ${PROOF_MAX} bytes, got ${proof.length}`)
    return concatBytes(Uint8Array.of(namespace), bigIntToBytes(BigInt(proof.length), 2), proof)
  })
  return concatBytes(sized(id, 32, 'id'), Uint8Array.of(consents.length), ...parts)
}

/** Parses one. Throws MalformedPayload. */
export function readRestoration(reader: ByteReader): Restoration {
  const id = reader.take(32, 'id')
  const consents: WalletConsent[] = []
  for (let left = reader.u8('consents'); left > 0; left--) {
    const namespace = reader.u8('namespace')
    consents.push({ namespace, proof: reader.take(reader.u16('proof length'), 'proof') })
  }
  checkOrder(consents)
  return { id, consents }
}
