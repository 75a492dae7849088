/** What a precompile is to Tron's machine. Unlike Ethereum's it may ask about accounts and stakes, and may throw. */
import type { Precompile } from '../../../evm-core/precompiles/types.ts'
import type { TvmContext } from '../context.ts'

export interface PrecompileCall {
  readonly context: TvmContext
  readonly input: Uint8Array
  /** 20 bytes: the account that calls; in a DELEGATECALL its caller. */
  readonly caller: Uint8Array
}

export interface TvmPrecompile {
  readonly name: string
  /** Energy of `input`; costs no more than reading the header of the input. */
  energy(input: Uint8Array): number
  /**
   * The output; undefined for java-tron's `false`, which fails the call and takes its energy; a status (`control.ts`)
   * for an exception, which halts the calling frame.
   */
  run(call: PrecompileCall): Uint8Array | undefined | number
}

/** One of Ethereum's, as it is. */
export function fromEthereum(precompile: Precompile): TvmPrecompile {
  return {
    name: precompile.name,
    energy: (input) => precompile.gas(input),
    run: ({ context, input }) => precompile.run(context.crypto, input),
  }
}
