/** Statements of ZK-ACE under the development keys: right ones pass in any batch, forgeries do not. */
import { afterAll, describe, expect, test } from 'vitest'
import nonceKey from '../../circuits/artifacts/zkace-nonce.vk.json' with { type: 'json' }
import { fixtureSecret, PROOFS, readProofs } from '../../scripts/circuits/proofs.ts'
import { importSnarkjs, type SnarkjsKey } from '../../scripts/circuits/snarkjs.ts'
import { OFF_SUBGROUP } from '../../src/crypto/groth16-check.ts'
import { BN254_ORDER } from '../../src/crypto/groth16-key.ts'
import { ZK_KEY_PARAMETERS, zkAceKeyOf } from '../../src/identity/zk/keys.ts'
import { encodeZkAceStatement, zkAceSignals } from '../../src/identity/zk/statement.ts'
import {
  createGenesis,
  developmentZkAceKeys,
  loadCrypto,
  nobleCrypto,
  nonceCommitment,
  VerifiedSignatures,
  verifyZkAce,
  verifyZkAceBatch,
  type ZkAceClaim,
  type ZkAceStatement,
  zkAceStatement,
  zkDomain,
  zkKeyParameters,
} from '../../src/index.ts'
import { bigIntToBytes, bytesToBigInt, bytesToHex } from '../../src/primitives/bytes.ts'

const fast = await loadCrypto({ groth16: 'mcl' })
const keys = developmentZkAceKeys()
const claims = readProofs('nonce')
const snarkjs = await importSnarkjs()
afterAll(async () => (await snarkjs.curves.getCurveFromName('bn128')).terminate())

const MODULUS = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n

function bySnarkjs({ statement, proof }: ZkAceClaim): Promise<boolean> {
  const at = (i: number) => bytesToBigInt(proof.subarray(i * 32, i * 32 + 32)).toString()
  return snarkjs.groth16.verify(
    nonceKey as unknown as SnarkjsKey,
    zkAceSignals(statement)!.map(String),
    {
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
  )
}

function stated(claim: ZkAceClaim, change: Partial<ZkAceStatement>): ZkAceClaim {
  return { ...claim, statement: { ...claim.statement, ...change } }
}

function proofWith(claim: ZkAceClaim, at: number, bytes: Uint8Array): ZkAceClaim {
  const proof = new Uint8Array(claim.proof)
  proof.set(bytes, at)
  return { ...claim, proof }
}

function flipped(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes)
  out[31]! ^= 1
  return out
}

const [, right, other] = claims as [ZkAceClaim, ZkAceClaim, ZkAceClaim]
const { statement, proof } = right
const elsewhere = zkDomain({ chainId: 1338n, genesisRoot: new Uint8Array(32) })

