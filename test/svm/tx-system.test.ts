/** The transaction processor beside npm litesvm, rule by rule, on the same wire bytes. */
import {
  ComputeBudgetProgram,
  type Keypair,
  NONCE_ACCOUNT_LENGTH,
  PublicKey,
  SystemProgram,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import {
  decodeSolanaTransaction,
  encodeSolanaTransaction,
} from '../../src/vms/svm/transaction/decode.ts'
import { type AccountSeed, keypair, Pair } from './tx-host.ts'

const SOL = 1_000_000_000n
const alice = keypair(1)
const bob = keypair(2)
const carol = keypair(3)
const dave = keypair(4)
const RENT = 890_880n

function pair(...more: AccountSeed[]): Pair {
  const made = new Pair([
    { key: alice.publicKey.toBytes(), lamports: 10n * SOL },
    { key: bob.publicKey.toBytes(), lamports: 2n * SOL },
    ...more,
  ])
  made.watch(carol.publicKey.toBytes(), dave.publicKey.toBytes())
  return made
}

function agree(run: ReturnType<Pair['send']>) {
  expect(run.ours).toEqual(run.theirs)
  return run.ours
}

const transfer = (lamports: bigint | number, from = alice, to = bob.publicKey) =>
  SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to, lamports })

const raw = (
  programId: PublicKey,
  data: number[] = [],
  keys: TransactionInstruction['keys'] = [],
) => new TransactionInstruction({ programId, keys, data: Buffer.from(data) })

/** What one legacy transaction comes to on a fresh pair. */
function once(
  instructions: TransactionInstruction[],
  signers: [Keypair, ...Keypair[]] = [alice],
  more: AccountSeed[] = [],
) {
  const both = pair(...more)
  return agree(both.send(both.legacy(instructions, signers)))
}

