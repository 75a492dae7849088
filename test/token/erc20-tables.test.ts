/** Tables of the face against hashes of their signatures, and the compiled contracts against their sources. */
import { readFileSync } from 'node:fs'
import { keccak256, toBytes, toFunctionSelector } from 'viem'
import { describe, expect, it } from 'vitest'
import { buildContracts } from '../../scripts/build-contracts.ts'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import {
  CROSS_VM_SELECTORS,
  ERC20_SELECTORS,
  ERROR_SELECTORS,
  EVENT_TOPICS,
  FACTORY_SELECTORS,
  INTERFACE_IDS,
  POINTER_SELECTORS,
} from '../../src/token/erc20/abi.ts'
import { FUNCTIONS, POINTER_FUNCTIONS } from '../../src/token/erc20/functions.ts'
import { FACE_GAS } from '../../src/token/erc20/gas.ts'
import { DOMAIN_TYPE_HASH, PERMIT_TYPE_HASH } from '../../src/token/erc20/permit.ts'
import { FaceJudge, newFaceTally } from './face-judge.ts'

const hash = (text: string) => keccak256(toBytes(text)).slice(2)
const selector = (text: string) => Number(toFunctionSelector(`function ${text}`))

describe('the ABI', () => {
  it('has the selectors and topics of its signatures', () => {
    const tables = [ERC20_SELECTORS, POINTER_SELECTORS, FACTORY_SELECTORS, CROSS_VM_SELECTORS]
    for (const table of [...tables, ERROR_SELECTORS])
      for (const [signature, number] of Object.entries(table))
        expect([signature, number]).toEqual([signature, selector(signature)])
    for (const [signature, topic] of Object.entries(EVENT_TOPICS))
      expect([signature, bytesToHex(topic)]).toEqual([signature, hash(signature)])
    const domain =
      'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'
    const permit =
      'Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)'
    expect(bytesToHex(DOMAIN_TYPE_HASH)).toBe(hash(domain))
    expect(bytesToHex(PERMIT_TYPE_HASH)).toBe(hash(permit))
  })

  it('serves every function it lists, and says so by EIP-165', () => {
    expect([...FUNCTIONS.keys()].sort()).toEqual(Object.values(ERC20_SELECTORS).sort())
    const pointer = [...Object.values(ERC20_SELECTORS), ...Object.values(POINTER_SELECTORS)]
    expect([...POINTER_FUNCTIONS.keys()].sort()).toEqual(pointer.sort())
    const xor = (...texts: string[]) => texts.map(selector).reduce((a, b) => (a ^ b) >>> 0, 0)
    const erc20 = ['totalSupply()', 'balanceOf(address)', 'transfer(address,uint256)']
    erc20.push('allowance(address,address)', 'approve(address,uint256)')
    erc20.push('transferFrom(address,address,uint256)')
    const permit = 'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)'
    const ids = [
      xor('supportsInterface(bytes4)'),
      xor(...erc20),
      xor('name()', 'symbol()', 'decimals()'),
      xor(permit, 'nonces(address)', 'DOMAIN_SEPARATOR()'),
      xor('eip712Domain()'),
      xor('crosschainMint(address,uint256)', 'crosschainBurn(address,uint256)'),
    ]
    expect([...INTERFACE_IDS].sort()).toEqual(ids.sort())
  })

  it('has every price in the page', () => {
    const page = readFileSync(new URL('../../docs/token-erc20.md', import.meta.url), 'utf8')
    for (const [name, price] of Object.entries(FACE_GAS))
      expect(page).toContain(`| \`${name}\` | ${price.toLocaleString('en-US')} |`)
    for (const signature of Object.keys({
      ...ERC20_SELECTORS,
      ...FACTORY_SELECTORS,
      ...CROSS_VM_SELECTORS,
    }))
      expect(page).toContain(signature)
  })
})

describe('the reference', () => {
  it('is compiled from its sources', () => {
    const url = new URL('../support/contracts/compiled.artifact.json', import.meta.url)
    expect(buildContracts()).toBe(readFileSync(url, 'utf8'))
  })

  it('gives what the face gives: a slice of scripts/fuzz-erc20.ts', async () => {
    const judge = await FaceJudge.create(crypto)
    const tally = newFaceTally()
    for (let seed = 1; seed <= 60; seed++) expect(await judge.judge(seed, tally)).toBeUndefined()
    expect(tally.sequences).toBe(60)
    expect(
      [...tally.kinds.keys()].filter((kind) => kind.includes('succeeds')).length,
    ).toBeGreaterThan(20)
  })
})
