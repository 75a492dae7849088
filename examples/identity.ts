/**
 * One sealed wallet, one identity. A post-quantum key of the wallet's root speaks for the identity; viem, @solana/web3.js,
 * bitcoinjs-lib and tronweb sign with other keys of the same root, and once their addresses are bound, all of them act on one
 * balance. An HMAC session does the same without a signature for each transaction; its proven list makes the block final.
 */
import {
  Keypair,
  PublicKey,
  Transaction as SolanaTransaction,
  SystemProgram,
} from '@solana/web3.js'
import {
  Transaction as BitcoinTransaction,
  initEccLib,
  networks,
  Psbt,
  payments,
} from 'bitcoinjs-lib'
import { ECPairFactory } from 'ecpair'
import {
  Algorithm,
  attachCredential,
  bitcoinBindingText,
  depositScript,
  encodeNativePayload,
  encodeScriptProof,
  envelopeHash,
  envelopeSigningDigest,
  evmBindingText,
  executeBlock,
  legacyId,
  listRoot,
  listUtxos,
  messageTxid,
  type NativePayload,
  nobleCrypto,
  opcodeMask,
  parentContext,
  registrationDigest,
  SessionMode,
  State,
  selfCertifyingId,
  sessionId,
  sessionKeyCommitment,
  sessionMac,
  solanaAccount,
  solanaBindingText,
  solanaNextBlock,
  type Transaction,
  tronAccount,
  tronBindingDigest,
  tronBlockHeader,
  txidToHex,
  type UnsignedEnvelope,
  verifyFinality,
} from 'n-vm'
import {
  openWallet,
  signRecoverable,
  streamSeed,
  streamSigner,
  type WalletAddress,
  walletAddresses,
} from 'n-vm/wallet'
import * as ecc from 'tiny-secp256k1'
import { providers, TronWeb, utils } from 'tronweb'
import { hexToBytes, parseEther, toBytes, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { CHAIN_ID, check, ethereum as ethereumTransaction, statusOf } from './support.ts'

const crypto = nobleCrypto
const COIN = parseEther('1')
const NOW = 1_760_000_000n
const network = { ...networks.regtest, bech32: 'nvm' }
initEccLib(ecc)

// 1. The wallet that ACE-GF publishes for tests, and its five addresses.
const words =
  'express number monitor cigar clown fat ethics emotion claw busy alien begin ' +
  'hotel scare avocado action alley lucky tunnel grape token aim usual increase'
const root = openWallet(words, '1qazxsw2')
const wallets = walletAddresses(root, { bitcoinPrefix: network.bech32 })
const key = streamSigner(root, 'postQuantum')
const id = selfCertifyingId(crypto, key.algorithm, key.publicKey)
console.log(`identity ${toHex(id)}, by an ML-DSA-44 key`)
for (const name of ['ethereum', 'solana', 'tron', 'bitcoin'] as const)
  console.log(`${name.padEnd(8)} ${wallets[name].text}`)
check(
  'on Bitcoin itself that is the published address',
  walletAddresses(root).bitcoin.text ===
    'bc1pmxf4qt9qevxss9uavu6g4tw9w5m3z5kq2evl0y66z5jusd56nn6s3hmghk',
)

// 2. A chain on which the identity and three of the wallets have five coins each, and the fourth an output of three.
const coins = (account: Uint8Array) => ({ id: account, balance: 5n * COIN })
const waiting = ({ namespace, address }: WalletAddress) => legacyId(crypto, namespace, address)
let state = State.genesis({
  chainId: CHAIN_ID,
  number: 0n,
  timestamp: NOW,
  accounts: [
    coins(id),
    ...[wallets.ethereum, wallets.solana, wallets.tron].map((wallet) => coins(waiting(wallet))),
  ],
  bitcoin: { outputs: [{ script: wallets.bitcoin.address, amount: 300_000_000 }] },
})
const chain = { chainId: BigInt(CHAIN_ID), genesisRoot: parentContext(state).genesisRoot }
const balance = () => state.account(id)?.balance ?? 0n

function run(label: string, transaction: Transaction, expected = 'success'): void {
  const { receipts, state: next } = executeBlock(state, [transaction], { timestamp: NOW })
  state = next
  const status = statusOf(receipts[0]!)
  check(
    `${label}: ${status}, the identity has ${balance() / 10n ** 15n} thousandths`,
    status === expected,
  )
}

function draft(payload: NativePayload, algorithm: number, ahead = 0n): UnsignedEnvelope {
  return {
    ...chain,
    payload: encodeNativePayload(payload),
    sender: id,
    actingAddress: new Uint8Array(0),
    nonce: (state.account(id)?.nonce ?? 0n) + ahead,
    gasLimit: 600_000n,
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    lastValidBlock: 0n,
    contextTag: new Uint8Array(16),
    algorithm,
  }
}

function signed(payload: NativePayload): Transaction {
  const unsigned = draft(payload, key.algorithm)
  const signature = key.sign(envelopeSigningDigest(crypto, unsigned))
  return { kind: 'envelope', bytes: attachCredential(unsigned, { ...key, signature }) }
}

// 3. The identity is created by its own key.
const registered = { algorithm: key.algorithm, key: key.publicKey, role: 0 }
const proof = registrationDigest(crypto, {
  ...chain,
  ...registered,
  id,
  epoch: 0n,
  registrationNonce: 0n,
})
const registration = { ...registered, signature: key.sign(proof) }
run('create', signed({ operation: 'create', id, registration }))

// 4. Each wallet signs, in the way of its chain, that it joins; its coin comes along.
let registrationNonce = 1n
const message = ({ address }: WalletAddress) => ({
  ...chain,
  identity: id,
  wallet: address,
  epoch: 0n,
  registrationNonce,
})
function bind(name: string, { namespace, address }: WalletAddress, walletProof: Uint8Array): void {
  run(`bind ${name}`, signed({ operation: 'bindAddress', namespace, address, proof: walletProof }))
  registrationNonce += 1n
}

const ethereum = privateKeyToAccount(toHex(streamSeed(root, 'ethereum')))
const solana = Keypair.fromSeed(streamSeed(root, 'solana'))
const tronSecret = streamSeed(root, 'tron')
const bitcoin = ECPairFactory(ecc).fromPrivateKey(streamSeed(root, 'bitcoin'), { network })
const internalPubkey = bitcoin.publicKey.subarray(1)
const taproot = payments.p2tr({ internalPubkey, network })
// BIP341: the output key is the internal key with H_TapTweak of itself added.
const tag = crypto.sha256(toBytes('TapTweak'))
const output = bitcoin.tweak(crypto.sha256(Uint8Array.of(...tag, ...tag, ...internalPubkey)))

const text = await ethereum.signMessage({ message: evmBindingText(message(wallets.ethereum)) })
bind('ethereum', wallets.ethereum, hexToBytes(text))
const solanaText = toBytes(solanaBindingText(message(wallets.solana)))
bind('solana', wallets.solana, streamSigner(root, 'solana').sign(solanaText))
const tronDigest = tronBindingDigest(crypto, message(wallets.tron))
bind('tron', wallets.tron, signRecoverable(tronDigest, tronSecret))
const script = wallets.bitcoin.address
const toSign = new BitcoinTransaction()
toSign.version = 0
toSign.addInput(messageTxid(crypto, script, bitcoinBindingText(message(wallets.bitcoin))), 0, 0)
toSign.addOutput(Uint8Array.of(0x6a), 0n)
const schnorr = Uint8Array.from(output.signSchnorr(toSign.hashForWitnessV1(0, [script], [0n], 0)))
bind(
  'bitcoin',
  wallets.bitcoin,
  encodeScriptProof({ scriptSig: new Uint8Array(0), witness: [schnorr] }),
)
check('all twenty coins are the identity’s', balance() === 20n * COIN)

// 5. Raw transactions of four chains, each signed by its own library, act on that one balance.
run(
  'viem pays 1',
  await ethereumTransaction(ethereum, { nonce: 0, to: `0x${'b0'.repeat(20)}`, value: COIN }),
)

const payment = new SolanaTransaction({ feePayer: solana.publicKey })
payment.recentBlockhash = new PublicKey(solanaNextBlock(state).blockhash).toBase58()
const toPubkey = new PublicKey(new Uint8Array(32).fill(0xb1))
payment.add(
  SystemProgram.transfer({ fromPubkey: solana.publicKey, toPubkey, lamports: 1_000_000_000 }),
)
payment.sign(solana)
run('@solana/web3.js pays 1', { kind: 'solana', bytes: new Uint8Array(payment.serialize()) })

class Nobody extends providers.HttpProvider {
  override async request<T>(url: string): Promise<T> {
    throw new Error(`no node to ask for ${url}`)
  }
}
const nobody = new Nobody('http://n-vm.invalid')
const privateKey = toHex(tronSecret).slice(2)
const tronWeb = new TronWeb({ fullNode: nobody, solidityNode: nobody, privateKey })
const blockHeader = tronBlockHeader(state, { timestamp: NOW }) as never
const to = TronWeb.address.fromHex(`41${'b2'.repeat(20)}`)
const from = wallets.tron.text
const built = await tronWeb.transactionBuilder.sendTrx(to, 1_000_000, from, { blockHeader })
const tronSigned = (await tronWeb.trx.sign(built as never, privateKey)) as { signature: string[] }
const proto = utils.transaction.txJsonToPb(tronSigned as never)
for (const signature of tronSigned.signature) proto.addSignature(hexToBytes(`0x${signature}`))
run('tronweb pays 1', { kind: 'tron', bytes: proto.serializeBinary() })

const [utxo] = [...listUtxos(state, script)]
const psbt = new Psbt({ network })
psbt.addInput({
  hash: txidToHex(utxo!.txid),
  index: utxo!.index,
  witnessUtxo: { script: Uint8Array.from(taproot.output!), value: utxo!.amount },
  tapInternalKey: internalPubkey,
})
psbt.addOutput({ script: depositScript(id), value: 200_000_000n })
psbt.addOutput({ script, value: 99_999_000n })
psbt.signInput(0, output)
psbt.finalizeAllInputs()
const deposit = psbt.extractTransaction(true).toBuffer()
run('bitcoinjs-lib deposits 2', { kind: 'bitcoin', bytes: Uint8Array.from(deposit) })

check(
  'Solana shows it in lamports',
  solanaAccount(state, wallets.solana.address)?.lamports === balance() / 10n ** 9n,
)
check(
  'Tron shows it in sun',
  tronAccount(state, wallets.tron.address).balance === balance() / 10n ** 12n,
)

// 6. A session: the owner signs once, an HMAC attests each transaction. The key is the host's, never in state.
const sessionKey = streamSeed(root, 'idCom', 'session of the example')
const commitment = sessionKeyCommitment(crypto, id, sessionKey)
const terms = {
  commitment,
  mode: SessionMode.key,
  lastBlock: 1_000n,
  lastTimestamp: 0n,
  cap: 5n * COIN,
  opcodes: opcodeMask([0x01]),
  tokens: [],
}
run('open a session', signed({ operation: 'session', change: { kind: 'open', terms } }))
const session = { account: id, epoch: 0n, commitment }
const attest = sessionMac(crypto, sessionKey, sessionId(crypto, chain, session))
const pay = { operation: 'transfer', to: new Uint8Array(32).fill(0xb3), amount: COIN } as const
const drafts = [0n, 1n, 2n].map((ahead) => draft(pay, Algorithm.session, ahead))
const hashes = drafts.map((unsigned) => envelopeHash(crypto, unsigned))
const transactions = drafts.map((unsigned, i): Transaction => {
  const credential = Uint8Array.of(...sessionId(crypto, chain, session), ...attest(hashes[i]!))
  return { kind: 'envelope', bytes: attachCredential(unsigned, credential) }
})
const before = state
const result = executeBlock(state, transactions, {}, { sessionKeys: { get: () => sessionKey } })
state = result.state
check(
  'three attested payments ran',
  result.receipts.every(({ status }) => status === 'success'),
)

// 7. Finality for who has no session key: the owner authorises the list, and a block with another list is refused.
function isFinal(listed: readonly Uint8Array[]): boolean {
  const list = { session, firstNonce: drafts[0]!.nonce, hashes: listed }
  const signature = key.sign(listRoot(crypto, chain, list))
  const credential = Uint8Array.of(...key.publicKey, ...signature)
  try {
    verifyFinality(
      [{ before, transactions, result }],
      [{ ...list, algorithm: key.algorithm, credential }],
    )
    return true
  } catch {
    return false
  }
}
check('the list of all three makes the block final', isFinal(hashes))
check('a list that leaves one out does not', !isFinal(hashes.slice(0, 2)))
key.destroy()
root.fill(0)
