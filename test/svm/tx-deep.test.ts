/**
 * S5: the deepest nest that Solana allows, five invocations of 64 frames each, fits the default stack of a worker, also
 * where every frame is one of WebAssembly. Crossings from programs into other machines do not exist, so there are none here.
 */
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import {
  ComputeBudgetProgram,
  PublicKey,
  Transaction,
  TransactionInstruction,
} from '@solana/web3.js'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { Assembler } from '../support/sbpf/assembler.ts'
import { buildElf } from '../support/sbpf/elf-builder.ts'
import type { DeepResult, DeepTask } from '../support/svm/deep-worker.ts'
import { HEAP, INPUT } from '../support/svm/script.ts'
import { keypair } from './tx-host.ts'

const alice = keypair(1)
const program = keypair(9).publicKey
const LOADER = 'BPFLoader2111111111111111111111111111111111'
const SPIN = 20_000
/** Calls below the entry; one more is a fault. */
const CALLS = 63

/** Spins, calls itself `calls` times deep, and there invokes itself up to the last height. */
function elf(version: number, calls = CALLS): Uint8Array {
  const asm = new Assembler()
  asm.emit(0xb7, 7, 0, 0, SPIN).label('spin').emit(0x07, 7, 0, 0, -1).jump(0x55, 'spin', 7, 0, 0)
  asm
    .emit(0xb7, 1, 0, 0, calls - 1)
    .call('down')
    .exit()
  asm.label('down').jump(0x15, 'deep', 1, 0, 0)
  asm.emit(0x07, 1, 0, 0, -1).call('down').exit()
  asm.label('deep').syscall('sol_get_stack_height').jump(0x15, 'last', 0, 0, 5)
  // The one account is the program: its key is at INPUT + 16. A meta and the instruction go to the heap.
  asm.lddw(6, HEAP).lddw(1, INPUT + 16n)
  asm.emit(0x7b, 6, 1, 0).emit(0x7b, 6, 1, 64).emit(0x7b, 6, 6, 72)
  asm.emit(0xb7, 2, 0, 0, 1).emit(0x7b, 6, 2, 80).emit(0x7b, 6, 6, 88)
  asm.emit(0xbf, 1, 6).emit(0x07, 1, 0, 0, 64).emit(0xbf, 2, 6)
  for (const register of [3, 4, 5]) asm.emit(0xb7, register, 0, 0, 0)
  asm.syscall('sol_invoke_signed_c').exit()
  asm.label('last').emit(0xb7, 0, 0, 0, 0).exit()
  return buildElf(version, asm.build())
}

function transaction(): Uint8Array {
  const tx = new Transaction()
  tx.recentBlockhash = PublicKey.default.toBase58()
  tx.feePayer = alice.publicKey
  const keys = [{ pubkey: program, isSigner: false, isWritable: false }]
  tx.add(
    ComputeBudgetProgram.setComputeUnitLimit({ units: 1_400_000 }),
    new TransactionInstruction({ programId: program, keys, data: Buffer.alloc(0) }),
  )
  tx.sign(alice)
  return new Uint8Array(tx.serialize())
}

async function runInWorker(task: DeepTask): Promise<readonly DeepResult[]> {
  const entry = fileURLToPath(new URL('../support/svm/deep-worker.ts', import.meta.url))
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  })
  const worker = new Worker(outputFiles[0]!.text, { eval: true, workerData: task })
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
  } finally {
    await worker.terminate()
  }
}

const taskOf = (data: Uint8Array): DeepTask => ({
  accounts: [
    {
      pubkey: alice.publicKey.toBase58(),
      account: {
        lamports: 10n ** 10n,
        data: new Uint8Array(0),
        owner: PublicKey.default.toBase58(),
        executable: false,
      },
    },
    {
      pubkey: program.toBase58(),
      account: { lamports: 10n ** 10n, data, owner: LOADER, executable: true },
    },
  ],
  transaction: transaction(),
  rounds: 3,
})

it.each([0, 3])('version %i: 5 invocations of 64 frames', async (version) => {
  const [interpreted, ...others] = await runInWorker(taskOf(elf(version)))
  expect(interpreted?.error).toBeUndefined()
  expect(interpreted?.units).toBeGreaterThan(5 * (2 * SPIN + 3 * CALLS))
  expect(interpreted?.logs.filter((line) => / invoke \[5\]$/.test(line)).length).toBe(1)
  for (const hot of others) {
    const { instances: _, ...same } = hot
    expect({ ...same, instances: interpreted?.instances }).toEqual(interpreted)
  }
  // By the last round the program is hot, and every depth has its own instance or shares one.
  expect(others.at(-1)?.instances).toBeGreaterThan(0)
})

it('one call more is a fault at the innermost invocation, with the same text', async () => {
  const results = await runInWorker(taskOf(elf(0, CALLS + 1)))
  for (const { error } of results) expect(error).toMatch('Program failed to complete')
})
