/**
 * S12: whatever an outsider pushes into a wallet's account and into an identity, in any of the five machines, the wallet can
 * still be bound, to that identity and nobody else, and what was pushed in belongs to it. S6, S11, S13 with the same wallets.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import {
  createAssociatedTokenAccountInstruction,
  getAssociatedTokenAddressSync,
} from '@solana/spl-token'
import {
  Keypair,
  PublicKey,
  SystemProgram,
  type TransactionInstruction,
  Transaction as Web3Transaction,
} from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { canonicalAddress } from '../../src/identity/alias.ts'
import { deriveAddress } from '../../src/identity/derive.ts'
import type { NativePayload, TokenInstruction, Transaction } from '../../src/index.ts'
import {
  bitcoinBindingText,
  depositScript,
  encodeEvmPayload,
  encodeScriptProof,
  encodeSvmPayload,
  encodeTvmPayload,
  evmBindingText,
  legacyId,
  listTokens,
  messageTxid,
  Namespace,
  solanaBindingText,
  solanaNextBlock,
  tokenBalance,
  tokenId,
  tronBindingDigest,
} from '../../src/index.ts'
import { encodeBase58 } from '../../src/primitives/base58.ts'
import { bytesToHex, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import type { ContractMessages, ContractTypeName } from '../../src/vms/tvm/actuators/messages.ts'
import { tronIdentity } from '../../src/vms/tvm/state/identity-hooks.ts'
import {
  BitcoinHost,
  BitcoinJsTransaction,
  key,
  p2tr,
  p2wpkh,
  pay,
  psbtOf,
  scriptOf,
  tweaked,
  xOnly,
} from '../bvm/support.ts'
import { statuses } from '../support/host.ts'
import { associatedTokenProgram } from '../support/spl/chain.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import { rawOf, signRaw, tronWallet } from '../support/tron-wallet.ts'
import { eoa, transfer } from '../support/wallet.ts'
import { tokenIssue } from '../tvm/state-lab.ts'

const NOW = 1_760_000_000n
const TRX = 1_000_000n
const alice = ed25519Signer(1)
const mallory = ed25519Signer(66)

/** The owner's wallets, and the outsider's own. */
const mine = { evm: eoa(11), svm: Keypair.fromSeed(seed(12)), tvm: tronWallet(13), bvm: key(14) }
const hers = { evm: eoa(21), svm: Keypair.fromSeed(seed(22)), tvm: tronWallet(23), bvm: key(24) }
const script = scriptOf(p2tr(mine.bvm))
const WALLETS: readonly (readonly [name: string, namespace: number, address: Uint8Array])[] = [
  ['EVM', Namespace.evm, hexToBytes(mine.evm.address)],
  ['Solana', Namespace.svm, mine.svm.publicKey.toBytes()],
  ['Tron', Namespace.tvm, mine.tvm.address],
  ['Bitcoin', Namespace.bvm, script],
]
const legacies = WALLETS.map(([, namespace, address]) => legacyId(crypto, namespace, address))
/** Everything an outsider could name: the wallets' accounts and the identity. */
const targets = [...legacies, alice.id]
/** Addresses of a machine that end up with the identity: the wallet's and the one derived from the id. */
const addressesOf = (namespace: number) => [
  ...WALLETS.filter(([, of]) => of === namespace).map(([, , address]) => address),
  deriveAddress(crypto, namespace, alice.id),
]
const hersIn = (namespace: number, address: Uint8Array) => legacyId(crypto, namespace, address)

function seed(n: number): Uint8Array {
  return new Uint8Array(32).fill(n)
}

function newHost(): BitcoinHost {
  const rich = [
    mallory.id,
    hersIn(Namespace.evm, hexToBytes(hers.evm.address)),
    hersIn(Namespace.svm, hers.svm.publicKey.toBytes()),
    hersIn(Namespace.tvm, hers.tvm.address),
  ].map((id) => ({ id, balance: 9_000n * COIN }))
  const outputs = [
    { script: scriptOf(p2wpkh(hers.bvm)), amount: 50_000 },
    { script, amount: 7_000 },
  ]
  const host = new BitcoinHost(outputs, {
    accounts: [...rich, ...targets.map((id) => ({ id, balance: 5n * COIN }))],
    solanaAccounts: [associatedTokenProgram()],
    number: 0n,
    timestamp: NOW,
  })
  expect(statuses(host.run(host.create(alice)))).toEqual(['success'])
  return host
}

