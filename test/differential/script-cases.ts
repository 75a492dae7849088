/**
 * Random spends of Bitcoin outputs: scripts of every kind, signed where they ask for it, then bent. The same seed makes
 * the same case.
 */
import * as tiny from 'tiny-secp256k1'
import type { Crypto } from '../../src/crypto/types.ts'
import { concatBytes } from '../../src/primitives/bytes.ts'
import {
  controlBlock,
  pushOf,
  SighashCache,
  TAPSCRIPT_LEAF,
  tapBranchHash,
  tapLeafHash,
  tapTweak,
} from '../../src/vms/bvm/script/index.ts'
import { writeNumber } from '../../src/vms/bvm/script/numbers.ts'
import { OPCODES } from '../../src/vms/bvm/script/opcodes.ts'
import {
  type BitcoinInput,
  type BitcoinTransaction,
  decodeTransaction,
  encodeTransaction,
  type Prevout,
} from '../../src/vms/bvm/transaction/index.ts'

/** Deterministic choices. */
export class Dice {
  private state: number

  constructor(seed: number) {
    this.state = seed * 2_654_435_761 + 1
    for (let i = 0; i < 4; i++) this.next()
  }

  /** mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }

  below(bound: number): number {
    return this.next() % bound
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.next() & 0xff)
  }
}

export interface SpendCase {
  readonly kind: string
  readonly tx: BitcoinTransaction
  readonly index: number
  readonly prevouts: readonly Prevout[]
  /** The script that decides, for predicates over known defects. */
  readonly script: Uint8Array
}

const byte = (...values: readonly number[]) => Uint8Array.from(values)
const CHECKSIG = 0xac
const CHECKSIGVERIFY = 0xad
const MULTISIG = 0xae
const CHECKSIGADD = 0xba
const CODESEPARATOR = 0xab

interface Signer {
  ecdsa(secret: Uint8Array, code: Uint8Array): Uint8Array
  schnorr(secret: Uint8Array, codeSeparator: number): Uint8Array
}
/** A stack element, or how to sign it. */
type Item = Uint8Array | ((signer: Signer) => Uint8Array)
/** A script and what it wants on the stack, bottom first. */
interface Program {
  readonly script: Uint8Array
  readonly items: readonly Item[]
}

const SEQUENCES = [0, 1, 9, 0xffff, 0x10000, 0x400001, 0x40ffff, 0x80000000, 0xfffffffe, 0xffffffff]
const LOCK_TIMES = [0, 1, 100, 499_999_999, 500_000_000, 500_000_001, 0x7fffffff, 0xffffffff]
const HASH_TYPES = [1, 1, 1, 2, 3, 0x81, 0x82, 0x83, 0, 4, 0x41, 0xff]
const TAP_HASH_TYPES = [0, 0, 0, 1, 2, 3, 0x81, 0x82, 0x83, 0x80, 4, 0x84]
/** How many elements an opcode leaves more (or fewer), for the ones where that is constant and not zero. */
const GROWTH: Readonly<Record<number, number>> = {
  107: -1,
  109: -2,
  110: 2,
  111: 3,
  112: 2,
  116: 1,
  117: -1,
  118: 1,
  119: -1,
  120: 1,
  125: 1,
  130: 1,
  135: -1,
  136: -2,
  147: -1,
  148: -1,
  154: -1,
  155: -1,
  156: -1,
  157: -2,
  158: -1,
  159: -1,
  160: -1,
  161: -1,
  162: -1,
  163: -1,
  164: -1,
  165: -2,
  172: -1,
  173: -2,
  105: -1,
  121: 0,
  122: -1,
}
const PLAIN: readonly number[] = OPCODES.flatMap((facts, opcode) =>
  facts !== undefined && opcode > 0x60 && opcode !== CHECKSIGADD && opcode !== 0x6a ? [opcode] : [],
)

function anyPush(dice: Dice, bytes = dice.of([1, 1, 2, 4, 5, 20, 33, 75, 76, 80])): Uint8Array {
  const data = dice.bytes(bytes)
  if (dice.chance(70)) return pushOf(data)
  return dice.chance(70)
    ? concatBytes(byte(0x4c, data.length), data)
    : concatBytes(byte(0x4d, data.length, 0), data)
}

function anyNumber(dice: Dice): Uint8Array {
  if (dice.chance(60)) return byte(dice.of([0, 0x4f, 0x51, 0x51, 0x52, 0x53, 0x60]))
  const edges = [17, 127, 128, 255, 256, 520, 65_535, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, -127, -128]
  return pushOf(writeNumber(dice.of(edges)))
}

