/**
 * Single instructions of the Token program on arbitrary accounts, also ones that no program would leave so: on litesvm's
 * p-token and on the builtin's semantics over the same bytes.
 */
import { Account, type FailedTransactionMetadata, LiteSvm } from 'litesvm/dist/internal.js'
import { nobleCrypto } from '../../../src/crypto/noble.ts'
import { equalBytes, wordToKey } from '../../../src/primitives/bytes.ts'
import {
  readMint,
  readMultisig,
  readTokenAccount,
  type SiteObserver,
} from '../../../src/token/spl/index.ts'
import { ProgramId, publicKey, SysvarId } from '../../../src/vms/svm/ids.ts'
import {
  createTokenProgram,
  type TokenBacking,
} from '../../../src/vms/svm/programs/token/program.ts'
import {
  createAccount,
  DEFAULT_FEATURES,
  ProgramCache,
  processInstruction,
  type RuntimeHost,
  Sysvars,
  TransactionContext,
} from '../../../src/vms/svm/runtime/index.ts'
import { peerError } from '../svm/peer.ts'

const TOKEN_2022 = publicKey('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb')
const NATIVE_MINT = publicKey('So11111111111111111111111111111111111111112')

/** An account as both sides get it. */
export interface CaseAccount {
  readonly key: Uint8Array
  readonly owner: Uint8Array
  readonly lamports: bigint
  readonly data: Uint8Array
  readonly signer: boolean
  readonly writable: boolean
}

/** One instruction: accounts by position in the list. */
export interface OneShot {
  readonly accounts: readonly CaseAccount[]
  readonly metas: readonly number[]
  readonly data: Uint8Array
}

export interface Outcome {
  readonly error: string | undefined
  readonly units: number
  readonly logs: readonly string[]
  readonly accounts: readonly string[]
}

