/** docs/errors.md says what src/errors.ts says; every error is one that code gives and a test asks for. */
import { readdirSync, readFileSync } from 'node:fs'
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

/** Text of all files of a folder but some. */
function textOf(folder: string, but: string): string {
  const root = new URL(`../${folder}/`, import.meta.url)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== but)
    .map((name) => readFileSync(new URL(name.replaceAll('\\', '/'), root), 'utf8'))
    .join('\n')
}

it('has no error that nothing gives, and none that no test asks for', () => {
  const code = textOf('src', 'errors.ts')
  const tests = textOf('test', 'errors-page.test.ts')
  const names = Object.keys(NVmErrorCode)
  const isGiven = (name: string) =>
    code.includes(`'${name}'`) || new RegExp(`NVmErrorCode\\.${name}\\b`).test(code)
  expect(names.filter((name) => !isGiven(name))).toEqual([])
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(tests))).toEqual([])
})
