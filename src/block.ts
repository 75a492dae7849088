/**
 * executeBlock: state and ordered transactions in, next state, receipts and root out. Synchronous and pure: the
 * given state is never changed, and if anything is thrown nothing has happened.
 */
import type { BlockContext, BlockInput, ParentContext } from './block-context.ts'
import { resolveBlock } from './block-context.ts'
import type { Crypto } from './crypto/types.ts'
import type { Engine, Life } from './engine.ts'
import { defaultEngines } from './engines.ts'
import { openEnvelope } from './envelope-life.ts'
import { Attestations } from './identity/attestation.ts'
import { ProofsAhead } from './identity/proofs-ahead.ts'
import type { SessionKeys } from './identity/session-macs.ts'
import type { ZkAceKeys } from './identity/zk/statement.ts'
import { ArgumentCheck, isBytes } from './primitives/argument.ts'
import type { Receipt } from './receipt.ts'
import type { OpenRouter } from './router.ts'
import { Router } from './router.ts'
import type { AccessSets } from './state/access.ts'
import { Journal } from './state/journal.ts'
import { readParent, writeParent } from './state/parent.ts'
import type { StateDiff } from './state/reader.ts'
import type { State } from './state/state.ts'
import type { Inspector } from './trace/inspector.ts'
import type { Transaction } from './transaction.ts'
import type { BlockMeter, TransitionOptions } from './transition.ts'
import { runTransaction } from './transition.ts'

/**
 * How to execute a block. `crypto` and `inspector` change no result; the record options and `onInvalid` change what is
 * returned, not the root.
 */
export interface ExecuteOptions {
  /** Default: all that come with the library. Every machine that the chain names must be among them. */
  readonly engines?: readonly Engine[]
  /** Default: the state's own, which defaults to the portable @noble backend. */
  readonly crypto?: Crypto
  /** Observes every transaction. Costs nothing when absent. */
  readonly inspector?: Inspector
  /** Keys of sessions whose transactions are judged by their MACs; what has only these is provisional (S17). */
  readonly sessionKeys?: SessionKeys
  /** Verification keys of ZK-ACE, for a chain that commits to them; needed once a proof is to be checked. */
  readonly zkKeys?: ZkAceKeys
  /** What to do with a transaction that may not be in a block. Default `reject`: a receipt of that status. */
  readonly onInvalid?: 'reject' | 'throw'
  /** Put the changed values of each transaction into its receipt. Default false. */
  readonly recordChanges?: boolean
  /** Report what each transaction read and wrote. Default false. */
  readonly recordAccess?: boolean
}

/** What {@link executeBlock} returns. */
export interface BlockResult {
  /** The next state; the given one is as it was. */
  readonly state: State
  /** One for each transaction given, in order, also for rejected ones. */
  readonly receipts: readonly Receipt[]
  /** Root of `state`, 32 bytes. */
  readonly root: Uint8Array
  /** Shared gas of all accepted transactions. */
  readonly gasUsed: bigint
  /** The block as it was executed, defaults filled in. */
  readonly block: BlockContext
  /** What each machine reported at the end of the block, by machine name. */
  readonly outputs: Readonly<Record<string, unknown>>
  /** By transaction index; present when `recordAccess` is set. */
  readonly access: readonly AccessSets[] | undefined
}

/** A block that was executed but not yet applied to the state. */
export interface ExecutedBlock extends Omit<BlockResult, 'state' | 'root'> {
  readonly diff: StateDiff
}

/**
 * Transactions that machines are told of at once. PERF: hundreds of signatures in a row find the tables of the curve in
 * the cache, and the transactions after them find their own code there; one by one each evicts the other.
 */
const LOOK_AHEAD = 1024

const DEFAULT_ROUTER = new Router(defaultEngines())

/** Facts of the block before `state`'s next one. Number is -1 before any block, so that block 0 may be executed. O(1). */
export function parentContext(state: State): ParentContext {
  const parent = readParent(state)
  return {
    number: parent?.number ?? -1n,
    timestamp: parent?.timestamp ?? 0n,
    root: state.root,
    genesisRoot: parent?.genesisRoot ?? state.root,
    chainId: state.chain.chainId,
  }
}

