/** Observing transactions: the tree of invocations in the form of geth's callTracer, and steps with the names of functions. */
import { readFileSync } from 'node:fs'
import * as spl from '@solana/spl-token'
import {
  type Keypair,
  PublicKey,
  SystemProgram,
  Transaction,
  TransactionInstruction,
} from '@solana/web3.js'
import { expect, it } from 'vitest'
import {
  type CallFrame,
  CallTracer,
  type Step,
  StructLogTracer,
  svmSimulate,
} from '../../src/index.ts'
import { decodeBase58 } from '../../src/primitives/base58.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { Assembler } from '../support/sbpf/assembler.ts'
import { buildElf } from '../support/sbpf/elf-builder.ts'
import { HEAP, INPUT } from '../support/svm/script.ts'
import { type AccountSeed, keypair, Peer, SolanaHost } from './tx-host.ts'

const alice = keypair(1)
const mint = keypair(3)
const BLOCKHASH = PublicKey.default.toBase58()
const vault = keypair(9).publicKey
const nest = keypair(10).publicKey

/** Invokes itself up to stack height 3. */
function nested(): Uint8Array {
  const asm = new Assembler()
  asm.syscall('sol_get_stack_height').jump(0x15, 'last', 0, 0, 3)
  // The one account is the program: its key is at INPUT + 16. A meta and the instruction go to the heap.
  asm.lddw(6, HEAP).lddw(1, INPUT + 16n)
  asm.emit(0x7b, 6, 1, 0).emit(0x7b, 6, 1, 64).emit(0x7b, 6, 6, 72)
  asm.emit(0xb7, 2, 0, 0, 1).emit(0x7b, 6, 2, 80).emit(0x7b, 6, 6, 88)
  asm.emit(0xbf, 1, 6).emit(0x07, 1, 0, 0, 64).emit(0xbf, 2, 6)
  for (const register of [3, 4, 5]) asm.emit(0xb7, register, 0, 0, 0)
  asm.syscall('sol_invoke_signed_c').exit()
  asm.label('last').emit(0xb7, 0, 0, 0, 0).exit()
  return buildElf(0, asm.build())
}

/** Token and the program of associated accounts as litesvm has them, and a program of our own from C. */
function programs(): AccountSeed[] {
  const peer = new Peer()
  const seeds: AccountSeed[] = [
    {
      key: nest.toBytes(),
      lamports: 10n ** 10n,
      owner: decodeBase58('BPFLoader2111111111111111111111111111111111'),
      data: nested(),
      executable: true,
    },
    {
      key: vault.toBytes(),
      lamports: 10n ** 10n,
      owner: decodeBase58('BPFLoader2111111111111111111111111111111111'),
      data: readFileSync(new URL('../../examples/programs/vault/vault.so', import.meta.url)),
      executable: true,
    },
  ]
  const add = (key: PublicKey) => {
    const { lamports, owner, data, executable } = peer.account(key.toBytes())!
    const bytes = Buffer.from(data, 'hex')
    seeds.push({
      key: key.toBytes(),
      lamports,
      owner: decodeBase58(owner),
      data: bytes,
      executable,
    })
    if (bytes.length === 36) add(new PublicKey(bytes.subarray(4)))
  }
  add(spl.TOKEN_PROGRAM_ID)
  add(spl.ASSOCIATED_TOKEN_PROGRAM_ID)
  return seeds
}

const host = new SolanaHost([
  { key: alice.publicKey.toBytes(), lamports: 10n ** 11n },
  ...programs(),
])

function bytesOf(instructions: TransactionInstruction[], signers: Keypair[] = [alice]): Uint8Array {
  const transaction = new Transaction()
  transaction.recentBlockhash = BLOCKHASH
  transaction.feePayer = alice.publicKey
  transaction.add(...instructions)
  transaction.sign(...signers)
  return new Uint8Array(transaction.serialize())
}

const makeMint = [
  SystemProgram.createAccount({
    fromPubkey: alice.publicKey,
    newAccountPubkey: mint.publicKey,
    lamports: 1_461_600,
    space: 82,
    programId: spl.TOKEN_PROGRAM_ID,
  }),
  spl.createInitializeMint2Instruction(mint.publicKey, 6, alice.publicKey, null),
]
const ata = spl.getAssociatedTokenAddressSync(mint.publicKey, alice.publicKey)
const open = spl.createAssociatedTokenAccountInstruction(
  alice.publicKey,
  ata,
  alice.publicKey,
  mint.publicKey,
)
const hex = (key: PublicKey) => `0x${bytesToHex(key.toBytes())}`

