/**
 * Why a Solana transaction may not be in a block: Solana's own error, under the number n-vm has for it. The message
 * carries Solana's name and text; the context its number.
 */
import { InvalidTransactionError, type NVmErrorName } from '../../../errors.ts'
import { TRANSACTION_ERRORS, type TransactionErrorName } from './transaction-error.ts'

/** n-vm's number for what Solana refuses. */
const CODES = {
  AccountLoadedTwice: 'DuplicateAccountKeys',
  AccountNotFound: 'InvalidFeePayer',
  InsufficientFundsForFee: 'InsufficientFunds',
  InvalidAccountForFee: 'InvalidFeePayer',
  InsufficientFundsForRent: 'InsufficientFunds',
  AlreadyProcessed: 'DuplicateTransaction',
  BlockhashNotFound: 'ReferenceBlockUnknown',
  SignatureFailure: 'InvalidSignature',
  SanitizeFailure: 'MalformedTransaction',
  TooManyAccountLocks: 'TooManyAccountKeys',
  AddressLookupTableNotFound: 'AddressLookupFailed',
  InvalidAddressLookupTableOwner: 'AddressLookupFailed',
  InvalidAddressLookupTableData: 'AddressLookupFailed',
  InvalidAddressLookupTableIndex: 'AddressLookupFailed',
  InstructionError: 'InvalidComputeBudget',
  DuplicateInstruction: 'InvalidComputeBudget',
  InvalidLoadedAccountsDataSizeLimit: 'InvalidComputeBudget',
} as const satisfies Partial<Record<TransactionErrorName, NVmErrorName>>

export type RefusalName = keyof typeof CODES

/** Throws InvalidTransactionError. `index` is the instruction's or account's, `why` says more than Solana does. */
export function refuse(name: RefusalName, why: string, index?: number): never {
  const { code, text } = TRANSACTION_ERRORS[name]
  const said =
    name === 'InstructionError'
      ? `Error processing Instruction ${index ?? 0}: invalid instruction data`
      : text.replace('{index}', String(index ?? 0))
  throw new InvalidTransactionError(
    CODES[name],
    `solana transaction expected ${why}; ${name}: ${said}`,
    {
      solanaError: name,
      solanaErrorCode: code,
      ...(index === undefined ? {} : { index }),
    },
  )
}
