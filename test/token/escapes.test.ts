/**
 * Attacks with several steps and machines: ways out of a freeze, ways back for a detached account, permits used where they
 * were not meant for. Each is tried in blocks with real signatures.
 */
import { createAssociatedTokenAccountInstruction } from '@solana/spl-token'
import { PublicKey } from '@solana/web3.js'
import { expect, it } from 'vitest'
import type { SolanaDetails, TokenInstruction, Transaction } from '../../src/index.ts'
import {
  deriveEvmAddress,
  deriveTvmAddress,
  erc20Address,
  SplInstruction as I,
  legacyId,
  Namespace,
  readTokenAccount,
  solanaAccount,
  TOKEN_ERRORS,
  tokenBalance,
  tokenInfo,
  tvmCall,
} from '../../src/index.ts'
import { hexToBytes } from '../../src/primitives/bytes.ts'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import { Host } from '../support/host.ts'
import { crypto, ed25519Signer, type Signer } from '../support/test-chain.ts'
import { CHAIN_ID, NATIVE_BRIDGE, reasonOf, TOKEN_ABI } from '../support/token-chain.ts'
import {
  ataOf,
  brokenSums,
  calldata,
  callPayload,
  hex,
  invocation,
  meta,
  ownToken,
  SIGNERS,
  spl,
  TokenStage,
  TRON,
  walletOf,
} from '../support/token-stage.ts'
import { rawOf, signRaw } from '../support/tron-wallet.ts'

const [alice, bob, carol] = SIGNERS
const TOKEN = ownToken(0n)
const MINT = new PublicKey(TOKEN)
const ata = (owner: Signer) => ataOf(MINT, walletOf(owner))
const evm = ({ id }: Signer) => hex(deriveEvmAddress(crypto, id))
const tvm = ({ id }: Signer) => hex(deriveTvmAddress(crypto, id))
const splError = (name: string) => TOKEN_ERRORS.findIndex(([known]) => known === name)
const [FROZEN, MISMATCH] = [splError('AccountFrozen'), splError('OwnerMismatch')]
const REFUSED = 'TokenOperationRefused'

class Stage extends TokenStage {
  /** Alice's token; bob and carol have 100 units each and associated accounts. */
  constructor() {
    super()
    for (const signer of SIGNERS) this.must(this.create(signer))
    this.must(
      this.native(alice, {
        kind: 'createToken',
        decimals: 6,
        supply: 1_000n,
        mintAuthority: alice.id,
        freezeAuthority: alice.id,
        name: 'One token',
        symbol: 'ONE',
        uri: '',
      }),
    )
    for (const { id } of [bob, carol]) this.do(alice, this.units(id, 100n))
    for (const owner of SIGNERS) this.do(alice, this.open(owner))
  }

  units(to: Uint8Array, amount: bigint): TokenInstruction {
    return { kind: 'transfer', mint: TOKEN, to, amount }
  }

  open(owner: Signer): Uint8Array {
    const [payer, wallet] = [walletOf(alice), walletOf(owner)]
    return invocation(createAssociatedTokenAccountInstruction(payer, ata(owner), wallet, MINT))
  }

  private make(signer: Signer, what: Uint8Array | TokenInstruction): Transaction {
    return what instanceof Uint8Array ? this.envelope(signer, what) : this.native(signer, what)
  }

  do(signer: Signer, what: Uint8Array | TokenInstruction): void {
    this.must(this.make(signer, what))
  }

  /** What becomes of an attempt: `success`, a number of the Token program, an error's name or a status. */
  try(signer: Signer, what: Uint8Array | TokenInstruction): string | number {
    const [receipt] = this.execute([this.make(signer, what)])
    if (receipt?.status === 'success') return 'success'
    const solana = receipt?.details as SolanaDetails | undefined
    return solana?.error?.instruction?.custom ?? receipt?.error?.name ?? 'no receipt'
  }

  shown(owner: Signer) {
    const account = solanaAccount(this.state, ata(owner).toBytes())
    return account === undefined ? undefined : readTokenAccount(account.data)
  }

  units20(owner: Signer): bigint {
    return this.balanceOf(hex(erc20Address(crypto, TOKEN)), evm(owner))
  }
}

const inEvm = (name: string, args: readonly unknown[]) =>
  callPayload(0x10, erc20Address(crypto, TOKEN), calldata(name, args))
