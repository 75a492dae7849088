/** docs/errors.md says what src/errors.ts says. */
import { expect, it } from 'vitest'
import { readPages } from '../scripts/errors-page.ts'
import { NVmErrorCode } from '../src/errors.ts'

it('docs/errors.md is up to date (npm run docs:errors)', () => {
  const { expected, actual } = readPages()
  expect(actual).toBe(expected)
})

it('documents every code once, and numbers rise inside their range', () => {
  const { actual } = readPages()
  const codes = Object.values(NVmErrorCode)
  for (const [name, code] of Object.entries(NVmErrorCode)) {
    expect(actual).toContain(`| ${code} | \`${name}\` |`)
  }
  expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b))
})
