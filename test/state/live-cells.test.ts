/** Cells that stay decoded while a block runs: parsed once, undone like all others, encoded once at the end. */
import { describe, expect, it } from 'vitest'
import { Journal } from '../../src/state/journal.ts'
import { CellType } from '../../src/state/keys.ts'
import type { CellCodec } from '../../src/state/reader.ts'
import { MemoryState } from '../support/memory-state.ts'

function counted(): CellCodec<number> & { decoded: number; encoded: number } {
  const codec = {
    type: CellType.token,
    decoded: 0,
    encoded: 0,
    encode: (value: number) => {
      codec.encoded++
      return Uint8Array.of(value)
    },
    decode: (bytes: Uint8Array) => {
      codec.decoded++
      return bytes[0]!
    },
  }
  return codec
}

const KEY = [Uint8Array.of(1), new Uint8Array(32).fill(7)]

describe('live cells', () => {
  it('are parsed once a block and encoded once at its end', () => {
    const state = new MemoryState()
    const codec = counted()
    const first = new Journal(state)
    first.setLiveCell(first.liveCell(codec, KEY), 1)
    first.endTransaction()
    state.apply(first.takeDiff())
    expect(state.cell(CellType.token, KEY)).toEqual(Uint8Array.of(1))
    codec.encoded = 0

    const journal = new Journal(state)
    for (let i = 2; i <= 10; i++) {
      const cell = journal.liveCell(codec, KEY)
      expect(cell).toBe(journal.liveCell(codec, KEY))
      journal.setLiveCell(cell, i)
      journal.endTransaction()
    }
    expect([codec.decoded, codec.encoded]).toEqual([1, 0])
    state.apply(journal.takeDiff())
    expect([codec.decoded, codec.encoded]).toEqual([1, 1])
    expect(state.cell(CellType.token, KEY)).toEqual(Uint8Array.of(10))
  })

  it('are undone to a checkpoint, newest first', () => {
    const journal = new Journal(new MemoryState())
    const cell = journal.liveCell(counted(), KEY)
    journal.setLiveCell(cell, 1)
    const mark = journal.checkpoint()
    journal.setLiveCell(cell, 2)
    journal.setLiveCell(cell, undefined)
    journal.revert(mark)
    expect(cell.value).toBe(1)
    journal.revert(0)
    expect(cell.value).toBeUndefined()
    expect(journal.takeDiff().cells).toEqual([])
  })

  it('that end as they began are no change; that end absent are deleted', () => {
    const state = new MemoryState()
    state.cells.set(`${CellType.token}:01:${'07'.repeat(32)}`, Uint8Array.of(5))
    const same = new Journal(state)
    const cell = same.liveCell(counted(), KEY)
    same.setLiveCell(cell, 6)
    same.setLiveCell(cell, 5)
    same.endTransaction()
    expect(same.takeDiff().cells).toEqual([])
    const gone = new Journal(state)
    gone.setLiveCell(gone.liveCell(counted(), KEY), undefined)
    gone.endTransaction()
    expect(gone.takeDiff().cells).toEqual([{ type: CellType.token, parts: KEY, value: undefined }])
  })

  it('are in the reads and writes of each transaction', () => {
    const journal = new Journal(new MemoryState(), { recordAccess: true })
    const name = `cell:${CellType.token}:01.${'07'.repeat(32)}`
    const cell = journal.liveCell(counted(), KEY)
    journal.endTransaction()
    expect(journal.access?.last).toEqual({ reads: [name], writes: [] })
    journal.noteRead(cell)
    journal.setLiveCell(cell, 1)
    journal.endTransaction()
    expect(journal.access?.last).toEqual({ reads: [name], writes: [name] })
    journal.endTransaction()
    expect(journal.access?.last).toEqual({ reads: [], writes: [] })
  })
})
