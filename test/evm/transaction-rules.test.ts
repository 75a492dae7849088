/** Every rule that needs no state, at its boundary and across the fork that brought it. */

import { describe, expect, it } from 'vitest'
import { InvalidTransactionError } from '../../src/errors.ts'
import { concatBytes } from '../../src/primitives/bytes.ts'
import { MAX_U64, u256ToBytes } from '../../src/primitives/u256.ts'
import {
  checkSignatureForm,
  checkTransactionFields,
  type TransactionRules,
} from '../../src/vms/evm/transaction/rules.ts'
import { SECP256K1_ORDER } from '../../src/vms/evm/transaction/signature.ts'
import type { EthereumTransaction, TransactionFields } from '../../src/vms/evm/transaction/types.ts'
import type { ForkName } from '../../src/vms/evm-core/forks/names.ts'

const address = new Uint8Array(20).fill(1)
const authorization = { chainId: 0n, address, nonce: 0n, yParity: 0n, r: 1n, s: 1n }
const base: TransactionFields = {
  type: 2,
  chainId: 1n,
  nonce: 0n,
  gasLimit: 100_000n,
  gasPrice: undefined,
  maxFeePerGas: 10n,
  maxPriorityFeePerGas: 1n,
  to: address,
  value: 0n,
  data: new Uint8Array(0),
  accessList: [],
  maxFeePerBlobGas: undefined,
  blobVersionedHashes: [],
  authorizationList: [],
}
const kzgHash = new Uint8Array(32).fill(1)
const blob = { type: 3, maxFeePerBlobGas: 1n, blobVersionedHashes: [kzgHash] } as const
const legacy = {
  type: 0,
  gasPrice: 10n,
  maxFeePerGas: undefined,
  maxPriorityFeePerGas: undefined,
} as const

/** `ok` or the name of the rule that refuses. */
function verdict(
  fork: ForkName,
  change: Partial<TransactionFields> = {},
  rules: Partial<TransactionRules> = {},
): string {
  try {
    checkTransactionFields(
      { ...base, ...change },
      { fork, chainId: 1n, allowUnprotected: true, ...rules },
    )
    return 'ok'
  } catch (error) {
    if (error instanceof InvalidTransactionError) return error.codeName
    throw error
  }
}

