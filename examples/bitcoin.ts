/**
 * Bitcoin wallets on an n-vm chain: a balance becomes outputs, two parties sign a 2-of-3 PSBT, a taproot script path waits
 * for its height, a hash time-locked contract is claimed and refunded, and what is left becomes a balance again. Nothing is lost.
 */
import { createHash } from 'node:crypto'
import { initEccLib, networks, opcodes, Psbt, payments, script } from 'bitcoinjs-lib'
import { ECPairFactory, type ECPairInterface } from 'ecpair'
import {
  bitcoinNetwork,
  CellType,
  depositScript,
  encodeBvmPayload,
  executeBlock,
  listUtxos,
  parentContext,
  State,
  scriptToAddress,
  type Transaction,
  txidToHex,
} from 'n-vm'
import * as ecc from 'tiny-secp256k1'
import { parseEther } from 'viem'
import { CHAIN_ID, check, Identity, statusOf } from './support.ts'

initEccLib(ecc)
const ECPair = ECPairFactory(ecc)
const SATOSHI = 10n ** 10n

const carol = new Identity(0xca)
let state = State.genesis({
  chainId: CHAIN_ID,
  accounts: [{ id: carol.id, balance: parseEther('1') }],
})
const network = { ...networks.regtest, ...bitcoinNetwork(state.chain) }
const key = (seed: number) => ECPair.fromPrivateKey(new Uint8Array(32).fill(seed), { network })
const xOnly = ({ publicKey }: ECPairInterface) => publicKey.subarray(1, 33)
const sha256 = (data: Uint8Array) => Uint8Array.from(createHash('sha256').update(data).digest())
const [alice, bob, dave] = [key(1), key(2), key(3)]

// ---- the chain

let height = 0n

function run(label: string, transaction: Transaction, expected = 'success'): void {
  height++
  const result = executeBlock(state, [transaction], { number: height, timestamp: 60n * height })
  state = result.state
  const status = statusOf(result.receipts[0]!)
  check(`block ${height}, ${label}: ${status}`, status === expected)
}

/** Balances, outputs, burnt coin and what was ever issued, in base units. */
function books() {
  const counter = (name: string) => {
    const bytes = state.cell(CellType.supply, [new TextEncoder().encode(name)])
    return bytes === undefined ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  }
  const balances = [...state.accounts()].reduce((sum, [, { balance }]) => sum + balance, 0n)
  const outputs = [...listUtxos(state)].reduce((sum, { amount }) => sum + amount * SATOSHI, 0n)
  return { balances, outputs, burnt: counter('burnt'), issued: counter('issued') }
}

function checkBooks(): void {
  const { balances, outputs, burnt, issued } = books()
  const parts = `${balances} in balances + ${outputs} in outputs + ${burnt} burnt`
  check(`${parts} = ${issued} issued`, balances + outputs + burnt === issued)
}

/** Carol locks satoshi of her balance to an output script. */
function fund(label: string, output: Uint8Array, amount: bigint): void {
  const lock = { kind: 'script', script: Uint8Array.from(output) } as const
  const payload = encodeBvmPayload({ operation: 'lock', amount, lock })
  run(
    `${amount} satoshi to ${label}, ${scriptToAddress(output, network)}`,
    carol.envelope(state, payload),
  )
}

interface Plan {
  readonly from: Uint8Array
  readonly to: Uint8Array
  readonly amount: bigint
  readonly lockTime?: number
  readonly sequence?: number
}

/** A PSBT over the one output on `from`. */
function psbtOf({ from, to, amount, lockTime, sequence }: Plan): Psbt {
  const utxo = [...listUtxos(state, Uint8Array.from(from))][0]
  if (utxo === undefined) throw new Error('no output on that script')
  const psbt = new Psbt({ network })
  if (lockTime !== undefined) psbt.setLocktime(lockTime)
  psbt.addInput({
    hash: txidToHex(utxo.txid),
    index: utxo.index,
    ...(sequence === undefined ? {} : { sequence }),
    witnessUtxo: { script: utxo.script, value: utxo.amount },
  })
  return psbt.addOutput({ script: to, value: amount })
}

const raw = (psbt: Psbt): Transaction => ({
  kind: 'bitcoin',
  bytes: Uint8Array.from(psbt.extractTransaction(true).toBuffer()),
})
const home = depositScript(carol.id)

// ---- 1. 2 of 3: the PSBT travels from Alice to Dave as text; the value goes on to Alice

