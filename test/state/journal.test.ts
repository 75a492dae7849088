/** The journal: what is rolled back never happened. Random operations with nested checkpoints against copies of a Map. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { CellType } from '../../src/state/keys.ts'
import type { RecordCodec } from '../../src/state/reader.ts'
import { buildState, emptyDiff, id16, id32 } from './state-model.ts'

const codec: RecordCodec<number> = {
  machine: 1,
  encode: (value) => Uint8Array.of(value),
  decode: (bytes) => bytes[0]!,
}

type Operation =
  | { readonly kind: 'checkpoint' | 'revert' | 'commit' | 'end' }
  | {
      readonly kind:
        | 'issue'
        | 'move'
        | 'burn'
        | 'nonce'
        | 'record'
        | 'slot'
        | 'cell'
        | 'alias'
        | 'log'
      readonly target: number
      readonly value: number
    }

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('checkpoint', 'revert', 'commit', 'end' as const),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...(['issue', 'move', 'burn', 'nonce', 'record', 'slot', 'cell', 'alias', 'log'] as const),
      ),
      target: fc.integer({ min: 0, max: 3 }),
      value: fc.integer({ min: 0, max: 5 }),
    }),
  },
)

/** The same operations on a Map of names to values. */
type Model = Map<string, number>
const get = (model: Model, name: string): number => model.get(name) ?? 0

function onModel(
  model: Model,
  { kind, target, value }: Extract<Operation, { target: number }>,
): void {
  const add = (name: string, amount: number) => model.set(name, get(model, name) + amount)
  const funds = get(model, `balance${target}`)
  if (kind === 'issue') {
    add(`balance${target}`, value)
    add('supply', value)
  } else if (kind === 'move') {
    const amount = Math.min(value, funds)
    add(`balance${target}`, -amount)
    add(`balance${(target + 1) % 4}`, amount)
  } else if (kind === 'burn') {
    add(`balance${target}`, -Math.min(value, funds))
    add('supply', -Math.min(value, funds))
  } else if (kind === 'log') add('logs', 1)
  else model.set(kind + target, value)
}

function onJournal(
  journal: Journal,
  { kind, target, value }: Extract<Operation, { target: number }>,
): void {
  const account = journal.account(id32(target))
  const amount = account.balance < BigInt(value) ? account.balance : BigInt(value)
  const optional = value === 0 ? undefined : Uint8Array.of(value)
  if (kind === 'issue') journal.supply.issue(account, BigInt(value), 'test')
  else if (kind === 'move') {
    journal.debit(account, amount)
    journal.credit(journal.account(id32((target + 1) % 4)), amount)
  } else if (kind === 'burn') journal.supply.burn(account, amount, 'test')
  else if (kind === 'nonce') journal.setNonce(account, BigInt(value))
  else if (kind === 'record') {
    journal.setRecord(journal.record(codec, id32(target)), value === 0 ? undefined : value)
  } else if (kind === 'slot') {
    journal.setSlot(journal.slot(journal.space(id16(1)), BigInt(target)), BigInt(value))
  } else if (kind === 'cell') {
    journal.setCell(journal.cell(CellType.machine, [Uint8Array.of(target)]), optional)
  } else if (kind === 'alias') {
    const alias = optional && { id: id32(value), canonical: true, revoked: false }
    journal.setAlias(1, Uint8Array.of(target), alias)
  } else journal.log({ address: new Uint8Array(20), topics: [], data: Uint8Array.of(value) })
}

function expectSame(journal: Journal, model: Model): void {
  for (let i = 0; i < 4; i++) {
    expect(journal.account(id32(i)).balance).toBe(BigInt(get(model, `balance${i}`)))
    expect(journal.account(id32(i)).nonce).toBe(BigInt(get(model, `nonce${i}`)))
    expect(journal.record(codec, id32(i)).value ?? 0).toBe(get(model, `record${i}`))
    const slot = journal.slot(journal.space(id16(1)), BigInt(i))
    expect(slot.value).toBe(BigInt(get(model, `slot${i}`)))
    const cell = journal.cell(CellType.machine, [Uint8Array.of(i)])
    expect(cell.value?.[0] ?? 0).toBe(get(model, `cell${i}`))
    expect(journal.alias(1, Uint8Array.of(i))?.id[0] ?? 0).toBe(get(model, `alias${i}`))
  }
  expect(journal.supply.total).toBe(BigInt(get(model, 'supply')))
  expect(journal.logs.length).toBe(get(model, 'logs'))
}

describe('the journal', () => {
  it('takes back exactly what came after a checkpoint, and the root is as if it had never been', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const genesis = buildState()
        const journal = new Journal(genesis)
        let model: Model = new Map()
        let kept: Exclude<Operation, { kind: 'checkpoint' | 'revert' | 'commit' | 'end' }>[] = []
        let marks: { mark: number; model: Model; kept: number }[] = []
        for (const op of operations) {
          if ('target' in op) {
            onModel(model, op)
            onJournal(journal, op)
            kept.push(op)
          } else if (op.kind === 'checkpoint') {
            marks.push({ mark: journal.checkpoint(), model: new Map(model), kept: kept.length })
          } else if (op.kind === 'commit') marks.pop()
          else if (op.kind === 'end') {
            journal.endTransaction()
            model.delete('logs')
            marks = []
          } else {
            const top = marks.pop()
            if (top === undefined) continue
            journal.revert(top.mark)
            model = top.model
            kept = kept.slice(0, top.kept)
          }
          expectSame(journal, model)
        }
        journal.endTransaction()
        const state = genesis.apply(journal.takeDiff())
        const plain = new Journal(genesis)
        for (const op of kept) onJournal(plain, op)
        plain.endTransaction()
        const expected = genesis.apply(plain.takeDiff())
        for (let i = 0; i < 4; i++)
          expect(state.account(id32(i))).toEqual(expected.account(id32(i)))
        expect(bytesToHex(state.root)).toBe(bytesToHex(expected.root))
      }),
      { seed: 41, numRuns: 300 },
    )
  })

  it('leaves the state as it was when everything is rolled back', () => {
    const genesis = buildState()
    const journal = new Journal(genesis)
    const mark = journal.checkpoint()
    journal.supply.issue(journal.account(id32(1)), 5n, 'test')
    journal.retireSpace(journal.createSpace(id16(1)))
    journal.setNonce(journal.account(id32(2)), 1n)
    journal.revert(mark)
    journal.endTransaction()
    expect(genesis.apply(journal.takeDiff()).root).toEqual(genesis.apply(emptyDiff).root)
  })
})
