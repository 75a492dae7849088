/** Runs one random chain here and on the peer and compares everything that both must agree on. */
import { executeBlock } from '../../src/block.ts'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import { createGenesis } from '../../src/genesis.ts'
import { bytesToHex, equalBytes } from '../../src/primitives/bytes.ts'
import type { Receipt } from '../../src/receipt.ts'
import type { State } from '../../src/state/state.ts'
import { blobBaseFee } from '../../src/vms/evm/fees.ts'
import {
  createEvmEngine,
  encodeEthereumReceipt,
  ethereumAccounts,
  ethereumStateRoot,
} from '../../src/vms/evm/index.ts'
import type { ForkName } from '../../src/vms/evm-core/index.ts'
import { blockHashOf, Peer, type PeerReceipt } from './peer.ts'
import { type BlockFields, type FuzzTransaction, Scenario } from './scenario.ts'

/** Blocks of one chain. */
export const BLOCKS_PER_SEED = 5

/** What a run has seen, to show that the fuzz reaches what it is for. */
export interface FuzzTally {
  blocks: number
  transactions: number
  readonly statuses: Map<string, number>
  readonly forks: Map<string, number>
}

export const newTally = (): FuzzTally => ({
  blocks: 0,
  transactions: 0,
  statuses: new Map(),
  forks: new Map(),
})

const count = (map: Map<string, number>, name: string) => map.set(name, (map.get(name) ?? 0) + 1)
const hex = (bytes: Uint8Array | undefined) => (bytes === undefined ? 'none' : bytesToHex(bytes))

export function genesisOf(scenario: Pick<Scenario, 'fork' | 'alloc'>, crypto: Crypto): State {
  return createGenesis({
    chainId: 1n,
    evmFork: scenario.fork,
    alloc: scenario.alloc,
    crypto,
    configure: (draft) => {
      draft.machines = ['evm']
      draft.gasRates = { evm: { units: 1n, gas: 1n } }
      draft.allow.unprotectedTransactions = true
      draft.allow.chainIdZeroAuthorizations = true
    },
  })
}

/** Block input of ours from the scenario's fields. */
export function blockInput(fields: BlockFields, fork: ForkName) {
  return {
    number: fields.number,
    timestamp: fields.timestamp,
    coinbase: fields.coinbase,
    gasLimit: fields.gasLimit,
    baseFeePerGas: fields.baseFee,
    difficulty: fields.difficulty,
    prevRandao: fields.prevRandao,
    blobBaseFee: blobBaseFee(fields.excessBlobGas, fork) || 1n,
    blockHashes: { get: blockHashOf },
  }
}

/** An engine that believes the scenario about who sent what. */
export function engineKnowing(transactions: readonly FuzzTransaction[]) {
  const senders = new Map(transactions.map(({ bytes, sender }) => [bytesToHex(bytes), sender]))
  return createEvmEngine({
    recoverSender: (tx) => {
      const sender = senders.get(bytesToHex(tx.raw))
      if (sender === undefined) throw new Error('transaction expected to be one of the block')
      return sender
    },
  })
}

function receiptDifference(
  ours: Receipt,
  peer: PeerReceipt | undefined,
  refusal: string | undefined,
  crypto: Crypto,
): string | undefined {
  if (peer === undefined || ours.status === 'rejected') {
    const both = peer === undefined && ours.status === 'rejected'
    return both
      ? undefined
      : `ours ${ours.status} ${ours.error?.message ?? ''}, peer ${refusal ?? 'accepts'}`
  }
  const { result, encoded } = peer
  const hasStatus = encoded !== undefined
  const failure = result.execResult.exceptionError?.error
  const story = `(ours ${ours.status} ${ours.error?.name ?? ''}, peer ${failure ?? 'success'})`
  if (ours.gasUsed !== result.totalGasSpent) {
    return `gas ours ${ours.gasUsed}, peer ${result.totalGasSpent} ${story}`
  }
  // Frontier keeps a contract whose code it could not pay for, without code; the peer calls that a failure. Neither
  // status nor address stands in a receipt of that time.
  if (failure === 'code store out of gas' && !hasStatus) return undefined
  if ((ours.status === 'success') !== (failure === undefined)) return `status ${story}`
  if (!equalBytes(ours.output, result.execResult.returnValue) && ours.created === undefined) {
    return `output ours ${hex(ours.output)}, peer ${hex(result.execResult.returnValue)} ${story}`
  }
  if (ours.status === 'success' && hex(ours.created) !== hex(result.createdAddress?.bytes)) {
    return `created ours ${hex(ours.created)}, peer ${result.createdAddress?.toString()}`
  }
  const logs = (items: readonly (readonly [Uint8Array, readonly Uint8Array[], Uint8Array])[]) =>
    items.map(([a, t, d]) => `${hex(a)}:${t.map(hex).join()}:${hex(d)}`).join('\n')
  const ourLogs = logs(ours.logs.map((log) => [log.address, log.topics, log.data]))
  const peerLogs = logs(result.receipt.logs)
  if (ourLogs !== peerLogs) return `logs ours\n${ourLogs}\npeer\n${peerLogs}`
  if (encoded !== undefined && !equalBytes(encodeEthereumReceipt(crypto, ours), encoded)) {
    return `encoded receipt ours ${hex(encodeEthereumReceipt(crypto, ours))}, peer ${hex(encoded)}`
  }
  return undefined
}

