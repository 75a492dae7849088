/** The wire reader beside @bufbuild/protobuf's on random and damaged bytes: the same values, the same refusals. */
import { BinaryReader } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WireError, WireReader } from '../../src/vms/tvm/transaction/wire-reader.ts'

/** Every field of a message as text, or that it is malformed. */
function readByOurs(bytes: Uint8Array): string[] {
  const reader = new WireReader(bytes)
  const out: string[] = []
  try {
    while (reader.pos < reader.end) {
      const tag = reader.tag()
      if ((tag & 7) === 0) out.push(`${tag}: ${reader.int64()}`)
      else if ((tag & 7) === 2) out.push(`${tag}: ${reader.bytes().join()}`)
      else {
        reader.skip(tag)
        out.push(`${tag} to ${reader.pos}`)
      }
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    out.push('malformed')
  }
  return out
}

function readByPeer(bytes: Uint8Array): string[] {
  const reader = new BinaryReader(bytes)
  const out: string[] = []
  try {
    while (reader.pos < reader.len) {
      const [number, type] = reader.tag()
      const tag = number * 8 + type
      if (type === 0) out.push(`${tag}: ${BigInt(reader.int64())}`)
      else if (type === 2) out.push(`${tag}: ${reader.bytes().join()}`)
      else {
        reader.skip(type, number)
        out.push(`${tag} to ${reader.pos}`)
      }
    }
  } catch {
    out.push('malformed')
  }
  return out
}

/** Parts of messages: tags of all types, varints of all lengths, lengths, noise. Groups hold no longer varint than ten. */
const part = fc.oneof(
  fc.constantFrom([0x08], [0x12], [0x15], [0x19], [0x1b, 0x1c], [0x23, 0x08, 0x01, 0x24], [0x24]),
  fc.integer({ min: 0, max: 11 }).map((n) => [...new Array<number>(n).fill(0x81), 0x01]),
  fc.integer({ min: 0, max: 11 }).map((n) => [...new Array<number>(n).fill(0xff), 0x7f]),
  fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 5 }),
)

describe('wire reader', () => {
  it('reads and refuses what @bufbuild/protobuf does', () => {
    let good = 0
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const bytes = Uint8Array.from(parts.flat())
        const ours = readByOurs(bytes)
        if (ours.at(-1) !== 'malformed') good++
        expect(ours).toEqual(readByPeer(bytes))
      }),
      { seed: 5, numRuns: 20_000 },
    )
    expect(good).toBeGreaterThan(500)
  })

  it('a message inside another ends where its length says', () => {
    const reader = new WireReader(Uint8Array.of(0x0a, 0x02, 0x08, 0x80, 0x01, 0x01))
    reader.tag()
    reader.end = reader.lengthDelimited()
    expect(reader.tag()).toBe(0x08)
    expect(() => reader.int64()).toThrow('premature EOF')
  })

  it('refuses a varint of eleven bytes within a group, as protobuf-java does', () => {
    const long = [...new Array<number>(10).fill(0x80), 0x01]
    const reader = new WireReader(Uint8Array.of(0x23, 0x08, ...long, 0x24))
    expect(() => reader.skip(reader.tag())).toThrow('invalid varint')
  })
})
