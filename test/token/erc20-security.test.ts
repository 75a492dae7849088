/** Attacks on the ERC-20 face, named after the rules of the design that they try. */
import { bytesToHex, encodeFunctionData, hexToBytes } from 'viem'
import { describe, expect, it } from 'vitest'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { deriveEvmAddress } from '../../src/identity/derive.ts'
import { legacyId } from '../../src/identity/legacy.ts'
import type { Receipt } from '../../src/index.ts'
import { encodeEvmPayload } from '../../src/index.ts'
import { Namespace } from '../../src/state/reader.ts'
import { STUB_CODE, STUB_CODE_HASH } from '../../src/token/erc20/index.ts'
import { Host, statuses } from '../support/host.ts'
import { ed25519Signer, type Signer } from '../support/test-chain.ts'
import {
  artifact,
  CHAIN_ID,
  FACTORY_ABI,
  type Hex,
  NATIVE_BRIDGE,
  reasonOf,
  TOKEN_ABI,
  TOKEN_FACTORY,
  TokenChain,
} from '../support/token-chain.ts'

const FAR = 1n << 60n
const PROBE = artifact('Probe')
const call = (functionName: string, args: readonly unknown[] = []): Hex =>
  encodeFunctionData({ abi: TOKEN_ABI, functionName, args })
const told = (receipt: Receipt) => [receipt.status, reasonOf(receipt.output)]

/** An identity beside the wallets of a token chain. */
class Stage {
  readonly lab: TokenChain
  readonly host: Host
  readonly identity: Signer = ed25519Signer(7)

  constructor(lab: TokenChain) {
    this.lab = lab
    this.host = new Host({})
  }

  run(make: (host: Host) => Parameters<Host['run']>[0]): Receipt {
    this.host.state = this.lab.state
    const [receipt] = this.host.run(make(this.host))
    this.lab.state = this.host.state
    return receipt as Receipt
  }

  /** Creates the identity and binds wallet `n` to it. */
  async bind(n: number): Promise<void> {
    this.host.state = this.lab.state
    const created = this.host.run(this.host.create(this.identity))
    const bound = this.host.run(await this.host.bind(this.identity, this.lab.wallet(n)))
    expect(statuses([...created, ...bound])).toEqual(['success', 'success'])
    this.lab.state = this.host.state
  }

  revoke(n: number): void {
    expect(this.run((host) => host.revoke(this.identity, this.lab.wallet(n))).status).toBe(
      'success',
    )
  }

  token(instruction: Parameters<typeof tokenPayload>[0], signer = this.identity): Receipt {
    return this.run((host) => host.envelope(signer, tokenPayload(instruction)))
  }

  id(token: Hex): Uint8Array {
    return hexToBytes(this.lab.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'getTokenId', [token]))
  }
}

const tokenPayload = (instruction: object) =>
  ({ operation: 'token', instruction }) as Parameters<Host['envelope']>[1]

async function permitArgs(
  lab: TokenChain,
  n: number,
  token: Hex,
  fields: Partial<{
    spender: Hex
    value: bigint
    deadline: bigint
    nonce: bigint
    chainId: bigint
  }> = {},
): Promise<readonly unknown[]> {
  const grant = { spender: lab.address(3), value: 50n, deadline: FAR, ...fields }
  const { v, r, s } = await lab.signPermit(n, token, grant)
  return [lab.address(n), grant.spender, grant.value, grant.deadline, v, r, s]
}

