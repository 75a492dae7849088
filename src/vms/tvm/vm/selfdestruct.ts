/** SELFDESTRUCT of java-tron 4.8.0 (spec sheet 1c): everything moves at once, the account goes at the end. */
import { ADDRESS_MASK } from '../../evm-core/address.ts'
import { OUT_OF_GAS, REFUSED, REVERT, STATIC_STATE_CHANGE, STOP } from '../../evm-core/control.ts'
import type { EvmAccount } from '../../evm-core/evm-account.ts'
import type { Frame } from '../../evm-core/frame.ts'
import { TRANSFER_FAILED } from './control.ts'
import type { TvmExecute } from './instructions.ts'
import type { TvmInterpreter } from './interpreter.ts'
import { ENERGY } from './prices.ts'

/** `[heir]`. */
export const selfdestruct: TvmExecute = (frame, machine) => {
  const { world, switches, context } = machine
  const named = world.resolve(frame.stack[frame.sp - 1]! & ADDRESS_MASK)
  if (switches.ALLOW_ENERGY_ADJUSTMENT && !world.exists(named) && !frame.charge(ENERGY.newAccount))
    return OUT_OF_GAS
  if (frame.isStatic) return STATIC_STATE_CHANGE
  if (!context.stakes.canSelfdestruct(frame.self.bytes)) return REVERT
  frame.sp--
  const { self } = frame
  const balance = world.payableBy(self)
  const tokens = switches.ALLOW_TVM_TRANSFER_TRC10 ? world.host.tokensOf(self.bytes) : []
  machine.note(frame, {
    note: 'suicide',
    caller: self.bytes,
    target: named.bytes,
    value: balance,
    tokens,
  })
  machine.inspector?.selfdestruct?.(self.bytes, named.bytes, balance)
  const failure = named === self ? burn(machine, self) : bequeath(machine, frame, named)
  if (failure !== 0) return failure
  world.destroy(self)
  return STOP
}

/** Its own heir: everything goes to the black hole; before TRC-10 in the machine, coin was simply gone. */
function burn(machine: TvmInterpreter, self: EvmAccount): number {
  const { world, context } = machine
  if (!machine.switches.ALLOW_TVM_TRANSFER_TRC10) world.burnBalance(self)
  const target = world.resolve(context.blackHole)
  if (!world.exists(target)) world.host.create(target.bytes, false)
  return give(machine, self, target) ? 0 : failed(machine)
}

function bequeath(machine: TvmInterpreter, frame: Frame, heir: EvmAccount): number {
  const { world, switches } = machine
  if (!world.exists(heir)) {
    const isEmpty =
      world.payableBy(frame.self) === 0n && world.host.tokensOf(frame.self.bytes).length === 0
    if (switches.ALLOW_TVM_SOLIDITY_059) world.host.create(heir.bytes, false)
    else if (!isEmpty) return failed(machine)
  }
  return give(machine, frame.self, heir) ? 0 : failed(machine)
}

/** Coin, tokens, stakes; false if a token balance of the heir would overflow. */
function give(machine: TvmInterpreter, self: EvmAccount, heir: EvmAccount): boolean {
  const { world, switches, context } = machine
  world.transfer(self, heir, world.payableBy(self))
  if (switches.ALLOW_TVM_TRANSFER_TRC10) {
    for (const { tokenId, amount } of world.host.tokensOf(self.bytes)) {
      if (!world.host.moveToken(self.bytes, heir.bytes, tokenId, amount)) return false
    }
  }
  context.stakes.inherit(self.bytes, heir.bytes)
  return true
}

function failed(machine: TvmInterpreter): number {
  return machine.switches.ALLOW_TVM_CONSTANTINOPLE ? TRANSFER_FAILED : REFUSED
}
