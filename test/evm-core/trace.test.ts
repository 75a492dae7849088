import { expect, test } from 'vitest'
import { CallTracer } from '../../src/trace/call-tracer.ts'
import { StructLogTracer } from '../../src/trace/struct-log.ts'
import { code, returnTop, run } from '../support/evm-dsl.ts'
import { CONTRACTS, theirs } from './peers.ts'

const CALLEE = 0xca11een

test('struct log: every step with the gas it cost', () => {
  const tracer = new StructLogTracer({ memory: true })
  const program = code(0, 0, 0, 0, 0, CALLEE, 50_000, 'CALL', 1, 0, 'SSTORE', 'STOP')
  run(program, {
    accounts: { '0xca11ee': { code: code(7, 0, 'MSTORE', 0, 0, 'REVERT') } },
    env: { inspector: tracer },
  })
  const line = (index: number) => {
    const { pc, opName, gasCost, depth, stack, memSize } = tracer.steps[index]!
    return [pc, opName, Number(gasCost), depth, stack.length, memSize]
  }
  expect(line(0)).toEqual([0, 'PUSH1', 3, 1, 0, 0])
  expect(line(7)).toEqual([17, 'CALL', 52_600, 1, 7, 0])
  expect(line(8)).toEqual([0, 'PUSH1', 3, 2, 0, 0])
  expect(line(10)).toEqual([4, 'MSTORE', 6, 2, 2, 0])
  expect(tracer.steps[13]).toMatchObject({
    opName: 'REVERT',
    memSize: 32,
    error: 'Reverted',
    memory: `0x${'7'.padStart(64, '0')}`,
  })
  expect(line(14)).toEqual([18, 'PUSH1', 3, 1, 1, 0])
  expect(line(16)).toEqual([22, 'SSTORE', 22_100, 1, 3, 0])
  expect(tracer.steps.at(-1)).toMatchObject({ opName: 'STOP', gasCost: '0x0' })
})

test('steps are those of @ethereumjs/evm', async () => {
  const program = code(
    1,
    'DUP1',
    'ADD',
    3,
    'SSTORE',
    3,
    'SLOAD',
    0,
    'MSTORE',
    32,
    0,
    'KECCAK256',
    'GAS',
    'ADD',
    ...returnTop,
  )
  const codes = CONTRACTS.map(() => program)
  const steps: string[] = []
  await theirs('cancun', codes, (step) =>
    steps.push(`${step.pc} ${step.gasLeft} ${step.stack.join()}`),
  )
  const tracer = new StructLogTracer()
  run(program, { fork: 'cancun', gas: 300_000n, env: { inspector: tracer } })
  expect(
    tracer.steps.map(({ pc, gas, stack }) => `${pc} ${BigInt(gas)} ${stack.map(BigInt).join()}`),
  ).toEqual(steps)
})

test('call tracer: the tree, failures, events only of what stands', () => {
  const tracer = new CallTracer()
  const program = code(
    ...[0, 0, 'LOG0'],
    ...[0, 0, 0, 0, 5, CALLEE, 60_000, 'CALL'],
    ...[0, 0, 0, 0, CALLEE, 60_000, 'DELEGATECALL'],
    ...[0, 0, 0, 'CREATE'],
  )
  const callee = code(0, 0, 'LOG0', 1, 'POP', 'INVALID')
  const result = run(program, {
    value: 10n,
    accounts: { '0xca11ee': { code: callee } },
    env: { inspector: tracer },
  })
  expect(result.status).toBe('success')
  expect(tracer.roots).toHaveLength(1)
  const root = tracer.roots[0]!
  expect(root).toMatchObject({ type: 'CALL', value: '0xa', machine: 'evm', gas: '0xf4240' })
  expect(root.logs).toHaveLength(1)
  expect(
    root.calls.map(({ type, error, logs, gasUsed }) => [type, error, logs.length, Number(gasUsed)]),
  ).toEqual([
    ['CALL', 'InvalidOpcode', 0, 62_300],
    ['DELEGATECALL', 'InvalidOpcode', 0, 60_000],
    ['CREATE', undefined, 0, 0],
  ])
  expect(Number(root.gasUsed)).toBe(Number(1_000_000n - result.gasLeft))
})
