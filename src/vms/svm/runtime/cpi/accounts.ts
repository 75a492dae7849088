/** Which of the caller's accounts an invocation carries over, and the two copies: before it and after it. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import { addressText } from '../../ids.ts'
import { addU64, fromBig, INPUT_START, readU64, type U64, writeU64 } from '../../sbpf/index.ts'
import { abort, abortWith, charge, type Vm } from '../run.ts'
import { GROWTH_PER_INSTRUCTION, updateData } from '../serialize.ts'
import { read, readKey, readStructs, viewOf, write } from '../translate.ts'
import type { Instruction } from '../types.ts'
import type { CallerAccount, InfoLayout } from './account-info.ts'
import { BYTES_PER_UNIT } from './instruction.ts'

const INFOS_MAX = 255
const INFOS_MAX_BEFORE = 64
/** What an info is charged as: address, owner, lamports, data length (SIMD-0339). */
const INFO_CHARGED = 80

/** One account that both sides see. */
export interface SharedAccount extends CallerAccount {
  /** Position in the caller's list. */
  readonly position: number
  /** Whether the callee may write it, so that the caller's copy must follow. */
  readonly writable: boolean
}

interface Infos {
  readonly view: DataView
  readonly address: U64
  readonly keys: readonly Uint8Array[]
}

function endOf(address: U64, count: U64, size: number): U64 {
  return fromBig(BigInt(address) + BigInt(count) * BigInt(size))
}

function readInfos(vm: Vm, address: U64, count: U64, layout: InfoLayout): Infos {
  const { features } = vm.host.frame.transaction
  if (
    features.syscallParameterAddressRestrictions &&
    endOf(address, count, layout.size) >= INPUT_START
  )
    abort('Invalid pointer')
  const view = readStructs(vm, address, count, { size: layout.size, align: 8 })
  const length = view.byteLength / layout.size
  const max = features.increaseCpiAccountInfoLimit ? INFOS_MAX : INFOS_MAX_BEFORE
  if (length > max)
    abort(`Invoked an instruction with too many account info's (${length} > ${max})`)
  if (features.increaseCpiAccountInfoLimit)
    charge(vm, Math.floor((length * INFO_CHARGED) / BYTES_PER_UNIT))
  const keys = Array.from({ length }, (_, i) => readKey(vm, readU64(view, i * layout.size)))
  return { view, address, keys }
}

/** Finds the caller's info of every account of the callee. Fails MissingAccount and by the checks of an info. */
export function shareAccounts(
  vm: Vm,
  callee: Instruction,
  infosAt: { readonly address: U64; readonly count: U64 },
  layout: InfoLayout,
): SharedAccount[] {
  const infos = readInfos(vm, infosAt.address, infosAt.count, layout)
  const { frame, accounts: serialized } = vm.host
  const shared: SharedAccount[] = []
  for (const { index, writable } of new Set(callee.accounts)) {
    const account = frame.transaction.accounts[index]!
    if (account.executable) {
      charge(vm, Math.floor(account.data.length / BYTES_PER_UNIT))
      continue
    }
    const info = infos.keys.findIndex((key) => equalBytes(key, account.key))
    if (info < 0) {
      frame.log(`Instruction references an unknown account ${addressText(account.key)}`)
      abortWith('MissingAccount')
    }
    const position = frame.positionOf(index)
    const at = info * layout.size
    const place = { view: infos.view, at, address: addU64(infos.address, at) }
    const caller = layout.read(vm, place, serialized[position]!)
    shared.push({ ...caller, position, writable })
  }
  return shared
}

/** What the caller did so far becomes true, under the caller's rules, so that the callee sees it. */
export function passIn(vm: Vm, shared: readonly SharedAccount[]): void {
  for (const { position, lamports, owner, data, length } of shared) {
    const account = vm.host.frame.account(position)
    const amount = viewOf(vm.memory.struct(lamports, 8, 1)).getBigUint64(0, true)
    if (amount !== account.lamports) account.setLamports(amount)
    updateData(account, read(vm, data, length))
    const newOwner = readKey(vm, owner)
    if (!equalBytes(newOwner, account.owner)) account.setOwner(newOwner)
  }
}

function passLengthBack(vm: Vm, account: SharedAccount, length: number): void {
  const lengthTo = viewOf(vm.memory.struct(account.lengthAt, 8, 1, true))
  const before = Number(readU64(lengthTo, 0))
  if (before === length) return
  if (length > account.originalLength + GROWTH_PER_INSTRUCTION) {
    vm.host.frame.log(
      `Account data size realloc limited to ${GROWTH_PER_INSTRUCTION} in inner instructions`,
    )
    abortWith('InvalidRealloc')
  }
  // What the callee cut off is zeroed: the caller may grow into it again.
  if (length < before) write(vm, account.data, account.length).fill(0, length)
  writeU64(lengthTo, 0, length)
  const serializedLength = addU64(account.data, 0xffff_ffff_ffff_fff8n)
  writeU64(viewOf(vm.memory.struct(serializedLength, 8, 8, true)), 0, length)
}

/** What the callee did to accounts it may write goes back into the caller's memory. */
export function passBack(vm: Vm, shared: readonly SharedAccount[]): void {
  for (const account of shared) {
    if (!account.writable) continue
    const { lamports, owner, data } = vm.host.frame.account(account.position)
    viewOf(vm.memory.struct(account.lamports, 8, 1, true)).setBigUint64(0, lamports, true)
    vm.memory.struct(account.owner, 32, 1, true).set(owner)
    passLengthBack(vm, account, data.length)
    write(vm, account.data, data.length).set(data)
  }
}
