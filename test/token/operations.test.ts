/** What each operation of the ledger does, and that nobody without the right does it. */
import { describe, expect, it } from 'vitest'
import { MAX_U64, MAX_U256 } from '../../src/primitives/u256.ts'
import {
  allowanceOf,
  approve,
  authoriseBridge,
  bridgeBurn,
  bridgeMint,
  burn,
  createMint,
  createToken,
  decreaseAllowance,
  freeze,
  increaseAllowance,
  mintTo,
  nextTokenId,
  setAuthority,
  setMetadata,
  type TokenRequest,
  thaw,
  transfer,
  transferFrom,
} from '../../src/token/index.ts'
import { id, TokenLab } from './lab.ts'

const M = id(0x44)
const [AUTHORITY, ALICE, BOB, CAROL] = [id(1), id(2), id(3), id(4)]

function start() {
  const lab = new TokenLab()
  const mint = lab.funded(M, [2, 100n], [3, 50n])
  return { lab, mint, ledger: lab.ledger, balance: (who: Uint8Array) => mint.holder(who).balance }
}

describe('transfer', () => {
  it('moves units and keeps the supply', () => {
    const { ledger, mint, balance } = start()
    expect(transfer(ledger, mint, ALICE, CAROL, 30n)).toBeUndefined()
    expect([balance(ALICE), balance(CAROL), mint.record.supply]).toEqual([70n, 30n, 150n])
  })

  it('to oneself is neutral, and needs the balance', () => {
    const { ledger, mint, balance } = start()
    expect(transfer(ledger, mint, ALICE, ALICE, 100n)).toBeUndefined()
    expect(balance(ALICE)).toBe(100n)
    expect(transfer(ledger, mint, ALICE, ALICE, 101n)).toBe('InsufficientBalance')
  })

  it('of zero is fine, also from an account that has nothing, and leaves no cell', () => {
    const { lab, ledger, mint } = start()
    const before = lab.journal.changedLiveCells.length
    expect(transfer(ledger, mint, id(9), id(10), 0n)).toBeUndefined()
    expect(lab.journal.changedLiveCells.length).toBe(before)
  })

  it('is two writes', () => {
    const { lab } = start()
    lab.nextBlock()
    const again = lab.mint(M)
    expect(transfer(lab.ledger, again, ALICE, BOB, 1n)).toBeUndefined()
    expect(lab.journal.changedLiveCells).toHaveLength(2)
  })

  it('refuses what is not covered, negative or above u64', () => {
    const { ledger, mint, balance } = start()
    for (const [amount, fault] of [
      [101n, 'InsufficientBalance'],
      [MAX_U64, 'InsufficientBalance'],
      [MAX_U64 + 1n, 'AmountOutOfRange'],
      [-1n, 'AmountOutOfRange'],
    ] as const)
      expect(transfer(ledger, mint, ALICE, BOB, amount)).toBe(fault)
    expect([balance(ALICE), balance(BOB)]).toEqual([100n, 50n])
  })
})