describe('no authority by borrowed code', () => {
  it('a contract that delegates to a token, or to the system address, is no token', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    const probe = await lab.deploy(1, PROBE)
    await lab.write(1, token, TOKEN_ABI, 'transfer', [probe, 100n])
    const before = lab.balanceOf(token, lab.address(1))
    const system: Hex = '0x0000000000000000000000000000000000001000'
    const attacks = [
      call('transfer', [lab.address(2), 1n]),
      call('mint', [lab.address(2), 1n]),
      call('balanceOf', [lab.address(1)]),
    ]
    for (const target of [token, system, NATIVE_BRIDGE, TOKEN_FACTORY]) {
      for (const data of attacks) {
        for (const way of ['doDelegate', 'doCallCode']) {
          // From the token's own authority, so that only the borrowed code can be what is refused.
          const receipt = await lab.write(1, probe, PROBE.abi, way, [target, data])
          expect(receipt.status).toBe('success')
          expect(BigInt(bytesToHex(receipt.output.subarray(0, 32)))).toBe(0n)
          expect(receipt.logs).toEqual([])
        }
      }
    }
    const direct = await lab.send(1, system, attacks[0] as Hex)
    expect(direct.status).not.toBe('success')
    expect(lab.balanceOf(token, lab.address(1))).toBe(before)
    expect(lab.balanceOf(token, lab.address(2))).toBe(0n)
  })

  it('a copy of the stub at another address serves nothing', async () => {
    const lab = new TokenChain()
    await lab.createToken(1)
    const init = `0x3d602d80600a3d3981f3${bytesToHex(STUB_CODE).slice(2)}` as Hex
    const copy = await lab.deploy(2, { abi: [], bytecode: init })
    const code = lab.state.blob(STUB_CODE_HASH)
    expect(code).toEqual(STUB_CODE)
    expect(crypto.keccak256(STUB_CODE)).toEqual(STUB_CODE_HASH)
    for (const name of ['totalSupply', 'name'])
      expect(lab.call(copy, TOKEN_ABI, name).status).toBe('reverted')
    expect(lab.call(copy, TOKEN_ABI, 'mint', [lab.address(2), 1n], lab.address(2)).status).toBe(
      'reverted',
    )
  })

  it('an address in use is an error; coin that waits there is the authority’s', async () => {
    const lab = new TokenChain()
    const next = (n: number) =>
      lab.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'nextTokenId', [lab.address(n)])
    const at = (id: Hex) => lab.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'predictAddress', [id])
    const [first, second] = [at(next(1)), at(next(2))]
    const busy = new TokenChain(4, { alloc: { [first]: { code: '0x00', balance: 1n } } })
    await expect(busy.createToken(1)).rejects.toThrow('reverted')
    await lab.send(3, second, '0x', { value: 12_345n })
    const coin = () => lab.view<bigint>(NATIVE_BRIDGE, TOKEN_ABI, 'balanceOf', [lab.address(2)])
    const before = coin()
    expect(await lab.createToken(2)).toBe(second)
    expect(coin() - before).toBe(12_345n)
  })
})

describe('calls that fail, or may change nothing', () => {
  it('plain value, and value with a call, revert and stay with the sender', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    for (const data of ['0x', call('transfer', [lab.address(2), 1n])] as const) {
      const receipt = await lab.send(1, token, data, { value: 5n })
      expect(told(receipt)).toEqual(['reverted', ''])
    }
    expect(
      lab.state.account(legacyId(crypto, Namespace.evm, hexToBytes(token)))?.balance ?? 0n,
    ).toBe(0n)
  })

  it('a static call reads, and changes nothing', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    const probe = await lab.deploy(1, PROBE)
    await lab.write(1, token, TOKEN_ABI, 'transfer', [probe, 100n])
    const look = (data: Hex) => {
      const [success] = lab.view<[boolean, Hex]>(probe, PROBE.abi, 'doStatic', [token, data])
      return success
    }
    expect(look(call('balanceOf', [probe]))).toBe(true)
    for (const data of [
      call('transfer', [lab.address(2), 1n]),
      call('transfer', [lab.address(2), 0n]),
      call('approve', [lab.address(2), 1n]),
      call('burn', [1n]),
    ])
      expect(look(data)).toBe(false)
    expect(lab.balanceOf(token, probe)).toBe(100n)
  })

  it('nested calls that are reverted give back units, allowances, nonces and events', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    const probe = await lab.deploy(1, PROBE)
    await lab.write(1, token, TOKEN_ABI, 'transfer', [probe, 100n])
    const args = await permitArgs(lab, 1, token)
    for (const data of [
      call('transfer', [lab.address(2), 30n]),
      call('approve', [lab.address(2), 30n]),
      call('burn', [30n]),
      call('permit', args),
    ]) {
      const receipt = await lab.write(1, probe, PROBE.abi, 'callAndRevert', [token, data])
      expect(receipt.status).toBe('reverted')
      expect(receipt.logs).toEqual([])
    }
    const balances = [1, 2].map((n) => lab.balanceOf(token, lab.address(n)))
    expect([...balances, lab.balanceOf(token, probe)]).toEqual([999_900n, 0n, 100n])
    expect(lab.view(token, TOKEN_ABI, 'totalSupply')).toBe(1_000_000n)
    expect(lab.view(token, TOKEN_ABI, 'nonces', [lab.address(1)])).toBe(0n)
    const once = await lab.write(1, probe, PROBE.abi, 'revertThenCall', [
      token,
      call('transfer', [lab.address(2), 30n]),
    ])
    expect(once.logs.length).toBe(1)
    expect(lab.balanceOf(token, probe)).toBe(70n)
  })

  it('nobody without authority mints, bridges or moves', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    const [one, two] = [lab.address(1), lab.address(2)]
    const refused = async (name: string, args: readonly unknown[]) =>
      reasonOf((await lab.write(2, token, TOKEN_ABI, name, args)).output)
    expect(await refused('mint', [two, 1n])).toBe(`OwnableUnauthorizedAccount(${two})`)
    expect(await refused('setTokenBridge', [two, true])).toBe(`OwnableUnauthorizedAccount(${two})`)
    expect(await refused('crosschainMint', [two, 1n])).toBe(`UnauthorizedTokenBridge(${two})`)
    expect(await refused('crosschainBurn', [one, 1n])).toBe(`UnauthorizedTokenBridge(${two})`)
    expect(await refused('transferFrom', [one, two, 1n])).toBe(
      `ERC20InsufficientAllowance(${two},0,1)`,
    )
    expect(await refused('burnFrom', [one, 1n])).toBe(`ERC20InsufficientAllowance(${two},0,1)`)
    expect(await refused('transfer', [one, 1n << 200n])).toBe(
      `ERC20InsufficientBalance(${two},0,${1n << 200n})`,
    )
    const cap = (1n << 64n) - 1n
    const over = await lab.write(1, token, TOKEN_ABI, 'mint', [two, cap])
    expect(reasonOf(over.output)).toBe(`ERC20ExceededCap(${cap + 1_000_000n},${cap})`)
  })
})

