import { bytesToHex } from 'viem'
import { describe, expect, it } from 'vitest'
import {
  artifact,
  FACTORY_ABI,
  reasonOf,
  TOKEN_ABI,
  TOKEN_FACTORY,
  TokenChain,
} from '../support/token-chain.ts'

describe('a token of the factory', () => {
  it('is an ERC-20 with the code of a minimal proxy', async () => {
    const lab = new TokenChain()
    const id = lab.view<`0x${string}`>(TOKEN_FACTORY, FACTORY_ABI, 'nextTokenId', [lab.address(1)])
    const predicted = lab.view(TOKEN_FACTORY, FACTORY_ABI, 'predictAddress', [id])
    const token = await lab.createToken(1)
    expect(token).toBe(predicted)
    expect(lab.view(token, TOKEN_ABI, 'name')).toBe('One token')
    expect(lab.view(token, TOKEN_ABI, 'symbol')).toBe('ONE')
    expect(lab.view(token, TOKEN_ABI, 'decimals')).toBe(6)
    expect(lab.view(token, TOKEN_ABI, 'totalSupply')).toBe(1_000_000n)
    expect(lab.balanceOf(token, lab.address(1))).toBe(1_000_000n)
    const receipt = await lab.write(1, token, TOKEN_ABI, 'transfer', [lab.address(2), 400n])
    expect([receipt.status, reasonOf(receipt.output)]).toEqual(['success', `0x${'0'.repeat(63)}1`])
    expect(receipt.logs.map(({ address }) => bytesToHex(address))).toEqual([token.toLowerCase()])
    expect(lab.balanceOf(token, lab.address(2))).toBe(400n)
    const probe = await lab.deploy(1, artifact('Probe'))
    const [size, , code] = lab.view<[bigint, string, string]>(
      probe,
      artifact('Probe').abi,
      'codeOf',
      [token],
    )
    expect([size, code]).toEqual([
      45n,
      '0x363d3d373d3d3d363d7300000000000000000000000000000000000010005af43d82803e903d91602b57fd5bf3',
    ])
  })
})
