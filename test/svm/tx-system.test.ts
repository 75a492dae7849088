/** The System program and the transaction processor beside npm litesvm, on the same wire bytes. */
import { SystemProgram } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { type AccountSeed, keypair, Pair } from './tx-host.ts'

const SOL = 1_000_000_000n
const [alice, bob, carol, dave] = [keypair(1), keypair(2), keypair(3), keypair(4)]
const _owner = keypair(90).publicKey

const seeds = (...more: AccountSeed[]): AccountSeed[] => [
  { key: alice.publicKey.toBytes(), lamports: 10n * SOL },
  { key: bob.publicKey.toBytes(), lamports: 2n * SOL },
  ...more,
]

function pair(...more: AccountSeed[]): Pair {
  const made = new Pair(seeds(...more))
  made.watch(carol.publicKey.toBytes(), dave.publicKey.toBytes())
  return made
}

function agree(run: ReturnType<Pair['send']>) {
  expect(run.ours).toEqual(run.theirs)
  return run.ours
}

const transfer = (lamports: bigint, from = alice, to = bob.publicKey) =>
  SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to, lamports })

describe('transfers', () => {
  it('moves lamports', () => {
    const both = pair()
    const run = agree(both.send(both.legacy([transfer(1234n)], [alice])))
    expect(run.error).toBeUndefined()
    expect(run.units).toBe(150)
  })
  it('moves lamports to a new account', () => {
    const both = pair()
    agree(both.send(both.legacy([transfer(SOL, alice, carol.publicKey)], [alice])))
  })
})
