/**
 * The public surface of n-vm: re-exports only. What is not named here is internal and may change in any release.
 */
export type { ErrorContext, NVmErrorName } from './errors.ts'
export { InvalidTransactionError, NVmError, NVmErrorCode } from './errors.ts'