describe('S6 and S10: permits', () => {
  it('are good once, for one token, on one chain, until their deadline', async () => {
    const lab = new TokenChain()
    const token = await lab.createToken(1)
    const other = await lab.createToken(1, { symbol: 'TWO' })
    const args = await permitArgs(lab, 1, token)
    expect((await lab.write(2, token, TOKEN_ABI, 'permit', args)).status).toBe('success')
    expect(lab.view(token, TOKEN_ABI, 'allowance', [lab.address(1), lab.address(3)])).toBe(50n)
    const again = await lab.write(2, token, TOKEN_ABI, 'permit', args)
    expect(told(again)[1]).toMatch(/^ERC2612InvalidSigner/)
    const elsewhere = await lab.write(2, other, TOKEN_ABI, 'permit', args)
    expect(told(elsewhere)[1]).toMatch(/^ERC2612InvalidSigner/)
    expect(lab.view(other, TOKEN_ABI, 'nonces', [lab.address(1)])).toBe(0n)
    const foreign = await permitArgs(lab, 1, token, { chainId: CHAIN_ID + 1n })
    expect(reasonOf((await lab.write(2, token, TOKEN_ABI, 'permit', foreign)).output)).toMatch(
      /^ERC2612InvalidSigner/,
    )
    const late = await permitArgs(lab, 1, token, { deadline: 1n })
    expect(reasonOf((await lab.write(2, token, TOKEN_ABI, 'permit', late)).output)).toBe(
      'ERC2612ExpiredSignature(1)',
    )
  })

  it('keep their nonce when the wallet is bound and revoked', async () => {
    const lab = new TokenChain()
    const stage = new Stage(lab)
    const token = await lab.createToken(1)
    const used = await permitArgs(lab, 2, token)
    await lab.write(3, token, TOKEN_ABI, 'permit', used)
    await stage.bind(2)
    expect(lab.view(token, TOKEN_ABI, 'nonces', [lab.address(2)])).toBe(1n)
    const replayed = await lab.write(3, token, TOKEN_ABI, 'permit', used)
    expect(told(replayed)[1]).toMatch(/^ERC2612InvalidSigner/)
  })
})

describe('S11: revoked wallets', () => {
  it('permit nothing any more, whenever it was signed', async () => {
    const lab = new TokenChain()
    const stage = new Stage(lab)
    const token = await lab.createToken(1)
    await stage.bind(2)
    const early = await permitArgs(lab, 2, token)
    const good = await lab.write(
      3,
      token,
      TOKEN_ABI,
      'permit',
      await permitArgs(lab, 2, token, { value: 1n }),
    )
    expect(good.status).toBe('success')
    stage.revoke(2)
    const late = await permitArgs(lab, 2, token)
    for (const args of [early, late]) {
      const receipt = await lab.write(3, token, TOKEN_ABI, 'permit', args)
      expect(receipt.status).toBe('reverted')
    }
    const reason = reasonOf((await lab.write(3, token, TOKEN_ABI, 'permit', late)).output)
    expect(reason).toBe(`ERC20InvalidApprover(${lab.address(2)})`)
    expect(lab.view(token, TOKEN_ABI, 'nonces', [lab.address(2)])).toBe(1n)
  })
})

