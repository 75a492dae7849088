/**
 * Hostile bytes as transactions: valid ones of every kind, mutated, and plain noise. Whatever comes, executeBlock
 * answers with a receipt; a refused transaction leaves the root of an empty block; and the work stays in proportion to
 * the bytes.
 *
 * Work is counted, not timed: bytes hashed, curve operations, and the decoders' reads (slices and views of byte arrays,
 * counted with what they copy). A refused transaction may cost at most {@link CURVE_PER_TRANSACTION} curve operation,
 * and hashes and copies of a small multiple of its length over what an empty block costs.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { executeBlock } from '../../src/block.ts'
import { Algorithm } from '../../src/crypto/algorithms.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import {
  attachCredential,
  envelopeSigningDigest,
  type UnsignedEnvelope,
} from '../../src/envelope.ts'
import { createGenesis } from '../../src/genesis.ts'
import { selfCertifyingId } from '../../src/identity/legacy.ts'
import {
  bytesToBigInt,
  bytesToHex,
  concatBytes,
  equalBytes,
  hexToBytes,
} from '../../src/primitives/bytes.ts'
import type { State } from '../../src/state/state.ts'
import type { Transaction } from '../../src/transaction.ts'
import {
  encodeTransaction,
  encodeUnsignedTransaction,
} from '../../src/vms/evm/transaction/encode.ts'
import { authorizationSigningHash } from '../../src/vms/evm/transaction/signature.ts'
import type { TransactionFields, TransactionType } from '../../src/vms/evm/transaction/types.ts'
import { Random } from './random.ts'

/** Signature checks that a refused transaction may cause. */
export const CURVE_PER_TRANSACTION = 1
/** Bytes hashed or copied per byte of a refused transaction, and a constant for hashes of fixed parts. */
const HASHED_PER_BYTE = 4
const COPIED_PER_BYTE = 8
const READS_PER_BYTE = 2
const FIXED = 4096

export interface Work {
  hashedBytes: number
  curve: number
  reads: number
  copiedBytes: number
}

/** The same crypto, counted into `work`. */
function counted(crypto: Crypto, work: Work): Crypto {
  const hash = (fn: (data: Uint8Array) => Uint8Array) => (data: Uint8Array) => {
    work.hashedBytes += data.length
    return fn(data)
  }
  const curve =
    <A extends unknown[], R>(fn: (...args: A) => R) =>
    (...args: A): R => {
      work.curve++
      return fn(...args)
    }
  return {
    ...crypto,
    keccak256: hash(crypto.keccak256),
    sha256: hash(crypto.sha256),
    secp256k1Recover: curve(crypto.secp256k1Recover),
    secp256k1Verify: curve(crypto.secp256k1Verify),
    ed25519Verify: curve(crypto.ed25519Verify),
  }
}

/** Counts slices and views of byte arrays while `run` runs: what decoders do to their input. */
function countingReads<T>(work: Work, run: () => T): T {
  const proto = Uint8Array.prototype
  const { slice, subarray } = proto
  proto.slice = function (this: Uint8Array, ...args) {
    const out = slice.apply(this, args)
    work.reads++
    work.copiedBytes += out.length
    return out
  } as typeof slice
  proto.subarray = function (this: Uint8Array, ...args) {
    work.reads++
    return subarray.apply(this, args)
  } as typeof subarray
  try {
    return run()
  } finally {
    proto.slice = slice
    proto.subarray = subarray
  }
}

const KEY = new Uint8Array(32).fill(7)
const WALLET = keccak_256(secp256k1.getPublicKey(KEY, false).subarray(1)).slice(12)
const CONTRACT = hexToBytes('c0de000000000000000000000000000000000001')

