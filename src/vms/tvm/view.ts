/** Tron's view of an address, for hosts and tools: what a node's getaccount and getaccountresource say. */
import type { Crypto } from '../../crypto/types.ts'
import { ArgumentCheck } from '../../primitives/argument.ts'
import { Journal } from '../../state/journal.ts'
import { readParent } from '../../state/parent.ts'
import type { StateReader } from '../../state/reader.ts'
import type { AccountPermissions } from './state/account.ts'
import { createAccountHost } from './state/account-host.ts'
import { Ledger } from './state/ledger.ts'
import { parametersOf } from './state/parameters.ts'
import { permissionsOf } from './state/permissions.ts'
import { stakeLeft, stakeLimit } from './state/resources.ts'

/** One resource of an account. */
export interface TronResourceView {
  /** Own stake that works for the account, sun. */
  readonly staked: bigint
  /** Own stake that works for others, and stake of others that works for it. */
  readonly delegated: bigint
  /** Sun. */
  readonly acquired: bigint
  /** What the working stake gives, in bytes or energy, and what of it is free at the head block. */
  readonly limit: bigint
  /** Bytes or energy. */
  readonly left: bigint
}

/** An account as a node of Tron shows it. */
export interface TronAccountView {
  readonly exists: boolean
  readonly isContract: boolean
  /** Sun. */
  readonly balance: bigint
  /** TRC-10, in rising order of id. */
  readonly tokens: readonly { readonly tokenId: bigint; readonly amount: bigint }[]
  readonly bandwidth: TronResourceView
  readonly energy: TronResourceView
  readonly permissions: AccountPermissions
}

/** `address` is 20 bytes, else InvalidArgument is thrown. Cost: proportional to the account's tokens. */
export function tronAccount(
  state: StateReader & { readonly crypto: Crypto },
  address: Uint8Array,
): TronAccountView {
  new ArgumentCheck('InvalidArgument', 'tronAccount').bytes('address', address, 20)
  const ledger = new Ledger({
    journal: new Journal(state),
    crypto: state.crypto,
    parameters: parametersOf(state.chain),
    headTime: (readParent(state)?.timestamp ?? 0n) * 1_000n,
  })
  const handle = ledger.resolve(address)
  const { staked, delegated, acquired } = ledger.data(handle)
  const resource = (code: 0 | 1): TronResourceView => ({
    staked: staked[code],
    delegated: delegated[code],
    acquired: acquired[code],
    limit: stakeLimit(ledger, handle, code),
    left: stakeLeft(ledger, handle, code),
  })
  return {
    exists: ledger.exists(handle),
    isContract: ledger.isContract(handle),
    balance: ledger.balance(handle),
    tokens: createAccountHost(ledger).tokensOf(address),
    bandwidth: resource(0),
    energy: resource(1),
    permissions: permissionsOf(ledger, handle),
  }
}
