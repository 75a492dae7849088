/**
 * bcoin and bitcore-lib as verifiers of one input, for the bench and the differential fuzz. bcoin is not a dependency:
 * `npm ci --ignore-scripts` in bench/peers/bcoin installs it.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** What a peer verifies: raw bytes and the spent outputs. */
export interface PeerSpend {
  readonly bytes: Uint8Array
  readonly index: number
  readonly prevouts: readonly { readonly value: bigint; readonly script: Uint8Array }[]
}

/** One verification of ECDSA: 32-byte hash, r || s with low s, key. Throws or answers. */
export type EcdsaVerify = (hash: Uint8Array, signature: Uint8Array, key: Uint8Array) => boolean

/** Names the peer's verdict: `OK`, its error name, or `EXCEPTION ...` where it broke. */
export type Verdict = (spend: PeerSpend, flags: readonly string[]) => string

/** What a peer offers: a verdict from bytes, and a prepared form for timing. */
export interface Peer {
  readonly name: string
  /** Names of the flags it knows. */
  readonly flags: ReadonlySet<string>
  readonly verdict: Verdict
  /** Parses and verifies every input; throws if one is invalid. Scripts of the outputs are parsed beforehand. */
  prepare(spend: PeerSpend, flags: readonly string[]): () => void
}

/* biome-ignore lint/suspicious/noExplicitAny: both peers are JavaScript without types. */
type Untyped = any

/** A copy: bcoin rewrites hybrid keys where they stand. */
const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes)

const BCOIN = fileURLToPath(new URL('../peers/bcoin/package.json', import.meta.url))

/** Whether bcoin is installed beside the bench. */
export function hasBcoin(): boolean {
  return existsSync(fileURLToPath(new URL('../peers/bcoin/node_modules/bcoin', import.meta.url)))
}

/** bcoin 1.0.2: everything but taproot and CONST_SCRIPTCODE. */
export function loadBcoin(): Peer & { use(verify: EcdsaVerify | undefined): void } {
  const require = createRequire(BCOIN)
  const Script: Untyped = require('bcoin/lib/script/script')
  const TX: Untyped = require('bcoin/lib/primitives/tx')
  const backend: Untyped = require('bcrypto/lib/internal/secp256k1')
  const own = backend.verify
  const bits = new Map<string, number>()
  for (const [name, bit] of Object.entries(Script.flags)) {
    if (name.startsWith('VERIFY_')) bits.set(name.slice(7), bit as number)
  }
  bits.delete('NONE')
  const flagsOf = (names: readonly string[]) =>
    names.reduce((all, name) => all | (bits.get(name) ?? 0), 0)
  const check = (tx: Untyped, index: number, script: Untyped, value: number, flags: number) => {
    const input = tx.inputs[index]
    Script.verify(input.script, input.witness, script, tx, index, value, flags)
  }
  return {
    name: 'bcoin 1.0.2',
    flags: new Set(bits.keys()),
    verdict({ bytes, index, prevouts }, names) {
      try {
        const { script, value } = prevouts[index]!
        check(
          TX.fromRaw(buffer(bytes)),
          index,
          Script.fromRaw(buffer(script)),
          Number(value),
          flagsOf(names),
        )
        return 'OK'
      } catch (error) {
        const { type, code, message } = error as { type?: string; code?: string; message: string }
        return type === 'ScriptError' ? code! : `EXCEPTION ${message}`
      }
    },
    prepare({ bytes, prevouts }, names) {
      const raw = buffer(bytes)
      const scripts = prevouts.map(({ script }) => Script.fromRaw(buffer(script)))
      const flags = flagsOf(names)
      return () => {
        const tx = TX.fromRaw(raw)
        for (let i = 0; i < scripts.length; i++) {
          check(tx, i, scripts[i], Number(prevouts[i]!.value), flags)
        }
      }
    },
    /** Replaces its curve arithmetic (the rest of its crypto stays), or brings it back. */
    use(verify) {
      backend.verify = verify === undefined ? own : verify
    },
  }
}

/** bitcore-lib 11.5.1: also taproot; its CLEANSTACK and some opcodes are known to be wrong. */
export function loadBitcore(): Peer {
  const require = createRequire(import.meta.url)
  const bitcore: Untyped = require('bitcore-lib')
  const { Script, Transaction } = bitcore
  const { Interpreter } = Script
  const bits = new Map<string, number>()
  for (const [name, bit] of Object.entries(Interpreter)) {
    if (name.startsWith('SCRIPT_VERIFY_') && typeof bit === 'number') bits.set(name.slice(14), bit)
  }
  bits.delete('NONE')
  const flagsOf = (names: readonly string[]) =>
    names.reduce((all, name) => all | (bits.get(name) ?? 0), 0)
  const outputsOf = ({ prevouts }: PeerSpend) =>
    prevouts.map(({ script, value }) => ({
      script: Script.fromBuffer(buffer(script)),
      satoshis: Number(value),
    }))
  const attach = (tx: Untyped, outputs: Untyped[]) => {
    tx.inputs.forEach((input: Untyped, i: number) => {
      input.output = new Transaction.Output(outputs[i])
    })
  }
  const check = (tx: Untyped, index: number, output: Untyped, flags: number): string => {
    const input = tx.inputs[index]
    const interpreter = new Interpreter()
    const witness = input.witnesses ?? []
    const { script, satoshis } = output
    return interpreter.verify(input.script, script, tx, index, flags, witness, satoshis)
      ? 'OK'
      : String(interpreter.errstr || 'FALSE').replace('SCRIPT_ERR_', '')
  }
  return {
    name: 'bitcore-lib 11.5.1',
    flags: new Set(bits.keys()),
    verdict(spend, names) {
      try {
        const tx = new Transaction(buffer(spend.bytes))
        const outputs = outputsOf(spend)
        attach(tx, outputs)
        return check(tx, spend.index, outputs[spend.index], flagsOf(names))
      } catch (error) {
        return `EXCEPTION ${(error as Error).message}`
      }
    },
    prepare(spend, names) {
      const raw = buffer(spend.bytes)
      const outputs = outputsOf(spend)
      const flags = flagsOf(names)
      return () => {
        const tx = new Transaction(raw)
        attach(tx, outputs)
        for (let i = 0; i < outputs.length; i++) {
          const verdict = check(tx, i, outputs[i], flags)
          if (verdict !== 'OK') throw new Error(`bitcore-lib: ${verdict}`)
        }
      }
    },
  }
}
