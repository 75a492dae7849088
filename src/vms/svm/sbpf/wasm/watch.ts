/**
 * What a program changed of the accounts in its input, asked once after the run instead of comparing byte by byte in
 * JavaScript: a copy of each account's owner, lamports, length and data is kept in the linear memory, and a WebAssembly
 * loop compares them. PERF: about half of what comparing and applying cost for a token transfer.
 *
 * Places stand in a table behind the control words, copies behind the table, both below the programs' images.
 */
import type { WasmApi } from './arena.ts'
import { I32, Op, VOID, Writer } from './writer.ts'

/** Per account 8 bytes: address of its owner in the linear memory, length of its data. */
const TABLE = 1024
/** Accounts that are watched; further ones are compared as without. */
const WATCHED_MAX = 16
const COPIES = 2048
/** End of what the copies may take. */
const COPIES_END = 65536
/** Owner (32), lamports (8), length (8): what stands before the data. */
const HEAD = 48

/** Bits of {@link Watch.changed}, two an account. */
export const CHANGED_HEAD = 1
export const CHANGED_DATA = 2

const [COUNT, I, AT, LENGTH, COPY, END, BITS, START] = [0, 1, 2, 3, 4, 5, 6, 7] as const
/** All but the parameter. */
const LOCALS = 7

/** Opens a loop over the table with AT, LENGTH and COPY set; ends when I reaches COUNT. */
function eachPlace(w: Writer, body: () => void): Writer {
  w.i32(COPIES).set(COPY)
  w.u8(Op.block).u8(VOID).u8(Op.loop).u8(VOID)
  w.get(COUNT).get(I).u8(Op.i32LeU).u8(Op.brIf).u32(1)
  w.get(I)
    .i32(3)
    .u8(Op.i32Shl)
    .tee(AT)
    .memory(Op.i32Load, TABLE + 4)
    .set(LENGTH)
  w.get(AT).memory(Op.i32Load, TABLE).set(AT)
  body()
  // Copies begin at multiples of 8.
  w.get(COPY)
    .get(LENGTH)
    .u8(Op.i32Add)
    .i32(HEAD + 7)
    .u8(Op.i32Add)
    .i32(-8)
    .u8(Op.i32And)
  w.set(COPY)
  w.get(I).i32(1).u8(Op.i32Add).set(I).br(0)
  return w.u8(Op.end).u8(Op.end)
}

/** keep(count): copies every place. */
function emitKeep(): Writer {
  const w = new Writer(128).u32(1).u32(LOCALS).u8(I32)
  eachPlace(w, () => {
    w.get(COPY).get(AT).get(LENGTH).i32(HEAD).u8(Op.i32Add)
    w.u8(Op.bulk).u32(Op.memoryCopy).u8(0).u8(0)
  })
  return w.u8(Op.end)
}

/** Sets a bit of the running account in BITS. */
function note(w: Writer, bit: number): void {
  w.get(BITS).i32(bit).get(I).i32(1).u8(Op.i32Shl).u8(Op.i32Shl).u8(Op.i32Or).set(BITS)
}

/** Compares units of one size from AT to END with those at COPY; leaves the block around it at a difference. */
function compareUntil(w: Writer, size: number, load: number, unequal: number): void {
  w.u8(Op.block).u8(VOID).u8(Op.loop).u8(VOID)
  w.get(END).get(AT).u8(Op.i32LeU).u8(Op.brIf).u32(1)
  w.get(AT).memory(load, 0).get(COPY).memory(load, 0).u8(unequal)
  w.u8(Op.if).u8(VOID)
  note(w, CHANGED_DATA)
  // Out of if, loop, block and the block around both comparisons.
  w.br(3)
  w.u8(Op.end)
  w.get(AT).i32(size).u8(Op.i32Add).set(AT)
  w.get(COPY).i32(size).u8(Op.i32Add).set(COPY)
  w.br(0).u8(Op.end).u8(Op.end)
}

