/**
 * Mints and the machines that did not make them: SPL's in the EVM and Tron, those of a genesis, those older than the
 * registration of a machine. Every machine shows them at the same addresses and with the same rights as all others.
 */
import {
  createAssociatedTokenAccountInstruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
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
import { describe, expect, it } from 'vitest'
import type {
  GenesisOptions,
  SolanaDetails,
  State,
  TokenInstruction,
  Transaction,
} from '../../src/index.ts'
import {
  deriveSvmAddress,
  encodeMint,
  encodeTokenAccount,
  erc20Address,
  evmCall,
  legacyId,
  listHolders,
  listTokens,
  Namespace,
  NVmError,
  parentContext,
  readMint,
  readTokenAccount,
  reconfigure,
  solanaAccount,
  solanaNextBlock,
  tokenBalance,
  tokenId,
  tokenInfo,
  trc20Address,
  tvmCall,
} from '../../src/index.ts'
import { bytesToHex, concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import { STUB_CODE } from '../../src/token/erc20/index.ts'
import { AccountState } from '../../src/token/spl/index.ts'
import { Host } from '../support/host.ts'
import { associatedTokenProgram } from '../support/spl/chain.ts'
import { COIN, crypto, ed25519Signer, type Signer } from '../support/test-chain.ts'
import {
  CROSS_VM,
  CROSS_VM_ABI,
  type Hex,
  NATIVE_BRIDGE,
  TOKEN_ABI,
  TokenChain,
} from '../support/token-chain.ts'
import { eoa } from '../support/wallet.ts'

type Dump = NonNullable<GenesisOptions['solanaAccounts']>[number]

const hex = (bytes: Uint8Array): Hex => `0x${bytesToHex(bytes)}`
const key = (n: number) => Keypair.fromSeed(new Uint8Array(32).fill(n))
const [authority, mint, holder] = [key(1), key(2), key(3)]
const MINT = mint.publicKey.toBytes()
const ERC20 = hex(erc20Address(crypto, MINT))
const TRC20 = trc20Address(crypto, MINT)
const USER = hexToBytes(eoa(1).address.slice(2))
const USER_ID = legacyId(crypto, Namespace.evm, USER)
const NO_KEY = new Uint8Array(32)
const host = new Host({})

function dump(address: PublicKey, owner: PublicKey, data: Uint8Array, lamports: bigint): Dump {
  const account = { lamports, data, owner: owner.toBase58(), executable: false }
  return { pubkey: address.toBase58(), account }
}

const wallet = (at: PublicKey) =>
  dump(at, SystemProgram.programId, new Uint8Array(0), 1_000_000_000_000n)

const mintBytes = (supply: bigint) =>
  encodeMint({
    authorityFlag: 1,
    authority: authority.publicKey.toBytes(),
    supply,
    decimals: 2,
    initialized: 1,
    freezeFlag: 1,
    freezeAuthority: authority.publicKey.toBytes(),
  })

function tokenAccount(at: PublicKey, owner: PublicKey, amount: bigint): Dump {
  const data = encodeTokenAccount({
    mint: MINT,
    owner: owner.toBytes(),
    amount,
    delegateFlag: 0,
    delegate: NO_KEY,
    state: AccountState.initialized,
    nativeFlag: 0,
    nativeReserve: 0n,
    delegatedAmount: 0n,
    closeFlag: 0,
    closeAuthority: NO_KEY,
  })
  return dump(at, TOKEN_PROGRAM_ID, data, 2_039_280n)
}

const userWallet = new PublicKey(deriveSvmAddress(crypto, USER_ID))
const ata = (owner: PublicKey) => getAssociatedTokenAddressSync(mint.publicKey, owner, true)

/** A mint of 1,000 units: 400 in the associated account of an EVM user, 600 in one that is nobody's alias. */
const WITH_MINT: readonly Dump[] = [
  associatedTokenProgram(),
  wallet(authority.publicKey),
  wallet(holder.publicKey),
  dump(mint.publicKey, TOKEN_PROGRAM_ID, mintBytes(1_000n), 1_461_600n),
  tokenAccount(ata(userWallet), userWallet, 400n),
  tokenAccount(key(4).publicKey, holder.publicKey, 600n),
]

function solana(
  state: State,
  time: bigint,
  instructions: readonly TransactionInstruction[],
  signers: readonly Keypair[],
): Transaction {
  const transaction = new SolanaTransaction({ feePayer: signers[0]!.publicKey })
  const { blockhash } = solanaNextBlock(state, { timestamp: time })
  transaction.recentBlockhash = new PublicKey(blockhash).toBase58()
  transaction.add(...instructions).sign(...signers)
  return { kind: 'solana', bytes: new Uint8Array(transaction.serialize()) }
}

function envelope(lab: TokenChain, signer: Signer, instruction: TokenInstruction): Transaction {
  host.state = lab.state
  return host.envelope(signer, { operation: 'token', instruction })
}

function expectAll(lab: TokenChain, transactions: readonly Transaction[]): void {
  for (const receipt of lab.execute(transactions))
    expect([receipt.status, receipt.error?.message]).toEqual(['success', undefined])
}

function expectWhole(state: State): void {
  for (const { mint: id, supply } of listTokens(state)) {
    const sum = listHolders(state, id).reduce((total, { balance }) => total + balance, 0n)
    expect(sum).toBe(supply)
  }
}

/** What TRC-20 says of the supply of a mint. */
function tronSupply(state: State, id: Uint8Array): bigint {
  const to = trc20Address(crypto, id)
  const { contractRet, output } = tvmCall(state, { to, data: hexToBytes('18160ddd') })
  expect(contractRet).toBe('SUCCESS')
  return bytesToU256(output)
}

/** Code, name and `totalSupply` in the EVM, supply in Tron, bytes on Solana. */
function expectShown(lab: TokenChain, id: Uint8Array, supply: bigint): void {
  const token = hex(erc20Address(crypto, id))
  expect(lab.view<bigint>(token, TOKEN_ABI, 'totalSupply')).toBe(supply)
  expect(tronSupply(lab.state, id)).toBe(supply)
  const account = solanaAccount(lab.state, id)
  expect(account?.owner).toEqual(TOKEN_PROGRAM_ID.toBytes())
  expect(readMint(account!.data).supply).toBe(supply)
}

describe('a mint of the genesis', () => {
  const genesis = (more: Partial<GenesisOptions> = {}) =>
    new TokenChain(2, {
      number: 0n,
      timestamp: 1_760_000_000n,
      solanaAccounts: WITH_MINT,
      ...more,
    })

  it('has the code of every token and its own Solana bytes before the first block', () => {
    const lab = genesis()
    expectShown(lab, MINT, 1_000n)
    expect(solanaAccount(lab.state, MINT)!.data).toEqual(mintBytes(1_000n))
    expect(lab.state.blob(crypto.keccak256(STUB_CODE))).toEqual(STUB_CODE)
    expect(lab.view<number>(ERC20, TOKEN_ABI, 'decimals')).toBe(2)
    expectWhole(lab.state)
  })

  it('moves by raw Ethereum and Solana transactions in block 1 already', async () => {
    const lab = genesis({ accounts: [{ id: ed25519Signer(1).id, balance: COIN }] })
    const signer = ed25519Signer(1)
    host.state = lab.state
    const link = host.envelope(signer, { operation: 'link', id: USER_ID })
    const instruction: TokenInstruction = { kind: 'absorb', mint: MINT, id: USER_ID }
    const absorb = host.envelope(signer, { operation: 'token', instruction }, { nonceAhead: 1n })
    const data = concatBytes(
      hexToBytes('a9059cbb'),
      new Uint8Array(12),
      hexToBytes(lab.address(2).slice(2)),
      new Uint8Array(31),
      Uint8Array.of(25),
    )
    const pay = await lab.sign(1, ERC20, hex(data))
    const issue = solana(
      lab.state,
      lab.time + 1n,
      [createMintToInstruction(mint.publicKey, ata(userWallet), authority.publicKey, 7n)],
      [authority],
    )
    expectAll(lab, [link, absorb, pay, issue])
    expect(parentContext(lab.state).number).toBe(1n)
    expect(lab.balanceOf(ERC20, lab.address(1))).toBe(382n)
    expect(lab.balanceOf(ERC20, lab.address(2))).toBe(25n)
    expectShown(lab, MINT, 1_007n)
    expectWhole(lab.state)
  })

  it('gives coin that the allocation put on its addresses to its authority', () => {
    const funded = genesis({
      alloc: {
        [eoa(1).address]: { balance: COIN },
        [ERC20]: { balance: 5n },
      },
      tron: { accounts: { [bytesToHex(TRC20)]: 2 } },
    })
    const id = legacyId(crypto, Namespace.svm, authority.publicKey.toBytes())
    const before = 1_000_000_000_000n * 10n ** 9n
    expect(funded.state.account(id)?.balance).toBe(before + 5n + 2n * 10n ** 12n)
    expectShown(funded, MINT, 1_000n)
  })

  it.each<[string, Partial<GenesisOptions>, Uint8Array]>([
    ['code', { alloc: { [ERC20]: { code: '0x00' } } }, hexToBytes(ERC20.slice(2))],
    ['a nonce', { alloc: { [ERC20]: { nonce: 1 } } }, hexToBytes(ERC20.slice(2))],
    [
      'a Tron token of its own',
      {
        tron: {
          tokens: [{ owner: `41${bytesToHex(TRC20)}`, name: 'Dust', abbr: 'DST', totalSupply: 1 }],
        },
      },
      TRC20,
    ],
  ])('is refused with %s at one of its addresses', (_, options, address) => {
    let thrown: unknown
    try {
      genesis(options)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(NVmError)
    expect(thrown).toMatchObject({
      codeName: 'InvalidGenesis',
      context: { mint: bytesToHex(MINT), address: bytesToHex(address) },
    })
  })
})

describe('a machine that comes to a chain with mints', () => {
  const creator = ed25519Signer(1)
  const FACTORY_MINT = tokenId(crypto, creator.id, 0n)
  const create: TokenInstruction = {
    kind: 'createToken',
    decimals: 0,
    supply: 50n,
    mintAuthority: creator.id,
    freezeAuthority: undefined,
    name: 'Old',
    symbol: 'OLD',
    uri: '',
  }
  const accounts = [{ id: creator.id, balance: 1_000n * COIN }]
  const only =
    (...machines: readonly string[]): NonNullable<GenesisOptions['configure']> =>
    (draft) => {
      draft.machines = [...machines]
      draft.supplyCap = undefined
      const isEvm = machines.includes('evm')
      draft.forks = isEvm ? [{ machine: 'evm', fork: 'osaka', block: 0n }] : []
      draft.gasRates = Object.fromEntries(machines.map((name) => [name, { units: 1n, gas: 1n }]))
    }
  const ALL = ['native', 'evm', 'svm', 'bvm', 'tvm']
  const began = { number: 0n, timestamp: 1_760_000_000n, accounts }

  it('shows those of SPL and of the factory, and moves them (EVM and Tron)', async () => {
    const lab = new TokenChain(2, {
      ...began,
      solanaAccounts: WITH_MINT,
      configure: only('native', 'svm'),
    })
    expectAll(lab, [envelope(lab, creator, create)])
    expect(lab.state.blob(crypto.keccak256(STUB_CODE))).toBeUndefined()
    const before = lab.state
    lab.state = reconfigure(before, only(...ALL))
    // The given state is as it was.
    expect([before.chain.machines, lab.state.chain.machines]).toEqual([['native', 'svm'], ALL])
    expectShown(lab, MINT, 1_000n)
    expectShown(lab, FACTORY_MINT, 50n)
    const token = hex(erc20Address(crypto, FACTORY_MINT))
    const give = { kind: 'transfer', mint: FACTORY_MINT, to: USER_ID, amount: 20n } as const
    expectAll(lab, [envelope(lab, creator, give)])
    const paid = await lab.write(1, token, TOKEN_ABI, 'transfer', [lab.address(2), 5n])
    expect(paid.status).toBe('success')
    expect(lab.balanceOf(token, lab.address(2))).toBe(5n)
    const cross = [hex(FACTORY_MINT), 4n, Namespace.tvm, `0x${'77'.repeat(20)}`]
    const crossed = await lab.write(1, CROSS_VM, CROSS_VM_ABI, 'crossVmTransfer', cross)
    expect(crossed.status).toBe('success')
    expectWhole(lab.state)
    // The next mint finds all machines as ever.
    await lab.createToken(1)
    expect(listTokens(lab.state)).toHaveLength(3)
    expectWhole(lab.state)
  })

  it('shows those of the factory on Solana, where they move by SPL instructions', async () => {
    const lab = new TokenChain(2, {
      ...began,
      configure: only('native', 'evm', 'tvm'),
      solanaAccounts: [associatedTokenProgram(), wallet(holder.publicKey)],
    })
    const token = await lab.createToken(1, { supply: 90n })
    const [info] = listTokens(lab.state)
    const id = info!.mint
    expect(solanaAccount(lab.state, id)).toBeUndefined()
    lab.state = reconfigure(lab.state, only(...ALL))
    expectShown(lab, id, 90n)
    const place = new PublicKey(id)
    const account = getAssociatedTokenAddressSync(place, holder.publicKey)
    const payer = holder.publicKey
    const open = createAssociatedTokenAccountInstruction(payer, account, payer, place)
    expectAll(lab, [solana(lab.state, lab.time + 1n, [open], [holder])])
    const cross = [hex(id), 30n, Namespace.svm, hex(payer.toBytes())]
    const crossed = await lab.write(1, CROSS_VM, CROSS_VM_ABI, 'crossVmTransfer', cross)
    expect(crossed.status).toBe('success')
    const own = createTransferInstruction(account, account, payer, 30n)
    expectAll(lab, [solana(lab.state, lab.time + 1n, [own], [holder])])
    expect(lab.balanceOf(token, lab.address(1))).toBe(60n)
    expectWhole(lab.state)
  })

  it('registered again, shows what was made meanwhile, and what it showed before is the same', async () => {
    const lab = new TokenChain(2, began)
    const first = await lab.createToken(1, { supply: 10n })
    await lab.write(1, first, TOKEN_ABI, 'approve', [lab.address(2), 4n])
    lab.state = reconfigure(lab.state, only('native', 'bvm'))
    expectAll(lab, [envelope(lab, creator, create)])
    expect(tokenInfo(lab.state, FACTORY_MINT)?.supply).toBe(50n)
    lab.state = reconfigure(lab.state, only(...ALL))
    for (const { mint: id, supply } of listTokens(lab.state)) expectShown(lab, id, supply)
    expect(lab.view(first, TOKEN_ABI, 'allowance', [lab.address(1), lab.address(2)])).toBe(4n)
    const spent = await lab.write(2, first, TOKEN_ABI, 'transferFrom', [
      lab.address(1),
      lab.address(2),
      4n,
    ])
    expect(spent.status).toBe('success')
    // Nothing is left to show.
    const { root } = lab.state
    expect(reconfigure(lab.state, only(...ALL)).root).toEqual(root)
  })

  it('is refused where an address is in use, coin alone goes to the authority', () => {
    const options = (entry: object): Partial<GenesisOptions> => ({
      ...began,
      solanaAccounts: WITH_MINT,
      configure: only('native', 'svm'),
      alloc: { [ERC20]: entry },
    })
    const used = new TokenChain(1, options({ code: '0x00', balance: 3n })).state
    const { root } = used
    expect(() => reconfigure(used, only(...ALL))).toThrowError(
      expect.objectContaining({
        codeName: 'InvalidChainConfig',
        context: { mint: bytesToHex(MINT), address: ERC20.slice(2) },
      }),
    )
    expect(used.root).toEqual(root)
    const lab = new TokenChain(1, options({ balance: 3n }))
    const id = legacyId(crypto, Namespace.svm, authority.publicKey.toBytes())
    const before = lab.state.account(id)?.balance ?? 0n
    lab.state = reconfigure(lab.state, only(...ALL))
    expect(lab.state.account(id)?.balance).toBe(before + 3n)
    expect(lab.view<bigint>(NATIVE_BRIDGE, TOKEN_ABI, 'balanceOf', [ERC20])).toBe(0n)
    expect(tokenBalance(lab.state, MINT, USER_ID)).toBe(0n)
    // A mint that is made later over the same key finds its place taken.
    const again = createInitializeMint2Instruction(mint.publicKey, 0, holder.publicKey, null)
    const [receipt] = lab.execute([solana(lab.state, lab.time + 1n, [again], [holder])])
    expect(receipt?.status).not.toBe('success')
  })
})

describe('SPL’s InitializeMint in a raw Solana transaction', () => {
  const rent = { lamports: 1_461_600, space: 82, programId: TOKEN_PROGRAM_ID }
  const make = [
    SystemProgram.createAccount({
      fromPubkey: authority.publicKey,
      newAccountPubkey: mint.publicKey,
      ...rent,
    }),
    createInitializeMint2Instruction(mint.publicKey, 2, authority.publicKey, null),
  ]
  const coinOf = (state: State) =>
    state.account(legacyId(crypto, Namespace.svm, authority.publicKey.toBytes()))?.balance ?? 0n

  const chain = (more: Partial<GenesisOptions> = {}) =>
    new TokenChain(2, {
      number: 0n,
      timestamp: 1_760_000_000n,
      accounts: [{ id: ed25519Signer(1).id, balance: COIN }],
      solanaAccounts: [associatedTokenProgram(), wallet(authority.publicKey)],
      ...more,
    })

  const initialize = (lab: TokenChain) =>
    lab.execute([solana(lab.state, lab.time + 1n, make, [authority, mint])])[0]!

  it('installs the ERC-20, which answers Ethereum’s calls and moves what SPL minted', async () => {
    const lab = chain()
    expect(lab.call(ERC20, TOKEN_ABI, 'totalSupply').output).toHaveLength(0)
    expect(initialize(lab).status).toBe('success')
    expectShown(lab, MINT, 0n)
    const extcode = hexToBytes(`73${ERC20.slice(2)}3b5f5260205ff3`)
    expect(bytesToU256(evmCall(lab.state, { data: extcode }).output)).toBe(45n)
    // An EVM user's units come by SPL, to the associated account of its address on Solana.
    host.state = lab.state
    expectAll(lab, [host.envelope(ed25519Signer(1), { operation: 'link', id: USER_ID })])
    const payer = authority.publicKey
    const open = createAssociatedTokenAccountInstruction(
      payer,
      ata(userWallet),
      userWallet,
      mint.publicKey,
    )
    const issue = createMintToInstruction(mint.publicKey, ata(userWallet), payer, 70n)
    expectAll(lab, [solana(lab.state, lab.time + 1n, [open, issue], [authority])])
    expect(lab.balanceOf(ERC20, lab.address(1))).toBe(70n)
    const paid = await lab.write(1, ERC20, TOKEN_ABI, 'transfer', [lab.address(2), 30n])
    expect(paid.status).toBe('success')
    expect(paid.logs.map(({ address }) => hex(address))).toEqual([ERC20])
    expect(lab.balanceOf(ERC20, lab.address(2))).toBe(30n)
    expect(readTokenAccount(solanaAccount(lab.state, ata(userWallet).toBytes())!.data).amount).toBe(
      40n,
    )
    // The authority is a Solana wallet: nobody mints through the ERC-20.
    const stolen = await lab.write(1, ERC20, TOKEN_ABI, 'mint', [lab.address(1), 1n])
    expect(stolen.status).toBe('reverted')
    expectShown(lab, MINT, 70n)
    expectWhole(lab.state)
  })

  it.each<[string, Partial<GenesisOptions>]>([
    ['code in the EVM', { alloc: { [ERC20]: { code: '0x00', balance: 9n } } }],
    ['a nonce in the EVM', { alloc: { [ERC20]: { nonce: 1 } } }],
    ['storage in the EVM', { alloc: { [ERC20]: { storage: { '0x00': '0x01' } } } }],
    [
      'a token of its own in Tron',
      {
        tron: {
          tokens: [{ owner: `41${bytesToHex(TRC20)}`, name: 'Dust', abbr: 'DST', totalSupply: 1 }],
        },
      },
    ],
  ])('fails and leaves nothing where the address has %s', (_, options) => {
    const lab = chain(options)
    const before = coinOf(lab.state)
    const receipt = initialize(lab)
    expect([receipt.status, (receipt.details as SolanaDetails).error?.instruction?.custom]).toEqual(
      ['reverted', 6],
    )
    expect([listTokens(lab.state), solanaAccount(lab.state, MINT)]).toEqual([[], undefined])
    const account = lab.state.account(legacyId(crypto, Namespace.evm, hexToBytes(ERC20.slice(2))))
    expect(account?.balance ?? 0n).toBe(options.alloc?.[ERC20]?.balance ?? 0n)
    // The fee of two signatures alone.
    expect(before - coinOf(lab.state)).toBe(10_000n * 10n ** 9n)
  })

  it('hands coin that waited at the ERC-20’s address to the authority', async () => {
    const lab = chain()
    expect((await lab.send(1, ERC20, '0x', { value: 12n })).status).toBe('success')
    const before = coinOf(lab.state)
    expect(initialize(lab).status).toBe('success')
    const costs = (10_000n + 1_461_600n) * 10n ** 9n
    expect(coinOf(lab.state)).toBe(before - costs + 12n)
    expectShown(lab, MINT, 0n)
  })
})
