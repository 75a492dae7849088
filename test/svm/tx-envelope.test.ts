/** Payloads 0x20 and 0x21 from envelopes, identity and locks across machines, simulation and views. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { SystemProgram, Transaction as Web3Transaction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import {
  createGenesis,
  deriveSvmAddress,
  encodeNativePayload,
  encodeSvmPayload,
  legacyId,
  Namespace,
  type Receipt,
  registrationDigest,
  type SolanaDetails,
  solanaAccount,
  solanaBindingText,
  solanaNextBlock,
  svmSimulate,
} from '../../src/index.ts'
import { encodeBase58 } from '../../src/primitives/base58.ts'
import { utf8 } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { Host, statuses } from '../support/host.ts'
import { ed25519Signer } from '../support/test-chain.ts'
import { keypair } from './tx-host.ts'

const SOL = 10n ** 18n
const LAMPORT = 10n ** 9n
const carol = ed25519Signer(0x31)
const alice = keypair(1)
const bob = keypair(2)
const SYSTEM = new Uint8Array(32)
const program = keypair(80).publicKey.toBytes()

const carolAddress = deriveSvmAddress(crypto, carol.id)

/** Carol has an identity with ten coins, linked to her derived addresses; Alice a Solana wallet. */
function host(): Host {
  const made = new Host({
    accounts: [{ id: carol.id, balance: 10n * SOL }],
    solanaAccounts: [
      {
        pubkey: alice.publicKey.toBase58(),
        account: {
          lamports: 5_000_000_000n,
          data: ['', 'base64'],
          owner: encodeBase58(SYSTEM),
          executable: false,
        },
      },
    ],
  })
  expect(statuses(made.run(made.create(carol)))).toEqual(['success'])
  return made
}

const transfer = (to: Uint8Array, lamports: bigint) =>
  encodeSvmPayload({ operation: 'transfer', to, lamports })

const invoke = (
  data: Uint8Array,
  accounts: readonly { address: Uint8Array; signer: boolean; writable: boolean }[],
) => encodeSvmPayload({ operation: 'invoke', program: SYSTEM, accounts, data })

function assignData(owner: Uint8Array): Uint8Array {
  const data = new Uint8Array(36)
  data[0] = 1
  data.set(owner, 4)
  return data
}

const one = ([receipt]: readonly Receipt[]): Receipt => {
  if (receipt === undefined) throw new Error('one receipt expected')
  return receipt
}

