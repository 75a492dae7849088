/**
 * Simple output descriptors (BIP 380-386) with plain hex keys: what wallets and operators write instead of scripts. Key
 * expressions with origins, extended keys or ranges are a wallet's business and are refused.
 */
import type { Crypto } from '../../crypto/types.ts'
import {
  bytesToBigInt,
  bytesToHex,
  compareBytes,
  concatBytes,
  hexToBytes,
  utf8,
} from '../../primitives/bytes.ts'
import { u256ToBytes } from '../../primitives/u256.ts'
import {
  addressToScript,
  type BitcoinNetwork,
  keyHashScript,
  scriptHashScript,
  scriptToAddress,
  witnessScript,
} from './address.ts'

const INPUT_SET =
  '0123456789()[],\'/*abcdefgh@:$%{}IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~ijklmnopqrstuvwxyzABCDEFGH`#"\\ '
const CHECKSUM_SET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATORS = [0xf5dee51989n, 0xa9fdca3312n, 0x1bab10e32dn, 0x3706b1677an, 0x644d626ffdn]
/** Nothing longer is parsed: 20 keys of multisig and room. */
const LENGTH_MAX = 20_000

function bad(text: string, expectation: string): never {
  throw new TypeError(`descriptor expected ${expectation}, got "${text.slice(0, 100)}"`)
}

/** The symbols a checksum runs over: the low five bits of each character, and the rest in groups of three. */
function symbolsOf(text: string): number[] {
  const symbols: number[] = []
  let group = 0
  let count = 0
  for (const character of text) {
    const value = INPUT_SET.indexOf(character)
    if (value < 0) bad(text, 'characters of BIP 380')
    symbols.push(value & 31)
    group = group * 3 + (value >> 5)
    if (++count === 3) {
      symbols.push(group)
      group = 0
      count = 0
    }
  }
  if (count > 0) symbols.push(group)
  return symbols
}

/** The 8 characters behind the # of a descriptor (BIP 380). Throws TypeError for a character that has no place in one. */
export function descriptorChecksum(text: string): string {
  let sum = 1n
  for (const symbol of [...symbolsOf(text), 0, 0, 0, 0, 0, 0, 0, 0]) {
    const top = sum >> 35n
    sum = ((sum & 0x7ffffffffn) << 5n) ^ BigInt(symbol)
    GENERATORS.forEach((generator, i) => {
      if (((top >> BigInt(i)) & 1n) === 1n) sum ^= generator
    })
  }
  sum ^= 1n
  let checksum = ''
  for (let i = 7; i >= 0; i--) checksum += CHECKSUM_SET[Number((sum >> BigInt(5 * i)) & 31n)]
  return checksum
}

// ---- keys and scripts

function hash160(crypto: Crypto, bytes: Uint8Array): Uint8Array {
  return crypto.ripemd160(crypto.sha256(bytes))
}

