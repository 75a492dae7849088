/** CALL, CALLCODE, DELEGATECALL, STATICCALL and CALLTOKEN (spec sheet 1c): what they cost, what may begin, what moves. */
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import { ADDRESS_MASK } from '../../evm-core/address.ts'
import { hostCallOf } from '../../evm-core/clone.ts'
import {
  CALL_DEPTH_EXCEEDED,
  OUT_OF_GAS,
  PRECOMPILE_FAILURE,
  REFUSED,
  REVERT,
  STATIC_STATE_CHANGE,
  STOP,
} from '../../evm-core/control.ts'
import type { EvmAccount } from '../../evm-core/evm-account.ts'
import type { Frame } from '../../evm-core/frame.ts'
import type { HostPrecompile } from '../../evm-core/types.ts'
import { annexOf, TvmAnnex } from './annex.ts'
import { OPERAND_OUT_OF_RANGE, OUT_OF_MEMORY, TRANSFER_FAILED } from './control.ts'
import type { TvmExecute } from './instructions.ts'
import type { TvmInterpreter } from './interpreter.ts'
import type { TvmPrecompile } from './precompiles/types.ts'
import { ENERGY, MAX_INT64, MEMORY_LIMIT, MIN_TOKEN_ID } from './prices.ts'

/** How the five calls differ. */
interface CallKind {
  readonly type: string
  /** Takes an amount of coin, or of a token. */
  readonly hasValue: boolean
  readonly hasToken: boolean
  /** Runs on this frame's account: the value stays where it is. */
  readonly keepsAccount: boolean
  /** Caller and value are this frame's. */
  readonly delegates: boolean
  readonly isStatic: boolean
}

const PLAIN: CallKind = {
  type: 'CALL',
  hasValue: true,
  hasToken: false,
  keepsAccount: false,
  delegates: false,
  isStatic: false,
}

/** By instruction name. */
export const CALL_KINDS: Readonly<Record<string, CallKind>> = {
  CALL: PLAIN,
  CALLCODE: { ...PLAIN, type: 'CALLCODE', keepsAccount: true },
  DELEGATECALL: {
    ...PLAIN,
    type: 'DELEGATECALL',
    hasValue: false,
    keepsAccount: true,
    delegates: true,
  },
  STATICCALL: { ...PLAIN, type: 'STATICCALL', hasValue: false, isStatic: true },
  CALLTOKEN: { ...PLAIN, type: 'CALLTOKEN', hasToken: true },
}

/** Operands of one call, off the stack. */
interface CallShape {
  readonly kind: CallKind
  readonly requested: bigint
  /** The whole word: precompiles are told by all of it. */
  readonly target: bigint
  readonly value: bigint
  /** As it stands on the stack. */
  readonly tokenWord: bigint
  readonly inputOffset: number
  readonly inputLength: number
  readonly outputOffset: number
  readonly outputLength: number
}

function shapeOf(frame: Frame, kind: CallKind): CallShape {
  const { stack } = frame
  const pops = 6 + Number(kind.hasValue) + Number(kind.hasToken)
  const sp = (frame.sp -= pops)
  const top = sp + pops - 1
  return {
    kind,
    requested: stack[top]!,
    target: stack[top - 1]!,
    value: kind.hasValue ? stack[top - 2]! : 0n,
    tokenWord: kind.hasToken ? stack[top - 3]! : 0n,
    inputOffset: Number(stack[sp + 3]!),
    inputLength: Number(stack[sp + 2]!),
    outputOffset: Number(stack[sp + 1]!),
    outputLength: Number(stack[sp]!),
  }
}

/** The instruction of one kind. */
export function callOf(kind: CallKind): TvmExecute {
  return (frame, machine) => {
    const shape = shapeOf(frame, kind)
    const failure = pay(frame, machine, shape)
    if (failure !== 0) return failure
    if (frame.isStatic && !kind.keepsAccount && shape.value !== 0n) return STATIC_STATE_CHANGE
    const child = open(frame, machine, shape)
    if (kind.delegates) {
      const host = machine.context.hosts?.get(shape.target & ADDRESS_MASK)
      if (host !== undefined) return callHost(frame, machine, child, host)
    }
    const precompile = machine.context.precompiles.get(shape.target)
    return precompile === undefined
      ? callContract(frame, machine, child, shape)
      : callPrecompile(frame, machine, child, shape, precompile)
  }
}