function run(host: BitcoinHost, ...transactions: Transaction[]): void {
  const expected = transactions.map(() => 'success')
  expect(statuses(host.execute(transactions, { timestamp: NOW }))).toEqual(expected)
}

const asMallory = (host: BitcoinHost, payload: NativePayload) =>
  run(host, host.envelope(mallory, payload))
const token = (host: BitcoinHost, instruction: TokenInstruction) =>
  asMallory(host, { operation: 'token', instruction })

function onSolana(host: BitcoinHost, instruction: TransactionInstruction): void {
  const transaction = new Web3Transaction()
  transaction.recentBlockhash = encodeBase58(solanaNextBlock(host.state).blockhash)
  transaction.feePayer = hers.svm.publicKey
  transaction.add(instruction)
  transaction.sign(hers.svm)
  run(host, { kind: 'solana', bytes: new Uint8Array(transaction.serialize()) })
}

function onTron<Name extends ContractTypeName>(
  host: BitcoinHost,
  type: Name,
  message: Omit<ContractMessages[Name], 'ownerAddress'>,
): void {
  const full = { ownerAddress: hers.tvm.address, ...message } as ContractMessages[Name]
  run(host, signRaw(rawOf(host.state, NOW, { type, message: full }), [hers.tvm]))
}

/** A token of hers on the ledger, 100 units for everybody. Returns its mint. */
function pushTokens(host: BitcoinHost): Uint8Array {
  const mint = tokenId(crypto, mallory.id, BigInt(listTokens(host.state).length))
  const authorities = { mintAuthority: mallory.id, freezeAuthority: mallory.id }
  const named = { name: 'Spam', symbol: 'SPAM', uri: '' }
  token(host, { kind: 'createToken', decimals: 0, supply: 0n, ...authorities, ...named })
  for (const to of targets) token(host, { kind: 'mintTo', mint, to, amount: 100n })
  return mint
}

type Push = readonly [name: string, push: (host: BitcoinHost) => void | Promise<void>]
const PUSHES: readonly Push[] = [
  [
    'coin by native transfers',
    (host) => {
      for (const to of targets) asMallory(host, { operation: 'transfer', to, amount: COIN })
    },
  ],
  [
    'links of every id',
    (host) => {
      for (const id of targets) asMallory(host, { operation: 'link', id })
    },
  ],
  [
    'coin by Ethereum transactions',
    async (host) => {
      let nonce = 0
      for (const address of addressesOf(Namespace.evm))
        run(host, await transfer(hers.evm, `0x${bytesToHex(address)}`, COIN, nonce++))
    },
  ],
  [
    'lamports',
    (host) => {
      for (const address of addressesOf(Namespace.svm)) {
        const toPubkey = new PublicKey(address)
        const fields = { fromPubkey: hers.svm.publicKey, toPubkey, lamports: 1_000_000_000 }
        onSolana(host, SystemProgram.transfer(fields))
      }
    },
  ],
  [
    'token accounts of Solana, with units in them',
    (host) => {
      const mint = new PublicKey(pushTokens(host))
      for (const address of addressesOf(Namespace.svm)) {
        const owner = new PublicKey(address)
        const at = getAssociatedTokenAddressSync(mint, owner, true)
        const { publicKey } = hers.svm
        onSolana(host, createAssociatedTokenAccountInstruction(publicKey, at, owner, mint))
      }
    },
  ],
  [
    'sun, a TRC-10 token, a created account and delegated resources',
    (host) => {
      const created = tronWallet(99).address
      // As a contract, if she could: that would be a record of the account's own.
      onTron(host, 'AccountCreateContract', { accountAddress: created, accountType: 2 })
      const createdId = legacyId(crypto, Namespace.tvm, created)
      expect(tronIdentity.ownsRecord(new Journal(host.state), createdId)).toBe(false)
      onTron(host, 'FreezeBalanceV2Contract', { frozenBalance: 500n * TRX, resource: 1 })
      const [startTime, endTime] = [NOW * 1_000n + 3_600_000n, NOW * 1_000n + 7_200_000n]
      const issue = tokenIssue(hers.tvm.address, { startTime, endTime })
      onTron(host, 'AssetIssueContract', issue.message as ContractMessages['AssetIssueContract'])
      for (const toAddress of addressesOf(Namespace.tvm)) {
        onTron(host, 'TransferContract', { toAddress, amount: TRX })
        const assetName = utf8('1000001')
        onTron(host, 'TransferAssetContract', { toAddress, amount: 10n, assetName })
        const lent = { receiverAddress: toAddress, resource: 1, balance: 40n * TRX }
        onTron(host, 'DelegateResourceContract', { ...lent, lock: true, lockPeriod: 86_400n })
      }
    },
  ],
  [
    'outputs and deposits of Bitcoin',
    (host) => {
      const [utxo] = host.utxos(scriptOf(p2wpkh(hers.bvm)))
      const outputs = [
        { script, value: 3_000n },
        ...targets.map((id) => ({ script: depositScript(id), value: 4_000n })),
      ]
      run(host, pay(hers.bvm, [utxo!], outputs))
    },
  ],
  [
    'units of a token, frozen',
    (host) => {
      const mint = pushTokens(host)
      for (const account of targets) token(host, { kind: 'freeze', mint, account })
    },
  ],
]

