/**
 * Why an instruction failed, as data: Solana's number (bincode and RPC), name and the text of its logs
 * (solana-instruction-error). Programs return a number of their own as Custom.
 */

/** By name; numbers are those of bincode and never change. */
export const INSTRUCTION_ERRORS = {
  GenericError: { code: 0, text: 'generic instruction error' },
  InvalidArgument: { code: 1, text: 'invalid program argument' },
  InvalidInstructionData: { code: 2, text: 'invalid instruction data' },
  InvalidAccountData: { code: 3, text: 'invalid account data for instruction' },
  AccountDataTooSmall: { code: 4, text: 'account data too small for instruction' },
  InsufficientFunds: { code: 5, text: 'insufficient funds for instruction' },
  IncorrectProgramId: { code: 6, text: 'incorrect program id for instruction' },
  MissingRequiredSignature: { code: 7, text: 'missing required signature for instruction' },
  AccountAlreadyInitialized: {
    code: 8,
    text: 'instruction requires an uninitialized account',
  },
  UninitializedAccount: { code: 9, text: 'instruction requires an initialized account' },
  UnbalancedInstruction: {
    code: 10,
    text: 'sum of account balances before and after instruction do not match',
  },
  ModifiedProgramId: {
    code: 11,
    text: 'instruction illegally modified the program id of an account',
  },
  ExternalAccountLamportSpend: {
    code: 12,
    text: 'instruction spent from the balance of an account it does not own',
  },
  ExternalAccountDataModified: {
    code: 13,
    text: 'instruction modified data of an account it does not own',
  },
  ReadonlyLamportChange: {
    code: 14,
    text: 'instruction changed the balance of a read-only account',
  },
  ReadonlyDataModified: { code: 15, text: 'instruction modified data of a read-only account' },
  DuplicateAccountIndex: { code: 16, text: 'instruction contains duplicate accounts' },
  ExecutableModified: { code: 17, text: 'instruction changed executable bit of an account' },
  RentEpochModified: { code: 18, text: 'instruction modified rent epoch of an account' },
  NotEnoughAccountKeys: { code: 19, text: 'insufficient account keys for instruction' },
  AccountDataSizeChanged: {
    code: 20,
    text: "program other than the account's owner changed the size of the account data",
  },
  AccountNotExecutable: { code: 21, text: 'instruction expected an executable account' },
  AccountBorrowFailed: {
    code: 22,
    text: 'instruction tries to borrow reference for an account which is already borrowed',
  },
  AccountBorrowOutstanding: {
    code: 23,
    text: 'instruction left account with an outstanding borrowed reference',
  },
  DuplicateAccountOutOfSync: {
    code: 24,
    text: 'instruction modifications of multiply-passed account differ',
  },
  Custom: { code: 25, text: 'custom program error: {custom}' },
  InvalidError: { code: 26, text: 'program returned invalid error code' },
  ExecutableDataModified: { code: 27, text: 'instruction changed executable accounts data' },
  ExecutableLamportChange: {
    code: 28,
    text: 'instruction changed the balance of an executable account',
  },
  ExecutableAccountNotRentExempt: {
    code: 29,
    text: 'executable accounts must be rent exempt',
  },
  UnsupportedProgramId: { code: 30, text: 'Unsupported program id' },
  CallDepth: { code: 31, text: 'Cross-program invocation call depth too deep' },
  MissingAccount: { code: 32, text: 'An account required by the instruction is missing' },
  ReentrancyNotAllowed: {
    code: 33,
    text: 'Cross-program invocation reentrancy not allowed for this instruction',
  },
  MaxSeedLengthExceeded: {
    code: 34,
    text: 'Length of the seed is too long for address generation',
  },
  InvalidSeeds: { code: 35, text: 'Provided seeds do not result in a valid address' },
  InvalidRealloc: { code: 36, text: 'Failed to reallocate account data' },
  ComputationalBudgetExceeded: { code: 37, text: 'Computational budget exceeded' },
  PrivilegeEscalation: {
    code: 38,
    text: 'Cross-program invocation with unauthorized signer or writable account',
  },
  ProgramEnvironmentSetupFailure: {
    code: 39,
    text: 'Failed to create program execution environment',
  },
  ProgramFailedToComplete: { code: 40, text: 'Program failed to complete' },
  ProgramFailedToCompile: { code: 41, text: 'Program failed to compile' },
  Immutable: { code: 42, text: 'Account is immutable' },
  IncorrectAuthority: { code: 43, text: 'Incorrect authority provided' },
  BorshIoError: { code: 44, text: 'Failed to serialize or deserialize account data' },
  AccountNotRentExempt: {
    code: 45,
    text: 'An account does not have enough lamports to be rent-exempt',
  },
  InvalidAccountOwner: { code: 46, text: 'Invalid account owner' },
  ArithmeticOverflow: { code: 47, text: 'Program arithmetic overflowed' },
  UnsupportedSysvar: { code: 48, text: 'Unsupported sysvar' },
  IllegalOwner: { code: 49, text: 'Provided owner is not allowed' },
  MaxAccountsDataAllocationsExceeded: {
    code: 50,
    text: 'Accounts data allocations exceeded the maximum allowed per transaction',
  },
  MaxAccountsExceeded: { code: 51, text: 'Max accounts exceeded' },
  MaxInstructionTraceLengthExceeded: {
    code: 52,
    text: 'Max instruction trace length exceeded',
  },
  BuiltinProgramsMustConsumeComputeUnits: {
    code: 53,
    text: 'Builtin programs must consume compute units',
  },
} as const satisfies Readonly<Record<string, { readonly code: number; readonly text: string }>>

export type InstructionErrorName = keyof typeof INSTRUCTION_ERRORS

/** One failure; compare `name` (and `custom`). */
export interface InstructionError {
  readonly name: InstructionErrorName
  /** Number of bincode and RPC. */
  readonly code: number
  /** The program's own number (u32), for Custom only. */
  readonly custom: number | undefined
}

const PLAIN = new Map<InstructionErrorName, InstructionError>(
  Object.entries(INSTRUCTION_ERRORS).map(([key, { code }]) => {
    const name = key as InstructionErrorName
    return [name, Object.freeze({ name, code, custom: undefined })]
  }),
)

/** An error without operands: the same frozen object for a name each time. */
export function instructionError(name: Exclude<InstructionErrorName, 'Custom'>): InstructionError {
  return PLAIN.get(name)!
}

/** An error number of a program, u32. */
export function customError(custom: number): InstructionError {
  return { name: 'Custom', code: INSTRUCTION_ERRORS.Custom.code, custom }
}

/** The text behind "Program X failed: ". */
export function instructionErrorText(error: InstructionError): string {
  if (error.name === 'Custom') return `custom program error: 0x${error.custom!.toString(16)}`
  return INSTRUCTION_ERRORS[error.name].text
}

/**
 * Ends the running instruction: thrown by the account rules and by builtins, caught by `processInstruction`, never
 * seen outside. Not an Error: it is control flow, and a stack trace would cost more than the instruction.
 */
export class InstructionFailure {
  readonly error: InstructionError

  constructor(error: InstructionError) {
    this.error = error
  }
}

/** Throws the failure of that name. */
export function fail(name: Exclude<InstructionErrorName, 'Custom'>): never {
  throw new InstructionFailure(instructionError(name))
}

/** Throws a program's own error number. */
export function failCustom(custom: number): never {
  throw new InstructionFailure(customError(custom))
}
