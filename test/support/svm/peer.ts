/**
 * npm litesvm as the peer of the runtime: the same transaction bytes go to both, each starting from the peer's accounts,
 * and everything they say is compared. Our side is `processInstruction` over a small pipeline, without the engine.
 */
import {
  Account,
  type FailedTransactionMetadata,
  LiteSvm,
  type TransactionMetadata,
} from 'litesvm/dist/internal.js'
import { nobleCrypto } from '../../../src/crypto/noble.ts'
import { ByteArena } from '../../../src/primitives/arena.ts'
import { equalBytes, wordToKey } from '../../../src/primitives/bytes.ts'
import { addressText, ProgramId, publicKey, SysvarId } from '../../../src/vms/svm/ids.ts'
import { KeyTable } from '../../../src/vms/svm/known-keys.ts'
import { computeBudgetProgram } from '../../../src/vms/svm/programs/compute-budget.ts'
import { LOADER_BUILTINS, LOADERS } from '../../../src/vms/svm/programs/loaders/index.ts'
import { PRECOMPILES } from '../../../src/vms/svm/programs/precompiles/index.ts'
import { systemProgram } from '../../../src/vms/svm/programs/system/index.ts'
import { keepsItsBalance } from '../../../src/vms/svm/rent.ts'
import { sbpfVersions } from '../../../src/vms/svm/runtime/features.ts'
import {
  createAccount,
  DEFAULT_FEATURES,
  type Features,
  ProgramCache,
  processInstruction,
  type RuntimeHost,
  Sysvars,
  type TransactionAccount,
  TransactionContext,
} from '../../../src/vms/svm/runtime/index.ts'
import { syscallTable } from '../../../src/vms/svm/runtime/syscalls/table.ts'
import { loadElf, type VmPool, verify } from '../../../src/vms/svm/sbpf/index.ts'
import { computeBudgetOf, feeOf } from '../../../src/vms/svm/transaction/compute-budget.ts'
import {
  decodeSolanaTransaction,
  readTransaction,
} from '../../../src/vms/svm/transaction/decode.ts'
import { instructionsSysvar } from '../../../src/vms/svm/transaction/instructions-sysvar.ts'
import { hasFlag, KeyFlag, loadMessage } from '../../../src/vms/svm/transaction/loaded-message.ts'
import { resolveLookups } from '../../../src/vms/svm/transaction/lookup-tables.ts'

import type { OwnershipWatch } from './ownership.ts'

/** Numbers of litesvm's fieldless enum that are not Solana's: Custom is left out, BorshIoError stands last. */
const PEER_NAMES: readonly string[] = [
  ...['GenericError', 'InvalidArgument', 'InvalidInstructionData', 'InvalidAccountData'],
  ...['AccountDataTooSmall', 'InsufficientFunds', 'IncorrectProgramId', 'MissingRequiredSignature'],
  ...['AccountAlreadyInitialized', 'UninitializedAccount', 'UnbalancedInstruction'],
  ...['ModifiedProgramId', 'ExternalAccountLamportSpend', 'ExternalAccountDataModified'],
  ...['ReadonlyLamportChange', 'ReadonlyDataModified', 'DuplicateAccountIndex'],
  ...['ExecutableModified', 'RentEpochModified', 'NotEnoughAccountKeys', 'AccountDataSizeChanged'],
  ...['AccountNotExecutable', 'AccountBorrowFailed', 'AccountBorrowOutstanding'],
  ...['DuplicateAccountOutOfSync', 'InvalidError', 'ExecutableDataModified'],
  ...['ExecutableLamportChange', 'ExecutableAccountNotRentExempt', 'UnsupportedProgramId'],
  ...['CallDepth', 'MissingAccount', 'ReentrancyNotAllowed', 'MaxSeedLengthExceeded'],
  ...['InvalidSeeds', 'InvalidRealloc', 'ComputationalBudgetExceeded', 'PrivilegeEscalation'],
  ...['ProgramEnvironmentSetupFailure', 'ProgramFailedToComplete', 'ProgramFailedToCompile'],
  ...['Immutable', 'IncorrectAuthority', 'AccountNotRentExempt', 'InvalidAccountOwner'],
  ...['ArithmeticOverflow', 'UnsupportedSysvar', 'IllegalOwner'],
  ...['MaxAccountsDataAllocationsExceeded', 'MaxAccountsExceeded'],
  ...['MaxInstructionTraceLengthExceeded', 'BuiltinProgramsMustConsumeComputeUnits'],
  'BorshIoError',
]

