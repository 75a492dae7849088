/** A small sBPF assembler for tests: slots with labels, syscalls by name. */

/** One slot: op, dst, src, off, imm. */
export function slot(op: number, dst = 0, src = 0, off = 0, imm = 0): Uint8Array {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, op)
  view.setUint8(1, (src << 4) | dst)
  view.setInt16(2, off, true)
  view.setInt32(4, imm | 0, true)
  return bytes
}

/** A call of a syscall, resolved when the ELF is built. */
export interface SyscallSite {
  readonly slot: number
  readonly name: string
}

/** What the ELF builders take. */
export interface Assembled {
  readonly text: Uint8Array
  readonly syscalls: readonly SyscallSite[]
  /** Slots of `lddw` whose value is an offset into rodata, by the ELF builder turned into an address. */
  readonly rodataSites: readonly number[]
}

/** Collects instructions; jumps and calls may name labels that come later. */
export class Assembler {
  private readonly slots: Uint8Array[] = []
  private readonly labels = new Map<string, number>()
  private readonly fixups: { slot: number; label: string; call: boolean }[] = []
  private readonly addresses: { slot: number; label: string; base: bigint }[] = []
  private readonly syscalls: SyscallSite[] = []
  private readonly rodataSites: number[] = []

  get length(): number {
    return this.slots.length
  }

  emit(op: number, dst = 0, src = 0, off = 0, imm = 0): this {
    this.slots.push(slot(op, dst, src, off, imm))
    return this
  }

  lddw(dst: number, value: bigint): this {
    const bits = BigInt.asUintN(64, value)
    this.emit(0x18, dst, 0, 0, Number(BigInt.asIntN(32, bits)))
    return this.emit(0, 0, 0, 0, Number(BigInt.asIntN(32, bits >> 32n)))
  }

  /** Loads a 64-bit constant with version 2's mov32 and hor64. */
  constant2(dst: number, value: bigint): this {
    const bits = BigInt.asUintN(64, value)
    this.emit(0xb4, dst, 0, 0, Number(BigInt.asIntN(32, bits)))
    return this.emit(0xf7, dst, 0, 0, Number(BigInt.asIntN(32, bits >> 32n)))
  }

  constant(version: number, dst: number, value: bigint): this {
    return version === 2 ? this.constant2(dst, value) : this.lddw(dst, value)
  }

  /** lddw of an address in rodata. */
  rodata(dst: number, offset: number): this {
    this.rodataSites.push(this.slots.length)
    return this.lddw(dst, BigInt(offset))
  }

  label(name: string): this {
    this.labels.set(name, this.slots.length)
    return this
  }

  jump(op: number, label: string, dst = 0, src = 0, imm = 0): this {
    this.fixups.push({ slot: this.slots.length, label, call: false })
    return this.emit(op, dst, src, 0, imm)
  }

  /** Loads the address of a label, given that of the text. */
  address(version: number, dst: number, label: string, base: bigint): this {
    this.addresses.push({ slot: this.slots.length, label, base })
    return this.constant(version, dst, 0n)
  }

  call(label: string): this {
    this.fixups.push({ slot: this.slots.length, label, call: true })
    return this.emit(0x85, 0, 1)
  }

  syscall(name: string): this {
    this.syscalls.push({ slot: this.slots.length, name })
    return this.emit(0x85, 0, 0, 0, -1)
  }

  exit(): this {
    return this.emit(0x95)
  }

  /** Raw bytes, for instructions that do not exist. */
  raw(bytes: Uint8Array): this {
    this.slots.push(bytes)
    return this
  }

  build(): Assembled {
    const text = new Uint8Array(this.slots.length * 8)
    this.slots.forEach((bytes, i) => {
      text.set(bytes, 8 * i)
    })
    const view = new DataView(text.buffer)
    for (const { slot: at, label, call } of this.fixups) {
      const target = this.labels.get(label)
      if (target === undefined) throw new Error(`no label ${label}`)
      if (call) view.setInt32(8 * at + 4, target - at - 1, true)
      else view.setInt16(8 * at + 2, target - at - 1, true)
    }
    for (const { slot: at, label, base } of this.addresses) {
      const address = base + 8n * BigInt(this.labels.get(label)!)
      view.setUint32(8 * at + 4, Number(address & 0xffff_ffffn), true)
      view.setUint32(8 * at + 12, Number(address >> 32n), true)
    }
    return { text, syscalls: this.syscalls, rodataSites: this.rodataSites }
  }
}
