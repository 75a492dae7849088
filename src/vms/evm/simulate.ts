/**
 * Simulation: calls and gas estimates from any address, unsigned, free of charge, on pretended state. Everything runs
 * on a journal of its own over the state and is thrown away with it. No block reaches this file: the engine does not
 * import it.
 */

import type { BlockInput } from '../../block-context.ts'
import type { Crypto } from '../../crypto/types.ts'
import { InvalidTransactionError } from '../../errors.ts'
import { ArgumentCheck } from '../../primitives/argument.ts'
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import { bytesToU256, MAX_U64, MAX_U256 } from '../../primitives/u256.ts'
import type { Outcome } from '../../receipt.ts'
import { type SimulatedState, servicesAfter } from '../../services-after.ts'
import type { Log } from '../../state/log.ts'
import type { Inspector } from '../../trace/inspector.ts'
import { isAtLeast } from '../evm-core/forks/names.ts'
import { EvmContext } from './context.ts'
import { runMessage } from './message.ts'
import { outcomeOf } from './outcome.ts'
import { applyOverrides, type StateOverride } from './overrides.ts'
import { applyAuthorizations } from './set-code.ts'
import { type TransactionGas, transactionGas } from './transaction/intrinsic.ts'
import type { AccessListEntry, Authorization } from './transaction/types.ts'

/** What to run. Everything has a default: an empty request calls the zero address from the zero address. */
export interface EvmCallRequest {
  /** 20 bytes; any address, also one whose key nobody has. Default zero. */
  readonly from?: Uint8Array
  /** 20 bytes; left out, `data` is init code. */
  readonly to?: Uint8Array
  /** Calldata, or init code. Default empty. */
  readonly data?: Uint8Array
  /** Base units; must be covered by the sender's balance. Default 0. */
  readonly value?: bigint
  /** Gas limit including the intrinsic gas. Default {@link EvmSimulationOptions.gasCap}. */
  readonly gas?: bigint
  /** What GASPRICE reads, base units. No fee is taken. Default 0. */
  readonly gasPrice?: bigint
  readonly accessList?: readonly AccessListEntry[]
  /** Signed EIP-7702 tuples, applied first. */
  readonly authorizationList?: readonly Authorization[]
  /** 32 bytes each; what BLOBHASH reads. */
  readonly blobVersionedHashes?: readonly Uint8Array[]
  readonly overrides?: readonly StateOverride[]
  /** The block it runs in. Default: the one after the state's, as executeBlock would fill it in. */
  readonly block?: BlockInput
}

/** How to run a simulation. */
export interface EvmSimulationOptions {
  /** Default: the state's own. */
  readonly crypto?: Crypto
  readonly inspector?: Inspector
  /** Gas when the request names none, and the most an estimate tries. Default 50,000,000. */
  readonly gasCap?: bigint
}

/** An outcome with the gas a transaction would pay for, after refund and floor. */
export interface EvmCallResult extends Outcome {
  readonly logs: readonly Log[]
}

/** The least gas limit with which the call succeeds, or why it does not at the most gas allowed. */
export type EvmEstimate =
  | { readonly status: 'success'; readonly gas: bigint }
  | (EvmCallResult & { readonly status: 'reverted' | 'halted' })

const DEFAULT_GAS_CAP = 50_000_000n
/** Largest gas limit of a transaction from Osaka on (EIP-7825). */
const TRANSACTION_GAS_MAX = 1n << 24n
const ZERO_ADDRESS = new Uint8Array(20)

const check = new ArgumentCheck('InvalidArgument', 'simulated call')

function checkRequest(request: EvmCallRequest, options: EvmSimulationOptions): void {
  check.bytesIfGiven('from', request.from, 20)
  check.bytesIfGiven('to', request.to, 20)
  check.bytesIfGiven('data', request.data)
  check.integerIfGiven('value', request.value, MAX_U256)
  check.integerIfGiven('gas', request.gas, MAX_U64)
  check.integerIfGiven('gasPrice', request.gasPrice, MAX_U256)
  check.integerIfGiven('options.gasCap', options.gasCap, MAX_U64)
  check.list('accessList', request.accessList).forEach(({ address, storageKeys }, i) => {
    const name = `accessList[${i}]`
    check.bytes(`${name}.address`, address, 20)
    check.eachInteger(`${name}.storageKeys`, storageKeys, MAX_U256)
  })
  check.list('authorizationList', request.authorizationList).forEach((authorization, i) => {
    const name = `authorizationList[${i}]`
    check.bytes(`${name}.address`, authorization.address, 20)
    for (const [field, max] of AUTHORIZATION_LIMITS)
      check.integer(`${name}.${field}`, authorization[field], max)
  })
  check.eachBytes('blobVersionedHashes', request.blobVersionedHashes, 32)
}

const AUTHORIZATION_LIMITS = [
  ['chainId', MAX_U256],
  ['nonce', MAX_U64],
  ['yParity', 0xffn],
  ['r', MAX_U256],
  ['s', MAX_U256],
] as const

