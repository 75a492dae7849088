/** Reader of circom's .r1cs and .sym files and a check of witnesses that does not trust the prover's library. */

type Terms = readonly (readonly [wire: number, factor: bigint])[]

export interface Constraint {
  readonly a: Terms
  readonly b: Terms
  readonly c: Terms
}

export interface R1cs {
  readonly prime: bigint
  readonly wires: number
  readonly publicInputs: number
  readonly constraints: readonly Constraint[]
}

class Reader {
  private readonly view: DataView
  at: number

  constructor(bytes: Uint8Array, at: number) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  u32(): number {
    this.at += 4
    return this.view.getUint32(this.at - 4, true)
  }

  u64(): number {
    return this.u32() + this.u32() * 2 ** 32
  }

  element(): bigint {
    let value = 0n
    for (let i = 3; i >= 0; i--) {
      value = (value << 64n) | this.view.getBigUint64(this.at + i * 8, true)
    }
    this.at += 32
    return value
  }

  terms(): Terms {
    return Array.from({ length: this.u32() }, () => [this.u32(), this.element()] as const)
  }
}

/** Offsets of the sections by their number. */
function sections(bytes: Uint8Array): Map<number, number> {
  const reader = new Reader(bytes, 8)
  const found = new Map<number, number>()
  for (let left = reader.u32(); left > 0; left--) {
    const type = reader.u32()
    const size = reader.u64()
    found.set(type, reader.at)
    reader.at += size
  }
  return found
}

export function readR1cs(bytes: Uint8Array): R1cs {
  const offsets = sections(bytes)
  const header = new Reader(bytes, offsets.get(1)!)
  if (header.u32() !== 32) throw new Error('elements of 32 bytes expected')
  const prime = header.element()
  const [wires, , publicInputs] = [header.u32(), header.u32(), header.u32(), header.u32()]
  header.u64()
  const count = header.u32()
  const reader = new Reader(bytes, offsets.get(2)!)
  const constraints = Array.from({ length: count }, () => ({
    a: reader.terms(),
    b: reader.terms(),
    c: reader.terms(),
  }))
  return { prime, wires: wires!, publicInputs: publicInputs!, constraints }
}

/** Whether a witness satisfies one constraint. */
export function isSatisfied(
  prime: bigint,
  { a, b, c }: Constraint,
  witness: readonly bigint[],
): boolean {
  const sum = (terms: Terms) =>
    terms.reduce((total, [wire, factor]) => total + witness[wire]! * factor, 0n)
  return (sum(a) * sum(b) - sum(c)) % prime === 0n
}

/** Constraints that a witness breaks. */
export function broken({ prime, constraints }: R1cs, witness: readonly bigint[]): Constraint[] {
  return constraints.filter((constraint) => !isSatisfied(prime, constraint, witness))
}

/** Wires by signal name; -1 for a signal that another one stands for. */
export function wiresByName(symbols: string): Map<string, number> {
  return new Map(
    symbols
      .trim()
      .split('\n')
      .map((line) => {
        const [, wire, , name] = line.split(',') as [string, string, string, string]
        return [name, Number(wire)]
      }),
  )
}
