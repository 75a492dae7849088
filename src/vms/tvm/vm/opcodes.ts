/**
 * Tron's instruction table: Ethereum's Cancun table with Tron's prices, Tron's own versions of what behaves otherwise,
 * the instructions 0xd0 to 0xdf, and without what the chain's proposals have not switched on.
 */
import * as control from '../../evm-core/instructions/control.ts'
import * as memory from '../../evm-core/instructions/memory.ts'
import {
  buildOpcodeTable,
  type Execute,
  type Opcode,
  type OpcodeTable,
  opcodeTableOf,
} from '../../evm-core/opcodes.ts'
import { CALL_KINDS, callOf } from './calls.ts'
import { create, create2 } from './creations.ts'
import * as own from './instructions.ts'
import { BASE_ENERGY, MEMORY_ACCESS_ENERGY } from './prices.ts'
import { selfdestruct } from './selfdestruct.ts'
import { freezeexpiretime, STAKE_OPERATIONS, stakeOf, stakeV1Of, votewitness } from './stakes.ts'
import type { Switches, SwitchName } from './switches.ts'

const { handler } = own

/** Instructions that exist only once their switch is on. */
const GATES: Readonly<Record<string, SwitchName>> = {
  SHL: 'ALLOW_TVM_CONSTANTINOPLE',
  SHR: 'ALLOW_TVM_CONSTANTINOPLE',
  SAR: 'ALLOW_TVM_CONSTANTINOPLE',
  EXTCODEHASH: 'ALLOW_TVM_CONSTANTINOPLE',
  CREATE2: 'ALLOW_TVM_CONSTANTINOPLE',
  CHAINID: 'ALLOW_TVM_ISTANBUL',
  SELFBALANCE: 'ALLOW_TVM_ISTANBUL',
  BASEFEE: 'ALLOW_TVM_LONDON',
  PUSH0: 'ALLOW_TVM_SHANGHAI',
  TLOAD: 'ALLOW_TVM_CANCUN',
  TSTORE: 'ALLOW_TVM_CANCUN',
  MCOPY: 'ALLOW_TVM_CANCUN',
  BLOBHASH: 'ALLOW_TVM_BLOB',
  BLOBBASEFEE: 'ALLOW_TVM_BLOB',
}

type Row = readonly [
  byte: number,
  name: string,
  pops: number,
  pushes: number,
  energy: number,
  gate: SwitchName,
  execute: Execute,
]

const stake = (name: string): Execute => handler(stakeOf(STAKE_OPERATIONS[name]!))

/** What only Tron has. CALLTOKEN prices itself. */
const OWN: readonly Row[] = [
  [0xd0, 'CALLTOKEN', 8, 1, 0, 'ALLOW_TVM_TRANSFER_TRC10', handler(callOf(CALL_KINDS.CALLTOKEN!))],
  [0xd1, 'TOKENBALANCE', 2, 1, 20, 'ALLOW_TVM_TRANSFER_TRC10', own.tokenbalance],
  [0xd2, 'CALLTOKENVALUE', 0, 1, 2, 'ALLOW_TVM_TRANSFER_TRC10', own.calltokenvalue],
  [0xd3, 'CALLTOKENID', 0, 1, 2, 'ALLOW_TVM_TRANSFER_TRC10', own.calltokenid],
  [0xd4, 'ISCONTRACT', 1, 1, 20, 'ALLOW_TVM_SOLIDITY_059', own.iscontract],
  [0xd5, 'FREEZE', 3, 1, 20_000, 'ALLOW_TVM_FREEZE', handler(stakeV1Of('FREEZE'))],
  [0xd6, 'UNFREEZE', 2, 1, 20_000, 'ALLOW_TVM_FREEZE', handler(stakeV1Of('UNFREEZE'))],
  [0xd7, 'FREEZEEXPIRETIME', 2, 1, 50, 'ALLOW_TVM_FREEZE', handler(freezeexpiretime)],
  [0xd8, 'VOTEWITNESS', 4, 1, 30_000, 'ALLOW_TVM_VOTE', handler(votewitness)],
  [0xd9, 'WITHDRAWREWARD', 0, 1, 20_000, 'ALLOW_TVM_VOTE', stake('WITHDRAWREWARD')],
  [0xda, 'FREEZEBALANCEV2', 2, 1, 10_000, 'UNFREEZE_DELAY_DAYS', stake('FREEZEBALANCEV2')],
  [0xdb, 'UNFREEZEBALANCEV2', 2, 1, 10_000, 'UNFREEZE_DELAY_DAYS', stake('UNFREEZEBALANCEV2')],
  [0xdc, 'CANCELALLUNFREEZEV2', 0, 1, 10_000, 'UNFREEZE_DELAY_DAYS', stake('CANCELALLUNFREEZEV2')],
  [
    0xdd,
    'WITHDRAWEXPIREUNFREEZE',
    0,
    1,
    10_000,
    'UNFREEZE_DELAY_DAYS',
    stake('WITHDRAWEXPIREUNFREEZE'),
  ],
  [0xde, 'DELEGATERESOURCE', 3, 1, 10_000, 'UNFREEZE_DELAY_DAYS', stake('DELEGATERESOURCE')],
  [0xdf, 'UNDELEGATERESOURCE', 3, 1, 10_000, 'UNFREEZE_DELAY_DAYS', stake('UNDELEGATERESOURCE')],
]

