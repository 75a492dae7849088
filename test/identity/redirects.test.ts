/**
 * H11: what is sent to the legacy id of a bound wallet arrives at its identity, whatever the wallet did before it was bound; and
 * whatever rule of its chain it has, it can be bound.
 */
import { expect, it } from 'vitest'
import { Namespace, tronBindingDigest } from '../../src/index.ts'
import { concatBytes } from '../../src/primitives/bytes.ts'
import { tronParameters } from '../../src/vms/tvm/state/parameters.ts'
import { knownOperations } from '../../src/vms/tvm/state/permissions.ts'
import { Host, statuses } from '../support/host.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import type { TronWallet } from '../support/tron-wallet.ts'
import { rawOf, signRaw, tronWallet } from '../support/tron-wallet.ts'

const NOW = 1_760_000_000n
const alice = ed25519Signer(1)
const payer = ed25519Signer(2)
const wallet = tronWallet(31)
const guard = tronWallet(32)

function setOwner(host: Host, threshold: bigint, guards: readonly TronWallet[]): void {
  const rule = {
    ...{ type: 0, permissionName: 'owner', threshold, parentId: 0, operations: new Uint8Array(0) },
    keys: guards.map(({ address }) => ({ address, weight: 1n })),
  }
  const operations = knownOperations(tronParameters())
  const own = { threshold: 1n, keys: [{ address: wallet.address, weight: 1n }] }
  const actives = [{ ...rule, ...own, type: 2, operations }]
  const message = { ownerAddress: wallet.address, owner: rule, witness: undefined, actives }
  const raw = rawOf(host.state, NOW, { type: 'AccountPermissionUpdateContract', message })
  expect(statuses(host.execute([signRaw(raw, [wallet])], { timestamp: NOW }))).toEqual(['success'])
  expect(host.state.account(wallet.id)?.epoch).toBe(1n)
}

/** Alice creates her account and binds the wallet, with the signatures of those who own it now. */
function bind(host: Host, guards: readonly TronWallet[]): string | undefined {
  expect(statuses(host.run(host.create(alice)))).toEqual(['success'])
  const { address } = wallet
  const text = { ...host.binding, identity: alice.id, wallet: address, epoch: 0n }
  const digest = tronBindingDigest(crypto, { ...text, registrationNonce: 1n })
  const proof = concatBytes(...guards.map((guard) => guard.sign(digest)))
  const payload = { operation: 'bindAddress', namespace: Namespace.tvm, address, proof } as const
  return statuses(host.run(host.envelope(alice, payload)))[0]
}

function newHost(): Host {
  const accounts = [alice.id, payer.id, wallet.id].map((id) => ({ id, balance: 1_000n * COIN }))
  return new Host({ accounts, number: 0n, timestamp: NOW })
}

it('a wallet of five owners is bound by all of them, and by no fewer', () => {
  const guards = [32, 33, 34, 35, 36].map(tronWallet)
  const all = newHost()
  setOwner(all, 5n, guards)
  expect(bind(all, guards)).toBe('success')
  const four = newHost()
  setOwner(four, 5n, guards)
  expect(bind(four, guards.slice(1))).toBe('ProofOfControlInvalid')
})

it('coin arrives also if the wallet had changed its owner permission, which raised the epoch of its own account', () => {
  const host = newHost()
  setOwner(host, 1n, [guard])
  expect(bind(host, [guard])).toBe('success')
  const before = host.balance(alice.id)
  const pay = { operation: 'transfer', to: wallet.id, amount: COIN } as const
  expect(statuses(host.run(host.envelope(payer, pay)))).toEqual(['success'])
  expect(host.balance(wallet.id)).toBe(0n)
  expect(host.balance(alice.id)).toBe(before + COIN)
})
