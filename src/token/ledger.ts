/**
 * The one token ledger of a block: mints, holders, token accounts, events. Machines share it by the journal, so that
 * every face reads and writes the same live objects. Operations are in operations.ts, mints.ts, breaker.ts, absorb.ts.
 */
import type { Crypto } from '../crypto/types.ts'
import type { BlockServices } from '../engine.ts'
import { assert } from '../errors.ts'
import { addressToKey, wordToKey } from '../primitives/bytes.ts'
import { type ChainConfig, machineParameters } from '../state/chain-config.ts'
import type { Journal } from '../state/journal.ts'
import type { TokenEvent } from './events.ts'
import type { TokenFace } from './face.ts'
import type { Pocket } from './live.ts'
import { AuxiliaryPocket, Mint, TokenAccount } from './live.ts'
import type { MintRecord, TokenAccountRecord } from './records.ts'
import { FACT_CODEC, MINT_CODEC, MINT_ID_CODEC, U64_CODEC } from './records.ts'
import { mapKindOf, TokenKind } from './slots.ts'

/** Parameter of the native machine: 1 (default) the ledger is on, 0 it is off and its addresses are ordinary ones. */
export const TOKEN_LEDGER_PARAMETER = 'tokenLedger'

/** Whether a chain has the ledger: it registers the native machine and does not switch it off. */
export function hasTokenLedger(chain: ChainConfig): boolean {
  if (!chain.machines.includes('native')) return false
  return (machineParameters(chain, 'native')[TOKEN_LEDGER_PARAMETER] ?? 1n) !== 0n
}

/** What the ledger needs of a block. */
export type LedgerServices = Pick<
  BlockServices,
  'journal' | 'crypto' | 'chain' | 'block' | 'transactionIndex'
>

const LEDGERS = new WeakMap<Journal, TokenLedger>()

/** The ledger of a block, the same object for every machine; undefined on a chain without one. */
export function tokenLedger(services: LedgerServices): TokenLedger | undefined {
  let ledger = LEDGERS.get(services.journal)
  if (ledger === undefined && hasTokenLedger(services.chain)) {
    ledger = new TokenLedger(services)
    LEDGERS.set(services.journal, ledger)
  }
  return ledger
}

/**
 * The one token ledger of a block. Look-ups give live objects that stay decoded while the block runs; operations write
 * through the journal (docs/token.md).
 */
export class TokenLedger {
  /** The block's own object: its transaction index moves on. */
  readonly services: LedgerServices
  readonly journal: Journal
  readonly crypto: Crypto
  private readonly faceList: TokenFace[] = []
  private readonly mints = new Map<string, Mint>()
  private readonly byAddress = new Map<string, Uint8Array>()
  private readonly accounts = new Map<string, TokenAccount>()
  private eventList: TokenEvent[] = []
  private eventsOf = 0
  private creationCount = 0
  private creationsOf = -1

  constructor(services: LedgerServices) {
    this.services = services
    this.journal = services.journal
    this.crypto = services.crypto
  }

  // ---- faces

  /** Registers a machine's face; a second one of the same namespace replaces it. Machines call it when they open. */
  addFace(face: TokenFace): void {
    const at = this.faceList.findIndex(({ namespace }) => namespace === face.namespace)
    if (at < 0) this.faceList.push(face)
    else this.faceList[at] = face
  }

  get faces(): readonly TokenFace[] {
    return this.faceList
  }

  // ---- look-ups

  /** The mint of this id, or undefined if it does not exist. */
  mint(id: Uint8Array): Mint | undefined {
    const mint = this.mintOf(id)
    return mint.current === undefined ? undefined : mint
  }

  private mintOf(id: Uint8Array): Mint {
    const key = wordToKey(id)
    let mint = this.mints.get(key)
    if (mint === undefined) {
      const cell = this.journal.liveCell(MINT_CODEC, [TokenKind.mint, id])
      this.mints.set(key, (mint = new Mint(this.journal, id, cell)))
    }
    return mint
  }

  /** For creation only. */
  putMint(id: Uint8Array, record: MintRecord): Mint {
    const mint = this.mintOf(id)
    mint.setRecord(record)
    return mint
  }

  /** The mint whose face stands at a 20-byte address of the EVM or of Tron, or undefined. */
  mintAt(namespace: number, address: Uint8Array): Mint | undefined {
    const key = addressToKey(namespace, address)
    let id = this.byAddress.get(key)
    if (id === undefined || this.journal.access !== undefined) {
      id = this.mapCell(namespace, address).value
      if (id === undefined) return undefined
      // A creation that is rolled back takes the mint along, so a kept id is never wrong.
      this.byAddress.set(key, id)
    }
    return this.mint(id)
  }

