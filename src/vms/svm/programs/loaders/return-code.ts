/** What a program's return value says: 0 success, else an instruction error (solana-program-error's numbers). */
import {
  customError,
  type InstructionError,
  type InstructionErrorName,
  instructionError,
} from '../../runtime/instruction-error.ts'
import { highHalf, lowHalf, type U64 } from '../../sbpf/index.ts'

/** Upper half of the value to error; 1 is Custom(0), which would otherwise look like success. */
const CODED: readonly (Exclude<InstructionErrorName, 'Custom'> | undefined)[] = [
  undefined,
  undefined,
  'InvalidArgument',
  'InvalidInstructionData',
  'InvalidAccountData',
  'AccountDataTooSmall',
  'InsufficientFunds',
  'IncorrectProgramId',
  'MissingRequiredSignature',
  'AccountAlreadyInitialized',
  'UninitializedAccount',
  'NotEnoughAccountKeys',
  'AccountBorrowFailed',
  'MaxSeedLengthExceeded',
  'InvalidSeeds',
  'BorshIoError',
  'AccountNotRentExempt',
  'UnsupportedSysvar',
  'IllegalOwner',
  'MaxAccountsDataAllocationsExceeded',
  'InvalidRealloc',
  'MaxInstructionTraceLengthExceeded',
  'BuiltinProgramsMustConsumeComputeUnits',
  'InvalidAccountOwner',
  'ArithmeticOverflow',
  'Immutable',
  'IncorrectAuthority',
]

/** The error of a non-zero return value. */
export function customOrCoded(r0: U64): InstructionError {
  const high = highHalf(r0) >>> 0
  const low = lowHalf(r0) >>> 0
  if (high === 0) return customError(low)
  if (low !== 0) return instructionError('InvalidError')
  if (high === 1) return customError(0)
  return instructionError(CODED[high] ?? 'InvalidError')
}
