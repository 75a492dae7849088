/** The circuits: committed artifacts are what the sources make, each constraint is there, Poseidon is everybody's. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { poseidon1 } from 'poseidon-lite/poseidon1'
import { poseidon2 } from 'poseidon-lite/poseidon2'
import { poseidon3 } from 'poseidon-lite/poseidon3'
import { poseidon5 } from 'poseidon-lite/poseidon5'
import { poseidon9 } from 'poseidon-lite/poseidon9'
import { afterAll, describe, expect, test, vi } from 'vitest'
import {
  CIRCUITS,
  CIRCUITS_FOLDER,
  type CircuitName,
  compileCircuit,
  hashesOf,
  readHashes,
} from '../../scripts/build-circuits.ts'
import { fixtureSecret, readArtifacts } from '../../scripts/circuits/proofs.ts'
import { importSnarkjs } from '../../scripts/circuits/snarkjs.ts'
import { BN254_ORDER } from '../../src/crypto/groth16-key.ts'
import {
  developmentZkAceKeys,
  idCom,
  nobleCrypto,
  nonceCommitment,
  nullifierOf,
  proveZkAce,
  snarkjsProver,
  verifyZkAce,
  zkAceInputs,
  zkAceStatement,
  zkAuthorization,
  zkDomain,
  zkTarget,
} from '../../src/index.ts'
import { bigIntToBytes, bytesToBigInt } from '../../src/primitives/bytes.ts'
import { broken, isSatisfied, readR1cs, wiresByName } from '../support/r1cs.ts'

const snarkjs = await importSnarkjs()
// The witness generator tells the console what its promise says too.
vi.spyOn(console, 'error').mockImplementation(() => undefined)
afterAll(async () => (await snarkjs.curves.getCurveFromName('bn128')).terminate())

const compiled = new Map(CIRCUITS.map((name) => [name, compileCircuit(name)]))
type Inputs = Record<string, string | readonly string[]>

async function witnessOf(wasm: Uint8Array, inputs: Inputs): Promise<bigint[]> {
  const out = { type: 'mem' as const }
  await snarkjs.wtns.calculate(inputs, wasm, out)
  return (await snarkjs.wtns.exportJson(out as unknown as { type: 'mem' })).map(BigInt)
}

function modeOf(name: CircuitName): 'nonce' | 'nullifier' {
  return name === 'zkace-nonce' ? 'nonce' : 'nullifier'
}

function inputsOf(name: CircuitName, i = 1): Inputs {
  const secret = fixtureSecret(i)
  return { ...zkAceInputs(zkAceStatement(modeOf(name), secret), secret) }
}

/** A copy of the sources whose checks of equality are gone, so that its witness generator makes any witness. */
function compileUnchecked(name: CircuitName) {
  const folder = mkdtempSync(join(tmpdir(), 'unchecked-'))
  try {
    cpSync(CIRCUITS_FOLDER, folder, { recursive: true })
    const path = join(folder, 'zkace.circom')
    const source = readFileSync(path, 'utf8')
    // As long as before: names of anonymous components hold positions.
    let removed = 0
    const without = source.replaceAll(/^.* === (id_com|target|rp_com|domain|in);$/gm, (line) => {
      removed++
      return `//${'-'.repeat(line.length - 2)}`
    })
    expect(removed).toBe(5)
    writeFileSync(path, without)
    return compileCircuit(name, folder, 'O0')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.each(CIRCUITS)('%s', (name) => {
  const { r1cs: bytes, wasm, symbols } = compiled.get(name)!
  const r1cs = readR1cs(bytes)

  test('is what the committed artifacts were made from', () => {
    expect(readHashes()).toMatchObject(hashesOf(name, compiled.get(name)!))
    expect(Buffer.from(readArtifacts(modeOf(name)).wasm).equals(wasm)).toBe(true)
    expect(r1cs.constraints.length).toBeLessThan(4096 - 7)
    expect(r1cs.prime).toBe(BN254_ORDER)
    expect(r1cs.publicInputs).toBe(6)
  })

  test('its public signals are the statement, and every limb may have all its bits', async () => {
    for (const i of [0, 1]) {
      const inputs = inputsOf(name, i)
      const witness = await witnessOf(wasm, inputs)
      expect(broken(r1cs, witness)).toEqual([])
      const { id_com, tx_hash, domain, target, rp_com } = inputs
      const signals = [id_com, tx_hash, domain, target, rp_com].flat()
      expect(witness.slice(0, 7).map(String)).toEqual(['1', ...signals])
    }
  })

  test('no wire can change alone', async () => {
    const witness = await witnessOf(wasm, inputsOf(name))
    const touching = Array.from({ length: r1cs.wires }, () => new Set<number>())
    r1cs.constraints.forEach(({ a, b, c }, i) => {
      for (const [wire] of [...a, ...b, ...c]) touching[wire]!.add(i)
    })
    const free = witness.map((value, wire) => {
      if (wire === 0) return false
      const changed = [...witness]
      changed[wire] = (value + 1n) % r1cs.prime
      return [...touching[wire]!].every((i) =>
        isSatisfied(r1cs.prime, r1cs.constraints[i]!, changed),
      )
    })
    expect(free.indexOf(true)).toBe(-1)
  })

  const attacks: readonly (readonly [string, (inputs: Inputs) => Inputs])[] = [
    ['C1: the id of another salt', (it) => ({ ...it, salt: ['1', '2'] })],
    ['C1: another root', (it) => ({ ...it, rev: ['1', '2'] })],
    ['C2: a target of another stream', (it) => ({ ...it, index: '7' })],
    ['C2: a target of nobody', (it) => ({ ...it, target: '5' })],
    // With the registry another transaction is another statement, which its owner may well prove.
    ...(name === 'zkace-nullifier'
      ? ([['C3: another transaction', (it: Inputs) => ({ ...it, tx_hash: ['1', '2'] })]] as const)
      : []),
    ['C4: a replay value of another nonce', (it) => ({ ...it, nonce: '99' })],
    ['C4: a replay value of nobody', (it) => ({ ...it, rp_com: '5' })],
    ['C5: another context, with the target that belongs to it', (it) => otherContext(name, it)],
    ['C5: another domain', (it) => ({ ...it, domain: '5' })],
    ['range: a limb of 129 bits', (it) => ({ ...it, tx_hash: [String(1n << 128n), '0'] })],
    ['range: a root that is reduced', (it) => ({ ...it, rev: ['0', String(BN254_ORDER - 1n)] })],
    ['range: an algorithm of nine bits', (it) => ({ ...it, alg_id: '256' })],
    ['range: a nonce of 65 bits', (it) => ({ ...it, nonce: String(1n << 64n) })],
  ]

  test('C1-C5: honest provers cannot make these witnesses, and dishonest ones break constraints', async () => {
    const unchecked = compileUnchecked(name)
    const there = wiresByName(unchecked.symbols)
    const here = [...wiresByName(symbols)].filter(([, wire]) => wire >= 0)
    /** The dishonest prover's values for the wires of the real circuit. */
    const forge = async (inputs: Inputs) => {
      const values = await witnessOf(unchecked.wasm, inputs)
      const witness = new Array<bigint>(r1cs.wires).fill(1n)
      for (const [signal, wire] of here) witness[wire] = values[there.get(signal)!]!
      return witness
    }
    expect(broken(r1cs, await forge(inputsOf(name)))).toEqual([])
    // Both circuits are one template: what does not depend on the mode is tried in one.
    const tried = attacks.filter(([it]) => name === 'zkace-nullifier' || /^C[45]/.test(it))
    for (const [attack, change] of tried) {
      const inputs = change(inputsOf(name))
      await expect(witnessOf(wasm, inputs), attack).rejects.toThrow()
      expect(broken(r1cs, await forge(inputs)).length, attack).toBeGreaterThan(0)
    }
  })
})

/** C5 only: everything else of the inputs fits a context that is not the domain. */
function otherContext(name: CircuitName, inputs: Inputs): Inputs {
  const { rev, stream, txHash, nonce, domain } = fixtureSecret(1)
  const context = zkDomain({ chainId: 1n, genesisRoot: new Uint8Array(32) })
  const limbs = (bytes: Uint8Array) =>
    [bytes.subarray(0, 16), bytes.subarray(16)].map((each) => bytesToBigInt(each))
  const streamInputs = [
    ...limbs(rev),
    BigInt(stream.algorithm),
    bytesToBigInt(context),
    BigInt(stream.index),
  ]
  const auth = poseidon9([...streamInputs, ...limbs(txHash), bytesToBigInt(domain), nonce])
  return {
    ...inputs,
    ctx_domain: bytesToBigInt(context).toString(),
    target: String(poseidon1([poseidon5(streamInputs)])),
    ...(name === 'zkace-nullifier' && {
      rp_com: String(poseidon2([auth, bytesToBigInt(domain)])),
    }),
  }
}

describe('commitments', () => {
  const word = fc.uint8Array({ minLength: 32, maxLength: 32 })

  test('are Poseidon as poseidon-lite has it', () => {
    const limbs = (bytes: Uint8Array) => [
      bytesToBigInt(bytes.subarray(0, 16)),
      bytesToBigInt(bytes.subarray(16)),
    ]
    fc.assert(
      fc.property(word, word, word, fc.bigInt(0n, (1n << 64n) - 1n), (rev, salt, tx, nonce) => {
        const domain = zkDomain({ chainId: nonce, genesisRoot: salt })
        const d = bytesToBigInt(domain)
        expect(d).toBe(poseidon3([nonce, ...limbs(salt)]))
        const id = idCom(rev, salt, domain)
        expect(bytesToBigInt(id)).toBe(poseidon5([...limbs(rev), ...limbs(salt), d]))
        const stream = { algorithm: tx[0]!, index: tx[1]! << 16 }
        const inputs = [...limbs(rev), BigInt(tx[0]!), d, BigInt(tx[1]! << 16)]
        expect(bytesToBigInt(zkTarget(rev, stream, domain))).toBe(poseidon1([poseidon5(inputs)]))
        const auth = zkAuthorization(rev, stream, tx, domain, nonce)
        expect(bytesToBigInt(auth)).toBe(poseidon9([...inputs, ...limbs(tx), d, nonce]))
        expect(bytesToBigInt(nonceCommitment(id, nonce))).toBe(
          poseidon2([bytesToBigInt(id), nonce]),
        )
        expect(bytesToBigInt(nullifierOf(auth, domain))).toBe(poseidon2([bytesToBigInt(auth), d]))
      }),
      { numRuns: 10, seed: 11 },
    )
  })

  test('refuse what would be reduced', () => {
    const over = bigIntToBytes(BN254_ORDER, 32)
    const zero = new Uint8Array(32)
    expect(() => idCom(zero, zero, over)).toThrow(RangeError)
    expect(() => idCom(zero.subarray(1), zero, zero)).toThrow(RangeError)
    expect(() => zkTarget(zero, { algorithm: 256, index: 0 }, zero)).toThrow(RangeError)
    expect(() => zkTarget(zero, { algorithm: 0, index: 2 ** 32 }, zero)).toThrow(RangeError)
    expect(() => nonceCommitment(zero, 1n << 64n)).toThrow(RangeError)
    expect(() => nonceCommitment(over, 0n)).toThrow(RangeError)
  })
})

describe('proving', () => {
  test('with the caller’s snarkjs, from the committed artifacts', async () => {
    const artifacts = { nonce: readArtifacts('nonce'), nullifier: readArtifacts('nullifier') }
    const prover = snarkjsProver(snarkjs, artifacts)
    const { statement, proof } = await proveZkAce(prover, 'nullifier', fixtureSecret(9))
    const keys = developmentZkAceKeys()
    expect(verifyZkAce(nobleCrypto, keys, 'nullifier', statement, proof)).toBe(true)
    expect(verifyZkAce(nobleCrypto, keys, 'nonce', statement, proof)).toBe(false)
  })
})
