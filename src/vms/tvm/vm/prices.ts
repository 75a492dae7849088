/** What Tron's instructions cost where it is not what Ethereum's cost (spec sheet 2a), and the rules of its calls. */
import type { EvmParameters } from '../../evm-core/forks/params.generated.ts'
import { EVM_PARAMETERS } from '../../evm-core/forks/params.generated.ts'
import { type EvmRules, rulesOf } from '../../evm-core/forks/rules.ts'
import type { Switches } from './switches.ts'

/** Deepest frame: one more is not entered. */
export const MAX_DEPTH = 64
/** Memory of a frame, 3 MiB. */
export const MEMORY_LIMIT: number = 3 * 1024 * 1024
/** Greatest signed 64-bit number: amounts of coin and tokens, token ids. */
export const MAX_INT64: bigint = (1n << 63n) - 1n
/** Token ids are above this. */
export const MIN_TOKEN_ID = 1_000_000n

/** Energy of what the tables below do not price. */
export const ENERGY = {
  call: 40,
  valueTransfer: 9000,
  newAccount: 25_000,
  stipend: 2300,
  create: 32_000,
  create2PerWord: 6,
  depositPerByte: 200,
  storeNew: 20_000,
  store: 5000,
} as const

/** Base energy by instruction name where it differs from Ethereum's Cancun table. */
export const BASE_ENERGY: Readonly<Record<string, number>> = {
  BALANCE: 20,
  EXTCODESIZE: 20,
  EXTCODECOPY: 20,
  EXTCODEHASH: 400,
  SLOAD: 50,
  TLOAD: 100,
  TSTORE: 100,
  CALLDATACOPY: 0,
  CODECOPY: 0,
  RETURNDATACOPY: 0,
  MLOAD: 0,
  MSTORE: 0,
  MSTORE8: 0,
  SELFDESTRUCT: 0,
  CREATE: 0,
  CREATE2: 0,
  CALL: 0,
  CALLCODE: 0,
  DELEGATECALL: 0,
  STATICCALL: 0,
}

/** Base energy of MLOAD, MSTORE and MSTORE8 since ALLOW_HIGHER_LIMIT_FOR_MAX_CPU_TIME. */
export const MEMORY_ACCESS_ENERGY = 1

const GAS: EvmParameters = {
  ...EVM_PARAMETERS.cancun,
  expByteGas: 10,
  createDataGas: ENERGY.depositPerByte,
  maxCodeSize: 0,
}

/** Facts the shared core asks for; what it does not ask for in Tron's instructions has the value of Ethereum's Cancun. */
export function tvmRules(switches: Switches): EvmRules {
  return {
    ...rulesOf('cancun'),
    gas: GAS,
    hasColdAccess: false,
    refusesReservedPrefix: switches.ALLOW_TVM_LONDON,
    limitsInitCode: false,
    destroysOnlyNew: false,
    delegatesCode: false,
  }
}
