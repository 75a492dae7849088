/** Wallets that hold one token of the ledger and one OpenZeppelin token, on a chain with the native machine and the EVM. */

import { compile } from '../../examples/compile.ts'
import { executeBlock } from '../../src/block.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import type { Engine } from '../../src/engine.ts'
import { createGenesis } from '../../src/genesis.ts'
import { bytesToHex, concatBytes, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import type { State } from '../../src/state/state.ts'
import type { Transaction } from '../../src/transaction.ts'
import { createNativeEngine } from '../../src/vms/native/index.ts'
import {
  BLOCK,
  believingEngine,
  ETHER,
  unsignedBytes,
  type Wallet,
  walletsOf,
} from './evm-world.ts'

export type TokenKind = 'ledger' | 'openzeppelin'

const FACTORY = hexToBytes('0000000000000000000000000000000000001002')
const UNITS = 10n ** 9n

type Argument = bigint | Uint8Array
const word = (value: Argument) =>
  value instanceof Uint8Array
    ? concatBytes(new Uint8Array(32 - value.length), value)
    : u256ToBytes(value)

export class TokenWorld {
  state: State
  readonly token: Uint8Array
  private readonly crypto: Crypto
  private readonly wallets: readonly Wallet[]
  private readonly nonces: bigint[]
  private readonly engines: readonly Engine[]
  private number = 0n

  constructor(crypto: Crypto, count: number, kind: TokenKind) {
    this.crypto = crypto
    this.wallets = walletsOf(crypto, count)
    this.nonces = this.wallets.map(() => 0n)
    this.engines = [createNativeEngine({ machines: [] }), believingEngine(this.wallets)]
    const balance = { balance: 1_000_000n * ETHER }
    const alloc = Object.fromEntries(
      this.wallets.map(({ address }) => [bytesToHex(address), balance]),
    )
    this.state = createGenesis({ chainId: 1n, alloc, crypto, engines: this.engines })
    this.token = kind === 'ledger' ? this.createToken() : this.deployToken()
    const shares = this.wallets
      .slice(1)
      .map(({ address }) => this.transaction(0, this.token, this.transferOf(address, UNITS)))
    for (let i = 0; i < shares.length; i += 100) this.execute(shares.slice(i, i + 100))
  }

  private call(signature: string, ...args: readonly Argument[]): Uint8Array {
    const selector = this.crypto.keccak256(utf8(signature)).slice(0, 4)
    return concatBytes(selector, ...args.map(word))
  }

  private transferOf(to: Uint8Array, amount: bigint): Uint8Array {
    return this.call('transfer(address,uint256)', to, amount)
  }

  private createToken(): Uint8Array {
    const text = (letters: string) =>
      concatBytes(u256ToBytes(BigInt(letters.length)), utf8(letters.padEnd(32, '\0')))
    const head = this.call(
      'createToken(string,string,uint8,uint256,uint8)',
      160n,
      224n,
      6n,
      10n ** 18n,
      0n,
    )
    const data = concatBytes(head, text('Token'), text('TOK'))
    const [receipt] = this.execute([this.transaction(0, FACTORY, data)])
    return receipt!.output.slice(12)
  }

  private deployToken(): Uint8Array {
    const code = concatBytes(hexToBytes(compile('ExampleToken').bytecode), u256ToBytes(10n ** 18n))
    const [receipt] = this.execute([this.transaction(0, undefined, code)])
    return receipt!.created!
  }

  private transaction(wallet: number, to: Uint8Array | undefined, data: Uint8Array): Transaction {
    const nonce = this.nonces[wallet]!
    this.nonces[wallet] = nonce + 1n
    return unsignedBytes({
      wallet,
      fields: {
        type: 2,
        chainId: 1n,
        nonce,
        gasLimit: to === undefined ? 5_000_000n : 500_000n,
        gasPrice: undefined,
        maxFeePerGas: 100n,
        maxPriorityFeePerGas: 1n,
        to,
        value: 0n,
        data,
        accessList: [],
        maxFeePerBlobGas: undefined,
        blobVersionedHashes: [],
        authorizationList: [],
      },
    })
  }

  /** The next transfers: round robin over the wallets, so that nonces follow. */
  batch(count: number): readonly Transaction[] {
    return Array.from({ length: count }, (_, i) => {
      const from = i % this.wallets.length
      const to = this.wallets[(i * 7 + 3) % this.wallets.length]!.address
      return this.transaction(from, this.token, this.transferOf(to, 1000n + BigInt(i)))
    })
  }

  /** One block; every transaction must succeed. */
  execute(transactions: readonly Transaction[]) {
    const block = { ...BLOCK, number: ++this.number }
    const { engines, crypto } = this
    const { state, receipts } = executeBlock(this.state, transactions, block, { engines, crypto })
    const failed = receipts.find(({ status }) => status !== 'success')
    if (failed !== undefined) throw new Error(`token: ${failed.status} ${failed.error?.message}`)
    const parent = this.state
    this.state = state
    parent.release()
    return receipts
  }
}