function signedTransaction(crypto: Crypto, type: TransactionType): Uint8Array {
  const fields = {
    chainId: 1n,
    address: CONTRACT,
    nonce: 1n,
  }
  const sign = (digest: Uint8Array) => {
    const made = secp256k1.sign(digest, KEY, { prehash: false, format: 'recovered' })
    return {
      yParity: made[0] === 1 ? (1 as const) : (0 as const),
      r: bytesToBigInt(made.subarray(1, 33)),
      s: bytesToBigInt(made.subarray(33)),
    }
  }
  const authorization = sign(authorizationSigningHash(crypto, fields))
  const tx: TransactionFields = {
    type,
    chainId: 1n,
    nonce: 0n,
    gasLimit: 200_000n,
    gasPrice: type <= 1 ? 10n : undefined,
    maxFeePerGas: type >= 2 ? 10n : undefined,
    maxPriorityFeePerGas: type >= 2 ? 1n : undefined,
    to: CONTRACT,
    value: 5n,
    data: new Uint8Array(70).fill(1),
    accessList: type === 0 ? [] : [{ address: CONTRACT, storageKeys: [0n, 1n] }],
    maxFeePerBlobGas: type === 3 ? 10n : undefined,
    blobVersionedHashes: type === 3 ? [concatBytes(Uint8Array.of(1), new Uint8Array(31))] : [],
    authorizationList:
      type === 4 ? [{ ...fields, ...authorization, yParity: BigInt(authorization.yParity) }] : [],
  }
  return encodeTransaction(tx, sign(crypto.keccak256(encodeUnsignedTransaction(tx))))
}

const ED_KEY = new Uint8Array(32).fill(9)

function envelopes(crypto: Crypto, state: State): Uint8Array[] {
  const edPublic = ed25519.getPublicKey(ED_KEY)
  const ecPublic = secp256k1.getPublicKey(KEY, true)
  const edId = selfCertifyingId(crypto, Algorithm.ed25519, edPublic)
  const transfer = concatBytes(Uint8Array.of(0x01), edId, new Uint8Array(31), Uint8Array.of(9))
  const call = concatBytes(
    Uint8Array.of(0x10),
    CONTRACT,
    new Uint8Array(32),
    Uint8Array.of(1, 2, 3),
  )
  return [transfer, call, Uint8Array.of(0x02), Uint8Array.of(0x7f, 1)].flatMap((payload) =>
    [Algorithm.ed25519, Algorithm.secp256k1].map((algorithm) => {
      const publicKey = algorithm === Algorithm.ed25519 ? edPublic : ecPublic
      const unsigned: UnsignedEnvelope = {
        payload,
        sender: selfCertifyingId(crypto, algorithm, publicKey),
        actingAddress: new Uint8Array(0),
        nonce: 0n,
        gasLimit: 200_000n,
        maxFeePerGas: 10n,
        maxPriorityFeePerGas: 1n,
        chainId: 1n,
        genesisRoot: state.root,
        lastValidBlock: 0n,
        contextTag: new Uint8Array(16),
        algorithm,
      }
      const digest = envelopeSigningDigest(crypto, unsigned)
      const signature =
        algorithm === Algorithm.ed25519
          ? ed25519.sign(digest, ED_KEY)
          : secp256k1.sign(digest, KEY, { prehash: false })
      return attachCredential(unsigned, { publicKey, signature })
    }),
  )
}

function mutate(random: Random, from: Uint8Array, other: Uint8Array): Uint8Array {
  let bytes = from
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(bytes.length + 1)
    const kind = random.below(8)
    if (kind === 0) bytes = bytes.slice(0, at)
    else if (kind === 1)
      bytes = concatBytes(bytes.slice(0, at), random.bytes(1 + random.below(4)), bytes.slice(at))
    else if (kind === 2)
      bytes = concatBytes(bytes.slice(0, at), bytes.slice(at + 1 + random.below(4)))
    else if (kind === 3)
      bytes = concatBytes(bytes.slice(0, at), other.slice(random.below(other.length + 1)))
    else if (kind === 4) bytes = concatBytes(bytes, random.bytes(random.below(40)))
    else if (bytes.length > 0) {
      bytes = bytes.slice()
      const place = at % bytes.length
      // Lengths of lists and strings are where decoders go wrong.
      bytes[place] =
        kind === 5
          ? random.pick([0, 0x7f, 0x80, 0xb7, 0xb8, 0xbf, 0xc0, 0xf7, 0xf8, 0xff])
          : kind === 6
            ? random.u32()
            : bytes[place]! ^ (1 << random.below(8))
    }
  }
  return bytes
}

/** Lists in lists, and long lengths of what is not there. */
function noise(random: Random): Uint8Array {
  const kind = random.below(4)
  if (kind === 0) return random.bytes(random.below(300))
  if (kind === 1)
    return new Uint8Array(random.below(3000)).fill(random.pick([0xc0, 0xc1, 0xf8, 0x80, 0xff, 0]))
  const start = random.pick([[1], [2], [3], [4], [5], []])
  const length = random.bytes(1 + random.below(8))
  return concatBytes(
    Uint8Array.from(start),
    Uint8Array.of(0xf7 + length.length),
    length,
    random.bytes(random.below(200)),
  )
}

