/** A chain with the Solana machine, and npm litesvm beside it: the same bytes run on both, everything is compared. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  Keypair,
  type TransactionInstruction,
  Transaction as Web3Transaction,
} from '@solana/web3.js'
import { LiteSVM } from 'litesvm'
import * as internal from 'litesvm/dist/internal.js'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import type { BlockInput, Receipt, State } from '../../src/index.ts'
import { createGenesis, createNativeEngine, executeBlock } from '../../src/index.ts'
import { decodeBase58, encodeBase58 } from '../../src/primitives/base58.ts'
import { Journal } from '../../src/state/journal.ts'
import type { SvmEngineOptions } from '../../src/vms/svm/index.ts'
import {
  createSvmEngine,
  type SolanaDetails,
  solanaAccount,
  svmIdentity,
} from '../../src/vms/svm/index.ts'
import { SvmAccounts } from '../../src/vms/svm/state/accounts.ts'
import { DataCache } from '../../src/vms/svm/state/data-cache.ts'

export interface PlainAccount {
  readonly lamports: bigint
  readonly owner: string
  readonly executable: boolean
  /** Hex. */
  readonly data: string
}

export interface AccountSeed {
  readonly key: Uint8Array
  readonly lamports: bigint
  readonly owner?: Uint8Array
  readonly data?: Uint8Array
  readonly executable?: boolean
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

export const keypair = (seed: number) =>
  Keypair.fromSeed(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? seed & 255 : seed >> 8)))

const SYSTEM = new Uint8Array(32)
const TOKEN = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'

/** Our side. */
export class SolanaHost {
  state: State
  readonly engines
  slot = 447552000n

  constructor(seeds: readonly AccountSeed[] = [], options: SvmEngineOptions = {}) {
    this.engines = [createNativeEngine({ machines: [svmIdentity] }), createSvmEngine(options)]
    this.state = createGenesis({
      chainId: 1n,
      engines: this.engines,
      solanaAccounts: seeds.map(({ key, lamports, owner, data, executable }) => ({
        pubkey: encodeBase58(key),
        account: {
          lamports,
          data: data ?? new Uint8Array(0),
          owner: encodeBase58(owner ?? SYSTEM),
          executable: executable ?? false,
        },
      })),
    })
  }

  edit(change: (journal: Journal) => void): void {
    const journal = new Journal(this.state)
    change(journal)
    journal.endTransaction()
    this.state = this.state.apply(journal.takeDiff())
  }

  /** Puts an account of one SOL there. */
  place(journal: Journal, key: Uint8Array, data: Uint8Array, owner: string): void {
    const account = {
      lamports: 1_000_000_000n,
      data,
      owner: decodeBase58(owner),
      executable: false,
    }
    const accounts = this.accounts(journal)
    journal.supply.issue(accounts.resolve(key).account, account.lamports * 10n ** 9n, 'genesis')
    accounts.place(key, account)
  }

  private accounts(journal: Journal): SvmAccounts {
    return new SvmAccounts({ journal, crypto, cache: new DataCache(0), blockNumber: 0n })
  }

  block(transactions: readonly Uint8Array[], block: BlockInput = {}): readonly Receipt[] {
    const result = executeBlock(
      this.state,
      transactions.map((bytes) => ({ kind: 'solana' as const, bytes })),
      block,
      { engines: this.engines },
    )
    this.state = result.state
    return result.receipts
  }

  account(key: Uint8Array): PlainAccount | undefined {
    const record = this.accounts(new Journal(this.state)).load(key)
    if (record === undefined) return undefined
    // What the Token program's accounts say is in the token ledger.
    const isToken = encodeBase58(record.owner) === TOKEN
    const found = isToken ? solanaAccount(this.state, key, { crypto })! : record
    return {
      lamports: found.lamports,
      owner: encodeBase58(found.owner),
      executable: found.executable,
      data: hex(found.data),
    }
  }
}

/** What one transaction came to, in one form for both. */
export interface Run {
  readonly error: unknown
  readonly units: number
  readonly logs: readonly string[]
  readonly returnData: string
  readonly inner: unknown
  readonly accounts: readonly (PlainAccount | undefined)[]
}

