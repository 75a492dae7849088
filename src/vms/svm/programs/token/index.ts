/** The Token program as a builtin over the token ledger. */
export { TokenState } from './backing.ts'
export { mintFace } from './face.ts'
export { importTokens } from './import.ts'
export { createTokenProgram, type TokenBacking } from './program.ts'
