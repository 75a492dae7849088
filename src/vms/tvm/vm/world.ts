/**
 * Tron's view of the shared state, over evm-core's: coin in sun, code and storage under the contract's own sub-record,
 * accounts that exist because a record says so. Storage rows use the journal's warmth for java-tron's presence cache:
 * Tron has no warm slots, and a row written in this transaction counts as present until its frame is reverted.
 */
import type { Slot } from '../../../state/cells.ts'
import type { EvmAccount } from '../../evm-core/evm-account.ts'
import type { EvmRecord } from '../../evm-core/record.ts'
import { World, type WorldOptions } from '../../evm-core/world.ts'
import type { AccountHost, ContractRecord } from './account-host.ts'

/** Base units per sun. */
export const SUN: bigint = 10n ** 12n

const LOW_HALF = (1n << 128n) - 1n

/** What a new contract is filed with besides what the core knows. */
export type ContractFacts = Omit<ContractRecord, keyof EvmRecord>

export interface TvmWorldOptions extends Omit<WorldOptions, 'codec' | 'unit'> {
  readonly accounts: AccountHost
}

/** Facts of a contract that a contract creates: it pays for nothing and its creator is its owner. */
export function innerContract(origin: Uint8Array, version: number): ContractFacts {
  return {
    origin,
    version,
    consumeUserResourcePercent: 100,
    originEnergyLimit: 0n,
    name: '',
    energyUsage: 0n,
    energyFactor: 0n,
    updateCycle: 0n,
  }
}

const UNKNOWN_CONTRACT = innerContract(new Uint8Array(20), 0)

export class TvmWorld extends World {
  /** Account records and TRC-10 balances. */
  readonly host: AccountHost

  constructor(options: TvmWorldOptions) {
    super({ ...options, codec: options.accounts.contractCodec, unit: SUN })
    this.host = options.accounts
  }

  // ---- accounts and contracts

  /** The contract's sub-record, or undefined for a plain or missing account. */
  contractOf(account: EvmAccount): ContractRecord | undefined {
    return account.record.value as ContractRecord | undefined
  }

  /** An account record exists, or a contract's. */
  override exists(account: EvmAccount): boolean {
    return account.record.value !== undefined || this.host.exists(account.bytes)
  }

  protected override write(account: EvmAccount, change: Partial<EvmRecord>): void {
    this.writeContract(account, change)
  }

  /** Changes the contract's sub-record. */
  writeContract(account: EvmAccount, change: Partial<ContractRecord>): void {
    this.noteOrigin(account)
    const old: ContractRecord = this.contractOf(account) ?? {
      nonce: 0n,
      codeHash: undefined,
      storageId: undefined,
      address: account.bytes,
      ...UNKNOWN_CONTRACT,
    }
    this.journal.setRecord(account.record, { ...old, ...change } as ContractRecord)
  }

  /** Counts to a contract's use of energy: every call does, so field by field, without a spread. */
  setEnergyUsage(account: EvmAccount, old: ContractRecord, energyUsage: bigint): void {
    this.noteOrigin(account)
    this.journal.setRecord<EvmRecord>(account.record, {
      nonce: old.nonce,
      codeHash: old.codeHash,
      storageId: old.storageId,
      address: old.address,
      origin: old.origin,
      version: old.version,
      consumeUserResourcePercent: old.consumeUserResourcePercent,
      originEnergyLimit: old.originEnergyLimit,
      name: old.name,
      energyUsage,
      energyFactor: old.energyFactor,
      updateCycle: old.updateCycle,
    } satisfies ContractRecord as ContractRecord)
  }

  /** Files a contract at an address that has none: its account, its record, fresh storage (S2). */
  createContractAt(account: EvmAccount, facts: ContractFacts): void {
    this.host.create(account.bytes, true)
    this.writeContract(account, facts)
    this.openStorage(account)
    account.createdIn = this.journal.sequence
  }

  /** Destroys all coin of an account, counted as burnt. */
  burnBalance(account: EvmAccount): void {
    this.burn(account, this.payableBy(account))
  }

  /** SELFDESTRUCT: the account goes at the end of the transaction. */
  destroy(account: EvmAccount): void {
    this.markDestructed(account)
  }

  protected override removeDestructed(account: EvmAccount): void {
    super.removeDestructed(account)
    this.host.remove(account.bytes)
  }

  // ---- storage

  /** A row as the contract's version names it: version 0 tells rows apart by the lower half of the key alone. */
  row(account: EvmAccount, key: bigint): Slot {
    const version = this.contractOf(account)?.version
    return this.slot(account, version === 1 ? key : key & LOW_HALF)
  }

  /** There is a row: it has a value, or was written in this transaction. */
  isPresent(row: Slot): boolean {
    return row.value !== 0n || row.warmIn === this.journal.sequence
  }

  setRow(row: Slot, value: bigint): void {
    this.journal.warmSlot(row)
    if (row.value !== value) this.journal.setSlot(row, value)
  }
}
