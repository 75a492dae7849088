/**
 * What differs between forks besides opcodes and prices, as named facts. Code asks `rules.x`, never for a fork.
 * Prices are in `params.generated.ts`, instructions in `opcodes.ts`.
 */

import type { ForkName } from './names.ts'
import { FORK_NAMES, isAtLeast } from './names.ts'
import type { EvmParameters } from './params.generated.ts'
import { EVM_PARAMETERS } from './params.generated.ts'

/** Prices of net metering under common names. */
export interface NetPrices {
  /** The slot already holds the value, or was changed before in this transaction. */
  readonly dirty: number
  /** First change away from zero, or from another value. */
  readonly fromZero: number
  readonly fromValue: number
  readonly clearRefund: number
  /** Back to the original zero, or other original value. */
  readonly backToZeroRefund: number
  readonly backToValueRefund: number
}

export interface EvmRules {
  readonly fork: ForkName
  readonly gas: EvmParameters
  /** Of SSTORE since Istanbul (EIP-2200, EIP-2929, EIP-3529). */
  readonly storePrices: NetPrices
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

/** Prices of SSTORE in a fork since Istanbul. */
function netPricesOf(gas: EvmParameters): NetPrices {
  return {
    dirty: gas.sstoreDirtyEIP2200Gas,
    fromZero: gas.sstoreInitEIP2200Gas,
    fromValue: gas.sstoreCleanEIP2200Gas,
    clearRefund: gas.sstoreClearRefundEIP2200Gas,
    backToZeroRefund: gas.sstoreInitRefundEIP2200Gas,
    // The dependency states it before the cold price (EIP-2929) is taken out.
    backToValueRefund: gas.sstoreCleanRefundEIP2200Gas - gas.coldsloadGas,
  }
}

/** Rules of a fork; a new object, so keep it. */
function buildRules(fork: ForkName): EvmRules {
  const since = (other: ForkName) => isAtLeast(fork, other)
  return {
    fork,
    gas: EVM_PARAMETERS[fork],
    storePrices: netPricesOf(EVM_PARAMETERS[fork]),
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
