/** Bitcoin transactions: bytes to values and back, and what can be checked without knowing the spent outputs. */
export type { TransactionFault } from './check.ts'
export { checkTransaction, isCoinbase, isNullOutpoint, MAX_BLOCK_WEIGHT } from './check.ts'
export { decodeTransaction } from './decode.ts'
export { encodeTransaction } from './encode.ts'
export type {
  BitcoinInput,
  BitcoinOutput,
  BitcoinTransaction,
  Prevout,
  TransactionFields,
  TransactionLayout,
} from './types.ts'
