/**
 * Step trace in the form of EIP-3155: one record an instruction, numbers as hexadecimal strings. Works for every
 * machine that reports steps. Memory is copied only when asked for, since it can grow with the square of the gas.
 */
import { bytesToHex } from '../primitives/bytes.ts'
import type { FrameEnd, Inspector, Step } from './inspector.ts'

/** One line of the trace. */
export interface StructLog {
  /** Byte offset of the instruction. */
  readonly pc: number
  /** Its number. */
  readonly op: number
  readonly opName: string
  /** Gas before the instruction. */
  readonly gas: string
  /** What it cost, gas handed to a callee included. */
  readonly gasCost: string
  /** Bytes of memory in use before it. */
  readonly memSize: number
  /** Bottom first. */
  readonly stack: readonly string[]
  /** 1 for the outermost frame. */
  readonly depth: number
  readonly returnData: string
  readonly refund: string
  readonly memory?: string
  /** Name of the failure that this step ended its frame with. */
  readonly error?: string
}

/** What {@link StructLogTracer} keeps. */
export interface StructLogOptions {
  readonly memory?: boolean
  /** Steps kept; later ones are counted only. Default 1,000,000. */
  readonly limit?: number
}

const hex = (value: bigint) => `0x${value.toString(16)}`

/**
 * Inspector that keeps one {@link StructLog} an instruction. Memory is proportional to the steps kept, and to their
 * memory if asked for.
 */
export class StructLogTracer implements Inspector {
  readonly steps: StructLog[] = []
  /** All steps, kept or not. */
  count = 0
  private readonly memory: boolean
  private readonly limit: number
  private pending: StructLog | undefined
  private readonly lastOfDepth: number[] = []

  constructor(options: StructLogOptions = {}) {
    this.memory = options.memory ?? false
    this.limit = options.limit ?? 1_000_000
  }

  step(step: Step): void {
    this.count++
    if (this.steps.length >= this.limit) {
      this.pending = undefined
      return
    }
    this.pending = {
      pc: step.pc,
      op: step.opcode,
      opName: step.name,
      gas: hex(step.gasLeft),
      gasCost: hex(step.gasCost),
      memSize: step.memory.length,
      stack: step.stack.map(hex),
      depth: step.depth + 1,
      returnData: `0x${bytesToHex(step.returnData)}`,
      refund: hex(step.refund),
      ...(this.memory ? { memory: `0x${bytesToHex(step.memory)}` } : {}),
    }
    this.lastOfDepth[step.depth] = this.steps.length
    this.steps.push(this.pending)
  }

  stepEnd(gasCost: bigint, depth: number): void {
    this.amend(depth, { gasCost: hex(gasCost) })
  }

  exit(end: FrameEnd): void {
    if (end.failure !== undefined) this.amend(end.depth, { error: end.failure })
    this.lastOfDepth.length = end.depth
  }

  /** Changes the last step of a frame. */
  private amend(depth: number, change: Partial<StructLog>): void {
    const index = this.lastOfDepth[depth]
    const step = index === undefined || this.count > this.limit ? undefined : this.steps[index]
    if (index !== undefined && step !== undefined) this.steps[index] = { ...step, ...change }
  }
}
