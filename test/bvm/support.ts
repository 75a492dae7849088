/** A host with Bitcoin wallets: bitcoinjs-lib builds and signs, the chain executes through the public surface. */
import { sha256 } from '@noble/hashes/sha2.js'
import {
  Transaction as BitcoinJsTransaction,
  initEccLib,
  type Network,
  networks,
  type Payment,
  Psbt,
  payments,
} from 'bitcoinjs-lib'
import { ECPairFactory, type ECPairInterface } from 'ecpair'
import * as ecc from 'tiny-secp256k1'
import type {
  BitcoinGenesisOutput,
  BvmPayload,
  ListedUtxo,
  Receipt,
  Transaction,
} from '../../src/index.ts'
import { CellType, encodeBvmPayload, listUtxos, txidToHex } from '../../src/index.ts'
import { utf8 } from '../../src/primitives/bytes.ts'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import { Host } from '../support/host.ts'
import type { Signer } from '../support/test-chain.ts'

initEccLib(ecc)
export const ECPair = ECPairFactory(ecc)
export { BitcoinJsTransaction, ecc, Psbt, payments }

/** One satoshi in base units. */
export const SAT = 10_000_000_000n

/** The chain's default address forms, for bitcoinjs-lib. */
export const NETWORK: Network = {
  ...networks.regtest,
  bech32: 'nvm',
  pubKeyHash: 53,
  scriptHash: 63,
}

/** A key pair; the same seed gives the same keys. */
export function key(seed: number): ECPairInterface {
  return ECPair.fromPrivateKey(new Uint8Array(32).fill(seed), { network: NETWORK })
}

export function xOnly(pair: ECPairInterface): Uint8Array {
  return pair.publicKey.subarray(1, 33)
}

/** The key that signs for a taproot output of this key without scripts (BIP 341). */
export function tweaked(
  pair: ECPairInterface,
  merkleRoot: Uint8Array = new Uint8Array(0),
): ECPairInterface {
  const tag = sha256(new TextEncoder().encode('TapTweak'))
  const tweak = sha256(new Uint8Array([...tag, ...tag, ...xOnly(pair), ...merkleRoot]))
  return pair.tweak(tweak)
}

export const p2pkh = (pair: ECPairInterface): Payment =>
  payments.p2pkh({ pubkey: pair.publicKey, network: NETWORK })
export const p2wpkh = (pair: ECPairInterface): Payment =>
  payments.p2wpkh({ pubkey: pair.publicKey, network: NETWORK })
export const p2shP2wpkh = (pair: ECPairInterface): Payment =>
  payments.p2sh({ redeem: p2wpkh(pair), network: NETWORK })
export const p2tr = (pair: ECPairInterface): Payment =>
  payments.p2tr({ internalPubkey: xOnly(pair), network: NETWORK })
export const p2wsh = (script: Uint8Array): Payment =>
  payments.p2wsh({ redeem: { output: script, network: NETWORK }, network: NETWORK })
export const multisig = (m: number, ...pairs: ECPairInterface[]): Payment =>
  payments.p2wsh({
    redeem: payments.p2ms({
      m,
      pubkeys: pairs.map(({ publicKey }) => publicKey),
      network: NETWORK,
    }),
    network: NETWORK,
  })

export const scriptOf = (payment: Payment): Uint8Array => Uint8Array.from(payment.output!)

export interface NewOutput {
  readonly script: Uint8Array
  readonly value: bigint
}

/** Host with unspent outputs. */
export class BitcoinHost extends Host {
  constructor(
    outputs: readonly BitcoinGenesisOutput[],
    options: Partial<ConstructorParameters<typeof Host>[0]> = {},
  ) {
    super({ bitcoin: { outputs }, ...options })
  }

  /** Unspent outputs on a script, largest first. */
  utxos(script?: Uint8Array): ListedUtxo[] {
    return [...listUtxos(this.state, script)].sort((a, b) => (a.amount > b.amount ? -1 : 1))
  }

  utxo(script: Uint8Array): ListedUtxo {
    const [found] = this.utxos(script)
    if (found === undefined) throw new Error('the script has no output')
    return found
  }

  /** A supply counter, base units. */
  supply(name: string): bigint {
    const bytes = this.state.cell(CellType.supply, [utf8(name)])
    return bytes === undefined ? 0n : bytesToU256(bytes)
  }

  /** Satoshi in all outputs. */
  get inOutputs(): bigint {
    return this.utxos().reduce((sum, { amount }) => sum + amount, 0n)
  }

  payload(signer: Signer, payload: BvmPayload, nonceAhead = 0n): Transaction {
    return this.envelope(signer, encodeBvmPayload(payload), { nonceAhead, gasLimit: 2_000_000n })
  }
}

export const bitcoin = (bytes: Uint8Array): Transaction => ({
  kind: 'bitcoin',
  bytes: Uint8Array.from(bytes),
})

/** A PSBT that spends outputs by their witness form; the caller signs it. */
export function psbtOf(
  inputs: readonly (ListedUtxo & { readonly sequence?: number })[],
  outputs: readonly NewOutput[],
  extra: { readonly lockTime?: number; readonly version?: number } = {},
): Psbt {
  const psbt = new Psbt({ network: NETWORK })
  psbt.setVersion(extra.version ?? 2)
  if (extra.lockTime !== undefined) psbt.setLocktime(extra.lockTime)
  for (const { txid, index, amount, script, sequence } of inputs) {
    psbt.addInput({
      hash: txidToHex(txid),
      index,
      ...(sequence === undefined ? {} : { sequence }),
      witnessUtxo: { script, value: amount },
    })
  }
  for (const output of outputs) psbt.addOutput(output)
  return psbt
}

/** Signs every P2WPKH input with one key and gives the raw bytes. */
export function signAll(psbt: Psbt, pair: ECPairInterface): Uint8Array {
  psbt.signAllInputs(pair)
  psbt.finalizeAllInputs()
  return psbt.extractTransaction(true).toBuffer()
}

/** A one-key spend of P2WPKH outputs. */
export function pay(
  pair: ECPairInterface,
  inputs: readonly (ListedUtxo & { readonly sequence?: number })[],
  outputs: readonly NewOutput[],
  extra: { readonly lockTime?: number; readonly version?: number } = {},
): Transaction {
  return bitcoin(signAll(psbtOf(inputs, outputs, extra), pair))
}

/** An output of a transaction not yet in the state, as a UTXO to spend. */
export function outputOf(transaction: Transaction, index: number): ListedUtxo {
  const tx = BitcoinJsTransaction.fromBuffer(transaction.bytes)
  const { script, value } = tx.outs[index]!
  const facts = { height: 0n, medianTime: 0n, bridged: false }
  return {
    txid: Uint8Array.from(tx.getHash()),
    index,
    amount: value,
    script: Uint8Array.from(script),
    ...facts,
  }
}

export const reasons = (receipts: readonly Receipt[]): readonly string[] =>
  receipts.map(({ status, error }) => (error === undefined ? status : `${status} ${error.name}`))

/** r || s as DER. */
export function derOf(compact: Uint8Array): Uint8Array {
  const integer = (part: Uint8Array) => {
    let from = 0
    while (from < 31 && part[from] === 0) from++
    const body = [...part.subarray(from)]
    if (body[0]! >= 0x80) body.unshift(0)
    return [2, body.length, ...body]
  }
  const body = [...integer(compact.subarray(0, 32)), ...integer(compact.subarray(32))]
  return Uint8Array.of(0x30, body.length, ...body)
}