/** Names by number of an ambient const enum, which stands in litesvm's declarations only. */
function namesOf(name: string): string[] {
  const file = createRequire(import.meta.url).resolve('litesvm/dist/internal.d.ts')
  const body = new RegExp(`const enum ${name} \\{([^}]*)\\}`).exec(readFileSync(file, 'utf8'))?.[1]
  const names: string[] = []
  for (const [, key, value] of (body ?? '').matchAll(/(\w+) = (\d+)/g))
    names[Number(value)] = key ?? ''
  return names
}

const INSTRUCTION_ERRORS = namesOf('InstructionErrorFieldless')
const TRANSACTION_ERRORS = namesOf('TransactionErrorFieldless')

function peerError(error: unknown): unknown {
  if (typeof error === 'number') return TRANSACTION_ERRORS[error]
  if (error instanceof internal.TransactionErrorInstructionError) {
    const inner = error.err() as unknown
    if (typeof inner === 'number')
      return { name: 'InstructionError', index: error.index, error: INSTRUCTION_ERRORS[inner] }
    if (inner instanceof internal.InstructionErrorCustom)
      return { name: 'InstructionError', index: error.index, error: { custom: inner.code } }
    return { name: 'InstructionError', index: error.index, error: 'BorshIoError' }
  }
  if (error instanceof internal.TransactionErrorDuplicateInstruction)
    return { name: 'DuplicateInstruction', index: error.index }
  if (error instanceof internal.TransactionErrorInsufficientFundsForRent)
    return { name: 'InsufficientFundsForRent', index: error.accountIndex }
  return String(error)
}

function isLegacy(bytes: Uint8Array): boolean {
  const count = bytes[0]!
  return (bytes[1 + 64 * count]! & 0x80) === 0
}

/** litesvm's side. */
export class Peer {
  readonly svm: LiteSVM
  // The public wrapper takes transactions of its own; the same engine takes wire bytes.
  readonly inner: internal.LiteSvm

  constructor(seeds: readonly AccountSeed[] = []) {
    this.svm = new LiteSVM()
    this.inner = (this.svm as unknown as { inner: internal.LiteSvm }).inner
    for (const seed of seeds) this.set(seed)
  }

  set({ key, lamports, owner, data, executable }: AccountSeed): void {
    const account = new internal.Account(
      lamports,
      data ?? new Uint8Array(0),
      owner ?? SYSTEM,
      executable ?? false,
      (1n << 64n) - 1n,
    )
    this.inner.setAccount(key, account)
  }

  get blockhash(): string {
    return this.svm.latestBlockhash()
  }

  run(bytes: Uint8Array, keys: readonly Uint8Array[]): Run {
    const result = isLegacy(bytes)
      ? this.inner.sendLegacyTransaction(bytes)
      : this.inner.sendVersionedTransaction(bytes)
    const failed = result instanceof internal.FailedTransactionMetadata
    const meta = failed ? result.meta() : result
    const data = meta.returnData()
    return {
      error: failed ? peerError(result.err()) : undefined,
      units: Number(meta.computeUnitsConsumed()),
      logs: meta.logs(),
      returnData: hex(data.data()),
      inner: meta.innerInstructions().map((list) =>
        list.map((entry) => ({
          height: entry.stackHeight(),
          program: entry.instruction().programIdIndex(),
          accounts: [...entry.instruction().accounts()],
          data: hex(entry.instruction().data()),
        })),
      ),
      accounts: keys.map((key) => this.account(key)),
    }
  }

  account(key: Uint8Array): PlainAccount | undefined {
    const found = this.inner.getAccount(key)
    if (found === null || found.lamports() === 0n) return undefined
    return {
      lamports: found.lamports(),
      owner: encodeBase58(found.owner()),
      executable: found.executable(),
      data: hex(found.data()),
    }
  }
}

