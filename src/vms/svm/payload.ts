/**
 * Payloads of the Solana engine, opcodes 0x20 and 0x21: what an envelope, or a call from another machine, asks of it.
 * The byte layout is a table; docs/protocol.md repeats it.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { bytesToBigInt, concatBytes } from '../../primitives/bytes.ts'
import { MAX_U64, u256ToBytes } from '../../primitives/u256.ts'

/** First bytes of the engine's payloads. The rest of 0x20..0x2F is reserved. */
export const SvmOpcode = { invoke: 0x20, transfer: 0x21 } as const

/** One account of an invoked instruction. */
export interface InstructionAccount {
  /** 32 bytes. */
  readonly address: Uint8Array
  readonly signer: boolean
  readonly writable: boolean
}

/** A payload of 0x20 or 0x21 (docs/svm.md). */
export type SvmPayload =
  | {
      readonly operation: 'invoke'
      /** 32 bytes. */
      readonly program: Uint8Array
      /** At most 255; an account may stand here more than once. */
      readonly accounts: readonly InstructionAccount[]
      readonly data: Uint8Array
    }
  | {
      readonly operation: 'transfer'
      /** 32 bytes. */
      readonly to: Uint8Array
      readonly lamports: bigint
    }

const SIGNER = 1
const WRITABLE = 2
const META_BYTES = 33
/** opcode, program, number of accounts. */
const INVOKE_HEAD = 1 + 32 + 1
/** opcode, recipient, lamports u64 big-endian. */
const TRANSFER_BYTES = 1 + 32 + 8

function malformed(expectation: string): never {
  throw new InvalidTransactionError('MalformedPayload', `solana payload expected ${expectation}`)
}

function decodeInvoke(payload: Uint8Array): SvmPayload {
  if (payload.length < INVOKE_HEAD)
    malformed(`at least ${INVOKE_HEAD} bytes, got ${payload.length}`)
  const count = payload[INVOKE_HEAD - 1]!
  const dataAt = INVOKE_HEAD + count * META_BYTES
  if (payload.length < dataAt) malformed(`${count} accounts of ${META_BYTES} bytes`)
  const accounts: InstructionAccount[] = []
  for (let i = 0; i < count; i++) {
    const at = INVOKE_HEAD + i * META_BYTES
    const flags = payload[at]!
    if (flags > (SIGNER | WRITABLE)) malformed(`account flags 0..3, got ${flags}`)
    accounts.push({
      address: payload.slice(at + 1, at + META_BYTES),
      signer: (flags & SIGNER) !== 0,
      writable: (flags & WRITABLE) !== 0,
    })
  }
  return {
    operation: 'invoke',
    program: payload.slice(1, 33),
    accounts,
    data: payload.slice(dataAt),
  }
}

/** Parses a whole payload. Throws InvalidTransactionError: UnknownOpcode, MalformedPayload. */
export function decodeSvmPayload(bytes: Uint8Array): SvmPayload {
  // A copy, and no Buffer: slices of one share its memory.
  const payload = new Uint8Array(bytes)
  const opcode = payload[0] ?? 0
  switch (opcode) {
    case SvmOpcode.invoke:
      return decodeInvoke(payload)
    case SvmOpcode.transfer:
      if (payload.length !== TRANSFER_BYTES)
        malformed(`exactly ${TRANSFER_BYTES} bytes for a transfer, got ${payload.length}`)
      return {
        operation: 'transfer',
        to: payload.slice(1, 33),
        lamports: bytesToBigInt(payload.subarray(33)),
      }
    default:
      throw new InvalidTransactionError(
        'UnknownOpcode',
        `payload of the svm expected to begin with 0x20 or 0x21, got 0x${opcode.toString(16).padStart(2, '0')}`,
        { opcode },
      )
  }
}

/** Inverse of {@link decodeSvmPayload}. Throws RangeError for lengths and amounts that have no encoding. */
export function encodeSvmPayload(payload: SvmPayload): Uint8Array {
  if (payload.operation === 'transfer') {
    const { to, lamports } = payload
    if (to.length !== 32 || lamports < 0n || lamports > MAX_U64)
      throw new RangeError('transfer expected a recipient of 32 bytes and lamports below 2^64')
    return concatBytes(Uint8Array.of(SvmOpcode.transfer), to, u256ToBytes(lamports).slice(24))
  }
  const { program, accounts, data } = payload
  if (program.length !== 32 || accounts.length > 255)
    throw new RangeError('invoke expected a program of 32 bytes and at most 255 accounts')
  const metas = accounts.map(({ address, signer, writable }) => {
    if (address.length !== 32)
      throw new RangeError(`account expected 32 bytes, got ${address.length}`)
    return concatBytes(Uint8Array.of((signer ? SIGNER : 0) | (writable ? WRITABLE : 0)), address)
  })
  return concatBytes(
    Uint8Array.of(SvmOpcode.invoke),
    program,
    Uint8Array.of(accounts.length),
    ...metas,
    data,
  )
}
