/** Coin that enters at an EVM address from outside: genesis, withdrawals, block rewards. Counted by cause (S4). */
import { Namespace } from '../../state/reader.ts'
import type { EvmAccount } from '../evm-core/evm-account.ts'
import type { World } from '../evm-core/world.ts'

/** Issues to the account behind an address, which a legacy account then remembers. Throws SupplyCapExceeded. */
export function issueTo(world: World, to: EvmAccount, amount: bigint, cause: string): void {
  if (amount === 0n) return
  if (!to.aliased && to.account.origin === undefined) {
    world.journal.setOrigin(to.account, { namespace: Namespace.evm, address: to.bytes })
  }
  world.journal.supply.issue(to.account, amount, cause)
}
