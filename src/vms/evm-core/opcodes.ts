/**
 * Instruction tables: what each byte means in a fork. The instruction set of a fork is the one before plus a
 * difference; prices come from the fork's parameters. A price of 0 here is charged by the instruction itself.
 */
import { assert } from '../../errors.ts'
import type { ForkName } from './forks/names.ts'
import { FORK_NAMES } from './forks/names.ts'
import type { EvmParameters } from './forks/params.generated.ts'
import { EVM_PARAMETERS } from './forks/params.generated.ts'
import type { Frame } from './frame.ts'
import * as arithmetic from './instructions/arithmetic.ts'
import * as bitwise from './instructions/bitwise.ts'
import * as block from './instructions/block.ts'
import * as control from './instructions/control.ts'
import * as environment from './instructions/environment.ts'
import { log } from './instructions/log.ts'
import * as memory from './instructions/memory.ts'
import * as storage from './instructions/storage.ts'
import * as system from './instructions/system.ts'
import type { Interpreter } from './interpreter.ts'

/**
 * Runs one instruction whose base gas is paid and whose operands are known to be there.
 * 0 goes on with the next instruction; anything else leaves the loop (see `control.ts`).
 */
export type Execute = (frame: Frame, machine: Interpreter) => number

export interface Opcode {
  readonly name: string
  readonly baseGas: number
  readonly pops: number
  readonly pushes: number
  readonly execute: Execute
}

/** A table in the form the loop reads: one array a property, indexed by the byte. */
export interface OpcodeTable {
  readonly entries: readonly (Opcode | undefined)[]
  readonly baseGas: Float64Array
  /** Fewest items on the stack; 65535 for bytes without a meaning. */
  readonly minStack: Uint16Array
  /** Most items on the stack before the instruction. */
  readonly maxStack: Uint16Array
  readonly execute: readonly Execute[]
}

/** An instruction before it has a price: the parameter that holds it, or none. */
interface Instruction {
  readonly name: string
  readonly price: keyof EvmParameters | undefined
  readonly pops: number
  readonly pushes: number
  readonly execute: Execute
}
type InstructionSet = Readonly<Record<number, Instruction>>

function define(
  name: string,
  price: keyof EvmParameters | undefined,
  pops: number,
  pushes: number,
  execute: Execute,
): Instruction {
  return { name, price, pops, pushes, execute }
}

function range(first: number, count: number, build: (i: number) => Instruction): InstructionSet {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [first + i, build(i)]))
}

const { constant } = environment

