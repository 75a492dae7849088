/** The same rules through executeBlock: real wallets (viem), raw Ethereum transactions and envelopes side by side. */
import { describe, expect, it } from 'vitest'
import type { Transaction } from '../../src/index.ts'
import { createGenesis, deriveEvmAddress, ethereumStateRoot, legacyId } from '../../src/index.ts'
import { hexToBytes } from '../../src/primitives/bytes.ts'
import { Namespace } from '../../src/state/reader.ts'
import { encodePayload } from '../../src/vms/evm/payload.ts'
import { EVM_MACHINE, evmRecordCodec } from '../../src/vms/evm-core/record.ts'
import { Host, statuses } from '../support/host.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import type { Wallet } from '../support/wallet.ts'
import { eoa, transfer } from '../support/wallet.ts'

const alice = ed25519Signer(1)
const wallet = eoa(7)
const stranger = eoa(8)
const walletAddress = hexToBytes(wallet.address)
const walletId = legacyId(crypto, Namespace.evm, walletAddress)
const derived = deriveEvmAddress(crypto, alice.id)
const codec = evmRecordCodec(EVM_MACHINE)
const CHAIN = 1337n

const newHost = () =>
  new Host({
    accounts: [{ id: alice.id, balance: 10n * COIN }],
    alloc: {
      [wallet.address]: { balance: 5n * COIN },
      [stranger.address]: { balance: 5n * COIN },
    },
  })

async function boundHost(): Promise<Host> {
  const host = newHost()
  expect(statuses(host.run(host.create(alice)))).toEqual(['success'])
  expect(statuses(host.run(await transfer(wallet, stranger.address, 1n, 0)))).toEqual(['success'])
  expect(statuses(host.run(await host.bind(alice, wallet)))).toEqual(['success'])
  return host
}

