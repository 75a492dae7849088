/** Bitcoin Core's test data as values: rows of the files, flags, the two transactions of script_tests. */
import { readFileSync } from 'node:fs'
import type { Crypto } from '../../../src/crypto/types.ts'
import { concatBytes, hexToBytes } from '../../../src/primitives/bytes.ts'
import {
  controlBlock,
  SCRIPT_FLAGS,
  type ScriptError,
  type ScriptFlag,
  SighashCache,
  TAPSCRIPT_LEAF,
  tapLeafHash,
  tapTweak,
  verifyInput,
} from '../../../src/vms/bvm/script/index.ts'
import {
  type BitcoinTransaction,
  decodeTransaction,
  encodeTransaction,
  type Prevout,
} from '../../../src/vms/bvm/transaction/index.ts'
import { assemble } from './asm.ts'

export const ALL_FLAGS = Object.values(SCRIPT_FLAGS).reduce((all, bit) => all | bit, 0)

/** `P2SH,WITNESS`; '' and NONE are no flag. */
export function parseFlags(text: string): number {
  let flags = 0
  for (const name of text.split(',')) {
    if (name === '' || name === 'NONE') continue
    const bit = SCRIPT_FLAGS[name as ScriptFlag]
    if (bit === undefined) throw new Error(`unknown flag ${name}`)
    flags |= bit
  }
  return flags
}

/** Adds what the flags imply and takes away what they do not allow: some sets are no rules at all (Core asserts). */
export function trimFlags(flags: number): number {
  const { P2SH, WITNESS, TAPROOT, CLEANSTACK } = SCRIPT_FLAGS
  let out = flags
  if ((out & P2SH) === 0) out &= ~WITNESS
  if ((out & WITNESS) === 0) out &= ~(CLEANSTACK | TAPROOT)
  return out
}

