/**
 * SHA-256 (FIPS 180-4) of short messages in WebAssembly that is assembled here, once, when a backend is loaded. Packages
 * cross into WebAssembly four times for each message, which costs more than the hashing of a block; this crosses once.
 */

const I32 = 0x7f
const OP = {
  block: 0x02,
  loop: 0x03,
  br: 0x0c,
  brIf: 0x0d,
  end: 0x0b,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  load: 0x28,
  store: 0x36,
  constant: 0x41,
  eq: 0x46,
  add: 0x6a,
  sub: 0x6b,
  and: 0x71,
  xor: 0x73,
  shr: 0x76,
  rotl: 0x77,
  rotr: 0x78,
} as const

/** Where things lie in the module's memory: constants, start value, second message of a double hash, result, message. */
const AT = { constants: 0, start: 256, second: 320, digest: 384, message: 448 } as const
const PAGE = 65_536

type Code = readonly (number | Code)[]

/** Signed LEB128 of a 32-bit number. */
function leb(value: number): number[] {
  const out: number[] = []
  let rest = value | 0
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const isLast = (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)
    out.push(isLast ? low : low | 0x80)
    if (isLast) return out
  }
}

/** Unsigned LEB128. */
function size(value: number): number[] {
  return value < 128 ? [value] : [(value & 0x7f) | 0x80, ...size(value >>> 7)]
}

const get = (local: number): Code => [OP.get, local]
const set = (local: number, value: Code): Code => [value, OP.set, local]
const constant = (value: number): Code => [OP.constant, leb(value)]
const binary = (op: number, a: Code, b: Code): Code => [a, b, op]
const sum = (first: Code, ...rest: readonly Code[]): Code =>
  rest.reduce((a, b) => binary(OP.add, a, b), first)
const xor = (first: Code, ...rest: readonly Code[]): Code =>
  rest.reduce((a, b) => binary(OP.xor, a, b), first)
const load = (address: Code, offset: number): Code => [address, OP.load, 2, size(offset)]
const store = (address: Code, offset: number, value: Code): Code => [
  address,
  value,
  OP.store,
  2,
  size(offset),
]
const rotations = (local: number, a: number, b: number, c: number): Code =>
  xor(...([a, b, c].map((n) => binary(OP.rotr, get(local), constant(n))) as [Code, Code, Code]))
/** The small sigmas: the third is a shift. */
const sigma = (local: number, a: number, b: number, shift: number): Code =>
  xor(
    binary(OP.rotr, get(local), constant(a)),
    binary(OP.rotr, get(local), constant(b)),
    binary(OP.shr, get(local), constant(shift)),
  )
/** The other byte order. */
const swap = (local: number): Code =>
  xor(
    binary(OP.and, binary(OP.rotl, get(local), constant(8)), constant(0x00ff00ff)),
    binary(OP.and, binary(OP.rotr, get(local), constant(8)), constant(0xff00ff00)),
  )

/** Parameters, then the eight words of the state, sixteen of the message, sixteen pieces of constants, a temporary one. */
const LOCAL = { at: 0, blocks: 1, out: 2, state: 3, word: 11, table: 27, temporary: 28 } as const
const LOCALS = 29 - 3

/** Round `i` of sixteen: the state's words change their roles instead of their places. */
function round(i: number): Code {
  const s = (k: number): number => LOCAL.state + ((k - i + 32) & 7)
  const [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7].map(s) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const choice = xor(get(g), binary(OP.and, get(e), xor(get(f), get(g))))
  const majority = xor(binary(OP.and, get(a), get(b)), binary(OP.and, get(c), xor(get(a), get(b))))
  const mixed = sum(
    get(h),
    get(LOCAL.word + i),
    load(get(LOCAL.table), 4 * i),
    rotations(e, 6, 11, 25),
    choice,
  )
  return [
    set(LOCAL.temporary, mixed),
    set(d, sum(get(d), get(LOCAL.temporary))),
    set(h, sum(get(LOCAL.temporary), rotations(a, 2, 13, 22), majority)),
  ]
}

/** The next sixteen words of the message schedule, in place. */
function schedule(i: number): Code {
  const w = (k: number): number => LOCAL.word + (k & 15)
  return set(
    w(i),
    sum(get(w(i)), sigma(w(i + 1), 7, 18, 3), get(w(i + 9)), sigma(w(i + 14), 17, 19, 10)),
  )
}

const each = (count: number, make: (i: number) => Code): Code =>
  Array.from({ length: count }, (_, i) => make(i))
const EMPTY_TYPE = 0x40

