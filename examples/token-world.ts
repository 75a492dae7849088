/**
 * The chain of one-token.ts and its two people. Alice is an identity with three wallets bound to it: viem, @solana/web3.js and
 * TronWeb sign for one account. Bob has an Ethereum wallet and nothing else; in the other machines he is reached at the
 * addresses that are derived from his identity. One transaction a block.
 */
import { createRequire } from 'node:module'
import { ed25519 } from '@noble/curves/ed25519.js'
import {
  Keypair,
  PublicKey,
  Transaction as SolanaTransaction,
  type TransactionInstruction,
} from '@solana/web3.js'
import {
  Algorithm,
  deriveSvmAddress,
  deriveTvmAddress,
  encodeNativePayload,
  evmBindingText,
  executeBlock,
  legacyId,
  Namespace,
  type NativePayload,
  nobleCrypto,
  parentContext,
  type Receipt,
  registrationDigest,
  type SolanaAccountDump,
  State,
  solanaBindingText,
  solanaNextBlock,
  type Transaction,
  tronBindingDigest,
  tronBlockHeader,
  tvmCall,
} from 'n-vm'
import { signRecoverable } from 'n-vm/wallet'
import { providers, TronWeb, utils } from 'tronweb'
import {
  type Abi,
  bytesToHex,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  hexToBytes,
  parseEther,
  toBytes,
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { CHAIN_ID, check, ethereum, Identity, statusOf } from './support.ts'

const require = createRequire(import.meta.url)
const crypto = nobleCrypto

export interface Artifact {
  readonly abi: Abi
  readonly bytecode: Hex
}

/** The official build of a Uniswap V2 contract. */
export function uniswap(name: string, part: 'core' | 'periphery' = 'core'): Artifact {
  const { abi, bytecode } = require(`@uniswap/v2-${part}/build/${name}.json`) as {
    abi: Abi
    bytecode: string
  }
  return { abi, bytecode: `0x${bytecode.replace(/^0x/, '')}` }
}

/** An account and the address it has in each machine. */
export interface Person {
  readonly id: Uint8Array
  readonly evm: Hex
  readonly solana: PublicKey
  /** 20 bytes. */
  readonly tron: Uint8Array
}

export const tronText = (address: Uint8Array): string =>
  TronWeb.address.fromHex(`41${bytesToHex(address).slice(2)}`)

/** A Tron node that is a function call away: it answers constant calls out of the state, and nothing else. */
class Node extends providers.HttpProvider {
  private readonly stateOf: () => State
  constructor(stateOf: () => State) {
    super('http://n-vm.invalid')
    this.stateOf = stateOf
  }
  override async request<T>(url: string, payload: Record<string, unknown> = {}): Promise<T> {
    if (url !== 'wallet/triggerconstantcontract') throw new Error(`no answer to ${url}`)
    const { contract_address, owner_address, function_selector, parameter } = payload
    const selector = crypto.keccak256(toBytes(String(function_selector))).subarray(0, 4)
    const { output } = tvmCall(this.stateOf(), {
      from: hexToBytes(`0x${String(owner_address).slice(2)}`),
      to: hexToBytes(`0x${String(contract_address).slice(2)}`),
      data: Uint8Array.of(...selector, ...hexToBytes(`0x${String(parameter ?? '')}`)),
    })
    const constant_result = [bytesToHex(output).slice(2)]
    return { result: { result: true }, constant_result, transaction: {} } as T
  }
}

export class World {
  state: State
  readonly alice: Person
  readonly bob: Person
  readonly aliceWallet = privateKeyToAccount(`0x${'a1'.repeat(32)}`)
  readonly bobWallet = privateKeyToAccount(`0x${'b0'.repeat(32)}`)
  readonly tronWeb: TronWeb
  private readonly identity = new Identity(0xa1)
  private readonly solanaKey = Keypair.fromSeed(new Uint8Array(32).fill(0xa2))
  private readonly tronSecret = new Uint8Array(32).fill(0xa3)
  private readonly nonces = new Map<PrivateKeyAccount, number>()
  private time = 1_760_000_000n

  constructor(solanaAccounts: readonly SolanaAccountDump[]) {
    const tronKey = bytesToHex(this.tronSecret).slice(2)
    const tron = TronWeb.address.fromPrivateKey(tronKey) as string
    this.alice = {
      id: this.identity.id,
      evm: this.aliceWallet.address,
      solana: this.solanaKey.publicKey,
      tron: hexToBytes(`0x${TronWeb.address.toHex(tron).slice(2)}`),
    }
    const bob = legacyId(crypto, Namespace.evm, hexToBytes(this.bobWallet.address))
    this.bob = {
      id: bob,
      evm: this.bobWallet.address,
      solana: new PublicKey(deriveSvmAddress(crypto, bob)),
      tron: deriveTvmAddress(crypto, bob),
    }
    this.state = State.genesis({
      chainId: CHAIN_ID,
      number: 0n,
      timestamp: this.time,
      accounts: [{ id: this.alice.id, balance: parseEther('1000') }],
      alloc: { [this.bob.evm]: { balance: parseEther('100') } },
      solanaAccounts: [...solanaAccounts],
    })
    const node = new Node(() => this.state)
    this.tronWeb = new TronWeb({ fullNode: node, solidityNode: node, privateKey: tronKey })
    this.tronWeb.setAddress(tron)
  }

  /** A block of this transaction, which must succeed. */
  run(what: string, transaction: Transaction): Receipt {
    this.time += 3n
    const block = { timestamp: this.time }
    const { state, receipts } = executeBlock(this.state, [transaction], block)
    const [receipt] = receipts as [Receipt]
    this.state = state
    if (receipt.status !== 'success') {
      check(`${what}: ${statusOf(receipt)}`, false)
      throw new Error(receipt.error?.message ?? bytesToHex(receipt.output))
    }
    return receipt
  }

  /** Alice's identity by envelope. */
  native(what: string, payload: NativePayload): Receipt {
    return this.run(what, this.identity.envelope(this.state, encodeNativePayload(payload)))
  }

  private async evm(what: string, from: PrivateKeyAccount, call: { to?: Hex; data: Hex }) {
    const nonce = this.nonces.get(from) ?? 0
    this.nonces.set(from, nonce + 1)
    return this.run(what, await ethereum(from, { nonce, gas: 8_000_000n, ...call }))
  }

  /** Signed by viem. */
  write(from: PrivateKeyAccount, to: Hex, abi: Abi, functionName: string, args: unknown[]) {
    const data = encodeFunctionData({ abi, functionName, args })
    return this.evm(functionName, from, { to, data })
  }

  async deploy(name: string, { abi, bytecode }: Artifact, args: unknown[]): Promise<Hex> {
    const data = encodeDeployData({ abi, bytecode, args } as never)
    const { created } = await this.evm(`deployment of ${name}`, this.aliceWallet, { data })
    return bytesToHex(created as Uint8Array)
  }

  /** Signed by alice with @solana/web3.js. */
  solana(what: string, ...instructions: TransactionInstruction[]): Receipt {
    const transaction = new SolanaTransaction({ feePayer: this.alice.solana })
    transaction.recentBlockhash = new PublicKey(solanaNextBlock(this.state).blockhash).toBase58()
    transaction.add(...instructions).sign(this.solanaKey)
    return this.run(what, { kind: 'solana', bytes: new Uint8Array(transaction.serialize()) })
  }

  /** Built and signed by alice with TronWeb. */
  async tron(
    contract: Uint8Array,
    signature: string,
    parameters: { type: string; value: unknown }[],
  ) {
    const timestamp = this.time + 3n
    const { transaction } = await this.tronWeb.transactionBuilder.triggerSmartContract(
      tronText(contract),
      signature,
      {
        feeLimit: 100_000_000,
        txLocal: true,
        blockHeader: tronBlockHeader(this.state, { timestamp }) as never,
      },
      parameters,
      tronText(this.alice.tron),
    )
    const signed = (await this.tronWeb.trx.sign(transaction)) as unknown as { signature: string[] }
    const message = utils.transaction.txJsonToPb(signed as never)
    for (const one of signed.signature) message.addSignature(hexToBytes(`0x${one}`))
    return this.run(signature, { kind: 'tron', bytes: message.serializeBinary() })
  }

  /** Alice's identity takes in her wallets, each of which agrees by a signature of its own kind; bob's addresses are linked. */
  async begin(): Promise<void> {
    const { genesisRoot } = parentContext(this.state)
    const chain = { chainId: BigInt(CHAIN_ID), genesisRoot }
    const { id, publicKey } = this.identity
    const key = { ...chain, id, epoch: 0n, algorithm: Algorithm.ed25519, key: publicKey, role: 0 }
    const digest = registrationDigest(crypto, { ...key, registrationNonce: 0n })
    const registration = { ...key, signature: this.identity.sign(digest) }
    this.native('create', { operation: 'create', id, registration })
    const message = (wallet: Uint8Array, registrationNonce: bigint) => ({
      ...chain,
      identity: id,
      wallet,
      epoch: 0n,
      registrationNonce,
    })
    const bind = (namespace: number, address: Uint8Array, proof: Uint8Array) =>
      this.native('bind', { operation: 'bindAddress', namespace, address, proof })
    const { solana, tron } = this.alice
    const evm = hexToBytes(this.alice.evm)
    const text = evmBindingText(message(evm, 1n))
    bind(Namespace.evm, evm, hexToBytes(await this.aliceWallet.signMessage({ message: text })))
    const solanaText = toBytes(solanaBindingText(message(solana.toBytes(), 2n)))
    const seed = this.solanaKey.secretKey.slice(0, 32)
    bind(Namespace.svm, solana.toBytes(), ed25519.sign(solanaText, seed))
    const tronDigest = tronBindingDigest(crypto, message(tron, 3n))
    bind(Namespace.tvm, tron, signRecoverable(tronDigest, this.tronSecret))
    this.native('link', { operation: 'link', id: this.bob.id })
  }
}
