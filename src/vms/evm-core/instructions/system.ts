/** Calls, creations, SELFDESTRUCT: what they charge, then a child frame that the interpreter runs. */
import { EMPTY_BYTES } from '../../../primitives/bytes.ts'
import { MAX_U64 } from '../../../primitives/u256.ts'
import { ADDRESS_MASK, create2Address, createAddress } from '../address.ts'
import { CALL_DEPTH_EXCEEDED, OUT_OF_GAS, REFUSED, STATIC_STATE_CHANGE, STOP } from '../control.ts'
import type { EvmAccount } from '../evm-account.ts'
import type { Frame } from '../frame.ts'
import { MAX_DEPTH } from '../frame.ts'
import type { Interpreter } from '../interpreter.ts'
import { wordsOf } from './memory.ts'

/** Operands that all calls share; the stack still holds them. */
interface CallShape {
  readonly type: string
  readonly requested: bigint
  /** Whose code runs. */
  readonly address: bigint
  /** Coin that moves, or for DELEGATECALL the value that is inherited. */
  readonly value: bigint
  readonly inputOffset: number
  readonly inputLength: number
  readonly outputOffset: number
  readonly outputLength: number
}

function shapeOf(frame: Frame, type: string, withValue: boolean): CallShape {
  const { stack } = frame
  const sp = (frame.sp -= withValue ? 7 : 6)
  const top = withValue ? sp + 6 : sp + 5
  return {
    type,
    requested: stack[top]!,
    address: stack[top - 1]! & ADDRESS_MASK,
    value: withValue ? stack[sp + 4]! : 0n,
    inputOffset: Number(stack[sp + 3]!),
    inputLength: Number(stack[sp + 2]!),
    outputOffset: Number(stack[sp + 1]!),
    outputLength: Number(stack[sp]!),
  }
}

/** CALL. */
export function call(frame: Frame, machine: Interpreter): number {
  const shape = shapeOf(frame, 'CALL', true)
  if (frame.isStatic && shape.value !== 0n) return STATIC_STATE_CHANGE
  const target = payAccess(frame, machine, shape)
  if (target === undefined) return OUT_OF_GAS
  if (
    chargesNewAccount(machine, target, shape.value) &&
    !frame.charge(machine.gas.callNewAccountGas)
  ) {
    return OUT_OF_GAS
  }
  const child = open(frame, machine, shape)
  if (child === undefined) return OUT_OF_GAS
  child.self = target
  child.caller = frame.self.address
  child.value = shape.value
  child.isStatic = frame.isStatic
  return run(frame, machine, child, shape, target)
}

/** CALLCODE: another account's code on this account, with a value that stays where it is. */
export function callcode(frame: Frame, machine: Interpreter): number {
  const shape = shapeOf(frame, 'CALLCODE', true)
  const source = payAccess(frame, machine, shape)
  if (source === undefined) return OUT_OF_GAS
  const child = open(frame, machine, shape)
  if (child === undefined) return OUT_OF_GAS
  child.self = frame.self
  child.caller = frame.self.address
  child.value = shape.value
  child.isStatic = frame.isStatic
  return run(frame, machine, child, shape, source)
}

/** DELEGATECALL (EIP-7): caller and value are this frame's. */
export function delegatecall(frame: Frame, machine: Interpreter): number {
  const shape = shapeOf(frame, 'DELEGATECALL', false)
  const source = payAccess(frame, machine, shape)
  if (source === undefined) return OUT_OF_GAS
  const child = open(frame, machine, shape)
  if (child === undefined) return OUT_OF_GAS
  child.self = frame.self
  child.caller = frame.caller
  child.value = frame.value
  child.isStatic = frame.isStatic
  return run(frame, machine, child, shape, source)
}

/** STATICCALL (EIP-214). */
export function staticcall(frame: Frame, machine: Interpreter): number {
  const shape = shapeOf(frame, 'STATICCALL', false)
  const target = payAccess(frame, machine, shape)
  if (target === undefined) return OUT_OF_GAS
  const child = open(frame, machine, shape)
  if (child === undefined) return OUT_OF_GAS
  child.self = target
  child.caller = frame.self.address
  child.value = 0n
  child.isStatic = true
  return run(frame, machine, child, shape, target)
}

/** Memory, account access, delegation and value transfer; undefined is out of gas. */
function payAccess(frame: Frame, machine: Interpreter, shape: CallShape): EvmAccount | undefined {
  if (!frame.expand(shape.inputOffset, shape.inputLength)) return undefined
  if (!frame.expand(shape.outputOffset, shape.outputLength)) return undefined
  const account = machine.access(frame, shape.address)
  if (account === undefined) return undefined
  if (shape.value !== 0n && !frame.charge(machine.gas.callValueTransferGas)) return undefined
  if (machine.rules.delegatesCode) {
    const { delegate } = machine.world.codeOf(account)
    if (delegate !== undefined && machine.access(frame, delegate) === undefined) return undefined
  }
  return account
}

/** EIP-161: only value makes an account; before, any call did. */
function chargesNewAccount(machine: Interpreter, target: EvmAccount, value: bigint): boolean {
  if (!machine.rules.clearsEmptyAccounts) return !machine.world.exists(target)
  return value !== 0n && machine.world.isEmpty(target)
}

