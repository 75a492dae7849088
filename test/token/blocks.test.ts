/** Token operations as wallets send them: envelopes in blocks, receipts, lists, proofs, export. */
import { describe, expect, it } from 'vitest'
import type { TokenDetails, TokenInstruction } from '../../src/index.ts'
import {
  CellType,
  executeBlock,
  exportState,
  importChainState,
  legacyId,
  listHolders,
  listTokens,
  NATIVE_COIN_ID,
  Namespace,
  TOKEN_GAS,
  tokenBalance,
  tokenId,
  tokenInfo,
  tokensOf,
  verifyInclusion,
} from '../../src/index.ts'
import { bytesToHex, equalBytes, utf8 } from '../../src/primitives/bytes.ts'
import { Host, statuses } from '../support/host.ts'
import { COIN, crypto, ed25519Signer, secp256k1Signer } from '../support/test-chain.ts'

const alice = ed25519Signer(1)
const bob = secp256k1Signer(2)
const carol = ed25519Signer(3)
const accounts = [alice, bob, carol].map(({ id }) => ({ id, balance: COIN }))
const TOKEN = tokenId(crypto, alice.id, 0n)

const create: TokenInstruction = {
  kind: 'createToken',
  decimals: 0,
  supply: 1_000n,
  mintAuthority: alice.id,
  freezeAuthority: alice.id,
  name: 'Shares',
  symbol: 'SHR',
  uri: 'https://example.org/shares.json',
}

const send = (host: Host, from: typeof alice, instruction: TokenInstruction, ahead = 0n) =>
  host.envelope(from, { operation: 'token', instruction }, { nonceAhead: ahead })

function started(): Host {
  const host = new Host({ accounts })
  expect(statuses(host.run(send(host, alice, create)))).toEqual(['success'])
  return host
}

describe('createToken', () => {
  it('gives the mint its id, its supply to the creator, and says so', () => {
    const host = new Host({ accounts })
    const [receipt] = host.run(send(host, alice, create))
    expect(receipt?.output).toEqual(TOKEN)
    expect(receipt?.gasUsed).toBe(TOKEN_GAS.createToken)
    const { events } = receipt!.details as TokenDetails
    expect(events).toEqual([
      { kind: 'created', mint: TOKEN },
      { kind: 'transfer', mint: TOKEN, from: undefined, to: alice.id, amount: 1_000n },
    ])
    expect(tokenInfo(host.state, TOKEN)).toMatchObject({
      name: 'Shares',
      symbol: 'SHR',
      decimals: 0,
      supply: 1_000n,
    })
  })

  it('twice gives two tokens; no one can make another’s', () => {
    const host = started()
    host.run(send(host, alice, create), send(host, bob, create))
    const ids = [TOKEN, tokenId(crypto, alice.id, 1n), tokenId(crypto, bob.id, 0n)]
    const found = listTokens(host.state).map(({ mint }) => mint)
    expect(found).toHaveLength(3)
    for (const id of ids) expect(found.some((mint) => equalBytes(mint, id))).toBe(true)
  })
})

describe('an operation that is refused', () => {
  it('is rejected before a fee: no nonce, no change, the fault in the error', () => {
    const host = started()
    const before = host.state.root
    const steal = {
      kind: 'transferFrom',
      mint: TOKEN,
      owner: alice.id,
      to: bob.id,
      amount: 1n,
    } as const
    const { receipts, root } = executeBlock(host.state, [send(host, bob, steal)], { number: 5n })
    expect(receipts[0]).toMatchObject({
      status: 'rejected',
      error: {
        name: 'TokenOperationRefused',
        context: { fault: 'InsufficientAllowance', mint: bytesToHex(TOKEN) },
      },
    })
    expect(receipts[0]?.error?.message).toContain('allowance expected to cover')
    const empty = executeBlock(host.state, [], { number: 5n })
    expect(root).toEqual(empty.root)
    expect(before).not.toEqual(root)
  })

  it.each([
    ['mintTo', { kind: 'mintTo', mint: TOKEN, to: bob.id, amount: 1n }],
    ['freeze', { kind: 'freeze', mint: TOKEN, account: alice.id }],
    ['setMintAuthority', { kind: 'setMintAuthority', mint: TOKEN, next: bob.id }],
    ['burn', { kind: 'burn', mint: TOKEN, amount: 1n }],
    ['bridgeBurn', { kind: 'bridgeBurn', mint: TOKEN, from: alice.id, amount: 1n }],
    ['unknown mint', { kind: 'burn', mint: bob.id, amount: 0n }],
  ] as const)('whoever has no right to %s', (_name, instruction) => {
    const host = started()
    expect(statuses(host.run(send(host, bob, instruction)))).toEqual(['TokenOperationRefused'])
    expect(tokenBalance(host.state, TOKEN, alice.id)).toBe(1_000n)
  })
})

