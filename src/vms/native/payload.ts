/**
 * Payloads of the native machine: opcodes, byte layouts, their encoders for hosts and the one parser. Every payload
 * has exactly one encoding; integers are big-endian. docs/native.md has the table.
 */
import { InvalidTransactionError } from '../../errors.ts'
import type { KeyRegistration } from '../../identity/keys.ts'
import type { PolicyChange } from '../../identity/policy.ts'
import { ByteReader } from '../../primitives/byte-reader.ts'
import { bigIntToBytes, concatBytes } from '../../primitives/bytes.ts'
import { MAX_U256 } from '../../primitives/u256.ts'
import { encodePolicy, readPolicy } from './policy-payload.ts'
import type { ProofChange } from './proof-payload.ts'
import { encodeProofChange, readProofChange } from './proof-payload.ts'
import {
  keyLength,
  malformedPayload,
  readRegistration,
  registrationBytes,
  sized,
} from './registration.ts'
import type { SessionChange } from './session-payload.ts'
import { encodeSessionChange, readSessionChange } from './session-payload.ts'
import {
  encodeTokenInstruction,
  readTokenInstruction,
  type TokenInstruction,
} from './token-payload.ts'

/** Numbers that are not here are reserved. */
export const NativeOpcode = {
  transfer: 0x01,
  create: 0x02,
  setKey: 0x03,
  addKey: 0x04,
  bindAddress: 0x05,
  revokeAddress: 0x06,
  link: 0x07,
  removeKey: 0x08,
  rotateKeys: 0x09,
  token: 0x0a,
  session: 0x0b,
  proof: 0x0c,
  policy: 0x0d,
} as const

/** Longest foreign address a payload may hold: Bitcoin output scripts up to P2TR, with room. */
const ADDRESS_MAX = 64
/** Longest proof of control of a wallet: five signatures of a Tron permission are 325 bytes. */
const WALLET_PROOF_MAX = 1_024

/**
 * A payload of 0x01 to 0x0F (docs/native.md). Ids are 32 bytes, `amount` is base units below 2^256, `namespace` one of
 * `Namespace`, `address` 1 to 64 bytes, a wallet's `proof` 1 to 1,024; keys have the length of their algorithm.
 */
export type NativePayload =
  | { readonly operation: 'transfer'; readonly to: Uint8Array; readonly amount: bigint }
  | {
      readonly operation: 'create'
      readonly id: Uint8Array
      readonly registration: KeyRegistration
    }
  | {
      readonly operation: 'setKey' | 'addKey' | 'rotateKeys'
      readonly registration: KeyRegistration
    }
  | { readonly operation: 'removeKey'; readonly algorithm: number; readonly key: Uint8Array }
  | {
      readonly operation: 'bindAddress'
      readonly namespace: number
      readonly address: Uint8Array
      readonly proof: Uint8Array
    }
  | {
      readonly operation: 'revokeAddress'
      readonly namespace: number
      readonly address: Uint8Array
    }
  | { readonly operation: 'link'; readonly id: Uint8Array }
  | { readonly operation: 'token'; readonly instruction: TokenInstruction }
  | { readonly operation: 'session'; readonly change: SessionChange }
  | { readonly operation: 'proof'; readonly change: ProofChange }
  | { readonly operation: 'policy'; readonly change: PolicyChange }

/** What the machine does itself; the rest is the token ledger's. */
export type CoreNativePayload = Exclude<NativePayload, { readonly operation: 'token' }>

function short(bytes: Uint8Array, max: number, field: string): Uint8Array {
  if (bytes.length === 0 || bytes.length > max)
    malformedPayload(`${field} expected 1..${max} bytes, got ${bytes.length}`)
  return concatBytes(Uint8Array.of(bytes.length), bytes)
}

function checkProofLength(length: number): void {
  if (length === 0 || length > WALLET_PROOF_MAX)
    malformedPayload(`proof expected 1..${WALLET_PROOF_MAX} bytes, got ${length}`)
}

function walletProof(proof: Uint8Array): Uint8Array {
  checkProofLength(proof.length)
  return concatBytes(bigIntToBytes(BigInt(proof.length), 2), proof)
}

function readWalletProof(reader: ByteReader): Uint8Array {
  const length = reader.u16('proof length')
  checkProofLength(length)
  return reader.take(length, 'proof')
}

