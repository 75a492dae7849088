/**
 * The world of the EVM benchmarks: wallets with an OpenZeppelin token and a Uniswap V2 pool, deployed by our own
 * engine; and the transactions on it. The peer is given the same accounts, code and storage.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { compile } from '../../examples/compile.ts'
import { executeBlock } from '../../src/block.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import { createGenesis } from '../../src/genesis.ts'
import {
  bytesToBigInt,
  bytesToHex,
  concatBytes,
  hexToBytes,
  utf8,
} from '../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import type { State } from '../../src/state/state.ts'
import type { Transaction } from '../../src/transaction.ts'
import { createEvmEngine, ethereumAccounts } from '../../src/vms/evm/index.ts'
import {
  encodeTransaction,
  encodeUnsignedTransaction,
} from '../../src/vms/evm/transaction/encode.ts'
import type { TransactionFields } from '../../src/vms/evm/transaction/types.ts'

const require = createRequire(import.meta.url)

export const ETHER = 10n ** 18n
const FAR = 1n << 200n
export const FORK = 'prague'

export const BLOCK = {
  coinbase: hexToBytes('00000000000000000000000000000000c01ba5e0'),
  gasLimit: 1_000_000_000n,
  baseFeePerGas: 7n,
  prevRandao: new Uint8Array(32),
}

/** The chain of the vectors: one machine, Ethereum's rules. */
export function evmOnly(draft: {
  machines: string[]
  gasRates: Record<string, { units: bigint; gas: bigint }>
}): void {
  draft.machines = ['evm']
  draft.gasRates = { evm: { units: 1n, gas: 1n } }
}

export interface Wallet {
  readonly key: Uint8Array
  /** 20 bytes. */
  readonly address: Uint8Array
}

export interface Built {
  readonly wallet: number
  readonly fields: TransactionFields
}

/** Without a real signature `r` is the wallet's number plus one, so that a sender needs no look-up. */
export function unsignedBytes({ wallet, fields }: Built): Transaction {
  const signature = { yParity: 0, r: BigInt(wallet + 1), s: 1n } as const
  return { kind: 'ethereum', bytes: encodeTransaction(fields, signature) }
}

export function signedBytes(world: World, { wallet, fields }: Built): Transaction {
  const digest = world.crypto.keccak256(encodeUnsignedTransaction(fields))
  const key = world.wallets[wallet]!.key
  const made = secp256k1.sign(digest, key, { prehash: false, format: 'recovered' })
  const bytes = encodeTransaction(fields, {
    yParity: made[0] === 1 ? 1 : 0,
    r: bytesToBigInt(made.subarray(1, 33)),
    s: bytesToBigInt(made.subarray(33)),
  })
  return { kind: 'ethereum', bytes }
}

/** Public keys take a millisecond each. */
const addresses = new Map<number, Uint8Array>()

export function walletsOf(crypto: Crypto, count: number): Wallet[] {
  return Array.from({ length: count }, (_, i) => {
    const key = crypto.keccak256(utf8(`wallet ${i}`))
    let address = addresses.get(i)
    if (address === undefined) {
      address = crypto.keccak256(secp256k1.getPublicKey(key, false).subarray(1)).slice(12)
      addresses.set(i, address)
    }
    return { key, address }
  })
}

/** Believes `r`, see {@link unsignedBytes}. */
export function believingEngine(wallets: readonly { readonly address: Uint8Array }[]) {
  return createEvmEngine({ recoverSender: (tx) => wallets[Number(tx.r) - 1]!.address })
}

const artifact = (path: string) =>
  hexToBytes(
    (JSON.parse(readFileSync(require.resolve(path), 'utf8')) as { bytecode: string }).bytecode,
  )

type Argument = bigint | number | Uint8Array
const word = (value: Argument) =>
  value instanceof Uint8Array ? concatBytes(new Uint8Array(12), value) : u256ToBytes(BigInt(value))

export class World {
  readonly crypto: Crypto
  readonly wallets: readonly Wallet[]
  readonly nonces: bigint[]
  state: State
  private readonly engines
  private token = new Uint8Array(0) as Uint8Array
  private readonly pair: Uint8Array[] = []
  private router = new Uint8Array(0) as Uint8Array
  /** The three loops of code that only counts, by name. */
  readonly loops: Readonly<Record<string, Uint8Array>>

  constructor(crypto: Crypto, wallets: number) {
    this.crypto = crypto
    this.wallets = walletsOf(crypto, wallets)
    this.nonces = this.wallets.map(() => 0n)
    this.engines = [believingEngine(this.wallets)]
    const alloc: Record<string, { balance?: bigint; code?: string }> = {}
    for (const { address } of this.wallets)
      alloc[bytesToHex(address)] = { balance: 1_000_000n * ETHER }
    const loops = Object.entries(LOOPS).map(([name, code], i) => {
      const address = hexToBytes((0xa0001 + i).toString(16).padStart(40, '0'))
      alloc[bytesToHex(address)] = { code: `0x${code}` }
      return [name, address] as const
    })
    this.loops = Object.fromEntries(loops)
    this.state = createGenesis({ chainId: 1n, evmFork: FORK, alloc, crypto, configure: evmOnly })
    this.deploy()
  }

  call(signature: string, ...args: readonly Argument[]): Uint8Array {
    const selector = this.crypto.keccak256(utf8(signature)).slice(0, 4)
    return concatBytes(selector, ...args.map(word))
  }