const inTron = (stage: TokenStage, name: string, args: readonly unknown[]) =>
  callPayload(0x40, stage.trc20(TOKEN), calldata(name, args))
const onSolana = (kind: number, from: Signer, to: PublicKey, by: Signer, ...parts: bigint[]) =>
  invocation(spl(kind, [meta(ata(from), 'w'), meta(to, 'w'), meta(walletOf(by), 's')], ...parts))
const setAuthority = (at: PublicKey, by: Signer, type: number, next: Signer) =>
  invocation(
    spl(
      I.SetAuthority,
      [meta(at, 'w'), meta(walletOf(by), 's')],
      ...[type, 1, walletOf(next).toBytes()],
    ),
  )

it('S18: rights that a holder gave before the freeze move nothing after it', () => {
  const stage = new Stage()
  const { id } = carol
  stage.do(alice, { kind: 'authoriseBridge', mint: TOKEN, bridge: id, allowed: true })
  stage.do(bob, onSolana(I.Approve, bob, walletOf(carol), bob, 50n))
  stage.do(bob, { kind: 'approve', mint: TOKEN, spender: id, amount: 50n })
  // Each of them works, and then no more.
  const uses: readonly (readonly [Signer, Uint8Array | TokenInstruction, string | number])[] = [
    [carol, onSolana(I.Transfer, bob, ata(carol), carol, 1n), FROZEN],
    [carol, { kind: 'transferFrom', mint: TOKEN, owner: bob.id, to: id, amount: 1n }, REFUSED],
    [carol, inEvm('transferFrom', [evm(bob), evm(carol), 1n]), 'Reverted'],
    [carol, inEvm('burnFrom', [evm(bob), 1n]), 'Reverted'],
    [carol, inTron(stage, 'transferFrom', [tvm(bob), tvm(carol), 1n]), 'Reverted'],
    [carol, { kind: 'bridgeBurn', mint: TOKEN, from: bob.id, amount: 1n }, REFUSED],
    [carol, { kind: 'bridgeMint', mint: TOKEN, to: bob.id, amount: 1n }, REFUSED],
    [carol, inEvm('crosschainBurn', [evm(bob), 1n]), 'Reverted'],
    [carol, inEvm('crosschainMint', [evm(bob), 1n]), 'Reverted'],
    [carol, inTron(stage, 'crosschainBurn', [tvm(bob), 1n]), 'Reverted'],
    [alice, inEvm('mint', [evm(bob), 1n]), 'Reverted'],
    [alice, inTron(stage, 'mint', [tvm(bob), 1n]), 'Reverted'],
  ]
  for (const [signer, what] of uses) expect(stage.try(signer, what)).toBe('success')
  const [before, supply] = [stage.units20(bob), tokenInfo(stage.state, TOKEN)?.supply]
  stage.do(alice, { kind: 'freeze', mint: TOKEN, account: bob.id })
  for (const [i, [signer, what, refused]] of uses.entries()) {
    expect([i, stage.try(signer, what)]).toEqual([i, refused])
    expect([i, stage.units20(bob)]).toEqual([i, before])
  }
  // Nor do things that no freeze forbids give a way around it.
  expect(stage.try(carol, { kind: 'absorb', mint: TOKEN, id: bob.id })).toBe('success')
  const link = stage.link(carol, bob.id)
  stage.must(link)
  expect(stage.shown(bob)).toMatchObject({ amount: before, state: 2 })
  expect(tokenInfo(stage.state, TOKEN)?.supply).toBe(supply)
  expect(brokenSums(stage.state)).toEqual([])
})

