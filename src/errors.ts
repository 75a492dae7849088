/**
 * Errors: stable numbers, ranged by concern, append-only. Three roads, never mixed:
 * an {@link InvalidTransactionError} keeps a transaction out of a block; an outcome (a value, `receipt.ts`) is what
 * a transaction that ran produced; any other {@link NVmError} is a host's or our mistake and discards the block.
 */

/** Number of every error. A number is never removed, renumbered or reused. Documented one by one in docs/errors.md. */
export const NVmErrorCode = {
  // 1xxx: invalid transactions (receipt status `rejected`)
  /** The bytes are not the one canonical encoding of a transaction of the stated kind. */
  MalformedTransaction: 1001,
  /** The type is unknown, or not active in this block's fork. */
  UnsupportedTransactionType: 1002,
  /** No engine is registered for the payload's first byte. */
  UnknownOpcode: 1003,
  /** The signed chain id is not this chain's. */
  WrongChain: 1004,
  /** The signed genesis root is not this chain's. */
  WrongGenesis: 1005,
  /** The last valid block of the envelope has passed. */
  Expired: 1006,
  /** The credential does not verify, or is not in its canonical form. */
  InvalidSignature: 1007,
  /** The sender has no keys, and its id does not certify the credential's. */
  UnknownSender: 1008,
  /** The key is not registered for this account, or its epoch is over. */
  UnauthorizedKey: 1009,
  /** The nonce was used before. */
  NonceTooLow: 1010,
  /** The nonce leaves a gap. */
  NonceTooHigh: 1011,
  /** The nonce is 2^64-1 and cannot rise (EIP-2681). */
  NonceExhausted: 1012,
  /** The balance does not cover value plus the highest fee. */
  InsufficientFunds: 1013,
  /** The gas limit is below what the transaction costs before it runs. */
  IntrinsicGasTooLow: 1014,
  /** The gas limit is above the cap of one transaction (EIP-7825, or chain configuration). */
  GasLimitTooHigh: 1015,
  /** The gas limit does not fit in what the block has left. */
  BlockGasLimitExceeded: 1016,
  /** The fee offered per gas is below the block's base fee. */
  FeeBelowBaseFee: 1017,
  /** The priority fee is above the maximum fee. */
  PriorityFeeAboveMaxFee: 1018,
  /** The sender is a contract (EIP-3607) and not a delegation (EIP-7702). */
  SenderHasCode: 1019,
  /** The transaction names no chain (before EIP-155) and chain configuration does not allow that. */
  UnprotectedTransaction: 1020,
  /** The init code is over the limit (EIP-3860). */
  InitCodeTooLarge: 1021,
  /** A blob transaction without blobs, with a wrong version byte, or that creates a contract. */
  BlobTransactionInvalid: 1022,
  /** The fee offered per blob gas is below the block's. */
  BlobFeeTooLow: 1023,
  /** More blobs than a transaction or the block may have. */
  BlobLimitExceeded: 1024,
  /** A set-code transaction without authorisations (EIP-7702). */
  AuthorizationListEmpty: 1025,
  /** A transaction of this type must have a target. */
  ContractCreationForbidden: 1026,
  /** A number is above what its field or its unit can hold. */
  AmountOutOfRange: 1027,
  /** The acting address is not bound to the sender. */
  WrongActingAddress: 1028,
  /** The wallet's authority over this address was revoked. */
  AddressRevoked: 1029,
  /** The account may not be debited, or get keys, by this machine now. */
  AccountLocked: 1030,
  /** The payload is not what its opcode's engine expects. */
  MalformedPayload: 1031,
  /** The `kind` of a raw transaction has no codec here. */
  UnknownRawKind: 1032,
  /** The account to be created exists. */
  AccountExists: 1033,
  /** The new key or wallet has not signed exactly this: another identity, chain, epoch or nonce, or an id that does not certify the key. */
  ProofOfControlInvalid: 1034,
  /** The address cannot be bound or revoked: it is taken, both sides have a record of their own, or it is not a wallet. */
  BindingRefused: 1035,
  /** The block has as many transactions as chain configuration allows. */
  BlockTransactionLimitExceeded: 1036,
  /** The transaction has more bytes than chain configuration allows. */
  TransactionTooLarge: 1037,
  /** The transaction refers to a block that is not among this chain's recent ones. */
  ReferenceBlockUnknown: 1038,
  /** The same transaction was accepted before, and what admits it has not run out. */
  DuplicateTransaction: 1039,
  /** The expiration lies further ahead than the chain remembers transactions. */
  ExpirationTooFar: 1040,
  /** More signatures than a transaction, or the permission it uses, may have. */
  TooManySignatures: 1041,
  /** A signer is not a key of the permission that the transaction uses. */
  SignerNotPermitted: 1042,
  /** One key signed twice. */
  DuplicateSigner: 1043,
  /** The signers do not reach the threshold of the account or its permission. */
  SignatureWeightTooLow: 1044,
  /** The account has no such permission, or it does not allow this type of transaction. */
  PermissionDenied: 1045,
  /** The rules of the contract's type refuse it (java-tron's ContractValidateException). */
  ContractRefused: 1046,
  /** Neither resources nor balance cover what the transaction costs before it runs (Tron's bandwidth and fees). */
  ResourcesInsufficient: 1047,
  /** An input names a Bitcoin output that does not exist here, or is spent. */
  OutputMissing: 1048,
  /** A lock time, absolute or relative, has not been reached (BIP 65, 68, 112, 113). */
  LockTimeNotReached: 1049,
  /** The scripts of an input refuse the spend; the context has the script error. */
  ScriptFailed: 1050,
  /** The chain takes standard Bitcoin transactions only, and this one is not. */
  NonStandardTransaction: 1051,
  /** A deposit needs every input signed over all outputs (SIGHASH_ALL or DEFAULT). */
  DepositNotSigned: 1052,
  /** More signature operations, weight or hashed bytes than chain configuration allows. */
  VerificationLimitExceeded: 1053,
  /** A Solana transaction names one account twice. */
  DuplicateAccountKeys: 1054,
  /** The account that is to pay the fee does not exist, or may not pay fees (Solana). */
  InvalidFeePayer: 1055,
  /** A Solana transaction names more accounts than it may lock. */
  TooManyAccountKeys: 1056,
  /** An address lookup table is missing, is not one, or is too short for an index. */
  AddressLookupFailed: 1057,
  /** An instruction of the Compute Budget program does not parse, comes twice, or is out of range. */
  InvalidComputeBudget: 1058,
  /** This way of authorising an envelope is not available here. */
  UnsupportedCredential: 1059,
  /** No session of this id is open. */
  SessionUnknown: 1060,
  /** The session's time is over, its account's epoch has changed, or the keys that opened it may not sign any more. */
  SessionExpired: 1061,
  /** The session may not do this: another account's, an opcode outside its mask, or an operation no session may do. */
  SessionRefused: 1062,
  /** The highest fee and the value are above what the session may still spend. */
  SpendingCapTooLow: 1063,
  /** The transaction is not in a proven list of its session, at its nonce. */
  AttestationNotProven: 1064,
  /** The nullifier of the proof was used before. */
  NullifierUsed: 1065,
  /** The key's last valid block has passed. */
  KeyExpired: 1066,
  /** The change would leave fewer keys that never expire than the account's threshold, or is not for such an account. */
  KeyPolicyViolated: 1067,
  /** The token ledger refuses the operation; `fault` in the context says why (docs/token.md). */
  TokenOperationRefused: 1068,
  // 2xxx: a failed execution, as data of an outcome (`reverted`, `halted`)
  /** The work costs more than the gas that is left. */
  OutOfGas: 2001,
  /** The program reverted; the outcome carries its data. */
  Reverted: 2002,
  /** An instruction needs more stack items than there are. */
  StackUnderflow: 2003,
  /** The stack would grow over its limit. */
  StackOverflow: 2004,
  /** The target of a jump is not a JUMPDEST. */
  InvalidJump: 2005,
  /** The byte is not an instruction in this fork. */
  InvalidOpcode: 2006,
  /** A change of state inside a static call. */
  StaticStateChange: 2007,
  /** RETURNDATACOPY reads past the end of the data. */
  ReturnDataOutOfBounds: 2008,
  /** The code to be deployed is over the limit (EIP-170). */
  CodeSizeExceeded: 2009,
  /** The code to be deployed starts with 0xEF (EIP-3541). */
  InvalidCodePrefix: 2010,
  /** The address of the new contract is taken (EIP-684, EIP-7610). */
  CreateCollision: 2011,
  /** A precompile refused its input. */
  PrecompileFailure: 2012,
  /** Calls are nested too deep. */
  CallDepthExceeded: 2013,
  /** A rule of the engine forbids the operation; nothing of it took place. */
  OperationRefused: 2014,
  /** An instruction of a Solana transaction failed; `details` has which one, and Solana's error. */
  InstructionFailed: 2015,
  /** The accounts or programs of a Solana transaction cannot be loaded: only its fee is taken (SIMD-0082). */
  AccountsNotLoadable: 2016,
  /** A Solana transaction leaves an account below the rent minimum. */
  RentNotCovered: 2017,
  /** Memory would pass the machine's limit. */
  MemoryLimitExceeded: 2018,
  /** A transfer inside a Tron contract is impossible: to itself, to nobody, or of an amount no account can hold. */
  TransferFailed: 2019,
  /** A number on the stack is above what the operation takes. */
  OperandOutOfRange: 2020,
  /** The program asks for a part of the machine that this library leaves out. */
  UnsupportedFeature: 2021,
  /** The transaction took more from the account than its session may spend. */
  SpendingCapExceeded: 2022,
  /** The transaction changed what no session may change: keys, wallets, sessions, the account's lock, its authority over tokens. */
  SessionOverreached: 2023,
  // 3xxx: state
  /** The partial state (a witness) does not hold a key that execution needs. */
  MissingState: 3001,
  /** The state handle was released before this use. */
  StateReleased: 3002,
  /** An exported state is truncated, out of order or not canonical. */
  MalformedExport: 3003,
  /** A proof does not lead to the given root. */
  InvalidProof: 3004,
  /** Issuing this amount would put the supply over its cap. */
  SupplyCapExceeded: 3005,
  /** The genesis description contradicts itself or the chain configuration. */
  InvalidGenesis: 3006,
  /** The chain configuration contradicts itself. */
  InvalidChainConfig: 3007,
  // 4xxx: the host's block or options
  /** Two engines claim the same opcode. */
  OpcodeRangeOverlap: 4001,
  /** An opcode range is empty or outside 0x00-0xFF. */
  OpcodeRangeInvalid: 4002,
  /** Two precompiles share an address. */
  PrecompileOverlap: 4003,
  /** The block's number does not rise, or its timestamp falls. */
  BlockNotAfterParent: 4004,
  /** A field of the block is missing for this fork, of another type or length, or out of range. */
  InvalidBlockContext: 4005,
  /** The machine is not registered on this chain. */
  UnknownMachine: 4006,
  /** The crypto backend lacks an operation, or failed its known-answer tests. */
  UnsupportedCrypto: 4007,
  /** A system call of the fork failed, so the block is invalid (EIP-7002, EIP-7251). */
  SystemCallFailed: 4008,
  /** The block brings back a hash that was already evicted from its queue. */
  RetiredBlockHash: 4009,
  /** Bytes that are no verification key of a proof system, or not the key the chain commits to. */
  InvalidVerificationKey: 4010,
  /** The host has no key for a session that a transaction uses, and no proven list; or the key is not the session's. */
  MissingAttestationKey: 4011,
  /** The MAC of a transaction does not verify under its session's key. */
  WrongAttestation: 4012,
  /** A proven list does not parse, or its proof does not verify for the session's account. */
  InvalidProvenList: 4013,
  /** The transactions that sessions authorised are not exactly those of the proven lists. */
  NotFinal: 4014,
  /** The words, root, seed or name of a wallet are not of the form they must have. */
  InvalidWallet: 4020,
  /** The wallet was not sealed with this passphrase. */
  WrongPassphrase: 4021,
  /** An argument of the host is not what its type says: text where bytes belong, bytes of another length, a number for a bigint. */
  InvalidArgument: 4022,
  // 9xxx: our own mistake
  /** An internal expectation does not hold: please report it. */
  AssertionFailed: 9001,
} as const

/** Name of an error, e.g. `NonceTooLow`. */
export type NVmErrorName = keyof typeof NVmErrorCode
/** Facts of one error, for programs; `message` says the same for people. */
export type ErrorContext = Readonly<Record<string, string | number | bigint | boolean | undefined>>

/** Every error this library throws on purpose. See docs/errors.md. */
export class NVmError extends Error {
  /** Stable number, one of {@link NVmErrorCode}. */
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
