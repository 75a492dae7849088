/** Absolute and relative lock times at their borders (BIP 65, 68, 112, 113), one block or one second before and at them. */

import type { PsbtInput } from 'bip174'
import { script as bitcoinScript, opcodes } from 'bitcoinjs-lib'
import { describe, expect, it } from 'vitest'
import type { BlockInput, ListedUtxo } from '../../src/index.ts'
import {
  BitcoinHost,
  bitcoin,
  key,
  type NewOutput,
  p2wpkh,
  p2wsh,
  pay,
  psbtOf,
  reasons,
  scriptOf,
} from './support.ts'

const alice = key(1)
const aliceScript = scriptOf(p2wpkh(alice))
const outputs: readonly NewOutput[] = [{ script: aliceScript, value: 1_000n }]
const DAY = 86_400n
const T0 = 1_700_000_000n

/** A host whose genesis output is funded in block 100, median time T0. */
function fundedAt100(script = aliceScript): BitcoinHost {
  const host = new BitcoinHost([{ script: aliceScript, amount: 50_000 }])
  const funding = pay(alice, host.utxos(), [{ script, value: 40_000n }])
  const block = { number: 100n, timestamp: T0 + DAY, bitcoin: { medianTime: T0 } }
  expect(reasons(host.execute([funding], block))).toEqual(['success'])
  return host
}

interface Border {
  readonly name: string
  readonly lockTime?: number
  readonly sequence?: number
  readonly version?: number
  /** Refused in this block. */
  readonly before: BlockInput
  /** Accepted in this one. */
  readonly at: BlockInput
}

const at = (number: bigint, medianTime = T0): BlockInput => ({
  number,
  timestamp: T0 + 2n * DAY,
  bitcoin: { medianTime },
})

const BORDERS: readonly Border[] = [
  { name: 'height 200', lockTime: 200, sequence: 0xfffffffe, before: at(200n), at: at(201n) },
  {
    name: 'height 499,999,999',
    lockTime: 499_999_999,
    sequence: 0,
    version: 1,
    before: at(499_999_999n),
    at: at(500_000_000n),
  },
  {
    name: 'time, by median and not by clock',
    lockTime: Number(T0) + 500,
    sequence: 0xfffffffe,
    before: at(101n, T0 + 500n),
    at: at(101n, T0 + 501n),
  },
  { name: '10 blocks', sequence: 10, before: at(109n), at: at(110n) },
  { name: '65,535 blocks', sequence: 0xffff, before: at(65_634n), at: at(65_635n) },
  { name: 'bits that mean nothing', sequence: 0x3fbf000a, before: at(109n), at: at(110n) },
  {
    name: '3 x 512 seconds',
    sequence: 0x0040_0003,
    before: at(101n, T0 + 3n * 512n - 1n),
    at: at(101n, T0 + 3n * 512n),
  },
]

describe.each(BORDERS)('$name', ({ lockTime, sequence, version, before, at: reached }) => {
  it('is refused before and accepted at its border', () => {
    const host = fundedAt100()
    const input = { ...host.utxo(aliceScript), ...(sequence === undefined ? {} : { sequence }) }
    const extra = { version: version ?? 2, ...(lockTime === undefined ? {} : { lockTime }) }
    const tx = pay(alice, [input], outputs, extra)
    const { state } = host
    expect(reasons(host.execute([tx], before))).toEqual(['rejected LockTimeNotReached'])
    host.state = state
    expect(reasons(host.execute([tx], reached))).toEqual(['success'])
  })
})

describe('lock times that do not count', () => {
  it.each([
    ['a lock time with every sequence final', { lockTime: 1_000_000 }, 0xffffffff],
    ['a relative one in version 1', { version: 1 }, 500],
    ['a relative one with its disable bit', {}, 0x8000_01f4],
  ] as const)('%s', (_name, extra, sequence) => {
    const host = fundedAt100()
    const tx = pay(alice, [{ ...host.utxo(aliceScript), sequence }], outputs, extra)
    expect(reasons(host.execute([tx], at(101n)))).toEqual(['success'])
  })
})

describe('scripts', () => {
  const spend = (
    host: BitcoinHost,
    code: Uint8Array,
    fields: { lockTime?: number; sequence: number },
  ) => {
    const { sequence, ...extra } = fields
    const input = { ...host.utxo(scriptOf(p2wsh(code))), sequence }
    const psbt = psbtOf([input], outputs, extra)
    psbt.updateInput(0, { witnessScript: code })
    psbt.signInput(0, alice)
    psbt.finalizeInput(0, (_index: number, input: PsbtInput) => {
      const { signature } = input.partialSig![0]!
      const items = [signature, code].flatMap((item) => [item.length, ...item])
      return { finalScriptSig: undefined, finalScriptWitness: Uint8Array.of(2, ...items) }
    })
    return bitcoin(psbt.extractTransaction(true).toBuffer())
  }
  const locked = (opcode: number, value: number) =>
    bitcoinScript.compile([
      bitcoinScript.number.encode(value),
      opcode,
      opcodes.OP_DROP!,
      Uint8Array.from(alice.publicKey),
      opcodes.OP_CHECKSIG!,
    ])

  it('CHECKLOCKTIMEVERIFY holds the transaction to its lock time', () => {
    const code = locked(opcodes.OP_CHECKLOCKTIMEVERIFY!, 150)
    const host = fundedAt100(scriptOf(p2wsh(code)))
    const early = spend(host, code, { lockTime: 149, sequence: 0 })
    const final = spend(host, code, { lockTime: 150, sequence: 0xffffffff })
    const right = spend(host, code, { lockTime: 150, sequence: 0 })
    expect(reasons(host.execute([early, final, right], at(150n)))).toEqual([
      'rejected ScriptFailed',
      'rejected ScriptFailed',
      'rejected LockTimeNotReached',
    ])
    expect(reasons(host.execute([right], at(151n)))).toEqual(['success'])
  })

  it('CHECKSEQUENCEVERIFY holds it to its age', () => {
    const code = locked(opcodes.OP_CHECKSEQUENCEVERIFY!, 20)
    const host = fundedAt100(scriptOf(p2wsh(code)))
    const early = spend(host, code, { sequence: 19 })
    const right = spend(host, code, { sequence: 20 })
    expect(reasons(host.execute([early, right], at(119n)))).toEqual([
      'rejected ScriptFailed',
      'rejected LockTimeNotReached',
    ])
    expect(reasons(host.execute([right], at(120n)))).toEqual(['success'])
  })
})

describe('median time past', () => {
  it('is the median of the last 11 blocks where the host gives none', () => {
    const times = Array.from({ length: 15 }, (_, i) => BigInt(1_000 + 7 * i * i))
    const host = new BitcoinHost([{ script: aliceScript, amount: 50_000 }], { timestamp: 900n })
    const medians: bigint[] = []
    for (const timestamp of times) {
      const [{ amount }] = host.utxos() as [ListedUtxo]
      const value = amount - 10n
      const tx = pay(alice, host.utxos(), [{ script: aliceScript, value }])
      expect(reasons(host.execute([tx], { timestamp }))).toEqual(['success'])
      medians.push(host.utxo(aliceScript).medianTime)
    }
    const expected = times.map((_, i) => {
      const last = times.slice(Math.max(0, i - 11), i)
      return last.length === 0 ? 900n : last[last.length >> 1]!
    })
    expect(medians).toEqual(expected)
  })
})
