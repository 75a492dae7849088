/** Runs one TriggerSmartContract or CreateSmartContract, whose checks are done, on the block's journal. */
import { assert } from '../../../errors.ts'
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import type { Log } from '../../../receipt.ts'
import { Code } from '../../evm-core/code.ts'
import { failureOf, REFUSED, REVERT, STOP } from '../../evm-core/control.ts'
import type { EvmAccount } from '../../evm-core/evm-account.ts'
import type { Frame } from '../../evm-core/frame.ts'
import { TvmAnnex } from './annex.ts'
import type { TvmContext } from './context.ts'
import { contractRetOf, messageOf } from './control.ts'
import { TvmInterpreter } from './interpreter.ts'
import type { ContractMessage, TvmResult } from './types.ts'

/** More energy than any limit can buy; keeps counters exact. */
const MOST_ENERGY = 1n << 52n

/**
 * Runs a message: moves coin and token to the contract, runs code or constructor. Effects of a failure are rolled back
 * and all its energy is gone, except after REVERT or a failed transfer. The journal's mark, the payment and
 * {@link TvmContext.finishTransaction} are the caller's. Cost: bounded by the energy limit.
 */
export function runContract(context: TvmContext, message: ContractMessage): TvmResult {
  const { world, journal } = context
  const owner = world.resolveBytes(message.owner)
  const machine = new TvmInterpreter(context, context.env(owner.address), message.rootTxid)
  const logsBefore = journal.logs.length
  const target = world.resolveBytes(message.contract)
  const limit = message.energyLimit < MOST_ENERGY ? message.energyLimit : MOST_ENERGY
  const frame = openRoot(machine, message, owner, target, Number(limit))
  const status = machine.execute(frame, begin(machine, frame, message, owner))
  const failure = failureOf(status)
  const result: TvmResult = {
    contractRet: contractRetOf(failure),
    output: status === STOP || status === REVERT ? frame.output : EMPTY_BYTES,
    energyUsed: limit - BigInt(frame.gas),
    energyPenalty: BigInt(machine.penalty),
    logs: journal.logs.slice(logsBefore) as readonly Log[],
    internalTransactions: machine.internalTransactions,
    created: frame.isCreate && status === STOP ? message.contract : undefined,
    message: messageOf(failure),
  }
  machine.release(frame)
  return result
}

function openRoot(
  machine: TvmInterpreter,
  message: ContractMessage,
  owner: EvmAccount,
  target: EvmAccount,
  energy: number,
): Frame {
  const { deployment, tokenId, tokenValue } = message
  const isCreate = deployment !== undefined
  const compatible = machine.switches.ALLOW_TVM_COMPATIBLE_EVM
  const version = isCreate ? Number(compatible) : machine.versionOf(target)
  const frame = machine.acquire(undefined)
  frame.annex = new TvmAnnex(version, 0, message.rootTxid, tokenId, tokenValue)
  frame.depth = message.depth ?? 0
  frame.type = isCreate ? 'CREATE' : 'CALL'
  frame.isCreate = isCreate
  frame.isStatic = message.isStatic ?? false
  frame.self = target
  frame.caller = owner.address
  // Negative values, which nothing forbade before the energy-limit fork, are words like any other.
  frame.value = BigInt.asUintN(256, message.callValue)
  frame.input = isCreate ? EMPTY_BYTES : message.data
  frame.gas = energy
  frame.reserve = 0n
  frame.mark = machine.journal.checkpoint()
  return frame
}

/** The status the first frame begins with. */
function begin(
  machine: TvmInterpreter,
  frame: Frame,
  message: ContractMessage,
  owner: EvmAccount,
): number {
  if (machine.inspector !== undefined) machine.announce(frame, frame.self)
  if (message.deployment !== undefined) deploy(machine, frame, message)
  if (!moveValues(machine, frame.self, message, owner)) return REFUSED
  const code = frame.isCreate ? new Code(message.data, 0n) : machine.world.codeOf(frame.self)
  return machine.enter(frame, code)
}

function deploy(machine: TvmInterpreter, frame: Frame, message: ContractMessage): void {
  const { world, switches } = machine
  const { deployment, data, owner } = message
  assert(deployment !== undefined, 'a deployment is filed')
  world.createContractAt(frame.self, {
    origin: owner,
    version: Number(switches.ALLOW_TVM_COMPATIBLE_EVM),
    consumeUserResourcePercent: Number(deployment.consumeUserResourcePercent),
    originEnergyLimit: deployment.originEnergyLimit,
    name: deployment.name ?? '',
    energyUsage: 0n,
    energyFactor: 0n,
    updateCycle: 0n,
  })
  if (!switches.ALLOW_TVM_CONSTANTINOPLE) world.setCode(frame.self, codeBehindConstructor(data))
}

/** Before Constantinople the stored code is what follows the first RETURN, STOP of the init code. */
function codeBehindConstructor(init: Uint8Array): Uint8Array {
  for (let i = 0; i + 1 < init.length; i++) {
    const opcode = init[i]!
    if (opcode === 0xf3 && init[i + 1] === 0) return init.slice(i + 2)
    if (opcode >= 0x60 && opcode <= 0x7f) i += opcode - 0x5f
  }
  return new Uint8Array(32)
}

/** What the caller has checked; false if it did not. */
function moveValues(
  { world }: TvmInterpreter,
  target: EvmAccount,
  message: ContractMessage,
  owner: EvmAccount,
): boolean {
  const { callValue, tokenId, tokenValue } = message
  if (callValue > 0n) {
    if (world.spendable(owner) < callValue) return false
    world.transfer(owner, target, callValue)
  }
  if (tokenValue === 0n) return true
  if (world.host.tokenBalance(owner.bytes, tokenId) < tokenValue) return false
  return world.host.moveToken(owner.bytes, target.bytes, tokenId, tokenValue)
}
