/**
 * Payloads 0x30 to 0x33: balance into outputs, evaluation of scripts, spending by envelope, and materialising what a
 * script's account has. A spend that the state refuses is `reverted` and pays: its signatures cost work.
 */
import type { CallRequest, PreparedCall } from '../../engine.ts'
import { InvalidTransactionError } from '../../errors.ts'
import { resolveAddress } from '../../identity/alias.ts'
import { readAuthority } from '../../identity/authority.ts'
import { legacyId } from '../../identity/legacy.ts'
import { bytesToHex, EMPTY_BYTES, equalBytes } from '../../primitives/bytes.ts'
import type { Outcome } from '../../receipt.ts'
import { failureOf } from '../../receipt.ts'
import type { Account } from '../../state/cells.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../state/reader.ts'
import type { BvmContext } from './context.ts'
import { evaluate } from './evaluate.ts'
import { payloadGas } from './gas.ts'
import { checkForm, judge } from './judge.ts'
import { accountScript, addressOf, fateOf } from './locks.ts'
import { SATOSHI } from './parameters.ts'
import { type BvmPayload, decodeBvmPayload, type Lock } from './payload.ts'
import { applyTransaction, placeOutputs } from './placing.ts'
import { openSpend } from './spend.ts'
import { decodeTransaction } from './transaction/index.ts'
import type { BitcoinTransaction } from './transaction/types.ts'

interface Work {
  readonly value: bigint
  /** Whether it changes state, and so may not run in a static call. */
  readonly isChange: boolean
  validate(): void
  /** `gas` is what is left after the intrinsic gas. */
  execute(gas: bigint): Outcome
}

/** Parses a payload and says what it will cost. Throws UnknownOpcode, MalformedPayload or WrongActingAddress. */
export function prepareCall(context: BvmContext, request: CallRequest): PreparedCall {
  const payload = decodeBvmPayload(request.payload)
  checkActing(context, request)
  const work = workOf(context, request, payload)
  const intrinsicGas = payloadGas(context, payload, request.payload.length)
  return {
    intrinsicGas,
    value: work.value,
    validate: () => work.validate(),
    execute: () => {
      const gas = request.gasLimit - intrinsicGas
      if (!request.isStatic || !work.isChange) return work.execute(gas)
      const message = 'a call without state changes expected, this payload changes state'
      const failure = failureOf('StaticStateChange', message)
      return { status: 'halted', gasUsed: gas, output: EMPTY_BYTES, failure }
    },
  }
}

/** An acting address is one of the sender's own scripts, or its derived address (S13). */
function checkActing(context: BvmContext, { actingAddress, sender }: CallRequest): void {
  if (actingAddress.length === 0) return
  const { journal, crypto } = context.services
  const owner = resolveAddress(journal, crypto, Namespace.bvm, addressOf(actingAddress))
  const own = addressOf(accountScript(crypto, sender))
  if (equalBytes(owner, sender) || equalBytes(addressOf(actingAddress), own)) return
  throw new InvalidTransactionError(
    'WrongActingAddress',
    'acting address expected to be a script of the sender, it is not',
    { address: bytesToHex(actingAddress) },
  )
}

function workOf(context: BvmContext, request: CallRequest, payload: BvmPayload): Work {
  switch (payload.operation) {
    case 'lock':
      return lockWork(context, request, payload.amount, payload.lock)
    case 'evaluate':
      return {
        value: 0n,
        isChange: false,
        validate: () => undefined,
        execute: () => evaluate(context, payload),
      }
    case 'spend':
      return spendWork(context, request, parseSpend(context, payload.transaction))
    case 'materialise':
      return materialiseWork(context, request, payload.script)
    default:
      return payload satisfies never
  }
}

function done(output: Uint8Array): Outcome {
  return { status: 'success', gasUsed: 0n, output }
}

function checkUnlocked(account: Account, what: string): void {
  if ((account.flags & ACCOUNT_LOCKED) === 0) return
  throw new InvalidTransactionError(
    'AccountLocked',
    `${what} expected to be unlocked, it is locked`,
  )
}

function checkBalance(account: Account, least: bigint, what: string): void {
  if (account.balance >= least) return
  throw new InvalidTransactionError(
    'InsufficientFunds',
    `balance of ${what} expected at least ${least}, got ${account.balance}`,
    { expected: least, got: account.balance },
  )
}

