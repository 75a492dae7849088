/** Memory of a program as syscalls read it: slices of slices, and outputs that may not overlap. */
import { readU64, type U64 } from '../sbpf/index.ts'
import { abort, type Vm } from './run.ts'

/** Rust's isize::MAX: a longer slice is refused before it is looked for. */
const SLICE_BYTES_MAX = 0x7fff_ffff_ffff_ffffn

/** Refuses a slice of more bytes than a Rust slice can have. */
function requireSliceLength(count: U64, size: number): void {
  if (typeof count === 'number' && count <= 0xffff_ffff) return
  if (BigInt(count) * BigInt(size) > SLICE_BYTES_MAX) abort('InvalidLength')
}

/** Readable bytes, live. */
export function read(vm: Vm, address: U64, length: U64): Uint8Array {
  requireSliceLength(length, 1)
  return vm.memory.slice(address, length)
}

/** Writable bytes, live. */
export function write(vm: Vm, address: U64, length: U64): Uint8Array {
  requireSliceLength(length, 1)
  return vm.memory.sliceMut(address, length)
}

/** Readable structs, live, as a view. */
export function readStructs(
  vm: Vm,
  address: U64,
  count: U64,
  layout: { readonly size: number; readonly align: number },
): DataView {
  requireSliceLength(count, layout.size)
  return viewOf(vm.memory.structs(address, count, layout.size, layout.align))
}

/** One readable struct, live, as a view. */
export function readStruct(vm: Vm, address: U64, size: number, align: number): DataView {
  return viewOf(vm.memory.struct(address, size, align))
}

/** A readable address of 32 bytes, live. */
export function readKey(vm: Vm, address: U64): Uint8Array {
  return vm.memory.struct(address, 32, 1)
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** A pointer and a length, both u64: how Rust and C pass a slice inside a slice. */
export const SLICE_LAYOUT = { size: 16, align: 8 } as const

/** One (pointer, length) pair. */
export interface Pointer {
  readonly address: U64
  readonly length: U64
}

/** The pairs of an array, not yet followed. */
export function readPointers(vm: Vm, address: U64, count: U64): Pointer[] {
  const view = readStructs(vm, address, count, SLICE_LAYOUT)
  return Array.from({ length: view.byteLength / SLICE_LAYOUT.size }, (_, i) => ({
    address: readU64(view, i * SLICE_LAYOUT.size),
    length: readU64(view, i * SLICE_LAYOUT.size + 8),
  }))
}

/** Refuses outputs of one syscall that share bytes ("Overlapping copy"). */
export function requireApart(...outputs: readonly Uint8Array[]): void {
  for (const [i, a] of outputs.entries()) {
    for (const b of outputs.slice(i + 1)) {
      if (a.buffer !== b.buffer || a.length === 0 || b.length === 0) continue
      if (a.byteOffset < b.byteOffset + b.length && b.byteOffset < a.byteOffset + a.length)
        abort('Overlapping copy')
    }
  }
}
