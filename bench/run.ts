/** `npm run bench -- NAME [--json]`: runs bench/NAME.ts and prints a table, or one JSON object per comparison. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Comparison } from './comparison.ts'

const notBenchmarks = ['run.ts', 'comparison.ts']

function availableNames(): string[] {
  return readdirSync(fileURLToPath(new URL('.', import.meta.url)))
    .filter((file) => file.endsWith('.ts') && !notBenchmarks.includes(file))
    .map((file) => file.slice(0, -'.ts'.length))
}

function format(value: number | null): string {
  if (value === null) return '-'
  if (value !== 0 && Math.abs(value) < 10) return value.toPrecision(3)
  return Math.round(value).toLocaleString('en-US')
}

function printTable(comparisons: readonly Comparison[]): void {
  const header = ['what', 'ours', 'peer', 'ratio', 'unit', 'note']
  const rows = comparisons.map((it) => [
    it.name,
    format(it.ours),
    format(it.peer),
    it.ratio === null ? '-' : `${it.ratio.toFixed(2)}x`,
    it.unit,
    it.note ?? '',
  ])
  const widths = header.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)),
  )
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, i) =>
      i >= 1 && i <= 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
    )
    console.log(cells.join('  ').trimEnd())
  }
}

interface Benchmark {
  readonly run?: () => Promise<Comparison[]>
  readonly parts?: Readonly<Record<string, () => Comparison[] | Promise<Comparison[]>>>
}

/** Runs this script again for one part; its rows come back as JSON lines. */
function runPart(name: string, part: string): Comparison[] {
  const again = [...process.execArgv, process.argv[1]!, name, '--part', part]
  const child = spawnSync(process.execPath, again, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 26,
  })
  if (child.status !== 0) throw new Error(`bench ${name}, ${part}: exit code ${child.status}`)
  return child.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Comparison)
}

const args = process.argv.slice(2)
const json = args.includes('--json')
const partAt = args.indexOf('--part')
const part = partAt < 0 ? undefined : args[partAt + 1]
const rest = args.filter((arg, i) => arg !== '--json' && (partAt < 0 || i < partAt))
const [name] = rest
const names = availableNames()
if (name === undefined || rest.length > 1 || !names.includes(name)) {
  console.error(
    `usage: npm run bench -- NAME [--json] [--part PART], NAME one of: ${names.join(', ')}`,
  )
  process.exit(2)
}

const benchmark = (await import(`./${name}.ts`)) as Benchmark
const parts = Object.keys(benchmark.parts ?? {})
if (part !== undefined) {
  const chosen = benchmark.parts?.[part]
  if (chosen === undefined) {
    console.error(`bench ${name} has the parts: ${parts.join('; ')}`)
    process.exit(2)
  }
  for (const row of await chosen()) console.log(JSON.stringify(row))
} else {
  const comparisons =
    benchmark.run === undefined
      ? parts.flatMap((each) => runPart(name, each))
      : await benchmark.run()
  if (json) {
    for (const { name, ours, peer, ratio, unit } of comparisons) {
      console.log(JSON.stringify({ name, ours, peer, ratio, unit }))
    }
  } else {
    printTable(comparisons)
  }
}
