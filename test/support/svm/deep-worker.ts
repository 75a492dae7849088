/** Runs in a worker: the transactions given in `workerData`, each in a simulation over one genesis; posts what they came to. */
import { parentPort, workerData } from 'node:worker_threads'
import {
  createGenesis,
  createNativeEngine,
  createSvmEngine,
  type SolanaAccountDump,
  svmSimulate,
} from '../../../src/index.ts'
import { svmIdentity } from '../../../src/vms/svm/index.ts'

export interface DeepTask {
  readonly accounts: readonly SolanaAccountDump[]
  readonly transaction: Uint8Array
  readonly rounds: number
}

export interface DeepResult {
  readonly error: string | undefined
  readonly logs: readonly string[]
  readonly units: number
  /** Instances of WebAssembly that were made so far. */
  readonly instances: number
}

const { accounts, transaction, rounds } = workerData as DeepTask
let instances = 0
interface Host {
  WebAssembly: { Instance: new (...given: readonly never[]) => object }
}
const host = (globalThis as unknown as Host).WebAssembly
host.Instance = new Proxy(host.Instance, {
  construct(target, given) {
    instances++
    return Reflect.construct(target, given) as object
  },
})
const state = createGenesis({
  chainId: 1n,
  engines: [createNativeEngine({ machines: [svmIdentity] }), createSvmEngine()],
  solanaAccounts: accounts,
})
const results: DeepResult[] = []
for (let i = 0; i < rounds; i++) {
  const { errorText, logs, computeUnitsConsumed } = svmSimulate(state, transaction)
  results.push({ error: errorText, logs, units: computeUnitsConsumed, instances })
}
parentPort?.postMessage(results)
