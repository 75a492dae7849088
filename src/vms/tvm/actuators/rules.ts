/** What the actuators share: the shape of a rule, its refusal, and small checks that several of them make. */
import { InvalidTransactionError } from '../../../errors.ts'
import { bytesToHex } from '../../../primitives/bytes.ts'
import type { Ledger, TronHandle } from '../state/ledger.ts'

/** What a contract that ran reports: its fees, and results a receipt shows. */
export interface ActuatorResult {
  /** Sun taken by the contract itself, beside bandwidth and signature fees. */
  readonly fee: bigint
  /** Fields of Transaction.Result by their protobuf names, amounts in sun. */
  readonly results: Readonly<Record<string, bigint>>
}

/** One contract type (java-tron: an Actuator). */
export interface Actuator<Message> {
  /** Throws ContractRefused; changes nothing. */
  validate(ledger: Ledger, message: Message): void
  /** Applies a validated message. */
  execute(ledger: Ledger, message: Message): ActuatorResult
}

/** Nothing to report. */
export const DONE: ActuatorResult = { fee: 0n, results: {} }

/** Throws ContractRefused (java-tron: ContractValidateException). */
export function refuse(message: string): never {
  throw new InvalidTransactionError('ContractRefused', message)
}

/** Throws ContractRefused with a refusal, if there is one. */
export function allow(refusal: string | undefined): void {
  if (refusal !== undefined) refuse(refusal)
}

/** The owner, which must exist. */
export function ownerOf(
  ledger: Ledger,
  message: { readonly ownerAddress: Uint8Array },
): TronHandle {
  const owner = ledger.resolve(message.ownerAddress)
  if (!ledger.exists(owner))
    refuse(`owner account ${bytesToHex(message.ownerAddress)} expected to exist`)
  return owner
}

/** The owner's balance covers an amount. */
export function covers(ledger: Ledger, owner: TronHandle, sun: bigint): void {
  const balance = ledger.spendable(owner)
  if (balance < sun) refuse(`balance expected at least ${sun} sun, got ${balance}`)
}

/** A number of the resource codes, for messages that were checked. */
export function resourceOf(code: number): 0 | 1 | 2 {
  return code === 1 ? 1 : code === 2 ? 2 : 0
}
