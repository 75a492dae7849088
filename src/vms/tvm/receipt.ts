/**
 * What a Tron transaction leaves behind besides state: the facts of `receipt.details`, and java-tron's TransactionInfo of
 * them, as protobuf and as the JSON that nodes answer and TronWeb reads.
 */
import { NVmError } from '../../errors.ts'
import { bytesToHex, EMPTY_BYTES, utf8 } from '../../primitives/bytes.ts'
import type { Receipt } from '../../receipt.ts'
import type { ContractTypeName } from './actuators/messages.ts'
import { longAddress } from './address.ts'
import {
  bool,
  bytes,
  encodeMessage,
  int32,
  int64,
  type MessageTable,
  message,
  repeatedBytes,
  repeatedMessage,
  string,
} from './transaction/protobuf.ts'
import { ContractRet, type InternalTransaction } from './vm/types.ts'

/** ResourceReceipt: who paid for what. Energy in energy, bandwidth in bytes, fees in sun. */
export interface ResourceReceipt {
  /** Energy of the caller's own stake. */
  readonly energyUsage: bigint
  /** Sun burnt for the energy that no stake covered. */
  readonly energyFee: bigint
  /** Energy of the deployer's stake. */
  readonly originEnergyUsage: bigint
  /** Energy of the whole run. */
  readonly energyUsageTotal: bigint
  /** Part of it that is dynamic-energy penalty. */
  readonly energyPenaltyTotal: bigint
  /** Bytes of staked or free bandwidth. */
  readonly netUsage: bigint
  /** Sun burnt for the bytes that no bandwidth covered. */
  readonly netFee: bigint
}

/** `details` of the receipt of a raw Tron transaction. */
export interface TronDetails extends ResourceReceipt {
  readonly contract: ContractTypeName
  readonly contractRet: ContractRet
  /** All fees, sun: energy, bandwidth, multi-signature, memo and what the contract's type costs. */
  readonly fee: bigint
  /** 20 bytes; of the contract that was called or created. */
  readonly contractAddress: Uint8Array | undefined
  /** Why it failed, in java-tron's words; empty for a success. */
  readonly resMessage: string
  readonly internalTransactions: readonly InternalTransaction[]
  /** What an actuator reports by name, e.g. `withdraw_amount`, in java-tron's spelling. */
  readonly results: Readonly<Record<string, bigint>>
}

/** The details of a receipt, or undefined for another kind of transaction or a rejected one. */
export function tronDetails(receipt: Receipt): TronDetails | undefined {
  return receipt.kind === 'tron' && receipt.status !== 'rejected'
    ? (receipt.details as TronDetails)
    : undefined
}

interface ReceiptMessage extends ResourceReceipt {
  readonly result: number
}
const RECEIPT: MessageTable<ReceiptMessage> = {
  energyUsage: int64(1),
  energyFee: int64(2),
  originEnergyUsage: int64(3),
  energyUsageTotal: int64(4),
  netUsage: int64(5),
  netFee: int64(6),
  result: int32(7),
  energyPenaltyTotal: int64(8),
}

interface LogMessage {
  readonly address: Uint8Array
  readonly topics: readonly Uint8Array[]
  readonly data: Uint8Array
}
const LOG: MessageTable<LogMessage> = {
  address: bytes(1),
  topics: repeatedBytes(2),
  data: bytes(3),
}

interface CallValueMessage {
  readonly callValue: bigint
  readonly tokenId: string
}
const CALL_VALUE: MessageTable<CallValueMessage> = { callValue: int64(1), tokenId: string(2) }

interface InternalMessage {
  readonly hash: Uint8Array
  readonly callerAddress: Uint8Array
  readonly transferToAddress: Uint8Array
  readonly callValueInfo: readonly CallValueMessage[]
  readonly note: Uint8Array
  readonly rejected: boolean
}
const INTERNAL: MessageTable<InternalMessage> = {
  hash: bytes(1),
  callerAddress: bytes(2),
  transferToAddress: bytes(3),
  callValueInfo: repeatedMessage(4, CALL_VALUE),
  note: bytes(5),
  rejected: bool(6),
}

/** protocol.TransactionInfo. */
interface InfoMessage {
  readonly id: Uint8Array
  readonly fee: bigint
  readonly blockNumber: bigint
  readonly blockTimeStamp: bigint
  readonly contractResult: readonly Uint8Array[]
  readonly contractAddress: Uint8Array
  readonly receipt: ReceiptMessage | undefined
  readonly log: readonly LogMessage[]
  /** 0 success, 1 failed. */
  readonly result: number
  readonly resMessage: Uint8Array
  readonly assetIssueId: string
  readonly withdrawAmount: bigint
  readonly unfreezeAmount: bigint
  readonly internalTransactions: readonly InternalMessage[]
  readonly withdrawExpireAmount: bigint
}
const INFO: MessageTable<InfoMessage> = {
  id: bytes(1),
  fee: int64(2),
  blockNumber: int64(3),
  blockTimeStamp: int64(4),
  contractResult: repeatedBytes(5),
  contractAddress: bytes(6),
  receipt: message(7, RECEIPT),
  log: repeatedMessage(8, LOG),
  result: int32(9),
  resMessage: bytes(10),
  assetIssueId: string(14),
  withdrawAmount: int64(15),
  unfreezeAmount: int64(16),
  internalTransactions: repeatedMessage(17, INTERNAL),
  withdrawExpireAmount: int64(28),
}

/** Number and time of the block a receipt belongs to. */
export interface ReceiptBlock {
  /** u64. */
  readonly number: bigint
  /** Seconds. */
  readonly timestamp: bigint
}