function keyOf(text: string, crypto: Crypto): Uint8Array {
  const key = /^[0-9a-f]{66}$/.test(text) ? hexToBytes(text) : bad(text, 'a compressed key in hex')
  return crypto.secp256k1Decompress(key) === undefined ? bad(text, 'a point of secp256k1') : key
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const TAP_TWEAK = utf8('TapTweak')

/**
 * Taproot's output key of an internal key without scripts, 32 bytes (BIP 341), or undefined if there is none. The sum
 * P + tG is what public-key recovery computes for R = P, r = s = x(P) and the hash -t x(P): no second curve interface.
 */
export function taprootOutputKey(
  crypto: Crypto,
  internalKey: Uint8Array,
  merkleRoot: Uint8Array = new Uint8Array(0),
): Uint8Array | undefined {
  const tag = crypto.sha256(TAP_TWEAK)
  const tweak = bytesToBigInt(crypto.sha256(concatBytes(tag, tag, internalKey, merkleRoot)))
  const x = bytesToBigInt(internalKey)
  if (tweak >= ORDER || x >= ORDER || x === 0n) return undefined
  const hash = (ORDER - ((tweak * x) % ORDER)) % ORDER
  const signature = concatBytes(internalKey, internalKey)
  return crypto.secp256k1Recover(u256ToBytes(hash), signature, 0)?.slice(1, 33)
}

const OP_1 = 0x51
const OP_CHECKMULTISIG = 0xae

function multisig(text: string, crypto: Crypto, isSorted: boolean): Uint8Array {
  const [threshold = '', ...keyTexts] = text.split(',')
  const m = /^[1-9]\d?$/.test(threshold) ? Number(threshold) : bad(text, 'a threshold')
  if (keyTexts.length < m || keyTexts.length > 16) bad(text, `${m} to 16 keys`)
  const keys = keyTexts.map((key) => keyOf(key, crypto))
  if (isSorted) keys.sort(compareBytes)
  return concatBytes(
    Uint8Array.of(OP_1 + m - 1),
    ...keys.flatMap((key) => [Uint8Array.of(33), key]),
    Uint8Array.of(OP_1 + keys.length - 1, OP_CHECKMULTISIG),
  )
}

/** Name and argument of an outermost function. */
function split(text: string): readonly [name: string, argument: string] {
  const found = /^([a-z]+)\((.*)\)$/.exec(text)
  return found === null ? bad(text, 'a function, such as wpkh(KEY)') : [found[1]!, found[2]!]
}

/** The script inside sh() or wsh(). */
function innerScript(text: string, crypto: Crypto, isWitness: boolean): Uint8Array {
  const [name, argument] = split(text)
  switch (name) {
    case 'multi':
      return multisig(argument, crypto, false)
    case 'sortedmulti':
      return multisig(argument, crypto, true)
    case 'pkh':
      return keyHashScript(hash160(crypto, keyOf(argument, crypto)))
    case 'pk':
      return concatBytes(Uint8Array.of(33), keyOf(argument, crypto), Uint8Array.of(0xac))
    case 'wpkh':
      if (!isWitness) return witnessScript(0, hash160(crypto, keyOf(argument, crypto)))
      return bad(text, 'no witness program inside wsh()')
    case 'wsh':
      if (!isWitness) return witnessScript(0, crypto.sha256(innerScript(argument, crypto, true)))
      return bad(text, 'no witness program inside wsh()')
    default:
      return bad(text, 'multi, sortedmulti, pk, pkh, wpkh or wsh')
  }
}

function taproot(text: string, crypto: Crypto): Uint8Array {
  const internal = /^[0-9a-f]{64}$/.test(text)
    ? hexToBytes(text)
    : bad(text, 'a 32-byte key in hex')
  const key = taprootOutputKey(crypto, internal)
  return witnessScript(1, key ?? bad(text, 'a point of secp256k1'))
}

/**
 * Output script of a descriptor: pk, pkh, wpkh, sh, wsh, multi, sortedmulti, tr (key path only), rawtr, addr, raw.
 * A checksum is checked if there is one. Throws TypeError.
 */
export function descriptorToScript(
  descriptor: string,
  crypto: Crypto,
  network: BitcoinNetwork,
): Uint8Array {
  if (descriptor.length > LENGTH_MAX) bad(descriptor, `at most ${LENGTH_MAX} characters`)
  const [text = '', checksum, ...rest] = descriptor.split('#')
  const isSound = checksum === undefined || checksum === descriptorChecksum(text)
  if (rest.length > 0 || !isSound) bad(descriptor, `checksum ${descriptorChecksum(text)}`)
  const [name, argument] = split(text)
  switch (name) {
    case 'pkh':
    case 'pk':
    case 'wpkh':
      return innerScript(text, crypto, false)
    case 'multi':
    case 'sortedmulti':
      return innerScript(text, crypto, false)
    case 'sh':
      return scriptHashScript(hash160(crypto, innerScript(argument, crypto, false)))
    case 'wsh':
      return innerScript(text, crypto, false)
    case 'tr':
      return taproot(argument, crypto)
    case 'rawtr':
      return witnessScript(
        1,
        /^[0-9a-f]{64}$/.test(argument) ? hexToBytes(argument) : bad(text, 'a 32-byte key in hex'),
      )
    case 'addr':
      return addressToScript(argument, network)
    case 'raw':
      return /^([0-9a-f]{2})*$/.test(argument) ? hexToBytes(argument) : bad(text, 'hex')
    default:
      return bad(text, 'a known function')
  }
}

/** The descriptor of a script whose keys are unknown, with its checksum: addr() where it has an address, else raw(). */
export function scriptToDescriptor(script: Uint8Array, network: BitcoinNetwork): string {
  const address = scriptToAddress(script, network)
  const text = address === undefined ? `raw(${bytesToHex(script)})` : `addr(${address})`
  return `${text}#${descriptorChecksum(text)}`
}
