/**
 * Tron's frames on evm-core's interpreter: what a frame is given when it begins, how it ends, what its caller sees.
 * One interpreter runs one transaction's message; the counter of inner operations and the list of internal
 * transactions are its own and survive every revert, as in java-tron.
 */
import { concatBytes, EMPTY_BYTES } from '../../../primitives/bytes.ts'
import { MAX_U64 } from '../../../primitives/u256.ts'
import type { Code } from '../../evm-core/code.ts'
import { ENTER, INVALID_CODE_PREFIX, OUT_OF_GAS, REVERT, STOP } from '../../evm-core/control.ts'
import type { EvmAccount } from '../../evm-core/evm-account.ts'
import type { Frame } from '../../evm-core/frame.ts'
import { Interpreter } from '../../evm-core/interpreter.ts'
import type { Loop } from '../../evm-core/loop.ts'
import type { EvmEnv } from '../../evm-core/types.ts'
import { PREFIX_WORD } from './address.ts'
import { annexOf, FACTOR_ONE } from './annex.ts'
import type { TvmContext } from './context.ts'
import { OUT_OF_MEMORY, TRANSFER_FAILED } from './control.ts'
import { catchUp } from './dynamic-energy.ts'
import { penaltyLoop, penaltyOf } from './penalty.ts'
import { ENERGY, MAX_DEPTH, MEMORY_LIMIT } from './prices.ts'
import type { Switches } from './switches.ts'
import type { InternalTransaction } from './types.ts'
import type { TvmWorld } from './world.ts'

type InternalEntry = { -readonly [Key in keyof InternalTransaction]: InternalTransaction[Key] }

/** What an internal transaction says besides its place. */
export interface InternalFacts {
  readonly note: string
  readonly caller: Uint8Array
  readonly target: Uint8Array
  readonly value?: bigint
  readonly data?: Uint8Array
  readonly tokens?: InternalTransaction['tokens']
}

const TRON = Uint8Array.of(0x41)

export class TvmInterpreter extends Interpreter {
  declare readonly world: TvmWorld
  readonly context: TvmContext
  readonly switches: Switches
  /** 32 bytes. */
  readonly rootTxid: Uint8Array
  /** Inner operations so far; never rolled back (spec sheet 4). */
  nonce = 0
  /** Penalty of all frames, failed ones included. */
  penalty = 0
  readonly internalTransactions: InternalEntry[] = []
  protected override readonly memoryLimit: number = MEMORY_LIMIT

  constructor(context: TvmContext, env: EvmEnv, rootTxid: Uint8Array) {
    super(context.world, env)
    this.context = context
    this.switches = context.switches
    this.rootTxid = rootTxid
  }

  // ---- energy

  /**
   * Takes what an instruction costs, with the frame's penalty on it; for the instructions that price themselves (the
   * calls and creations). False, with the energy gone, if there is not enough.
   */
  spend(frame: Frame, energy: number): boolean {
    const annex = annexOf(frame)
    if (annex.factor <= FACTOR_ONE) return frame.charge(energy)
    return this.chargeWithPenalty(frame, energy, penaltyOf(energy, annex.factor))
  }

  /** Takes energy and a penalty, and counts the penalty once both are paid. */
  chargeWithPenalty(frame: Frame, energy: number, penalty: number): boolean {
    if (!frame.charge(energy + penalty)) return false
    annexOf(frame).penalty += penalty
    this.penalty += penalty
    return true
  }

  /** Gives a child what it asked for, at most what the frame may give: all, or all but a 64th (version 1). */
  give(frame: Frame, child: Frame, requested: bigint | undefined): void {
    const keeps = annexOf(frame).version === 1
    const all = requested === undefined || (!keeps && requested > frame.exactGas)
    frame.forward(child, all ? undefined : requested, keeps)
    annexOf(frame).foreign += child.gas
  }

  /** A child that never began: its energy goes back, stipend included, and its caller sees a failure. */
  override refuse(frame: Frame, child: Frame, status: number): number {
    annexOf(frame).foreign -= child.gas
    return super.refuse(frame, child, status)
  }

  /** A child that never began because its caller halts with `status`: its energy goes back first. */
  abandon(frame: Frame, child: Frame, status: number): number {
    annexOf(frame).foreign -= child.gas
    frame.giveBack(child)
    this.release(child)
    return status
  }

  // ---- frames

  /** Enters a frame whose account, input and annex are set; nothing to run is a success at once. */
  enter(frame: Frame, code: Code): number {
    frame.code = code
    if (code.bytes.length === 0) return STOP
    annexOf(frame).start = frame.gas
    if (this.context.dynamicEnergy !== undefined) this.updateFactor(frame)
    this.current = frame
    return ENTER
  }

