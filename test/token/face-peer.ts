/** The reference token in @ethereumjs/vm, at the address that the ledger's token has. */

import { createBlock } from '@ethereumjs/block'
import { type Common, createCustomCommon, Mainnet } from '@ethereumjs/common'
import { SimpleStateManager } from '@ethereumjs/statemanager'
import {
  type Address,
  createAccount,
  createAddressFromString,
  hexToBytes as toBytes,
} from '@ethereumjs/util'
import { createVM, type VM } from '@ethereumjs/vm'
import { encodeDeployData } from 'viem'
import type { Crypto } from '../../src/crypto/types.ts'
import { concatBytes, padLeft } from '../../src/primitives/bytes.ts'
import type { Hex } from '../support/token-chain.ts'
import { artifact, CHAIN_ID } from '../support/token-chain.ts'

/** Of one call. */
export interface PeerResult {
  readonly success: boolean
  readonly output: Uint8Array
  readonly logs: readonly (readonly [Uint8Array, readonly Uint8Array[], Uint8Array])[]
}

function recover(crypto: Crypto, hash: Uint8Array, v: bigint, signature: Uint8Array): Uint8Array {
  const key =
    v === 27n || v === 28n ? crypto.secp256k1Recover(hash, signature, Number(v) - 27) : undefined
  if (key === undefined) throw new Error('no such key')
  return key.subarray(1)
}

const GAS = 20_000_000n
/** Nobody of the stage: its first contract is nobody's address either. */
const DEPLOYER = '0x00000000000000000000000000000000000d0123'

export class FacePeer {
  private readonly vm: VM
  private readonly state: SimpleStateManager
  private readonly block: ReturnType<typeof createBlock>

  private constructor(vm: VM, state: SimpleStateManager, common: Common, timestamp: bigint) {
    this.vm = vm
    this.state = state
    this.block = createBlock(
      { header: { number: 1n, timestamp, gasLimit: 1n << 40n } },
      { common, skipConsensusFormatValidation: true },
    )
  }

  static async create(options: {
    readonly token: Hex
    readonly probe: Hex
    readonly probeCode: Uint8Array
    readonly wallets: readonly Hex[]
    readonly constructorArgs: readonly unknown[]
    readonly timestamp: bigint
    readonly crypto: Crypto
  }): Promise<FacePeer> {
    const common = createCustomCommon({ chainId: Number(CHAIN_ID) }, Mainnet, {
      hardfork: 'prague',
      // Its rules are compared, not its curve and hash: backends are compared elsewhere.
      customCrypto: {
        keccak256: (data) => options.crypto.keccak256(data),
        ecrecover: (hash, v, r, s) =>
          recover(options.crypto, hash, v, concatBytes(padLeft(r, 32), padLeft(s, 32))),
      },
    })
    const state = new SimpleStateManager({ common })
    const vm = await createVM({ common, stateManager: state })
    const peer = new FacePeer(vm, state, common, options.timestamp)
    for (const wallet of options.wallets)
      await state.putAccount(
        createAddressFromString(wallet),
        createAccount({ balance: 10n ** 24n }),
      )
    await state.putCode(createAddressFromString(options.probe), options.probeCode)
    const { abi, bytecode } = artifact('ReferenceToken')
    const data = encodeDeployData({ abi, bytecode, args: options.constructorArgs } as never)
    const caller = createAddressFromString(DEPLOYER)
    const { execResult, createdAddress } = await vm.evm.runCall({
      caller,
      data: toBytes(data),
      gasLimit: GAS,
      block: peer.block,
    })
    if (createdAddress === undefined || execResult.exceptionError !== undefined)
      throw new Error(`reference token: ${execResult.exceptionError?.error}`)
    await peer.move(createdAddress, createAddressFromString(options.token))
    return peer
  }

  /** Code and storage of a contract to another address: it then is that contract, its domain separator included. */
  private async move(from: Address, to: Address): Promise<void> {
    const { state } = this
    await state.putCode(to, await state.getCode(from))
    const prefix = from.toString()
    const stack = (
      state as unknown as { topStorageStack(): Map<string, Uint8Array> }
    ).topStorageStack()
    for (const [key, value] of [...stack]) {
      if (key.startsWith(prefix)) stack.set(key.replace(prefix, to.toString()), value)
    }
  }

  /** Everything after this is undone by {@link back}. */
  async mark(): Promise<void> {
    await this.state.checkpoint()
  }

  async back(): Promise<void> {
    await this.state.revert()
  }

  /** One transaction's message. */
  async call(from: Hex, to: Hex, data: Uint8Array, value: bigint): Promise<PeerResult> {
    const { execResult } = await this.vm.evm.runCall({
      caller: createAddressFromString(from),
      to: createAddressFromString(to),
      data,
      value,
      gasLimit: GAS,
      block: this.block,
    })
    const success = execResult.exceptionError === undefined
    const halted = !success && execResult.exceptionError?.error !== 'revert'
    return {
      success,
      output: halted ? new Uint8Array(0) : execResult.returnValue,
      logs: success ? ((execResult.logs ?? []) as PeerResult['logs']) : [],
    }
  }
}
