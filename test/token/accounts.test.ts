/** Token accounts: aliases of a balance, auxiliary ones, detaching; what S19 forbids. */
import { describe, expect, it } from 'vitest'
import {
  burnUnits,
  closeAccount,
  detach,
  freeze,
  mintUnits,
  moveUnits,
  setAccountOwner,
  setBreaker,
  type TokenAccountRecord,
  transfer,
} from '../../src/token/index.ts'
import { id, TokenLab } from './lab.ts'

const M = id(0x44)
const [AUTHORITY, ALICE, BOB, CAROL] = [id(1), id(2), id(3), id(4)]
const [ATA, AUX, AUX2] = [id(0xa0), id(0xa1), id(0xa2)]

function record(holder: Uint8Array, fields: Partial<TokenAccountRecord> = {}): TokenAccountRecord {
  return {
    mint: M,
    owner: holder,
    holder,
    isAlias: false,
    amount: 0n,
    isFrozen: false,
    delegate: undefined,
    delegatedAmount: 0n,
    closeAuthority: undefined,
    nativeReserve: undefined,
    ...fields,
  }
}

/** Alice has 100 with an alias account at ATA, bob an auxiliary account at AUX. */
function start() {
  const lab = new TokenLab()
  const mint = lab.funded(M, [2, 100n])
  const ata = lab.ledger.putTokenAccount(ATA, record(ALICE, { isAlias: true }))
  const aux = lab.ledger.putTokenAccount(AUX, record(BOB))
  const pocket = (address: Uint8Array) => {
    const account = lab.ledger.tokenAccount(address)
    if (account === undefined) throw new Error('no such account')
    return lab.ledger.pocketOf(account)
  }
  return { lab, mint, ata, aux, pocket }
}

describe('an alias', () => {
  it('shows and moves its owner’s balance', () => {
    const { lab, mint, pocket } = start()
    expect(pocket(ATA).balance).toBe(100n)
    expect(moveUnits(lab.ledger, pocket(ATA), pocket(AUX), 30n)).toBeUndefined()
    expect([mint.holder(ALICE).balance, pocket(AUX).balance]).toEqual([70n, 30n])
    expect(moveUnits(lab.ledger, pocket(AUX), mint.receiver(ALICE), 10n)).toBeUndefined()
    expect(pocket(ATA).balance).toBe(80n)
    expect(lab.ledger.tokenAccount(ATA)?.record.amount).toBe(0n)
  })

  it('shows the freeze flag of its owner, set before it existed', () => {
    const lab = new TokenLab()
    const mint = lab.create(M)
    freeze(lab.ledger, mint, AUTHORITY, ALICE)
    const ata = lab.ledger.putTokenAccount(ATA, record(ALICE, { isAlias: true }))
    expect(lab.ledger.pocketOf(ata).isFrozen).toBe(true)
  })

  it('moved to itself is neutral', () => {
    const { lab, mint, pocket } = start()
    expect(moveUnits(lab.ledger, pocket(ATA), mint.holder(ALICE), 100n)).toBeUndefined()
    expect(pocket(ATA).balance).toBe(100n)
  })

  it('of a wallet that was bound shows the identity’s balance', () => {
    const { lab, mint, pocket } = start()
    lab.redirect(ALICE, CAROL)
    expect(pocket(ATA).balance).toBe(0n)
    expect(moveUnits(lab.ledger, pocket(AUX), pocket(ATA), 0n)).toBeUndefined()
    expect(mint.holder(ALICE).balance).toBe(100n)
  })
})

