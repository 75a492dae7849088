/** Attacks on accounts, keys and addresses; each test is named after the rule or hole it tries. docs/identity.md. */
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { actingAddressOf, canonicalAddress, resolveAddress } from '../../src/identity/alias.ts'
import { evmBindingText } from '../../src/identity/bind-message.ts'
import { deriveAddress, deriveEvmAddress } from '../../src/identity/derive.ts'
import { registrationDigest } from '../../src/identity/keys.ts'
import { legacyId, selfCertifyingId } from '../../src/identity/legacy.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../src/state/reader.ts'
import { evmIdentity } from '../../src/vms/evm/identity-hooks.ts'
import type { EvmRecord } from '../../src/vms/evm-core/record.ts'
import { EVM_MACHINE, evmRecordCodec } from '../../src/vms/evm-core/record.ts'
import type { Signer } from '../support/test-chain.ts'
import {
  COIN,
  crypto,
  ed25519Signer,
  secp256k1Signer,
  sign,
  TestChain,
} from '../support/test-chain.ts'

const alice = ed25519Signer(1)
const mallory = ed25519Signer(66)
const EVM = Namespace.evm
const codec = evmRecordCodec(EVM_MACHINE)

const walletKey = `0x${'77'.repeat(32)}` as const
const wallet = privateKeyToAccount(walletKey)
const walletAddress = hexToBytes(wallet.address)
const walletId = legacyId(crypto, EVM, walletAddress)

function newChain(options: ConstructorParameters<typeof TestChain>[0] = {}): TestChain {
  const chain = new TestChain({ machines: [evmIdentity], ...options })
  chain.fund(alice.id, 10n * COIN)
  chain.fund(mallory.id, 10n * COIN)
  return chain
}

function created(options: ConstructorParameters<typeof TestChain>[0] = {}): TestChain {
  const chain = newChain(options)
  expect(chain.create(alice).status).toBe('success')
  return chain
}

/** Writes an EVM record the way the machine would have left it. */
function putRecord(chain: TestChain, id: Uint8Array, fields: Partial<EvmRecord>): void {
  const record = { nonce: 0n, codeHash: undefined, storageId: undefined, address: walletAddress }
  chain.edit((journal) => journal.setRecord(journal.record(codec, id), { ...record, ...fields }))
}

const recordOf = (chain: TestChain, id: Uint8Array) => chain.look().record(codec, id).value

async function bindPayload(
  chain: TestChain,
  identity: Signer,
  change: { epoch?: bigint; nonce?: bigint; chainId?: bigint; genesis?: Uint8Array } = {},
) {
  const text = evmBindingText({
    identity: identity.id,
    wallet: walletAddress,
    chainId: change.chainId ?? chain.reader.chain.chainId,
    genesisRoot: change.genesis ?? chain.genesisRoot,
    epoch: change.epoch ?? 0n,
    registrationNonce: change.nonce ?? 1n,
  })
  const proof = hexToBytes(await wallet.signMessage({ message: text }))
  return { operation: 'bindAddress', namespace: EVM, address: walletAddress, proof } as const
}

async function bound(chain: TestChain): Promise<void> {
  expect(chain.send(alice, await bindPayload(chain, alice)).status).toBe('success')
}