describe('agrees with litesvm', () => {
  it('transfers', () => {
    expect(once([transfer(1234)]).units).toBe(150)
    expect(once([transfer(SOL, alice, carol.publicKey)]).error).toBeUndefined()
    expect(once([transfer(0, alice, alice.publicKey)]).error).toBeUndefined()
    expect(once([transfer(5, alice, alice.publicKey)]).error).toBeUndefined()
  })

  it('leaves nobody below the rent minimum', () => {
    const rent = (index: number) => ({ name: 'InsufficientFundsForRent', index })
    expect(once([transfer(5, alice, carol.publicKey)]).error).toEqual(rent(1))
    expect(once([transfer(RENT - 1n, alice, carol.publicKey)]).error).toEqual(rent(1))
    expect(once([transfer(RENT, alice, carol.publicKey)]).error).toBeUndefined()
    expect(once([transfer(2n * SOL - 100n, bob)], [alice, bob]).error).toBeUndefined()
    expect(once([transfer(2n * SOL - 100n, bob, alice.publicKey)], [alice, bob]).error).toEqual(
      rent(1),
    )
    expect(once([transfer(2n * SOL, bob, alice.publicKey)], [alice, bob]).error).toBeUndefined()
  })

  it('lets nobody below the rent minimum lose, grow or change hands (SIMD-0392)', () => {
    const low = { key: carol.publicKey.toBytes(), lamports: 1_000n }
    const both: [Keypair, Keypair] = [alice, carol]
    const accountPubkey = carol.publicKey
    const fails = { name: 'InsufficientFundsForRent' }
    const assign = SystemProgram.assign({ accountPubkey, programId: dave.publicKey })
    const grow = SystemProgram.allocate({ accountPubkey, space: 10 })
    const give = transfer(50, alice, carol.publicKey)
    const take = transfer(50, carol, alice.publicKey)
    expect(once([give], [alice], [low]).error).toBeUndefined()
    expect(once([give, take], both, [low]).error).toBeUndefined()
    expect(once([transfer(1_000, carol)], both, [low]).error).toBeUndefined()
    expect(once([take], both, [low]).error).toMatchObject(fails)
    expect(once([assign], both, [low]).error).toMatchObject(fails)
    expect(once([give, assign], both, [low]).error).toMatchObject(fails)
    expect(once([grow, give], both, [low]).error).toMatchObject(fails)
  })

  it('is strict about the fee payer', () => {
    expect(once([transfer(1)], [carol, alice]).error).toBe('AccountNotFound')
    const owned = { key: carol.publicKey.toBytes(), lamports: SOL, owner: dave.publicKey.toBytes() }
    expect(once([transfer(1)], [carol, alice], [owned]).error).toBe('InvalidAccountForFee')
    const dataful = { key: carol.publicKey.toBytes(), lamports: SOL, data: new Uint8Array(3) }
    expect(once([transfer(1)], [carol, alice], [dataful]).error).toBe('InvalidAccountForFee')
    const poor = { key: carol.publicKey.toBytes(), lamports: 4999n }
    expect(once([transfer(1)], [carol, alice], [poor]).error).toBe('InsufficientFundsForFee')
    const exact = { key: carol.publicKey.toBytes(), lamports: 10_000n }
    expect(once([transfer(1)], [carol, alice], [exact]).error).toBeUndefined()
    const low = { key: carol.publicKey.toBytes(), lamports: RENT + 100n }
    expect(once([transfer(1)], [carol, alice], [low]).error).toEqual({
      name: 'InsufficientFundsForRent',
      index: 0,
    })
  })

  it('takes priority fees on the limit, not on what was used', () => {
    const run = once([
      ComputeBudgetProgram.setComputeUnitLimit({ units: 5000 }),
      ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000_001 }),
      transfer(1),
    ])
    expect(run.units).toBe(450)
    expect(run.accounts[0]?.lamports).toBe(10n * SOL - 5000n - 5001n - 1n)
  })

  it('refuses budgets that are repeated or out of range', () => {
    const limit = ComputeBudgetProgram.setComputeUnitLimit({ units: 1 })
    expect(once([limit, limit]).error).toEqual({ name: 'DuplicateInstruction', index: 1 })
    const heap = (bytes: number) =>
      once([ComputeBudgetProgram.requestHeapFrame({ bytes }), transfer(1)])
    expect(heap(32 * 1024).error).toBeUndefined()
    expect(heap(256 * 1024).error).toBeUndefined()
    for (const bytes of [0, 1024, 33_000, 257 * 1024])
      expect(heap(bytes).error).toMatchObject({ name: 'InstructionError', index: 0 })
    const budget = ComputeBudgetProgram.programId
    expect(once([transfer(1), raw(budget, [9])]).error).toMatchObject({ index: 1 })
    expect(once([raw(budget, [4, 0, 0, 0, 0])]).error).toBe('InvalidLoadedAccountsDataSizeLimit')
    expect(once([limit, transfer(1)]).error).toMatchObject({ error: 'ComputationalBudgetExceeded' })
  })

  it('creates, allocates, assigns', () => {
    const create = (lamports: bigint, space: number) =>
      SystemProgram.createAccount({
        fromPubkey: alice.publicKey,
        newAccountPubkey: carol.publicKey,
        lamports: Number(lamports),
        space,
        programId: dave.publicKey,
      })
    expect(once([create(3n * SOL, 165)], [alice, carol]).error).toBeUndefined()
    expect(once([create(3n * SOL, 2000)], [alice, carol]).error).toBeUndefined()
    expect(once([create(RENT, 1)], [alice, carol]).error).toMatchObject({ index: 1 })
    const assign = SystemProgram.assign({ accountPubkey: bob.publicKey, programId: dave.publicKey })
    expect(once([assign], [alice, bob]).error).toBeUndefined()
    const allocate = SystemProgram.allocate({ accountPubkey: bob.publicKey, space: 5000 })
    expect(once([allocate], [alice, bob]).accounts[1]?.data.length).toBe(10_000)
    expect(once([allocate, allocate], [alice, bob]).error).toMatchObject({ error: { custom: 0 } })
    expect(once([create(3n * SOL, 1), transfer(1)], [alice, carol]).error).toBeUndefined()
  })

  it('rolls everything back but the fee', () => {
    const run = once([transfer(5), transfer(100n * SOL)])
    expect(run.error).toMatchObject({ index: 1, error: { custom: 1 } })
    expect(run.accounts[0]?.lamports).toBe(10n * SOL - 5000n)
    expect(run.accounts[1]?.lamports).toBe(2n * SOL)
  })

  it('refuses the same account twice, wrong signatures, foreign hashes', () => {
    const both = pair()
    const bytes = both.legacy([transfer(1)], [alice])
    const { message, signatures } = decodeSolanaTransaction(bytes)
    const twice = {
      ...message,
      staticKeys: [message.staticKeys[0]!, message.staticKeys[0]!, message.staticKeys[2]!],
    }
    expect(both.send(encodeSolanaTransaction(twice, signatures)).ours.error).toBe(
      'SignatureFailure',
    )
    const forged = bytes.slice()
    forged[5] = forged[5]! ^ 1
    expect(agree(both.send(forged)).error).toBe('SignatureFailure')
    both.next()
    const foreign = both.legacy([transfer(1)], [alice], dave.publicKey.toBase58())
    expect(agree(both.send(foreign)).error).toBe('BlockhashNotFound')
  })

  it('takes at most 255 accounts an instruction', () => {
    const many = (count: number) =>
      raw(
        SystemProgram.programId,
        [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        Array.from({ length: count }, (_, i) => ({
          pubkey: alice.publicKey,
          isSigner: i === 0,
          isWritable: true,
        })),
      )
    expect(once([many(255)]).error).toBeUndefined()
    const both = pair()
    const { ours, theirs } = both.send(both.legacy([many(256)], [alice]))
    expect(ours).toEqual(theirs)
  })

  it('runs at most 64 instructions', () => {
    const cheap = raw(
      SystemProgram.programId,
      [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      [
        { pubkey: alice.publicKey, isSigner: true, isWritable: true },
        { pubkey: alice.publicKey, isSigner: true, isWritable: true },
      ],
    )
    expect(once(Array.from({ length: 60 }, () => cheap)).error).toBeUndefined()
    const both = pair()
    const bytes = both.legacy(
      [...Array.from({ length: 65 }, () => raw(SystemProgram.programId))],
      [alice],
    )
    const run = both.send(bytes)
    expect(run.ours.error).toBe('SanitizeFailure')
    // litesvm lets it in and ends at the 64th instruction of the trace, if none fails before (SIMD-0160).
    expect(run.theirs.error).toMatchObject({ name: 'InstructionError' })
  })

  it('signs for two', () => {
    const both = pair()
    const run = agree(
      both.send(
        both.legacy(
          [transfer(7, bob, carol.publicKey), transfer(SOL, alice, carol.publicKey)],
          [alice, bob],
        ),
      ),
    )
    expect(run.accounts[0]?.lamports).toBe(9n * SOL - 10_000n)
  })
})

