/**
 * The system address behind every token's stub, in machines of EVM bytecode: it hands calls to the face of the token
 * ledger. What differs between machines is whose keys may sign permits, and whether coin is counted in base units.
 */
import type { BlockServices } from '../../engine.ts'
import {
  type CoinHost,
  type FaceHost,
  type FaceParty,
  SYSTEM_WORD,
  serveToken,
} from '../../token/erc20/index.ts'
import { tokenLedger } from '../../token/ledger.ts'
import type { HostPrecompile } from './types.ts'
import type { World } from './world.ts'

/** Host precompiles of a chain with a ledger. */
export type TokenPrecompiles = ReadonlyMap<bigint, HostPrecompile>

/** What the face does not find out from the world. */
export interface TokenMachine {
  readonly world: World
  /** One of Namespace. */
  readonly namespace: number
  /** Whether the key behind an address still speaks for its account by the machine's own rules. Default: it does. */
  readonly mayPermit?: (party: FaceParty) => boolean
  /** In a machine that counts coin in base units: only there are the chain's own contracts. */
  readonly coin: CoinHost | undefined
}

/** The system address, or undefined on a chain without a ledger. One a block. */
export function tokenSystem(
  services: BlockServices,
  machine: TokenMachine,
): TokenPrecompiles | undefined {
  const ledger = tokenLedger(services)
  if (ledger === undefined) return undefined
  const { journal, crypto } = services
  const { world, namespace, mayPermit, coin } = machine
  const host: FaceHost = {
    ledger,
    journal,
    crypto,
    namespace,
    resolve: (address) => world.resolve(address),
    mayPermit: (party) =>
      journal.alias(namespace, party.bytes)?.revoked !== true && (mayPermit?.(party) ?? true),
    coin,
  }
  const system: HostPrecompile = {
    name: 'token',
    isDelegated: true,
    run: ({ env, self, caller, value, input, isStatic, gas }) =>
      serveToken({
        host,
        self,
        caller,
        value,
        input,
        isStatic,
        gas,
        chainId: env.chainId,
        timestamp: env.block.timestamp,
        guarded: env.tx.guarded,
      }),
  }
  return new Map([[SYSTEM_WORD.proxied, system]])
}
