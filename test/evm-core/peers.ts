/** One program run here and in @ethereumjs/evm, as comparable facts: gas, output, logs, refund, balances, nonces, storage. */
import { createCustomCommon, Mainnet } from '@ethereumjs/common'
import { createEVM } from '@ethereumjs/evm'
import { SimpleStateManager } from '@ethereumjs/statemanager'
import { Account, createAddressFromBigInt } from '@ethereumjs/util'
import { bytesToBigInt, bytesToHex } from '../../src/primitives/bytes.ts'
import type { Inspector } from '../../src/trace/inspector.ts'
import type { ForkName } from '../../src/vms/evm-core/index.ts'
import { call, type EvmCaches, opcodeTableOf } from '../../src/vms/evm-core/index.ts'
import { bench, environmentOf, SENDER } from '../support/evm-dsl.ts'

export const CONTRACTS = [0xa11ce000000000001n, 0xb0b000000000002n, 0xca401000000000003n]
const STRANGER = 0x57a46e4n
/** As at the start of a transaction. */
const WARM = [
  SENDER,
  CONTRACTS[0] as bigint,
  0x100n,
  ...Array.from({ length: 17 }, (_, i) => BigInt(i + 1)),
]
export const ADDRESSES = [...CONTRACTS, ...CONTRACTS, STRANGER, SENDER, 1n, 2n, 4n]
const GAS = 300_000n

type Codes = readonly Uint8Array[]
/** What the peer tells about a step. */
export interface PeerStep {
  readonly pc: number
  readonly gasLeft: bigint
  readonly stack: readonly bigint[]
}

interface Facts {
  readonly success: boolean
  readonly gasUsed: bigint
  readonly refund: number | undefined
  readonly output: string
  readonly logs: readonly string[]
  readonly accounts: Readonly<Record<string, string>>
  readonly storage: Readonly<Record<string, bigint>>
}

function accountsOf(codes: Codes) {
  const accounts: Record<
    string,
    { balance?: bigint; nonce?: bigint; code?: Uint8Array; storage?: Record<string, bigint> }
  > = {}
  accounts[`0x${SENDER.toString(16)}`] = { balance: 10n ** 18n, nonce: 5n }
  for (const [i, address] of CONTRACTS.entries()) {
    accounts[`0x${address.toString(16)}`] = {
      balance: 1000n,
      nonce: 1n,
      code: codes[i] as Uint8Array,
      storage: { '1': 7n },
    }
  }
  return accounts
}

export function ours(
  fork: ForkName,
  codes: Codes,
  caches: EvmCaches,
  inspector?: Inspector,
): Facts {
  const it = bench({ fork, accounts: accountsOf(codes), caches, env: { inspector } })
  const { world, journal } = it
  for (const address of WARM) world.warm(world.resolve(address))
  const input = new Uint8Array(50).fill(0xab)
  const result = call(world, it.env, {
    caller: SENDER,
    target: CONTRACTS[0]!,
    value: 3n,
    input,
    gas: GAS,
  })
  const success = result.status === 'success'
  const storage: Record<string, bigint> = {}
  const accounts: Record<string, string> = {}
  const seen = journal.changedRecords.map(
    (cell) => cell.value as { address: Uint8Array } | undefined,
  )
  const credited = journal.changedAccounts.flatMap(({ origin }) =>
    origin === undefined ? [] : [bytesToBigInt(origin.address)],
  )
  const known = [
    ...ADDRESSES,
    ...credited,
    ...seen.flatMap((record) => (record ? [bytesToBigInt(record.address)] : [])),
  ]
  for (const address of known) {
    const account = world.resolve(address)
    if (world.exists(account) && !world.isEmpty(account)) {
      accounts[address.toString(16)] =
        `${world.balanceOf(account)} ${world.nonceOf(account)} ${world.codeOf(account).hashWord}`
    }
    if (account.record.value?.storageId === undefined) continue
    for (const slot of [...world.spaceOf(account).slots.values()]) {
      if (slot.value !== 0n) storage[`${address.toString(16)}:${slot.key}`] = slot.value
    }
    if (CONTRACTS.includes(address)) {
      const one = world.slot(account, 1n).value
      if (one !== 0n) storage[`${address.toString(16)}:1`] = one
    }
  }
  return {
    success,
    gasUsed: GAS - result.gasLeft,
    refund: success ? world.refund : undefined,
    output: bytesToHex(result.output),
    logs: journal.logs.map((log) => [log.address, ...log.topics, log.data].map(bytesToHex).join()),
    accounts,
    storage,
  }
}

