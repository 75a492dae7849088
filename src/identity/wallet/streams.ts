/**
 * ACE-GF key streams: many independent keys of one root by HKDF-SHA256, told apart by labels. Two families: roots of 16
 * bytes, the material of a sealed wallet, and of 32, a REV. docs/identity.md, "Key streams".
 */
import { Algorithm } from '../../crypto/algorithms.ts'
import { hkdfSha256 } from '../../crypto/hkdf.ts'
import { NVmError } from '../../errors.ts'
import { compareBytes, concatBytes, utf8 } from '../../primitives/bytes.ts'

/** What a stream is for. */
export interface StreamFacts {
  /** Label without the family's prefix. */
  readonly label: string
  /** {@link Algorithm} of the keys, if they sign. */
  readonly algorithm?: number
  /** Only roots of 32 bytes have it. */
  readonly revOnly?: true
  /** The label stands alone, the same for both families. */
  readonly bare?: true
}

const STREAMS = {
  solana: { label: 'ED25519-SOLANA', algorithm: Algorithm.ed25519 },
  polkadot: { label: 'ED25519-POLKADOT', algorithm: Algorithm.ed25519 },
  ethereum: { label: 'SECP256K1-EVM', algorithm: Algorithm.secp256k1 },
  bitcoin: { label: 'SECP256K1-BTC', algorithm: Algorithm.secp256k1 },
  cosmos: { label: 'SECP256K1-COSMOS', algorithm: Algorithm.secp256k1 },
  tron: { label: 'SECP256K1-TRON', algorithm: Algorithm.secp256k1 },
  exchange: { label: 'X25519-IDENTITY' },
  postQuantum: { label: 'ML-DSA-44-PQC-IDENTITY', algorithm: Algorithm.mlDsa44 },
  postQuantumExchange: { label: 'ML-KEM-768-PQC-IDENTITY' },
  attestation: { label: 'ED25519-MEMPOOL-ATTEST', algorithm: Algorithm.ed25519, revOnly: true },
  idCom: { label: 'ACE-CHAIN-IDCOM-V1', bare: true },
} as const satisfies Record<string, StreamFacts>

/** Name of a stream. */
export type KeyStream = keyof typeof STREAMS

/** The streams of ACE-GF. What has no algorithm agrees on keys, or is a secret for a proof. */
export const KEY_STREAMS: Readonly<Record<KeyStream, StreamFacts>> = STREAMS

const MATERIAL_LENGTH = 16
const REV_LENGTH = 32

/** Throws InvalidWallet. */
export function invalidWallet(message: string): never {
  throw new NVmError('InvalidWallet', message)
}

function labelOf(root: Uint8Array, stream: KeyStream): string {
  const { label, revOnly, bare } = KEY_STREAMS[stream]
  if (root.length !== MATERIAL_LENGTH && root.length !== REV_LENGTH)
    invalidWallet(`root expected 16 or 32 bytes, got ${root.length}`)
  if (bare === true) return label
  if (root.length === REV_LENGTH) return `ACEGF-REV32-V1-${label}`
  if (revOnly === true) invalidWallet(`root of stream ${stream} expected 32 bytes, got 16`)
  return `ACEGF-V1-${label}`
}

/**
 * Seed of a stream, 32 bytes: HKDF(no salt, root, info). The info is the label; with a context it is the label's length
 * (u32, little-endian), label and context, so that no label and context together are another's. The root is 16 or 32
 * bytes. Throws NVmError InvalidWallet. The seed is a secret: fill it with zeros after use.
 */
export function streamSeed(root: Uint8Array, stream: KeyStream, context?: string): Uint8Array {
  const label = utf8(labelOf(root, stream))
  if (context === undefined) return hkdfSha256(root, undefined, label, 32)
  if (context === '') invalidWallet('context expected some text, or to be left out')
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, label.length, true)
  return hkdfSha256(root, undefined, concatBytes(length, label, utf8(context)), 32)
}

/**
 * Context of a vault that several names share: the names in the order of their bytes, joined by ":". The same names in any
 * order give the same vault. Throws NVmError InvalidWallet for no name, an empty one, or one with a colon.
 */
export function vaultContext(names: readonly string[]): string {
  if (names.length === 0) invalidWallet('vault expected at least one name')
  for (const name of names) {
    if (name === '' || name.includes(':'))
      invalidWallet(`vault name expected some text without a colon, got ${JSON.stringify(name)}`)
  }
  return [...names].sort((a, b) => compareBytes(utf8(a), utf8(b))).join(':')
}
