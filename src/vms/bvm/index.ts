/** The Bitcoin engine: raw Bitcoin transactions, payloads 0x30 to 0x33, outputs in the shared state, display, simulation. */
export type { BitcoinNetwork } from './address.ts'
export { addressToScript, bitcoinNetwork, hrpParameter, scriptToAddress } from './address.ts'
export type { ScriptProof } from './binding.ts'
export { bitcoinBindingText, encodeScriptProof, messageTxid } from './binding.ts'
export {
  descriptorChecksum,
  descriptorToScript,
  scriptToDescriptor,
  taprootOutputKey,
} from './descriptor.ts'
export type { BitcoinDetails, OutputFacts } from './details.ts'
export { createBvmEngine } from './engine.ts'
export type { ScriptEvaluation } from './evaluate.ts'
export type { BitcoinGenesis, BitcoinGenesisOutput } from './genesis.ts'
export { applyBitcoinGenesis } from './genesis.ts'
export { bvmIdentity } from './identity-hooks.ts'
export { accountScript, depositScript, depositTarget } from './locks.ts'
export type { Outpoint } from './outpoint.ts'
export { envelopeTxid, txidFromHex, txidToHex } from './outpoint.ts'
export type { BvmParameterName, BvmParameters } from './parameters.ts'
export { BVM, bvmParameters, SATOSHI } from './parameters.ts'
export type { BvmPayload, EvaluationRules, Lock } from './payload.ts'
export { BvmOpcode, decodeBvmPayload, encodeBvmPayload } from './payload.ts'
export type { Deposit } from './placing.ts'
export type { ScriptDebugger, ScriptStep } from './script/index.ts'
export type { BitcoinSimulationOptions, BitcoinVerdict } from './simulate.ts'
export { bitcoinEvaluate, bitcoinTest } from './simulate.ts'
export type { Utxo } from './utxo.ts'
export { decodeUtxo, findUtxo } from './utxo.ts'
export type { LeafSource, ListedUtxo } from './view.ts'
export { listUtxos, utxoLocation } from './view.ts'
