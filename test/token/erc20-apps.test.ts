/** Other people's contracts over a token of the ledger: Uniswap V2's pair as published, OpenZeppelin's ERC-4626 vault. */
import { describe, expect, it } from 'vitest'
import {
  artifact,
  type Hex,
  NATIVE_BRIDGE,
  TOKEN_ABI,
  TokenChain,
  uniswap,
} from '../support/token-chain.ts'

const NOBODY: Hex = '0x0000000000000000000000000000000000000000'

/** What x in gives of y, 0.3 % taken, as the pair demands. */
const amountOut = (x: bigint, reserveIn: bigint, reserveOut: bigint): bigint =>
  (x * 997n * reserveOut) / (reserveIn * 1000n + x * 997n)

async function newPair(lab: TokenChain, a: Hex, b: Hex) {
  const factory = await lab.deploy(1, uniswap('UniswapV2Factory'), [NOBODY])
  const { abi } = uniswap('UniswapV2Factory')
  expect((await lab.write(1, factory, abi, 'createPair', [a, b])).status).toBe('success')
  const pair = lab.view<Hex>(factory, abi, 'getPair', [a, b])
  const pairAbi = uniswap('UniswapV2Pair').abi
  const isFirst = lab.view<Hex>(pair, pairAbi, 'token0').toLowerCase() === a.toLowerCase()
  return { pair, abi: pairAbi, isFirst }
}

describe('a Uniswap V2 pair', () => {
  it('of two tokens: adds liquidity, swaps, removes it; nothing is lost', async () => {
    const lab = new TokenChain()
    const a = await lab.createToken(1, { symbol: 'AAA' })
    const b = await lab.createToken(1, { symbol: 'BBB' })
    const { pair, abi, isFirst } = await newPair(lab, a, b)
    await lab.write(1, a, TOKEN_ABI, 'transfer', [pair, 100_000n])
    await lab.write(1, b, TOKEN_ABI, 'transfer', [pair, 400_000n])
    expect((await lab.write(1, pair, abi, 'mint', [lab.address(1)])).status).toBe('success')
    await lab.write(1, a, TOKEN_ABI, 'transfer', [lab.address(2), 10_000n])
    await lab.write(2, a, TOKEN_ABI, 'transfer', [pair, 10_000n])
    const out = amountOut(10_000n, 100_000n, 400_000n)
    const amounts = (wanted: bigint) => (isFirst ? [0n, wanted] : [wanted, 0n])
    const swap = (wanted: bigint) =>
      lab.write(2, pair, abi, 'swap', [...amounts(wanted), lab.address(2), '0x'])
    expect((await swap(out + 1n)).status).toBe('reverted')
    expect((await swap(out)).status).toBe('success')
    expect(lab.balanceOf(b, lab.address(2))).toBe(out)
    expect(lab.balanceOf(a, pair)).toBe(110_000n)
    const shares = lab.view<bigint>(pair, abi, 'balanceOf', [lab.address(1)])
    await lab.write(1, pair, abi, 'transfer', [pair, shares])
    expect((await lab.write(1, pair, abi, 'burn', [lab.address(1)])).status).toBe('success')
    for (const token of [a, b]) {
      const held = [lab.address(1), lab.address(2), pair].map((one) => lab.balanceOf(token, one))
      expect(held.reduce((sum, one) => sum + one, 0n)).toBe(1_000_000n)
    }
  })

  it('of a token and the native coin’s pointer', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    const { pair, abi, isFirst } = await newPair(lab, token, NATIVE_BRIDGE)
    await lab.write(1, token, TOKEN_ABI, 'transfer', [pair, 50_000n])
    await lab.write(1, NATIVE_BRIDGE, TOKEN_ABI, 'transfer', [pair, 10n ** 18n])
    expect((await lab.write(1, pair, abi, 'mint', [lab.address(1)])).status).toBe('success')
    await lab.write(2, NATIVE_BRIDGE, TOKEN_ABI, 'transfer', [pair, 10n ** 16n])
    const out = amountOut(10n ** 16n, 10n ** 18n, 50_000n)
    const amounts = isFirst ? [out, 0n] : [0n, out]
    expect((await lab.write(2, pair, abi, 'swap', [...amounts, lab.address(2), '0x'])).status).toBe(
      'success',
    )
    expect(lab.balanceOf(token, lab.address(2))).toBe(out)
  })
})

describe('an ERC-4626 vault', () => {
  it('takes deposits by allowance, gains, gives back', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    const vault = await lab.deploy(1, artifact('TokenVault'), [token])
    const { abi } = artifact('TokenVault')
    expect(lab.view(vault, abi, 'decimals')).toBe(6)
    expect(lab.view(vault, abi, 'asset')).toBe(token)
    const early = await lab.write(1, vault, abi, 'deposit', [1_000n, lab.address(1)])
    expect(early.status).toBe('reverted')
    await lab.write(1, token, TOKEN_ABI, 'approve', [vault, 5_000n])
    expect((await lab.write(1, vault, abi, 'deposit', [1_000n, lab.address(1)])).status).toBe(
      'success',
    )
    await lab.write(1, token, TOKEN_ABI, 'transfer', [vault, 500n])
    expect(lab.view(vault, abi, 'totalAssets')).toBe(1_500n)
    const worth = lab.view<bigint>(vault, abi, 'previewRedeem', [1_000n])
    const redeemed = await lab.write(1, vault, abi, 'redeem', [
      1_000n,
      lab.address(2),
      lab.address(1),
    ])
    expect(redeemed.status).toBe('success')
    expect(lab.balanceOf(token, lab.address(2))).toBe(worth)
    expect(lab.view(token, TOKEN_ABI, 'allowance', [lab.address(1), vault])).toBe(4_000n)
    const held = [lab.address(1), lab.address(2), vault].map((one) => lab.balanceOf(token, one))
    expect(held.reduce((sum, one) => sum + one, 0n)).toBe(1_000_000n)
  })
})
