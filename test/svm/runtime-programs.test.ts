/** Solana's own compiled programs on our runtime and on litesvm: same bytes in, everything they say compared. */
import {
  createAssociatedTokenAccountIdempotentInstruction,
  createAssociatedTokenAccountInstruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  createTransferInstruction,
  getAssociatedTokenAddressSync,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token'
import { PublicKey, SystemProgram, TransactionInstruction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { Pair } from '../support/svm/peer.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const MEMO = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr')
const MEMO_1 = new PublicKey('Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo')

function memo(program: PublicKey, text: Uint8Array, signers: readonly PublicKey[] = []) {
  return new TransactionInstruction({
    programId: program,
    keys: signers.map((pubkey) => ({ pubkey, isSigner: true, isWritable: false })),
    data: Buffer.from(text),
  })
}

describe('Memo', () => {
  const pair = new Pair()
  const payer = funded(pair, 1)
  const cases: [string, TransactionInstruction[]][] = [
    ['a text', [memo(MEMO, Buffer.from('hello'))]],
    ['a signed text', [memo(MEMO, Buffer.from('ünïcode ✓'), [payer.publicKey])]],
    ['no text', [memo(MEMO, new Uint8Array(0))]],
    ['bytes that are no text', [memo(MEMO, Uint8Array.of(0xff, 0xfe))]],
    ['version 1', [memo(MEMO_1, Buffer.from('hello'))]],
    ['version 1, no text', [memo(MEMO_1, Uint8Array.of(0xe2, 0x82))]],
    ['two', [memo(MEMO, Buffer.from('a')), memo(MEMO_1, Buffer.from('b'))]],
    ['a long text', [memo(MEMO, Buffer.alloc(700, 'x'))]],
  ]
  it.each(cases)('%s', (_, instructions) => {
    const { own, peer } = pair.run(signed(instructions, [payer]))
    expect(own).toEqual(peer)
    expect(peer.logs.length).toBeGreaterThan(0)
  })
})

describe('Token', () => {
  const pair = new Pair()
  const payer = funded(pair, 1)
  const other = funded(pair, 2)
  const mint = keypair(3)
  const from = getAssociatedTokenAddressSync(mint.publicKey, payer.publicKey)
  const to = getAssociatedTokenAddressSync(mint.publicKey, other.publicKey)
  const createMint = [
    SystemProgram.createAccount({
      fromPubkey: payer.publicKey,
      newAccountPubkey: mint.publicKey,
      lamports: 1_461_600,
      space: 82,
      programId: TOKEN_PROGRAM_ID,
    }),
    createInitializeMint2Instruction(mint.publicKey, 6, payer.publicKey, null),
  ]
  it.each([
    ['create a mint', () => signed(createMint, [payer, mint])],
    ['create it again', () => signed(createMint, [payer, mint])],
    [
      'create an associated account',
      () =>
        signed(
          [
            createAssociatedTokenAccountInstruction(
              payer.publicKey,
              from,
              payer.publicKey,
              mint.publicKey,
            ),
          ],
          [payer],
        ),
    ],
    [
      'create it again',
      () =>
        signed(
          [
            createAssociatedTokenAccountInstruction(
              payer.publicKey,
              from,
              payer.publicKey,
              mint.publicKey,
            ),
          ],
          [payer],
        ),
    ],
    [
      'create one if missing',
      () =>
        signed(
          [
            createAssociatedTokenAccountIdempotentInstruction(
              payer.publicKey,
              to,
              other.publicKey,
              mint.publicKey,
            ),
          ],
          [payer],
        ),
    ],
    [
      'mint',
      () =>
        signed(
          [createMintToInstruction(mint.publicKey, from, payer.publicKey, 10n ** 9n)],
          [payer],
        ),
    ],
    [
      'transfer',
      () => signed([createTransferInstruction(from, to, payer.publicKey, 77n)], [payer]),
    ],
    [
      'transfer too much',
      () => signed([createTransferInstruction(from, to, payer.publicKey, 10n ** 10n)], [payer]),
    ],
    [
      "transfer what is another's",
      () => signed([createTransferInstruction(to, from, payer.publicKey, 1n)], [payer]),
    ],
  ])('%s', (_, build) => {
    const { own, peer } = pair.run(build())
    expect(own).toEqual(peer)
    expect(peer.units).toBeGreaterThan(0)
  })
})