describe('a block', () => {
  it('moves, approves, freezes, bridges; every list shows the same units', () => {
    const host = started()
    const receipts = host.run(
      send(host, alice, { kind: 'transfer', mint: TOKEN, to: bob.id, amount: 100n }),
      send(host, alice, { kind: 'approve', mint: TOKEN, spender: carol.id, amount: 50n }, 1n),
      send(host, carol, {
        kind: 'transferFrom',
        mint: TOKEN,
        owner: alice.id,
        to: carol.id,
        amount: 50n,
      }),
      send(
        host,
        alice,
        { kind: 'authoriseBridge', mint: TOKEN, bridge: bob.id, allowed: true },
        2n,
      ),
      send(host, bob, { kind: 'bridgeMint', mint: TOKEN, to: bob.id, amount: 10n }),
      send(host, alice, { kind: 'freeze', mint: TOKEN, account: carol.id }, 3n),
      send(host, carol, { kind: 'burn', mint: TOKEN, amount: 1n }, 1n),
    )
    expect(statuses(receipts)).toEqual([...new Array(6).fill('success'), 'TokenOperationRefused'])
    const holdings = listHolders(host.state, TOKEN)
    expect(holdings.reduce((sum, { balance }) => sum + balance, 0n)).toBe(1_010n)
    expect(tokenInfo(host.state, TOKEN)?.supply).toBe(1_010n)
    expect(tokensOf(host.state, carol.id)).toEqual([
      { mint: TOKEN, holder: carol.id, tokenAccount: undefined, balance: 50n, isFrozen: true },
    ])
    expect(tokensOf(host.state, bob.id)[0]?.balance).toBe(110n)
  })

  it('sends units and coin to another machine’s address', () => {
    const host = started()
    const recipient = new Uint8Array(20).fill(0x11)
    const far = { kind: 'crossVmTransfer', destination: Namespace.evm, recipient } as const
    const receipts = host.run(
      send(host, alice, { ...far, token: TOKEN, amount: 7n }),
      send(host, alice, { ...far, token: NATIVE_COIN_ID, amount: 9n }, 1n),
      send(host, alice, { ...far, token: NATIVE_COIN_ID, amount: COIN * 2n }, 2n),
    )
    expect(statuses(receipts)).toEqual(['success', 'success', 'InsufficientFunds'])
    const reached = legacyId(crypto, Namespace.evm, recipient)
    expect(tokenBalance(host.state, TOKEN, reached)).toBe(7n)
    expect(host.balance(reached)).toBe(9n)
  })

  it('charges for what a breaker counts', () => {
    const host = started()
    const limits = { window: 3_600, holderShare: 1_000, mintShare: 2_000, pauseShare: 2_000 }
    const transfer = { kind: 'transfer', mint: TOKEN, to: bob.id, amount: 100n } as const
    const receipts = host.execute(
      [
        send(host, alice, { kind: 'setBreaker', mint: TOKEN, ...limits }),
        send(host, alice, transfer, 1n),
        send(host, alice, { ...transfer, amount: 1n }, 2n),
      ],
      { timestamp: 10_000n },
    )
    expect(statuses(receipts)).toEqual(['success', 'success', 'TokenOperationRefused'])
    expect(receipts[1]?.gasUsed).toBe(TOKEN_GAS.transfer + TOKEN_GAS.breaker)
  })
})

describe('the state', () => {
  it('proves a balance, and survives export and import', () => {
    const host = started()
    const parts = [utf8('balance:'), TOKEN, alice.id]
    const { type, value, proof } = host.state.prove({ kind: 'cell', type: CellType.token, parts })
    expect(value).toEqual(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 3, 0xe8))
    const { root } = host.state
    expect(verifyInclusion(root, type, parts, value!, proof, crypto.sha256)).toBe(true)
    const more = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 3, 0xe9)
    expect(verifyInclusion(root, type, parts, more, proof, crypto.sha256)).toBe(false)
    const copy = importChainState(exportState(host.state))
    expect(copy.root).toEqual(host.state.root)
    expect(listHolders(copy, TOKEN)).toEqual(listHolders(host.state, TOKEN))
  })

  it('reports reads, writes and changes of token cells', () => {
    const host = started()
    const transfer = { kind: 'transfer', mint: TOKEN, to: bob.id, amount: 1n } as const
    const { access, receipts } = executeBlock(
      host.state,
      [send(host, alice, transfer), send(host, alice, transfer, 1n)],
      {},
      { recordAccess: true, recordChanges: true },
    )
    for (const index of [0, 1]) {
      const { reads, writes } = access![index]!
      const token = (names: readonly string[]) =>
        names.filter((name) => name.startsWith(`cell:${CellType.token}:`))
      expect(token(writes)).toHaveLength(2)
      expect(token(reads).length).toBeGreaterThanOrEqual(3)
      const changed = receipts[index]?.changes?.filter(({ key }) => key[0]?.[0] === CellType.token)
      expect(changed).toHaveLength(2)
    }
  })

  it('has no ledger where the chain switches it off, and takes no unknown parameter', () => {
    const host = new Host({
      accounts,
      configure: (draft) => {
        draft.parameters.native = { tokenLedger: 0n }
      },
    })
    expect(statuses(host.run(send(host, alice, create)))).toEqual(['UnknownOpcode'])
    for (const parameters of [{ tokenLedger: 2n }, { tokens: 1n }])
      expect(
        () =>
          new Host({
            accounts,
            configure: (draft) => {
              draft.parameters.native = parameters
            },
          }),
      ).toThrow('parameters.native.tokenLedger')
  })
})
