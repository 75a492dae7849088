/** A ledger over a state in memory, with the ids, holders and checks that token tests share. */
import { expect } from 'vitest'
import type { BlockContext } from '../../src/block-context.ts'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { writeAuthority } from '../../src/identity/authority.ts'
import { Journal } from '../../src/state/journal.ts'
import {
  createMint,
  type Mint,
  type MintDescription,
  mintTo,
  TokenLedger,
} from '../../src/token/index.ts'
import type { LedgerServices } from '../../src/token/ledger.ts'
import { MemoryState, testChain } from '../support/memory-state.ts'

export { crypto }

/** An AccountId of one repeated byte. */
export const id = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)

export const chain = testChain({ machines: ['native', 'evm', 'svm', 'bvm', 'tvm'] })

export class TokenLab {
  state = new MemoryState(chain)
  journal = new Journal(this.state)
  ledger = this.open(1_000n)

  /** A ledger at a block time, over the state as it is committed. */
  open(timestamp: bigint): TokenLedger {
    this.journal = new Journal(this.state)
    const block = { number: 1n, timestamp } as BlockContext
    const services: LedgerServices = {
      journal: this.journal,
      crypto,
      chain,
      block,
      transactionIndex: 0,
    }
    this.ledger = new TokenLedger(services)
    return this.ledger
  }

  /** Ends the block and begins one at `timestamp`; every cell goes through its codec. */
  nextBlock(timestamp = 1_000n): TokenLedger {
    this.journal.endTransaction()
    this.state.apply(this.journal.takeDiff())
    return this.open(timestamp)
  }

  create(mintId: Uint8Array, fields: Partial<MintDescription> = {}): Mint {
    const authority = { id: id(1), address: undefined }
    const mint = createMint(this.ledger, mintId, {
      decimals: 6,
      mintAuthority: authority,
      freezeAuthority: authority,
      face: 0,
      ...fields,
    })
    if (typeof mint === 'string') throw new Error(mint)
    return mint
  }

  /** A mint of authority id(1), whose units belong to the given holders. */
  funded(mintId: Uint8Array, ...units: readonly (readonly [number, bigint])[]): Mint {
    const mint = this.create(mintId)
    for (const [holder, amount] of units)
      expect(mintTo(this.ledger, mint, id(1), id(holder), amount)).toBeUndefined()
    return mint
  }

  /** The mint again, in the block that is open now. */
  mint(mintId: Uint8Array): Mint {
    const mint = this.ledger.mint(mintId)
    if (mint === undefined) throw new Error('no such mint')
    return mint
  }

  /** What S11 leaves of a wallet that was bound to an identity. */
  redirect(from: Uint8Array, target: Uint8Array): void {
    writeAuthority(this.journal, from, { kind: 'redirect', target })
  }
}
