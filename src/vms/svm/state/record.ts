/**
 * The Solana machine's sub-record of an account: owner, executable flag and data; lamports are the shared balance. An
 * account of the System program without data has none. Data of up to 1,024 bytes lies in the record, more in pages
 * under a data id (state/pages.ts). Encoding: head byte (bit 0 executable, bit 1 paged, bit 2 content hash), owner 32,
 * then data id 16 and, with bit 2, SHA-256 of the data 32; or the data.
 */
import { NVmError } from '../../../errors.ts'
import { concatBytes } from '../../../primitives/bytes.ts'
import { Namespace, type RecordCodec } from '../../../state/reader.ts'

/** Most bytes of data that the record itself holds. */
export const INLINE_BYTES_MAX = 1024

export interface SvmRecord {
  /** 32 bytes. */
  readonly owner: Uint8Array
  readonly executable: boolean
  /** The data, or where it is. Nobody may write to the bytes. */
  readonly data:
    | { readonly kind: 'inline'; readonly bytes: Uint8Array }
    | {
        readonly kind: 'paged'
        /** 16 bytes (S2). */
        readonly id: Uint8Array
        /** SHA-256 of the data where it is a program's, so that what was made of it can be found again. */
        readonly hash: Uint8Array | undefined
      }
}

const EXECUTABLE = 1
const PAGED = 2
const HASHED = 4

function encodeRecord(record: SvmRecord): Uint8Array {
  const { owner, executable, data } = record
  const flag = executable ? EXECUTABLE : 0
  if (data.kind === 'inline') return concatBytes(Uint8Array.of(flag), owner, data.bytes)
  const { id, hash } = data
  if (hash === undefined) return concatBytes(Uint8Array.of(flag | PAGED), owner, id)
  return concatBytes(Uint8Array.of(flag | PAGED | HASHED), owner, id, hash)
}

function malformed(got: string): never {
  throw new NVmError('MalformedExport', `SVM record expected its canonical form, got ${got}`)
}

/** Throws MalformedExport on anything `encode` would not have written. */
function decodeRecord(bytes: Uint8Array): SvmRecord {
  const head = bytes[0] ?? 0xff
  if (bytes.length < 33 || head > 7 || (head & HASHED && !(head & PAGED))) malformed('another head')
  const owner = bytes.slice(1, 33)
  const executable = (head & EXECUTABLE) !== 0
  if ((head & PAGED) === 0) {
    if (bytes.length > 33 + INLINE_BYTES_MAX) malformed('too much data')
    return { owner, executable, data: { kind: 'inline', bytes: bytes.slice(33) } }
  }
  const hashed = (head & HASHED) !== 0
  if (bytes.length !== (hashed ? 81 : 49)) malformed(`${bytes.length} bytes`)
  const hash = hashed ? bytes.slice(49) : undefined
  return { owner, executable, data: { kind: 'paged', id: bytes.slice(33, 49), hash } }
}

export const SVM_RECORD: RecordCodec<SvmRecord> = {
  machine: Namespace.svm,
  encode: encodeRecord,
  decode: decodeRecord,
}
