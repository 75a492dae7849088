/** The TVM engine: raw Tron transactions, payloads 0x40 to 0x4F, addresses, receipts as nodes write them, simulation. */

export { decodeTronAddress, encodeTronAddress } from './address.ts'
export { tronGenesisId } from './block-ids.ts'
export { createTvmEngine } from './engine.ts'
export { TVM } from './gas.ts'
export type { TvmStateOverride } from './overrides.ts'
export type { TvmPayload } from './payload.ts'
export { decodePayload, encodePayload, TvmOpcode } from './payload.ts'
export type { ReceiptBlock, ResourceReceipt, TronDetails } from './receipt.ts'
export {
  contractRetName,
  encodeTransactionInfo,
  transactionInfoJson,
  tronDetails,
} from './receipt.ts'
export type { TvmEngineOptions } from './scope.ts'
export type {
  TronBlockHeader,
  TvmCallRequest,
  TvmCallResult,
  TvmEstimate,
  TvmSimulationOptions,
} from './simulate.ts'
export { tronBlockHeader, tvmCall, tvmEstimateEnergy } from './simulate.ts'
export type {
  TronGenesis,
  TronGenesisToken,
  TronParameterName,
  TronParameterRow,
  TronParameters,
  TronPreset,
} from './state/index.ts'
export {
  absorbToken,
  issueReward,
  parametersOf,
  TRON_PARAMETERS,
  tronBindingDigest,
  tronBlobHashes,
  tronIdentity,
  tronParameters,
} from './state/index.ts'
export type { TronAccountView, TronResourceView } from './view.ts'
export { tronAccount } from './view.ts'
export type { InternalTransaction } from './vm/index.ts'
export { ContractRet } from './vm/index.ts'
