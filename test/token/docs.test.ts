/** docs/token.md against the tables of the code. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bytesToKey } from '../../src/primitives/bytes.ts'
import { TOKEN_FAULTS, TokenKind } from '../../src/token/index.ts'
import { TOKEN_INSTRUCTIONS } from '../../src/vms/native/index.ts'

const page = readFileSync(new URL('../../docs/token.md', import.meta.url), 'utf8')
const section = (heading: string) => page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''

describe('docs/token.md', () => {
  it('lists every fault with what it expected', () => {
    const rows = [...section('Faults').matchAll(/^\| `(\w+)` \| (.*) \|$/gm)]
    expect(rows.map(([, name, text]) => [name, text])).toEqual(Object.entries(TOKEN_FAULTS))
  })

  it('lists every kind of cell', () => {
    for (const kind of Object.values(TokenKind))
      expect(section('Values')).toContain(`\`${bytesToKey(kind)}\``)
  })

  it('lists every operation', () => {
    for (const name of Object.keys(TOKEN_INSTRUCTIONS))
      expect(section('Operations')).toMatch(new RegExp(`\\b${name}\\b`))
  })
})