/** Bytes of a payload, opcode first. Throws MalformedPayload for a field out of range. */
export function encodeNativePayload(payload: NativePayload): Uint8Array {
  const opcode = Uint8Array.of(NativeOpcode[payload.operation])
  switch (payload.operation) {
    case 'transfer':
      if (payload.amount < 0n || payload.amount > MAX_U256)
        malformedPayload(`amount expected 0..2^256-1, got ${payload.amount}`)
      return concatBytes(
        opcode,
        sized(payload.to, 32, 'recipient'),
        bigIntToBytes(payload.amount, 32),
      )
    case 'create':
      return concatBytes(
        opcode,
        sized(payload.id, 32, 'id'),
        registrationBytes(payload.registration),
      )
    case 'setKey':
    case 'addKey':
    case 'rotateKeys':
      return concatBytes(opcode, registrationBytes(payload.registration))
    case 'removeKey':
      return concatBytes(
        opcode,
        Uint8Array.of(payload.algorithm),
        sized(payload.key, keyLength(payload.algorithm), 'key'),
      )
    case 'bindAddress':
      return concatBytes(
        opcode,
        Uint8Array.of(payload.namespace),
        short(payload.address, ADDRESS_MAX, 'address'),
        walletProof(payload.proof),
      )
    case 'revokeAddress':
      return concatBytes(
        opcode,
        Uint8Array.of(payload.namespace),
        short(payload.address, ADDRESS_MAX, 'address'),
      )
    case 'link':
      return concatBytes(opcode, sized(payload.id, 32, 'id'))
    case 'token':
      return concatBytes(opcode, encodeTokenInstruction(payload.instruction))
    case 'session':
      return concatBytes(opcode, encodeSessionChange(payload.change))
    case 'proof':
      return concatBytes(opcode, encodeProofChange(payload.change))
    case 'policy':
      return concatBytes(opcode, encodePolicy(payload.change))
    default:
      return payload satisfies never
  }
}

function readShort(reader: ByteReader, max: number, field: string): Uint8Array {
  const length = reader.u8(`${field} length`)
  if (length === 0 || length > max)
    malformedPayload(`${field} expected 1..${max} bytes, got ${length}`)
  return reader.take(length, field)
}

function readNamespace(reader: ByteReader): number {
  const namespace = reader.u8('namespace')
  if (namespace < 1 || namespace > 4) malformedPayload(`namespace expected 1..4, got ${namespace}`)
  return namespace
}

function readBody(opcode: number, reader: ByteReader): NativePayload {
  switch (opcode) {
    case NativeOpcode.transfer:
      return {
        operation: 'transfer',
        to: reader.take(32, 'recipient'),
        amount: reader.u256('amount'),
      }
    case NativeOpcode.create:
      return {
        operation: 'create',
        id: reader.take(32, 'id'),
        registration: readRegistration(reader),
      }
    case NativeOpcode.setKey:
      return { operation: 'setKey', registration: readRegistration(reader) }
    case NativeOpcode.addKey:
      return { operation: 'addKey', registration: readRegistration(reader) }
    case NativeOpcode.rotateKeys:
      return { operation: 'rotateKeys', registration: readRegistration(reader) }
    case NativeOpcode.removeKey: {
      const algorithm = reader.u8('algorithm')
      return {
        operation: 'removeKey',
        algorithm,
        key: reader.take(keyLength(algorithm), 'key'),
      }
    }
    case NativeOpcode.bindAddress:
      return {
        operation: 'bindAddress',
        namespace: readNamespace(reader),
        address: readShort(reader, ADDRESS_MAX, 'address'),
        proof: readWalletProof(reader),
      }
    case NativeOpcode.revokeAddress:
      return {
        operation: 'revokeAddress',
        namespace: readNamespace(reader),
        address: readShort(reader, ADDRESS_MAX, 'address'),
      }
    case NativeOpcode.link:
      return { operation: 'link', id: reader.take(32, 'id') }
    case NativeOpcode.token:
      return { operation: 'token', instruction: readTokenInstruction(reader) }
    case NativeOpcode.session:
      return { operation: 'session', change: readSessionChange(reader) }
    case NativeOpcode.proof:
      return { operation: 'proof', change: readProofChange(reader) }
    case NativeOpcode.policy:
      return { operation: 'policy', change: readPolicy(reader) }
    default:
      throw new InvalidTransactionError(
        'UnknownOpcode',
        `native opcode expected one of docs/native.md, got 0x${opcode.toString(16)}`,
        { opcode },
      )
  }
}

/** Parses a whole payload. Throws UnknownOpcode or MalformedPayload. Cost: proportional to the length. */
export function decodeNativePayload(bytes: Uint8Array): NativePayload {
  const reader = new ByteReader(bytes, malformedPayload)
  const payload = readBody(reader.u8('opcode'), reader)
  reader.end()
  return payload
}
