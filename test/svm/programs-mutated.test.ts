/** ELFs that clang and our linker made, a few bytes changed: verdict, result and units have to stay litesvm's. */
import { describe, expect, it } from 'vitest'
import { readProgram } from '../../scripts/build-programs.ts'
import { DEFAULT_FEATURES } from '../../src/vms/svm/runtime/index.ts'
import { syscallTable } from '../../src/vms/svm/runtime/syscalls/table.ts'
import { ElfError, VmPool } from '../../src/vms/svm/sbpf/index.ts'
import { Random } from '../differential/random.ts'
import { mutate } from '../support/sbpf/mutate.ts'
import { difference, loadWith, ownLoad, ownRun } from '../support/sbpf/own.ts'
import { newPeer, peerLoads, peerRun } from '../support/sbpf/peer.ts'

const FILES = ['so', 'v3.so'] as const
const DATA = Uint8Array.of(2, 0, 0, 0)

function verdict(elf: Uint8Array): string | undefined {
  try {
    loadWith(elf, syscallTable(DEFAULT_FEATURES))
    return undefined
  } catch (error) {
    if (error instanceof ElfError) return error.message
    throw error
  }
}

describe.each(FILES)('mutated programs from C, %s', (file) => {
  it.each(['loop', 'walk', 'sha256'])('%s is refused or runs alike, on both tiers', (name) => {
    const elf = readProgram(`${name}/${name}.${file}`)
    const peer = newPeer()
    const pool = new VmPool({ translateAfter: 0 })
    let ran = 0
    for (let i = 0; i < 400; i++) {
      const hostile = mutate(new Random(900_000 + i), elf)
      const executable = ownLoad(hostile)
      const refused = peerLoads(peer, hostile)?.replace('Failed to add program: ', '')
      const what = `${name}.${file}, mutation ${i}`
      expect(typeof executable === 'string' ? executable : undefined, what).toBe(refused)
      if (typeof executable === 'string') continue
      const theirs = peerRun(peer, DATA, 20_000)
      expect(difference(ownRun(executable, DATA, 20_000), theirs), what).toBeUndefined()
      if (i % 4 === 0)
        expect(difference(ownRun(executable, DATA, 20_000, pool), theirs), what).toBeUndefined()
      ran++
    }
    expect(ran).toBeGreaterThan(30)
  })

  it.each(['vault', 'probe'])('%s is refused alike', (name) => {
    const elf = readProgram(`${name}/${name}.${file}`)
    const peer = newPeer()
    let refusals = 0
    for (let i = 0; i < 400; i++) {
      const hostile = mutate(new Random(950_000 + i), elf)
      const refused = peerLoads(peer, hostile)?.replace('Failed to add program: ', '')
      expect(verdict(hostile), `${name}.${file}, mutation ${i}`).toBe(refused)
      if (refused !== undefined) refusals++
    }
    expect(refusals).toBeGreaterThan(100)
  })
})
