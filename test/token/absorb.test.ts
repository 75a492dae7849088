/** absorb (H11) and the rules around ids that became another's: S11, S12, S18. */
import { describe, expect, it } from 'vitest'
import { deriveAddress } from '../../src/identity/derive.ts'
import { legacyId } from '../../src/identity/legacy.ts'
import { Namespace } from '../../src/state/reader.ts'
import { absorb, allowanceOf, approve, freeze, transfer } from '../../src/token/index.ts'
import { crypto, id, TokenLab } from './lab.ts'

const M = id(0x44)
const [AUTHORITY, ALICE, BOB, IDENTITY] = [id(1), id(2), id(3), id(9)]

/** Units of alice wait at the legacy id of an address derived from the identity. */
function waiting(namespace: number) {
  const lab = new TokenLab()
  const mint = lab.funded(M, [2, 100n])
  const address = deriveAddress(crypto, namespace, IDENTITY)
  const stranded = legacyId(crypto, namespace, address)
  expect(transfer(lab.ledger, mint, ALICE, stranded, 60n)).toBeUndefined()
  const register = () =>
    lab.journal.setAlias(namespace, address, { id: IDENTITY, canonical: true, revoked: false })
  return { lab, mint, stranded, register }
}

describe('H11: units sent to an address before its identity existed', () => {
  it.each(Object.entries(Namespace))('are brought home, %s', (_name, namespace) => {
    const { lab, mint, stranded, register } = waiting(namespace)
    register()
    expect(absorb(lab.ledger, mint, IDENTITY)).toBe(60n)
    expect([mint.holder(stranded).balance, mint.holder(IDENTITY).balance]).toEqual([0n, 60n])
    expect(absorb(lab.ledger, mint, IDENTITY)).toBe(0n)
  })

  it('stay where they are while the address is not registered, whoever asks', () => {
    const { lab, mint, stranded } = waiting(Namespace.evm)
    for (const asked of [IDENTITY, ALICE, stranded])
      expect(absorb(lab.ledger, mint, asked)).toBe(0n)
    expect(mint.holder(stranded).balance).toBe(60n)
  })

  it('stay where they are if the address is another account’s', () => {
    const { lab, mint, stranded } = waiting(Namespace.evm)
    const address = deriveAddress(crypto, Namespace.evm, IDENTITY)
    lab.journal.setAlias(Namespace.evm, address, { id: BOB, canonical: false, revoked: false })
    expect(absorb(lab.ledger, mint, IDENTITY)).toBe(0n)
    expect(mint.holder(stranded).balance).toBe(60n)
  })
})

describe('a bound wallet', () => {
  it('has its units absorbed by its identity, asked for by either id', () => {
    for (const asked of ['legacy', 'derived'] as const) {
      const lab = new TokenLab()
      const mint = lab.funded(M, [2, 100n])
      lab.redirect(ALICE, IDENTITY)
      const address = deriveAddress(crypto, Namespace.svm, ALICE)
      const stranded = legacyId(crypto, Namespace.svm, address)
      lab.journal.setAlias(Namespace.svm, address, {
        id: IDENTITY,
        canonical: false,
        revoked: false,
      })
      if (asked === 'derived') transfer(lab.ledger, mint, ALICE, stranded, 40n)
      expect(absorb(lab.ledger, mint, ALICE)).toBe(100n)
      expect(mint.holder(IDENTITY).balance).toBe(100n)
    }
  })

  it('passes credits on at once (S11)', () => {
    const lab = new TokenLab()
    const mint = lab.funded(M, [3, 100n])
    lab.redirect(ALICE, IDENTITY)
    expect(transfer(lab.ledger, mint, BOB, ALICE, 10n)).toBeUndefined()
    expect([mint.holder(ALICE).balance, mint.holder(IDENTITY).balance]).toEqual([0n, 10n])
  })

  it('is frozen where its identity is', () => {
    const lab = new TokenLab()
    const mint = lab.funded(M, [3, 100n])
    lab.redirect(ALICE, IDENTITY)
    expect(freeze(lab.ledger, mint, AUTHORITY, ALICE)).toBeUndefined()
    expect(mint.holder(IDENTITY).isFrozen).toBe(true)
    expect(transfer(lab.ledger, mint, BOB, IDENTITY, 1n)).toBe('AccountFrozen')
  })
})

describe('S18', () => {
  it.each([
    [true, false],
    [false, true],
    [true, true],
    [false, false],
  ])('either side frozen leaves the account frozen: %s, %s', (source, target) => {
    const { lab, mint, stranded, register } = waiting(Namespace.tvm)
    if (source) freeze(lab.ledger, mint, AUTHORITY, stranded)
    if (target) freeze(lab.ledger, mint, AUTHORITY, IDENTITY)
    register()
    expect(absorb(lab.ledger, mint, IDENTITY)).toBe(60n)
    expect(mint.holder(IDENTITY).isFrozen).toBe(source || target)
    expect(mint.holder(stranded).isFrozen).toBe(false)
  })

  it('a flag travels without units, so a frozen address is no way out', () => {
    const lab = new TokenLab()
    const mint = lab.funded(M, [3, 1n])
    const address = deriveAddress(crypto, Namespace.evm, IDENTITY)
    freeze(lab.ledger, mint, AUTHORITY, legacyId(crypto, Namespace.evm, address))
    lab.journal.setAlias(Namespace.evm, address, { id: IDENTITY, canonical: true, revoked: false })
    expect(absorb(lab.ledger, mint, IDENTITY)).toBe(0n)
    expect(transfer(lab.ledger, mint, BOB, IDENTITY, 1n)).toBe('AccountFrozen')
  })

  it('allowances are never moved', () => {
    const lab = new TokenLab()
    const mint = lab.funded(M, [2, 100n])
    approve(lab.ledger, mint, ALICE, BOB, 50n)
    approve(lab.ledger, mint, BOB, ALICE, 50n)
    lab.redirect(ALICE, IDENTITY)
    expect(absorb(lab.ledger, mint, ALICE)).toBe(100n)
    expect(allowanceOf(mint, IDENTITY, BOB)).toBe(0n)
    expect(allowanceOf(mint, BOB, IDENTITY)).toBe(0n)
  })
})
