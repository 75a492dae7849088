/** Token-2022 with extensions, lookup tables and stake: real programs with deep call trees, beside litesvm. */
import {
  AuthorityType,
  createApproveInstruction,
  createAssociatedTokenAccountInstruction,
  createBurnInstruction,
  createCloseAccountInstruction,
  createEnableRequiredMemoTransfersInstruction,
  createFreezeAccountInstruction,
  createInitializeInterestBearingMintInstruction,
  createInitializeMetadataPointerInstruction,
  createInitializeMint2Instruction,
  createInitializeMintCloseAuthorityInstruction,
  createInitializePermanentDelegateInstruction,
  createInitializeTransferFeeConfigInstruction,
  createMintToInstruction,
  createReallocateInstruction,
  createSetAuthorityInstruction,
  createThawAccountInstruction,
  createTransferCheckedInstruction,
  createTransferCheckedWithFeeInstruction,
  ExtensionType,
  getAssociatedTokenAddressSync,
  getMintLen,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token'
import {
  AddressLookupTableProgram,
  Authorized,
  Lockup,
  PublicKey,
  StakeProgram,
  SystemProgram,
  type TransactionInstruction,
} from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { Pair } from '../support/svm/peer.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const EXTENSIONS = [
  ExtensionType.TransferFeeConfig,
  ExtensionType.MintCloseAuthority,
  ExtensionType.PermanentDelegate,
  ExtensionType.InterestBearingConfig,
  ExtensionType.MetadataPointer,
]

describe.each([
  ['Token', TOKEN_PROGRAM_ID, []],
  ['Token-2022', TOKEN_2022_PROGRAM_ID, []],
  ['Token-2022 with extensions', TOKEN_2022_PROGRAM_ID, EXTENSIONS],
] as [string, PublicKey, ExtensionType[]][])('%s', (_, program, extensions) => {
  const pair = new Pair()
  const payer = funded(pair, 1)
  const other = funded(pair, 2)
  const mint = keypair(3)
  const me = payer.publicKey
  const from = getAssociatedTokenAddressSync(mint.publicKey, me, false, program)
  const to = getAssociatedTokenAddressSync(mint.publicKey, other.publicKey, false, program)
  const space = extensions.length === 0 ? 82 : getMintLen(extensions)
  const create = () => [
    SystemProgram.createAccount({
      fromPubkey: me,
      newAccountPubkey: mint.publicKey,
      lamports: (128 + space) * 6960,
      space,
      programId: program,
    }),
    ...(extensions.length === 0
      ? []
      : [
          createInitializeTransferFeeConfigInstruction(mint.publicKey, me, me, 100, 50n, program),
          createInitializeMintCloseAuthorityInstruction(mint.publicKey, me, program),
          createInitializePermanentDelegateInstruction(mint.publicKey, other.publicKey, program),
          createInitializeInterestBearingMintInstruction(mint.publicKey, me, 250, program),
          createInitializeMetadataPointerInstruction(mint.publicKey, me, mint.publicKey, program),
        ]),
    createInitializeMint2Instruction(mint.publicKey, 6, me, me, program),
  ]
  const move = (amount: bigint, source = from, target = to, owner = me) =>
    createTransferCheckedInstruction(source, mint.publicKey, target, owner, amount, 6, [], program)
  const steps: [string, () => TransactionInstruction[]][] = [
    ['create the mint', create],
    [
      'two associated accounts',
      () => [
        createAssociatedTokenAccountInstruction(me, from, me, mint.publicKey, program),
        createAssociatedTokenAccountInstruction(me, to, other.publicKey, mint.publicKey, program),
      ],
    ],
    ['mint', () => [createMintToInstruction(mint.publicKey, from, me, 10n ** 9n, [], program)]],
    ['transfer', () => [move(1000n)]],
    ['transfer nothing', () => [move(0n)]],
    ['transfer to itself', () => [move(5n, from, from)]],
    ['too much', () => [move(10n ** 12n)]],
    [
      'with a fee',
      () => [
        createTransferCheckedWithFeeInstruction(
          from,
          mint.publicKey,
          to,
          me,
          500n,
          6,
          5n,
          [],
          program,
        ),
      ],
    ],
    ['approve', () => [createApproveInstruction(from, other.publicKey, me, 77n, [], program)]],
    ['freeze', () => [createFreezeAccountInstruction(to, mint.publicKey, me, [], program)]],
    ['transfer to a frozen account', () => [move(1n)]],
    ['thaw', () => [createThawAccountInstruction(to, mint.publicKey, me, [], program)]],
    ['burn', () => [createBurnInstruction(from, mint.publicKey, me, 10n, [], program)]],
    [
      'reallocate',
      () => [createReallocateInstruction(from, me, [ExtensionType.MemoTransfer], me, [], program)],
    ],
    ['require memos', () => [createEnableRequiredMemoTransfersInstruction(from, me, [], program)]],
    [
      'close an account that is not empty',
      () => [createCloseAccountInstruction(from, me, me, [], program)],
    ],
    [
      'burn the rest',
      () => [createBurnInstruction(from, mint.publicKey, me, 10n ** 9n - 1510n, [], program)],
    ],
    ['close', () => [createCloseAccountInstruction(from, me, me, [], program)]],
    [
      'give the authority away',
      () => [
        createSetAuthorityInstruction(
          mint.publicKey,
          me,
          AuthorityType.MintTokens,
          null,
          [],
          program,
        ),
      ],
    ],
    ['mint after that', () => [createMintToInstruction(mint.publicKey, to, me, 1n, [], program)]],
    [
      'many in one',
      () => [
        move(1n),
        move(2n),
        move(3n),
        createBurnInstruction(from, mint.publicKey, me, 1n, [], program),
      ],
    ],
  ]
  const own2022 = new Set(['with a fee', 'reallocate', 'require memos'])
  const known = steps.filter(([name]) => program === TOKEN_2022_PROGRAM_ID || !own2022.has(name))
  it.each(known)('%s', (name, build) => {
    const signers = name === 'create the mint' ? [payer, mint] : [payer]
    const { own, peer } = pair.run(signed(build(), signers))
    expect(own).toEqual(peer)
    expect(peer.units).toBeGreaterThan(0)
  })
})