/** Opcodes that mostly have what they need, around `depth` elements. */
function anyOpcodes(dice: Dice, count: number, depth: number): Uint8Array {
  const parts: Uint8Array[] = []
  let items = depth
  let open = 0
  for (let i = 0; i < count; i++) {
    if (dice.chance(35) || (items < 2 && dice.chance(70))) {
      parts.push(dice.chance(70) ? anyNumber(dice) : anyPush(dice))
      items++
      continue
    }
    if (dice.chance(1)) {
      parts.push(dice.chance(50) ? byte(dice.below(256)) : anyPush(dice, dice.of([519, 520, 521])))
      continue
    }
    const opcode = dice.of(PLAIN)
    if (items < OPCODES[opcode]!.items && dice.chance(95)) continue
    if (opcode === 0x63 || opcode === 0x64) {
      open++
      parts.push(anyNumber(dice))
    } else if ((opcode === 0x67 || opcode === 0x68) && open === 0 && dice.chance(95)) continue
    if (opcode === 0x68) open--
    if (opcode === MULTISIG || opcode === 0xaf) continue
    parts.push(byte(opcode))
    items = Math.max(0, items + (GROWTH[opcode] ?? 0))
  }
  while (open-- > 0 && dice.chance(97)) parts.push(byte(0x68))
  return concatBytes(...parts)
}

function anySecret(dice: Dice): Uint8Array {
  const secret = dice.bytes(32)
  secret[0] = 1
  return secret
}

const keyOf = (secret: Uint8Array, isCompressed = true) =>
  tiny.pointFromScalar(secret, isCompressed)!

/** A key as scripts may meet it: rarely in a form that flags refuse. */
function anyKey(dice: Dice, secret: Uint8Array): Uint8Array {
  if (dice.chance(75)) return keyOf(secret)
  const key = keyOf(secret, false).slice()
  if (dice.chance(40)) key[0] = 6 + (key[64]! & 1)
  else if (dice.chance(20)) key[0] = dice.of([5, 6, 7])
  return dice.chance(5) ? key.subarray(0, 64) : key
}

function plainProgram(dice: Dice): Program {
  const items = Array.from({ length: dice.below(8) }, () =>
    dice.chance(60) ? writeNumber(dice.below(20) - 1) : dice.bytes(dice.below(34)),
  )
  return {
    script: anyOpcodes(dice, 1 + dice.below(dice.chance(3) ? 260 : 30), items.length),
    items,
  }
}

/** CHECKSIG around random opcodes, with separators before and behind. */
function signatureProgram(dice: Dice): Program {
  const secret = anySecret(dice)
  const before = dice.chance(30) ? anyNumber(dice) : byte()
  const head = concatBytes(before, before.length > 0 ? byte(0x75) : byte())
  const separator = dice.chance(15) ? byte(CODESEPARATOR) : byte()
  const opcode = dice.chance(70) ? CHECKSIG : CHECKSIGVERIFY
  const tail = dice.chance(40) ? anyOpcodes(dice, dice.below(6), 1) : byte()
  const end = opcode === CHECKSIGVERIFY && tail.length === 0 ? byte(0x51) : tail
  const behind = dice.chance(8) ? byte(CODESEPARATOR) : byte()
  const code = concatBytes(pushOf(anyKey(dice, secret)), byte(opcode), behind, end)
  return {
    script: concatBytes(head, separator, code),
    items: [
      (signer) => signer.ecdsa(secret, separator.length > 0 ? code : concatBytes(head, code)),
    ],
  }
}

function keyHashProgram(dice: Dice, crypto: Crypto): Program {
  const secret = anySecret(dice)
  const key = anyKey(dice, secret)
  const hash = crypto.ripemd160(crypto.sha256(key))
  const script = concatBytes(byte(0x76, 0xa9, 20), hash, byte(0x88, CHECKSIG))
  return { script, items: [(signer) => signer.ecdsa(secret, script), key] }
}

