/** The signature programs: Ed25519, secp256k1, secp256r1. */
import type { Precompile } from '../../runtime/types.ts'

/** For `RuntimeHost.precompiles`. */
export const PRECOMPILES: ReadonlyMap<string, Precompile> = new Map()