describe('H1: nobody gives a key to an account that has none', () => {
  it.each(['setKey', 'addKey', 'rotateKeys'] as const)(
    'a legacy account refuses %s signed by the new key',
    (operation) => {
      const chain = newChain()
      chain.fund(walletId, COIN)
      putRecord(chain, walletId, { nonce: 3n })
      const before = chain.reader.snapshot()
      const registration = chain.registration(mallory, { id: walletId, registrationNonce: 0n })
      expect(chain.send(mallory, { operation, registration }, { sender: walletId })).toMatchObject({
        status: 'rejected',
        code: 'UnknownSender',
      })
      expect(chain.reader.snapshot()).toBe(before)
    },
  )

  it('nor may it be created by a key that its id does not certify', () => {
    const chain = newChain()
    chain.fund(walletId, COIN)
    const registration = chain.registration(mallory, { id: walletId, registrationNonce: 0n })
    expect(chain.send(mallory, { operation: 'create', id: walletId, registration })).toMatchObject({
      status: 'rejected',
      code: 'ProofOfControlInvalid',
    })
  })

  it('nor may a stranger add a key to an account that has one', () => {
    const chain = created()
    const registration = chain.registration(mallory, { id: alice.id, registrationNonce: 1n })
    expect(
      chain.send(mallory, { operation: 'addKey', registration }, { sender: alice.id }),
    ).toMatchObject({ status: 'rejected', code: 'UnauthorizedKey' })
  })

  it('a recipient that was never created is spendable by the certified key alone', () => {
    const chain = newChain()
    const carol = secp256k1Signer(3)
    const pay = { operation: 'transfer', to: carol.id, amount: 1_000n } as const
    expect(chain.send(alice, pay).status).toBe('success')
    const back = { operation: 'transfer', to: alice.id, amount: 1_000n } as const
    expect(chain.send(mallory, back, { sender: carol.id })).toMatchObject({ code: 'UnknownSender' })
    expect(chain.send(carol, back).status).toBe('success')
  })
})

describe('H9: an id cannot be squatted', () => {
  it('creation of a chosen id is refused, whoever sends it', () => {
    const chain = newChain()
    const victim = ed25519Signer(5)
    const forOther = chain.registration(mallory, { id: victim.id, registrationNonce: 0n })
    expect(
      chain.send(mallory, { operation: 'create', id: victim.id, registration: forOther }),
    ).toMatchObject({ code: 'ProofOfControlInvalid' })
    const anyId = new Uint8Array(32).fill(0x42)
    const registration = chain.registration(mallory, { id: anyId, registrationNonce: 0n })
    expect(chain.send(mallory, { operation: 'create', id: anyId, registration })).toMatchObject({
      code: 'ProofOfControlInvalid',
    })
  })

  it('the key of the id is not enough: its holder must have signed', () => {
    const chain = newChain()
    const victim = ed25519Signer(5)
    const honest = chain.registration(victim, { id: victim.id, registrationNonce: 0n })
    const forged = { ...honest, signature: mallory.sign(new Uint8Array(32)) }
    expect(
      chain.send(mallory, { operation: 'create', id: victim.id, registration: forged }),
    ).toMatchObject({ code: 'ProofOfControlInvalid' })
    // Anyone may pay for a creation its holder signed.
    expect(
      chain.send(mallory, { operation: 'create', id: victim.id, registration: honest }).status,
    ).toBe('success')
    expect(
      chain.send(mallory, { operation: 'create', id: victim.id, registration: honest }),
    ).toMatchObject({ code: 'AccountExists' })
  })
})

