/**
 * One sealed wallet, one identity. The identity is a commitment to the wallet's root: a zero-knowledge proof creates it, and
 * gives it a post-quantum key of the same root for everyday use. viem, @solana/web3.js, bitcoinjs-lib and tronweb sign with
 * other keys of that root, and once their addresses are bound, all of them act on one balance. An HMAC session does the same
 * without a signature for each transaction; a proof of its list makes the block final.
 *
 * Proofs are made by snarkjs. n-vm neither contains nor installs it (it is GPL-3): `npm install snarkjs`. The keys of the
 * circuits are from this repository's development ceremony and are no keys for a production chain (docs/zk.md).
 */
import { readFileSync } from 'node:fs'
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
  developmentZkAceKeys,
  encodeNativePayload,
  encodeScriptProof,
  envelopeHash,
  envelopeSigningDigest,
  evmBindingText,
  evmCall,
  executeBlock,
  identityOf,
  legacyId,
  listUtxos,
  messageTxid,
  type NativePayload,
  NVmError,
  nobleCrypto,
  opcodeMask,
  type ProvenList,
  parentContext,
  proveCommitment,
  proveEnvelope,
  proveList,
  registrationDigest,
  SessionMode,
  type SnarkjsModule,
  State,
  sessionId,
  sessionKeyCommitment,
  sessionMac,
  snarkjsProver,
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
  type ZkOwner,
  zkKeyParameters,
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
import { bytesToBigInt, concat, hexToBytes, parseEther, toBytes, toHex } from 'viem'
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
for (const name of ['ethereum', 'solana', 'tron', 'bitcoin'] as const)
  console.log(`${name.padEnd(8)} ${wallets[name].text}`)
check(
  'on Bitcoin itself that is the published address',
  walletAddresses(root).bitcoin.text ===
    'bc1pmxf4qt9qevxss9uavu6g4tw9w5m3z5kq2evl0y66z5jusd56nn6s3hmghk',
)

// 2. A chain that takes proofs, on which three of the wallets have five coins each, and the fourth an output of three.
const coins = (account: Uint8Array) => ({ id: account, balance: 5n * COIN })
const waiting = ({ namespace, address }: WalletAddress) => legacyId(crypto, namespace, address)
let state = State.genesis({
  chainId: CHAIN_ID,
  number: 0n,
  timestamp: NOW,
  accounts: [
    ...[wallets.ethereum, wallets.solana, wallets.tron].map((wallet) => coins(waiting(wallet))),
  ],
  configure: (draft) => {
    draft.parameters.native = zkKeyParameters(developmentZkAceKeys())
  },
  bitcoin: { outputs: [{ script: wallets.bitcoin.address, amount: 300_000_000 }] },
})
const chain = { chainId: BigInt(CHAIN_ID), genesisRoot: parentContext(state).genesisRoot }
// What the owner alone knows, and what everybody may: the commitment to it on this chain, an account's id.
const owner: ZkOwner = {
  rev: streamSeed(root, 'idCom'),
  salt: streamSeed(root, 'idCom', 'salt'),
  stream: { algorithm: 4, index: 0 },
}
const id = identityOf(owner, chain)
console.log(`identity ${toHex(id)}, a commitment`)
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

// 3. The identity is created by a proof that one knows its root, and a proof registers the post-quantum key.
const snarkjsName: string = 'snarkjs' // a name, because the package has no types
const snarkjs = (await import(snarkjsName)) as SnarkjsModule
const artifact = (name: string) => new URL(import.meta.resolve(`n-vm/circuits/zkace-${name}`))
const artifactsOf = (mode: string) => ({
  wasm: Uint8Array.from(readFileSync(artifact(`${mode}.wasm`))),
  zkey: Uint8Array.from(readFileSync(artifact(`${mode}.zkey`))),
})
const prover = snarkjsProver(snarkjs, {
  nonce: artifactsOf('nonce'),
  nullifier: artifactsOf('nullifier'),
})
async function proven(payload: NativePayload): Promise<Transaction> {
  const unsigned = draft(payload, Algorithm.proof)
  const bytes = await proveEnvelope(prover, crypto, owner, unsigned, { mode: 'nonce' })
  return { kind: 'envelope', bytes }
}
const first = { id, epoch: 0n, registrationNonce: 0n }
const known = await proveCommitment(prover, crypto, owner, chain, first)
run('create', await proven({ operation: 'proof', change: { kind: 'create', commitment: known } }))

const registered = { algorithm: key.algorithm, key: key.publicKey, role: 0 }
const second = { id, epoch: 0n, registrationNonce: 1n }
const signature = key.sign(registrationDigest(crypto, { ...chain, ...registered, ...second }))
const registration = { ...registered, signature }
run('add a post-quantum key', await proven({ operation: 'addKey', registration }))

// 4. Each wallet signs, in the way of its chain, that it joins; its coin comes along.
let registrationNonce = 2n
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
check('all fifteen coins are the identity’s', balance() === 15n * COIN)

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

/** What a contract is told by BALANCE: PUSH20 address, BALANCE, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN. */
function ethereumBalance(): bigint {
  const code = concat(['0x73', toHex(wallets.ethereum.address), '0x315f5260205ff3'])
  return bytesToBigInt(evmCall(state, { data: hexToBytes(code) }).output)
}

/** What each chain's own view says of the identity's balance, in its own unit. */
function showsEverywhere(): void {
  check('Ethereum shows it in wei', ethereumBalance() === balance())
  const { lamports } = solanaAccount(state, wallets.solana.address) ?? {}
  check('Solana shows it in lamports', lamports === balance() / 10n ** 9n)
  const { balance: sun } = tronAccount(state, wallets.tron.address)
  check('Tron shows it in sun', sun === balance() / 10n ** 12n)
}
showsEverywhere()

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
const hostKeys = { sessionKeys: { get: () => sessionKey } }
const result = executeBlock(state, transactions, {}, hostKeys)
state = result.state
check(
  'three attested payments ran',
  result.receipts.every(({ status }) => status === 'success'),
)
showsEverywhere()

// 7. Finality for who has no session key: the owner proves the list, and a block with another list is refused.
const list = await proveList(prover, crypto, owner, chain, {
  session,
  firstNonce: drafts[0]!.nonce,
  hashes,
})
const block = { before, transactions, result }
function refusal(blocks: readonly (typeof block)[], lists: readonly ProvenList[]): string {
  try {
    verifyFinality(blocks, lists)
    return 'none'
  } catch (error) {
    return error instanceof NVmError ? error.codeName : String(error)
  }
}
check('the proven list makes the block final', refusal([block], [list]) === 'none')
const executedWithout = executeBlock(before, transactions.slice(0, 2), {}, hostKeys)
const shorterBlock = { before, transactions: transactions.slice(0, 2), result: executedWithout }
check('a block that leaves one out is not', refusal([shorterBlock], [list]) === 'NotFinal')
const shorterList = { ...list, hashes: hashes.slice(0, 2) }
check('nor is a list that does', refusal([block], [shorterList]) === 'NotFinal')
check(
  'and the proof is of no shorter list',
  refusal([shorterBlock], [shorterList]) === 'InvalidProvenList',
)
const byProof = executeBlock(before, transactions, { provenLists: [list] })
check(
  'without the session’s key, the list gives the same state',
  toHex(byProof.root) === toHex(result.root),
)
key.destroy()
for (const secret of [root, owner.rev, owner.salt, sessionKey]) secret.fill(0)