const FRONTIER: InstructionSet = {
  0: define('STOP', 'stopGas', 0, 0, control.stop),
  1: define('ADD', 'addGas', 2, 1, arithmetic.add),
  2: define('MUL', 'mulGas', 2, 1, arithmetic.mul),
  3: define('SUB', 'subGas', 2, 1, arithmetic.sub),
  4: define('DIV', 'divGas', 2, 1, arithmetic.div),
  5: define('SDIV', 'sdivGas', 2, 1, arithmetic.sdiv),
  6: define('MOD', 'modGas', 2, 1, arithmetic.mod),
  7: define('SMOD', 'smodGas', 2, 1, arithmetic.smod),
  8: define('ADDMOD', 'addmodGas', 3, 1, arithmetic.addmod),
  9: define('MULMOD', 'mulmodGas', 3, 1, arithmetic.mulmod),
  10: define('EXP', 'expGas', 2, 1, arithmetic.exp),
  11: define('SIGNEXTEND', 'signextendGas', 2, 1, arithmetic.signextend),
  16: define('LT', 'ltGas', 2, 1, bitwise.lt),
  17: define('GT', 'gtGas', 2, 1, bitwise.gt),
  18: define('SLT', 'sltGas', 2, 1, bitwise.slt),
  19: define('SGT', 'sgtGas', 2, 1, bitwise.sgt),
  20: define('EQ', 'eqGas', 2, 1, bitwise.eq),
  21: define('ISZERO', 'iszeroGas', 1, 1, bitwise.iszero),
  22: define('AND', 'andGas', 2, 1, bitwise.and),
  23: define('OR', 'orGas', 2, 1, bitwise.or),
  24: define('XOR', 'xorGas', 2, 1, bitwise.xor),
  25: define('NOT', 'notGas', 1, 1, bitwise.not),
  26: define('BYTE', 'byteGas', 2, 1, bitwise.byte),
  32: define('KECCAK256', 'keccak256Gas', 2, 1, memory.keccak256),
  48: define(
    'ADDRESS',
    'addressGas',
    0,
    1,
    constant((frame) => frame.self.address),
  ),
  49: define('BALANCE', 'balanceGas', 1, 1, environment.balance),
  50: define(
    'ORIGIN',
    'originGas',
    0,
    1,
    constant((_, { env }) => env.tx.origin),
  ),
  51: define(
    'CALLER',
    'callerGas',
    0,
    1,
    constant((frame) => frame.caller),
  ),
  52: define(
    'CALLVALUE',
    'callvalueGas',
    0,
    1,
    constant((frame) => frame.value),
  ),
  53: define('CALLDATALOAD', 'calldataloadGas', 1, 1, environment.calldataload),
  54: define(
    'CALLDATASIZE',
    'calldatasizeGas',
    0,
    1,
    constant((frame) => BigInt(frame.input.length)),
  ),
  55: define('CALLDATACOPY', 'calldatacopyGas', 3, 0, memory.calldatacopy),
  56: define(
    'CODESIZE',
    'codesizeGas',
    0,
    1,
    constant((frame) => BigInt(frame.code.bytes.length)),
  ),
  57: define('CODECOPY', 'codecopyGas', 3, 0, memory.codecopy),
  58: define(
    'GASPRICE',
    'gaspriceGas',
    0,
    1,
    constant((_, { env }) => env.tx.gasPrice),
  ),
  59: define('EXTCODESIZE', 'extcodesizeGas', 1, 1, environment.extcodesize),
  60: define('EXTCODECOPY', 'extcodecopyGas', 4, 0, memory.extcodecopy),
  64: define('BLOCKHASH', 'blockhashGas', 1, 1, block.blockhash),
  65: define(
    'COINBASE',
    'coinbaseGas',
    0,
    1,
    constant((_, { env }) => env.block.coinbase),
  ),
  66: define(
    'TIMESTAMP',
    'timestampGas',
    0,
    1,
    constant((_, { env }) => env.block.timestamp),
  ),
  67: define(
    'NUMBER',
    'numberGas',
    0,
    1,
    constant((_, { env }) => env.block.number),
  ),
  68: define(
    'DIFFICULTY',
    'difficultyGas',
    0,
    1,
    constant((_, { env }) => env.block.difficulty),
  ),
  69: define(
    'GASLIMIT',
    'gaslimitGas',
    0,
    1,
    constant((_, { env }) => env.block.gasLimit),
  ),
  80: define('POP', 'popGas', 1, 0, control.pop),
  81: define('MLOAD', 'mloadGas', 1, 1, memory.mload),
  82: define('MSTORE', 'mstoreGas', 2, 0, memory.mstore),
  83: define('MSTORE8', 'mstore8Gas', 2, 0, memory.mstore8),
  84: define('SLOAD', 'sloadGas', 1, 1, storage.sload),
  85: define('SSTORE', undefined, 2, 0, storage.sstoreFlat),
  86: define('JUMP', 'jumpGas', 1, 0, control.jump),
  87: define('JUMPI', 'jumpiGas', 2, 0, control.jumpi),
  88: define('PC', 'pcGas', 0, 1, control.pc),
  89: define('MSIZE', 'msizeGas', 0, 1, memory.msize),
  90: define('GAS', 'gasGas', 0, 1, control.gas),
  91: define('JUMPDEST', 'jumpdestGas', 0, 0, control.jumpdest),
  ...range(0x60, 32, (i) => define(`PUSH${i + 1}`, 'pushGas', 0, 1, control.push(i + 1))),
  ...range(0x80, 16, (i) => define(`DUP${i + 1}`, 'dupGas', i + 1, i + 2, control.dup(i + 1))),
  ...range(0x90, 16, (i) => define(`SWAP${i + 1}`, 'swapGas', i + 2, i + 2, control.swap(i + 1))),
  ...range(0xa0, 5, (i) => define(`LOG${i}`, 'logGas', i + 2, 0, log(i))),
  240: define('CREATE', 'createGas', 3, 1, system.create),
  241: define('CALL', 'callGas', 7, 1, system.call),
  242: define('CALLCODE', 'callcodeGas', 7, 1, system.callcode),
  243: define('RETURN', 'returnGas', 2, 0, control.ret),
  254: define('INVALID', 'invalidGas', 0, 0, control.invalid),
  255: define('SELFDESTRUCT', 'selfdestructGas', 1, 0, system.selfdestruct),
}