it('S18: a frozen wallet that binds itself to a fresh identity takes no unit out', async () => {
  const stage = new Stage()
  const token = hex(erc20Address(crypto, TOKEN))
  const wallet = legacyId(crypto, Namespace.evm, hexToBytes(stage.address(2).slice(2)))
  stage.do(alice, stage.units(wallet, 60n))
  const approved = await stage.write(2, token, TOKEN_ABI, 'approve', [stage.address(3), 60n])
  expect(approved.status).toBe('success')
  stage.do(alice, { kind: 'freeze', mint: TOKEN, account: wallet })
  const fresh = ed25519Signer(7)
  const host = new Host({})
  host.state = stage.state
  stage.must(host.create(fresh))
  host.state = stage.state
  stage.must(await host.bind(fresh, stage.wallet(2)))
  const steal = async () => {
    const own = await stage.write(2, token, TOKEN_ABI, 'transfer', [stage.address(3), 1n])
    const other = await stage.write(3, token, TOKEN_ABI, 'transferFrom', [
      stage.address(2),
      stage.address(3),
      1n,
    ])
    const native = stage.try(fresh, stage.units(carol.id, 1n))
    const tron = stage.try(fresh, inTron(stage, 'transfer', [tvm(carol), 1n]))
    return [own.status, other.status, native, tron]
  }
  const nothing = ['reverted', 'reverted', REFUSED, 'Reverted']
  // Units and flag wait together where they were.
  expect(await steal()).toEqual(nothing)
  expect(tokenBalance(stage.state, TOKEN, wallet)).toBe(60n)
  // Brought home by whomever, they bring the flag along.
  stage.do(carol, { kind: 'absorb', mint: TOKEN, id: wallet })
  expect(tokenBalance(stage.state, TOKEN, fresh.id)).toBe(60n)
  expect(await steal()).toEqual(nothing)
  expect(stage.try(carol, stage.units(fresh.id, 1n))).toBe(REFUSED)
  expect(stage.try(alice, { kind: 'thaw', mint: TOKEN, account: wallet })).toBe('success')
  expect(stage.try(fresh, stage.units(carol.id, 1n))).toBe('success')
  // What the wallet allowed before is no allowance of the identity (S18).
  const late = await stage.write(3, token, TOKEN_ABI, 'transferFrom', [
    stage.address(2),
    stage.address(3),
    1n,
  ])
  expect(reasonOf(late.output)).toMatch(/^ERC20InsufficientAllowance/)
  expect(brokenSums(stage.state)).toEqual([])
})

it('S19: a detached account shows on no other face, and comes back with nothing of the past', () => {
  const stage = new Stage()
  // Carol buys bob's associated account; he keeps nothing in it, nor she anything of his.
  stage.do(bob, setAuthority(ata(bob), bob, 2, carol))
  expect([stage.units20(bob), stage.shown(bob)?.amount]).toEqual([0n, 100n])
  stage.do(alice, stage.units(bob.id, 30n))
  expect([stage.units20(bob), stage.units20(carol), stage.shown(bob)?.amount]).toEqual([
    30n,
    100n,
    100n,
  ])
  const theft = [
    stage.try(carol, inEvm('transferFrom', [evm(bob), evm(carol), 1n])),
    stage.try(carol, onSolana(I.Transfer, bob, ata(carol), carol, 101n)),
    stage.try(bob, onSolana(I.Transfer, bob, ata(alice), bob, 1n)),
    stage.try(bob, inEvm('transfer', [evm(alice), 31n])),
    stage.try(bob, inTron(stage, 'transfer', [tvm(alice), 31n])),
  ]
  expect(theft).toEqual([
    'Reverted',
    splError('InsufficientFunds'),
    MISMATCH,
    'Reverted',
    'Reverted',
  ])
  // Back under its first owner it is still an account of its own.
  stage.do(carol, setAuthority(ata(bob), carol, 2, bob))
  expect([stage.units20(bob), stage.shown(bob)?.amount]).toEqual([30n, 100n])
  stage.do(alice, inEvm('transfer', [evm(bob), 5n]))
  expect([stage.units20(bob), stage.shown(bob)?.amount]).toEqual([35n, 100n])
  // With every right on it that carol can get, it is emptied, closed and made anew.
  stage.do(bob, onSolana(I.Approve, bob, walletOf(carol), bob, 1_000n))
  stage.do(bob, setAuthority(ata(bob), bob, 3, carol))
  stage.do(bob, onSolana(I.Transfer, bob, ata(alice), bob, 100n))
  stage.do(carol, onSolana(I.CloseAccount, bob, walletOf(carol), carol))
  stage.do(
    carol,
    invocation(
      createAssociatedTokenAccountInstruction(walletOf(carol), ata(bob), walletOf(bob), MINT),
    ),
  )
  expect(stage.shown(bob)).toMatchObject({ amount: 35n, delegateFlag: 0, closeFlag: 0 })
  expect(stage.try(carol, onSolana(I.Transfer, bob, ata(carol), carol, 1n))).toBe(MISMATCH)
  expect(stage.try(carol, onSolana(I.CloseAccount, bob, walletOf(carol), carol))).not.toBe(
    'success',
  )
  expect(stage.try(carol, setAuthority(ata(bob), carol, 3, carol))).toBe(MISMATCH)
  expect(stage.try(bob, onSolana(I.Transfer, bob, ata(alice), bob, 35n))).toBe('success')
  expect([stage.units20(bob), brokenSums(stage.state)]).toEqual([0n, []])
})

