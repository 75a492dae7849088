/** What the runtime is given: instructions, the host's hooks, built-in programs. */
import type { Crypto } from '../../../crypto/types.ts'
import type { Meter } from '../sbpf/index.ts'
import type { TransactionAccount } from './account.ts'
import type { Features } from './features.ts'
import type { InstructionError } from './instruction-error.ts'
import type { InvokeContext } from './invoke-context.ts'
import type { LogCollector } from './logs.ts'
import type { ProgramCache } from './program-cache.ts'
import type { Vm } from './run.ts'
import type { Sysvars } from './sysvars.ts'

/** One account of an instruction, with what this instruction may do to it. */
export interface InstructionAccount {
  /** Index into the transaction's accounts. */
  readonly index: number
  readonly signer: boolean
  readonly writable: boolean
}

/** An instruction whose addresses are resolved to the transaction's accounts. */
export interface Instruction {
  /** Index of the program into the transaction's accounts. */
  readonly program: number
  readonly accounts: readonly InstructionAccount[]
  readonly data: Uint8Array
}

/** An instruction as programs write it, with addresses. */
export interface AddressedInstruction {
  /** 32 bytes. */
  readonly programId: Uint8Array
  readonly accounts: readonly {
    readonly key: Uint8Array
    readonly signer: boolean
    readonly writable: boolean
  }[]
  readonly data: Uint8Array
}

/** An executed (or refused) instruction in order of its start: what inner instructions are listed from. */
export interface TraceEntry {
  readonly instruction: Instruction
  /** 1 is the transaction's own. */
  readonly height: number
}

/** Output of one program for another; empty data is none. */
export interface ReturnData {
  /** 32 bytes. */
  readonly programId: Uint8Array
  readonly data: Uint8Array
}

/** A program inside the engine. Must be deterministic; changes accounts through `invoke` only. */
export interface Builtin {
  /** Compute units charged before it runs; 0 for one that charges by itself. */
  readonly units: number
  /** Fails by returning an error, with a text of its own or not, or by `fail`. */
  run(invoke: InvokeContext): InstructionError | ProgramEnd | undefined
}

/** How a program failed; `text` is what the log says where that is not the error's own text. */
export interface ProgramEnd {
  readonly error: InstructionError
  readonly text?: string | undefined
}

/** Runs the frame's compiled program: one for each loader. Undefined is success. */
export type ProgramRunner = (frame: InvokeContext) => ProgramEnd | undefined

/** A signature program: checks `data`, which may point into other instructions; no logs, no units. */
export type Precompile = (
  data: Uint8Array,
  instructionData: readonly Uint8Array[],
  crypto: Crypto,
) => InstructionError | undefined

/** An account as it stands in state; do not change it. */
export type AccountView = Pick<TransactionAccount, 'lamports' | 'owner' | 'data' | 'executable'>

/** What a transaction needs of the engine around it. */
export interface RuntimeHost {
  readonly crypto: Crypto
  /** Built-in programs by `wordToKey(program id)`. They win over whatever account stands there. */
  readonly builtins: ReadonlyMap<string, Builtin>
  /** Signature programs by `wordToKey(program id)`. */
  readonly precompiles: ReadonlyMap<string, Precompile>
  /** How programs of a loader run, by `wordToKey(loader id)`, which owns the program's account. */
  readonly loaders: ReadonlyMap<string, ProgramRunner>
  readonly programs: ProgramCache
  /**
   * An account as it was when the transaction started, whether or not the transaction names it: program data of
   * upgradeable programs. `data` should be the same Uint8Array object while the bytes stay the same: compiled
   * programs are found by it first.
   */
  readAccount(key: Uint8Array): AccountView | undefined
  /** Active stake of the epoch in lamports: of one vote account, or of all when `vote` is undefined. */
  epochStake(vote: Uint8Array | undefined): bigint
}

/** Told of every instruction that starts, top-level or inner, and of how it ended. May change nothing. */
export interface FrameObserver {
  enter(frame: InvokeContext): void
  exit(frame: InvokeContext, error: InstructionError | undefined): void
}

/** Fields of a new TransactionContext. */
export interface TransactionSetup {
  readonly accounts: readonly TransactionAccount[]
  /** Data of every top-level instruction: signature programs look into it. */
  readonly instructionData: readonly Uint8Array[]
  readonly host: RuntimeHost
  readonly features: Features
  readonly sysvars: Sysvars
  /** The newest blockhash, 32 bytes: durable nonces derive from it. */
  readonly blockhash: Uint8Array
  readonly lamportsPerSignature: bigint
  readonly meter: Meter
  /** Heap of each program in bytes, 32 KiB to 256 KiB. */
  readonly heapBytes: number
  readonly logs?: LogCollector
  /** Called before each instruction of every compiled program, with its slot: makes them run in the interpreter. */
  readonly onStep?: ((vm: Vm, slot: number) => void) | undefined
  readonly onFrame?: FrameObserver | undefined
}