describe('allowances', () => {
  it('fall by what is moved, and let nobody move more', () => {
    const { ledger, mint, balance } = start()
    expect(transferFrom(ledger, mint, BOB, ALICE, CAROL, 1n)).toBe('InsufficientAllowance')
    expect(approve(ledger, mint, ALICE, BOB, 40n)).toBeUndefined()
    expect(transferFrom(ledger, mint, BOB, ALICE, CAROL, 30n)).toBeUndefined()
    expect(allowanceOf(mint, ALICE, BOB)).toBe(10n)
    expect(transferFrom(ledger, mint, BOB, ALICE, CAROL, 11n)).toBe('InsufficientAllowance')
    expect([balance(ALICE), balance(CAROL)]).toEqual([70n, 30n])
  })

  it('stay as they are when the owner cannot pay', () => {
    const { ledger, mint } = start()
    approve(ledger, mint, ALICE, BOB, 1_000n)
    expect(transferFrom(ledger, mint, BOB, ALICE, CAROL, 101n)).toBe('InsufficientBalance')
    expect(allowanceOf(mint, ALICE, BOB)).toBe(1_000n)
  })

  it('are infinite at 2^256-1 only; 2^64-1 and 2^256-2 fall', () => {
    const { ledger, mint } = start()
    for (const [amount, left] of [
      [MAX_U256, MAX_U256],
      [MAX_U256 - 1n, MAX_U256 - 2n],
      [MAX_U64, MAX_U64 - 1n],
    ] as const) {
      approve(ledger, mint, ALICE, BOB, amount)
      expect(transferFrom(ledger, mint, BOB, ALICE, CAROL, 1n)).toBeUndefined()
      expect(allowanceOf(mint, ALICE, BOB)).toBe(left)
    }
  })

  it('rise and fall without wrapping around', () => {
    const { ledger, mint } = start()
    approve(ledger, mint, ALICE, BOB, 5n)
    expect(increaseAllowance(ledger, mint, ALICE, BOB, MAX_U256)).toBe('AllowanceOverflow')
    expect(decreaseAllowance(ledger, mint, ALICE, BOB, 6n)).toBe('InsufficientAllowance')
    expect(increaseAllowance(ledger, mint, ALICE, BOB, 7n)).toBeUndefined()
    expect(decreaseAllowance(ledger, mint, ALICE, BOB, 12n)).toBeUndefined()
    expect(allowanceOf(mint, ALICE, BOB)).toBe(0n)
    expect(approve(ledger, mint, ALICE, BOB, MAX_U256 + 1n)).toBe('AmountOutOfRange')
  })

  it('are of one owner, spender and mint', () => {
    const { lab, ledger, mint } = start()
    const other = lab.funded(id(0x45), [2, 10n])
    approve(ledger, mint, ALICE, BOB, 10n)
    expect(transferFrom(ledger, other, BOB, ALICE, BOB, 1n)).toBe('InsufficientAllowance')
    expect(transferFrom(ledger, mint, CAROL, ALICE, CAROL, 1n)).toBe('InsufficientAllowance')
    expect(transferFrom(ledger, mint, ALICE, BOB, ALICE, 1n)).toBe('InsufficientAllowance')
  })
})

describe('authorities', () => {
  it('alone mint, freeze, thaw, name, hand on and authorise bridges', () => {
    const { ledger, mint, balance } = start()
    const metadata = { name: 'n', symbol: 's', uri: '' }
    for (const nobody of [ALICE, BOB, M, id(0)]) {
      expect(mintTo(ledger, mint, nobody, nobody, 1n)).toBe('NotAuthority')
      expect(freeze(ledger, mint, nobody, BOB)).toBe('NotAuthority')
      expect(thaw(ledger, mint, nobody, BOB)).toBe('NotAuthority')
      expect(setMetadata(ledger, mint, nobody, metadata)).toBe('NotAuthority')
      expect(authoriseBridge(ledger, mint, nobody, nobody, true)).toBe('NotAuthority')
      for (const role of ['mint', 'freeze'] as const) {
        const next = { id: nobody, address: undefined }
        expect(setAuthority(ledger, mint, nobody, role, next)).toBe('NotAuthority')
      }
      expect(bridgeMint(ledger, mint, nobody, nobody, 1n)).toBe('NotBridge')
      expect(bridgeBurn(ledger, mint, nobody, ALICE, 1n)).toBe('NotBridge')
    }
    expect([mint.record.supply, balance(ALICE)]).toEqual([150n, 100n])
  })

  it('are handed on, and removed for good', () => {
    const { ledger, mint } = start()
    const alice = { id: ALICE, address: undefined }
    expect(setAuthority(ledger, mint, AUTHORITY, 'mint', alice)).toBeUndefined()
    expect(mintTo(ledger, mint, AUTHORITY, AUTHORITY, 1n)).toBe('NotAuthority')
    expect(mintTo(ledger, mint, ALICE, BOB, 1n)).toBeUndefined()
    expect(setAuthority(ledger, mint, ALICE, 'mint', undefined)).toBeUndefined()
    expect(mintTo(ledger, mint, ALICE, BOB, 1n)).toBe('AuthorityRemoved')
    expect(setAuthority(ledger, mint, ALICE, 'mint', alice)).toBe('AuthorityRemoved')
    // The other authority is its own.
    expect(freeze(ledger, mint, AUTHORITY, BOB)).toBeUndefined()
  })

  it('of a bound wallet are its identity from then on (S11)', () => {
    const { lab, ledger, mint } = start()
    lab.redirect(AUTHORITY, CAROL)
    expect(mintTo(ledger, mint, CAROL, BOB, 1n)).toBeUndefined()
  })
})

