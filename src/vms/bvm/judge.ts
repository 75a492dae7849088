/**
 * Whether a transaction may be in the running block: Bitcoin's rules, in the order of what they cost, and n-vm's own
 * (whose wallet still speaks, whose envelope unlocks, who may make deposits). Changes nothing.
 */
import { assert, InvalidTransactionError } from '../../errors.ts'
import { assertWalletAuthority } from '../../identity/alias.ts'
import { Namespace } from '../../state/reader.ts'
import type { BvmContext } from './context.ts'
import { checkLockTime, checkSequenceLocks } from './lock-time.ts'
import { addressOf, fateOf, isUnlockedBy, lockedAddress } from './locks.ts'
import type { Verified } from './look-ahead.ts'
import { SATOSHI } from './parameters.ts'
import type { ScriptDebugger } from './script/index.ts'
import type { Spend } from './spend.ts'
import { checkStandard } from './standard.ts'
import { checkTransaction, isCoinbase } from './transaction/index.ts'
import type { BitcoinTransaction } from './transaction/types.ts'
import { verifyScripts } from './verify.ts'

/** Who spends, and which checks do not apply. */
export interface SpendRules {
  /** Account whose envelope carries the transaction: it unlocks its own outputs, and pays for gas apart from the fee. */
  readonly envelopeOf: Uint8Array | undefined
  /** Leave scripts and deposit signatures out. Simulation only. */
  readonly isUnsigned?: boolean
  /** What running its scripts ahead has shown. */
  readonly verified?: Verified | undefined
  /** Sees every opcode. Simulation only. */
  readonly debugger?: ScriptDebugger
}

/** What a judged transaction costs. */
export interface Judged {
  /** Satoshi: inputs minus outputs. */
  readonly fee: bigint
  /** Bytes hashed for signatures. */
  readonly hashedBytes: number
}

function tooMuch(expected: bigint, got: bigint, what: string): never {
  throw new InvalidTransactionError(
    'VerificationLimitExceeded',
    `${what} expected at most ${expected}, got ${got}`,
    {
      expected,
      got,
    },
  )
}

/** What can be said of a transaction by itself. Throws MalformedTransaction or VerificationLimitExceeded. */
export function checkForm(context: BvmContext, tx: BitcoinTransaction): void {
  const { maxMoney, transactionWeight } = context.parameters
  const fault = isCoinbase(tx) ? 'coinbase' : checkTransaction(tx, maxMoney)
  if (fault !== undefined) {
    throw new InvalidTransactionError(
      'MalformedTransaction',
      `Bitcoin transaction expected to pass CheckTransaction, got ${fault}`,
      { reason: fault },
    )
  }
  if (BigInt(tx.weight) > transactionWeight) tooMuch(transactionWeight, BigInt(tx.weight), 'weight')
}

function feeOf(context: BvmContext, { tx, spent }: Spend): bigint {
  const { maxMoney } = context.parameters
  let paid = 0n
  for (const { amount } of spent) paid += amount
  assert(paid <= maxMoney, 'outputs hold no more than the supply')
  let out = 0n
  for (const { value } of tx.outputs) out += value
  if (out > paid) {
    throw new InvalidTransactionError(
      'InsufficientFunds',
      `inputs expected at least ${out} satoshi, got ${paid}`,
      { expected: out, got: paid },
    )
  }
  return paid - out
}

/** Least fee of a raw transaction in satoshi: the chain's rate, and the block's base fee for its gas. */
export function leastFee(context: BvmContext, weight: bigint): bigint {
  const { minFeeRate } = context.parameters
  const byRate = (minFeeRate * weight + 3_999n) / 4_000n
  const gasFee = context.gasOf(weight) * context.services.block.baseFeePerGas
  const byGas = (gasFee + SATOSHI - 1n) / SATOSHI
  return byRate > byGas ? byRate : byGas
}

/**
 * A wallet that an identity has revoked signs nothing any more (S11); an account's outputs want its envelope. Says of each
 * input whether the envelope unlocks it, which it does for an input that carries no script of its own.
 */
function checkAuthority(context: BvmContext, { tx, spent }: Spend, rules: SpendRules): boolean[] {
  const { journal, crypto } = context.services
  return spent.map(({ script }, i) => {
    const { envelopeOf } = rules
    const { scriptSig, witness } = tx.inputs[i]!
    const isBare = envelopeOf !== undefined && scriptSig.length === 0 && witness.length === 0
    if (isBare && isUnlockedBy(journal, crypto, script, envelopeOf)) return true
    assertWalletAuthority(journal, Namespace.bvm, addressOf(script))
    if (lockedAddress(script) === undefined) return false
    throw new InvalidTransactionError(
      'ScriptFailed',
      `input ${i} expected an envelope (0x32) of the account its output is locked to`,
      { input: i },
    )
  })
}

/**
 * No output may be made under a name that is in use (BIP 30). Here a txid cannot come again, unless a genesis took over
 * another chain's outputs together with the inputs of the transaction that made them.
 */
function checkNames({ utxos }: BvmContext, { txid, outputs }: BitcoinTransaction): void {
  for (let index = 0; index < outputs.length; index++) {
    if (utxos.get({ txid, index }) === undefined) continue
    throw new InvalidTransactionError(
      'DuplicateTransaction',
      `outputs expected new names, output ${index} exists`,
      { index },
    )
  }
}

/** Throws InvalidTransactionError with the first rule that is broken. Cost: mostly its signatures. */
export function judge(context: BvmContext, spend: Spend, rules: SpendRules): Judged {
  const { tx, spent, sigopCost } = spend
  const { parameters } = context
  const fee = feeOf(context, spend)
  checkNames(context, tx)
  checkLockTime(tx, context)
  checkSequenceLocks(tx, spent, context)
  if (BigInt(sigopCost) > parameters.transactionSigops) {
    const most = parameters.transactionSigops
    tooMuch(most, BigInt(sigopCost), 'signature operation cost')
  }
  if (rules.envelopeOf === undefined) checkFee(context, spend, fee)
  if (parameters.standard === 1n) checkStandard(tx, spent, sigopCost)
  const unlocked = checkAuthority(context, spend, rules)
  if (rules.isUnsigned === true) return { fee, hashedBytes: 0 }
  const isDeposit = tx.outputs.some(({ script, value }) => fateOf(script, value) === 'deposit')
  const { verified, debugger: onStep } = rules
  const options = { unlocked, isDeposit, verified, debugger: onStep }
  return { fee, hashedBytes: verifyScripts(context, spend, options) }
}

function checkFee(context: BvmContext, { chargedWeight: weight }: Spend, fee: bigint): void {
  const least = leastFee(context, weight)
  if (fee >= least) return
  throw new InvalidTransactionError(
    'FeeBelowBaseFee',
    `fee expected at least ${least} satoshi for ${weight} weight units, got ${fee}`,
    { expected: least, got: fee },
  )
}
