/** Envelopes for the TVM (0x40 to 0x42), bound Tron wallets, and what their revocation closes. */
import { describe, expect, it } from 'vitest'
import { envelopeHashOf } from '../../src/envelope.ts'
import type { Transaction } from '../../src/index.ts'
import {
  decodeEnvelope,
  deriveTvmAddress,
  encodeTvmPayload,
  legacyId,
  tronBindingDigest,
} from '../../src/index.ts'
import { concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { Namespace } from '../../src/state/reader.ts'
import type { ContractMessages, ContractTypeName } from '../../src/vms/tvm/actuators/messages.ts'
import { tronAccount, tronDetails, tvmCall } from '../../src/vms/tvm/index.ts'
import { SUN } from '../../src/vms/tvm/state/ledger.ts'
import { Host, statuses } from '../support/host.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import { type Draft, rawOf, signRaw, type TronWallet, tronWallet } from '../support/tron-wallet.ts'

const alice = ed25519Signer(1)
const wallet = tronWallet(21)
const friend = tronWallet(22)
const stranger = tronWallet(23)
const derived = deriveTvmAddress(crypto, alice.id)
const NOW = 1_760_000_000n

function newHost() {
  const accounts = [alice.id, wallet.id, friend.id].map((id) => ({ id, balance: 1_000n * COIN }))
  const host = new Host({ accounts, number: 0n, timestamp: NOW })
  expect(statuses(host.run(host.create(alice)))).toEqual(['success'])
  return host
}

function sign<Name extends ContractTypeName>(
  host: Host,
  owner: TronWallet,
  type: Name,
  message: Omit<ContractMessages[Name], 'ownerAddress'>,
  draft: Omit<Draft<Name>, 'type' | 'message'> & { readonly signers?: readonly TronWallet[] } = {},
): Transaction {
  const { signers = [owner], ...fields } = draft
  const full = { ownerAddress: owner.address, ...message } as ContractMessages[Name]
  return signRaw(rawOf(host.state, NOW, { type, message: full, ...fields }), signers)
}

/** Init code that returns the runtime. */
const initCode = (runtime: string) => {
  const length = (runtime.length / 2).toString(16).padStart(2, '0')
  return hexToBytes(`60${length}600c60003960${length}6000f3${runtime}`)
}

describe('payloads of the TVM', () => {
  it('0x42 moves coin to a Tron address; the receipt has the envelope’s own hash', () => {
    const host = newHost()
    const to = stranger.address
    const envelope = host.envelope(alice, encodeTvmPayload({ to, value: 5n * SUN }))
    const [receipt] = host.run(envelope)
    expect(receipt).toMatchObject({ status: 'success', kind: 'envelope', machine: 'tvm' })
    expect(tronAccount(host.state, to).balance).toBe(5n)
    // 53 bytes of payload at 10, 25,000 for the account that the transfer creates.
    expect(receipt?.gasUsed).toBe(25_530n)
    const { signedPart } = decodeEnvelope(envelope.bytes, host.state.chain.limits)
    expect(receipt?.hash).toEqual(envelopeHashOf(crypto, signedPart))
    expect(tronDetails(receipt!)).toBeUndefined()
  })

  it('0x41 deploys and 0x40 calls in Tron’s namespace: CALLER is the acting address', () => {
    const host = newHost()
    // CALLER, MSTORE at 0, CALLVALUE, MSTORE at 32, RETURN 64 bytes
    const data = initCode('3360005234602052604060' + '00f3')
    const [created] = host.run(host.envelope(alice, encodeTvmPayload({ data })))
    expect(created?.error).toBeUndefined()
    const to = created?.created as Uint8Array
    expect(tronAccount(host.state, to)).toMatchObject({ exists: true, isContract: true })
    expect(host.state.record(0, legacyId(crypto, Namespace.evm, to))).toBeUndefined()
    const call = encodeTvmPayload({ to, value: 3n * SUN, data: Uint8Array.of(1) })
    const [called] = host.run(host.envelope(alice, call))
    expect(called?.status).toBe('success')
    expect(called?.output.subarray(12, 32)).toEqual(derived)
    expect(called?.output[63]).toBe(3)
    expect(tronAccount(host.state, to).balance).toBe(3n)
  })

  it('an address of a new contract is known before: it follows from sender and nonce', () => {
    const [one, two] = [newHost(), newHost()].map((host) => {
      const [receipt] = host.run(host.envelope(alice, encodeTvmPayload({ data: initCode('00') })))
      const [again] = host.run(host.envelope(alice, encodeTvmPayload({ data: initCode('00') })))
      expect(again?.created).not.toEqual(receipt?.created)
      return receipt?.created
    })
    expect(one).toEqual(two)
  })

  it('a failure rolls back and pays with gas', () => {
    const host = newHost()
    const [created] = host.run(
      host.envelope(alice, encodeTvmPayload({ data: initCode('600160005560006000fd') })),
    )
    const to = created?.created as Uint8Array
    const call = encodeTvmPayload({ to, value: 3n * SUN, data: Uint8Array.of(1) })
    const [reverted] = host.run(host.envelope(alice, call))
    expect(reverted?.status).toBe('reverted')
    expect(reverted?.gasUsed).toBe(540n + 20_012n)
    const [broke] = host.run(host.envelope(alice, call, { gasLimit: 20_000n }))
    expect([broke?.status, broke?.error?.name]).toEqual(['halted', 'OutOfGas'])
    expect(broke?.gasUsed).toBe(20_000n)
    expect(tronAccount(host.state, to).balance).toBe(0n)
  })

  it('parts of a sun, foreign acting addresses and other opcodes are refused', () => {
    const host = newHost()
    const to = stranger.address
    const payload = encodeTvmPayload({ to, value: SUN })
    const half = encodeTvmPayload({ to, value: SUN / 2n })
    const odd = Uint8Array.of(0x43, ...payload.subarray(1))
    const foreign = { actingAddress: friend.address }
    expect(statuses(host.run(host.envelope(alice, half)))).toEqual(['AmountOutOfRange'])
    expect(statuses(host.run(host.envelope(alice, odd)))).toEqual(['UnknownOpcode'])
    expect(statuses(host.run(host.envelope(alice, payload.subarray(0, 40))))).toEqual([
      'MalformedPayload',
    ])
    expect(statuses(host.run(host.envelope(alice, payload, foreign)))).toEqual([
      'WrongActingAddress',
    ])
  })
})

function bind(host: Host): Transaction {
  const digest = tronBindingDigest(crypto, {
    ...host.binding,
    identity: alice.id,
    wallet: wallet.address,
    epoch: 0n,
    registrationNonce: 1n,
  })
  const proof = wallet.sign(digest)
  const { address } = wallet
  return host.envelope(alice, {
    operation: 'bindAddress',
    namespace: Namespace.tvm,
    address,
    proof,
  })
}

describe('S11: a bound Tron wallet', () => {
  const pay = { toAddress: friend.address, amount: 7n }

  it('spends the identity’s coin by raw transactions, until it is revoked; then it signs for nobody', () => {
    const host = newHost()
    // The friend lets the wallet's key act for it, before the wallet is bound.
    const active = {
      type: 2,
      permissionName: 'active',
      threshold: 1n,
      parentId: 0,
      operations: hexToBytes('7fff1fc0033ef30f'.padEnd(64, '0')),
      keys: [{ address: wallet.address, weight: 1n }],
    }
    const owner = { ...active, type: 0, operations: new Uint8Array(0) }
    const keys = [{ address: friend.address, weight: 1n }]
    const share = sign(host, friend, 'AccountPermissionUpdateContract', {
      owner: { ...owner, keys },
      witness: undefined,
      actives: [active],
    })
    expect(statuses(host.run(share))).toEqual(['success'])
    expect(statuses(host.run(bind(host)))).toEqual(['success'])
    const [paid] = host.run(sign(host, wallet, 'TransferContract', pay))
    expect(paid).toMatchObject({ status: 'success', sender: alice.id })
    const forFriend = () =>
      sign(
        host,
        friend,
        'TransferContract',
        { toAddress: wallet.address, amount: 1n },
        { permissionId: 2, signers: [wallet] },
      )
    expect(statuses(host.run(forFriend()))).toEqual(['success'])
    const { address } = wallet
    const revoke = { operation: 'revokeAddress', namespace: Namespace.tvm, address } as const
    expect(statuses(host.run(host.envelope(alice, revoke)))).toEqual(['success'])
    const own = sign(host, wallet, 'TransferContract', pay)
    expect(statuses(host.run(own))).toEqual(['AddressRevoked'])
    expect(statuses(host.run(forFriend()))).toEqual(['AddressRevoked'])
  })

  it('S6: a transaction executed before the bind stays executed after it', () => {
    const host = newHost()
    const before = sign(host, wallet, 'TransferContract', pay)
    expect(statuses(host.run(before))).toEqual(['success'])
    expect(statuses(host.run(bind(host)))).toEqual(['success'])
    expect(statuses(host.run(before))).toEqual(['DuplicateTransaction'])
    // The wallet's own reference blocks still hold: only what it signs anew is executed.
    expect(statuses(host.run(sign(host, wallet, 'TransferContract', pay)))).toEqual(['success'])
  })
})

describe('S13: a call cannot act for an address it does not have', () => {
  it('simulated calls see balances of canonical addresses only', () => {
    const host = newHost()
    expect(statuses(host.run(bind(host)))).toEqual(['success'])
    // BALANCE of the address in the calldata
    const code = hexToBytes('6000353160005260206000f3')
    const to = new Uint8Array(20).fill(8)
    const balanceOf = (address: Uint8Array) =>
      BigInt(
        `0x${Buffer.from(
          tvmCall(host.state, {
            to,
            data: concatBytes(new Uint8Array(12), address),
            overrides: [{ address: to, code }],
          }).output,
        ).toString('hex')}`,
      )
    expect(balanceOf(wallet.address)).toBe(2_000n * 1_000_000n)
    expect(balanceOf(derived)).toBe(0n)
  })
})
