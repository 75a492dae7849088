import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Unit tests run from sources. The built package is tested by `npm run test:package`, other people's vectors in full by
// `npm run test:vectors`.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^n-vm$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) },
    ],
  },
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    exclude: ['test/package/**', '**/node_modules/**'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
})
