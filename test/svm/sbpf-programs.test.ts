/** Solana's own programs, interpreted and translated, beside litesvm: Token, Token-2022, associated accounts, Memo. */
import {
  createApproveInstruction,
  createAssociatedTokenAccountIdempotentInstruction,
  createBurnInstruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  createTransferCheckedInstruction,
  getAssociatedTokenAddressSync,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token'
import { PublicKey, SystemProgram, TransactionInstruction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { VmPool } from '../../src/vms/svm/sbpf/index.ts'
import { Pair } from '../support/svm/peer.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const MEMO = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr')

/** Runs a token's life; returns how many transactions were compared. */
function live(pair: Pair, program: PublicKey): number {
  const payer = funded(pair, 1)
  const other = funded(pair, 2)
  const mint = keypair(3)
  const key = mint.publicKey
  const mine = getAssociatedTokenAddressSync(key, payer.publicKey, false, program)
  const theirs = getAssociatedTokenAddressSync(key, other.publicKey, false, program)
  const create = (at: PublicKey, owner: PublicKey) =>
    createAssociatedTokenAccountIdempotentInstruction(payer.publicKey, at, owner, key, program)
  const transfer = (amount: bigint) =>
    createTransferCheckedInstruction(mine, key, theirs, payer.publicKey, amount, 6, [], program)
  const steps: [TransactionInstruction[], ...ReturnType<typeof keypair>[]][] = [
    [
      [
        SystemProgram.createAccount({
          fromPubkey: payer.publicKey,
          newAccountPubkey: key,
          lamports: 1_461_600,
          space: 82,
          programId: program,
        }),
        createInitializeMint2Instruction(key, 6, payer.publicKey, null, program),
      ],
      mint,
    ],
    [[create(mine, payer.publicKey), create(theirs, other.publicKey)]],
    [[create(mine, payer.publicKey)]],
    [[createMintToInstruction(key, mine, payer.publicKey, 1000n, [], program)]],
    [[transfer(300n), transfer(1n)]],
    [[transfer(5000n)]],
    [[createApproveInstruction(mine, other.publicKey, payer.publicKey, 5n, [], program)]],
    [[createBurnInstruction(mine, key, payer.publicKey, 9n, [], program)]],
    [[new TransactionInstruction({ programId: MEMO, keys: [], data: Buffer.from('✓ done') })]],
    [[new TransactionInstruction({ programId: program, keys: [], data: Buffer.from([250]) })]],
  ]
  for (const [i, [instructions, ...signers]] of steps.entries()) {
    const { own, peer } = pair.run(signed(instructions, [payer, ...signers]))
    expect(own, `step ${i}`).toEqual(peer)
    expect(peer.error === undefined, `step ${i}`).toBe(![5, 9].includes(i))
  }
  return steps.length
}

describe.each([
  ['interpreted', Number.POSITIVE_INFINITY],
  ['translated', 0],
])('%s', (_, translateAfter) => {
  it.each([
    ['Token', TOKEN_PROGRAM_ID],
    ['Token-2022', TOKEN_2022_PROGRAM_ID],
  ])('%s lives the same life as on litesvm', (_, program) => {
    expect(live(new Pair(new VmPool({ translateAfter })), program)).toBe(10)
  })
})
