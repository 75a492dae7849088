/** What a precompiled contract is to the interpreter: a price that depends on the input alone, and a function. */
import type { Crypto } from '../../../crypto/types.ts'

/** One precompiled contract at the rules of one fork. */
export interface Precompile {
  readonly name: string
  /**
   * Gas of `input`, a safe integer; {@link UNPAYABLE_GAS} when the exact price is that or more. Never costs more
   * than reading the header of the input, whatever lengths it announces.
   */
  gas(input: Uint8Array): number
  /**
   * The output, or undefined for a failure, which consumes all gas of the call. Called only after the price was
   * paid. `input` is not changed and not kept, but the output may share its memory.
   */
  run(crypto: Crypto, input: Uint8Array): Uint8Array | undefined
}

/** The price of what nothing can pay: a caller treats it as out of gas even with more gas than this. */
export const UNPAYABLE_GAS: number = Number.MAX_SAFE_INTEGER
