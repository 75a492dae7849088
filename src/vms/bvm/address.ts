/**
 * Addresses for display. Nothing of the engine depends on them: outputs, ids and proofs are of scripts. Base58Check and
 * bech32 are bitcoinjs-lib's; which script a form stands for is said here, since its own conversion of taproot wants a
 * global curve library.
 */
import { address as codec } from 'bitcoinjs-lib'
import { concatBytes } from '../../primitives/bytes.ts'
import type { ChainConfig } from '../../state/chain-config.ts'
import { templateOf, witnessProgramOf } from './locks.ts'
import { bvmParameters } from './parameters.ts'

/** What distinguishes the addresses of one chain from those of another. */
export interface BitcoinNetwork {
  /** Human-readable part of segwit addresses. */
  readonly bech32: string
  /** Version byte of P2PKH addresses. */
  readonly pubKeyHash: number
  /** Version byte of P2SH addresses. */
  readonly scriptHash: number
}

/** The address forms of a chain, from its parameters. The names are those of bitcoinjs-lib's `Network`. */
export function bitcoinNetwork(chain: ChainConfig): BitcoinNetwork {
  const { addressHrp, keyHashVersion, scriptHashVersion } = bvmParameters(chain)
  let bech32 = ''
  for (let rest = addressHrp; rest > 0n; rest >>= 8n)
    bech32 = String.fromCharCode(Number(rest & 0xffn)) + bech32
  return { bech32, pubKeyHash: Number(keyHashVersion), scriptHash: Number(scriptHashVersion) }
}

/** The value of the chain parameter `addressHrp` for a human-readable part. Throws RangeError unless it is 1 to 32 lower-case letters and digits. */
export function hrpParameter(hrp: string): bigint {
  if (!/^[a-z0-9]{1,32}$/.test(hrp))
    throw new RangeError(`hrp expected 1 to 32 of a-z and 0-9, got "${hrp}"`)
  let value = 0n
  for (const character of hrp) value = (value << 8n) | BigInt(character.charCodeAt(0))
  return value
}

const OP_0 = 0x00
const OP_1 = 0x51

/** Output script of a witness program (BIP 141). */
export function witnessScript(version: number, program: Uint8Array): Uint8Array {
  const opcode = version === 0 ? OP_0 : OP_1 + version - 1
  return concatBytes(Uint8Array.of(opcode, program.length), program)
}

/** Output script of a 20-byte key hash. */
export function keyHashScript(hash: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0x76, 0xa9, 20), hash, Uint8Array.of(0x88, 0xac))
}

/** Output script of a 20-byte script hash. */
export function scriptHashScript(hash: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0xa9, 20), hash, Uint8Array.of(0x87))
}

/** The address of an output script, or undefined if it has no such form. */
export function scriptToAddress(script: Uint8Array, network: BitcoinNetwork): string | undefined {
  const witness = witnessProgramOf(script)
  if (witness !== undefined) return codec.toBech32(witness.program, witness.version, network.bech32)
  switch (templateOf(script)) {
    case 'pubkeyhash':
      return codec.toBase58Check(script.subarray(3, 23), network.pubKeyHash)
    case 'scripthash':
      return codec.toBase58Check(script.subarray(2, 22), network.scriptHash)
    default:
      return undefined
  }
}

function bad(address: string, expectation: string): never {
  throw new TypeError(`address expected ${expectation}, got "${address.slice(0, 100)}"`)
}

function fromWitnessAddress(address: string, network: BitcoinNetwork): Uint8Array | undefined {
  let decoded: ReturnType<typeof codec.fromBech32>
  try {
    decoded = codec.fromBech32(address)
  } catch {
    return undefined
  }
  const { prefix, version, data } = decoded
  if (prefix !== network.bech32) bad(address, `of this chain, beginning with ${network.bech32}1`)
  const isSized = version === 0 ? data.length === 20 || data.length === 32 : true
  if (version > 16 || data.length < 2 || data.length > 40 || !isSized)
    bad(address, 'with a witness program of BIP 141')
  return witnessScript(version, data)
}

/** The output script of an address. Throws TypeError for anything but an address of this network. */
export function addressToScript(address: string, network: BitcoinNetwork): Uint8Array {
  const witness = fromWitnessAddress(address, network)
  if (witness !== undefined) return witness
  let decoded: ReturnType<typeof codec.fromBase58Check>
  try {
    decoded = codec.fromBase58Check(address)
  } catch {
    return bad(address, 'in bech32, bech32m or Base58Check')
  }
  const { version, hash } = decoded
  if (version === network.pubKeyHash) return keyHashScript(hash)
  if (version === network.scriptHash) return scriptHashScript(hash)
  return bad(address, `of this chain, version ${network.pubKeyHash} or ${network.scriptHash}`)
}