describe('rules without state', () => {
  it.each([
    [1, 'istanbul', 'berlin', {}],
    [2, 'berlin', 'london', {}],
    [3, 'shanghai', 'cancun', blob],
    [4, 'cancun', 'prague', { authorizationList: [authorization] }],
  ] as const)('know type %i since its fork', (type, before, since, fields) => {
    expect(verdict(before, { ...fields, type })).toBe('UnsupportedTransactionType')
    expect(verdict(since, { ...fields, type })).toBe('ok')
    expect(verdict('bpo2', { ...fields, type })).toBe('ok')
  })

  it('S9 binds a transaction to its chain, or asks by name whether unprotected ones are taken', () => {
    expect(verdict('prague', { chainId: 2n })).toBe('WrongChain')
    expect(verdict('prague', { ...legacy, chainId: undefined })).toBe('ok')
    const refused = verdict(
      'prague',
      { ...legacy, chainId: undefined },
      { allowUnprotected: false },
    )
    expect(refused).toBe('UnprotectedTransaction')
  })

  it('bound the nonce (EIP-2681)', () => {
    expect(verdict('frontier', { ...legacy, nonce: MAX_U64 - 1n })).toBe('ok')
    expect(verdict('frontier', { ...legacy, nonce: MAX_U64 })).toBe('NonceExhausted')
  })

  it('bound fees', () => {
    expect(verdict('london', { maxPriorityFeePerGas: 10n })).toBe('ok')
    expect(verdict('london', { maxPriorityFeePerGas: 11n })).toBe('PriorityFeeAboveMaxFee')
    const product = { gasLimit: 1n << 20n, maxFeePerGas: 1n << 236n }
    expect(verdict('london', product)).toBe('AmountOutOfRange')
    expect(verdict('london', { ...product, maxFeePerGas: (1n << 236n) - 1n })).toBe('ok')
  })

  it('bound init code since Shanghai (EIP-3860) and gas since Osaka (EIP-7825)', () => {
    const create = { to: undefined, gasLimit: 10_000_000n }
    expect(verdict('paris', { ...create, data: new Uint8Array(49_153) })).toBe('ok')
    expect(verdict('shanghai', { ...create, data: new Uint8Array(49_152) })).toBe('ok')
    expect(verdict('shanghai', { ...create, data: new Uint8Array(49_153) })).toBe(
      'InitCodeTooLarge',
    )
    expect(verdict('prague', { gasLimit: 16_777_217n })).toBe('ok')
    expect(verdict('osaka', { gasLimit: 16_777_216n })).toBe('ok')
    expect(verdict('osaka', { gasLimit: 16_777_217n })).toBe('GasLimitTooHigh')
  })

  it('bound blobs', () => {
    const blobs = (count: number): Partial<TransactionFields> => ({
      ...blob,
      blobVersionedHashes: new Array(count).fill(kzgHash),
    })
    expect(verdict('cancun', blobs(0))).toBe('BlobTransactionInvalid')
    expect(verdict('cancun', blobs(6))).toBe('ok')
    expect(verdict('cancun', blobs(7))).toBe('BlobLimitExceeded')
    expect(verdict('prague', blobs(9))).toBe('ok')
    expect(verdict('prague', blobs(10))).toBe('BlobLimitExceeded')
    expect(verdict('osaka', blobs(7))).toBe('BlobLimitExceeded')
    const otherVersion = { ...blob, blobVersionedHashes: [kzgHash, new Uint8Array(32).fill(2)] }
    expect(verdict('cancun', otherVersion)).toBe('BlobTransactionInvalid')
  })

  it('want a recipient and a list of blob and set-code transactions', () => {
    expect(verdict('prague', { ...blob, to: undefined })).toBe('ContractCreationForbidden')
    const setCode = { type: 4, authorizationList: [authorization] } as const
    expect(verdict('prague', { ...setCode, to: undefined })).toBe('ContractCreationForbidden')
    expect(verdict('prague', { type: 4 })).toBe('AuthorizationListEmpty')
  })

  it('want gas for what a fork charges, to the unit', () => {
    const needs = (fork: ForkName, gas: bigint, fields: Partial<TransactionFields>): void => {
      expect(verdict(fork, { ...fields, gasLimit: gas })).toBe('ok')
      expect(verdict(fork, { ...fields, gasLimit: gas - 1n })).toBe('IntrinsicGasTooLow')
    }
    const mixed = { data: Uint8Array.of(0, 1, 0, 1) }
    needs('frontier', 21_000n, { ...legacy, to: undefined })
    needs('homestead', 53_000n, { ...legacy, to: undefined })
    needs('petersburg', 21_144n, { ...legacy, ...mixed })
    needs('istanbul', 21_040n, { ...legacy, ...mixed })
    needs('shanghai', 53_000n + 33n * 4n + 4n, { to: undefined, data: new Uint8Array(33) })
    const listed = {
      accessList: [
        { address, storageKeys: [1n, 1n] },
        { address, storageKeys: [] },
      ],
    }
    needs('berlin', 21_000n + 2n * 2_400n + 2n * 1_900n, { ...listed, type: 1, ...legacyPrice })
    needs('prague', 46_000n, { type: 4, authorizationList: [authorization] })
    // Floor: 2 zero bytes are 2 tokens, 2 others are 8.
    needs('prague', 21_100n, mixed)
    needs('cancun', 21_040n, mixed)
  })

  it('want low s since Homestead (EIP-2) and EIP-155 not before Spurious Dragon', () => {
    const form = (fork: ForkName, change: Partial<EthereumTransaction>): string => {
      try {
        const signed = { ...base, ...legacy, yParity: 0, r: 1n, s: 1n, raw: address, hash: address }
        const signature = concatBytes(u256ToBytes(1n), u256ToBytes(change.s ?? 1n))
        const own = { signature, signingHash: () => address }
        const tx = { ...signed, ...own, ...change } as EthereumTransaction
        checkSignatureForm(tx, fork)
        return 'ok'
      } catch (error) {
        if (error instanceof InvalidTransactionError) return error.codeName
        throw error
      }
    }
    const half = SECP256K1_ORDER >> 1n
    expect(form('frontier', { chainId: undefined, s: half + 1n })).toBe('ok')
    expect(form('homestead', { chainId: undefined, s: half })).toBe('ok')
    expect(form('homestead', { chainId: undefined, s: half + 1n })).toBe('InvalidSignature')
    expect(form('tangerineWhistle', { chainId: 1n })).toBe('InvalidSignature')
    expect(form('spuriousDragon', { chainId: 1n })).toBe('ok')
  })
})

const legacyPrice = { gasPrice: 10n, maxFeePerGas: undefined, maxPriorityFeePerGas: undefined }