describe('durable nonces agree with litesvm', () => {
  const nonce = keypair(50)

  function created(): Pair {
    const both = pair()
    both.watch(nonce.publicKey.toBytes())
    const create = SystemProgram.createNonceAccount({
      fromPubkey: alice.publicKey,
      noncePubkey: nonce.publicKey,
      authorizedPubkey: bob.publicKey,
      lamports: 2_000_000,
    })
    expect(agree(both.send(both.legacy(create.instructions, [alice, nonce]))).error).toBeUndefined()
    return both
  }

  /** litesvm derives the next nonce from the hash in the message, which here is the nonce; a bank from its newest hash. */
  function agreeButNonce({ ours, theirs }: ReturnType<Pair['send']>) {
    const hidden = (run: typeof ours) => ({
      ...run,
      accounts: run.accounts.map((account) => account && { ...account, data: account.data.length }),
    })
    expect(hidden(ours)).toEqual(hidden(theirs))
    return ours
  }

  const value = (both: Pair) =>
    new PublicKey(
      Buffer.from(both.ours.account(nonce.publicKey.toBytes())!.data, 'hex').subarray(40, 72),
    ).toBase58()

  const advance = SystemProgram.nonceAdvance({
    noncePubkey: nonce.publicKey,
    authorizedPubkey: bob.publicKey,
  })

  it('admit a transaction once, also one that fails', () => {
    const both = created()
    const stored = value(both)
    both.next()
    const bytes = both.legacy([advance, transfer(9)], [alice, bob], stored)
    expect(agreeButNonce(both.send(bytes)).error).toBeUndefined()
    expect(value(both)).not.toBe(stored)
    both.next()
    expect(both.send(bytes).ours.error).toBe('BlockhashNotFound')
    const failing = both.legacy([advance, transfer(100n * SOL)], [alice, bob], value(both))
    both.adopt()
    both.next()
    const run = agreeButNonce(both.send(failing))
    expect(run.error).toMatchObject({ index: 1 })
    both.next()
    expect(both.send(failing).ours.error).toBe('BlockhashNotFound')
  })

  it('need their authority, their place and a new block', () => {
    const both = created()
    const stored = value(both)
    const send = (instructions: TransactionInstruction[], signers: [Keypair, ...Keypair[]]) =>
      both.send(both.legacy(instructions, signers, stored)).ours.error
    both.next()
    expect(send([transfer(1), advance], [alice, bob])).toBe('BlockhashNotFound')
    expect(
      send(
        [
          SystemProgram.nonceAdvance({
            noncePubkey: nonce.publicKey,
            authorizedPubkey: alice.publicKey,
          }),
        ],
        [alice],
      ),
    ).toBe('BlockhashNotFound')
    expect(send([advance], [alice, bob])).toBeUndefined()
  })

  it('are authorised, drained and closed', () => {
    const both = created()
    const authorize = SystemProgram.nonceAuthorize({
      noncePubkey: nonce.publicKey,
      authorizedPubkey: bob.publicKey,
      newAuthorizedPubkey: alice.publicKey,
    })
    const withdraw = (lamports: number, by: Keypair) =>
      SystemProgram.nonceWithdraw({
        noncePubkey: nonce.publicKey,
        authorizedPubkey: by.publicKey,
        toPubkey: carol.publicKey,
        lamports,
      })
    both.next()
    expect(
      agree(
        both.send(
          both.legacy([withdraw(1, bob), transfer(SOL, alice, carol.publicKey)], [alice, bob]),
        ),
      ).error,
    ).toBeUndefined()
    both.next()
    expect(agree(both.send(both.legacy([authorize], [alice, bob]))).error).toBeUndefined()
    both.next()
    expect(agree(both.send(both.legacy([withdraw(1, bob)], [alice, bob]))).error).toMatchObject({
      error: 'MissingRequiredSignature',
    })
    both.next()
    const closed = agree(both.send(both.legacy([withdraw(1_999_999, alice)], [alice])))
    expect(closed.error).toBeUndefined()
    expect(both.ours.account(nonce.publicKey.toBytes())).toBeUndefined()
    expect(NONCE_ACCOUNT_LENGTH).toBe(80)
  })
})

