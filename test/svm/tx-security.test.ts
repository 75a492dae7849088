/** Security rules of the Solana machine: each test tries the attack. And properties over random blocks. */
import {
  type Keypair,
  type PublicKey,
  SystemProgram,
  Transaction,
  TransactionInstruction,
} from '@solana/web3.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { NVmError } from '../../src/errors.ts'
import { legacyId } from '../../src/identity/legacy.ts'
import {
  type BlockInput,
  createGenesis,
  executeBlock,
  exportState,
  importChainState,
  parentContext,
  type SolanaDetails,
} from '../../src/index.ts'
import { decodeBase58, encodeBase58 } from '../../src/primitives/base58.ts'
import { Journal } from '../../src/state/journal.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../src/state/reader.ts'
import { MAX_AGE } from '../../src/vms/svm/state/blockhash-queue.ts'
import {
  decodeSolanaTransaction,
  encodeSolanaTransaction,
} from '../../src/vms/svm/transaction/decode.ts'
import { keypair, SolanaHost } from './tx-host.ts'
import { Generator, World } from './tx-random.ts'

const SOL = 1_000_000_000n
const LAMPORT = 1_000_000_000n
const alice = keypair(1)
const bob = keypair(2)

const seeds = [
  { key: alice.publicKey.toBytes(), lamports: 100n * SOL },
  { key: bob.publicKey.toBytes(), lamports: 100n * SOL },
]

const hashOf = (n: number) => new Uint8Array(32).fill(n & 255).fill(n >> 8, 0, 4)

const pay = (lamports: number, from = alice, to = bob) =>
  SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to.publicKey, lamports })

function signed(
  instructions: readonly TransactionInstruction[],
  blockhash: Uint8Array,
  signers: readonly [Keypair, ...Keypair[]] = [alice],
): Uint8Array {
  const transaction = new Transaction()
  transaction.recentBlockhash = encodeBase58(blockhash)
  transaction.feePayer = signers[0].publicKey
  transaction.add(...instructions)
  transaction.sign(...signers)
  return new Uint8Array(transaction.serialize())
}

const at = (n: number): BlockInput => ({ solana: { blockhash: hashOf(n) } })

/** Number of markers, ring entries and known hashes in state. */
function machineCells(host: SolanaHost, message: Uint8Array): boolean {
  const marker = host.state.cell(0x17, [Uint8Array.of(2), Uint8Array.of(3), crypto.sha256(message)])
  return marker !== undefined
}

describe('S7 replay', () => {
  it('S7: the same message is refused under its blockhash, in the same block and later', () => {
    const host = new SolanaHost(seeds)
    const bytes = signed([pay(5)], hashOf(1))
    const [first, second] = host.block([bytes, bytes], at(1))
    expect(first?.status).toBe('success')
    expect(second).toMatchObject({ status: 'rejected', error: { name: 'DuplicateTransaction' } })
    expect(host.block([bytes], at(2))[0]?.error?.name).toBe('DuplicateTransaction')
  })

  it('S7: another signature over the same message does not make it new', () => {
    const host = new SolanaHost(seeds, { verifySignatures: false })
    const bytes = signed([pay(5)], hashOf(1))
    const { message, signatures } = decodeSolanaTransaction(bytes)
    const other = signatures.map((signature) => signature.map((byte) => byte ^ 0x55))
    const [first, second] = host.block([bytes, encodeSolanaTransaction(message, other)], at(1))
    expect(first?.status).toBe('success')
    expect(second?.error?.name).toBe('DuplicateTransaction')
  })

  it('S7: a failed transaction, fees-only too, cannot be charged twice', () => {
    const host = new SolanaHost(seeds)
    const failing = signed([pay(Number(1000n * SOL))], hashOf(1))
    const missing = signed(
      [new TransactionInstruction({ programId: keypair(70).publicKey, keys: [] })],
      hashOf(1),
    )
    const before = host.account(alice.publicKey.toBytes())!.lamports
    const receipts = host.block([failing, failing, missing, missing], at(1))
    expect(receipts.map(({ status }) => status)).toEqual([
      'reverted',
      'rejected',
      'reverted',
      'rejected',
    ])
    expect(host.account(alice.publicKey.toBytes())!.lamports).toBe(before - 10_000n)
  })

  it('S7, S8: a marker lives exactly as long as the hash that admits its transaction', () => {
    const host = new SolanaHost(seeds)
    const bytes = signed([pay(5)], hashOf(1))
    const { messageBytes } = decodeSolanaTransaction(bytes)
    host.block([bytes], at(1))
    for (let n = 2; n <= Number(MAX_AGE) + 1; n++) host.block([], at(n))
    expect(machineCells(host, messageBytes)).toBe(true)
    const late = signed([pay(6)], hashOf(1))
    const [again, fresh] = executeBlock(
      host.state,
      [bytes, late].map((tx) => ({ kind: 'solana' as const, bytes: tx })),
      at(200),
      { engines: host.engines },
    ).receipts
    expect([again?.error?.name, fresh?.error?.name]).toEqual([
      'ReferenceBlockUnknown',
      'ReferenceBlockUnknown',
    ])
    host.block([], at(Number(MAX_AGE) + 2))
    expect(machineCells(host, messageBytes)).toBe(false)
    expect(host.block([bytes], at(300))[0]?.error?.name).toBe('ReferenceBlockUnknown')
  })

  it('S7: the last block that admits a hash still knows what it has seen', () => {
    const host = new SolanaHost(seeds)
    const bytes = signed([pay(5)], hashOf(1))
    host.block([bytes], at(1))
    for (let n = 2; n <= Number(MAX_AGE); n++) host.block([], at(n))
    const receipts = host.block([bytes, signed([pay(6)], hashOf(1))], at(Number(MAX_AGE) + 1))
    expect(receipts[0]?.error?.name).toBe('DuplicateTransaction')
    expect(receipts[1]?.status).toBe('success')
  })
})

