/**
 * litesvm's p-token in our own virtual machine, instruction by instruction: which slots a case passes, for finding out what
 * its units are made of, and which of the program's branches the cases reach.
 */
import { LiteSvm } from 'litesvm/dist/internal.js'
import { nobleCrypto } from '../../../src/crypto/noble.ts'
import { equalBytes } from '../../../src/primitives/bytes.ts'
import { ProgramId, SysvarId } from '../../../src/vms/svm/ids.ts'
import { LOADERS } from '../../../src/vms/svm/programs/loaders/index.ts'
import { sbpfVersions } from '../../../src/vms/svm/runtime/features.ts'
import {
  createAccount,
  DEFAULT_FEATURES,
  ProgramCache,
  processInstruction,
  type RuntimeHost,
  Sysvars,
  TransactionContext,
} from '../../../src/vms/svm/runtime/index.ts'
import { syscallTable } from '../../../src/vms/svm/runtime/syscalls/table.ts'
import { type Executable, loadElf, verify } from '../../../src/vms/svm/sbpf/index.ts'
import type { OneShot } from './one-shot.ts'

export interface ElfOutcome {
  readonly error: string | undefined
  readonly units: number
  readonly logs: readonly string[]
}

/** Told of every slot before it runs, with r0 to r10 as pairs of halves. */
export type SlotObserver = (slot: number, registers: Int32Array) => void

/** Runs cases on the ELF. */
export class ElfTrace {
  readonly executable: Executable
  private readonly elf: Uint8Array
  private readonly programs: ProgramCache
  private readonly sysvars: Sysvars
  private readonly rent: Uint8Array

  constructor() {
    const peer = new LiteSvm()
    const program = Uint8Array.from(peer.getAccount(ProgramId.token)!.data())
    // Loader 3: the address of the program's data behind its number, there the ELF behind 45 bytes.
    const data = Uint8Array.from(peer.getAccount(program.subarray(4, 36))!.data())
    this.elf = data.slice(45)
    const load = (elf: Uint8Array) => {
      const executable = loadElf(elf, {
        syscalls: syscallTable(DEFAULT_FEATURES),
        ...sbpfVersions(DEFAULT_FEATURES),
      })
      verify(executable)
      return executable
    }
    this.executable = load(this.elf)
    this.programs = new ProgramCache(load, (bytes) => nobleCrypto.sha256(bytes))
    const of = (id: Uint8Array) => Uint8Array.from(peer.getAccount(id)!.data())
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

  run({ accounts, metas, data }: OneShot, onSlot: SlotObserver): ElfOutcome {
    const host: RuntimeHost = {
      crypto: nobleCrypto,
      builtins: new Map(),
      precompiles: new Map(),
      loaders: LOADERS,
      programs: this.programs,
      readAccount: () => undefined,
      epochStake: () => 0n,
    }
    const isRent = (key: Uint8Array) => equalBytes(key, SysvarId.rent)
    const given = accounts.map((account) =>
      createAccount(
        isRent(account.key) ? { ...account, owner: SysvarId.owner, data: this.rent } : account,
      ),
    )
    const program = createAccount({
      key: ProgramId.token,
      lamports: 1n,
      owner: ProgramId.loader2,
      data: this.elf,
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
      onStep: ({ registers }, slot) => onSlot(slot, registers),
    })
    const failure = processInstruction(context, {
      program: given.length,
      accounts: metas.map((index) => {
        const { signer, writable, key } = accounts[index]!
        return { index, signer, writable: writable && !isRent(key) }
      }),
      data,
    })
    return {
      error: failure?.name === 'Custom' ? `Custom ${failure.custom}` : failure?.name,
      units: 200_000 - context.meter.remaining,
      logs: context.logs.lines,
    }
  }
}
