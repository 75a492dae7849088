/**
 * One sealed wallet, one identity, every chain's own library: viem, @solana/web3.js, bitcoinjs-lib and tronweb sign with keys of
 * one root, their wallets join one identity that a post-quantum key speaks for, and one balance shows on every face.
 */
import {
  Keypair,
  SystemProgram,
  PublicKey as Web3PublicKey,
  Transaction as Web3Transaction,
} from '@solana/web3.js'
import { providers, TronWeb, utils } from 'tronweb'
import { privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, it } from 'vitest'
import type { State, Transaction } from '../../src/index.ts'
import {
  Algorithm,
  bitcoinBindingText,
  depositScript,
  encodeScriptProof,
  evmBindingText,
  evmCall,
  legacyId,
  listUtxos,
  messageTxid,
  selfCertifyingId,
  solanaAccount,
  solanaBindingText,
  solanaNextBlock,
  tronAccount,
  tronBindingDigest,
  tronBlockHeader,
  verifyFinality,
} from '../../src/index.ts'
import { encodeBase58 } from '../../src/primitives/base58.ts'
import { bytesToBigInt, bytesToHex, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import type { KeyStream, WalletAddress } from '../../src/wallet.ts'
import {
  openWallet,
  signRecoverable,
  streamSeed,
  streamSigner,
  walletAddresses,
} from '../../src/wallet.ts'
import {
  BitcoinJsTransaction,
  bitcoin,
  ECPair,
  NETWORK,
  p2tr,
  psbtOf,
  SAT,
  scriptOf,
  tweaked,
  xOnly,
} from '../bvm/support.ts'
import { statuses } from '../support/host.ts'
import { COIN, crypto, type Signer } from '../support/test-chain.ts'
import { transfer } from '../support/wallet.ts'
import { SessionHost } from './session-host.ts'

const NOW = 1_760_000_000n
const WORDS =
  'express number monitor cigar clown fat ethics emotion claw busy alien begin ' +
  'hotel scare avocado action alley lucky tunnel grape token aim usual increase'
const root = openWallet(WORDS, '1qazxsw2')
const wallets = walletAddresses(root, { bitcoinPrefix: 'nvm' })
const seed = (stream: KeyStream) => streamSeed(root, stream)

/** The identity: self-certified by the root's ML-DSA-44 key. */
function identityOf(): Signer {
  const { algorithm, publicKey, sign } = streamSigner(root, 'postQuantum')
  return { algorithm, publicKey, id: selfCertifyingId(crypto, algorithm, publicKey), sign }
}
const identity = identityOf()

const ethereum = privateKeyToAccount(`0x${bytesToHex(seed('ethereum'))}`)
const solana = Keypair.fromSeed(seed('solana'))
const taproot = ECPair.fromPrivateKey(seed('bitcoin'), { network: NETWORK })
const tronKey = bytesToHex(seed('tron'))

class Nobody extends providers.HttpProvider {
  constructor() {
    super('http://nobody.invalid')
  }
  override async request<T>(url: string): Promise<T> {
    throw new Error(`no node to ask for ${url}`)
  }
}
const nobody = new Nobody()
const tronWeb = new TronWeb({ fullNode: nobody, solidityNode: nobody, privateKey: tronKey })

const legacyOf = ({ namespace, address }: WalletAddress) => legacyId(crypto, namespace, address)

/** Five coins on each wallet but Bitcoin's, which has an output; five on the identity. */
function newHost(): SessionHost {
  const funded = [wallets.ethereum, wallets.solana, wallets.tron].map((wallet) => ({
    id: legacyOf(wallet),
    balance: 5n * COIN,
  }))
  return new SessionHost({
    accounts: [{ id: identity.id, balance: 5n * COIN }, ...funded],
    bitcoin: { outputs: [{ script: wallets.bitcoin.address, amount: 300_000_000 }] },
    number: 0n,
    timestamp: NOW,
  })
}

const host = newHost()
const only = (...transactions: Transaction[]) => statuses(host.run(...transactions))

// ---- proofs of the wallets

const message = ({ address }: WalletAddress, registrationNonce: bigint) => ({
  ...host.binding,
  identity: identity.id,
  wallet: address,
  epoch: 0n,
  registrationNonce,
})

async function proofs(): Promise<readonly (readonly [WalletAddress, Uint8Array])[]> {
  const text = evmBindingText(message(wallets.ethereum, 1n))
  const evm = hexToBytes(await ethereum.signMessage({ message: text }))
  const svm = streamSigner(root, 'solana').sign(
    utf8(solanaBindingText(message(wallets.solana, 2n))),
  )
  const tvm = signRecoverable(tronBindingDigest(crypto, message(wallets.tron, 3n)), seed('tron'))
  return [
    [wallets.ethereum, evm],
    [wallets.solana, svm],
    [wallets.tron, tvm],
    [wallets.bitcoin, bitcoinProof(4n)],
  ]
}

/** BIP 322 by bitcoinjs-lib, on the taproot key path. */
function bitcoinProof(registrationNonce: bigint): Uint8Array {
  const script = wallets.bitcoin.address
  const text = bitcoinBindingText(message(wallets.bitcoin, registrationNonce))
  const toSign = new BitcoinJsTransaction()
  toSign.version = 0
  toSign.addInput(messageTxid(crypto, script, text), 0, 0)
  toSign.addOutput(Uint8Array.of(0x6a), 0n)
  const hash = toSign.hashForWitnessV1(0, [script], [0n], 0)
  const signature = Uint8Array.from(tweaked(taproot).signSchnorr(hash))
  return encodeScriptProof({ scriptSig: new Uint8Array(0), witness: [signature] })
}

// ---- raw transactions of the chains' own libraries

function solanaPayment(lamports: number): Transaction {
  const transaction = new Web3Transaction()
  transaction.recentBlockhash = encodeBase58(solanaNextBlock(host.state).blockhash)
  transaction.feePayer = solana.publicKey
  const toPubkey = new Web3PublicKey(new Uint8Array(32).fill(0xb1))
  transaction.add(SystemProgram.transfer({ fromPubkey: solana.publicKey, toPubkey, lamports }))
  transaction.sign(solana)
  return { kind: 'solana', bytes: new Uint8Array(transaction.serialize()) }
}

async function tronPayment(sun: number): Promise<Transaction> {
  const blockHeader = tronBlockHeader(host.state, { timestamp: NOW }) as never
  const to = TronWeb.address.fromHex(`41${'b2'.repeat(20)}`)
  const built = await tronWeb.transactionBuilder.sendTrx(to, sun, wallets.tron.text, {
    blockHeader,
  })
  const signed = (await tronWeb.trx.sign(built as never, tronKey)) as { signature: string[] }
  const proto = utils.transaction.txJsonToPb(signed as never)
  for (const signature of signed.signature) proto.addSignature(hexToBytes(signature))
  return { kind: 'tron', bytes: proto.serializeBinary() }
}

function bitcoinDeposit(satoshi: bigint): Transaction {
  const [utxo] = [...listUtxos(host.state, wallets.bitcoin.address)]
  const outputs = [
    { script: depositScript(identity.id), value: satoshi },
    { script: wallets.bitcoin.address, value: utxo!.amount - satoshi - 1_000n },
  ]
  const psbt = psbtOf([utxo!], outputs)
  psbt.updateInput(0, { tapInternalKey: xOnly(taproot) })
  psbt.signInput(0, tweaked(taproot))
  psbt.finalizeAllInputs()
  return bitcoin(psbt.extractTransaction(true).toBuffer())
}

// ---- faces

/** BALANCE of an address, by init code that returns it. */
function evmBalance(state: State, address: Uint8Array): bigint {
  const code = `73${bytesToHex(address)}3160005260206000f3`
  const { output } = evmCall(state, { data: hexToBytes(code) } as never)
  return bytesToBigInt(output)
}

function expectOneBalance(): bigint {
  const { state } = host
  const balance = host.balance(identity.id)
  expect(evmBalance(state, wallets.ethereum.address)).toBe(balance)
  expect(solanaAccount(state, wallets.solana.address)?.lamports).toBe(balance / 10n ** 9n)
  expect(tronAccount(state, wallets.tron.address).balance).toBe(balance / 10n ** 12n)
  for (const wallet of [wallets.ethereum, wallets.solana, wallets.tron])
    expect(host.balance(legacyOf(wallet))).toBe(0n)
  return balance
}

describe('one root', () => {
  beforeAll(async () => {
    expect(only(host.create(identity))).toEqual(['success'])
    for (const [{ namespace, address }, proof] of await proofs()) {
      const bind = { operation: 'bindAddress', namespace, address, proof } as const
      expect(only(host.envelope(identity, bind))).toEqual(['success'])
    }
  })

  it('has the addresses of the published wallet', () => {
    expect(wallets.ethereum.text).toBe(ethereum.address)
    expect(wallets.solana.text).toBe(solana.publicKey.toBase58())
    expect(wallets.tron.text).toBe('TRn3s2MQ1zcjq6okELbGvpkUxBnKL7vzDd')
    expect(wallets.bitcoin.text).toBe(p2tr(taproot).address)
    expect(wallets.bitcoin.address).toEqual(scriptOf(p2tr(taproot)))
    expect(identity.algorithm).toBe(Algorithm.mlDsa44)
  })

  it('after binding, the coin of all wallets is one balance on every face', () => {
    expect(expectOneBalance()).toBe(20n * COIN)
  })

  it('raw Ethereum, Solana and Tron transactions and a deposit move that balance', async () => {
    const start = host.balance(identity.id)
    const to = `0x${'b0'.repeat(20)}` as const
    expect(only(await transfer(ethereum, to, COIN, 0))).toEqual(['success'])
    expect(start - expectOneBalance()).toBe(COIN + 21_000n)
    const afterEthereum = host.balance(identity.id)
    expect(only(solanaPayment(1_000_000_000))).toEqual(['success'])
    expect(afterEthereum - expectOneBalance()).toBe(COIN + 5_000n * 10n ** 9n)
    const afterSolana = host.balance(identity.id)
    const block = { timestamp: NOW }
    expect(statuses(host.execute([await tronPayment(1_000_000)], block))).toEqual(['success'])
    const tronSpent = afterSolana - expectOneBalance()
    expect(tronSpent).toBeGreaterThanOrEqual(COIN)
    const afterTron = host.balance(identity.id)
    expect(only(bitcoinDeposit(100_000_000n))).toEqual(['success'])
    expect(expectOneBalance() - afterTron).toBe(100_000_000n * SAT)
  })

  it('an HMAC session acts on it, and its list makes the block final', () => {
    const session = host.open(identity, 7, {})
    const pay = { operation: 'transfer', to: new Uint8Array(32).fill(0xb3), amount: COIN } as const
    const transactions = [0n, 1n, 2n].map((nonceAhead) =>
      host.attested(session, pay, { nonceAhead }),
    )
    const before = host.state
    const start = host.balance(identity.id)
    const result = host.block(transactions)
    expect(statuses(result.receipts)).toEqual(['success', 'success', 'success'])
    expect(start - expectOneBalance()).toBe(3n * COIN)
    const finality = (listed: readonly Transaction[]) =>
      verifyFinality([{ before, transactions, result }], [host.list(session, identity, listed)])
    expect(() => finality(transactions)).not.toThrow()
    for (const left of [transactions.slice(0, 2), transactions.slice(1)])
      expect(() => finality(left)).toThrow('NotFinal')
  })

  it('a revoked wallet of it signs nothing more, and the others go on', async () => {
    const { namespace, address } = wallets.ethereum
    const revoke = { operation: 'revokeAddress', namespace, address } as const
    expect(only(host.envelope(identity, revoke))).toEqual(['success'])
    expect(only(await transfer(ethereum, `0x${'b0'.repeat(20)}`, 1n, 1))).toEqual([
      'AddressRevoked',
    ])
    expect(only(solanaPayment(1_000_000))).toEqual(['success'])
  })
})
