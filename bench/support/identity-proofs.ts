/**
 * Proofs of ZK-ACE: proving, and verification alone and in batches with each backend beside snarkjs.groth16.verify on the
 * same proofs in the same run. In CPU time of all threads of this process, ours and the peer's in turns.
 */
import { readFileSync } from 'node:fs'
import { fixtureSecret, readArtifacts, readProofs } from '../../scripts/circuits/proofs.ts'
import { importSnarkjs, type Snarkjs, type SnarkjsKey } from '../../scripts/circuits/snarkjs.ts'
import { loadCrypto } from '../../src/crypto/load.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import { developmentZkAceKeys } from '../../src/identity/zk/keys.ts'
import { proveZkAce } from '../../src/identity/zk/prover.ts'
import { snarkjsProver } from '../../src/identity/zk/snarkjs.ts'
import { verifyZkAceBatch, type ZkAceClaim, zkAceSignals } from '../../src/identity/zk/statement.ts'
import { bytesToBigInt } from '../../src/primitives/bytes.ts'
import type { Comparison } from '../comparison.ts'
import { median } from './measure.ts'

const SIZES = [1, 16, 64] as const
const BACKENDS = ['noble', 'mcl'] as const
const ROUNDS = 5
/** Proofs that snarkjs verifies in a round. */
const PEER_PROOFS = 4
const PROVED = 3

const keyJson = () =>
  JSON.parse(
    readFileSync(new URL('../../circuits/artifacts/zkace-nonce.vk.json', import.meta.url), 'utf8'),
  ) as SnarkjsKey

async function cpuMilliseconds(work: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** snarkjs gets its own objects, decoded before the clock starts. */
function forSnarkjs({ statement, proof }: ZkAceClaim) {
  const at = (i: number) => bytesToBigInt(proof.subarray(i * 32, i * 32 + 32)).toString()
  return {
    signals: zkAceSignals(statement)!.map(String),
    proof: {
      protocol: 'groth16',
      curve: 'bn128',
      pi_a: [at(0), at(1), '1'],
      pi_b: [
        [at(3), at(2)],
        [at(5), at(4)],
        ['1', '0'],
      ],
      pi_c: [at(6), at(7), '1'],
    },
  }
}

/** Milliseconds a proof. */
function verifyOurs(crypto: Crypto, claims: readonly ZkAceClaim[]): Promise<number> {
  const keys = developmentZkAceKeys()
  return cpuMilliseconds(() => {
    const verdicts = verifyZkAceBatch(crypto, keys, 'nonce', claims)
    if (!verdicts.every(Boolean)) throw new Error('ours: refused')
  }).then((all) => all / claims.length)
}

async function verification(snarkjs: Snarkjs): Promise<Comparison[]> {
  const claims = readProofs('nonce')
  const key = keyJson()
  const peerClaims = claims.slice(0, PEER_PROOFS).map(forSnarkjs)
  const peer = () =>
    cpuMilliseconds(async () => {
      for (const { signals, proof } of peerClaims) {
        if (!(await snarkjs.groth16.verify(key, signals, proof)))
          throw new Error('snarkjs: refused')
      }
    }).then((all) => all / PEER_PROOFS)
  const rows = []
  for (const backend of BACKENDS) {
    const crypto = await loadCrypto({ groth16: backend })
    for (const size of SIZES) rows.push({ backend, size, crypto, times: [] as [number, number][] })
  }
  // The first round warms up both.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { crypto, size, times } of rows) {
      const theirs = await peer()
      const ours = await verifyOurs(crypto, claims.slice(0, size))
      if (round > 0) times.push([ours, theirs])
    }
  }
  return rows.map(({ backend, size, times }) => ({
    name: `verify, batch of ${size}, ${backend}`,
    ours: median(times.map(([ours]) => ours)),
    peer: median(times.map(([, theirs]) => theirs)),
    ratio: median(times.map(([ours, theirs]) => theirs / ours)),
    unit: 'CPU ms/proof, lower is better',
    note: `snarkjs.groth16.verify${size === 64 ? `; goal ${backend === 'mcl' ? '6' : '1.6'}x` : ''}`,
  }))
}

async function proving(snarkjs: Snarkjs): Promise<Comparison[]> {
  const artifacts = { nonce: readArtifacts('nonce'), nullifier: readArtifacts('nullifier') }
  const prover = snarkjsProver(snarkjs, artifacts)
  const rows: Comparison[] = []
  for (const mode of ['nonce', 'nullifier'] as const) {
    const cpu: number[] = []
    const wall: number[] = []
    for (let i = 0; i <= PROVED; i++) {
      const start = performance.now()
      const spent = await cpuMilliseconds(() => proveZkAce(prover, mode, fixtureSecret(100 + i)))
      if (i === 0) continue
      cpu.push(spent)
      wall.push(performance.now() - start)
    }
    const row = { peer: null, ratio: null, note: 'snarkjs inside, one thread' }
    rows.push({ name: `prove, ${mode}`, ours: median(cpu), unit: 'CPU ms/proof', ...row })
    rows.push({
      name: `prove, ${mode}, by the clock`,
      ours: median(wall),
      unit: 'ms/proof',
      ...row,
    })
  }
  return rows
}

/** The part `proofs` of bench/identity.ts. */
export async function proofs(): Promise<Comparison[]> {
  const snarkjs = await importSnarkjs()
  const curve = await snarkjs.curves.getCurveFromName('bn128')
  try {
    return [...(await verification(snarkjs)), ...(await proving(snarkjs))]
  } finally {
    await curve.terminate()
  }
}
