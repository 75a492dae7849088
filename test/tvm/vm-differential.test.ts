/**
 * Programs that use only what Ethereum and Tron have in common: same status, output, logs, storage and balances in both
 * machines; and Tron's energy is what a second price list, written from the spec sheet, says of the very same steps.
 */
import { describe, expect, test } from 'vitest'
import { bytesToBigInt, bytesToHex } from '../../src/primitives/bytes.ts'
import type { Inspector, Step } from '../../src/trace/inspector.ts'
import { addressToBytes } from '../../src/vms/evm-core/address.ts'
import { call, EvmCaches, opcodeTableOf } from '../../src/vms/evm-core/index.ts'
import { ContractRet, SWITCH_NAMES, TvmCaches } from '../../src/vms/tvm/vm/index.ts'
import { innerContract } from '../../src/vms/tvm/vm/world.ts'
import { random, randomCode } from '../evm-core/random-code.ts'
import { bench, SENDER } from '../support/evm-dsl.ts'
import { TronWorld } from '../support/tron-host.ts'

const CONTRACTS = [0xa11ce000000000001n, 0xb0b000000000002n, 0xca401000000000003n]
const STRANGER = 0x57a46e4n
const ADDRESSES = [...CONTRACTS, ...CONTRACTS, STRANGER, SENDER]
/** Memory that this buys ends below Tron's limit of 3 MiB. */
const GAS = 8_000_000n
const INPUT = new Uint8Array(50).fill(0xab)
const VALUE = 3n
const PROGRAMS = Number(process.env.FUZZ_RUNS ?? 80)
const SEED = Number(process.env.FUZZ_SEED ?? 7)

/** Answers otherwise, or depends on gas, by the sheet; calls come from the generator alone. */
const NOT_COMMON = new Set([
  ...['GAS', 'GASPRICE', 'COINBASE', 'PREVRANDAO', 'GASLIMIT', 'CHAINID', 'BASEFEE'],
  ...['BLOBHASH', 'BLOBBASEFEE', 'CREATE', 'CREATE2', 'SELFDESTRUCT', 'INVALID'],
  ...['CALL', 'CALLCODE', 'DELEGATECALL', 'STATICCALL'],
])
const { entries } = opcodeTableOf('cancun')
const COMMON = new Set(
  entries.flatMap((entry) => (entry && !NOT_COMMON.has(entry.name) ? [entry.name] : [])),
)

type Codes = readonly Uint8Array[]

interface Facts {
  readonly status: string
  readonly output: string
  readonly logs: readonly string[]
  readonly storage: readonly string[]
  readonly balances: readonly bigint[]
}

const showLogs = (
  logs: readonly { address: Uint8Array; topics: readonly Uint8Array[]; data: Uint8Array }[],
) => logs.map((log) => [log.address, ...log.topics, log.data].map(bytesToHex).join())

function showStorage(world: TronWorld['world'] | ReturnType<typeof bench>['world']): string[] {
  return CONTRACTS.flatMap((address) => {
    const account = world.resolve(address)
    world.slot(account, 1n)
    return [...world.spaceOf(account).slots.values()]
      .filter(({ value }) => value !== 0n)
      .map(({ key, value }) => `${address.toString(16)}:${key}=${value}`)
      .sort()
  })
}

// ---- Tron's prices a second time, from the sheet

const PRICES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['STOP', 'RETURN', 'REVERT', 'SSTORE'].map((name) => [name, 0])),
  ...Object.fromEntries(
    [
      'ADDRESS',
      'ORIGIN',
      'CALLER',
      'CALLVALUE',
      'CALLDATASIZE',
      'CODESIZE',
      'RETURNDATASIZE',
      'TIMESTAMP',
      'NUMBER',
      'POP',
      'PC',
      'MSIZE',
      'PUSH0',
    ].map((name) => [name, 2]),
  ),
  ...Object.fromEntries(
    ['MUL', 'DIV', 'SDIV', 'MOD', 'SMOD', 'SIGNEXTEND', 'SELFBALANCE'].map((name) => [name, 5]),
  ),
  ...{ ADDMOD: 8, MULMOD: 8, JUMP: 8, JUMPI: 10, JUMPDEST: 1, EXP: 10, KECCAK256: 30 },
  ...{ BALANCE: 20, EXTCODESIZE: 20, EXTCODECOPY: 20, EXTCODEHASH: 400, BLOCKHASH: 20 },
  ...{ MLOAD: 1, MSTORE: 1, MSTORE8: 1, SLOAD: 50, TLOAD: 100, TSTORE: 100, MCOPY: 3 },
  ...{ CALLDATACOPY: 0, CODECOPY: 0, RETURNDATACOPY: 0 },
  ...{ CALL: 40, CALLCODE: 40, DELEGATECALL: 40, STATICCALL: 40 },
  ...{ LOG0: 375, LOG1: 750, LOG2: 1125, LOG3: 1500, LOG4: 1875 },
}
/** Everything else of the common part: 3. */
const priceOf = (name: string) => PRICES[name] ?? 3

