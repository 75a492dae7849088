/** Bytes of a WebAssembly module: LEB128 numbers, vectors, sections. */

export const I32 = 0x7f
export const I64 = 0x7e

/** WebAssembly opcodes in use, by their names in the specification. */
export const Op = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  i32Load: 0x28,
  i64Load: 0x29,
  i32Load8: 0x2d,
  i32Store: 0x36,
  i64Store: 0x37,
  i32Const: 0x41,
  i64Const: 0x42,
  i32Eqz: 0x45,
  i32Ne: 0x47,
  i32LtS: 0x48,
  i32GtU: 0x4b,
  i32LeU: 0x4d,
  i64Eqz: 0x50,
  i64Eq: 0x51,
  i64Ne: 0x52,
  i64GeU: 0x5a,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32And: 0x71,
  i32Or: 0x72,
  i32Shl: 0x74,
  i32ShrU: 0x76,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64And: 0x83,
  i64Or: 0x84,
  i64Xor: 0x85,
  i64Shl: 0x86,
  i64ShrU: 0x88,
  wrap: 0xa7,
  extendS: 0xac,
  extendU: 0xad,
  /** Prefix of operations on the whole memory. */
  bulk: 0xfc,
  memoryCopy: 0x0a,
} as const

/** Type of a block without results. */
export const VOID = 0x40

/** A growing byte buffer. */
export class Writer {
  private bytes: Uint8Array
  length = 0

  constructor(size = 256) {
    this.bytes = new Uint8Array(size)
  }

  u8(byte: number): this {
    if (this.length === this.bytes.length) this.grow(1)
    this.bytes[this.length++] = byte
    return this
  }

  private grow(more: number): void {
    const bigger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more))
    bigger.set(this.bytes)
    this.bytes = bigger
  }

  u32(value: number): this {
    let rest = value >>> 0
    while (rest > 0x7f) {
      this.u8((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    return this.u8(rest)
  }

  s32(value: number): this {
    let rest = value | 0
    for (;;) {
      const low = rest & 0x7f
      rest >>= 7
      if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
        return this.u8(low)
      }
      this.u8(low | 0x80)
    }
  }

  /** From int32 halves. */
  s64(low: number, high: number): this {
    let lo = low | 0
    let hi = high | 0
    for (;;) {
      const part = lo & 0x7f
      lo = (lo >>> 7) | (hi << 25)
      hi >>= 7
      const sign = (part & 0x40) !== 0
      if ((lo === 0 && hi === 0 && !sign) || (lo === -1 && hi === -1 && sign)) return this.u8(part)
      this.u8(part | 0x80)
    }
  }

  raw(bytes: Uint8Array): this {
    if (this.length + bytes.length > this.bytes.length) this.grow(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
    return this
  }

  name(text: string): this {
    this.u32(text.length)
    for (let i = 0; i < text.length; i++) this.u8(text.charCodeAt(i))
    return this
  }

  /** Length, then the bytes of another writer. */
  sized(other: Writer): this {
    return this.u32(other.length).raw(other.done())
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  // Instructions, named after the specification.
  get(local: number): this {
    return this.u8(Op.get).u32(local)
  }

  set(local: number): this {
    return this.u8(Op.set).u32(local)
  }

  tee(local: number): this {
    return this.u8(Op.tee).u32(local)
  }

  i32(value: number): this {
    return this.u8(Op.i32Const).s32(value)
  }

  i64(low: number, high: number): this {
    return this.u8(Op.i64Const).s64(low, high)
  }

  call(index: number): this {
    return this.u8(Op.call).u32(index)
  }

  br(depth: number): this {
    return this.u8(Op.br).u32(depth)
  }

  /** A load or store; addresses are never assumed aligned. */
  memory(op: number, offset: number): this {
    return this.u8(op).u8(0).u32(offset)
  }
}
