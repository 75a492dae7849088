/** BLS12-381 at 0x0b to 0x11 (EIP-2537, Prague). A wrong length is a failure, and so is an empty input. */
import { booleanWord } from './input.ts'
import type { Precompile } from './types.ts'

const G1_ADD_GAS = 375
const G1_MUL_GAS = 12_000
const G2_ADD_GAS = 600
const G2_MUL_GAS = 22_500
const PAIRING_BASE_GAS = 37_700
const PAIRING_PAIR_GAS = 32_600
const MAP_TO_G1_GAS = 5500
const MAP_TO_G2_GAS = 23_800

/** Per mille of k single multiplications that k pairs cost; the last entry serves every longer input. */
const G1_DISCOUNT = Uint16Array.from([
  1000, 949, 848, 797, 764, 750, 738, 728, 719, 712, 705, 698, 692, 687, 682, 677, 673, 669, 665,
  661, 658, 654, 651, 648, 645, 642, 640, 637, 635, 632, 630, 627, 625, 623, 621, 619, 617, 615,
  613, 611, 609, 608, 606, 604, 603, 601, 599, 598, 596, 595, 593, 592, 591, 589, 588, 586, 585,
  584, 582, 581, 580, 579, 577, 576, 575, 574, 573, 572, 570, 569, 568, 567, 566, 565, 564, 563,
  562, 561, 560, 559, 558, 557, 556, 555, 554, 553, 552, 551, 550, 549, 548, 547, 547, 546, 545,
  544, 543, 542, 541, 540, 540, 539, 538, 537, 536, 536, 535, 534, 533, 532, 532, 531, 530, 529,
  528, 528, 527, 526, 525, 525, 524, 523, 522, 522, 521, 520, 520, 519,
])
const G2_DISCOUNT = Uint16Array.from([
  1000, 1000, 923, 884, 855, 832, 812, 796, 782, 770, 759, 749, 740, 732, 724, 717, 711, 704, 699,
  693, 688, 683, 679, 674, 670, 666, 663, 659, 655, 652, 649, 646, 643, 640, 637, 634, 632, 629,
  627, 624, 622, 620, 618, 615, 613, 611, 609, 607, 606, 604, 602, 600, 598, 597, 595, 593, 592,
  590, 589, 587, 586, 584, 583, 582, 580, 579, 578, 576, 575, 574, 573, 571, 570, 569, 568, 567,
  566, 565, 563, 562, 561, 560, 559, 558, 557, 556, 555, 554, 553, 552, 552, 551, 550, 549, 548,
  547, 546, 545, 545, 544, 543, 542, 541, 541, 540, 539, 538, 537, 537, 536, 535, 535, 534, 533,
  532, 532, 531, 530, 530, 529, 528, 528, 527, 526, 526, 525, 524, 524,
])

/** Price of `count` pairs: count * multiplication * discount / 1000, rounded down. */
function msmGas(count: number, multiplication: number, discount: Uint16Array): number {
  if (count === 0) return 0
  return Math.floor(
    (count * multiplication * discount[Math.min(count, discount.length) - 1]!) / 1000,
  )
}

function isMultiple(input: Uint8Array, size: number): boolean {
  return input.length !== 0 && input.length % size === 0
}

/** Two points of 128 bytes, anywhere on the curve. */
export const bls12G1Add: Precompile = {
  name: 'bls12G1Add',
  gas: () => G1_ADD_GAS,
  run: (crypto, input) => (input.length === 256 ? crypto.bls12381.g1Add(input) : undefined),
}

/** Pairs of point (128 bytes, in the subgroup) and scalar (32). */
export const bls12G1Msm: Precompile = {
  name: 'bls12G1Msm',
  gas: (input) => msmGas(Math.floor(input.length / 160), G1_MUL_GAS, G1_DISCOUNT),
  run: (crypto, input) => (isMultiple(input, 160) ? crypto.bls12381.g1Msm(input) : undefined),
}

/** Two points of 256 bytes, anywhere on the curve. */
export const bls12G2Add: Precompile = {
  name: 'bls12G2Add',
  gas: () => G2_ADD_GAS,
  run: (crypto, input) => (input.length === 512 ? crypto.bls12381.g2Add(input) : undefined),
}

/** Pairs of point (256 bytes, in the subgroup) and scalar (32). */
export const bls12G2Msm: Precompile = {
  name: 'bls12G2Msm',
  gas: (input) => msmGas(Math.floor(input.length / 288), G2_MUL_GAS, G2_DISCOUNT),
  run: (crypto, input) => (isMultiple(input, 288) ? crypto.bls12381.g2Msm(input) : undefined),
}

/** Pairs of G1 (128 bytes) and G2 (256), both in the subgroup. */
export const bls12Pairing: Precompile = {
  name: 'bls12Pairing',
  gas: (input) => PAIRING_BASE_GAS + PAIRING_PAIR_GAS * Math.floor(input.length / 384),
  run(crypto, input) {
    if (!isMultiple(input, 384)) return undefined
    const isOne = crypto.bls12381.pairing(input)
    return isOne === undefined ? undefined : booleanWord(isOne)
  },
}

/** A field element of 64 bytes to a point of the subgroup. */
export const bls12MapFpToG1: Precompile = {
  name: 'bls12MapFpToG1',
  gas: () => MAP_TO_G1_GAS,
  run: (crypto, input) => (input.length === 64 ? crypto.bls12381.mapFpToG1(input) : undefined),
}

/** An Fp2 element of 128 bytes to a point of the subgroup. */
export const bls12MapFp2ToG2: Precompile = {
  name: 'bls12MapFp2ToG2',
  gas: () => MAP_TO_G2_GAS,
  run: (crypto, input) => (input.length === 128 ? crypto.bls12381.mapFp2ToG2(input) : undefined),
}
