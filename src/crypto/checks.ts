/**
 * What a backend has to answer before it is used: known answers, and the inputs on which libraries are known to
 * differ. Each check takes a few milliseconds at most, also with the portable backend.
 */
import { equalBytes, hexToBytes } from '../primitives/bytes.ts'
import type { Keccak, Sha256 } from './backends-hash.ts'
import { nobleCrypto } from './noble.ts'
import type { Schnorr } from './schnorr.ts'
import type { Secp256k1 } from './secp256k1.ts'
import type { Crypto, Ed25519Verify } from './types.ts'

/** Around the blocks of SHA-256 (64) and Keccak (136), and past the buffers of WebAssembly modules. */
const LENGTHS = [
  0, 1, 31, 32, 33, 48, 49, 55, 56, 63, 64, 65, 119, 120, 128, 135, 136, 137, 247, 248, 272, 1000,
  4096, 4097, 16_385,
]

/** Bytes that no short period repeats. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 8) * 31 + 13) & 0xff)
}

function hashesLike(
  hash: (data: Uint8Array) => Uint8Array,
  model: (data: Uint8Array) => Uint8Array,
): boolean {
  // A view that does not start at zero: a backend must respect its offset.
  const bytes = pattern(16_400)
  return LENGTHS.every((length) => {
    const data = bytes.subarray(3, 3 + length)
    return equalBytes(hash(data), model(data))
  })
}

/** Whether `keccak` hashes as the portable one does. */
export function isRightKeccak(keccak: Keccak): boolean {
  return hashesLike(keccak, nobleCrypto.keccak256)
}

/** Whether `ripemd160` hashes as the portable one does. */
export function isRightRipemd160(ripemd160: Crypto['ripemd160']): boolean {
  return hashesLike(ripemd160, nobleCrypto.ripemd160)
}

/** Whether single and batched SHA-256 are right, and nothing is written past a batch. */
export function isRightSha256({ sha256, hash256, hasher }: Sha256): boolean {
  if (!hashesLike(sha256, nobleCrypto.sha256)) return false
  if (!hashesLike(hash256, nobleCrypto.hash256)) return false
  const input = pattern(64 * 17 + 1).subarray(1)
  return [0, 1, 2, 3, 4, 5, 8, 15, 16, 17].every((count) => {
    const ours = new Uint8Array(32 * 18).fill(0xaa)
    const theirs = ours.slice()
    nobleCrypto.hasher.hash64(input, count, ours)
    hasher.hash64(input, count, theirs)
    return equalBytes(ours, theirs)
  })
}

const HASH = '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a'
const R = '0c7db807926dbd6d932e302bcb78b03cb6551021947eb931fcdd5cacfc8627c9'
const S = '7b1b20b37dc7b68574b9f1d929277e112fe5c5d14aa2dfb886ac7a9fa9f8a5fc'
const HIGH_S = '84e4df4c8238497a8b460e26d6d881ed8ac9171564a5c0833925e3ed263d9b45'
const ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'
const ORDER_LESS_ONE = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140'
const ZERO = '00'.repeat(32)
const ONE = `${'00'.repeat(31)}01`
const FIVE = `${'00'.repeat(31)}05`
const MAX = 'ff'.repeat(32)
const KEY_X = 'f71a605e930fe195d95f8a6da50def56746329c19936519c94a470b8c932c288'
const KEY_Y = '947fc40ebb790c3789fd69f684be8363d667b532d47a578de509bdcd673fc53f'
const ZERO_HASH_X = '98ff4a9cdc2136f35000c5641e2f3391f0849d502fe785caea6845baf46684f1'
/** x of 7 G, whose signature over 0x55 with s = 0x55 / 7 recovers the point at infinity. */
const X_OF_SEVEN = '5cbdf0646e5db4eaa398f365f2ea7a0e3d419b7e0330e39ce92bddedcac4f9bc'
const S_OF_SEVEN = '49249249249249249249249249249248c79facd43214c011123c1b03a93412b1'