/** Everything one side says about one transaction, ready to be compared. */
export interface Observed {
  readonly error: string | undefined
  readonly units: number
  readonly logs: readonly string[]
  readonly returnData: string
  readonly inner: readonly (readonly string[])[]
  /** Each account the transaction names, in its order. */
  readonly accounts: readonly string[]
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

function describeAccount(
  key: Uint8Array,
  account: { lamports: bigint; owner: Uint8Array; data: Uint8Array; executable: boolean },
): string {
  if (account.lamports === 0n) return `${addressText(key)}: none`
  const { lamports, owner, data, executable } = account
  const flag = executable ? ' executable' : ''
  return `${addressText(key)}: ${lamports} of ${addressText(owner)}${flag} ${hex(nobleCrypto.sha256(data))} ${data.length}`
}

export function peerError(failed: FailedTransactionMetadata): string {
  const error = failed.err()
  if (typeof error === 'number') return `transaction error ${error}`
  if (!('err' in error)) return error.constructor.name
  const inner = error.err()
  const name =
    typeof inner === 'number'
      ? PEER_NAMES[inner]
      : 'code' in inner
        ? `Custom ${inner.code}`
        : 'BorshIoError'
  return `instruction ${error.index} ${name}`
}

const SYSVARS = {
  clock: SysvarId.clock,
  epochSchedule: SysvarId.epochSchedule,
  rent: SysvarId.rent,
  lastRestartSlot: SysvarId.lastRestartSlot,
  epochRewards: SysvarId.epochRewards,
  slotHashes: SysvarId.slotHashes,
  stakeHistory: SysvarId.stakeHistory,
  recentBlockhashes: SysvarId.recentBlockhashes,
}

/** Both sides, on the peer's accounts. */
export class Pair {
  readonly peer: LiteSvm = new LiteSvm()
  readonly features: Features
  /** Transactions that both sides ran. */
  compared = 0
  /** Looks at who changes what on our side. */
  watch: OwnershipWatch | undefined
  private readonly programs: ProgramCache

  /** A pool of one's own decides on which tier programs run; other features than mainnet's are for `runOwn`. */
  constructor(pool?: VmPool, features: Features = DEFAULT_FEATURES) {
    this.features = features
    const load = (elf: Uint8Array) => {
      const executable = loadElf(elf, {
        syscalls: syscallTable(this.features),
        ...sbpfVersions(this.features),
      })
      verify(executable)
      return executable
    }
    this.programs = new ProgramCache(load, (bytes) => nobleCrypto.sha256(bytes), pool)
    this.peer.setSigverify(false)
    this.peer.setTransactionHistory(0n)
    this.peer.setBlockhashCheck(false)
    this.nextSlot()
  }

  /** The peer runs programs in the slot that deployed them; we, as validators, from the next one. */
  nextSlot(): void {
    this.peer.warpToSlot(this.peer.getClock().slot + 1n)
  }

  /** Installs a program of the upgradeable loader. Throws if the peer refuses it. */
  install(program: Uint8Array, elf: Uint8Array): void {
    this.peer.addProgram(program, elf)
    this.nextSlot()
  }

  read(key: Uint8Array) {
    const found = this.peer.getAccount(key)
    if (found === null) {
      return { lamports: 0n, owner: ProgramId.system, data: new Uint8Array(0), executable: false }
    }
    return {
      lamports: found.lamports(),
      owner: Uint8Array.from(found.owner()),
      data: Uint8Array.from(found.data()),
      executable: found.executable(),
    }
  }

  /** Puts an account there, for both sides. */
  put(
    key: Uint8Array,
    fields: { lamports?: bigint; owner?: Uint8Array; data?: Uint8Array; executable?: boolean },
  ): void {
    const { lamports = 10n ** 9n, owner = ProgramId.system, data = new Uint8Array(0) } = fields
    this.peer.setAccount(key, new Account(lamports, data, owner, fields.executable ?? false, 0n))
  }

  private observePeer(bytes: Uint8Array, keys: readonly Uint8Array[]): Observed {
    const versioned = decodeSolanaTransaction(bytes).message.version === 0
    const result = versioned
      ? this.peer.sendVersionedTransaction(bytes)
      : this.peer.sendLegacyTransaction(bytes)
    const failed = 'meta' in result ? result : undefined
    const meta: TransactionMetadata = failed ? failed.meta() : (result as TransactionMetadata)
    const returned = meta.returnData()
    const data = returned.data()
    return {
      error: failed && peerError(failed),
      units: Number(meta.computeUnitsConsumed()),
      logs: meta.logs(),
      returnData: data.length === 0 ? '' : `${addressText(returned.programId())} ${hex(data)}`,
      inner: meta.innerInstructions().map((list) =>
        list.map((entry) => {
          const instruction = entry.instruction()
          const accounts = [...instruction.accounts()].join(',')
          return `${entry.stackHeight()} ${instruction.programIdIndex()} [${accounts}] ${hex(instruction.data())}`
        }),
      ),
      accounts: keys.map((key) => describeAccount(key, this.read(key))),
    }
  }

  private host(): RuntimeHost {
    const host: RuntimeHost = {
      crypto: nobleCrypto,
      builtins: new Map([
        [wordToKey(ProgramId.system), systemProgram],
        [wordToKey(ProgramId.computeBudget), computeBudgetProgram],
        ...LOADER_BUILTINS,
      ]),
      precompiles: PRECOMPILES,
      loaders: LOADERS,
      programs: this.programs,
      readAccount: (key) => this.read(key),
      epochStake: () => 0n,
    }
    return this.watch?.wrap(host) ?? host
  }

