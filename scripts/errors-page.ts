/**
 * Writes docs/errors.md from src/errors.ts: numbers, names and the sentence above each. `npm run docs:errors` after a
 * change; test/errors-page.test.ts fails while the page is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const source = new URL('../src/errors.ts', import.meta.url)
const page = new URL('../docs/errors.md', import.meta.url)

const intro = `# Errors

Generated from \`src/errors.ts\` by \`npm run docs:errors\`; do not edit.

Every error is an \`NVmError\` with a stable number (\`code\`), a name (\`codeName\`), the facts as data (\`context\`) and a
message that says what was expected and what came. Numbers are never removed, changed or reused. There are three roads:

- **Invalid transaction** (1xxx): it may not be in a block. \`executeBlock\` gives it a receipt with status \`rejected\`, or
  throws \`InvalidTransactionError\` with \`onInvalid: 'throw'\`. No state changes, no fee is paid.
- **Failed execution** (2xxx): it ran; its effects are rolled back, nonce and fee stay. These numbers are data of a receipt
  with status \`reverted\` or \`halted\`, never thrown.
- **Everything else** (3xxx, 4xxx, 9xxx): the host's mistake or ours. It throws, the block is discarded and the state
  that was given is untouched.
`

interface Group {
  readonly title: string
  readonly rows: string[]
}

/** Reads the `NVmErrorCode` table: `// range: title`, then a sentence and a `Name: number` for each error. */
export function errorsPage(text: string): string {
  const table = /export const NVmErrorCode = \{\n([\s\S]*?)\n\} as const/.exec(text)?.[1]
  if (table === undefined)
    throw new Error('src/errors.ts: expected `export const NVmErrorCode = {`')
  const groups: Group[] = []
  let sentence: string | undefined
  for (const line of table.split('\n')) {
    const title = /^ {2}\/\/ (\dxxx: .*)$/.exec(line)?.[1]
    if (title !== undefined) groups.push({ title, rows: [] })
    sentence = /^ {2}\/\*\* (.*) \*\/$/.exec(line)?.[1] ?? sentence
    const entry = /^ {2}(\w+): (\d+),$/.exec(line)
    if (entry === null) continue
    if (sentence === undefined) throw new Error(`src/errors.ts: ${entry[1]} has no /** sentence */`)
    groups.at(-1)?.rows.push(`| ${entry[2]} | \`${entry[1]}\` | ${sentence} |`)
    sentence = undefined
  }
  const sections = groups.map(
    ({ title, rows }) =>
      `## ${title}\n\n| code | name | when |\n|---|---|---|\n${rows.join('\n')}\n`,
  )
  return [intro, ...sections].join('\n')
}

/** The page as it should be, and as it is. */
export function readPages(): { expected: string; actual: string } {
  return {
    expected: errorsPage(readFileSync(source, 'utf8')),
    actual: readFileSync(page, 'utf8'),
  }
}

if (process.argv.includes('--write')) {
  writeFileSync(page, errorsPage(readFileSync(source, 'utf8')))
}
