/** Bytes given as a Node Buffer, whose `slice` shares memory: they stay as they are, and the answers do not depend on it. */
import { expect, test } from 'vitest'
import {
  bn254Arkworks,
  compressG1,
  compressG2,
  decompressG1,
  decompressG2,
  reverseChunks,
} from '../../src/crypto/bn254-arkworks.ts'
import { nobleEd25519Verify } from '../../src/crypto/ed25519.ts'
import { loadElf } from '../../src/vms/svm/sbpf/index.ts'
import { randomBytes } from '../support/crypto-samples.ts'
import { Assembler } from '../support/sbpf/assembler.ts'
import { buildElf } from '../support/sbpf/elf-builder.ts'

const random = randomBytes(7)

/** The result for a Buffer and for a Uint8Array; neither may change. */
function onBoth<T>(bytes: Uint8Array, work: (bytes: Uint8Array) => T): T {
  const buffer = Buffer.from(bytes)
  const result = work(buffer)
  expect(new Uint8Array(buffer)).toEqual(new Uint8Array(bytes))
  expect(work(new Uint8Array(bytes))).toEqual(result)
  // What is kept of the Buffer must not follow it.
  const kept = structuredClone(result)
  buffer.fill(0xff)
  expect(structuredClone(result)).toEqual(kept)
  return result
}

/** (1, 2) of G1, and the generator of G2 (EIP-197). */
const G1 = new Uint8Array(64)
G1[31] = 1
G1[63] = 2
const G2 = Buffer.from(
  '198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2' +
    '1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed' +
    '090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b' +
    '12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa',
  'hex',
)

test('points of alt_bn128', () => {
  const little = onBoth(G2, (bytes) => reverseChunks(bytes, 64))
  expect(onBoth(little, (bytes) => reverseChunks(bytes, 64))).toEqual(new Uint8Array(G2))
  // The flag of infinity is taken off a copy.
  const infinity = new Uint8Array(128)
  infinity[64] = 0x40
  expect(onBoth(infinity, compressG2)?.[0]).toBe(0x40)
  const one = onBoth(G1, compressG1)!
  expect(onBoth(one, decompressG1)).toEqual(G1)
  const two = onBoth(G2, compressG2)!
  expect(onBoth(two, decompressG2)).toEqual(new Uint8Array(G2))
  const negative = Uint8Array.from(two)
  negative[0]! ^= 0x80
  expect(onBoth(negative, decompressG2)).not.toEqual(new Uint8Array(G2))
  const scalar = new Uint8Array(32)
  scalar[31] = 2
  const doubled = onBoth(Buffer.concat([G2, scalar]), bn254Arkworks.g2Multiply)
  expect(doubled).toHaveLength(128)
  expect(onBoth(Buffer.concat([G2, G2]), bn254Arkworks.g2Add)).toEqual(doubled)
})

test('a signature of ed25519', () => {
  const bytes = random(96 + 20)
  const verify = (all: Uint8Array) =>
    nobleEd25519Verify(all.subarray(96), all.subarray(0, 64), all.subarray(64, 96))
  expect(onBoth(bytes, verify)).toBe(false)
})

test.each([0, 3])('an ELF of version %i', (version) => {
  const asm = new Assembler().call('f').exit().label('f').emit(0xb7, 0, 0, 0, 5).exit()
  const elf = buildElf(version, asm.build())
  const { text, rodata } = onBoth(elf, (bytes) => {
    const executable = loadElf(bytes, { syscalls: new Map() })
    return { text: executable.text, rodata: executable.rodata }
  })
  expect(text.length).toBeGreaterThan(0)
  expect(rodata.buffer).not.toBe(elf.buffer)
})
