/** A partial state answers what it has proofs of and throws MissingState for the rest. */
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { Journal } from '../../src/state/journal.ts'
import { buildWitness, WitnessState } from '../../src/state/witness.ts'
import { buildState, chain, emptyDiff, id16, id32 } from './state-model.ts'

const account = { balance: 5n, nonce: 1n, epoch: 0n, flags: 0, origin: undefined }
const state = buildState().apply({
  ...emptyDiff,
  accounts: [1, 2, 3].map((n) => ({ id: id32(n), value: account })),
  storage: [{ storageId: id16(1), slots: [{ key: 3n, value: 4n }] }],
})

function recorded(run: (journal: Journal) => void) {
  const journal = new Journal(state, { recordAccess: true })
  run(journal)
  journal.endTransaction()
  return { sets: journal.access!.last, diff: journal.takeDiff() }
}

const execute = (journal: Journal): void => {
  const [a, b] = [journal.account(id32(1)), journal.account(id32(9))]
  journal.debit(a, 2n)
  journal.credit(b, 2n)
  const space = journal.space(id16(1))
  journal.setSlot(journal.slot(space, 4n), journal.slot(space, 3n).value)
  journal.alias(1, new Uint8Array(20))
  journal.supply.burn(a, 1n, 'fee')
}

describe('WitnessState', () => {
  it('gives an execution the same changes as the whole state', () => {
    const { sets, diff } = recorded(execute)
    const partial = new WitnessState(buildWitness(state, [sets]), nobleCrypto)
    const journal = new Journal(partial)
    journal.supply.counter('issued')
    expect(() => execute(journal)).not.toThrow()
    journal.endTransaction()
    expect(state.apply(journal.takeDiff()).root).toEqual(state.apply(diff).root)
    expect(partial.chain).toEqual(chain)
  })

  it('throws MissingState for what no proof speaks of, never reads it as zero', () => {
    const { sets } = recorded((journal) => journal.account(id32(9)))
    const partial = new WitnessState(buildWitness(state, [sets]), nobleCrypto)
    expect(partial.account(id32(9))).toBeUndefined()
    const asks: (() => unknown)[] = [
      () => partial.account(id32(1)),
      () => partial.account(id32(8)),
      () => partial.record(1, id32(9)),
      () => partial.slot(id16(1), 3n),
      () => partial.slotCount(id16(1)),
      () => partial.slots(id16(1)),
      () => partial.alias(1, new Uint8Array(20)),
      () => partial.cell(0x17, []),
      () => partial.blob(new Uint8Array(32)),
    ]
    for (const ask of asks) expect(ask).toThrow('MissingState')
  })

  it('refuses a leaf whose value is not the proven one', () => {
    const { sets } = recorded((journal) => journal.account(id32(1)))
    const witness = buildWitness(state, [sets])
    for (let i = 0; i < witness.leaves.length; i++) {
      const leaves = witness.leaves.map((leaf, at) =>
        at === i
          ? { ...leaf, value: leaf.value === undefined ? Uint8Array.of(1) : undefined }
          : leaf,
      )
      expect(() => new WitnessState({ ...witness, leaves }, nobleCrypto)).toThrow('InvalidProof')
    }
    expect(() => new WitnessState({ ...witness, root: new Uint8Array(32) }, nobleCrypto)).toThrow(
      'InvalidProof',
    )
  })
})
