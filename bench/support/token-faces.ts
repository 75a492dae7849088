/**
 * Wallets that hold one token of the ledger, to be moved by the chain's own operation or through Solana's face; beside the
 * latter the same wallets on the real p-token. The EVM's world is in token-world.ts, Tron's in tron-world.ts.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { PublicKey } from '@solana/web3.js'
import { executeBlock, parentContext } from '../../src/block.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import type { Engine } from '../../src/engine.ts'
import { attachCredential } from '../../src/envelope.ts'
import { createGenesis } from '../../src/genesis.ts'
import { selfCertifyingId } from '../../src/identity/legacy.ts'
import { utf8 } from '../../src/primitives/bytes.ts'
import type { State } from '../../src/state/state.ts'
import { tokenId } from '../../src/token/index.ts'
import type { Transaction } from '../../src/transaction.ts'
import {
  createNativeEngine,
  encodeNativePayload,
  type TokenInstruction,
} from '../../src/vms/native/index.ts'
import { SolanaWorld, solanaEngines } from './solana-world.ts'

const COIN = 10n ** 18n
export const NEW_TOKEN = {
  kind: 'createToken',
  decimals: 6,
  supply: 10n ** 18n,
  mintAuthority: undefined,
  freezeAuthority: undefined,
  name: 'Token',
  symbol: 'TOK',
  uri: '',
} as const

/** Transfers between wallets, and the chain that executes them. */
export interface TransferWorld {
  batch(count: number): readonly Transaction[]
  /** One block; every transaction must succeed. */
  execute(transactions: readonly Transaction[]): unknown
}

/** Believes Ed25519 signatures: bare curve work would hide what is compared. */
export const believing = (crypto: Crypto): Crypto => ({ ...crypto, ed25519Verify: () => true })

/** Somebody with an Ed25519 key, whose envelopes carry no real signature. */
export class Sender {
  readonly id: Uint8Array
  private readonly publicKey: Uint8Array
  private nonce = 0n

  constructor(crypto: Crypto, name: string) {
    this.publicKey = ed25519.getPublicKey(crypto.sha256(utf8(name)))
    this.id = selfCertifyingId(crypto, 0, this.publicKey)
  }

  /** The next token operation, for a chain with id 1 and this genesis. */
  send(genesisRoot: Uint8Array, instruction: TokenInstruction): Transaction {
    const unsigned = {
      payload: encodeNativePayload({ operation: 'token', instruction }),
      sender: this.id,
      actingAddress: new Uint8Array(0),
      nonce: this.nonce++,
      gasLimit: 500_000n,
      maxFeePerGas: 0n,
      maxPriorityFeePerGas: 0n,
      chainId: 1n,
      genesisRoot,
      lastValidBlock: 0n,
      contextTag: new Uint8Array(16),
      algorithm: 0,
    }
    const credential = { publicKey: this.publicKey, signature: new Uint8Array(64) }
    return { kind: 'envelope', bytes: attachCredential(unsigned, credential) }
  }
}

function expectSuccess(receipts: ReturnType<typeof executeBlock>['receipts']): void {
  const failed = receipts.find(({ status }) => status !== 'success')
  if (failed !== undefined) throw new Error(`token: ${failed.status} ${failed.error?.message}`)
}

/** Token operations of the native machine, by envelope. */
export class NativeTokenWorld implements TransferWorld {
  private state: State
  private readonly genesisRoot: Uint8Array
  private readonly engines: readonly Engine[] = [createNativeEngine({ machines: [] })]
  private readonly crypto: Crypto
  private readonly senders: readonly Sender[]
  private readonly mint: Uint8Array

  constructor(crypto: Crypto, count: number) {
    this.crypto = believing(crypto)
    this.senders = Array.from({ length: count }, (_, i) => new Sender(crypto, `sender ${i}`))
    const accounts = this.senders.map(({ id }) => ({ id, balance: 1_000n * COIN }))
    this.state = createGenesis({ chainId: 1n, accounts, crypto, engines: this.engines })
    this.genesisRoot = parentContext(this.state).genesisRoot
    const [first, ...others] = this.senders as [Sender, ...Sender[]]
    this.mint = tokenId(crypto, first.id, 0n)
    this.execute([first.send(this.genesisRoot, NEW_TOKEN)])
    this.execute(others.map(({ id }) => this.transfer(first, id, 10n ** 9n)))
  }

  private transfer(from: Sender, to: Uint8Array, amount: bigint): Transaction {
    return from.send(this.genesisRoot, { kind: 'transfer', mint: this.mint, to, amount })
  }

  batch(count: number): readonly Transaction[] {
    const { senders } = this
    return Array.from({ length: count }, (_, i) => {
      const to = senders[(i * 7 + 3) % senders.length]!.id
      return this.transfer(senders[i % senders.length]!, to, 1000n + BigInt(i))
    })
  }

  execute(transactions: readonly Transaction[]): void {
    const { engines, crypto } = this
    const parent = this.state
    const { state, receipts } = executeBlock(parent, transactions, {}, { engines, crypto })
    expectSuccess(receipts)
    this.state = state
    parent.release()
  }
}

/** SPL transfers: on the ledger's face or, where the ledger is off, on the real p-token. */
export class SplTokenWorld implements TransferWorld {
  private state: State
  private number = 0n
  private readonly engines = solanaEngines(false)
  private readonly crypto: Crypto
  private readonly world: SolanaWorld

  constructor(crypto: Crypto, count: number, kind: 'ledger' | 'p-token') {
    this.crypto = crypto
    this.world = new SolanaWorld(count, false)
    this.state = this.world.state(crypto, this.engines, kind === 'ledger')
  }

  batch(count: number): readonly Transaction[] {
    return this.world
      .batch('p-token transfer', count)
      .map((bytes) => ({ kind: 'solana' as const, bytes }))
  }

  execute(transactions: readonly Transaction[]): void {
    const number = ++this.number
    const { engines, crypto } = this
    const blockhash = new PublicKey(this.world.blockhash).toBytes()
    const solana = { slot: 440_208_000n + number, ...(number === 1n && { blockhash }) }
    const parent = this.state
    const block = { number, solana }
    const { state, receipts } = executeBlock(parent, transactions, block, { engines, crypto })
    expectSuccess(receipts)
    this.state = state
    parent.release()
  }
}