function multisigProgram(dice: Dice): Program {
  const secrets = Array.from({ length: 1 + dice.below(4) }, () => anySecret(dice))
  const needed = dice.chance(90) ? 1 + dice.below(secrets.length) : dice.below(22)
  const keys = secrets.map((secret) => pushOf(anyKey(dice, secret)))
  const count = dice.chance(97) ? secrets.length : dice.below(22)
  const script = concatBytes(
    anyCount(needed),
    ...keys,
    anyCount(count),
    byte(dice.chance(80) ? MULTISIG : 0xaf),
    ...(dice.chance(15) ? [byte(0x51)] : []),
  )
  const signers = secrets.filter(() => true).slice(dice.chance(50) ? 0 : -needed, undefined)
  const chosen = signers.slice(0, needed)
  if (dice.chance(10)) chosen.reverse()
  const signed = chosen.map(
    (secret): Item =>
      (signer) =>
        signer.ecdsa(secret, script),
  )
  return { script, items: [dice.chance(92) ? byte() : byte(dice.below(3)), ...signed] }
}

const anyCount = (n: number) => (n <= 16 ? byte(n === 0 ? 0 : 0x50 + n) : pushOf(writeNumber(n)))

function lockProgram(dice: Dice): Program {
  const number = dice.of([...SEQUENCES, ...LOCK_TIMES, -1, 2 ** 39 - 1, 2 ** 39])
  const pushed = dice.chance(90) ? pushOf(writeNumber(number)) : anyNumber(dice)
  const opcode = dice.chance(50) ? 0xb1 : 0xb2
  return { script: concatBytes(pushed, byte(opcode, 0x75, 0x51)), items: [] }
}

/** Bits of `bytes` flipped, cut or added. */
function bend(dice: Dice, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0 || dice.chance(15)) return concatBytes(bytes, dice.bytes(1))
  if (dice.chance(20)) return bytes.slice(0, -1)
  const out = bytes.slice()
  const at = dice.below(out.length)
  out[at] = out[at]! ^ (1 << dice.below(8))
  return out
}

const ORDER = BigInt('0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141')

function derInteger(bytes: Uint8Array): Uint8Array {
  let at = 0
  while (at < 31 && bytes[at] === 0) at++
  const rest = bytes.subarray(at)
  const padded = (rest[0]! & 0x80) !== 0 ? concatBytes(byte(0), rest) : rest
  return concatBytes(byte(2, padded.length), padded)
}

function bigBytes(value: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'))
}

/** DER, sometimes with high s, a wrong length, or padding that only lax readers take. */
function derOf(dice: Dice, signature: Uint8Array): Uint8Array {
  const r = signature.subarray(0, 32)
  let s = signature.subarray(32)
  if (dice.chance(8)) s = bigBytes(ORDER - BigInt(`0x${Buffer.from(s).toString('hex')}`))
  let [left, right] = [derInteger(r), derInteger(s)]
  if (dice.chance(4)) left = concatBytes(byte(2, left.length - 1, 0), left.subarray(2))
  if (dice.chance(3)) right = concatBytes(byte(2, 0x81, right.length - 2), right.subarray(2))
  return concatBytes(byte(0x30, left.length + right.length), left, right)
}

/** Everything about a case but its program: the transaction around one input. */
class Frame {
  readonly index: number
  readonly fields: { version: number; lockTime: number; inputs: BitcoinInput[]; outputs: Prevout[] }
  readonly prevouts: { value: bigint; script: Uint8Array }[]

  constructor(dice: Dice) {
    const count = 1 + dice.below(3)
    this.index = dice.below(count)
    this.prevouts = Array.from({ length: count }, () => ({
      value: BigInt(dice.below(2 ** 31)),
      script: concatBytes(byte(0, 20), dice.bytes(20)),
    }))
    this.fields = {
      version: dice.of([1, 2, 2, 2, 0, -1]),
      lockTime: dice.of(LOCK_TIMES),
      inputs: this.prevouts.map(() => ({
        txid: dice.bytes(32),
        index: dice.below(4),
        scriptSig: byte(),
        sequence: dice.of(SEQUENCES),
        witness: [],
      })),
      outputs: Array.from({ length: 1 + dice.below(3) }, () => ({
        value: BigInt(dice.below(2 ** 31)),
        script: dice.bytes(dice.below(30)),
      })),
    }
  }

  finish(
    scriptSig: Uint8Array,
    witness: readonly Uint8Array[],
    crypto: Crypto,
  ): BitcoinTransaction {
    const inputs = this.fields.inputs.map((input, i) =>
      i === this.index ? { ...input, scriptSig, witness } : input,
    )
    return decodeTransaction(encodeTransaction({ ...this.fields, inputs }), crypto)
  }

  unsigned(crypto: Crypto): BitcoinTransaction {
    return decodeTransaction(encodeTransaction(this.fields), crypto)
  }
}

type Wrap = 'bare' | 'P2SH' | 'P2WSH' | 'P2SH-P2WSH' | 'P2WPKH'

