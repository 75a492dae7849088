/**
 * The world of the Tron benchmarks: the wallets and the OpenZeppelin token of the EVM benchmarks on a Tron chain with
 * mainnet's parameters, deployed by our own engine, or instead of it a token of the ledger; and transfers of the token as
 * raw Tron transactions.
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { compile } from '../../examples/compile.ts'
import { executeBlock, parentContext } from '../../src/block.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import type { Engine } from '../../src/engine.ts'
import { createGenesis } from '../../src/genesis.ts'
import { legacyId } from '../../src/identity/legacy.ts'
import { concatBytes, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import { Namespace } from '../../src/state/reader.ts'
import type { State } from '../../src/state/state.ts'
import { tokenId, trc20Address } from '../../src/token/index.ts'
import type { Transaction } from '../../src/transaction.ts'
import { createNativeEngine } from '../../src/vms/native/index.ts'
import type { ContractMessages, ContractTypeName } from '../../src/vms/tvm/actuators/messages.ts'
import { createTvmEngine } from '../../src/vms/tvm/index.ts'
import { encodeMessage } from '../../src/vms/tvm/transaction/protobuf.ts'
import { RAW_DATA, TRANSACTION } from '../../src/vms/tvm/transaction/types.ts'
import { rawOf } from '../../test/support/tron-wallet.ts'
import type { Wallet } from './evm-world.ts'
import { believing, NEW_TOKEN, Sender } from './token-faces.ts'
import type { TokenKind } from './token-world.ts'

const TRX = 1_000_000n
const SUN = 10n ** 12n
const START = 1_760_000_000n
const ETHER = 10n ** 18n

/** r names the wallet: whoever recovers it looks it up ({@link knowing}). */
function signatureOf(wallet: number): Uint8Array {
  return concatBytes(u256ToBytes(BigInt(wallet + 1)), u256ToBytes(1n), Uint8Array.of(27))
}

/** A backend that knows the signers: r is the wallet's number plus one. Everything else is the backend's own. */
export function knowing(crypto: Crypto, publicKeys: readonly Uint8Array[]): Crypto {
  return {
    ...crypto,
    secp256k1Recover: (_, signature) => publicKeys[signature[30]! * 256 + signature[31]! - 1],
  }
}

export class TronBenchWorld {
  readonly wallets: readonly Wallet[]
  state: State
  readonly engines: readonly Engine[]
  /** What the next blocks are executed with. */
  crypto: Crypto
  private time = START
  private token = new Uint8Array(20)
  private made = 0

  /** `crypto` knows the wallets. */
  constructor(crypto: Crypto, wallets: readonly Wallet[], kind: TokenKind = 'openzeppelin') {
    const hasLedger = kind === 'ledger'
    this.crypto = hasLedger ? believing(crypto) : crypto
    this.wallets = wallets
    this.engines = [...(hasLedger ? [createNativeEngine({ machines: [] })] : []), createTvmEngine()]
    this.state = createGenesis({
      chainId: 1n,
      crypto,
      engines: this.engines,
      number: 0n,
      timestamp: START - 3n,
      accounts: wallets.map(({ address }) => ({
        id: legacyId(crypto, Namespace.tvm, address),
        balance: 1_000_000n * TRX * SUN,
      })),
      configure: (draft) => {
        if (hasLedger) return
        draft.machines = ['tvm']
        draft.gasRates = { tvm: { units: 1n, gas: 1n } }
        draft.forks = []
      },
    })
    if (hasLedger) this.createToken()
    else this.deploy()
  }

  /** A token of the ledger, and each wallet's share of it. */
  private createToken(): void {
    const creator = new Sender(this.crypto, 'creator')
    const { genesisRoot } = parentContext(this.state)
    const mint = tokenId(this.crypto, creator.id, 0n)
    this.execute([creator.send(genesisRoot, NEW_TOKEN)])
    const shares = this.wallets.map(({ address }) => {
      const to = legacyId(this.crypto, Namespace.tvm, address)
      return creator.send(genesisRoot, { kind: 'transfer', mint, to, amount: 10n ** 9n })
    })
    this.execute(shares)
    this.token = new Uint8Array(trc20Address(this.crypto, mint))
  }

