/**
 * What differs between forks besides opcodes and prices, as named facts. Code asks `rules.x`, never for a fork.
 * Prices are in `params.generated.ts`, instructions in `opcodes.ts`.
 */

import type { ForkName } from './names.ts'
import { FORK_NAMES, isAtLeast } from './names.ts'
import type { EvmParameters } from './params.generated.ts'
import { EVM_PARAMETERS } from './params.generated.ts'

/** How SSTORE is priced: flat, EIP-1283 (Constantinople only), EIP-2200 (since Istanbul, with EIP-2929 from Berlin). */
export type StoragePricing = 'flat' | 'netWithoutSentry' | 'net'

export interface EvmRules {
  readonly fork: ForkName
  readonly gas: EvmParameters
  readonly storagePricing: StoragePricing
  /** EIP-2: a creation that cannot pay for its code fails; before, it left an account without code. */
  readonly failsUnpaidDeposit: boolean
  /** EIP-150: a call gets at most all but one 64th; asking for more is not an error. */
  readonly keepsOne64th: boolean
  /** EIP-158, EIP-161: empty accounts that are touched vanish; contracts start at nonce 1. */
  readonly clearsEmptyAccounts: boolean
  /** EIP-2929: first access to an address or slot costs more. */
  readonly hasColdAccess: boolean
  /** EIP-3541: code may not begin with 0xef. */
  readonly refusesReservedPrefix: boolean
  /** EIP-3529: refunds are at most a fifth of the gas used, else a half. */
  readonly limitsRefundToFifth: boolean
  /** EIP-4399: 0x44 is the beacon's randomness. */
  readonly hasRandomness: boolean
  /** EIP-3651. */
  readonly warmsCoinbase: boolean
  /** EIP-3860: init code is limited in size and paid for by the word. */
  readonly limitsInitCode: boolean
  /** EIP-6780: SELFDESTRUCT deletes only what the same transaction created. */
  readonly destroysOnlyNew: boolean
  /** EIP-7702: code 0xef0100 || address runs the code of that address. */
  readonly delegatesCode: boolean
}

/** Rules of a fork; a new object, so keep it. */
function buildRules(fork: ForkName): EvmRules {
  const since = (other: ForkName) => isAtLeast(fork, other)
  return {
    fork,
    gas: EVM_PARAMETERS[fork],
    storagePricing: since('istanbul')
      ? 'net'
      : fork === 'constantinople'
        ? 'netWithoutSentry'
        : 'flat',
    failsUnpaidDeposit: since('homestead'),
    keepsOne64th: since('tangerineWhistle'),
    clearsEmptyAccounts: since('spuriousDragon'),
    hasColdAccess: since('berlin'),
    refusesReservedPrefix: since('london'),
    limitsRefundToFifth: since('london'),
    hasRandomness: since('paris'),
    warmsCoinbase: since('shanghai'),
    limitsInitCode: since('shanghai'),
    destroysOnlyNew: since('cancun'),
    delegatesCode: since('prague'),
  }
}

const RULES = new Map(FORK_NAMES.map((fork) => [fork, buildRules(fork)]))

/** The rules of a fork. */
export function rulesOf(fork: ForkName): EvmRules {
  return RULES.get(fork) as EvmRules
}
