/**
 * Errors: stable numbers, ranged by concern, append-only. Three roads, never mixed:
 * an {@link InvalidTransactionError} keeps a transaction out of a block; an outcome (a value, `receipt.ts`) is what
 * a transaction that ran produced; any other {@link NVmError} is a host's or our mistake and discards the block.
 */

/** Number of every error. A number is never removed, renumbered or reused. Documented one by one in docs/errors.md. */
export const NVmErrorCode = {
  // 1xxx: invalid transactions (receipt status `rejected`)
  MalformedTransaction: 1001,
  UnsupportedTransactionType: 1002,
  UnknownOpcode: 1003,
  WrongChain: 1004,
  WrongGenesis: 1005,
  Expired: 1006,
  InvalidSignature: 1007,
  UnknownSender: 1008,
  UnauthorizedKey: 1009,
  NonceTooLow: 1010,
  NonceTooHigh: 1011,
  NonceExhausted: 1012,
  InsufficientFunds: 1013,
  IntrinsicGasTooLow: 1014,
  GasLimitTooHigh: 1015,
  BlockGasLimitExceeded: 1016,
  FeeBelowBaseFee: 1017,
  PriorityFeeAboveMaxFee: 1018,
  SenderHasCode: 1019,
  UnprotectedTransaction: 1020,
  InitCodeTooLarge: 1021,
  BlobTransactionInvalid: 1022,
  BlobFeeTooLow: 1023,
  BlobLimitExceeded: 1024,
  AuthorizationListEmpty: 1025,
  ContractCreationForbidden: 1026,
  AmountOutOfRange: 1027,
  WrongActingAddress: 1028,
  AddressRevoked: 1029,
  AccountLocked: 1030,
  MalformedPayload: 1031,
  UnknownRawKind: 1032,
  AccountExists: 1033,
  ProofOfControlInvalid: 1034,
  BindingRefused: 1035,
  // 2xxx: a failed execution, as data of an outcome (`reverted`, `halted`)
  OutOfGas: 2001,
  Reverted: 2002,
  StackUnderflow: 2003,
  StackOverflow: 2004,
  InvalidJump: 2005,
  InvalidOpcode: 2006,
  StaticStateChange: 2007,
  ReturnDataOutOfBounds: 2008,
  CodeSizeExceeded: 2009,
  InvalidCodePrefix: 2010,
  CreateCollision: 2011,
  PrecompileFailure: 2012,
  CallDepthExceeded: 2013,
  OperationRefused: 2014,
  // 3xxx: state
  MissingState: 3001,
  StateReleased: 3002,
  MalformedExport: 3003,
  InvalidProof: 3004,
  SupplyCapExceeded: 3005,
  InvalidGenesis: 3006,
  InvalidChainConfig: 3007,
  // 4xxx: the host's block or options
  OpcodeRangeOverlap: 4001,
  OpcodeRangeInvalid: 4002,
  PrecompileOverlap: 4003,
  BlockNotAfterParent: 4004,
  InvalidBlockContext: 4005,
  UnknownMachine: 4006,
  UnsupportedCrypto: 4007,
  SystemCallFailed: 4008,
  RetiredBlockHash: 4009,
  // 9xxx: our own mistake
  AssertionFailed: 9001,
} as const

export type NVmErrorName = keyof typeof NVmErrorCode
/** Facts of one error, for programs; `message` says the same for people. */
export type ErrorContext = Readonly<Record<string, string | number | bigint | boolean | undefined>>

export class NVmError extends Error {
  readonly code: number
  readonly codeName: NVmErrorName
  readonly context: ErrorContext

  /** `message` says what was expected and what came; it is built on the throw path only. */
  constructor(codeName: NVmErrorName, message: string, context: ErrorContext = {}) {
    super(`${message} (${codeName}, code ${NVmErrorCode[codeName]})`)
    this.name = 'NVmError'
    this.code = NVmErrorCode[codeName]
    this.codeName = codeName
    this.context = context
  }
}

/** The transaction may not be in a block: no state change, no fee. */
export class InvalidTransactionError extends NVmError {
  constructor(codeName: NVmErrorName, message: string, context: ErrorContext = {}) {
    super(codeName, message, context)
    this.name = 'InvalidTransactionError'
  }
}

/** For our own mistakes only, never for anything a user can cause. */
export function assert(condition: boolean, expectation: string): asserts condition {
  if (!condition) throw new NVmError('AssertionFailed', `assertion failed: ${expectation}`)
}