/** What somebody who has seen a valid proof might try. snarkjs gives its verdict where it takes the encoding at all. */
const FORGERIES: readonly (readonly [string, ZkAceClaim, 'snarkjs too' | 'encoding'])[] = [
  ['another transaction', stated(right, { txHash: flipped(statement.txHash) }), 'snarkjs too'],
  [
    'another transaction, in the other limb',
    stated(right, { txHash: Uint8Array.from([1, ...statement.txHash.subarray(1)]) }),
    'snarkjs too',
  ],
  [
    'limbs in the wrong order',
    stated(right, {
      txHash: Uint8Array.from([
        ...statement.txHash.subarray(16),
        ...statement.txHash.subarray(0, 16),
      ]),
    }),
    'snarkjs too',
  ],
  ['another nonce', stated(right, { rpCom: nonceCommitment(statement.idCom, 2n) }), 'snarkjs too'],
  ['another chain', stated(right, { domain: elsewhere }), 'snarkjs too'],
  ['another identity', stated(right, { idCom: other.statement.idCom }), 'snarkjs too'],
  ['another key stream', stated(right, { target: other.statement.target }), 'snarkjs too'],
  ['the proof of somebody else', { statement, proof: other.proof }, 'snarkjs too'],
  ['the statement of somebody else', { statement: other.statement, proof }, 'snarkjs too'],
  ['A and C exchanged', swap(right), 'snarkjs too'],
  ['A negated', proofWith(right, 32, negated(proof.subarray(32, 64))), 'snarkjs too'],
  ['an id that is not reduced', stated(right, { idCom: plus(statement.idCom) }), 'encoding'],
  ['a domain that is not reduced', stated(right, { domain: plus(statement.domain) }), 'encoding'],
  ['a replay value of ones', stated(right, { rpCom: new Uint8Array(32).fill(255) }), 'encoding'],
  ['a short transaction hash', stated(right, { txHash: statement.txHash.slice(1) }), 'encoding'],
  ['a long id', stated(right, { idCom: Uint8Array.of(0, ...statement.idCom) }), 'encoding'],
  ['a coordinate that is not reduced', proofWith(right, 0, unreduced(proof)), 'encoding'],
  ['A at infinity', proofWith(right, 0, new Uint8Array(64)), 'encoding'],
  ['B at infinity', proofWith(right, 64, new Uint8Array(128)), 'encoding'],
  ['C at infinity', proofWith(right, 192, new Uint8Array(64)), 'encoding'],
  ['nothing but infinity', { statement, proof: new Uint8Array(256) }, 'encoding'],
  ['A off the curve', proofWith(right, 32, flipped(proof.subarray(32, 64))), 'encoding'],
  ['B off the curve', proofWith(right, 96, flipped(proof.subarray(96, 128))), 'encoding'],
  ['B outside the subgroup', proofWith(right, 64, OFF_SUBGROUP), 'encoding'],
  ['B with its parts exchanged', proofWith(right, 64, exchanged(proof)), 'encoding'],
  ['a proof too short', { statement, proof: proof.slice(0, 255) }, 'encoding'],
  ['a proof too long', { statement, proof: Uint8Array.of(...proof, 0) }, 'encoding'],
  ['no proof', { statement, proof: new Uint8Array(0) }, 'encoding'],
]

function swap(claim: ZkAceClaim): ZkAceClaim {
  const moved = proofWith(claim, 0, claim.proof.slice(192))
  return proofWith(moved, 192, claim.proof.slice(0, 64))
}
function negated(y: Uint8Array): Uint8Array {
  return bigIntToBytes(MODULUS - bytesToBigInt(y), 32)
}
function plus(element: Uint8Array): Uint8Array {
  return bigIntToBytes(bytesToBigInt(element) + BN254_ORDER, 32)
}
function unreduced(bytes: Uint8Array): Uint8Array {
  return bigIntToBytes(bytesToBigInt(bytes.subarray(0, 32)) + MODULUS, 32)
}
function exchanged(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytes.subarray(96, 128), ...bytes.subarray(64, 96)])
}

describe('committed proofs', () => {
  test('are of the secrets they are said to be of', () => {
    for (const mode of ['nonce', 'nullifier'] as const) {
      const all = readProofs(mode)
      expect(all.length).toBe(PROOFS[mode])
      for (const i of [0, 1, all.length - 1]) {
        const expected = encodeZkAceStatement(zkAceStatement(mode, fixtureSecret(i)))
        expect(bytesToHex(encodeZkAceStatement(all[i]!.statement))).toBe(bytesToHex(expected))
      }
    }
  })

  test('hold, each under its mode only, in every batch', () => {
    const nullifiers = readProofs('nullifier')
    for (const crypto of [nobleCrypto, fast]) {
      expect(verifyZkAceBatch(crypto, keys, 'nullifier', nullifiers)).toEqual([
        ...nullifiers.map(() => true),
      ])
      expect(verifyZkAceBatch(crypto, keys, 'nonce', nullifiers.slice(0, 2))).toEqual([
        false,
        false,
      ])
      expect(verifyZkAceBatch(crypto, keys, 'nonce', claims)).toEqual(claims.map(() => true))
      expect(verifyZkAce(crypto, keys, 'nonce', statement, proof)).toBe(true)
      expect(verifyZkAceBatch(crypto, keys, 'nonce', [])).toEqual([])
    }
  })

  test('hold for snarkjs', async () => {
    for (const claim of claims.slice(0, 3)) expect(await bySnarkjs(claim)).toBe(true)
  })
})