/** `(at, blocks, out)`: hashes padded blocks from the start value on and writes the digest. */
function body(): Code {
  const { at, blocks, out, state, word, table, temporary } = LOCAL
  const none = constant(0)
  const one = (i: number): Code => [
    set(temporary, load(get(at), 4 * i)),
    set(word + i, swap(temporary)),
  ]
  return [
    each(8, (i) => store(get(out), 4 * i, load(none, AT.start + 4 * i))),
    [OP.loop, EMPTY_TYPE],
    each(8, (i) => set(state + i, load(get(out), 4 * i))),
    each(16, one),
    set(table, none),
    [OP.block, EMPTY_TYPE, OP.loop, EMPTY_TYPE],
    each(16, round),
    [get(table), constant(192), OP.eq, OP.brIf, 1],
    each(16, schedule),
    set(table, sum(get(table), constant(64))),
    [OP.br, 0, OP.end, OP.end],
    each(8, (i) => store(get(out), 4 * i, sum(load(get(out), 4 * i), get(state + i)))),
    set(at, sum(get(at), constant(64))),
    [binary(OP.sub, get(blocks), constant(1)), OP.tee, blocks, OP.brIf, 0, OP.end],
    each(8, (i) => [
      set(temporary, load(get(out), 4 * i)),
      store(get(out), 4 * i, swap(temporary)),
    ]),
    OP.end,
  ]
}

/** A section or another length-prefixed part. */
function sized(code: Code): number[] {
  const bytes = (code as readonly unknown[]).flat(Number.POSITIVE_INFINITY) as number[]
  return [...size(bytes.length), ...bytes]
}

function assemble(): Uint8Array<ArrayBuffer> {
  const code = sized([1, LOCALS, I32, body()])
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, ...sized([1, 0x60, 3, I32, I32, I32, 0])],
    ...[3, ...sized([1, 0])],
    ...[5, ...sized([1, 0, 1])],
    // Exports: memory `m` and function `f`.
    ...[7, ...sized([2, 1, 0x6d, 2, 0, 1, 0x66, 0, 0])],
    ...[10, ...sized([1, code])],
  ])
}

const isPrime = (n: number): boolean => {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false
  return true
}

/** The first 32 bits behind the point of the square or cube root of `n`, in whole numbers. */
function fraction(n: number, power: 2n | 3n): number {
  const scaled = BigInt(n) << (32n * power)
  let low = 0n
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) if ((low + bit) ** power <= scaled) low += bit
  return Number(low & 0xffff_ffffn)
}

/** Single and double SHA-256 of at most `longest` bytes. */
export interface ShortSha256 {
  readonly longest: number
  once(data: Uint8Array): Uint8Array
  twice(data: Uint8Array): Uint8Array
}

type Run = (at: number, blocks: number, out: number) => void

interface Instance {
  readonly exports: { readonly f: Run; readonly m: { readonly buffer: ArrayBuffer } }
}

interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => Instance
}

/** Undefined where there is no WebAssembly, or a policy forbids to compile any. */
function instantiate(): Instance | undefined {
  const host = (globalThis as { readonly WebAssembly?: WebAssemblyLike }).WebAssembly
  if (host === undefined) return undefined
  try {
    return new host.Instance(new host.Module(assemble()))
  } catch {
    return undefined
  }
}

/** Compiles it, or undefined where that cannot be. A call never yields, so its memory cannot be re-entered. */
export function loadShortSha256(): ShortSha256 | undefined {
  const instance = instantiate()
  if (instance === undefined) return undefined
  const { f: run, m } = instance.exports
  const memory = new Uint8Array(m.buffer)
  const view = new DataView(m.buffer)
  const primes = Array.from({ length: 312 }, (_, i) => i).filter((n) => n > 1 && isPrime(n))
  for (let i = 0; i < 64; i++) view.setUint32(AT.constants + 4 * i, fraction(primes[i]!, 3n), true)
  for (let i = 0; i < 8; i++) view.setUint32(AT.start + 4 * i, fraction(primes[i]!, 2n), true)
  // The padding of a message of 32 bytes.
  memory[AT.second + 32] = 0x80
  memory[AT.second + 62] = 1

  const hash = (data: Uint8Array, out: number): void => {
    const { length } = data
    const { message } = AT
    if (length > 48) memory.set(data, message)
    else for (let i = 0; i < length; i++) memory[message + i] = data[i]!
    const blocks = (length + 72) >>> 6
    const end = message + 64 * blocks
    memory[message + length] = 0x80
    for (let i = message + length + 1; i < end - 4; i++) memory[i] = 0
    view.setUint32(end - 4, length * 8)
    run(message, blocks, out)
  }
  const digest = (): Uint8Array => {
    const out = new Uint8Array(32)
    for (let i = 0; i < 32; i++) out[i] = memory[AT.digest + i]!
    return out
  }
  return {
    longest: PAGE - AT.message - 72,
    once(data) {
      hash(data, AT.digest)
      return digest()
    },
    twice(data) {
      hash(data, AT.second)
      run(AT.second, 1, AT.digest)
      return digest()
    },
  }
}
