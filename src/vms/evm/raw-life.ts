/**
 * The life of a raw Ethereum transaction: validate, buy gas, run the message, settle (Yellow Paper, section 6).
 * The sender is always its signer's own address (S13); where that address is an alias, the balance is the account's.
 *
 * PERF: one object and one environment per transaction; prices, tables and accounts are the block's.
 */
import type { Life, Settlement } from '../../engine.ts'
import { InvalidTransactionError, NVmError } from '../../errors.ts'
import { assertWalletAuthority } from '../../identity/alias.ts'
import { EMPTY_BYTES, equalBytes } from '../../primitives/bytes.ts'
import { bytesToU256 } from '../../primitives/u256.ts'
import type { Outcome } from '../../receipt.ts'
import { ACCOUNT_LOCKED, Namespace } from '../../state/reader.ts'
import type { EvmAccount } from '../evm-core/evm-account.ts'
import type { EvmContext } from './context.ts'
import { EVM } from './context.ts'
import type { EthereumDetails } from './ethereum-receipt.ts'
import { blobGas, effectiveGasPrice } from './fees.ts'
import { runMessage, sendPlain } from './message.ts'
import { outcomeOf } from './outcome.ts'
import { isDepositEvent, parseDeposit } from './requests.ts'
import { applyAuthorizations } from './set-code.ts'
import { checkTransaction } from './transaction/rules.ts'
import { recoverSender } from './transaction/signature.ts'
import type { EthereumTransaction } from './transaction/types.ts'
import { checkBlock, checkSender } from './validate.ts'

const NO_BLOBS: readonly bigint[] = []

export class RawLife implements Life {
  readonly kind = 'ethereum'
  readonly machine = EVM
  readonly gasLimit: bigint
  private readonly context: EvmContext
  private readonly tx: EthereumTransaction
  private readonly attested: Uint8Array | InvalidTransactionError | undefined
  private from: EvmAccount | undefined = undefined
  private to: EvmAccount | undefined = undefined
  private intrinsicGas = 0n
  private floorGas = 0n
  /** Base units per gas, once validated. */
  private price = 0n
  /** Base units; burnt. */
  private blobFee = 0n

  /** `attested` is the sender, 20 bytes, or the refusal of its signature, where that was looked at before. */
  constructor(
    context: EvmContext,
    tx: EthereumTransaction,
    attested?: Uint8Array | InvalidTransactionError,
  ) {
    this.attested = attested
    this.context = context
    this.tx = tx
    this.gasLimit = tx.gasLimit
  }

  get hash(): Uint8Array {
    return this.tx.hash
  }

  private get signer(): EvmAccount {
    if (this.from === undefined)
      throw new TypeError('sender of a transaction expected to be read after validate')
    return this.from
  }

  get sender(): Uint8Array {
    return this.signer.account.id
  }

  /** Form, block, signature, sender; throws InvalidTransactionError and changes nothing. */
  validate(): void {
    const { context, tx } = this
    const { world, blockRules, services, options } = context
    const gas = checkTransaction(tx, blockRules)
    checkBlock(tx, blockRules, context.blobGasUsed)
    const address =
      this.attested ?? options.recoverSender?.(tx) ?? recoverSender(services.crypto, tx)
    if (address instanceof InvalidTransactionError) throw address
    const from = world.resolveBytes(address)
    if (from.aliased) assertWalletAuthority(services.journal, Namespace.evm, from.bytes)
    const code = world.codeOf(from)
    checkSender(tx, {
      nonce: world.nonceOf(from),
      balance: from.account.balance,
      hasCode:
        code.bytes.length > 0 && !(code.delegate !== undefined && context.rules.delegatesCode),
    })
    if ((from.account.flags & ACCOUNT_LOCKED) !== 0) {
      throw new InvalidTransactionError(
        'AccountLocked',
        'sender expected to be free, another machine holds its account: it can pay no fee here',
      )
    }
    this.from = from
    this.intrinsicGas = BigInt(gas.intrinsic)
    this.floorGas = BigInt(gas.floor)
    this.price = effectiveGasPrice(tx, blockRules.baseFee)
    this.blobFee = tx.type === 3 ? blobGas(tx) * blockRules.blobBaseFee : 0n
  }

  /** Buys gas and blobs, raises the nonce, warms what EIP-2929, 2930 and 3651 name. */
  preExecute(): void {
    const { context, tx, signer } = this
    const { world } = context
    world.beginTransaction(context.services.transactionIndex)
    context.nesting++
    world.debit(signer, this.gasLimit * this.price + this.blobFee)
    world.setNonce(signer, tx.nonce + 1n)
    if (tx.type === 3) context.blobGasUsed += blobGas(tx)
    this.to = context.recipient(tx.to)
    context.warmStart(signer, this.to, tx.accessList)
  }

  execute(): Outcome {
    const { context, tx, signer } = this
    if (tx.authorizationList.length > 0) applyAuthorizations(context, tx.authorizationList)
    if (this.to !== undefined && sendPlain(context, signer, this.to, tx.value))
      return { status: 'success', gasUsed: this.intrinsicGas, output: EMPTY_BYTES }
    const env = context.env({
      origin: signer.address,
      gasPrice: this.price,
      blobHashes: tx.type === 3 ? tx.blobVersionedHashes.map(bytesToU256) : NO_BLOBS,
    })
    const result = runMessage(context, env, {
      from: signer,
      nonce: tx.nonce,
      to: this.to,
      value: tx.value,
      data: tx.data,
      gas: this.gasLimit - this.intrinsicGas,
      isStatic: false,
      depth: 0,
    })
    return outcomeOf(result, this.gasLimit - result.gasLeft)
  }

  /** Refund, floor, fees, deletions; the base and blob fee are burnt, the rest is the beneficiary's. */
  postExecute(outcome: Outcome): Settlement {
    const { context, tx, signer, price, blobFee } = this
    const { world, blockRules } = context
    let gasUsed = outcome.gasUsed - context.cappedRefund(outcome.gasUsed)
    if (gasUsed < this.floorGas) gasUsed = this.floorGas
    world.credit(signer, (this.gasLimit - gasUsed) * price)
    const baseFee = gasUsed * blockRules.baseFee
    const beneficiary = gasUsed * price - baseFee
    const coinbase = context.coinbase
    world.credit(coinbase, beneficiary)
    world.touch(coinbase)
    context.burntBaseFees += baseFee
    if (blobFee > 0n) context.burntBlobFees += blobFee
    context.nesting--
    world.finishTransaction()
    if (context.options.depositContract !== undefined)
      collectDeposits(context, context.options.depositContract)
    const details: EthereumDetails = {
      type: tx.type,
      nonce: tx.nonce,
      blobGasUsed: tx.type === 3 ? blobGas(tx) : 0n,
      blobGasPrice: tx.type === 3 ? blockRules.blobBaseFee : 0n,
    }
    return {
      gasUsed,
      effectiveGasPrice: price,
      fee: { paid: baseFee + beneficiary + blobFee, burnt: baseFee + blobFee, beneficiary },
      details,
    }
  }
}

/** Keeps the deposit requests among the running transaction's logs (EIP-6110). */
function collectDeposits(context: EvmContext, contract: Uint8Array): void {
  for (const log of context.services.journal.logs) {
    if (!isDepositEvent(log) || !equalBytes(log.address, contract)) continue
    const request = parseDeposit(log.data)
    if (request === undefined) {
      throw new NVmError(
        'SystemCallFailed',
        'deposit event expected in the layout of EIP-6110, the block is invalid',
      )
    }
    context.deposits.push(request)
  }
}
