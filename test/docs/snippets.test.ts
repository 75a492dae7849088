/**
 * The TypeScript of README.md and docs/ type-checks, and runs where it can. A block is whole by itself, or a fragment: then a
 * comment in front of it, which readers do not see, has the rest, and one behind it may say what must hold:
 *
 *     <!-- with
 *     import { State } from 'n-vm'
 *     const state = State.genesis({ chainId: 1 })
 *     -->
 *     (block)
 *     <!-- then
 *     assert.equal(state.root.length, 32)
 *     -->
 *
 * A block whose comment declares values it does not have (`declare const`) is type-checked only; every other one is run.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
// One level below the root, as docs/ is, so that a fragment may import '../src/...'.
const folder = join(root, '.cache')

interface Block {
  /** Page and line. */
  readonly name: string
  /** Where it would lie; nothing is written unless it is run. */
  readonly path: string
  readonly text: string
  readonly isRun: boolean
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8')
  const pattern =
    /(?:<!-- with\n((?:(?!-->)[\s\S])*?)-->\n\n?)?^```ts\n([\s\S]*?)^```$(?:\n\n?<!-- then\n((?:(?!-->)[\s\S])*?)-->)?/gm
  return [...text.matchAll(pattern)].map(([whole, before = '', code = '', after = ''], index) => {
    const fence = (text.indexOf(whole) + whole.indexOf('```ts')) as number
    const line = text.slice(0, fence).split('\n').length
    const assertion = after === '' ? '' : "import assert from 'node:assert/strict'\n"
    return {
      name: `${page}:${line}`,
      path: join(folder, `${page.replace(/\W/g, '-')}-${process.pid}-${index}.ts`),
      text: `${assertion}${before}${code}${after}export {}\n`,
      // test/readme.test.ts runs the one of README.md.
      isRun: !/^declare /m.test(before) && page !== 'README.md',
    }
  })
}

const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
const blocks = ['README.md', ...pages.map((name) => `docs/${name}`)].flatMap(blocksOf)

/** What a user's `tsc --strict` says of each block, by its path. */
function diagnose(): Map<string, string[]> {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    allowImportingTsExtensions: true,
    noImplicitAny: false, // packages without types; parameters of a block's own are still inferred
    paths: {
      'n-vm': [join(root, 'src/index.ts')],
      'n-vm/wallet': [join(root, 'src/wallet.ts')],
      'n-vm/verifier': [join(root, 'src/state/verifier.ts')],
    },
  }
  const texts = new Map(blocks.map(({ path, text }) => [path, text]))
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = host
  host.fileExists = (path) => texts.has(path) || fileExists(path)
  host.readFile = (path) => texts.get(path) ?? readFile(path)
  const program = ts.createProgram([...texts.keys()], options, host)
  return new Map(
    [...texts.keys()].map((path) => {
      const file = program.getSourceFile(path)
      const found = [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ]
      return [
        path,
        found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      ]
    }),
  )
}

describe('TypeScript of the pages', () => {
  let faults: Map<string, string[]>
  beforeAll(() => {
    faults = diagnose()
    mkdirSync(folder, { recursive: true })
  })
  afterAll(() => {
    for (const { path } of blocks) rmSync(path, { force: true })
  })

  it('has blocks, and reads every one of them', () => {
    const fences = ['README.md', ...pages.map((name) => `docs/${name}`)].flatMap((page) => [
      ...readFileSync(join(root, page), 'utf8').matchAll(/^```ts$/gm),
    ])
    expect(blocks.length).toBeGreaterThan(10)
    expect(blocks).toHaveLength(fences.length)
  })

  it.each(blocks)('$name type-checks', ({ path }) => {
    expect(faults.get(path)).toEqual([])
  })

  it.each(blocks.filter(({ isRun }) => isRun))('$name runs', async ({ path, text }) => {
    writeFileSync(path, text)
    await import(pathToFileURL(path).href)
  })
})
