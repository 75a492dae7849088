/**
 * A block of the EVM engine without the rest of the library: a machine over an in-memory state, transactions signed
 * by viem. Plays the part of the transition in the fewest lines.
 */
import type { Hex, TransactionSerializable } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { type BlockInput, resolveBlock } from '../../src/block-context.ts'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import type { BlockServices, CallRequest, Machine } from '../../src/engine.ts'
import { InvalidTransactionError } from '../../src/errors.ts'
import { EMPTY_BYTES, hexToBytes } from '../../src/primitives/bytes.ts'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import type { Outcome, Receipt } from '../../src/receipt.ts'
import { failureOf } from '../../src/receipt.ts'
import { Journal } from '../../src/state/journal.ts'
import type { Inspector } from '../../src/trace/inspector.ts'
import { EVM_CODEC, type EvmEngineOptions } from '../../src/vms/evm/context.ts'
import { createEvmEngine, type EvmBlockResult } from '../../src/vms/evm/engine.ts'
import { applyGenesisAlloc, type GenesisAlloc } from '../../src/vms/evm/genesis-alloc.ts'
import type { EvmRecord } from '../../src/vms/evm-core/record.ts'
import { MemoryState, testChain } from '../support/memory-state.ts'

export const crypto = nobleCrypto

/** Accounts of the tests, by number from 1. */
export function account(number: number) {
  return privateKeyToAccount(`0x${number.toString(16).padStart(64, '0')}`)
}

export const address = (hex: string): Uint8Array => hexToBytes(hex)

/** Signs with account `number`. */
export async function sign(number: number, tx: TransactionSerializable): Promise<Uint8Array> {
  return hexToBytes(await account(number).signTransaction(tx))
}

export const COINBASE = '0x00000000000000000000000000000000000c0ffe'

export interface BlockRun {
  readonly receipts: readonly Receipt[]
  readonly result: EvmBlockResult
  readonly journal: Journal
}

export interface RunOptions {
  readonly block?: BlockInput
  readonly engine?: EvmEngineOptions
  readonly inspector?: Inspector
}

export class TestChain {
  readonly state: MemoryState
  private number = 0n

  constructor(alloc: GenesisAlloc, chain = testChain()) {
    this.state = new MemoryState(chain)
    const journal = new Journal(this.state)
    applyGenesisAlloc(journal, crypto, alloc)
    this.state.apply(journal.takeDiff())
  }

  /** Opens the machine of the next block. */
  open(options: RunOptions = {}): { machine: Machine; services: BlockServices; journal: Journal } {
    const journal = new Journal(this.state)
    const root = new Uint8Array(32)
    const parent = {
      number: this.number,
      timestamp: 1000n,
      root,
      genesisRoot: root,
      chainId: this.state.chain.chainId,
    }
    const input = { gasLimit: 30_000_000n, coinbase: address(COINBASE), ...options.block }
    const services: BlockServices = {
      journal,
      chain: this.state.chain,
      block: resolveBlock(crypto, input, parent, this.state.chain.machines),
      crypto,
      caches: new Map(),
      inspector: options.inspector,
      transactionIndex: 0,
      cross: () => {
        throw new Error('no crossing here')
      },
    }
    const engine = createEvmEngine(options.engine)
    engine.validate?.(this.state.chain)
    return { machine: engine.open(services), services, journal }
  }

  /** Runs a block of raw transactions and applies it. */
  run(transactions: readonly Uint8Array[], options: RunOptions = {}): BlockRun {
    const { machine, services, journal } = this.open(options)
    this.number = services.block.number
    machine.begin?.()
    const receipts: Receipt[] = []
    let cumulative = 0n
    for (const [index, bytes] of transactions.entries()) {
      services.transactionIndex = index
      const receipt = runOne(machine, journal, bytes, index)
      cumulative += receipt.gasUsed
      receipts.push({ ...receipt, cumulativeGasUsed: cumulative })
    }
    const result = machine.end?.() as EvmBlockResult
    this.state.apply(journal.takeDiff())
    return { receipts, result, journal }
  }

  /** The EVM's record of an address within an open block. */
  recordOf(journal: Journal, hex: string): EvmRecord | undefined {
    return journal.record(EVM_CODEC, this.idOf(hex)).value
  }

  /** Ethereum's nonce of an address within an open block. */
  nonceIn(journal: Journal, hex: string): bigint {
    return this.recordOf(journal, hex)?.nonce ?? 0n
  }

  balance(hex: string): bigint {
    return this.state.account(this.idOf(hex))?.balance ?? 0n
  }

  idOf(hex: string): Uint8Array {
    const bytes = address(hex)
    return (
      this.state.alias(1, bytes)?.id ??
      crypto.sha256(Uint8Array.of(...new TextEncoder().encode('ace-legacy-evm'), ...bytes))
    )
  }

  /** Issued minus burnt, from the committed counters. */
  get supply(): bigint {
    const read = (name: string) => {
      const bytes = this.state.cell(0x03, [new TextEncoder().encode(name)])
      return bytes === undefined ? 0n : bytesToU256(bytes)
    }
    return read('issued') - read('burnt')
  }
}

/** Runs one raw transaction on an open machine. */
export function runOne(
  machine: Machine,
  journal: Journal,
  bytes: Uint8Array,
  index: number,
): Receipt {
  const base = { index, kind: 'ethereum', cumulativeGasUsed: 0n, changes: undefined }
  try {
    const life = machine.openRaw?.('ethereum', bytes)
    if (life === undefined) throw new Error('the evm expected to take raw transactions')
    life.validate()
    const sender = life.sender
    life.preExecute()
    const outcome: Outcome = life.execute()
    const settlement = life.postExecute(outcome)
    // A copy: an empty list is used again by the next transaction.
    const logs = [...journal.logs]
    journal.endTransaction()
    return {
      ...base,
      ...settlement,
      status: outcome.status,
      machine: life.machine,
      hash: life.hash,
      sender,
      logs,
      output: outcome.output,
      created: outcome.created,
      error: outcome.failure,
    }
  } catch (error) {
    if (!(error instanceof InvalidTransactionError)) throw error
    if (!journal.untouched) throw new Error('validation changed something')
    return {
      ...base,
      status: 'rejected',
      machine: 'evm',
      hash: EMPTY_BYTES,
      sender: undefined,
      gasUsed: 0n,
      effectiveGasPrice: 0n,
      fee: { paid: 0n, burnt: 0n, beneficiary: 0n },
      logs: [],
      output: EMPTY_BYTES,
      created: undefined,
      error: failureOf(error.codeName, error.message),
      details: undefined,
    }
  }
}

/** A call of an envelope without the envelope: prepared, validated, executed; the fee is not the engine's business. */
export function runPayload(
  chain: TestChain,
  request: Partial<CallRequest> & Pick<CallRequest, 'payload' | 'sender'>,
) {
  const { machine, journal } = chain.open()
  const call = machine.prepare({
    actingAddress: EMPTY_BYTES,
    gasLimit: 1_000_000n,
    gasPrice: 0n,
    crossings: 0,
    isStatic: false,
    ...request,
  })
  call.validate?.()
  const outcome = call.execute()
  const logs = [...journal.logs]
  journal.endTransaction()
  chain.state.apply(journal.takeDiff())
  return { call, outcome, logs }
}

export const ether = (amount: number): bigint => BigInt(amount) * 10n ** 18n
export const hex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}`