/** The builtin's semantics over plain bytes: what no ledger keeps. */
export const BYTES_BACKING: TokenBacking = {
  open(invoke) {
    const dataOf = (index: number) => invoke.transaction.accounts[index]!.data.slice()
    return {
      tokenAccount: ({ index }) => readTokenAccount(dataOf(index)),
      mint: ({ index }) => readMint(dataOf(index)),
      multisig: ({ index }) => readMultisig(dataOf(index)),
      rentMinimum: (length) => BigInt(128 + length) * 6960n,
      isRentSysvar: ({ key }) => equalBytes(key, SysvarId.rent),
      token2022: TOKEN_2022,
      isNativeMint: (key) => equalBytes(key, NATIVE_MINT),
    }
  },
  apply: () => undefined,
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

function describe(lamports: bigint, owner: Uint8Array, data: Uint8Array): string {
  return lamports === 0n ? 'none' : `${lamports} ${hex(owner).slice(0, 8)} ${hex(data)}`
}

/** Both sides. The peer's first key pays. */
export class OneShotPair {
  readonly peer = new LiteSvm()
  private readonly payer = nobleCrypto.sha256(Uint8Array.of(1, 2, 3))
  private readonly programs = new ProgramCache(
    () => {
      throw new Error('no compiled program expected')
    },
    (bytes) => nobleCrypto.sha256(bytes),
  )
  private readonly sysvars: Sysvars
  private readonly rent: Uint8Array

  constructor() {
    this.peer.setSigverify(false)
    this.peer.setTransactionHistory(0n)
    this.peer.setBlockhashCheck(false)
    this.peer.setAccount(
      this.payer,
      new Account(10n ** 18n, new Uint8Array(0), ProgramId.system, false, 0n),
    )
    const of = (id: Uint8Array) => Uint8Array.from(this.peer.getAccount(id)!.data())
    this.rent = of(SysvarId.rent)
    this.sysvars = new Sysvars({
      clock: of(SysvarId.clock),
      epochSchedule: of(SysvarId.epochSchedule),
      rent: this.rent,
      lastRestartSlot: of(SysvarId.lastRestartSlot),
      epochRewards: of(SysvarId.epochRewards),
      slotHashes: of(SysvarId.slotHashes),
      stakeHistory: of(SysvarId.stakeHistory),
    })
  }

  private isSysvar(key: Uint8Array): boolean {
    return equalBytes(key, SysvarId.rent)
  }

  /** On litesvm. */
  runPeer({ accounts, metas, data }: OneShot): Outcome {
    for (const { key, owner, lamports, data: bytes } of accounts) {
      if (this.isSysvar(key)) continue
      this.peer.setAccount(key, new Account(lamports, bytes, owner, false, 0n))
    }
    const order = accounts.map((_, i) => i)
    const rank = ({ signer, writable }: CaseAccount) => (signer ? 0 : 2) + (writable ? 0 : 1)
    order.sort((a, b) => rank(accounts[a]!) - rank(accounts[b]!))
    const place = new Map(order.map((index, i) => [index, i + 1]))
    const count = (test: (account: CaseAccount) => boolean) => accounts.filter(test).length
    const signers = 1 + count(({ signer }) => signer)
    const message = [
      signers,
      count(({ signer, writable }) => signer && !writable),
      1 + count(({ signer, writable }) => !signer && !writable),
      accounts.length + 2,
      ...this.payer,
      ...order.flatMap((index) => [...accounts[index]!.key]),
      ...ProgramId.token,
      ...new Uint8Array(32),
      1,
      accounts.length + 1,
      metas.length,
      ...metas.map((meta) => place.get(meta)!),
      ...(data.length < 128 ? [data.length] : [(data.length & 127) | 128, data.length >> 7]),
      ...data,
    ]
    const bytes = Uint8Array.from([signers, ...new Uint8Array(64 * signers), ...message])
    const result = this.peer.sendLegacyTransaction(bytes)
    const failed = 'meta' in result ? (result as FailedTransactionMetadata) : undefined
    const meta = failed === undefined ? (result as never) : failed.meta()
    const { computeUnitsConsumed, logs } = meta as ReturnType<FailedTransactionMetadata['meta']>
    return {
      error: failed && peerError(failed),
      units: Number(computeUnitsConsumed.call(meta)),
      logs: logs.call(meta),
      accounts: accounts.map(({ key }) => {
        const after = this.peer.getAccount(key)
        if (after === null || this.isSysvar(key)) return 'none'
        return describe(after.lamports(), after.owner(), Uint8Array.from(after.data()))
      }),
    }
  }

  /** On the builtin, over bytes. */
  runOwn({ accounts, metas, data }: OneShot, onSite?: SiteObserver): Outcome {
    const host: RuntimeHost = {
      crypto: nobleCrypto,
      builtins: new Map([[wordToKey(ProgramId.token), createTokenProgram(BYTES_BACKING, onSite)]]),
      precompiles: new Map(),
      loaders: new Map(),
      programs: this.programs,
      readAccount: () => undefined,
      epochStake: () => 0n,
    }
    const given = accounts.map((account) =>
      this.isSysvar(account.key)
        ? createAccount({ ...account, owner: SysvarId.owner, data: this.rent })
        : createAccount(account),
    )
    const program = createAccount({
      key: ProgramId.token,
      lamports: 1n,
      owner: ProgramId.nativeLoader,
      data: new Uint8Array(0),
      executable: true,
    })
    const context = new TransactionContext({
      accounts: [...given, program],
      instructionData: [data],
      host,
      features: DEFAULT_FEATURES,
      sysvars: this.sysvars,
      blockhash: new Uint8Array(32),
      lamportsPerSignature: 5000n,
      meter: { remaining: 200_000 },
      heapBytes: 32768,
    })
    const failure = processInstruction(context, {
      program: given.length,
      accounts: metas.map((index) => {
        const { signer, writable } = accounts[index]!
        return { index, signer, writable: writable && !this.isSysvar(accounts[index]!.key) }
      }),
      data,
    })
    const name = failure?.name === 'Custom' ? `Custom ${failure.custom}` : failure?.name
    const rentError = failure === undefined && this.rentError(accounts, context)
    const failed = failure !== undefined || rentError
    return {
      error: rentError
        ? 'TransactionErrorInsufficientFundsForRent'
        : name && `instruction 0 ${name}`,
      units: 200_000 - context.meter.remaining,
      logs: context.logs.lines,
      accounts: given.map(({ key, lamports, owner, data: after }, i) => {
        const before = accounts[i]!
        if (this.isSysvar(key)) return 'none'
        if (failed) return describe(before.lamports, before.owner, before.data)
        return describe(lamports, owner, after)
      }),
    }
  }

  private rentError(accounts: readonly CaseAccount[], context: TransactionContext): boolean {
    const minimum = (length: number) => BigInt(128 + length) * 6960n
    return accounts.some(({ writable, lamports: old, data: oldData, key }, i) => {
      const { lamports, data } = context.accounts[i]!
      if (!writable || lamports === 0n || lamports >= minimum(data.length)) return false
      if (hex(key).startsWith('0033907')) return false
      const wasPaying = old > 0n && old < minimum(oldData.length)
      return !(wasPaying && oldData.length === data.length && lamports >= old)
    })
  }
}
