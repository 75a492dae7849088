/**
 * Simulation: constant calls, energy estimates and traces from any address, unsigned, free of charge, on pretended state.
 * Everything runs on a journal of its own over the state and is thrown away with it. No block reaches this file: the
 * engine does not import it.
 */

import { type BlockInput, derivedTronBlockId } from '../../block-context.ts'
import type { Crypto } from '../../crypto/types.ts'
import { InvalidTransactionError } from '../../errors.ts'
import { ArgumentCheck } from '../../primitives/argument.ts'
import { bytesToHex, EMPTY_BYTES } from '../../primitives/bytes.ts'
import { cryptoOf, parentOf, type SimulatedState, servicesAfter } from '../../services-after.ts'
import type { Log } from '../../state/log.ts'
import type { Inspector } from '../../trace/inspector.ts'
import { recordBlockIds } from './block-ids.ts'
import { applyOverrides, type TvmStateOverride } from './overrides.ts'
import { contractRetName } from './receipt.ts'
import { TvmScope } from './scope.ts'
import { contractAddress, type InternalTransaction, runContract } from './vm/index.ts'

/** What to run. Everything has a default: an empty request deploys nothing from the zero address. */
export interface TvmCallRequest {
  /** 20 bytes; any address, also one whose key nobody has. Default zero. */
  readonly from?: Uint8Array
  /** 20 bytes; left out, `data` is init code. */
  readonly to?: Uint8Array
  /** Calldata, or init code. Default empty. */
  readonly data?: Uint8Array
  /** Sun; must be covered by the sender's balance. Default 0. */
  readonly callValue?: bigint
  /** TRC-10 that goes along. Default none. */
  readonly tokenId?: bigint
  /** Whole units of the token. */
  readonly tokenValue?: bigint
  /** Energy limit. Default {@link TvmSimulationOptions.energyCap}. */
  readonly energy?: bigint
  /** Refuse every change of state, as within STATICCALL. Default false: changes happen and are thrown away. */
  readonly isStatic?: boolean
  readonly overrides?: readonly TvmStateOverride[]
  /** The block it runs in. Default: the one after the state's, as executeBlock would fill it in. */
  readonly block?: BlockInput
}

/** How to run a simulation. */
export interface TvmSimulationOptions {
  /** Default: the state's own. */
  readonly crypto?: Crypto
  readonly inspector?: Inspector
  /** Energy when the request names none, and the most an estimate tries. Default 100,000,000, as java-tron's nodes. */
  readonly energyCap?: bigint
}

/** What a call would do. */
export interface TvmCallResult {
  /** Name of the contractRet, e.g. `SUCCESS`, `REVERT`. */
  readonly contractRet: string
  /** Return data, or revert data. */
  readonly output: Uint8Array
  /** Energy, penalty included. */
  readonly energyUsed: bigint
  /** Part of it that is dynamic-energy penalty. */
  readonly energyPenalty: bigint
  readonly logs: readonly Log[]
  readonly internalTransactions: readonly InternalTransaction[]
  /** 20 bytes, of a successful deployment. */
  readonly created: Uint8Array | undefined
  /** java-tron's resMessage; empty for a success. */
  readonly message: string
}

/** The least energy limit with which the call succeeds, or why it does not at the most energy allowed. */
export type TvmEstimate =
  | { readonly contractRet: 'SUCCESS'; readonly energy: bigint }
  | TvmCallResult

const DEFAULT_ENERGY_CAP = 100_000_000n
const ZERO_ADDRESS = new Uint8Array(20)
const ZERO_WORD = new Uint8Array(32)

/**
 * Runs a call and says what it would do. Changes nothing. Throws InvalidTransactionError ContractRefused if the sender
 * lacks what is to go along, or there is no contract, InvalidArgument for a field of another type or length (addresses are
 * the 20 bytes behind Tron's prefix); what the code does is in the result.
 */
export function tvmCall(
  state: SimulatedState,
  request: TvmCallRequest,
  options: TvmSimulationOptions = {},
): TvmCallResult {
  checkFields(request, options)
  const services = servicesAfter(state, request.block ?? {}, options)
  const { journal, crypto } = services
  const scope = new TvmScope(services, {})
  recordBlockIds(journal, services.block)
  applyOverrides(scope, request.overrides ?? [])
  const { from: owner = ZERO_ADDRESS, callValue = 0n, tokenId = 0n, tokenValue = 0n } = request
  checkRequest(scope, request, owner)
  scope.vm.beginTransaction(0)
  const result = runContract(scope.vm, {
    owner,
    contract: request.to ?? contractAddress(crypto, ZERO_WORD, owner),
    callValue,
    tokenId,
    tokenValue,
    data: request.data ?? EMPTY_BYTES,
    energyLimit: request.energy ?? options.energyCap ?? DEFAULT_ENERGY_CAP,
    rootTxid: ZERO_WORD,
    isStatic: request.isStatic ?? false,
    ...(request.to === undefined ? { deployment: DEPLOYMENT } : {}),
  })
  const { contractRet, ...rest } = result
  return { ...rest, contractRet: contractRetName(contractRet) }
}