describe('supply', () => {
  it('follows minting and burning, to 2^64-1 and no further', () => {
    const { ledger, mint, balance } = start()
    expect(mintTo(ledger, mint, AUTHORITY, CAROL, MAX_U64 - 150n)).toBeUndefined()
    expect(mint.record.supply).toBe(MAX_U64)
    expect(mintTo(ledger, mint, AUTHORITY, CAROL, 1n)).toBe('SupplyOverflow')
    expect(transfer(ledger, mint, CAROL, ALICE, MAX_U64 - 150n)).toBeUndefined()
    expect(balance(ALICE)).toBe(MAX_U64 - 50n)
    expect(burn(ledger, mint, ALICE, MAX_U64 - 50n)).toBeUndefined()
    expect(burn(ledger, mint, ALICE, 1n)).toBe('InsufficientBalance')
    expect([mint.record.supply, balance(BOB)]).toEqual([50n, 50n])
  })

  it('is minted and burnt by authorised bridges, until they are not', () => {
    const { ledger, mint, balance } = start()
    expect(authoriseBridge(ledger, mint, AUTHORITY, CAROL, true)).toBeUndefined()
    expect(bridgeMint(ledger, mint, CAROL, ALICE, 7n)).toBeUndefined()
    expect(bridgeBurn(ledger, mint, CAROL, BOB, 50n)).toBeUndefined()
    expect([balance(ALICE), balance(BOB), mint.record.supply]).toEqual([107n, 0n, 107n])
    expect(authoriseBridge(ledger, mint, AUTHORITY, CAROL, false)).toBeUndefined()
    expect(bridgeMint(ledger, mint, CAROL, ALICE, 1n)).toBe('NotBridge')
  })
})

describe('freezing', () => {
  it('stops every way in and out, and nothing else', () => {
    const { ledger, mint, balance } = start()
    approve(ledger, mint, ALICE, BOB, 10n)
    expect(freeze(ledger, mint, AUTHORITY, ALICE)).toBeUndefined()
    expect(transfer(ledger, mint, ALICE, BOB, 1n)).toBe('AccountFrozen')
    expect(transfer(ledger, mint, BOB, ALICE, 1n)).toBe('AccountFrozen')
    expect(transferFrom(ledger, mint, BOB, ALICE, BOB, 1n)).toBe('AccountFrozen')
    expect(mintTo(ledger, mint, AUTHORITY, ALICE, 1n)).toBe('AccountFrozen')
    expect(burn(ledger, mint, ALICE, 1n)).toBe('AccountFrozen')
    expect(transfer(ledger, mint, BOB, CAROL, 1n)).toBeUndefined()
    expect(thaw(ledger, mint, AUTHORITY, ALICE)).toBeUndefined()
    expect(transfer(ledger, mint, ALICE, BOB, 1n)).toBeUndefined()
    expect(balance(ALICE)).toBe(99n)
  })

  it('survives the block of an account that holds nothing (S18)', () => {
    const { lab, ledger, mint } = start()
    expect(freeze(ledger, mint, AUTHORITY, CAROL)).toBeUndefined()
    lab.nextBlock()
    expect(transfer(lab.ledger, lab.mint(M), ALICE, CAROL, 1n)).toBe('AccountFrozen')
  })

  it('is refused where the mint has no freeze authority', () => {
    const lab = new TokenLab()
    const mint = lab.create(M, { freezeAuthority: undefined })
    expect(freeze(lab.ledger, mint, AUTHORITY, ALICE)).toBe('AuthorityRemoved')
  })
})

