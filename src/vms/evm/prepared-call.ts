/**
 * A payload of 0x10 to 0x12, from an envelope or as a crossing from another machine. Runs as the acting address
 * (S13): it is msg.sender, ORIGIN and the creator. Fees and the envelope's nonce are the transition's; here the
 * acting address's EVM nonce rises by one for an envelope, and by CREATE alone for a crossing.
 */
import type { CallRequest, PreparedCall } from '../../engine.ts'
import { InvalidTransactionError } from '../../errors.ts'
import { actingAddressOf } from '../../identity/alias.ts'
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import { bytesToU256, MAX_U64 } from '../../primitives/u256.ts'
import type { Outcome } from '../../receipt.ts'
import { failureOf } from '../../receipt.ts'
import { Namespace } from '../../state/reader.ts'
import type { EvmAccount } from '../evm-core/evm-account.ts'
import type { MessageResult } from '../evm-core/types.ts'
import type { EvmContext } from './context.ts'
import { runMessage } from './message.ts'
import { outcomeOf } from './outcome.ts'
import { decodePayload, type EvmPayload } from './payload.ts'
import { type TransactionGas, transactionGas } from './transaction/intrinsic.ts'

/** EIP-3860, from Shanghai on. */
const INIT_CODE_SIZE_MAX = 49_152

const NO_LISTS = { accessList: [], authorizationList: [] } as const

export class EvmPreparedCall implements PreparedCall {
  readonly intrinsicGas: bigint
  readonly value: bigint
  private readonly context: EvmContext
  private readonly request: CallRequest
  private readonly payload: EvmPayload
  private readonly gas: TransactionGas
  private readonly actingAddress: bigint

  /** Throws InvalidTransactionError: UnknownOpcode, MalformedPayload, InitCodeTooLarge, WrongActingAddress. */
  constructor(context: EvmContext, request: CallRequest) {
    const payload = decodePayload(request.payload)
    const { services, fork, rules } = context
    if (
      payload.to === undefined &&
      rules.limitsInitCode &&
      payload.data.length > INIT_CODE_SIZE_MAX
    ) {
      throw new InvalidTransactionError(
        'InitCodeTooLarge',
        `create payload expected at most ${INIT_CODE_SIZE_MAX} bytes of init code, got ${payload.data.length}`,
      )
    }
    if (request.actingAddress.length !== 0 && request.actingAddress.length !== 20) {
      throw new InvalidTransactionError(
        'WrongActingAddress',
        `acting address expected 0 or 20 bytes, got ${request.actingAddress.length}`,
      )
    }
    const acting = actingAddressOf(
      services.journal,
      services.crypto,
      Namespace.evm,
      request.sender,
      request.actingAddress,
    )
    this.context = context
    this.request = request
    this.payload = payload
    this.actingAddress = bytesToU256(acting)
    this.gas = transactionGas({ to: payload.to, data: payload.data, ...NO_LISTS }, fork)
    this.intrinsicGas = BigInt(this.gas.intrinsic)
    this.value = payload.value
  }

  private get from(): EvmAccount {
    return this.context.world.resolve(this.actingAddress)
  }

  /** Nonce, code and floor. The transition checks the balance; a crossing that lacks it fails when it runs. */
  validate(): void {
    const { context, request } = this
    if (request.crossings > 0) return
    const { world } = context
    if (request.gasLimit < BigInt(this.gas.floor)) {
      throw new InvalidTransactionError(
        'IntrinsicGasTooLow',
        `gas limit expected at least the floor ${this.gas.floor} (EIP-7623), got ${request.gasLimit}`,
        { expected: this.gas.floor, actual: request.gasLimit },
      )
    }
    const code = world.codeOf(this.from)
    if (code.bytes.length > 0 && code.delegate === undefined) {
      throw new InvalidTransactionError(
        'SenderHasCode',
        'acting address expected without code (EIP-3607)',
      )
    }
    if (world.nonceOf(this.from) >= MAX_U64) {
      throw new InvalidTransactionError(
        'NonceExhausted',
        'EVM nonce of the acting address expected below 2^64 - 1',
      )
    }
  }

  execute(): Outcome {
    const { context, request } = this
    const { world } = context
    const isOutermost = context.nesting === 0
    if (isOutermost) {
      world.beginTransaction(context.services.transactionIndex)
      context.warmStart(this.from, context.recipient(this.payload.to), [])
    }
    context.nesting++
    const available = request.gasLimit - this.intrinsicGas
    const result = this.runMessage(available)
    context.nesting--
    if (result === undefined) {
      const failure = failureOf(
        'OperationRefused',
        'call expected a sender that covers the value, a nonce below 2^64 - 1, and no change in a static call',
      )
      return { status: 'reverted', gasUsed: 0n, output: EMPTY_BYTES, failure }
    }
    const used = available - result.gasLeft
    const gasUsed = request.crossings === 0 ? this.settledGas(used) : used
    if (isOutermost) world.finishTransaction()
    return outcomeOf(result, gasUsed)
  }

  /** Undefined if it cannot start: a sender that cannot pay the value or create, a static crossing that would change something. */
  private runMessage(gas: bigint): MessageResult | undefined {
    const { context, request, payload, from } = this
    const { world } = context
    const { value, data } = payload
    if (world.spendable(from) < value) return undefined
    if (request.isStatic && (value > 0n || payload.to === undefined)) return undefined
    const nonce = world.nonceOf(from)
    if (payload.to === undefined && nonce >= MAX_U64) return undefined
    if (request.crossings === 0 || payload.to === undefined) world.setNonce(from, nonce + 1n)
    const env = context.env({
      origin: from.address,
      gasPrice: request.gasPrice,
      blobHashes: [],
      guarded: request.crossings === 0 ? undefined : from.address,
    })
    const depth = request.crossings === 0 ? 0 : 1
    const { isStatic } = request
    return runMessage(context, env, {
      from,
      nonce,
      to: context.recipient(payload.to),
      value,
      data,
      gas,
      isStatic,
      depth,
    })
  }

  /** Gas beyond the intrinsic after refund and floor, as for an Ethereum transaction. */
  private settledGas(used: bigint): bigint {
    const total = this.intrinsicGas + used
    const refunded = total - this.context.cappedRefund(total)
    const floor = BigInt(this.gas.floor)
    return (refunded < floor ? floor : refunded) - this.intrinsicGas
  }
}
