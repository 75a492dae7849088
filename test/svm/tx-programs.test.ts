/** SPL programs as the real ELFs, through whole transactions and blocks, beside npm litesvm. */

import * as spl from '@solana/spl-token'
import {
  AddressLookupTableProgram,
  ComputeBudgetProgram,
  PublicKey,
  SystemProgram,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { type Step, svmSimulate } from '../../src/index.ts'
import { decodeBase58 } from '../../src/primitives/base58.ts'
import { type AccountSeed, keypair, Pair, Peer } from './tx-host.ts'

const SOL = 1_000_000_000n
const alice = keypair(1)
const bob = keypair(2)
const mint = keypair(3)
const MEMO = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr')
const MEMO_1 = new PublicKey('Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo')

/** The programs that litesvm brings along, with their data where the upgradeable loader keeps it. */
function programs(): AccountSeed[] {
  const peer = new Peer()
  const seeds: AccountSeed[] = []
  const add = (key: PublicKey) => {
    const found = peer.account(key.toBytes())
    if (found === undefined) throw new Error(`program expected at ${key.toBase58()}`)
    const data = Buffer.from(found.data, 'hex')
    seeds.push({
      key: key.toBytes(),
      lamports: found.lamports,
      owner: decodeBase58(found.owner),
      data: new Uint8Array(data),
      executable: found.executable,
    })
    if (found.owner === 'BPFLoaderUpgradeab1e11111111111111111111111' && data.length === 36)
      add(new PublicKey(data.subarray(4)))
  }
  const ids = [spl.TOKEN_PROGRAM_ID, spl.TOKEN_2022_PROGRAM_ID, spl.ASSOCIATED_TOKEN_PROGRAM_ID]
  for (const id of [...ids, MEMO, MEMO_1, AddressLookupTableProgram.programId]) add(id)
  return seeds
}

const SEEDS = programs()

function pair(): Pair {
  return new Pair([
    { key: alice.publicKey.toBytes(), lamports: 100n * SOL },
    { key: bob.publicKey.toBytes(), lamports: 2n * SOL },
    ...SEEDS,
  ])
}

/** Programs are big and never change here: only what the test watches is compared. */
function watched(both: Pair, ...keys: PublicKey[]): Pair {
  both.keys.length = 2
  both.watch(...keys.map((key) => key.toBytes()))
  return both
}

function agree(both: Pair, instructions: TransactionInstruction[], signers = [alice]) {
  const [payer, ...others] = signers
  const { ours, theirs } = both.send(both.legacy(instructions, [payer!, ...others]))
  expect(ours).toEqual(theirs)
  both.next()
  return ours
}

describe.each([
  ['Token', spl.TOKEN_PROGRAM_ID],
  ['Token-2022', spl.TOKEN_2022_PROGRAM_ID],
])('%s', (_, program) => {
  const ata = (owner: PublicKey) =>
    spl.getAssociatedTokenAddressSync(mint.publicKey, owner, true, program)

  it('agrees with litesvm from the mint to the last transfer', () => {
    const both = watched(pair(), mint.publicKey, ata(alice.publicKey), ata(bob.publicKey))
    const create = SystemProgram.createAccount({
      fromPubkey: alice.publicKey,
      newAccountPubkey: mint.publicKey,
      lamports: 1_461_600,
      space: 82,
      programId: program,
    })
    const initialize = spl.createInitializeMint2Instruction(
      mint.publicKey,
      6,
      alice.publicKey,
      bob.publicKey,
      program,
    )
    expect(agree(both, [create, initialize], [alice, mint]).error).toBeUndefined()
    for (const owner of [alice.publicKey, bob.publicKey]) {
      const open = spl.createAssociatedTokenAccountInstruction(
        alice.publicKey,
        ata(owner),
        owner,
        mint.publicKey,
        program,
      )
      const run = agree(both, [open])
      expect(run.error).toBeUndefined()
      expect((run.inner as unknown[][])[0]?.length).toBeGreaterThan(2)
      expect(agree(both, [open]).error).toBeDefined()
    }
    const from = ata(alice.publicKey)
    const to = ata(bob.publicKey)
    const supply = spl.createMintToInstruction(
      mint.publicKey,
      from,
      alice.publicKey,
      1000n,
      [],
      program,
    )
    expect(agree(both, [supply]).error).toBeUndefined()
    const move = (amount: bigint, decimals = 6) =>
      spl.createTransferCheckedInstruction(
        from,
        mint.publicKey,
        to,
        alice.publicKey,
        amount,
        decimals,
        [],
        program,
      )
    expect(agree(both, [move(400n), move(1n)]).error).toBeUndefined()
    expect(agree(both, [move(400n), move(400n)]).error).toMatchObject({
      index: 1,
      error: { custom: 1 },
    })
    expect(agree(both, [move(1n, 5)]).error).toBeDefined()
    const limit = ComputeBudgetProgram.setComputeUnitLimit({ units: 200 })
    agree(both, [limit, move(1n)])
    const freeze = spl.createFreezeAccountInstruction(
      from,
      mint.publicKey,
      bob.publicKey,
      [],
      program,
    )
    expect(agree(both, [freeze], [alice, bob]).error).toBeUndefined()
    expect(agree(both, [move(1n)]).error).toMatchObject({ error: { custom: 17 } })
    const burn = spl.createBurnInstruction(to, mint.publicKey, bob.publicKey, 401n, [], program)
    const close = spl.createCloseAccountInstruction(to, alice.publicKey, bob.publicKey, [], program)
    expect(agree(both, [burn, close], [alice, bob]).error).toBeUndefined()
    expect(both.ours.account(to.toBytes())).toBeUndefined()
  })
})

describe('other programs', () => {
  const memo = (program: PublicKey, text: Uint8Array, signers: PublicKey[] = []) =>
    new TransactionInstruction({
      programId: program,
      keys: signers.map((pubkey) => ({ pubkey, isSigner: true, isWritable: false })),
      data: Buffer.from(text),
    })

  it('memos agree, good and bad', () => {
    const both = watched(pair())
    const text = new TextEncoder().encode('hello')
    expect(agree(both, [memo(MEMO, text, [alice.publicKey])]).error).toBeUndefined()
    expect(agree(both, [memo(MEMO_1, text)]).error).toBeUndefined()
    expect(agree(both, [memo(MEMO_1, Uint8Array.of(0xff, 0xfe))]).error).toBeDefined()
    expect(agree(both, [memo(MEMO, text), memo(MEMO, text)]).error).toBeUndefined()
  })

  it('an inspector sees every instruction of a memo, with registers, and changes nothing', () => {
    const both = watched(pair())
    const text = new TextEncoder().encode('hello')
    const bytes = both.legacy([memo(MEMO, text, [alice.publicKey])], [alice])
    const steps: Step[] = []
    const inspector = { step: (step: Step) => steps.push(step) }
    const seen = svmSimulate(both.ours.state, bytes, { inspector })
    const plain = svmSimulate(both.ours.state, bytes)
    expect({ ...seen, accounts: [] }).toEqual({ ...plain, accounts: [] })
    expect(plain.error).toBeUndefined()
    expect(steps.length).toBeGreaterThan(50)
    const [first] = steps
    expect(first).toMatchObject({ machine: 'svm', depth: 0, target: MEMO.toBytes() })
    // r1 is the input, r10 the end of the first frame.
    expect(first?.stack[1]).toBe(0x4_0000_0000n)
    expect(first?.stack[10]).toBe(0x2_0000_1000n)
    for (let i = 1; i < steps.length; i++)
      expect(steps[i]!.gasLeft).toBeLessThan(steps[i - 1]!.gasLeft)
  })

  it('a lookup table made by its program serves the next block', () => {
    const both = watched(pair())
    const { ours } = both
    ours.block([], { solana: { slot: ours.slot, blockhash: new Uint8Array(32).fill(77) } })
    const recentSlot = Number(ours.slot)
    const [create, table] = AddressLookupTableProgram.createLookupTable({
      authority: alice.publicKey,
      payer: alice.publicKey,
      recentSlot,
    })
    const extend = AddressLookupTableProgram.extendLookupTable({
      lookupTable: table,
      authority: alice.publicKey,
      payer: alice.publicKey,
      addresses: [bob.publicKey],
    })
    // litesvm has one slot among its hashes, so this half is judged by what the table can do.
    const made = both.send(both.legacy([create, extend], [alice])).ours
    expect(made.error).toBeUndefined()
    expect(ours.account(table.toBytes())?.data.length).toBe(2 * (56 + 32))
    both.next()
    const message = new TransactionMessage({
      payerKey: alice.publicKey,
      recentBlockhash: both.blockhash,
      instructions: [
        SystemProgram.transfer({
          fromPubkey: alice.publicKey,
          toPubkey: bob.publicKey,
          lamports: 9,
        }),
      ],
    }).compileToV0Message([
      {
        key: table,
        isActive: () => true,
        state: {
          addresses: [bob.publicKey],
          deactivationSlot: 0n,
          lastExtendedSlot: 0,
          lastExtendedSlotStartIndex: 0,
        },
      } as never,
    ])
    expect(message.addressTableLookups.length).toBe(1)
    const transaction = new VersionedTransaction(message)
    transaction.sign([alice])
    const before = ours.account(bob.publicKey.toBytes())!.lamports
    expect(both.send(transaction.serialize()).ours.error).toBeUndefined()
    expect(ours.account(bob.publicKey.toBytes())!.lamports).toBe(before + 9n)
  })
})