describe('lookup tables', () => {
  const pair = new Pair()
  const payer = funded(pair, 1)
  const other = keypair(5)
  const me = payer.publicKey
  // A table is named after a recent slot, which litesvm does not put among its slot hashes by itself.
  const recent = pair.peer.getClock().slot
  const remember = (...slots: readonly bigint[]) =>
    pair.peer.setSlotHashes(slots.map((slot) => ({ slot, hash: PublicKey.default.toBase58() })))
  remember(recent)
  pair.nextSlot()
  const created = (authority: PublicKey, recentSlot = recent) =>
    AddressLookupTableProgram.createLookupTable({ authority, payer: me, recentSlot })
  const [create, table] = created(me)
  const [createOther, frozen] = created(other.publicKey)
  const addresses = [5, 6, 7].map((byte) => keypair(byte).publicKey)
  const extend = (lookupTable: PublicKey, authority: PublicKey) =>
    AddressLookupTableProgram.extendLookupTable({ lookupTable, authority, payer: me, addresses })
  const freeze = (lookupTable: PublicKey, authority: PublicKey) =>
    AddressLookupTableProgram.freezeLookupTable({ lookupTable, authority })
  const deactivate = AddressLookupTableProgram.deactivateLookupTable({
    lookupTable: table,
    authority: me,
  })
  const close = AddressLookupTableProgram.closeLookupTable({
    lookupTable: table,
    authority: me,
    recipient: me,
  })
  const size = (key: PublicKey) => pair.read(key.toBytes()).data.length
  it.each([
    ['of no recent slot', [created(me, recent - 1n)[0]], 'InvalidInstructionData', 0],
    ['create', [create], undefined, 56],
    ['create again changes nothing', [create], undefined, 56],
    ['freeze an empty one', [freeze(table, me)], 'InvalidInstructionData', 56],
    ['extend', [extend(table, me)], undefined, 56 + 96],
    ['extend more', [extend(table, me), extend(table, me)], undefined, 56 + 3 * 96],
    ['extend for another', [extend(table, other.publicKey)], 'IncorrectAuthority', 56 + 3 * 96],
    ['close an active one', [close], 'InvalidArgument', 56 + 3 * 96],
    ['deactivate', [deactivate], undefined, 56 + 3 * 96],
    ['extend a deactivated one', [extend(table, me)], 'InvalidArgument', 56 + 3 * 96],
    ['close too early', [close], 'InvalidArgument', 56 + 3 * 96],
  ] as const)('%s', (_, instructions, error, length) => {
    const isOthers = instructions.some(({ keys }) =>
      keys.some(({ pubkey, isSigner }) => isSigner && pubkey.equals(other.publicKey)),
    )
    const { own, peer } = pair.run(signed(instructions, isOthers ? [payer, other] : [payer]))
    expect(own).toEqual(peer)
    expect(own.error).toBe(error && `instruction 0 ${error}`)
    expect(size(table)).toBe(length)
  })
  it('close when the slot of the deactivation is forgotten', () => {
    pair.nextSlot()
    remember(pair.peer.getClock().slot - 1n)
    const early = pair.run(signed([close], [payer]))
    expect(early.own).toEqual(early.peer)
    expect(early.own.error).toMatch('InvalidArgument')
    pair.nextSlot()
    remember(pair.peer.getClock().slot - 1n)
    const { own, peer } = pair.run(signed([close], [payer]))
    expect(own).toEqual(peer)
    expect(own.error).toBeUndefined()
    expect(size(table)).toBe(0)
  })
  it('frozen ones stay as they are', () => {
    remember(recent)
    const run = (...instructions: readonly TransactionInstruction[]) => {
      const { own, peer } = pair.run(signed(instructions, [payer, other]))
      expect(own).toEqual(peer)
      return own.error
    }
    const authority = other.publicKey
    expect(run(createOther, extend(frozen, authority), freeze(frozen, authority))).toBeUndefined()
    expect(size(frozen)).toBe(56 + 96)
    expect(run(extend(frozen, authority))).toBe('instruction 0 Immutable')
    expect(run(freeze(frozen, authority))).toBe('instruction 0 Immutable')
  })
})

