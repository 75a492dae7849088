/**
 * Runs messages: opens frames, follows them until the outermost ends, settles each with the one that called it.
 * Frames form a chain on the heap; the JavaScript stack stays flat whatever the call depth. Failures are statuses
 * (`control.ts`). One interpreter serves one message; a host precompile may start another on the same world.
 *
 * Another machine on this core brings its own instruction table (with its own calls and creations) and a subclass that
 * overrides the methods marked "Hook". All of them are asked once a frame, never once an instruction.
 */
import type { Crypto } from '../../crypto/types.ts'
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import type { Journal } from '../../state/journal.ts'
import type { Inspector } from '../../trace/inspector.ts'
import { ADDRESS_MASK } from './address.ts'
import type { EvmCaches } from './caches.ts'
import { canServeClone, hostCallOf, runClone } from './clone.ts'
import { Code } from './code.ts'
import {
  CODE_SIZE_EXCEEDED,
  CONTINUE,
  CREATE_COLLISION,
  ENTER,
  failureOf,
  INVALID_CODE_PREFIX,
  OUT_OF_GAS,
  PRECOMPILE_FAILURE,
  REFUSED,
  REVERT,
  STOP,
} from './control.ts'
import type { EvmAccount } from './evm-account.ts'
import type { EvmRules } from './forks/rules.ts'
import { Frame, MAX_MEMORY } from './frame.ts'
import { hotLoop, inspectedLoop, type Loop } from './loop.ts'
import type { OpcodeTable } from './opcodes.ts'
import type { Precompile } from './precompiles/types.ts'
import { UNPAYABLE_GAS } from './precompiles/types.ts'
import type { CallMessage, CreateMessage, EvmEnv, HostPrecompile, MessageResult } from './types.ts'
import type { World } from './world.ts'

/** Frames kept for reuse. */
const POOLED_FRAMES = 1100

export class Interpreter {
  readonly world: World
  readonly env: EvmEnv
  readonly name: string
  readonly journal: Journal
  readonly crypto: Crypto
  readonly caches: EvmCaches
  readonly rules: EvmRules
  readonly gas: EvmRules['gas']
  readonly table: OpcodeTable
  readonly inspector: Inspector | undefined
  /** Hook: bytes of memory a frame may have. */
  protected readonly memoryLimit: number = MAX_MEMORY
  /** The frame that runs next. */
  protected current: Frame | undefined

  constructor(world: World, env: EvmEnv) {
    this.world = world
    this.env = env
    this.name = env.machine ?? 'evm'
    this.journal = world.journal
    this.crypto = world.crypto
    this.caches = world.caches
    this.rules = env.rules
    this.gas = env.rules.gas
    this.table = env.table
    this.inspector = env.inspector
  }

  // ---- frames

  /** A fresh frame below `parent`. */
  acquire(parent: Frame | undefined): Frame {
    const frame = this.caches.frames.pop() ?? new Frame()
    frame.parent = parent
    frame.depth = parent === undefined ? 0 : parent.depth + 1
    frame.memoryLimit = this.memoryLimit
    return frame
  }

  release(frame: Frame): void {
    frame.reset()
    if (this.caches.frames.length < POOLED_FRAMES) this.caches.frames.push(frame)
  }

  /** Runs frames until `root`, which has just begun with `status`, has ended; returns its final status. */
  execute(root: Frame, status: number): number {
    if (status !== ENTER) return this.close(root, status)
    for (;;) {
      const frame = this.current as Frame
      const left = this.loopOf(frame)(frame, this)
      if (left === ENTER) continue
      const final = this.close(frame, left)
      if (frame === root) return final
      this.settle(frame.parent as Frame, frame, final)
    }
  }

  /** Hook: the loop that runs a frame, asked whenever it is entered or gone on with. */
  protected loopOf(_frame: Frame): Loop {
    return this.inspector === undefined ? hotLoop : inspectedLoop
  }

  /** Called by an instruction whose child has begun: enters it, or settles it at once if it is already over. */
  follow(frame: Frame, child: Frame, status: number): number {
    if (status === ENTER) return ENTER
    this.settle(frame, child, this.close(child, status))
    return CONTINUE
  }

  /** A call that never began: all its gas goes back. */
  refuse(frame: Frame, child: Frame, status: number): number {
    this.announce(child, child.self)
    frame.giveBack(child)
    child.mark = this.journal.checkpoint()
    return this.follow(frame, child, status)
  }

  /** Tells the inspector that a frame begins. */
  announce(frame: Frame, source: EvmAccount): void {
    this.inspector?.enter?.({
      machine: this.name,
      type: frame.type,
      depth: frame.depth,
      caller: this.world.resolve(frame.caller).bytes,
      target: frame.self.bytes,
      codeAddress: source.bytes,
      value: frame.value,
      gas: frame.exactGas,
      input: frame.input,
    })
    frame.startGas = frame.gas
    frame.startReserve = frame.reserve
  }

