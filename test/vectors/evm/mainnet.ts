/**
 * Mainnet block 24,476,005 (February 2026, bpo2 rules): 109 transactions on the accounts, code and storage they touch.
 * Judged by the block's own header: gas used, receipts root, logs bloom, and the hash of every transaction.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BlockInput } from '../../../src/block-context.ts'
import type { Crypto } from '../../../src/crypto/types.ts'
import { createGenesis } from '../../../src/genesis.ts'
import { hexToBytes } from '../../../src/primitives/bytes.ts'
import type { State } from '../../../src/state/state.ts'
import type { Transaction } from '../../../src/transaction.ts'
import { blobBaseFee } from '../../../src/vms/evm/fees.ts'
import { encodeTransaction } from '../../../src/vms/evm/transaction/encode.ts'
import type { TransactionType } from '../../../src/vms/evm/transaction/types.ts'

interface RpcTransaction {
  readonly type: string
  readonly chainId?: string
  readonly nonce: string
  readonly gas: string
  readonly gasPrice: string
  readonly maxFeePerGas?: string
  readonly maxPriorityFeePerGas?: string
  readonly to: string | null
  readonly value: string
  readonly input: string
  readonly accessList?: readonly {
    readonly address: string
    readonly storageKeys: readonly string[]
  }[]
  readonly r: string
  readonly s: string
  readonly v: string
  readonly yParity?: string
  readonly hash: string
  readonly from: string
}

export interface RpcBlock extends Readonly<Record<string, unknown>> {
  readonly transactions: readonly RpcTransaction[]
  readonly gasUsed: string
  readonly receiptsRoot: string
  readonly logsBloom: string
}

export interface MainnetBlock {
  readonly header: RpcBlock
  readonly state: State
  readonly transactions: readonly Transaction[]
  readonly block: BlockInput
}

const integer = (hex: string | undefined) => (hex === undefined ? undefined : BigInt(hex))

/** The bytes the wallet signed, from the fields a node reports. */
export function rawTransaction(tx: RpcTransaction): Uint8Array {
  const type = Number(tx.type) as TransactionType
  const v = BigInt(tx.v)
  const legacyChain = v >= 35n ? (v - 35n) / 2n : undefined
  const parity = type === 0 ? (v >= 35n ? (v - 35n) % 2n : v - 27n) : BigInt(tx.yParity ?? tx.v)
  return encodeTransaction(
    {
      type,
      chainId: type === 0 ? legacyChain : integer(tx.chainId),
      nonce: BigInt(tx.nonce),
      gasLimit: BigInt(tx.gas),
      gasPrice: type <= 1 ? BigInt(tx.gasPrice) : undefined,
      maxFeePerGas: type >= 2 ? integer(tx.maxFeePerGas) : undefined,
      maxPriorityFeePerGas: type >= 2 ? integer(tx.maxPriorityFeePerGas) : undefined,
      to: tx.to === null ? undefined : hexToBytes(tx.to),
      value: BigInt(tx.value),
      data: hexToBytes(tx.input),
      accessList: (tx.accessList ?? []).map(({ address, storageKeys }) => ({
        address: hexToBytes(address),
        storageKeys: storageKeys.map(BigInt),
      })),
      maxFeePerBlobGas: undefined,
      blobVersionedHashes: [],
      authorizationList: [],
    },
    { yParity: parity === 1n ? 1 : 0, r: BigInt(tx.r), s: BigInt(tx.s) },
  )
}

interface Touched {
  readonly accounts: Readonly<
    Record<string, { readonly nonce: string; readonly balance: string } | null>
  >
  readonly code: Readonly<Record<string, string>>
  readonly storage: Readonly<Record<string, Readonly<Record<string, string>>>>
}

function allocOf(touched: Touched) {
  const alloc: Record<
    string,
    { balance: string; nonce: string; code: string; storage: Record<string, string> }
  > = {}
  // Contracts that are only read have code or storage, but no entry among the accounts.
  const addresses = [touched.accounts, touched.code, touched.storage].flatMap(Object.keys)
  for (const address of new Set(addresses)) {
    const account = touched.accounts[address]
    const code = touched.code[address] ?? '0x'
    // null: it does not exist yet; the block creates it, and the code beside it is from afterwards.
    if (account === null) continue
    alloc[address] = {
      balance: account?.balance ?? '0x0',
      nonce: account?.nonce ?? '0x0',
      code,
      storage: { ...touched.storage[address] },
    }
  }
  return alloc
}

/** Reads the block; `folder` is `<vectors>/evm/mainnet`. */
export function loadMainnetBlock(folder: string, crypto: Crypto): MainnetBlock {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown
  const header = read('block24476005.json') as RpcBlock
  const state = createGenesis({
    chainId: 1n,
    evmFork: 'bpo2',
    alloc: allocOf(read('block24476005State.json') as Touched),
    crypto,
    configure: (draft) => {
      draft.machines = ['evm']
      draft.gasRates = { evm: { units: 1n, gas: 1n } }
      draft.allow.unprotectedTransactions = true
      draft.allow.chainIdZeroAuthorizations = true
    },
  })
  const field = (name: string) => header[name] as string
  const withdrawals = header.withdrawals as readonly Record<string, string>[]
  return {
    header,
    state,
    transactions: header.transactions.map((tx) => ({
      kind: 'ethereum',
      bytes: rawTransaction(tx),
    })),
    block: {
      number: BigInt(field('number')),
      timestamp: BigInt(field('timestamp')),
      coinbase: hexToBytes(field('miner')),
      gasLimit: BigInt(field('gasLimit')),
      baseFeePerGas: BigInt(field('baseFeePerGas')),
      blobBaseFee: blobBaseFee(BigInt(field('excessBlobGas')), 'bpo2'),
      prevRandao: hexToBytes(field('mixHash')),
      parentBeaconBlockRoot: hexToBytes(field('parentBeaconBlockRoot')),
      parentHash: hexToBytes(field('parentHash')),
      withdrawals: withdrawals.map((item) => ({
        index: BigInt(item.index!),
        validatorIndex: BigInt(item.validatorIndex!),
        address: hexToBytes(item.address!),
        amount: BigInt(item.amount!),
      })),
    },
  }
}
