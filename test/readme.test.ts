/** The example a stranger reads first is the one that is type-checked and run. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

it('README.md shows examples/quick-start.ts word for word', () => {
  const shown = /```ts\n([\s\S]*?)```/.exec(read('README.md'))?.[1]
  const [comment, ...lines] = read('examples/quick-start.ts').split('\n')
  expect(comment).toMatch(/^\/\*\*/)
  expect(shown).toBe(lines.join('\n'))
})

it('quick-start runs to a receipt of success', async () => {
  const lines: string[] = []
  const log = console.log
  console.log = (...values: unknown[]) => lines.push(values.join(' '))
  try {
    await import('../examples/quick-start.ts')
  } finally {
    console.log = log
  }
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^success [0-9a-f]{64}$/)
})