  private fields(
    wallet: number,
    to: Uint8Array | undefined,
    data: Uint8Array,
    value: bigint,
    gasLimit: bigint,
  ): Built {
    const nonce = this.nonces[wallet]!
    this.nonces[wallet] = nonce + 1n
    return {
      wallet,
      fields: {
        type: 2,
        chainId: 1n,
        nonce,
        gasLimit,
        gasPrice: undefined,
        maxFeePerGas: 100n,
        maxPriorityFeePerGas: 1n,
        to,
        value,
        data,
        accessList: [],
        maxFeePerBlobGas: undefined,
        blobVersionedHashes: [],
        authorizationList: [],
      },
    }
  }

  /** Runs setup transactions; all must succeed. Returns what the last one created. */
  private run(...built: readonly Built[]): Uint8Array {
    const result = executeBlock(this.state, built.map(unsignedBytes), BLOCK, {
      engines: this.engines,
      crypto: this.crypto,
    })
    const failed = result.receipts.find(({ status }) => status !== 'success')
    if (failed !== undefined) throw new Error(`setup: ${failed.status} ${failed.error?.message}`)
    this.state = result.state
    return result.receipts.at(-1)?.created ?? new Uint8Array(0)
  }

  private create(code: Uint8Array, ...args: readonly Argument[]): Uint8Array {
    const data = concatBytes(code, ...args.map(word))
    return this.run(this.fields(0, undefined, data, 0n, 10_000_000n))
  }

  private deploy(): void {
    const first = this.wallets[0]!.address
    const tokenCode = hexToBytes(compile('ExampleToken').bytecode)
    const tokens = [0, 1, 2].map(() => this.create(tokenCode, 10n ** 9n * ETHER))
    this.token = tokens[0]!
    this.pair.push(tokens[1]!, tokens[2]!)
    const factory = this.create(artifact('@uniswap/v2-core/build/UniswapV2Factory.json'), first)
    const weth = this.create(artifact('@uniswap/v2-periphery/build/WETH9.json'))
    const routerCode = artifact('@uniswap/v2-periphery/build/UniswapV2Router02.json')
    this.router = this.create(routerCode, factory, weth)
    const send = (wallet: number, to: Uint8Array, data: Uint8Array) =>
      this.fields(wallet, to, data, 0n, 5_000_000n)
    const approve = this.call('approve(address,uint256)', this.router, (1n << 256n) - 1n)
    const setup = this.wallets.flatMap((wallet, i) => [
      ...(i === 0
        ? []
        : tokens.map((token) =>
            send(0, token, this.call('transfer(address,uint256)', wallet.address, 1000n * ETHER)),
          )),
      ...this.pair.map((token) => send(i, token, approve)),
    ])
    for (let i = 0; i < setup.length; i += 100) this.run(...setup.slice(i, i + 100))
    const liquidity = this.call(
      'addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)',
      ...this.pair,
      10n ** 6n * ETHER,
      10n ** 6n * ETHER,
      0,
      0,
      first,
      FAR,
    )
    this.run(send(0, this.router, liquidity))
  }

  /** The next transactions of a kind: round robin over the wallets, so that nonces follow. */
  batch(kind: 'ETH transfer' | 'ERC-20 transfer' | 'Uniswap V2 swap', count: number): Built[] {
    return Array.from({ length: count }, (_, i) => {
      const from = i % this.wallets.length
      const to = this.wallets[(i * 7 + 3) % this.wallets.length]!.address
      const amount = 1000n + BigInt(i)
      if (kind === 'ETH transfer') return this.fields(from, to, new Uint8Array(0), amount, 21_000n)
      if (kind === 'ERC-20 transfer') {
        const data = this.call('transfer(address,uint256)', to, amount)
        return this.fields(from, this.token, data, 0n, 100_000n)
      }
      const [sold, bought] = i % 2 === 0 ? this.pair : [...this.pair].reverse()
      const data = this.call(
        'swapExactTokensForTokens(uint256,uint256,address[],address,uint256)',
        10n ** 15n + BigInt(i),
        0,
        160,
        this.wallets[from]!.address,
        FAR,
        2,
        sold!,
        bought!,
      )
      return this.fields(from, this.router, data, 0n, 300_000n)
    })
  }

  /** Everything as a genesis allocation. */
  alloc(state: State = this.state) {
    const out: Record<
      string,
      { balance: bigint; nonce: bigint; code: string; storage: Record<string, string> }
    > = {}
    for (const { address, nonce, balance, codeHash, storage } of ethereumAccounts(
      this.crypto,
      state,
    )) {
      out[`0x${bytesToHex(address)}`] = {
        nonce,
        balance,
        code: `0x${bytesToHex(state.blob(codeHash) ?? new Uint8Array(0))}`,
        storage: Object.fromEntries(
          [...storage].map(([key, value]) => [`0x${key.toString(16)}`, `0x${value.toString(16)}`]),
        ),
      }
    }
    return out
  }
}

const FACTOR = '9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251f86c6a11d0c18e95'
const COUNT_DOWN = '90600190039081600457'
/** Call data is the number of rounds. Spec: mul + add of 256 bits, keccak of 32 bytes, sum of small integers. */
const LOOPS = {
  'mul+add 256-bit': `5f3560015b7f${FACTOR}028101${COUNT_DOWN}5f525060205ff3`,
  'keccak of 32 bytes': `5f3560015b5f5260205f20${COUNT_DOWN}5f525060205ff3`,
  'small integers': '5f355f5b8101906001900390816003575f525060205ff3',
}
