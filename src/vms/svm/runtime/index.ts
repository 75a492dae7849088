/** The runtime: instructions, account rules, syscalls, cross-program invocation. See docs/svm-runtime.md. */
export {
  createAccount,
  loadedAccount,
  RENT_EPOCH_EXEMPT,
  type TransactionAccount,
} from './account.ts'
export { BorrowedAccount } from './borrowed-account.ts'
export { DEFAULT_FEATURES, type FeatureName, type Features } from './features.ts'
export {
  customError,
  fail,
  failCustom,
  INSTRUCTION_ERRORS,
  type InstructionError,
  type InstructionErrorName,
  InstructionFailure,
  instructionError,
  instructionErrorText,
} from './instruction-error.ts'
export { invokeProgram } from './invoke.ts'
export { InvokeContext } from './invoke-context.ts'
export { LogCollector } from './logs.ts'
export { processInstruction } from './process-instruction.ts'
export { ProgramCache } from './program-cache.ts'
export type { ProgramRun, Vm } from './run.ts'
export {
  type Clock,
  decodeClock,
  decodeRent,
  encodeClock,
  encodeRent,
  type Rent,
  rentMinimum,
  type SysvarBytes,
  Sysvars,
} from './sysvars.ts'
export { ACCOUNT_DATA_MAX, TransactionContext } from './transaction-context.ts'
export type {
  AccountView,
  AddressedInstruction,
  Builtin,
  Instruction,
  InstructionAccount,
  Precompile,
  ProgramEnd,
  ProgramRunner,
  ReturnData,
  RuntimeHost,
  TraceEntry,
  TransactionSetup,
} from './types.ts'