function ourError(receipt: Receipt): unknown {
  const details = receipt.details as SolanaDetails | undefined
  if (details?.error !== undefined) {
    const { name, index, instruction } = details.error
    if (instruction !== undefined) {
      const { custom } = instruction
      return { name, index, error: custom === undefined ? instruction.name : { custom } }
    }
    return index === undefined ? name : { name, index }
  }
  if (receipt.status !== 'rejected') return undefined
  const name = /; (\w+): /.exec(receipt.error?.message ?? '')?.[1] ?? receipt.error?.name
  const index = /Instruction (\d+)|instruction \((\d+)\)|account \((\d+)\)/.exec(
    receipt.error?.message ?? '',
  )
  const found = index?.[1] ?? index?.[2] ?? index?.[3]
  if (name === 'InstructionError')
    return { name, index: Number(found), error: 'InvalidInstructionData' }
  return found === undefined ? name : { name, index: Number(found) }
}

export function runOf(host: SolanaHost, receipt: Receipt, keys: readonly Uint8Array[]): Run {
  const details = receipt.details as SolanaDetails | undefined
  return {
    error: ourError(receipt),
    units: details?.computeUnitsConsumed ?? 0,
    logs: details?.logs ?? [],
    returnData: hex(details?.returnData?.data ?? new Uint8Array(0)),
    inner: (details?.innerInstructions ?? []).map((list) =>
      list.map(({ stackHeight, program, accounts, data }) => ({
        height: stackHeight,
        program,
        accounts: [...accounts],
        data: hex(data),
      })),
    ),
    accounts: keys.map((key) => host.account(key)),
  }
}

/** Both sides over the same first accounts. */
export class Pair {
  readonly ours: SolanaHost
  readonly peer: Peer
  /** Everything ever touched: compared after each transaction. */
  readonly keys: Uint8Array[]
  private used: string | undefined

  constructor(seeds: readonly AccountSeed[]) {
    this.ours = new SolanaHost(seeds)
    this.peer = new Peer(seeds)
    this.keys = seeds.map(({ key }) => key)
  }

  /** The hash both accept now. litesvm has one at a time. */
  get blockhash(): string {
    return this.peer.blockhash
  }

  /** A new hash on both. */
  next(): void {
    this.peer.svm.expireBlockhash()
  }

  /** Gives litesvm our accounts: after what it is known to do differently. */
  adopt(): void {
    for (const key of this.keys) {
      const found = this.ours.account(key)
      this.peer.set({
        key,
        lamports: found?.lamports ?? 0n,
        owner: found === undefined ? SYSTEM : decodeBase58(found.owner),
        data: Buffer.from(found?.data ?? '', 'hex'),
        executable: found?.executable ?? false,
      })
    }
  }

  watch(...keys: Uint8Array[]): void {
    this.keys.push(...keys)
  }

  /** Runs the bytes on both, ours in a block of its own under the peer's newest hash. */
  send(bytes: Uint8Array): { readonly ours: Run; readonly theirs: Run; readonly receipt: Receipt } {
    this.ours.slot++
    const { slot } = this.ours
    const hash = this.blockhash
    const fresh = hash !== this.used
    this.used = hash
    this.peer.svm.warpToSlot(slot)
    // A second transaction under one hash: a block of ours has to bring a new one, the old one stays recent.
    const blockhash = fresh
      ? decodeBase58(hash)
      : crypto.sha256(new TextEncoder().encode(`${slot}`))
    const [receipt] = this.ours.block([bytes], { solana: { slot, blockhash } })
    if (receipt === undefined) throw new Error('one receipt expected')
    const ours = runOf(this.ours, receipt, this.keys)
    return { ours, theirs: this.peer.run(bytes, this.keys), receipt }
  }

  legacy(
    instructions: readonly TransactionInstruction[],
    signers: readonly [Keypair, ...Keypair[]],
    blockhash = this.blockhash,
  ): Uint8Array {
    const transaction = new Web3Transaction()
    transaction.recentBlockhash = blockhash
    transaction.feePayer = signers[0].publicKey
    transaction.add(...instructions)
    transaction.sign(...signers)
    return new Uint8Array(
      transaction.serialize({ requireAllSignatures: false, verifySignatures: false }),
    )
  }
}
