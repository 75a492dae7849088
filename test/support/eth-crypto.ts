/** Just enough crypto for the Ethereum codec tests, from @noble itself: independent of src/crypto. */

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { keccak_256 } from '@noble/hashes/sha3.js'

export const ethCrypto = {
  keccak256: (data: Uint8Array): Uint8Array => keccak_256(data),
  sha256: (data: Uint8Array): Uint8Array => sha256(data),
  secp256k1Recover(
    hash: Uint8Array,
    signature: Uint8Array,
    recovery: number,
  ): Uint8Array | undefined {
    try {
      return secp256k1.Signature.fromBytes(signature, 'compact')
        .addRecoveryBit(recovery)
        .recoverPublicKey(hash)
        .toBytes(false)
    } catch {
      return undefined
    }
  },
}
