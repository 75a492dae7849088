/** S5: what exhausts the host is never a receipt, and what a program may legally nest does not exhaust it. */
import { expect, test } from 'vitest'
import type { Engine } from '../../src/index.ts'
import { createEvmEngine, createGenesis, executeBlock } from '../../src/index.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { eoa } from '../support/wallet.ts'

const alice = eoa(1)
const contract = `0x${'c0'.repeat(20)}` as const

function genesis(code: string, engines?: readonly Engine[]) {
  return createGenesis({
    chainId: 1337,
    alloc: { [alice.address]: { balance: 10n ** 30n }, [contract]: { code } },
    // Before EIP-7825: one transaction may carry any gas.
    evmFork: 'prague',
    configure: (draft) => {
      draft.machines = ['evm']
      draft.gasRates = { evm: { units: 1n, gas: 1n } }
    },
    ...(engines === undefined ? {} : { engines }),
  })
}

async function callContract(gas: bigint) {
  const signed = await alice.signTransaction({
    type: 'eip1559',
    chainId: 1337,
    nonce: 0,
    to: contract,
    gas,
    maxFeePerGas: 1n,
    maxPriorityFeePerGas: 0n,
  })
  return { kind: 'ethereum', bytes: hexToBytes(signed) } as const
}

test('S5: 1,024 nested calls use no more of the host stack than one', async () => {
  // CALL(gas, address, 0, 0, 0, 0, 0)
  const state = genesis('0x5f5f5f5f5f305af100')
  const hostFrames = new Map<number, number>()
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 10_000
  try {
    executeBlock(
      state,
      [await callContract(10n ** 15n)],
      {},
      {
        inspector: {
          enter: ({ depth }) => hostFrames.set(depth, new Error().stack!.split('\n').length),
        },
      },
    )
  } finally {
    Error.stackTraceLimit = limit
  }
  expect(hostFrames.has(1024)).toBe(true)
  expect(hostFrames.get(1024)).toBe(hostFrames.get(1))
})

test('S5: memory that no gas should buy halts before it is allocated', async () => {
  // MSTORE at 2^63: within the gas limit's number range, far beyond any memory.
  const state = genesis('0x6001678000000000000000525f')
  const { receipts } = executeBlock(state, [await callContract(2n ** 62n)])
  expect(receipts[0]).toMatchObject({ status: 'halted', error: { name: 'OutOfGas' } })
})

test('S5: a RangeError of the host discards the block and leaves the state usable', async () => {
  const state = genesis('0x00')
  const root = bytesToHex(state.root)
  const evm = createEvmEngine()
  let exhausted = true
  const failing: Engine = {
    ...evm,
    open: (services) => {
      const machine = evm.open(services)
      return {
        ...machine,
        openRaw: (kind, bytes) => {
          const life = machine.openRaw!(kind, bytes)
          const execute = life.execute.bind(life)
          life.execute = () => {
            const outcome = execute()
            if (exhausted) throw new RangeError('Array buffer allocation failed')
            return outcome
          }
          return life
        },
      }
    },
  }
  const tx = await callContract(100_000n)
  expect(() => executeBlock(state, [tx], {}, { engines: [failing] })).toThrowError(RangeError)
  expect(bytesToHex(state.root)).toBe(root)
  exhausted = false
  const after = executeBlock(state, [tx], {}, { engines: [failing] })
  expect(bytesToHex(after.root)).toBe(bytesToHex(executeBlock(state, [tx]).root))
})
