/** The outermost message of a transaction, an envelope's payload or a simulated call. */
import { createAddress } from '../evm-core/address.ts'
import type { EvmAccount } from '../evm-core/evm-account.ts'
import { call, create } from '../evm-core/interpreter.ts'
import type { EvmEnv, MessageResult } from '../evm-core/types.ts'
import type { EvmContext } from './context.ts'

export interface OuterMessage {
  readonly from: EvmAccount
  /** Nonce before it was raised for this message: the address of a creation follows from it. */
  readonly nonce: bigint
  /** Undefined creates a contract. */
  readonly to: EvmAccount | undefined
  readonly value: bigint
  /** Calldata or init code. */
  readonly data: Uint8Array
  /** Without the intrinsic gas. */
  readonly gas: bigint
  readonly isStatic: boolean
  /** 0, or 1 within a call from another machine. */
  readonly depth: number
}

/** Runs it; effects of a failure are rolled back, the sender's nonce is the caller's business. */
export function runMessage(context: EvmContext, env: EvmEnv, message: OuterMessage): MessageResult {
  const { world } = context
  const { from, to, value, data, gas, isStatic, depth } = message
  const caller = from.address
  if (to === undefined) {
    const address = createAddress(context.services.crypto, from.bytes, message.nonce)
    return create(world, env, { caller, address, value, initCode: data, gas, depth })
  }
  const target = to.address
  if (context.rules.delegatesCode) {
    // EIP-7702: where the recipient delegates to is warm from the start.
    const delegate = world.codeOf(to).delegate
    if (delegate !== undefined) world.warm(world.resolve(delegate))
  }
  return call(world, env, {
    caller,
    target,
    callerAccount: from,
    targetAccount: to,
    value,
    input: data,
    gas,
    isStatic,
    depth,
  })
}

/**
 * PERF: coin for an account without code runs nothing, which is most of the world's transactions. Takes the same steps as
 * {@link call} without an interpreter and its environment. False, and nothing done, where there is more to do than that.
 */
export function sendPlain(
  context: EvmContext,
  from: EvmAccount,
  to: EvmAccount,
  value: bigint,
): boolean {
  const { world } = context
  if (context.services.inspector !== undefined || to.isLow) return false
  const payer = world.current(from, from.address)
  const payee = world.current(to, to.address)
  if (world.codeOf(payee).bytes.length > 0 || world.spendable(payer) < value) return false
  if (value !== 0n) world.transfer(payer, payee, value)
  world.touch(payee)
  return true
}
