/**
 * A program of one's own on an n-vm chain, from C to its second release: examples/programs/vault is compiled by clang and
 * linked by scripts/build-programs.ts; here its ELF goes to the chain in transactions that @solana/web3.js signs. A
 * buffer account takes it in pieces, Solana's upgradeable loader makes a program of it, and from the next slot it runs:
 * it opens a record at an address it derives, takes coins, gives them back out of a purse that only it can sign for.
 * Then the second release takes the first one's place, for sBPF version 3, and finds the first one's record.
 */
import { readFileSync } from 'node:fs'
import {
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
  type SolanaDetails,
  State,
  solanaAccount,
  solanaAddressText,
  solanaNextBlock,
} from 'n-vm'
import { createBuffer, deploy, programDataAddress, upgrade, writeBuffer } from './loader.ts'
import { CHAIN_ID, check, statusOf } from './support.ts'
import { table } from './table.ts'

const programFile = (name: string) =>
  Uint8Array.from(readFileSync(new URL(`programs/vault/${name}`, import.meta.url)))

const alice = Keypair.fromSeed(new Uint8Array(32).fill(0xa1))
const bob = Keypair.fromSeed(new Uint8Array(32).fill(0xb0))
const vault = Keypair.fromSeed(new Uint8Array(32).fill(0x5a))

let state = State.genesis({
  chainId: CHAIN_ID,
  solanaAccounts: [
    {
      pubkey: alice.publicKey.toBase58(),
      account: {
        lamports: 10 * LAMPORTS_PER_SOL,
        data: ['', 'base64'],
        owner: SystemProgram.programId.toBase58(),
        executable: false,
      },
    },
  ],
})

const rows: string[][] = []

/** Transactions of alice's, all in one block: its receipts. */
function block(list: readonly { readonly of: TransactionInstruction[]; by?: Keypair[] }[]) {
  const recentBlockhash = solanaAddressText(solanaNextBlock(state).blockhash)
  const transactions = list.map(({ of, by = [] }) => {
    const transaction = new Transaction({ feePayer: alice.publicKey })
    transaction.recentBlockhash = recentBlockhash
    transaction.add(...of).sign(alice, ...by)
    return { kind: 'solana' as const, bytes: transaction.serialize() }
  })
  const result = executeBlock(state, transactions)
  state = result.state
  return result.receipts
}

const detailsOf = ({ details }: Receipt) => details as SolanaDetails

/** One transaction in a block of its own. */
function run(what: string, of: TransactionInstruction[], ...by: Keypair[]): Receipt {
  const receipt = block([{ of, by }])[0] as Receipt
  note(what, receipt)
  return receipt
}

function note(what: string, receipt: Receipt): void {
  const { computeUnitsConsumed, logs, returnData } = detailsOf(receipt)
  const answer = returnData?.data
  const lamports = answer === undefined ? '-' : String(Buffer.from(answer).readBigUInt64LE())
  rows.push([what, String(computeUnitsConsumed), statusOf(receipt), lamports, String(logs.length)])
}

const lamports = (key: PublicKey) => solanaAccount(state, key.toBytes())?.lamports ?? 0n

/** A buffer with the ELF in it: one block to make it, one for all its pieces. */
function upload(elf: Uint8Array, seed: number): PublicKey {
  const buffer = Keypair.fromSeed(new Uint8Array(32).fill(seed))
  run('create a buffer', createBuffer(alice.publicKey, buffer.publicKey, elf.length), buffer)
  const pieces = writeBuffer(alice.publicKey, buffer.publicKey, elf)
  const receipts = block(pieces.map((piece) => ({ of: [piece] })))
  const all = receipts.every(({ status }) => status === 'success')
  check(`${elf.length} bytes written in ${pieces.length} transactions`, all)
  return buffer.publicKey
}

// 1. Deploy
const first = programFile('vault.so')
const buffer = upload(first, 0xbf)
const nothing = new TransactionInstruction({ programId: vault.publicKey, keys: [] })
const [deployed, early] = block([
  { of: deploy(alice.publicKey, vault.publicKey, buffer, 2 * first.length), by: [vault] },
  { of: [nothing] },
]) as [Receipt, Receipt]
note('deploy', deployed)
check('it does not run in the slot that deployed it', early.status === 'reverted')
check(
  `its log: ${detailsOf(early).logs[1]}`,
  detailsOf(early).logs[1] === 'Program is not deployed',
)
const programData = solanaAccount(state, programDataAddress(vault.publicKey).toBytes())
check(
  'the ELF stands behind the program, with room for a longer one',
  programData?.data.length === 45 + 2 * first.length,
)

// 2. The vault's instructions
const find = (seed: string) =>
  PublicKey.findProgramAddressSync([Buffer.from(seed), alice.publicKey.toBytes()], vault.publicKey)
const [record, recordBump] = find('record')
const [purse, purseBump] = find('purse')

function call(data: Uint8Array, ...others: PublicKey[]): TransactionInstruction[] {
  const keys = [record, ...others].map((pubkey) => ({
    pubkey,
    isSigner: false,
    isWritable: !pubkey.equals(SystemProgram.programId),
  }))
  const owner = { pubkey: alice.publicKey, isSigner: true, isWritable: true }
  const all = data[0] === 4 ? keys : [owner, ...keys]
  return [
    new TransactionInstruction({
      programId: vault.publicKey,
      keys: all,
      data: Buffer.from(data),
    }),
  ]
}

function amount(instruction: number, value: number): Buffer {
  const data = Buffer.alloc(9)
  data.writeUInt8(instruction)
  data.writeBigUInt64LE(BigInt(value), 1)
  return data
}

const SYSTEM = SystemProgram.programId
run('open', call(Uint8Array.of(0, recordBump, purseBump), SYSTEM))
const deposit = run('deposit 2 SOL', call(amount(1, 2 * LAMPORTS_PER_SOL), purse, SYSTEM))
check('the purse holds 2 SOL', lamports(purse) === 2_000_000_000n)
console.log(
  detailsOf(deposit)
    .logs.map((line) => `     ${line}`)
    .join('\n'),
)

const withdraw = (lamportsOut: number) => call(amount(2, lamportsOut), purse, bob.publicKey, SYSTEM)
run('withdraw 0.5 SOL for bob', withdraw(LAMPORTS_PER_SOL / 2))
check('bob has 0.5 SOL', lamports(bob.publicKey) === 500_000_000n)
const tooMuch = run('withdraw 9 SOL', withdraw(9 * LAMPORTS_PER_SOL))
check(
  'more than there is fails',
  detailsOf(tooMuch).error?.instruction?.name === 'InsufficientFunds',
)
const full = run('close with coins in the purse', call(Uint8Array.of(3), purse))
check("the vault's own error 2", detailsOf(full).error?.instruction?.custom === 2)
const unknown = run('show, of the first release', call(Uint8Array.of(4)))
check('the first release does not know it', unknown.status === 'reverted')

// 3. Upgrade: the second release, compiled for sBPF version 3
const second = upload(programFile('vault-2.v3.so'), 0xc0)
run('upgrade', [upgrade(alice.publicKey, vault.publicKey, second)])
const show = run('show', call(Uint8Array.of(4)))
check('the second release finds the record', show.status === 'success')
run('withdraw the rest', withdraw(1.5 * LAMPORTS_PER_SOL))
run('close', call(Uint8Array.of(3), purse))
check('the record is gone', solanaAccount(state, record.toBytes()) === undefined)
check('bob has 2 SOL', lamports(bob.publicKey) === 2_000_000_000n)

console.log()
console.log(table(['transaction', 'units', 'status', 'answer', 'log lines'], rows))
