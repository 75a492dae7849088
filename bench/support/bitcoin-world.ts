/** Signed Bitcoin transactions of the usual kinds, and the bare signature checks they cost. */
import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import type { Crypto } from '../../src/crypto/types.ts'
import { bigIntToBytes, bytesToBigInt, concatBytes } from '../../src/primitives/bytes.ts'
import { pushOf, SighashCache, tapTweak } from '../../src/vms/bvm/script/index.ts'
import {
  type BitcoinInput,
  decodeTransaction,
  encodeTransaction,
  type Prevout,
} from '../../src/vms/bvm/transaction/index.ts'
import { randomBytes } from '../../test/support/crypto-samples.ts'

export const KINDS = ['P2PKH', 'P2WPKH', 'P2WSH 2-of-3', 'P2TR key path'] as const
export type Kind = (typeof KINDS)[number]

/** One signature check that a verifier cannot avoid. */
export interface BareCheck {
  readonly hash: Uint8Array
  /** r || s. */
  readonly signature: Uint8Array
  readonly key: Uint8Array
  readonly isValid: boolean
}

export interface SignedSpend {
  readonly bytes: Uint8Array
  readonly index: number
  readonly prevouts: readonly Prevout[]
  readonly checks: readonly BareCheck[]
}

const ALL = 1
const ORDER = secp256k1.Point.Fn.ORDER
const script = (...parts: readonly (number | Uint8Array)[]) =>
  concatBytes(...parts.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : part)))

/** Makes transactions with one input and two outputs; the same ones for the same seed. */
export class BitcoinWorld {
  private readonly crypto: Crypto
  private readonly random: (length: number) => Uint8Array

  constructor(crypto: Crypto, seed = 7) {
    this.crypto = crypto
    this.random = randomBytes(seed)
  }

  private hash160(data: Uint8Array): Uint8Array {
    return this.crypto.ripemd160(this.crypto.sha256(data))
  }

  spend(kind: Kind, inputs = 1): SignedSpend {
    const owners = Array.from({ length: inputs }, () => this.owner(kind))
    const prevouts = owners.map(({ output }) => ({ value: 50_000_000n, script: output }))
    const fields = {
      version: 2,
      inputs: owners.map(
        (): BitcoinInput => ({
          txid: this.random(32),
          index: 1,
          scriptSig: new Uint8Array(0),
          sequence: 0xffff_fffd,
          witness: [],
        }),
      ),
      outputs: [1, 2].map(() => ({
        value: 20_000_000n,
        script: script(0, 20, this.random(20)),
      })),
      lockTime: 0,
    }
    const unsigned = decodeTransaction(encodeTransaction(fields), this.crypto)
    const cache = new SighashCache(unsigned, prevouts, this.crypto)
    const checks: BareCheck[] = []
    const signed = fields.inputs.map((input, i) => ({
      ...input,
      ...owners[i]!.sign(cache, i, checks),
    }))
    return { bytes: encodeTransaction({ ...fields, inputs: signed }), index: 0, prevouts, checks }
  }

  private owner(kind: Kind) {
    if (kind === 'P2TR key path') return this.taprootOwner()
    const secrets = [this.random(32), this.random(32), this.random(32)]
    const keys = secrets.map((secret) => secp256k1.getPublicKey(secret, true))
    const p2pkh = script(0x76, 0xa9, 20, this.hash160(keys[0]!), 0x88, 0xac)
    const multisig = script(0x52, ...keys.map(pushOf), 0x53, 0xae)
    const outputs = {
      P2PKH: p2pkh,
      P2WPKH: script(0, 20, this.hash160(keys[0]!)),
      'P2WSH 2-of-3': script(0, 32, this.crypto.sha256(multisig)),
    }
    return {
      output: outputs[kind],
      sign: (cache: SighashCache, index: number, checks: BareCheck[]) => {
        const code = kind === 'P2WSH 2-of-3' ? multisig : p2pkh
        const hash = (
          kind === 'P2PKH' ? cache.legacy(index, code, ALL) : cache.witnessV0(index, code, ALL)
        ) as Uint8Array
        const sign = (i: number) => {
          const signature = secp256k1.sign(hash, secrets[i]!, { prehash: false })
          checks.push({ hash, signature, key: keys[i]!, isValid: true })
          const der = secp256k1.Signature.fromBytes(signature).toBytes('der')
          return { signature, der: concatBytes(der, Uint8Array.of(ALL)) }
        }
        const first = sign(0)
        if (kind === 'P2PKH') {
          return { scriptSig: script(pushOf(first.der), pushOf(keys[0]!)), witness: [] }
        }
        if (kind === 'P2WPKH') return { witness: [first.der, keys[0]!] }
        // Signed by keys 0 and 2: key 1 is tried in vain.
        const second = sign(2)
        checks.push({ hash, signature: second.signature, key: keys[1]!, isValid: false })
        return { witness: [new Uint8Array(0), first.der, second.der, multisig] }
      },
    }
  }

  private taprootOwner() {
    const secret = this.random(32)
    const key = schnorr.getPublicKey(secret)
    const point = secp256k1.getPublicKey(secret, true)
    const scalar = bytesToBigInt(secret)
    const even = point[0] === 2 ? scalar : ORDER - scalar
    const tweaked = bigIntToBytes((even + bytesToBigInt(tapTweak(this.crypto, key))) % ORDER, 32)
    const output = schnorr.getPublicKey(tweaked)
    return {
      output: script(0x51, 32, output),
      sign: (cache: SighashCache, index: number, checks: BareCheck[]) => {
        const spend = { annexHash: undefined, leafHash: undefined, codeSeparator: 0xffff_ffff }
        const hash = cache.taproot(index, 0, spend)!
        const signature = schnorr.sign(hash, tweaked, this.random(32))
        checks.push({ hash, signature, key: output, isValid: true })
        return { witness: [signature] }
      },
    }
  }
}