/** `contractRet` of what was no contract call: java-tron leaves the receipt's result at DEFAULT. */
function vmResult(details: TronDetails): number {
  const ranVm =
    details.contract === 'TriggerSmartContract' || details.contract === 'CreateSmartContract'
  return ranVm ? details.contractRet : ContractRet.DEFAULT
}

function internalMessage(internal: InternalTransaction): InternalMessage {
  return {
    hash: internal.hash,
    callerAddress: longAddress(internal.caller),
    transferToAddress: longAddress(internal.transferTo),
    callValueInfo: [
      { callValue: internal.callValue, tokenId: '' },
      ...internal.tokens.map(({ tokenId, amount }) => ({
        callValue: amount,
        tokenId: tokenId.toString(),
      })),
    ],
    note: utf8(internal.note),
    rejected: internal.rejected,
  }
}

function infoOf(receipt: Receipt, block: ReceiptBlock): InfoMessage {
  const details = tronDetails(receipt)
  if (details === undefined) {
    throw new NVmError(
      'AssertionFailed',
      `transaction info expected the receipt of an executed tron transaction, got ${receipt.kind} ${receipt.status}`,
    )
  }
  const { results, contractAddress } = details
  return {
    id: receipt.hash,
    fee: details.fee,
    blockNumber: block.number,
    blockTimeStamp: block.timestamp * 1_000n,
    contractResult: [receipt.output],
    contractAddress: contractAddress === undefined ? EMPTY_BYTES : longAddress(contractAddress),
    receipt: { ...details, result: vmResult(details) },
    log: receipt.logs.map(({ address, topics, data }) => ({ address, topics, data })),
    result: details.contractRet === ContractRet.SUCCESS ? 0 : 1,
    resMessage: utf8(details.resMessage),
    assetIssueId: results.asset_issue_id === undefined ? '' : results.asset_issue_id.toString(),
    withdrawAmount: results.withdraw_amount ?? 0n,
    unfreezeAmount: results.unfreeze_amount ?? 0n,
    internalTransactions: details.internalTransactions.map(internalMessage),
    withdrawExpireAmount: results.withdraw_expire_amount ?? 0n,
  }
}

/** protocol.TransactionInfo in protobuf. Throws NVmError for a receipt that is not of an executed Tron transaction. */
export function encodeTransactionInfo(receipt: Receipt, block: ReceiptBlock): Uint8Array {
  return encodeMessage(INFO, infoOf(receipt, block))
}

const RET_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(ContractRet).map(([name, number]) => [number, name]),
)

/** Name of a contractRet, e.g. `OUT_OF_ENERGY`. */
export function contractRetName(contractRet: ContractRet): string {
  return RET_NAMES.get(contractRet) ?? 'UNKNOWN'
}

/** Drops what protobuf's JSON leaves out: zeros, empty texts and lists. */
function withoutDefaults(fields: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(fields).filter(
    ([, value]) =>
      value !== undefined &&
      value !== 0 &&
      value !== '' &&
      value !== false &&
      !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(kept)
}

/** JSON numbers, as nodes write them: exact up to 2^53. */
const number = (value: bigint) => Number(value)

/**
 * The same as a node's answer to `wallet/gettransactioninfobyid`: bytes in hex, addresses with 0x41 but those of logs
 * without, numbers as JSON numbers.
 */
export function transactionInfoJson(
  receipt: Receipt,
  block: ReceiptBlock,
): Readonly<Record<string, unknown>> {
  const info = infoOf(receipt, block)
  const resources = info.receipt
  return withoutDefaults({
    id: bytesToHex(info.id),
    fee: number(info.fee),
    blockNumber: number(info.blockNumber),
    blockTimeStamp: number(info.blockTimeStamp),
    contractResult: info.contractResult.map(bytesToHex),
    contract_address: bytesToHex(info.contractAddress),
    receipt: withoutDefaults({
      energy_usage: number(resources?.energyUsage ?? 0n),
      energy_fee: number(resources?.energyFee ?? 0n),
      origin_energy_usage: number(resources?.originEnergyUsage ?? 0n),
      energy_usage_total: number(resources?.energyUsageTotal ?? 0n),
      net_usage: number(resources?.netUsage ?? 0n),
      net_fee: number(resources?.netFee ?? 0n),
      result: resources?.result === 0 ? '' : RET_NAMES.get(resources?.result ?? 0),
      energy_penalty_total: number(resources?.energyPenaltyTotal ?? 0n),
    }),
    log: info.log.map(({ address, topics, data }) =>
      withoutDefaults({
        address: bytesToHex(address),
        topics: topics.map(bytesToHex),
        data: bytesToHex(data),
      }),
    ),
    result: info.result === 0 ? '' : 'FAILED',
    resMessage: bytesToHex(info.resMessage),
    assetIssueID: info.assetIssueId,
    withdraw_amount: number(info.withdrawAmount),
    unfreeze_amount: number(info.unfreezeAmount),
    internal_transactions: info.internalTransactions.map((internal) =>
      withoutDefaults({
        hash: bytesToHex(internal.hash),
        caller_address: bytesToHex(internal.callerAddress),
        transferTo_address: bytesToHex(internal.transferToAddress),
        callValueInfo: internal.callValueInfo.map(({ callValue, tokenId }) =>
          withoutDefaults({ callValue: number(callValue), tokenId }),
        ),
        note: bytesToHex(internal.note),
        rejected: internal.rejected,
      }),
    ),
    withdraw_expire_amount: number(info.withdrawExpireAmount),
  })
}
