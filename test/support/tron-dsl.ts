/** Tron bytecode by words, and one contract run in a world of its own. */
import { bytesToHex, concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import type { SwitchName, TvmResult } from '../../src/vms/tvm/vm/index.ts'
import { ContractRet, SWITCH_NAMES } from '../../src/vms/tvm/vm/index.ts'
import { innerContract } from '../../src/vms/tvm/vm/world.ts'
import { code, type Part } from './evm-dsl.ts'
import { TronWorld, type TronWorldOptions } from './tron-host.ts'

/** 0xd0 to 0xdf by name. */
export const TRON_OPCODES = [
  'CALLTOKEN',
  'TOKENBALANCE',
  'CALLTOKENVALUE',
  'CALLTOKENID',
  'ISCONTRACT',
  'FREEZE',
  'UNFREEZE',
  'FREEZEEXPIRETIME',
  'VOTEWITNESS',
  'WITHDRAWREWARD',
  'FREEZEBALANCEV2',
  'UNFREEZEBALANCEV2',
  'CANCELALLUNFREEZEV2',
  'WITHDRAWEXPIREUNFREEZE',
  'DELEGATERESOURCE',
  'UNDELEGATERESOURCE',
] as const

/** As {@link code}, with Tron's names too. */
export function tron(...parts: readonly Part[]): Uint8Array {
  return code(
    ...parts.map((part) => {
      const index = TRON_OPCODES.indexOf(part as (typeof TRON_OPCODES)[number])
      return index < 0 ? part : Uint8Array.of(0xd0 + index)
    }),
  )
}

/** Returns the top of the stack as 32 bytes; costs 3 + 3 + (MSTORE 1, memory 3) + 3 + 3. */
export const RETURN_TOP: readonly Part[] = [0, 'MSTORE', 32, 0, 'RETURN']

export const USER = hexToBytes('abd4b9367799eaa3197fecb144eb71de1e049abc')
export const CONTRACT = hexToBytes('c0de00000000000000000000000000000000c0de')
export const OTHER = hexToBytes('0b0b00000000000000000000000000000000b0b0')
export const MISSING = hexToBytes('9999999999999999999999999999999999999999')
export const big = (address: Uint8Array): bigint => bytesToU256(address)

/** Switches of a chain that voted for everything but dynamic energy. */
export const ALL: readonly SwitchName[] = SWITCH_NAMES.filter(
  (name) => name !== 'ALLOW_DYNAMIC_ENERGY' && name !== 'ALLOW_SHIELDED_TRC20_TRANSACTION',
)
export const without = (...names: readonly SwitchName[]): readonly SwitchName[] =>
  ALL.filter((name) => !names.includes(name))

export interface RunOptions extends TronWorldOptions {
  /** More contracts by address. */
  readonly contracts?: readonly (readonly [
    address: Uint8Array,
    code: Uint8Array,
    version?: number,
  ])[]
  readonly version?: number
  readonly balance?: bigint
  readonly value?: bigint
  readonly tokenId?: bigint
  readonly tokenValue?: bigint
  readonly data?: Uint8Array
  readonly limit?: bigint
  readonly isStatic?: boolean
  /** Before the run. */
  readonly prepare?: (world: TronWorld) => void
}

export interface Ran extends TvmResult {
  readonly tron: TronWorld
  /** Name of contractRet. */
  readonly ret: string
  /** Output as a number. */
  readonly word: bigint
}

const NAMES = new Map(Object.entries(ContractRet).map(([name, number]) => [number, name]))

/** Puts a contract into a world without running anything. */
export function install(
  world: TronWorld,
  address: Uint8Array,
  bytes: Uint8Array,
  version = 1,
): void {
  world.context.beginTransaction(install.next++)
  const account = world.world.resolveBytes(address)
  world.world.createContractAt(account, innerContract(USER, version))
  if (bytes.length > 0) world.world.setCode(account, bytes)
  world.journal.endTransaction()
}
install.next = 0x10000

/** Calls {@link CONTRACT}, whose code this is, as {@link USER}. */
export function run(bytes: Uint8Array, options: RunOptions = {}): Ran {
  const world = new TronWorld({ switches: ALL, ...options })
  world.fund(USER, 1_000_000_000_000n)
  install(world, CONTRACT, bytes, options.version ?? 1)
  world.fund(CONTRACT, options.balance ?? 0n)
  for (const [address, other, version] of options.contracts ?? [])
    install(world, address, other, version ?? 1)
  options.prepare?.(world)
  world.journal.endTransaction()
  const result = world.send({
    owner: USER,
    to: CONTRACT,
    callValue: options.value ?? 0n,
    tokenId: options.tokenId ?? 0n,
    tokenValue: options.tokenValue ?? 0n,
    data: options.data ?? new Uint8Array(0),
    energyLimit: options.limit ?? 10_000_000n,
    isStatic: options.isStatic ?? false,
  })
  return {
    ...result,
    tron: world,
    ret: NAMES.get(result.contractRet) as string,
    word: result.output.length === 32 ? bytesToU256(result.output) : -1n,
  }
}

/** Init code that deploys a runtime. */
export function deploys(runtime: Uint8Array): Uint8Array {
  const head = (offset: number) => code(runtime.length, 'DUP1', offset, 0, 'CODECOPY', 0, 'RETURN')
  return concatBytes(head(head(0).length), runtime)
}

/** Puts bytes into memory from offset 0 on, a word at a time. */
export function store(bytes: Uint8Array): readonly Part[] {
  const parts: Part[] = []
  for (let i = 0; i < bytes.length; i += 32) {
    const word = new Uint8Array(32)
    word.set(bytes.subarray(i, i + 32))
    parts.push(concatBytes(Uint8Array.of(0x7f), word), i, 'MSTORE')
  }
  return parts
}

export { bytesToHex }