describe('lookup tables agree with litesvm', () => {
  const program = new PublicKey('AddressLookupTab1e1111111111111111111111111')
  const table = keypair(60).publicKey

  function tableData(
    addresses: PublicKey[],
    change: { deactivated?: bigint; extended?: bigint; start?: number } = {},
  ): Uint8Array {
    const data = new Uint8Array(56 + 32 * addresses.length)
    const view = new DataView(data.buffer)
    view.setUint32(0, 1, true)
    view.setBigUint64(4, change.deactivated ?? (1n << 64n) - 1n, true)
    view.setBigUint64(12, change.extended ?? 0n, true)
    data[20] = change.start ?? 0
    for (const [i, address] of addresses.entries()) data.set(address.toBytes(), 56 + 32 * i)
    return data
  }

  function send(
    account: Partial<AccountSeed> | undefined,
    writable: number[],
    readonly: number[] = [],
  ) {
    const seeds =
      account === undefined
        ? []
        : [{ key: table.toBytes(), lamports: SOL, owner: program.toBytes(), ...account }]
    const both = pair(...seeds)
    const message = new TransactionMessage({
      payerKey: alice.publicKey,
      recentBlockhash: both.blockhash,
      instructions: [transfer(5n * SOL, alice, carol.publicKey)],
    }).compileToV0Message([])
    // The recipient moves from the static keys into the table.
    const { message: plain } = decodeSolanaTransaction(
      new VersionedTransaction(message).serialize(),
    )
    const lookup = {
      table: table.toBytes(),
      writable: Uint8Array.from(writable),
      readonly: Uint8Array.from(readonly),
    }
    const changed = {
      ...plain,
      staticKeys: [plain.staticKeys[0]!, plain.staticKeys[2]!],
      instructions: [{ ...plain.instructions[0]!, program: 1, accounts: Uint8Array.of(0, 2) }],
      lookups: [lookup],
    }
    const unsigned = encodeSolanaTransaction(changed, [new Uint8Array(64)])
    const signed = VersionedTransaction.deserialize(unsigned)
    signed.sign([alice])
    return agree(both.send(signed.serialize()))
  }

  it('resolve what they hold', () => {
    const data = tableData([dave.publicKey, carol.publicKey])
    const run = send({ data }, [1])
    expect(run.error).toBeUndefined()
    expect(run.accounts[3]?.lamports).toBe(5n * SOL)
    expect(send({ data }, [], [1]).error).toMatchObject({ error: 'ReadonlyLamportChange' })
    expect(send({ data }, [1], [0]).error).toBeUndefined()
  })

  it('fail as they do', () => {
    const data = tableData([dave.publicKey, carol.publicKey])
    expect(send(undefined, [0]).error).toBe('AddressLookupTableNotFound')
    expect(send({ data }, [2]).error).toBe('InvalidAddressLookupTableIndex')
    expect(send({ data, owner: dave.publicKey.toBytes() }, [0]).error).toBe(
      'InvalidAddressLookupTableOwner',
    )
    expect(send({ data: data.slice(0, 55) }, [0]).error).toBe('InvalidAddressLookupTableData')
    expect(send({ data: data.slice(0, 57) }, [0]).error).toBe('InvalidAddressLookupTableData')
    expect(send({ data: new Uint8Array(88) }, [0]).error).toBe('InvalidAddressLookupTableData')
    expect(send({ data: tableData([carol.publicKey], { deactivated: 3n }) }, [0]).error).toBe(
      'AddressLookupTableNotFound',
    )
    const now = 447_552_001n
    expect(send({ data: tableData([carol.publicKey], { extended: now }) }, [0]).error).toBe(
      'InvalidAddressLookupTableIndex',
    )
    expect(
      send({ data: tableData([carol.publicKey], { extended: now, start: 1 }) }, [0]).error,
    ).toBeUndefined()
    expect(
      send({ data: tableData([carol.publicKey], { deactivated: now }) }, [0]).error,
    ).toBeUndefined()
    expect(send({ data: tableData([alice.publicKey]) }, [0]).error).toBe('AccountLoadedTwice')
  })
})