describe('H11: coin that waits at a derived address is never stranded', () => {
  const namespaces = [EVM, Namespace.svm, Namespace.bvm, Namespace.tvm]
  const waitingIds = (id: Uint8Array) =>
    namespaces.map((ns) => legacyId(crypto, ns, deriveAddress(crypto, ns, id)))

  it('creation takes it over in every machine', () => {
    const chain = newChain()
    for (const id of waitingIds(alice.id)) chain.fund(id, COIN)
    expect(chain.create(alice).status).toBe('success')
    expect(chain.balance(alice.id)).toBe(14n * COIN)
    for (const ns of namespaces) {
      const journal = chain.look()
      const address = deriveAddress(crypto, ns, alice.id)
      expect(resolveAddress(journal, crypto, ns, address)).toEqual(alice.id)
      expect(canonicalAddress(journal, crypto, ns, alice.id)).toEqual(address)
    }
  })

  it('link, open to anyone, takes it over before and after creation', () => {
    const chain = newChain()
    const [waiting] = waitingIds(alice.id)
    chain.fund(waiting!, COIN)
    const linkAlice = { operation: 'link', id: alice.id } as const
    expect(chain.send(mallory, linkAlice).status).toBe('success')
    expect(chain.balance(alice.id)).toBe(11n * COIN)
    expect(canonicalAddress(chain.look(), crypto, EVM, alice.id)).toBeUndefined()
    expect(chain.create(alice).status).toBe('success')
    // Coin sent to the id of the address rather than to the address waits until the next link.
    chain.fund(waiting!, COIN)
    expect(chain.send(mallory, linkAlice).status).toBe('success')
    expect(chain.balance(alice.id)).toBe(12n * COIN)
    expect(canonicalAddress(chain.look(), crypto, EVM, alice.id)).toEqual(
      deriveEvmAddress(crypto, alice.id),
    )
  })

  it('linking a wallet account before it is seen gives it no second canonical address', () => {
    const chain = newChain()
    expect(chain.send(mallory, { operation: 'link', id: walletId }).status).toBe('success')
    chain.edit((journal) => {
      const account = journal.account(walletId)
      journal.setOrigin(account, { namespace: EVM, address: walletAddress })
      journal.supply.issue(account, COIN, 'genesis')
    })
    expect(chain.send(mallory, { operation: 'link', id: walletId }).status).toBe('success')
    const journal = chain.look()
    expect(canonicalAddress(journal, crypto, EVM, walletId)).toEqual(walletAddress)
    const derived = deriveEvmAddress(crypto, walletId)
    expect(journal.alias(EVM, derived)).toMatchObject({ canonical: false })
    expect(canonicalAddress(journal, crypto, Namespace.svm, walletId)).toEqual(
      deriveAddress(crypto, Namespace.svm, walletId),
    )
  })
})

describe('S4: supply is counted and capped', () => {
  it('issuing over the cap throws and changes nothing', () => {
    const chain = newChain({ config: { supplyCap: 20n * COIN } })
    const before = chain.reader.snapshot()
    expect(() => chain.fund(alice.id, 1n)).toThrow('SupplyCapExceeded')
    expect(chain.reader.snapshot()).toBe(before)
  })
})

describe('S6: an EVM nonce belongs to its address and never decreases', () => {
  const derived = deriveEvmAddress(crypto, alice.id)
  const nonceOf = (chain: TestChain, address: Uint8Array) => {
    const alias = chain.reader.alias(EVM, address)
    const id = alias?.canonical === true ? alias.id : legacyId(crypto, EVM, address)
    return recordOf(chain, id)?.nonce ?? 0n
  }

  it('through link, creation, binding and revocation', async () => {
    const chain = newChain()
    putRecord(chain, walletId, { nonce: 7n })
    chain.send(mallory, { operation: 'link', id: alice.id })
    // The derived address forwards before creation, and acts with a record of its own.
    putRecord(chain, legacyId(crypto, EVM, derived), { nonce: 2n, address: derived })
    expect(chain.create(alice).status).toBe('success')
    expect(nonceOf(chain, derived)).toBe(2n)
    expect(chain.send(alice, await bindPayload(chain, alice))).toMatchObject({
      code: 'BindingRefused',
    })
    expect([nonceOf(chain, derived), nonceOf(chain, walletAddress)]).toEqual([2n, 7n])
  })

  it('a fresh wallet takes over as canonical; the derived address keeps its nonce', async () => {
    const chain = created()
    putRecord(chain, alice.id, { nonce: 5n, address: derived })
    await bound(chain)
    expect([nonceOf(chain, derived), nonceOf(chain, walletAddress)]).toEqual([5n, 0n])
    const revoke = { operation: 'revokeAddress', namespace: EVM, address: walletAddress } as const
    expect(chain.send(alice, revoke).status).toBe('success')
    expect([nonceOf(chain, derived), nonceOf(chain, walletAddress)]).toEqual([5n, 0n])
  })

  it('a used wallet brings its nonce and keeps it through revocation', async () => {
    const chain = created()
    putRecord(chain, walletId, { nonce: 7n })
    await bound(chain)
    expect([nonceOf(chain, derived), nonceOf(chain, walletAddress)]).toEqual([0n, 7n])
    expect(recordOf(chain, walletId)).toBeUndefined()
    const revoke = { operation: 'revokeAddress', namespace: EVM, address: walletAddress } as const
    expect(chain.send(alice, revoke).status).toBe('success')
    expect(nonceOf(chain, walletAddress)).toBe(7n)
  })
})

