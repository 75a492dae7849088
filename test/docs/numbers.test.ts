/** Tables of the pages say what the code says: fields, options, defaults, numbers, commands. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultEngines, FACE_GAS, NATIVE_GAS, State, TRON_PARAMETERS } from '../../src/index.ts'
import { CellType } from '../../src/state/keys.ts'
import { bvmParameters } from '../../src/vms/bvm/parameters.ts'
import { FORK_NAMES } from '../../src/vms/evm-core/forks/names.ts'

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const chain = State.genesis({ chainId: 1 }).chain

/** Text of a page from a heading to the next one of its level or above; the whole page without one. */
function sectionOf(page: string, heading?: string): string {
  const text = read(`docs/${page}`)
  if (heading === undefined) return text
  const level = heading.split(' ')[0]!.length
  const start = text.indexOf(`\n${heading}\n`)
  expect(start, `${page} has ${heading}`).toBeGreaterThanOrEqual(0)
  const rest = text.slice(start + heading.length + 2)
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'))
  return end < 0 ? rest : rest.slice(0, end)
}

/** Cells of every row of the tables in a text, without their header. */
const rowsOf = (text: string): string[][] =>
  [...text.matchAll(/^\|(.*)\|$/gm)]
    .map(([, row]) => row!.split('|').map((cell) => cell.trim()))
    .filter((cells) => !/^:?-+:?$/.test(cells[1] ?? ''))

/** Words in backticks. */
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word!)

const whole = (text: string): bigint => BigInt(text.replaceAll(',', ''))

/** Names of the fields of an interface in a source file. */
function fieldsOf(path: string, name: string): string[] {
  const body = read(path).split(`export interface ${name} `)[1]!.split('\n}')[0]!
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field]) => field!)
}

describe('docs/blocks.md and docs/receipts.md name every field', () => {
  const firstCells = (text: string) => rowsOf(text).flatMap(([cell = '']) => quoted(cell))
  it.each([
    ['BlockInput', 'src/block-context.ts', 'blocks.md', '## The block'],
    ['ExecuteOptions', 'src/block.ts', 'blocks.md', '## Options'],
    ['BlockResult', 'src/block.ts', 'blocks.md', '## Result'],
    ['ChainLimits', 'src/state/chain-config.ts', 'blocks.md', '## Limits'],
    ['Receipt', 'src/receipt.ts', 'receipts.md', undefined],
  ])('%s', (name, path, page, heading) => {
    const named = firstCells(sectionOf(page, heading)).map((field) => field.split('.')[0])
    expect(fieldsOf(path, name).filter((field) => !named.includes(field))).toEqual([])
  })
})

it('docs/blocks.md: limits', () => {
  const rows = rowsOf(sectionOf('blocks.md', '## Limits')).slice(1)
  const stated = rows.map(([name, value]) => [quoted(name!)[0], whole(value!)])
  expect(Object.fromEntries(stated)).toEqual(
    Object.fromEntries(Object.entries(chain.limits).map(([name, limit]) => [name, BigInt(limit)])),
  )
})

it('README.md and docs/protocol.md: ranges of payloads, kinds of raw transactions', () => {
  const hex = (byte: number) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`
  const readme = read('README.md')
  const protocol = sectionOf('protocol.md', '## Payloads')
  for (const { opcodes, rawKinds } of defaultEngines()) {
    const range = `${hex(opcodes.first)}-${hex(opcodes.last)}`
    expect(protocol).toContain(`| ${range} |`)
    const row = rowsOf(readme).find((cells) => cells[1] === range)
    expect(quoted(row?.[2] ?? '')).toEqual(rawKinds)
    for (const kind of rawKinds)
      expect(sectionOf('blocks.md', '## Transactions')).toContain(`| \`${kind}\` |`)
  }
})

it('docs/state.md: types of leaves', () => {
  const rows = rowsOf(sectionOf('state.md', '## Leaves'))
  const stated = rows
    .filter(([type]) => type!.startsWith('0x'))
    .map(([type, name]) => [name, Number(type)] as const)
  expect(Object.fromEntries(stated)).toEqual(CellType)
})

it('docs/native.md: prices', () => {
  const table = read('docs/native.md').split('## Token operations')[0]!
  const stated = new Map(rowsOf(table).map(([, name, , gas]) => [name, gas]))
  for (const [name, price] of Object.entries(NATIVE_GAS)) {
    // These depend on the sub-operation; test/native has them.
    if (['session', 'proof', 'policy'].includes(name)) continue
    expect([name, stated.get(name)]).toEqual([name, price.toLocaleString('en')])
  }
})

it('docs/token-erc20.md: prices', () => {
  const rows = rowsOf(sectionOf('token-erc20.md', '## Gas')).slice(1)
  const stated = rows.map(([name, gas]) => [quoted(name!)[0], Number(whole(gas!))])
  expect(Object.fromEntries(stated)).toEqual(FACE_GAS)
})

it('docs/evm.md: forks', () => {
  const names = quoted(sectionOf('evm.md', '## Forks').split('\n\n')[0]!)
  expect(names).toEqual([...FORK_NAMES])
})

it('docs/bvm.md: parameters', () => {
  const rows = rowsOf(sectionOf('bvm.md', '## Parameters')).slice(1)
  const names = rows.flatMap(([name]) => quoted(name!))
  const defaults = bvmParameters(chain)
  expect([...names].sort()).toEqual(Object.keys(defaults).sort())
  for (const [name, value] of rows) {
    if (!/^[\d, ]+$/.test(value!)) continue
    const values = value!.includes(', ') ? value!.split(', ') : [value!]
    expect(quoted(name!).map((one) => defaults[one as keyof typeof defaults])).toEqual(
      values.map(whole),
    )
  }
})

it('docs/tvm-state.md: parameters', () => {
  const rows = rowsOf(sectionOf('tvm-state.md', '## Parameters')).slice(1)
  const stated = rows.map(([, name, initial, mainnet]) => [name, whole(initial!), whole(mainnet!)])
  expect(stated).toEqual(
    TRON_PARAMETERS.map(({ name, initial, mainnet }) => [name, initial, mainnet]),
  )
})

it('commands of the pages are scripts of package.json or files', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const pages = [
    'README.md',
    ...readdirSync(new URL('../../docs', import.meta.url)).map((name) => `docs/${name}`),
  ]
  const texts = pages.filter((name) => name.endsWith('.md')).map(read)
  const commands = texts.flatMap((text) => [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)])
  expect(commands.length).toBeGreaterThan(10)
  expect(commands.map(([, name]) => name!).filter((name) => !(name in scripts))).toEqual([])
})