/** Accounts and slots that differ, for a report; slow. */
async function stateDifference(state: State, peer: Peer, crypto: Crypto): Promise<string> {
  const lines: string[] = []
  for (const account of ethereumAccounts(crypto, state)) {
    const address = `0x${hex(account.address)}`
    const other = await peer.account(address)
    const own = `nonce ${account.nonce} balance ${account.balance} code ${hex(account.codeHash).slice(0, 8)}`
    const theirs =
      other === undefined
        ? 'absent'
        : `nonce ${other.nonce} balance ${other.balance} code ${hex(other.codeHash).slice(0, 8)}`
    if (own !== theirs) lines.push(`${address}: ours ${own}, peer ${theirs}`)
    const slots = new Map(account.storage)
    for (const key of new Set([0n, 1n, 2n, 3n, ...slots.keys()])) {
      const [ourSlot, peerSlot] = [slots.get(key) ?? 0n, await peer.slot(address, key)]
      if (ourSlot !== peerSlot)
        lines.push(`${address} slot ${key}: ours ${ourSlot}, peer ${peerSlot}`)
    }
  }
  return lines.length === 0 ? 'only accounts or slots that the peer alone has' : lines.join('\n')
}

export interface JudgedBlock {
  readonly fork: ForkName
  readonly block: BlockFields
  readonly transactions: readonly FuzzTransaction[]
  readonly crypto: Crypto
}

/** Runs one block here and on the peer; `difference` says what they do not agree on. */
export async function judgeBlock(
  state: State,
  peer: Peer,
  { fork, block, transactions, crypto }: JudgedBlock,
): Promise<{ next: State; receipts: readonly Receipt[]; difference: string | undefined }> {
  const theirs = await peer.run(block, transactions)
  const result = executeBlock(
    state,
    transactions.map(({ bytes }) => ({ kind: 'ethereum', bytes })),
    blockInput(block, fork),
    { engines: [engineKnowing(transactions)], crypto },
  )
  const { state: next, receipts } = result
  for (const [i, receipt] of receipts.entries()) {
    const wrong = receiptDifference(receipt, theirs.receipts[i], theirs.refusals.get(i), crypto)
    if (wrong !== undefined) return { next, receipts, difference: `transaction ${i}: ${wrong}` }
  }
  if (equalBytes(ethereumStateRoot(crypto, next), theirs.root)) {
    return { next, receipts, difference: undefined }
  }
  const difference = `state roots differ\n${await stateDifference(next, peer, crypto)}`
  return { next, receipts, difference }
}

export interface JudgeOptions {
  readonly fork?: ForkName
  readonly crypto?: Crypto
  readonly blocks?: number
}

/** Undefined if both agree on the whole chain of this seed, else what differs first. */
export async function judgeSeed(
  seed: number,
  tally: FuzzTally,
  options: JudgeOptions = {},
): Promise<string | undefined> {
  const { crypto = nobleCrypto, blocks = BLOCKS_PER_SEED } = options
  const scenario = new Scenario(seed, options.fork)
  const { fork } = scenario
  const peer = await Peer.create(fork, scenario.alloc)
  let state = genesisOf(scenario, crypto)
  const where = (block: number, rest: string) => `seed ${seed} (${fork}) block ${block}: ${rest}`
  if (!equalBytes(ethereumStateRoot(crypto, state), await peer.root())) {
    return where(0, `genesis roots differ\n${await stateDifference(state, peer, crypto)}`)
  }
  for (let index = 1; index <= blocks; index++) {
    const nonces = new Map<bigint, bigint>()
    for (const { address, nonce } of ethereumAccounts(crypto, state)) {
      nonces.set(BigInt(`0x${bytesToHex(address)}`), nonce)
    }
    const { block, transactions } = scenario.next((address) => nonces.get(address) ?? 0n)
    const { next, receipts, difference } = await judgeBlock(state, peer, {
      fork,
      block,
      transactions,
      crypto,
    })
    if (difference !== undefined) return where(index, difference)
    for (const receipt of receipts) count(tally.statuses, receipt.error?.name ?? receipt.status)
    state.release()
    state = next
    tally.blocks++
    tally.transactions += transactions.length
    count(tally.forks, fork)
  }
  state.release()
  return undefined
}
