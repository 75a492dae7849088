import { defineConfig, type Options } from 'tsup'

/** Entries of the package; each has its own line under "exports" in package.json. */
const entry = {
  index: 'src/index.ts',
  verifier: 'src/state/verifier.ts',
  wallet: 'src/wallet.ts',
}

const shared: Options = {
  entry,
  dts: true,
  splitting: true,
  sourcemap: true,
  target: 'node20',
  platform: 'node',
  treeshake: true,
}

export default defineConfig([
  { ...shared, format: 'esm' },
  // @noble and @scure 2 are published as ES modules only. A CommonJS user gets them bundled, because bundlers and test
  // runners that load CommonJS do not all follow Node's require(esm).
  { ...shared, format: 'cjs', noExternal: [/^@noble\//, /^@scure\//] },
])