it('S10: a permit is good for one machine, contract, nonce and key', async () => {
  const stage = new Stage()
  const [owner, spender] = TRON
  stage.do(alice, stage.units(owner.id, 50n))
  const to = stage.trc20(TOKEN)
  const allowance = () => {
    const data = calldata('allowance', [hex(owner.address), hex(spender.address)])
    return bytesToU256(tvmCall(stage.state, { to, data }).output)
  }
  const use = (data: Uint8Array) => {
    const [receipt] = stage.execute([stage.tron(spender, to, data)])
    return receipt?.status === 'success' ? 'success' : reasonOf(receipt!.output).split('(')[0]
  }
  const permit = (changes: Parameters<typeof stage.tronPermit>[3] = {}) =>
    stage.tronPermit(TOKEN, owner, hex(spender.address), changes)
  const wrong = 'ERC2612InvalidSigner'
  expect(use(permit({ chainId: CHAIN_ID }))).toBe(wrong)
  expect(use(permit({ to: erc20Address(crypto, TOKEN) }))).toBe(wrong)
  expect(use(permit({ nonce: 1n }))).toBe(wrong)
  const good = permit()
  // The same words to the ERC-20 are another key's signature.
  const there = await stage.send(1, hex(erc20Address(crypto, TOKEN)), hex(good))
  expect(reasonOf(there.output)).toMatch(/^ERC2612InvalidSigner/)
  expect(allowance()).toBe(0n)
  expect(use(good)).toBe('success')
  expect(allowance()).toBe(9n)
  expect(use(good)).toBe(wrong)
  // The EVM counts for itself.
  const view = (name: string, args: readonly unknown[]) =>
    stage.view<bigint>(hex(erc20Address(crypto, TOKEN)), TOKEN_ABI, name, args)
  expect(view('nonces', [hex(owner.address)])).toBe(0n)
  // The account gives its control to another key: what the first one signs from now on, or signed before, is nothing.
  const early = permit({ nonce: 1n })
  const key = (type: number, id: number, operations: Uint8Array) => ({
    ...{ type, id, name: 'control', threshold: 1n, parentId: 0, operations },
    keys: [{ address: spender.address, weight: 1n }],
  })
  const message = {
    ownerAddress: owner.address,
    owner: key(0, 0, new Uint8Array(0)),
    witness: undefined,
    actives: [key(2, 2, hexToBytes('7fff1fc0033e'.padEnd(64, '0')))],
  }
  const draft = { type: 'AccountPermissionUpdateContract', message } as const
  stage.must(signRaw(rawOf(stage.state, stage.time + 1n, draft as never), [owner]))
  for (const data of [early, permit({ nonce: 1n })]) expect(use(data)).toBe('ERC20InvalidApprover')
  expect(allowance()).toBe(9n)
  const [own] = stage.execute([stage.tron(owner, to, calldata('transfer', [tvm(carol), 1n]))])
  expect(own?.status).toBe('rejected')
})

it('S10: a permit for a token is none for the native coin, nor the other way round', async () => {
  const stage = new Stage()
  const token = await stage.createToken(1)
  const grant = { spender: stage.address(3), value: 50n, deadline: 1n << 60n }
  const attempt = async (signedFor: typeof token, usedAt: typeof token) => {
    const { v, r, s } = await stage.signPermit(1, signedFor, grant)
    const args = [stage.address(1), grant.spender, grant.value, grant.deadline, v, r, s]
    const { status, output } = await stage.write(2, usedAt, TOKEN_ABI, 'permit', args)
    return [status, reasonOf(output).split('(')[0]]
  }
  const refused = ['reverted', 'ERC2612InvalidSigner']
  expect(await attempt(token, NATIVE_BRIDGE)).toEqual(refused)
  expect(await attempt(NATIVE_BRIDGE, token)).toEqual(refused)
  expect(await attempt(NATIVE_BRIDGE, NATIVE_BRIDGE)).toEqual(['success', ''])
  expect(await attempt(token, token)).toEqual(['success', ''])
  const allowed = (at: typeof token) =>
    stage.view<bigint>(at, TOKEN_ABI, 'allowance', [stage.address(1), grant.spender])
  expect([allowed(token), allowed(NATIVE_BRIDGE)]).toEqual([50n, 50n])
})
