/**
 * Payloads of the Bitcoin machine: opcodes, byte layouts, their encoders for hosts and the one parser. Every payload has
 * exactly one encoding; its own integers are big-endian, a Bitcoin transaction inside keeps Bitcoin's. docs/bvm.md has the table.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { ByteReader } from '../../primitives/byte-reader.ts'
import { bigIntToBytes, concatBytes } from '../../primitives/bytes.ts'
import { MAX_U64 } from '../../primitives/u256.ts'

/** 0x34..0x3F are reserved. */
export const BvmOpcode = { lock: 0x30, evaluate: 0x31, spend: 0x32, materialise: 0x33 } as const

/** Longest output script of a payload: no longer one can be executed. */
const SCRIPT_MAX = 10_000
/** Most items a script may start with (the stack's limit). */
const STACK_MAX = 1_000
/** Longest item of an initial stack: the longest element a script may push. */
const ITEM_MAX = 520

/** Who may spend a new output. */
export type Lock =
  | { readonly kind: 'script'; readonly script: Uint8Array }
  | { readonly kind: 'account'; readonly id: Uint8Array }

/** Rules a script is evaluated under. */
export type EvaluationRules = 'legacy' | 'segwit'

/** A payload of 0x30 to 0x33 (docs/bvm.md). Scripts are at most 10,000 bytes, stack items 520, ids 32. */
export type BvmPayload =
  /** Balance into one output; `amount` is satoshi. */
  | { readonly operation: 'lock'; readonly amount: bigint; readonly lock: Lock }
  /** Runs a script and changes nothing. */
  | {
      readonly operation: 'evaluate'
      readonly rules: EvaluationRules
      /** Bottom first. */
      readonly stack: readonly Uint8Array[]
      readonly script: Uint8Array
    }
  /** A Bitcoin transaction whose inputs may also be outputs of the sender's own. */
  | { readonly operation: 'spend'; readonly transaction: Uint8Array }
  /** Balance of a script's account into one output on that script (S15). */
  | { readonly operation: 'materialise'; readonly script: Uint8Array }

const RULES: readonly EvaluationRules[] = ['legacy', 'segwit']
const LOCK_SCRIPT = 0
const LOCK_ACCOUNT = 1

function malformed(message: string): never {
  throw new InvalidTransactionError('MalformedPayload', `bvm payload ${message}`)
}

function counted(bytes: Uint8Array, max: number, field: string): Uint8Array {
  if (bytes.length > max) malformed(`${field} expected at most ${max} bytes, got ${bytes.length}`)
  return concatBytes(bigIntToBytes(BigInt(bytes.length), 2), bytes)
}

function lockBytes(lock: Lock): Uint8Array {
  if (lock.kind === 'script')
    return concatBytes(Uint8Array.of(LOCK_SCRIPT), counted(lock.script, SCRIPT_MAX, 'script'))
  if (lock.id.length !== 32) malformed(`account expected 32 bytes, got ${lock.id.length}`)
  return concatBytes(Uint8Array.of(LOCK_ACCOUNT), lock.id)
}

/** Bytes of a payload, opcode first. Throws MalformedPayload for a field out of range. */
export function encodeBvmPayload(payload: BvmPayload): Uint8Array {
  const opcode = Uint8Array.of(BvmOpcode[payload.operation])
  switch (payload.operation) {
    case 'lock':
      if (payload.amount < 1n || payload.amount > MAX_U64)
        malformed(`amount expected 1..2^64-1, got ${payload.amount}`)
      return concatBytes(opcode, bigIntToBytes(payload.amount, 8), lockBytes(payload.lock))
    case 'evaluate': {
      const { stack, script } = payload
      if (stack.length > STACK_MAX) malformed(`stack expected at most ${STACK_MAX} items`)
      return concatBytes(
        opcode,
        Uint8Array.of(RULES.indexOf(payload.rules)),
        bigIntToBytes(BigInt(stack.length), 2),
        ...stack.map((item) => counted(item, ITEM_MAX, 'stack item')),
        script,
      )
    }
    case 'spend':
      return concatBytes(opcode, payload.transaction)
    case 'materialise':
      if (payload.script.length === 0 || payload.script.length > SCRIPT_MAX)
        malformed(`script expected 1..${SCRIPT_MAX} bytes, got ${payload.script.length}`)
      return concatBytes(opcode, payload.script)
    default:
      return payload satisfies never
  }
}

function readCounted(reader: ByteReader, max: number, field: string): Uint8Array {
  const length = reader.u16(`${field} length`)
  if (length > max) malformed(`${field} expected at most ${max} bytes, got ${length}`)
  return reader.take(length, field)
}

function readLock(reader: ByteReader): Lock {
  const kind = reader.u8('lock kind')
  if (kind === LOCK_SCRIPT)
    return { kind: 'script', script: readCounted(reader, SCRIPT_MAX, 'script') }
  if (kind !== LOCK_ACCOUNT) malformed(`lock kind expected 0 or 1, got ${kind}`)
  return { kind: 'account', id: reader.take(32, 'account') }
}

function readEvaluation(reader: ByteReader): BvmPayload {
  const number = reader.u8('rules')
  const rules = RULES[number] ?? malformed(`rules expected 0 or 1, got ${number}`)
  const count = reader.u16('stack count')
  if (count > STACK_MAX) malformed(`stack expected at most ${STACK_MAX} items, got ${count}`)
  const stack: Uint8Array[] = []
  for (let i = 0; i < count; i++) stack.push(readCounted(reader, ITEM_MAX, 'stack item'))
  return { operation: 'evaluate', rules, stack, script: reader.take(reader.left, 'script') }
}

function readMaterialise(reader: ByteReader): BvmPayload {
  if (reader.left === 0 || reader.left > SCRIPT_MAX)
    malformed(`script expected 1..${SCRIPT_MAX} bytes, got ${reader.left}`)
  return { operation: 'materialise', script: reader.take(reader.left, 'script') }
}

function readBody(opcode: number, reader: ByteReader): BvmPayload {
  switch (opcode) {
    case BvmOpcode.lock: {
      const amount = reader.u64('amount')
      if (amount === 0n) malformed('amount expected at least 1 satoshi, got 0')
      return { operation: 'lock', amount, lock: readLock(reader) }
    }
    case BvmOpcode.evaluate:
      return readEvaluation(reader)
    case BvmOpcode.spend:
      return { operation: 'spend', transaction: reader.take(reader.left, 'transaction') }
    case BvmOpcode.materialise:
      return readMaterialise(reader)
    default:
      throw new InvalidTransactionError(
        'UnknownOpcode',
        `bvm opcode expected 0x30..0x33, got 0x${opcode.toString(16)}`,
        { opcode },
      )
  }
}

/** Parses a whole payload. Throws UnknownOpcode or MalformedPayload. Cost: proportional to the length. */
export function decodeBvmPayload(bytes: Uint8Array): BvmPayload {
  const reader = new ByteReader(bytes, malformed)
  const payload = readBody(reader.u8('opcode'), reader)
  reader.end()
  return payload
}
