/**
 * Random contracts that do something: statements that leave the stack as it was, so that programs run on instead of
 * dying of an underflow, sprinkled with raw bytes. Results go to storage, so that a wrong word or a wrong gas count
 * shows in the state root.
 */

import { isAtLeast } from '../../src/vms/evm-core/forks/names.ts'
import type { ForkName } from '../../src/vms/evm-core/index.ts'
import type { Random } from './random.ts'

/** What programs may refer to. */
export interface ProgramWorld {
  readonly fork: ForkName
  /** Addresses to call, to look at and to give to. */
  readonly addresses: readonly bigint[]
  /** Those with code from the start, which are worth calling more often. */
  readonly contracts: readonly bigint[]
}

const MAX_PUSH2 = 0xffff

/** Bytes with places that are known later. */
class Assembler {
  readonly bytes: number[] = []
  private readonly data: { readonly at: number; readonly blob: Uint8Array }[] = []

  op(...bytes: number[]): this {
    this.bytes.push(...bytes)
    return this
  }

  push(value: bigint | number): this {
    let hex = BigInt(value).toString(16)
    if (hex.length % 2 === 1) hex = `0${hex}`
    this.bytes.push(0x5f + hex.length / 2)
    for (let i = 0; i < hex.length; i += 2)
      this.bytes.push(Number.parseInt(hex.slice(i, i + 2), 16))
    return this
  }

  /** PUSH2 of a place that `mark` fills in. */
  pushPlace(): number {
    this.bytes.push(0x61, 0, 0)
    return this.bytes.length - 2
  }

  mark(place: number, value: number = this.bytes.length): void {
    this.bytes[place] = value >> 8
    this.bytes[place + 1] = value & 0xff
  }

  /** PUSH2 of where a blob behind the code lies. */
  pushData(blob: Uint8Array): this {
    this.data.push({ at: this.pushPlace(), blob })
    return this
  }

  finish(): Uint8Array {
    for (const { at, blob } of this.data) {
      this.mark(at)
      if (this.bytes.length + blob.length > MAX_PUSH2) break
      for (const byte of blob) this.bytes.push(byte)
    }
    return Uint8Array.from(this.bytes)
  }
}

/** Opcodes without operands by the fork that brought them. */
const FACTS: readonly (readonly [ForkName, readonly number[]])[] = [
  [
    'frontier',
    [0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3a, 0x41, 0x42, 0x43, 0x44, 0x45, 0x58, 0x59, 0x5a],
  ],
  ['byzantium', [0x3d]],
  ['istanbul', [0x46, 0x47]],
  ['london', [0x48]],
  ['shanghai', [0x5f]],
  ['cancun', [0x4a]],
]

const UNARY: readonly (readonly [ForkName, readonly number[]])[] = [
  ['frontier', [0x15, 0x19, 0x31, 0x35, 0x3b, 0x40, 0x51, 0x54]],
  ['constantinople', [0x3f]],
  ['cancun', [0x49, 0x5c]],
  ['osaka', [0x1e]],
]

const BINARY: readonly (readonly [ForkName, readonly number[]])[] = [
  [
    'frontier',
    [
      0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0a, 0x0b, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16,
      0x17, 0x18, 0x1a,
    ],
  ],
  ['constantinople', [0x1b, 0x1c, 0x1d]],
]

function known(table: typeof FACTS, fork: ForkName, random: Random): number {
  // Now and then one that does not exist yet: the frame must halt.
  const open = random.chance(99) ? table.filter(([since]) => isAtLeast(fork, since)) : table
  return random.pick(open.flatMap(([, ops]) => ops))
}

export class ProgramMaker {
  private readonly random: Random
  private readonly world: ProgramWorld

  constructor(random: Random, world: ProgramWorld) {
    this.random = random
    this.world = world
  }

  /** Code of a contract. `depth` is how often it may hold the code of another one. */
  runtime(depth: number, statements: number): Uint8Array {
    const asm = new Assembler()
    if (this.random.chance(75)) this.guard(asm)
    this.statements(asm, depth, statements)
    this.ending(asm)
    return asm.finish()
  }

  /** Code that deploys `runtime`, after doing something of its own. */
  initCode(
    depth: number,
    runtime: Uint8Array = this.runtime(depth, 1 + this.random.below(5)),
  ): Uint8Array {
    const { random } = this
    const asm = new Assembler()
    if (random.chance(50)) this.statements(asm, depth, 1 + random.below(2))
    if (random.chance(6)) {
      this.ending(asm)
      return asm.finish()
    }
    asm.push(runtime.length).pushData(runtime).push(0).op(0x39)
    return asm.push(runtime.length).push(0).op(0xf3).finish()
  }

