/** Base fee and blob fee against the header of @ethereumjs/block. */

import { createBlockHeader } from '@ethereumjs/block'
import { Common, Mainnet } from '@ethereumjs/common'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NVmError } from '../../src/errors.ts'
import {
  blobBaseFee,
  blobParameters,
  effectiveGasPrice,
  fakeExponential,
  GAS_PER_BLOB,
  nextBaseFee,
  nextExcessBlobGas,
} from '../../src/vms/evm/fees.ts'

const forks = ['cancun', 'prague', 'osaka', 'bpo1', 'bpo2'] as const
const commonOf = (hardfork: string): Common => new Common({ chain: Mainnet, hardfork })

describe('base fee', () => {
  it('moves as @ethereumjs/block says', () => {
    const common = commonOf('london')
    const limit = fc.bigInt({ min: 5_000n, max: 60_000_000n })
    fc.assert(
      fc.property(
        limit,
        fc.nat(1000),
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        (gasLimit, share, baseFee) => {
          const gasUsed = (gasLimit * BigInt(share)) / 1000n
          const parent = { baseFee, gasLimit, gasUsed }
          const header = createBlockHeader(
            { number: 13_000_000n, gasLimit, gasUsed, baseFeePerGas: baseFee },
            { common, skipConsensusFormatValidation: true },
          )
          expect(nextBaseFee(parent)).toBe(header.calcNextBaseFee())
        },
      ),
      { seed: 31, numRuns: 300 },
    )
  })

  it('stays at the target, and refuses a limit that has none', () => {
    expect(nextBaseFee({ baseFee: 7n, gasUsed: 50n, gasLimit: 100n })).toBe(7n)
    expect(nextBaseFee({ baseFee: 0n, gasUsed: 51n, gasLimit: 100n })).toBe(1n)
    expect(() => nextBaseFee({ baseFee: 7n, gasUsed: 1n, gasLimit: 1n })).toThrow(NVmError)
  })
})

describe('blob fee', () => {
  it('has the parameters of @ethereumjs/common', () => {
    expect(blobParameters('shanghai')).toBeUndefined()
    for (const fork of forks) {
      // The header adds the parameters of its own package.
      const { common } = createBlockHeader({}, { common: commonOf(fork) })
      const schedule = common.getBlobGasSchedule()
      const ours = blobParameters(fork)!
      expect(BigInt(ours.target) * GAS_PER_BLOB).toBe(schedule.targetBlobGasPerBlock)
      expect(BigInt(ours.max) * GAS_PER_BLOB).toBe(schedule.maxBlobGasPerBlock)
      expect(ours.updateFraction).toBe(schedule.blobGasPriceUpdateFraction)
    }
  })

  it.each(forks)('moves in %s as @ethereumjs/block says', (fork) => {
    const common = commonOf(fork)
    const max = blobParameters(fork)!.max
    const excess = fc
      .tuple(fc.bigInt({ min: 0n, max: 1n << 28n }), fc.nat(20))
      .map(([e, s]) => e >> BigInt(s))
    const baseFee = fc
      .tuple(fc.bigInt({ min: 7n, max: 1n << 45n }), fc.nat(40))
      .map(([f, s]) => f >> BigInt(s))
    fc.assert(
      fc.property(excess, fc.nat(max), baseFee, (excessBlobGas, blobs, fee) => {
        const blobGasUsed = BigInt(blobs) * GAS_PER_BLOB
        const header = createBlockHeader(
          {
            number: 20_000_000n,
            gasLimit: 30_000_000n,
            excessBlobGas,
            blobGasUsed,
            baseFeePerGas: fee,
          },
          { common, skipConsensusFormatValidation: true },
        )
        const parent = { excessBlobGas, blobGasUsed, baseFee: fee }
        expect(nextExcessBlobGas(parent, fork)).toBe(header.calcNextExcessBlobGas(header.common))
        expect(blobBaseFee(excessBlobGas, fork)).toBe(header.getBlobGasPrice())
      }),
      { seed: 32, numRuns: 200 },
    )
  })

  it('is zero before Cancun', () => {
    const parent = { excessBlobGas: 0n, blobGasUsed: 0n, baseFee: 1n }
    expect(nextExcessBlobGas(parent, 'shanghai')).toBe(0n)
    expect(blobBaseFee(0n, 'shanghai')).toBe(0n)
  })

  it('approximates the exponential, and refuses an exponent that would not end', () => {
    // Rounded down, so below factor * e^(numerator / denominator): 38493, 6, 49.4, 542, 5.7e9.
    expect(fakeExponential(38_493n, 0n, 1_000n)).toBe(38_493n)
    expect(fakeExponential(0n, 1_234n, 2_345n)).toBe(0n)
    expect(fakeExponential(1n, 2n, 1n)).toBe(6n)
    expect(fakeExponential(1n, 4n, 1n)).toBe(49n)
    expect(fakeExponential(10n, 8n, 2n)).toBe(542n)
    expect(fakeExponential(1n, 50_000_000n, 2_225_652n)).toBe(5_709_098_764n)
    expect(fakeExponential(1n, 177n, 1n) < 1n << 256n).toBe(true)
    expect(() => blobBaseFee(1n << 63n, 'prague')).toThrow(NVmError)
  })
})

describe('effective gas price', () => {
  it('is the price of a legacy transaction, else base fee and what is left of the tip', () => {
    const dynamic = { gasPrice: undefined, maxFeePerGas: 100n, maxPriorityFeePerGas: 10n }
    expect(effectiveGasPrice(dynamic, 50n)).toBe(60n)
    expect(effectiveGasPrice(dynamic, 95n)).toBe(100n)
    expect(effectiveGasPrice(dynamic, 100n)).toBe(100n)
    const legacy = { gasPrice: 70n, maxFeePerGas: undefined, maxPriorityFeePerGas: undefined }
    expect(effectiveGasPrice(legacy, 50n)).toBe(70n)
  })
})