  /** Hook: ends a frame: deposits code, undoes a failure, and takes the gas of a halt. Returns its final status. */
  protected close(frame: Frame, left: number): number {
    let status = left
    if (frame.isCreate && status === STOP) status = this.deposit(frame)
    if (status !== STOP) {
      this.journal.revert(frame.mark)
      if (!this.keepsGas(frame, status)) {
        frame.gas = 0
        frame.reserve = 0n
        frame.output = EMPTY_BYTES
      }
    }
    if (this.inspector !== undefined) {
      this.inspector.exit?.({
        depth: frame.depth,
        status: status === STOP ? 'success' : status === REVERT ? 'reverted' : 'halted',
        gasUsed: BigInt(frame.startGas) + frame.startReserve - frame.exactGas,
        output: frame.output,
        failure: failureOf(status),
      })
    }
    return status
  }

  /** Hook: whether a frame that failed with `status` keeps the gas it has left, and its output. */
  protected keepsGas(_frame: Frame, status: number): boolean {
    return status === REVERT
  }

  /** Hook: hands a finished child's result to its caller and goes on there. */
  protected settle(parent: Frame, child: Frame, status: number): void {
    const { world } = this
    parent.giveBack(child)
    if (parent.self.aliasVersion !== this.journal.aliasVersion) world.bind(parent.self)
    if (child.isCreate) {
      this.deliverCreation(parent, child, status)
    } else {
      parent.stack[parent.sp++] = status === STOP ? 1n : 0n
      this.deliverOutput(parent, child)
    }
    this.current = parent
    this.release(child)
  }

  /** Hook: what a creator sees of a finished creation. */
  protected deliverCreation(parent: Frame, child: Frame, status: number): void {
    const success = status === STOP
    parent.stack[parent.sp++] = success ? child.self.address : 0n
    parent.returnData = success ? EMPTY_BYTES : child.output
  }

  /** Hook: what a caller sees of a finished call's output, besides the success flag. */
  protected deliverOutput(parent: Frame, child: Frame): void {
    const { output, outputLength } = child
    parent.returnData = output
    if (outputLength > 0 && output.length > 0) {
      parent.memory.set(
        output.length > outputLength ? output.subarray(0, outputLength) : output,
        child.outputOffset,
      )
    }
  }

  // ---- calls

  /** The account of an address at the price of an access (EIP-2929); undefined is out of gas. */
  access(frame: Frame, address: bigint): EvmAccount | undefined {
    const account = this.world.resolve(address & ADDRESS_MASK)
    if (!this.rules.hasColdAccess) return account
    return frame.charge(
      this.isCold(account) ? this.gas.coldaccountaccessGas : this.gas.warmstoragereadGas,
    )
      ? account
      : undefined
  }

  /** Warms an account and says whether it was cold; precompiles never are (EIP-2929). */
  isCold(account: EvmAccount): boolean {
    if (!this.world.warm(account)) return false
    const { precompiles, hostPrecompiles } = this.env
    return !precompiles.has(account.address) && hostPrecompiles?.has(account.address) !== true
  }

  /** Begins a call whose frame is filled in but for its code, which is `source`'s. */
  beginCall(frame: Frame, source: EvmAccount): number {
    const { world, env } = this
    frame.mark = this.journal.checkpoint()
    if (this.inspector !== undefined) this.announce(frame, source)
    if (frame.type === 'CALL' || frame.type === 'STATICCALL') {
      if (frame.value !== 0n) {
        const payer = world.current(frame.payer, frame.caller)
        world.transfer(payer, frame.self, frame.value)
      }
      world.touch(frame.self)
    }
    const precompile = source.isLow ? env.precompiles.get(source.address) : undefined
    if (precompile !== undefined) return this.runPrecompile(frame, precompile)
    const { hostPrecompiles } = env
    const host = hostPrecompiles?.get(source.address)
    if (host !== undefined) return this.runHost(frame, host)
    const code = world.executableCodeOf(source)
    frame.code = code
    if (code.bytes.length === 0) return STOP
    if (code.cloneTarget !== undefined) {
      const host = hostPrecompiles?.get(code.cloneTarget)
      if (host?.isDelegated === true && canServeClone(frame, this))
        return runClone(frame, this, host)
    }
    this.current = frame
    return ENTER
  }

  /** Charges for a precompile and runs it in place of code. */
  protected runPrecompile(frame: Frame, precompile: Precompile): number {
    const price = precompile.gas(frame.input)
    if (price >= UNPAYABLE_GAS || !frame.charge(price)) return OUT_OF_GAS
    const output = precompile.run(this.crypto, frame.input)
    if (output === undefined) return PRECOMPILE_FAILURE
    frame.output = output
    return STOP
  }

