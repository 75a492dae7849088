/** Hostile ELFs from good ones. */
import type { Random } from '../../differential/random.ts'

/** A few bytes changed, words set to edges, a tail cut, a slice copied elsewhere. */
export function mutate(random: Random, elf: Uint8Array): Uint8Array {
  const bytes = elf.slice()
  const view = new DataView(bytes.buffer)
  const changes = 1 + random.below(4)
  for (let i = 0; i < changes; i++) {
    // Headers and tables matter more than code.
    const at = random.chance(40) ? random.below(64) : random.below(bytes.length)
    const kind = random.below(4)
    if (kind === 0) bytes[at] = random.u32()
    else if (kind === 1) bytes[at] = bytes[at]! ^ (1 << random.below(8))
    else if (kind === 2 && at + 4 <= bytes.length) {
      view.setUint32(at & ~3, random.pick([0, 1, 8, 0xffff, 0x7fffffff, 0xffffffff, bytes.length]))
    } else if (at + 8 <= bytes.length) {
      const edges = [0n, 1n, 7n, 0xffff_ffffn, 0x1_0000_0000n, (1n << 63n) - 1n, (1n << 64n) - 8n]
      view.setBigUint64(at & ~7, random.pick(edges), true)
    }
  }
  return random.chance(10) ? bytes.slice(0, random.below(bytes.length)) : bytes
}
