/** Statuses of frames that Ethereum does not have, and what every status is called in a Tron receipt. */
import type { NVmErrorName } from '../../../errors.ts'
import { NVmErrorCode } from '../../../errors.ts'
import { ContractRet } from './types.ts'

export const OUT_OF_MEMORY: number = NVmErrorCode.MemoryLimitExceeded
/** java-tron's TransferException: the frame stops and keeps the energy it has left. */
export const TRANSFER_FAILED: number = NVmErrorCode.TransferFailed
/** java-tron's ArithmeticException, and token ids that cannot be. */
export const OPERAND_OUT_OF_RANGE: number = NVmErrorCode.OperandOutOfRange
export const UNSUPPORTED: number = NVmErrorCode.UnsupportedFeature

/** `contractRet` by failure; anything else is UNKNOWN, as every exception without a name of its own is in java-tron. */
const RESULTS: Partial<Record<NVmErrorName, ContractRet>> = {
  Reverted: ContractRet.REVERT,
  OutOfGas: ContractRet.OUT_OF_ENERGY,
  StackUnderflow: ContractRet.STACK_TOO_SMALL,
  StackOverflow: ContractRet.STACK_TOO_LARGE,
  InvalidJump: ContractRet.BAD_JUMP_DESTINATION,
  InvalidOpcode: ContractRet.ILLEGAL_OPERATION,
  MemoryLimitExceeded: ContractRet.OUT_OF_MEMORY,
  TransferFailed: ContractRet.TRANSFER_FAILED,
  InvalidCodePrefix: ContractRet.INVALID_CODE,
}

/** `contractRet` of a failure, or of a success. */
export function contractRetOf(failure: NVmErrorName | undefined): ContractRet {
  return failure === undefined ? ContractRet.SUCCESS : (RESULTS[failure] ?? ContractRet.UNKNOWN)
}

const MESSAGES: Partial<Record<NVmErrorName, string>> = {
  Reverted: 'REVERT opcode executed',
  OutOfGas: 'Not enough energy',
  StackUnderflow: 'Stack underflow',
  StackOverflow: 'Stack overflow: more than 1024 items',
  InvalidJump: 'Bad jump destination',
  InvalidOpcode: 'Invalid operation code',
  MemoryLimitExceeded: 'Out of memory: more than 3 MiB',
  TransferFailed: 'Transfer failed',
  InvalidCodePrefix: 'Invalid code: must not begin with 0xef',
  StaticStateChange: 'Attempt to call a state modifying opcode inside STATICCALL',
  ReturnDataOutOfBounds: 'Return data copy out of bounds',
  OperandOutOfRange: 'Operand out of range',
  CreateCollision: 'Trying to create a contract with existing contract address',
  UnsupportedFeature: 'Shielded transactions are not part of this machine',
}

/** Text for `resMessage`; empty for a success. Our words, apart from the revert's, which wallets compare. */
export function messageOf(failure: NVmErrorName | undefined): string {
  return failure === undefined ? '' : (MESSAGES[failure] ?? failure)
}
