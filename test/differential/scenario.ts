/**
 * Random chains of a few blocks: a small world in which everything meets everything (contracts that call, create and
 * destroy each other, a factory with known CREATE2 addresses, wallets that delegate), and transactions on it.
 */

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToBigInt, bytesToHex, concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { encodeRlp, rlpUint } from '../../src/primitives/rlp.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import { blobParameters } from '../../src/vms/evm/fees.ts'
import type { GenesisAllocAccount } from '../../src/vms/evm/genesis-alloc.ts'
import { encodeTransaction } from '../../src/vms/evm/transaction/encode.ts'
import type {
  Authorization,
  TransactionFields,
  TransactionType,
} from '../../src/vms/evm/transaction/types.ts'
import { isAtLeast } from '../../src/vms/evm-core/forks/names.ts'
import type { ForkName } from '../../src/vms/evm-core/index.ts'
import { factoryCode, ProgramMaker } from './program.ts'
import { Random } from './random.ts'

/** Forks by weight: recent ones have more rules to get wrong. */
const FORKS: readonly ForkName[] = [
  'frontier',
  'homestead',
  'tangerineWhistle',
  'spuriousDragon',
  'byzantium',
  'constantinople',
  'petersburg',
  'istanbul',
  'istanbul',
  'berlin',
  'berlin',
  'london',
  'london',
  'paris',
  'shanghai',
  'shanghai',
  ...Array.from({ length: 4 }, () => 'cancun' as const),
  ...Array.from({ length: 6 }, () => 'prague' as const),
  ...Array.from({ length: 4 }, () => 'osaka' as const),
  'bpo1',
  'bpo2',
]

export interface BlockFields {
  readonly number: bigint
  readonly timestamp: bigint
  readonly coinbase: Uint8Array
  readonly gasLimit: bigint
  readonly baseFee: bigint
  readonly difficulty: bigint
  readonly prevRandao: Uint8Array
  readonly excessBlobGas: bigint
}

export interface FuzzTransaction {
  readonly bytes: Uint8Array
  /** Who sends it: signatures are judged elsewhere, so that the time goes into execution. */
  readonly sender: Uint8Array
}

const toAddress = (value: bigint): Uint8Array => hexToBytes(value.toString(16).padStart(40, '0'))
const addressHex = (value: bigint): string => `0x${value.toString(16).padStart(40, '0')}`
const keccak = (bytes: Uint8Array) => keccak_256(bytes)
const lastTwenty = (hash: Uint8Array) => bytesToBigInt(hash.subarray(12))

export function createAddress(sender: bigint, nonce: bigint): bigint {
  return lastTwenty(keccak(encodeRlp([toAddress(sender), rlpUint(nonce)])))
}

function create2Address(sender: bigint, salt: bigint, initCode: Uint8Array): bigint {
  return lastTwenty(
    keccak(
      concatBytes(Uint8Array.of(0xff), toAddress(sender), u256ToBytes(salt), keccak(initCode)),
    ),
  )
}

/** Keys of wallets that sign authorizations; made once, as curve work is slow. */
const AUTHORITIES = [1, 2, 3].map((n) => {
  const key = new Uint8Array(32).fill(n)
  return { key, address: lastTwenty(keccak(secp256k1.getPublicKey(key, false).subarray(1))) }
})
const SENDERS = [
  0x5e4d0001n,
  0x5e4d0002n,
  0x5e4d0003n,
  ...AUTHORITIES.map(({ address }) => address),
]
const POOR = 0x5e4d0009n
const COINBASE = 0xc01ba5en
const FACTORY = 0xfac7n
const CONTRACTS = 5

const signatures = new Map<string, Authorization>()

function authorization(
  signer: number,
  fields: Pick<Authorization, 'chainId' | 'address' | 'nonce'>,
): Authorization {
  const items = encodeRlp([rlpUint(fields.chainId), fields.address, rlpUint(fields.nonce)])
  const name = `${signer}:${bytesToHex(items)}`
  let known = signatures.get(name)
  if (known === undefined) {
    const digest = keccak(concatBytes(Uint8Array.of(5), items))
    const signed = secp256k1.sign(digest, AUTHORITIES[signer]!.key, {
      prehash: false,
      format: 'recovered',
    })
    known = {
      ...fields,
      yParity: BigInt(signed[0]!),
      r: bytesToBigInt(signed.subarray(1, 33)),
      s: bytesToBigInt(signed.subarray(33)),
    }
    if (signatures.size > 5000) signatures.clear()
    signatures.set(name, known)
  }
  return known
}

