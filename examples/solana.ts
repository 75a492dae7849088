/**
 * Solana's own programs on an n-vm chain: @solana/web3.js and @solana/kit build and sign, the ELFs of mainnet run. SOL, a
 * mint, associated token accounts, minting, a transfer of tokens, a memo, and a version 0 transaction whose recipient
 * stands in an address lookup table. The programs are put into the genesis as `solana account --output json` prints them;
 * here npm litesvm, which brings them along, stands in for a cluster to copy them from.
 */
import {
  AccountRole,
  appendTransactionMessageInstruction,
  address as asAddress,
  blockhash as asBlockhash,
  compressTransactionMessageUsingAddressLookupTables,
  createKeyPairSignerFromPrivateKeyBytes,
  createTransactionMessage,
  getTransactionEncoder,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit'
import * as spl from '@solana/spl-token'
import {
  AddressLookupTableProgram,
  Keypair,
  LAMPORTS_PER_SOL,
  PublicKey,
  SystemProgram,
  Transaction,
  TransactionInstruction,
} from '@solana/web3.js'
import {
  executeBlock,
  type Receipt,
  type SolanaAccountDump,
  type SolanaDetails,
  State,
  solanaAccount,
  solanaAddressText,
  solanaNextBlock,
  svmSimulate,
} from 'n-vm'
import { programDumps } from './cluster.ts'
import { CHAIN_ID, check, statusOf } from './support.ts'
import { table } from './table.ts'

const MEMO = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr')
const programs = programDumps(
  ...[
    spl.TOKEN_PROGRAM_ID,
    spl.ASSOCIATED_TOKEN_PROGRAM_ID,
    MEMO,
    AddressLookupTableProgram.programId,
  ].map((id) => id.toBase58()),
)

const alice = Keypair.fromSeed(new Uint8Array(32).fill(0xa1))
const bob = Keypair.fromSeed(new Uint8Array(32).fill(0xb0))
const mint = Keypair.fromSeed(new Uint8Array(32).fill(0x31))
const carol = await createKeyPairSignerFromPrivateKeyBytes(new Uint8Array(32).fill(0xca))

const wallet = (pubkey: string, sol: number): SolanaAccountDump => ({
  pubkey,
  account: {
    lamports: sol * LAMPORTS_PER_SOL,
    data: ['', 'base64'],
    owner: SystemProgram.programId.toBase58(),
    executable: false,
  },
})

let state = State.genesis({
  chainId: CHAIN_ID,
  solanaAccounts: [wallet(alice.publicKey.toBase58(), 10), wallet(carol.address, 5), ...programs],
})

const rows: string[][] = []

/** One block of one transaction. */
function run(what: string, bytes: Uint8Array): Receipt {
  const result = executeBlock(state, [{ kind: 'solana', bytes }])
  state = result.state
  const receipt = result.receipts[0] as Receipt
  check(`${what}: ${statusOf(receipt)}`, receipt.status === 'success')
  const details = receipt.details as SolanaDetails | undefined
  rows.push([
    what,
    String(details?.computeUnitsConsumed ?? '-'),
    String(details?.fee.base ?? '-'),
    String(details?.logs.length ?? '-'),
    String(details?.innerInstructions.flat().length ?? '-'),
  ])
  return receipt
}

/** Hash that the next block accepts, in base58: what `getLatestBlockhash` would answer. */
const latestBlockhash = () => solanaAddressText(solanaNextBlock(state).blockhash)

/** Built and signed by @solana/web3.js. */
function web3(instructions: TransactionInstruction[], ...others: Keypair[]): Uint8Array {
  const transaction = new Transaction({ feePayer: alice.publicKey })
  transaction.recentBlockhash = latestBlockhash()
  transaction.add(...instructions)
  transaction.sign(alice, ...others)
  return transaction.serialize()
}

const lamports = (key: PublicKey) => solanaAccount(state, key.toBytes())?.lamports ?? 0n
const tokens = (account: PublicKey) => {
  const found = solanaAccount(state, account.toBytes())
  return found === undefined ? 0n : spl.AccountLayout.decode(found.data).amount
}

// 1. SOL
const sol = SystemProgram.transfer({
  fromPubkey: alice.publicKey,
  toPubkey: bob.publicKey,
  lamports: LAMPORTS_PER_SOL,
})
run('transfer of 1 SOL', web3([sol]))
check('bob has 1 SOL', lamports(bob.publicKey) === 1_000_000_000n)

// 2. A mint of its own
const rent = 1_461_600
run(
  'create a mint',
  web3(
    [
      SystemProgram.createAccount({
        fromPubkey: alice.publicKey,
        newAccountPubkey: mint.publicKey,
        lamports: rent,
        space: spl.MINT_SIZE,
        programId: spl.TOKEN_PROGRAM_ID,
      }),
      spl.createInitializeMint2Instruction(mint.publicKey, 6, alice.publicKey, null),
    ],
    mint,
  ),
)

// 3. Associated token accounts, tokens, a transfer
const [from, to] = [alice, bob].map(({ publicKey }) =>
  spl.getAssociatedTokenAddressSync(mint.publicKey, publicKey),
) as [PublicKey, PublicKey]
const open = (account: PublicKey, owner: PublicKey) =>
  spl.createAssociatedTokenAccountInstruction(alice.publicKey, account, owner, mint.publicKey)
run("alice's token account", web3([open(from, alice.publicKey)]))
run("bob's token account", web3([open(to, bob.publicKey)]))
run(
  'mint 1,000 tokens',
  web3([spl.createMintToInstruction(mint.publicKey, from, alice.publicKey, 1_000_000_000n)]),
)
run(
  'transfer of 250 tokens',
  web3([spl.createTransferInstruction(from, to, alice.publicKey, 250_000_000n)]),
)
check('750 and 250 tokens', tokens(from) === 750_000_000n && tokens(to) === 250_000_000n)

// 4. A memo that alice signs
const memo = new TransactionInstruction({
  programId: MEMO,
  keys: [{ pubkey: alice.publicKey, isSigner: true, isWritable: false }],
  data: Buffer.from('paid in full'),
})
run('memo', web3([memo]))

// 5. A lookup table with bob in it
const [createTable, lookupTable] = AddressLookupTableProgram.createLookupTable({
  authority: alice.publicKey,
  payer: alice.publicKey,
  recentSlot: solanaNextBlock(state).slot - 1n,
})
const extend = AddressLookupTableProgram.extendLookupTable({
  lookupTable,
  authority: alice.publicKey,
  payer: alice.publicKey,
  addresses: [bob.publicKey],
})
run('create a lookup table', web3([createTable, extend]))

// 6. @solana/kit: a version 0 transaction that finds bob there
const bobAddress = asAddress(bob.publicKey.toBase58())
const transferData = new Uint8Array(12)
transferData[0] = 2
new DataView(transferData.buffer).setBigUint64(4, 1_500_000_000n, true)
const message = pipe(
  createTransactionMessage({ version: 0 }),
  (m) => setTransactionMessageFeePayerSigner(carol, m),
  (m) =>
    setTransactionMessageLifetimeUsingBlockhash(
      { blockhash: asBlockhash(latestBlockhash()), lastValidBlockHeight: 150n },
      m,
    ),
  (m) =>
    appendTransactionMessageInstruction(
      {
        programAddress: asAddress(SystemProgram.programId.toBase58()),
        accounts: [
          { address: carol.address, role: AccountRole.WRITABLE_SIGNER },
          { address: bobAddress, role: AccountRole.WRITABLE },
        ],
        data: transferData,
      },
      m,
    ),
  (m) =>
    compressTransactionMessageUsingAddressLookupTables(m, {
      [asAddress(lookupTable.toBase58())]: [bobAddress],
    }),
)
const signed = await signTransactionMessageWithSigners(message)
const bytes = Uint8Array.from(getTransactionEncoder().encode(signed))
const simulated = svmSimulate(state, bytes, { verifySignatures: true, checkBlockhash: true })
const { details } = run('version 0 with a lookup table', bytes)
check(
  'simulation said so before',
  simulated.computeUnitsConsumed === (details as SolanaDetails).computeUnitsConsumed,
)
check('bob has 2.5 SOL', lamports(bob.publicKey) === 2_500_000_000n)

// 7. The same bytes again: the chain has seen them
const again = executeBlock(state, [{ kind: 'solana', bytes }]).receipts[0] as Receipt
check(`a replay is ${statusOf(again)}`, again.error?.name === 'DuplicateTransaction')

console.log()
console.log(table(['transaction', 'units', 'lamports', 'log lines', 'inner'], rows))