  private updateFactor(frame: Frame): void {
    const { world, context } = this
    const contract = world.contractOf(frame.self)
    if (contract === undefined || context.dynamicEnergy === undefined) return
    const caught = catchUp(contract, context.cycle, context.dynamicEnergy)
    if (caught !== contract) world.writeContract(frame.self, caught)
    annexOf(frame).factor = FACTOR_ONE + Number(caught.energyFactor)
  }

  protected override loopOf(frame: Frame): Loop {
    return annexOf(frame).factor > FACTOR_ONE ? penaltyLoop : super.loopOf(frame)
  }

  protected override close(frame: Frame, left: number): number {
    let status = left === OUT_OF_GAS && frame.exceededMemory ? OUT_OF_MEMORY : left
    if (status === STOP && this.context.dynamicEnergy !== undefined) this.addUsage(frame)
    status = super.close(frame, status)
    if (status !== STOP) this.reject(annexOf(frame).internalFrom)
    return status
  }

  /** Counts what the frame itself spent, without penalty, to its contract's use (id 72); undone with the frame. */
  private addUsage(frame: Frame): void {
    const { world } = this
    const contract = world.contractOf(frame.self)
    const annex = annexOf(frame)
    if (contract === undefined || annex.isPrecompile) return
    const own = annex.start - frame.gas - annex.foreign - annex.penalty
    if (own <= 0) return
    world.setEnergyUsage(frame.self, contract, contract.energyUsage + BigInt(own))
  }

  /** A transfer that failed leaves the energy of the outermost frame alone; in an inner one the caller loses it. */
  protected override keepsGas(frame: Frame, status: number): boolean {
    if (status === TRANSFER_FAILED) return frame.parent === undefined
    return super.keepsGas(frame, status)
  }

  protected override settle(parent: Frame, child: Frame, status: number): void {
    annexOf(parent).foreign -= child.gas
    super.settle(parent, child, status)
  }

  /** The new address is pushed with its 0x41. */
  protected override deliverCreation(parent: Frame, child: Frame, status: number): void {
    parent.stack[parent.sp++] = status === STOP ? child.self.address + PREFIX_WORD : 0n
    if (status === REVERT) parent.returnData = child.output
    else if (!annexOf(child).keepsReturnData) parent.returnData = EMPTY_BYTES
  }

  /** A precompile's output is written in full, whatever was asked for, into memory nobody pays for. */
  protected override deliverOutput(parent: Frame, child: Frame): void {
    if (!annexOf(child).isPrecompile) {
      super.deliverOutput(parent, child)
      return
    }
    const { output, outputOffset } = child
    parent.returnData = output
    if (output.length === 0) return
    parent.allocate(Math.ceil((outputOffset + output.length) / 32) * 32)
    parent.memory.set(output, outputOffset)
  }

  /** 200 a byte, no limit of size; the marker of Ethereum's next format is refused (id 63). */
  protected override deposit(frame: Frame): number {
    const code = frame.output
    if (this.rules.refusesReservedPrefix && code[0] === 0xef) return INVALID_CODE_PREFIX
    if (!frame.charge(ENERGY.depositPerByte * code.length)) return OUT_OF_GAS
    if (frame.parent !== undefined || this.switches.ALLOW_TVM_CONSTANTINOPLE)
      this.world.setCode(frame.self, code)
    return STOP
  }

  // ---- internal transactions

  /** Counts an inner operation and notes it; returns its hash, the parent of what it does itself. */
  note(frame: Frame, facts: InternalFacts): Uint8Array {
    const { caller, target, value = 0n, data = EMPTY_BYTES } = facts
    this.nonce++
    const numbers = new Uint8Array(16)
    const view = new DataView(numbers.buffer)
    view.setBigUint64(0, value & MAX_U64)
    view.setBigUint64(8, BigInt(this.nonce))
    const receiver = facts.note === 'create' ? EMPTY_BYTES : concatBytes(TRON, target)
    const { parentHash } = annexOf(frame)
    const hash = this.crypto.keccak256(concatBytes(parentHash, receiver, data, numbers))
    this.internalTransactions.push({
      hash,
      caller,
      transferTo: target,
      callValue: value,
      tokens: facts.tokens ?? [],
      note: facts.note,
      nonce: this.nonce,
      rejected: false,
    })
    return hash
  }

  /** Marks one operation as having done nothing. */
  rejectAt(index: number): void {
    ;(this.internalTransactions[index] as InternalEntry).rejected = true
  }

  private reject(from: number): void {
    const { internalTransactions } = this
    for (let i = from; i < internalTransactions.length; i++)
      (internalTransactions[i] as InternalEntry).rejected = true
  }

  /** Whether a frame may open another one. */
  isDeepest(frame: Frame): boolean {
    return frame.depth >= MAX_DEPTH
  }

  /** A contract's version as far as this chain has versions. */
  versionOf(account: EvmAccount): number {
    if (!this.switches.ALLOW_TVM_COMPATIBLE_EVM) return 0
    return this.world.contractOf(account)?.version ?? 0
  }
}
