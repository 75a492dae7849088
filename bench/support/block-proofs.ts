/**
 * Envelopes with proofs in a block: verified ahead of their turn in batches, beside the same block one by one (recording of
 * accesses turns looking ahead off). In CPU time, in turns. The proofs are made first, a second each.
 */
import { readArtifacts } from '../../scripts/circuits/proofs.ts'
import { importSnarkjs } from '../../scripts/circuits/snarkjs.ts'
import { executeBlock } from '../../src/block.ts'
import { loadCrypto } from '../../src/crypto/load.ts'
import {
  Algorithm,
  developmentZkAceKeys,
  identityOf,
  proveEnvelope,
  snarkjsProver,
  type Transaction,
  type ZkOwner,
  zkKeyParameters,
} from '../../src/index.ts'
import { Host } from '../../test/support/host.ts'
import { COIN, crypto, ed25519Signer } from '../../test/support/test-chain.ts'
import type { Comparison } from '../comparison.ts'
import { cpuSeconds, median } from './measure.ts'

const PROOFS = 64
const ROUNDS = 5
const BACKENDS = ['noble', 'mcl'] as const

const owner: ZkOwner = {
  rev: new Uint8Array(32).fill(0xb1),
  salt: new Uint8Array(32).fill(0x0c),
  stream: { algorithm: 4, index: 0 },
}

/** A chain on which the owner has coin, and envelopes of its, one nonce after another. */
async function world(): Promise<{ host: Host; block: readonly Transaction[] }> {
  const payer = ed25519Signer(1)
  const host = new Host({
    accounts: [{ id: payer.id, balance: 2n * COIN }],
    configure: (draft) => {
      draft.parameters.native = zkKeyParameters(developmentZkAceKeys())
    },
  })
  const id = identityOf(owner, host.binding)
  host.run(host.envelope(payer, { operation: 'transfer', to: id, amount: COIN }))
  const snarkjs = await importSnarkjs()
  const artifacts = { nonce: readArtifacts('nonce'), nullifier: readArtifacts('nullifier') }
  const prover = snarkjsProver(snarkjs, artifacts)
  const block: Transaction[] = []
  for (let i = 0; i < PROOFS; i++) {
    const payload = { operation: 'transfer', to: payer.id, amount: 1n } as const
    const unsigned = host.draft({ id, algorithm: Algorithm.proof }, payload, {
      nonceAhead: BigInt(i),
    })
    const bytes = await proveEnvelope(prover, crypto, owner, unsigned, { mode: 'nonce' })
    block.push({ kind: 'envelope', bytes })
  }
  await (await snarkjs.curves.getCurveFromName('bn128')).terminate()
  return { host, block }
}

/** The part `proofs in a block` of bench/identity.ts. */
export async function proofsInBlocks(): Promise<Comparison[]> {
  const { host, block } = await world()
  const rows: Comparison[] = []
  for (const backend of BACKENDS) {
    const options = { crypto: await loadCrypto({ groth16: backend }) }
    const run = (recordAccess: boolean): number => {
      host.state.caches.clear()
      const took = cpuSeconds(() => {
        const { receipts } = executeBlock(host.state, block, {}, { ...options, recordAccess })
        if (receipts.some(({ status }) => status !== 'success')) throw new Error('proof refused')
      })
      return (took * 1000) / PROOFS
    }
    const times: [number, number][] = []
    // The first round warms up both.
    for (let round = 0; round <= ROUNDS; round++) {
      const both: [number, number] = [run(false), run(true)]
      if (round > 0) times.push(both)
    }
    rows.push({
      name: `block of ${PROOFS} envelopes with proofs, ${backend}`,
      ours: median(times.map(([ours]) => ours)),
      peer: median(times.map(([, theirs]) => theirs)),
      ratio: median(times.map(([ours, theirs]) => theirs / ours)),
      unit: 'CPU ms/proof, lower is better',
      note: 'peer: ours one by one',
    })
  }
  return rows
}
