/**
 * Which circuits a chain believes. The hashes of its two verification keys are parameters of the chain configuration and
 * so part of its state; the keys themselves come from the host or, for development, from this package. Without a
 * parameter there are no proofs on the chain: nobody gets the development keys by leaving something out.
 */
import { parseVerificationKey, type VerificationKey } from '../../crypto/groth16-key.ts'
import { NVmError } from '../../errors.ts'
import { bytesToBigInt, hexToBytes } from '../../primitives/bytes.ts'
import { DEVELOPMENT_NONCE_KEY, DEVELOPMENT_NULLIFIER_KEY } from './development-keys.ts'
import type { ZkAceKeys, ZkAceMode } from './statement.ts'

/** Public signals of both circuits. */
const SIGNALS = 6

/** Names of the native machine's parameters: hashes of keys as big-endian integers. */
export const ZK_KEY_PARAMETERS: Readonly<Record<ZkAceMode, string>> = {
  nonce: 'zkNonceKey',
  nullifier: 'zkNullifierKey',
}

let development: ZkAceKeys | undefined

/**
 * Keys of the development ceremony: whoever made them could forge. For tests and development networks only. Parsed at the
 * first call, some 30 ms.
 */
export function developmentZkAceKeys(): ZkAceKeys {
  development ??= {
    nonce: parseVerificationKey(hexToBytes(DEVELOPMENT_NONCE_KEY)),
    nullifier: parseVerificationKey(hexToBytes(DEVELOPMENT_NULLIFIER_KEY)),
  }
  return development
}

/** A chain's parameters for a pair of keys, to spread into `parameters.native` of a genesis: their hashes as integers. */
export function zkKeyParameters(keys: ZkAceKeys): Record<string, bigint> {
  return {
    [ZK_KEY_PARAMETERS.nonce]: bytesToBigInt(keys.nonce.hash),
    [ZK_KEY_PARAMETERS.nullifier]: bytesToBigInt(keys.nullifier.hash),
  }
}

/**
 * The key of a mode that a chain with these native `parameters` believes; undefined: it believes none. `offered` are the
 * host's. Throws NVmError InvalidVerificationKey if the committed key is neither offered nor the development one: the
 * host withholds it, so that the block cannot be executed.
 */
export function zkAceKeyOf(
  parameters: Readonly<Record<string, bigint>>,
  mode: ZkAceMode,
  offered?: ZkAceKeys,
): VerificationKey | undefined {
  const name = ZK_KEY_PARAMETERS[mode]
  const committed = Object.hasOwn(parameters, name) ? parameters[name] : undefined
  if (committed === undefined) return undefined
  for (const keys of [offered, developmentZkAceKeys()]) {
    const key = keys?.[mode]
    if (key !== undefined && key.signals === SIGNALS && bytesToBigInt(key.hash) === committed) {
      return key
    }
  }
  throw new NVmError(
    'InvalidVerificationKey',
    `the host expected to pass the ${mode} key of this chain`,
    { mode, hash: committed },
  )
}
