/**
 * Contract code with what is derived from it once: valid jump targets (found by one linear scan at the first jump),
 * PUSH constants (decoded when first executed), the target of an EIP-7702 designator. Cached by code hash.
 */
import {
  bytesToBigInt,
  EMPTY_BYTES,
  equalBytes,
  hexToBytes,
  wordToKey,
} from '../../primitives/bytes.ts'
import { bytesToU256 } from '../../primitives/u256.ts'

/** keccak-256 of nothing. */
export const EMPTY_CODE_HASH = 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470n

const DESIGNATOR_LENGTH = 23

/** Address that an EIP-7702 designator (0xef0100 || address) points to, or undefined. */
export function delegateOf(bytes: Uint8Array): bigint | undefined {
  if (
    bytes.length !== DESIGNATOR_LENGTH ||
    bytes[0] !== 0xef ||
    bytes[1] !== 0x01 ||
    bytes[2] !== 0
  )
    return undefined
  return bytesToBigInt(bytes.subarray(3))
}

const CLONE_HEAD = hexToBytes('363d3d373d3d3d363d73')
const CLONE_TAIL = hexToBytes('5af43d82803e903d91602b57fd5bf3')
const CLONE_LENGTH = 45

/** Address that a minimal proxy (ERC-1167) delegates to, or undefined. */
export function cloneTargetOf(bytes: Uint8Array): bigint | undefined {
  if (
    bytes.length !== CLONE_LENGTH ||
    !equalBytes(bytes.subarray(0, 10), CLONE_HEAD) ||
    !equalBytes(bytes.subarray(30), CLONE_TAIL)
  )
    return undefined
  return bytesToBigInt(bytes.subarray(10, 30))
}

export class Code {
  readonly bytes: Uint8Array
  /** keccak-256 as a word; zero for init code, which nobody asks for its hash. */
  readonly hashWord: bigint
  /** Target of a set-code designator. */
  readonly delegate: bigint | undefined
  /** Target of a minimal proxy. */
  readonly cloneTarget: bigint | undefined
  /** PUSH constants by position of the instruction, filled as they are met. */
  readonly constants: (bigint | undefined)[]
  private jumps: Uint8Array | undefined

  constructor(bytes: Uint8Array, hashWord: bigint) {
    this.bytes = bytes
    this.hashWord = hashWord
    this.delegate = delegateOf(bytes)
    this.cloneTarget = cloneTargetOf(bytes)
    this.constants = new Array<bigint | undefined>(bytes.length)
  }

  /** 1 at every JUMPDEST that is not part of a PUSH constant. */
  get jumpDestinations(): Uint8Array {
    if (this.jumps === undefined) this.jumps = findJumpDestinations(this.bytes)
    return this.jumps
  }

  /** Constant of `size` bytes after the PUSH at `pc`; code that ends early reads as zeros. */
  constant(pc: number, size: number): bigint {
    const given = this.bytes.subarray(pc + 1, pc + 1 + size)
    const value = bytesToBigInt(given) << BigInt(8 * (size - given.length))
    this.constants[pc] = value
    return value
  }
}

function findJumpDestinations(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) {
    const opcode = bytes[i]!
    if (opcode === 0x5b) out[i] = 1
    else if (opcode >= 0x60 && opcode <= 0x7f) i += opcode - 0x5f
  }
  return out
}

export const NO_CODE = new Code(EMPTY_BYTES, EMPTY_CODE_HASH)

/** Analysed code by hash, oldest out first once its bytes pass the bound. A byte of code costs ten to thirty of memory. */
export class CodeCache {
  private readonly byHash = new Map<string, Code>()
  private readonly maxBytes: number
  private bytes = 0

  constructor(maxBytes = 8 * 1024 * 1024) {
    this.maxBytes = maxBytes
  }

  get(hash: Uint8Array): Code | undefined {
    return this.byHash.get(wordToKey(hash))
  }

  /** Files code under its hash, which the caller vouches for. */
  add(hash: Uint8Array, bytes: Uint8Array): Code {
    const key = wordToKey(hash)
    const known = this.byHash.get(key)
    if (known !== undefined) return known
    const code = new Code(bytes, bytesToU256(hash))
    this.byHash.set(key, code)
    this.bytes += bytes.length
    for (const [oldest, old] of this.byHash) {
      if (this.bytes <= this.maxBytes || old === code) break
      this.byHash.delete(oldest)
      this.bytes -= old.bytes.length
    }
    return code
  }
}
