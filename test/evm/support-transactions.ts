/** Random transactions of every type, signed by viem with random keys: what a real wallet sends. */

import fc from 'fast-check'
import { type TransactionSerializable, toHex } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { hexToBytes } from '../../src/primitives/bytes.ts'

export interface SignedSample {
  readonly raw: Uint8Array
  readonly account: PrivateKeyAccount
  /** What viem was asked to sign. */
  readonly request: TransactionSerializable
}

const hexOf = (length: number): fc.Arbitrary<`0x${string}`> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => toHex(bytes))

/** Of every bit length, zero and the maximum included. */
const uint = (bits: number): fc.Arbitrary<bigint> =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), fc.nat(bits))
    .map(([value, shift]) => value >> BigInt(shift))

/** viem holds nonces as numbers. */
const nonce = fc.oneof(fc.nat(300), fc.maxSafeNat())
const data = fc
  .uint8Array({ maxLength: 120 })
  .chain((bytes) => fc.constantFrom(toHex(bytes), toHex(bytes.map((byte) => byte & 1)), '0x'))
  .map((hex) => hex as `0x${string}`)
const accessList = fc.array(
  fc.record({ address: hexOf(20), storageKeys: fc.array(hexOf(32), { maxLength: 3 }) }),
  { maxLength: 3 },
)
const chainId = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 2 ** 31 }))
/** Off-curve keys do not exist here: both are far below the group order. */
const key = hexOf(31).map((hex) => `0x01${hex.slice(2)}` as const)
const common = { nonce, data, gas: uint(64), value: uint(256) }
const optionalTo = fc.option(hexOf(20), { nil: undefined })
/** Times any gas limit it stays below 2^256, which @ethereumjs/tx demands when decoding. */
const price = uint(192)
const fees = fc
  .tuple(price, price)
  .map(([maxFeePerGas, tip]) => ({ maxFeePerGas, maxPriorityFeePerGas: tip % (maxFeePerGas + 1n) }))

const authorization = fc.tuple(key, hexOf(20), fc.nat(1000), fc.constantFrom(0, 1, 77))
const request = fc.oneof(
  fc.record({
    ...common,
    type: fc.constant('legacy' as const),
    gasPrice: price,
    to: optionalTo,
  }),
  fc.record({
    ...common,
    type: fc.constant('legacy' as const),
    gasPrice: price,
    to: optionalTo,
    chainId,
  }),
  fc.record({
    ...common,
    type: fc.constant('eip2930' as const),
    gasPrice: price,
    to: optionalTo,
    chainId,
    accessList,
  }),
  fc.record({
    ...common,
    type: fc.constant('eip1559' as const),
    to: optionalTo,
    chainId,
    accessList,
    fees,
  }),
  fc.record({
    ...common,
    type: fc.constant('eip4844' as const),
    to: hexOf(20),
    chainId,
    accessList,
    fees,
    maxFeePerBlobGas: uint(255),
    blobVersionedHashes: fc.array(
      hexOf(31).map((hex) => `0x01${hex.slice(2)}` as const),
      { minLength: 1, maxLength: 6 },
    ),
  }),
  fc.record({
    ...common,
    type: fc.constant('eip7702' as const),
    to: hexOf(20),
    chainId,
    accessList,
    fees,
    authorizations: fc.array(authorization, { minLength: 1, maxLength: 3 }),
  }),
)

/** The same samples for the same seed. */
export async function signedSamples(seed: number, count: number): Promise<SignedSample[]> {
  const samples: SignedSample[] = []
  for (const [secret, drawn] of fc.sample(fc.tuple(key, request), { seed, numRuns: count })) {
    const account = privateKeyToAccount(secret)
    const {
      fees: drawnFees,
      authorizations,
      ...rest
    } = {
      fees: undefined,
      authorizations: undefined,
      ...drawn,
    }
    const signedTuples = []
    for (const [authority, address, tupleNonce, tupleChain] of authorizations ?? []) {
      const signer = privateKeyToAccount(authority)
      signedTuples.push(
        await signer.signAuthorization({ address, nonce: tupleNonce, chainId: tupleChain }),
      )
    }
    const full = {
      ...rest,
      ...drawnFees,
      ...(authorizations === undefined ? {} : { authorizationList: signedTuples }),
    } as TransactionSerializable
    const raw = await account.signTransaction(full)
    samples.push({ raw: hexToBytes(raw), account, request: full })
  }
  return samples
}