/** One chain: its genesis, then blocks as they are asked for. Everything follows from the seed. */
export class Scenario {
  readonly fork: ForkName
  readonly alloc: Record<string, GenesisAllocAccount> = {}
  private readonly random: Random
  private readonly maker: ProgramMaker
  private readonly addresses: bigint[]
  private readonly contracts: readonly bigint[]
  private readonly initCodes: { readonly salt: bigint; readonly code: Uint8Array }[] = []
  private nonces = new Map<bigint, bigint>()
  private number = 0n
  private timestamp = 1_700_000_000n

  constructor(seed: number, fork?: ForkName) {
    const random = new Random(seed)
    this.random = random
    const drawn = random.pick(FORKS)
    this.fork = fork ?? drawn
    const contracts = Array.from({ length: CONTRACTS }, (_, i) => 0xc0de00n + BigInt(i))
    const precompiles = Array.from({ length: 0x12 }, (_, i) => BigInt(i))
    this.addresses = [
      ...contracts,
      ...SENDERS,
      ...precompiles,
      0x100n,
      COINBASE,
      FACTORY,
      0xe0001n,
      0xe0002n,
      // Created by the wallets' first transactions.
      ...SENDERS.map((sender) => createAddress(sender, BigInt(random.below(4)))),
    ]
    this.contracts = contracts
    this.maker = new ProgramMaker(random, {
      fork: this.fork,
      addresses: this.addresses,
      contracts,
    })
    for (let i = 0; i < 4; i++) {
      const code = this.maker.initCode(1)
      const salt = BigInt(i % 2)
      this.initCodes.push({ salt, code })
      const made = create2Address(FACTORY, salt, code)
      this.addresses.push(made, made)
    }
    this.fillGenesis(contracts)
  }

  private fillGenesis(contracts: readonly bigint[]): void {
    const { random, alloc } = this
    for (const sender of SENDERS) {
      alloc[addressHex(sender)] = { balance: 10n ** 18n + BigInt(random.below(1000)) }
    }
    alloc[addressHex(POOR)] = { balance: 1_000_000n }
    alloc[addressHex(FACTORY)] = { nonce: 1n, code: `0x${bytesToHex(factoryCode(this.fork))}` }
    for (const contract of contracts) {
      const storage: Record<string, string> = {}
      for (let key = 0; key < 4; key++) {
        if (random.chance(40)) storage[`0x${key}`] = `0x${(random.word() || 1n).toString(16)}`
      }
      alloc[addressHex(contract)] = {
        nonce: 1n,
        balance: random.chance(50) ? BigInt(random.below(5000)) : 0n,
        code: `0x${bytesToHex(this.maker.runtime(2, 4 + random.below(12)))}`,
        storage,
      }
    }
    // Only before EIP-158 can an account without anything exist.
    if (!isAtLeast(this.fork, 'spuriousDragon')) alloc[addressHex(0xe0002n)] = { balance: 0n }
    for (const address of this.addresses.slice(-8)) {
      if (random.chance(25))
        alloc[addressHex(address)] ??= { balance: BigInt(1 + random.below(100)) }
    }
  }

  /** Facts and transactions of the next block; `nonceOf` reads the state it will run on. */
  next(nonceOf: (address: bigint) => bigint): {
    block: BlockFields
    transactions: FuzzTransaction[]
  } {
    const { random } = this
    this.number += BigInt(1 + random.below(3))
    this.timestamp += BigInt(random.below(30))
    this.nonces = new Map([...SENDERS, POOR].map((address) => [address, nonceOf(address)]))
    const block: BlockFields = {
      number: this.number,
      timestamp: this.timestamp,
      coinbase: toAddress(random.chance(70) ? COINBASE : random.pick(this.addresses)),
      gasLimit: 30_000_000n,
      baseFee: isAtLeast(this.fork, 'london') ? BigInt(random.below(12)) : 0n,
      difficulty: isAtLeast(this.fork, 'paris') ? 0n : 0x20000n + BigInt(random.u32()),
      prevRandao: random.bytes(32),
      excessBlobGas: isAtLeast(this.fork, 'cancun') ? BigInt(random.below(50_000_000)) : 0n,
    }
    let blobs = blobParameters(this.fork)?.max ?? 0
    const transactions: FuzzTransaction[] = []
    for (let count = 3 + random.below(4); count > 0; count--) {
      const { tx, sender } = this.transaction(blobs)
      blobs -= tx.blobVersionedHashes.length
      const signature = {
        yParity: random.below(2) as 0 | 1,
        r: 1n + BigInt(random.u32()),
        s: 1n + BigInt(random.u32()),
      }
      transactions.push({ bytes: encodeTransaction(tx, signature), sender: toAddress(sender) })
    }
    return { block, transactions }
  }

