/** The genesis allocation: what it writes, what it refuses, and that a first block cannot run into its storage. */
import { expect, test } from 'vitest'
import { NVmError } from '../../src/errors.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { applyGenesisAlloc, type GenesisAlloc } from '../../src/vms/evm/genesis-alloc.ts'
import { ethereumStateRoot } from '../../src/vms/evm/state-root.ts'
import { chainAt, MemoryState, testChain } from '../support/memory-state.ts'
import { account, crypto, ether, sign, TestChain } from './harness.ts'

const ADDRESS = '0x00000000000000000000000000000000000c0de1'

test('an empty state has Ethereum’s empty root', () => {
  const root = ethereumStateRoot(crypto, new MemoryState())
  expect(bytesToHex(root)).toBe('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421')
})

test('numbers may be decimal, hex or bigint; zero slots are left out; all coin is counted as genesis', () => {
  const forms: GenesisAlloc[] = ['1000', '0x3e8', 1000, 1000n].map((balance) => ({
    [ADDRESS]: { balance, nonce: '0x1', storage: { '0x1': '0x02', '0x02': '0x0' }, code: '0x00' },
  }))
  const roots = forms.map((alloc) =>
    bytesToHex(ethereumStateRoot(crypto, new TestChain(alloc).state)),
  )
  expect(new Set(roots).size).toBe(1)
  expect(new TestChain(forms[0] as GenesisAlloc).supply).toBe(1000n)
})

test.each<[string, GenesisAlloc]>([
  ['an address of 19 bytes', { [`0x${'11'.repeat(19)}`]: {} }],
  ['an address that is not hex', { nobody: {} }],
  ['a negative balance', { [ADDRESS]: { balance: '-1' } }],
  ['a balance of 2^256', { [ADDRESS]: { balance: 2n ** 256n } }],
  ['a nonce of 2^64', { [ADDRESS]: { nonce: 2n ** 64n } }],
  ['a balance that is no number', { [ADDRESS]: { balance: 'much' } }],
  ['code that is not hex', { [ADDRESS]: { code: '0xzz' } }],
  ['a slot of 33 bytes', { [ADDRESS]: { storage: { [`0x${'11'.repeat(33)}`]: '0x01' } } }],
])('refuses %s', (_, alloc) => {
  const journal = new Journal(new MemoryState())
  expect(() => applyGenesisAlloc(journal, crypto, alloc)).toThrow(/InvalidGenesis/)
})

test('S4: an allocation over the cap of the chain is refused', () => {
  const state = new MemoryState(testChain({ supplyCap: 9n }))
  const apply = () => applyGenesisAlloc(new Journal(state), crypto, { [ADDRESS]: { balance: 10n } })
  expect(apply).toThrow(NVmError)
})

test('S2: what the first block creates, also block 0, shares no storage id with the genesis', async () => {
  const creator = account(1).address
  const alloc: GenesisAlloc = {
    [creator]: { balance: ether(1) },
    [ADDRESS]: { code: '0x00', storage: { '0x01': '0x07' } },
  }
  const chain = new TestChain(alloc, chainAt('osaka'))
  // Init code that returns its own slot 1 as one byte of code: not zero if it saw the genesis contract's storage.
  const data = '0x60015460005360016000f3'
  const tx = await sign(1, {
    type: 'eip1559',
    chainId: 1,
    nonce: 0,
    gas: 200_000n,
    maxFeePerGas: 1n,
    data,
  })
  const receipt = chain.run([tx], { block: { number: 1n } }).receipts[0]
  const created = chain.recordOf(
    new Journal(chain.state),
    `0x${bytesToHex(receipt?.created as Uint8Array)}`,
  )
  expect(created?.codeHash).toEqual(crypto.keccak256(Uint8Array.of(0)))
  const genesis = chain.recordOf(new Journal(chain.state), ADDRESS)
  expect(genesis?.storageId?.subarray(8, 12)).toEqual(Uint8Array.of(0xff, 0xff, 0xff, 0xfd))
  expect(created?.storageId).not.toEqual(genesis?.storageId)
})