  /** For creation only. */
  putMintAt(namespace: number, address: Uint8Array, mint: Uint8Array): void {
    this.journal.setLiveCell(this.mapCell(namespace, address), mint)
  }

  private mapCell(namespace: number, address: Uint8Array) {
    const kind = mapKindOf(namespace)
    assert(kind !== undefined, 'mints have mapped addresses in the EVM and Tron')
    return this.journal.liveCell(MINT_ID_CODEC, [kind, address])
  }

  /** The token account at a Solana address, or undefined. */
  tokenAccount(address: Uint8Array): TokenAccount | undefined {
    const account = this.accountOf(address)
    return account.current === undefined ? undefined : account
  }

  private accountOf(address: Uint8Array): TokenAccount {
    const key = wordToKey(address)
    let account = this.accounts.get(key)
    if (account === undefined)
      this.accounts.set(key, (account = new TokenAccount(this.journal, address)))
    return account
  }

  /** Files a new token account without units; the SPL face decides whether it is an alias. */
  putTokenAccount(address: Uint8Array, record: TokenAccountRecord): TokenAccount {
    const { amount, isAlias, delegate, closeAuthority } = record
    assert(amount === 0n, 'a token account begins without units')
    const isPlain = delegate === undefined && closeAuthority === undefined
    assert(!isAlias || isPlain, 'an alias begins without delegate and close authority (S19)')
    const account = this.accountOf(address)
    assert(account.current === undefined, 'a token account is created once')
    account.setRecord(record)
    return account
  }

  /** Where the units of a token account lie: the owner's pocket for an alias, else its own. */
  pocketOf(account: TokenAccount): Pocket {
    const { mint, isAlias } = account.record
    const live = this.mintOf(mint)
    return isAlias ? live.receiver(account.holder) : new AuxiliaryPocket(live, account)
  }

  // ---- small facts

  /** Mints that the running transaction made so far, rolled back ones included: such a number is never used twice (S2). */
  get creations(): number {
    return this.creationsOf === this.services.transactionIndex ? this.creationCount : 0
  }

  /** For creation only. */
  noteCreation(): void {
    this.creationCount = this.creations + 1
    this.creationsOf = this.services.transactionIndex
  }

  /** Number of tokens that a creator made by the factory: the nonce of the next one. */
  createdBy(creator: Uint8Array): bigint {
    return this.journal.liveCell(U64_CODEC, [TokenKind.created, creator]).value ?? 0n
  }

  /** Number of the creator's tokens. */
  setCreatedBy(creator: Uint8Array, count: bigint): void {
    this.journal.setLiveCell(this.journal.liveCell(U64_CODEC, [TokenKind.created, creator]), count)
  }

  /** Whether an account may mint and burn across chains (ERC-7802). */
  isBridge(mint: Uint8Array, id: Uint8Array): boolean {
    return this.journal.liveCell(FACT_CODEC, [TokenKind.bridge, mint, id]).value === true
  }

  /** Whether an account may mint and burn across chains. */
  setBridge(mint: Uint8Array, id: Uint8Array, allowed: boolean): void {
    const cell = this.journal.liveCell(FACT_CODEC, [TokenKind.bridge, mint, id])
    this.journal.setLiveCell(cell, allowed ? true : undefined)
  }

  /** Next EIP-2612 nonce of a signing address, by machine (S10); never decreases (S6). */
  permitNonce(mint: Uint8Array, namespace: number, address: Uint8Array): bigint {
    return this.permitCell(mint, namespace, address).value ?? 0n
  }

  /** Raises the nonce of a signing address by one. */
  usePermitNonce(mint: Uint8Array, namespace: number, address: Uint8Array): void {
    const cell = this.permitCell(mint, namespace, address)
    this.journal.setLiveCell(cell, (cell.value ?? 0n) + 1n)
  }

  private permitCell(mint: Uint8Array, namespace: number, address: Uint8Array) {
    const parts = [TokenKind.permitNonce, mint, Uint8Array.of(namespace), address]
    return this.journal.liveCell(U64_CODEC, parts)
  }

  // ---- events

  /** What the running transaction did so far, in order; rolled back with it. */
  get events(): readonly TokenEvent[] {
    return this.eventsOf === this.journal.sequence ? this.eventList : []
  }

  /** For the ledger's operations. */
  emit(event: TokenEvent): void {
    if (this.eventsOf !== this.journal.sequence) {
      this.eventsOf = this.journal.sequence
      this.eventList = []
    }
    this.eventList.push(event)
    this.journal.onRevert(dropLast, this.eventList)
  }
}

function dropLast(events: TokenEvent[]): void {
  events.pop()
}
