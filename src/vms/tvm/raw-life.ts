/**
 * The life of a raw Tron transaction in java-tron's order (Manager.processTransaction): admission, bandwidth, fee for several
 * signatures, fee for a memo, the contract, energy. What fails before the contract runs keeps the transaction out; the
 * check takes the fees on trial and gives them back, so that every later check sees what they leave.
 */
import type { Life, Settlement } from '../../engine.ts'
import { assert } from '../../errors.ts'
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import type { Outcome } from '../../receipt.ts'
import { type ActuatorResult, executeActuator, validateActuator } from './actuators/index.ts'
import { checkReferenceBlock } from './block-ids.ts'
import {
  energyBound,
  type PreparedRun,
  prepareDeployment,
  prepareTrigger,
} from './contract-calls.ts'
import { gasOf, TVM } from './gas.ts'
import { outcomeOf } from './outcome.ts'
import type { ResourceReceipt, TronDetails } from './receipt.ts'
import type { TvmScope } from './scope.ts'
import { type BandwidthBill, payBandwidth, payMemoFee, payMultiSignFee } from './state/bandwidth.ts'
import { type EnergyBill, payEnergy } from './state/energy.ts'
import { SUN } from './state/ledger.ts'
import { isOn } from './state/parameters.ts'
import { checkAdmission } from './transaction/admission.ts'
import type { TronTransaction } from './transaction/decode.ts'
import type { KnownSigner } from './transaction/signature.ts'
import { ContractRet, runContract, type TvmResult } from './vm/index.ts'

/** What is paid before the contract runs. */
interface Prepayment {
  readonly bandwidth: BandwidthBill
  /** Sun: for several signatures and for a memo. */
  readonly otherFees: bigint
}

const NO_ENERGY: EnergyBill = {
  energyUsage: 0n,
  energyFee: 0n,
  originEnergyUsage: 0n,
  energyUsageTotal: 0n,
}

const NO_RESULTS: TronDetails['results'] = Object.freeze({})

export class RawLife implements Life {
  readonly kind = 'tron'
  readonly machine = TVM
  readonly gasLimit: bigint
  private readonly scope: TvmScope
  private readonly tx: TronTransaction
  private readonly signer: KnownSigner | undefined
  private isValid = false
  private prepaid: Prepayment | undefined = undefined
  private run: PreparedRun | undefined = undefined
  private result: TvmResult | undefined = undefined
  private report: ActuatorResult | undefined = undefined

  /** `signer` is that of the first signature, where it was recovered before. */
  constructor(scope: TvmScope, tx: TronTransaction, signer?: KnownSigner) {
    this.scope = scope
    this.tx = tx
    this.signer = signer
    const { contract, raw } = tx
    const energy =
      contract.type === 'TriggerSmartContract' || contract.type === 'CreateSmartContract'
        ? energyBound(scope.ledger, raw.feeLimit, contract.message)
        : 0n
    this.gasLimit = gasOf(scope.services.chain, energy)
  }

  get hash(): Uint8Array {
    return this.tx.txid
  }

  private get owner(): Uint8Array {
    return this.tx.contract.message.ownerAddress
  }

  get sender(): Uint8Array {
    assert(this.isValid, 'the sender of a transaction is read once it is validated')
    return this.scope.ledger.resolve(this.owner).account.id
  }

  /** Throws InvalidTransactionError and changes nothing. */
  validate(): void {
    const { scope, tx } = this
    const { journal, crypto, block } = scope.services
    if (!scope.knowsReference(tx.raw)) checkReferenceBlock(journal, block.number, tx.raw)
    scope.lastReference = tx.raw
    checkAdmission(scope, crypto, block, tx, this.signer)
    const mark = journal.checkpoint()
    scope.ledger.isTrial = true
    try {
      this.prepay()
      this.run = this.prepareContract()
    } finally {
      scope.ledger.isTrial = false
      journal.revert(mark)
    }
    this.isValid = true
  }