/** One journal, one block, one call. */
class Simulation {
  readonly request: EvmCallRequest
  readonly gas: TransactionGas
  readonly context: EvmContext
  readonly options: EvmSimulationOptions

  constructor(state: SimulatedState, request: EvmCallRequest, options: EvmSimulationOptions) {
    checkRequest(request, options)
    this.request = request
    this.options = options
    this.context = new EvmContext(servicesAfter(state, request.block ?? {}, options), {})
    this.gas = gasOf(request, this.context)
    applyOverrides(this.context.world, request.overrides ?? [])
  }

  /** Runs the call once; a Simulation runs once. */
  run(gasLimit: bigint): EvmCallResult & { readonly gasBeforeRefund: bigint } {
    const { context, request, gas } = this
    const { world, services } = context
    const { data = EMPTY_BYTES, value = 0n, gasPrice = 0n } = request
    const to = context.recipient(request.to)
    const intrinsic = BigInt(gas.intrinsic)
    if (gasLimit < this.leastGas) {
      throw new InvalidTransactionError(
        'IntrinsicGasTooLow',
        `call expected at least ${this.leastGas} gas, got ${gasLimit}`,
        {
          expected: this.leastGas,
          actual: gasLimit,
        },
      )
    }
    const from = world.resolve(bytesToU256(request.from ?? ZERO_ADDRESS))
    const nonce = world.nonceOf(from)
    world.beginTransaction(0)
    context.nesting = 1
    if (nonce < MAX_U64) world.setNonce(from, nonce + 1n)
    context.warmStart(from, to, request.accessList ?? [])
    applyAuthorizations(context, request.authorizationList ?? [])
    const blobHashes = (request.blobVersionedHashes ?? []).map(bytesToU256)
    const env = context.env({ origin: from.address, gasPrice, blobHashes })
    const message = {
      from,
      nonce,
      to,
      value,
      data,
      gas: gasLimit - intrinsic,
      isStatic: false,
      depth: 0,
    }
    const result = runMessage(context, env, message)
    const gasBeforeRefund = gasLimit - result.gasLeft
    const refunded = gasBeforeRefund - context.cappedRefund(gasBeforeRefund)
    const floor = BigInt(gas.floor)
    const outcome = outcomeOf(result, refunded < floor ? floor : refunded)
    return { ...outcome, logs: services.journal.logs, gasBeforeRefund }
  }

  get leastGas(): bigint {
    return BigInt(Math.max(this.gas.intrinsic, this.gas.floor))
  }
}

function gasOf(request: EvmCallRequest, context: EvmContext): TransactionGas {
  const { to, data = EMPTY_BYTES, accessList = [], authorizationList = [] } = request
  return transactionGas({ to, data, accessList, authorizationList }, context.fork)
}

/**
 * Runs a call and says what it would do. Changes nothing. Throws InvalidTransactionError if the gas does not cover
 * the intrinsic gas, InvalidArgument for a field of another type or length; what the code does is in the result.
 */
export function evmCall(
  state: SimulatedState,
  request: EvmCallRequest,
  options: EvmSimulationOptions = {},
): EvmCallResult {
  const simulation = new Simulation(state, request, options)
  const { gasBeforeRefund: _, ...result } = simulation.run(
    request.gas ?? options.gasCap ?? DEFAULT_GAS_CAP,
  )
  return result
}

/**
 * The least gas limit with which the call succeeds, found by running it. Exact if more gas never makes it fail.
 * Cost: about 2 + log2(limit) runs at most, fewer for calls that use what they are given.
 */
export function evmEstimateGas(
  state: SimulatedState,
  request: EvmCallRequest,
  options: EvmSimulationOptions = {},
): EvmEstimate {
  const { inspector: _, ...quiet } = options
  const attempt = (gas: bigint) => new Simulation(state, request, quiet).run(gas)
  const probe = new Simulation(state, request, quiet)
  let high = mostGas(probe, request, options)
  const first = probe.run(high)
  if (first.status !== 'success') {
    const { gasBeforeRefund: _gas, status, ...rest } = first
    return { ...rest, status }
  }
  // Below what was used nothing can succeed; a little above often does: calls keep back a 64th of their gas.
  let low = first.gasBeforeRefund - 1n
  if (low < probe.leastGas - 1n) low = probe.leastGas - 1n
  const guess = ((first.gasBeforeRefund + 2_300n) * 64n) / 63n
  if (guess > low && guess < high) {
    if (attempt(guess).status === 'success') high = guess
    else low = guess
  }
  while (low + 1n < high) {
    const middle = (low + high) / 2n
    if (attempt(middle).status === 'success') high = middle
    else low = middle
  }
  return { status: 'success', gas: high }
}

function mostGas(
  probe: Simulation,
  request: EvmCallRequest,
  options: EvmSimulationOptions,
): bigint {
  const cap = request.gas ?? options.gasCap ?? DEFAULT_GAS_CAP
  const isCapped = isAtLeast(probe.context.fork, 'osaka')
  return isCapped && cap > TRANSACTION_GAS_MAX ? TRANSACTION_GAS_MAX : cap
}