describe('forgeries', () => {
  test.each(FORGERIES)('%s', async (_name, claim, whose) => {
    expect(verifyZkAce(fast, keys, 'nonce', claim.statement, claim.proof)).toBe(false)
    expect(verifyZkAce(nobleCrypto, keys, 'nonce', claim.statement, claim.proof)).toBe(false)
    if (whose === 'snarkjs too') expect(await bySnarkjs(claim)).toBe(false)
  })

  test('are found exactly among right ones', () => {
    const bad = new Map(FORGERIES.map(([, claim], i) => [(i * 7) % 64, claim]))
    const batch = claims.map((claim, i) => bad.get(i) ?? claim)
    const expected = claims.map((_, i) => !bad.has(i))
    expect(verifyZkAceBatch(fast, keys, 'nonce', batch)).toEqual(expected)
    const some = batch.slice(0, 12)
    expect(verifyZkAceBatch(nobleCrypto, keys, 'nonce', some)).toEqual(expected.slice(0, 12))
  })
})

describe('what was verified', () => {
  test('is not verified again, and nothing else is believed', () => {
    let asked = 0
    const counting = {
      ...fast,
      groth16: {
        verify: (...args: Parameters<typeof fast.groth16.verify>) => {
          asked += args[1].length
          return fast.groth16.verify(...args)
        },
      },
    }
    const verified = new VerifiedSignatures()
    const wrong = stated(right, { txHash: flipped(statement.txHash) })
    const batch = [claims[3]!, wrong, right]
    const verify = (mode: 'nonce' | 'nullifier', some: readonly ZkAceClaim[]) =>
      verifyZkAceBatch(counting, keys, mode, some, verified)
    expect(verify('nonce', batch)).toEqual([true, false, true])
    expect([asked, verified.size]).toEqual([3, 2])
    expect(verify('nonce', batch)).toEqual([true, false, true])
    expect(asked).toBe(4)
    expect(verify('nullifier', [right])).toEqual([false])
    expect(verify('nonce', [proofWith(right, 0, other.proof.slice(0, 64))])).toEqual([false])
    expect(asked).toBe(6)
  })
})

describe('keys of a chain', () => {
  test('there are none unless it names them', () => {
    expect(zkAceKeyOf({}, 'nonce')).toBeUndefined()
    expect(zkAceKeyOf({}, 'nonce', keys)).toBeUndefined()
    expect(zkAceKeyOf({ tokenLedger: 1n }, 'nullifier')).toBeUndefined()
  })

  test('the development keys serve a chain that names them', () => {
    const parameters = zkKeyParameters(keys)
    expect(zkAceKeyOf(parameters, 'nonce')).toBe(keys.nonce)
    expect(zkAceKeyOf(parameters, 'nullifier')).toBe(keys.nullifier)
    const genesis = createGenesis({
      chainId: 1337,
      configure: (chain) => {
        chain.parameters.native = parameters
      },
    })
    expect(genesis.chain.parameters.native).toEqual(parameters)
  })

  test('a chain with keys of its own takes them from the host only', () => {
    // One circuit's key in the other's place stands for any other key.
    const own = { nonce: keys.nullifier, nullifier: keys.nonce }
    const parameters = zkKeyParameters(own)
    expect(zkAceKeyOf(parameters, 'nonce', own)).toBe(own.nonce)
    expect(() => zkAceKeyOf(parameters, 'nonce')).toThrowError(/InvalidVerificationKey/)
    expect(() => zkAceKeyOf(parameters, 'nonce', keys)).toThrowError(/InvalidVerificationKey/)
  })

  test('another name is refused by the chain configuration', () => {
    const create = () =>
      createGenesis({
        chainId: 1337,
        configure: (chain) => {
          chain.parameters.native = { [`${ZK_KEY_PARAMETERS.nonce}s`]: 1n }
        },
      })
    expect(create).toThrowError(/InvalidChainConfig/)
  })
})
