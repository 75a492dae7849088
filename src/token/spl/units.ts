/** What runs of the Token program cost: tables of prices by number of the place, made from prices.ts. */
import { TokenInstruction } from './instruction.ts'
import { PRICES } from './prices.ts'
import { SITE_NAMES, Site, type SiteName } from './sites.ts'

/** How an instruction is reached: by itself, by the entrypoint's short way for transfers, inside a batch. */
export type PriceContext = 'plain' | 'short' | 'batch'

/** Before an instruction is known. */
export const NO_PRICES: Int32Array = new Int32Array(SITE_NAMES.length)

const NAMES = new Map<number, string>(
  Object.entries(TokenInstruction).map(([name, number]) => [number, name]),
)
const TABLES: Readonly<Record<PriceContext, Map<number, Int32Array>>> = {
  plain: new Map(),
  short: new Map(),
  batch: new Map(),
}

/** What an instruction without a number, or with an unknown one, costs: 28 by itself. */
const UNKNOWN = -1
const UNKNOWN_UNITS = 28

function makeTable(context: PriceContext, kind: number): Int32Array {
  const table = new Int32Array(SITE_NAMES.length)
  const name = NAMES.get(kind)
  if (name === undefined) table[Site.badData!] = UNKNOWN_UNITS
  for (const [site, units] of Object.entries(PRICES[`${context} ${name}`] ?? {}))
    table[Site[site as SiteName]!] = units ?? 0
  return table
}

/** Prices of an instruction's places, by number. */
export function pricesOf(context: PriceContext, kind: number | undefined): Int32Array {
  const key = kind !== undefined && NAMES.has(kind) ? kind : UNKNOWN
  let table = TABLES[context].get(key)
  if (table === undefined) {
    table = makeTable(context, key)
    TABLES[context].set(key, table)
  }
  return table
}
