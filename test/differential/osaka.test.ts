/**
 * Osaka and its blob schedules beside @ethereumjs/vm, where no official vectors are at hand: random code on the new
 * rules, and their limits one by one (EIPs 7594, 7823, 7825, 7883, 7892, 7918, 7939, 7951).
 */
import { p256 } from '@noble/curves/nist.js'
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { bytesToHex, concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import type { Receipt } from '../../src/receipt.ts'
import { blobParameters } from '../../src/vms/evm/fees.ts'
import { encodeTransaction } from '../../src/vms/evm/transaction/encode.ts'
import type { TransactionFields } from '../../src/vms/evm/transaction/types.ts'
import type { ForkName } from '../../src/vms/evm-core/index.ts'
import { genesisOf, judgeBlock, judgeSeed, newTally } from './judge.ts'
import { Peer } from './peer.ts'
import { Random } from './random.ts'
import type { BlockFields, FuzzTransaction } from './scenario.ts'

const SENDER = hexToBytes('5e4d000000000000000000000000000000000001')
/** Calls the address in the first word with the rest of the call data; stores success, gas, size and hash of the answer. */
const PROBE = hexToBytes('c0de000000000000000000000000000000000001')
const PROBE_CODE = [
  '602036036020600037', // memory = call data behind the first word
  '5a', // gas before
  '600060006020360360006000', // return area, input area, value
  '6000355af1', // CALL
  '600055', // slot 0 = success
  '5a9003600155', // slot 1 = gas that went
  '3d600255', // slot 2 = size of the answer
  '3d6000803e3d600020600355', // slot 3 = its hash
].join('')

const BLOCK: BlockFields = {
  number: 1n,
  timestamp: 1_760_000_000n,
  coinbase: hexToBytes('c01ba5e000000000000000000000000000000001'),
  gasLimit: 60_000_000n,
  baseFee: 7n,
  difficulty: 0n,
  prevRandao: new Uint8Array(32),
  excessBlobGas: 0n,
}

let signature = 0n

function transaction(fields: Partial<TransactionFields>): FuzzTransaction {
  const tx: TransactionFields = {
    type: 2,
    chainId: 1n,
    nonce: 0n,
    gasLimit: 10_000_000n,
    gasPrice: undefined,
    maxFeePerGas: 100n,
    maxPriorityFeePerGas: 1n,
    to: PROBE,
    value: 0n,
    data: u256ToBytes(0xe0ee0en),
    accessList: [],
    maxFeePerBlobGas: undefined,
    blobVersionedHashes: [],
    authorizationList: [],
    ...fields,
  }
  const bytes = encodeTransaction(tx, { yParity: 0, r: ++signature, s: 1n })
  return { bytes, sender: SENDER }
}

const blobHash = (n: number) => concatBytes(Uint8Array.of(1), u256ToBytes(BigInt(n)).subarray(1))

/** Runs each transaction in a block of its own and returns our receipts; fails where the peer does not agree. */
async function judge(
  fork: ForkName,
  transactions: readonly Partial<TransactionFields>[],
  fields: Partial<BlockFields> = {},
  code = PROBE_CODE,
): Promise<Receipt[]> {
  const alloc = {
    [`0x${bytesToHex(SENDER)}`]: { balance: 10n ** 24n },
    [`0x${bytesToHex(PROBE)}`]: { nonce: 1n, code: `0x${code}` },
  }
  const peer = await Peer.create(fork, alloc)
  let state = genesisOf({ fork, alloc }, crypto)
  let nonce = 0n
  const out: Receipt[] = []
  for (const [i, tx] of transactions.entries()) {
    const judged = await judgeBlock(state, peer, {
      fork,
      block: { ...BLOCK, number: BigInt(i + 1), ...fields },
      transactions: [transaction({ nonce, ...tx })],
      crypto,
    })
    expect(judged.difference, `transaction ${i}`).toBe(undefined)
    const receipt = judged.receipts[0]!
    if (receipt.status !== 'rejected') nonce++
    out.push(receipt)
    state = judged.next
  }
  return out
}

const callOf = (address: number, ...input: readonly Uint8Array[]) => ({
  data: concatBytes(u256ToBytes(BigInt(address)), ...input),
})

describe('random blocks', () => {
  it.each(['osaka', 'bpo1', 'bpo2'] as const)('on %s', async (fork) => {
    const tally = newTally()
    for (let seed = 7000; seed < 7004; seed++) {
      expect(await judgeSeed(seed, tally, { fork, blocks: 2 })).toBe(undefined)
    }
    expect(tally.blocks).toBe(8)
  })
})

describe('CLZ', () => {
  it('counts the zeros of edges and of random words', async () => {
    const random = new Random(1)
    const words = [0n, 1n, 2n, 1n << 255n, (1n << 255n) - 1n, (1n << 256n) - 1n, 1n << 128n]
    for (let i = 0; i < 20; i++) words.push(random.word())
    // SSTORE(0, CLZ(CALLDATALOAD(0))), then the gas of it.
    const code = '6000351e6000555a600155'
    const receipts = await judge(
      'osaka',
      words.map((word) => ({ data: u256ToBytes(word) })),
      {},
      code,
    )
    expect(receipts.every(({ status }) => status === 'success')).toBe(true)
    const [before] = await judge('prague', [{ data: u256ToBytes(1n) }], {}, code)
    expect(before?.status).toBe('halted')
  })
})

describe('P256VERIFY', () => {
  it('accepts signatures of another library and refuses changed ones', async () => {
    const random = new Random(2)
    const inputs: Uint8Array[] = []
    for (let i = 0; i < 4; i++) {
      const key = random.bytes(32)
      key[0] = 1
      const digest = random.bytes(32)
      const made = p256.sign(digest, key, { prehash: false, lowS: false })
      const input = concatBytes(digest, made, p256.getPublicKey(key, false).subarray(1))
      inputs.push(input, input.subarray(0, 159), concatBytes(input, Uint8Array.of(0)))
      for (let j = 0; j < 4; j++) {
        const changed = input.slice()
        const at = random.below(160)
        changed[at] = changed[at]! ^ (1 << random.below(8))
        inputs.push(changed)
      }
    }
    const n = u256ToBytes(p256.Point.CURVE().n)
    const good = inputs[0]!
    inputs.push(concatBytes(good.subarray(0, 32), n, good.subarray(64)))
    inputs.push(concatBytes(good.subarray(0, 64), n, good.subarray(96)))
    inputs.push(concatBytes(good.subarray(0, 96), new Uint8Array(64)), new Uint8Array(160))
    const receipts = await judge(
      'osaka',
      inputs.map((input) => callOf(0x100, input)),
    )
    expect(receipts.every(({ status }) => status === 'success')).toBe(true)
  })
})

describe('MODEXP', () => {
  const input = (base: number, exponent: number, modulus: number, random: Random) =>
    concatBytes(
      ...[base, exponent, modulus].map((size) => u256ToBytes(BigInt(size))),
      ...[base, exponent, modulus].map((size) => random.bytes(Math.min(size, 1100))),
    )

  it('is priced and bounded as the peer says', async () => {
    const random = new Random(3)
    const sizes: [number, number, number][] = [
      [1024, 1, 1024],
      [1025, 1, 1],
      [1, 1025, 1],
      [1, 1, 1025],
      [0, 0, 0],
      [0, 1024, 1],
      [32, 32, 32],
      [33, 33, 33],
      [40, 3, 32],
      [1, 64, 31],
      [2 ** 32, 0, 0],
    ]
    for (let i = 0; i < 10; i++) sizes.push([random.below(70), random.below(40), random.below(70)])
    const calls = sizes.map(([base, exponent, modulus]) =>
      callOf(5, input(base, exponent, modulus, random)),
    )
    for (const fork of ['prague', 'osaka'] as const) {
      const receipts = await judge(fork, calls)
      expect(receipts).toHaveLength(sizes.length)
    }
  })
})

describe('limits of a transaction', () => {
  it('takes 2^24 gas and no more', async () => {
    const cap = 1n << 24n
    const [at, over] = await judge('osaka', [{ gasLimit: cap }, { gasLimit: cap + 1n }])
    expect([at?.status, over?.status]).toEqual(['success', 'rejected'])
    const [before] = await judge('prague', [{ gasLimit: cap + 1n }])
    expect(before?.status).toBe('success')
  })

  it('carries six blobs and no more', async () => {
    const blobs = (count: number) => ({
      type: 3 as const,
      maxFeePerBlobGas: 10n ** 12n,
      blobVersionedHashes: Array.from({ length: count }, (_, i) => blobHash(i)),
    })
    const receipts = await judge('osaka', [blobs(1), blobs(6), blobs(7)])
    expect(receipts.map(({ status }) => status)).toEqual(['success', 'success', 'rejected'])
    const [before] = await judge('prague', [blobs(9)])
    expect(before?.status).toBe('success')
  })

  it.each(['cancun', 'prague', 'osaka', 'bpo1', 'bpo2'] as const)(
    'prices a blob of %s',
    async (fork) => {
      // BLOBBASEFEE and the fee that leaves the sender both go into the state root.
      const code = '4a600055'
      for (const excessBlobGas of [0n, 1n, 393_216n * 10n, 50_000_000n, 70_000_000n]) {
        const [receipt] = await judge(
          fork,
          [{ type: 3, maxFeePerBlobGas: 10n ** 16n, blobVersionedHashes: [blobHash(1)] }],
          { excessBlobGas },
          code,
        )
        expect(receipt?.status).toBe('success')
      }
    },
  )

  it('has the schedules of the peer', async () => {
    for (const fork of ['cancun', 'prague', 'osaka', 'bpo1', 'bpo2'] as const) {
      const { common } = await Peer.create(fork, {})
      const { targetBlobGasPerBlock, maxBlobGasPerBlock, blobGasPriceUpdateFraction } =
        common.getBlobGasSchedule()
      const ours = blobParameters(fork)!
      expect(BigInt(ours.target) * 131_072n, fork).toBe(targetBlobGasPerBlock)
      expect(BigInt(ours.max) * 131_072n, fork).toBe(maxBlobGasPerBlock)
      expect(ours.updateFraction, fork).toBe(blobGasPriceUpdateFraction)
    }
  })
})
