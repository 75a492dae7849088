/**
 * A chain with tokens and funded wallets: signed Ethereum transactions by viem, one block each, and simulated views.
 * Contracts come from compiled.artifact.json (OpenZeppelin's sources) and from @uniswap/v2-core as published.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  type Abi,
  bytesToHex,
  decodeErrorResult,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  hexToBytes,
  parseAbi,
} from 'viem'
import type {
  BlockInput,
  ExecuteOptions,
  GenesisOptions,
  Receipt,
  State,
  Transaction,
} from '../../src/index.ts'
import { createGenesis, evmCall, executeBlock, parentContext } from '../../src/index.ts'
import type { Wallet } from './wallet.ts'
import { eoa } from './wallet.ts'

const require = createRequire(import.meta.url)

export type Hex = `0x${string}`

export interface Artifact {
  readonly abi: Abi
  readonly bytecode: Hex
}

const compiled = JSON.parse(
  readFileSync(new URL('contracts/compiled.artifact.json', import.meta.url), 'utf8'),
) as Record<string, Artifact>

/** A contract of test/support/contracts. */
export function artifact(name: 'ReferenceToken' | 'TokenVault' | 'Probe'): Artifact {
  return compiled[name] as Artifact
}

/** The official build of Uniswap V2. */
export function uniswap(name: 'UniswapV2Factory' | 'UniswapV2Pair'): Artifact {
  const { abi, bytecode } = require(`@uniswap/v2-core/build/${name}.json`) as {
    abi: Abi
    bytecode: string
  }
  return { abi, bytecode: `0x${bytecode.replace(/^0x/, '')}` }
}

/** Everything that a token of the ledger answers to, and its events and errors. */
export const TOKEN_ABI: Abi = parseAbi([
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address) view returns (uint256)',
  'function transfer(address,uint256) returns (bool)',
  'function allowance(address,address) view returns (uint256)',
  'function approve(address,uint256) returns (bool)',
  'function transferFrom(address,address,uint256) returns (bool)',
  'function permit(address,address,uint256,uint256,uint8,bytes32,bytes32)',
  'function nonces(address) view returns (uint256)',
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
  'function eip712Domain() view returns (bytes1,string,string,uint256,address,bytes32,uint256[])',
  'function supportsInterface(bytes4) view returns (bool)',
  'function cap() view returns (uint256)',
  'function owner() view returns (address)',
  'function mint(address,uint256)',
  'function burn(uint256)',
  'function burnFrom(address,uint256)',
  'function crosschainMint(address,uint256)',
  'function crosschainBurn(address,uint256)',
  'function setTokenBridge(address,bool)',
  'function isTokenBridge(address) view returns (bool)',
  'function deposit() payable',
  'function withdraw(uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  'event CrosschainMint(address indexed to, uint256 amount, address indexed sender)',
  'event CrosschainBurn(address indexed from, uint256 amount, address indexed sender)',
  'event Deposit(address indexed dst, uint256 wad)',
  'event Withdrawal(address indexed src, uint256 wad)',
  'error ERC20InsufficientBalance(address,uint256,uint256)',
  'error ERC20InvalidSender(address)',
  'error ERC20InvalidReceiver(address)',
  'error ERC20InsufficientAllowance(address,uint256,uint256)',
  'error ERC20InvalidApprover(address)',
  'error ERC20InvalidSpender(address)',
  'error ERC2612ExpiredSignature(uint256)',
  'error ERC2612InvalidSigner(address,address)',
  'error ECDSAInvalidSignature()',
  'error ECDSAInvalidSignatureS(bytes32)',
  'error ERC20ExceededCap(uint256,uint256)',
  'error OwnableUnauthorizedAccount(address)',
  'error UnauthorizedTokenBridge(address)',
])

export const FACTORY_ABI: Abi = parseAbi([
  'function createToken(string,string,uint8,uint256,uint8) returns (address)',
  'function predictAddress(bytes32) view returns (address)',
  'function getImplementation() view returns (address)',
  'function getTokenCount() view returns (uint256)',
  'function nextTokenId(address) view returns (bytes32)',
  'function getTokenId(address) view returns (bytes32)',
  'event TokenCreated(address indexed creator, address indexed token, bytes32 indexed id)',
])

