/**
 * A machine of your own, in a free opcode range: a counter for everybody. It is written against the Engine contract
 * alone; fees, limits, rollback and receipts come from outside of it.
 */
import type { Engine } from 'n-vm'
import {
  CellType,
  defaultEngines,
  executeBlock,
  failureOf,
  InvalidTransactionError,
  State,
} from 'n-vm'
import { parseEther } from 'viem'
import { CHAIN_ID, check, Identity, statusOf } from './support.ts'

const COUNT = [new TextEncoder().encode('counter')]

/** Payload: 0x60, then one byte to add. The count is one byte too and may not overflow. */
const counter: Engine = {
  name: 'counter',
  opcodes: { first: 0x60, last: 0x60 },
  rawKinds: [],
  open: ({ journal }) => ({
    prepare: ({ payload, isStatic }) => {
      if (payload.length !== 2)
        throw new InvalidTransactionError('MalformedPayload', 'counter payload expected 2 bytes')
      const step = payload[1]!
      return {
        intrinsicGas: 5_000n,
        value: 0n,
        execute: () => {
          const cell = journal.cell(CellType.machine, COUNT)
          const sum = (cell.value?.[0] ?? 0) + step
          if (isStatic || sum > 0xff) {
            const failure = failureOf('OperationRefused', `count expected below 256, got ${sum}`)
            return { status: 'reverted', gasUsed: 0n, output: new Uint8Array(0), failure }
          }
          journal.setCell(cell, Uint8Array.of(sum))
          return { status: 'success', gasUsed: 0n, output: Uint8Array.of(sum) }
        },
      }
    },
  }),
}

const engines = [...defaultEngines(), counter]
const carol = new Identity(0xca)
// The machines of a chain are committed in its state, so every block must be given the engine.
const genesis = State.genesis({
  chainId: CHAIN_ID,
  accounts: [{ id: carol.id, balance: parseEther('1') }],
  engines,
})

const payloads = [
  Uint8Array.of(0x60, 200),
  Uint8Array.of(0x60, 50),
  Uint8Array.of(0x60, 50),
  Uint8Array.of(0x61, 1),
]
const { state, receipts } = executeBlock(
  genesis,
  payloads.map((payload, index) => carol.envelope(genesis, payload, BigInt(index))),
  {},
  { engines },
)
const expected = ['success', 'success', 'reverted: OperationRefused', 'rejected: UnknownOpcode']
receipts.forEach((receipt, index) => {
  check(
    `${statusOf(receipt)}, machine ${receipt.machine ?? '-'}, gas ${receipt.gasUsed}`,
    statusOf(receipt) === expected[index],
  )
})
const count = state.cell(CellType.machine, COUNT)
check(`the count is ${count?.[0]}`, count?.[0] === 250)

let error = ''
try {
  executeBlock(genesis, [])
} catch (thrown) {
  error = (thrown as Error).message
}
check('without the engine the chain does not run', error.includes('UnknownMachine'))