/** What each wallet signs, in the way of its chain. */
async function proofOf(
  namespace: number,
  message: Parameters<typeof evmBindingText>[0],
): Promise<Uint8Array> {
  switch (namespace) {
    case Namespace.evm:
      return hexToBytes(await mine.evm.signMessage({ message: evmBindingText(message) }))
    case Namespace.svm:
      return ed25519.sign(utf8(solanaBindingText(message)), mine.svm.secretKey.slice(0, 32))
    case Namespace.tvm:
      return mine.tvm.sign(tronBindingDigest(crypto, message))
    default: {
      const toSign = new BitcoinJsTransaction()
      toSign.version = 0
      toSign.addInput(messageTxid(crypto, script, bitcoinBindingText(message)), 0, 0)
      toSign.addOutput(Uint8Array.of(0x6a), 0n)
      const hash = toSign.hashForWitnessV1(0, [script], [0n], 0)
      const witness = [Uint8Array.from(tweaked(mine.bvm).signSchnorr(hash))]
      return encodeScriptProof({ scriptSig: new Uint8Array(0), witness })
    }
  }
}

async function bind(host: BitcoinHost, wallet: number, nonce: bigint): Promise<Transaction> {
  const [, namespace, address] = WALLETS[wallet]!
  const at = { identity: alice.id, wallet: address, epoch: 0n, registrationNonce: nonce }
  const proof = await proofOf(namespace, { ...host.binding, ...at })
  return host.envelope(alice, { operation: 'bindAddress', namespace, address, proof })
}

/** Binds all four wallets and checks that everything the five accounts had is the identity's. */
async function expectBindable(host: BitcoinHost): Promise<void> {
  const total = targets.reduce((sum, id) => sum + host.balance(id), 0n)
  for (let i = 0; i < WALLETS.length; i++) run(host, await bind(host, i, 1n + BigInt(i)))
  expect(host.balance(alice.id)).toBe(total)
  for (const id of legacies) expect(host.balance(id)).toBe(0n)
  const journal = new Journal(host.state)
  for (const [, namespace, address] of WALLETS)
    expect(canonicalAddress(journal, crypto, namespace, alice.id)).toEqual(address)
}

describe('S12: nothing an outsider pushes in blocks or redirects a binding', () => {
  it.each(PUSHES)('%s', async (_name, push) => {
    const host = newHost()
    await push(host)
    await expectBindable(host)
  })

  it('all of it, and again after the binding: it reaches the identity', async () => {
    const host = newHost()
    for (const [, push] of PUSHES) await push(host)
    await expectBindable(host)
    const before = host.balance(alice.id)
    for (const to of targets) asMallory(host, { operation: 'transfer', to, amount: COIN })
    expect(host.balance(alice.id)).toBe(before + BigInt(targets.length) * COIN)
  })

  it('units of a token follow, one mint at a time, on anybody’s request', async () => {
    const host = newHost()
    const mint = pushTokens(host)
    await expectBindable(host)
    for (const id of legacies) token(host, { kind: 'absorb', mint, id })
    expect(tokenBalance(host.state, mint, alice.id)).toBe(500n)
    for (const id of legacies) expect(tokenBalance(host.state, mint, id)).toBe(0n)
  })

  it('the outsider cannot use the wallet’s proofs for an identity of hers', async () => {
    const host = newHost()
    run(host, host.create(mallory))
    for (let i = 0; i < WALLETS.length; i++) {
      const [, namespace, address] = WALLETS[i]!
      const at = { identity: alice.id, wallet: address, epoch: 0n, registrationNonce: 1n }
      const proof = await proofOf(namespace, { ...host.binding, ...at })
      const stolen = { operation: 'bindAddress', namespace, address, proof } as const
      expect(statuses(host.run(host.envelope(mallory, stolen)))).toEqual(['ProofOfControlInvalid'])
    }
    await expectBindable(host)
  })
})

