/**
 * Accounts as the Solana CLI and RPC print them (`solana account --output json`), written into the journal of a
 * genesis. Lamports are issued under the cause `genesis` (S4).
 */
import { resolveBlock } from '../../block-context.ts'
import type { Crypto } from '../../crypto/types.ts'
import { NVmError } from '../../errors.ts'
import { decodeBase58 } from '../../primitives/base58.ts'
import { equalBytes, wordToKey } from '../../primitives/bytes.ts'
import { MAX_U64 } from '../../primitives/u256.ts'
import type { Journal } from '../../state/journal.ts'
import { tokenLedger } from '../../token/index.ts'
import { ProgramId, publicKey } from './ids.ts'
import { importTokens } from './programs/token/index.ts'
import { LAMPORT, SvmAccounts } from './state/accounts.ts'
import { DataCache } from './state/data-cache.ts'
import { isFixedAddress } from './state/fixed-accounts.ts'

/** One account; what `solana account <address> --output json` writes. */
export interface SolanaAccountDump {
  /** Base58. */
  readonly pubkey: string
  /** As `solana account` prints it. */
  readonly account: {
    readonly lamports: number | bigint | string
    /** Text and its encoding, `base64` or `base58`; or the bytes. */
    readonly data: readonly [text: string, encoding: string] | Uint8Array
    /** Base58. */
    readonly owner: string
    readonly executable: boolean
    /** Ignored: every account is exempt. */
    readonly rentEpoch?: number | bigint | string
    readonly space?: number
  }
}

/** Transaction index in the data ids (S2) of what a genesis creates. */
const GENESIS_INDEX = 0xfffffffd
/** MAX_PERMITTED_DATA_LENGTH. */
const DATA_BYTES_MAX = 10 * 1024 * 1024

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const SEXTET: ReadonlyMap<string, number> = new Map([...BASE64].map((char, i) => [char, i]))

function invalid(message: string): NVmError {
  return new NVmError('InvalidGenesis', `solana account expected ${message}`)
}

function decodeBase64(text: string): Uint8Array {
  const digits = text.replace(/={1,2}$/, '')
  if (text.length % 4 !== 0) throw invalid(`padded base64, got ${text.length} characters`)
  const out = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  let value = 0
  let at = 0
  for (const char of digits) {
    const sextet = SEXTET.get(char)
    if (sextet === undefined) throw invalid(`base64 digits, got ${JSON.stringify(char)}`)
    value = ((value << 6) | sextet) & 0xffffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out[at++] = value >>> bits
  }
  return out
}

function dataOf({ pubkey, account }: SolanaAccountDump): Uint8Array {
  const { data } = account
  const bytes =
    data instanceof Uint8Array ? new Uint8Array(data) : decodeText(data[0], data[1], pubkey)
  if (bytes.length > DATA_BYTES_MAX)
    throw invalid(`at most ${DATA_BYTES_MAX} bytes of data for ${pubkey}, got ${bytes.length}`)
  if (account.space !== undefined && account.space !== bytes.length)
    throw invalid(`${account.space} bytes of data for ${pubkey}, got ${bytes.length}`)
  return bytes
}

function decodeText(text: string, encoding: string, pubkey: string): Uint8Array {
  switch (encoding) {
    case 'base64':
      return decodeBase64(text)
    case 'base58':
      return decodeBase58(text, 200_000)
    default:
      throw invalid(`data of ${pubkey} as base64 or base58, got "${encoding}"`)
  }
}

function lamportsOf({ pubkey, account }: SolanaAccountDump): bigint {
  let lamports: bigint
  try {
    lamports = BigInt(account.lamports)
  } catch {
    throw invalid(`an integer as lamports of ${pubkey}, got "${account.lamports}"`)
  }
  if (lamports <= 0n || lamports > MAX_U64)
    throw invalid(`lamports of ${pubkey} within 1..2^64-1, got ${lamports}`)
  return lamports
}

function addressOf(text: string): Uint8Array {
  try {
    return publicKey(text)
  } catch {
    throw invalid(`an address in base58, got "${text.slice(0, 64)}"`)
  }
}

/** Tag of the upgradeable loader's program data; the slot of the deployment follows it. */
const PROGRAM_DATA = 3

/**
 * A program runs from the slot after its deployment on. A dump has the slot of the chain it comes from, which may be far
 * ahead of this one's: here it was deployed in slot 0.
 */
function deployedAtGenesis(owner: Uint8Array, data: Uint8Array): Uint8Array {
  if (!equalBytes(owner, ProgramId.upgradeableLoader) || data.length < 12) return data
  if (data[0] !== PROGRAM_DATA || data[1] !== 0 || data[2] !== 0 || data[3] !== 0) return data
  return new Uint8Array(data).fill(0, 4, 12)
}

/** The ledger of a genesis, if its chain has one. */
function ledgerOf(journal: Journal, crypto: Crypto) {
  const { chain } = journal.base
  const parent = {
    number: -1n,
    timestamp: 0n,
    root: NO_ROOT,
    genesisRoot: NO_ROOT,
    chainId: chain.chainId,
  }
  const block = resolveBlock(crypto, {}, parent, chain.machines)
  return tokenLedger({ journal, crypto, chain, block, transactionIndex: GENESIS_INDEX })
}

const NO_ROOT = new Uint8Array(32)

interface Imported {
  readonly dump: SolanaAccountDump
  readonly address: Uint8Array
  readonly owner: Uint8Array
  readonly data: Uint8Array
}

function readDump(dump: SolanaAccountDump): Imported {
  const owner = addressOf(dump.account.owner)
  const data = deployedAtGenesis(owner, dataOf(dump))
  return { dump, address: addressOf(dump.pubkey), owner, data }
}

/**
 * Writes accounts into a journal, replacing nothing: an address that holds coin or data already is refused. On a chain with
 * the token ledger, mints and token accounts become the ledger's. Throws InvalidGenesis, SupplyCapExceeded.
 */
export function importSolanaAccounts(
  journal: Journal,
  crypto: Crypto,
  dumps: readonly SolanaAccountDump[],
): void {
  const accounts = new SvmAccounts({ journal, crypto, cache: new DataCache(0), blockNumber: 0n })
  accounts.beginTransaction(GENESIS_INDEX)
  const imported = dumps.map(readDump).filter(({ address }) => !isFixedAddress(address))
  const seen = new Set<string>()
  for (const { address, dump } of imported) {
    if (seen.has(wordToKey(address)) || accounts.load(address) !== undefined)
      throw invalid(`one account at ${dump.pubkey}, got another`)
    seen.add(wordToKey(address))
  }
  const ledger = ledgerOf(journal, crypto)
  const tokens = imported.filter(({ owner }) => equalBytes(owner, ProgramId.token))
  const kept = ledger === undefined ? undefined : importTokens(ledger, accounts, tokens)
  for (const one of imported) {
    const { dump, address, owner } = one
    const lamports = lamportsOf(dump)
    journal.supply.issue(accounts.resolve(address).account, lamports * LAMPORT, 'genesis')
    const { executable } = dump.account
    const data = kept?.get(one) ?? one.data
    accounts.place(address, { lamports, data, owner, executable })
  }
  journal.endTransaction()
}
