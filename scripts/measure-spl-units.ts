/**
 * Measures what every place of p-token costs (src/token/spl/units.ts): single instructions run on litesvm's p-token and on
 * our semantics, and the places they pass are solved for their prices. Prints what does not fit.
 *
 * `node scripts/run-ts.mjs --source scripts/measure-spl-units.ts [cases a kind] [kinds, by comma, or all] [folder of the tables to write]
 * [seeds]`: with the number of seeds that the prices there are from, only adds prices that are not known yet.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { priceTables, SITE_NAMES, TokenInstruction } from '../src/token/spl/index.ts'
import { KINDS, makeBatch, makeCase } from '../test/support/spl/cases.ts'
import { type OneShot, OneShotPair } from '../test/support/spl/one-shot.ts'

const [perKind = '3000', only, out, more] = process.argv.slice(2)
const NAMES = new Map<number, string>(
  Object.entries(TokenInstruction).map(([name, kind]) => [kind, name]),
)

const tables = priceTables()

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
const prices: Record<string, Record<string, number>> = {}
/** Prices of places that earlier cases passed; later ones are solved with them. */
const solved = new Map<string, number>()
const UNKNOWN = [25, 37, 39, 44, 46, 100, 254]

/** What one case says: places passed, and what they cost together. */
function row(system: System, one: OneShot, label: string, seen: Map<string, number>) {
  const counts = new Map<number, number>()
  let priced = 0
  let known = 0
  const own = pair.runOwn(one, (table, site, times) => {
    priced += table[site]! * times
    const name = `${tables.get(table) ?? 'unknown'}/${SITE_NAMES[site]}`
    const units = solved.get(name)
    if (units !== undefined) {
      known += units * times
      return
    }
    const column = system.indexOf(name)
    counts.set(column, (counts.get(column) ?? 0) + times)
  })
  // The same places twice say enough.
  const signature = [...counts].join(' ')
  const times = seen.get(signature) ?? 0
  if (times === 2) return 'known'
  seen.set(signature, times + 1)
  const peer = pair.runPeer(one)
  const isSame =
    own.error === peer.error &&
    own.accounts.join() === peer.accounts.join() &&
    own.logs.filter(isProgramLog).join() === peer.logs.filter(isProgramLog).join()
  if (!isSame) {
    console.log(`${label}: own ${own.error}, peer ${peer.error}`)
    console.log(
      own.accounts.filter((line, i) => line !== peer.accounts[i]),
      peer.accounts.filter((line, i) => line !== own.accounts[i]),
    )
    console.log(peer.logs.slice(1))
    return 'wrong'
  }
  return { counts, rest: peer.units - own.units + priced - known, error: own.error }
}

/** Solves for the prices of what cases pass; tells of cases that do not fit the others. */
function measure(title: string, count: number, make: (seed: number) => OneShot): void {
  const system = new System()
  const seen = new Map<string, number>()
  let [wrong, misfits] = [0, 0]
  for (let seed = 0; seed < count; seed++) {
    const found = row(system, make(seed), `${title} seed ${seed}`, seen)
    if (found === 'wrong') wrong++
    if (typeof found === 'string') continue
    const { counts, rest, error } = found
    const residue = system.add(counts, rest)
    if (residue === 0 || misfits++ >= 12) continue
    const text = [...counts].map(([column, times]) => `${system.columns[column]}*${times}`)
    console.log(
      `  misfit ${title} seed ${seed} by ${residue.toFixed(2)}: ${text.join(' ')} ${error}`,
    )
  }
  console.log(`${title}: ${count} cases, ${wrong} wrong, ${misfits} misfits`)
  const solution = system.solution()
  for (const name of system.columns) solved.set(name, solution.get(name) ?? 0)
  for (const [name, value] of solution) {
    const [table, site] = name.split('/') as [string, string]
    if (Math.abs(value - Math.round(value)) > 1e-6) console.log('  not whole', name, value)
    if (Math.round(value) !== 0) (prices[table] ??= {})[site] = Math.round(value)
  }
}

/** Passes cases without asking the peer: what they pass has its price already. */
function know(make: (seed: number) => OneShot, seeds: number): void {
  for (let seed = 0; seed < seeds; seed++)
    pair.runOwn(make(seed), (table, site) => {
      const name = `${tables.get(table)}/${SITE_NAMES[site]}`
      if (!solved.has(name)) solved.set(name, table[site]!)
    })
}

const kinds =
  only === undefined || only === 'all' ? [...KINDS, ...UNKNOWN] : only.split(',').map(Number)
const count = Number(perKind)
const isUnknown = (kind: number) => !NAMES.has(kind)
const mixed = (seed: number) => {
  const kind = kinds[seed % kinds.length]!
  return makeBatch(seed * 256 + kind, kind)
}

if (more === undefined) {
  for (const kind of kinds)
    measure(`${kind}`, isUnknown(kind) ? 50 : count, (seed) => makeCase(seed * 256 + kind, kind))
  for (const kind of kinds)
    measure(`Batch of ${kind}`, isUnknown(kind) ? 200 : count, (seed) =>
      makeBatch(seed * 256 + kind, kind, true),
    )
  measure('Batch', count, mixed)
} else {
  // Keeps every price of places that the cases above pass, and adds those of places that only near keys lead to.
  for (const [table, name] of tables)
    table.forEach((units, site) => {
      if (units === 0) return
      ;(prices[name] ??= {})[SITE_NAMES[site]!] = units
      solved.set(`${name}/${SITE_NAMES[site]}`, units)
    })
  know(mixed, Number(more))
  for (const kind of kinds) {
    know((seed) => makeCase(seed * 256 + kind, kind), Number(more))
    measure(`Near ${kind}`, count, (seed) => makeCase(seed * 256 + kind, kind, true))
    know((seed) => makeBatch(seed * 256 + kind, kind, true), Number(more))
    measure(`Near batch of ${kind}`, count, (seed) =>
      makeBatch(seed * 256 + kind, kind, true, true),
    )
  }
}

/** Tables as lines of src/token/spl/prices.ts or batch-prices.ts. */
function lines(ofBatch: boolean): string[] {
  const out: string[] = []
  for (const [table, sites] of Object.entries(prices)) {
    if (table.startsWith('batch ') !== ofBatch) continue
    out.push(`  '${table}': {`)
    let line = '   '
    for (const [site, units] of Object.entries(sites)) {
      const text = ` ${site}: ${units},`
      if (line.length + text.length > 118) {
        out.push(line)
        line = '   '
      }
      line += text
    }
    out.push(line, '  },')
  }
  return out
}

function rewrite(file: string, ofBatch: boolean): void {
  const before = readFileSync(file, 'utf8')
  const start = before.indexOf('= {\n', before.indexOf('export const'))
  writeFileSync(file, `${before.slice(0, start)}= {\n${lines(ofBatch).join('\n')}\n}\n`)
}

if (out !== undefined) {
  rewrite(join(out, 'prices.ts'), false)
  rewrite(join(out, 'batch-prices.ts'), true)
}
