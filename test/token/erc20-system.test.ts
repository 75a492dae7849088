/** The native coin's pointer at 0x1001, the factory at 0x1002, cross-VM transfers at 0x1003, from wallets and contracts. */
import { bytesToHex, encodeFunctionData, hexToBytes } from 'viem'
import { describe, expect, it } from 'vitest'
import { resolveBlock } from '../../src/block-context.ts'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { legacyId } from '../../src/identity/legacy.ts'
import {
  createEvmEngine,
  defaultEngines,
  encodeEvmPayload,
  ethereumStateRoot,
  evmCall,
  exportState,
  importChainState,
  parentContext,
} from '../../src/index.ts'
import { Router } from '../../src/router.ts'
import { Journal } from '../../src/state/journal.ts'
import { Namespace } from '../../src/state/reader.ts'
import { NATIVE_COIN_ID } from '../../src/token/slots.ts'
import {
  artifact,
  CROSS_VM,
  CROSS_VM_ABI,
  FACTORY_ABI,
  type Hex,
  NATIVE_BRIDGE,
  reasonOf,
  TOKEN_ABI,
  TOKEN_FACTORY,
  TokenChain,
} from '../support/token-chain.ts'

const PROBE = artifact('Probe')
const COIN = 10n ** 18n
const coinOf = (lab: TokenChain, address: Hex) =>
  lab.state.account(legacyId(crypto, Namespace.evm, hexToBytes(address)))?.balance ?? 0n
const call = (functionName: string, args: readonly unknown[] = []): Hex =>
  encodeFunctionData({ abi: TOKEN_ABI, functionName, args })
const id = (bytes: Uint8Array): Hex => bytesToHex(bytes)

describe('the native coin’s pointer', () => {
  it('is an ERC-20 whose transfers move the native balance', async () => {
    const lab = new TokenChain()
    const [one, two] = [lab.address(1), lab.address(2)]
    const read = (name: string, args: readonly unknown[] = []) =>
      lab.view(NATIVE_BRIDGE, TOKEN_ABI, name, args)
    expect([read('decimals'), read('symbol')]).toEqual([18, 'COIN'])
    expect(read('totalSupply')).toBe(4n * 10n ** 24n)
    expect(read('balanceOf', [one])).toBe(coinOf(lab, one))
    const before = [coinOf(lab, one), coinOf(lab, two)] as const
    const sent = await lab.write(1, NATIVE_BRIDGE, TOKEN_ABI, 'transfer', [two, 5n * COIN])
    expect([sent.status, sent.logs.length]).toEqual(['success', 1])
    expect([coinOf(lab, one), coinOf(lab, two)]).toEqual([
      before[0] - 5n * COIN,
      before[1] + 5n * COIN,
    ])
    const tooMuch = await lab.write(1, NATIVE_BRIDGE, TOKEN_ABI, 'transfer', [two, 1n << 90n])
    expect(reasonOf(tooMuch.output)).toMatch(/^ERC20InsufficientBalance/)
    expect(read('totalSupply')).toBe(4n * 10n ** 24n)
  })

  it('has allowances of 256 bits, permits and no minting', async () => {
    const lab = new TokenChain()
    const [one, two, three] = [lab.address(1), lab.address(2), lab.address(3)]
    const max = (1n << 256n) - 1n
    await lab.write(1, NATIVE_BRIDGE, TOKEN_ABI, 'approve', [two, max])
    const before = coinOf(lab, three)
    const moved = await lab.write(2, NATIVE_BRIDGE, TOKEN_ABI, 'transferFrom', [one, three, COIN])
    expect(moved.status).toBe('success')
    expect(coinOf(lab, three)).toBe(before + COIN)
    expect(lab.view(NATIVE_BRIDGE, TOKEN_ABI, 'allowance', [one, two])).toBe(max)
    const grant = { spender: two, value: 7n, deadline: 1n << 60n }
    const { v, r, s } = await lab.signPermit(3, NATIVE_BRIDGE, grant)
    const args = [three, two, 7n, grant.deadline, v, r, s]
    expect((await lab.write(1, NATIVE_BRIDGE, TOKEN_ABI, 'permit', args)).status).toBe('success')
    expect(lab.view(NATIVE_BRIDGE, TOKEN_ABI, 'allowance', [three, two])).toBe(7n)
    for (const name of ['mint', 'crosschainMint', 'burnFrom'])
      expect((await lab.write(1, NATIVE_BRIDGE, TOKEN_ABI, name, [one, 1n])).status).toBe(
        'reverted',
      )
  })

  it('deposit gives the coin back, withdraw asks for the balance: neither moves anything', async () => {
    const lab = new TokenChain()
    const one = lab.address(1)
    const probe = await lab.deploy(1, PROBE)
    const before = coinOf(lab, one)
    const deposit = await lab.send(1, NATIVE_BRIDGE, call('deposit'), { value: 3n * COIN })
    expect([deposit.status, deposit.logs.length]).toEqual(['success', 1])
    expect([coinOf(lab, one), coinOf(lab, NATIVE_BRIDGE)]).toEqual([before, 0n])
    const args = [NATIVE_BRIDGE, call('deposit')]
    await lab.write(1, probe, PROBE.abi, 'doCall', args, { value: COIN })
    expect([coinOf(lab, probe), coinOf(lab, NATIVE_BRIDGE)]).toEqual([COIN, 0n])
    expect(lab.balanceOf(NATIVE_BRIDGE, probe)).toBe(COIN)
    const withdraw = await lab.write(1, NATIVE_BRIDGE, TOKEN_ABI, 'withdraw', [1n << 100n])
    expect(reasonOf(withdraw.output)).toMatch(/^ERC20InsufficientBalance/)
    expect((await lab.send(1, NATIVE_BRIDGE, '0x', { value: 1n })).status).toBe('reverted')
  })

  it('S20: a crossing costs its sender no more coin than it carries', async () => {
    const lab = new TokenChain()
    const sender = legacyId(crypto, Namespace.evm, hexToBytes(lab.address(1)))
    const run = (data: Hex, crossings: number) => {
      const payload = encodeEvmPayload({
        to: hexToBytes(NATIVE_BRIDGE),
        value: 0n,
        data: hexToBytes(data),
      })
      return cross(lab, { payload, sender, crossings })
    }
    for (const data of [
      call('transfer', [lab.address(2), 1n]),
      call('approve', [lab.address(2), 1n]),
    ]) {
      expect(run(data, 1)).toBe('reverted')
      expect(run(data, 0)).toBe('success')
    }
  })

  it('stands in no record: Ethereum’s root is what it was', () => {
    const alloc = { '0x00000000000000000000000000000000000000aa': { balance: 5n } }
    const bare = new TokenChain(0, { alloc, engines: [createEvmEngine()] })
    const lab = new TokenChain(0, { alloc })
    expect(ethereumStateRoot(crypto, lab.state)).toEqual(ethereumStateRoot(crypto, bare.state))
    expect(
      evmCall(bare.state, { to: hexToBytes(NATIVE_BRIDGE), data: hexToBytes(call('symbol')) })
        .output,
    ).toEqual(new Uint8Array(0))
  })
})

