/** The signature programs: Ed25519, secp256k1, secp256r1. */
import { wordToKey } from '../../../../primitives/bytes.ts'
import { ProgramId } from '../../ids.ts'
import type { Precompile } from '../../runtime/types.ts'
import { ed25519Program } from './ed25519.ts'
import { secp256k1Program } from './secp256k1.ts'
import { secp256r1Program } from './secp256r1.ts'

/** For `RuntimeHost.precompiles`. */
export const PRECOMPILES: ReadonlyMap<string, Precompile> = new Map([
  [wordToKey(ProgramId.ed25519), ed25519Program],
  [wordToKey(ProgramId.secp256k1), secp256k1Program],
  [wordToKey(ProgramId.secp256r1), secp256r1Program],
])
