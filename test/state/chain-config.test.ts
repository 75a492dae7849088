/** Chain configuration: one encoding, checked bounds, edited by recipe. */
import { describe, expect, it } from 'vitest'
import { NVmError } from '../../src/errors.ts'
import type { ChainConfig } from '../../src/state/chain-config.ts'
import {
  checkChainConfig,
  decodeChainConfig,
  defaultChainConfig,
  encodeChainConfig,
} from '../../src/state/chain-config-codec.ts'
import { editChainConfig, editGenesis } from '../../src/state/edit.ts'

const full = defaultChainConfig({
  chainId: (1n << 64n) - 1n,
  forks: [
    { machine: 'evm', fork: 'london', block: 0n },
    { machine: 'evm', fork: 'cancun', time: 1_710_338_135n },
  ],
  allow: { unprotectedTransactions: true, chainIdZeroAuthorizations: true },
  parameters: { evm: { second: (1n << 256n) - 1n, first: 0n } },
  precompileBase: 0x0100n,
  supplyCap: 10n ** 27n,
})

describe('chain configuration', () => {
  it('round-trips', () => {
    for (const config of [defaultChainConfig(), full]) {
      expect(decodeChainConfig(encodeChainConfig(config))).toEqual(config)
    }
  })

  it('does not depend on the order in which gas rates and parameters were written', () => {
    const turn = <T>(record: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(record).reverse())
    const turned = {
      gasRates: turn(full.gasRates),
      parameters: { evm: turn(full.parameters.evm!) },
    }
    expect(encodeChainConfig({ ...full, ...turned })).toEqual(encodeChainConfig(full))
  })

  it('decodes no other bytes: every truncation and every mutation is refused or means something else', () => {
    const bytes = encodeChainConfig(full)
    for (let end = 0; end < bytes.length; end++) {
      expect(() => decodeChainConfig(bytes.slice(0, end))).toThrow(NVmError)
    }
    expect(() => decodeChainConfig(Uint8Array.of(...bytes, 0))).toThrow('InvalidChainConfig')
    for (let at = 0; at < bytes.length; at++) {
      const bad = bytes.slice()
      bad[at]! ^= 1
      try {
        expect(encodeChainConfig(decodeChainConfig(bad))).toEqual(bad)
      } catch (error) {
        expect(String(error)).toContain('InvalidChainConfig')
      }
    }
  })

  it.each<readonly [string, Partial<ChainConfig>]>([
    ['chain id 0', { chainId: 0n }],
    ['chain id of 2^64', { chainId: 1n << 64n }],
    ['a machine twice', { machines: ['evm', 'evm'] }],
    ['a nameless machine', { machines: ['native', 'evm', ''] }],
    ['a fork of an unknown machine', { forks: [{ machine: 'svm', fork: 'x', block: 0n }] }],
    ['a fork by height and time', { forks: [{ machine: 'evm', fork: 'x', block: 0n, time: 0n }] }],
    ['a fork at no point', { forks: [{ machine: 'evm', fork: 'x' }] }],
    ['a gas rate of zero', { gasRates: { evm: { units: 0n, gas: 1n } } }],
    ['a rate of an unknown machine', { gasRates: { bvm: { units: 1n, gas: 1n } } }],
    ['parameters of an unknown machine', { parameters: { bvm: { x: 1n } } }],
    ['an empty list of parameters', { parameters: { evm: {} } }],
    ['a nameless parameter', { parameters: { evm: { '': 1n } } }],
    ['a parameter of 2^256', { parameters: { evm: { x: 1n << 256n } } }],
    ['nine crossings', { limits: { ...full.limits, crossings: 9 } }],
    ['no sweep', { limits: { ...full.limits, sweepPerBlock: 0 } }],
    ['a precompile base past 20 bytes', { precompileBase: 1n << 160n }],
    ['a cap of 2^256', { supplyCap: 1n << 256n }],
  ])('refuses %s', (_name, change) => {
    expect(() => checkChainConfig({ ...full, ...change })).toThrow('InvalidChainConfig')
  })

  it('is edited by recipe; the original stays, the result is checked', () => {
    const edited = editChainConfig(full, (draft) => {
      draft.limits.crossings = 4
      draft.forks.push({ machine: 'evm', fork: 'osaka', time: 1_764_798_551n })
    })
    expect(edited.limits.crossings).toBe(4)
    expect(full.limits.crossings).toBe(8)
    expect(edited.forks.length).toBe(3)
    expect(() => editChainConfig(full, (draft) => void (draft.chainId = 0n))).toThrow(
      'InvalidChainConfig',
    )
    const genesis = editGenesis({ accounts: [{ balance: 1n }] }, (draft) => {
      draft.accounts[0]!.balance = 2n
    })
    expect(genesis.accounts[0]!.balance).toBe(2n)
  })
})