const FORK_AS: Partial<Record<ForkName, string>> = { frontier: 'chainstart' }

export async function theirs(
  fork: ForkName,
  codes: Codes,
  onStep?: (step: PeerStep) => void,
): Promise<Facts> {
  const common = createCustomCommon({ chainId: 1 }, Mainnet, { hardfork: FORK_AS[fork] ?? fork })
  const stateManager = new SimpleStateManager({ common })
  const evm = await createEVM({ common, stateManager })
  if (onStep !== undefined) {
    evm.events?.on('step', (step, resume) => {
      onStep(step)
      resume?.()
    })
  }
  for (const [hex, { balance = 0n, nonce = 0n, code, storage = {} }] of Object.entries(
    accountsOf(codes),
  )) {
    const address = createAddressFromBigInt(BigInt(hex))
    await stateManager.putAccount(address, new Account(nonce, balance))
    if (code !== undefined) await stateManager.putCode(address, code)
    for (const value of Object.values(storage)) {
      const key = new Uint8Array(32)
      key[31] = 1
      await stateManager.putStorage(address, key, Uint8Array.of(Number(value)))
    }
  }
  for (const address of WARM)
    evm.journal.addAlwaysWarmAddress(address.toString(16).padStart(40, '0'))
  const { block } = environmentOf(fork)
  const header = {
    number: block.number,
    timestamp: block.timestamp,
    coinbase: createAddressFromBigInt(block.coinbase),
    gasLimit: block.gasLimit,
    baseFeePerGas: block.baseFee,
    difficulty: opcodeTableOf(fork).entries[0x44]?.name === 'PREVRANDAO' ? 0n : block.difficulty,
    prevRandao: Uint8Array.from([...new Array(30).fill(0), 0x12, 0x34]),
    getBlobGasPrice: () => block.blobBaseFee,
  }
  const result = await evm.runCall({
    block: { header } as never,
    caller: createAddressFromBigInt(SENDER),
    origin: createAddressFromBigInt(SENDER),
    gasPrice: 10n,
    to: createAddressFromBigInt(CONTRACTS[0]!),
    value: 3n,
    data: new Uint8Array(50).fill(0xab),
    gasLimit: GAS,
    skipNonceIncrement: true,
  })
  const { execResult } = result
  const success = execResult.exceptionError === undefined
  const accounts: Record<string, string> = {}
  const stacks = stateManager as unknown as {
    accountStack: Map<string, Account | undefined>[]
    storageStack: Map<string, Uint8Array>[]
  }
  for (const [hex, account] of stacks.accountStack.at(-1)!) {
    if (account === undefined || account.isEmpty()) continue
    accounts[BigInt(hex).toString(16)] =
      `${account.balance} ${account.nonce} ${bytesToBigInt(account.codeHash)}`
  }
  const storage: Record<string, bigint> = {}
  for (const [key, value] of stacks.storageStack.at(-1)!) {
    const [address, slot] = key.split('_')
    const word = bytesToBigInt(value)
    if (word !== 0n)
      storage[`${BigInt(address!).toString(16)}:${BigInt(`0x${slot!.replace(/^0x/, '')}`)}`] = word
  }
  return {
    success,
    gasUsed: execResult.executionGasUsed,
    refund: success ? Number(execResult.gasRefund ?? 0n) : undefined,
    output: bytesToHex(execResult.returnValue),
    logs: success
      ? (execResult.logs ?? []).map(([a, t, d]) => [a, ...t, d].map(bytesToHex).join())
      : [],
    accounts,
    storage,
  }
}