/** hash, r, s, recovery, key without its prefix ('' for none). */
const RECOVERIES: readonly (readonly [string, string, string, number, string])[] = [
  [HASH, R, S, 1, KEY_X + KEY_Y],
  [HASH, R, HIGH_S, 0, KEY_X + KEY_Y],
  [ZERO, R, S, 0, `${ZERO_HASH_X}78a9cc499eaf386a6546153554378dd2d249ab302b6b663f4ee76694510f0709`],
  [
    ORDER,
    R,
    S,
    1,
    `${ZERO_HASH_X}875633b66150c7959ab9eacaabc8722d2db654cfd49499c0b118996aaef0f526`,
  ],
  [
    ...([MAX, R, S, 1] as const),
    'e50f93fc5ee43a68a86c12314a20816dab7f8e51882dbe0fffad36482d6f8132' +
      'f8fee65d8dd6ababf6e565b18b272428e3d677bd9f9560966a366c89eaa3cfeb',
  ],
  [HASH, FIVE, ONE, 0, ''],
  [HASH, ORDER_LESS_ONE, ONE, 0, ''],
  [`${'00'.repeat(31)}55`, X_OF_SEVEN, S_OF_SEVEN, 0, ''],
  [HASH, ZERO, S, 0, ''],
  [HASH, R, ZERO, 0, ''],
  [HASH, ORDER, S, 0, ''],
  [HASH, R, ORDER, 0, ''],
  [HASH, R, S, 2, ''],
]

/** hash, s, key, whether valid; r is R. */
const VERIFICATIONS: readonly (readonly [string, string, string, boolean])[] = [
  [HASH, S, `03${KEY_X}`, true],
  [HASH, HIGH_S, `03${KEY_X}`, false],
  [HASH, S, `02${KEY_X}`, false],
  [HASH, S, `02${FIVE}`, false],
  [HASH, S, `02${MAX}`, false],
  // Over zero, and over the order that is as zero, a key and its negative both verify.
  [ZERO, S, `02${ZERO_HASH_X}`, true],
  [ORDER, S, `02${ZERO_HASH_X}`, true],
  [ZERO, S, `03${ZERO_HASH_X}`, true],
  [MAX, S, `02${ZERO_HASH_X}`, false],
]

/** r, s, key with its prefix, whether valid for Bitcoin over HASH. */
const BITCOIN_VERIFICATIONS: readonly (readonly [string, string, string, boolean])[] = [
  [R, S, `03${KEY_X}`, true],
  [R, HIGH_S, `03${KEY_X}`, true],
  [R, HIGH_S, `04${KEY_X}${KEY_Y}`, true],
  [R, S, `07${KEY_X}${KEY_Y}`, true],
  [R, S, `06${KEY_X}${KEY_Y}`, false],
  [R, S, `05${KEY_X}${KEY_Y}`, false],
  [R, S, `02${KEY_X}`, false],
  [R, S, `02${KEY_X}${KEY_Y}`, false],
  [R, S, `04${KEY_X}`, false],
  [R, S, `04${KEY_X}${KEY_X}`, false],
  [R, S, `04${KEY_X}${MAX}`, false],
  [R, S, '', false],
  [ORDER, S, `03${KEY_X}`, false],
  [R, ORDER, `03${KEY_X}`, false],
  [R, MAX, `03${KEY_X}`, false],
  [ZERO, ZERO, `03${KEY_X}`, false],
]

/** key in, key out ('' for none). */
const KEYS: readonly (readonly [string, string])[] = [
  [`03${KEY_X}`, `04${KEY_X}${KEY_Y}`],
  [`04${KEY_X}${KEY_Y}`, `04${KEY_X}${KEY_Y}`],
  [`07${KEY_X}${KEY_Y}`, ''],
  [`04${KEY_X}${KEY_X}`, ''],
  [`02${FIVE}`, ''],
  [`02${MAX}`, ''],
]

function hexOrNone(bytes: Uint8Array | undefined, expected: string): boolean {
  return bytes === undefined ? expected === '' : equalBytes(bytes, hexToBytes(expected))
}