/** What each fork adds or replaces. */
const DIFFERENCES: Partial<Record<ForkName, InstructionSet>> = {
  frontier: FRONTIER,
  homestead: { 244: define('DELEGATECALL', 'delegatecallGas', 6, 1, system.delegatecall) },
  byzantium: {
    61: define(
      'RETURNDATASIZE',
      'returndatasizeGas',
      0,
      1,
      constant((frame) => BigInt(frame.returnData.length)),
    ),
    62: define('RETURNDATACOPY', 'returndatacopyGas', 3, 0, memory.returndatacopy),
    250: define('STATICCALL', 'staticcallGas', 6, 1, system.staticcall),
    253: define('REVERT', 'revertGas', 2, 0, control.revert),
  },
  constantinople: {
    27: define('SHL', 'shlGas', 2, 1, bitwise.shl),
    28: define('SHR', 'shrGas', 2, 1, bitwise.shr),
    29: define('SAR', 'sarGas', 2, 1, bitwise.sar),
    63: define('EXTCODEHASH', 'extcodehashGas', 1, 1, environment.extcodehash),
    85: define('SSTORE', undefined, 2, 0, storage.sstoreNetWithoutSentry),
    245: define('CREATE2', 'create2Gas', 4, 1, system.create2),
  },
  petersburg: { 85: define('SSTORE', undefined, 2, 0, storage.sstoreFlat) },
  istanbul: {
    70: define(
      'CHAINID',
      'chainidGas',
      0,
      1,
      constant((_, { env }) => env.chainId),
    ),
    71: define('SELFBALANCE', 'selfbalanceGas', 0, 1, environment.selfbalance),
    85: define('SSTORE', undefined, 2, 0, storage.sstore),
  },
  berlin: { 84: define('SLOAD', undefined, 1, 1, storage.sloadByWarmth) },
  london: {
    72: define(
      'BASEFEE',
      'basefeeGas',
      0,
      1,
      constant((_, { env }) => env.block.baseFee),
    ),
  },
  paris: {
    68: define(
      'PREVRANDAO',
      'prevrandaoGas',
      0,
      1,
      constant((_, { env }) => env.block.prevRandao),
    ),
  },
  shanghai: { 95: define('PUSH0', 'push0Gas', 0, 1, control.push(0)) },
  cancun: {
    73: define('BLOBHASH', 'blobhashGas', 1, 1, block.blobhash),
    74: define(
      'BLOBBASEFEE',
      'blobbasefeeGas',
      0,
      1,
      constant((_, { env }) => env.block.blobBaseFee),
    ),
    92: define('TLOAD', 'tloadGas', 1, 1, storage.tload),
    93: define('TSTORE', 'tstoreGas', 2, 0, storage.tstore),
    94: define('MCOPY', 'mcopyGas', 3, 0, memory.mcopy),
  },
  osaka: { 30: define('CLZ', 'clzGas', 1, 1, bitwise.clz) },
}

/** LOGn costs its base price n + 1 times. */
function priceOf(byte: number, { price }: Instruction, gas: EvmParameters): number {
  if (price === undefined) return 0
  if (byte >= 0xa0 && byte <= 0xa4) return gas.logGas + gas.logTopicGas * (byte - 0xa0)
  return gas[price]
}

const STACK_LIMIT = 1024
const IMPOSSIBLE = 0xffff

/** A table from its entries; bytes without one halt. */
export function buildOpcodeTable(entries: readonly (Opcode | undefined)[]): OpcodeTable {
  assert(entries.length === 256, 'an opcode table has 256 entries')
  return {
    entries,
    baseGas: Float64Array.from(entries, (entry) => entry?.baseGas ?? 0),
    minStack: Uint16Array.from(entries, (entry) => entry?.pops ?? IMPOSSIBLE),
    maxStack: Uint16Array.from(entries, (entry) =>
      entry === undefined ? STACK_LIMIT : STACK_LIMIT + Math.min(0, entry.pops - entry.pushes),
    ),
    execute: entries.map((entry) => entry?.execute ?? control.invalid),
  }
}

function buildTables(): ReadonlyMap<ForkName, OpcodeTable> {
  const tables = new Map<ForkName, OpcodeTable>()
  let instructions: InstructionSet = {}
  for (const fork of FORK_NAMES) {
    instructions = { ...instructions, ...DIFFERENCES[fork] }
    const gas = EVM_PARAMETERS[fork]
    const entries = Array.from({ length: 256 }, (_, byte): Opcode | undefined => {
      const instruction = instructions[byte]
      if (instruction === undefined) return undefined
      const { name, pops, pushes, execute } = instruction
      return { name, pops, pushes, execute, baseGas: priceOf(byte, instruction, gas) }
    })
    tables.set(fork, buildOpcodeTable(entries))
  }
  return tables
}

const TABLES = buildTables()

/** Instructions of a fork. */
export function opcodeTableOf(fork: ForkName): OpcodeTable {
  const table = TABLES.get(fork)
  assert(table !== undefined, `fork ${fork} has a table`)
  return table
}
