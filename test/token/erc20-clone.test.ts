/**
 * The stub's bytes run by the interpreter, as tracers see them, beside the one frame that stands for them: the same
 * status, output, gas, events and state for any call and any gas limit.
 */
import fc from 'fast-check'
import { bytesToHex, encodeFunctionData, hexToBytes } from 'viem'
import { beforeAll, describe, expect, it } from 'vitest'
import { evmCall } from '../../src/index.ts'
import { artifact, type Hex, TOKEN_ABI, TokenChain } from '../support/token-chain.ts'

const PROBE = artifact('Probe').abi
/** Calls itself as often as its first word says, then the address of its second with the rest. */
const DIVER = '0x000000000000000000000000000000000000d1be'
const DIVER_CODE =
  '0x365f5f375f3580601b575f5f6040360360405f6020515af1602a565b60019003' +
  '5f525f5f365f5f305af15b503d5f5f3e3d5ff3'
/** An inspector that looks at nothing, so that every byte of the stub runs. */
const WATCHER = { step: () => undefined }

describe('a clone in one frame', () => {
  let lab: TokenChain
  let token: Hex
  let probe: Hex
  beforeAll(async () => {
    lab = new TokenChain(3, { alloc: { [DIVER]: { code: DIVER_CODE } } })
    token = await lab.createToken(1, {
      name: 'A name of more than a word, for the copy of the output',
    })
    probe = await lab.deploy(1, artifact('Probe'))
    await lab.write(1, token, TOKEN_ABI, 'transfer', [probe, 500n])
  })

  const both = (to: Hex, data: Hex, gas: bigint, value = 0n) => {
    const request = {
      from: hexToBytes(lab.address(1)),
      to: hexToBytes(to),
      data: hexToBytes(data),
      gas,
      value,
    }
    const fast = evmCall(lab.state, request)
    const slow = evmCall(lab.state, request, { inspector: WATCHER })
    expect(fast).toEqual(slow)
    return fast
  }

  const call = (functionName: string, args: readonly unknown[] = []): Hex =>
    encodeFunctionData({ abi: TOKEN_ABI, functionName, args })

  const calls = (): readonly Hex[] => [
    call('transfer', [lab.address(2), 7n]),
    call('transfer', [lab.address(1), 7n]),
    call('transfer', [lab.address(2), 1n << 70n]),
    call('approve', [lab.address(2), 5n]),
    call('name'),
    call('balanceOf', [lab.address(1)]),
    call('eip712Domain'),
    call('mint', [lab.address(3), 5n]),
    call('permit', [
      lab.address(1),
      lab.address(2),
      1n,
      1n << 60n,
      27,
      `0x${'1'.repeat(64)}`,
      `0x${'2'.repeat(64)}`,
    ]),
    '0x',
    '0x12345678',
    `0x${'ab'.repeat(700)}`,
  ]

  it('succeeds and reverts with the same gas', () => {
    for (const data of calls()) {
      both(token, data, 5_000_000n)
      both(token, data, 5_000_000n, 3n)
    }
    expect(both(token, calls()[0] as Hex, 5_000_000n).status).toBe('success')
  })

  it('runs out at the same unit of gas, outermost and called', () => {
    fc.assert(
      fc.property(fc.nat(11), fc.integer({ min: 0, max: 60_000 }), fc.nat(3), (which, gas, way) => {
        const data = calls()[which] as Hex
        if (way === 0) both(token, data, 26_000n + 40n * 700n + BigInt(gas))
        else {
          const names = ['measure', 'doStatic', 'doDelegate'] as const
          const functionName = names[way - 1] as string
          const args = functionName === 'measure' ? [token, data, BigInt(gas)] : [token, data]
          const outer = encodeFunctionData({ abi: PROBE, functionName, args })
          both(probe, outer, functionName === 'measure' ? 3_000_000n : 80_000n + BigInt(gas))
        }
      }),
      { seed: 7, numRuns: 400 },
    )
  })

  it('every gas limit around the bounds of one transfer', () => {
    const data = calls()[0] as Hex
    const used = both(token, data, 5_000_000n).gasUsed
    const statuses = new Set<string>()
    for (let gas = used - 400n; gas <= used + 1_200n; gas += 7n)
      statuses.add(both(token, data, gas).status)
    expect([...statuses].sort()).toContain('success')
    expect(statuses.size).toBeGreaterThan(1)
  })

  it('ends at the same depth: the last frame may not delegate', () => {
    const dive = (depth: number) => {
      const word = (value: bigint) => value.toString(16).padStart(64, '0')
      const head = word(BigInt(depth)) + word(BigInt(token))
      return both(DIVER, `0x${head}${call('balanceOf', [lab.address(1)]).slice(2)}`, 1n << 46n)
    }
    // The wallet's call is depth 0, the token's frame one below the last dive.
    expect(dive(1_022).output.length).toBe(32)
    expect(dive(1_023).output.length).toBe(0)
    expect(dive(1_024).output.length).toBe(0)
  })

  it('leaves the same events and changes in a block', () => {
    const outer = encodeFunctionData({
      abi: PROBE,
      functionName: 'revertThenCall',
      args: [token, call('transfer', [lab.address(3), 9n])],
    })
    const result = both(probe, outer, 3_000_000n)
    expect(
      result.logs.map(({ topics }) => bytesToHex(topics[0] as Uint8Array).slice(0, 10)),
    ).toEqual(['0xddf252ad'])
  })
})
