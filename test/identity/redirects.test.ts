/** H11: what is sent to the legacy id of a bound wallet arrives at its identity, whatever the wallet did before it was bound. */
import { expect, it } from 'vitest'
import type { NativePayload } from '../../src/index.ts'
import { Namespace, tronBindingDigest } from '../../src/index.ts'
import { tronParameters } from '../../src/vms/tvm/state/parameters.ts'
import { knownOperations } from '../../src/vms/tvm/state/permissions.ts'
import { Host, statuses } from '../support/host.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import { rawOf, signRaw, tronWallet } from '../support/tron-wallet.ts'

const NOW = 1_760_000_000n
const alice = ed25519Signer(1)
const payer = ed25519Signer(2)
const wallet = tronWallet(31)
const guard = tronWallet(32)

it('also if the wallet had changed its owner permission, which raised the epoch of its own account', () => {
  const accounts = [alice.id, payer.id, wallet.id].map((id) => ({ id, balance: 1_000n * COIN }))
  const host = new Host({ accounts, number: 0n, timestamp: NOW })
  const key = (address: Uint8Array) => [{ address, weight: 1n }]
  const owner = {
    ...{ type: 0, permissionName: 'owner', threshold: 1n, parentId: 0 },
    ...{ operations: new Uint8Array(0), keys: key(guard.address) },
  }
  const operations = knownOperations(tronParameters())
  const actives = [{ ...owner, type: 2, operations, keys: key(wallet.address) }]
  const message = { ownerAddress: wallet.address, owner, witness: undefined, actives }
  const raw = rawOf(host.state, NOW, { type: 'AccountPermissionUpdateContract', message })
  expect(statuses(host.execute([signRaw(raw, [wallet])], { timestamp: NOW }))).toEqual(['success'])
  expect(host.state.account(wallet.id)?.epoch).toBe(1n)

  expect(statuses(host.run(host.create(alice)))).toEqual(['success'])
  const { address } = wallet
  const text = { ...host.binding, identity: alice.id, wallet: address, epoch: 0n }
  const proof = guard.sign(tronBindingDigest(crypto, { ...text, registrationNonce: 1n }))
  const bind: NativePayload = { operation: 'bindAddress', namespace: Namespace.tvm, address, proof }
  expect(statuses(host.run(host.envelope(alice, bind)))).toEqual(['success'])

  const before = host.balance(alice.id)
  const pay = { operation: 'transfer', to: wallet.id, amount: COIN } as const
  expect(statuses(host.run(host.envelope(payer, pay)))).toEqual(['success'])
  expect(host.balance(wallet.id)).toBe(0n)
  expect(host.balance(alice.id)).toBe(before + COIN)
})
