/** The SPL face of the token ledger: bytes, instructions and semantics of Solana's Token program. */

export { entryUnits } from './entry.ts'
export {
  LEDGER_REFUSALS,
  refusalOf,
  type SplError,
  SplFailure,
  TOKEN_ERRORS,
  type TokenErrorName,
} from './errors.ts'
export {
  AuthorityType,
  type DecodedTokenInstruction,
  decodeTokenInstruction,
  TokenInstruction,
  type TokenInstructionName,
} from './instruction.ts'
export {
  AccountState,
  emptyMint,
  emptyTokenAccount,
  encodeMint,
  encodeMultisig,
  encodeTokenAccount,
  MINT_BYTES,
  type MintFields,
  MULTISIG_BYTES,
  type MultisigFields,
  NO_KEY,
  readMint,
  readMultisig,
  readTokenAccount,
  TOKEN_ACCOUNT_BYTES,
  type TokenAccountFields,
} from './layout.ts'
export { processToken } from './process.ts'
export { type SiteObserver, SplAccount, type SplEffect, SplRun, type SplSource } from './run.ts'
export { SITE_NAMES, Site, type SiteName } from './sites.ts'
export { amountToText, textToAmount } from './ui-amount.ts'
export { priceTables } from './units.ts'