/** One payment to the outsider by each wallet, signed in the way of its chain. */
async function payments(host: BitcoinHost): Promise<readonly Transaction[]> {
  const solana = new Web3Transaction()
  solana.recentBlockhash = encodeBase58(solanaNextBlock(host.state).blockhash)
  solana.feePayer = mine.svm.publicKey
  const [fromPubkey, toPubkey] = [mine.svm.publicKey, hers.svm.publicKey]
  solana.add(SystemProgram.transfer({ fromPubkey, toPubkey, lamports: 1_000_000 }))
  solana.sign(mine.svm)
  const sun = { ownerAddress: mine.tvm.address, toAddress: hers.tvm.address, amount: TRX }
  const raw = rawOf(host.state, NOW, { type: 'TransferContract', message: sun })
  const nonce = Number(host.evmNonce(hexToBytes(mine.evm.address)))
  return [
    await transfer(mine.evm, hers.evm.address, 1n, nonce),
    { kind: 'solana', bytes: new Uint8Array(solana.serialize()) },
    signRaw(raw, [mine.tvm]),
  ]
}

function spending(host: BitcoinHost): Transaction {
  const [utxo] = host.utxos(script)
  const psbt = psbtOf([utxo!], [{ script, value: utxo!.amount - 500n }])
  psbt.updateInput(0, { tapInternalKey: xOnly(mine.bvm) })
  psbt.signInput(0, tweaked(mine.bvm))
  psbt.finalizeAllInputs()
  return { kind: 'bitcoin', bytes: Uint8Array.from(psbt.extractTransaction(true).toBuffer()) }
}

const all = async (host: BitcoinHost) => [...(await payments(host)), spending(host)]

describe('wallets before and after', () => {
  it('S6, S11: nothing signed before is executed again, by binding or revocation; revoked, they sign nothing', async () => {
    const host = newHost()
    const again = async (old: readonly Transaction[]) => {
      const before = host.balance(alice.id)
      for (const { status } of host.execute(old, { timestamp: NOW }))
        expect(status).toBe('rejected')
      expect(host.balance(alice.id)).toBe(before)
    }
    const first = await all(host)
    run(host, ...first)
    await again(first)
    for (let i = 0; i < WALLETS.length; i++) run(host, await bind(host, i, 1n + BigInt(i)))
    await again(first)
    const second = await all(host)
    run(host, ...second)
    const third = await all(host)
    for (const [, namespace, address] of WALLETS)
      run(host, host.envelope(alice, { operation: 'revokeAddress', namespace, address }))
    const verdicts = statuses(host.execute(third, { timestamp: NOW }))
    expect(verdicts).toEqual(third.map(() => 'AddressRevoked'))
    await again([...first, ...second])
  })

  it('S13: an envelope acts as no address of another account, in any machine', async () => {
    const host = newHost()
    run(host, host.create(mallory))
    for (let i = 0; i < WALLETS.length; i++) run(host, await bind(host, i, 1n + BigInt(i)))
    const payloads = new Map<number, Uint8Array>([
      [Namespace.evm, encodeEvmPayload({ to: new Uint8Array(20).fill(0xee), value: 1n })],
      [
        Namespace.svm,
        encodeSvmPayload({ operation: 'transfer', to: mallory.id, lamports: 1_000_000_000n }),
      ],
      [Namespace.tvm, encodeTvmPayload({ to: new Uint8Array(20).fill(0xdd), value: 10n ** 12n })],
    ])
    for (const [, namespace, address] of WALLETS) {
      const payload = payloads.get(namespace)
      if (payload === undefined) continue
      const actingAs = (actingAddress: Uint8Array) =>
        statuses(host.run(host.envelope(mallory, payload, { actingAddress })))
      expect(actingAs(address)).toEqual(['WrongActingAddress'])
      const derived = deriveAddress(crypto, namespace, alice.id)
      expect(actingAs(derived)).toEqual(['WrongActingAddress'])
      expect(actingAs(new Uint8Array(0))).toEqual(['success'])
    }
  })
})