describe('a chain with tokens', () => {
  it('is exported and imported with the stubs, and seen by Ethereum’s root', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    const copy = importChainState(exportState(lab.state), { root: lab.state.root })
    expect(copy.root).toEqual(lab.state.root)
    const root = ethereumStateRoot(crypto, lab.state)
    lab.state = copy
    expect(ethereumStateRoot(crypto, copy)).toEqual(root)
    expect(lab.balanceOf(token, lab.address(1))).toBe(1_000_000n)
  })

  it('keeps no precompiles of its own at the addresses of the ledger', () => {
    const at = (base: bigint) => () =>
      new TokenChain(0, {
        configure: (draft) => {
          draft.precompileBase = base
        },
      })
    expect(at(0xff9n)).toThrow('PrecompileOverlap')
    expect(at(0x1003n)).toThrow('PrecompileOverlap')
    expect(at(0x1004n)).not.toThrow()
  })
})

describe('the factory', () => {
  it('makes what it was asked for; contracts may ask too', async () => {
    const lab = new TokenChain()
    const probe = await lab.deploy(1, PROBE)
    const data = encodeFunctionData({
      abi: FACTORY_ABI,
      functionName: 'createToken',
      args: ['Made by a contract', 'MBC', 0, 77n, 0],
    })
    const predicted = lab.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'predictAddress', [
      lab.view(TOKEN_FACTORY, FACTORY_ABI, 'nextTokenId', [probe]),
    ])
    const receipt = await lab.write(1, probe, PROBE.abi, 'doCall', [TOKEN_FACTORY, data])
    expect(receipt.logs.length).toBe(2)
    expect(lab.balanceOf(predicted, probe)).toBe(77n)
    expect(lab.view(predicted, TOKEN_ABI, 'decimals')).toBe(0)
    expect(lab.view(predicted, TOKEN_ABI, 'owner')).toBe(
      '0x0000000000000000000000000000000000000000',
    )
    await lab.createToken(2)
    expect(lab.view(TOKEN_FACTORY, FACTORY_ABI, 'getTokenCount')).toBe(2n)
    expect(BigInt(lab.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'getImplementation'))).toBe(0x1000n)
  })

  it('refuses bad texts, too many units, static calls and broken calldata', async () => {
    const lab = new TokenChain()
    const create = (...args: readonly unknown[]) =>
      lab.write(1, TOKEN_FACTORY, FACTORY_ABI, 'createToken', args)
    for (const args of [
      ['', 'X', 6, 1n, 1],
      ['x'.repeat(65), 'X', 6, 1n, 1],
      ['X', 'X', 6, 1n << 64n, 1],
    ])
      expect((await create(...args)).status).toBe('reverted')
    const whole = encodeFunctionData({
      abi: FACTORY_ABI,
      functionName: 'createToken',
      args: ['Name', 'SYM', 6, 1n, 1],
    })
    expect((await lab.send(1, TOKEN_FACTORY, whole.slice(0, -64) as Hex)).status).toBe('reverted')
    const probe = await lab.deploy(1, PROBE)
    const [success] = lab.view<[boolean, Hex]>(probe, PROBE.abi, 'doStatic', [TOKEN_FACTORY, whole])
    expect(success).toBe(false)
    expect(lab.view(TOKEN_FACTORY, FACTORY_ABI, 'getTokenCount')).toBe(0n)
  })

  it('pausable: the creator holds a breaker that binds nobody yet', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1, { flags: 4, supply: 1_000n })
    expect(lab.view(token, TOKEN_ABI, 'owner')).toBe('0x0000000000000000000000000000000000000000')
    expect(
      (await lab.write(1, token, TOKEN_ABI, 'transfer', [lab.address(2), 1_000n])).status,
    ).toBe('success')
    expect(
      (await lab.write(2, token, TOKEN_ABI, 'transfer', [lab.address(3), 1_000n])).status,
    ).toBe('success')
  })
})

