/**
 * `node scripts/run-ts.mjs scripts/build-contracts.ts --write`: compiles the contracts of test/support/contracts with npm
 * `solc`, resolving imports from node_modules. The result is in the repository, so that tests need no compiler;
 * test/token/contracts.test.ts builds again and compares.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const folder = new URL('../test/support/contracts/', import.meta.url)
const target = fileURLToPath(new URL('compiled.artifact.json', folder))

/** The bytes depend on the compiler's release. */
export const SOLC = '0.8.37'

interface Solc {
  compile(
    input: string,
    callbacks: { import(path: string): { contents: string } | { error: string } },
  ): string
}

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly contracts: Record<
    string,
    Record<string, { abi: unknown[]; evm: { bytecode: { object: string } } }>
  >
}

function resolve(path: string): { contents: string } | { error: string } {
  try {
    return { contents: readFileSync(require.resolve(path), 'utf8') }
  } catch {
    return { error: `${path} not found` }
  }
}

/** Every contract of the folder by its name, as the text of compiled.artifact.json. Takes some seconds. */
export function buildContracts(): string {
  const solc = require('solc') as Solc
  const files = readdirSync(folder).filter((file) => file.endsWith('.sol'))
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(
      files.map((file) => [file, { content: readFileSync(new URL(file, folder), 'utf8') }]),
    ),
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: 'prague',
      metadata: { bytecodeHash: 'none' },
      outputSelection: Object.fromEntries(
        files.map((file) => [file, { '*': ['abi', 'evm.bytecode.object'] }]),
      ),
    },
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: resolve })) as SolcOutput
  const failed = output.errors?.filter((error) => error.severity === 'error') ?? []
  if (failed.length > 0) throw new Error(failed.map((error) => error.formattedMessage).join('\n'))
  const contracts = files.sort().map((file) => {
    const name = file.replace('.sol', '')
    const contract = output.contracts[file]?.[name]
    if (contract === undefined) throw new Error(`${name} expected in ${file}`)
    return [name, { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` }]
  })
  return `${JSON.stringify(Object.fromEntries(contracts))}\n`
}

if (process.argv.includes('--write')) writeFileSync(target, buildContracts())
