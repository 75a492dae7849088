/**
 * Addresses of an account in each machine, by hash of its id. The domain strings are the paper's (docs/identity.md);
 * Tron's is "tron:".
 */
import type { Crypto } from '../crypto/types.ts'
import { concatBytes, utf8 } from '../primitives/bytes.ts'
import { Namespace } from '../state/reader.ts'

const EVM = utf8('evm:')
const SVM = utf8('svm:')
const BVM = utf8('bvm:')
const TVM = utf8('tron:')

/** Namespaces in which every account has a derived address, in the order in which link registers them. */
export const DERIVED_NAMESPACES: readonly number[] = [
  Namespace.evm,
  Namespace.svm,
  Namespace.bvm,
  Namespace.tvm,
]

/** 20 bytes: SHA-256("evm:" || id)[12..32]. `id` is 32 bytes, which is not checked. */
export function deriveEvmAddress(crypto: Crypto, id: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(EVM, id)).slice(12)
}

/** 32 bytes: SHA-256("svm:" || id). `id` is 32 bytes, which is not checked. */
export function deriveSvmAddress(crypto: Crypto, id: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(SVM, id))
}

/** 32 bytes: SHA-256("bvm:" || id). `id` is 32 bytes, which is not checked. */
export function deriveBvmAddress(crypto: Crypto, id: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(BVM, id))
}

/** 20 bytes, without Tron's 0x41: SHA-256("tron:" || id)[12..32]. `id` is 32 bytes, which is not checked. */
export function deriveTvmAddress(crypto: Crypto, id: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(TVM, id)).slice(12)
}

/** The address of a native account is its id. */
export function deriveNativeAddress(id: Uint8Array): Uint8Array {
  return id
}

/** Derived address in one of {@link Namespace}, 20 or 32 bytes; throws RangeError for another number. One SHA-256. */
export function deriveAddress(crypto: Crypto, namespace: number, id: Uint8Array): Uint8Array {
  switch (namespace) {
    case Namespace.evm:
      return deriveEvmAddress(crypto, id)
    case Namespace.svm:
      return deriveSvmAddress(crypto, id)
    case Namespace.bvm:
      return deriveBvmAddress(crypto, id)
    case Namespace.tvm:
      return deriveTvmAddress(crypto, id)
    default:
      throw new RangeError(`namespace expected 1..4, got ${namespace}`)
  }
}
