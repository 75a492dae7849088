/**
 * `node scripts/run-ts.mjs --source scripts/cover-spl.ts [cases a kind] [kinds, by comma]`: which of p-token's branches the
 * cases of test/support/spl/cases.ts pass both ways, out of traces of the ELF in our own virtual machine. Lists the others
 * by slot: a branch that no case passes is one whose units no measurement knows.
 */

import { KINDS, makeBatch, makeCase } from '../test/support/spl/cases.ts'
import { ElfTrace } from '../test/support/spl/elf-trace.ts'

const [count = '1000', only] = process.argv.slice(2)
const kinds = only === undefined ? [...KINDS, 25, 39, 46] : only.split(',').map(Number)
const elf = new ElfTrace()
const { decoded } = elf.executable
const passed = new Set<number>()
const edge = (from: number, to: number) => from * 65536 + to

for (let seed = 0; seed < Number(count); seed++)
  for (const kind of kinds)
    for (const one of [makeCase(seed * 256 + kind, kind), makeBatch(seed * 256 + kind, kind)]) {
      let last = 0
      elf.run(one, (slot) => {
        passed.add(edge(last, slot))
        last = slot
      })
    }

/** A conditional jump: class 5 without ja, call, exit and callx. */
const isBranch = (op: number) => (op & 7) === 5 && ![0x05, 0x85, 0x8d, 0x95].includes(op)
let [branches, both] = [0, 0]
for (let slot = 0; slot < decoded.count; slot++) {
  if (!isBranch(decoded.op[slot]!)) continue
  branches++
  const jumps = passed.has(edge(slot, decoded.jump[slot]!))
  const falls = passed.has(edge(slot, slot + 1))
  if (jumps && falls) both++
  else console.log(`${slot}: ${jumps ? 'always jumps' : falls ? 'never jumps' : 'not reached'}`)
}
console.log(`${branches} branches, ${both} passed both ways`)
