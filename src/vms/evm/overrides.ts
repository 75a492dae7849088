/** Changes to accounts that hold for one simulation only. Written to a journal that is thrown away, never to a state. */
import { ArgumentCheck } from '../../primitives/argument.ts'
import { bytesToU256, MAX_U64, MAX_U256 } from '../../primitives/u256.ts'
import type { World } from '../evm-core/world.ts'

/** What a simulation pretends of one address. Left-out fields stay as they are. */
export interface StateOverride {
  /** 20 bytes. */
  readonly address: Uint8Array
  /** Base units of the account behind the address. */
  readonly balance?: bigint
  /** Ethereum's nonce, below 2^64. */
  readonly nonce?: bigint
  /** Runtime code. */
  readonly code?: Uint8Array
  /** Replaces the whole storage. */
  readonly storage?: readonly (readonly [slot: bigint, value: bigint])[]
  /** Replaces single slots; may not be given beside `storage`. */
  readonly storageDiff?: readonly (readonly [slot: bigint, value: bigint])[]
}

const check = new ArgumentCheck('InvalidArgument', 'override')

function checkOverride(override: StateOverride): void {
  const { storage, storageDiff } = override
  check.bytes('address', override.address, 20)
  check.integerIfGiven('balance', override.balance, MAX_U256)
  check.integerIfGiven('nonce', override.nonce, MAX_U64)
  check.bytesIfGiven('code', override.code)
  if (storage !== undefined && storageDiff !== undefined)
    check.refuse('storageDiff', 'undefined beside storage', storageDiff)
  const name = storage === undefined ? 'storageDiff' : 'storage'
  for (const [slot, value] of check.list(name, storage ?? storageDiff)) {
    check.integer(`${name} slot`, slot, MAX_U256)
    check.integer(`${name} value`, value, MAX_U256)
  }
}

/**
 * Applies them in order. Supply counters are not touched: nothing of this is ever committed. Throws InvalidArgument for a
 * field of another type, length or range.
 */
export function applyOverrides(world: World, overrides: readonly StateOverride[]): void {
  for (const override of overrides) applyOverride(world, override)
  world.journal.endTransaction()
}

function applyOverride(world: World, override: StateOverride): void {
  const { balance, nonce, code, storage, storageDiff } = override
  checkOverride(override)
  const { journal } = world
  const account = world.resolve(bytesToU256(override.address))
  if (balance !== undefined) {
    journal.debit(account.account, account.account.balance)
    journal.credit(account.account, balance)
  }
  if (storage !== undefined) {
    const before = { nonce: world.nonceOf(account), code: world.codeOf(account).bytes }
    world.createContract(account)
    world.setNonce(account, before.nonce)
    world.setCode(account, before.code)
  }
  if (nonce !== undefined) world.setNonce(account, nonce)
  if (code !== undefined) world.setCode(account, code)
  for (const [slot, value] of storage ?? storageDiff ?? []) {
    journal.setSlot(world.slot(account, slot), value)
  }
}