describe('S8 host context', () => {
  const code = (run: () => unknown) => {
    try {
      run()
    } catch (error) {
      if (error instanceof NVmError) return error.codeName
      throw error
    }
    return 'accepted'
  }

  it('S8: a slot that does not rise discards the block', () => {
    const host = new SolanaHost(seeds)
    host.block([], { solana: { slot: 10n } })
    const root = host.state.root
    for (const slot of [10n, 9n, 0n])
      expect(code(() => host.block([], { solana: { slot } }))).toBe('BlockNotAfterParent')
    expect(host.state.root).toEqual(root)
    host.block([], { solana: { slot: 11n } })
  })

  it('S8: an evicted hash cannot come back, nor one that is still there', () => {
    const host = new SolanaHost(seeds)
    const bytes = signed([pay(5)], hashOf(1))
    host.block([bytes], at(1))
    expect(code(() => host.block([bytes], at(1)))).toBe('RetiredBlockHash')
    for (let n = 2; n <= Number(MAX_AGE) + 3; n++) host.block([], at(n))
    expect(code(() => host.block([bytes], at(1)))).toBe('RetiredBlockHash')
  })

  it('S8: malformed facts of a block throw', () => {
    const host = new SolanaHost(seeds)
    expect(code(() => host.block([], { solana: { blockhash: new Uint8Array(31) } }))).toBe(
      'InvalidBlockContext',
    )
    expect(code(() => host.block([], { solana: { slot: 1n << 64n } }))).toBe('InvalidBlockContext')
  })
})

describe('S9 other chains', () => {
  const hashFor = (chainId: bigint, lamports: bigint): Uint8Array => {
    const { engines } = new SolanaHost()
    const state = createGenesis({
      chainId,
      engines,
      solanaAccounts: [
        {
          pubkey: alice.publicKey.toBase58(),
          account: {
            lamports,
            data: ['', 'base64'],
            owner: encodeBase58(new Uint8Array(32)),
            executable: false,
          },
        },
      ],
    })
    const { block } = executeBlock(state, [], {}, { engines })
    return block.solana.blockhash
  }

  it('S9: a derived blockhash is that of one chain, genesis and block', () => {
    const hashes = [hashFor(1n, SOL), hashFor(2n, SOL), hashFor(1n, 2n * SOL)].map(encodeBase58)
    expect(new Set(hashes).size).toBe(3)
  })

  it('S9: a transaction signed for another chain is refused', () => {
    const here = new SolanaHost(seeds)
    const foreign = signed([pay(5)], hashFor(2n, SOL))
    expect(here.block([foreign])[0]?.error?.name).toBe('ReferenceBlockUnknown')
    expect(parentContext(here.state).chainId).toBe(1n)
  })
})