  private sign<Name extends ContractTypeName>(
    wallet: number,
    type: Name,
    message: ContractMessages[Name],
    signature = (_: Uint8Array) => signatureOf(wallet),
  ): Transaction {
    const raw = rawOf(this.state, this.time, {
      type,
      message,
      feeLimit: 1000n * TRX,
      // Unique, so that no two transactions have one id; an hour to be executed in.
      timestamp: BigInt(this.made++),
      expiration: (this.time + 3600n) * 1000n,
    })
    const rawData = encodeMessage(RAW_DATA, raw)
    const signatures = [signature(rawData)]
    return { kind: 'tron', bytes: encodeMessage(TRANSACTION, { rawData, signatures, results: [] }) }
  }

  /** One block; all its transactions must succeed. */
  execute(transactions: readonly Transaction[]): readonly (Uint8Array | undefined)[] {
    this.time += 3n
    const { state, receipts } = executeBlock(
      this.state,
      transactions,
      { timestamp: this.time },
      { engines: this.engines, crypto: this.crypto },
    )
    const failed = receipts.find(({ status }) => status !== 'success')
    if (failed !== undefined) throw new Error(`tron: ${failed.status} ${failed.error?.message}`)
    const parent = this.state
    this.state = state
    parent.release()
    return receipts.map(({ created }) => created)
  }

  private deploy(): void {
    const owner = this.wallets[0]!.address
    const bytecode = concatBytes(
      hexToBytes(compile('ExampleToken').bytecode),
      u256ToBytes(10n ** 9n * ETHER),
    )
    const [created] = this.execute([
      this.sign(0, 'CreateSmartContract', {
        ownerAddress: owner,
        newContract: {
          originAddress: owner,
          abi: undefined,
          bytecode,
          callValue: 0n,
          consumeUserResourcePercent: 100n,
          name: 'token',
          originEnergyLimit: 1n,
          version: 0,
        },
        callTokenValue: 0n,
        tokenId: 0n,
      }),
    ])
    this.token = created!.slice(-20)
    this.execute(
      this.wallets.slice(1).map(({ address }) => this.transfer(0, address, 1000n * ETHER)),
    )
  }

  private transfer(wallet: number, to: Uint8Array, amount: bigint): Transaction {
    const selector = this.crypto.keccak256(utf8('transfer(address,uint256)')).slice(0, 4)
    return this.sign(wallet, 'TriggerSmartContract', {
      ownerAddress: this.wallets[wallet]!.address,
      contractAddress: this.token,
      callValue: 0n,
      data: concatBytes(selector, new Uint8Array(12), to, u256ToBytes(amount)),
      callTokenValue: 0n,
      tokenId: 0n,
    })
  }

  /** Transfers of TRX that the wallets have really signed. */
  signedBatch(count: number): Transaction[] {
    return Array.from({ length: count }, (_, i) => {
      const wallet = i % this.wallets.length
      const { address, key } = this.wallets[wallet]!
      const toAddress = this.wallets[(i * 7 + 3) % this.wallets.length]!.address
      const message = { ownerAddress: address, toAddress, amount: 1n + BigInt(i) }
      return this.sign(wallet, 'TransferContract', message, (rawData) => {
        const txid = this.crypto.sha256(rawData)
        const made = secp256k1.sign(txid, key, { prehash: false, format: 'recovered' })
        return concatBytes(made.subarray(1), Uint8Array.of(27 + made[0]!))
      })
    })
  }

  /** The transfers that the EVM's benchmark makes. */
  batch(count: number): Transaction[] {
    return Array.from({ length: count }, (_, i) => {
      const to = this.wallets[(i * 7 + 3) % this.wallets.length]!.address
      return this.transfer(i % this.wallets.length, to, 1000n + BigInt(i))
    })
  }
}