describe('S9: nothing signed for another chain is good here', () => {
  const here = { config: { chainId: 1n }, genesisRoot: new Uint8Array(32).fill(1) }
  const pay = { operation: 'transfer', to: mallory.id, amount: COIN } as const

  it('an envelope of another chain id or another genesis is refused', () => {
    const chain = newChain(here)
    const fork = newChain({ ...here, genesisRoot: new Uint8Array(32).fill(2) })
    const other = newChain({ ...here, config: { chainId: 2n } })
    expect(chain.run(fork.envelope(alice, pay))).toMatchObject({ code: 'WrongGenesis' })
    expect(chain.run(other.envelope(alice, pay))).toMatchObject({ code: 'WrongChain' })
  })

  it('and its signature does not fit an envelope rewritten for this one', () => {
    const chain = newChain(here)
    const other = newChain({ ...here, config: { chainId: 2n } })
    const theirs = other.envelope(alice, pay)
    const ours = chain.envelope(alice, pay)
    ours.set(theirs.subarray(theirs.length - 64), ours.length - 64)
    expect(chain.run(ours)).toMatchObject({ code: 'InvalidSignature' })
  })

  it('nor does a proof of control or a wallet proof of another chain', async () => {
    const chain = created(here)
    const other = created({ ...here, genesisRoot: new Uint8Array(32).fill(2) })
    const registration = other.registration(mallory, { id: alice.id, registrationNonce: 1n })
    expect(chain.send(alice, { operation: 'addKey', registration })).toMatchObject({
      code: 'ProofOfControlInvalid',
    })
    expect(chain.send(alice, await bindPayload(other, alice))).toMatchObject({
      code: 'ProofOfControlInvalid',
    })
  })
})

