/**
 * Who pays for a transaction's bytes (java-tron: BandwidthProcessor), all of them from one source: the issuer of a token
 * that moves, the owner's stake, the free allowance, or burnt coin. A transaction that creates an account pays from the
 * stake or a fixed fee only. Everything else burnt before a transaction runs is here too.
 */
import { InvalidTransactionError } from '../../../errors.ts'
import { bytesToHex, equalBytes } from '../../../primitives/bytes.ts'
import type { TronContractMessage } from '../actuators/messages.ts'
import { setTokenNetUsage, tokenIdOf, tokenNetUsage, tokenOf } from './assets.ts'
import { readNumbers, writeNumbers } from './cells.ts'
import type { Ledger, TronHandle } from './ledger.ts'
import { increase, stakeLeft, useStake } from './resources.ts'

/** Added to the bytes of every transaction for its result, once contracts are on (id 9). */
export const RESULT_BYTES = 64n
/** What a signature counts where signatures are left out. */
export const SIGNATURE_BYTES = 65n

/** What a transaction's bytes cost, as the receipt shows it. */
export interface BandwidthBill {
  /** Bytes taken from a stake or an allowance; 0 if they were burnt for. */
  readonly netUsage: bigint
  /** Sun burnt. */
  readonly netFee: bigint
  readonly paidBy: 'issuer' | 'stake' | 'free' | 'burn'
}

export interface BandwidthRequest {
  /** 20 bytes. */
  readonly owner: Uint8Array
  readonly contract: TronContractMessage
  /** Serialized transaction without results: raw data and signatures. */
  readonly bytes: bigint
  readonly signatures: number
}

function insufficient(message: string): never {
  throw new InvalidTransactionError('ResourcesInsufficient', message)
}

/**
 * Takes the bytes' price. Throws ResourcesInsufficient (no source has enough), ContractRefused (no such account or
 * token), TransactionTooLarge (creates an account with too many bytes).
 */
export function payBandwidth(ledger: Ledger, request: BandwidthRequest): BandwidthBill {
  const owner = ledger.resolve(request.owner)
  if (!ledger.exists(owner)) {
    throw new InvalidTransactionError(
      'ContractRefused',
      `account ${bytesToHex(request.owner)} expected to exist, it does not`,
    )
  }
  const withVm = ledger.parameters.ALLOW_CREATION_OF_CONTRACTS !== 0n
  const bytes = request.bytes + (withVm ? RESULT_BYTES : 0n)
  if (createsAccount(ledger, request.contract)) return payForCreation(ledger, owner, request, bytes)
  return (
    useIssuer(ledger, owner, request.contract, bytes) ??
    useOwnStake(ledger, owner, bytes) ??
    useFree(ledger, owner, bytes) ??
    burn(ledger, owner, bytes)
  )
}

/** Whether it creates an account, and so may use no free bandwidth. */
export function createsAccount(ledger: Ledger, contract: TronContractMessage): boolean {
  switch (contract.type) {
    case 'AccountCreateContract':
      return true
    case 'TransferContract':
    case 'TransferAssetContract':
      return !ledger.exists(ledger.resolve(contract.message.toAddress))
    default:
      return false
  }
}

function payForCreation(
  ledger: Ledger,
  owner: TronHandle,
  request: BandwidthRequest,
  bytes: bigint,
): BandwidthBill {
  const { parameters } = ledger
  const unsigned = request.bytes - BigInt(request.signatures) * SIGNATURE_BYTES
  if (unsigned > parameters.MAX_CREATE_ACCOUNT_TX_SIZE) {
    throw new InvalidTransactionError(
      'TransactionTooLarge',
      `transaction that creates an account expected at most ${parameters.MAX_CREATE_ACCOUNT_TX_SIZE} bytes, got ${unsigned}`,
    )
  }
  const cost = bytes * parameters.CREATE_NEW_ACCOUNT_BANDWIDTH_RATE
  const staked = useOwnStake(ledger, owner, cost)
  if (staked !== undefined) return staked
  const netFee = payFee(ledger, owner, parameters.CREATE_ACCOUNT_FEE, 'tron:create-account')
  return { netUsage: 0n, netFee, paidBy: 'burn' }
}

