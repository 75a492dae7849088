/** Results of Tron's virtual machine as the engine contract's outcomes. */
import type { NVmErrorName } from '../../errors.ts'
import { failureOf, type Outcome } from '../../receipt.ts'
import { contractRetName } from './receipt.ts'
import { ContractRet, type TvmResult } from './vm/types.ts'

/** Error behind each contractRet; the ones left out are never an answer of this machine. */
const FAILURES: Readonly<Partial<Record<ContractRet, NVmErrorName>>> = {
  [ContractRet.REVERT]: 'Reverted',
  [ContractRet.BAD_JUMP_DESTINATION]: 'InvalidJump',
  [ContractRet.OUT_OF_MEMORY]: 'MemoryLimitExceeded',
  [ContractRet.STACK_TOO_SMALL]: 'StackUnderflow',
  [ContractRet.STACK_TOO_LARGE]: 'StackOverflow',
  [ContractRet.ILLEGAL_OPERATION]: 'InvalidOpcode',
  [ContractRet.OUT_OF_ENERGY]: 'OutOfGas',
  [ContractRet.TRANSFER_FAILED]: 'TransferFailed',
  [ContractRet.INVALID_CODE]: 'InvalidCodePrefix',
}

/** Those that leave the energy that was not used. */
const REVERTING: readonly ContractRet[] = [ContractRet.REVERT, ContractRet.TRANSFER_FAILED]

/** Outcome of a run that has used `gasUsed` shared gas. UNKNOWN and the like are OperationRefused. */
export function outcomeOf(result: TvmResult, gasUsed: bigint): Outcome {
  const { contractRet, output, created, message } = result
  if (contractRet === ContractRet.SUCCESS) {
    if (created === undefined) return { status: 'success', gasUsed, output }
    return { status: 'success', gasUsed, output, created }
  }
  const name = FAILURES[contractRet] ?? 'OperationRefused'
  return {
    status: REVERTING.includes(contractRet) ? 'reverted' : 'halted',
    gasUsed,
    output,
    failure: failureOf(name, `contract ended with ${contractRetName(contractRet)}: ${message}`),
  }
}
