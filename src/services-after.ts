/** Block services over a state that nothing is written to: for simulations and views of a machine. */
import { type BlockInput, type ParentContext, resolveBlock } from './block-context.ts'
import type { Crypto } from './crypto/types.ts'
import type { BlockServices } from './engine.ts'
import { NVmError } from './errors.ts'
import { Journal } from './state/journal.ts'
import { readParent } from './state/parent.ts'
import type { StateReader } from './state/reader.ts'
import type { Inspector } from './trace/inspector.ts'

/** What a simulation or a view runs on: a `State`, or any reader. */
export interface SimulatedState extends StateReader {
  /** 32 bytes; derived values of the block depend on it. Default zero. */
  readonly root?: Uint8Array
  readonly crypto?: Crypto
  readonly caches?: Map<string, unknown>
}

const ZERO_WORD = new Uint8Array(32)

/** Facts of the block the state is of; number -1 before any. */
export function parentOf(state: SimulatedState): ParentContext {
  const root = state.root ?? ZERO_WORD
  const parent = readParent(state)
  return {
    number: parent?.number ?? -1n,
    timestamp: parent?.timestamp ?? 0n,
    root,
    genesisRoot: parent?.genesisRoot ?? root,
    chainId: state.chain.chainId,
  }
}

/** The crypto of the options, else of the state. Throws TypeError if there is none. */
export function cryptoOf(state: SimulatedState, named: Crypto | undefined): Crypto {
  const crypto = named ?? state.crypto
  if (crypto === undefined)
    throw new TypeError('simulation expects a crypto, of the options or of the state')
  return crypto
}

/**
 * The services of the block that comes after the state, as executeBlock would fill it in. Calls into another machine
 * throw UnknownMachine. Throws TypeError if neither the options nor the state have a crypto.
 */
export function servicesAfter(
  state: SimulatedState,
  input: BlockInput,
  options: {
    readonly crypto?: Crypto | undefined
    readonly inspector?: Inspector | undefined
  },
): BlockServices {
  const crypto = cryptoOf(state, options.crypto)
  const block = resolveBlock(crypto, input, parentOf(state), state.chain.machines)
  return {
    journal: new Journal(state),
    chain: state.chain,
    block,
    crypto,
    caches: state.caches ?? new Map(),
    inspector: options.inspector,
    transactionIndex: 0,
    cross: () => {
      throw new NVmError('UnknownMachine', 'simulation expects no call into another machine')
    },
  }
}