function useIssuer(
  ledger: Ledger,
  owner: TronHandle,
  contract: TronContractMessage,
  bytes: bigint,
): BandwidthBill | undefined {
  if (contract.type !== 'TransferAssetContract') return undefined
  const id = tokenIdOf(contract.message.assetName)
  const token = id === undefined ? undefined : tokenOf(ledger, id)
  if (id === undefined || token === undefined)
    throw new InvalidTransactionError('ContractRefused', 'token expected to exist, it does not')
  if (equalBytes(token.issuer, owner.address)) return useOwnStake(ledger, owner, bytes)
  const now = ledger.headSlot
  const all = tokenNetUsage(ledger, id, undefined)
  const allUsed = increase(all.used, 0n, all.time, now)
  if (bytes > token.publicFreeAssetNetLimit - allUsed) return undefined
  const own = tokenNetUsage(ledger, id, owner.address)
  const ownUsed = increase(own.used, 0n, own.time, now)
  if (bytes > token.freeAssetNetLimit - ownUsed) return undefined
  const issuer = ledger.resolve(token.issuer)
  if (bytes > stakeLeft(ledger, issuer, 0)) return undefined
  useStake(ledger, issuer, 0, bytes)
  setTokenNetUsage(ledger, id, undefined, increase(allUsed, bytes, now, now))
  setTokenNetUsage(ledger, id, owner.address, increase(ownUsed, bytes, now, now))
  ledger.update(owner, { operationTime: ledger.headTime })
  return { netUsage: bytes, netFee: 0n, paidBy: 'issuer' }
}

function useOwnStake(ledger: Ledger, owner: TronHandle, bytes: bigint): BandwidthBill | undefined {
  if (bytes > stakeLeft(ledger, owner, 0)) return undefined
  useStake(ledger, owner, 0, bytes)
  return { netUsage: bytes, netFee: 0n, paidBy: 'stake' }
}

function useFree(ledger: Ledger, owner: TronHandle, bytes: bigint): BandwidthBill | undefined {
  const { journal, parameters, headSlot: now } = ledger
  const account = ledger.data(owner)
  const free = increase(account.freeNetUsed, 0n, account.freeNetTime, now)
  if (bytes > parameters.FREE_NET_LIMIT - free) return undefined
  const [used, time] = readNumbers(journal, 'publicNet', [], 2) as [bigint, bigint]
  const pool = increase(used, 0n, time, now)
  if (bytes > parameters.PUBLIC_NET_LIMIT - pool) return undefined
  ledger.update(owner, {
    freeNetUsed: increase(free, bytes, now, now),
    freeNetTime: now,
    operationTime: ledger.headTime,
  })
  writeNumbers(journal, 'publicNet', [], [increase(pool, bytes, now, now), now])
  return { netUsage: bytes, netFee: 0n, paidBy: 'free' }
}

function burn(ledger: Ledger, owner: TronHandle, bytes: bigint): BandwidthBill {
  const fee = bytes * ledger.parameters.TRANSACTION_FEE
  return {
    netUsage: 0n,
    netFee: payFee(ledger, owner, fee, 'tron:bandwidth'),
    paidBy: 'burn',
  }
}

/** Burns a fee of the owner; the fee. Throws ResourcesInsufficient if the balance does not cover it. */
export function payFee(ledger: Ledger, owner: TronHandle, sun: bigint, cause: string): bigint {
  const balance = ledger.spendable(owner)
  if (balance < sun)
    insufficient(`balance expected at least ${sun} sun for ${cause}, got ${balance}`)
  ledger.takeFee(owner, sun, cause)
  return sun
}

/** The fee of a transaction with more than one signature (id 23). */
export function payMultiSignFee(ledger: Ledger, owner: Uint8Array, signatures: number): bigint {
  if (signatures <= 1) return 0n
  return payFee(ledger, ledger.resolve(owner), ledger.parameters.MULTI_SIGN_FEE, 'tron:multi-sign')
}

/** The fee of a transaction with a memo (id 68). */
export function payMemoFee(ledger: Ledger, owner: Uint8Array, memo: Uint8Array): bigint {
  if (memo.length === 0) return 0n
  return payFee(ledger, ledger.resolve(owner), ledger.parameters.MEMO_FEE, 'tron:memo')
}
