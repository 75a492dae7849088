/** Cross-program invocations laid out in a program's heap, in the C and the Rust layout, for scripts. */
import { type AccountAddresses, HEAP, type Script, u64s } from './script.ts'

export interface Meta {
  readonly key: Uint8Array
  readonly signer?: boolean
  readonly writable?: boolean
  /** Bytes of the flags as they stand, where they are no bools. */
  readonly flags?: readonly [signer: number, writable: number]
}

export interface Info extends AccountAddresses {
  readonly dataLength: number
}

/** What to invoke; pointers of infos can be bent to try the checks. */
export interface Invocation {
  readonly program: Uint8Array
  readonly metas: readonly Meta[]
  readonly data: Uint8Array
  readonly infos: readonly Info[]
  /** Lists of seeds. */
  readonly signers?: readonly (readonly Uint8Array[])[]
  readonly infosAt?: bigint
  readonly infoCount?: bigint
  readonly metaCount?: bigint
  readonly dataLength?: bigint
}

/** Collects bytes at rising heap addresses, each aligned to 8. */
class Arena {
  private at: bigint
  readonly parts: { at: bigint; bytes: Uint8Array }[] = []

  constructor(at: bigint) {
    this.at = at
  }

  put(bytes: Uint8Array): bigint {
    const at = this.at
    this.parts.push({ at, bytes })
    this.at += BigInt(Math.ceil(bytes.length / 8) * 8)
    return at
  }
}

const flagsOf = ({ flags, signer = false, writable = false }: Meta): readonly [number, number] =>
  flags ?? [signer ? 1 : 0, writable ? 1 : 0]

function putSeeds(arena: Arena, signers: readonly (readonly Uint8Array[])[]): bigint {
  const lists = signers.map((seeds) => {
    const pointers = seeds.map((seed) => [arena.put(seed), seed.length] as const)
    return [arena.put(u64s(...pointers.flat())), seeds.length] as const
  })
  return arena.put(u64s(...lists.flat()))
}

function putC(arena: Arena, invocation: Invocation): { instruction: bigint; infos: bigint } {
  const { program, metas, data, infos, metaCount, dataLength } = invocation
  const programAt = arena.put(program)
  const metaBytes = metas.map((meta) => {
    const bytes = u64s(arena.put(meta.key), 0)
    const [signer, writable] = flagsOf(meta)
    bytes[8] = writable
    bytes[9] = signer
    return bytes
  })
  const metasAt = arena.put(Buffer.concat(metaBytes))
  const dataAt = arena.put(data)
  const instruction = arena.put(
    u64s(programAt, metasAt, metaCount ?? metas.length, dataAt, dataLength ?? data.length),
  )
  const infoBytes = infos.map(({ key, lamports, dataLength: length, data: at, owner }) =>
    u64s(key, lamports, length, at, owner, 0, 0),
  )
  return { instruction, infos: arena.put(Buffer.concat(infoBytes)) }
}

function putRust(arena: Arena, invocation: Invocation): { instruction: bigint; infos: bigint } {
  const { program, metas, data, infos, metaCount, dataLength } = invocation
  const metaBytes = metas.map((meta) => Uint8Array.from([...meta.key, ...flagsOf(meta)]))
  const metasAt = arena.put(Buffer.concat(metaBytes))
  const dataAt = arena.put(data)
  const vectors = u64s(
    ...[metasAt, metas.length, metaCount ?? metas.length],
    ...[dataAt, data.length, dataLength ?? data.length],
  )
  const instruction = arena.put(Buffer.concat([vectors, program]))
  const infoBytes = infos.map(({ key, lamports, dataLength: length, data: at, owner }) => {
    const lamportsCell = arena.put(u64s(1, 1, 0, lamports))
    const dataCell = arena.put(u64s(1, 1, 0, at, length))
    return u64s(key, lamportsCell, dataCell, owner, 0, 0)
  })
  return { instruction, infos: arena.put(Buffer.concat(infoBytes)) }
}

/** Appends the layout and the call to a script. */
export function invoke(
  script: Script,
  abi: 'c' | 'rust',
  invocation: Invocation,
  at: bigint = HEAP + 0x2000n,
): Script {
  const arena = new Arena(at)
  const { signers = [], infosAt, infoCount } = invocation
  const seeds = signers.length === 0 ? 0n : putSeeds(arena, signers)
  const { instruction, infos } = (abi === 'c' ? putC : putRust)(arena, invocation)
  for (const part of arena.parts) script.copy(part.at, part.bytes)
  return script.call(
    `sol_invoke_signed_${abi}`,
    instruction,
    infosAt ?? infos,
    infoCount ?? invocation.infos.length,
    seeds,
    signers.length,
  )
}