/** Memory, value and a new account; 0 if it was paid. */
function pay(frame: Frame, machine: TvmInterpreter, shape: CallShape): number {
  const { kind, value } = shape
  const inputEnd = shape.inputLength === 0 ? 0 : shape.inputOffset + shape.inputLength
  const outputEnd = shape.outputLength === 0 ? 0 : shape.outputOffset + shape.outputLength
  const end = Math.max(inputEnd, outputEnd)
  if (end > MEMORY_LIMIT) return OUT_OF_MEMORY
  let energy = ENERGY.call + frame.expansionCost(end)
  if (value !== 0n) {
    energy += ENERGY.valueTransfer
    const { world } = machine
    if (!kind.keepsAccount && !world.exists(world.resolve(shape.target & ADDRESS_MASK)))
      energy += ENERGY.newAccount
  }
  if (!machine.spend(frame, energy)) return OUT_OF_GAS
  frame.allocate(Math.ceil(end / 32) * 32)
  return 0
}

/** A child frame with its energy taken from this one. */
function open(frame: Frame, machine: TvmInterpreter, shape: CallShape): Frame {
  const { kind, value } = shape
  const child = machine.acquire(frame)
  machine.give(frame, child, shape.requested)
  if (value !== 0n) child.gas += ENERGY.stipend
  const target = machine.world.resolve(shape.target & ADDRESS_MASK)
  child.annex = new TvmAnnex(0, machine.internalTransactions.length, machine.rootTxid)
  child.type = kind.type
  child.isCreate = false
  child.isStatic = frame.isStatic || kind.isStatic
  child.self = kind.keepsAccount ? frame.self : target
  child.caller = kind.delegates ? frame.caller : frame.self.address
  child.value = kind.delegates ? frame.value : value
  child.input = frame.slice(shape.inputOffset, shape.inputLength)
  child.outputOffset = shape.outputOffset
  child.outputLength = shape.outputLength
  frame.returnData = EMPTY_BYTES
  return child
}

/** What moves: coin, or a token of an id; a failure is a status. */
interface Movement {
  readonly isToken: boolean
  readonly tokenId: bigint
}

/** Which asset a call moves, or the status of a token id that cannot be. */
function movementOf(machine: TvmInterpreter, { kind, tokenWord }: CallShape): Movement | number {
  const { switches } = machine
  if (!switches.ALLOW_MULTI_SIGN) {
    const tokenId = BigInt.asIntN(64, tokenWord)
    return { isToken: tokenId !== 0n, tokenId: tokenId < 0n ? 0n : tokenId }
  }
  if (!kind.hasToken) return { isToken: false, tokenId: 0n }
  const id = BigInt.asIntN(256, tokenWord)
  if (id > MIN_TOKEN_ID && id <= MAX_INT64) return { isToken: true, tokenId: id }
  return switches.ALLOW_TVM_CONSTANTINOPLE ? TRANSFER_FAILED : OPERAND_OUT_OF_RANGE
}

/** What the calling account has of the asset. */
function balanceOf(machine: TvmInterpreter, account: EvmAccount, movement: Movement): bigint {
  const { world } = machine
  if (!movement.isToken) return world.payableBy(account)
  return world.host.tokenBalance(account.bytes, movement.tokenId)
}

/** Moves the value; false if Tron forbids it (to itself, to nobody, past what an account can hold). */
function move(
  machine: TvmInterpreter,
  from: EvmAccount,
  to: EvmAccount,
  amount: bigint,
  what: Movement,
): boolean {
  const { world } = machine
  if (from === to) return false
  if (!world.exists(to)) {
    if (!machine.switches.ALLOW_TVM_SOLIDITY_059) return false
    world.host.create(to.bytes, false)
  }
  if (what.isToken) {
    if (!world.host.tokenExists(what.tokenId)) return false
    return world.host.moveToken(from.bytes, to.bytes, what.tokenId, amount)
  }
  if (world.balanceOf(to) + amount > MAX_INT64) return false
  world.transfer(from, to, amount)
  return true
}

/** The caller halts: a TransferException since Constantinople, before it an exception like any other. */
function failTransfer(frame: Frame, machine: TvmInterpreter, child: Frame): number {
  const status = machine.switches.ALLOW_TVM_CONSTANTINOPLE ? TRANSFER_FAILED : REFUSED
  return machine.abandon(frame, child, status)
}