function signerOf(dice: Dice, frame: Frame, isWitness: boolean, crypto: Crypto): Signer {
  const cache = new SighashCache(frame.unsigned(crypto), frame.prevouts, crypto)
  return {
    ecdsa(secret, code) {
      if (dice.chance(4)) return byte()
      const hashType = dice.of(HASH_TYPES)
      const hash = isWitness
        ? cache.witnessV0(frame.index, code, hashType)
        : cache.legacy(frame.index, code, hashType)
      const der = derOf(dice, tiny.sign(hash!, secret))
      const signature = concatBytes(der, byte(hashType))
      return dice.chance(8) ? bend(dice, signature) : signature
    },
    schnorr: () => byte(),
  }
}

/** A spend of everything but taproot. */
export function makeClassicCase(seed: number, crypto: Crypto): SpendCase {
  const dice = new Dice(seed)
  const frame = new Frame(dice)
  const kind = dice.of(['plain', 'plain', 'signature', 'key hash', 'multisig', 'lock'] as const)
  const wrap: Wrap = dice.of(['bare', 'bare', 'P2SH', 'P2WSH', 'P2WSH', 'P2SH-P2WSH', 'P2WPKH'])
  const program =
    wrap === 'P2WPKH' || kind === 'key hash'
      ? keyHashProgram(dice, crypto)
      : kind === 'plain'
        ? plainProgram(dice)
        : kind === 'signature'
          ? signatureProgram(dice)
          : kind === 'multisig'
            ? multisigProgram(dice)
            : lockProgram(dice)
  const isWitness = wrap !== 'bare' && wrap !== 'P2SH'
  const signer = signerOf(dice, frame, isWitness, crypto)
  const items = program.items.map((item) => (typeof item === 'function' ? item(signer) : item))
  const hash160 = (data: Uint8Array) => crypto.ripemd160(crypto.sha256(data))
  const script = dice.chance(3) ? bend(dice, program.script) : program.script
  const witnessScript = concatBytes(byte(0, 32), crypto.sha256(script))
  const scriptHash = (data: Uint8Array) => concatBytes(byte(0xa9, 20), hash160(data), byte(0x87))
  const pushes = concatBytes(
    ...items.map((item) => (dice.chance(95) ? minimalPush(item) : pushOf(item))),
  )
  const forms: Readonly<
    Record<Wrap, { output: Uint8Array; sig: Uint8Array; witness: Uint8Array[] }>
  > = {
    bare: { output: script, sig: pushes, witness: [] },
    P2SH: { output: scriptHash(script), sig: concatBytes(pushes, pushOf(script)), witness: [] },
    P2WSH: { output: witnessScript, sig: byte(), witness: [...items, script] },
    'P2SH-P2WSH': {
      output: scriptHash(witnessScript),
      sig: pushOf(witnessScript),
      witness: [...items, script],
    },
    P2WPKH: {
      output: concatBytes(byte(0, 20), script.subarray(3, 23)),
      sig: byte(),
      witness: items,
    },
  }
  const { output, sig, witness } = forms[wrap]
  frame.prevouts[frame.index]!.script = dice.chance(2) ? bend(dice, output) : output
  const bentSig = dice.chance(3) ? bend(dice, sig) : sig
  const bentWitness = bendWitness(dice, witness)
  const tx = frame.finish(bentSig, bentWitness, crypto)
  return { kind: `${wrap} ${kind}`, tx, index: frame.index, prevouts: frame.prevouts, script }
}

function minimalPush(item: Uint8Array): Uint8Array {
  if (item.length === 1 && item[0]! >= 1 && item[0]! <= 16) return byte(0x50 + item[0]!)
  return item.length === 1 && item[0] === 0x81 ? byte(0x4f) : pushOf(item)
}

function bendWitness(dice: Dice, witness: readonly Uint8Array[]): Uint8Array[] {
  const out = [...witness]
  if (dice.chance(4) && out.length > 0) {
    const at = dice.below(out.length)
    out[at] = bend(dice, out[at]!)
  }
  if (dice.chance(2)) out.push(dice.bytes(dice.below(3)))
  if (dice.chance(2)) out.shift()
  if (dice.chance(1)) out.unshift(new Uint8Array(dice.of([520, 521])))
  return out
}

