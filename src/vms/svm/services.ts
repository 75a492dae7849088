/** Block services over a state that nothing is written to: for simulation and views. */
import { type BlockInput, resolveBlock } from '../../block-context.ts'
import type { Crypto } from '../../crypto/types.ts'
import type { BlockServices } from '../../engine.ts'
import { NVmError } from '../../errors.ts'
import { Journal } from '../../state/journal.ts'
import { readParent } from '../../state/parent.ts'
import type { StateReader } from '../../state/reader.ts'
import type { Inspector } from '../../trace/inspector.ts'

/** What a simulation or a view runs on: a `State`, or any reader. */
export interface SolanaState extends StateReader {
  /** 32 bytes; derived values of the block depend on it. Default zero. */
  readonly root?: Uint8Array
  readonly crypto?: Crypto
  readonly caches?: Map<string, unknown>
}

const ZERO_WORD = new Uint8Array(32)

/** The services of the block that comes after the state, as executeBlock would fill it in. */
export function servicesAfter(
  state: SolanaState,
  input: BlockInput,
  options: { readonly crypto?: Crypto | undefined; readonly inspector?: Inspector | undefined },
): BlockServices {
  const crypto = options.crypto ?? state.crypto
  if (crypto === undefined)
    throw new TypeError('simulation expects a crypto, of the options or of the state')
  const root = state.root ?? ZERO_WORD
  const parent = readParent(state)
  const block = resolveBlock(crypto, input, {
    number: parent?.number ?? -1n,
    timestamp: parent?.timestamp ?? 0n,
    root,
    genesisRoot: parent?.genesisRoot ?? root,
    chainId: state.chain.chainId,
  })
  return {
    journal: new Journal(state),
    chain: state.chain,
    block,
    crypto,
    caches: state.caches ?? new Map(),
    inspector: options.inspector,
    transactionIndex: 0,
    cross: () => {
      throw new NVmError(
        'UnknownMachine',
        'simulation of the svm expects no call into another machine',
      )
    },
  }
}
