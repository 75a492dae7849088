/** Prices of native operations that depend on their payload. */
import { describe, expect, it } from 'vitest'
import { NATIVE_GAS, nativeGas } from '../../src/vms/native/gas.ts'

const wallet = { operation: 'bindAddress', namespace: 4, address: new Uint8Array(20) } as const

describe('bindAddress', () => {
  it.each([
    [65, 0n],
    [66, 3_000n],
    [130, 3_000n],
    [325, 12_000n],
  ])('pays for each signature that a proof of %i bytes can hold', (length, more) => {
    const gas = nativeGas({ ...wallet, proof: new Uint8Array(length) })
    expect(gas).toBe(NATIVE_GAS.bindAddress + more)
  })
})
