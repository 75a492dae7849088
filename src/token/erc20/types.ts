/** What a face is told of a call, what it asks of its machine, and what it answers. */
import type { Crypto } from '../../crypto/types.ts'
import type { Account } from '../../state/cells.ts'
import type { Journal } from '../../state/journal.ts'
import type { TokenLedger } from '../ledger.ts'
import type { Holder, Mint } from '../live.ts'

/** An address as a machine knows it. */
export interface FaceParty {
  readonly address: bigint
  /** 20 bytes; nobody may change them. */
  readonly bytes: Uint8Array
  /** The account it stands for. */
  readonly account: Account
  /** The one address that shows and moves the account's units in this machine (S13). */
  readonly canonical: boolean
  /** For the face alone: what it found at this address, and where this account's units of a mint lie. */
  tokenMint: Mint | undefined
  tokenHolder: HolderMemo | undefined
}

/** PERF: most accounts of a block hold one token; a look-up by two ids costs more than the move. */
export interface HolderMemo {
  readonly holder: Holder
  /** The account's id at that time, compared by identity. */
  readonly id: Uint8Array
}

/** The machine behind a face. */
export interface FaceHost {
  readonly ledger: TokenLedger
  readonly journal: Journal
  readonly crypto: Crypto
  /** One of Namespace: permits are counted by it (S10). */
  readonly namespace: number
  resolve(address: bigint): FaceParty
  /** Whether the key behind an address may still speak for its account (S11). */
  mayPermit(party: FaceParty): boolean
  /** The native coin, in a machine that counts it in base units: only there are the chain's own contracts. */
  readonly coin: CoinHost | undefined
}

/** How a machine moves coin. Amounts are wei. */
export interface CoinHost {
  /** What code at the address may pay; nothing while another machine has locked the account. */
  spendable(party: FaceParty): bigint
  /** Moves what the caller has checked. */
  move(from: FaceParty, to: FaceParty, amount: bigint): void
}

/** One call to a token's address. */
export interface FaceCall {
  readonly host: FaceHost
  /** The called address; never an address that merely borrowed the code. */
  readonly self: FaceParty
  /** msg.sender. */
  readonly caller: bigint
  /** Coin that came along, wei. */
  readonly value: bigint
  readonly input: Uint8Array
  readonly isStatic: boolean
  /** Gas there is. */
  readonly gas: bigint
  /** The machine's chain id, as contracts see it. */
  readonly chainId: bigint
  /** Seconds. */
  readonly timestamp: bigint
  /** Address whose coin may not move beyond a crossing's value (S20); undefined outside crossings. */
  readonly guarded: bigint | undefined
}

/** `gasUsed` above what there was means out of gas. Changes of a failure are the caller's to roll back. */
export interface FaceResult {
  readonly status: 'success' | 'reverted' | 'halted'
  readonly gasUsed: bigint
  readonly output: Uint8Array
}

/** A refusal: revert data, or undefined for a halt (a change in a static call). */
export class Refusal {
  readonly data: Uint8Array | undefined

  constructor(data: Uint8Array | undefined) {
    this.data = data
  }
}

/** Output of a function, or why not. */
export type Reply = Uint8Array | Refusal
