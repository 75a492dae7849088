/** The ERC-20 and TRC-20 faces of the ledger. */
export { ERC20_SELECTORS, ERROR_SELECTORS, EVENT_TOPICS } from './abi.ts'
export { FACE_GAS } from './gas.ts'
export { domainSeparator, permitDigest } from './permit.ts'
export {
  CROSS_VM_ADDRESS,
  NATIVE_BRIDGE_ADDRESS,
  STUB_CODE,
  STUB_CODE_HASH,
  SYSTEM_CONTRACTS,
  SYSTEM_WORD,
  TOKEN_FACTORY_ADDRESS,
  TOKEN_SYSTEM_ADDRESS,
} from './stub.ts'
export { serveToken } from './system.ts'
export type { CoinHost, FaceCall, FaceHost, FaceParty, FaceResult } from './types.ts'
