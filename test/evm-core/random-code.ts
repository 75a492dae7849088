/** Random but mostly meaningful bytecode: operands are pushed before most instructions, jumps go to real targets. */
import { concatBytes } from '../../src/primitives/bytes.ts'
import type { Opcode } from '../../src/vms/evm-core/index.ts'
import { code, push } from '../support/evm-dsl.ts'

/** A small deterministic generator (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface CodeShape {
  /** Instructions of the fork. */
  readonly entries: readonly (Opcode | undefined)[]
  /** Addresses worth calling. */
  readonly addresses: readonly bigint[]
  readonly segments: number
  /** Plain calls and instructions of this list only, calls ask for all gas and move nothing: what two machines share. */
  readonly common?: ReadonlySet<string>
}

const EDGES = [
  0n,
  1n,
  2n,
  31n,
  32n,
  33n,
  255n,
  256n,
  2n ** 64n,
  2n ** 128n - 1n,
  2n ** 255n,
  2n ** 256n - 1n,
  2n ** 256n - 2n,
]

export function randomCode(next: () => number, shape: CodeShape): Uint8Array {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const below = (n: number) => Math.floor(next() * n)
  const { common } = shape
  const bytes = shape.entries.flatMap((entry, byte) =>
    entry === undefined || common?.has(entry.name) === false ? [] : [byte],
  )
  const named = (name: string) => shape.entries.some((entry) => entry?.name === name)
  const word = (): bigint => {
    const kind = next()
    if (kind < 0.35) return BigInt(below(70))
    if (kind < 0.6) return pick(EDGES)
    if (kind < 0.75) return pick(shape.addresses)
    let value = 0n
    for (let i = 0; i < 8; i++) value = (value << 32n) | BigInt(below(2 ** 32))
    return value >> BigInt(below(256))
  }
  const small = () => BigInt(below(100))

  const call = (): Uint8Array => {
    const name = pick(['CALL', 'CALLCODE', 'DELEGATECALL', 'STATICCALL'].filter(named))
    const value = next() < 0.3 && common === undefined ? [BigInt(below(5))] : [0n]
    const some = next() < 0.5 ? ['GAS' as const] : [BigInt(below(60_000))]
    const gas = common === undefined ? some : [2n ** 256n - 1n]
    const withValue = name === 'CALL' || name === 'CALLCODE' ? value : []
    return code(
      small(),
      small(),
      small(),
      small(),
      ...withValue,
      pick(shape.addresses),
      ...gas,
      name,
    )
  }
  const create = (): Uint8Array => {
    // Init code of a few bytes, left-aligned in the first word of memory.
    const init =
      next() < 0.5
        ? code(0x6001_6000_5260_206000f3n, 0, 'MSTORE', 32, 0, 'RETURN')
        : code(below(40), 0, 'RETURN')
    const padded = new Uint8Array(32)
    padded.set(init.subarray(0, 32))
    const salted = named('CREATE2') && next() < 0.5
    const tail = salted
      ? [small(), init.length, 0, below(3), 'CREATE2']
      : [init.length, 0, below(3), 'CREATE']
    return code(concatBytes(Uint8Array.of(0x7f), padded), 0, 'MSTORE', ...tail)
  }
  const storage = (): Uint8Array => {
    const transient = named('TSTORE') && next() < 0.3
    const key = below(4)
    if (next() < 0.4) return code(key, transient ? 'TLOAD' : 'SLOAD')
    return code(next() < 0.4 ? 0 : below(3), key, transient ? 'TSTORE' : 'SSTORE')
  }
  const instruction = (): Uint8Array => {
    const byte = pick(bytes)
    const entry = shape.entries[byte] as Opcode
    if (
      ['STOP', 'JUMP', 'JUMPI', 'RETURN', 'REVERT', 'INVALID', 'SELFDESTRUCT'].includes(
        entry.name,
      ) &&
      next() < 0.9
    )
      return code('PC')
    if (entry.name.startsWith('PUSH')) return code(word())
    const operands: bigint[] = []
    const memory = /MLOAD|MSTORE|COPY|KECCAK|LOG|RETURN|REVERT|CREATE|CALL/.test(entry.name)
    for (let i = 0; i < entry.pops; i++) operands.push(memory && next() < 0.9 ? small() : word())
    return concatBytes(...operands.map((operand) => push(operand)), Uint8Array.of(byte))
  }

  const parts: Uint8Array[] = []
  const targets: number[] = []
  let length = 0
  const emit = (part: Uint8Array) => {
    parts.push(part)
    length += part.length
  }
  for (let i = 0; i < shape.segments; i++) {
    targets.push(length)
    emit(code('JUMPDEST'))
    const steps = 1 + below(8)
    for (let j = 0; j < steps; j++) {
      const kind = next()
      emit(
        kind < 0.1
          ? call()
          : kind < 0.13 && common === undefined
            ? create()
            : kind < 0.3
              ? storage()
              : kind < 0.32 && common === undefined
                ? Uint8Array.of(below(256))
                : instruction(),
      )
    }
    if (next() < (common === undefined ? 0.1 : 0.03)) emit(code(word(), pick(targets), 'JUMPI'))
  }
  const end = next()
  if (end < 0.6) emit(code(64, 0, 'RETURN'))
  else if (end < 0.7 && named('REVERT')) emit(code(40, 0, 'REVERT'))
  else if (end < 0.8 && common === undefined) emit(code(pick(shape.addresses), 'SELFDESTRUCT'))
  return concatBytes(...parts)
}
