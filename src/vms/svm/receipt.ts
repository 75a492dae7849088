/** What a receipt says of a Solana transaction besides its status: `details`, in the words of Solana's RPC. */
import type { Execution, InnerInstruction, SolanaError } from './processor.ts'
import type { ReturnData } from './runtime/index.ts'
import type { SolanaFee } from './transaction/compute-budget.ts'
import type { SolanaTransaction } from './transaction/decode.ts'
import type { LoadedMessage } from './transaction/loaded-message.ts'

/** `details` of a receipt of kind `solana`. */
export interface SolanaDetails {
  readonly version: 'legacy' | 0
  /** Of the block. */
  readonly slot: bigint
  /** First signature, 64 bytes: the name of the transaction on Solana. */
  readonly signature: Uint8Array
  /** Lamports. */
  readonly fee: SolanaFee
  /** At most 1,400,000. */
  readonly computeUnitsConsumed: number
  /** Solana's error, for a failed transaction. */
  readonly error: SolanaError | undefined
  /** Also of a failed transaction. */
  readonly logs: readonly string[]
  readonly returnData: ReturnData | undefined
  /** By top-level instruction. */
  readonly innerInstructions: readonly (readonly InnerInstruction[])[]
  /** Static keys, then looked-up ones: what the indexes of instructions count. */
  readonly accountKeys: readonly Uint8Array[]
  /** Bytes of accounts, as counted against the limit. */
  readonly loadedAccountsDataSize: number
  /** Lamports by index, before the fee and at the end; with the engine's option `recordBalances`. */
  readonly balances:
    | { readonly before: readonly bigint[]; readonly after: readonly bigint[] }
    | undefined
}

/** What the receipt of an envelope with a Solana payload says, also of a failed one, whose log lines are not logs. */
export type SolanaCallDetails = Pick<
  SolanaDetails,
  'computeUnitsConsumed' | 'error' | 'logs' | 'returnData' | 'innerInstructions' | 'accountKeys'
>

/** Puts the details together. */
export function detailsOf(
  transaction: SolanaTransaction,
  fee: SolanaFee,
  execution: Execution,
  block: {
    readonly slot: bigint
    readonly loaded: LoadedMessage
    readonly balances: SolanaDetails['balances']
  },
): SolanaDetails {
  return {
    version: transaction.message.version,
    slot: block.slot,
    signature: transaction.signatures[0]!,
    fee,
    computeUnitsConsumed: execution.computeUnits,
    error: execution.error,
    logs: execution.logs,
    returnData: execution.returnData,
    innerInstructions: execution.innerInstructions,
    accountKeys: block.loaded.keys,
    loadedAccountsDataSize: execution.loadedBytes,
    balances: block.balances,
  }
}
