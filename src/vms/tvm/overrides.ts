/** Changes to accounts that hold for one simulation only. Written to a journal that is thrown away, never to a state. */
import { ArgumentCheck } from '../../primitives/argument.ts'
import { MAX_U256 } from '../../primitives/u256.ts'
import type { TvmScope } from './scope.ts'
import { SUN } from './state/ledger.ts'
import { innerContract } from './vm/index.ts'

/** What a simulation pretends of one address. Left-out fields stay as they are. */
export interface TvmStateOverride {
  /** 20 bytes. */
  readonly address: Uint8Array
  /** Sun. */
  readonly balance?: bigint
  /** Makes the address a contract with this code. */
  readonly code?: Uint8Array
  /** Single slots; the address is a contract, or becomes one by `code`. */
  readonly storageDiff?: readonly (readonly [slot: bigint, value: bigint])[]
}

const check = new ArgumentCheck('InvalidArgument', 'override')

/**
 * Applies them in order. Supply counters are not touched: nothing of this is ever committed. Throws InvalidArgument for a
 * field of another type, length or range, and for storage of what is no contract.
 */
export function applyOverrides(scope: TvmScope, overrides: readonly TvmStateOverride[]): void {
  for (const override of overrides) applyOverride(scope, override)
  scope.services.journal.endTransaction()
}

function applyOverride(scope: TvmScope, override: TvmStateOverride): void {
  const { address, balance, code, storageDiff = [] } = override
  check.bytes('address', address, 20)
  check.integerIfGiven('balance', balance, (1n << 63n) - 1n)
  check.bytesIfGiven('code', code)
  for (const [slot, value] of check.list('storageDiff', storageDiff)) {
    check.integer('storageDiff slot', slot, MAX_U256)
    check.integer('storageDiff value', value, MAX_U256)
  }
  const { journal } = scope.services
  const { world } = scope.vm
  const account = world.resolveBytes(address)
  if (balance !== undefined) {
    journal.debit(account.account, account.account.balance)
    journal.credit(account.account, balance * SUN)
  }
  if (code !== undefined) {
    if (world.contractOf(account) === undefined) {
      const version = Number(scope.parameters.ALLOW_TVM_COMPATIBLE_EVM)
      world.createContractAt(account, innerContract(address, version))
    }
    world.setCode(account, code)
  }
  if (storageDiff.length > 0 && world.contractOf(account) === undefined)
    check.refuse('storageDiff', 'undefined where there is no contract', storageDiff)
  for (const [slot, value] of storageDiff) journal.setSlot(world.row(account, slot), value)
}
