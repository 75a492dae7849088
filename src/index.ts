/**
 * The public surface of n-vm: re-exports only. What is not named here is internal and may change in any release.
 */

export type { BlockResult, ExecutedBlock, ExecuteOptions } from './block.ts'
export { executeBlock, executeBlockUncommitted, parentContext } from './block.ts'
export type {
  BitcoinBlock,
  BlockContext,
  BlockHashes,
  BlockInput,
  ParentContext,
  ProvenList,
  SessionIdentity,
  SolanaBlockContext,
  SolanaBlockInput,
  TransactionList,
  TronBlockContext,
  TronBlockInput,
  Withdrawal,
} from './block-context.ts'
// Identity
export { Algorithm } from './crypto/algorithms.ts'
export type { Credential, KeyCredential } from './crypto/credential.ts'
// Zero-knowledge proofs (ZK-ACE)
export type { VerificationKey } from './crypto/groth16-key.ts'
export { parseVerificationKey } from './crypto/groth16-key.ts'
// Crypto, inspection, errors
export type { LoadCryptoOptions } from './crypto/load.ts'
export { loadCrypto } from './crypto/load.ts'
export { nobleCrypto } from './crypto/noble.ts'
export type { SignatureItem } from './crypto/signature-cache.ts'
export {
  VerifiedSignatures,
  verifiedSignatures,
  verifySignatures,
} from './crypto/signature-cache.ts'
export type {
  Bls12381,
  Bn254,
  Crypto,
  Ed25519Verify,
  Groth16,
  Groth16Claim,
  Hasher,
} from './crypto/types.ts'
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
export type { DecodedEnvelope, Envelope, UnsignedEnvelope } from './envelope.ts'
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
export type { Bytes, GenesisAccount, GenesisOptions } from './genesis.ts'
export { createGenesis, importChainState, reconfigure, State } from './genesis.ts'
export type { EvmBindingMessage } from './identity/bind-message.ts'
export { evmBindingText } from './identity/bind-message.ts'
export {
  deriveAddress,
  deriveBvmAddress,
  deriveEvmAddress,
  deriveSvmAddress,
  deriveTvmAddress,
} from './identity/derive.ts'
export type { ChainBinding, KeyRegistration, RegistrationMessage } from './identity/keys.ts'
export { registrationDigest } from './identity/keys.ts'
export { legacyId, selfCertifyingId } from './identity/legacy.ts'
export type { PolicyChange } from './identity/policy.ts'
export {
  decodeProvenList,
  encodeProvenList,
  listRoot,
} from './identity/proven-list.ts'
export type { Restoration, WalletConsent } from './identity/restore.ts'
export type { Session, SessionTerms, TokenAllowance, TokenCap } from './identity/session.ts'
export {
  decodeSession,
  opcodeMask,
  SessionMode,
  sessionId,
  sessionKeyCommitment,
  sessionMac,
} from './identity/session.ts'
export type { SessionKeys } from './identity/session-macs.ts'
export type { ZkStream } from './identity/zk/commitments.ts'
export {
  idCom,
  nonceCommitment,
  nullifierOf,
  zkAuthorization,
  zkDomain,
  zkTarget,
} from './identity/zk/commitments.ts'
export { developmentZkAceKeys, zkKeyParameters } from './identity/zk/keys.ts'
export type { ZkAceSecret, ZkInputs, ZkProver } from './identity/zk/prover.ts'
export { proveZkAce, zkAceInputs, zkAceStatement } from './identity/zk/prover.ts'
export type { SnarkjsModule, ZkArtifacts } from './identity/zk/snarkjs.ts'
export { snarkjsProver } from './identity/zk/snarkjs.ts'
export type { ZkAceClaim, ZkAceKeys, ZkAceMode, ZkAceStatement } from './identity/zk/statement.ts'
export { verifyZkAce, verifyZkAceBatch } from './identity/zk/statement.ts'
export type { ProvenCommitment } from './identity/zk-accounts.ts'
export type { ZkCredential } from './identity/zk-authority.ts'
export { encodeZkCredential, isNullifierUsed } from './identity/zk-authority.ts'
export type { ZkOwner } from './identity/zk-prove.ts'
export { identityOf, proveCommitment, proveEnvelope, proveList } from './identity/zk-prove.ts'
export type {
  AttestedTransaction,
  AttestOptions,
  FinalityBlock,
  FinalityOptions,
} from './pipeline.ts'
export { attest, attester, verifyFinality } from './pipeline.ts'
export type {
  Failure,
  FeeSplit,
  Log,
  Outcome,
  Receipt,
  ReceiptStatus,
  StateChange,
} from './receipt.ts'
export { failureOf } from './receipt.ts'
export { Router } from './router.ts'
// Blocks
export type { SimulatedState } from './services-after.ts'
export type { AccessSets } from './state/access.ts'
export type {
  ChainAllowances,
  ChainConfig,
  ChainLimits,
  ForkActivation,
  GasRate,
} from './state/chain-config.ts'
export { decodeAccount } from './state/codec.ts'
export type { Editable } from './state/edit.ts'
export { editChainConfig } from './state/edit.ts'
export { exportState } from './state/export.ts'
export type { BlobHashes, StateMemory } from './state/family.ts'
export type { ImportOptions } from './state/import.ts'
export { importState } from './state/import.ts'
export type { Journal } from './state/journal.ts'
export { CellType } from './state/keys.ts'
export type { LocationProof, StateLocation } from './state/location.ts'
export type {
  AccountValue,
  Alias,
  Origin,
  RecordCodec,
  StateDiff,
  StateReader,
} from './state/reader.ts'
export { Namespace } from './state/reader.ts'
export type { UpdateStatistics } from './state/state.ts'
export type { TreeProof } from './state/verifier.ts'
export { verifyExclusion, verifyInclusion } from './state/verifier.ts'
export type { Witness } from './state/witness.ts'
export { buildWitness, WitnessState } from './state/witness.ts'
export {
  CROSS_VM_ADDRESS,
  FACE_GAS,
  NATIVE_BRIDGE_ADDRESS,
  permitDigest,
  TOKEN_FACTORY_ADDRESS,
  TOKEN_SYSTEM_ADDRESS,
} from './token/erc20/index.ts'
export type {
  Mint as TokenMint,
  MintMetadata as TokenMetadata,
  MintRecord as TokenMintRecord,
  Pocket as TokenPocket,
  TokenAuthority,
  TokenEvent,
  TokenFace,
  TokenFacePlace,
  TokenFault,
  TokenHolding,
  TokenInfo,
  TokenLedger,
} from './token/index.ts'
export {
  allowanceSlot,
  balanceSlot,
  burnUnits,
  erc20Address,
  erc20MapSlot,
  listHolders,
  listTokens,
  METADATA_MAX,
  mintAuthoritySlot,
  mintSlot,
  mintUnits,
  moveUnits,
  NATIVE_COIN_ID,
  TOKEN_FAULTS,
  tokenBalance,
  tokenId,
  tokenInfo,
  tokenLedger,
  tokensOf,
  trc20Address,
} from './token/index.ts'
export type {
  DecodedTokenInstruction,
  MintFields,
  TokenAccountFields,
  TokenInstructionName,
} from './token/spl/index.ts'
export {
  amountToText,
  decodeTokenInstruction,
  encodeMint,
  encodeTokenAccount,
  LEDGER_REFUSALS,
  readMint,
  readTokenAccount,
  TOKEN_ERRORS,
  TokenInstruction as SplInstruction,
  textToAmount,
} from './token/spl/index.ts'
export type { CallFrame, CallLog } from './trace/call-tracer.ts'
export { CallTracer } from './trace/call-tracer.ts'
export type { FrameEnd, FrameStart, Inspector, Step } from './trace/inspector.ts'
export type { StructLog, StructLogOptions } from './trace/struct-log.ts'
export { StructLogTracer } from './trace/struct-log.ts'
export type { EnvelopeTransaction, RawKind, RawTransaction, Transaction } from './transaction.ts'
export type {
  BitcoinDetails,
  BitcoinGenesis,
  BitcoinGenesisOutput,
  BitcoinNetwork,
  BitcoinSimulationOptions,
  BitcoinVerdict,
  BvmPayload,
  Deposit,
  EvaluationRules,
  LeafSource,
  ListedUtxo,
  Lock,
  Outpoint,
  OutputFacts,
  ScriptDebugger,
  ScriptProof,
  ScriptStep,
  Utxo,
} from './vms/bvm/index.ts'
export {
  accountScript,
  addressToScript,
  BvmOpcode,
  bitcoinBindingText,
  bitcoinEvaluate,
  bitcoinNetwork,
  bitcoinTest,
  createBvmEngine,
  decodeBvmPayload,
  depositScript,
  descriptorChecksum,
  descriptorToScript,
  encodeBvmPayload,
  encodeScriptProof,
  envelopeTxid,
  findUtxo,
  hrpParameter,
  listUtxos,
  messageTxid,
  SATOSHI,
  scriptToAddress,
  scriptToDescriptor,
  taprootOutputKey,
  txidFromHex,
  txidToHex,
  utxoLocation,
} from './vms/bvm/index.ts'
export type {
  Evaluation as BitcoinScriptEvaluation,
  EvaluationResult as BitcoinScriptResult,
  ScriptContext,
  ScriptError,
  ScriptFlag,
  ScriptPhase,
} from './vms/bvm/script/index.ts'
export {
  CONSENSUS_FLAGS,
  evaluateScript as evaluateBitcoinScript,
  SCRIPT_ERRORS,
  SCRIPT_FLAGS,
  SighashCache,
  STANDARD_FLAGS,
  scriptFlags,
  verifyInput as verifyBitcoinInput,
} from './vms/bvm/script/index.ts'
export type {
  BitcoinInput,
  BitcoinOutput,
  BitcoinTransaction,
  TransactionFault as BitcoinTransactionFault,
  TransactionFields as BitcoinTransactionFields,
} from './vms/bvm/transaction/index.ts'
export {
  checkTransaction as checkBitcoinTransaction,
  decodeTransaction as decodeBitcoinTransaction,
  encodeTransaction as encodeBitcoinTransaction,
} from './vms/bvm/transaction/index.ts'
export type {
  AccessListEntry,
  Authorization,
  BlobParameters,
  BlobParent,
  EnumerableState,
  EthereumDetails,
  EthereumTransaction,
  EvmBlockResult,
  EvmCallRequest,
  EvmCallResult,
  EvmEngineOptions,
  EvmEstimate,
  EvmPayload,
  EvmSimulationOptions,
  FeeParent,
  ForkName,
  GenesisAlloc,
  GenesisAllocAccount,
  Quantity,
  RecoverSender,
  StateOverride,
  TransactionType,
} from './vms/evm/index.ts'
export {
  blobBaseFee,
  createEvmEngine,
  decodePayload as decodeEvmPayload,
  encodeEthereumReceipt,
  encodePayload as encodeEvmPayload,
  ethereumLogsBloom,
  ethereumReceiptsRoot,
  ethereumStateRoot,
  evmCall,
  evmEstimateGas,
  nextBaseFee,
  nextExcessBlobGas,
} from './vms/evm/index.ts'
export type {
  NativePayload,
  ProofChange,
  SessionChange,
  TokenDetails,
  TokenInstruction,
  TokenInstructionKind,
} from './vms/native/index.ts'
export {
  createNativeEngine,
  decodeNativePayload,
  encodeNativePayload,
  NATIVE_GAS,
  NativeOpcode,
  TOKEN_GAS,
  TOKEN_INSTRUCTIONS,
} from './vms/native/index.ts'
export type {
  InnerInstruction as SolanaInnerInstruction,
  InstructionAccount as SolanaInstructionAccount,
  SolanaAccountDump,
  SolanaAccountView,
  SolanaBlockFacts,
  SolanaCallDetails,
  SolanaDetails,
  SolanaError,
  SolanaFee,
  SolanaMessage,
  SolanaTransaction,
  SvmAccount,
  SvmEngineOptions,
  SvmPayload,
  SvmSimulationOptions,
  SvmSimulationResult,
} from './vms/svm/index.ts'
export {
  createSvmEngine,
  decodeSolanaTransaction,
  decodeSvmPayload,
  encodeSvmPayload,
  importSolanaAccounts,
  SVM_CALL_GAS,
  SvmOpcode,
  solanaAccount,
  solanaAddressText,
  solanaBindingText,
  solanaNextBlock,
  solanaPublicKey,
  solanaRentMinimum,
  svmSimulate,
} from './vms/svm/index.ts'
export type {
  InternalTransaction as TronInternalTransaction,
  ReceiptBlock as TronReceiptBlock,
  ResourceReceipt as TronResourceReceipt,
  TronAccountView,
  TronBlockHeader,
  TronDetails,
  TronGenesis,
  TronGenesisToken,
  TronParameterName,
  TronParameterRow,
  TronParameters,
  TronPreset,
  TronResourceView,
  TvmCallRequest,
  TvmCallResult,
  TvmEngineOptions,
  TvmEstimate,
  TvmPayload,
  TvmSimulationOptions,
  TvmStateOverride,
} from './vms/tvm/index.ts'
export {
  ContractRet as TronContractRet,
  contractRetName as tronContractRetName,
  createTvmEngine,
  decodePayload as decodeTvmPayload,
  decodeTronAddress,
  encodePayload as encodeTvmPayload,
  encodeTransactionInfo as encodeTronTransactionInfo,
  encodeTronAddress,
  TRON_PARAMETERS,
  transactionInfoJson as tronTransactionInfoJson,
  tronAccount,
  tronBindingDigest,
  tronBlockHeader,
  tronDetails,
  tronParameters,
  tvmCall,
  tvmEstimateEnergy,
} from './vms/tvm/index.ts'