  private prepay(): Prepayment {
    const { ledger } = this.scope
    const { contract, size, signatures, raw } = this.tx
    const bandwidth = payBandwidth(ledger, {
      owner: this.owner,
      contract,
      bytes: BigInt(size),
      signatures: signatures.length,
    })
    const otherFees =
      payMultiSignFee(ledger, this.owner, signatures.length) +
      payMemoFee(ledger, this.owner, raw.data)
    return { bandwidth, otherFees }
  }

  /** The contract's own checks; for a call also what it may use. */
  private prepareContract(): PreparedRun | undefined {
    const { scope, tx } = this
    const { contract, txid, raw } = tx
    const request = { txid, feeLimit: raw.feeLimit }
    switch (contract.type) {
      case 'CreateSmartContract':
        return prepareDeployment(scope, request, contract.message)
      case 'TriggerSmartContract':
        return prepareTrigger(scope, request, contract.message)
      default:
        validateActuator(scope.ledger, contract)
        return undefined
    }
  }

  /** Takes bandwidth and fees, which stay whatever happens, and marks the transaction as executed. */
  preExecute(): void {
    const { scope, tx } = this
    assert(this.isValid, 'a transaction is validated before it pays')
    scope.seen.mark(tx.txid, tx.raw.expiration)
    // What the trial prepared stands: it paid the same from the same state.
    this.prepaid = this.prepay()
    scope.nesting++
    scope.vm.beginTransaction(scope.services.transactionIndex)
  }

  execute(): Outcome {
    const { scope, run, tx } = this
    if (run === undefined) {
      this.report = executeActuator(scope.ledger, tx.contract)
      return { status: 'success', gasUsed: 0n, output: EMPTY_BYTES }
    }
    const result = runContract(scope.vm, run.message)
    this.result = result
    return outcomeOf(result, gasOf(scope.services.chain, result.energyUsed))
  }

  /** Pays the energy and removes what destroyed itself. */
  postExecute(outcome: Outcome): Settlement {
    const { scope, run, result, prepaid, report } = this
    assert(prepaid !== undefined, 'a transaction has paid before it settles')
    const energy =
      run === undefined || result === undefined
        ? NO_ENERGY
        : payEnergy(scope.ledger, run.payers, run.limit, result.energyUsed)
    scope.nesting--
    scope.vm.finishTransaction()
    const { netUsage, netFee } = prepaid.bandwidth
    const fee = netFee + prepaid.otherFees + energy.energyFee + (report?.fee ?? 0n)
    const resources: ResourceReceipt = {
      energyUsage: energy.energyUsage,
      energyFee: energy.energyFee,
      originEnergyUsage: energy.originEnergyUsage,
      energyUsageTotal: energy.energyUsageTotal,
      energyPenaltyTotal: result?.energyPenalty ?? 0n,
      netUsage,
      netFee,
    }
    const paid = fee * SUN
    // Before id 49 the fees are the black hole's, an account without a key.
    const isBurnt = isOn(scope.parameters, 'ALLOW_BLACKHOLE_OPTIMIZATION')
    const burnt = isBurnt ? paid : 0n
    return {
      gasUsed: outcome.gasUsed,
      effectiveGasPrice: scope.energyPrice,
      fee: { paid, burnt, beneficiary: paid - burnt },
      details: this.details(resources, fee),
    }
  }

  private details(resources: ResourceReceipt, fee: bigint): TronDetails {
    const { tx, run, result, report } = this
    // Field by field: a spread costs more than the rest.
    return {
      energyUsage: resources.energyUsage,
      energyFee: resources.energyFee,
      originEnergyUsage: resources.originEnergyUsage,
      energyUsageTotal: resources.energyUsageTotal,
      energyPenaltyTotal: resources.energyPenaltyTotal,
      netUsage: resources.netUsage,
      netFee: resources.netFee,
      contract: tx.contract.type,
      contractRet: result?.contractRet ?? ContractRet.SUCCESS,
      fee,
      contractAddress: run?.message.contract,
      resMessage: result?.message ?? '',
      internalTransactions: result?.internalTransactions ?? [],
      results: report?.results ?? NO_RESULTS,
    }
  }
}
