/** Simulations and views of every machine refuse arguments of another type or length by the field's name. */
import { describe, expect, it } from 'vitest'
import {
  bitcoinEvaluate,
  bitcoinTest,
  createGenesis,
  evmCall,
  evmEstimateGas,
  NVmError,
  solanaAccount,
  svmSimulate,
  tronAccount,
  tvmCall,
  tvmEstimateEnergy,
  utxoLocation,
} from '../../src/index.ts'

const state = createGenesis({ chainId: 1 })
const HEX = '0x00000000000000000000000000000000000000aa'
const address = new Uint8Array(20).fill(0xaa)
const word = new Uint8Array(32)

type Row = readonly [field: string, request: Readonly<Record<string, unknown>>, actual: string]

const ADDRESSES: readonly Row[] = ['from', 'to'].flatMap((field) => [
  [field, { [field]: HEX }, `text "${HEX}"`],
  [field, { [field]: Uint8Array.of(0x41, ...address) }, '21 bytes'],
  [field, { [field]: word }, '32 bytes'],
  [field, { [field]: null }, 'null'],
])
const BOTH: readonly Row[] = [
  ...ADDRESSES,
  ['data', { data: '0x' }, 'text "0x"'],
  ['data', { data: [1, 2] }, 'an array'],
  ['address', { overrides: [{ address: HEX, balance: 1n }] }, `text "${HEX}"`],
  ['address', { overrides: [{ address: word }] }, '32 bytes'],
  ['balance', { overrides: [{ address, balance: 1 }] }, 'number 1'],
  ['code', { overrides: [{ address, code: '0x00' }] }, 'text "0x00"'],
  ['storageDiff value', { overrides: [{ address, storageDiff: [[1n, 2]] }] }, 'number 2'],
]
const EVM: readonly Row[] = [
  ...BOTH,
  ['value', { value: 1 }, 'number 1'],
  ['value', { value: '1' }, 'text "1"'],
  ['value', { value: -1n }, '-1'],
  ['value', { value: 1n << 256n }, `${1n << 256n}`],
  ['gas', { gas: 21_000 }, 'number 21000'],
  ['gasPrice', { gasPrice: 1.5 }, 'number 1.5'],
  ['accessList[0].address', { accessList: [{ address: HEX, storageKeys: [] }] }, `text "${HEX}"`],
  ['accessList[0].storageKeys[0]', { accessList: [{ address, storageKeys: [word] }] }, '32 bytes'],
  [
    'authorizationList[0].nonce',
    { authorizationList: [{ chainId: 1n, address, nonce: 0, yParity: 0n, r: 1n, s: 1n }] },
    'number 0',
  ],
  ['blobVersionedHashes[0]', { blobVersionedHashes: [address] }, '20 bytes'],
  ['nonce', { overrides: [{ address, nonce: 1 }] }, 'number 1'],
  ['storage slot', { overrides: [{ address, storage: [['0x1', 2n]] }] }, 'text "0x1"'],
  ['storageDiff', { overrides: [{ address, storage: [], storageDiff: [] }] }, 'an array'],
]
const TRON: readonly Row[] = [
  ...BOTH,
  ['callValue', { callValue: 1 }, 'number 1'],
  ['tokenId', { tokenId: '1000001' }, 'text "1000001"'],
  ['tokenValue', { tokenValue: -1n }, '-1'],
  ['energy', { energy: 100_000 }, 'number 100000'],
  ['storageDiff', { overrides: [{ address, storageDiff: [[1n, 2n]] }] }, 'an array'],
]

function refused(run: () => unknown, name: string, actual: string): void {
  let thrown: unknown
  try {
    run()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(NVmError)
  const { codeName, context, message } = thrown as NVmError
  expect([codeName, context]).toEqual([
    'InvalidArgument',
    { name, expected: expect.any(String), actual },
  ])
  for (const part of [name, context.expected, actual]) expect(message).toContain(part)
}

describe('a simulated call', () => {
  it.each(EVM)('EVM: %s %#', (name, request, actual) => {
    refused(() => evmCall(state, request), name, actual)
    refused(() => evmEstimateGas(state, request), name, actual)
  })

  it.each(TRON)('Tron: %s %#', (name, request, actual) => {
    refused(() => tvmCall(state, request), name, actual)
    refused(() => tvmEstimateEnergy(state, request), name, actual)
  })

  it('options and block', () => {
    const gas = { gasCap: 1 } as unknown as { gasCap: bigint }
    refused(() => evmCall(state, {}, gas), 'options.gasCap', 'number 1')
    const energy = { energyCap: 1 } as unknown as { energyCap: bigint }
    refused(() => tvmCall(state, {}, energy), 'options.energyCap', 'number 1')
    const block = { number: 5 } as unknown as { number: bigint }
    for (const call of [evmCall, tvmCall])
      expect(() => call(state, { block })).toThrow(/InvalidBlockContext/)
  })
})

describe('simulated transactions and views', () => {
  const hex = '00' as unknown as Uint8Array
  const rows: readonly (readonly [string, string, () => unknown])[] = [
    ['svmSimulate', 'bytes', () => svmSimulate(state, hex)],
    ['solanaAccount', 'address', () => solanaAccount(state, hex)],
    ['bitcoinTest', 'transaction', () => bitcoinTest(state, hex)],
    ['after', 'options.after[0]', () => bitcoinTest(state, word, { after: [hex] })],
    ['envelopeOf', 'options.envelopeOf', () => bitcoinTest(state, word, { envelopeOf: hex })],
    ['script', 'script', () => bitcoinEvaluate(state, { rules: 'legacy', stack: [], script: hex })],
    [
      'stack',
      'stack[0]',
      () => bitcoinEvaluate(state, { rules: 'segwit', stack: [hex], script: word }),
    ],
    ['tronAccount', 'address', () => tronAccount(state, hex)],
    ['utxoLocation', 'txid', () => utxoLocation({ txid: hex, index: 0 })],
  ]
  it.each(rows)('%s', (_name, field, run) => refused(run, field, 'text "00"'))
})