describe('cross-VM transfers', () => {
  const solana = new Uint8Array(32).fill(9)

  it('move units and coin to an address of any machine, exactly or not at all', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    const mint = lab.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'getTokenId', [token])
    const send = (...args: readonly unknown[]) =>
      lab.write(1, CROSS_VM, CROSS_VM_ABI, 'crossVmTransfer', args)
    expect(lab.view(CROSS_VM, CROSS_VM_ABI, 'getSupportedVms')).toEqual([0, 1, 2, 3, 4])
    expect((await send(mint, 10n, 2, id(solana))).status).toBe('success')
    const toEvm = await send(mint, 5n, 1, lab.address(2))
    expect(toEvm.logs.map(({ address }) => bytesToHex(address))).toEqual([
      CROSS_VM,
      token.toLowerCase(),
    ])
    expect(lab.balanceOf(token, lab.address(2))).toBe(5n)
    expect(lab.balanceOf(token, lab.address(1))).toBe(999_985n)
    const coin = id(NATIVE_COIN_ID)
    expect((await send(coin, 3n * 10n ** 9n, 2, id(solana))).status).toBe('success')
    expect(lab.state.account(legacyId(crypto, Namespace.svm, solana))?.balance).toBe(3n * 10n ** 9n)
    for (const args of [
      [coin, 10n ** 9n + 1n, 2, id(solana)],
      [coin, 1n << 100n, 1, lab.address(2)],
      [mint, 1n, 9, id(solana)],
      [mint, 1n, 2, lab.address(2)],
      [mint, 1n << 30n, 2, id(solana)],
      [id(solana), 1n, 2, id(solana)],
    ])
      expect((await send(...args)).status).toBe('reverted')
    const balance = lab.view(CROSS_VM, CROSS_VM_ABI, 'getVmBalance', [coin, lab.address(1), 2])
    expect(balance).toBe(coinOf(lab, lab.address(1)) / 10n ** 9n)
  })
})

/** A crossing into the EVM, on a journal that is thrown away; status of its outcome. */
function cross(
  lab: TokenChain,
  request: { payload: Uint8Array; sender: Uint8Array; crossings: number },
): string {
  const journal = new Journal(lab.state)
  const block = resolveBlock(crypto, {}, parentContext(lab.state), [])
  const open = new Router(defaultEngines()).open({
    journal,
    chain: lab.state.chain,
    block,
    crypto,
    caches: new Map(),
    inspector: undefined,
    transactionIndex: 0,
  })
  return open.services.cross({
    ...request,
    actingAddress: new Uint8Array(0),
    gasLimit: 1_000_000n,
    gasPrice: 0n,
    isStatic: false,
  }).status
}
