/**
 * EIP-7702: the list of accounts that let a contract's code act for them. Runs after the sender's nonce was raised
 * and before the message; what it sets stays when the message fails. A tuple that does not hold is skipped.
 */
import { bytesToU256, MAX_U64 } from '../../primitives/u256.ts'
import { Namespace } from '../../state/reader.ts'
import type { EvmContext } from './context.ts'
import { recoverAuthority } from './transaction/signature.ts'
import type { Authorization } from './transaction/types.ts'

/** PER_EMPTY_ACCOUNT_COST - PER_AUTH_BASE_COST: comes back if the authority exists already. */
const EXISTING_AUTHORITY_REFUND = 12_500

/** Applies the list in order. PERF: one curve recovery per tuple whose chain and nonce can hold. */
export function applyAuthorizations(context: EvmContext, list: readonly Authorization[]): void {
  for (const authorization of list) applyAuthorization(context, authorization)
}

function applyAuthorization(context: EvmContext, authorization: Authorization): void {
  const { world, services } = context
  const { chain, crypto, journal } = services
  const { chainId, nonce } = authorization
  if (chainId === 0n ? !chain.allow.chainIdZeroAuthorizations : chainId !== chain.chainId) return
  if (nonce >= MAX_U64) return
  const bytes = recoverAuthority(crypto, authorization)
  if (bytes === undefined) return
  const authority = world.resolve(bytesToU256(bytes))
  world.warm(authority)
  // S11: a wallet that has lost its authority cannot delegate it either.
  if (authority.aliased && journal.alias(Namespace.evm, bytes)?.revoked === true) return
  const code = world.codeOf(authority)
  if (code.bytes.length > 0 && code.delegate === undefined) return
  if (world.nonceOf(authority) !== nonce) return
  if (world.exists(authority)) world.addRefund(EXISTING_AUTHORITY_REFUND)
  const delegate = bytesToU256(authorization.address)
  world.setDelegation(authority, delegate === 0n ? undefined : delegate)
  world.setNonce(authority, nonce + 1n)
}