const sendTo = (to: Wallet, value: bigint) => encodePayload({ to: hexToBytes(to.address), value })
const toHex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}` as const

describe('H11 with raw transactions', () => {
  it('coin a wallet sends to a derived address waits for the creation, in the same block too', async () => {
    const host = newHost()
    const receipts = host.run(
      await transfer(wallet, toHex(derived), COIN, 0),
      host.create(alice),
      await transfer(wallet, toHex(derived), COIN, 1),
    )
    expect(statuses(receipts)).toEqual(['success', 'success', 'success'])
    expect(host.balance(alice.id)).toBe(12n * COIN)
    expect(host.balance(legacyId(crypto, Namespace.evm, derived))).toBe(0n)
  })
})

describe('S6, S11: a bound wallet', () => {
  it('goes on signing raw transactions, with its nonce and the joint balance', async () => {
    const host = await boundHost()
    const fee = 21_000n
    expect(host.evmNonce(walletAddress)).toBe(1n)
    expect(host.balance(alice.id)).toBe(15n * COIN - 1n - fee)
    expect(host.balance(walletId)).toBe(0n)
    // The nonce it used before is used up.
    const replay = await transfer(wallet, stranger.address, 1n, 0)
    expect(statuses(host.run(replay))).toEqual(['NonceTooLow'])
    const big = await transfer(wallet, stranger.address, 12n * COIN, 1)
    const [receipt] = host.run(big)
    expect(receipt).toMatchObject({ status: 'success', sender: alice.id })
    expect(host.evmNonce(walletAddress)).toBe(2n)
  })

  it('is bound and used within one block', async () => {
    const host = newHost()
    host.run(host.create(alice))
    const receipts = host.run(
      await transfer(wallet, stranger.address, 1n, 0),
      await host.bind(alice, wallet),
      await transfer(wallet, stranger.address, 7n * COIN, 1),
      await transfer(stranger, wallet.address, COIN, 0),
    )
    expect(statuses(receipts)).toEqual(['success', 'success', 'success', 'success'])
    expect(host.balance(alice.id)).toBe(9n * COIN - 1n - 42_000n)
  })

  it('once revoked signs nothing, at once and for good; the identity still acts as its address', async () => {
    const host = await boundHost()
    const raw = await transfer(wallet, stranger.address, 1n, 1)
    expect(statuses(host.run(host.revoke(alice, wallet), raw))).toEqual([
      'success',
      'AddressRevoked',
    ])
    expect(statuses(host.run(raw))).toEqual(['AddressRevoked'])
    const [receipt] = host.run(host.envelope(alice, sendTo(stranger, COIN)))
    expect(receipt).toMatchObject({ status: 'success', sender: alice.id })
    expect(host.evmNonce(walletAddress)).toBe(2n)
    // What others send to it still reaches the identity.
    const before = host.balance(alice.id)
    host.run(await transfer(stranger, wallet.address, COIN, 0))
    expect(host.balance(alice.id)).toBe(before + COIN)
  })

  it('once revoked delegates its code to nobody', async () => {
    const host = await boundHost()
    host.run(host.revoke(alice, wallet))
    const authorization = await wallet.signAuthorization({
      address: stranger.address,
      chainId: Number(CHAIN),
      nonce: 1,
    })
    const signed = await stranger.signTransaction({
      type: 'eip7702',
      chainId: Number(CHAIN),
      nonce: 0,
      gas: 100_000n,
      maxFeePerGas: 1n,
      maxPriorityFeePerGas: 1n,
      to: stranger.address,
      authorizationList: [authorization],
    })
    const raw: Transaction = { kind: 'ethereum', bytes: hexToBytes(signed) }
    expect(statuses(host.run(raw))).toEqual(['success'])
    const record = codec.decode(host.state.record(EVM_MACHINE, alice.id)!)
    expect(record).toMatchObject({ nonce: 1n, codeHash: undefined })
  })
})

describe('S13: envelopes for the EVM', () => {
  it('act as the canonical address, raise its nonce by one, and only its own', async () => {
    const host = newHost()
    host.run(host.create(alice))
    expect(statuses(host.run(host.envelope(alice, sendTo(stranger, 1n))))).toEqual(['success'])
    expect(host.evmNonce(derived)).toBe(1n)
    expect(host.state.account(alice.id)?.nonce).toBe(2n)
  })

  it('may name a bound address; one that forwards keeps its own nonce', async () => {
    const host = await boundHost()
    const pay = sendTo(stranger, 1n)
    expect(statuses(host.run(host.envelope(alice, pay)))).toEqual(['success'])
    expect([host.evmNonce(walletAddress), host.evmNonce(derived)]).toEqual([2n, 0n])
    const acting = { actingAddress: derived }
    expect(statuses(host.run(host.envelope(alice, pay, acting)))).toEqual(['success'])
    expect([host.evmNonce(walletAddress), host.evmNonce(derived)]).toEqual([2n, 1n])
    const foreign = { actingAddress: hexToBytes(stranger.address) }
    expect(statuses(host.run(host.envelope(alice, pay, foreign)))).toEqual(['WrongActingAddress'])
  })

  it('msg.sender and ORIGIN are the acting address, BALANCE of one that forwards is 0', async () => {
    const host = await boundHost()
    // Init code that returns CALLER, ORIGIN, BALANCE(caller) and BALANCE(argument) as the code it deploys.
    const probe = (address: Uint8Array) =>
      hexToBytes(
        `33600052326020523331604052${`73${toHex(address).slice(2)}31606052`}6080${'6000f3'}`,
      )
    const word = (bytes: Uint8Array, index: number) =>
      BigInt(toHex(bytes.subarray(32 * index, 32 * index + 32)))
    const run = (actingAddress: Uint8Array, other: Uint8Array) => {
      const create = encodePayload({ data: probe(other) })
      const [receipt] = host.run(host.envelope(alice, create, { actingAddress }))
      expect(receipt?.status).toBe('success')
      const record = codec.decode(
        host.state.record(EVM_MACHINE, legacyId(crypto, Namespace.evm, receipt!.created!))!,
      )
      return host.state.blob(record.codeHash!)!
    }
    const asWallet = run(new Uint8Array(0), derived)
    expect(word(asWallet, 0)).toBe(BigInt(wallet.address))
    expect(word(asWallet, 1)).toBe(BigInt(wallet.address))
    expect(word(asWallet, 2)).toBe(host.balance(alice.id))
    expect(word(asWallet, 3)).toBe(0n)
    const asDerived = run(derived, walletAddress)
    expect(word(asDerived, 0)).toBe(BigInt(toHex(derived)))
    expect(word(asDerived, 2)).toBe(0n)
    expect(word(asDerived, 3)).toBe(host.balance(alice.id))
  })

  it('a raw transaction is its signer, never the identity by another address', async () => {
    const host = await boundHost()
    const [receipt] = host.run(await transfer(stranger, wallet.address, 1n, 0))
    expect(receipt?.sender).toEqual(legacyId(crypto, Namespace.evm, hexToBytes(stranger.address)))
  })
})

describe('S12 with a contract at a derived address', () => {
  it('creation skips the EVM when the address has code', () => {
    const host = new Host({
      accounts: [{ id: alice.id, balance: COIN }],
      alloc: { [toHex(derived)]: { balance: 7n, code: '0x00' } },
    })
    expect(statuses(host.run(host.create(alice)))).toEqual(['success'])
    expect(host.state.alias(Namespace.evm, derived)).toBeUndefined()
    expect(host.balance(legacyId(crypto, Namespace.evm, derived))).toBe(7n)
    const pay = host.envelope(alice, sendTo(stranger, 1n))
    expect(statuses(host.run(pay))).toEqual(['WrongActingAddress'])
  })
})

describe('S13: the Merkle-Patricia view', () => {
  it('shows an account once, at its canonical address', async () => {
    const host = await boundHost()
    const zero = `0x${'00'.repeat(20)}`
    const same = createGenesis({
      chainId: CHAIN,
      alloc: {
        [wallet.address]: { balance: 15n * COIN - 1n - 21_000n, nonce: 1n },
        [stranger.address]: { balance: 5n * COIN + 1n },
        [zero]: { balance: 21_000n },
      },
    })
    expect(ethereumStateRoot(crypto, host.state)).toEqual(ethereumStateRoot(crypto, same))
  })
})