describe('S11: binding is two-sided and final', () => {
  it('needs the wallet: a proof by another key, or naming other facts, is refused', async () => {
    const chain = created()
    const good = await bindPayload(chain, alice)
    const attempts = [
      await bindPayload(chain, mallory),
      await bindPayload(chain, alice, { epoch: 1n }),
      await bindPayload(chain, alice, { nonce: 0n }),
      await bindPayload(chain, alice, { chainId: 1n }),
      await bindPayload(chain, alice, { genesis: new Uint8Array(32) }),
      { ...good, address: new Uint8Array(20).fill(0x99) },
      { ...good, proof: good.proof.subarray(0, 64) },
      { ...good, proof: Uint8Array.of(...good.proof.subarray(0, 64), good.proof[64]! - 27) },
    ]
    const before = chain.reader.snapshot()
    for (const payload of attempts) {
      expect(chain.send(alice, payload)).toMatchObject({ code: 'ProofOfControlInvalid' })
    }
    expect(chain.reader.snapshot()).toBe(before)
    expect(chain.send(alice, good).status).toBe('success')
  })

  it('needs the identity: nobody else can spend the wallet proof', async () => {
    const chain = created()
    expect(chain.create(mallory).status).toBe('success')
    const proof = await bindPayload(chain, alice)
    expect(chain.send(mallory, proof)).toMatchObject({ code: 'ProofOfControlInvalid' })
    expect(chain.send(mallory, proof, { sender: alice.id })).toMatchObject({
      code: 'UnauthorizedKey',
    })
  })

  it('moves coin and record, makes the wallet canonical, redirects the legacy id for good', async () => {
    const chain = created()
    chain.fund(walletId, 3n * COIN)
    putRecord(chain, walletId, { nonce: 7n, storageId: new Uint8Array(16).fill(5) })
    chain.send(mallory, { operation: 'link', id: walletId })
    await bound(chain)
    expect(chain.balance(alice.id)).toBe(13n * COIN)
    expect(chain.balance(walletId)).toBe(0n)
    expect(recordOf(chain, alice.id)).toMatchObject({
      nonce: 7n,
      storageId: new Uint8Array(16).fill(5),
    })
    const journal = chain.look()
    expect(canonicalAddress(journal, crypto, EVM, alice.id)).toEqual(walletAddress)
    const derived = deriveEvmAddress(crypto, alice.id)
    expect(journal.alias(EVM, derived)).toMatchObject({ id: alice.id, canonical: false })
    // Coin sent to the legacy id, or to what was derived from it, reaches the identity.
    const pay = { operation: 'transfer', to: walletId, amount: COIN } as const
    expect(chain.send(mallory, pay).status).toBe('success')
    expect(chain.balance(alice.id)).toBe(14n * COIN)
    const svm = deriveAddress(crypto, Namespace.svm, walletId)
    expect(resolveAddress(chain.look(), crypto, Namespace.svm, svm)).toEqual(alice.id)
    chain.fund(legacyId(crypto, Namespace.svm, svm), COIN)
    expect(chain.send(mallory, { operation: 'link', id: walletId }).status).toBe('success')
    expect(chain.balance(alice.id)).toBe(15n * COIN)
    expect(canonicalAddress(chain.look(), crypto, EVM, alice.id)).toEqual(walletAddress)
  })

  it('cannot be repeated, for another identity or the same', async () => {
    const chain = created()
    expect(chain.create(mallory).status).toBe('success')
    await bound(chain)
    expect(chain.send(mallory, await bindPayload(chain, mallory))).toMatchObject({
      code: 'BindingRefused',
    })
    expect(chain.send(alice, await bindPayload(chain, alice, { nonce: 2n }))).toMatchObject({
      code: 'BindingRefused',
    })
  })

  it('revocation closes the wallet, never restores the legacy record, and stays', async () => {
    const chain = created()
    putRecord(chain, walletId, { nonce: 7n })
    chain.fund(walletId, COIN)
    await bound(chain)
    const revoke = { operation: 'revokeAddress', namespace: EVM, address: walletAddress } as const
    expect(chain.send(mallory, revoke)).toMatchObject({ code: 'BindingRefused' })
    expect(chain.send(alice, revoke).status).toBe('success')
    expect(chain.reader.alias(EVM, walletAddress)).toMatchObject({ id: alice.id, revoked: true })
    expect(recordOf(chain, walletId)).toBeUndefined()
    expect(chain.balance(walletId)).toBe(0n)
    expect(chain.send(alice, revoke)).toMatchObject({ code: 'AddressRevoked' })
    expect(chain.send(alice, await bindPayload(chain, alice, { nonce: 2n }))).toMatchObject({
      code: 'AddressRevoked',
    })
  })

  it('a derived address cannot be revoked', () => {
    const chain = created()
    const address = deriveEvmAddress(crypto, alice.id)
    expect(
      chain.send(alice, { operation: 'revokeAddress', namespace: EVM, address }),
    ).toMatchObject({ code: 'BindingRefused' })
  })

  it('wallets of other machines are refused by name until they can be proved', () => {
    const chain = created()
    for (const namespace of [Namespace.svm, Namespace.bvm, Namespace.tvm]) {
      const payload = {
        operation: 'bindAddress',
        namespace,
        address: walletAddress,
        proof: walletId,
      }
      expect(chain.send(alice, payload as never)).toMatchObject({ code: 'BindingRefused' })
    }
  })
})

