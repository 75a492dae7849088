/**
 * The one KZG operation that execution needs, EIP-4844's point evaluation. It uses of the ceremony's result only
 * tau * G2, so no trusted setup has to be loaded.
 */
import { mulAddUnsafe } from '@noble/curves/abstract/curve.js'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { bytesToBigInt, hexToBytes } from '../primitives/bytes.ts'

const { G1, G2, fields } = bls12_381
const { Fp, Fp12, Fr } = fields

/** tau * G2 of the Ethereum KZG ceremony, compressed: `g2_monomial[1]` of the published trusted setup. */
export const KZG_TAU_G2 =
  'b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2'

type Lines = ReturnType<typeof bls12_381.utils.calcPairingPrecomputes>
let fixedLines: { tau: Lines; minusG2: Lines } | undefined

/** The lines of both fixed G2 points: constants, computed when first needed because that takes milliseconds. */
function lines(): { tau: Lines; minusG2: Lines } {
  fixedLines ??= {
    tau: bls12_381.utils.calcPairingPrecomputes(G2.Point.fromBytes(hexToBytes(KZG_TAU_G2))),
    minusG2: bls12_381.utils.calcPairingPrecomputes(G2.Point.BASE.negate()),
  }
  return fixedLines
}

/** A compressed point, infinity allowed, in the right subgroup. */
function readG1(bytes: Uint8Array): typeof G1.Point.BASE | undefined {
  if (bytes.length !== 48) return undefined
  try {
    const point = G1.Point.fromBytes(bytes)
    point.assertValidity()
    return point
  } catch {
    return undefined
  }
}

/**
 * Whether the polynomial committed to takes the value `y` at `z`. Commitment and proof are 48 bytes compressed, z and
 * y 32 bytes big-endian below the order. Checked as e(C - y G1 + z Q, -G2) e(Q, tau G2) = 1, which keeps both G2
 * points constant. PERF: about 20 ms.
 */
export function kzgVerify(
  commitment: Uint8Array,
  z: Uint8Array,
  y: Uint8Array,
  proof: Uint8Array,
): boolean {
  if (z.length !== 32 || y.length !== 32) return false
  const point = bytesToBigInt(z)
  const value = bytesToBigInt(y)
  if (point >= Fr.ORDER || value >= Fr.ORDER) return false
  const C = readG1(commitment)
  const Q = readG1(proof)
  if (C === undefined || Q === undefined) return false
  const left = C.add(mulAddUnsafe(G1.Point, [G1.Point.BASE, Q], [Fr.neg(value), point]))
  const pairs: [Lines, bigint, bigint][] = []
  if (!left.is0()) {
    const { x, y } = left.toAffine()
    pairs.push([lines().minusG2, x, y])
  }
  if (!Q.is0()) pairs.push([lines().tau, Fp.create(Q.x), Fp.create(Q.y)])
  if (pairs.length === 0) return true
  return Fp12.eql(Fp12.finalExponentiate(bls12_381.millerLoopBatch(pairs)), Fp12.ONE)
}
