/**
 * A prover for tests: proofs that were made before are read from a file, by a hash of what is proven; others are made by
 * snarkjs, a second or so each. N_VM_WRITE_PROOFS=1 adds those to the file.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readArtifacts } from '../../scripts/circuits/proofs.ts'
import { importSnarkjs } from '../../scripts/circuits/snarkjs.ts'
import type { ZkProver } from '../../src/index.ts'
import { developmentZkAceKeys, snarkjsProver, zkKeyParameters } from '../../src/index.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import type { SessionHost } from './session-host.ts'

const FILE = new URL('./fixtures/session-proofs.json', import.meta.url)
const known: Record<string, string> = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {}
let made = 0

/** Proofs that the file did not have. */
export const provenHere = (): number => made

export const testProver: ZkProver = {
  async prove(mode, inputs) {
    const name = createHash('sha256')
      .update(JSON.stringify([mode, inputs]))
      .digest('hex')
    const found = known[name]
    if (found !== undefined) return hexToBytes(found)
    made++
    const artifacts = { nonce: readArtifacts('nonce'), nullifier: readArtifacts('nullifier') }
    const proof = await snarkjsProver(await importSnarkjs(), artifacts).prove(mode, inputs)
    known[name] = bytesToHex(proof)
    if (process.env.N_VM_WRITE_PROOFS === '1')
      writeFileSync(FILE, `${JSON.stringify(known, undefined, 1)}\n`)
    return proof
  },
}

/** What a genesis needs to believe the development keys. */
export const believing: Pick<ConstructorParameters<typeof SessionHost>[0], 'configure'> = {
  configure: (draft) => {
    draft.parameters.native = zkKeyParameters(developmentZkAceKeys())
  },
}