describe('stake', () => {
  const pair = new Pair()
  const payer = funded(pair, 1)
  const me = payer.publicKey
  const stake = keypair(4)
  const split = keypair(5)
  const steps: [string, () => TransactionInstruction[], boolean?][] = [
    [
      'create',
      () =>
        StakeProgram.createAccount({
          fromPubkey: me,
          stakePubkey: stake.publicKey,
          authorized: new Authorized(me, me),
          lockup: new Lockup(0, 0, PublicKey.default),
          lamports: 3_000_000_000,
        }).instructions,
      true,
    ],
    [
      'authorize',
      () =>
        StakeProgram.authorize({
          stakePubkey: stake.publicKey,
          authorizedPubkey: me,
          newAuthorizedPubkey: me,
          stakeAuthorizationType: { index: 0 },
        }).instructions,
    ],
    [
      'delegate to nothing',
      () =>
        StakeProgram.delegate({
          stakePubkey: stake.publicKey,
          authorizedPubkey: me,
          votePubkey: split.publicKey,
        }).instructions,
    ],
    [
      'deactivate',
      () =>
        StakeProgram.deactivate({ stakePubkey: stake.publicKey, authorizedPubkey: me })
          .instructions,
    ],
    [
      'withdraw',
      () =>
        StakeProgram.withdraw({
          stakePubkey: stake.publicKey,
          authorizedPubkey: me,
          toPubkey: me,
          lamports: 1000,
        }).instructions,
    ],
    [
      'withdraw all',
      () =>
        StakeProgram.withdraw({
          stakePubkey: stake.publicKey,
          authorizedPubkey: me,
          toPubkey: me,
          lamports: 2_999_999_000,
        }).instructions,
    ],
  ]
  it.each(steps)('%s', (_, build, needsStake) => {
    const { own, peer } = pair.run(signed(build(), needsStake ? [payer, stake] : [payer]))
    expect(own).toEqual(peer)
  })
})
