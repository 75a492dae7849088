/**
 * How a Bitcoin wallet says that it joins an identity (S11, S15): a generic signed message of BIP 322 over a text that
 * names identity, script, chain, genesis, epoch and registration nonce. Only scripts with one key that has to sign
 * everything may: P2PKH, P2WPKH, P2SH-P2WPKH and the key path of P2TR, by a signature of type ALL or DEFAULT.
 */
import type { Crypto } from '../../crypto/types.ts'
import { InvalidTransactionError } from '../../errors.ts'
import type { WalletMessage } from '../../identity/machine.ts'
import { ByteReader } from '../../primitives/byte-reader.ts'
import { bytesToHex, concatBytes, utf8 } from '../../primitives/bytes.ts'
import { templateOf, witnessProgramOf } from './locks.ts'
import { SighashCache, STANDARD_FLAGS, verifyInput } from './script/index.ts'
import { decodeTransaction, encodeTransaction } from './transaction/index.ts'
import type { BitcoinTransaction } from './transaction/types.ts'

/** The text to sign: lines end in \n, hex is lower case, no line end at the end. */
export function bitcoinBindingText(message: WalletMessage): string {
  return [
    'Bind this wallet to an n-vm identity. The identity will hold its coins and speak for its address.',
    '',
    `Identity: 0x${bytesToHex(message.identity)}`,
    `Output script: ${bytesToHex(message.wallet)}`,
    `Chain id: ${message.chainId}`,
    `Genesis: 0x${bytesToHex(message.genesisRoot)}`,
    `Epoch: ${message.epoch}`,
    `Registration nonce: ${message.registrationNonce}`,
  ].join('\n')
}

const TAG = utf8('BIP0322-signed-message')
const OP_0 = 0x00
const PUSH_32 = 0x20
const OP_RETURN = 0x6a

/** BIP 340 tagged hash of a message. */
export function signedMessageHash(crypto: Crypto, text: string): Uint8Array {
  const tag = crypto.sha256(TAG)
  return crypto.sha256(concatBytes(tag, tag, utf8(text)))
}

/** Txid of BIP 322's virtual transaction `to_spend`, whose only output is the wallet's. */
export function messageTxid(crypto: Crypto, script: Uint8Array, text: string): Uint8Array {
  const scriptSig = concatBytes(Uint8Array.of(OP_0, PUSH_32), signedMessageHash(crypto, text))
  const toSpend = encodeTransaction({
    version: 0,
    lockTime: 0,
    inputs: [{ txid: new Uint8Array(32), index: 0xffff_ffff, scriptSig, sequence: 0, witness: [] }],
    outputs: [{ value: 0n, script }],
  })
  return crypto.hash256(toSpend)
}

/** What the wallet adds to `to_sign`: scriptSig and witness of its only input. */
export interface ScriptProof {
  /** At most 255 bytes. */
  readonly scriptSig: Uint8Array
  /** Bottom first. */
  readonly witness: readonly Uint8Array[]
}

const COUNTED_MAX = 0xff

/** Bytes of a proof: length u8 and scriptSig, count u8, and for each witness item length u8 and item. */
export function encodeScriptProof({ scriptSig, witness }: ScriptProof): Uint8Array {
  const parts = [Uint8Array.of(scriptSig.length), scriptSig, Uint8Array.of(witness.length)]
  for (const item of witness) parts.push(Uint8Array.of(item.length), item)
  const fits = [scriptSig, ...witness].every(({ length }) => length <= COUNTED_MAX)
  if (!fits || witness.length > COUNTED_MAX)
    throw new RangeError('script proof expected parts of at most 255 bytes')
  return concatBytes(...parts)
}

function malformed(message: string): never {
  throw new InvalidTransactionError('ProofOfControlInvalid', `script proof ${message}`)
}

function decodeScriptProof(bytes: Uint8Array): ScriptProof {
  const reader = new ByteReader(bytes, malformed)
  const scriptSig = reader.take(reader.u8('scriptSig length'), 'scriptSig')
  const witness: Uint8Array[] = []
  for (let left = reader.u8('witness count'); left > 0; left--)
    witness.push(reader.take(reader.u8('witness item length'), 'witness item'))
  reader.end()
  return { scriptSig, witness }
}

/** BIP 322's `to_sign`. */
function signingTransaction(
  crypto: Crypto,
  script: Uint8Array,
  text: string,
  proof: ScriptProof,
): BitcoinTransaction {
  const input = { txid: messageTxid(crypto, script, text), index: 0, sequence: 0, ...proof }
  const output = { value: 0n, script: Uint8Array.of(OP_RETURN) }
  const bytes = encodeTransaction({ version: 0, lockTime: 0, inputs: [input], outputs: [output] })
  return decodeTransaction(bytes, crypto)
}

const ALL = 1

/** The signature of a spend by one key, or undefined if the form is none of the four. */
function soleSignature(script: Uint8Array, { scriptSig, witness }: ScriptProof) {
  switch (templateOf(script)) {
    case 'pubkeyhash':
      return witness.length === 0 ? scriptSig.subarray(1, 1 + (scriptSig[0] ?? 0)) : undefined
    case 'witness-v0-keyhash':
      return witness.length === 2 ? witness[0] : undefined
    case 'scripthash': {
      // The redeem script, one push, is itself a key hash program.
      const nested = witnessProgramOf(scriptSig.subarray(1))
      const isNested = nested?.version === 0 && nested.program.length === 20
      return isNested && witness.length === 2 ? witness[0] : undefined
    }
    case 'taproot':
      return witness.length === 1 ? witness[0] : undefined
    default:
      return undefined
  }
}

/** Whether a signature covers all inputs and outputs: taproot's 64 bytes are DEFAULT, else the last byte is the type. */
function signsAll(script: Uint8Array, signature: Uint8Array): boolean {
  if (templateOf(script) === 'taproot' && signature.length === 64) return true
  return signature.at(-1) === ALL
}

/** Whether a proof is the wallet's signature of the binding text. Cost: one signature. */
export function verifyScriptBinding(
  crypto: Crypto,
  message: WalletMessage,
  proof: Uint8Array,
): boolean {
  const { wallet: script } = message
  const parts = decodeScriptProof(proof)
  const signature = soleSignature(script, parts)
  if (signature === undefined || !signsAll(script, signature)) return false
  const tx = signingTransaction(crypto, script, bitcoinBindingText(message), parts)
  const prevouts = [{ value: 0n, script }]
  const sighash = new SighashCache(tx, prevouts, crypto)
  return verifyInput(tx, 0, prevouts, STANDARD_FLAGS, { crypto, sighash }) === undefined
}