  private runHost(frame: Frame, host: HostPrecompile): number {
    const isServed =
      host.isDelegated === true
        ? frame.type === 'DELEGATECALL'
        : frame.type === 'CALL' || frame.type === 'STATICCALL'
    if (!isServed) return PRECOMPILE_FAILURE
    const gas = frame.exactGas
    const result = host.run(hostCallOf(frame, this, gas))
    if (result.gasUsed > gas) return OUT_OF_GAS
    frame.setGas(gas - result.gasUsed)
    frame.output = result.output
    if (result.status === 'halted') return PRECOMPILE_FAILURE
    return result.status === 'success' ? STOP : REVERT
  }

  // ---- creations

  /** Begins a creation at an address; a collision takes all its gas (EIP-684). */
  beginCreate(frame: Frame, account: EvmAccount): number {
    const { world } = this
    frame.self = account
    frame.mark = this.journal.checkpoint()
    if (this.inspector !== undefined) this.announce(frame, account)
    if (world.isOccupied(account)) return CREATE_COLLISION
    world.createContract(account)
    if (frame.value !== 0n) world.transfer(world.resolve(frame.caller), account, frame.value)
    frame.code = new Code(frame.input, 0n)
    frame.input = EMPTY_BYTES
    if (frame.code.bytes.length === 0) return STOP
    this.current = frame
    return ENTER
  }

  /** Hook: checks, pays for and stores the code that init code returned. */
  protected deposit(frame: Frame): number {
    const code = frame.output
    const { maxCodeSize, createDataGas } = this.gas
    if (maxCodeSize > 0 && code.length > maxCodeSize) return CODE_SIZE_EXCEEDED
    if (this.rules.refusesReservedPrefix && code[0] === 0xef) return INVALID_CODE_PREFIX
    const price = createDataGas * code.length
    if (frame.gas < price && frame.reserve === 0n && !this.rules.failsUnpaidDeposit) {
      frame.output = EMPTY_BYTES
      return STOP
    }
    if (!frame.charge(price)) return OUT_OF_GAS
    this.world.setCode(frame.self, code)
    return STOP
  }
}

/** Runs a call from outside: moves the value, runs code or a precompile; a failure is rolled back. */
export function call(world: World, env: EvmEnv, message: CallMessage): MessageResult {
  const machine = new Interpreter(world, env)
  const frame = machine.acquire(undefined)
  const target = world.current(message.targetAccount, message.target)
  frame.payer = message.callerAccount
  frame.depth = message.depth ?? 0
  frame.type = 'CALL'
  frame.isCreate = false
  frame.isStatic = message.isStatic ?? false
  frame.self = target
  frame.caller = message.caller
  frame.value = message.value
  frame.input = message.input
  frame.setGas(message.gas)
  if (!canPay(world, message)) return refusal(machine, frame, message.gas)
  return result(machine, frame, machine.execute(frame, machine.beginCall(frame, target)))
}

/** Runs a creation from outside: collision check, init code, deposit of the code. Raises no nonce but the contract's. */
export function create(world: World, env: EvmEnv, message: CreateMessage): MessageResult {
  const machine = new Interpreter(world, env)
  const frame = machine.acquire(undefined)
  const account = world.resolve(message.address)
  frame.depth = message.depth ?? 0
  frame.type = 'CREATE'
  frame.isCreate = true
  frame.isStatic = false
  frame.caller = message.caller
  frame.value = message.value
  frame.input = message.initCode
  frame.self = account
  frame.setGas(message.gas)
  if (!canPay(world, message)) return refusal(machine, frame, message.gas)
  if (env.rules.hasColdAccess) world.warm(account)
  return result(machine, frame, machine.execute(frame, machine.beginCreate(frame, account)))
}

function canPay(world: World, message: CallMessage | CreateMessage): boolean {
  const { caller, value, callerAccount } = message
  return value === 0n || world.spendable(world.current(callerAccount, caller)) >= value
}

function refusal(machine: Interpreter, frame: Frame, gas: bigint): MessageResult {
  machine.release(frame)
  const failure = failureOf(REFUSED)
  return { status: 'reverted', gasLeft: gas, output: EMPTY_BYTES, failure, created: undefined }
}

function result(machine: Interpreter, frame: Frame, status: number): MessageResult {
  const outcome: MessageResult = {
    status: status === STOP ? 'success' : status === REVERT ? 'reverted' : 'halted',
    gasLeft: frame.exactGas,
    output: frame.output,
    failure: failureOf(status),
    created: frame.isCreate && status === STOP ? frame.self.address : undefined,
  }
  machine.release(frame)
  return outcome
}
