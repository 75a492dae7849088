/**
 * Output scripts that mean something here: whose an output is, deposits into a balance, and coin that nobody can
 * spend. Everything else is Bitcoin Script's business.
 */
import type { Crypto } from '../../crypto/types.ts'
import { resolveAddress } from '../../identity/alias.ts'
import { deriveBvmAddress } from '../../identity/derive.ts'
import { concatBytes, equalBytes, utf8 } from '../../primitives/bytes.ts'
import type { Journal } from '../../state/journal.ts'
import { Namespace } from '../../state/reader.ts'

const OP_0 = 0x00
const OP_1 = 0x51
const OP_16 = 0x60
const OP_RETURN = 0x6a

/** Longest script that can ever be executed; coin on a longer one is lost (Core's IsUnspendable). */
const SCRIPT_BYTES_MAX = 10_000

/** A witness program (BIP 141): version 0..16 and 2 to 40 bytes, or undefined. */
export interface WitnessProgram {
  readonly version: number
  readonly program: Uint8Array
}

export function witnessProgramOf(script: Uint8Array): WitnessProgram | undefined {
  const first = script[0]
  if (script.length < 4 || script.length > 42 || script[1] !== script.length - 2) return undefined
  if (first === OP_0) return { version: 0, program: script.subarray(2) }
  if (first === undefined || first < OP_1 || first > OP_16) return undefined
  return { version: first - OP_1 + 1, program: script.subarray(2) }
}

// ---- outputs locked to an account

/** Witness version whose 32-byte programs are derived addresses of accounts. Bitcoin leaves it to later soft forks. */
export const ACCOUNT_WITNESS_VERSION = 16

/** The output script that locks coin to an account: OP_16 and its derived address. Its holder spends by envelope (0x32). */
export function accountScript(crypto: Crypto, id: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(OP_16, 32), deriveBvmAddress(crypto, id))
}

/** The derived address an output is locked to, 32 bytes, or undefined for an ordinary script. */
export function lockedAddress(script: Uint8Array): Uint8Array | undefined {
  const found = witnessProgramOf(script)
  const isAccount = found?.version === ACCOUNT_WITNESS_VERSION && found.program.length === 32
  return isAccount ? found.program : undefined
}

/** The address by which identity knows an output script: the script itself, or the derived address that it names. */
export function addressOf(script: Uint8Array): Uint8Array {
  return lockedAddress(script) ?? script
}

/** The account that answers for an output script: bound or linked, else the script's legacy id. */
export function ownerOf(journal: Journal, crypto: Crypto, script: Uint8Array): Uint8Array {
  return resolveAddress(journal, crypto, Namespace.bvm, addressOf(script))
}

/** Whether an account may spend the output by its envelope alone: locked to it, or on the script of its bound wallet. */
export function isUnlockedBy(
  journal: Journal,
  crypto: Crypto,
  script: Uint8Array,
  id: Uint8Array,
): boolean {
  const locked = lockedAddress(script)
  const alias = journal.alias(Namespace.bvm, locked ?? script)
  if (alias !== undefined) return equalBytes(alias.id, id)
  return locked !== undefined && equalBytes(locked, deriveBvmAddress(crypto, id))
}

// ---- deposits and unspendable outputs

const DEPOSIT_TAG = utf8('nvm1')
const DEPOSIT_LENGTH = 2 + DEPOSIT_TAG.length + 32

/** Output script that pays its value into an account's balance: OP_RETURN, one push of "nvm1" and the AccountId. */
export function depositScript(id: Uint8Array): Uint8Array {
  if (id.length !== 32) throw new RangeError(`AccountId expected 32 bytes, got ${id.length}`)
  return concatBytes(Uint8Array.of(OP_RETURN, DEPOSIT_TAG.length + 32), DEPOSIT_TAG, id)
}

/** The AccountId a deposit output names, or undefined if the script is no deposit. */
export function depositTarget(script: Uint8Array): Uint8Array | undefined {
  if (script.length !== DEPOSIT_LENGTH || script[0] !== OP_RETURN) return undefined
  if (script[1] !== DEPOSIT_LENGTH - 2) return undefined
  return equalBytes(script.subarray(2, 6), DEPOSIT_TAG) ? script.slice(6) : undefined
}

/** What becomes of an output: a new unspent one, a deposit, or coin that is burnt (S4). */
export type OutputFate = 'unspent' | 'deposit' | 'burnt'

export function fateOf(script: Uint8Array, amount: bigint): OutputFate {
  if (script[0] !== OP_RETURN && script.length <= SCRIPT_BYTES_MAX) return 'unspent'
  return amount > 0n && depositTarget(script) !== undefined ? 'deposit' : 'burnt'
}

// ---- templates

/** Forms of output scripts that wallets use. */
export type ScriptTemplate =
  | 'pubkey'
  | 'pubkeyhash'
  | 'scripthash'
  | 'witness-v0-keyhash'
  | 'witness-v0-scripthash'
  | 'taproot'
  | 'anchor'
  | 'account'
  | 'multisig'
  | 'op-return'
  | 'witness-unknown'
  | 'other'

function isPayToKeyHash(s: Uint8Array): boolean {
  return (
    s.length === 25 &&
    s[0] === 0x76 &&
    s[1] === 0xa9 &&
    s[2] === 20 &&
    s[23] === 0x88 &&
    s[24] === 0xac
  )
}

function isPayToScriptHash(s: Uint8Array): boolean {
  return s.length === 23 && s[0] === 0xa9 && s[1] === 20 && s[22] === 0x87
}

function isPayToKey(s: Uint8Array): boolean {
  const isCompressed = s.length === 35 && s[0] === 33 && (s[1] === 2 || s[1] === 3)
  const isFull = s.length === 67 && s[0] === 65 && s[1] === 4
  return (isCompressed || isFull) && s[s.length - 1] === 0xac
}

/** m of n bare keys, at most 3 (Core's standard bare multisig). */
function isBareMultisig(s: Uint8Array): boolean {
  const m = (s[0] ?? 0) - OP_1 + 1
  const n = (s[s.length - 2] ?? 0) - OP_1 + 1
  if (s[s.length - 1] !== 0xae || m < 1 || n < m || n > 3) return false
  let at = 1
  for (let i = 0; i < n; i++) {
    const length = s[at]
    if (length !== 33 && length !== 65) return false
    at += 1 + length
  }
  return at === s.length - 2
}

function witnessTemplate({ version, program }: WitnessProgram): ScriptTemplate {
  if (version === 0 && program.length === 20) return 'witness-v0-keyhash'
  if (version === 0 && program.length === 32) return 'witness-v0-scripthash'
  if (version === 1 && program.length === 32) return 'taproot'
  // Pay-to-anchor: OP_1 and 4e73.
  if (version === 1 && program.length === 2 && program[0] === 0x4e && program[1] === 0x73)
    return 'anchor'
  if (version === ACCOUNT_WITNESS_VERSION && program.length === 32) return 'account'
  return version === 0 ? 'other' : 'witness-unknown'
}

/** Form of an output script (Core's Solver, and n-vm's account lock). Cost: constant, or the length of a multisig. */
export function templateOf(script: Uint8Array): ScriptTemplate {
  const witness = witnessProgramOf(script)
  if (witness !== undefined) return witnessTemplate(witness)
  if (isPayToKeyHash(script)) return 'pubkeyhash'
  if (isPayToScriptHash(script)) return 'scripthash'
  if (script[0] === OP_RETURN) return 'op-return'
  if (isPayToKey(script)) return 'pubkey'
  return isBareMultisig(script) ? 'multisig' : 'other'
}