describe('creation', () => {
  it('H6: a mint with decimals 0 and supply 0 exists and cannot be taken', () => {
    const lab = new TokenLab()
    lab.create(M, { decimals: 0 })
    const capture = {
      decimals: 0,
      mintAuthority: { id: BOB, address: undefined },
      freezeAuthority: undefined,
      face: 0,
    }
    expect(createMint(lab.ledger, M, capture)).toBe('MintExists')
    lab.nextBlock()
    expect(createMint(lab.ledger, M, capture)).toBe('MintExists')
    expect(mintTo(lab.ledger, lab.mint(M), BOB, BOB, 1n)).toBe('NotAuthority')
    expect(mintTo(lab.ledger, lab.mint(M), AUTHORITY, ALICE, 1n)).toBeUndefined()
  })

  const request: TokenRequest = {
    decimals: 18,
    metadata: { name: 'Token', symbol: 'TKN', uri: 'ipfs://x' },
    mintAuthority: ALICE,
    freezeAuthority: undefined,
    supply: 1_000n,
    face: 0,
  }

  it('by the factory: ids of the creator, one after the other', () => {
    const { ledger } = new TokenLab()
    const first = nextTokenId(ledger, ALICE)
    const mint = createToken(ledger, ALICE, request)
    if (typeof mint === 'string') throw new Error(mint)
    expect(mint.id).toEqual(first)
    expect(mint.metadata).toEqual(request.metadata)
    expect([mint.record.supply, mint.holder(ALICE).balance]).toEqual([1_000n, 1_000n])
    expect(nextTokenId(ledger, ALICE)).not.toEqual(first)
    expect(nextTokenId(ledger, BOB)).not.toEqual(first)
    const another = createToken(ledger, BOB, request)
    expect(typeof another).toBe('object')
  })

  it('of texts that do not fit is refused', () => {
    const { ledger } = new TokenLab()
    for (const metadata of [
      { name: '', symbol: 'T', uri: '' },
      { name: 'T', symbol: '', uri: '' },
      { name: 'x'.repeat(65), symbol: 'T', uri: '' },
      { name: 'é'.repeat(33), symbol: 'T', uri: '' },
      { name: 'T', symbol: 'T', uri: 'u'.repeat(201) },
      { name: '\ud800', symbol: 'T', uri: '' },
    ])
      expect(createToken(ledger, ALICE, { ...request, metadata })).toBe('InvalidMetadata')
    expect(createToken(ledger, ALICE, { ...request, supply: MAX_U64 + 1n })).toBe(
      'AmountOutOfRange',
    )
    expect(ledger.createdBy(ALICE)).toBe(0n)
  })
})

describe('events', () => {
  it('say what the running transaction did, without what was reverted', () => {
    const { lab, ledger, mint } = start()
    lab.journal.endTransaction()
    transfer(ledger, mint, ALICE, BOB, 1n)
    const mark = lab.journal.checkpoint()
    transfer(ledger, mint, ALICE, BOB, 2n)
    lab.journal.revert(mark)
    approve(ledger, mint, ALICE, BOB, 3n)
    expect(ledger.events).toEqual([
      { kind: 'transfer', mint: M, from: ALICE, to: BOB, amount: 1n },
      { kind: 'approval', mint: M, owner: ALICE, spender: BOB, amount: 3n },
    ])
    lab.journal.endTransaction()
    expect(ledger.events).toEqual([])
  })
})
