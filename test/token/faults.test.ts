/**
 * A fault between any two writes, on every face: each operation is run once for each write it makes, that write throws, and
 * nothing of the operation is left. So it is with reads of a state whose store fails, and while the next state is made.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { executeBlock, executeBlockUncommitted, reconfigure, type State } from '../../src/index.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import {
  failingHash,
  failingRead,
  failingWrite,
  InjectedFault,
  OpenBlock,
} from '../support/faults.ts'
import { brokenSums } from '../support/token-stage.ts'
import { type FaultCase, type FaultStage, faultStage } from './fault-cases.ts'

let stage: FaultStage
let before: string
beforeAll(async () => {
  stage = await faultStage()
  before = bytesToHex(stage.state.root)
}, 240_000)

const execute = ({ transaction }: FaultCase, state: State = stage.state) =>
  executeBlock(state, [transaction], { timestamp: stage.timestamp })

/** Root after the operation without a fault. */
function expected(one: FaultCase): string {
  const { receipts, root, state } = execute(one)
  const [receipt] = receipts
  expect([one.face, one.name, receipt?.status]).toEqual([one.face, one.name, 'success'])
  expect(brokenSums(state)).toEqual([])
  state.release()
  return bytesToHex(root)
}

const untouched = () => bytesToHex(stage.state.root) === before

/** Operations of each face that there have to be. */
const LEAST = {
  native: 40,
  'ERC-20': 26,
  'native coin': 6,
  factory: 4,
  'cross-VM': 15,
  'TRC-20': 20,
  SPL: 40,
  'SPL by CPI': 43,
  'SPL by envelope': 10,
} as const

describe('a fault between any two writes', () => {
  it.each(Object.entries(LEAST))(
    'leaves nothing of any operation: %s',
    (face, least) => {
      const cases = stage.cases.filter((one) => one.face === face)
      expect(brokenSums(stage.state)).toEqual([])
      const idle = bytesToHex(new OpenBlock(stage.state, stage.timestamp).ended().root)
      let faults = 0
      for (const one of cases) {
        const root = expected(one)
        const { calls } = failingWrite(-1, () => execute(one))
        // Nonce or marker, fee, and what the operation itself writes.
        expect([one.name, calls > 2]).toEqual([one.name, true])
        for (let place = 0; place < calls; place++) {
          const at = [one.name, place]
          // The whole machinery of a block: the exception is the store's own, and the state is as it was.
          const broken = failingWrite(place, () => execute(one))
          expect(broken.fault).toBeInstanceOf(InjectedFault)
          expect([...at, broken.thrown === broken.fault, untouched()]).toEqual([...at, true, true])
          // Rolled back by hand, the same block is one without the operation.
          const block = new OpenBlock(stage.state, stage.timestamp)
          const partial = failingWrite(place, () => block.run(one.transaction))
          expect([...at, partial.thrown === partial.fault]).toEqual([...at, true])
          const rest = block.rolledBack()
          expect([...at, bytesToHex(rest.root)]).toEqual([...at, idle])
          rest.release()
          faults++
        }
        // Whatever the library keeps between blocks has learnt nothing wrong.
        expect(expected(one)).toBe(root)
      }
      console.log(`${face}: ${cases.length} operations, ${faults} faults`)
      expect(cases.length).toBeGreaterThanOrEqual(least)
      expect(faults).toBeGreaterThan(5 * least)
    },
    240_000,
  )

  it('leaves nothing of a machine’s coming to the mints that exist', () => {
    const { chain } = stage.state
    const without = reconfigure(stage.state, (draft) => {
      draft.machines = ['native', 'evm']
      draft.gasRates = Object.fromEntries(
        draft.machines.map((name) => [name, { units: 1n, gas: 1n }]),
      )
    })
    const back = () =>
      reconfigure(without, (draft) => {
        draft.machines = [...chain.machines]
        draft.gasRates = { ...chain.gasRates }
      })
    const roots = [bytesToHex(without.root), bytesToHex(back().root)]
    const { calls } = failingWrite(-1, back, 1)
    for (let place = 0; place < calls; place++) {
      const broken = failingWrite(place, back, 1)
      expect([place, broken.thrown === broken.fault]).toEqual([place, true])
    }
    expect([bytesToHex(without.root), bytesToHex(back().root)]).toEqual(roots)
    expect(untouched()).toBe(true)
  })
})

describe('a store that fails', () => {
  it('at any read throws the block, and leaves state and caches as they were', () => {
    let faults = 0
    for (const [i, one] of stage.cases.entries()) {
      // The faces read the same things again and again: a fifth of the operations.
      if (i % 5 !== 0) continue
      const root = expected(one)
      const { calls } = failingRead(-1, () => execute(one))
      for (let place = 0; place < calls; place++) {
        const broken = failingRead(place, () => execute(one))
        const at = [one.face, one.name, place]
        expect([...at, broken.thrown === broken.fault, untouched()]).toEqual([...at, true, true])
        faults++
      }
      expect(expected(one)).toBe(root)
    }
    console.log(`${faults} failing reads`)
    expect(faults).toBeGreaterThan(1_000)
  }, 240_000)

  it('at any hash of the next state leaves the given one, and the next can still be made', () => {
    let faults = 0
    for (const face of Object.keys(LEAST)) {
      const one = stage.cases.find((other) => other.face === face) as FaultCase
      const root = expected(one)
      const input = { timestamp: stage.timestamp }
      const { diff } = executeBlockUncommitted(stage.state, [one.transaction], input)
      const { crypto } = stage.state
      const apply = (place: number) =>
        failingHash(place, crypto, (own) => stage.state.withCrypto(own).apply(diff))
      const { calls } = apply(-1)
      for (let place = 0; place < calls; place++) {
        const broken = apply(place)
        expect([face, place, broken.thrown === broken.fault]).toEqual([face, place, true])
        expect(untouched()).toBe(true)
        expect(brokenSums(stage.state)).toEqual([])
        faults++
      }
      expect(expected(one)).toBe(root)
    }
    console.log(`${faults} failing hashes`)
    expect(faults).toBeGreaterThan(50)
  })
})
