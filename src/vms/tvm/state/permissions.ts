/**
 * Permissions of an account: the default ones, the one an id names, and their change, which is a change of who controls
 * the account: it voids the keys and sessions registered for it (S14).
 */
import type { AccountPermissions, Permission } from './account.ts'
import type { Ledger, TronHandle } from './ledger.ts'
import type { TronParameters } from './parameters.ts'
import { isOn } from './parameters.ts'
import { isWitness } from './witnesses.ts'

/** Protocol.Permission.PermissionType. */
export const PermissionType = { owner: 0, witness: 1, active: 2 } as const

/** Contract types an active permission may list, whatever was voted on: 7fff1fc0033e00.. in java-tron. */
const TYPES_ALWAYS: readonly number[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
  ...[30, 31, 32, 33, 41, 42, 43, 44, 45],
]

/**
 * Bit of each contract type that active permissions may name on this chain, 32 bytes, lowest bit first; also what an
 * account's own active permission allows while it has set none.
 */
export function knownOperations(parameters: TronParameters): Uint8Array {
  let known = KNOWN.get(parameters)
  if (known === undefined) {
    known = computeKnownOperations(parameters)
    KNOWN.set(parameters, known)
  }
  return known
}

/** By parameters, which a chain keeps for long; every transaction of an account without permissions of its own asks. */
const KNOWN = new WeakMap<TronParameters, Uint8Array>()

function computeKnownOperations(parameters: TronParameters): Uint8Array {
  const out = new Uint8Array(32)
  for (const type of [...TYPES_ALWAYS, ...laterTypes(parameters)])
    out[type >> 3] = (out[type >> 3] as number) | (1 << (type & 7))
  return out
}

function laterTypes(parameters: TronParameters): readonly number[] {
  const types: number[] = []
  if (isOn(parameters, 'ALLOW_TVM_CONSTANTINOPLE')) types.push(48)
  if (isOn(parameters, 'ALLOW_CHANGE_DELEGATION')) types.push(49)
  if (isOn(parameters, 'ALLOW_MARKET_TRANSACTION')) types.push(52, 53)
  if (isOn(parameters, 'UNFREEZE_DELAY_DAYS')) types.push(54, 55, 56, 57, 58)
  if (isOn(parameters, 'ALLOW_CANCEL_ALL_UNFREEZE_V2')) types.push(59)
  return types
}

const NO_OPERATIONS = new Uint8Array(0)

function single(
  address: Uint8Array,
  facts: Pick<Permission, 'type' | 'id' | 'name' | 'operations'>,
): Permission {
  return { ...facts, threshold: 1n, keys: [{ address, weight: 1n }] }
}

function defaultOwner(address: Uint8Array): Permission {
  const keys = [{ address, weight: 1n }]
  return { type: 0, id: 0, name: 'owner', threshold: 1n, operations: NO_OPERATIONS, keys }
}

/** Control of an account that never set permissions: its own address, with weight 1. */
export function defaultPermissions(
  address: Uint8Array,
  parameters: TronParameters,
  witness = false,
): AccountPermissions {
  return {
    owner: defaultOwner(address),
    witness: witness
      ? single(address, { type: 1, id: 1, name: 'witness', operations: NO_OPERATIONS })
      : undefined,
    actives: [
      single(address, {
        type: 2,
        id: 2,
        name: 'active',
        operations: knownOperations(parameters),
      }),
    ],
  }
}

/** All permissions of an account, existing or not. */
export function permissionsOf(ledger: Ledger, handle: TronHandle): AccountPermissions {
  return (
    ledger.data(handle).permissions ??
    defaultPermissions(handle.address, ledger.parameters, isWitness(ledger, handle.address))
  )
}

/** By id: 0 owner, 1 witness, 2 and up actives. */
export function permissionById(
  ledger: Ledger,
  handle: TronHandle,
  id: number,
): Permission | undefined {
  // Nearly every transaction of nearly every account: no look-up of whether it is a witness.
  if (id === 0 && ledger.data(handle).permissions === undefined) return defaultOwner(handle.address)
  const { owner, witness, actives } = permissionsOf(ledger, handle)
  if (id === 0) return owner
  if (id === 1) return witness
  return actives.find((active) => active.id === id)
}

/**
 * Sets permissions. If they change who the owner is, the account's authority epoch rises: what was registered by the
 * old owner's signatures is void.
 */
export function setPermissions(
  ledger: Ledger,
  handle: TronHandle,
  permissions: AccountPermissions,
): void {
  const old = permissionsOf(ledger, handle).owner
  ledger.update(handle, { permissions })
  if (sameControl(old, permissions.owner)) return
  const { journal } = ledger
  journal.setEpoch(handle.account, handle.account.epoch + 1n)
}

function sameControl(a: Permission, b: Permission): boolean {
  return control(a) === control(b)
}

function control({ threshold, keys }: Permission): string {
  const list = keys.map(({ address, weight }) => `${address.join('.')}:${weight}`).sort()
  return `${threshold}/${list.join(',')}`
}
