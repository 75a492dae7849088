/**
 * Random creations, links, bindings, revocations and payments by envelopes and raw transactions: coin is conserved,
 * no EVM nonce decreases (S6), each account has at most one canonical address (S13), a rejected transaction has not
 * happened, and a revoked wallet signs nothing (S11).
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keysOf } from '../../src/identity/keys.ts'
import type { Transaction } from '../../src/index.ts'
import { deriveEvmAddress, legacyId } from '../../src/index.ts'
import { bytesToHex, equalBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { Namespace } from '../../src/state/reader.ts'
import { encodePayload } from '../../src/vms/evm/payload.ts'
import { Host } from '../support/host.ts'
import { COIN, crypto, ed25519Signer, secp256k1Signer } from '../support/test-chain.ts'
import { eoa, transfer } from '../support/wallet.ts'

const EVM = Namespace.evm
const signers = [ed25519Signer(1), secp256k1Signer(2), ed25519Signer(3)]
const wallets = [eoa(11), eoa(12), eoa(13)]
const walletAddresses = wallets.map(({ address }) => hexToBytes(address))
const walletIds = walletAddresses.map((address) => legacyId(crypto, EVM, address))
const derived = signers.map(({ id }) => deriveEvmAddress(crypto, id))
const derivedOfWallets = walletIds.map((id) => deriveEvmAddress(crypto, id))
const addresses = [...walletAddresses, ...derived, ...derivedOfWallets]
const ids = [...signers.map(({ id }) => id), ...walletIds]

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('create', 'link', 'bind', 'revoke', 'raw', 'raw', 'evm', 'native'),
    actor: fc.nat(2),
    other: fc.nat(2),
    target: fc.nat(8),
    amount: fc.bigInt({ min: 0n, max: COIN }),
    acting: fc.nat(9),
  }),
  { minLength: 15, maxLength: 30 },
)
type Step = typeof steps extends fc.Arbitrary<readonly (infer T)[]> ? T : never

function newHost(): Host {
  const alloc = Object.fromEntries(wallets.map(({ address }) => [address, { balance: 5n * COIN }]))
  return new Host({ accounts: signers.map(({ id }) => ({ id, balance: 5n * COIN })), alloc })
}

function registrationNonce(host: Host, id: Uint8Array): bigint {
  try {
    return keysOf(new Journal(host.state), id).registrationNonce
  } catch {
    return 0n
  }
}

async function transactionOf(host: Host, step: Step): Promise<Transaction> {
  const signer = signers[step.actor]!
  const wallet = wallets[step.other]!
  const to = addresses[step.target]!
  switch (step.kind) {
    case 'create':
      return host.create(signer)
    case 'link':
      return host.envelope(signer, { operation: 'link', id: ids[step.target % ids.length]! })
    case 'bind': {
      const nonce = registrationNonce(host, signer.id)
      return host.bind(signer, wallet, { registrationNonce: nonce })
    }
    case 'revoke':
      return host.revoke(signer, wallet)
    case 'raw': {
      const nonce = Number(host.evmNonce(walletAddresses[step.other]!))
      return transfer(wallet, `0x${bytesToHex(to)}`, step.amount, nonce)
    }
    case 'evm': {
      const actingAddress = addresses[step.acting] ?? new Uint8Array(0)
      return host.envelope(signer, encodePayload({ to, value: step.amount }), { actingAddress })
    }
    case 'native': {
      const id = ids[step.target % ids.length]!
      return host.envelope(signer, { operation: 'transfer', to: id, amount: step.amount })
    }
  }
}

function coins(host: Host): bigint {
  let sum = 0n
  for (const [, { balance }] of host.state.accounts()) sum += balance
  return sum
}

function checkCanonical(host: Host): void {
  const owners = addresses.flatMap((address) => {
    const alias = host.state.alias(EVM, address)
    return alias?.canonical === true ? [bytesToHex(alias.id)] : []
  })
  expect(new Set(owners).size).toBe(owners.length)
}

it('S6, S11, S13 and conservation hold over random sequences', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const host = newHost()
      let nonces = addresses.map((address) => host.evmNonce(address))
      for (const step of sequence) {
        const before = host.state
        const revoked = before.alias(EVM, walletAddresses[step.other]!)?.revoked === true
        const [receipt] = host.run(await transactionOf(host, step))
        seen.add(`${step.kind} ${receipt!.status}`)
        const after = addresses.map((address) => host.evmNonce(address))
        after.forEach((nonce, i) => {
          expect(nonce).toBeGreaterThanOrEqual(nonces[i]!)
        })
        nonces = after
        expect(coins(host)).toBe(30n * COIN)
        checkCanonical(host)
        if (step.kind === 'raw' && revoked) expect(receipt!.error?.name).toBe('AddressRevoked')
        if (receipt!.status !== 'rejected') continue
        for (const id of ids) expect(host.state.account(id)).toEqual(before.account(id))
        for (const address of addresses) {
          expect(host.state.alias(EVM, address)).toEqual(before.alias(EVM, address))
        }
      }
      // Nothing is stranded: once everything is linked, a bound wallet's legacy id holds no coin.
      for (const [i, address] of walletAddresses.entries()) {
        const owner = host.state.alias(EVM, address)?.id
        if (owner === undefined || equalBytes(owner, walletIds[i]!)) continue
        expect(host.balance(walletIds[i]!)).toBe(0n)
      }
    }),
    { seed: 20_260_105, numRuns: 40 },
  )
  for (const kind of ['create', 'link', 'bind', 'revoke', 'raw', 'evm', 'native']) {
    expect(seen).toContain(`${kind} success`)
  }
})