const pubkeys = [alice, bob, dave].map(({ publicKey }) => publicKey)
const vault = payments.p2wsh({ redeem: payments.p2ms({ m: 2, pubkeys, network }), network })
const aliceHome = payments.p2wpkh({ pubkey: alice.publicKey, network }).output!
fund('a 2-of-3 vault', vault.output!, 100_000n)
checkBooks()
const first = psbtOf({ from: vault.output!, to: aliceHome, amount: 99_000n })
first.updateInput(0, { witnessScript: vault.redeem!.output! })
const atDave = Psbt.fromBase64(first.signInput(0, alice).toBase64(), { network })
atDave.signInput(0, dave).finalizeAllInputs()
run('two of three spend the vault', raw(atDave))
checkBooks()

// ---- 2. taproot: Bob's key in a leaf that opens after block 8; the internal key is nobody's

const opens = 8
const nums = Buffer.from('50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0', 'hex')
const leaf = script.compile([
  script.number.encode(opens),
  opcodes.OP_CHECKLOCKTIMEVERIFY!,
  opcodes.OP_DROP!,
  xOnly(bob),
  opcodes.OP_CHECKSIG!,
])
const safe = payments.p2tr({
  internalPubkey: nums,
  scriptTree: { output: leaf },
  redeem: { output: leaf, redeemVersion: 0xc0 },
  network,
})
fund('a time-locked safe', safe.output!, 50_000n)
const early = psbtOf({
  from: safe.output!,
  to: home,
  amount: 49_000n,
  lockTime: opens,
  sequence: 0xfffffffe,
})
const controlBlock = safe.witness!.at(-1)!
early.updateInput(0, { tapLeafScript: [{ leafVersion: 0xc0, script: leaf, controlBlock }] })
early.signInput(0, bob).finalizeAllInputs()
const late = raw(early)
run('the safe before its height', late, 'rejected: LockTimeNotReached')
while (height < BigInt(opens))
  run('the safe, still too early', late, 'rejected: LockTimeNotReached')
run('the safe after its height', late)
checkBooks()

// ---- 3. HTLC: Bob claims with the secret, Alice gets back after 6 blocks

const secret = new Uint8Array(32).fill(42)
const contract = script.compile([
  opcodes.OP_IF!,
  opcodes.OP_SHA256!,
  sha256(secret),
  opcodes.OP_EQUALVERIFY!,
  bob.publicKey,
  opcodes.OP_ELSE!,
  script.number.encode(6),
  opcodes.OP_CHECKSEQUENCEVERIFY!,
  opcodes.OP_DROP!,
  alice.publicKey,
  opcodes.OP_ENDIF!,
  opcodes.OP_CHECKSIG!,
])
const htlc = payments.p2wsh({ redeem: { output: contract, network }, network })

/** Signs and puts the branch's witness together. */
function htlcSpend(
  signer: ECPairInterface,
  branch: readonly Uint8Array[],
  sequence: number,
): Transaction {
  const psbt = psbtOf({ from: htlc.output!, to: home, amount: 29_000n, sequence })
  psbt.updateInput(0, { witnessScript: contract }).signInput(0, signer)
  psbt.finalizeInput(0, (_index: number, input: { partialSig?: { signature: Uint8Array }[] }) => {
    const items = [input.partialSig![0]!.signature, ...branch, contract]
    const witness = items.flatMap((item) => [item.length, ...item])
    return {
      finalScriptSig: undefined,
      finalScriptWitness: Uint8Array.from([items.length, ...witness]),
    }
  })
  return raw(psbt)
}

const CLAIM = [secret, Uint8Array.of(1)]
const REFUND = [new Uint8Array(0)]
fund('an HTLC', htlc.output!, 30_000n)
const wrong = [new Uint8Array(32), Uint8Array.of(1)]
run('a claim with a wrong secret', htlcSpend(bob, wrong, 0), 'rejected: ScriptFailed')
run('Bob claims with the secret', htlcSpend(bob, CLAIM, 0))

fund('another HTLC', htlc.output!, 30_000n)
const funded = height
const refund = htlcSpend(alice, REFUND, 6)
run('Alice wants it back at once', refund, 'rejected: LockTimeNotReached')
while (height < funded + 5n) run('still too early', refund, 'rejected: LockTimeNotReached')
run('Alice gets it back after 6 blocks', refund)
checkBooks()

// ---- 4. the rest comes home: Alice's output is a deposit into Carol's balance

const last = psbtOf({ from: aliceHome, to: home, amount: 98_000n })
run('Alice deposits with Carol', raw(last.signAllInputs(alice).finalizeAllInputs()))
const { outputs } = books()
check('no output is left', outputs === 0n)
const fees = 1_000n + 1_000n + 1_000n + 1_000n + 1_000n
const balance = state.account(carol.id)?.balance ?? 0n
check(
  `Carol has her coin again, less 5,000 satoshi of fees`,
  balance === parseEther('1') - fees * SATOSHI,
)
checkBooks()
check(`chain ${parentContext(state).chainId}, height ${height}`, true)