/** Whether the gated backend gives the known answers, and none where there is none. */
export function isRightSecp256k1(backend: Secp256k1): boolean {
  return (
    RECOVERIES.every(([hash, r, s, recovery, key]) => {
      const found = backend.secp256k1Recover(hexToBytes(hash), hexToBytes(r + s), recovery)
      return hexOrNone(found, key === '' ? '' : `04${key}`)
    }) &&
    VERIFICATIONS.every(([hash, s, key, valid]) => {
      const signature = hexToBytes(R + s)
      return backend.secp256k1Verify(hexToBytes(hash), signature, hexToBytes(key)) === valid
    }) &&
    BITCOIN_VERIFICATIONS.every(([r, s, key, valid]) => {
      const signature = hexToBytes(r + s)
      return backend.bitcoinVerify(hexToBytes(HASH), signature, hexToBytes(key)) === valid
    }) &&
    KEYS.every(([key, expected]) =>
      hexOrNone(backend.secp256k1Decompress(hexToBytes(key)), expected),
    )
  )
}

const SCHNORR_KEY = 'dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659'
const SCHNORR_MESSAGE = '243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89'
const SCHNORR_R = '6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341'
const SCHNORR_S = '8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a'
const FIELD = 'fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f'
/** x, r, s, whether valid over SCHNORR_MESSAGE: after the BIP's own vectors. */
const SCHNORR_CASES: readonly (readonly [string, string, string, boolean])[] = [
  [SCHNORR_KEY, SCHNORR_R, SCHNORR_S, true],
  ['eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34', SCHNORR_R, SCHNORR_S, false],
  [
    SCHNORR_KEY,
    'fff97bd5755eeea420453a14355235d382f6472f8568a18b2f057a1460297556',
    '3cc27944640ac607cd107ae10923d9ef7a73c643e166be5ebeafa34b1ac553e2',
    false,
  ],
  [
    SCHNORR_KEY,
    '1fa62e331edbc21c394792d2ab1100a7b432b013df3f6ff4f99fcb33e0e1515f',
    '28890b3edb6e7189b630448b515ce4f8622a954cfe545735aaea5134fccdb2bd',
    false,
  ],
  [
    SCHNORR_KEY,
    '6cff5c3ba86c69ea4b7376f31a9bcb4f74c1976089b2d9963da2e5543e177769',
    '961764b3aa9b2ffcb6ef947b6887a226e8d7c93e00c5ed0c1834ff0d0c2e6da6',
    false,
  ],
  [SCHNORR_KEY, ZERO, '123dda8328af9c23a94c1feecfd123ba4fb73476f0d594dcb65c6425bd186051', false],
  [SCHNORR_KEY, ONE, '7615fbaf5ae28864013c099742deadb4dba87f11ac6754f93780d5a1837cf197', false],
  [
    SCHNORR_KEY,
    '4a298dacae57395a15d0795ddbfd1dcb564da82b0f269bc70a74f8220429ba1d',
    '69e89b4c5564d00349106b8497785dd7d1d713a8ae82b32fa79d5f7fc407d39b',
    false,
  ],
  [SCHNORR_KEY, FIELD, SCHNORR_S, false],
  [SCHNORR_KEY, ORDER, SCHNORR_S, false],
  [SCHNORR_KEY, SCHNORR_R, ORDER, false],
  [FIELD, SCHNORR_R, SCHNORR_S, false],
  [ZERO, SCHNORR_R, SCHNORR_S, false],
]