/** A child frame with its gas taken from this one, or undefined if it asked for more than there is (before EIP-150). */
function open(frame: Frame, machine: Interpreter, shape: CallShape): Frame | undefined {
  const child = machine.acquire(frame)
  if (!frame.forward(child, shape.requested, machine.rules.keepsOne64th)) {
    machine.release(child)
    return undefined
  }
  child.type = shape.type
  child.isCreate = false
  child.outputOffset = shape.outputOffset
  child.outputLength = shape.outputLength
  return child
}

/** Last checks of a call, whose failure gives all gas back; then the call itself. */
function run(
  frame: Frame,
  machine: Interpreter,
  child: Frame,
  shape: CallShape,
  source: EvmAccount,
): number {
  frame.returnData = EMPTY_BYTES
  if (shape.value !== 0n) child.gas += machine.gas.callStipendGas
  child.input = frame.slice(shape.inputOffset, shape.inputLength)
  if (child.depth > MAX_DEPTH) return machine.refuse(frame, child, CALL_DEPTH_EXCEEDED)
  if (shape.value !== 0n && machine.world.payableBy(frame.self) < shape.value) {
    return machine.refuse(frame, child, REFUSED)
  }
  return machine.follow(frame, child, machine.beginCall(child, source))
}

/** CREATE: `[value offset length]`. */
export function create(frame: Frame, machine: Interpreter): number {
  return createWith(frame, machine, false)
}

/** CREATE2 (EIP-1014): `[value offset length salt]`. */
export function create2(frame: Frame, machine: Interpreter): number {
  return createWith(frame, machine, true)
}

function createWith(frame: Frame, machine: Interpreter, salted: boolean): number {
  if (frame.isStatic) return STATIC_STATE_CHANGE
  const { stack } = frame
  const sp = (frame.sp -= salted ? 4 : 3)
  const top = salted ? sp + 3 : sp + 2
  const value = stack[top]!
  const offset = Number(stack[top - 1]!)
  const length = Number(stack[top - 2]!)
  const { gas, rules } = machine
  if (rules.limitsInitCode && length > gas.maxInitCodeSize) return OUT_OF_GAS
  const wordPrice = gas.initCodeWordGas + (salted ? gas.keccak256WordGas : 0)
  if (!frame.expand(offset, length) || !frame.charge(wordPrice * wordsOf(length))) return OUT_OF_GAS
  frame.returnData = EMPTY_BYTES
  const child = machine.acquire(frame)
  frame.forward(child, undefined, rules.keepsOne64th)
  child.type = salted ? 'CREATE2' : 'CREATE'
  child.isCreate = true
  child.isStatic = false
  child.caller = frame.self.address
  child.value = value
  child.input = frame.slice(offset, length)
  return machine.follow(
    frame,
    child,
    beginCreate(frame, machine, child, salted ? stack[sp]! : undefined),
  )
}

function beginCreate(
  frame: Frame,
  machine: Interpreter,
  child: Frame,
  salt: bigint | undefined,
): number {
  const { world, crypto } = machine
  const nonce = world.nonceOf(frame.self)
  child.self = frame.self
  child.mark = machine.journal.checkpoint()
  let refusal = 0
  if (child.depth > MAX_DEPTH) refusal = CALL_DEPTH_EXCEEDED
  else if (child.value !== 0n && world.payableBy(frame.self) < child.value) refusal = REFUSED
  else if (nonce === MAX_U64) refusal = REFUSED
  if (refusal !== 0) {
    machine.announce(child, child.self)
    // Nothing has begun: the creator keeps this gas.
    frame.giveBack(child)
    return refusal
  }
  world.setNonce(frame.self, nonce + 1n)
  const address =
    salt === undefined
      ? createAddress(crypto, frame.self.bytes, nonce)
      : create2Address(crypto, frame.self.bytes, salt, child.input)
  const account = world.resolve(address)
  if (machine.rules.hasColdAccess) world.warm(account)
  return machine.beginCreate(child, account)
}

/** SELFDESTRUCT: `[beneficiary]`. */
export function selfdestruct(frame: Frame, machine: Interpreter): number {
  if (frame.isStatic) return STATIC_STATE_CHANGE
  const { world, rules, gas } = machine
  const beneficiary = world.resolve(frame.stack[--frame.sp]! & ADDRESS_MASK)
  if (rules.hasColdAccess && machine.isCold(beneficiary) && !frame.charge(gas.coldaccountaccessGas))
    return OUT_OF_GAS
  const balance = world.balanceOf(frame.self)
  const creates = rules.clearsEmptyAccounts
    ? balance !== 0n && world.isEmpty(beneficiary)
    : rules.keepsOne64th && !world.exists(beneficiary)
  if (creates && !frame.charge(gas.callNewAccountGas)) return OUT_OF_GAS
  machine.inspector?.selfdestruct?.(frame.self.bytes, beneficiary.bytes, balance)
  if (world.selfdestruct(frame.self, beneficiary)) world.addRefund(gas.selfdestructRefundGas)
  return STOP
}