export const CROSS_VM_ABI: Abi = parseAbi([
  'function crossVmTransfer(bytes32,uint256,uint8,bytes) returns (bool)',
  'function getVmBalance(bytes32,address,uint8) view returns (uint256)',
  'function getSupportedVms() view returns (uint8[])',
  'event CrossVmTransfer(address indexed sender, bytes32 indexed token, uint256 amount, uint8 vm, bytes recipient)',
])

const system = (n: number): Hex => getAddress(`0x${n.toString(16).padStart(40, '0')}`)
export const NATIVE_BRIDGE = system(0x1001)
export const TOKEN_FACTORY = system(0x1002)
export const CROSS_VM = system(0x1003)

export const CHAIN_ID = 1337n
const FUNDS = 10n ** 24n
const TIME = 1_760_000_000n

/** What a simulated call gives. */
export interface View {
  readonly status: 'success' | 'reverted' | 'halted'
  readonly output: Uint8Array
  readonly gasUsed: bigint
}

export class TokenChain {
  state: State
  private readonly wallets: readonly Wallet[]
  /** Options of every block. */
  readonly execution: ExecuteOptions
  /** Wallets 1 to `count` hold a million coins each. */
  constructor(count = 4, options: Partial<GenesisOptions> = {}) {
    this.wallets = Array.from({ length: count }, (_, i) => eoa(i + 1))
    const funded = this.wallets.map(({ address }) => [address, { balance: FUNDS }] as const)
    this.execution = options.engines === undefined ? {} : { engines: options.engines }
    this.state = createGenesis({
      chainId: CHAIN_ID,
      ...options,
      alloc: { ...Object.fromEntries(funded), ...options.alloc },
    })
  }

  /** Wallet number `n`, from 1. */
  wallet(n: number): Wallet {
    return this.wallets[n - 1] as Wallet
  }

  address(n: number): Hex {
    return this.wallet(n).address
  }

  /** Seconds of the head block, or what a chain without blocks begins with. */
  get time(): bigint {
    const { timestamp } = parentContext(this.state)
    return timestamp > TIME ? timestamp : TIME
  }

  /** One block. */
  execute(transactions: readonly Transaction[], block: BlockInput = {}): readonly Receipt[] {
    const timestamp = this.time + 1n
    const input = { timestamp, ...block }
    const { state, receipts } = executeBlock(this.state, transactions, input, this.execution)
    this.state = state
    return receipts
  }

  /** Signed by wallet `n`, with the nonce it has, plus `ahead`. */
  async sign(
    n: number,
    to: Hex | undefined,
    data: Hex,
    { value = 0n, ahead = 0, gas = 5_000_000n } = {},
  ): Promise<Transaction> {
    const signed = await this.wallet(n).signTransaction({
      type: 'eip1559',
      chainId: Number(CHAIN_ID),
      ...(to === undefined ? {} : { to }),
      data,
      value,
      nonce: Number(this.nonce(n)) + ahead,
      gas,
      maxFeePerGas: 0n,
      maxPriorityFeePerGas: 0n,
    })
    return { kind: 'ethereum', bytes: hexToBytes(signed) }
  }

  private readonly nonces = new Map<number, bigint>()

  nonce(n: number): bigint {
    return this.nonces.get(n) ?? 0n
  }

  /** One transaction, one block. */
  async send(
    n: number,
    to: Hex | undefined,
    data: Hex,
    options: { value?: bigint; gas?: bigint } = {},
  ): Promise<Receipt> {
    const [receipt] = this.execute([await this.sign(n, to, data, options)])
    if (receipt === undefined) throw new Error('a receipt is expected')
    if (receipt.status !== 'rejected') this.nonces.set(n, this.nonce(n) + 1n)
    return receipt
  }