describe('envelopes', () => {
  it('0x21 moves lamports of the shared balance', () => {
    const chain = host()
    const receipt = one(
      chain.run(chain.envelope(carol, transfer(bob.publicKey.toBytes(), 2_000_000_000n))),
    )
    expect(receipt.status).toBe('success')
    expect(chain.balance(carol.id)).toBe(8n * SOL)
    expect(solanaAccount(chain.state, bob.publicKey.toBytes())?.lamports).toBe(2_000_000_000n)
    expect(receipt.logs.map(({ data }) => new TextDecoder().decode(data))).toEqual([
      'Program 11111111111111111111111111111111 invoke [1]',
      'Program 11111111111111111111111111111111 success',
    ])
  })

  it('0x21 obeys the rent minimum and the balance', () => {
    const chain = host()
    const to = bob.publicKey.toBytes()
    const poor = one(chain.run(chain.envelope(carol, transfer(to, 5n))))
    expect(poor.error?.name).toBe('RentNotCovered')
    // A failure's log lines are no logs, but the details have them.
    expect(poor.logs).toEqual([])
    expect(poor.details).toMatchObject({
      error: { name: 'InsufficientFundsForRent' },
      computeUnitsConsumed: 150,
      logs: [
        'Program 11111111111111111111111111111111 invoke [1]',
        'Program 11111111111111111111111111111111 success',
      ],
    })
    expect(
      one(chain.run(chain.envelope(carol, transfer(to, (11n * SOL) / LAMPORT)))).error?.name,
    ).toBe('InsufficientFunds')
    expect(chain.balance(carol.id)).toBe(10n * SOL)
  })

  it('0x20 runs a program with the acting address as its signer', () => {
    const chain = host()
    const data = new Uint8Array(12)
    data[0] = 2
    new DataView(data.buffer).setBigUint64(4, 1_000_000_000n, true)
    const payload = invoke(data, [
      { address: carolAddress, signer: true, writable: true },
      { address: bob.publicKey.toBytes(), signer: false, writable: true },
    ])
    expect(one(chain.run(chain.envelope(carol, payload))).status).toBe('success')
    expect(chain.balance(carol.id)).toBe(9n * SOL)
  })

  it('0x20 cannot sign for anybody else, nor write what it did not name writable', () => {
    const chain = host()
    const data = new Uint8Array(12)
    data[0] = 2
    data[4] = 1
    const other = invoke(data, [
      { address: alice.publicKey.toBytes(), signer: true, writable: true },
      { address: carolAddress, signer: false, writable: true },
    ])
    expect(one(chain.run(chain.envelope(carol, other))).error?.name).toBe('WrongActingAddress')
    const unsigned = invoke(data, [
      { address: alice.publicKey.toBytes(), signer: false, writable: true },
      { address: carolAddress, signer: false, writable: true },
    ])
    expect(one(chain.run(chain.envelope(carol, unsigned))).error?.name).toBe('InstructionFailed')
    const readonly = invoke(data, [
      { address: carolAddress, signer: true, writable: false },
      { address: alice.publicKey.toBytes(), signer: false, writable: true },
    ])
    expect(one(chain.run(chain.envelope(carol, readonly))).error?.name).toBe('InstructionFailed')
  })

  it('malformed payloads are rejected', () => {
    const chain = host()
    for (const bytes of [
      [0x20],
      [0x21],
      [0x21, ...new Uint8Array(41)],
      [0x20, ...new Uint8Array(32), 1],
      [0x22],
    ])
      expect(one(chain.run(chain.envelope(carol, Uint8Array.from(bytes)))).status).toBe('rejected')
    const badFlags = encodeSvmPayload({
      operation: 'invoke',
      program: SYSTEM,
      accounts: [{ address: carolAddress, signer: true, writable: true }],
      data: SYSTEM,
    })
    badFlags[34] = 4
    expect(one(chain.run(chain.envelope(carol, badFlags))).error?.name).toBe('MalformedPayload')
  })

  it('S14: keys registered before a change of SVM owner are void after it', () => {
    const chain = host()
    const payload = invoke(assignData(program), [
      { address: carolAddress, signer: true, writable: true },
    ])
    expect(one(chain.run(chain.envelope(carol, payload))).status).toBe('success')
    expect(chain.state.account(carol.id)?.epoch).toBe(1n)
    // Locked now: the account is the program's, no envelope of its keys moves anything.
    const pay = encodeNativePayload({
      operation: 'transfer',
      to: legacyId(crypto, Namespace.svm, bob.publicKey.toBytes()),
      amount: 1n,
    })
    expect(one(chain.run(chain.envelope(carol, pay))).error?.name).toBe('AccountLocked')
    // Even freed by the program again, the old key stays void.
    chain.edit((journal) => journal.setFlags(journal.account(carol.id), 0))
    expect(one(chain.run(chain.envelope(carol, pay))).error?.name).toBe('UnauthorizedKey')
    const fields = {
      id: carol.id,
      epoch: 0n,
      registrationNonce: 1n,
      algorithm: carol.algorithm,
      key: carol.publicKey,
      role: 0,
    }
    expect(registrationDigest(crypto, { ...chain.binding, ...fields })).not.toEqual(
      registrationDigest(crypto, { ...chain.binding, ...fields, epoch: 1n }),
    )
  })
})

