/** README.md: nothing of Node is needed. A bundle for browsers executes a block where no global of Node is. */
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

it('bundles for browsers, and runs there', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { executeBlock, State } from './src/index.ts'
        const { root, receipts } = executeBlock(State.genesis({ chainId: 1 }), [])
        globalThis.answer = [root.length, receipts.length]`,
      resolveDir: fileURLToPath(new URL('../..', import.meta.url)),
    },
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    write: false,
    logLevel: 'silent',
  })
  const [bundle] = outputFiles
  const page: { answer?: unknown } = createContext({ TextEncoder, TextDecoder, URL })
  runInContext(bundle!.text, page)
  expect(page.answer).toEqual([32, 0])
  expect(bundle!.contents.length).toBeLessThan(1_100_000)
})
