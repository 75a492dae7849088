/**
 * Attacks through one machine on what another shows: each rule is tried in blocks, with the transactions an attacker would
 * send. Attacks inside one face are in erc20-security, trc20-face and spl-wallet.
 */
import {
  AuthorityType,
  createApproveInstruction,
  createAssociatedTokenAccountInstruction,
  createBurnInstruction,
  createCloseAccountInstruction,
  createFreezeAccountInstruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  createSetAuthorityInstruction,
  createThawAccountInstruction,
  createTransferInstruction,
  getAssociatedTokenAddressSync,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token'
import {
  Keypair,
  PublicKey,
  Transaction as SolanaTransaction,
  SystemProgram,
  type TransactionInstruction,
} from '@solana/web3.js'
import { encodeFunctionData, hexToBytes as viemBytes } from 'viem'
import { describe, expect, it } from 'vitest'
import type {
  GenesisOptions,
  Receipt,
  SolanaDetails,
  TokenInstruction,
  Transaction,
} from '../../src/index.ts'
import {
  deriveEvmAddress,
  deriveSvmAddress,
  deriveTvmAddress,
  encodeSvmPayload,
  erc20Address,
  listHolders,
  Namespace,
  solanaAccount,
  solanaNextBlock,
  tokenBalance,
  tokenId,
  tokenInfo,
  trc20Address,
} from '../../src/index.ts'
import { bytesToHex, concatBytes, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import { readMint, readTokenAccount } from '../../src/token/spl/index.ts'
import { Host } from '../support/host.ts'
import { associatedTokenProgram, SplChain } from '../support/spl/chain.ts'
import { COIN, crypto, ed25519Signer, type Signer } from '../support/test-chain.ts'
import {
  CROSS_VM,
  CROSS_VM_ABI,
  FACTORY_ABI,
  type Hex,
  NATIVE_BRIDGE,
  TOKEN_ABI,
  TOKEN_FACTORY,
  TokenChain,
} from '../support/token-chain.ts'
import { rawOf, signRaw, tronWallet } from '../support/tron-wallet.ts'

const TRX = 10n ** 6n
const ALREADY_IN_USE = 6
const hex = (bytes: Uint8Array): Hex => `0x${bytesToHex(bytes)}`
const key = (n: number) => Keypair.fromSeed(new Uint8Array(32).fill(n))

describe('S12: what others push to the addresses of a mint that is not there yet', () => {
  const mallory = tronWallet(9)
  const solana = key(9)

  function newChain(): TokenChain {
    const wallet = (
      publicKey: PublicKey,
    ): NonNullable<GenesisOptions['solanaAccounts']>[number] => ({
      pubkey: publicKey.toBase58(),
      account: {
        lamports: 10n ** 12n,
        data: new Uint8Array(0),
        owner: PublicKey.default.toBase58(),
        executable: false,
      },
    })
    return new TokenChain(4, {
      number: 0n,
      timestamp: 1_760_000_000n,
      solanaAccounts: [wallet(solana.publicKey)],
      tron: {
        accounts: { [mallory.text]: Number(10_000n * TRX) },
        tokens: [{ owner: mallory.text, name: 'Dust', abbr: 'DST', totalSupply: 1_000 }],
      },
    })
  }

  function tron<
    Type extends
      | 'TransferContract'
      | 'TransferAssetContract'
      | 'FreezeBalanceV2Contract'
      | 'DelegateResourceContract',
  >(lab: TokenChain, type: Type, fields: object): Transaction {
    const message = { ownerAddress: mallory.address, ...fields } as never
    return signRaw(rawOf(lab.state, lab.time + 1n, { type, message }), [mallory])
  }

  function lamports(lab: TokenChain, to: Uint8Array): Transaction {
    const transaction = new SolanaTransaction({ feePayer: solana.publicKey })
    const { blockhash } = solanaNextBlock(lab.state, { timestamp: lab.time + 1n })
    transaction.recentBlockhash = new PublicKey(blockhash).toBase58()
    const toPubkey = new PublicKey(to)
    const fields = { fromPubkey: solana.publicKey, toPubkey, lamports: 5_000_000 }
    transaction.add(SystemProgram.transfer(fields)).sign(solana)
    return { kind: 'solana', bytes: new Uint8Array(transaction.serialize()) }
  }

  it('coin, lamports, TRX, TRC-10, delegated energy and units keep nobody from making it', async () => {
    const lab = newChain()
    const other = await lab.createToken(2)
    const owner = lab.address(1)
    const next = lab.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'nextTokenId', [owner])
    const id = hexToBytes(next.slice(2))
    const [evm, trc20] = [hex(erc20Address(crypto, id)), trc20Address(crypto, id)]
    const push = (transaction: Transaction) => {
      const [receipt] = lab.execute([transaction])
      expect([receipt?.status, receipt?.error?.message]).toEqual(['success', undefined])
    }
    expect((await lab.send(3, evm, '0x', { value: 7n })).status).toBe('success')
    expect((await lab.write(2, other, TOKEN_ABI, 'transfer', [evm, 5n])).status).toBe('success')
    push(lamports(lab, id))
    push(tron(lab, 'TransferContract', { toAddress: trc20, amount: 3n * TRX }))
    const asset = { assetName: utf8('1000001'), toAddress: trc20, amount: 10n }
    push(tron(lab, 'TransferAssetContract', asset))
    push(tron(lab, 'FreezeBalanceV2Contract', { frozenBalance: 100n * TRX, resource: 1 }))
    const lent = {
      resource: 1,
      balance: 40n * TRX,
      receiverAddress: trc20,
      lock: false,
      lockPeriod: 0n,
    }
    push(tron(lab, 'DelegateResourceContract', lent))
    const coin = () => lab.view<bigint>(NATIVE_BRIDGE, TOKEN_ABI, 'balanceOf', [owner])
    const before = coin()
    const token = await lab.createToken(1, { decimals: 0, supply: 0n })
    expect(token.toLowerCase()).toBe(evm)
    expect(coin() - before).toBe(7n + 5_000_000n * 10n ** 9n + 3n * TRX * 10n ** 12n)
    expect((await lab.write(1, token, TOKEN_ABI, 'mint', [owner, 50n])).status).toBe('success')
    const move = [next, 20n, Namespace.tvm, hex(mallory.address)]
    expect((await lab.write(1, CROSS_VM, CROSS_VM_ABI, 'crossVmTransfer', move)).status).toBe(
      'success',
    )
    expect(readMint(solanaAccount(lab.state, id)!.data).supply).toBe(50n)
    expect(tokenBalance(lab.state, id, mallory.id)).toBe(20n)
  })
})

describe('H6: a mint with decimals 0 and supply 0', () => {
  const [alice, bob, mint] = [key(1), key(2), key(3)]
  const create = (payer: Keypair) =>
    SystemProgram.createAccount({
      fromPubkey: payer.publicKey,
      newAccountPubkey: mint.publicKey,
      lamports: 210 * 6960,
      space: 82,
      programId: TOKEN_PROGRAM_ID,
    })
  const initialize = (who: Keypair) =>
    createInitializeMint2Instruction(mint.publicKey, 0, who.publicKey, who.publicKey)

  it('stays its authority’s, also against whoever has the key of its address', () => {
    const chain = new SplChain([alice, bob])
    expect(chain.outcome([create(alice), initialize(alice)], [alice, mint])).toBeUndefined()
    expect(chain.outcome([initialize(bob)], [bob])).toBe(ALREADY_IN_USE)
    expect(chain.outcome([create(bob), initialize(bob)], [bob, mint])).toBe(0)
    const account = getAssociatedTokenAddressSync(mint.publicKey, bob.publicKey)
    const open = createAssociatedTokenAccountInstruction(
      bob.publicKey,
      account,
      bob.publicKey,
      mint.publicKey,
    )
    const take = createMintToInstruction(mint.publicKey, account, bob.publicKey, 1n)
    expect(chain.outcome([open, take], [bob])).toBe(4)
    const hand = createSetAuthorityInstruction(
      mint.publicKey,
      bob.publicKey,
      AuthorityType.MintTokens,
      bob.publicKey,
    )
    expect(chain.outcome([hand], [bob])).toBe(4)
    const close = createCloseAccountInstruction(mint.publicKey, bob.publicKey, bob.publicKey)
    expect(chain.outcome([close], [bob])).toBeDefined()
    const { record } = chain.mint(mint.publicKey)
    expect([record.supply, record.decimals]).toEqual([0n, 0])
    expect(record.mintAuthority?.address).toEqual(alice.publicKey.toBytes())
  })

  it('of the factory is not initialised again by an SPL instruction', async () => {
    const host = new Host({
      accounts: [1, 2].map((n) => ({ id: ed25519Signer(n).id, balance: 1_000n * COIN })),
    })
    const [owner, attacker] = [ed25519Signer(1), ed25519Signer(2)]
    host.run(host.create(owner), host.create(attacker))
    const instruction = { ...PLAIN, decimals: 0, supply: 0n, mintAuthority: owner.id }
    expect(run(host, native(owner, instruction))).toBe('success')
    const id = tokenId(crypto, owner.id, 0n)
    const wallet = new PublicKey(deriveSvmAddress(crypto, attacker.id))
    const capture = createInitializeMint2Instruction(new PublicKey(id), 0, wallet, wallet)
    expect(run(host, invoke(attacker, capture))).toBe(ALREADY_IN_USE)
    expect(tokenInfo(host.state, id)?.mintAuthority?.id).toEqual(owner.id)
  })
})

const PLAIN = {
  kind: 'createToken',
  decimals: 6,
  supply: 1_000n,
  mintAuthority: undefined,
  freezeAuthority: undefined,
  name: 'One',
  symbol: 'ONE',
  uri: '',
} as const

type Maker = (host: Host) => Transaction

const native =
  (signer: Signer, instruction: TokenInstruction): Maker =>
  (host) =>
    host.envelope(signer, { operation: 'token', instruction })

/** An instruction to a Solana program, by envelope. */
const invoke =
  (signer: Signer, { programId, keys, data }: TransactionInstruction): Maker =>
  (host) =>
    host.envelope(
      signer,
      encodeSvmPayload({
        operation: 'invoke',
        program: programId.toBytes(),
        accounts: keys.map(({ pubkey, isSigner, isWritable }) => ({
          address: pubkey.toBytes(),
          signer: isSigner,
          writable: isWritable,
        })),
        data: Uint8Array.from(data),
      }),
    )

/** A call of a contract, in the EVM (0x10) or in Tron (0x40). */
const call =
  (
    signer: Signer,
    opcode: 0x10 | 0x40,
    to: Uint8Array,
    name: string,
    args: readonly unknown[],
  ): Maker =>
  (host) => {
    const abi = name === 'crossVmTransfer' ? CROSS_VM_ABI : TOKEN_ABI
    const data = viemBytes(encodeFunctionData({ abi, functionName: name, args }))
    return host.envelope(signer, concatBytes(Uint8Array.of(opcode), to, new Uint8Array(32), data))
  }

/** `success`, the number a Solana program gave, or the error's name or status. */
function run(host: Host, make: Maker): string | number {
  const [receipt] = host.run(make(host)) as [Receipt]
  if (receipt.status === 'success') return 'success'
  const solana = receipt.details as SolanaDetails | undefined
  return solana?.error?.instruction?.custom ?? receipt.error?.name ?? receipt.status
}

const [REVERTED, REFUSED] = ['Reverted', 'TokenOperationRefused']
/** TokenError: 4 OwnerMismatch, 11 NonNativeHasBalance, 13 InvalidState, 17 AccountFrozen. */
const FROZEN = [
  ...[17, 17, 17, 17, 11, 4],
  ...Array.from({ length: 6 }, () => REVERTED),
  ...Array.from({ length: 5 }, () => REFUSED),
  ...[17, 17, REVERTED, REVERTED, REFUSED, REFUSED],
]
const UNAUTHORISED = [
  ...[4, 4, 4, 4, 13, 4, 4, 4, 4, 11, 'WrongActingAddress'],
  ...Array.from({ length: 6 }, () => REVERTED),
  ...Array.from({ length: 6 }, () => REFUSED),
]

describe('a token of three identities', () => {
  const [alice, bob, carol] = [1, 2, 3].map(ed25519Signer) as [Signer, Signer, Signer]
  const TOKEN = tokenId(crypto, alice.id, 0n)
  const MINT = new PublicKey(TOKEN)
  const ERC20 = erc20Address(crypto, TOKEN)
  const TRC20 = trc20Address(crypto, TOKEN)
  const wallet = ({ id }: Signer) => new PublicKey(deriveSvmAddress(crypto, id))
  const ata = (signer: Signer) => getAssociatedTokenAddressSync(MINT, wallet(signer), true)
  const evm = ({ id }: Signer) => hex(deriveEvmAddress(crypto, id))
  const tvm = ({ id }: Signer) => hex(deriveTvmAddress(crypto, id))
  const open = (payer: Signer, owner: Signer) =>
    createAssociatedTokenAccountInstruction(wallet(payer), ata(owner), wallet(owner), MINT)

  /** Alice is the authority; bob has 100 units, carol 10. `without` is not created. */
  function started(without?: Signer): Host {
    const host = new Host({
      accounts: [alice, bob, carol].map(({ id }) => ({ id, balance: 1_000n * COIN })),
      solanaAccounts: [associatedTokenProgram()],
    })
    for (const signer of [alice, bob, carol]) if (signer !== without) host.run(host.create(signer))
    const rights = { mintAuthority: alice.id, freezeAuthority: alice.id }
    expect(run(host, native(alice, { ...PLAIN, ...rights }))).toBe('success')
    for (const [to, amount] of [
      [bob.id, 100n],
      [carol.id, 10n],
    ] as const)
      if (to !== without?.id)
        expect(run(host, native(alice, { kind: 'transfer', mint: TOKEN, to, amount }))).toBe(
          'success',
        )
    return host
  }

  const shown = (host: Host, signer: Signer) => {
    const account = solanaAccount(host.state, ata(signer).toBytes())
    return account === undefined ? undefined : readTokenAccount(account.data)
  }

  function expectWhole(host: Host): void {
    const sum = listHolders(host.state, TOKEN).reduce((total, { balance }) => total + balance, 0n)
    expect(sum).toBe(tokenInfo(host.state, TOKEN)?.supply)
  }

  it('S18: bob is frozen before he has an associated account; no face lets anything out or in', () => {
    const host = started()
    const permitted = { kind: 'approve', mint: TOKEN, spender: carol.id, amount: 50n } as const
    expect(run(host, native(bob, permitted))).toBe('success')
    expect(run(host, native(alice, { kind: 'freeze', mint: TOKEN, account: bob.id }))).toBe(
      'success',
    )
    expect(run(host, invoke(alice, open(alice, bob)))).toBe('success')
    expect(run(host, invoke(alice, open(alice, carol)))).toBe('success')
    expect(shown(host, bob)).toMatchObject({ amount: 100n, state: 2 })
    const [own, hers] = [ata(bob), ata(carol)]
    const out: readonly Maker[] = [
      invoke(bob, createTransferInstruction(own, hers, wallet(bob), 1n)),
      invoke(bob, createBurnInstruction(own, MINT, wallet(bob), 1n)),
      invoke(bob, createApproveInstruction(own, wallet(carol), wallet(bob), 1n)),
      invoke(
        bob,
        createSetAuthorityInstruction(own, wallet(bob), AuthorityType.AccountOwner, wallet(carol)),
      ),
      invoke(bob, createCloseAccountInstruction(own, wallet(bob), wallet(bob))),
      invoke(bob, createThawAccountInstruction(own, MINT, wallet(bob))),
      call(bob, 0x10, ERC20, 'transfer', [evm(carol), 1n]),
      call(bob, 0x10, ERC20, 'burn', [1n]),
      call(carol, 0x10, ERC20, 'transferFrom', [evm(bob), evm(carol), 1n]),
      call(bob, 0x10, viemBytes(CROSS_VM), 'crossVmTransfer', [hex(TOKEN), 1n, 0, hex(carol.id)]),
      call(bob, 0x40, TRC20, 'transfer', [tvm(carol), 1n]),
      call(carol, 0x40, TRC20, 'transferFrom', [tvm(bob), tvm(carol), 1n]),
      native(bob, { kind: 'transfer', mint: TOKEN, to: carol.id, amount: 1n }),
      native(bob, { kind: 'burn', mint: TOKEN, amount: 1n }),
      native(carol, { kind: 'transferFrom', mint: TOKEN, owner: bob.id, to: carol.id, amount: 1n }),
      native(bob, { kind: 'thaw', mint: TOKEN, account: bob.id }),
      native(bob, {
        kind: 'crossVmTransfer',
        token: TOKEN,
        amount: 1n,
        destination: Namespace.svm,
        recipient: wallet(carol).toBytes(),
      }),
    ]
    const into: readonly Maker[] = [
      invoke(carol, createTransferInstruction(hers, own, wallet(carol), 1n)),
      invoke(alice, createMintToInstruction(MINT, own, wallet(alice), 1n)),
      call(carol, 0x10, ERC20, 'transfer', [evm(bob), 1n]),
      call(carol, 0x40, TRC20, 'transfer', [tvm(bob), 1n]),
      native(carol, { kind: 'transfer', mint: TOKEN, to: bob.id, amount: 1n }),
      native(alice, { kind: 'mintTo', mint: TOKEN, to: bob.id, amount: 1n }),
    ]
    for (const [i, make] of [...out, ...into].entries()) {
      expect(run(host, make), `attempt ${i}`).toBe(FROZEN[i])
      expect(tokenBalance(host.state, TOKEN, bob.id), `attempt ${i}`).toBe(100n)
      expect(tokenBalance(host.state, TOKEN, carol.id)).toBe(10n)
      expect(shown(host, bob)).toMatchObject({ amount: 100n, state: 2 })
    }
    expectWhole(host)
    // Thawed through another face than it was frozen by, all of them move again.
    expect(run(host, invoke(alice, createThawAccountInstruction(own, MINT, wallet(alice))))).toBe(
      'success',
    )
    for (const make of [out[0]!, out[6]!, out[10]!, out[12]!])
      expect(run(host, make)).toBe('success')
    expect(tokenBalance(host.state, TOKEN, carol.id)).toBe(14n)
    expectWhole(host)
  })

  it('nobody without authority mints, burns, freezes, thaws or moves, by any face', () => {
    const host = started()
    for (const owner of [bob, carol])
      expect(run(host, invoke(alice, open(alice, owner)))).toBe('success')
    const [victim, own] = [ata(bob), ata(carol)]
    const me = wallet(carol)
    const attempts: readonly Maker[] = [
      invoke(carol, createMintToInstruction(MINT, own, me, 1n)),
      invoke(carol, createBurnInstruction(victim, MINT, me, 1n)),
      invoke(carol, createTransferInstruction(victim, own, me, 1n)),
      invoke(carol, createFreezeAccountInstruction(victim, MINT, me)),
      invoke(carol, createThawAccountInstruction(victim, MINT, me)),
      invoke(carol, createApproveInstruction(victim, me, me, 1n)),
      invoke(carol, createSetAuthorityInstruction(victim, me, AuthorityType.AccountOwner, me)),
      invoke(carol, createSetAuthorityInstruction(victim, me, AuthorityType.CloseAccount, me)),
      invoke(carol, createSetAuthorityInstruction(MINT, me, AuthorityType.MintTokens, me)),
      invoke(carol, createCloseAccountInstruction(victim, me, me)),
      // Bob's account as a signer that did not sign.
      invoke(carol, createTransferInstruction(victim, own, wallet(bob), 1n)),
      call(carol, 0x10, ERC20, 'mint', [evm(carol), 1n]),
      call(carol, 0x10, ERC20, 'burnFrom', [evm(bob), 1n]),
      call(carol, 0x10, ERC20, 'transferFrom', [evm(bob), evm(carol), 1n]),
      call(carol, 0x10, ERC20, 'crosschainBurn', [evm(bob), 1n]),
      call(carol, 0x40, TRC20, 'mint', [tvm(carol), 1n]),
      call(carol, 0x40, TRC20, 'transferFrom', [tvm(bob), tvm(carol), 1n]),
      native(carol, { kind: 'mintTo', mint: TOKEN, to: carol.id, amount: 1n }),
      native(carol, { kind: 'freeze', mint: TOKEN, account: bob.id }),
      native(carol, { kind: 'transferFrom', mint: TOKEN, owner: bob.id, to: carol.id, amount: 1n }),
      native(carol, { kind: 'setMintAuthority', mint: TOKEN, next: carol.id }),
      native(carol, { kind: 'setFreezeAuthority', mint: TOKEN, next: carol.id }),
      native(carol, { kind: 'bridgeBurn', mint: TOKEN, from: bob.id, amount: 1n }),
    ]
    for (const [i, make] of attempts.entries()) {
      expect(run(host, make), `attempt ${i}`).toBe(UNAUTHORISED[i])
      expect(shown(host, bob), `attempt ${i}`).toMatchObject({
        amount: 100n,
        state: 1,
        delegateFlag: 0,
      })
      expect(tokenInfo(host.state, TOKEN)).toMatchObject({ supply: 1_000n })
      expectWhole(host)
    }
  })

  it.each([
    ['linked', true],
    ['not linked', false],
  ])(
    'H7 and H11: an account squatted before its owner’s identity exists, %s, is the owner’s in the end',
    (_, isLinked) => {
      const host = started(bob)
      if (isLinked)
        expect(run(host, (on) => on.envelope(carol, { operation: 'link', id: bob.id }))).toBe(
          'success',
        )
      expect(run(host, invoke(carol, open(carol, bob)))).toBe('success')
      expect(run(host, invoke(carol, open(carol, carol)))).toBe('success')
      const pay = createTransferInstruction(ata(carol), ata(bob), wallet(carol), 4n)
      expect(run(host, invoke(carol, pay))).toBe('success')
      // The payer, who opened it, has no hold on it.
      const back = createTransferInstruction(ata(bob), ata(carol), wallet(carol), 4n)
      expect(run(host, invoke(carol, back))).toBe(isLinked ? 1 : 4)
      const close = createCloseAccountInstruction(ata(bob), wallet(carol), wallet(carol))
      expect(run(host, invoke(carol, close))).not.toBe('success')
      const [created] = host.run(host.create(bob))
      expect(created?.status).toBe('success')
      expect(run(host, native(carol, { kind: 'absorb', mint: TOKEN, id: bob.id }))).toBe('success')
      expect(tokenBalance(host.state, TOKEN, bob.id)).toBe(4n)
      expect(shown(host, bob)?.amount).toBe(4n)
      expect(run(host, invoke(carol, pay))).toBe('success')
      expect(tokenBalance(host.state, TOKEN, bob.id)).toBe(8n)
      const spend = createTransferInstruction(ata(bob), ata(carol), wallet(bob), 8n)
      expect(run(host, invoke(bob, spend))).toBe('success')
      expectWhole(host)
    },
  )
})