function callContract(
  frame: Frame,
  machine: TvmInterpreter,
  child: Frame,
  shape: CallShape,
): number {
  const { world, journal } = machine
  const { kind, value } = shape
  if (machine.isDeepest(frame)) return machine.refuse(frame, child, CALL_DEPTH_EXCEEDED)
  if (value > MAX_INT64) {
    const status = machine.switches.ALLOW_TVM_CONSTANTINOPLE
      ? TRANSFER_FAILED
      : OPERAND_OUT_OF_RANGE
    return machine.abandon(frame, child, status)
  }
  const movement = movementOf(machine, shape)
  if (typeof movement === 'number') return machine.abandon(frame, child, movement)
  if (value > 0n && balanceOf(machine, frame.self, movement) < value)
    return machine.refuse(frame, child, REFUSED)
  const source = world.resolve(shape.target & ADDRESS_MASK)
  const code = world.codeOf(source)
  child.mark = journal.checkpoint()
  if (value > 0n && !kind.keepsAccount) {
    if (!move(machine, frame.self, child.self, value, movement)) {
      journal.revert(child.mark)
      return failTransfer(frame, machine, child)
    }
  }
  const annex = new TvmAnnex(
    machine.versionOf(source),
    machine.internalTransactions.length,
    machine.note(frame, {
      note: 'call',
      caller: frame.self.bytes,
      target: child.self.bytes,
      value: movement.isToken ? 0n : value,
      data: child.input,
      tokens: movement.isToken ? [{ tokenId: movement.tokenId, amount: value }] : [],
    }),
    movement.isToken ? movement.tokenId : 0n,
    movement.isToken ? value : 0n,
  )
  child.annex = annex
  if (movement.isToken) child.value = 0n
  if (machine.inspector !== undefined) machine.announce(child, source)
  return machine.follow(frame, child, machine.enter(child, code))
}

/** A DELEGATECALL that the chain serves: it is no inner transaction, as none of a precompile is. */
function callHost(
  frame: Frame,
  machine: TvmInterpreter,
  child: Frame,
  host: HostPrecompile,
): number {
  if (machine.isDeepest(frame)) return machine.refuse(frame, child, CALL_DEPTH_EXCEEDED)
  child.mark = machine.journal.checkpoint()
  if (machine.inspector !== undefined) machine.announce(child, child.self)
  const gas = child.exactGas
  const call = hostCallOf(child, machine, gas)
  // A TRC-10 amount that came along is as unwanted as coin.
  const { tokenValue } = annexOf(frame)
  const result = host.run(tokenValue === 0n ? call : { ...call, value: call.value + tokenValue })
  if (result.gasUsed > gas) return machine.follow(frame, child, OUT_OF_GAS)
  child.setGas(gas - result.gasUsed)
  child.output = result.output
  if (result.status === 'halted') return machine.follow(frame, child, STATIC_STATE_CHANGE)
  return machine.follow(frame, child, result.status === 'success' ? STOP : REVERT)
}

/** Value first, as java-tron moves it; here a transfer that Tron forbids is an exception like any other. */
function callPrecompile(
  frame: Frame,
  machine: TvmInterpreter,
  child: Frame,
  shape: CallShape,
  precompile: TvmPrecompile,
): number {
  const { world, journal } = machine
  const { kind, value } = shape
  if (machine.isDeepest(frame)) return machine.refuse(frame, child, CALL_DEPTH_EXCEEDED)
  if (value > MAX_INT64) return machine.abandon(frame, child, OPERAND_OUT_OF_RANGE)
  const movement = movementOf(machine, shape)
  if (typeof movement === 'number') return machine.abandon(frame, child, movement)
  if (value > 0n && balanceOf(machine, frame.self, movement) < value)
    return machine.refuse(frame, child, REFUSED)
  child.mark = journal.checkpoint()
  const annex = annexOf(child)
  annex.isPrecompile = true
  if (machine.inspector !== undefined)
    machine.announce(child, world.resolve(shape.target & ADDRESS_MASK))
  if (value > 0n && !kind.keepsAccount) {
    const exists = world.exists(child.self)
    if (!exists || !move(machine, frame.self, child.self, value, movement))
      return machine.abandon(frame, child, REFUSED)
  }
  const price = precompile.energy(child.input)
  if (child.gas < price) return machine.follow(frame, child, OUT_OF_GAS)
  child.gas -= price
  const output = precompile.run({
    context: machine.context,
    input: child.input,
    caller: world.resolve(kind.delegates ? frame.caller : frame.self.address).bytes,
  })
  // A precompile that throws halts its caller, not only itself.
  if (typeof output === 'number') return machine.abandon(frame, child, output)
  if (output === undefined) return machine.follow(frame, child, PRECOMPILE_FAILURE)
  child.output = output
  return machine.follow(frame, child, STOP)
}