/** Offset and length of memory regions, as positions from the top. */
const REGIONS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  KECCAK256: [[0, 1]],
  CALLDATACOPY: [[0, 2]],
  CODECOPY: [[0, 2]],
  RETURNDATACOPY: [[0, 2]],
  EXTCODECOPY: [[1, 3]],
  MCOPY: [
    [0, 2],
    [1, 2],
  ],
  RETURN: [[0, 1]],
  REVERT: [[0, 1]],
  ...Object.fromEntries(['LOG0', 'LOG1', 'LOG2', 'LOG3', 'LOG4'].map((name) => [name, [[0, 1]]])),
  CALL: [
    [3, 4],
    [5, 6],
  ],
  CALLCODE: [
    [3, 4],
    [5, 6],
  ],
  DELEGATECALL: [
    [2, 3],
    [4, 5],
  ],
  STATICCALL: [
    [2, 3],
    [4, 5],
  ],
}
const COPIES: Readonly<Record<string, readonly [number, number]>> = {
  KECCAK256: [1, 6],
  CALLDATACOPY: [2, 3],
  CODECOPY: [2, 3],
  RETURNDATACOPY: [2, 3],
  EXTCODECOPY: [3, 3],
  MCOPY: [2, 3],
}
const WIDTHS: Readonly<Record<string, number>> = { MLOAD: 32, MSTORE: 32, MSTORE8: 1 }

const memoryCost = (words: number) => 3 * words + Math.floor((words * words) / 512)

/** Adds up Tron's energy while Ethereum's machine runs. */
class Meter implements Inspector {
  energy = 0
  /** A frame below the first halted: what it takes with it depends on what was left. */
  halted = false
  /** A frame ran out of gas: whoever does so in one price list need not in the other. */
  ranOut = false
  /** Deeper than Tron goes. */
  tooDeep = false
  private present = new Set<string>()
  private readonly saved: Set<string>[] = []

  constructor() {
    for (const address of CONTRACTS) this.present.add(`${address}:1`)
  }

  enter({ depth }: { depth: number }): void {
    if (depth > 64) this.tooDeep = true
    this.saved.push(new Set(this.present))
  }

  exit({
    status,
    depth,
    failure,
  }: {
    status: string
    depth: number
    failure: string | undefined
  }): void {
    const before = this.saved.pop() as Set<string>
    if (status !== 'success') this.present = before
    if (failure === 'OutOfGas') this.ranOut = true
    if (status === 'halted' && depth > 0) this.halted = true
  }

  step({ name, stack, memory, target }: Step): void {
    const at = (position: number) => stack[stack.length - 1 - position] ?? 0n
    let end = name in WIDTHS ? Number(at(0)) + (WIDTHS[name] as number) : 0
    for (const [offset, length] of REGIONS[name] ?? [])
      if (at(length) !== 0n) end = Math.max(end, Number(at(offset) + at(length)))
    const words = Math.max(Math.ceil(end / 32), memory.length / 32)
    this.energy += priceOf(name) + memoryCost(words) - memoryCost(memory.length / 32)
    const copy = COPIES[name]
    if (copy !== undefined) this.energy += copy[1] * Math.ceil(Number(at(copy[0])) / 32)
    if (name === 'EXP')
      this.energy += 10 * Math.ceil(at(1).toString(2).length / 8) * Number(at(1) > 0n)
    if (name.startsWith('LOG')) this.energy += 8 * Number(at(1))
    if (name === 'SSTORE') this.store(`${bytesToBigInt(target)}:${at(0)}`, at(1))
  }