  private sysvars(): Sysvars {
    const entries = Object.entries(SYSVARS).map(([name, id]) => [name, this.read(id).data])
    return new Sysvars(Object.fromEntries(entries))
  }

  private loadKeys(bytes: Uint8Array) {
    const keys = new KeyTable()
    const { message } = readTransaction(bytes, keys, new ByteArena())
    const sysvars = this.sysvars()
    const source = {
      slot: sysvars.clock.slot,
      load: (key: Uint8Array) => this.read(key),
      hasSlot: () => false,
    }
    const loaded = loadMessage(message, resolveLookups(source, message.lookups), keys)
    return { loaded, sysvars }
  }

  private prepare(bytes: Uint8Array) {
    const { loaded, sysvars } = this.loadKeys(bytes)
    const { message, keys } = loaded
    const budget = computeBudgetOf(message)
    const fee = feeOf(message, budget)
    const accounts: TransactionAccount[] = keys.map((key, i) => {
      const account = createAccount({ key, ...this.read(key) })
      if (i === 0) account.lamports -= fee.base + fee.priority
      if (equalBytes(key, SysvarId.instructions)) {
        account.data = instructionsSysvar(loaded)
        account.owner = SysvarId.owner
      }
      return account
    })
    const before = accounts.map((account) => ({ ...account, data: account.data.slice() }))
    const context = new TransactionContext({
      accounts,
      instructionData: message.instructions.map(({ data }) => data),
      host: this.host(),
      features: this.features,
      sysvars,
      blockhash: message.blockhash,
      lamportsPerSignature: 5000n,
      meter: { remaining: budget.unitLimit },
      heapBytes: budget.heapBytes,
    })
    return { loaded, context, before, budget }
  }

  private observeOwn(bytes: Uint8Array): Observed {
    const { loaded, context, before, budget } = this.prepare(bytes)
    const { message, keys } = loaded
    let error: string | undefined
    for (const [i, instruction] of message.instructions.entries()) {
      const failure = processInstruction(context, {
        program: instruction.program,
        accounts: Array.from(instruction.accounts, (index) => ({
          index,
          signer: hasFlag(loaded, index, KeyFlag.signer),
          writable: hasFlag(loaded, index, KeyFlag.writable),
        })),
        data: instruction.data,
      })
      if (failure === undefined) continue
      const name = failure.name === 'Custom' ? `Custom ${failure.custom}` : failure.name
      error = `instruction ${i} ${name}`
      break
    }
    const rentPaying = keys.some((key, i) => {
      const old = before[i]!
      const from = { lamports: old.lamports, dataLength: old.data.length, owner: old.owner }
      const { lamports, data, owner } = context.accounts[i]!
      const allowed = keepsItsBalance(key, from, { lamports, dataLength: data.length, owner })
      return hasFlag(loaded, i, KeyFlag.writable) && !allowed
    })
    if (error === undefined && rentPaying) error = 'TransactionErrorInsufficientFundsForRent'
    const after = error === undefined ? context.accounts : before
    return {
      error,
      units: budget.unitLimit - context.meter.remaining,
      logs: context.logs.lines,
      returnData:
        context.returnData.data.length === 0
          ? ''
          : `${addressText(context.returnData.programId)} ${hex(context.returnData.data)}`,
      inner: this.innerOf(context, message.instructions.length),
      accounts: keys.map((key, i) =>
        // The sysvar is made for each transaction and lives in no state.
        describeAccount(key, equalBytes(key, SysvarId.instructions) ? this.read(key) : after[i]!),
      ),
    }
  }

  private innerOf(context: TransactionContext, count: number): string[][] {
    const lists: string[][] = []
    for (const { instruction, height } of context.trace) {
      if (height === 1) {
        lists.push([])
        continue
      }
      const accounts = instruction.accounts.map(({ index }) => index).join(',')
      lists.at(-1)!.push(`${height} ${instruction.program} [${accounts}] ${hex(instruction.data)}`)
    }
    // The peer lists instructions that a failure left out.
    while (lists.length < count) lists.push([])
    return lists
  }

  /** Runs both; the peer's state moves on. */
  run(bytes: Uint8Array): { own: Observed; peer: Observed } {
    const { keys } = this.loadKeys(bytes).loaded
    this.compared++
    const own = this.observeOwn(bytes)
    return { own, peer: this.observePeer(bytes, keys) }
  }

  /** Runs our side alone, on the peer's accounts, and keeps nothing. */
  runOwn(bytes: Uint8Array): Observed {
    return this.observeOwn(bytes)
  }

  /** An ELF of the peer's default programs. */
  elf(program: string): Uint8Array {
    const { data, owner } = this.read(publicKey(program))
    if (!equalBytes(owner, ProgramId.upgradeableLoader)) return data
    return this.read(data.slice(4, 36)).data.subarray(45)
  }
}