describe('what litesvm does otherwise (SIMD-0082)', () => {
  it('fees-only: a missing or foreign program costs the fee', () => {
    for (const [program, name] of [
      [dave.publicKey, 'ProgramAccountNotFound'],
      [bob.publicKey, 'InvalidProgramForExecution'],
    ] as const) {
      const both = pair()
      const { ours, theirs, receipt } = both.send(both.legacy([transfer(5), raw(program)], [alice]))
      expect(ours.error).toBe(name)
      // litesvm still asks for the executable flag, which an account that is not there does not have.
      expect(theirs.error).toBe('InvalidProgramForExecution')
      expect(receipt).toMatchObject({
        status: 'reverted',
        gasUsed: 0n,
        error: { name: 'AccountsNotLoadable' },
      })
      expect(ours.accounts[0]?.lamports).toBe(10n * SOL - 5000n)
    }
  })

  it('fees-only: more account data than it asked for', () => {
    const both = pair()
    const limit = raw(ComputeBudgetProgram.programId, [4, 100, 0, 0, 0])
    const { ours, theirs } = both.send(both.legacy([limit, transfer(5)], [alice]))
    expect(ours.error).toBe('MaxLoadedAccountsDataSizeExceeded')
    expect(theirs.error).toBe(ours.error)
    expect(ours.accounts[0]?.lamports).toBe(10n * SOL - 5000n)
  })
})
