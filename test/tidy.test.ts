/** Rules that a reviewer would otherwise have to repeat, checked over the repository's own files. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Tracked files, or untracked ones that are not ignored (work in progress counts too). */
function repositoryFiles(): string[] {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 } as const
  const flags = ['ls-files', '--cached', '--others', '--exclude-standard']
  return execFileSync('git', flags, options)
    .split('\n')
    .filter((path) => path !== '' && existsSync(`${root}/${path}`))
}

/** Code without comments; strings stay, as a banned word in one is a banned word too. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"])\/\/.*$/gm, '$1')
}

const inGit = existsSync(`${root}/.git`)
const files = inGit ? repositoryFiles() : []
const sources = files.filter((path) => path.startsWith('src/') && path.endsWith('.ts'))
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8')

function offenders(
  paths: readonly string[],
  broken: (text: string, path: string) => boolean,
): string[] {
  return paths.filter((path) => broken(read(path), path))
}

const bannedInCode: readonly (readonly [string, RegExp])[] = [
  ['a clock', /\bDate\.now\b|\bnew Date\b|\bperformance\.now\b|\bprocess\.hrtime\b/],
  ['randomness', /\bMath\.random\b|\bgetRandomValues\b|\brandomBytes\b|\brandomUUID\b/],
  ['the environment', /\bprocess\.(env|argv|platform|cwd)\b/],
  ['the locale', /\btoLocale[A-Z]\w*|\blocaleCompare\b|\bIntl\./],
  ['console', /\bconsole\./],
  ['any', /(:|<|\bas|,|\|)\s*any\b(?=\s*[,;)>\]|=}\n]|\[)/],
]
const bannedAnywhere: readonly (readonly [string, RegExp])[] = [
  ['unfinished work', /\b(TODO|FIXME|XXX|HACK)\b/],
  ['a silenced check', /@ts-(ignore|nocheck|expect-error)|biome-ignore-all/],
]

describe.skipIf(!inGit)('src', () => {
  it.each(bannedInCode)('has no %s', (_name, pattern) => {
    expect(offenders(sources, (text) => pattern.test(withoutComments(text)))).toEqual([])
  })

  it.each(bannedAnywhere)('has no %s', (_name, pattern) => {
    expect(offenders(sources, (text) => pattern.test(text))).toEqual([])
  })

  it('opens every file with a comment of purpose', () => {
    expect(
      offenders(sources, (text) => !text.startsWith('/**\n * ') && !/^\/\*\* .+\*\/\n/.test(text)),
    ).toEqual([])
  })

  it('has no file over 600 lines', () => {
    expect(offenders(sources, (text) => text.split('\n').length > 601)).toEqual([])
  })

  it('keeps EIP numbers out of names', () => {
    const named = /\b(const|let|function|class|interface|type)\s+\w*(eip|bip|simd)_?\d/i
    expect(offenders(sources, (text) => named.test(withoutComments(text)))).toEqual([])
  })
})

describe.skipIf(!inGit)('repository', () => {
  it('has no path of one machine and no key', () => {
    const local = new RegExp(['/', '(home|Users)', '/\\w+/'].join(''))
    // Where this checkout lies, unless that is so short that it says nothing.
    const isHere = (text: string) => root.split('/').length > 3 && text.includes(root)
    const key = new RegExp(['BEGIN', '(RSA |EC |OPENSSH )?PRIVATE KEY'].join(' '))
    const texts = files.filter((path) =>
      /\.(ts|mjs|cjs|js|json|md|sol|yml|yaml)$|^\.ci\//.test(path),
    )
    const hits = offenders(texts, (text, path) => {
      const body = path === 'package-lock.json' ? text.replace(/https:\/\/\S+/g, '') : text
      return local.test(body) || isHere(body) || key.test(body)
    })
    expect(hits).toEqual([])
  })

  it('focuses or skips no test without a condition', () => {
    const tests = files.filter((path) => path.startsWith('test/') && path.endsWith('.ts'))
    const silenced = /\b(it|test|describe)\.(only|skip|todo)\(/
    expect(offenders(tests, (text) => silenced.test(text))).toEqual([])
  })

  it('mentions every npm script it documents', () => {
    const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>
    const pages = files.filter((path) => path.endsWith('.md'))
    const named = pages.flatMap((path) => [...read(path).matchAll(/npm run ([\w:-]+)/g)])
    expect(named.map((match) => match[1]).filter((name) => !(name! in scripts))).toEqual([])
  })
})
