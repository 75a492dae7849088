/** Wire format against @solana/web3.js and @solana/kit, and what it refuses. */
import {
  AccountRole,
  appendTransactionMessageInstruction,
  address as asAddress,
  blockhash as asBlockhash,
  createKeyPairSignerFromPrivateKeyBytes,
  createTransactionMessage,
  getTransactionEncoder,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit'
import {
  ComputeBudgetProgram,
  Keypair,
  PublicKey,
  SystemProgram,
  Transaction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { InvalidTransactionError } from '../../src/errors.ts'
import { ByteArena } from '../../src/primitives/arena.ts'
import { decodeBase58, encodeBase58 } from '../../src/primitives/base58.ts'
import { concatBytes } from '../../src/primitives/bytes.ts'
import { isReserved, ProgramId, SysvarId } from '../../src/vms/svm/ids.ts'
import { KeyTable } from '../../src/vms/svm/known-keys.ts'
import { computeBudgetOf, feeOf } from '../../src/vms/svm/transaction/compute-budget.ts'
import {
  decodeSolanaTransaction,
  encodeSolanaTransaction,
  readTransaction,
} from '../../src/vms/svm/transaction/decode.ts'
import { encodeMessage } from '../../src/vms/svm/transaction/message.ts'
import { sanitize } from '../../src/vms/svm/transaction/sanitize.ts'
import { encodeShortvec, WireReader } from '../../src/vms/svm/transaction/wire-reader.ts'

const key = (seed: number) => Keypair.fromSeed(new Uint8Array(32).fill(seed))
const alice = key(1)
const bob = key(2)
const blockhash = encodeBase58(new Uint8Array(32).fill(9))

function legacy(): Uint8Array {
  const transaction = new Transaction()
  transaction.recentBlockhash = blockhash
  transaction.feePayer = alice.publicKey
  transaction.add(
    ComputeBudgetProgram.setComputeUnitLimit({ units: 5000 }),
    SystemProgram.transfer({ fromPubkey: alice.publicKey, toPubkey: bob.publicKey, lamports: 7 }),
  )
  transaction.sign(alice)
  return new Uint8Array(transaction.serialize())
}

function versioned(): Uint8Array {
  const message = new TransactionMessage({
    payerKey: alice.publicKey,
    recentBlockhash: blockhash,
    instructions: [
      SystemProgram.transfer({ fromPubkey: alice.publicKey, toPubkey: bob.publicKey, lamports: 7 }),
    ],
  }).compileToV0Message([])
  const transaction = new VersionedTransaction(message)
  transaction.sign([alice])
  return transaction.serialize()
}

function refusal(bytes: Uint8Array): string {
  try {
    sanitize(decodeSolanaTransaction(bytes))
  } catch (error) {
    if (error instanceof InvalidTransactionError) return error.codeName
    throw error
  }
  return 'accepted'
}

describe('wire format', () => {
  it.each([
    ['legacy', legacy],
    ['version 0', versioned],
  ])('reads what web3.js writes and writes it back: %s', (_, make) => {
    const bytes = make()
    const decoded = decodeSolanaTransaction(bytes)
    sanitize(decoded)
    expect(encodeSolanaTransaction(decoded.message, decoded.signatures)).toEqual(bytes)
    expect(encodeMessage(decoded.message)).toEqual(decoded.messageBytes)
    const peer = VersionedTransaction.deserialize(bytes)
    expect(decoded.message.staticKeys.map((k) => new PublicKey(k).toBase58())).toEqual(
      peer.message.staticAccountKeys.map((k) => k.toBase58()),
    )
    expect(decoded.message.instructions.map((ix) => ix.data)).toEqual(
      peer.message.compiledInstructions.map((ix) => new Uint8Array(ix.data)),
    )
  })

  it('reads what @solana/kit signs, and its signature verifies', async () => {
    const signer = await createKeyPairSignerFromPrivateKeyBytes(new Uint8Array(32).fill(1))
    const message = pipe(
      createTransactionMessage({ version: 0 }),
      (m) => setTransactionMessageFeePayerSigner(signer, m),
      (m) =>
        setTransactionMessageLifetimeUsingBlockhash(
          { blockhash: asBlockhash(blockhash), lastValidBlockHeight: 1n },
          m,
        ),
      (m) =>
        appendTransactionMessageInstruction(
          {
            programAddress: asAddress('11111111111111111111111111111111'),
            accounts: [{ address: signer.address, role: AccountRole.WRITABLE_SIGNER }],
            data: Uint8Array.of(8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
          },
          m,
        ),
    )
    const signed = await signTransactionMessageWithSigners(message)
    const bytes = Uint8Array.from(getTransactionEncoder().encode(signed))
    const decoded = decodeSolanaTransaction(bytes)
    sanitize(decoded)
    expect(decoded.message).toMatchObject({ version: 0, lookups: [] })
    expect(encodeBase58(decoded.message.staticKeys[0]!)).toBe(signer.address)
    expect(
      nobleCrypto.ed25519Verify(
        decoded.messageBytes,
        decoded.signatures[0]!,
        decoded.message.staticKeys[0]!,
      ),
    ).toBe(true)
    expect(encodeSolanaTransaction(decoded.message, decoded.signatures)).toEqual(bytes)
  })

  it('leaves a Buffer as it was: slices of one share its memory', () => {
    const bytes = Buffer.from(legacy())
    const before = Uint8Array.from(bytes)
    const { signatures, messageBytes, message } = decodeSolanaTransaction(bytes)
    const verify = () =>
      nobleCrypto.ed25519Verify(
        messageBytes,
        Buffer.from(signatures[0]!),
        Buffer.from(message.staticKeys[0]!),
      )
    expect(verify()).toBe(true)
    const signature = Buffer.from(signatures[0]!)
    nobleCrypto.ed25519Verify(messageBytes, signature, message.staticKeys[0]!)
    expect(Uint8Array.from(signature)).toEqual(signatures[0])
    expect(Uint8Array.from(bytes)).toEqual(before)
    bytes.fill(0)
    expect(verify()).toBe(true)
  })

  it('has one encoding of every length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), (value) => {
        const bytes = encodeShortvec(value)
        const reader = new WireReader(bytes, (text) => {
          throw new Error(text)
        })
        expect(reader.shortvec('n')).toBe(value)
        reader.end()
      }),
      { seed: 1, numRuns: 500 },
    )
    const read = (...bytes: number[]) =>
      new WireReader(Uint8Array.from(bytes), (text) => {
        throw new Error(text)
      }).shortvec('n')
    expect(() => read(0x80, 0x00)).toThrow('shortest')
    expect(() => read(0xff, 0xff, 0x04)).toThrow('65535')
    expect(() => read(0x80, 0x80, 0x80)).toThrow('three bytes')
    expect(() => read(0x80)).toThrow('the end')
    expect(read(0xff, 0xff, 0x03)).toBe(0xffff)
  })

  it('refuses every prefix, a tail, a version and more than 1,232 bytes', () => {
    for (const bytes of [legacy(), versioned()]) {
      for (let end = 0; end < bytes.length; end++)
        expect(refusal(bytes.subarray(0, end))).toBe('MalformedTransaction')
      expect(refusal(concatBytes(bytes, Uint8Array.of(0)))).toBe('MalformedTransaction')
    }
    const bytes = versioned()
    bytes[65] = 0x81
    expect(refusal(bytes)).toBe('UnsupportedTransactionType')
    expect(refusal(new Uint8Array(1233))).toBe('MalformedTransaction')
  })

  it('refuses headers and indexes that do not fit', () => {
    const { message, signatures } = decodeSolanaTransaction(legacy())
    const name = (change: object, signs = signatures) =>
      refusal(encodeSolanaTransaction({ ...message, ...change }, signs))
    const header = message.header
    expect(name({})).toBe('accepted')
    expect(name({ header: { ...header, readonlySigned: 1 } })).toBe('MalformedTransaction')
    expect(name({ header: { ...header, requiredSignatures: 2 } })).toBe('MalformedTransaction')
    expect(name({ header: { ...header, readonlyUnsigned: 4 } })).toBe('MalformedTransaction')
    expect(name({ header: { ...header, requiredSignatures: 0 } }, [])).toBe('MalformedTransaction')
    const [first, second] = message.instructions
    if (first === undefined || second === undefined) throw new Error('two instructions expected')
    expect(name({ instructions: [{ ...first, program: 0 }] })).toBe('MalformedTransaction')
    expect(name({ instructions: [{ ...first, program: 4 }] })).toBe('MalformedTransaction')
    expect(name({ instructions: [{ ...second, accounts: Uint8Array.of(0, 4) }] })).toBe(
      'MalformedTransaction',
    )
    expect(name({ instructions: Array.from({ length: 65 }, () => first) })).toBe(
      'MalformedTransaction',
    )
    const lookup = {
      table: new Uint8Array(32),
      writable: new Uint8Array(),
      readonly: new Uint8Array(),
    }
    expect(name({ version: 0, lookups: [lookup] })).toBe('MalformedTransaction')
    expect(name({ version: 0, lookups: [{ ...lookup, readonly: Uint8Array.of(1) }] })).toBe(
      'accepted',
    )
  })
})

