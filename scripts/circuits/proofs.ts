/** Proofs that tests and benchmarks use, so that they need not prove: of secrets anybody can recompute. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { zkDomain } from '../../src/identity/zk/commitments.ts'
import { proveZkAce, type ZkAceSecret } from '../../src/identity/zk/prover.ts'
import { snarkjsProver, type ZkArtifacts } from '../../src/identity/zk/snarkjs.ts'
import {
  encodeZkAceStatement,
  type ZkAceClaim,
  type ZkAceMode,
} from '../../src/identity/zk/statement.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import type { Snarkjs } from './snarkjs.ts'

/** How many proofs there are of each mode. */
export const PROOFS: Readonly<Record<ZkAceMode, number>> = { nonce: 64, nullifier: 4 }
/** Where they are. */
export const PROOFS_PATH: string = fileURLToPath(
  new URL('../../test/identity/fixtures/zkace-proofs.json', import.meta.url),
)

function bytes(text: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(text).digest())
}

/** Secret number `i`. Its limbs are full of high bits now and then: 0 has all of them. */
export function fixtureSecret(i: number): ZkAceSecret {
  const all = new Uint8Array(32).fill(0xff)
  return {
    rev: i === 0 ? all : bytes(`rev ${i}`),
    salt: i === 0 ? all : bytes(`salt ${i}`),
    domain: zkDomain({ chainId: 1337n, genesisRoot: bytes('genesis') }),
    stream: i === 0 ? { algorithm: 255, index: 0xffff_ffff } : { algorithm: 4, index: i },
    txHash: i === 0 ? all : bytes(`transaction ${i}`),
    nonce: i === 0 ? 0xffff_ffff_ffff_ffffn : BigInt(i),
  }
}

/** The committed artifacts of a circuit. */
export function readArtifacts(mode: ZkAceMode): ZkArtifacts {
  const read = (kind: string) =>
    Uint8Array.from(
      readFileSync(new URL(`../../circuits/artifacts/zkace-${mode}.${kind}`, import.meta.url)),
    )
  return { wasm: read('wasm'), zkey: read('zkey') }
}

/** Proves all of them: some seventy seconds. */
export async function proveFixtures(snarkjs: Snarkjs): Promise<string> {
  const artifacts = { nonce: readArtifacts('nonce'), nullifier: readArtifacts('nullifier') }
  const prover = snarkjsProver(snarkjs, artifacts)
  const out: Record<string, { statement: string; proof: string }[]> = {}
  for (const mode of ['nonce', 'nullifier'] as const) {
    const proven = (out[mode] = [] as { statement: string; proof: string }[])
    for (let i = 0; i < PROOFS[mode]; i++) {
      const { statement, proof } = await proveZkAce(prover, mode, fixtureSecret(i))
      const encoded = bytesToHex(encodeZkAceStatement(statement))
      proven.push({ statement: encoded, proof: bytesToHex(proof) })
    }
  }
  return `${JSON.stringify(out, undefined, 1)}\n`
}

/** The committed proofs of a mode. */
export function readProofs(mode: ZkAceMode): ZkAceClaim[] {
  const all = JSON.parse(readFileSync(PROOFS_PATH, 'utf8')) as Record<
    ZkAceMode,
    { statement: string; proof: string }[]
  >
  return all[mode].map(({ statement, proof }) => {
    const words = hexToBytes(statement)
    const [idCom, txHash, domain, target, rpCom] = [0, 1, 2, 3, 4].map((i) =>
      words.slice(i * 32, i * 32 + 32),
    ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]
    return { statement: { idCom, txHash, domain, target, rpCom }, proof: hexToBytes(proof) }
  })
}
