/** Results of evm-core as the engine contract's outcomes. */
import { failureOf, type Outcome } from '../../receipt.ts'
import { addressToBytes } from '../evm-core/address.ts'
import type { MessageResult } from '../evm-core/types.ts'

/** Outcome of a message that has used `gasUsed` shared gas. */
export function outcomeOf(result: MessageResult, gasUsed: bigint): Outcome {
  const { status, output, failure, created } = result
  if (status === 'success') {
    if (created === undefined) return { status, gasUsed, output }
    return { status, gasUsed, output, created: addressToBytes(created) }
  }
  const name = failure ?? (status === 'reverted' ? 'Reverted' : 'OutOfGas')
  const message =
    status === 'reverted' ? 'execution reverted, the output says why' : `execution halted: ${name}`
  return { status, gasUsed, output, failure: failureOf(name, message) }
}
