/** The one way in which bytes that are no Tron transaction are refused. */
import { InvalidTransactionError } from '../../../errors.ts'

/** Throws MalformedTransaction: `what` was expected, `got` came. */
export function malformed(what: string, got: string): never {
  throw new InvalidTransactionError('MalformedTransaction', `${what} expected, got: ${got}`)
}