  /** Stops while there is gas left, so that contracts that call each other for ever come back with results. */
  private guard(asm: Assembler): void {
    asm.push(this.random.pick([40_000, 80_000, 150_000])).op(0x5a, 0x11)
    const place = asm.pushPlace()
    asm.op(0x57, 0x00)
    asm.mark(place)
    asm.op(0x5b)
  }

  private has(since: ForkName): boolean {
    return isAtLeast(this.world.fork, since)
  }

  private key(): bigint {
    return this.random.chance(95) ? BigInt(this.random.below(4)) : this.random.word()
  }

  private address(): bigint {
    const { addresses, contracts } = this.world
    return this.random.pick(this.random.chance(45) ? contracts : addresses)
  }

  /** Memory offset or length: small, rarely absurd. */
  private size(): bigint {
    return this.random.below(400) > 0 ? BigInt(this.random.below(100)) : this.random.word()
  }

  private statements(asm: Assembler, depth: number, count: number): void {
    for (let i = 0; i < count; i++) this.statement(asm, depth)
  }

  private value(asm: Assembler): void {
    const { random } = this
    const { fork } = this.world
    const kind = random.below(10)
    if (kind < 3) asm.push(random.word())
    else if (kind < 6) asm.op(known(FACTS, fork, random))
    else if (kind < 8) this.unary(asm)
    else if (kind < 9) {
      asm
        .push(random.word())
        .push(random.word())
        .op(known(BINARY, fork, random))
    } else
      asm
        .push(random.word())
        .push(random.word())
        .push(random.word())
        .op(random.pick([0x08, 0x09]))
  }

  private unary(asm: Assembler): void {
    const { random } = this
    const op = known(UNARY, this.world.fork, random)
    if ([0x31, 0x3b, 0x3f].includes(op)) asm.push(this.address())
    else if (op === 0x51) asm.push(this.size())
    else if (op === 0x54 || op === 0x5c) asm.push(this.key())
    else if (op === 0x40) asm.op(0x43).push(random.below(300)).op(0x90, 0x03)
    else asm.push(random.word())
    asm.op(op)
  }

  private statement(asm: Assembler, depth: number): void {
    const { random } = this
    const kind = random.below(100)
    if (kind < 22) this.store(asm)
    else if (kind < 32) this.memory(asm)
    else if (kind < 38) this.log(asm)
    else if (kind < 62) this.call(asm)
    else if (kind < 72) this.create(asm, depth)
    else if (kind < 77) this.condition(asm, depth)
    else if (kind < 80) this.loop(asm, depth)
    else if (kind < 87) this.transient(asm)
    else if (kind < 94) this.gasProbe(asm)
    else if (kind < 96) this.condition(asm, depth, () => this.ending(asm))
    else if (kind < 97) asm.op(...random.bytes(1 + random.below(4)))
    else this.hash(asm)
  }

  private store(asm: Assembler): void {
    if (this.has('cancun') && this.random.chance(30)) return this.transient(asm)
    this.value(asm)
    asm.push(this.key()).op(0x55)
  }

  private transient(asm: Assembler): void {
    if (!this.has('cancun') && this.random.chance(98)) return this.store(asm)
    // Apart, so that a read can come after a write that was rolled back.
    if (this.random.chance(50)) {
      this.value(asm)
      asm.push(this.key()).op(0x5d)
    } else asm.push(this.key()).op(0x5c).push(this.key()).op(0x55)
  }

  private hash(asm: Assembler): void {
    asm.push(this.size()).push(this.size()).op(0x20).push(this.key()).op(0x55)
  }

  private gasProbe(asm: Assembler): void {
    asm.op(0x5a).push(this.key()).op(0x55)
  }

  private memory(asm: Assembler): void {
    const { random } = this
    switch (random.below(7)) {
      case 0:
        asm.push(random.word()).push(this.size()).op(0x53)
        return
      case 1:
        asm
          .push(this.size())
          .push(this.size())
          .push(this.size())
          .op(random.pick([0x37, 0x39]))
        return
      case 2:
        asm.push(this.size()).push(this.size()).push(this.size()).push(this.address()).op(0x3c)
        return
      case 3:
        if (this.has('cancun')) {
          asm.push(this.size()).push(this.size()).push(this.size()).op(0x5e)
          return
        }
        break
      case 4:
        if (this.has('byzantium')) {
          // All of the return data, which never reads past its end.
          asm.op(0x3d).push(0).push(this.size()).op(0x3e)
          if (random.chance(10)) asm.push(this.size()).push(this.size()).push(0).op(0x3e)
          return
        }
        break
    }
    this.value(asm)
    asm.push(this.size()).op(0x52)
  }

