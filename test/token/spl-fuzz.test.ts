/**
 * A slice of scripts/fuzz-spl.ts and of single bent instructions: the builtin on the ledger beside p-token in litesvm. And
 * what must hold whatever runs: every unit of a mint is in one of its accounts.
 */
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { servicesAfter } from '../../src/services-after.ts'
import { tokenLedger } from '../../src/token/index.ts'
import { TokenInstruction } from '../../src/token/spl/index.ts'
import { KINDS, makeCase } from '../support/spl/cases.ts'
import { OneShotPair } from '../support/spl/one-shot.ts'
import { SequencePair } from '../support/spl/sequence-pair.ts'
import { MINTS, UNIVERSE } from '../support/spl/sequences.ts'

/** Instructions whose units depend on digits and texts: approximate (docs/token-spl.md). */
const APPROXIMATE: readonly number[] = [
  TokenInstruction.AmountToUiAmount,
  TokenInstruction.UiAmountToAmount,
]

const programLines = (logs: readonly string[]) =>
  logs.filter((line) => line.startsWith('Program log: '))

describe('single instructions on arbitrary accounts', () => {
  const pair = new OneShotPair()
  const names = new Map<number, string>(
    Object.entries(TokenInstruction).map(([name, kind]) => [kind, name]),
  )
  it.each(KINDS.map((kind) => [names.get(kind)!, kind] as const))('%s', (_, kind) => {
    let near = 0
    for (let seed = 0; seed < 40; seed++) {
      const one = makeCase(seed * 256 + kind, kind)
      const own = pair.runOwn(one)
      const peer = pair.runPeer(one)
      expect([own.error, own.accounts], `seed ${seed}`).toEqual([peer.error, peer.accounts])
      expect(programLines(own.logs)).toEqual(programLines(peer.logs))
      if (!APPROXIMATE.includes(kind) && own.units !== peer.units) {
        // Copies of one check that the compiler merged: a unit or two in rare cases.
        expect(Math.abs(own.units - peer.units)).toBeLessThanOrEqual(5)
        near++
      }
    }
    expect(near).toBeLessThanOrEqual(2)
  })
})

describe('sequences', () => {
  const pair = new SequencePair()

  it('agree with p-token, and keep the sum of every mint', () => {
    let succeeded = 0
    for (let seed = 1_000_000; seed < 1_000_040; seed++) {
      const result = pair.run(seed)
      succeeded += result.succeeded
      const isUnits = result.difference?.includes(': units ours') === true
      if (!isUnits) expect(result.difference).toBeUndefined()
      const ledger = tokenLedger(servicesAfter(pair.state, {}, { crypto }))!
      for (const id of MINTS) {
        const mint = ledger.mint(id)
        if (mint === undefined) continue
        let sum = 0n
        for (const address of UNIVERSE) {
          const account = ledger.tokenAccount(address)
          if (account !== undefined && Buffer.compare(account.record.mint, id) === 0)
            sum += ledger.pocketOf(account).balance
        }
        expect(sum).toBe(mint.record.supply)
      }
    }
    expect(succeeded).toBeGreaterThan(100)
  })
})
