/**
 * The life of an n-vm envelope, whatever machine its payload is for: who signed, replay, fees and limits are the same
 * for all of them, so that no engine can be free of charge by forgetting to ask (H10).
 */

import type { CallRequest, Life, Machine, PreparedCall, Settlement } from './engine.ts'
import type { DecodedEnvelope } from './envelope.ts'
import { decodeEnvelope, envelopeHashOf } from './envelope.ts'
import type { NVmErrorName } from './errors.ts'
import { assert, InvalidTransactionError } from './errors.ts'
import { accountAt } from './identity/alias.ts'
import { Attestations } from './identity/attestation.ts'
import type { AuthorisationRequest, Grant } from './identity/authorise.ts'
import { AUTHORISERS } from './identity/authorise.ts'
import type { ProofVerdicts } from './identity/zk-authority.ts'
import { bytesToHex, equalBytes } from './primitives/bytes.ts'
import { MAX_U64 } from './primitives/u256.ts'
import type { Outcome } from './receipt.ts'
import type { OpenRouter } from './router.ts'
import type { Account } from './state/cells.ts'
import { ACCOUNT_LOCKED, Namespace } from './state/reader.ts'

/**
 * Least shared gas of an envelope, whatever its machine asks: signature, nonce and fee, and its bytes. 10 a byte is
 * Ethereum's floor for a zero byte of calldata (EIP-7623).
 */
export const ENVELOPE_GAS = { base: 10_000n, byte: 10n } as const

/** Parses an envelope. Throws MalformedTransaction or UnknownOpcode; nothing is checked against state yet. */
export function openEnvelope(
  router: OpenRouter,
  bytes: Uint8Array,
  attestations: Attestations = new Attestations(),
  verdicts?: ProofVerdicts,
): Life {
  const envelope = decodeEnvelope(bytes, router.services.chain.limits)
  AUTHORISERS[envelope.algorithm]!.checkForm?.(envelope.credential)
  const { name, machine } = router.route(envelope.payload)
  const target = { name, machine, size: bytes.length }
  return new EnvelopeLife(router, envelope, { attestations, verdicts }, target)
}

function invalid(
  name: NVmErrorName,
  expected: bigint | string,
  got: bigint | string,
  what: string,
): never {
  throw new InvalidTransactionError(name, `${what} expected ${expected}, got ${got}`, {
    expected,
    got,
  })
}

// Math.min and Math.max refuse bigints.
const larger = (a: bigint, b: bigint): bigint => {
  if (a > b) return a
  return b
}
const smaller = (a: bigint, b: bigint): bigint => {
  if (a < b) return a
  return b
}

class EnvelopeLife implements Life {
  readonly kind = 'envelope'
  readonly machine: string
  readonly hash: Uint8Array
  readonly gasLimit: bigint
  readonly sender: Uint8Array
  private readonly router: OpenRouter
  private readonly envelope: DecodedEnvelope
  private readonly found: Pick<AuthorisationRequest, 'attestations' | 'verdicts'>
  private readonly target: Machine
  private readonly floorGas: bigint
  private account: Account | undefined
  private prepared: PreparedCall | undefined
  private grant: Grant | undefined

  constructor(
    router: OpenRouter,
    envelope: DecodedEnvelope,
    found: Pick<AuthorisationRequest, 'attestations' | 'verdicts'>,
    target: { readonly name: string; readonly machine: Machine; readonly size: number },
  ) {
    this.router = router
    this.envelope = envelope
    this.found = found
    this.machine = target.name
    this.target = target.machine
    this.hash = envelopeHashOf(router.services.crypto, envelope.signedPart)
    this.gasLimit = envelope.gasLimit
    this.sender = envelope.sender
    const { gas } = AUTHORISERS[envelope.algorithm]!
    this.floorGas =
      ENVELOPE_GAS.base + ENVELOPE_GAS.byte * BigInt(target.size) + gas(envelope.credential)
  }

  /** Cheap checks first; the signature is verified once everything else that costs less has passed. */
  validate(): void {
    const { journal } = this.router.services
    this.checkChain()
    const account = journal.account(this.sender)
    this.account = account
    this.checkNonce(account)
    this.checkFee()
    const prepared = this.target.prepare(this.request())
    this.prepared = prepared
    const least = larger(prepared.intrinsicGas, this.floorGas)
    if (this.gasLimit < least)
      invalid('IntrinsicGasTooLow', `at least ${least}`, this.gasLimit, 'gasLimit')
    const most = this.gasLimit * this.envelope.maxFeePerGas + prepared.value
    if (account.balance < most)
      invalid(
        'InsufficientFunds',
        `at least ${most}`,
        account.balance,
        'balance for gasLimit * maxFeePerGas + value',
      )
    const { envelope, hash } = this
    const { authorise } = AUTHORISERS[envelope.algorithm]!
    const cost = { fee: this.gasLimit * this.gasPrice, value: prepared.value }
    const { services } = this.router
    const { attestations, verdicts } = this.found
    this.grant = authorise({ services, envelope, hash, cost, attestations, verdicts })
    prepared.validate?.()
  }

