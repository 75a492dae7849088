/**
 * Tron's part of a first state: activated accounts with coin, TRC-10 tokens, witnesses. Addresses are hex, 20 bytes or
 * 21 from 0x41, or Tron's own text; coin is issued under the cause `genesis` (S4).
 */
import type { Crypto } from '../../../crypto/types.ts'
import { NVmError } from '../../../errors.ts'
import { hexToBytes, utf8 } from '../../../primitives/bytes.ts'
import type { Journal } from '../../../state/journal.ts'
import { decodeTronAddress } from '../address.ts'
import { issueToken } from './assets.ts'
import { Ledger, SUN, type TronHandle } from './ledger.ts'
import { MAX_I64, parametersOf } from './parameters.ts'
import { addWitness } from './witnesses.ts'

/** Decimal or hex text, a safe integer, or a bigint. */
type Amount = string | number | bigint

/** A TRC-10 token; its owner gets all of it. */
export interface TronGenesisToken {
  readonly owner: string
  readonly name: string
  readonly abbr?: string
  readonly description?: string
  readonly url?: string
  readonly totalSupply: Amount
  /** 0 to 6. Default 0. */
  readonly precision?: number
}

/** What Tron's part of a chain begins with. Addresses are text (T...) or hex. */
export interface TronGenesis {
  /** Activated accounts: sun by address. */
  readonly accounts?: Readonly<Record<string, Amount>>
  /** Ids are given in order, from 1,000,001. At most one an owner. */
  readonly tokens?: readonly TronGenesisToken[]
  /** Votes by address of a witness, counted from the first cycle on. */
  readonly witnesses?: Readonly<Record<string, Amount>>
}

function invalid(message: string): never {
  throw new NVmError('InvalidGenesis', `Tron genesis ${message}`)
}

function addressOf(crypto: Crypto, text: string): Uint8Array {
  try {
    if (text.startsWith('T')) return decodeTronAddress(crypto, text)
    const bytes = hexToBytes(text)
    if (bytes.length === 20) return bytes
    if (bytes.length === 21 && bytes[0] === 0x41) return bytes.slice(1)
  } catch {
    return invalid(`expects a Tron address, got "${text.slice(0, 80)}"`)
  }
  return invalid(`expects addresses of 20 bytes, or of 21 from 0x41, got "${text.slice(0, 80)}"`)
}

function amountOf(value: Amount, name: string): bigint {
  let amount: bigint
  try {
    amount = BigInt(value)
  } catch {
    return invalid(`expects ${name} to be an integer, got "${String(value).slice(0, 80)}"`)
  }
  if (amount < 0n || amount > MAX_I64) invalid(`expects ${name} within 0..2^63-1, got ${amount}`)
  return amount
}

function giveToken(ledger: Ledger, token: TronGenesisToken): void {
  const owner: TronHandle = ledger.resolve(addressOf(ledger.crypto, token.owner))
  const totalSupply = amountOf(token.totalSupply, `supply of ${token.name}`)
  const precision = token.precision ?? 0
  if (totalSupply === 0n) invalid(`expects a supply above 0 of ${token.name}`)
  if (!Number.isInteger(precision) || precision < 0 || precision > 6)
    invalid(`expects a precision of 0..6 of ${token.name}, got ${precision}`)
  if (ledger.data(owner).issuedToken !== 0n) invalid(`expects one token an owner, ${token.owner}`)
  const id = issueToken(ledger, owner, {
    issuer: owner.address,
    name: utf8(token.name),
    abbr: utf8(token.abbr ?? ''),
    description: utf8(token.description ?? ''),
    url: utf8(token.url ?? ''),
    totalSupply,
    precision: BigInt(precision),
    ...{ trxNum: 1n, num: 1n, startTime: 0n, endTime: 0n },
    ...{ freeAssetNetLimit: 0n, publicFreeAssetNetLimit: 0n },
  })
  ledger.update(owner, { issuedToken: id })
}

/**
 * Writes it into the journal of a genesis, in the order of its entries. `timestamp` is the genesis block's, seconds. Throws
 * InvalidGenesis, SupplyCapExceeded.
 */
export function applyTronGenesis(
  journal: Journal,
  crypto: Crypto,
  genesis: TronGenesis,
  timestamp: bigint,
): void {
  const parameters = parametersOf(journal.base.chain)
  const ledger = new Ledger({ journal, crypto, parameters, headTime: timestamp * 1_000n })
  for (const [address, balance] of Object.entries(genesis.accounts ?? {})) {
    const handle = ledger.resolve(addressOf(crypto, address))
    ledger.update(handle, {})
    const sun = amountOf(balance, `balance of ${address}`)
    journal.supply.issue(handle.account, sun * SUN, 'genesis')
  }
  for (const token of genesis.tokens ?? []) giveToken(ledger, token)
  for (const [address, votes] of Object.entries(genesis.witnesses ?? {})) {
    const bytes = addressOf(crypto, address)
    ledger.update(ledger.resolve(bytes), {})
    addWitness(ledger, bytes, amountOf(votes, `votes of ${address}`))
  }
  journal.endTransaction()
}
