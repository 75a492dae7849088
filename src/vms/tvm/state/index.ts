/** What the rest of the library and its users need of Tron's state. */

export { absorbToken } from './assets.ts'
export { tronBlobHashes } from './contract.ts'
export type { TronGenesis, TronGenesisToken } from './genesis.ts'
export { applyTronGenesis } from './genesis.ts'
export { tronBindingDigest, tronIdentity } from './identity-hooks.ts'
export type { LedgerOptions, TronHandle } from './ledger.ts'
export { Ledger } from './ledger.ts'
export type {
  TronParameterName,
  TronParameterRow,
  TronParameters,
  TronPreset,
} from './parameters.ts'
export {
  checkTronParameters,
  parametersOf,
  TRON_PARAMETERS,
  tronParameters,
} from './parameters.ts'
export { issueReward } from './witnesses.ts'
