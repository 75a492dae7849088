/** SLOAD, SSTORE with the pricing of each era, transient storage. */
import type { Slot } from '../../../state/cells.ts'
import { CONTINUE, OUT_OF_GAS, STATIC_STATE_CHANGE } from '../control.ts'
import type { NetPrices } from '../forks/rules.ts'
import type { Frame } from '../frame.ts'
import type { Interpreter } from '../interpreter.ts'

/** SLOAD up to Istanbul: one price. */
export function sload(frame: Frame, machine: Interpreter): number {
  const { stack, sp } = frame
  stack[sp - 1] = machine.world.slot(frame.self, stack[sp - 1]!).value
  return CONTINUE
}

/** SLOAD since Berlin (EIP-2929). */
export function sloadByWarmth(frame: Frame, machine: Interpreter): number {
  const { stack, sp } = frame
  const slot = machine.world.slot(frame.self, stack[sp - 1]!)
  const { gas } = machine
  const cold = slot.warmIn !== machine.journal.sequence && machine.journal.warmSlot(slot)
  if (!frame.charge(cold ? gas.coldsloadGas : gas.warmstoragereadGas)) return OUT_OF_GAS
  stack[sp - 1] = slot.value
  return CONTINUE
}

/** SSTORE until Byzantium and in Petersburg: `[key value]`, priced by zero and non-zero only. */
export function sstoreFlat(frame: Frame, machine: Interpreter): number {
  if (frame.isStatic) return STATIC_STATE_CHANGE
  const { stack } = frame
  const { world, gas } = machine
  const sp = (frame.sp -= 2)
  const slot = world.slot(frame.self, stack[sp + 1]!)
  const value = stack[sp]!
  const price = slot.value === 0n && value !== 0n ? gas.sstoreSetGas : gas.sstoreResetGas
  if (!frame.charge(price)) return OUT_OF_GAS
  if (slot.value !== 0n && value === 0n) world.addRefund(gas.sstoreRefundGas)
  write(machine, slot, value)
  return CONTINUE
}

/** SSTORE of Constantinople (EIP-1283). */
export function sstoreNetWithoutSentry(frame: Frame, machine: Interpreter): number {
  if (frame.isStatic) return STATIC_STATE_CHANGE
  const { gas } = machine
  return storeNet(frame, machine, {
    dirty: gas.netSstoreDirtyGas,
    fromZero: gas.netSstoreInitGas,
    fromValue: gas.netSstoreCleanGas,
    clearRefund: gas.netSstoreClearRefundGas,
    backToZeroRefund: gas.netSstoreResetClearRefundGas,
    backToValueRefund: gas.netSstoreResetRefundGas,
  })
}

/** SSTORE since Istanbul (EIP-2200; EIP-2929 adds the cold price; EIP-3529 lowers refunds). */
export function sstore(frame: Frame, machine: Interpreter): number {
  if (frame.isStatic) return STATIC_STATE_CHANGE
  // Less than the stipend left: a plain transfer must never write (EIP-2200).
  if (frame.gas <= machine.gas.sstoreSentryEIP2200Gas && frame.reserve === 0n) return OUT_OF_GAS
  return storeNet(frame, machine, machine.rules.storePrices)
}

function storeNet(frame: Frame, machine: Interpreter, prices: NetPrices): number {
  const { stack } = frame
  const { world, journal } = machine
  const sp = (frame.sp -= 2)
  const slot = world.slot(frame.self, stack[sp + 1]!)
  const value = stack[sp]!
  const current = slot.value
  const original = journal.originalOf(slot)
  let price = prices.dirty
  if (current !== value && original === current)
    price = original === 0n ? prices.fromZero : prices.fromValue
  if (machine.rules.hasColdAccess && journal.warmSlot(slot)) price += machine.gas.coldsloadGas
  if (!frame.charge(price)) return OUT_OF_GAS
  if (current === value) return CONTINUE
  world.addRefund(netRefund(original, current, value, prices))
  journal.setSlot(slot, value)
  return CONTINUE
}

function netRefund(original: bigint, current: bigint, value: bigint, prices: NetPrices): number {
  if (original === current) return original !== 0n && value === 0n ? prices.clearRefund : 0
  let refund = 0
  if (original !== 0n) {
    if (current === 0n) refund -= prices.clearRefund
    else if (value === 0n) refund += prices.clearRefund
  }
  if (original === value)
    refund += original === 0n ? prices.backToZeroRefund : prices.backToValueRefund
  return refund
}

function write(machine: Interpreter, slot: Slot, value: bigint): void {
  if (slot.value !== value) machine.journal.setSlot(slot, value)
}

/** TLOAD (EIP-1153). */
export function tload(frame: Frame, machine: Interpreter): number {
  const { stack, sp } = frame
  stack[sp - 1] = machine.world.transientOf(frame.self, stack[sp - 1]!)
  return CONTINUE
}

/** TSTORE (EIP-1153): `[key value]`. */
export function tstore(frame: Frame, machine: Interpreter): number {
  if (frame.isStatic) return STATIC_STATE_CHANGE
  const { stack } = frame
  const sp = (frame.sp -= 2)
  machine.world.setTransient(frame.self, stack[sp + 1]!, stack[sp]!)
  return CONTINUE
}