/** changed(count): two bits for each place. */
function emitChanged(): Writer {
  const w = new Writer(256).u32(1).u32(LOCALS).u8(I32)
  eachPlace(w, () => {
    for (let at = 0; at < HEAD; at += 8) {
      w.get(AT).memory(Op.i64Load, at).get(COPY).memory(Op.i64Load, at).u8(Op.i64Xor)
      if (at > 0) w.u8(Op.i64Or)
    }
    w.u8(Op.i64Eqz).u8(Op.i32Eqz).u8(Op.if).u8(VOID)
    note(w, CHANGED_HEAD)
    w.u8(Op.end)
    w.get(COPY).set(START)
    w.get(AT).i32(HEAD).u8(Op.i32Add).set(AT)
    w.get(COPY).i32(HEAD).u8(Op.i32Add).set(COPY)
    w.u8(Op.block).u8(VOID)
    w.get(AT).get(LENGTH).i32(-8).u8(Op.i32And).u8(Op.i32Add).set(END)
    compareUntil(w, 8, Op.i64Load, Op.i64Ne)
    w.get(AT).get(LENGTH).i32(7).u8(Op.i32And).u8(Op.i32Add).set(END)
    compareUntil(w, 1, Op.i32Load8, Op.i32Ne)
    w.u8(Op.end)
    w.get(START).set(COPY)
  })
  return w.get(BITS).u8(Op.end)
}

function emitModule(): Uint8Array {
  const module = new Writer(512).raw(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))
  const type = (w: Writer, results: number) =>
    w.u8(0x60).u32(1).u8(I32).u32(results).raw(new Uint8Array(results).fill(I32))
  const types = type(type(new Writer().u32(2), 0), 1)
  module.u8(1).sized(types)
  module.u8(2).sized(new Writer().u32(1).name('vm').name('memory').u8(2).u8(0).u32(1))
  module.u8(3).sized(new Writer().u32(2).u32(0).u32(1))
  const exported = new Writer().u32(2).name('keep').u8(0).u32(0).name('changed').u8(0).u32(1)
  module.u8(7).sized(exported)
  module.u8(10).sized(new Writer().u32(2).sized(emitKeep()).sized(emitChanged()))
  return module.done()
}

/** Of one depth of nesting: the copies have one place. */
export class Watch {
  private readonly keepAll: (count: number) => void
  private readonly compareAll: (count: number) => number
  private table: Int32Array
  private start = 0
  private count = 0
  private end = COPIES

  /** Throws whatever the host throws when it cannot or may not. */
  constructor(api: WasmApi, memory: InstanceType<WasmApi['Memory']>) {
    const { exports } = new api.Instance(new api.Module(emitModule()), { vm: { memory } })
    this.keepAll = exports.keep as (count: number) => void
    this.compareAll = exports.changed as (count: number) => number
    this.table = new Int32Array(memory.buffer, TABLE, 2 * WATCHED_MAX)
  }

  /** The memory has grown. */
  renew(buffer: ArrayBuffer): void {
    this.table = new Int32Array(buffer, TABLE, 2 * WATCHED_MAX)
  }

  /** For an input that begins at this address of the linear memory. */
  begin(start: number): void {
    this.start = start
    this.count = 0
    this.end = COPIES
  }

  /** Watches the account whose owner stands at an offset of the input. Accounts are watched in order, as many as fit. */
  add(ownerAt: number, length: number): void {
    const { count, table } = this
    const end = this.end + HEAD + length + 7
    if (count === WATCHED_MAX || end > COPIES_END) {
      this.end = COPIES_END
      return
    }
    table[2 * count] = this.start + ownerAt
    table[2 * count + 1] = length
    this.count = count + 1
    this.end = end
  }

  /** The input is written: what differs from now on has changed. */
  keep(): void {
    this.keepAll(this.count)
  }

  /** Accounts that are watched, the first so many. */
  get watched(): number {
    return this.count
  }

  /** For each account two bits: {@link CHANGED_HEAD}, {@link CHANGED_DATA} (of the length it began with). */
  changed(): number {
    return this.compareAll(this.count)
  }
}