/** With what the flags want besides. */
export function fillFlags(flags: number): number {
  const { P2SH, WITNESS, TAPROOT, CLEANSTACK } = SCRIPT_FLAGS
  let out = flags
  if ((out & (CLEANSTACK | TAPROOT)) !== 0) out |= WITNESS
  if ((out & WITNESS) !== 0) out |= P2SH
  return out
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** One row of script_tests.json. */
export interface ScriptCase {
  readonly witness: readonly Uint8Array[]
  readonly amount: bigint
  readonly scriptSig: Uint8Array
  readonly scriptPubKey: Uint8Array
  readonly flags: number
  readonly expected: string
  readonly text: string
}

/** Nobody knows its logarithm (BIP341). */
const NUMS = hexToBytes('50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0')

/** The macros of the tapscript rows: a tree of one leaf under NUMS. */
function expandTaproot(
  items: readonly string[],
  scriptPubKey: string,
  tweak: (leaf: Uint8Array) => { output: string; parity: number },
): { witness: Uint8Array[]; scriptPubKey: string } {
  const macro = items.find((item) => item.startsWith('#SCRIPT#'))
  if (macro === undefined) return { witness: items.map(hexToBytes), scriptPubKey }
  const leaf = assemble(macro.slice('#SCRIPT#'.length))
  const { output, parity } = tweak(leaf)
  const witness = items.map((item) => {
    if (item === macro) return leaf
    return item === '#CONTROLBLOCK#'
      ? controlBlock(TAPSCRIPT_LEAF, parity, NUMS, [])
      : hexToBytes(item)
  })
  return { witness, scriptPubKey: scriptPubKey.replace('#TAPROOTOUTPUT#', `0x${output}`) }
}

export function readScriptCases(
  path: string,
  crypto: Crypto,
  addTweak: (key: Uint8Array, tweak: Uint8Array) => { output: string; parity: number },
): ScriptCase[] {
  const cases: ScriptCase[] = []
  for (const row of readJson(path) as unknown[][]) {
    if (row.length === 1) continue
    const first = Array.isArray(row[0]) ? (row[0] as (string | number)[]) : undefined
    const [sig, pubKey, flags, expected] = (first === undefined ? row : row.slice(1)) as string[]
    const items = (first ?? []).filter((item) => typeof item === 'string')
    const amount = first === undefined ? 0 : Math.round(Number(first[first.length - 1]) * 1e8)
    const { witness, scriptPubKey } = expandTaproot(items, pubKey!, (leaf) => {
      const root = tapLeafHash(crypto, TAPSCRIPT_LEAF, leaf)
      return addTweak(NUMS, tapTweak(crypto, NUMS, root))
    })
    cases.push({
      witness,
      amount: BigInt(amount),
      scriptSig: assemble(sig!),
      scriptPubKey: assemble(scriptPubKey),
      flags: parseFlags(flags!),
      expected: expected!,
      text: JSON.stringify(row).slice(0, 300),
    })
  }
  return cases
}

const ZERO_32 = new Uint8Array(32)
const NO_SCRIPT = new Uint8Array(0)

/** The transaction of a script case: it spends the only output of another one. */
export function spendOf(
  test: Pick<ScriptCase, 'witness' | 'amount' | 'scriptSig' | 'scriptPubKey'>,
  crypto: Crypto,
): { tx: BitcoinTransaction; prevouts: Prevout[] } {
  const credit = decodeTransaction(
    encodeTransaction({
      version: 1,
      inputs: [
        {
          txid: ZERO_32,
          index: 0xffff_ffff,
          scriptSig: Uint8Array.of(0, 0),
          sequence: 0xffff_ffff,
          witness: [],
        },
      ],
      outputs: [{ value: test.amount, script: test.scriptPubKey }],
      lockTime: 0,
    }),
    crypto,
  )
  const tx = decodeTransaction(
    encodeTransaction({
      version: 1,
      inputs: [
        {
          txid: credit.txid,
          index: 0,
          scriptSig: test.scriptSig,
          sequence: 0xffff_ffff,
          witness: test.witness,
        },
      ],
      outputs: [{ value: test.amount, script: NO_SCRIPT }],
      lockTime: 0,
    }),
    crypto,
  )
  return { tx, prevouts: [{ value: test.amount, script: test.scriptPubKey }] }
}

export function verdictOf(
  tx: BitcoinTransaction,
  index: number,
  prevouts: readonly Prevout[],
  flags: number,
  crypto: Crypto,
): ScriptError | 'OK' {
  const sighash = new SighashCache(tx, prevouts, crypto)
  return verifyInput(tx, index, prevouts, flags, { crypto, sighash }) ?? 'OK'
}

/** One row of tx_valid.json or tx_invalid.json. */
export interface TransactionCase {
  readonly tx: BitcoinTransaction
  /** Undefined where the file names no output for an input. */
  readonly prevouts: readonly Prevout[]
  readonly flags: string
  readonly text: string
}

export function readTransactionCases(path: string, crypto: Crypto): TransactionCase[] {
  const cases: TransactionCase[] = []
  for (const row of readJson(path) as unknown[][]) {
    if (!Array.isArray(row[0])) continue
    const [spent, raw, flags] = row as [[string, number, string, number?][], string, string]
    const outputs = new Map<string, Prevout>()
    for (const [txid, index, script, amount] of spent) {
      outputs.set(`${txid}:${index >>> 0}`, {
        value: BigInt(amount ?? 0),
        script: assemble(script),
      })
    }
    const tx = decodeTransaction(hexToBytes(raw), crypto)
    const prevouts = tx.inputs.map(({ txid, index }) => {
      const display = Buffer.from(txid).reverse().toString('hex')
      return outputs.get(`${display}:${index}`) ?? { value: 0n, script: Uint8Array.of(0x6a) }
    })
    cases.push({ tx, prevouts, flags, text: JSON.stringify(row).slice(0, 300) })
  }
  return cases
}

/** One object of Core's feature_taproot dump. */
export interface AssetCase {
  readonly tx: string
  readonly prevouts: readonly string[]
  readonly index: number
  readonly flags: string
  readonly comment: string
  readonly success: AssetWitness
  readonly failure?: AssetWitness
  readonly final?: boolean
}

export interface AssetWitness {
  readonly scriptSig: string
  readonly witness: readonly string[]
}

/** The transaction of `test` with the scriptSig and witness of one of its two spends. */
export function assetSpend(
  test: AssetCase,
  { scriptSig, witness }: AssetWitness,
  crypto: Crypto,
): { tx: BitcoinTransaction; prevouts: Prevout[] } {
  const blank = decodeTransaction(hexToBytes(test.tx), crypto)
  const inputs = blank.inputs.map((input, i) =>
    i === test.index
      ? { ...input, scriptSig: hexToBytes(scriptSig), witness: witness.map(hexToBytes) }
      : input,
  )
  const tx = decodeTransaction(encodeTransaction({ ...blank, inputs }), crypto)
  return { tx, prevouts: test.prevouts.map((hex) => readOutput(hexToBytes(hex), crypto)) }
}

/** A serialised output, read as the only one of a transaction. */
function readOutput(bytes: Uint8Array, crypto: Crypto): Prevout {
  const before = new Uint8Array(4 + 1 + 41 + 1)
  before[4] = 1
  before[46] = 1
  return decodeTransaction(concatBytes(before, bytes, new Uint8Array(4)), crypto).outputs[0]!
}