describe('S14 authority', () => {
  const idOf = (key: PublicKey) => legacyId(crypto, Namespace.svm, key.toBytes())
  const program = keypair(80).publicKey

  it('S14: a change of the SVM owner raises the epoch and locks the account for other machines', () => {
    const host = new SolanaHost(seeds)
    expect(host.state.account(idOf(bob.publicKey))).toMatchObject({ epoch: 0n, flags: 0 })
    const assign = SystemProgram.assign({ accountPubkey: bob.publicKey, programId: program })
    const [receipt] = host.block([signed([assign], hashOf(1), [alice, bob])], at(1))
    expect(receipt?.status).toBe('success')
    expect(host.state.account(idOf(bob.publicKey))).toMatchObject({
      epoch: 1n,
      flags: ACCOUNT_LOCKED,
    })
  })

  it('S14: data alone locks, without a new epoch', () => {
    const host = new SolanaHost(seeds)
    const allocate = SystemProgram.allocate({ accountPubkey: bob.publicKey, space: 8 })
    host.block([signed([allocate], hashOf(1), [alice, bob])], at(1))
    expect(host.state.account(idOf(bob.publicKey))).toMatchObject({
      epoch: 0n,
      flags: ACCOUNT_LOCKED,
    })
  })

  it('S14: a failed change changes neither', () => {
    const host = new SolanaHost(seeds)
    const assign = SystemProgram.assign({ accountPubkey: bob.publicKey, programId: program })
    host.block([signed([assign, pay(Number(1000n * SOL))], hashOf(1), [alice, bob])], at(1))
    expect(host.state.account(idOf(bob.publicKey))).toMatchObject({ epoch: 0n, flags: 0 })
  })

  it('S14: an account that was closed is free again and leaves nothing but its dust', () => {
    const host = new SolanaHost(seeds)
    const carol = keypair(3)
    const create = SystemProgram.createNonceAccount({
      fromPubkey: alice.publicKey,
      noncePubkey: carol.publicKey,
      authorizedPubkey: alice.publicKey,
      lamports: 2_000_000,
    })
    host.block([signed(create.instructions, hashOf(1), [alice, carol])], at(1))
    expect(host.state.account(idOf(carol.publicKey))?.flags).toBe(ACCOUNT_LOCKED)
    const close = SystemProgram.nonceWithdraw({
      noncePubkey: carol.publicKey,
      authorizedPubkey: alice.publicKey,
      toPubkey: alice.publicKey,
      lamports: 2_000_000,
    })
    host.block([signed([close], hashOf(2))], at(2))
    expect(host.state.account(idOf(carol.publicKey))).toBeUndefined()
  })
})

