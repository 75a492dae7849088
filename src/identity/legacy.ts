/**
 * Ids that are hashes of something else: of a foreign address (legacy), of a key (self-certifying), of a wallet
 * fingerprint. The domain strings are the reference implementation's; its "contract:" ids are not used, a contract's
 * id is the legacy id of its address.
 */
import type { Crypto } from '../crypto/types.ts'
import { concatBytes, utf8 } from '../primitives/bytes.ts'
import { Namespace } from '../state/reader.ts'

const EVM = utf8('ace-legacy-evm')
const SVM = utf8('ace-legacy-solana')
const TVM = utf8('ace-legacy-tron')
const BVM = utf8('ace-legacy-btc-output')
const BITCOIN_KEY = utf8('ace-legacy-btc')
const XID = utf8('ace-native-xid')
const SELF_CERTIFYING = utf8('n-vm-key:')

/**
 * The id an address stands for while no alias says otherwise: EVM and Tron addresses are 20 bytes (Tron's without
 * 0x41), Solana's 32, Bitcoin's an output script; lengths are not checked. 32 bytes, one SHA-256. Throws RangeError for a number outside {@link Namespace}.
 */
export function legacyId(crypto: Crypto, namespace: number, address: Uint8Array): Uint8Array {
  switch (namespace) {
    case Namespace.evm:
      return crypto.sha256(concatBytes(EVM, address))
    case Namespace.svm:
      return crypto.sha256(concatBytes(SVM, address))
    case Namespace.tvm:
      return crypto.sha256(concatBytes(TVM, address))
    case Namespace.bvm:
      return crypto.sha256(concatBytes(BVM, address))
    default:
      throw new RangeError(`namespace expected 1..4, got ${namespace}`)
  }
}

/** Of a compressed Bitcoin key, 33 bytes. For reading the paper's data only: n-vm files Bitcoin accounts by script. */
export function legacyBitcoinKeyId(crypto: Crypto, key: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(BITCOIN_KEY, key))
}

/** Of a wallet fingerprint (XID), 32 bytes. */
export function walletFingerprintId(crypto: Crypto, xid: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(XID, xid))
}

/**
 * AccountId of a key, 32 bytes: SHA-256("n-vm-key:" || algorithm u8 || key). Nobody but the key's holder can create it (no
 * squatting). The key has the length of its algorithm, which is not checked.
 */
export function selfCertifyingId(crypto: Crypto, algorithm: number, key: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(SELF_CERTIFYING, Uint8Array.of(algorithm), key))
}
