/**
 * Proving by npm snarkjs. The package is GPL-3, so it is neither imported nor needed here: a user who has installed it
 * passes the module.
 */
import { bigIntToBytes, concatBytes } from '../../primitives/bytes.ts'
import type { ZkProver } from './prover.ts'
import type { ZkAceMode } from './statement.ts'

/** A circuit's witness generator (circom's .wasm) and proving key (.zkey), as bytes. */
export interface ZkArtifacts {
  /** `zkace-*.wasm`, about 196 KB. */
  readonly wasm: Uint8Array
  /** `zkace-*.zkey`, about 3.1 MB. */
  readonly zkey: Uint8Array
}

/** What is used of `import * as snarkjs from 'snarkjs'`. */
export interface SnarkjsModule {
  readonly groth16: {
    fullProve(
      inputs: object,
      wasm: Uint8Array,
      zkey: Uint8Array,
      logger: undefined,
      calculator: object,
      prover: { readonly singleThread: boolean },
    ): Promise<{
      readonly proof: {
        readonly pi_a: readonly string[]
        readonly pi_b: readonly (readonly string[])[]
        readonly pi_c: readonly string[]
      }
    }>
  }
}

function word(text: string | undefined): Uint8Array {
  return bigIntToBytes(BigInt(text ?? -1), 32)
}

/**
 * A prover over the caller's snarkjs, which draws the randomness from the platform. It proves on the calling thread, so
 * that no worker threads are left behind: run it in a worker of your own if it must not block.
 */
export function snarkjsProver(
  snarkjs: SnarkjsModule,
  artifacts: Readonly<Record<ZkAceMode, ZkArtifacts>>,
): ZkProver {
  return {
    async prove(mode, inputs) {
      const { wasm, zkey } = artifacts[mode]
      const alone = { singleThread: true }
      const { proof } = await snarkjs.groth16.fullProve(inputs, wasm, zkey, undefined, {}, alone)
      const [x, y] = proof.pi_b
      // snarkjs has the real part of a coordinate first, EIP-197 the imaginary one.
      const b = [x?.[1], x?.[0], y?.[1], y?.[0]]
      const all = [proof.pi_a[0], proof.pi_a[1], ...b, proof.pi_c[0], proof.pi_c[1]]
      return concatBytes(...all.map(word))
    },
  }
}
