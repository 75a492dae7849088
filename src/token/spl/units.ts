/** What runs of the Token program cost: tables of prices by number of the place, made from prices.ts. */

import { BATCH } from './batch-prices.ts'
import { TokenInstruction } from './instruction.ts'
import { PRICES } from './prices.ts'
import { COPIES, SITE_NAMES, Site, type SiteName } from './sites.ts'

/** How an instruction is reached: by itself, by the entrypoint's short way for transfers, inside a batch. */
export type PriceContext = 'plain' | 'short' | 'batch'

/** Before an instruction is known. */
export const NO_PRICES: readonly Int32Array[] = [new Int32Array(SITE_NAMES.length)]

const NAMES = new Map<number, string>(
  Object.entries(TokenInstruction).map(([name, number]) => [number, name]),
)
const TABLES: Readonly<Record<PriceContext, Map<number, readonly Int32Array[]>>> = {
  plain: new Map(),
  short: new Map(),
  batch: new Map(),
}

/** Numbers without an instruction: the program finds that out in three ways, and without any number in a fourth. */
const UNKNOWN: readonly (readonly [number, string])[] = [
  [25, 'Unknown25'],
  [39, 'Unknown39'],
  [46, 'Unknown46'],
  [256, 'Nothing'],
]
for (const [kind, name] of UNKNOWN) NAMES.set(kind, name)

/** The number whose prices an instruction has. */
function pricedAs(kind: number | undefined): number {
  if (kind === undefined) return 256
  if (NAMES.has(kind) && kind !== TokenInstruction.Batch) return kind
  if (kind < 38) return 25
  return kind < 45 ? 39 : 46
}

function makeTable(context: PriceContext, kind: number, copy: number): Int32Array {
  const table = new Int32Array(SITE_NAMES.length)
  const name = NAMES.get(kind)
  const key = copy === 0 ? `${context} ${name}` : `${context} ${name} ${copy}`
  for (const [site, units] of Object.entries((context === 'batch' ? BATCH : PRICES)[key] ?? {}))
    table[Site[site as SiteName]!] = units ?? 0
  return table
}

/** Prices of a batch's own places. */
export const BATCH_PRICES: readonly Int32Array[] = [makeTable('plain', TokenInstruction.Batch, 0)]

/** What tables are called, for measuring. */
export function priceTables(): Map<Int32Array, string> {
  const names = new Map<Int32Array, string>([[BATCH_PRICES[0]!, 'plain Batch']])
  for (const context of ['plain', 'short', 'batch'] as const)
    for (const [kind, name] of NAMES) {
      if (kind === TokenInstruction.Batch) continue
      pricesOf(context, kind).forEach((table, copy) => {
        names.set(table, copy === 0 ? `${context} ${name}` : `${context} ${name} ${copy}`)
      })
    }
  return names
}

/** Prices of an instruction's places, by copy and number. */
export function pricesOf(context: PriceContext, kind: number | undefined): readonly Int32Array[] {
  const key = pricedAs(kind)
  let table = TABLES[context].get(key)
  if (table === undefined) {
    table = Array.from({ length: COPIES }, (_, copy) => makeTable(context, key, copy))
    TABLES[context].set(key, table)
  }
  return table
}
