/** Many transactions with their signatures in a row: the verdicts of one by one. */
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/index.ts'
import {
  CONSENSUS_FLAGS,
  Opcode,
  type OpenSpend,
  SighashCache,
  verifyInput,
  verifyTogether,
} from '../../src/vms/bvm/script/index.ts'
import { decodeTransaction } from '../../src/vms/bvm/transaction/index.ts'
import { BitcoinJsTransaction, derOf, key } from './support.ts'

const rules = { flags: CONSENSUS_FLAGS, hashedBytes: 1_000_000 }
const push = (bytes: Uint8Array): number[] => [bytes.length, ...bytes]
const owner = key(3)
const other = key(4)

/** A spend of `script` by `unlock`, which is given a signature of the owner. */
function spend(
  script: readonly number[],
  unlock: (signature: Uint8Array) => readonly number[],
  lockTime = 0,
): OpenSpend {
  const output = Uint8Array.from(script)
  const tx = new BitcoinJsTransaction()
  tx.locktime = lockTime
  tx.addInput(new Uint8Array(32).fill(7), 0)
  tx.addOutput(Uint8Array.of(Opcode.DUP), 1n)
  const hash = tx.hashForSignature(0, output, 1)
  tx.setInputScript(0, Uint8Array.from(unlock(Uint8Array.of(...derOf(owner.sign(hash)), 1))))
  const decoded = decodeTransaction(Uint8Array.from(tx.toBuffer()), nobleCrypto)
  return { tx: decoded, prevouts: [{ value: 10n, script: output }] }
}

function oneByOne({ tx, prevouts }: OpenSpend) {
  const sighash = new SighashCache(tx, prevouts, nobleCrypto, rules.hashedBytes)
  const context = { crypto: nobleCrypto, sighash }
  const error = verifyInput(tx, 0, prevouts, rules.flags, context)
  return { error, hashedBytes: error === undefined ? sighash.hashedBytes : undefined }
}

const wrong = (signature: Uint8Array): Uint8Array => {
  const bytes = signature.slice()
  bytes[10]! ^= 1
  return bytes
}
const single = [...push(owner.publicKey), Opcode.CHECKSIG]
const eitherOf = [
  1 + 0x50,
  ...push(other.publicKey),
  ...push(owner.publicKey),
  2 + 0x50,
  Opcode.CHECKMULTISIG,
]

describe('verifyTogether', () => {
  const spends = [
    spend(single, push),
    spend(single, (signature) => push(wrong(signature))),
    // NOT. Succeeds only if the signature does not hold: a closer look is left to the caller.
    spend([...single, 0x91], (signature) => push(wrong(signature))),
    spend([...single, 0x91], push),
    // The signature is the second key's: nothing may be assumed of the first.
    spend(eitherOf, (signature) => [0, ...push(signature)]),
    spend(eitherOf, (signature) => [0, ...push(wrong(signature))]),
    spend(single, () => [0]),
    // RETURN.
    spend([0x6a], push),
    spend(single, push, 5),
  ]
  const expected = spends.map(oneByOne)

  it('accepts nothing that one by one refuses, and hashes the same bytes', () => {
    const verdicts = verifyTogether(nobleCrypto, spends, rules)
    verdicts.forEach((verdict, i) => {
      if (verdict !== undefined) expect(verdict).toBe(expected[i]?.hashedBytes)
    })
    expect(verdicts.map((verdict) => verdict !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      true,
    ])
    expect(expected.map(({ error }) => error)).toEqual([
      undefined,
      'EVAL_FALSE',
      undefined,
      'EVAL_FALSE',
      undefined,
      'EVAL_FALSE',
      'EVAL_FALSE',
      'OP_RETURN',
      undefined,
    ])
  })

  it('passes a full queue', () => {
    const many = Array.from({ length: 1_100 }, (_, i) => spends[i % 2 === 0 ? 0 : 1]!)
    const quick = { ...nobleCrypto, bitcoinVerify: memo() }
    const verdicts = verifyTogether(quick, many, rules)
    for (const [i, verdict] of verdicts.entries()) expect(verdict !== undefined).toBe(i % 2 === 0)
  })
})

/** The noble verification, asked once for each question. */
function memo(): typeof nobleCrypto.bitcoinVerify {
  const known = new Map<string, boolean>()
  return (hash, signature, publicKey) => {
    const question = [hash, signature, publicKey].join(';')
    const answer = known.get(question) ?? nobleCrypto.bitcoinVerify(hash, signature, publicKey)
    known.set(question, answer)
    return answer
  }
}