describe('S12: only what an account authored is its own record', () => {
  const derived = deriveEvmAddress(crypto, alice.id)
  const waiting = legacyId(crypto, EVM, derived)

  it.each([
    ['nonce', { nonce: 1n }],
    ['code', { codeHash: new Uint8Array(32).fill(1), storageId: new Uint8Array(16) }],
    ['storage', { storageId: new Uint8Array(16) }],
  ] as const)('link skips an address with %s, in that machine only', (_what, record) => {
    const chain = newChain()
    chain.fund(waiting, COIN)
    putRecord(chain, waiting, { ...record, address: derived })
    expect(chain.create(alice).status).toBe('success')
    expect(chain.reader.alias(EVM, derived)).toBeUndefined()
    expect(chain.balance(waiting)).toBe(COIN)
    const svm = deriveAddress(crypto, Namespace.svm, alice.id)
    expect(chain.reader.alias(Namespace.svm, svm)).toMatchObject({ id: alice.id, canonical: true })
  })

  it('link skips an address with an alias and one another machine has locked', () => {
    const chain = newChain()
    chain.edit((journal) => {
      journal.setAlias(EVM, derived, { id: mallory.id, canonical: false, revoked: false })
      const svm = legacyId(crypto, Namespace.svm, deriveAddress(crypto, Namespace.svm, alice.id))
      journal.setFlags(journal.account(svm), ACCOUNT_LOCKED)
    })
    expect(chain.create(alice).status).toBe('success')
    expect(chain.reader.alias(EVM, derived)).toMatchObject({ id: mallory.id })
    const svm = deriveAddress(crypto, Namespace.svm, alice.id)
    expect(chain.reader.alias(Namespace.svm, svm)).toBeUndefined()
  })

  it('coin pushed in by others neither blocks a binding nor is lost', async () => {
    const chain = created()
    putRecord(chain, walletId, { nonce: 7n })
    const pay = { operation: 'transfer', to: alice.id, amount: COIN } as const
    expect(chain.send(mallory, pay).status).toBe('success')
    await bound(chain)
    expect(chain.balance(alice.id)).toBe(11n * COIN)
  })

  it('binding is refused where both have a record of their own', async () => {
    const chain = created()
    putRecord(chain, alice.id, { nonce: 1n, address: derived })
    putRecord(chain, walletId, { nonce: 7n })
    expect(chain.send(alice, await bindPayload(chain, alice))).toMatchObject({
      code: 'BindingRefused',
    })
  })
})

describe('S13: an account acts only as an address of its own', () => {
  const none = new Uint8Array(0)

  it('the default is the one canonical address; others only by name', async () => {
    const chain = created()
    const derived = deriveEvmAddress(crypto, alice.id)
    expect(actingAddressOf(chain.look(), crypto, EVM, alice.id, none)).toEqual(derived)
    await bound(chain)
    const journal = chain.look()
    expect(actingAddressOf(journal, crypto, EVM, alice.id, none)).toEqual(walletAddress)
    expect(actingAddressOf(journal, crypto, EVM, alice.id, derived)).toEqual(derived)
  })

  it('an address of someone else, bound, legacy or unknown, is refused', async () => {
    const chain = created()
    await bound(chain)
    const journal = chain.look()
    for (const address of [walletAddress, deriveEvmAddress(crypto, alice.id), new Uint8Array(20)]) {
      expect(() => actingAddressOf(journal, crypto, EVM, mallory.id, address)).toThrow(
        'WrongActingAddress',
      )
    }
  })

  it('an account that is not linked has no canonical address', () => {
    const chain = newChain()
    expect(() => actingAddressOf(chain.look(), crypto, EVM, alice.id, none)).toThrow('linked')
  })
})

