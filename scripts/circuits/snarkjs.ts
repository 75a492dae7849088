/** What the scripts, tests and benchmarks use of npm snarkjs, which has no types. GPL-3: development only. */

/** A file in memory, filled by the function that writes it. */
export interface MemoryFile {
  readonly type: 'mem'
}
type File = MemoryFile | Uint8Array
type Strings = readonly string[]

/** A verification key as snarkjs has it: affine coordinates in decimal, of the second group real part first. */
export interface SnarkjsKey {
  readonly vk_alpha_1: Strings
  readonly vk_beta_2: readonly Strings[]
  readonly vk_gamma_2: readonly Strings[]
  readonly vk_delta_2: readonly Strings[]
  readonly IC: readonly Strings[]
}

export interface SnarkjsProof {
  readonly pi_a: Strings
  readonly pi_b: readonly Strings[]
  readonly pi_c: Strings
  readonly protocol: string
  readonly curve: string
}

interface Curve {
  terminate(): Promise<void>
}

export interface Snarkjs {
  readonly curves: { getCurveFromName(name: string): Promise<Curve> }
  readonly powersOfTau: {
    newAccumulator(curve: Curve, power: number, out: File): Promise<unknown>
    contribute(from: File, to: File, name: string, entropy: string): Promise<unknown>
    beacon(from: File, to: File, name: string, beacon: string, power: number): Promise<unknown>
    preparePhase2(from: File, to: File): Promise<unknown>
  }
  readonly zKey: {
    newZKey(r1cs: File, powers: File, out: File): Promise<unknown>
    contribute(from: File, to: File, name: string, entropy: string): Promise<unknown>
    beacon(from: File, to: File, name: string, beacon: string, power: number): Promise<unknown>
    verifyFromR1cs(r1cs: File, powers: File, zkey: File): Promise<boolean>
    exportVerificationKey(zkey: File): Promise<SnarkjsKey>
  }
  readonly wtns: {
    calculate(inputs: object, wasm: File, out: File): Promise<void>
    exportJson(witness: File): Promise<bigint[]>
    check(r1cs: File, witness: File): Promise<boolean>
  }
  readonly r1cs: { exportJson(r1cs: File): Promise<unknown> }
  readonly groth16: {
    fullProve(
      inputs: object,
      wasm: Uint8Array,
      zkey: Uint8Array,
      logger?: undefined,
      calculator?: object,
      prover?: { readonly singleThread?: boolean },
    ): Promise<{ proof: SnarkjsProof; publicSignals: string[] }>
    verify(key: SnarkjsKey, signals: Strings, proof: SnarkjsProof): Promise<boolean>
  }
}

export async function importSnarkjs(): Promise<Snarkjs> {
  // A variable, because there are no types to resolve.
  const name: string = 'snarkjs'
  return (await import(name)) as Snarkjs
}
