/** The constants of Poseidon as circom functions, from the Grain generator that src/crypto/poseidon.ts uses. */
import { grainGenConstants } from '@noble/curves/abstract/poseidon.js'
import { bn254 } from '@noble/curves/bn254.js'

/** Numbers of inputs that the circuits hash, and their partial rounds. */
const WIDTHS = [
  [1, 56],
  [2, 57],
  [5, 60],
  [9, 60],
] as const

function circomFunction(name: string, value: (inputs: number, partial: number) => string): string {
  const cases = WIDTHS.slice(0, -1).map(
    ([inputs, partial]) =>
      `    if (n == ${inputs}) {\n        return ${value(inputs, partial)};\n    }\n`,
  )
  const [inputs, partial] = WIDTHS.at(-1)!
  const last = `    assert(n == ${inputs});\n    return ${value(inputs, partial)};\n`
  return `\nfunction ${name}(n) {\n${cases.join('')}${last}}\n`
}

function constants(inputs: number, roundsPartial: number) {
  const { Fr } = bn254.fields
  return grainGenConstants({ Fp: Fr, t: inputs + 1, roundsFull: 8, roundsPartial, sboxPower: 5 })
}

const list = (values: readonly bigint[]) => `[${values.join(', ')}]`

/** Source of circuits/poseidon-constants.circom. */
export function poseidonConstants(): string {
  return `pragma circom 2.1.6;

// Made by scripts/build-circuits.ts: round constants, round by round, and the matrix, row by row, for n inputs.
${circomFunction('POSEIDON_PARTIAL_ROUNDS', (_, partial) => String(partial))}${circomFunction(
  'POSEIDON_CONSTANTS',
  (inputs, partial) => list(constants(inputs, partial).roundConstants.flat()),
)}${circomFunction('POSEIDON_MATRIX', (inputs, partial) => list(constants(inputs, partial).mds.flat()))}`
}