/**
 * Executes a block. Throws NVmError if the block does not follow the state's parent or a field is not of its type
 * (BlockNotAfterParent, InvalidBlockContext), if a transaction's bytes are no bytes (InvalidArgument), if a machine of the
 * chain has no engine, or a gas limit is for no machine of the chain (UnknownMachine), or if the state is partial
 * (MissingState), or if the host has no key or a wrong one, or a wrong list, of a session that is used
 * (MissingAttestationKey, WrongAttestation, InvalidProvenList); InvalidTransactionError only with `onInvalid: 'throw'`.
 * Cost: what the transactions' gas pays for, plus about log2(n / changed) + 3 hashes a changed leaf.
 */
export function executeBlock(
  state: State,
  transactions: readonly Transaction[],
  block: BlockInput = {},
  options: ExecuteOptions = {},
): BlockResult {
  const { diff, ...executed } = executeBlockUncommitted(state, transactions, block, options)
  const next = state.apply(diff)
  return { ...executed, state: next, root: next.root }
}

/** Everything {@link executeBlock} does but the last step, making the next state and its root. Throws as that does. */
export function executeBlockUncommitted(
  state: State,
  transactions: readonly Transaction[],
  block: BlockInput = {},
  options: ExecuteOptions = {},
): ExecutedBlock {
  checkTransactions(transactions)
  const crypto = options.crypto ?? state.crypto
  const parent = parentContext(state)
  const context = resolveBlock(crypto, block, parent, state.chain.machines)
  const journal = new Journal(state, { recordAccess: options.recordAccess ?? false })
  const router = options.engines === undefined ? DEFAULT_ROUTER : new Router(options.engines)
  const open = router.open({
    journal,
    chain: state.chain,
    block: context,
    crypto,
    caches: state.caches,
    inspector: options.inspector,
    transactionIndex: -1,
    zkKeys: options.zkKeys,
  })
  for (const [, machine] of open.machines) machine.begin?.()
  journal.endTransaction()
  const access: AccessSets[] = []
  const attestations = new Attestations(options.sessionKeys, block.provenLists)
  const meter: BlockMeter = { gasUsed: 0n, byMachine: new Map() }
  const receipts = runAll(open, attestations, transactions, meter, access, {
    onInvalid: options.onInvalid ?? 'reject',
    recordChanges: options.recordChanges ?? false,
  })
  const outputs: Record<string, unknown> = {}
  for (const [name, machine] of open.machines) {
    const output = machine.end?.()
    if (output !== undefined) outputs[name] = output
  }
  writeParent(journal, {
    number: context.number,
    timestamp: context.timestamp,
    genesisRoot: parent.genesisRoot,
  })
  journal.endTransaction()
  return {
    diff: journal.takeDiff(),
    receipts,
    gasUsed: meter.gasUsed,
    block: context,
    outputs,
    access: options.recordAccess === true ? access : undefined,
  }
}

/** A host's slip, not a sender's: a rejected receipt would blame the transaction. Cost: a type check each. */
function checkTransactions(transactions: readonly Transaction[]): void {
  const check = new ArgumentCheck('InvalidArgument', 'executeBlock')
  check.list('transactions', transactions)
  for (let i = 0; i < transactions.length; i++) {
    const bytes: unknown = transactions[i]?.bytes
    if (!isBytes(bytes)) check.bytes(`transactions[${i}].bytes`, bytes)
  }
}

function runAll(
  open: OpenRouter,
  attestations: Attestations,
  transactions: readonly Transaction[],
  meter: BlockMeter,
  access: AccessSets[],
  options: TransitionOptions,
): Receipt[] {
  const { journal } = open.services
  const receipts: Receipt[] = []
  const proofs = new ProofsAhead(open.services)
  const openLife = (router: OpenRouter, { kind, bytes }: Transaction): Life =>
    kind === 'envelope'
      ? openEnvelope(router, bytes, attestations, proofs)
      : router.openRaw(kind, bytes)
  for (let index = 0; index < transactions.length; index++) {
    if (index % LOOK_AHEAD === 0) {
      const coming = transactions.slice(index, index + LOOK_AHEAD)
      open.lookAhead(coming)
      proofs.fill(coming, index)
    }
    const transaction = transactions[index]
    if (transaction === undefined) continue
    receipts.push(runTransaction(open, openLife, transaction, index, meter, options))
    if (journal.access !== undefined) access.push(journal.access.last)
  }
  return receipts
}