const check = new ArgumentCheck('InvalidArgument', 'simulated call')
/** Amounts and ids are Java's longs. */
const MAX_LONG = (1n << 63n) - 1n

function checkFields(request: TvmCallRequest, options: TvmSimulationOptions): void {
  check.bytesIfGiven('from', request.from, 20)
  check.bytesIfGiven('to', request.to, 20)
  check.bytesIfGiven('data', request.data)
  for (const name of ['callValue', 'tokenId', 'tokenValue', 'energy'] as const)
    check.integerIfGiven(name, request[name], MAX_LONG)
  check.integerIfGiven('options.energyCap', options.energyCap, MAX_LONG)
}

const DEPLOYMENT = { consumeUserResourcePercent: 100n, originEnergyLimit: 1n } as const

function checkRequest(scope: TvmScope, request: TvmCallRequest, owner: Uint8Array): void {
  const { ledger, accounts } = scope
  const { to, callValue = 0n, tokenId = 0n, tokenValue = 0n } = request
  const refuse = (what: string) => {
    throw new InvalidTransactionError('ContractRefused', what)
  }
  if (to !== undefined && !ledger.isContract(ledger.resolve(to)))
    refuse(`contract expected at ${bytesToHex(to)}, got none`)
  const balance = ledger.spendable(ledger.resolve(owner))
  if (balance < callValue) refuse(`balance expected at least ${callValue} sun, got ${balance}`)
  if (tokenValue > 0n && accounts.tokenBalance(owner, tokenId) < tokenValue)
    refuse(`balance of token ${tokenId} expected at least ${tokenValue}`)
}

/**
 * The least energy limit with which the call succeeds, found by running it. Exact if more energy never makes it fail.
 * Cost: about 2 + log2(limit) runs at most, one for calls that use what they are given.
 */
export function tvmEstimateEnergy(
  state: SimulatedState,
  request: TvmCallRequest,
  options: TvmSimulationOptions = {},
): TvmEstimate {
  const { inspector: _, ...quiet } = options
  const attempt = (energy: bigint) => tvmCall(state, { ...request, energy }, quiet)
  let high = request.energy ?? options.energyCap ?? DEFAULT_ENERGY_CAP
  const first = attempt(high)
  if (first.contractRet !== 'SUCCESS') return first
  if (attempt(first.energyUsed).contractRet === 'SUCCESS')
    return { contractRet: 'SUCCESS', energy: first.energyUsed }
  // Less than was used never suffices; a contract that keeps back a 64th may need more.
  let low = first.energyUsed
  while (low + 1n < high) {
    const middle = (low + high) / 2n
    if (attempt(middle).contractRet === 'SUCCESS') high = middle
    else low = middle
  }
  return { contractRet: 'SUCCESS', energy: high }
}

/** What a wallet needs of the head block to build a transaction offline; TronWeb's `blockHeader` option. */
export interface TronBlockHeader {
  /** Hex, 2 bytes. */
  readonly ref_block_bytes: string
  /** Hex, 8 bytes. */
  readonly ref_block_hash: string
  /** Milliseconds. */
  readonly timestamp: number
  /** Milliseconds; the last moment at which a transaction with it is taken. */
  readonly expiration: number
}

/** Milliseconds that a wallet's transactions live by default. */
const DEFAULT_LIFETIME = 60_000

/**
 * The reference of transactions for the state's next block, whose time is `timestamp` seconds (default: the head's). The
 * genesis counts as block 0. Only for chains whose host gives no block ids of its own.
 */
export function tronBlockHeader(
  state: SimulatedState,
  options: {
    readonly timestamp?: bigint
    /** Milliseconds behind `timestamp`, at most a day. */
    readonly lifetime?: number
    readonly crypto?: Crypto
  } = {},
): TronBlockHeader {
  const parent = parentOf(state)
  const id = derivedTronBlockId(cryptoOf(state, options.crypto), parent)
  const timestamp = Number((options.timestamp ?? parent.timestamp) * 1_000n)
  return {
    ref_block_bytes: bytesToHex(id.subarray(6, 8)),
    ref_block_hash: bytesToHex(id.subarray(8, 16)),
    timestamp,
    expiration: timestamp + (options.lifetime ?? DEFAULT_LIFETIME),
  }
}