describe('S14: keys are tied to the epoch and to one registration', () => {
  const second = secp256k1Signer(8)
  const third = ed25519Signer(9)
  const pay = { operation: 'transfer', to: mallory.id, amount: 1n } as const

  function add(chain: TestChain, key: Signer, registrationNonce: bigint) {
    const registration = chain.registration(key, { id: alice.id, registrationNonce })
    return chain.send(alice, { operation: 'addKey', registration })
  }

  it('rotation voids every earlier key at once', () => {
    const chain = created()
    expect(add(chain, second, 1n).status).toBe('success')
    expect(chain.send(second, pay, { sender: alice.id }).status).toBe('success')
    const target = { id: alice.id, epoch: 1n, registrationNonce: 2n }
    const registration = chain.registration(third, target)
    const rotate = { operation: 'rotateKeys', registration } as const
    expect(chain.send(second, rotate, { sender: alice.id }).status).toBe('success')
    for (const old of [alice, second]) {
      expect(chain.send(old, pay, { sender: alice.id })).toMatchObject({ code: 'UnauthorizedKey' })
    }
    expect(chain.send(third, pay, { sender: alice.id }).status).toBe('success')
  })

  it('the key an id certifies loses its authority like any other', () => {
    const chain = created()
    expect(add(chain, second, 1n).status).toBe('success')
    const remove = {
      operation: 'removeKey',
      algorithm: alice.algorithm,
      key: alice.publicKey,
    } as const
    expect(chain.send(second, remove, { sender: alice.id }).status).toBe('success')
    expect(chain.send(alice, pay)).toMatchObject({ code: 'UnauthorizedKey' })
    const registration = chain.registration(alice, { id: alice.id, registrationNonce: 2n })
    expect(chain.send(mallory, { operation: 'create', id: alice.id, registration })).toMatchObject({
      code: 'AccountExists',
    })
  })

  it('an epoch raised by another machine voids keys and proofs', () => {
    const chain = created()
    chain.edit((journal) => journal.setEpoch(journal.account(alice.id), 1n))
    expect(chain.send(alice, pay)).toMatchObject({ code: 'UnauthorizedKey' })
  })

  it('a proof is good once: not for another nonce, epoch, account or algorithm', () => {
    const chain = created()
    const used = chain.registration(second, { id: alice.id, registrationNonce: 1n })
    expect(chain.send(alice, { operation: 'addKey', registration: used }).status).toBe('success')
    const remove = { operation: 'removeKey', algorithm: 1, key: second.publicKey } as const
    expect(chain.send(alice, remove).status).toBe('success')
    const wrong = [
      used,
      chain.registration(second, { id: mallory.id, registrationNonce: 2n }),
      chain.registration(second, { id: alice.id, epoch: 1n, registrationNonce: 2n }),
    ]
    for (const registration of wrong) {
      for (const operation of ['addKey', 'setKey', 'rotateKeys'] as const) {
        if (operation === 'rotateKeys' && registration === wrong[2]) continue
        expect(chain.send(alice, { operation, registration })).toMatchObject({
          code: 'ProofOfControlInvalid',
        })
      }
    }
  })

  it('the message covers every field', () => {
    const message = {
      chainId: 1n,
      genesisRoot: new Uint8Array(32),
      id: alice.id,
      epoch: 0n,
      registrationNonce: 0n,
      algorithm: 0,
      key: alice.publicKey,
      role: 0,
    }
    const changes = [
      {},
      { chainId: 2n },
      { genesisRoot: new Uint8Array(32).fill(1) },
      { id: mallory.id },
      { epoch: 1n },
      { registrationNonce: 1n },
      { algorithm: 1 },
      { key: mallory.publicKey },
      { role: 1 },
    ]
    const digests = changes.map((change) =>
      bytesToHex(registrationDigest(crypto, { ...message, ...change })),
    )
    expect(new Set(digests).size).toBe(changes.length)
  })

  it('a proof of control is not an envelope signature, nor the other way round', () => {
    const chain = created()
    const unsigned = chain.unsigned(alice.id, 0, { payload: Uint8Array.of(7, ...mallory.id) })
    const registration = chain.registration(alice, { id: alice.id, registrationNonce: 1n })
    const wire = sign({ ...alice, sign: () => registration.signature }, unsigned)
    expect(chain.run(wire)).toMatchObject({ code: 'InvalidSignature' })
  })

  it('the id certifies algorithm and key together', () => {
    expect(selfCertifyingId(crypto, 0, alice.publicKey)).toEqual(alice.id)
    expect(selfCertifyingId(crypto, 1, alice.publicKey)).not.toEqual(alice.id)
  })
})
