/** The token ledger: one balance a mint and account behind ERC-20, SPL and TRC-20. docs/token.md. */
export { absorb } from './absorb.ts'
export type { BreakerLimits } from './breaker.ts'
export { countFlow, reviewBreaker, setBreaker, setBreakerAuthority } from './breaker.ts'
export type { CrossVmTransfer } from './cross-vm.ts'
export {
  crossVmTransfer,
  destinationOf,
  NATIVE_DESTINATION,
  RECIPIENT_MAX,
} from './cross-vm.ts'
export type { TokenHolding, TokenInfo } from './enumerate.ts'
export { listHolders, listTokens, tokenBalance, tokenInfo, tokensOf } from './enumerate.ts'
export type { TokenEvent } from './events.ts'
export type { TokenFace, TokenFacePlace } from './face.ts'
export type { TokenFault } from './faults.ts'
export { TOKEN_FAULTS } from './faults.ts'
export { hasTokenLedger, TOKEN_LEDGER_PARAMETER, TokenLedger, tokenLedger } from './ledger.ts'
export type { Pocket } from './live.ts'
export { AuxiliaryPocket, answersFor, Holder, Mint, TokenAccount } from './live.ts'
export type { MintDescription, TokenRequest } from './mints.ts'
export {
  createMint,
  createToken,
  isSoundMetadata,
  METADATA_MAX,
  nextTokenId,
  setMetadata,
  showMint,
} from './mints.ts'
export {
  allowanceOf,
  approve,
  authoriseBridge,
  bridgeBurn,
  bridgeMint,
  burn,
  burnUnits,
  closeAccount,
  decreaseAllowance,
  detach,
  freeze,
  increaseAllowance,
  isSameAccount,
  mintTo,
  mintUnits,
  moveUnits,
  setAccountOwner,
  setAuthority,
  thaw,
  transfer,
  transferFrom,
} from './operations.ts'
export type {
  BreakerRecord,
  MintMetadata,
  MintRecord,
  TokenAccountRecord,
  TokenAuthority,
} from './records.ts'
export {
  allowanceSlot,
  balanceSlot,
  erc20Address,
  erc20MapSlot,
  mintAddress,
  mintAuthoritySlot,
  mintSlot,
  NATIVE_COIN_ID,
  TokenKind,
  tokenId,
  trc20Address,
} from './slots.ts'
