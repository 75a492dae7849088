/**
 * A payload of 0x40 to 0x42, from an envelope or as a crossing from another machine: 0x10 to 0x12 in Tron's namespace
 * (paper, equation 15), run by Tron's machine. It runs as the acting address (S13), which pays with gas: there is no
 * bandwidth, no fee limit, and no stake is used; the gas that is left is the energy limit.
 */
import type { CallRequest, PreparedCall } from '../../engine.ts'
import { InvalidTransactionError } from '../../errors.ts'
import { actingAddressOf } from '../../identity/alias.ts'
import { concatBytes, EMPTY_BYTES, utf8 } from '../../primitives/bytes.ts'
import type { Outcome } from '../../receipt.ts'
import { failureOf } from '../../receipt.ts'
import { Namespace } from '../../state/reader.ts'
import { energyOf, gasOf } from './gas.ts'
import { u64 } from './ingress-cells.ts'
import { outcomeOf } from './outcome.ts'
import { decodePayload, type TvmPayload } from './payload.ts'
import type { TvmScope } from './scope.ts'
import { SUN } from './state/ledger.ts'
import { contractAddress, runContract } from './vm/index.ts'

/** Shared gas a byte of payload: what a byte of bandwidth costs on mainnet, in energy (1,000 sun at 100). */
const BYTE_GAS = 10n
/** Energy of an account that a transfer creates (NEW_ACCT_CALL), as inside a contract. */
const NEW_ACCOUNT_ENERGY = 25_000n

/** What a contract made by a payload is filed with: its caller pays for all energy. */
const DEPLOYMENT = { consumeUserResourcePercent: 100n, originEnergyLimit: 0n } as const

const ENVELOPE_ROOT = utf8('n-vm:tron-envelope')
const CROSSING_ROOT = utf8('n-vm:tron-crossing')

export class TvmPreparedCall implements PreparedCall {
  readonly intrinsicGas: bigint
  readonly value: bigint
  private readonly scope: TvmScope
  private readonly request: CallRequest
  private readonly payload: TvmPayload
  /** Acting address, 20 bytes. */
  private readonly owner: Uint8Array

  /** Throws InvalidTransactionError: UnknownOpcode, MalformedPayload, AmountOutOfRange, WrongActingAddress. */
  constructor(scope: TvmScope, request: CallRequest) {
    const payload = decodePayload(request.payload)
    if (request.actingAddress.length !== 0 && request.actingAddress.length !== 20) {
      throw new InvalidTransactionError(
        'WrongActingAddress',
        `acting address expected 0 or 20 bytes, got ${request.actingAddress.length}`,
      )
    }
    const { journal, crypto } = scope.services
    this.owner = actingAddressOf(
      journal,
      crypto,
      Namespace.tvm,
      request.sender,
      request.actingAddress,
    )
    this.scope = scope
    this.request = request
    this.payload = payload
    this.intrinsicGas = BYTE_GAS * BigInt(request.payload.length)
    this.value = payload.value
  }

  /** Contracts are on, and the acting address is none. The transition checks the balance. */
  validate(): void {
    const { scope, request, owner } = this
    if (scope.parameters.ALLOW_CREATION_OF_CONTRACTS === 0n) {
      throw new InvalidTransactionError(
        'ContractRefused',
        'contracts expected to be on (ALLOW_CREATION_OF_CONTRACTS), they are off',
      )
    }
    if (request.crossings > 0) return
    if (scope.ledger.isContract(scope.ledger.resolve(owner))) {
      throw new InvalidTransactionError('SenderHasCode', 'acting address expected without code')
    }
  }

  execute(): Outcome {
    const { scope } = this
    const { journal, transactionIndex } = scope.services
    const isOutermost = scope.nesting === 0
    if (isOutermost) scope.vm.beginTransaction(transactionIndex)
    scope.nesting++
    const mark = journal.checkpoint()
    const outcome = this.run()
    if (outcome.status !== 'success') journal.revert(mark)
    scope.nesting--
    if (isOutermost) scope.vm.finishTransaction()
    return outcome
  }

  private run(): Outcome {
    const { scope, request, payload, owner } = this
    const { chain } = scope.services
    const { ledger } = scope
    const callValue = payload.value / SUN
    const isCreation = payload.to === undefined
    if (request.isStatic && (callValue > 0n || isCreation))
      return refused('no change of state in a static call')
    if (ledger.spendable(ledger.resolve(owner)) < callValue)
      return refused(`a balance of at least ${callValue} sun`)
    let energyLimit = energyOf(chain, request.gasLimit - this.intrinsicGas)
    const rootTxid = this.rootTxid()
    const contract = payload.to ?? contractAddress(scope.services.crypto, rootTxid, owner)
    const exists = ledger.exists(ledger.resolve(contract))
    if (isCreation && exists) return refused('a free address for the new contract')
    let spent = 0n
    if (!isCreation && !exists && callValue > 0n) {
      if (energyLimit < NEW_ACCOUNT_ENERGY) {
        const message = `energy expected at least ${NEW_ACCOUNT_ENERGY} for a new account`
        const failure = failureOf('OutOfGas', message)
        return { status: 'halted', gasUsed: this.available, output: EMPTY_BYTES, failure }
      }
      spent = NEW_ACCOUNT_ENERGY
      energyLimit -= spent
      scope.accounts.create(contract, false)
    }
    const result = runContract(scope.vm, {
      owner,
      contract,
      callValue,
      tokenId: 0n,
      tokenValue: 0n,
      data: payload.data,
      energyLimit,
      rootTxid,
      isStatic: request.isStatic,
      depth: request.crossings === 0 ? 0 : 1,
      ...(isCreation ? { deployment: DEPLOYMENT } : {}),
    })
    return outcomeOf(result, gasOf(chain, spent + result.energyUsed))
  }

  /** Shared gas the run may use. */
  private get available(): bigint {
    return this.request.gasLimit - this.intrinsicGas
  }

  /**
   * Stands for the transaction's id, from which new addresses follow: of an envelope by the acting address and the
   * sender's nonce, so that they are known before it is included; of a crossing by its place in the chain.
   */
  private rootTxid(): Uint8Array {
    const { scope, request, owner } = this
    const { crypto, journal, block, transactionIndex } = scope.services
    if (request.crossings === 0) {
      // The nonce was raised before the run.
      const nonce = journal.account(request.sender).nonce - 1n
      return crypto.sha256(concatBytes(ENVELOPE_ROOT, request.sender, owner, u64(nonce)))
    }
    const place = [block.number, BigInt(transactionIndex), BigInt(scope.nextCrossing())]
    return crypto.sha256(concatBytes(CROSSING_ROOT, owner, ...place.map(u64)))
  }
}

function refused(expected: string): Outcome {
  const failure = failureOf('OperationRefused', `call expected ${expected}`)
  return { status: 'reverted', gasUsed: 0n, output: EMPTY_BYTES, failure }
}