describe('an auxiliary account', () => {
  it('has units of its own, which its owner’s ERC-20 transfers do not reach', () => {
    const { lab, mint, pocket } = start()
    moveUnits(lab.ledger, pocket(ATA), pocket(AUX), 30n)
    expect(mint.holder(BOB).balance).toBe(0n)
    expect(transfer(lab.ledger, mint, BOB, ALICE, 1n)).toBe('InsufficientBalance')
  })

  it('moved to itself is neutral, seen through two pockets', () => {
    const { lab, mint, pocket } = start()
    moveUnits(lab.ledger, pocket(ATA), pocket(AUX), 30n)
    expect(moveUnits(lab.ledger, pocket(AUX), pocket(AUX), 30n)).toBeUndefined()
    expect(moveUnits(lab.ledger, pocket(AUX), pocket(AUX), 31n)).toBe('InsufficientBalance')
    expect(pocket(AUX).balance + mint.holder(ALICE).balance).toBe(mint.record.supply)
  })

  it('is minted to and burnt from', () => {
    const { lab, mint, pocket } = start()
    expect(mintUnits(lab.ledger, pocket(AUX), 5n)).toBeUndefined()
    expect(burnUnits(lab.ledger, pocket(AUX), 2n)).toBeUndefined()
    expect([pocket(AUX).balance, mint.record.supply]).toEqual([3n, 103n])
  })

  it('is closed empty only', () => {
    const { lab, aux, pocket } = start()
    moveUnits(lab.ledger, pocket(ATA), pocket(AUX), 1n)
    expect(closeAccount(aux)).toBe('InsufficientBalance')
    moveUnits(lab.ledger, pocket(AUX), pocket(ATA), 1n)
    expect(closeAccount(aux)).toBeUndefined()
    expect(lab.ledger.tokenAccount(AUX)).toBeUndefined()
  })

  it('given away counts as outflow of who had it', () => {
    const { lab, mint, aux, pocket } = start()
    moveUnits(lab.ledger, pocket(ATA), pocket(AUX), 30n)
    const limits = { window: 60, holderShare: 1_000, mintShare: 0, pauseShare: 0 }
    setBreaker(lab.ledger, mint, AUTHORITY, limits)
    expect(setAccountOwner(lab.ledger, aux, CAROL, CAROL)).toBe('HolderLimitReached')
    expect(aux.record.holder).toEqual(BOB)
    setBreaker(lab.ledger, mint, AUTHORITY, undefined)
    expect(setAccountOwner(lab.ledger, aux, CAROL, CAROL)).toBeUndefined()
    expect(pocket(AUX).owner).toEqual(CAROL)
  })
})

describe('S19', () => {
  it('detaching takes the balance along, and the flag', () => {
    const { lab, mint, ata, pocket } = start()
    freeze(lab.ledger, mint, AUTHORITY, ALICE)
    detach(lab.ledger, ata)
    expect(setAccountOwner(lab.ledger, ata, CAROL, CAROL)).toBeUndefined()
    expect([mint.holder(ALICE).balance, pocket(ATA).balance]).toEqual([0n, 100n])
    expect([pocket(ATA).isFrozen, pocket(ATA).owner]).toEqual([true, CAROL])
    // A second time there is nothing to take.
    detach(lab.ledger, ata)
    expect(pocket(ATA).balance).toBe(100n)
  })

  it('what was detached never re-attaches', () => {
    const { lab, ata } = start()
    detach(lab.ledger, ata)
    expect(() => ata.setRecord({ ...ata.record, isAlias: true })).toThrow('never re-attaches')
  })

  it('re-creation after close is an alias only without delegate and close authority', () => {
    const { lab, ata, pocket } = start()
    detach(lab.ledger, ata)
    moveUnits(lab.ledger, pocket(ATA), pocket(AUX), 100n)
    expect(closeAccount(ata)).toBeUndefined()
    for (const field of ['delegate', 'closeAuthority'] as const)
      expect(() =>
        lab.ledger.putTokenAccount(ATA, record(ALICE, { isAlias: true, [field]: BOB })),
      ).toThrow('S19')
    lab.ledger.putTokenAccount(ATA, record(ALICE, { isAlias: true }))
    expect(pocket(ATA).balance).toBe(0n)
  })

  it('an account is created once, and never with units', () => {
    const { lab } = start()
    expect(() => lab.ledger.putTokenAccount(AUX, record(CAROL))).toThrow('created once')
    expect(() => lab.ledger.putTokenAccount(AUX2, record(CAROL, { amount: 1n }))).toThrow(
      'without units',
    )
  })
})
