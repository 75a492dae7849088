/** java-tron's own numbers, where the vectors are there; a stranger's clone skips them visibly. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadTronVectors, PARTS } from '../vectors/tron/run.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const folder = process.env.N_VM_VECTORS ?? join(repository, '..', 'shared', 'vectors')
const vectors = loadTronVectors(join(folder, 'tron'))

describe('vectors/tron', () => {
  for (const part of PARTS) {
    it.skipIf(vectors === undefined)(`${part.count} ${part.name}`, () => {
      const failures: string[] = []
      let seen = 0
      part.run(vectors!, (name, difference) => {
        seen++
        if (difference !== undefined) failures.push(`${name}: ${difference}`)
      })
      expect(failures).toEqual([])
      expect(seen).toBe(part.count)
    })
  }
})
