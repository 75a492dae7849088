/**
 * Gas that a transaction costs before its first instruction (Yellow Paper, section 6.2, g0), and the floor under what
 * it uses (EIP-7623). Numbers, not bigints: both are bounded by a constant times the transaction's length.
 */

import { type ForkName, isAtLeast } from '../../evm-core/forks/names.ts'
import type { TransactionFields } from './types.ts'

const TRANSACTION_GAS = 21_000
/** Homestead (EIP-2): a creation costs 53,000. */
const CREATION_GAS = 32_000
const ZERO_BYTE_GAS = 4
const NON_ZERO_BYTE_GAS_FRONTIER = 68
/** Istanbul (EIP-2028). */
const NON_ZERO_BYTE_GAS = 16
/** Berlin (EIP-2930). */
const ACCESS_LIST_ADDRESS_GAS = 2_400
const ACCESS_LIST_STORAGE_KEY_GAS = 1_900
/** Shanghai (EIP-3860). */
const INIT_CODE_WORD_GAS = 2
/** Prague (EIP-7702): PER_EMPTY_ACCOUNT_COST, a part comes back as a refund if the authority exists. */
const AUTHORIZATION_GAS = 25_000
/** Prague (EIP-7623): a zero byte is one token, any other byte is four. */
const TOKENS_PER_NON_ZERO_BYTE = 4
const FLOOR_GAS_PER_TOKEN = 10

type GasFields = Pick<TransactionFields, 'to' | 'data' | 'accessList' | 'authorizationList'>

/** What the gas limit must cover: both of them. */
export interface TransactionGas {
  /** Charged before execution. */
  readonly intrinsic: number
  /** What the transaction pays at least, after refunds; 0 before Prague. */
  readonly floor: number
}

function countZeroBytes(data: Uint8Array): number {
  let zeros = 0
  for (let i = 0; i < data.length; i++) if (data[i] === 0) zeros++
  return zeros
}

function listGas(tx: GasFields, fork: ForkName): number {
  let gas = 0
  if (isAtLeast(fork, 'berlin')) {
    gas += tx.accessList.length * ACCESS_LIST_ADDRESS_GAS
    for (const entry of tx.accessList) gas += entry.storageKeys.length * ACCESS_LIST_STORAGE_KEY_GAS
  }
  if (isAtLeast(fork, 'prague')) gas += tx.authorizationList.length * AUTHORIZATION_GAS
  return gas
}

/** Intrinsic and floor gas. PERF: one pass over the data. */
export function transactionGas(tx: GasFields, fork: ForkName): TransactionGas {
  const size = tx.data.length
  const zeros = countZeroBytes(tx.data)
  const nonZeroGas = isAtLeast(fork, 'istanbul') ? NON_ZERO_BYTE_GAS : NON_ZERO_BYTE_GAS_FRONTIER
  let intrinsic = TRANSACTION_GAS + zeros * ZERO_BYTE_GAS + (size - zeros) * nonZeroGas
  if (tx.to === undefined) {
    if (isAtLeast(fork, 'homestead')) intrinsic += CREATION_GAS
    if (isAtLeast(fork, 'shanghai')) intrinsic += Math.ceil(size / 32) * INIT_CODE_WORD_GAS
  }
  intrinsic += listGas(tx, fork)
  const tokens = zeros + (size - zeros) * TOKENS_PER_NON_ZERO_BYTE
  const floor = isAtLeast(fork, 'prague') ? TRANSACTION_GAS + tokens * FLOOR_GAS_PER_TOKEN : 0
  return { intrinsic, floor }
}

/** Gas charged before execution. Fields that came with a later fork cost nothing before it. */
export function intrinsicGas(tx: GasFields, fork: ForkName): number {
  return transactionGas(tx, fork).intrinsic
}

/** The least a transaction pays, from Prague on (EIP-7623): 21,000 and 10 per token of its data. */
export function floorGas(tx: Pick<GasFields, 'data'>): number {
  const zeros = countZeroBytes(tx.data)
  const tokens = zeros + (tx.data.length - zeros) * TOKENS_PER_NON_ZERO_BYTE
  return TRANSACTION_GAS + tokens * FLOOR_GAS_PER_TOKEN
}