  private transaction(blobsLeft: number): { tx: TransactionFields; sender: bigint } {
    const { random, fork } = this
    const sender = random.chance(3) ? POOR : random.pick(SENDERS)
    const type = this.type(blobsLeft)
    const nonce = this.nonces.get(sender) ?? 0n
    const bad = random.chance(2)
    if (!bad) this.nonces.set(sender, nonce + 1n)
    const { to, data } = this.target(type)
    const maxFeePerGas = BigInt(5 + random.below(20))
    const protectedLegacy = isAtLeast(fork, 'spuriousDragon') && random.chance(70)
    const blobs =
      type === 3 ? 1 + random.below(Math.min(blobsLeft, isAtLeast(fork, 'osaka') ? 6 : 9)) : 0
    return {
      sender,
      tx: {
        type,
        chainId: type === 0 && !protectedLegacy ? undefined : 1n,
        nonce: bad ? nonce + BigInt(random.below(3)) : nonce,
        gasLimit: this.gasLimit(),
        gasPrice: type <= 1 ? maxFeePerGas : undefined,
        maxFeePerGas: type >= 2 ? maxFeePerGas : undefined,
        maxPriorityFeePerGas:
          type >= 2 ? BigInt(random.below(Number(maxFeePerGas) + 1)) : undefined,
        to: to === undefined ? undefined : toAddress(to),
        value: this.value(),
        data,
        accessList: type >= 1 ? this.accessList() : [],
        maxFeePerBlobGas: type === 3 ? BigInt(random.chance(90) ? 10n ** 9n : 1n) : undefined,
        blobVersionedHashes: Array.from({ length: blobs }, () =>
          concatBytes(Uint8Array.of(1), random.bytes(31)),
        ),
        authorizationList: type === 4 ? this.authorizations() : [],
      },
    }
  }

  private type(blobsLeft: number): TransactionType {
    const { random, fork } = this
    const types: TransactionType[] = [0]
    if (isAtLeast(fork, 'berlin')) types.push(1)
    if (isAtLeast(fork, 'london')) types.push(2, 2)
    if (isAtLeast(fork, 'cancun') && blobsLeft > 0) types.push(3)
    if (isAtLeast(fork, 'prague')) types.push(4, 4)
    return random.pick(types)
  }

  private gasLimit(): bigint {
    const { random } = this
    const kind = random.below(100)
    if (kind < 4) return BigInt(20_000 + random.below(3000))
    if (kind < 20) return BigInt(60_000 + random.below(60_000))
    if (kind < 60) return BigInt(300_000 + random.below(500_000))
    return BigInt(1_000_000 + random.below(2_000_000))
  }

  private value(): bigint {
    const { random } = this
    const kind = random.below(100)
    if (kind < 55) return 0n
    if (kind < 95) return BigInt(random.below(2000))
    if (kind < 99) return 10n ** 17n
    return random.word()
  }

  private target(type: TransactionType): { to: bigint | undefined; data: Uint8Array } {
    const { random } = this
    const kind = random.below(100)
    if (kind < 15 && type < 3) return { to: undefined, data: this.maker.initCode(1) }
    if (kind < 35) {
      const { salt, code } = random.pick(this.initCodes)
      return { to: FACTORY, data: concatBytes(u256ToBytes(salt), code) }
    }
    const data = random.chance(30) ? new Uint8Array(0) : random.bytes(random.below(100))
    return { to: random.pick(random.chance(60) ? this.contracts : this.addresses), data }
  }

  private accessList(): TransactionFields['accessList'] {
    const { random } = this
    return Array.from({ length: random.below(4) }, () => ({
      address: toAddress(random.pick(this.addresses)),
      storageKeys: Array.from({ length: random.below(3) }, () => BigInt(random.below(4))),
    }))
  }

  private authorizations(): Authorization[] {
    const { random } = this
    return Array.from({ length: 1 + random.below(3) }, () => {
      const signer = random.below(AUTHORITIES.length)
      const { address } = AUTHORITIES[signer]!
      const nonce = this.nonces.get(address) ?? 0n
      const good = random.chance(85)
      if (good) this.nonces.set(address, nonce + 1n)
      const target = random.chance(15) ? 0n : random.pick(this.addresses)
      const signed = authorization(signer, {
        chainId: good ? BigInt(random.below(2)) : 7n,
        address: toAddress(target),
        nonce: good || random.chance(50) ? nonce : nonce + 1n,
      })
      if (!random.chance(5)) return signed
      // A signature that is none, or is the forbidden one of the two.
      const broken = random.below(3)
      if (broken === 0) return { ...signed, s: secp256k1.Point.CURVE().n - signed.s }
      return broken === 1 ? { ...signed, yParity: 2n } : { ...signed, r: 0n }
    })
  }
}