function traced(instructions: TransactionInstruction[], signers?: Keypair[]) {
  const bytes = bytesOf(instructions, signers)
  const tracer = new CallTracer()
  const result = svmSimulate(host.state, bytes, { inspector: tracer })
  expect(result).toEqual(svmSimulate(host.state, bytes))
  return { roots: tracer.roots, result }
}

const shape = ({ type, to, calls }: CallFrame): unknown[] => [type, to, ...calls.map(shape)]

it('CallTracer has every invocation, that of built-in programs too', () => {
  const { roots, result } = traced([...makeMint, open], [alice, mint])
  expect(result.error).toBeUndefined()
  const token = hex(spl.TOKEN_PROGRAM_ID)
  const system = hex(SystemProgram.programId)
  expect(roots.map(shape)).toEqual([
    ['INVOKE', system],
    ['INVOKE', token],
    [
      'INVOKE',
      hex(spl.ASSOCIATED_TOKEN_PROGRAM_ID),
      ['CPI', token],
      ['CPI', system],
      ['CPI', token],
      ['CPI', token],
    ],
  ])
  // The same units as in the log lines, the same callers and data as in the transaction.
  const used = roots.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n)
  expect(used).toBe(BigInt(result.computeUnitsConsumed))
  const root = roots[2]!
  expect(result.logs.join('\n')).toContain(
    `consumed ${BigInt(root.gasUsed)} of ${BigInt(root.gas)}`,
  )
  expect(root.from).toBe(hex(alice.publicKey))
  expect(root.calls.map(({ from }) => from)).toEqual(Array(4).fill(root.to))
  expect(root.calls.map(({ input }) => input)).toEqual(
    result.innerInstructions[2]!.map(({ data }) => `0x${bytesToHex(data)}`),
  )
  // GetAccountDataSize answers 165.
  expect(root.calls[0]?.output).toBe('0xa500000000000000')
  expect(root.calls.every(({ error }) => error === undefined)).toBe(true)
})

it('a failure fails every frame above it', () => {
  // There is no mint.
  const { roots, result } = traced([open])
  expect(result.error?.name).toBe('InstructionError')
  expect(roots.length).toBe(1)
  expect(roots[0]?.error).toBe('InstructionFailed')
  expect(roots[0]?.calls.at(-1)?.error).toBe('InstructionFailed')
})

it('steps have the function of the ELF they are in', () => {
  const call = new TransactionInstruction({
    programId: vault,
    keys: [{ pubkey: alice.publicKey, isSigner: true, isWritable: true }],
    data: Buffer.from([0]),
  })
  const steps: Step[] = []
  const depths: [string, number][] = []
  svmSimulate(host.state, bytesOf([call]), {
    inspector: {
      step: (step) => steps.push(step),
      enter: ({ depth }) => depths.push(['enter', depth]),
      exit: ({ depth }) => depths.push(['exit', depth]),
    },
  })
  expect(depths).toEqual([
    ['enter', 0],
    ['exit', 0],
  ])
  expect(steps[0]).toMatchObject({ name: 'entrypoint', pc: 0, depth: 0 })
  const names = [...new Set(steps.map(({ name }) => name))]
  expect(names.slice(0, 2)).toEqual(['entrypoint', 'read_call'])
  for (const { stack } of steps) expect(stack.length).toBe(11)
})

it('StructLogTracer: 1 for the outermost frame, one more for what it invokes, as in the EVM', () => {
  const call = new TransactionInstruction({
    programId: nest,
    keys: [{ pubkey: nest, isSigner: false, isWritable: false }],
    data: Buffer.alloc(0),
  })
  const tracer = new StructLogTracer()
  const result = svmSimulate(host.state, bytesOf([call]), { inspector: tracer })
  expect(result.error).toBeUndefined()
  const depths = tracer.steps.map(({ depth }) => depth)
  expect(depths.filter((depth, i) => depth !== depths[i - 1])).toEqual([1, 2, 3, 2, 1])
  const failing = new StructLogTracer()
  expect(svmSimulate(host.state, bytesOf([open]), { inspector: failing }).error).toBeDefined()
  expect(failing.steps.at(-1)).toMatchObject({ depth: 1, error: 'InstructionFailed' })
})
