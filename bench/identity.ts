/** Identity: attestations a second beside their bare primitives, and proofs of ZK-ACE beside snarkjs. */
import { attestations } from './support/attestation-bench.ts'
import { proofsInBlocks } from './support/block-proofs.ts'
import { proofs } from './support/identity-proofs.ts'

export const parts = { attestations, proofs, 'proofs in a block': proofsInBlocks }