describe('S11: code that a wallet delegated to', () => {
  it('moves nothing of the account once the wallet is revoked', async () => {
    const lab = new TokenChain()
    const stage = new Stage(lab)
    const token = await lab.createToken(1)
    const probe = await lab.deploy(1, PROBE)
    const authorization = await lab.wallet(2).signAuthorization({
      chainId: Number(CHAIN_ID),
      address: probe,
      nonce: 0,
    })
    const signed = await lab.wallet(3).signTransaction({
      type: 'eip7702',
      chainId: Number(CHAIN_ID),
      to: lab.address(3),
      nonce: 0,
      gas: 200_000n,
      maxFeePerGas: 0n,
      maxPriorityFeePerGas: 0n,
      authorizationList: [authorization],
    })
    lab.execute([{ kind: 'ethereum', bytes: hexToBytes(signed) }])
    await stage.bind(2)
    await lab.write(1, token, TOKEN_ABI, 'transfer', [lab.address(2), 100n])
    // Anybody may call the wallet's code, which then acts as the wallet.
    const steal = () =>
      lab.write(4, lab.address(2), PROBE.abi, 'doCall', [
        token,
        call('transfer', [lab.address(4), 10n]),
      ])
    expect((await steal()).status).toBe('success')
    expect(lab.balanceOf(token, lab.address(4))).toBe(10n)
    stage.revoke(2)
    const late = await steal()
    expect([late.status, late.output.length, late.logs.length]).toEqual(['success', 0, 0])
    expect(lab.balanceOf(token, lab.address(4))).toBe(10n)
    expect(lab.balanceOf(token, lab.address(2))).toBe(90n)
  })
})

describe('S13: addresses that are not canonical', () => {
  it('show nothing, move nothing, grant nothing; what they are sent is the account’s', async () => {
    const lab = new TokenChain()
    const stage = new Stage(lab)
    const token = await lab.createToken(1)
    await stage.bind(2)
    const derived = bytesToHex(deriveEvmAddress(crypto, stage.identity.id))
    const linked = stage.run((host) =>
      host.envelope(stage.identity, { operation: 'link', id: stage.identity.id }),
    )
    expect(linked.status).toBe('success')
    await lab.write(1, token, TOKEN_ABI, 'transfer', [derived, 70n])
    expect(lab.balanceOf(token, derived)).toBe(0n)
    expect(lab.balanceOf(token, lab.address(2))).toBe(70n)
    // The account acts as its other address.
    const asDerived = (data: Hex) =>
      stage.run((host) =>
        host.envelope(
          stage.identity,
          encodeEvmPayload({ to: hexToBytes(token), value: 0n, data: hexToBytes(data) }),
          { actingAddress: hexToBytes(derived) },
        ),
      )
    const moved = asDerived(call('transfer', [lab.address(3), 1n]))
    expect(reasonOf(moved.output)).toMatch(/^ERC20InsufficientBalance\(.*,0,1\)$/)
    expect(reasonOf(asDerived(call('approve', [lab.address(3), 1n])).output)).toMatch(
      /^ERC20InvalidApprover/,
    )
    const granted = await lab.write(1, token, TOKEN_ABI, 'approve', [derived, 5n])
    expect(reasonOf(granted.output)).toMatch(/^ERC20InvalidSpender/)
    const moves = stage.run((host) =>
      host.envelope(
        stage.identity,
        encodeEvmPayload({
          to: hexToBytes(token),
          value: 0n,
          data: hexToBytes(call('transfer', [lab.address(3), 1n])),
        }),
      ),
    )
    expect(moves.status).toBe('success')
    expect(lab.balanceOf(token, lab.address(3))).toBe(1n)
  })
})

describe('S18: freezing', () => {
  it('of (mint, account) stops both sides of the face, held or not', async () => {
    const lab = new TokenChain()
    const stage = new Stage(lab)
    await stage.bind(1)
    const token = await lab.createToken(1)
    const mint = stage.id(token)
    const account = legacyId(crypto, Namespace.evm, hexToBytes(lab.address(2)))
    expect(stage.token({ kind: 'freeze', mint, account }).status).toBe('success')
    const credit = await lab.write(1, token, TOKEN_ABI, 'transfer', [lab.address(2), 1n])
    expect(credit.status).toBe('reverted')
    expect(Buffer.from(credit.output).toString('latin1')).toContain('not to be frozen')
    expect(stage.token({ kind: 'thaw', mint, account }).status).toBe('success')
    expect((await lab.write(1, token, TOKEN_ABI, 'transfer', [lab.address(2), 9n])).status).toBe(
      'success',
    )
    expect(stage.token({ kind: 'freeze', mint, account }).status).toBe('success')
    for (const [name, args] of [
      ['transfer', [lab.address(3), 1n]],
      ['burn', [1n]],
    ] as const)
      expect((await lab.write(2, token, TOKEN_ABI, name, args)).status).toBe('reverted')
    expect(lab.balanceOf(token, lab.address(2))).toBe(9n)
    const other = await lab.createToken(1, { symbol: 'TWO' })
    expect((await lab.write(1, other, TOKEN_ABI, 'transfer', [lab.address(2), 1n])).status).toBe(
      'success',
    )
  })
})