describe('addresses', () => {
  it('agree with web3.js in both directions', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const text = encodeBase58(bytes)
        expect(text).toBe(new PublicKey(bytes).toBase58())
        expect(decodeBase58(text)).toEqual(bytes)
      }),
      { seed: 2, numRuns: 200 },
    )
    expect(() => decodeBase58('0')).toThrow(TypeError)
    expect(() => decodeBase58('1'.repeat(300))).toThrow(TypeError)
  })

  it('reserve programs and sysvars, not the token program', () => {
    expect(isReserved(SysvarId.instructions)).toBe(true)
    expect(isReserved(ProgramId.stake)).toBe(true)
    expect(isReserved(ProgramId.token)).toBe(false)
    expect(isReserved(alice.publicKey.toBytes())).toBe(false)
  })
})

describe('compute budget', () => {
  const budget = (...instructions: Parameters<Transaction['add']>) => {
    const transaction = new Transaction()
    transaction.recentBlockhash = blockhash
    transaction.feePayer = alice.publicKey
    transaction.add(...instructions)
    transaction.sign(alice)
    const bytes = new Uint8Array(transaction.serialize())
    const { message } = readTransaction(bytes, new KeyTable(), new ByteArena())
    const found = computeBudgetOf(message)
    return { ...found, fee: feeOf(message, found) }
  }
  const pay = SystemProgram.transfer({
    fromPubkey: alice.publicKey,
    toPubkey: bob.publicKey,
    lamports: 1,
  })

  it('has defaults per instruction', () => {
    expect(budget(pay)).toMatchObject({ unitLimit: 3000, heapBytes: 32768, unitPrice: 0n })
    expect(budget(pay, pay).fee).toEqual({ base: 5000n, priority: 0n })
  })

  it('rounds the priority fee up', () => {
    const priced = budget(
      ComputeBudgetProgram.setComputeUnitLimit({ units: 1001 }),
      ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1001 }),
      pay,
    )
    expect(priced.fee.priority).toBe(2n)
    expect(priced.unitLimit).toBe(1001)
  })
})
