/** Bad input for Script: every bound of consensus at its border, malformed signatures, quadratic hashing. */
import { describe, expect, test } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import {
  CONSENSUS_FLAGS,
  evaluateScript,
  pushOf,
  SCRIPT_FLAGS,
  type ScriptStep,
  SighashCache,
  STANDARD_FLAGS,
  verifyInput,
} from '../../src/vms/bvm/script/index.ts'
import { decodeTransaction, encodeTransaction } from '../../src/vms/bvm/transaction/index.ts'
import { assemble } from '../vectors/bitcoin/asm.ts'
import { spendOf, verdictOf } from '../vectors/bitcoin/cases.ts'

const repeat = (count: number, text: string) => assemble(Array(count).fill(text).join(' '))
const run = (script: Uint8Array, flags = CONSENSUS_FLAGS) =>
  evaluateScript({ script, flags }, crypto)
const EMPTY = new Uint8Array(0)

/** Spends `script` as P2WSH with these elements. */
function witnessVerdict(script: Uint8Array, items: readonly Uint8Array[], flags = CONSENSUS_FLAGS) {
  const scriptPubKey = concatBytes(Uint8Array.of(0, 32), crypto.sha256(script))
  const made = { witness: [...items, script], amount: 1n, scriptSig: EMPTY, scriptPubKey }
  const { tx, prevouts } = spendOf(made, crypto)
  return verdictOf(tx, 0, prevouts, flags, crypto)
}

describe('bounds', () => {
  test('elements have at most 520 bytes, pushed or in a witness', () => {
    expect(run(pushOf(new Uint8Array(520).fill(1))).error).toBeUndefined()
    expect(run(pushOf(new Uint8Array(521).fill(1))).error).toBe('PUSH_SIZE')
    const skipped = concatBytes(assemble('0 IF'), pushOf(new Uint8Array(521)), assemble('ENDIF 1'))
    expect(run(skipped).error).toBe('PUSH_SIZE')
    const dropped = assemble('DROP 1')
    expect(witnessVerdict(dropped, [new Uint8Array(520)])).toBe('OK')
    expect(witnessVerdict(dropped, [new Uint8Array(521)])).toBe('PUSH_SIZE')
  })

  test('201 counted opcodes, keys of CHECKMULTISIG included', () => {
    expect(run(concatBytes(repeat(201, 'NOP'), assemble('1'))).isTrue).toBe(true)
    expect(run(concatBytes(repeat(202, 'NOP'), assemble('1'))).error).toBe('OP_COUNT')
    const multisig = assemble('0 0 0 0 0 3 CHECKMULTISIG')
    expect(run(concatBytes(repeat(197, 'NOP'), multisig)).error).toBeUndefined()
    expect(run(concatBytes(repeat(198, 'NOP'), multisig)).error).toBe('OP_COUNT')
    expect(run(concatBytes(assemble('0 IF'), repeat(202, 'NOP'), assemble('ENDIF 1'))).error).toBe(
      'OP_COUNT',
    )
  })

  test('scripts have at most 10,000 bytes', () => {
    const push = pushOf(new Uint8Array(519))
    const long = concatBytes(...Array(19).fill(push), pushOf(new Uint8Array(79)), assemble('1'))
    const fill = (length: number) =>
      concatBytes(long, assemble('1').subarray(1), repeat(length - long.length, '1'))
    expect(fill(10_000).length).toBe(10_000)
    expect(run(fill(10_000)).error).toBeUndefined()
    expect(run(fill(10_001)).error).toBe('SCRIPT_SIZE')
  })

  test('1,000 elements on both stacks together', () => {
    expect(run(repeat(1000, '1')).isTrue).toBe(true)
    expect(run(repeat(1001, '1')).error).toBe('STACK_SIZE')
    const half = concatBytes(repeat(2, '1 TOALTSTACK'), repeat(998, '1'))
    expect(run(half).error).toBeUndefined()
    expect(run(concatBytes(half, assemble('1'))).error).toBe('STACK_SIZE')
  })

  test('20 keys, and no more signatures than keys', () => {
    expect(run(assemble('0 0 21 CHECKMULTISIG')).error).toBe('PUBKEY_COUNT')
    expect(run(assemble('0 0 -1 CHECKMULTISIG')).error).toBe('PUBKEY_COUNT')
    expect(run(assemble('0 2 0 1 CHECKMULTISIG')).error).toBe('SIG_COUNT')
  })

  test('numbers have four bytes, lock times five, results as many as they need', () => {
    expect(run(assemble('2147483647 DUP ADD SIZE 5 EQUAL')).isTrue).toBe(true)
    expect(run(assemble('2147483648 1ADD')).error).toBe('SCRIPTNUM')
    expect(run(assemble('0x02 0x0100 1ADD'), SCRIPT_FLAGS.MINIMALDATA).error).toBe('SCRIPTNUM')
    expect(run(assemble('549755813888 CHECKLOCKTIMEVERIFY')).error).toBe('SCRIPTNUM')
  })
})

