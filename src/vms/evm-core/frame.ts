/**
 * One call or creation in progress: stack, memory, program counter, exact gas. Frames are objects on a chain, not
 * JavaScript calls, so that depth 1024 costs no JavaScript stack; they are pooled with their stack and memory.
 */
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import type { Code } from './code.ts'
import { NO_CODE } from './code.ts'
import type { EvmAccount } from './evm-account.ts'

/** Deepest frame, the outermost being 0 (Yellow Paper). */
export const MAX_DEPTH = 1024

/** Gas up to here is held in a number, more than that waits in `reserve`. */
const GAS_IN_NUMBER = 2 ** 52
const GAS_IN_NUMBER_BIG: bigint = 1n << 52n

const INITIAL_MEMORY = 4096
/** Most bytes of memory a frame can have unless its machine sets less. */
export const MAX_MEMORY = 0xffffffff
/** Memory above this is not kept for the next user of the frame. */
const KEPT_MEMORY = 1 << 16

export class Frame {
  parent: Frame | undefined = undefined
  depth = 0
  /** CALL, CREATE2 ... as inspectors name it. */
  type = 'CALL'
  isCreate = false
  isStatic = false
  /** Account whose storage and balance are in scope; the new contract in a creation. */
  self!: EvmAccount
  caller = 0n
  /** The caller's account where it is known without a look-up. */
  payer: EvmAccount | undefined = undefined
  value = 0n
  code: Code = NO_CODE
  input: Uint8Array = EMPTY_BYTES
  private viewOfInput: DataView | undefined = undefined
  /** Journal mark to revert to. */
  mark = 0
  /** Where the caller wants the output in its memory. */
  outputOffset = 0
  outputLength = 0

  pc = 0
  sp = 0
  readonly stack: bigint[] = new Array<bigint>(1024).fill(0n)
  memory: Uint8Array = new Uint8Array(INITIAL_MEMORY)
  view: DataView = new DataView(this.memory.buffer)
  /** Bytes of memory in use, a multiple of 32. */
  size = 0
  /** Hook: memory may not end beyond this; set by the interpreter for every frame. */
  memoryLimit = MAX_MEMORY
  /** The frame asked for more memory than its limit: which halt that is, the machine decides. */
  exceededMemory = false
  /** Hook: what a machine built on this core keeps of its frames; undefined in the EVM. */
  annex: unknown = undefined
  /** Gas is `gas + reserve`, exactly. */
  gas = 0
  reserve = 0n
  /** Output of the last finished call. */
  returnData: Uint8Array = EMPTY_BYTES
  /** Gas it began with, for inspectors. */
  startGas = 0
  startReserve = 0n
  /** What this frame returned. */
  output: Uint8Array = EMPTY_BYTES

  /** Makes a pooled frame as new. */
  reset(): void {
    this.parent = undefined
    this.payer = undefined
    if (this.memory.length > KEPT_MEMORY) {
      this.memory = new Uint8Array(INITIAL_MEMORY)
      this.view = new DataView(this.memory.buffer)
    } else if (this.size > 0) {
      this.memory.fill(0, 0, this.size)
    }
    this.pc = 0
    this.sp = 0
    this.size = 0
    this.input = EMPTY_BYTES
    this.viewOfInput = undefined
    this.returnData = EMPTY_BYTES
    this.output = EMPTY_BYTES
    this.exceededMemory = false
    this.annex = undefined
  }

  /** The input for reading words; made when first asked for, since most frames read several. */
  get inputView(): DataView {
    const { input } = this
    this.viewOfInput ??= new DataView(input.buffer, input.byteOffset, input.length)
    return this.viewOfInput
  }

  // ---- gas

  get exactGas(): bigint {
    return this.reserve === 0n ? BigInt(this.gas) : BigInt(this.gas) + this.reserve
  }

