/** Identity: proofs of ZK-ACE beside snarkjs. */
import { proofs } from './support/identity-proofs.ts'

export const parts = { proofs }
