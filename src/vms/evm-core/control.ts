/** What an instruction tells the loop: go on, leave with an outcome, or enter the child frame it opened. */

import type { NVmErrorName } from '../../errors.ts'
import { NVmErrorCode } from '../../errors.ts'

export const CONTINUE = 0
export const STOP = 1
export const REVERT = 2
export const ENTER = 3

// Halts are the numbers of NVmErrorCode, so that a status says everything.
export const OUT_OF_GAS: number = NVmErrorCode.OutOfGas
export const STACK_UNDERFLOW: number = NVmErrorCode.StackUnderflow
export const STACK_OVERFLOW: number = NVmErrorCode.StackOverflow
export const INVALID_JUMP: number = NVmErrorCode.InvalidJump
export const INVALID_OPCODE: number = NVmErrorCode.InvalidOpcode
export const STATIC_STATE_CHANGE: number = NVmErrorCode.StaticStateChange
export const RETURN_DATA_OUT_OF_BOUNDS: number = NVmErrorCode.ReturnDataOutOfBounds
export const CODE_SIZE_EXCEEDED: number = NVmErrorCode.CodeSizeExceeded
export const INVALID_CODE_PREFIX: number = NVmErrorCode.InvalidCodePrefix
export const CREATE_COLLISION: number = NVmErrorCode.CreateCollision
export const PRECOMPILE_FAILURE: number = NVmErrorCode.PrecompileFailure
export const CALL_DEPTH_EXCEEDED: number = NVmErrorCode.CallDepthExceeded
/** A call or creation that may not begin: not enough balance, or a nonce that cannot rise (EIP-2681). */
export const REFUSED: number = NVmErrorCode.OperationRefused

const NAMES = new Map<number, NVmErrorName>(
  Object.entries(NVmErrorCode).map(([name, code]) => [code, name as NVmErrorName]),
)

/** Name of the failure that a final status stands for, or undefined for a success. */
export function failureOf(status: number): NVmErrorName | undefined {
  if (status === STOP) return undefined
  return status === REVERT ? 'Reverted' : NAMES.get(status)
}
