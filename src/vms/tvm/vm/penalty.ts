/**
 * The loop of frames whose contract has an energy factor (id 72): every instruction costs its energy times the factor.
 * What an instruction costs beyond its base price is known only once it ran, so that part of the penalty is charged
 * behind it; a frame that cannot pay is undone as a whole either way. Calls and creations price themselves, because the
 * energy they hand on carries no penalty.
 */
import { CONTINUE, ENTER, OUT_OF_GAS, REVERT } from '../../evm-core/control.ts'
import type { Frame } from '../../evm-core/frame.ts'
import type { Interpreter } from '../../evm-core/interpreter.ts'
import { showStep, stackFailure } from '../../evm-core/loop.ts'
import { annexOf, FACTOR_ONE } from './annex.ts'
import { TRANSFER_FAILED } from './control.ts'
import type { TvmInterpreter } from './interpreter.ts'

/** Penalty on `energy` at a factor of 10,000ths. */
export function penaltyOf(energy: number, factor: number): number {
  return Math.max(0, Math.floor((energy * factor) / FACTOR_ONE) - energy)
}

/** CALLTOKEN, CREATE, CALL, CALLCODE, DELEGATECALL, CREATE2, STATICCALL. */
const PRICE_THEMSELVES: ReadonlySet<number> = new Set([0xd0, 0xf0, 0xf1, 0xf2, 0xf4, 0xf5, 0xfa])

/** Runs one instruction with its penalty. */
function step(frame: Frame, machine: TvmInterpreter, opcode: number): number {
  const { table } = machine
  const { sp } = frame
  if (sp < table.minStack[opcode]! || sp > table.maxStack[opcode]!)
    return stackFailure(table, opcode, sp)
  const execute = table.execute[opcode]!
  if (PRICE_THEMSELVES.has(opcode)) return execute(frame, machine)
  const { factor } = annexOf(frame)
  const base = table.baseGas[opcode]!
  const early = penaltyOf(base, factor)
  if (!machine.chargeWithPenalty(frame, base, early)) return OUT_OF_GAS
  const before = frame.gas
  const status = execute(frame, machine)
  if (status > REVERT && status !== TRANSFER_FAILED) return status
  const late = penaltyOf(base + before - frame.gas, factor) - early
  return late <= 0 || machine.chargeWithPenalty(frame, 0, late) ? status : OUT_OF_GAS
}

/** As the core's loops; see above. */
export function penaltyLoop(frame: Frame, machine: Interpreter): number {
  const { bytes } = frame.code
  const { inspector } = machine
  for (;;) {
    const opcode = frame.pc < bytes.length ? bytes[frame.pc]! : 0
    const before = frame.exactGas
    if (inspector !== undefined) showStep(frame, machine, opcode)
    const status = step(frame, machine as TvmInterpreter, opcode)
    inspector?.stepEnd?.(status > ENTER ? before : before - frame.exactGas, frame.depth)
    frame.pc++
    if (status !== CONTINUE) return status
  }
}
