/**
 * Minimal proxies (ERC-1167) of a delegated host precompile, in one frame instead of two. What the 45 bytes of code would
 * do is known beforehand, so it is counted, not run: the same result, output and gas to the unit (a test runs both).
 * Whoever traces, or runs rules older than Berlin, gets the code itself.
 */
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import { OUT_OF_GAS, REVERT, STOP } from './control.ts'
import { type Frame, MAX_DEPTH } from './frame.ts'
import type { Interpreter } from './interpreter.ts'
import type { HostCall, HostPrecompile, HostResult } from './types.ts'

/**
 * Gas of the proxy's instructions without what depends on lengths: up to and with the access of DELEGATECALL, which is
 * warm because host precompiles always are; after it; and the JUMPDEST that only a success reaches.
 */
const BEFORE = 124
const AFTER = 32
const ON_SUCCESS = 1
/** Of copies, a word. */
const COPY = 3

/** What a host precompile is told of the call. `gas` is what it may use. */
export function hostCallOf(frame: Frame, machine: Interpreter, gas: bigint): HostCall {
  return {
    world: machine.world,
    env: machine.env,
    input: frame.input,
    caller: frame.caller,
    self: frame.self,
    target: frame.self.address,
    value: frame.value,
    isStatic: frame.isStatic,
    depth: frame.depth,
    gas,
  }
}

/** Whether the frame, which is about to run a clone's code, can be counted instead. */
export function canServeClone(frame: Frame, machine: Interpreter): boolean {
  return (
    machine.inspector === undefined &&
    machine.rules.hasColdAccess &&
    frame.reserve === 0n &&
    (frame.type === 'CALL' || frame.type === 'STATICCALL')
  )
}

/** Serves the frame; its final status. */
export function runClone(frame: Frame, machine: Interpreter, host: HostPrecompile): number {
  const { input } = frame
  const inputWords = Math.ceil(input.length / 32)
  const expansion = frame.expansionCost(input.length)
  if (!frame.charge(BEFORE + COPY * inputWords + expansion)) return OUT_OF_GAS
  const result = forward(frame, machine, host)
  const output = result?.output ?? EMPTY_BYTES
  const outputWords = Math.ceil(output.length / 32)
  const more = Math.max(0, frame.expansionCost(output.length) - expansion)
  const succeeds = result?.status === 'success'
  if (!frame.charge(AFTER + COPY * outputWords + more + (succeeds ? ON_SUCCESS : 0)))
    return OUT_OF_GAS
  frame.output = output
  return succeeds ? STOP : REVERT
}

/** The DELEGATECALL: what came back, and its gas taken from the frame; undefined if it did not begin or halted. */
function forward(frame: Frame, machine: Interpreter, host: HostPrecompile): HostResult | undefined {
  if (frame.depth >= MAX_DEPTH) return undefined
  // EIP-150: all but one 64th.
  const given = frame.gas - Math.floor(frame.gas / 64)
  const available = BigInt(given)
  const result = host.run(hostCallOf(frame, machine, available))
  if (result.status === 'halted' || result.gasUsed > available) {
    frame.gas -= given
    return undefined
  }
  frame.gas -= Number(result.gasUsed)
  return result
}