describe('wallets', () => {
  function bound(): Host {
    const chain = host()
    const address = alice.publicKey.toBytes()
    const message = {
      ...chain.binding,
      identity: carol.id,
      wallet: address,
      epoch: 0n,
      registrationNonce: 1n,
    }
    const proof = ed25519.sign(utf8(solanaBindingText(message)), alice.secretKey.slice(0, 32))
    const bind = (signature: Uint8Array) =>
      encodeNativePayload({
        operation: 'bindAddress',
        namespace: Namespace.svm,
        address,
        proof: signature,
      })
    const forged = proof.with(3, proof[3]! ^ 1)
    expect(one(chain.run(chain.envelope(carol, bind(forged)))).error?.name).toBe(
      'ProofOfControlInvalid',
    )
    expect(one(chain.run(chain.envelope(carol, bind(proof)))).status).toBe('success')
    return chain
  }

  function pays(chain: Host, lamports: number): Receipt {
    const transaction = new Web3Transaction()
    transaction.recentBlockhash = encodeBase58(solanaNextBlock(chain.state).blockhash)
    transaction.feePayer = alice.publicKey
    transaction.add(
      SystemProgram.transfer({ fromPubkey: alice.publicKey, toPubkey: bob.publicKey, lamports }),
    )
    transaction.sign(alice)
    return one(chain.run({ kind: 'solana', bytes: transaction.serialize() }))
  }

  it('a bound wallet spends its identity by raw transactions', () => {
    const chain = bound()
    expect(chain.balance(carol.id)).toBe(15n * SOL)
    expect(solanaAccount(chain.state, alice.publicKey.toBytes())?.lamports).toBe(15_000_000_000n)
    const receipt = pays(chain, 7_000_000_000)
    expect(receipt).toMatchObject({ status: 'success', sender: carol.id })
    expect(chain.balance(carol.id)).toBe(8n * SOL - 5000n * LAMPORT)
    // The identity's own derived address forwards: it shows nothing, what it gets is the account's (S13).
    expect(solanaAccount(chain.state, carolAddress)).toBeUndefined()
  })

  it('S11: a revoked wallet signs nothing any more', () => {
    const chain = bound()
    const revoke = encodeNativePayload({
      operation: 'revokeAddress',
      namespace: Namespace.svm,
      address: alice.publicKey.toBytes(),
    })
    expect(one(chain.run(chain.envelope(carol, revoke))).status).toBe('success')
    expect(pays(chain, 1_000_000_000)).toMatchObject({
      status: 'rejected',
      error: { name: 'AddressRevoked' },
    })
    expect(
      one(chain.run(chain.envelope(carol, transfer(bob.publicKey.toBytes(), 1_000_000_000n))))
        .status,
    ).toBe('success')
  })

  it("S12: a wallet whose account is a program's cannot be bound", () => {
    const chain = host()
    const owned = legacyId(crypto, Namespace.svm, alice.publicKey.toBytes())
    const transaction = new Web3Transaction()
    transaction.recentBlockhash = encodeBase58(solanaNextBlock(chain.state).blockhash)
    transaction.feePayer = alice.publicKey
    transaction.add(
      SystemProgram.assign({ accountPubkey: alice.publicKey, programId: keypair(80).publicKey }),
    )
    transaction.sign(alice)
    expect(one(chain.run({ kind: 'solana', bytes: transaction.serialize() })).status).toBe(
      'success',
    )
    const address = alice.publicKey.toBytes()
    const message = {
      ...chain.binding,
      identity: carol.id,
      wallet: address,
      epoch: 0n,
      registrationNonce: 1n,
    }
    const proof = ed25519.sign(utf8(solanaBindingText(message)), alice.secretKey.slice(0, 32))
    const bind = encodeNativePayload({
      operation: 'bindAddress',
      namespace: Namespace.svm,
      address,
      proof,
    })
    expect(one(chain.run(chain.envelope(carol, bind))).error?.name).toBe('AccountLocked')
    expect(chain.state.account(owned)?.epoch).toBe(1n)
  })
})

