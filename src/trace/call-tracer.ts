/** Tree of calls and creations in the form of geth's callTracer, across all machines that report frames. */
import { bytesToHex } from '../primitives/bytes.ts'
import type { FrameEnd, FrameStart, Inspector } from './inspector.ts'

/** A log of a {@link CallFrame}, in hex. */
export interface CallLog {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
}

/** A node of the tree; numbers and bytes are hexadecimal strings. */
export interface CallFrame {
  readonly machine: string
  readonly type: string
  readonly from: string
  readonly to: string
  readonly value: string
  readonly gas: string
  gasUsed: string
  readonly input: string
  output: string
  /** Name of the failure, if it failed. */
  error?: string
  readonly calls: CallFrame[]
  readonly logs: CallLog[]
}

const hex = (bytes: Uint8Array) => `0x${bytesToHex(bytes)}`
const quantity = (value: bigint) => `0x${value.toString(16)}`

/** Inspector that builds {@link CallFrame} trees. Memory is proportional to frames and their bytes. */
export class CallTracer implements Inspector {
  /** Outermost frames: one a transaction, or more where a host makes system calls. */
  readonly roots: CallFrame[] = []
  private readonly open: CallFrame[] = []

  enter(start: FrameStart): void {
    const frame = frameOf(start)
    const parent = this.open.at(-1)
    if (parent === undefined) this.roots.push(frame)
    else parent.calls.push(frame)
    this.open.push(frame)
  }

  exit(end: FrameEnd): void {
    const frame = this.open.pop()
    if (frame === undefined) return
    frame.gasUsed = quantity(end.gasUsed)
    frame.output = hex(end.output)
    if (end.failure === undefined) return
    frame.error = end.failure
    dropLogs(frame)
  }

  log(address: Uint8Array, topics: readonly Uint8Array[], data: Uint8Array): void {
    this.open.at(-1)?.logs.push({ address: hex(address), topics: topics.map(hex), data: hex(data) })
  }

  selfdestruct(address: Uint8Array, beneficiary: Uint8Array, value: bigint): void {
    this.open.at(-1)?.calls.push({
      machine: this.open.at(-1)?.machine ?? '',
      type: 'SELFDESTRUCT',
      from: hex(address),
      to: hex(beneficiary),
      value: quantity(value),
      gas: '0x0',
      gasUsed: '0x0',
      input: '0x',
      output: '0x',
      calls: [],
      logs: [],
    })
  }
}

function frameOf(start: FrameStart): CallFrame {
  return {
    machine: start.machine,
    type: start.type,
    from: hex(start.caller),
    // A call runs at its target; code that is only borrowed is named by where it comes from.
    to: hex(
      start.type === 'DELEGATECALL' || start.type === 'CALLCODE' ? start.codeAddress : start.target,
    ),
    value: quantity(start.value),
    gas: quantity(start.gas),
    gasUsed: '0x0',
    input: hex(start.input),
    output: '0x',
    calls: [],
    logs: [],
  }
}

/** A failed frame takes the events of everything below it back. */
function dropLogs(frame: CallFrame): void {
  frame.logs.length = 0
  for (const call of frame.calls) dropLogs(call)
}
