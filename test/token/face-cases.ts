/** Random sequences of calls to an ERC-20, as data: who calls what through whom. The same seed gives the same sequence. */
import { signRecoverable } from 'tiny-secp256k1'
import {
  bytesToBigInt,
  bytesToHex,
  encodeFunctionData,
  hashTypedData,
  hexToBytes,
  keccak256,
  toHex,
} from 'viem'
import { Random } from '../differential/random.ts'
import type { Hex } from '../support/token-chain.ts'
import { artifact, TOKEN_ABI } from '../support/token-chain.ts'
import { eoa } from '../support/wallet.ts'

/** One transaction: a wallet calls the token, or the probe that calls the token. */
export interface FaceCase {
  /** From 1. */
  readonly wallet: number
  readonly to: Hex
  readonly data: Hex
  readonly value: bigint
  /** For a report. */
  readonly story: string
}

/** Where the sequence takes place. */
export interface FaceStage {
  readonly token: Hex
  readonly probe: Hex
  readonly name: string
  readonly chainId: bigint
  readonly timestamp: bigint
}

export const WALLETS = 5

const ADDRESSES = Array.from({ length: WALLETS }, (_, i): Hex => eoa(i + 1).address)

/** Of wallet `n`, from 1. */
export const addressOf = (n: number): Hex => ADDRESSES[n - 1] as Hex

const PROBE_ABI = artifact('Probe').abi
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const MAX_U64 = (1n << 64n) - 1n
const MAX_U256 = (1n << 256n) - 1n

const TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

const INTERFACES: readonly Hex[] = [
  '0x01ffc9a7',
  '0x36372b07',
  '0xa219a025',
  '0x9d8ff7da',
  '0x84b0196e',
  '0x33331994',
  '0xffffffff',
  '0x12345678',
]

const call = (functionName: string, args: readonly unknown[] = []): Hex =>
  encodeFunctionData({ abi: TOKEN_ABI, functionName, args })

/** Makes the calls of one sequence. */
export class FaceScript {
  private readonly random: Random
  private readonly stage: FaceStage
  private readonly parties: readonly Hex[]
  private readonly nonces = new Map<number, bigint>()
  /** Permits made before, to be tried again. */
  private readonly permits: Hex[] = []

  constructor(seed: number, stage: FaceStage) {
    this.random = new Random(seed)
    this.stage = stage
    const wallets = ADDRESSES
    this.parties = [
      ...wallets,
      ...wallets,
      stage.probe,
      stage.token,
      '0x0000000000000000000000000000000000000000',
      '0x000000000000000000000000000000000000dEaD',
    ]
  }

  /** One to ten calls. */
  cases(): readonly FaceCase[] {
    return Array.from({ length: 1 + this.random.below(10) }, () => this.next())
  }

  private get party(): Hex {
    return this.random.pick(this.parties)
  }

  private get amount(): bigint {
    const { random } = this
    const kind = random.below(12)
    if (kind < 2) return 0n
    if (kind < 7) return BigInt(random.below(2000))
    if (kind < 9) return BigInt(random.u32()) * BigInt(1 + random.below(1 << 20))
    if (kind === 9) return random.pick([MAX_U64, MAX_U64 + 1n, MAX_U256, MAX_U256 - 1n, 1n << 63n])
    return random.word()
  }

  private next(): FaceCase {
    const { random, stage } = this
    const wallet = 1 + random.below(WALLETS)
    let [story, data] = this.plain()
    if (random.chance(4)) {
      data = this.mangle(data)
      story = `mangled ${story}`
    }
    const value = random.chance(2) ? BigInt(random.below(3)) : 0n
    const through = random.below(100)
    const wrapped = (functionName: string): FaceCase => ({
      wallet,
      to: stage.probe,
      data: encodeFunctionData({
        abi: PROBE_ABI,
        functionName,
        args: [stage.token, data],
      }),
      value: functionName === 'doCall' ? value : 0n,
      story: `${wallet} ${functionName} ${story} value ${value}`,
    })
    if (through < 12) return wrapped('doCall')
    if (through < 18) return wrapped('doStatic')
    if (through < 22) return wrapped('callAndRevert')
    if (through < 26) return wrapped('revertThenCall')
    return { wallet, to: stage.token, data, value, story: `${wallet} ${story} value ${value}` }
  }

