/**
 * The public surface of n-vm: re-exports only. What is not named here is internal and may change in any release.
 */

// Blocks
export type { BlockResult, ExecutedBlock, ExecuteOptions } from './block.ts'
export { executeBlock, executeBlockUncommitted, parentContext } from './block.ts'
export type {
  BlockContext,
  BlockHashes,
  BlockInput,
  ParentContext,
  Withdrawal,
} from './block-context.ts'
// Identity
export { Algorithm } from './crypto/algorithms.ts'
// Crypto, inspection, errors
export type { LoadCryptoOptions } from './crypto/load.ts'
export { loadCrypto } from './crypto/load.ts'
export { nobleCrypto } from './crypto/noble.ts'
export type { Crypto, Hasher } from './crypto/types.ts'
// Engines
export type {
  BlockServices,
  CallRequest,
  Engine,
  Life,
  Machine,
  OpcodeRange,
  PreparedCall,
  Settlement,
} from './engine.ts'
export { defaultEngines } from './engines.ts'
// Transactions
export type { Credential, DecodedEnvelope, Envelope, UnsignedEnvelope } from './envelope.ts'
export {
  attachCredential,
  decodeEnvelope,
  encodeEnvelope,
  envelopeHash,
  envelopeSigningDigest,
} from './envelope.ts'
export type { ErrorContext, NVmErrorName } from './errors.ts'
export { InvalidTransactionError, NVmError, NVmErrorCode } from './errors.ts'
// State
export type { GenesisAccount, GenesisOptions } from './genesis.ts'
export { createGenesis, State } from './genesis.ts'
export { evmBindingText } from './identity/bind-message.ts'
export {
  deriveAddress,
  deriveBvmAddress,
  deriveEvmAddress,
  deriveSvmAddress,
  deriveTvmAddress,
} from './identity/derive.ts'
export type { KeyRegistration, RegistrationMessage } from './identity/keys.ts'
export { registrationDigest } from './identity/keys.ts'
export { legacyId, selfCertifyingId } from './identity/legacy.ts'
export type {
  Failure,
  FeeSplit,
  Log,
  Outcome,
  Receipt,
  ReceiptStatus,
  StateChange,
} from './receipt.ts'
export { Router } from './router.ts'
export type { AccessSets } from './state/access.ts'
export type {
  ChainAllowances,
  ChainConfig,
  ChainLimits,
  ForkActivation,
  GasRate,
} from './state/chain-config.ts'
export type { TreeProof } from './state/verifier.ts'
export { verifyExclusion, verifyInclusion } from './state/verifier.ts'
export type { FrameEnd, FrameStart, Inspector, Step } from './trace/inspector.ts'
export type { EnvelopeTransaction, RawKind, RawTransaction, Transaction } from './transaction.ts'
export type {
  AccessListEntry,
  Authorization,
  EthereumDetails,
  EvmBlockResult,
  EvmCallRequest,
  EvmCallResult,
  EvmEngineOptions,
  EvmEstimate,
  EvmPayload,
  EvmSimulationOptions,
  GenesisAlloc,
  SimulatedState,
  StateOverride,
} from './vms/evm/index.ts'
export {
  createEvmEngine,
  decodePayload as decodeEvmPayload,
  encodeEthereumReceipt,
  encodePayload as encodeEvmPayload,
  ethereumLogsBloom,
  ethereumReceiptsRoot,
  ethereumStateRoot,
  evmCall,
  evmEstimateGas,
} from './vms/evm/index.ts'
export type { NativePayload } from './vms/native/index.ts'
export {
  createNativeEngine,
  decodeNativePayload,
  encodeNativePayload,
  NATIVE_GAS,
  NativeOpcode,
} from './vms/native/index.ts'