describe('properties', () => {
  const supply = (host: SolanaHost) => new Journal(host.state).supply.total

  it('conserves lamports but for what is burnt, and a failure leaves only its fee', () => {
    const world = new World()
    const host = new SolanaHost(world.seeds)
    const generator = new Generator(77, world)
    const keys = [...world.keys, ...world.signers.map(({ publicKey }) => publicKey)]
    const unique = [...new Map(keys.map((key) => [key.toBase58(), key.toBytes()])).values()]
    const total = () => unique.reduce((sum, key) => sum + (host.account(key)?.lamports ?? 0n), 0n)
    let failures = 0
    for (let n = 1; n <= 60; n++) {
      const transactions = Array.from({ length: 3 }, () => {
        const instructions = generator.instructions()
        return signed(instructions, hashOf(n), generator.signersOf(instructions))
      })
      const [before, issued] = [total(), supply(host)]
      const receipts = host.block(transactions, at(n))
      const paid = receipts.reduce((sum, { fee }) => sum + fee.paid, 0n)
      const burnt = receipts.reduce((sum, { fee }) => sum + fee.burnt, 0n)
      failures += receipts.filter(({ status }) => status === 'reverted').length
      expect(total()).toBe(before - paid / LAMPORT)
      expect(supply(host)).toBe(issued - burnt)
      for (const { fee } of receipts) expect(fee.paid).toBe(fee.burnt + fee.beneficiary)
    }
    expect(failures).toBeGreaterThan(20)
  })

  it('never happened: a rejected transaction leaves the root of a block without it', () => {
    const host = new SolanaHost(seeds)
    const other = new SolanaHost(seeds)
    const good = signed([pay(5)], hashOf(1))
    const foreign = signed([pay(6)], hashOf(9))
    host.block([foreign, good, good], at(1))
    other.block([good], at(1))
    expect(host.state.root).toEqual(other.state.root)
  })

  it('balances before and after are there when asked for, and account for the fee', () => {
    const host = new SolanaHost(seeds, { recordBalances: true })
    const [receipt] = host.block([signed([pay(5)], hashOf(1))], at(1))
    if (receipt === undefined) throw new Error('one receipt expected')
    const { balances, accountKeys } = receipt.details as SolanaDetails
    expect(accountKeys.map(encodeBase58)).toEqual([
      alice.publicKey.toBase58(),
      bob.publicKey.toBase58(),
      SystemProgram.programId.toBase58(),
    ])
    expect(balances?.before).toEqual([100n * SOL, 100n * SOL, 1n])
    expect(balances?.after).toEqual([100n * SOL - 5005n, 100n * SOL + 5n, 1n])
    const silent = new SolanaHost(seeds).block([signed([pay(5)], hashOf(1))], at(1))[0]
    expect(silent?.details).toMatchObject({ balances: undefined })
  })

  it('export and import keep data in records and pages, with the same root', () => {
    const data = Uint8Array.from({ length: 9000 }, (_, i) => i % 251)
    const host = new SolanaHost([
      ...seeds,
      {
        key: keypair(9).publicKey.toBytes(),
        lamports: SOL,
        owner: keypair(80).publicKey.toBytes(),
        data,
      },
    ])
    host.block(
      [
        signed([SystemProgram.allocate({ accountPubkey: bob.publicKey, space: 5000 })], hashOf(1), [
          alice,
          bob,
        ]),
      ],
      at(1),
    )
    const again = importChainState(exportState(host.state))
    expect(again.root).toEqual(host.state.root)
    const copy = new SolanaHost()
    copy.state = again
    expect(copy.account(keypair(9).publicKey.toBytes())).toEqual(
      host.account(keypair(9).publicKey.toBytes()),
    )
  })

  it('dust of other machines stays, Solana sees whole lamports', () => {
    const host = new SolanaHost(seeds)
    const id = legacyId(crypto, Namespace.svm, alice.publicKey.toBytes())
    host.edit((journal) => journal.supply.issue(journal.account(id), 123n, 'genesis'))
    const before = host.account(alice.publicKey.toBytes())!.lamports
    host.block([signed([pay(5)], hashOf(1))], at(1))
    expect(host.account(alice.publicKey.toBytes())!.lamports).toBe(before - 5005n)
    expect(host.state.account(id)!.balance % LAMPORT).toBe(123n)
  })
})

describe('mutated bytes', () => {
  const COUNT = Number(process.env.N_VM_SVM_MUTANTS ?? 20_000)

  it(`${COUNT} mutated transactions are rejected with a type or get a receipt`, () => {
    const host = new SolanaHost(seeds, { verifySignatures: false })
    const originals = [
      signed([pay(5)], hashOf(1)),
      signed([pay(5), pay(7, bob, alice)], hashOf(1), [alice, bob]),
      signed(
        SystemProgram.createNonceAccount({
          fromPubkey: alice.publicKey,
          noncePubkey: bob.publicKey,
          authorizedPubkey: alice.publicKey,
          lamports: 2_000_000,
        }).instructions,
        hashOf(1),
        [alice, bob],
      ),
    ]
    const { next, below } = generatorOf(5)
    const names = new Set<string>()
    const mutants = Array.from({ length: COUNT }, () => {
      const bytes = originals[below(originals.length)]!.slice()
      const edits = 1 + below(3)
      for (let i = 0; i < edits; i++) bytes[below(bytes.length)] = next()
      if (below(8) === 0) return bytes.slice(0, below(bytes.length))
      return bytes
    })
    // One block is enough: whatever throws anything else would discard it.
    const { engines } = host
    const receipts = executeBlock(
      host.state,
      mutants.map((bytes) => ({ kind: 'solana' as const, bytes })),
      at(1),
      { engines },
    ).receipts
    for (const { status, error } of receipts) names.add(error?.name ?? status)
    expect(receipts.length).toBe(COUNT)
    for (const name of [
      'success',
      'MalformedTransaction',
      'ReferenceBlockUnknown',
      'InstructionFailed',
    ])
      expect(names).toContain(name)
  })
})

function generatorOf(seed: number): { next(): number; below(n: number): number } {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state >>> 16) & 255
  }
  return { next, below: (n) => ((next() << 8) | next()) % n }
}

it('mutants keep shortvecs canonical', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        const { message, signatures } = decodeSolanaTransaction(bytes)
        expect(encodeSolanaTransaction(message, signatures)).toEqual(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(NVmError)
      }
    }),
    { seed: 3, numRuns: 500 },
  )
  expect(decodeBase58('1')).toEqual(new Uint8Array(1))
})
