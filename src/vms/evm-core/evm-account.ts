/**
 * An address as the EVM knows it within one block. The world is the only writer. Stamps hold the sequence number of
 * the transaction they are true for.
 */
import type { U256Map } from '../../primitives/u256-map.ts'
import { U256Map as Map256 } from '../../primitives/u256-map.ts'
import type { Account, RecordCell, StorageSpace } from '../../state/cells.ts'
import type { FaceParty } from '../../token/erc20/types.ts'
import type { Code } from './code.ts'
import { NO_CODE } from './code.ts'
import type { EvmRecord } from './record.ts'

const NO_WORDS: U256Map<bigint> = new Map256()
const NO_KEYS: U256Map<boolean> = new Map256()

export class EvmAccount {
  readonly address: bigint
  /** 20 bytes. */
  readonly bytes: Uint8Array
  /** Below 2^32, where every precompile of the forks lies: others need not be looked for. */
  readonly isLow: boolean
  /** Holds the balance. */
  account!: Account
  record!: RecordCell<EvmRecord>
  /** The account's one address that shows its balance in this machine (S13). */
  canonical = true
  /** Reached by the alias index, not by its legacy id. */
  aliased = false
  /** The wallet behind the address no longer speaks for the account (S11). */
  revoked = false
  aliasVersion = -1
  /** EIP-2929. */
  warmIn = 0
  /** EIP-161. */
  touchedIn = 0
  createdIn = 0
  destructedIn = 0
  /** Code of `codeHash`, compared by identity with the record's. */
  code: Code = NO_CODE
  codeHash: Uint8Array | undefined = undefined
  /** Code of a contract of the chain's own, which no record holds. */
  builtin: Code | undefined = undefined
  /** Storage of `spaceId`, likewise. */
  space: StorageSpace | undefined = undefined
  spaceId: Uint8Array | undefined = undefined
  transient: U256Map<bigint> = NO_WORDS
  transientIn = 0
  /** Warm slots of an account that has no storage yet. */
  warmKeys: U256Map<boolean> = NO_KEYS
  warmKeysIn = 0
  /** Memos of the token faces; the world never reads them. */
  tokenMint: FaceParty['tokenMint'] = undefined
  tokenHolder: FaceParty['tokenHolder'] = undefined
  /** Hook: what a machine built on this core knows of the account besides; undefined in the EVM. */
  annex: unknown = undefined

  constructor(address: bigint, bytes: Uint8Array) {
    this.address = address
    this.bytes = bytes
    this.isLow = address <= 0xffffffffn
  }
}

// What takes a stamp back, for the journal: one function for all accounts instead of a closure per stamp.

export function cool(account: EvmAccount): void {
  account.warmIn = 0
}

export function untouch(account: EvmAccount): void {
  account.touchedIn = 0
}

export function uncreate(account: EvmAccount): void {
  account.createdIn = 0
}

export function spare(account: EvmAccount): void {
  account.destructedIn = 0
}