const TWEAK_KEY = 'd6889cb081036e0faefa3a35157ad71086b123b2b144b649798b494c300a961d'
const TWEAK = 'b86e7be8f39bab32a6f2c0443abbc210f0edac0e2c53d501b36b64437d9c6c70'
const TWEAKED = '53a1f6e454df1aa2776a2814a721372d6258050de330b3c6d10ee8f4e0dda343'
const GENERATOR_X = '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'
/** internal key, tweak, output key, parity, whether they agree: BIP341's wallet vectors and the borders. */
const TWEAK_CASES: readonly (readonly [string, string, string, number, boolean])[] = [
  [TWEAK_KEY, TWEAK, TWEAKED, 1, true],
  [TWEAK_KEY, TWEAK, TWEAKED, 0, false],
  [TWEAK_KEY, TWEAK, TWEAK_KEY, 0, false],
  [TWEAK_KEY, ZERO, TWEAK_KEY, 0, true],
  [TWEAK_KEY, ZERO, TWEAK_KEY, 1, false],
  [TWEAK_KEY, ORDER, TWEAK_KEY, 0, false],
  // G plus (order - 1) G is no point, twice G is one.
  [GENERATOR_X, ORDER_LESS_ONE, GENERATOR_X, 0, false],
  [GENERATOR_X, ONE, 'c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5', 0, true],
  [FIVE, TWEAK, TWEAKED, 1, false],
  [MAX, TWEAK, TWEAKED, 1, false],
  [TWEAK_KEY, TWEAK, MAX, 0, false],
  [TWEAK_KEY, TWEAK, TWEAKED, 2, false],
]

/** Whether BIP340 and the taproot tweak give the known answers. */
export function isRightSchnorr(backend: Schnorr): boolean {
  const message = hexToBytes(SCHNORR_MESSAGE)
  return (
    SCHNORR_CASES.every(([key, r, s, valid]) => {
      return backend.schnorrVerify(message, hexToBytes(r + s), hexToBytes(key)) === valid
    }) &&
    TWEAK_CASES.every(([key, tweak, output, parity, valid]) => {
      const [p, t, q] = [hexToBytes(key), hexToBytes(tweak), hexToBytes(output)]
      return backend.taprootTweakCheck(p, t, q, parity) === valid
    })
  )
}

const ED_MESSAGE = hexToBytes('af82')
const MIXED_KEY = '92f4c5f57ebc00b7385d704c324a7a938dbcaccbdeeec2283b6abc2309de1fd9'
const IDENTITY = `01${'00'.repeat(31)}`
/** signature, key, whether valid: RFC 8032 as everyone, then where cofactored and lax verifiers say yes. */
const ED_CASES: readonly (readonly [string, string, boolean])[] = [
  [
    '4ad645cbc0a11508206cd7f336f6e609ccc0a4e1994615499a6e6b8d480ae4ba' +
      'e3a16f834718be7caf2d6df098dca3bde3d152a7a5ed2a5656012496388edf09',
    'e09480e3d2a8663a48dea67ee478916fd24cd27b09162107835df53f0060a4ac',
    true,
  ],
  [
    'cdbc161be64c4302f56443ff29ccf36a2075be1a1fa67ff126b56315f5681c38' +
      '539e51806e8c0eee5c70e9d97fe7522b39bce0fef8ad8aa8d9e4cc2bbc6fd201',
    '61aef3d50149ceabab3fcaa1b8eee19d5fab22da9880424f713a14908c37d26e',
    false,
  ],
  [
    'd4b4f5784868c3020403246717ec169ff79e26608ea126a1ab69ee77d1b16712' +
      '2289e90d6756d37fd481f8b6b34d0d604684daaed472b71470b051ec257dfe07',
    MIXED_KEY,
    true,
  ],
  [
    'b4b937fca95b2f1e93e41e62fc3c78818ff38a66096fad6e7973e5c90006d321' +
      '6cdd483a2e856e8cea925c24730dd5883fb8378fe0f36bb3b4ccd94f73b2bb07',
    MIXED_KEY,
    false,
  ],
  [IDENTITY + ZERO, IDENTITY, false],
]

/** Whether `verify` is strict and without the cofactor. */
export function isRightEd25519(verify: Ed25519Verify): boolean {
  return ED_CASES.every(([signature, key, valid]) => {
    const [bytes, publicKey] = [hexToBytes(signature), hexToBytes(key)]
    const keyed = verify.withKey?.(publicKey)(ED_MESSAGE, bytes) ?? valid
    return verify(ED_MESSAGE, bytes, publicKey) === valid && keyed === valid
  })
}