describe('malformed signatures', () => {
  const KEY = '0x21 0x0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'
  const spend = (signature: Uint8Array, flags: number) => {
    const scriptPubKey = assemble(`${KEY} CHECKSIG NOT`)
    const made = { witness: [], amount: 0n, scriptSig: pushOf(signature), scriptPubKey }
    const { tx, prevouts } = spendOf(made, crypto)
    return verdictOf(tx, 0, prevouts, flags, crypto)
  }

  test.each([
    ['empty body', '300001'],
    ['no sequence', '3106020101020101' + '01'],
    ['length past the end', '3007020101020101' + '01'],
    ['zero-length r', '3005020002010101'],
    ['negative r', '300602018102010101'],
    ['padded r', '30070202000102010101'],
    ['long form length', '308106020101020101' + '01'],
    ['74 bytes', `30${'48'}${'02'.repeat(72)}`],
  ])('%s is SIG_DER with BIP66 and merely wrong without', (_, hex) => {
    const signature = hexToBytes(hex)
    expect(spend(signature, SCRIPT_FLAGS.DERSIG)).toBe('SIG_DER')
    expect(spend(signature, STANDARD_FLAGS)).toBe('SIG_DER')
    expect(spend(signature, 0)).toBe('OK')
  })

  test('numbers past the order are well-formed, and wrong', () => {
    const big = `0221${'00'}${'ff'.repeat(32)}`
    const signature = hexToBytes(`3046${big}${big}01`)
    const flags = SCRIPT_FLAGS.DERSIG | SCRIPT_FLAGS.LOW_S
    expect(spend(signature, flags)).toBe('OK')
    expect(spend(signature, flags | SCRIPT_FLAGS.NULLFAIL)).toBe('NULLFAIL')
  })

  test('random bytes never throw', () => {
    for (let i = 0; i < 2000; i++) {
      const bytes = Uint8Array.from(
        { length: i % 75 },
        (_, j) => (i * 131 + j * 29 + (i >> 3)) & 255,
      )
      if (i % 2 === 0 && bytes.length > 4) bytes.set([0x30, bytes.length - 3, 2])
      expect(['OK', 'SIG_DER']).toContain(spend(bytes, SCRIPT_FLAGS.DERSIG))
    }
  })
})