  private store(row: string, value: bigint): void {
    this.energy += value !== 0n && !this.present.has(row) ? 20_000 : 5000
    this.present.add(row)
  }
}

function ethereum(codes: Codes, caches: EvmCaches): Facts & { readonly meter: Meter } {
  const meter = new Meter()
  const accounts: Record<string, object> = { [`0x${SENDER.toString(16)}`]: { balance: 10n ** 18n } }
  for (const [i, address] of CONTRACTS.entries()) {
    accounts[`0x${address.toString(16)}`] = {
      balance: 1000n,
      nonce: 1n,
      code: codes[i],
      storage: { '1': 7n },
    }
  }
  const it = bench({ fork: 'cancun', accounts, caches, env: { inspector: meter } })
  const result = call(it.world, it.env, {
    caller: SENDER,
    target: CONTRACTS[0]!,
    value: VALUE,
    input: INPUT,
    gas: GAS,
  })
  return {
    meter,
    status: result.status,
    output: bytesToHex(result.output),
    logs: showLogs(it.journal.logs),
    storage: showStorage(it.world),
    balances: ADDRESSES.map((address) => it.world.balanceOf(it.world.resolve(address))),
  }
}

/** All switches: version 1, 63/64 as in Ethereum. */
function tron(
  codes: Codes,
  caches: TvmCaches,
): Facts & { readonly energy: bigint; readonly starved: boolean } {
  const it = new TronWorld({ switches: SWITCH_NAMES, number: 1n, timestamp: 1000n, caches })
  const { world, journal } = it
  it.fund(addressToBytes(SENDER), 10n ** 18n)
  it.context.beginTransaction(0xffff)
  for (const [i, address] of CONTRACTS.entries()) {
    const account = world.resolve(address)
    it.fund(account.bytes, 1000n)
    world.createContractAt(account, innerContract(account.bytes, 1))
    world.setCode(account, codes[i]!)
    journal.setSlot(world.slot(account, 1n), 7n)
  }
  journal.endTransaction()
  const result = it.send({
    owner: addressToBytes(SENDER),
    to: addressToBytes(CONTRACTS[0]!),
    callValue: VALUE,
    tokenId: 0n,
    tokenValue: 0n,
    data: INPUT,
    energyLimit: GAS,
  })
  const { contractRet } = result
  const { SUCCESS, REVERT } = ContractRet
  return {
    energy: result.energyUsed,
    starved: contractRet === ContractRet.OUT_OF_ENERGY,
    status: contractRet === SUCCESS ? 'success' : contractRet === REVERT ? 'reverted' : 'halted',
    output: bytesToHex(result.output),
    logs: showLogs(result.logs),
    storage: showStorage(world),
    balances: ADDRESSES.map((address) => world.balanceOf(world.resolve(address))),
  }
}

describe('the common part of Ethereum and Tron', () => {
  test(`${PROGRAMS} programs end alike, and cost what Tron's price list says`, () => {
    const [evmCaches, tvmCaches] = [new EvmCaches(), new TvmCaches()]
    let compared = 0
    let priced = 0
    for (let i = 0; i < PROGRAMS; i++) {
      const next = random(SEED * 1_000_003 + i)
      const codes = CONTRACTS.map((_, n) =>
        randomCode(next, {
          entries,
          // Three of four programs cannot call themselves: recursion soon ends where only one machine's ends.
          addresses: i % 4 === 0 ? ADDRESSES : [...CONTRACTS.slice(n + 1), STRANGER, SENDER],
          segments: 1 + Math.floor(next() * 12),
          common: COMMON,
        }),
      )
      const { meter, ...expected } = ethereum(codes, evmCaches)
      const { energy, starved, ...got } = tron(codes, tvmCaches)
      if (meter.tooDeep || meter.ranOut || (meter.halted && starved)) continue
      compared++
      expect({ i, ...got }).toEqual({ i, ...expected })
      if (meter.halted || expected.status === 'halted') continue
      priced++
      expect({ i, energy }).toEqual({ i, energy: BigInt(meter.energy) })
    }
    expect(compared).toBeGreaterThan(PROGRAMS * 0.5)
    expect(priced).toBeGreaterThan(PROGRAMS * 0.3)
  })
})
