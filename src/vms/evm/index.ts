/** The EVM engine: raw Ethereum transactions, payloads 0x10 to 0x1F, Ethereum's view of state and receipts, simulation. */

export type { ForkName } from '../evm-core/forks/names.ts'
export type { EvmEngineOptions } from './context.ts'
export { EVM, evmBlobHashes } from './context.ts'
export type { EvmBlockResult } from './engine.ts'
export { createEvmEngine } from './engine.ts'
export type { EthereumDetails } from './ethereum-receipt.ts'
export {
  encodeEthereumReceipt,
  ethereumDetails,
  ethereumLogsBloom,
  ethereumReceipts,
  ethereumReceiptsRoot,
} from './ethereum-receipt.ts'
export type { BlobParameters, BlobParent, FeeParent } from './fees.ts'
export { blobBaseFee, nextBaseFee, nextExcessBlobGas } from './fees.ts'
export type { GenesisAlloc, GenesisAllocAccount, Quantity } from './genesis-alloc.ts'
export { applyGenesisAlloc } from './genesis-alloc.ts'
export { evmIdentity } from './identity-hooks.ts'
export type { StateOverride } from './overrides.ts'
export type { EvmPayload } from './payload.ts'
export { decodePayload, EvmOpcode, encodePayload } from './payload.ts'
export type {
  EvmCallRequest,
  EvmCallResult,
  EvmEstimate,
  EvmSimulationOptions,
} from './simulate.ts'
export { evmCall, evmEstimateGas } from './simulate.ts'
export type { EnumerableState } from './state-root.ts'
export { ethereumAccounts, ethereumStateRoot } from './state-root.ts'
export type {
  AccessListEntry,
  Authorization,
  EthereumTransaction,
  TransactionType,
} from './transaction/types.ts'
export type { RecoverSender } from './validate.ts'