  private log(asm: Assembler): void {
    const topics = this.random.below(5)
    for (let i = 0; i < topics; i++) asm.push(this.random.word())
    asm
      .push(this.size())
      .push(this.size())
      .op(0xa0 + topics)
  }

  /** Gas to hand on: before EIP-150 asking for more than there is halts. */
  private callGas(asm: Assembler): void {
    const { random } = this
    const kind = random.below(10)
    if (kind < 1) asm.push(random.pick([0, 1, 700, 2300, 5000, 9000, 20000]))
    else if (kind < 3) asm.push(30_000 + random.below(100_000))
    else if (kind < 6 || !this.has('tangerineWhistle')) {
      asm.push(2 + random.below(3)).op(0x5a, 0x04)
    } else if (kind < 9) asm.op(0x5a)
    else asm.push(random.word())
  }

  private call(asm: Assembler): void {
    const { random } = this
    const kinds = [0xf1, 0xf1, 0xf1, 0xf1, 0xf2]
    if (this.has('homestead')) kinds.push(0xf4, 0xf4)
    if (this.has('byzantium')) kinds.push(0xfa, 0xfa)
    const op = random.pick(kinds)
    asm.push(this.size()).push(this.size()).push(this.size()).push(this.size())
    if (op === 0xf1 || op === 0xf2) {
      if (random.chance(70)) asm.push(random.chance(60) ? 0 : 1 + random.below(1000))
      else if (random.chance(50)) asm.op(0x34)
      else asm.push(random.word())
    }
    if (random.chance(12)) asm.op(0x30)
    else asm.push(this.address())
    this.callGas(asm)
    asm.op(op)
    this.drop(asm)
  }

  /** What a call or a creation left on the stack. */
  private drop(asm: Assembler): void {
    if (this.random.chance(70)) asm.push(this.key()).op(0x55)
    else asm.op(0x50)
  }

  private create(asm: Assembler, depth: number): void {
    const { random } = this
    if (depth === 0) return this.store(asm)
    const init = this.initCode(depth - 1)
    const salted = this.has('constantinople') && random.chance(60)
    const at = random.below(40)
    asm.push(init.length).pushData(init).push(at).op(0x39)
    if (salted) asm.push(random.below(2))
    asm.push(init.length).push(at)
    asm.push(random.chance(70) ? 0 : random.below(50))
    asm.op(salted ? 0xf5 : 0xf0)
    if (random.chance(50)) {
      // Calls what it made: DUP6 reaches the address below four zeros and the value.
      asm.push(0).push(0).push(0).push(0).push(random.below(3))
      asm.op(0x85)
      this.callGas(asm)
      asm.op(0xf1)
      this.drop(asm)
    }
    this.drop(asm)
  }

  private condition(asm: Assembler, depth: number, body?: () => void): void {
    const { random } = this
    if (random.chance(60)) asm.push(this.key()).op(0x54)
    else this.value(asm)
    if (random.chance(50)) asm.op(0x15)
    const place = asm.pushPlace()
    asm.op(0x57)
    if (body === undefined) this.statements(asm, depth, 1 + random.below(2))
    else body()
    asm.mark(place)
    asm.op(0x5b)
  }

  private loop(asm: Assembler, depth: number): void {
    asm.push(1 + this.random.below(4))
    const top = asm.bytes.length
    asm.op(0x5b)
    this.statement(asm, depth > 0 ? depth - 1 : 0)
    asm.push(1).op(0x90, 0x03, 0x80)
    asm.mark(asm.pushPlace(), top)
    asm.op(0x57, 0x50)
  }

  private ending(asm: Assembler): void {
    const { random } = this
    const kind = random.below(100)
    if (kind < 27) asm.op(0x00)
    else if (kind < 50) asm.push(this.size()).push(this.size()).op(0xf3)
    else if (kind < 73) asm.push(this.size()).push(this.size()).op(0xfd)
    else if (kind < 90) {
      if (random.chance(20)) asm.op(0x30)
      else if (random.chance(30)) asm.op(0x33)
      else asm.push(this.address())
      asm.op(0xff)
    } else if (kind < 94) asm.op(0xfe)
    else if (kind < 97) asm.push(random.below(200)).op(0x56)
  }
}

/** CREATE2 (CREATE before it exists) of the call data behind its first word, which is the salt; returns the address. */
export function factoryCode(fork: ForkName): Uint8Array {
  const asm = new Assembler()
  asm.push(32).op(0x36, 0x03, 0x80).push(32).push(0).op(0x37)
  const salted = isAtLeast(fork, 'constantinople')
  if (salted) asm.push(0).op(0x35, 0x90)
  asm.push(0).op(0x34, salted ? 0xf5 : 0xf0)
  return asm.push(0).op(0x52).push(32).push(0).op(0xf3).finish()
}
