/** Links of the pages lead somewhere, the tests and sources they name exist, and the index lists every page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = [
  'README.md',
  'CHANGELOG.md',
  'bench/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Headings as a link names them: lower case, no punctuation, hyphens for spaces. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  )
}

function brokenLinks(page: string): string[] {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!)
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, target))) return true
    return anchor !== undefined && !anchorsOf(read(target)).includes(anchor)
  })
}

describe.each(pages)('%s', (page) => {
  it('has links that lead somewhere', () => {
    expect(brokenLinks(page)).toEqual([])
  })

  it('names tests and sources that exist', () => {
    const named = [...read(page).matchAll(/`((?:src|test|scripts|examples)\/[\w./-]+\.\w+)`/g)]
    const missing = named.map((match) => match[1]!).filter((path) => !existsSync(join(root, path)))
    expect(missing).toEqual([])
  })
})

it('the index of docs/ lists every page', () => {
  const index = read('docs/README.md')
  const missing = readdirSync(join(root, 'docs')).filter(
    (name) => name.endsWith('.md') && name !== 'README.md' && !index.includes(`(${name})`),
  )
  expect(missing).toEqual([])
})