  private checkChain(): void {
    const { envelope } = this
    const { chain, block } = this.router.services
    if (envelope.chainId !== chain.chainId)
      invalid('WrongChain', chain.chainId, envelope.chainId, 'chain id')
    if (!equalBytes(envelope.genesisRoot, block.genesisRoot)) {
      invalid(
        'WrongGenesis',
        bytesToHex(block.genesisRoot),
        bytesToHex(envelope.genesisRoot),
        'genesis root',
      )
    }
    if (envelope.lastValidBlock !== 0n && block.number > envelope.lastValidBlock) {
      invalid('Expired', `at most ${envelope.lastValidBlock}`, block.number, 'block number')
    }
  }

  private checkNonce(account: Account): void {
    const { algorithm, credential } = this.envelope
    // The account's own nonce rises either way: what the account makes is named after it.
    const isFree = AUTHORISERS[algorithm]!.hasFreeNonce?.(credential) === true
    const nonce = isFree ? account.nonce : this.envelope.nonce
    if (nonce < account.nonce) invalid('NonceTooLow', account.nonce, nonce, 'nonce')
    if (nonce > account.nonce) invalid('NonceTooHigh', account.nonce, nonce, 'nonce')
    if (nonce === MAX_U64) invalid('NonceExhausted', 'below 2^64-1', nonce, 'nonce')
    if ((account.flags & ACCOUNT_LOCKED) !== 0)
      invalid('AccountLocked', 'unlocked', 'locked', 'sender')
  }

  private checkFee(): void {
    const { maxFeePerGas, maxPriorityFeePerGas } = this.envelope
    const { baseFeePerGas } = this.router.services.block
    if (maxPriorityFeePerGas > maxFeePerGas) {
      invalid(
        'PriorityFeeAboveMaxFee',
        `at most ${maxFeePerGas}`,
        maxPriorityFeePerGas,
        'maxPriorityFeePerGas',
      )
    }
    if (maxFeePerGas < baseFeePerGas)
      invalid('FeeBelowBaseFee', `at least ${baseFeePerGas}`, maxFeePerGas, 'maxFeePerGas')
  }

  /** Base units per gas, as in EIP-1559. */
  private get gasPrice(): bigint {
    const { maxFeePerGas, maxPriorityFeePerGas } = this.envelope
    const wanted = this.router.services.block.baseFeePerGas + maxPriorityFeePerGas
    return smaller(wanted, maxFeePerGas)
  }

  private request(): CallRequest {
    const { payload, sender, actingAddress, gasLimit } = this.envelope
    return {
      payload,
      sender,
      actingAddress,
      gasLimit,
      gasPrice: this.gasPrice,
      crossings: 0,
      isStatic: false,
      authorisation: this.envelope,
    }
  }

  preExecute(): void {
    assert(this.account !== undefined, 'an envelope is validated before it runs')
    const { journal } = this.router.services
    journal.debit(this.account, this.gasLimit * this.gasPrice)
    journal.setNonce(this.account, this.account.nonce + 1n)
    this.grant?.begin?.()
  }

  execute(): Outcome {
    assert(this.prepared !== undefined, 'an envelope is validated before it runs')
    const { grant, prepared } = this
    if (grant?.finish === undefined) return prepared.execute()
    const { journal } = this.router.services
    const mark = journal.checkpoint()
    const outcome = grant.finish(prepared.execute())
    if (outcome.status !== 'success') journal.revert(mark)
    return outcome
  }

  postExecute(outcome: Outcome): Settlement {
    assert(
      this.account !== undefined && this.prepared !== undefined,
      'an envelope is validated before it settles',
    )
    const { journal, crypto, block } = this.router.services
    const ran = this.prepared.intrinsicGas + outcome.gasUsed
    const gasUsed = larger(ran, this.floorGas)
    assert(gasUsed <= this.gasLimit, 'gas used is within the gas limit')
    const gasPrice = this.gasPrice
    const paid = gasUsed * gasPrice
    const burnt = gasUsed * block.baseFeePerGas
    const beneficiary = paid - burnt
    journal.credit(this.account, this.gasLimit * gasPrice - paid)
    journal.supply.countBurnt(burnt, 'base-fee')
    if (beneficiary > 0n)
      journal.credit(accountAt(journal, crypto, Namespace.evm, block.coinbase), beneficiary)
    const settlement = {
      gasUsed,
      effectiveGasPrice: gasPrice,
      fee: { paid, burnt, beneficiary },
      details: this.prepared.details?.(),
    }
    this.grant?.settle?.(outcome, settlement)
    return settlement
  }
}
