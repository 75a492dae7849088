/**
 * Poseidon over BN254's scalar field with x^5, as circomlib and light-poseidon have it: width inputs + 1, the first
 * word starts at zero and is the result. Constants come from the Grain LFSR of the paper, generated at first use.
 */
import { grainGenConstants, poseidon } from '@noble/curves/abstract/poseidon.js'
import { bn254 } from '@noble/curves/bn254.js'
import { bigIntToBytes, bytesToBigInt } from '../primitives/bytes.ts'

const { Fr } = bn254.fields
const ROUNDS_FULL = 8
/** Partial rounds for 1 to 12 inputs. */
const ROUNDS_PARTIAL = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65] as const

/** Most inputs of one hash. */
export const POSEIDON_INPUTS_MAX: number = ROUNDS_PARTIAL.length

type Permutation = (state: bigint[]) => bigint[]
const permutations = new Map<number, Permutation>()

function permutationOf(inputs: number): Permutation {
  const known = permutations.get(inputs)
  if (known !== undefined) return known
  const t = inputs + 1
  const basic = {
    Fp: Fr,
    t,
    roundsFull: ROUNDS_FULL,
    roundsPartial: ROUNDS_PARTIAL[inputs - 1]!,
    sboxPower: 5,
  }
  const made = poseidon({ ...basic, ...grainGenConstants(basic) })
  permutations.set(inputs, made)
  return made
}

/**
 * Hash of 1 to 12 elements of 32 bytes big-endian below the field's order; undefined for anything else. PERF: some
 * ms; the first use of a width 20 to 500 ms more.
 */
export function poseidonBn254(inputs: readonly Uint8Array[]): Uint8Array | undefined {
  if (inputs.length === 0 || inputs.length > POSEIDON_INPUTS_MAX) return undefined
  const state = [0n]
  for (const input of inputs) {
    if (input.length !== 32) return undefined
    const value = bytesToBigInt(input)
    if (value >= Fr.ORDER) return undefined
    state.push(value)
  }
  return bigIntToBytes(permutationOf(inputs.length)(state)[0]!, 32)
}