const tapSigner = (
  dice: Dice,
  frame: Frame,
  spend: { annexHash: Uint8Array | undefined; leafHash: Uint8Array | undefined },
  crypto: Crypto,
): Signer => {
  const cache = new SighashCache(frame.unsigned(crypto), frame.prevouts, crypto)
  return {
    ecdsa: () => byte(),
    schnorr(secret, codeSeparator) {
      if (dice.chance(5)) return byte()
      const hashType = dice.of(TAP_HASH_TYPES)
      const hash = cache.taproot(frame.index, hashType, { ...spend, codeSeparator })
      const signature = tiny.signSchnorr(hash ?? dice.bytes(32), secret)
      const full =
        hashType === 0 && dice.chance(97) ? signature : concatBytes(signature, byte(hashType))
      return dice.chance(8) ? bend(dice, full) : full
    },
  }
}

/** CHECKSIG, CHECKSIGVERIFY and CHECKSIGADD over x-only keys, with random opcodes around. */
function tapProgram(dice: Dice): Program {
  if (dice.chance(35)) return plainProgram(dice)
  const secrets = Array.from({ length: 1 + dice.below(3) }, () => anySecret(dice))
  const separator = dice.chance(20)
  const parts: Uint8Array[] = separator ? [byte(CODESEPARATOR)] : []
  secrets.forEach((secret, i) => {
    const key = dice.chance(92)
      ? keyOf(secret).subarray(1)
      : dice.of([byte(), keyOf(secret), byte(1)])
    parts.push(pushOf(key), byte(i === 0 ? CHECKSIG : CHECKSIGADD))
  })
  const wanted = dice.chance(85) ? secrets.length : dice.below(4)
  parts.push(anyCount(wanted), byte(dice.chance(80) ? 0x9c : 0x9d))
  if (dice.chance(20)) parts.push(anyOpcodes(dice, dice.below(6), 1))
  const at = separator ? 0 : 0xffff_ffff
  const items = secrets
    .map(
      (secret): Item =>
        (signer) =>
          signer.schnorr(secret, at),
    )
    .reverse()
  return { script: concatBytes(...parts), items }
}

/** The secret of an x-only key's even point. */
function evenSecret(secret: Uint8Array): Uint8Array {
  return keyOf(secret)[0] === 2 ? secret : tiny.privateNegate(secret)
}

/** A spend of a taproot output by key or by script. */
export function makeTaprootCase(seed: number, crypto: Crypto): SpendCase {
  const dice = new Dice(seed)
  const frame = new Frame(dice)
  const secret = evenSecret(anySecret(dice))
  const internal = keyOf(secret).subarray(1)
  const isKeyPath = dice.chance(25)
  const program = tapProgram(dice)
  const leafVersion = dice.chance(95) ? TAPSCRIPT_LEAF : dice.of([0xc2, 0x50, 0x00, 0xfe])
  const path = Array.from({ length: dice.below(3) }, () => dice.bytes(32))
  const leafHash = tapLeafHash(crypto, leafVersion, program.script)
  const root = path.reduce((node, side) => tapBranchHash(crypto, node, side), leafHash)
  const tweak = tapTweak(crypto, internal, isKeyPath && dice.chance(50) ? undefined : root)
  const tweaked = tiny.xOnlyPointAddTweak(internal, tweak)!
  const output = tweaked.xOnlyPubkey
  frame.prevouts[frame.index]!.script = concatBytes(byte(0x51, 32), output)
  const annex = dice.chance(15) ? concatBytes(byte(0x50), dice.bytes(dice.below(40))) : undefined
  const annexHash =
    annex === undefined ? undefined : crypto.sha256(concatBytes(byte(annex.length), annex))
  const tail = annex === undefined ? [] : [annex]
  const spend = { annexHash, leafHash: isKeyPath ? undefined : leafHash }
  const signer = tapSigner(dice, frame, spend, crypto)
  let witness: Uint8Array[]
  if (isKeyPath) {
    const full = evenSecret(tiny.privateAdd(secret, tweak)!)
    witness = [signer.schnorr(full, 0xffff_ffff), ...tail]
  } else {
    const items = program.items.map((item) => (typeof item === 'function' ? item(signer) : item))
    const control = controlBlock(leafVersion, tweaked.parity, internal, path)
    witness = [...items, program.script, control, ...tail]
  }
  const scriptSig = dice.chance(2) ? byte(0x51) : byte()
  const tx = frame.finish(scriptSig, bendWitness(dice, witness), crypto)
  const kind = isKeyPath ? 'P2TR key path' : 'P2TR script path'
  return { kind, tx, index: frame.index, prevouts: frame.prevouts, script: program.script }
}