describe('quadratic hashing', () => {
  const inputs = 60
  const script = assemble('0x01 0x02 CHECKSIG DROP 1')
  const signature = hexToBytes('3006020101020101' + '01')
  const tx = decodeTransaction(
    encodeTransaction({
      version: 1,
      inputs: Array.from({ length: inputs }, (_, index) => ({
        txid: new Uint8Array(32).fill(7),
        index,
        scriptSig: pushOf(signature),
        sequence: 0,
        witness: [],
      })),
      outputs: [{ value: 1n, script: EMPTY }],
      lockTime: 0,
    }),
    crypto,
  )
  const key = pushOf(
    hexToBytes('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'),
  )
  const spent = concatBytes(key, script.subarray(2))
  const prevouts = tx.inputs.map(() => ({ value: 1n, script: spent }))

  /** Verdicts of the inputs in order, and what was hashed. */
  function verifyAll(limit?: number) {
    const sighash = new SighashCache(tx, prevouts, crypto, limit)
    const context = { crypto, sighash }
    const verdicts = tx.inputs.map((_, i) => verifyInput(tx, i, prevouts, 0, context) ?? 'OK')
    return { verdicts, sighash }
  }

  test('a legacy transaction hashes itself for every signature, and that is counted', () => {
    const { verdicts, sighash } = verifyAll()
    expect(verdicts.every((verdict) => verdict === 'OK')).toBe(true)
    // 41 bytes an input in each of the preimages, and the script code of one.
    const each = 4 + 1 + 41 * inputs + spent.length + 1 + 9 + 4 + 4
    expect(sighash.hashedBytes).toBe(inputs * each)
  })

  test('over the limit nothing more is hashed, and the spend is refused', () => {
    const whole = verifyAll().sighash.hashedBytes
    const { verdicts, sighash } = verifyAll(whole / 2)
    expect(verdicts.slice(0, 29).every((verdict) => verdict === 'OK')).toBe(true)
    expect(verdicts.slice(30).every((verdict) => verdict === 'SIGHASH_LIMIT')).toBe(true)
    expect(sighash.isExhausted).toBe(true)
    expect(verifyAll(whole).sighash.isExhausted).toBe(false)
    expect(verifyAll(whole - 1).verdicts.at(-1)).toBe('SIGHASH_LIMIT')
  })
})

describe('stand-alone evaluation and the debugger', () => {
  test('without a transaction no signature is valid and no lock time is reached', () => {
    const key = '0x21 0x0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'
    const signed = assemble(`0x09 0x300602010102010101 ${key} CHECKSIG`)
    expect(run(signed)).toMatchObject({ error: undefined, isTrue: false })
    expect(run(assemble('1 CHECKLOCKTIMEVERIFY')).error).toBe('UNSATISFIED_LOCKTIME')
    expect(run(assemble('1 CHECKSEQUENCEVERIFY')).error).toBe('UNSATISFIED_LOCKTIME')
    const sum = evaluateScript(
      { script: assemble('ADD 7 EQUAL'), stack: [Uint8Array.of(3), Uint8Array.of(4)], flags: 0 },
      crypto,
    )
    expect(sum).toMatchObject({ error: undefined, isTrue: true, stack: [Uint8Array.of(1)] })
  })

  test('every opcode is seen before it is executed, in the scripts of a spend in order', () => {
    const redeem = assemble('0 IF 5 ELSE TOALTSTACK 1 ENDIF')
    const hash = crypto.ripemd160(crypto.sha256(redeem))
    const made = {
      witness: [],
      amount: 0n,
      scriptSig: concatBytes(assemble('9'), pushOf(redeem)),
      scriptPubKey: concatBytes(assemble('HASH160'), pushOf(hash), assemble('EQUAL')),
    }
    const { tx, prevouts } = spendOf(made, crypto)
    const seen: string[] = []
    const onStep = (step: ScriptStep) => {
      const stacks = `${step.stack.length}/${step.altStack.length}`
      seen.push(`${step.phase} ${step.position} ${step.name} ${stacks} ${step.isExecuting}`)
    }
    const sighash = new SighashCache(tx, prevouts, crypto)
    const context = { crypto, sighash, debugger: onStep }
    expect(verifyInput(tx, 0, prevouts, CONSENSUS_FLAGS, context)).toBeUndefined()
    expect(seen).toEqual([
      'scriptSig 0 9 0/0 true',
      'scriptSig 1 PUSHBYTES_7 1/0 true',
      'scriptPubKey 0 HASH160 2/0 true',
      'scriptPubKey 1 PUSHBYTES_20 2/0 true',
      'scriptPubKey 22 EQUAL 3/0 true',
      'redeemScript 0 0 1/0 true',
      'redeemScript 1 IF 2/0 true',
      'redeemScript 2 5 1/0 false',
      'redeemScript 3 ELSE 1/0 false',
      'redeemScript 4 TOALTSTACK 1/0 true',
      'redeemScript 5 1 0/1 true',
      'redeemScript 6 ENDIF 1/1 true',
    ])
  })
})