/** Instructions that Tron shares by name but not by what they do. */
function replacements(switches: Switches): Readonly<Record<string, Execute>> {
  return {
    ADDRESS: own.addressOf(switches),
    ORIGIN: own.originOf(switches),
    BALANCE: own.balance,
    GASPRICE: own.gasprice,
    EXTCODEHASH: own.extcodehash,
    PREVRANDAO: own.zero,
    GASLIMIT: own.zero,
    BLOBHASH: own.blobhash,
    BLOBBASEFEE: own.zero,
    SLOAD: own.sload,
    SSTORE: own.sstore,
    KECCAK256: own.withinMemory(0, 1, memory.keccak256),
    CALLDATACOPY: own.withinMemory(0, 2, memory.calldatacopy),
    CODECOPY: own.withinMemory(0, 2, memory.codecopy),
    RETURNDATACOPY: own.withinMemory(0, 2, own.returndatacopy),
    EXTCODECOPY: own.withinMemory(1, 3, memory.extcodecopy),
    MCOPY: own.mcopy,
    RETURN: own.withinMemory(0, 1, control.ret),
    REVERT: own.withinMemory(0, 1, control.revert),
    CREATE: handler(create),
    CREATE2: handler(create2),
    CALL: handler(callOf(CALL_KINDS.CALL!)),
    CALLCODE: handler(callOf(CALL_KINDS.CALLCODE!)),
    DELEGATECALL: handler(callOf(CALL_KINDS.DELEGATECALL!)),
    STATICCALL: handler(callOf(CALL_KINDS.STATICCALL!)),
    SELFDESTRUCT: handler(selfdestruct),
  }
}

/** Ethereum's names where Tron's are others. */
const NAMES: Readonly<Record<string, string>> = { PREVRANDAO: 'DIFFICULTY' }

function baseEnergy(entry: Opcode, switches: Switches): number {
  const { name } = entry
  if (name === 'MLOAD' || name === 'MSTORE' || name === 'MSTORE8')
    return switches.ALLOW_HIGHER_LIMIT_FOR_MAX_CPU_TIME_OF_ONE_TX ? MEMORY_ACCESS_ENERGY : 0
  return BASE_ENERGY[name] ?? entry.baseGas
}

/** The table of a chain's switches. */
export function tvmOpcodes(switches: Switches): OpcodeTable {
  const replaced = replacements(switches)
  const entries = opcodeTableOf('cancun').entries.map((entry): Opcode | undefined => {
    if (entry === undefined) return undefined
    const { name } = entry
    const gate = GATES[name]
    if (name === 'INVALID' || (gate !== undefined && !switches[gate])) return undefined
    const execute = /^LOG/.test(name) ? own.logOf(entry.execute) : replaced[name]
    return {
      ...entry,
      name: NAMES[name] ?? name,
      baseGas: baseEnergy(entry, switches),
      execute: execute ?? entry.execute,
    }
  })
  for (const [byte, name, pops, pushes, baseGas, gate, execute] of OWN) {
    if (switches[gate]) entries[byte] = { name, baseGas, pops, pushes, execute }
  }
  return buildOpcodeTable(entries)
}