  setGas(gas: bigint): void {
    if (gas <= GAS_IN_NUMBER_BIG) {
      this.gas = Number(gas)
      this.reserve = 0n
    } else {
      this.gas = GAS_IN_NUMBER
      this.reserve = gas - GAS_IN_NUMBER_BIG
    }
  }

  /** Takes gas; false, with the frame's gas spent, if there is not enough. */
  charge(amount: number): boolean {
    this.gas -= amount
    return this.gas >= 0 || this.refill()
  }

  /** Second half of a charge that the number could not cover. */
  refill(): boolean {
    if (this.reserve > 0n) {
      const left = BigInt(this.gas) + this.reserve
      if (left >= 0n) {
        this.setGas(left)
        return true
      }
    }
    this.setGas(0n)
    return false
  }

  /**
   * Moves gas to a child: what is requested, at most all, or all but one 64th (EIP-150). undefined asks for the most.
   * False only without the 64th rule, when more is requested than there is; nothing has moved then.
   */
  forward(child: Frame, requested: bigint | undefined, keepsOne64th: boolean): boolean {
    if (this.reserve !== 0n) return this.forwardExact(child, requested, keepsOne64th)
    const most = keepsOne64th ? this.gas - Math.floor(this.gas / 64) : this.gas
    // Gas is below 2^53 here, so a request that the conversion rounds is above it either way.
    const wanted = requested === undefined ? most : Number(requested)
    if (wanted > most && !keepsOne64th) return false
    const given = Math.min(wanted, most)
    this.gas -= given
    child.gas = given
    child.reserve = 0n
    return true
  }

  private forwardExact(
    child: Frame,
    requested: bigint | undefined,
    keepsOne64th: boolean,
  ): boolean {
    const all = this.exactGas
    const most = keepsOne64th ? all - all / 64n : all
    const wanted = requested ?? most
    if (wanted > most && !keepsOne64th) return false
    const given = wanted > most ? most : wanted
    this.setGas(all - given)
    child.setGas(given)
    return true
  }

  /** Adds what a finished call left. */
  giveBack(child: Frame): void {
    this.gas += child.gas
    this.reserve += child.reserve
    child.gas = 0
    child.reserve = 0n
    if (this.gas > GAS_IN_NUMBER) this.setGas(this.exactGas)
  }

  // ---- memory

  /**
   * Grows memory to cover `length` bytes at `offset` and charges for it: 3 a word and a 512th of its square.
   * Lengths past {@link memoryLimit} are refused as out of gas before anything is allocated.
   */
  expand(offset: number, length: number): boolean {
    if (length === 0) return true
    const end = offset + length
    if (end <= this.size) return true
    return this.grow(end)
  }

  private grow(end: number): boolean {
    if (end > this.memoryLimit) {
      this.exceededMemory = true
      return false
    }
    if (!this.charge(this.expansionCost(end))) return false
    this.allocate(Math.ceil(end / 32) * 32)
    return true
  }

  /** Gas of memory that ends at `end`, beyond what is paid for already. */
  expansionCost(end: number): number {
    if (end <= this.size) return 0
    const words = Math.ceil(end / 32)
    const old = this.size / 32
    return 3 * (words - old) + Math.floor((words * words) / 512) - Math.floor((old * old) / 512)
  }

  /** Grows memory to `size` bytes, a multiple of 32, without a charge; the caller has bounded it. */
  allocate(size: number): void {
    if (size <= this.size) return
    if (size > this.memory.length) {
      const memory = new Uint8Array(Math.max(size, Math.min(this.memory.length * 2, 0xffffffe0)))
      memory.set(this.memory.subarray(0, this.size))
      this.memory = memory
      this.view = new DataView(memory.buffer)
    }
    this.size = size
  }

  /** A copy of a part of memory that has been paid for. */
  slice(offset: number, length: number): Uint8Array {
    return length === 0 ? EMPTY_BYTES : this.memory.slice(offset, offset + length)
  }
}
