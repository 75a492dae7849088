/** The instruction and the signers of a cross-program invocation, as C and Rust programs lay them out. */
import { readU64, type U64 } from '../../sbpf/index.ts'
import { ADDRESS_ERROR_TEXT, createProgramAddress, SEEDS_MAX } from '../program-address.ts'
import { abort, abortWith, charge, type Vm } from '../run.ts'
import { INSTRUCTION_ACCOUNTS_MAX } from '../serialize.ts'
import { read, readKey, readPointers, readStruct, readStructs } from '../translate.ts'
import type { AddressedInstruction } from '../types.ts'

/** Bytes that cost one unit. */
export const BYTES_PER_UNIT = 250
/** Bytes a meta is charged as, whatever the layout: address and two flags. */
const META_CHARGED = 34
const INSTRUCTION_DATA_MAX = 10 * 1024
const SIGNERS_MAX = 16

type Meta = AddressedInstruction['accounts'][number]

function requireSize(accounts: U64, data: U64): void {
  if (accounts > INSTRUCTION_ACCOUNTS_MAX) {
    abort(
      `Invoked an instruction with too many accounts (${accounts} > ${INSTRUCTION_ACCOUNTS_MAX})`,
    )
  }
  if (data > INSTRUCTION_DATA_MAX) {
    abort(`Invoked an instruction with data that is too large (${data} > ${INSTRUCTION_DATA_MAX})`)
  }
}

function chargeInstruction(vm: Vm, accounts: number, data: number): void {
  if (vm.host.frame.transaction.features.increaseCpiAccountInfoLimit)
    charge(vm, Math.floor((accounts * META_CHARGED) / BYTES_PER_UNIT))
  charge(vm, Math.floor(data / BYTES_PER_UNIT))
}

/** A bool that Rust will read as one. */
function flag(value: number): boolean {
  if (value > 1) abortWith('InvalidArgument')
  return value === 1
}

/** SolInstruction: program, metas, their number, data, its length; a meta is {key pointer, writable, signer}. */
export function readInstructionC(vm: Vm, address: U64): AddressedInstruction {
  const head = readStruct(vm, address, 40, 8)
  const count = readU64(head, 16)
  const dataLength = readU64(head, 32)
  const programId = readKey(vm, readU64(head, 0)).slice()
  const metas = readStructs(vm, readU64(head, 8), count, { size: 16, align: 8 })
  const data = read(vm, readU64(head, 24), dataLength).slice()
  requireSize(count, data.length)
  chargeInstruction(vm, Number(count), data.length)
  const accounts: Meta[] = []
  for (let at = 0; at < metas.byteLength; at += 16) {
    const signer = flag(metas.getUint8(at + 9))
    const writable = flag(metas.getUint8(at + 8))
    accounts.push({ key: readKey(vm, readU64(metas, at)).slice(), signer, writable })
  }
  return { programId, accounts, data }
}

/** StableInstruction: vectors {pointer, capacity, length} of metas and of data, program; a meta is {key, signer, writable}. */
export function readInstructionRust(vm: Vm, address: U64): AddressedInstruction {
  const head = readStruct(vm, address, 80, 8)
  const metas = readStructs(vm, readU64(head, 0), readU64(head, 16), { size: 34, align: 1 })
  const data = read(vm, readU64(head, 24), readU64(head, 40)).slice()
  const programId = new Uint8Array(head.buffer, head.byteOffset + 48, 32).slice()
  const count = metas.byteLength / 34
  requireSize(count, data.length)
  chargeInstruction(vm, count, data.length)
  const accounts: Meta[] = []
  for (let at = 0; at < metas.byteLength; at += 34) {
    const key = new Uint8Array(metas.buffer, metas.byteOffset + at, 32).slice()
    accounts.push({
      key,
      signer: flag(metas.getUint8(at + 32)),
      writable: flag(metas.getUint8(at + 33)),
    })
  }
  return { programId, accounts, data }
}

function readSigner(vm: Vm, seeds: U64, count: U64, program: Uint8Array): Uint8Array {
  const pointers = readPointers(vm, seeds, count)
  if (pointers.length > SEEDS_MAX) abortWith('MaxSeedLengthExceeded')
  const parts = pointers.map(({ address, length }) => read(vm, address, length))
  const { crypto } = vm.host.frame.transaction.host
  const derived = createProgramAddress(crypto, parts, program)
  if (typeof derived !== 'string') return derived
  return abort(`Could not create program address with signer seeds: ${ADDRESS_ERROR_TEXT[derived]}`)
}

/** Addresses the caller signs for: an array of arrays of seeds, the same in both layouts. */
export function readSigners(vm: Vm, address: U64, count: U64): Uint8Array[] {
  if (count === 0) return []
  const lists = readPointers(vm, address, count)
  if (lists.length > SIGNERS_MAX) abort('Too many signers')
  const program = vm.host.frame.programId
  return lists.map((list) => readSigner(vm, list.address, list.length, program))
}
