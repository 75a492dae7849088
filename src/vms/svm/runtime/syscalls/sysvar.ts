/** Syscalls that read sysvars: each as a C struct, or a range of its account's bytes. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import { SysvarId } from '../../ids.ts'
import { approximate, INPUT_START, lowHalf, type Syscall, type U64 } from '../../sbpf/index.ts'
import { abort, abortWith, charge, type ProgramRun, type Vm } from '../run.ts'
import type { SysvarBytes } from '../sysvars.ts'
import { readKey, write } from '../translate.ts'

const BASE_UNITS = 100
const BYTES_PER_UNIT = 250
const SLICE_UNITS = 10
const U64_MAX = 0xffff_ffff_ffff_ffffn

/** Sysvars may not be written into the accounts, where the next program could change them. */
function requireOutside(vm: Vm, address: U64): void {
  const { syscallParameterAddressRestrictions } = vm.host.frame.transaction.features
  if (syscallParameterAddressRestrictions && address >= INPUT_START) abort('Invalid pointer')
}

/** Copies `[from, to, length]` ranges of the account's bytes into a zeroed struct of `size` bytes. */
function structOf(
  name: keyof SysvarBytes,
  { size, align }: { readonly size: number; readonly align: number },
  ranges: readonly (readonly [from: number, to: number, length: number])[],
): Syscall<ProgramRun> {
  return (vm, address) => {
    charge(vm, BASE_UNITS + size)
    requireOutside(vm, address)
    const to = vm.memory.struct(address, size, 1, true)
    // Here programs of loader 1 are checked too [obs].
    if ((lowHalf(address) & (align - 1)) !== 0) abort('Unaligned pointer')
    const bytes = vm.host.frame.transaction.sysvars.bytes[name]
    if (bytes === undefined) abortWith('UnsupportedSysvar')
    to.fill(0)
    for (const [from, at, length] of ranges) to.set(bytes.subarray(from, from + length), at)
    return 0
  }
}

export const solGetClockSysvar: Syscall<ProgramRun> = structOf('clock', { size: 40, align: 8 }, [
  [0, 0, 40],
])
export const solGetEpochScheduleSysvar: Syscall<ProgramRun> = structOf(
  'epochSchedule',
  { size: 40, align: 8 },
  [
    [0, 0, 17],
    [17, 24, 16],
  ],
)
export const solGetRentSysvar: Syscall<ProgramRun> = structOf('rent', { size: 24, align: 8 }, [
  [0, 0, 17],
])
export const solGetLastRestartSlot: Syscall<ProgramRun> = structOf(
  'lastRestartSlot',
  { size: 8, align: 8 },
  [[0, 0, 8]],
)
/** The u128 is aligned to 16 bytes. */
export const solGetEpochRewardsSysvar: Syscall<ProgramRun> = structOf(
  'epochRewards',
  { size: 96, align: 16 },
  [
    [0, 0, 48],
    [48, 48, 33],
  ],
)

/** Which sysvars can be read in ranges. */
const READABLE: readonly (readonly [id: Uint8Array, name: keyof SysvarBytes])[] = [
  [SysvarId.clock, 'clock'],
  [SysvarId.epochSchedule, 'epochSchedule'],
  [SysvarId.epochRewards, 'epochRewards'],
  [SysvarId.rent, 'rent'],
  [SysvarId.slotHashes, 'slotHashes'],
  [SysvarId.stakeHistory, 'stakeHistory'],
  [SysvarId.lastRestartSlot, 'lastRestartSlot'],
]

const NOT_FOUND = 2
const OUT_OF_RANGE = 1

/** (id, output, offset, length) */
export const solGetSysvar: Syscall<ProgramRun> = (vm, id, output, offset, length) => {
  const copy = Math.max(SLICE_UNITS, Math.floor(approximate(length) / BYTES_PER_UNIT))
  charge(vm, BASE_UNITS + copy)
  requireOutside(vm, output)
  const to = write(vm, output, length)
  const key = readKey(vm, id)
  const end = BigInt(offset) + BigInt(length)
  if (end > U64_MAX || BigInt(output) + BigInt(length) > U64_MAX) abortWith('ArithmeticOverflow')
  const name = READABLE.find(([known]) => equalBytes(known, key))?.[1]
  const bytes = name && vm.host.frame.transaction.sysvars.bytes[name]
  if (bytes === undefined) return NOT_FOUND
  if (end > bytes.length) return OUT_OF_RANGE
  to.set(bytes.subarray(Number(offset), Number(end)))
  return 0
}

const STAKE_UNITS = 100

/** (vote account or 0): active stake of the epoch. */
export const solGetEpochStake: Syscall<ProgramRun> = (vm, address) => {
  const { host } = vm.host.frame.transaction
  if (address === 0) {
    charge(vm, STAKE_UNITS)
    return asU64(host.epochStake(undefined))
  }
  charge(vm, STAKE_UNITS + SLICE_UNITS)
  return asU64(host.epochStake(readKey(vm, address).slice()))
}

function asU64(value: bigint): U64 {
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}
