/** Attacks on Tron accounts through identity; each test is named after the rule it tries. TronWeb signs for the wallets. */
import { utils } from 'tronweb'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { evmBindingText, verifyEvmBinding } from '../../src/identity/bind-message.ts'
import { deriveAddress } from '../../src/identity/derive.ts'
import { legacyId } from '../../src/identity/legacy.ts'
import { bytesToHex, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import type { Journal } from '../../src/state/journal.ts'
import { Namespace } from '../../src/state/reader.ts'
import { executeActuator, validateActuator } from '../../src/vms/tvm/actuators/index.ts'
import type { TronContractMessage } from '../../src/vms/tvm/actuators/messages.ts'
import { absorbToken, tokenBalance, tokenSpendable } from '../../src/vms/tvm/state/assets.ts'
import { payBandwidth } from '../../src/vms/tvm/state/bandwidth.ts'
import { tronBindingDigest, tronIdentity } from '../../src/vms/tvm/state/identity-hooks.ts'
import { Ledger, SUN } from '../../src/vms/tvm/state/ledger.ts'
import { parametersOf, tronParameters } from '../../src/vms/tvm/state/parameters.ts'
import { knownOperations } from '../../src/vms/tvm/state/permissions.ts'
import { createStakeHost } from '../../src/vms/tvm/state/stake-host.ts'
import type { Signer } from '../support/test-chain.ts'
import { COIN, crypto, ed25519Signer, TestChain } from '../support/test-chain.ts'
import { START, TRX, tokenIssue } from './state-lab.ts'

const TVM = Namespace.tvm
const alice = ed25519Signer(1)
const mallory = ed25519Signer(66)

interface TronKey {
  readonly secret: string
  readonly address: Uint8Array
  readonly id: Uint8Array
}

function tronKey(seed: string): TronKey {
  const secret = seed.repeat(32)
  const address = hexToBytes(privateKeyToAccount(`0x${secret}`).address)
  return { secret, address, id: legacyId(crypto, TVM, address) }
}

const wallet = tronKey('77')
const friend = tronKey('78')
const giver = tronKey('79')
const derived = deriveAddress(crypto, TVM, alice.id)
const TOKEN = 1_000_001n

/** Alice has an account; wallet and giver have coin, the giver a token. */
function newChain(): TestChain {
  const chain = new TestChain({ machines: [tronIdentity] })
  chain.fund(alice.id, 10n * COIN)
  chain.fund(mallory.id, 10n * COIN)
  chain.fund(wallet.id, 1_000n * COIN)
  chain.fund(giver.id, 9_000n * COIN)
  run(chain, tokenIssue(giver.address))
  return chain
}

function created(): TestChain {
  const chain = newChain()
  expect(chain.create(alice).status).toBe('success')
  return chain
}

function ledgerOn(journal: Journal, time = START): Ledger {
  const parameters = parametersOf(journal.base.chain)
  return new Ledger({ journal, crypto, parameters, headTime: time })
}

function run(chain: TestChain, contract: TronContractMessage): void {
  chain.edit((journal) => {
    const ledger = ledgerOn(journal)
    validateActuator(ledger, contract)
    executeActuator(ledger, contract)
  })
}

const look = (chain: TestChain) => ledgerOn(chain.look())

function freeze(owner: TronKey, trx: bigint, resource = 1): TronContractMessage {
  const message = { ownerAddress: owner.address, frozenBalance: trx * TRX, resource }
  return { type: 'FreezeBalanceV2Contract', message }
}

function delegate(owner: TronKey, receiverAddress: Uint8Array, trx: bigint): TronContractMessage {
  const message = {
    ...{ ownerAddress: owner.address, receiverAddress, resource: 1, balance: trx * TRX },
    ...{ lock: false, lockPeriod: 0n },
  }
  return { type: 'DelegateResourceContract', message }
}

function giveToken(toAddress: Uint8Array, amount: bigint): TronContractMessage {
  const message = { ownerAddress: giver.address, toAddress, amount, assetName: utf8(`${TOKEN}`) }
  return { type: 'TransferAssetContract', message }
}

/** Gives a wallet's control to keys of weight 1 under a threshold. */
function setOwner(
  of: Uint8Array,
  keys: readonly TronKey[],
  threshold: bigint,
): TronContractMessage {
  const owner = {
    ...{ type: 0, permissionName: 'owner', threshold, parentId: 0, operations: new Uint8Array(0) },
    keys: keys.map(({ address }) => ({ address, weight: 1n })),
  }
  const active = { ...owner, type: 2, operations: knownOperations(tronParameters()) }
  const message = { ownerAddress: of, owner, witness: undefined, actives: [active] }
  return { type: 'AccountPermissionUpdateContract', message }
}

function binding(
  chain: TestChain,
  identity: Signer,
  signers: readonly TronKey[],
  change: { readonly nonce?: bigint; readonly epoch?: bigint } = {},
) {
  const text = evmBindingText({
    identity: identity.id,
    wallet: wallet.address,
    chainId: chain.reader.chain.chainId,
    genesisRoot: chain.genesisRoot,
    epoch: change.epoch ?? 0n,
    registrationNonce: change.nonce ?? 1n,
  })
  const signatures = signers.map(({ secret }) => utils.message.signMessage(text, secret))
  const proof = hexToBytes(signatures.map((signature) => signature.slice(2)).join(''))
  return { operation: 'bindAddress', namespace: TVM, address: wallet.address, proof } as const
}

describe('S10: machines are told apart', () => {
  it('a text signed for Tron binds no Ethereum wallet, nor the other way round', async () => {
    const chain = created()
    const message = {
      ...{ identity: alice.id, wallet: wallet.address, epoch: 0n, registrationNonce: 1n },
      ...{ chainId: chain.reader.chain.chainId, genesisRoot: chain.genesisRoot },
    }
    const tron = binding(chain, alice, [wallet]).proof
    const account = privateKeyToAccount(`0x${wallet.secret}`)
    const ethereum = hexToBytes(await account.signMessage({ message: evmBindingText(message) }))
    expect(verifyEvmBinding(crypto, message, tron)).toBe(false)
    expect(verifyEvmBinding(crypto, message, ethereum)).toBe(true)
    const payload = { ...binding(chain, alice, [wallet]), proof: ethereum }
    expect(chain.send(alice, payload)).toMatchObject({ code: 'ProofOfControlInvalid' })
    const peer = utils.message.hashMessage(evmBindingText(message))
    expect(`0x${bytesToHex(tronBindingDigest(crypto, message))}`).toBe(peer)
  })

  it('one key has another account in each machine', () => {
    expect(legacyId(crypto, TVM, wallet.address)).not.toEqual(
      legacyId(crypto, Namespace.evm, wallet.address),
    )
    const chain = newChain()
    const evmAccount = legacyId(crypto, Namespace.evm, wallet.address)
    expect(chain.balance(evmAccount)).toBe(0n)
    expect(look(chain).balance(look(chain).resolve(wallet.address))).toBe(1_000n * TRX)
  })
})

describe('S12: what others push in is nobody’s own record', () => {
  it('coin, tokens and delegated energy neither block a binding nor are lost', () => {
    const chain = created()
    run(chain, freeze(giver, 100n))
    for (const target of [wallet.address, derived]) {
      run(chain, delegate(giver, target, 40n))
      run(chain, giveToken(target, 250n))
    }
    expect(tronIdentity.ownsRecord(chain.look(), wallet.id)).toBe(false)
    expect(tronIdentity.ownsRecord(chain.look(), alice.id)).toBe(false)
    expect(chain.send(alice, binding(chain, alice, [wallet])).status).toBe('success')
    const ledger = look(chain)
    const bound = ledger.resolve(wallet.address)
    expect(ledger.balance(bound)).toBe(1_010n * TRX)
    expect(tokenBalance(ledger, bound, TOKEN)).toBe(500n)
    // The other address shows nothing, forwards coin and tokens, and keeps its own delegation.
    const other = ledger.resolve(derived)
    expect([ledger.balance(other), tokenBalance(ledger, other, TOKEN)]).toEqual([0n, 0n])
    expect(tokenSpendable(ledger, other, TOKEN)).toBe(250n)
    expect(ledger.data(bound).acquired).toEqual([0n, 40n * TRX])
    expect(ledger.data(other).acquired).toEqual([0n, 40n * TRX])
  })

  it('tokens that waited are taken over for good, by anyone, and only once', () => {
    const chain = created()
    run(chain, giveToken(wallet.address, 250n))
    expect(chain.send(alice, binding(chain, alice, [wallet])).status).toBe('success')
    for (let i = 0; i < 2; i++)
      chain.edit((journal) => {
        const ledger = ledgerOn(journal)
        absorbToken(ledger, ledger.resolve(wallet.address), TOKEN)
      })
    const ledger = look(chain)
    expect(tokenSpendable(ledger, ledger.resolve(derived), TOKEN)).toBe(250n)
    expect(tokenSpendable(ledger, ledger.resolve(wallet.address), TOKEN)).toBe(250n)
  })

  it('a delegation can be taken back after the receiver was bound, from the same address', () => {
    const chain = created()
    run(chain, freeze(giver, 100n))
    run(chain, delegate(giver, wallet.address, 40n))
    expect(chain.send(alice, binding(chain, alice, [wallet])).status).toBe('success')
    const message = {
      ...{ ownerAddress: giver.address, receiverAddress: wallet.address },
      ...{ resource: 1, balance: 40n * TRX },
    }
    run(chain, { type: 'UnDelegateResourceContract', message })
    const ledger = look(chain)
    expect(ledger.data(ledger.resolve(wallet.address)).acquired).toEqual([0n, 0n])
    expect(ledger.data(ledger.resolve(giver.address)).staked).toEqual([0n, 100n * TRX, 0n])
  })

  it('binding is refused where both have stakes, permissions or a contract of their own', () => {
    const attempts: readonly ((chain: TestChain) => void)[] = [
      (chain) => run(chain, freeze(wallet, 5n)),
      (chain) => run(chain, setOwner(wallet.address, [wallet], 1n)),
      (chain) =>
        chain.edit((journal) => {
          const ledger = ledgerOn(journal)
          const handle = ledger.resolve(wallet.address)
          journal.setRecord(handle.contract, {
            ...{ nonce: 0n, codeHash: undefined, storageId: undefined, address: wallet.address },
            ...{ origin: giver.address, consumeUserResourcePercent: 0, originEnergyLimit: 0n },
            ...{ version: 1, name: '', energyUsage: 0n, energyFactor: 0n, updateCycle: 0n },
          })
        }),
    ]
    for (const own of attempts) {
      const chain = created()
      own(chain)
      const identity: TronKey = { secret: '', address: derived, id: alice.id }
      expect(chain.send(alice, binding(chain, alice, [wallet])).status).toBe('success')
      const again = created()
      own(again)
      run(again, freeze(identity, 5n))
      expect(again.send(alice, binding(again, alice, [wallet]))).toMatchObject({
        code: 'BindingRefused',
      })
    }
  })

  it('link skips a derived address that has a stake of its own', () => {
    const chain = newChain()
    chain.fund(legacyId(crypto, TVM, derived), 10n * COIN)
    run(chain, freeze({ secret: '', address: derived, id: alice.id }, 5n))
    expect(chain.create(alice).status).toBe('success')
    expect(chain.reader.alias(TVM, derived)).toBeUndefined()
  })
})

describe('S6: nothing that was used comes back', () => {
  it('by binding: free bandwidth, usage and permissions stay with the address', () => {
    const chain = created()
    run(chain, freeze(wallet, 5n))
    run(chain, setOwner(wallet.address, [wallet, friend], 1n))
    const pay = (journal: Journal) =>
      payBandwidth(ledgerOn(journal), {
        ...{ owner: wallet.address, bytes: 400n, signatures: 1 },
        contract: freeze(wallet, 1n),
      })
    chain.edit((journal) => void pay(journal))
    const before = look(chain).data(look(chain).resolve(wallet.address))
    expect(before.freeNetUsed).toBe(464n)
    // Changing the owner permission raised the epoch of the wallet's account, not of Alice's.
    expect(chain.send(alice, binding(chain, alice, [wallet])).status).toBe('success')
    const after = look(chain)
    expect(after.data(after.resolve(wallet.address))).toEqual(before)
    expect(pay(chain.look()).paidBy).toBe('burn')
  })

  it('by SELFDESTRUCT: a re-created account has neither the old stakes nor delegations', () => {
    const chain = newChain()
    run(chain, freeze(giver, 100n))
    run(chain, delegate(giver, wallet.address, 40n))
    run(chain, freeze(wallet, 7n))
    chain.edit((journal) => {
      const ledger = ledgerOn(journal)
      const host = createStakeHost(ledger)
      expect(host.canSelfdestruct(wallet.address)).toBe(true)
      expect(host.canSelfdestruct(giver.address)).toBe(false)
      host.inherit(wallet.address, friend.address)
      ledger.remove(ledger.resolve(wallet.address))
      ledger.update(ledger.resolve(wallet.address), {})
    })
    const ledger = look(chain)
    const again = ledger.data(ledger.resolve(wallet.address))
    expect(again).toMatchObject({ staked: [0n, 0n, 0n], acquired: [0n, 0n] })
    expect(ledger.data(ledger.resolve(friend.address)).staked).toEqual([0n, 7n * TRX, 0n])
    // The giver gets its stake back, and the new account does not go below zero.
    const message = {
      ...{ ownerAddress: giver.address, receiverAddress: wallet.address },
      ...{ resource: 1, balance: 40n * TRX },
    }
    run(chain, { type: 'UnDelegateResourceContract', message })
    const end = look(chain)
    expect(end.data(end.resolve(giver.address))).toMatchObject({
      staked: [0n, 100n * TRX, 0n],
      delegated: [0n, 0n],
    })
    expect(end.data(end.resolve(wallet.address)).acquired).toEqual([0n, 0n])
  })
})

describe('S14: who controls a Tron account is its owner permission', () => {
  it('a key that lost the permission binds nothing; the weights of the new keys count', () => {
    const chain = created()
    run(chain, setOwner(wallet.address, [friend, giver], 2n))
    const attempts = [
      [wallet],
      [friend],
      [friend, friend],
      [friend, wallet],
      [friend, giver, wallet],
    ]
    for (const signers of attempts) {
      expect(chain.send(alice, binding(chain, alice, signers))).toMatchObject({
        code: 'ProofOfControlInvalid',
      })
    }
    expect(chain.send(alice, binding(chain, alice, [giver, friend])).status).toBe('success')
  })

  it('proofs of other facts, of odd length, or with a high s are refused', () => {
    const chain = created()
    const good = binding(chain, alice, [wallet])
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const s = order - BigInt(`0x${bytesToHex(good.proof.subarray(32, 64))}`)
    const high = Uint8Array.of(
      ...good.proof.subarray(0, 32),
      ...hexToBytes(s.toString(16).padStart(64, '0')),
      55 - (good.proof[64] as number),
    )
    const proofs = [
      binding(chain, mallory, [wallet]).proof,
      binding(chain, alice, [wallet], { nonce: 0n }).proof,
      binding(chain, alice, [wallet], { epoch: 1n }).proof,
      good.proof.subarray(0, 64),
      high,
    ]
    for (const proof of proofs)
      expect(chain.send(alice, { ...good, proof })).toMatchObject({ code: 'ProofOfControlInvalid' })
  })

  it('its change voids keys and sessions of the account, at once', () => {
    const chain = created()
    expect(chain.send(alice, binding(chain, alice, [wallet])).status).toBe('success')
    const pay = { operation: 'transfer', to: mallory.id, amount: 1n } as const
    expect(chain.send(alice, pay).status).toBe('success')
    run(chain, setOwner(wallet.address, [friend], 1n))
    expect(chain.send(alice, pay)).toMatchObject({ status: 'rejected', code: 'UnauthorizedKey' })
  })

  it('a change of active permissions alone voids nothing', () => {
    const chain = created()
    expect(chain.send(alice, binding(chain, alice, [wallet])).status).toBe('success')
    run(chain, setOwner(wallet.address, [wallet], 1n))
    const pay = { operation: 'transfer', to: mallory.id, amount: 1n } as const
    expect(chain.send(alice, pay).status).toBe('success')
  })
})

describe('a refused or locked owner', () => {
  it('pays nothing while another machine has locked its account', () => {
    const chain = newChain()
    chain.edit((journal) => journal.setFlags(journal.account(giver.id), 1))
    const ledger = look(chain)
    expect(ledger.spendable(ledger.resolve(giver.address))).toBe(0n)
    expect(() => run(chain, freeze(giver, 1n))).toThrow('within the balance of 0')
  })

  it('coin that came from another machine makes an account exist, and emptying it does not end it', () => {
    const chain = newChain()
    const ledger = look(chain)
    const handle = ledger.resolve(wallet.address)
    expect(handle.record.value).toBeUndefined()
    expect(ledger.exists(handle)).toBe(true)
    ledger.transfer(handle, ledger.resolve(giver.address), 1_000n * TRX)
    expect(handle.account.balance / SUN).toBe(0n)
    expect(ledger.exists(handle)).toBe(true)
  })
})
