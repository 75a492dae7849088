/**
 * The sBPF virtual machine beside litesvm's: nanoseconds a unit in a loop and in SHA-256, and what it takes to get a
 * program of 105 KB ready. Both sides run the same ELFs and must agree on units and results.
 */
import { readProgram } from '../../scripts/build-programs.ts'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { type Executable, loadElf, VmPool, verify } from '../../src/vms/svm/sbpf/index.ts'
import { difference, ownLoad, ownRun } from '../../test/support/sbpf/own.ts'
import { newPeer, peerLoads, peerRun } from '../../test/support/sbpf/peer.ts'
import { Pair } from '../../test/support/svm/peer.ts'
import type { Comparison } from '../comparison.ts'
import { loopElf, sha256Elf } from './sbpf-programs.ts'

const UNITS = 1_400_000 - 150
const NOTHING = new Uint8Array(0)
const BLOCKS = 200
/** What fits into the units. */
const [SHA_ROUNDS, LOOP_ROUNDS, WALK_STEPS] = [140, 50_000, 40_000]

/** Least of many: neighbours on the machine only ever add. */
function least(times: number, work: () => void): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

function slower(name: string, ours: number, peer: number | null, unit: string, note: string) {
  return { name, ours, peer, ratio: peer === null ? null : peer / ours, unit, note }
}

/** Nanoseconds a unit of one program on each tier and on the peer. */
function execution(
  name: string,
  elf: Uint8Array,
  digest?: string,
  data: Uint8Array = NOTHING,
): Comparison[] {
  const peer = newPeer()
  const refused = peerLoads(peer, elf)
  const executable = ownLoad(elf)
  if (refused !== undefined || typeof executable === 'string')
    throw new Error(`${name}: ${refused}`)
  const theirs = peerRun(peer, data, UNITS)
  if (theirs.failure !== undefined) throw new Error(`${name}: ${theirs.failure}`)
  if (digest !== undefined && theirs.returnData !== digest) throw new Error(`${name}: wrong digest`)
  const perUnit = (milliseconds: number) => (milliseconds * 1e6) / theirs.consumed
  const peerTime = perUnit(least(40, () => void peerRun(peer, data, UNITS)))
  const tier = (pool: VmPool) => {
    const wrong = difference(ownRun(executable, data, UNITS, pool), theirs)
    if (wrong !== undefined) throw new Error(`${name}: ${wrong}`)
    return perUnit(least(40, () => void ownRun(executable, data, UNITS, pool)))
  }
  const note = `${theirs.consumed} units; the peer's time includes its transaction`
  const unit = 'ns/unit, lower is better'
  return [
    slower(`${name}, translated`, tier(new VmPool({ translateAfter: 0 })), peerTime, unit, note),
    slower(
      `${name}, interpreted`,
      tier(new VmPool({ translateAfter: Number.POSITIVE_INFINITY })),
      peerTime,
      unit,
      note,
    ),
  ]
}

/** The associated token account program: 105 KB. */
function preparation(): Comparison[] {
  const elf = new Pair().elf('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL')
  const peer = newPeer()
  const any = { has: () => false }
  const load = (): Executable => {
    const executable = loadElf(elf, { syscalls: any })
    verify(executable)
    return executable
  }
  const compile = (program: Executable) => {
    if (new VmPool({ translateAfter: 0 }).translated(program) === undefined) {
      throw new Error('not translated')
    }
  }
  const coldLoad = least(1, load)
  const executable = load()
  const coldTranslate = least(1, () => compile(executable))
  const peerCold = least(1, () => void peerLoads(peer, elf))
  const unit = 'ms, lower is better'
  const note = `${elf.length} bytes; the peer loads, verifies and compiles`
  return [
    slower('load and verify, first time', coldLoad, peerCold, unit, note),
    slower(
      'load and verify',
      least(20, load),
      least(20, () => void peerLoads(peer, elf)),
      unit,
      note,
    ),
    slower('translate, first time', coldTranslate, null, unit, 'once a hot program'),
    slower(
      'translate',
      least(10, () => compile(executable)),
      null,
      unit,
      'once a hot program',
    ),
  ]
}

/** A count as the programs of examples/programs read it. */
function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

/** What clang makes of C: SHA-256 of SHA-256 (...) of three bytes, integers in registers, a sieve and hops in memory. */
function compiled(): Comparison[] {
  const rounds = SHA_ROUNDS
  const message = Uint8Array.of(97, 98, 99)
  let digest = nobleCrypto.sha256(message)
  for (let i = 1; i < rounds; i++) digest = nobleCrypto.sha256(digest)
  const expected = Buffer.from(digest).toString('base64')
  const sha = readProgram('sha256/sha256.so')
  return [
    ...execution('SHA-256 from C', sha, expected, Uint8Array.of(rounds, ...message)),
    ...execution('loop from C', readProgram('loop/loop.so'), undefined, u32(LOOP_ROUNDS)),
    ...execution('memory walk from C', readProgram('walk/walk.so'), undefined, u32(WALK_STEPS)),
  ]
}

export const vmParts = {
  compiled,
  preparation,
  loop: () => execution('loop', loopElf(0, 70_000)),
  sha256: () => {
    const digest = nobleCrypto.sha256(new Uint8Array(64 * BLOCKS))
    return execution('SHA-256', sha256Elf(0, BLOCKS), Buffer.from(digest).toString('base64'))
  },
}
