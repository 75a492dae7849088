/** Runs sequences on litesvm and in blocks of ours on the token ledger, and compares everything they say. */
import { Account, type FailedTransactionMetadata, LiteSvm } from 'litesvm/dist/internal.js'
import { nobleCrypto } from '../../../src/crypto/noble.ts'
import type { State } from '../../../src/index.ts'
import { createGenesis, createNativeEngine, executeBlock } from '../../../src/index.ts'
import { encodeBase58 } from '../../../src/primitives/base58.ts'
import { servicesAfter } from '../../../src/services-after.ts'
import { SvmContext } from '../../../src/vms/svm/context.ts'
import { ProgramId } from '../../../src/vms/svm/ids.ts'
import { createSvmEngine, type SolanaDetails, svmIdentity } from '../../../src/vms/svm/index.ts'
import { peerError } from '../svm/peer.ts'
import { makeSequence, PAYER, UNIVERSE, WALLETS, wireBytes } from './sequences.ts'

const FUNDS = 1_000_000_000_000n
const BLOCKHASH = nobleCrypto.sha256(new TextEncoder().encode('spl fuzz blockhash'))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

export interface SequenceResult {
  /** What differed, in words; undefined if nothing did. */
  readonly difference: string | undefined
  readonly transactions: number
  readonly succeeded: number
}

interface Ran {
  readonly error: string | undefined
  readonly units: number
  readonly logs: readonly string[]
}

/** Units are compared or not: some texts and numbers of UI amounts cost what digits cost. */
const FUNDED = [PAYER, ...WALLETS]

export class SequencePair {
  private readonly peer = new LiteSvm()
  private readonly engines = [
    createNativeEngine({ machines: [svmIdentity] }),
    createSvmEngine({ verifySignatures: false }),
  ]
  readonly base: State
  /** The state after the last sequence. */
  state: State

  constructor() {
    this.peer.setSigverify(false)
    this.peer.setTransactionHistory(0n)
    this.peer.setBlockhashCheck(false)
    // Every Solana chain has it; litesvm does not.
    const nativeMint = new Uint8Array(82)
    nativeMint.set([9, 1], 44)
    this.peer.setAccount(
      ProgramId.nativeMint,
      new Account(1_461_600n, nativeMint, ProgramId.token, false, 0n),
    )
    const ata = this.peer.getAccount(ProgramId.associatedToken)!
    this.base = createGenesis({
      chainId: 1n,
      engines: this.engines,
      solanaAccounts: [
        ...FUNDED.map((key) => ({
          pubkey: encodeBase58(key),
          account: {
            lamports: FUNDS,
            data: new Uint8Array(0),
            owner: encodeBase58(ProgramId.system),
            executable: false,
          },
        })),
        {
          pubkey: encodeBase58(ProgramId.associatedToken),
          account: {
            lamports: ata.lamports(),
            data: Uint8Array.from(ata.data()),
            owner: encodeBase58(Uint8Array.from(ata.owner())),
            executable: true,
          },
        },
      ],
    })
    this.state = this.base
    this.reset()
  }

  private reset(): void {
    for (const key of UNIVERSE) {
      const lamports = FUNDED.includes(key) ? FUNDS : 0n
      this.peer.setAccount(
        key,
        new Account(lamports, new Uint8Array(0), ProgramId.system, false, 0n),
      )
    }
  }

  private runPeer(bytes: Uint8Array): Ran {
    const result = this.peer.sendLegacyTransaction(bytes)
    const failed = 'meta' in result ? (result as FailedTransactionMetadata) : undefined
    const meta = failed === undefined ? (result as never) : failed.meta()
    const { computeUnitsConsumed, logs } = meta as ReturnType<FailedTransactionMetadata['meta']>
    return {
      error: failed && peerError(failed),
      units: Number(computeUnitsConsumed.call(meta)),
      logs: logs.call(meta),
    }
  }

  private runOwn(all: readonly Uint8Array[]): Ran[] {
    const result = executeBlock(
      this.base,
      all.map((bytes) => ({ kind: 'solana' as const, bytes })),
      { solana: { slot: 447552001n, blockhash: BLOCKHASH } },
      { engines: this.engines },
    )
    this.state = result.state
    return result.receipts.map((receipt) => {
      const details = receipt.details as SolanaDetails | undefined
      const { error, computeUnitsConsumed = 0, logs = [] } = details ?? {}
      const { name, index, instruction } = error ?? {}
      const inner =
        instruction?.name === 'Custom' ? `Custom ${instruction.custom}` : instruction?.name
      if (name === 'InsufficientFundsForRent')
        return {
          error: 'TransactionErrorInsufficientFundsForRent',
          units: computeUnitsConsumed,
          logs,
        }
      if (receipt.status === 'rejected')
        return { error: `rejected ${receipt.error?.message}`, units: 0, logs: [] }
      return {
        error: name && (inner === undefined ? name : `instruction ${index} ${inner}`),
        units: computeUnitsConsumed,
        logs,
      }
    })
  }

  /** What our last state and the peer say of an address, where they differ. */
  private compareAccounts(): string | undefined {
    const context = new SvmContext(servicesAfter(this.state, {}, { crypto: nobleCrypto }), {})
    context.begin()
    const text = (lamports: bigint, owner: Uint8Array, data: Uint8Array) =>
      lamports === 0n ? 'none' : `${lamports} ${encodeBase58(owner)} ${hex(data)}`
    for (const [i, key] of UNIVERSE.entries()) {
      const own = context.load(key)
      const theirs = this.peer.getAccount(key)
      const ours = own === undefined ? 'none' : text(own.lamports, own.owner, own.data)
      const other =
        theirs === null
          ? 'none'
          : text(theirs.lamports(), theirs.owner(), Uint8Array.from(theirs.data()))
      if (ours !== other) return `account ${i} ${encodeBase58(key)}: ours ${ours}, theirs ${other}`
    }
    return undefined
  }

  run(seed: number, length?: number): SequenceResult {
    const transactions = makeSequence(seed, length)
    const wires = transactions.map((one, i) => wireBytes(one, BLOCKHASH, i))
    this.reset()
    const own = this.runOwn(wires)
    let succeeded = 0
    let difference: string | undefined
    let units: string | undefined
    for (const [i, bytes] of wires.entries()) {
      const theirs = this.runPeer(bytes)
      const ours = own[i]!
      if (theirs.error === undefined) succeeded++
      if (difference !== undefined) continue
      const kinds = transactions[i]!.map(({ data }) => data[0]).join(',')
      if (ours.error !== theirs.error)
        difference = `transaction ${i} [${kinds}]: error ours ${ours.error}, theirs ${theirs.error}; ${theirs.logs.slice(-3).join(' | ')}`
      else if (ours.units !== theirs.units)
        units ??= `transaction ${i} [${kinds}]: units ours ${ours.units}, theirs ${theirs.units}, ${ours.error}`
      else if (ours.logs.join('\n') !== theirs.logs.join('\n'))
        difference = `transaction ${i} [${kinds}]: logs ${ours.logs.filter((line, j) => line !== theirs.logs[j]).join(' | ')} theirs ${theirs.logs.filter((line, j) => line !== ours.logs[j]).join(' | ')}`
    }
    difference ??= this.compareAccounts() ?? units
    return {
      difference: difference && `sequence ${seed}: ${difference}`,
      transactions: wires.length,
      succeeded,
    }
  }
}
