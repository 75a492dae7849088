/** Compiles a contract of examples/contracts with npm `solc`, resolving @openzeppelin from node_modules. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly contracts: Record<
    string,
    Record<string, { abi: never[]; evm: { bytecode: { object: string } } }>
  >
}

export interface CompiledContract {
  /** ABI as viem takes it. */
  readonly abi: readonly Record<string, unknown>[]
  readonly bytecode: `0x${string}`
}

/** `name` is both the file's and the contract's name. Takes about two seconds: the compiler is JavaScript. */
export function compile(name: string): CompiledContract {
  const solc = require('solc') as {
    compile(
      input: string,
      callbacks: { import(path: string): { contents: string } | { error: string } },
    ): string
  }
  const file = `${name}.sol`
  const input = {
    language: 'Solidity',
    sources: {
      [file]: { content: readFileSync(new URL(`contracts/${file}`, import.meta.url), 'utf8') },
    },
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: 'prague',
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  }
  const resolve = (path: string) => {
    try {
      return { contents: readFileSync(require.resolve(path), 'utf8') }
    } catch {
      return { error: `${path} not found` }
    }
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: resolve })) as SolcOutput
  const failed = output.errors?.filter((error) => error.severity === 'error') ?? []
  if (failed.length > 0) throw new Error(failed.map((error) => error.formattedMessage).join('\n'))
  const contract = output.contracts[file]?.[name]
  if (contract === undefined) throw new Error(`${name} expected in ${file}`)
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` }
}