export interface BytesTally {
  cases: number
  readonly outcomes: Map<string, number>
  /** Most seen over all refused cases: bytes hashed per byte, curve operations, reads per byte. */
  hashedPerByte: number
  curve: number
  readsPerByte: number
}

/** Runs `cases` byte strings; undefined if all behave, else what the first one does that it must not. */
export function fuzzBytes(
  seed: number,
  cases: number,
  plain: Crypto,
  tally: BytesTally,
): string | undefined {
  const random = new Random(seed)
  const work: Work = { hashedBytes: 0, curve: 0, reads: 0, copiedBytes: 0 }
  const crypto = counted(plain, work)
  const edId = selfCertifyingId(plain, Algorithm.ed25519, ed25519.getPublicKey(ED_KEY))
  const ecId = selfCertifyingId(plain, Algorithm.secp256k1, secp256k1.getPublicKey(KEY, true))
  const state = createGenesis({
    chainId: 1n,
    evmFork: 'osaka',
    crypto,
    accounts: [edId, ecId].map((id) => ({ id, balance: 10n ** 15n })),
    alloc: {
      [bytesToHex(WALLET)]: { balance: 10n ** 15n },
      // SSTORE(0, CALLDATALOAD(0)), RETURN(0, 32).
      [bytesToHex(CONTRACT)]: { nonce: 1n, code: '0x60003560005560206000f3' },
    },
    configure: (draft) => {
      draft.precompileBase = undefined
    },
  })
  const samples = {
    ethereum: ([0, 1, 2, 3, 4] as const).map((type) => signedTransaction(plain, type)),
    envelope: envelopes(plain, state),
  }
  const block = { number: 1n, timestamp: 1_760_000_000n, baseFeePerGas: 1n }
  const run = (transactions: readonly Transaction[]) =>
    executeBlock(state, transactions, block, { crypto })
  run([])
  const reset = () => Object.assign(work, { hashedBytes: 0, curve: 0, reads: 0, copiedBytes: 0 })
  reset()
  const emptyRoot = countingReads(work, () => run([])).root
  const base = { ...work }
  for (let i = 0; i < cases; i++) {
    const kind = random.chance(60) ? 'ethereum' : 'envelope'
    const sample = random.pick(samples[kind])
    const untouched = random.chance(2)
    const bytes = untouched
      ? sample
      : random.chance(15)
        ? noise(random)
        : mutate(random, sample, random.pick(samples[kind]))
    const told = () => `seed ${seed} case ${i}: ${kind} ${bytesToHex(bytes)}`
    reset()
    try {
      const { receipts, state: next, root } = countingReads(work, () => run([{ kind, bytes }]))
      const receipt = receipts[0]!
      if (receipt.status === 'rejected') {
        if (!equalBytes(root, emptyRoot)) return `${told()}: refused, yet the state changed`
        if (receipt.error === undefined || !(receipt.error.code > 0))
          return `${told()}: refused without a code`
        const hashed = work.hashedBytes - base.hashedBytes
        const reads = work.reads - base.reads
        const copied = work.copiedBytes - base.copiedBytes
        if (
          hashed > FIXED + HASHED_PER_BYTE * bytes.length ||
          copied > FIXED + COPIED_PER_BYTE * bytes.length ||
          reads > 200 + READS_PER_BYTE * bytes.length ||
          work.curve > CURVE_PER_TRANSACTION
        ) {
          return `${told()}: refused after too much work: ${JSON.stringify({ hashed, copied, reads, curve: work.curve })}`
        }
        tally.hashedPerByte = Math.max(tally.hashedPerByte, hashed / Math.max(bytes.length, 64))
        tally.readsPerByte = Math.max(tally.readsPerByte, reads / Math.max(bytes.length, 64))
        tally.curve = Math.max(tally.curve, work.curve)
      }
      const name = `${kind} ${receipt.error?.name ?? receipt.status}`
      tally.outcomes.set(name, (tally.outcomes.get(name) ?? 0) + 1)
      next.release()
    } catch (error) {
      return `${told()}: threw ${(error as Error).stack}`
    }
    tally.cases++
  }
  return undefined
}

export const newBytesTally = (): BytesTally => ({
  cases: 0,
  outcomes: new Map(),
  hashedPerByte: 0,
  curve: 0,
  readsPerByte: 0,
})
