/**
 * Measures what every place of p-token costs (src/token/spl/units.ts): single instructions run on litesvm's p-token and on
 * our semantics, and the places they pass are solved for their prices. Prints the table, or what does not fit.
 */
import { writeFileSync } from 'node:fs'
import { pricesOf, SITE_NAMES, TokenInstruction } from '../src/token/spl/index.ts'
import { KINDS, makeCase } from '../test/support/spl/cases.ts'
import { OneShotPair } from '../test/support/spl/one-shot.ts'

const [perKind = '3000', only, out] = process.argv.slice(2)
const NAMES = new Map<number, string>(
  Object.entries(TokenInstruction).map(([name, kind]) => [kind, name]),
)

const tables = new Map<Int32Array, string>()
for (const context of ['plain', 'short', 'batch'] as const)
  for (const kind of [...KINDS, 255])
    tables.set(pricesOf(context, kind), `${context} ${NAMES.get(kind)}`)

/** Rows reduced so far, by pivot column. */
class System {
  readonly columns: string[] = []
  private readonly indexes = new Map<string, number>()
  private readonly rows: { row: Map<number, number>; target: number }[] = []
  private readonly pivots = new Map<number, number>()

  indexOf(name: string): number {
    let index = this.indexes.get(name)
    if (index === undefined) {
      index = this.columns.push(name) - 1
      this.indexes.set(name, index)
    }
    return index
  }

  /** What is left over if the row contradicts the others, else 0. */
  add(given: ReadonlyMap<number, number>, givenTarget: number): number {
    const row = new Map(given)
    let target = givenTarget
    for (;;) {
      let pivot: number | undefined
      for (const column of row.keys()) if (this.pivots.has(column)) pivot = column
      if (pivot === undefined) break
      const known = this.rows[this.pivots.get(pivot)!]!
      const factor = row.get(pivot)!
      for (const [column, value] of known.row) {
        const next = (row.get(column) ?? 0) - factor * value
        if (Math.abs(next) < 1e-9) row.delete(column)
        else row.set(column, next)
      }
      target -= factor * known.target
    }
    if (row.size === 0) return Math.abs(target) < 1e-6 ? 0 : target
    // A column of its own with factor one, if there is any.
    const pivot =
      [...row.keys()].find((column) => Math.abs(row.get(column)!) === 1) ?? [...row.keys()][0]!
    const factor = row.get(pivot)!
    const scaled = new Map([...row].map(([column, value]) => [column, value / factor]))
    this.pivots.set(pivot, this.rows.push({ row: scaled, target: target / factor }) - 1)
    // Keep the others free of the new pivot.
    for (const other of this.rows.slice(0, -1)) {
      const value = other.row.get(pivot)
      if (value === undefined) continue
      for (const [column, entry] of scaled) {
        const next = (other.row.get(column) ?? 0) - value * entry
        if (Math.abs(next) < 1e-9) other.row.delete(column)
        else other.row.set(column, next)
      }
      other.target -= value * (target / factor)
    }
    return 0
  }

  solution(): Map<string, number> {
    const solved = new Map<string, number>()
    for (const [column, at] of this.pivots) solved.set(this.columns[column]!, this.rows[at]!.target)
    return solved
  }
}

const isProgramLog = (line: string) => line.startsWith('Program log: ')

const pair = new OneShotPair()
const result: Record<string, Record<string, number>> = {}

function measure(kind: number, count: number): void {
  const system = new System()
  let [wrong, misfits] = [0, 0]
  for (let seed = 0; seed < count; seed++) {
    const one = makeCase(seed * 256 + kind, kind)
    const counts = new Map<number, number>()
    let priced = 0
    const own = pair.runOwn(one, (prices, site, times) => {
      const column = system.indexOf(`${tables.get(prices) ?? 'unknown'} ${SITE_NAMES[site]}`)
      counts.set(column, (counts.get(column) ?? 0) + times)
      priced += prices[site]! * times
    })
    const peer = pair.runPeer(one)
    const same =
      own.error === peer.error &&
      own.accounts.join() === peer.accounts.join() &&
      own.logs.filter(isProgramLog).join() === peer.logs.filter(isProgramLog).join()
    if (!same && wrong++ < 4) {
      console.log(`${NAMES.get(kind)} seed ${seed}: own ${own.error}, peer ${peer.error}`)
      console.log(
        own.accounts.filter((line, i) => line !== peer.accounts[i]),
        peer.accounts.filter((line, i) => line !== own.accounts[i]),
      )
      console.log(peer.logs.slice(1))
    }
    if (!same) continue
    const residue = system.add(counts, peer.units - own.units + priced)
    if (residue !== 0 && misfits++ < 6) {
      const text = [...counts]
        .map(([column, times]) => `${system.columns[column]!.split(' ')[2]}*${times}`)
        .join(' ')
      console.log(
        `  misfit ${NAMES.get(kind)} seed ${seed} by ${residue.toFixed(2)}: ${text} ${own.error} short? ${system.columns[[...counts.keys()][0]!]}`,
      )
    }
  }
  console.log(
    `${NAMES.get(kind)}: ${count} cases, ${wrong} wrong, ${misfits} misfits, ${system.columns.length} places`,
  )
  for (const [name, value] of system.solution()) {
    const [context, instruction, site] = name.split(' ') as [string, string, string]
    const table = (result[`${context} ${instruction}`] ??= {})
    if (Math.abs(value - Math.round(value)) > 1e-6) console.log('  not whole', name, value)
    if (Math.round(value) !== 0) table[site] = Math.round(value)
  }
}

for (const kind of only === undefined || only === 'all'
  ? [...KINDS, 255]
  : only.split(',').map(Number))
  measure(kind, Number(perKind) * (kind === 255 ? 12 : 1))
if (out !== undefined) writeFileSync(out, JSON.stringify(result, undefined, 1))