describe('simulation', () => {
  const unsigned = (lamports: number, blockhash: Uint8Array): Uint8Array => {
    const { message } = compile(lamports, blockhash)
    return Uint8Array.of(1, ...new Uint8Array(64), ...message)
  }

  function compile(lamports: number, blockhash: Uint8Array) {
    const transaction = new Web3Transaction()
    transaction.recentBlockhash = encodeBase58(blockhash)
    transaction.feePayer = alice.publicKey
    transaction.add(
      SystemProgram.transfer({ fromPubkey: alice.publicKey, toPubkey: bob.publicKey, lamports }),
    )
    return { transaction, message: new Uint8Array(transaction.compileMessage().serialize()) }
  }

  it('runs unsigned transactions and changes nothing', () => {
    const chain = host()
    const root = chain.state.root
    const result = svmSimulate(chain.state, unsigned(1_000_000_000, SYSTEM))
    expect(result).toMatchObject({
      error: undefined,
      computeUnitsConsumed: 150,
      fee: { base: 5000n, priority: 0n },
    })
    expect(result.accounts.map(({ lamports }) => lamports)).toEqual([
      3_999_995_000n,
      1_000_000_000n,
      1n,
    ])
    expect(chain.state.root).toEqual(root)
    expect(svmSimulate(chain.state, unsigned(5, SYSTEM)).errorText).toBe(
      'Transaction results in an account (1) with insufficient funds for rent',
    )
    expect(() => svmSimulate(chain.state, unsigned(5, SYSTEM), { verifySignatures: true })).toThrow(
      'SignatureFailure',
    )
    expect(() => svmSimulate(chain.state, unsigned(5, SYSTEM), { checkBlockhash: true })).toThrow(
      'BlockhashNotFound',
    )
  })

  it('says what the block then does', () => {
    const chain = host()
    const { blockhash, slot } = solanaNextBlock(chain.state)
    const { transaction } = compile(1_000_000_000, blockhash)
    transaction.sign(alice)
    const bytes = new Uint8Array(transaction.serialize())
    const simulated = svmSimulate(chain.state, bytes, {
      verifySignatures: true,
      checkBlockhash: true,
    })
    const receipt = one(chain.run({ kind: 'solana', bytes }))
    const details = receipt.details as SolanaDetails
    expect(receipt.status).toBe('success')
    expect(details).toMatchObject({
      slot,
      logs: simulated.logs,
      computeUnitsConsumed: 150,
      fee: simulated.fee,
    })
    for (const { address, lamports } of simulated.accounts)
      expect(solanaAccount(chain.state, address)?.lamports).toBe(lamports)
    expect(receipt.gasUsed).toBe(15n)
    expect(receipt.fee).toEqual({
      paid: 5000n * LAMPORT,
      burnt: 2500n * LAMPORT,
      beneficiary: 2500n * LAMPORT,
    })
  })
})

describe('genesis', () => {
  it('refuses dumps that contradict themselves', () => {
    const dump =
      (account: object, pubkey = alice.publicKey.toBase58()) =>
      () =>
        createGenesis({
          chainId: 1n,
          solanaAccounts: [
            {
              pubkey,
              account: {
                lamports: 1,
                data: ['', 'base64'],
                owner: encodeBase58(SYSTEM),
                executable: false,
                ...account,
              },
            },
          ],
        })
    expect(dump({})).not.toThrow()
    expect(dump({ data: ['AAEC', 'base64'], space: 3, lamports: '7' })).not.toThrow()
    for (const account of [
      { lamports: 0 },
      { lamports: -1 },
      { data: ['AAE', 'base64'] },
      { data: ['', 'base64+zstd'] },
      { space: 5 },
      { owner: 'x' },
      { data: ['A*==', 'base64'] },
    ])
      expect(dump(account)).toThrow('InvalidGenesis')
    expect(dump({}, 'nobody')).toThrow('InvalidGenesis')
    expect(dump({ lamports: (1n << 64n) - 1n })).not.toThrow()
  })

  it('keeps large data in pages and gives it back', () => {
    const data = Uint8Array.from({ length: 10_000 }, (_, i) => (i < 5000 ? 0 : i & 255))
    const state = createGenesis({
      chainId: 1n,
      solanaAccounts: [
        {
          pubkey: alice.publicKey.toBase58(),
          account: { lamports: 100_000_000, data, owner: encodeBase58(program), executable: true },
        },
      ],
    })
    expect(solanaAccount(state, alice.publicKey.toBytes())).toMatchObject({
      data,
      executable: true,
      lamports: 100_000_000n,
    })
    expect(new Journal(state).supply.total).toBe(100_000_000n * LAMPORT)
  })
})
