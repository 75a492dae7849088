/** Accounts, tokens and permissions as the virtual machine asks for them: {@link AccountHost}. */
import type { AccountHost } from '../vm/account-host.ts'
import { AccountType } from './account.ts'
import { moveToken, tokenBalance, tokenOf, tokensOf } from './assets.ts'
import { CONTRACT_CODEC } from './contract.ts'
import type { Ledger } from './ledger.ts'
import { permissionById } from './permissions.ts'

/** The host of one block's ledger. */
export function createAccountHost(ledger: Ledger): AccountHost {
  const at = (address: Uint8Array) => ledger.resolve(address)
  return {
    contractCodec: CONTRACT_CODEC,
    exists: (address) => ledger.exists(at(address)),
    create: (address, isContract) =>
      isContract
        ? ledger.update(at(address), { type: AccountType.contract, acquired: [0n, 0n] })
        : ledger.update(at(address), {}),
    remove: (address) => ledger.remove(at(address)),
    tokenExists: (tokenId) => tokenOf(ledger, tokenId) !== undefined,
    tokenBalance: (address, tokenId) => tokenBalance(ledger, at(address), tokenId),
    moveToken: (from, to, tokenId, amount) => moveToken(ledger, at(from), at(to), tokenId, amount),
    tokensOf: (address) => tokensOf(ledger, at(address)),
    permission: (address, id) => {
      const handle = at(address)
      if (!ledger.exists(handle) || id > 0xffn) return undefined
      return permissionById(ledger, handle, Number(id))
    },
  }
}
