import { describe, expect, test } from 'vitest'
import { evmParameterNames, evmParametersOf } from '../../scripts/evm-params.ts'
import { EVM_PARAMETERS, FORK_NAMES } from '../../src/vms/evm-core/index.ts'

describe.each(FORK_NAMES)('gas parameters of %s', (fork) => {
  test('are those of @ethereumjs/common and @ethereumjs/evm, every one', () => {
    expect(evmParameterNames().length).toBeGreaterThan(120)
    expect(EVM_PARAMETERS[fork]).toEqual(evmParametersOf(fork))
  })
})