  /** Calldata that is too short, too long, dirty or unknown. */
  private mangle(data: Hex): Hex {
    const { random } = this
    const bytes = hexToBytes(data)
    const kind = random.below(5)
    if (kind === 0) return bytesToHex(bytes.slice(0, random.below(bytes.length + 1)))
    if (kind === 1) return bytesToHex(Uint8Array.from([...bytes, ...random.bytes(40)]))
    if (kind === 2) return bytesToHex(random.bytes(random.below(80)))
    if (bytes.length > 4) {
      const at = kind === 3 ? 4 + random.below(12) : 4 + random.below(bytes.length - 4)
      bytes[at] = random.below(256)
    }
    return bytesToHex(bytes)
  }

  private plain(): readonly [string, Hex] {
    const { random } = this
    const make = (name: string, ...args: readonly unknown[]): readonly [string, Hex] => [
      `${name}(${args.join(',')})`,
      call(name, args),
    ]
    const kind = random.below(100)
    if (kind < 22) return make('transfer', this.party, this.amount)
    if (kind < 36) {
      const amount = random.chance(20) ? MAX_U256 : this.amount
      return make('approve', this.party, amount)
    }
    if (kind < 54) return make('transferFrom', this.party, this.party, this.amount)
    if (kind < 62) return this.permit()
    if (kind < 66) return make('mint', this.party, this.amount)
    if (kind < 70) return make('burn', this.amount)
    if (kind < 74) return make('burnFrom', this.party, this.amount)
    if (kind < 77) return make('crosschainMint', this.party, this.amount)
    if (kind < 80) return make('crosschainBurn', this.party, this.amount)
    if (kind < 84) return make('setTokenBridge', this.party, random.chance(70))
    if (kind < 89) return make('balanceOf', this.party)
    if (kind < 93) return make('allowance', this.party, this.party)
    if (kind < 94) return make('nonces', this.party)
    if (kind < 96) return make('supportsInterface', random.pick(INTERFACES))
    if (kind < 97) return make('isTokenBridge', this.party)
    const views = [
      'name',
      'symbol',
      'decimals',
      'totalSupply',
      'cap',
      'owner',
      'DOMAIN_SEPARATOR',
      'eip712Domain',
    ]
    return make(random.pick(views))
  }

  /** Mostly right; else expired, of another nonce, owner, chain or token, with another s or v, or seen before. */
  private permit(): readonly [string, Hex] {
    const { random, stage } = this
    if (this.permits.length > 0 && random.chance(20))
      return ['permit again', random.pick(this.permits)]
    const wallet = 1 + random.below(WALLETS)
    const flaw = random.chance(60) ? -1 : random.below(8)
    const counted = this.nonces.get(wallet) ?? 0n
    const grant = {
      owner: flaw === 0 ? this.party : addressOf(wallet),
      spender: this.party,
      value: random.chance(30) ? MAX_U256 : this.amount,
      nonce: flaw === 1 ? counted + 1n : counted,
      deadline: flaw === 2 ? stage.timestamp - 1n : stage.timestamp + BigInt(random.below(2)),
    }
    const digest = hashTypedData({
      domain: {
        name: stage.name,
        version: '1',
        chainId: flaw === 3 ? stage.chainId + 1n : stage.chainId,
        verifyingContract: flaw === 4 ? stage.probe : stage.token,
      },
      types: TYPES,
      primaryType: 'Permit',
      message: grant,
    })
    const key = hexToBytes(`0x${wallet.toString(16).padStart(64, '0')}`)
    const { signature, recoveryId } = signRecoverable(hexToBytes(digest), key)
    let v = 27 + recoveryId
    let r = bytesToBigInt(signature.slice(0, 32))
    let s = bytesToBigInt(signature.slice(32))
    if (flaw === 5) {
      s = ORDER - s
      v = 55 - v
    }
    if (flaw === 6) v = random.below(256)
    if (flaw === 7) r = BigInt(keccak256(toHex(r)))
    const { owner, spender, value, deadline } = grant
    const word = (n: bigint): Hex => `0x${n.toString(16).padStart(64, '0')}`
    const data = call('permit', [owner, spender, value, deadline, v, word(r), word(s)])
    if (flaw === -1 && BigInt(spender) !== 0n) this.nonces.set(wallet, counted + 1n)
    this.permits.push(data)
    return [`permit of ${wallet} flaw ${flaw}`, data]
  }
}
