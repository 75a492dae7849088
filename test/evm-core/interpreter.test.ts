import { describe, expect, test } from 'vitest'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import { code, returnTop, run } from '../support/evm-dsl.ts'

const word = (result: { output: Uint8Array }) => bytesToU256(result.output)
const M = 2n ** 256n

describe('instructions', () => {
  test.each([
    ['ADD wraps', [1, M - 1n, 'ADD'], 0n],
    ['SUB wraps', [1, 0, 'SUB'], M - 1n],
    ['MUL', [M - 1n, M - 1n, 'MUL'], 1n],
    ['DIV by zero', [0, 5, 'DIV'], 0n],
    ['SDIV of the lowest by -1', [M - 1n, 2n ** 255n, 'SDIV'], 2n ** 255n],
    ['SMOD has the sign of the dividend', [3, M - 8n, 'SMOD'], M - 2n],
    ['ADDMOD does not wrap', [7, M - 1n, M - 1n, 'ADDMOD'], (2n * (M - 1n)) % 7n],
    ['MULMOD does not wrap', [12, M - 1n, M - 1n, 'MULMOD'], ((M - 1n) * (M - 1n)) % 12n],
    ['EXP', [300, 3, 'EXP'], 3n ** 300n % M],
    ['EXP of two past the word', [256, 2, 'EXP'], 0n],
    ['SIGNEXTEND', [0xff, 0, 'SIGNEXTEND'], M - 1n],
    ['BYTE', [0xabcd, 30, 'BYTE'], 0xabn],
    ['SAR of a negative', [M - 16n, 300, 'SAR'], M - 1n],
    ['SHL', [1, 255, 'SHL'], 2n ** 255n],
    ['CLZ', [2n ** 200n, 'CLZ'], 55n],
    ['CLZ of zero', [0, 'CLZ'], 256n],
    ['SLT', [1, M - 1n, 'SLT'], 1n],
    ['NOT', [0, 'NOT'], M - 1n],
    ['GAS', ['GAS'], 999_998n],
  ] as const)('%s', (_, program, expected) => {
    expect(word(run(code(...program, ...returnTop)))).toBe(expected)
  })

  test('failures are statuses that take all gas', () => {
    expect(run(code('ADD'))).toMatchObject({
      status: 'halted',
      failure: 'StackUnderflow',
      gasLeft: 0n,
    })
    expect(run(code(5, 'JUMP'))).toMatchObject({ status: 'halted', failure: 'InvalidJump' })
    expect(run(code('INVALID'))).toMatchObject({ failure: 'InvalidOpcode' })
    expect(run(code(0, 2n ** 64n, 'MSTORE'))).toMatchObject({ failure: 'OutOfGas' })
    expect(run(code(0, 0, 'REVERT'))).toMatchObject({
      status: 'reverted',
      failure: 'Reverted',
      gasLeft: 999_994n,
    })
    expect(run(code('CLZ'), { fork: 'prague' })).toMatchObject({ failure: 'InvalidOpcode' })
  })
})

describe('gas above 2^53', () => {
  test.each([2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 64n + 12_345n])('GAS is exact at %d', (gas) => {
    expect(word(run(code('GAS', ...returnTop), { gas }))).toBe(gas - 2n)
    expect(run(code(1, 'POP'), { gas }).gasLeft).toBe(gas - 5n)
  })

  test('the 63/64 rule is exact', () => {
    const gas = 2n ** 62n + 77n
    const callee = code('GAS', ...returnTop)
    const program = code(32, 0, 0, 0, 0, 0xca11ee, 'GAS', 'CALL', 'POP', 0, 'MLOAD', ...returnTop)
    const result = run(program, { gas, accounts: { '0xca11ee': { code: callee } } })
    // 6 pushes, GAS, memory, cold access.
    const left = gas - 18n - 2n - 3n - 2600n
    expect(word(result)).toBe(left - left / 64n - 2n)
  })
})

test('calls nest 1024 deep without a JavaScript stack', () => {
  // Calls itself with all gas and returns the callee's depth plus one.
  const program = code(
    32,
    0,
    0,
    0,
    0,
    'ADDRESS',
    'GAS',
    'CALL',
    'POP',
    1,
    0,
    'MLOAD',
    'ADD',
    ...returnTop,
  )
  expect(word(run(program, { gas: 2n ** 60n }))).toBe(1025n)
})
