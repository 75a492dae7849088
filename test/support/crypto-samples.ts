/** Deterministic bytes and curve points for tests of crypto and precompiles. */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { bn254 } from '@noble/curves/bn254.js'
import {
  bigIntToBytes,
  bytesToBigInt,
  concatBytes,
  hexToBytes,
} from '../../src/primitives/bytes.ts'

/** A small generator of pseudo-random bytes (xorshift32), the same on every run. */
export function randomBytes(seed: number): (length: number) => Uint8Array {
  let x = seed | 1
  return (length) => {
    const out = new Uint8Array(length)
    for (let i = 0; i < length; i++) {
      x ^= x << 13
      x ^= x >>> 17
      x ^= x << 5
      out[i] = x
    }
    return out
  }
}

export const BLS_P = bls12_381.fields.Fp.ORDER
export const BLS_R = bls12_381.fields.Fr.ORDER
export const BN_P = bn254.fields.Fp.ORDER
export const BN_R = bn254.fields.Fr.ORDER

export function bnG1(scalar: bigint): Uint8Array {
  if (scalar % BN_R === 0n) return new Uint8Array(64)
  const { x, y } = bn254.G1.Point.BASE.multiply(scalar % BN_R).toAffine()
  return concatBytes(bigIntToBytes(x, 32), bigIntToBytes(y, 32))
}

export function bnG2(scalar: bigint): Uint8Array {
  if (scalar % BN_R === 0n) return new Uint8Array(128)
  const { x, y } = bn254.G2.Point.BASE.multiply(scalar % BN_R).toAffine()
  return concatBytes(...[x.c1, x.c0, y.c1, y.c0].map((c) => bigIntToBytes(c, 32)))
}

export function blsG1(scalar: bigint): Uint8Array {
  if (scalar % BLS_R === 0n) return new Uint8Array(128)
  const { x, y } = bls12_381.G1.Point.BASE.multiply(scalar % BLS_R).toAffine()
  return concatBytes(bigIntToBytes(x, 64), bigIntToBytes(y, 64))
}

export function blsG2(scalar: bigint): Uint8Array {
  if (scalar % BLS_R === 0n) return new Uint8Array(256)
  const { x, y } = bls12_381.G2.Point.BASE.multiply(scalar % BLS_R).toAffine()
  return concatBytes(...[x.c0, x.c1, y.c0, y.c1].map((c) => bigIntToBytes(c, 64)))
}

/** A point of the BLS12-381 curve that is not in the subgroup of order r. */
export function blsG1OutsideSubgroup(): Uint8Array {
  const { Fp } = bls12_381.fields
  for (let x = 1n; ; x++) {
    const square = Fp.add(Fp.mul(Fp.sqr(x), x), 4n)
    if (Fp.pow(square, (BLS_P - 1n) / 2n) !== 1n) continue
    const y = Fp.sqrt(square)
    const point = bls12_381.G1.Point.fromAffine({ x, y })
    if (!point.isTorsionFree()) return concatBytes(bigIntToBytes(x, 64), bigIntToBytes(y, 64))
  }
}

export function blsG2OutsideSubgroup(): Uint8Array {
  const { Fp2 } = bls12_381.fields
  for (let c = 1n; ; c++) {
    const x = Fp2.fromBigTuple([c, 0n])
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), Fp2.fromBigTuple([4n, 4n]))
    let y: typeof x
    try {
      y = Fp2.sqrt(square)
    } catch {
      continue
    }
    if (bls12_381.G2.Point.fromAffine({ x, y }).isTorsionFree()) continue
    return concatBytes(...[x.c0, x.c1, y.c0, y.c1].map((v) => bigIntToBytes(v, 64)))
  }
}

/** A random scalar of 32 bytes as a number. */
export function randomScalar(random: (length: number) => Uint8Array): bigint {
  return bytesToBigInt(random(32))
}

export function word(value: bigint): Uint8Array {
  return bigIntToBytes(value, 32)
}

/** A valid point evaluation of the execution specification tests: hash, z, y, commitment, proof. */
export function kzgInput(): Uint8Array {
  return hexToBytes(
    '01e798154708fe7789429634053cbf9f99b619f9f084048927333fce637f549b' +
      '564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306' +
      '24d25032e67a7e6a4910df5834b8fe70e6bcfeeac0352434196bdf4b2485d5a1' +
      '8f59a8d2a1a625a17f3fea0fe5eb8c896db3764f3185481bc22f91b4aaffcca2' +
      '5f26936857bc3a7c2539ea8ec3a952b7873033e038326e87ed3e1276fd140253' +
      'fa08e9fc25fb2d9a98527fc22a2c9612fbeafdad446cbc7bcdbdcd780af2c16a',
  )
}
