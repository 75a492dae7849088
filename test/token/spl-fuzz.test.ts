/**
 * A slice of scripts/fuzz-spl.ts and of single bent instructions: the builtin on the ledger beside p-token in litesvm. And
 * what must hold whatever runs: every unit of a mint is in one of its accounts.
 */
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { servicesAfter } from '../../src/services-after.ts'
import { tokenLedger } from '../../src/token/index.ts'
import { encodeTokenAccount, TokenInstruction } from '../../src/token/spl/index.ts'
import { ProgramId, publicKey } from '../../src/vms/svm/ids.ts'
import { KINDS, makeBatch, makeCase } from '../support/spl/cases.ts'
import { type OneShot, OneShotPair } from '../support/spl/one-shot.ts'
import { SequencePair } from '../support/spl/sequence-pair.ts'
import { MINTS, UNIVERSE } from '../support/spl/sequences.ts'

const nameKey = (name: string) => crypto.sha256(new TextEncoder().encode(name))

const programLines = (logs: readonly string[]) =>
  logs.filter((line) => line.startsWith('Program log: '))

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const owner = bytes('99e0c9b7a6c9211c465fe89054c4d3bd7cc49cc074d88d68c5ace3df996cd453')

/** Wrapped SOL whose amount is more than its lamports, unwrapped to and closed into another account. */
const WRAPPED: OneShot = {
  data: bytes('ff03022d00030109010115'),
  metas: [0, 1, 2, 0, 1, 2, 3],
  accounts: [
    {
      key: nameKey('wrapped'),
      owner: ProgramId.token,
      lamports: 279_893_171n,
      data: encodeTokenAccount({
        mint: ProgramId.nativeMint,
        owner,
        amount: 10n ** 12n,
        delegateFlag: 0,
        delegate: owner,
        state: 1,
        nativeFlag: 1,
        nativeReserve: 2_039_280n,
        delegatedAmount: 0n,
        closeFlag: 0,
        closeAuthority: owner,
      }),
      signer: false,
      writable: true,
    },
    {
      key: nameKey('target'),
      owner: ProgramId.system,
      lamports: 781_440_974n,
      data: new Uint8Array(0),
      signer: false,
      writable: true,
    },
    {
      key: owner,
      owner: ProgramId.system,
      lamports: 44_372_973n,
      data: new Uint8Array(0),
      signer: true,
      writable: false,
    },
    {
      key: nameKey('foreign'),
      owner: publicKey('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb'),
      lamports: 491_545_617n,
      data: new Uint8Array(82),
      signer: false,
      writable: false,
    },
  ],
}

describe('single instructions on arbitrary accounts', () => {
  const pair = new OneShotPair()
  const names = new Map<number, string>(
    Object.entries(TokenInstruction).map(([name, kind]) => [kind, name]),
  )
  const agree = (one: OneShot, label: string) => {
    const own = pair.runOwn(one)
    const peer = pair.runPeer(one)
    expect([own.error, own.units, own.accounts], label).toEqual([
      peer.error,
      peer.units,
      peer.accounts,
    ])
    expect(programLines(own.logs), label).toEqual(programLines(peer.logs))
  }

  it.each(KINDS.map((kind) => [names.get(kind)!, kind] as const))('%s', (_, kind) => {
    for (let seed = 0; seed < 60; seed++) {
      agree(makeCase(seed * 256 + kind, kind), `seed ${seed}`)
      agree(makeBatch(seed * 256 + kind, kind), `batch of seed ${seed}`)
    }
  })

  it('numbers without an instruction', () => {
    for (let kind = 0; kind < 256; kind++) {
      agree(makeCase(kind, kind), `${kind}`)
      agree(makeBatch(kind, kind), `${kind} in a batch`)
    }
  })

  it('closing wraps lamports that no account can have', () => {
    // Unwraps more lamports than the account has, then closes it, then names an unknown instruction's account.
    agree(WRAPPED, 'batch')
  })
})

describe('sequences', () => {
  const pair = new SequencePair()

  it('agree with p-token, and keep the sum of every mint', () => {
    let succeeded = 0
    for (let seed = 1_000_000; seed < 1_000_040; seed++) {
      const result = pair.run(seed)
      succeeded += result.succeeded
      expect(result.difference).toBeUndefined()
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
