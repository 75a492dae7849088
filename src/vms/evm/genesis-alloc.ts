/**
 * A geth-style genesis allocation written into a journal: balances, nonces, code and storage by address. Coin is
 * issued under the cause `genesis` (S4).
 */
import type { Crypto } from '../../crypto/types.ts'
import { NVmError } from '../../errors.ts'
import { hexToBytes } from '../../primitives/bytes.ts'
import { bytesToU256, MAX_U64, MAX_U256 } from '../../primitives/u256.ts'
import { activeFork } from '../../state/chain-config.ts'
import type { Journal } from '../../state/journal.ts'
import { EvmCaches } from '../evm-core/caches.ts'
import type { World } from '../evm-core/world.ts'
import { createWorld, EVM, GENESIS_INDEX, isForkName } from './context.ts'
import { issueTo } from './issue.ts'

/** A number of a genesis file: hex or decimal text, a safe integer, or a bigint. */
export type Quantity = string | number | bigint

/** One account, as geth's genesis.json and the state test vectors write it. */
export interface GenesisAllocAccount {
  readonly balance?: Quantity
  readonly nonce?: Quantity
  /** Hex, `0x` allowed. */
  readonly code?: string
  /** Slot to value, hex, at most 32 bytes each; zero values are left out. */
  readonly storage?: Readonly<Record<string, string>>
}

/** Accounts by address, 40 hex digits with or without `0x`. */
export type GenesisAlloc = Readonly<Record<string, GenesisAllocAccount>>

function invalid(message: string): NVmError {
  return new NVmError('InvalidGenesis', `genesis allocation ${message}`)
}

function quantity(value: Quantity | undefined, max: bigint, name: string): bigint {
  if (value === undefined || value === '' || value === '0x') return 0n
  let number: bigint
  try {
    number = BigInt(value)
  } catch {
    throw invalid(`expects ${name} to be an integer, got "${String(value).slice(0, 80)}"`)
  }
  if (number < 0n || number > max) throw invalid(`expects ${name} within 0..${max}, got ${number}`)
  return number
}

function bytesOf(text: string, name: string): Uint8Array {
  const digits = text.replace(/^0x/i, '')
  try {
    return hexToBytes(digits.length % 2 === 0 ? digits : `0${digits}`)
  } catch {
    throw invalid(`expects ${name} in hex, got "${text.slice(0, 80)}"`)
  }
}

function word(text: string, name: string): bigint {
  const bytes = bytesOf(text, name)
  if (bytes.length > 32) throw invalid(`expects ${name} of at most 32 bytes, got ${bytes.length}`)
  return bytesToU256(bytes)
}

function applyAccount(world: World, text: string, account: GenesisAllocAccount): void {
  const bytes = bytesOf(text, 'an address')
  if (bytes.length !== 20) throw invalid(`expects addresses of 20 bytes, got ${bytes.length}`)
  const target = world.resolve(bytesToU256(bytes))
  const balance = quantity(account.balance, MAX_U256, `balance of ${text}`)
  const nonce = quantity(account.nonce, MAX_U64, `nonce of ${text}`)
  const code =
    account.code === undefined ? new Uint8Array(0) : bytesOf(account.code, `code of ${text}`)
  const storage = Object.entries(account.storage ?? {})
    .map(([key, value]) => [word(key, 'a slot'), word(value, 'a value')] as const)
    .filter(([, value]) => value !== 0n)
  issueTo(world, target, balance, 'genesis')
  // An account that is listed exists, even with nothing of its own (before EIP-158).
  if (nonce !== 0n || balance === 0n) world.setNonce(target, nonce)
  if (code.length > 0) world.setCode(target, code)
  for (const [key, value] of storage) world.journal.setSlot(world.slot(target, key), value)
}

/** Applies an allocation to the journal of a genesis, in the order of its entries. Throws InvalidGenesis, SupplyCapExceeded. */
export function applyGenesisAlloc(journal: Journal, crypto: Crypto, alloc: GenesisAlloc): void {
  const fork = activeFork(journal.base.chain, EVM, { number: 0n, timestamp: 0n })
  const known = fork !== undefined && isForkName(fork) ? fork : 'osaka'
  const world = createWorld({ journal, crypto }, new EvmCaches({ maxCodeBytes: 0 }), known, 0n)
  world.beginTransaction(GENESIS_INDEX)
  for (const [address, account] of Object.entries(alloc)) applyAccount(world, address, account)
  journal.endTransaction()
}