// ---- 0x30

function lockWork(context: BvmContext, request: CallRequest, amount: bigint, lock: Lock): Work {
  const { journal, crypto } = context.services
  const { sender, crossings } = request
  const account = journal.account(sender)
  // Before the envelope's nonce rises: the number its signer knows.
  const { nonce } = account
  const script = lock.kind === 'script' ? lock.script : accountScript(crypto, lock.id)
  const { maxMoney } = context.parameters
  if (amount > maxMoney) {
    throw new InvalidTransactionError(
      'AmountOutOfRange',
      `amount expected at most ${maxMoney} satoshi, got ${amount}`,
      { expected: maxMoney, got: amount },
    )
  }
  return {
    value: amount * SATOSHI,
    isChange: true,
    validate: () => {
      checkUnlocked(account, 'sender')
      checkBalance(account, amount * SATOSHI, 'sender')
    },
    execute: () => {
      const txid = context.payloadTxid(sender, nonce, crossings)
      journal.debit(account, amount * SATOSHI)
      placeOutputs(context, txid, [{ value: amount, script }], true)
      return done(txid)
    },
  }
}

// ---- 0x32

function parseSpend(context: BvmContext, bytes: Uint8Array): BitcoinTransaction {
  try {
    const tx = decodeTransaction(bytes, context.services.crypto)
    checkForm(context, tx)
    return tx
  } catch (error) {
    if (!(error instanceof InvalidTransactionError)) throw error
    throw new InvalidTransactionError('MalformedPayload', error.message, error.context)
  }
}

function spendWork(context: BvmContext, request: CallRequest, tx: BitcoinTransaction): Work {
  return {
    value: 0n,
    isChange: true,
    validate: () => undefined,
    execute: (gas) => executeSpend(context, request.sender, tx, gas),
  }
}

function executeSpend(
  context: BvmContext,
  sender: Uint8Array,
  tx: BitcoinTransaction,
  gas: bigint,
): Outcome {
  let gasUsed = 0n
  try {
    const spend = openSpend(context, tx)
    const paidWeight = BigInt(tx.weight)
    gasUsed = context.gasOf(spend.chargedWeight) - context.gasOf(paidWeight)
    if (gasUsed > gas) {
      const failure = failureOf('OutOfGas', `signature operations expected ${gasUsed} gas`)
      return { status: 'halted', gasUsed: gas, output: EMPTY_BYTES, failure }
    }
    judge(context, spend, { envelopeOf: sender })
    applyTransaction(context, tx, spend.spent)
    return { status: 'success', gasUsed, output: tx.txid }
  } catch (error) {
    if (!(error instanceof InvalidTransactionError)) throw error
    const failure = failureOf('OperationRefused', error.message, error.context)
    return { status: 'reverted', gasUsed, output: EMPTY_BYTES, failure }
  }
}

// ---- 0x33

function materialiseWork(context: BvmContext, request: CallRequest, script: Uint8Array): Work {
  const { journal, crypto } = context.services
  const { sender, crossings } = request
  if (fateOf(script, 1n) !== 'unspent') {
    throw new InvalidTransactionError(
      'MalformedPayload',
      'script to materialise on expected one that can be spent',
    )
  }
  const address = addressOf(script)
  const account = journal.account(legacyId(crypto, Namespace.bvm, address))
  const { nonce } = journal.account(sender)
  return {
    value: 0n,
    isChange: true,
    validate: () => {
      // Only what waits at the script itself: an identity's balance is not a stranger's to lock up.
      const isForwarded = journal.alias(Namespace.bvm, address) !== undefined
      if (isForwarded || readAuthority(journal, account.id) !== undefined) {
        throw new InvalidTransactionError(
          'BindingRefused',
          'script expected to have an account of its own, it forwards to an identity',
        )
      }
      checkUnlocked(account, 'account of the script')
      checkBalance(account, SATOSHI, 'the script')
    },
    execute: () => {
      const txid = context.payloadTxid(sender, nonce, crossings)
      const value = account.balance / SATOSHI
      journal.debit(account, value * SATOSHI)
      placeOutputs(context, txid, [{ value, script }], true)
      return done(txid)
    },
  }
}
