/** What the comparison in WebAssembly says of accounts, against comparing every byte here. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WasmApi } from '../../src/vms/svm/sbpf/wasm/arena.ts'
import { CHANGED_DATA, CHANGED_HEAD, Watch } from '../../src/vms/svm/sbpf/wasm/watch.ts'

const api = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly
const INPUT = 0x20000
const INPUT_SIZE = 0x20000
/** Owner, lamports and length, in front of the data. */
const HEAD = 48

/** Data of an account and whatever lies behind it. */
const layouts = fc.array(
  fc.record({ length: fc.oneof(fc.nat(40), fc.nat(5000)), behind: fc.integer({ min: 0, max: 9 }) }),
  { maxLength: 20 },
)

function randomly(seed: number, bytes: Uint8Array): void {
  let state = seed | 1
  for (let i = 0; i < bytes.length; i++) {
    state = Math.imul(state, 1_103_515_245) + 12_345
    bytes[i] = state >>> 16
  }
}

describe('watched accounts', () => {
  it('are said to have changed exactly where they have', () => {
    const memory = new api.Memory({ initial: 8 })
    const watch = new Watch(api, memory)
    const bytes = new Uint8Array(memory.buffer, INPUT, INPUT_SIZE)
    const writes = fc.array(fc.tuple(fc.nat(30_000), fc.integer({ min: 0, max: 255 })), {
      maxLength: 6,
    })
    let [seen, unchanged] = [0, 0]
    fc.assert(
      fc.property(fc.nat(), layouts, writes, (seed, layout, changes) => {
        randomly(seed, bytes.subarray(0, 70_000))
        watch.begin(INPUT)
        const places: { readonly at: number; readonly length: number }[] = []
        let at = 3
        for (const { length, behind } of layout) {
          places.push({ at, length })
          watch.add(at, length)
          at += HEAD + length + behind
        }
        watch.keep()
        const before = bytes.slice(0, at)
        for (const [place, value] of changes) bytes[place % at] = value
        const changed = watch.changed()
        expect(watch.watched).toBeLessThanOrEqual(16)
        for (let i = 0; i < watch.watched; i++) {
          const { at: start, length } = places[i]!
          const differs = (from: number, to: number) =>
            before.subarray(from, to).some((byte, k) => byte !== bytes[from + k])
          const head = differs(start, start + HEAD) ? CHANGED_HEAD : 0
          const data = differs(start + HEAD, start + HEAD + length) ? CHANGED_DATA : 0
          expect((changed >>> (2 * i)) & 3).toBe(head | data)
          if (head + data === 0) unchanged++
          else seen++
        }
      }),
      { seed: 11, numRuns: 400 },
    )
    expect(seen).toBeGreaterThan(200)
    expect(unchanged).toBeGreaterThan(200)
  })

  it('are as many as fit, in order', () => {
    const watch = new Watch(api, new api.Memory({ initial: 8 }))
    watch.begin(INPUT)
    watch.add(0, 50_000)
    watch.add(60_000, 50_000)
    watch.add(120_000, 10)
    expect(watch.watched).toBe(1)
    watch.keep()
    expect(watch.changed()).toBe(0)
    watch.begin(INPUT)
    for (let i = 0; i < 20; i++) watch.add(i * 100, 8)
    expect(watch.watched).toBe(16)
  })
})
