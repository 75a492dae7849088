/** Bytes of the operation `proof` (0x0C): a sub-operation, then its fields. docs/sessions.md, "Identities by proof". */
import { BN254_ORDER } from '../../crypto/groth16-key.ts'
import type { KeyChange } from '../../identity/keys.ts'
import type { Restoration } from '../../identity/restore.ts'
import type { ProvenCommitment } from '../../identity/zk-accounts.ts'
import { ZK_PROOF_LENGTH } from '../../identity/zk-authority.ts'
import type { ByteReader } from '../../primitives/byte-reader.ts'
import { bytesToBigInt, concatBytes } from '../../primitives/bytes.ts'
import { malformedPayload, sized } from './registration.ts'
import { readRestoration, restorationBytes } from './restoration.ts'

/** What a zero-knowledge proof makes, registers or brings back (docs/sessions.md). */
export type ProofChange =
  /** A new account whose id is the commitment. Anybody may pay for it. */
  | { readonly kind: 'create'; readonly commitment: ProvenCommitment }
  /** A commitment as a further key of the sender. */
  | {
      readonly kind: 'register'
      readonly change: KeyChange
      readonly commitment: ProvenCommitment
    }
  /** The commitment comes back as the one key of an account whose keys a machine voided. Anybody may pay for it. */
  | ({ readonly kind: 'restore'; readonly commitment: ProvenCommitment } & Restoration)
  /** Removes a nullifier, 32 bytes, whose transaction can be in no block any more. */
  | { readonly kind: 'forget'; readonly nullifier: Uint8Array }

const Sub = { create: 0x01, register: 0x02, forget: 0x03, restore: 0x04 } as const
const CHANGES: readonly KeyChange[] = ['set', 'add', 'rotate']

function element(bytes: Uint8Array, field: string): Uint8Array {
  sized(bytes, 32, field)
  if (bytesToBigInt(bytes) >= BN254_ORDER)
    malformedPayload(`${field} expected below the order of BN254`)
  return bytes
}

function commitmentBytes({ idCom, target, proof }: ProvenCommitment): Uint8Array {
  return concatBytes(
    element(idCom, 'id_com'),
    element(target, 'target'),
    sized(proof, ZK_PROOF_LENGTH, 'proof'),
  )
}

function readCommitment(reader: ByteReader): ProvenCommitment {
  return {
    idCom: element(reader.take(32, 'id_com'), 'id_com'),
    target: element(reader.take(32, 'target'), 'target'),
    proof: reader.take(ZK_PROOF_LENGTH, 'proof'),
  }
}

/** Everything after the opcode. Throws MalformedPayload. */
export function encodeProofChange(change: ProofChange): Uint8Array {
  const sub = Uint8Array.of(Sub[change.kind])
  switch (change.kind) {
    case 'create':
      return concatBytes(sub, commitmentBytes(change.commitment))
    case 'register': {
      const how = Uint8Array.of(CHANGES.indexOf(change.change))
      return concatBytes(sub, how, commitmentBytes(change.commitment))
    }
    case 'restore':
      return concatBytes(sub, restorationBytes(change), commitmentBytes(change.commitment))
    case 'forget':
      return concatBytes(sub, sized(change.nullifier, 32, 'nullifier'))
    default:
      return change satisfies never
  }
}

/** Parses what {@link encodeProofChange} makes. Throws MalformedPayload. */
export function readProofChange(reader: ByteReader): ProofChange {
  const sub = reader.u8('proof operation')
  switch (sub) {
    case Sub.create:
      return { kind: 'create', commitment: readCommitment(reader) }
    case Sub.register: {
      const how = reader.u8('change')
      const change = CHANGES[how] ?? malformedPayload(`change expected 0..2, got ${how}`)
      return { kind: 'register', change, commitment: readCommitment(reader) }
    }
    case Sub.restore: {
      const restoration = readRestoration(reader)
      return { kind: 'restore', ...restoration, commitment: readCommitment(reader) }
    }
    case Sub.forget:
      return { kind: 'forget', nullifier: reader.take(32, 'nullifier') }
    default:
      return malformedPayload(`proof operation expected 1..4, got ${sub}`)
  }
}
