/** Transactions that @solana/spl-token builds and @solana/web3.js signs, in blocks, and what they do to the one ledger. */
import {
  AuthorityType,
  createApproveCheckedInstruction,
  createAssociatedTokenAccountInstruction,
  createBurnCheckedInstruction,
  createCloseAccountInstruction,
  createFreezeAccountInstruction,
  createInitializeAccount3Instruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  createRevokeInstruction,
  createSetAuthorityInstruction,
  createSyncNativeInstruction,
  createThawAccountInstruction,
  createTransferCheckedInstruction,
  createTransferInstruction,
  getAssociatedTokenAddressSync,
  NATIVE_MINT,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token'
import { Keypair, PublicKey, SystemProgram, TransactionInstruction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { servicesAfter } from '../../src/services-after.ts'
import { createToken, moveUnits } from '../../src/token/index.ts'
import { readMint, TOKEN_ERRORS } from '../../src/token/spl/index.ts'
import { createSvmEngine, encodeSvmPayload, solanaAccount } from '../../src/vms/svm/index.ts'
import { mintFace } from '../../src/vms/svm/programs/token/index.ts'
import { exampleProgram, SplChain } from '../support/spl/chain.ts'

const key = (n: number) => Keypair.fromSeed(new Uint8Array(32).fill(n))
const [alice, bob, carol, mint, plain] = [key(1), key(2), key(3), key(4), key(5)]
const SHARE = new Uint8Array(32).fill(77)
const error = (name: string) => TOKEN_ERRORS.findIndex(([known]) => known === name)
const ata = (owner: Keypair, of = mint.publicKey) =>
  getAssociatedTokenAddressSync(of, owner.publicKey)
const open = (owner: Keypair, of = mint.publicKey) =>
  createAssociatedTokenAccountInstruction(alice.publicKey, ata(owner, of), owner.publicKey, of)
const create = (account: Keypair, space: number) =>
  SystemProgram.createAccount({
    fromPubkey: alice.publicKey,
    newAccountPubkey: account.publicKey,
    lamports: (128 + space) * 6960,
    space,
    programId: TOKEN_PROGRAM_ID,
  })
const move = (from: PublicKey, to: PublicKey, owner: Keypair, amount: bigint) =>
  createTransferCheckedInstruction(from, mint.publicKey, to, owner.publicKey, amount, 6)

/** A chain where alice has 1,000 units, bob's account is open and `plain` is bob's second account. */
function start(): SplChain {
  const chain = new SplChain([alice, bob, carol], [exampleProgram(SHARE, 'share/share')])
  const { publicKey } = alice
  const initialize = createInitializeMint2Instruction(mint.publicKey, 6, publicKey, publicKey)
  expect(chain.outcome([create(mint, 82), initialize], [alice, mint])).toBeUndefined()
  expect(chain.outcome([open(alice), open(bob)], [alice])).toBeUndefined()
  const other = createInitializeAccount3Instruction(plain.publicKey, mint.publicKey, bob.publicKey)
  expect(chain.outcome([create(plain, 165), other], [alice, plain])).toBeUndefined()
  const supply = createMintToInstruction(mint.publicKey, ata(alice), publicKey, 1000n)
  expect(chain.outcome([supply], [alice])).toBeUndefined()
  return chain
}

const ADDRESSES = [ata(alice), ata(bob), ata(carol), plain.publicKey]

/** Units in all accounts of the mint. */
function total(chain: SplChain): bigint {
  return ADDRESSES.reduce((sum, address) => sum + (chain.amount(address) ?? 0n), 0n)
}

describe('one ledger behind SPL', () => {
  it('keeps what wallets do: mint, transfer, delegate, burn, close', () => {
    const chain = start()
    expect(chain.balance(mint.publicKey, alice.publicKey)).toBe(1000n)
    expect(chain.outcome([move(ata(alice), ata(bob), alice, 300n)], [alice])).toBeUndefined()
    expect(chain.outcome([move(ata(alice), plain.publicKey, alice, 50n)], [alice])).toBeUndefined()
    expect(chain.balance(mint.publicKey, bob.publicKey)).toBe(300n)
    expect(chain.amount(plain.publicKey)).toBe(50n)
    const { publicKey } = carol
    const approve = createApproveCheckedInstruction(
      ata(alice),
      mint.publicKey,
      publicKey,
      alice.publicKey,
      40n,
      6,
    )
    expect(chain.outcome([approve], [alice])).toBeUndefined()
    const spend = createTransferInstruction(ata(alice), ata(bob), publicKey, 30n)
    expect(chain.outcome([spend], [carol])).toBeUndefined()
    expect(chain.token(ata(alice))).toMatchObject({ delegateFlag: 1, delegatedAmount: 10n })
    expect(chain.outcome([spend], [carol])).toBe(error('InsufficientFunds'))
    expect(
      chain.outcome([createRevokeInstruction(ata(alice), alice.publicKey)], [alice]),
    ).toBeUndefined()
    expect(chain.outcome([spend], [carol])).toBe(error('OwnerMismatch'))
    const burn = createBurnCheckedInstruction(ata(bob), mint.publicKey, bob.publicKey, 330n, 6)
    expect(chain.outcome([burn], [bob])).toBeUndefined()
    expect(chain.mint(mint.publicKey).record.supply).toBe(670n)
    expect(total(chain)).toBe(670n)
    const close = createCloseAccountInstruction(ata(bob), bob.publicKey, bob.publicKey)
    expect(chain.outcome([close], [bob])).toBeUndefined()
    expect(chain.token(ata(bob))).toBeUndefined()
    const again = createCloseAccountInstruction(ata(alice), alice.publicKey, alice.publicKey)
    expect(chain.outcome([again], [alice])).toBe(error('NonNativeHasBalance'))
  })

  it('wraps and unwraps SOL as on Solana, outside the ledger', () => {
    const chain = start()
    const wrapped = ata(alice, NATIVE_MINT)
    const pay = SystemProgram.transfer({
      fromPubkey: alice.publicKey,
      toPubkey: wrapped,
      lamports: 5000,
    })
    expect(
      chain.outcome([open(alice, NATIVE_MINT), pay, createSyncNativeInstruction(wrapped)], [alice]),
    ).toBeUndefined()
    expect(chain.amount(wrapped)).toBe(5000n)
    expect(chain.lamports(wrapped)).toBe(2_039_280n + 5000n)
    expect(chain.ledger().mint(NATIVE_MINT.toBytes())).toBeUndefined()
    const close = createCloseAccountInstruction(wrapped, bob.publicKey, alice.publicKey)
    const before = chain.lamports(bob.publicKey)
    expect(chain.outcome([close], [alice])).toBeUndefined()
    expect(chain.lamports(bob.publicKey) - before).toBe(2_039_280n + 5000n)
  })

  it('shows a balance from another face when the account is created, and moves the same units', () => {
    const chain = start()
    chain.edit((ledger) => {
      const units = ledger.mint(mint.publicKey.toBytes())!
      const [from, to] = [
        units.receiver(chain.id(alice.publicKey)),
        units.receiver(chain.id(carol.publicKey)),
      ]
      expect(moveUnits(ledger, from, to, 77n)).toBeUndefined()
    })
    expect(chain.token(ata(carol))).toBeUndefined()
    expect(chain.outcome([open(carol)], [alice])).toBeUndefined()
    expect(chain.amount(ata(carol))).toBe(77n)
    expect(chain.outcome([move(ata(carol), ata(bob), carol, 7n)], [carol])).toBeUndefined()
    expect(chain.balance(mint.publicKey, carol.publicKey)).toBe(70n)
    expect(total(chain)).toBe(1000n)
  })

  it('shows mints of the factory as mint accounts, whose units SPL moves', () => {
    const chain = start()
    let id = new Uint8Array(32)
    chain.edit((ledger) => {
      ledger.addFace(mintFace(chain.accounts(ledger.journal)))
      const made = createToken(ledger, chain.id(alice.publicKey), {
        decimals: 2,
        metadata: { name: 'Factory', symbol: 'FAC', uri: '' },
        mintAuthority: undefined,
        freezeAuthority: undefined,
        supply: 500n,
        face: 0,
      })
      if (typeof made === 'string') throw new Error(made)
      id = new Uint8Array(made.id)
    })
    const token = new PublicKey(id)
    const account = solanaAccount(chain.state, id, { crypto })
    expect(account?.lamports).toBe(1_461_600n)
    expect(readMint(account!.data)).toMatchObject({ supply: 500n, decimals: 2, authorityFlag: 0 })
    const pay = createTransferCheckedInstruction(
      ata(alice, token),
      token,
      ata(bob, token),
      alice.publicKey,
      123n,
      2,
    )
    expect(chain.outcome([open(alice, token), open(bob, token), pay], [alice])).toBeUndefined()
    expect(chain.amount(ata(alice, token))).toBe(377n)
    expect(chain.balance(token, bob.publicKey)).toBe(123n)
    // Coin sent to the mint is not the sender's to take back, and changes nothing of the mint.
    const gift = { fromPubkey: alice.publicKey, toPubkey: token, lamports: 5_000_000 }
    expect(chain.outcome([SystemProgram.transfer(gift)], [alice])).toBeUndefined()
    expect(readMint(solanaAccount(chain.state, id, { crypto })!.data).supply).toBe(500n)
    expect(chain.outcome([pay], [alice])).toBeUndefined()
  })

  it('a program compiled from C reads the bytes and transfers by CPI', () => {
    const chain = start()
    const share = (percent: number, from = ata(alice)) =>
      new TransactionInstruction({
        programId: new PublicKey(SHARE),
        keys: [
          { pubkey: from, isSigner: false, isWritable: true },
          { pubkey: mint.publicKey, isSigner: false, isWritable: false },
          { pubkey: ata(bob), isSigner: false, isWritable: true },
          { pubkey: alice.publicKey, isSigner: true, isWritable: false },
          { pubkey: TOKEN_PROGRAM_ID, isSigner: false, isWritable: false },
        ],
        data: Buffer.from([percent]),
      })
    const receipt = chain.send([share(25)], [alice])
    expect(receipt.status).toBe('success')
    expect(chain.balance(mint.publicKey, bob.publicKey)).toBe(250n)
    expect(chain.outcome([share(10), share(100, ata(bob))], [alice])).toBe(error('OwnerMismatch'))
    expect(chain.balance(mint.publicKey, bob.publicKey)).toBe(250n)
    expect(total(chain)).toBe(1000n)
  })
})

describe('rules', () => {
  it('S18: freezing an associated account freezes the balance on every face, and outlives the account', () => {
    const chain = start()
    const freeze = createFreezeAccountInstruction(ata(bob), mint.publicKey, alice.publicKey)
    expect(chain.outcome([freeze], [alice])).toBeUndefined()
    const pocket = chain.mint(mint.publicKey).receiver(chain.id(bob.publicKey))
    expect(pocket.isFrozen).toBe(true)
    expect(chain.outcome([move(ata(alice), ata(bob), alice, 1n)], [alice])).toBe(
      error('AccountFrozen'),
    )
    // The second account of the same owner is another one.
    expect(chain.outcome([move(ata(alice), plain.publicKey, alice, 1n)], [alice])).toBeUndefined()
    const close = createCloseAccountInstruction(ata(bob), bob.publicKey, bob.publicKey)
    expect(chain.outcome([close], [bob])).toBeUndefined()
    expect(chain.outcome([open(bob)], [alice])).toBeUndefined()
    expect(chain.token(ata(bob))?.state).toBe(2)
    const thaw = createThawAccountInstruction(ata(bob), mint.publicKey, alice.publicKey)
    expect(chain.outcome([thaw], [alice])).toBeUndefined()
    expect(chain.outcome([move(ata(alice), ata(bob), alice, 1n)], [alice])).toBeUndefined()
  })

  it('S19: an account with another owner has units of its own, and never again its first owner’s', () => {
    const chain = start()
    const give = (from: Keypair, to: Keypair) =>
      createSetAuthorityInstruction(
        ata(alice),
        from.publicKey,
        AuthorityType.AccountOwner,
        to.publicKey,
      )
    expect(chain.outcome([give(alice, carol)], [alice])).toBeUndefined()
    expect(chain.balance(mint.publicKey, alice.publicKey)).toBe(0n)
    expect(chain.balance(mint.publicKey, carol.publicKey)).toBe(0n)
    expect(chain.amount(ata(alice))).toBe(1000n)
    expect(chain.outcome([move(ata(alice), ata(bob), alice, 1n)], [alice])).toBe(
      error('OwnerMismatch'),
    )
    expect(chain.outcome([give(carol, alice)], [carol])).toBeUndefined()
    chain.edit((ledger) => {
      const units = ledger.mint(mint.publicKey.toBytes())!
      expect(ledger.tokenAccount(ata(alice).toBytes())?.record.isAlias).toBe(false)
      expect(units.receiver(chain.id(alice.publicKey)).balance).toBe(0n)
    })
    // Emptied, closed and created again it is the alias, without a delegate from before.
    const approve = createApproveCheckedInstruction(
      ata(alice),
      mint.publicKey,
      carol.publicKey,
      alice.publicKey,
      9n,
      6,
    )
    const empty = move(ata(alice), ata(bob), alice, 1000n)
    const close = createCloseAccountInstruction(ata(alice), alice.publicKey, alice.publicKey)
    expect(chain.outcome([approve, empty, close, open(alice)], [alice])).toBeUndefined()
    expect(chain.token(ata(alice))).toMatchObject({ delegateFlag: 0, closeFlag: 0, amount: 0n })
    expect(chain.outcome([move(ata(bob), ata(alice), bob, 10n)], [bob])).toBeUndefined()
    expect(chain.balance(mint.publicKey, alice.publicKey)).toBe(10n)
    const steal = createTransferInstruction(ata(alice), ata(carol), carol.publicKey, 1n)
    expect(chain.outcome([open(carol), steal], [alice, carol])).toBe(error('OwnerMismatch'))
  })

  it('H7: nobody squats an associated address, and another account of an owner is no alias', () => {
    const chain = start()
    chain.edit((ledger) => {
      const units = ledger.mint(mint.publicKey.toBytes())!
      const [from, to] = [
        units.receiver(chain.id(alice.publicKey)),
        units.receiver(chain.id(carol.publicKey)),
      ]
      moveUnits(ledger, from, to, 100n)
    })
    // Bob makes an account for carol at an address of his own: it shows nothing of hers.
    const trap = key(9)
    const initialize = createInitializeAccount3Instruction(
      trap.publicKey,
      mint.publicKey,
      carol.publicKey,
    )
    expect(chain.outcome([create(trap, 165), initialize], [alice, trap])).toBeUndefined()
    expect(chain.amount(trap.publicKey)).toBe(0n)
    expect(chain.balance(mint.publicKey, carol.publicKey)).toBe(100n)
    // Only the ATA program signs for the address.
    const address = ata(carol)
    const squat = createInitializeAccount3Instruction(address, mint.publicKey, bob.publicKey)
    expect(chain.outcome([squat], [bob])).toBe('InvalidAccountData')
    const foreign = new TransactionInstruction({
      ...open(carol),
      keys: open(carol).keys.map((meta, i) =>
        i === 2 ? { ...meta, pubkey: bob.publicKey } : meta,
      ),
    })
    expect(chain.outcome([foreign], [alice])).toBe('InvalidSeeds')
    // Whoever pays, it is carol's.
    expect(chain.outcome([open(carol)], [alice])).toBeUndefined()
    expect(chain.token(address)).toMatchObject({ amount: 100n, owner: carol.publicKey.toBytes() })
  })

  it('S20: in a crossing the caller’s signature moves none of its tokens', () => {
    const chain = start()
    const steal = createTransferInstruction(ata(alice), ata(bob), alice.publicKey, 10n)
    const payload = encodeSvmPayload({
      operation: 'invoke',
      program: TOKEN_PROGRAM_ID.toBytes(),
      accounts: steal.keys.map(({ pubkey, isSigner, isWritable }) => ({
        address: pubkey.toBytes(),
        signer: isSigner,
        writable: isWritable,
      })),
      data: new Uint8Array(steal.data),
    })
    const call = (crossings: number) => {
      const machine = createSvmEngine().open(servicesAfter(chain.state, {}, { crypto }))
      machine.begin?.()
      const request = {
        payload,
        sender: chain.id(alice.publicKey),
        actingAddress: alice.publicKey.toBytes(),
        gasLimit: 1_000_000n,
        gasPrice: 0n,
        crossings,
        isStatic: false,
      }
      return machine.prepare(request).execute()
    }
    expect(call(0).status).toBe('success')
    expect(call(1)).toMatchObject({ status: 'reverted' })
  })

  it('what a program writes into a token account is refused, and state keeps no amounts', () => {
    const chain = start()
    const account = solanaAccount(chain.state, ata(alice).toBytes(), { crypto })
    expect(account?.data[64]).toBe(1000 & 255)
    const initialize = createInitializeMint2Instruction(
      mint.publicKey,
      0,
      bob.publicKey,
      bob.publicKey,
    )
    expect(chain.outcome([initialize], [bob])).toBe(error('AlreadyInUse'))
    const theft = createMintToInstruction(mint.publicKey, ata(bob), bob.publicKey, 1n)
    expect(chain.outcome([theft], [bob])).toBe(error('OwnerMismatch'))
    expect(total(chain)).toBe(1000n)
  })
})
