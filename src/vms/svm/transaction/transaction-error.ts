/**
 * Solana's reasons to refuse or fail a transaction, as data: number (bincode and RPC), name, and the text its runtime
 * prints. Instruction errors are a table of their own, in runtime/.
 */

interface Entry {
  readonly code: number
  readonly text: string
}

/** By name; numbers are those of solana-transaction-error, which never renumbers. */
export const TRANSACTION_ERRORS = {
  AccountInUse: { code: 0, text: 'Account in use' },
  AccountLoadedTwice: { code: 1, text: 'Account loaded twice' },
  AccountNotFound: {
    code: 2,
    text: 'Attempt to debit an account but found no record of a prior credit.',
  },
  ProgramAccountNotFound: { code: 3, text: 'Attempt to load a program that does not exist' },
  InsufficientFundsForFee: { code: 4, text: 'Insufficient funds for fee' },
  InvalidAccountForFee: {
    code: 5,
    text: 'This account may not be used to pay transaction fees',
  },
  AlreadyProcessed: { code: 6, text: 'This transaction has already been processed' },
  BlockhashNotFound: { code: 7, text: 'Blockhash not found' },
  InstructionError: { code: 8, text: 'Error processing Instruction {index}: {error}' },
  CallChainTooDeep: { code: 9, text: 'Loader call chain is too deep' },
  MissingSignatureForFee: {
    code: 10,
    text: 'Transaction requires a fee but has no signature present',
  },
  InvalidAccountIndex: { code: 11, text: 'Transaction contains an invalid account reference' },
  SignatureFailure: { code: 12, text: 'Transaction did not pass signature verification' },
  InvalidProgramForExecution: {
    code: 13,
    text: 'This program may not be used for executing instructions',
  },
  SanitizeFailure: {
    code: 14,
    text: 'Transaction failed to sanitize accounts offsets correctly',
  },
  ClusterMaintenance: {
    code: 15,
    text: 'Transactions are currently disabled due to cluster maintenance',
  },
  AccountBorrowOutstanding: {
    code: 16,
    text: 'Transaction processing left an account with an outstanding borrowed reference',
  },
  WouldExceedMaxBlockCostLimit: {
    code: 17,
    text: 'Transaction would exceed max Block Cost Limit',
  },
  UnsupportedVersion: { code: 18, text: 'Transaction version is unsupported' },
  InvalidWritableAccount: {
    code: 19,
    text: 'Transaction loads a writable account that cannot be written',
  },
  WouldExceedMaxAccountCostLimit: {
    code: 20,
    text: 'Transaction would exceed max account limit within the block',
  },
  WouldExceedAccountDataBlockLimit: {
    code: 21,
    text: 'Transaction would exceed account data limit within the block',
  },
  TooManyAccountLocks: { code: 22, text: 'Transaction locked too many accounts' },
  AddressLookupTableNotFound: {
    code: 23,
    text: "Transaction loads an address table account that doesn't exist",
  },
  InvalidAddressLookupTableOwner: {
    code: 24,
    text: 'Transaction loads an address table account with an invalid owner',
  },
  InvalidAddressLookupTableData: {
    code: 25,
    text: 'Transaction loads an address table account with invalid data',
  },
  InvalidAddressLookupTableIndex: {
    code: 26,
    text: 'Transaction address table lookup uses an invalid index',
  },
  InvalidRentPayingAccount: {
    code: 27,
    text: 'Transaction leaves an account with a lower balance than rent-exempt minimum',
  },
  WouldExceedMaxVoteCostLimit: { code: 28, text: 'Transaction would exceed max Vote Cost Limit' },
  WouldExceedAccountDataTotalLimit: {
    code: 29,
    text: 'Transaction would exceed total account data limit',
  },
  DuplicateInstruction: {
    code: 30,
    text: 'Transaction contains a duplicate instruction ({index}) that is not allowed',
  },
  InsufficientFundsForRent: {
    code: 31,
    text: 'Transaction results in an account ({index}) with insufficient funds for rent',
  },
  MaxLoadedAccountsDataSizeExceeded: {
    code: 32,
    text: 'Transaction exceeded max loaded accounts data size cap',
  },
  InvalidLoadedAccountsDataSizeLimit: {
    code: 33,
    text: 'LoadedAccountsDataSizeLimit set for transaction must be greater than 0.',
  },
  ResanitizationNeeded: { code: 34, text: 'ResanitizationNeeded' },
  ProgramExecutionTemporarilyRestricted: {
    code: 35,
    text: 'Execution of the program referenced by account at index {index} is temporarily restricted.',
  },
  UnbalancedTransaction: {
    code: 36,
    text: 'Sum of account balances before and after transaction do not match',
  },
  ProgramCacheHitMaxLimit: { code: 37, text: 'Program cache hit max limit' },
  CommitCancelled: { code: 38, text: 'CommitCancelled' },
} as const satisfies Readonly<Record<string, Entry>>

export type TransactionErrorName = keyof typeof TRANSACTION_ERRORS
