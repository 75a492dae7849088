/** @ethereumjs/vm as its documentation sets it up: runTx, MerkleStateManager with caches, one checkpoint and root a block. */
import { createBlock } from '@ethereumjs/block'
import { Common, Mainnet } from '@ethereumjs/common'
import { Caches, MerkleStateManager } from '@ethereumjs/statemanager'
import { createTxFromRLP, type TypedTransaction } from '@ethereumjs/tx'
import { Address, createAccount, createAddressFromString, hexToBytes } from '@ethereumjs/util'
import { createVM, runTx, type VM } from '@ethereumjs/vm'
import { blockHashOf } from '../../test/differential/peer.ts'

const blockchain = {
  getBlock: async (number: bigint) => ({ hash: () => blockHashOf(number) }),
  putBlock: async () => {},
  shallowCopy() {
    return this
  },
}

export interface PeerBlockFields {
  readonly number: bigint
  readonly timestamp?: bigint
  readonly coinbase: Uint8Array
  readonly gasLimit: bigint
  readonly baseFeePerGas: bigint
  readonly excessBlobGas?: bigint
  readonly prevRandao: Uint8Array
}

export class BenchPeer {
  readonly vm: VM
  readonly common: Common

  private constructor(vm: VM, common: Common) {
    this.vm = vm
    this.common = common
  }

  static async create(
    hardfork: string,
    alloc: Readonly<
      Record<
        string,
        { balance: bigint; nonce: bigint; code: string; storage: Readonly<Record<string, string>> }
      >
    >,
  ): Promise<BenchPeer> {
    const common = new Common({ chain: Mainnet, hardfork })
    const stateManager = new MerkleStateManager({ common, caches: new Caches() })
    const vm = await createVM({ common, stateManager, blockchain: blockchain as never })
    await stateManager.checkpoint()
    for (const [hex, { balance, nonce, code, storage }] of Object.entries(alloc)) {
      const address = createAddressFromString(hex)
      await stateManager.putAccount(address, createAccount({ nonce, balance }))
      if (code !== '0x') await stateManager.putCode(address, hexToBytes(code as `0x${string}`))
      for (const [key, value] of Object.entries(storage)) {
        const even = value.length % 2 === 0 ? value : `0x0${value.slice(2)}`
        const slot = hexToBytes(`0x${key.slice(2).padStart(64, '0')}`)
        await stateManager.putStorage(address, slot, hexToBytes(even as `0x${string}`))
      }
    }
    await stateManager.commit()
    await stateManager.flush()
    stateManager.originalStorageCache.clear()
    return new BenchPeer(vm, common)
  }

  /** A decoded transaction; with `sender` it is known, else recovered when it runs. */
  transaction(bytes: Uint8Array, sender?: Uint8Array): TypedTransaction {
    const tx = createTxFromRLP(bytes, { common: this.common, freeze: false })
    if (sender !== undefined) {
      const address = new Address(sender)
      tx.getSenderAddress = () => address
    }
    return tx
  }

  block(fields: PeerBlockFields) {
    const { prevRandao, coinbase, ...rest } = fields
    return createBlock(
      {
        header: {
          excessBlobGas: 0n,
          ...rest,
          coinbase: new Address(coinbase),
          mixHash: prevRandao,
        },
      },
      { common: this.common, skipConsensusFormatValidation: true, setHardfork: false },
    )
  }

  /** Runs a block and makes its root; gas used. */
  async run(fields: PeerBlockFields, transactions: readonly TypedTransaction[]): Promise<bigint> {
    const { vm } = this
    const block = this.block(fields)
    let gas = 0n
    await vm.stateManager.checkpoint()
    for (const tx of transactions) {
      const result = await runTx(vm, { tx, block, blockGasUsed: gas, skipHardForkValidation: true })
      gas += result.totalGasSpent
    }
    await vm.stateManager.commit()
    await vm.stateManager.getStateRoot()
    return gas
  }

  /** One bare call with nothing around it; gas used. */
  async call(to: Uint8Array, data: Uint8Array, gasLimit: bigint): Promise<bigint> {
    const { evm } = this.vm
    const result = await evm.runCall({
      to: new Address(to),
      data,
      gasLimit,
      skipNonceIncrement: true,
    } as never)
    evm.journal.cleanJournal()
    return result.execResult.executionGasUsed
  }
}