  /** Calls a function of a contract. */
  write(
    n: number,
    to: Hex,
    abi: Abi,
    functionName: string,
    args: readonly unknown[] = [],
    options: { value?: bigint; gas?: bigint } = {},
  ): Promise<Receipt> {
    return this.send(n, to, encodeFunctionData({ abi, functionName, args }), options)
  }

  async deploy(
    n: number,
    { abi, bytecode }: Artifact,
    args: readonly unknown[] = [],
  ): Promise<Hex> {
    const data = encodeDeployData({ abi, bytecode, args } as never)
    const receipt = await this.send(n, undefined, data)
    if (receipt.created === undefined) throw new Error(`deployment failed: ${receipt.error?.name}`)
    return getAddress(bytesToHex(receipt.created))
  }

  /** A token of wallet `n`, by the factory. Flags: 1 mintable, 2 burnable, 4 pausable, 8 freezable. */
  async createToken(
    n: number,
    { name = 'One token', symbol = 'ONE', decimals = 6, supply = 1_000_000n, flags = 9 } = {},
  ): Promise<Hex> {
    const args = [name, symbol, decimals, supply, flags]
    const receipt = await this.write(n, TOKEN_FACTORY, FACTORY_ABI, 'createToken', args)
    if (receipt.status !== 'success')
      throw new Error(`createToken: ${receipt.status} ${reasonOf(receipt.output)}`)
    return getAddress(bytesToHex(receipt.output.subarray(12)))
  }

  /** A call that changes nothing. */
  call(
    to: Hex,
    abi: Abi,
    functionName: string,
    args: readonly unknown[] = [],
    from: Hex = this.address(1),
  ): View {
    const data = hexToBytes(encodeFunctionData({ abi, functionName, args }))
    return evmCall(this.state, { from: hexToBytes(from), to: hexToBytes(to), data })
  }

  /** What a view returns, decoded. */
  view<T>(to: Hex, abi: Abi, functionName: string, args: readonly unknown[] = [], from?: Hex): T {
    const { status, output } = this.call(to, abi, functionName, args, from)
    if (status !== 'success') throw new Error(`${functionName}: ${status} ${reasonOf(output)}`)
    return decodeFunctionResult({ abi, functionName, data: bytesToHex(output) } as never) as T
  }

  balanceOf(token: Hex, holder: Hex): bigint {
    return this.view<bigint>(token, TOKEN_ABI, 'balanceOf', [holder])
  }

  /** An EIP-2612 signature of wallet `n`. */
  async signPermit(
    n: number,
    token: Hex,
    grant: { spender: Hex; value: bigint; deadline: bigint; nonce?: bigint; chainId?: bigint },
  ): Promise<{ v: number; r: Hex; s: Hex }> {
    const owner = this.address(n)
    const nonce = grant.nonce ?? this.view<bigint>(token, TOKEN_ABI, 'nonces', [owner])
    const name = this.view<string>(token, TOKEN_ABI, 'name')
    const signature = await this.wallet(n).signTypedData({
      domain: {
        name,
        version: '1',
        chainId: grant.chainId ?? CHAIN_ID,
        verifyingContract: token,
      },
      types: {
        Permit: [
          { name: 'owner', type: 'address' },
          { name: 'spender', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'nonce', type: 'uint256' },
          { name: 'deadline', type: 'uint256' },
        ],
      },
      primaryType: 'Permit',
      message: {
        owner,
        spender: grant.spender,
        value: grant.value,
        nonce,
        deadline: grant.deadline,
      },
    })
    return {
      r: `0x${signature.slice(2, 66)}`,
      s: `0x${signature.slice(66, 130)}`,
      v: Number(`0x${signature.slice(130)}`),
    }
  }
}

/** Name and arguments of revert data, as far as the token ABI knows them. */
export function reasonOf(output: Uint8Array): string {
  if (output.length === 0) return ''
  try {
    const { errorName, args } = decodeErrorResult({ abi: TOKEN_ABI, data: bytesToHex(output) })
    return `${errorName}(${(args ?? []).join(',')})`
  } catch {
    return bytesToHex(output)
  }
}
