/** The Solana machine: programs compiled for mainnet over the shared state, and transactions as its wallets sign them. */
export { solanaBindingText } from './bind-message.ts'
export type { SvmEngineOptions } from './context.ts'
export { createSvmEngine } from './engine.ts'
export { svmIdentity } from './identity-hooks.ts'
export { addressText as solanaAddressText, publicKey as solanaPublicKey } from './ids.ts'
export { importSolanaAccounts, type SolanaAccountDump } from './import.ts'
export {
  decodeSvmPayload,
  encodeSvmPayload,
  type InstructionAccount,
  SvmOpcode,
  type SvmPayload,
} from './payload.ts'
export { SVM_CALL_GAS } from './prepared-call.ts'
export type { InnerInstruction, SolanaError } from './processor.ts'
export type { SolanaCallDetails, SolanaDetails } from './receipt.ts'
export { rentMinimum as solanaRentMinimum } from './rent.ts'
export {
  type SolanaAccountView,
  type SolanaBlockFacts,
  type SvmSimulationOptions,
  type SvmSimulationResult,
  solanaAccount,
  solanaNextBlock,
  svmSimulate,
} from './simulate.ts'
export type { SvmAccount } from './state/accounts.ts'
export type { SolanaFee } from './transaction/compute-budget.ts'
export { decodeSolanaTransaction, type SolanaTransaction } from './transaction/decode.ts'
export type { SolanaMessage } from './transaction/message.ts'
