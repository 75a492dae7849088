/**
 * Instructions of the System program: discriminant u32, then the fields of a row of the table (bincode: little-endian,
 * strings behind a u64 length). Bytes behind the last field are ignored, as bincode's `limited_deserialize` does.
 */
import { fail } from '../../runtime/index.ts'

/** A field's kind; all fields of all instructions have one name each. */
const FIELDS = {
  lamports: 'u64',
  space: 'u64',
  owner: 'key',
  base: 'key',
  seed: 'text',
  authority: 'key',
} as const

type FieldName = keyof typeof FIELDS

/** By discriminant: name and fields in order. */
const INSTRUCTIONS = [
  ['CreateAccount', ['lamports', 'space', 'owner']],
  ['Assign', ['owner']],
  ['Transfer', ['lamports']],
  ['CreateAccountWithSeed', ['base', 'seed', 'lamports', 'space', 'owner']],
  ['AdvanceNonceAccount', []],
  ['WithdrawNonceAccount', ['lamports']],
  ['InitializeNonceAccount', ['authority']],
  ['AuthorizeNonceAccount', ['authority']],
  ['Allocate', ['space']],
  ['AllocateWithSeed', ['base', 'seed', 'space', 'owner']],
  ['AssignWithSeed', ['base', 'seed', 'owner']],
  ['TransferWithSeed', ['lamports', 'seed', 'owner']],
  ['UpgradeNonceAccount', []],
  ['CreateAccountAllowPrefund', ['lamports', 'space', 'owner']],
] as const satisfies readonly (readonly [string, readonly FieldName[]])[]

export type SystemInstructionName = (typeof INSTRUCTIONS)[number][0]

/** A parsed instruction; fields it does not have are empty. */
export interface SystemInstruction {
  readonly name: SystemInstructionName
  readonly lamports: bigint
  readonly space: bigint
  readonly owner: Uint8Array
  readonly base: Uint8Array
  /** UTF-8. */
  readonly seed: Uint8Array
  readonly authority: Uint8Array
}

/** Discriminant of the instruction that opens a transaction with a durable nonce. */
export const ADVANCE_NONCE = 4

const NOTHING = new Uint8Array(0)
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** PACKET_DATA_SIZE: bytes that bincode reads at most. */
const BYTES_MAX = 1232

function isUtf8(bytes: Uint8Array): boolean {
  try {
    UTF8.decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Fails InvalidInstructionData. */
export function decodeSystemInstruction(data: Uint8Array): SystemInstruction {
  const view = new DataView(data.buffer, data.byteOffset, Math.min(data.length, BYTES_MAX))
  if (view.byteLength < 4) fail('InvalidInstructionData')
  const row = INSTRUCTIONS[view.getUint32(0, true)]
  if (row === undefined) fail('InvalidInstructionData')
  const [name, fields] = row
  const out = {
    name,
    lamports: 0n,
    space: 0n,
    owner: NOTHING,
    base: NOTHING,
    seed: NOTHING,
    authority: NOTHING,
  }
  let at = 4
  const need = (bytes: number): number => {
    if (at + bytes > view.byteLength) fail('InvalidInstructionData')
    at += bytes
    return at - bytes
  }
  for (const field of fields) {
    if (field === 'lamports' || field === 'space') {
      out[field] = view.getBigUint64(need(8), true)
    } else if (field === 'seed') {
      const length = view.getBigUint64(need(8), true)
      if (length > BigInt(BYTES_MAX)) fail('InvalidInstructionData')
      const start = need(Number(length))
      out.seed = data.slice(start, at)
      if (!isUtf8(out.seed)) fail('InvalidInstructionData')
    } else {
      const start = need(32)
      out[field] = data.slice(start, at)
    }
  }
  return out
}
