/**
 * Address lookup tables (version 0 messages). A table's account has 56 bytes of state and then addresses of 32:
 * kind u32 (1), deactivation slot u64, last extended slot u64, length at that time u8, option of an authority 1 + 32,
 * padding 2; little-endian.
 */
import { equalBytes } from '../../../primitives/bytes.ts'
import { MAX_U64 } from '../../../primitives/u256.ts'
import { ProgramId } from '../ids.ts'
import type { SvmAccount } from '../state/accounts.ts'
import type { LoadedAddresses } from './loaded-message.ts'
import type { AddressTableLookup } from './message.ts'
import { refuse } from './refuse.ts'

const META_BYTES = 56
const LOOKUP_TABLE = 1

/** What resolving needs of the block. */
export interface LookupSource {
  readonly slot: bigint
  load(address: Uint8Array): SvmAccount | undefined
  /** Whether a slot is among those of the SlotHashes sysvar. */
  hasSlot(slot: bigint): boolean
}

/** Addresses a table shows in this slot; refuses an account that is not a table, or one fully deactivated. */
function addressesOf(source: LookupSource, table: Uint8Array): Uint8Array {
  const account = source.load(table)
  if (account === undefined) refuse('AddressLookupTableNotFound', 'lookup tables that exist')
  if (!equalBytes(account.owner, ProgramId.addressLookupTable))
    refuse('InvalidAddressLookupTableOwner', 'lookup tables of the lookup table program')
  const { data } = account
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  if (
    data.length < META_BYTES ||
    view.getUint32(0, true) !== LOOKUP_TABLE ||
    (data.length - META_BYTES) % 32 !== 0
  )
    refuse('InvalidAddressLookupTableData', 'lookup tables with their own layout')
  const deactivated = view.getBigUint64(4, true)
  if (deactivated !== MAX_U64 && deactivated !== source.slot && !source.hasSlot(deactivated))
    refuse('AddressLookupTableNotFound', 'lookup tables that are not closed')
  // What was added in this slot cannot be used before the next one.
  const count = source.slot > view.getBigUint64(12, true) ? MAX_U64 : BigInt(data[20]!)
  const end = META_BYTES + 32 * Number(count === MAX_U64 ? 256n : count)
  return data.subarray(META_BYTES, Math.min(end, data.length))
}

function pick(addresses: Uint8Array, indexes: Uint8Array): Uint8Array[] {
  return Array.from(indexes, (index) => {
    if (index * 32 >= addresses.length)
      refuse('InvalidAddressLookupTableIndex', 'indexes within the lookup table')
    return addresses.slice(index * 32, index * 32 + 32)
  })
}

/** Throws InvalidTransactionError (AddressLookupFailed). */
export function resolveLookups(
  source: LookupSource,
  lookups: readonly AddressTableLookup[],
): LoadedAddresses {
  const writable: Uint8Array[] = []
  const readonly: Uint8Array[] = []
  for (const lookup of lookups) {
    const addresses = addressesOf(source, lookup.table)
    writable.push(...pick(addresses, lookup.writable))
    readonly.push(...pick(addresses, lookup.readonly))
  }
  return { writable, readonly }
}
