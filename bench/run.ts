/** `npm run bench -- NAME [--json]`: runs bench/NAME.ts and prints a table, or one JSON object per comparison. */
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

const args = process.argv.slice(2)
const json = args.includes('--json')
const [name, ...rest] = args.filter((arg) => arg !== '--json')
const names = availableNames()
if (name === undefined || rest.length > 0 || !names.includes(name)) {
  console.error(`usage: npm run bench -- NAME [--json], NAME one of: ${names.join(', ')}`)
  process.exit(2)
}

const benchmark = (await import(`./${name}.ts`)) as { run(): Promise<Comparison[]> }
const comparisons = await benchmark.run()
if (json) {
  for (const { name, ours, peer, ratio, unit } of comparisons) {
    console.log(JSON.stringify({ name, ours, peer, ratio, unit }))
  }
} else {
  printTable(comparisons)
}
