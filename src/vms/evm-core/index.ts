/** The virtual machine that the EVM and Tron engines share: rules and instructions by fork, state view, interpreter. */
export {
  ADDRESS_MASK,
  addressToBytes,
  bytesToAddress,
  create2Address,
  createAddress,
} from './address.ts'
export { EvmCaches } from './caches.ts'
export { Code, CodeCache, delegateOf, EMPTY_CODE_HASH, NO_CODE } from './code.ts'
export { EvmAccount } from './evm-account.ts'
export type { ForkName } from './forks/names.ts'
export { FORK_NAMES, forkIndex, isAtLeast } from './forks/names.ts'
export type { EvmParameters } from './forks/params.generated.ts'
export { EVM_PARAMETERS } from './forks/params.generated.ts'
export type { EvmRules } from './forks/rules.ts'
export { rulesOf } from './forks/rules.ts'
export { call, create } from './interpreter.ts'
export type { Execute, Opcode, OpcodeTable } from './opcodes.ts'
export { buildOpcodeTable, opcodeTableOf } from './opcodes.ts'
export type { Precompile } from './precompiles/types.ts'
export type { EvmRecord } from './record.ts'
export { EVM_MACHINE, evmRecordCodec } from './record.ts'
export type {
  CallMessage,
  CreateMessage,
  EvmBlockEnv,
  EvmEnv,
  EvmTxEnv,
  HostCall,
  HostPrecompile,
  HostResult,
  MessageResult,
} from './types.ts'
export type { WorldOptions } from './world.ts'
export { storageId, World } from './world.ts'
