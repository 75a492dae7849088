/** Every operation of every face as one transaction that succeeds on one and the same state. */
import { createAssociatedTokenAccountInstruction, NATIVE_MINT } from '@solana/spl-token'
import {
  type Keypair,
  PublicKey,
  SYSVAR_RENT_PUBKEY,
  SystemProgram,
  TransactionInstruction,
} from '@solana/web3.js'
import { encodeFunctionData } from 'viem'
import type { State, TokenInstruction, Transaction } from '../../src/index.ts'
import {
  deriveEvmAddress,
  deriveTvmAddress,
  SplInstruction as I,
  legacyId,
  loadCrypto,
  NATIVE_COIN_ID,
  Namespace,
} from '../../src/index.ts'
import { concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { crypto, type Signer } from '../support/test-chain.ts'
import {
  artifact,
  CROSS_VM,
  type Hex,
  NATIVE_BRIDGE,
  TOKEN_FACTORY,
} from '../support/token-chain.ts'
import {
  ataOf,
  calldata,
  callPayload,
  hex,
  invocation,
  invoked,
  meta,
  ownToken,
  SHARE,
  SIGNERS,
  SOLANA,
  SPL_MINT,
  solanaKey,
  spl,
  TokenStage,
  TRON,
  walletOf,
} from '../support/token-stage.ts'

export type Face =
  | 'native'
  | 'ERC-20'
  | 'native coin'
  | 'factory'
  | 'cross-VM'
  | 'TRC-20'
  | 'SPL'
  | 'SPL by CPI'
  | 'SPL by envelope'

export interface FaultCase {
  readonly face: Face
  readonly name: string
  readonly transaction: Transaction
}

export interface FaultStage {
  readonly state: State
  /** Of the block that the transactions are for. */
  readonly timestamp: bigint
  readonly cases: readonly FaultCase[]
}

const [alice, bob, carol] = SIGNERS
const [solA, solB, solC] = SOLANA
const [tronA, tronB] = TRON
const MINT = SPL_MINT.publicKey
const PROBE = artifact('Probe')
const FOREVER = 1n << 60n

/** Token accounts and others that are not associated ones. */
const [plainA, plainB, frozenB, emptyA, ofMultisig, wrapped, closable] = [
  61, 62, 63, 64, 65, 66, 67,
].map((n) => solanaKey(n)) as [Keypair, Keypair, Keypair, Keypair, Keypair, Keypair, Keypair]
const multisig = solanaKey(70)
const [newMint, newAccount, newMultisig] = [71, 72, 73].map((n) => solanaKey(n)) as [
  Keypair,
  Keypair,
  Keypair,
]
const rent = (space: number) => (128 + space) * 6960

const { publicKey: A } = solA
const { publicKey: B } = solB
const ataA = ataOf(MINT, A)
const ataB = ataOf(MINT, B)

function make(account: Keypair, space: number, more = 0): TransactionInstruction {
  return SystemProgram.createAccount({
    fromPubkey: A,
    newAccountPubkey: account.publicKey,
    lamports: rent(space) + more,
    space,
    programId: new PublicKey('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'),
  })
}

const open = (owner: PublicKey, mint: PublicKey, payer = A) =>
  createAssociatedTokenAccountInstruction(payer, ataOf(mint, owner), owner, mint)
const account3 = (at: Keypair, owner: PublicKey, mint = MINT) =>
  spl(I.InitializeAccount3, [meta(at.publicKey, 'w'), meta(mint)], owner.toBytes())
const mintTo = (to: PublicKey, amount: bigint) =>
  spl(I.MintTo, [meta(MINT, 'w'), meta(to, 'w'), meta(A, 's')], amount)
const transfer = (from: PublicKey, to: PublicKey, by: PublicKey, amount: bigint) =>
  spl(I.Transfer, [meta(from, 'w'), meta(to, 'w'), meta(by, 's')], amount)
const approve = (from: PublicKey, to: PublicKey, by: PublicKey, amount: bigint) =>
  spl(I.Approve, [meta(from, 'w'), meta(to), meta(by, 's')], amount)

async function prepareSpl(stage: TokenStage): Promise<void> {
  const initialize = spl(I.InitializeMint2, [meta(MINT, 'w')], 6, A.toBytes(), 1, A.toBytes())
  stage.must(stage.solana([make(SPL_MINT, 82, 9_000), initialize], [solA, SPL_MINT]))
  stage.must(stage.solana([open(A, MINT), open(B, MINT)]))
  const signers = [meta(multisig.publicKey, 'w'), meta(A), meta(B)]
  const shared = spl(I.InitializeMultisig2, signers, 1)
  stage.must(stage.solana([make(multisig, 355), shared], [solA, multisig]))
  const holders: readonly (readonly [Keypair, PublicKey])[] = [
    [plainA, A],
    [plainB, B],
    [frozenB, B],
    [emptyA, A],
    [closable, A],
    [ofMultisig, multisig.publicKey],
  ]
  for (const [account, owner] of holders)
    stage.must(stage.solana([make(account, 165), account3(account, owner)], [solA, account]))
  stage.must(stage.solana([make(newMint, 82)], [solA, newMint]))
  stage.must(stage.solana([make(newAccount, 165)], [solA, newAccount]))
  stage.must(stage.solana([make(newMultisig, 355)], [solA, newMultisig]))
  const wrap = account3(wrapped, A, NATIVE_MINT)
  stage.must(stage.solana([make(wrapped, 165, 5_000), wrap], [solA, wrapped]))
  const more = { fromPubkey: A, toPubkey: wrapped.publicKey, lamports: 700 }
  stage.must(stage.solana([SystemProgram.transfer(more)]))
  for (const [to, amount] of [
    [ataA, 1_000n],
    [ataB, 500n],
    [plainA.publicKey, 300n],
    [plainB.publicKey, 200n],
    [ofMultisig.publicKey, 100n],
  ] as const)
    stage.must(stage.solana([mintTo(to, amount)]))
  const freeze = spl(I.FreezeAccount, [meta(frozenB.publicKey, 'w'), meta(MINT), meta(A, 's')])
  stage.must(stage.solana([freeze, approve(plainA.publicKey, B, A, 50n)]))
}

/** Native tokens of alice: 0 with a breaker and everything set up, 1 without a breaker. */
async function prepareNative(stage: TokenStage): Promise<void> {
  const [BREAKER, PLAIN] = [ownToken(0n), ownToken(1n)]
  const create = {
    kind: 'createToken',
    decimals: 6,
    supply: 100_000n,
    mintAuthority: alice.id,
    freezeAuthority: alice.id,
    name: 'Own',
    symbol: 'OWN',
    uri: '',
  } as const
  for (const signer of SIGNERS) stage.must(stage.create(signer))
  const run = (signer: Signer, instruction: TokenInstruction) =>
    stage.must(stage.native(signer, instruction))
  for (const mint of [BREAKER, PLAIN]) {
    run(alice, create)
    run(alice, { kind: 'transfer', mint, to: bob.id, amount: 10_000n })
    run(alice, { kind: 'transfer', mint, to: carol.id, amount: 10_000n })
    run(bob, { kind: 'approve', mint, spender: carol.id, amount: 500n })
    run(alice, { kind: 'authoriseBridge', mint, bridge: carol.id, allowed: true })
    for (const signer of [alice, bob])
      stage.must(stage.solana([open(walletOf(signer), new PublicKey(mint))]))
  }
  const limits = { window: 3_600, holderShare: 2_000, mintShare: 10_000, pauseShare: 10_000 }
  run(alice, { kind: 'setBreaker', mint: BREAKER, ...limits })
  // Counters of everybody run already.
  for (const signer of SIGNERS)
    run(signer, { kind: 'transfer', mint: BREAKER, to: alice.id, amount: 3n })
  run(alice, { kind: 'freeze', mint: PLAIN, account: WAITING })
  const other = legacyId(crypto, Namespace.tvm, deriveTvmAddress(crypto, bob.id))
  for (const mint of [BREAKER, PLAIN]) {
    run(alice, { kind: 'transfer', mint, to: other, amount: 40n })
  }
}

/** An id whose units wait for bob: of his derived address in the EVM. */
const WAITING = legacyId(crypto, Namespace.evm, deriveEvmAddress(crypto, bob.id))

interface EvmTokens {
  readonly plain: { readonly token: Hex; readonly id: Uint8Array }
  readonly breaker: { readonly token: Hex; readonly id: Uint8Array }
  readonly probe: Hex
}

async function prepareEvm(stage: TokenStage): Promise<EvmTokens> {
  const plain = await stage.spreadToken(9)
  const breaker = await stage.spreadToken(13)
  const probe = await stage.deploy(1, PROBE)
  for (const { token, id } of [plain, breaker]) {
    await stage.mustWrite(1, token, 'approve', [stage.address(2), 500n])
    await stage.mustWrite(1, token, 'setTokenBridge', [stage.address(3), true])
    await stage.mustWrite(1, token, 'transfer', [probe, 1_000n])
    stage.must(stage.tron(tronA, stage.trc20(id), calldata('approve', [hex(tronB.address), 300n])))
  }
  await stage.mustWrite(1, NATIVE_BRIDGE, 'approve', [stage.address(2), 500n])
  return { plain, breaker, probe }
}

type Add = (face: Face, name: string, transaction: Transaction) => void

async function addEvm(stage: TokenStage, tokens: EvmTokens, add: Add): Promise<void> {
  const { plain, breaker, probe } = tokens
  const [one, two, three, four] = [1, 2, 3, 4].map((n) => stage.address(n)) as [Hex, Hex, Hex, Hex]
  const write = async (
    face: Face,
    n: number,
    to: Hex,
    name: string,
    args: readonly unknown[],
    value = 0n,
  ) => add(face, name, await stage.sign(n, to, hex(calldata(name, args)), { value }))
  for (const { token } of [plain, breaker]) {
    for (const to of [two, four, one]) await write('ERC-20', 1, token, 'transfer', [to, 7n])
    await write('ERC-20', 1, token, 'approve', [three, 8n])
    await write('ERC-20', 2, token, 'transferFrom', [one, four, 9n])
    const { v, r, s } = await stage.signPermit(1, token, {
      spender: four,
      value: 5n,
      deadline: FOREVER,
    })
    await write('ERC-20', 4, token, 'permit', [one, four, 5n, FOREVER, v, r, s])
    await write('ERC-20', 2, token, 'burnFrom', [one, 6n])
    await write('ERC-20', 1, token, 'burn', [5n])
    await write('ERC-20', 1, token, 'mint', [four, 5n])
    await write('ERC-20', 3, token, 'crosschainMint', [four, 5n])
    await write('ERC-20', 3, token, 'crosschainBurn', [two, 5n])
    await write('ERC-20', 1, token, 'setTokenBridge', [four, true])
    const inner = hex(calldata('transfer', [four, 3n]))
    for (const how of ['doCall', 'revertThenCall']) {
      const args = [token, inner]
      const data = encodeFunctionData({ abi: PROBE.abi, functionName: how, args })
      add('ERC-20', `${how} of a contract`, await stage.sign(1, probe, data))
    }
  }
  const coin = NATIVE_BRIDGE
  await write('native coin', 1, coin, 'transfer', [four, 5n])
  await write('native coin', 1, coin, 'approve', [four, 5n])
  await write('native coin', 2, coin, 'transferFrom', [one, four, 5n])
  const { v, r, s } = await stage.signPermit(1, coin, {
    spender: four,
    value: 5n,
    deadline: FOREVER,
  })
  await write('native coin', 4, coin, 'permit', [one, four, 5n, FOREVER, v, r, s])
  await write('native coin', 1, coin, 'deposit', [], 12n)
  await write('native coin', 1, coin, 'withdraw', [5n])
  for (const [flags, supply] of [
    [0, 0n],
    [1, 70n],
    [4, 70n],
    [15, 70n],
  ] as const)
    await write('factory', 1, TOKEN_FACTORY, 'createToken', ['New', 'NEW', 3, supply, flags])
  const places: readonly (readonly [number, Hex])[] = [
    [0, hex(carol.id)],
    [1, four],
    [2, hex(B.toBytes())],
    [3, `0x0014${'77'.repeat(20)}`],
    [4, hex(tronB.address)],
  ]
  for (const [machine, recipient] of places) {
    for (const { id } of [plain, breaker])
      await write('cross-VM', 1, CROSS_VM, 'crossVmTransfer', [hex(id), 4n, machine, recipient])
    const units = 10n ** 12n
    const args = [hex(NATIVE_COIN_ID), units, machine, recipient]
    await write('cross-VM', 1, CROSS_VM, 'crossVmTransfer', args)
  }
}

function addTron(stage: TokenStage, tokens: EvmTokens, add: Add): void {
  for (const { id } of [tokens.plain, tokens.breaker]) {
    const to = stage.trc20(id)
    const raw = (from: typeof tronA, name: string, args: readonly unknown[]) =>
      add('TRC-20', name, stage.tron(from, to, calldata(name, args)))
    raw(tronA, 'transfer', [hex(tronB.address), 4n])
    raw(tronA, 'transfer', [`0x${'88'.repeat(20)}`, 4n])
    raw(tronA, 'approve', [`0x${'88'.repeat(20)}`, 4n])
    raw(tronB, 'transferFrom', [hex(tronA.address), hex(tronB.address), 4n])
    raw(tronB, 'burnFrom', [hex(tronA.address), 4n])
    raw(tronA, 'burn', [4n])
    add('TRC-20', 'permit', stage.tron(tronB, to, stage.tronPermit(id, tronA, hex(tronB.address))))
  }
  const address = (signer: Signer) => hex(deriveTvmAddress(crypto, signer.id))
  for (const mint of [ownToken(0n), ownToken(1n)]) {
    const own = (signer: Signer, name: string, args: readonly unknown[]) => {
      const payload = callPayload(0x40, stage.trc20(mint), calldata(name, args))
      add('TRC-20', `${name} by envelope`, stage.envelope(signer, payload))
    }
    own(alice, 'mint', [address(bob), 5n])
    own(carol, 'crosschainMint', [address(bob), 5n])
    own(carol, 'crosschainBurn', [address(bob), 5n])
    own(alice, 'setTokenBridge', [address(bob), true])
    own(carol, 'transferFrom', [address(bob), address(alice), 5n])
  }
}

function addNative(stage: TokenStage, add: Add): void {
  const limits = { window: 60, holderShare: 1_000, mintShare: 0, pauseShare: 0 }
  const recipients: readonly (readonly [number, Uint8Array])[] = [
    [0, carol.id],
    [1, hexToBytes('99'.repeat(20))],
    [2, B.toBytes()],
    [3, hexToBytes(`0014${'77'.repeat(20)}`)],
    [4, tronB.address],
  ]
  const run = (signer: Signer, instruction: TokenInstruction) =>
    add('native', instruction.kind, stage.native(signer, instruction))
  run(alice, {
    kind: 'createToken',
    decimals: 0,
    supply: 5n,
    mintAuthority: undefined,
    freezeAuthority: bob.id,
    name: 'Third',
    symbol: 'TRD',
    uri: 'x',
  })
  for (const [destination, recipient] of recipients) {
    const amount = 10n ** 12n
    run(alice, { kind: 'crossVmTransfer', token: NATIVE_COIN_ID, amount, destination, recipient })
  }
  for (const mint of [ownToken(0n), ownToken(1n)]) {
    run(alice, { kind: 'mintTo', mint, to: bob.id, amount: 5n })
    run(alice, { kind: 'burn', mint, amount: 5n })
    run(alice, { kind: 'transfer', mint, to: carol.id, amount: 5n })
    run(alice, { kind: 'approve', mint, spender: carol.id, amount: 5n })
    run(alice, { kind: 'increaseAllowance', mint, spender: carol.id, amount: 5n })
    run(bob, { kind: 'decreaseAllowance', mint, spender: carol.id, amount: 5n })
    run(carol, { kind: 'transferFrom', mint, owner: bob.id, to: alice.id, amount: 5n })
    run(alice, { kind: 'freeze', mint, account: carol.id })
    run(alice, { kind: 'thaw', mint, account: mint === ownToken(0n) ? carol.id : WAITING })
    run(alice, { kind: 'setMintAuthority', mint, next: undefined })
    run(alice, { kind: 'setFreezeAuthority', mint, next: carol.id })
    run(alice, { kind: 'setMetadata', mint, name: 'Other', symbol: 'OTH', uri: '' })
    run(carol, { kind: 'absorb', mint, id: bob.id })
    run(alice, { kind: 'setBreaker', mint, ...limits })
    run(alice, { kind: 'authoriseBridge', mint, bridge: bob.id, allowed: true })
    run(carol, { kind: 'bridgeMint', mint, to: bob.id, amount: 5n })
    run(carol, { kind: 'bridgeBurn', mint, from: bob.id, amount: 5n })
    const [destination, recipient] = recipients[2]!
    run(alice, { kind: 'crossVmTransfer', token: mint, amount: 5n, destination, recipient })
  }
  const braked = ownToken(0n)
  run(alice, { kind: 'review', mint: braked })
  run(alice, { kind: 'removeBreaker', mint: braked })
  run(alice, { kind: 'setBreakerAuthority', mint: braked, next: carol.id })
}

/** Every instruction of the Token program in a raw Solana transaction, and invoked by a program in one. */
function addSpl(stage: TokenStage, add: Add): void {
  const run = (name: keyof typeof I, instruction: TransactionInstruction, signers = [solA]) => {
    add('SPL', name, stage.solana([instruction], signers))
    add('SPL by CPI', name, stage.solana([invoked(instruction)], signers))
  }
  const [aux, other] = [plainA.publicKey, plainB.publicKey]
  const [mintKey, accountKey] = [newMint.publicKey, newAccount.publicKey]
  const sysvar = meta(SYSVAR_RENT_PUBKEY)
  const key = (at: PublicKey) => at.toBytes()
  const rights = [9, key(A), 1, key(A)] as const
  run('InitializeMint', spl(I.InitializeMint, [meta(mintKey, 'w'), sysvar], ...rights))
  run('InitializeMint2', spl(I.InitializeMint2, [meta(mintKey, 'w')], ...rights))
  const place = [meta(accountKey, 'w'), meta(MINT)]
  run('InitializeAccount', spl(I.InitializeAccount, [...place, meta(B), sysvar]))
  run('InitializeAccount2', spl(I.InitializeAccount2, [...place, sysvar], key(B)))
  run('InitializeAccount3', spl(I.InitializeAccount3, place, key(B)))
  const shared = meta(newMultisig.publicKey, 'w')
  run('InitializeMultisig', spl(I.InitializeMultisig, [shared, sysvar, meta(A), meta(B)], 1))
  run('InitializeMultisig2', spl(I.InitializeMultisig2, [shared, meta(A), meta(B)], 1))
  run('InitializeImmutableOwner', spl(I.InitializeImmutableOwner, [meta(accountKey, 'w')]))
  for (const [from, to] of [
    [ataA, ataB],
    [ataA, aux],
    [aux, ataB],
    [aux, other],
  ] as const) {
    run('Transfer', transfer(from, to, A, 11n))
    const checked = [meta(from, 'w'), meta(MINT), meta(to, 'w'), meta(A, 's')]
    run('TransferChecked', spl(I.TransferChecked, checked, 11n, 6))
  }
  run('Transfer', transfer(aux, other, B, 50n), [solB])
  const byMultisig = [
    meta(ofMultisig.publicKey, 'w'),
    meta(ataB, 'w'),
    meta(multisig.publicKey),
    meta(A, 's'),
  ]
  run('Transfer', spl(I.Transfer, byMultisig, 10n))
  run('Approve', approve(ataA, B, A, 5n))
  const checked = [meta(aux, 'w'), meta(MINT), meta(B), meta(A, 's')]
  run('ApproveChecked', spl(I.ApproveChecked, checked, 5n, 6))
  run('Revoke', spl(I.Revoke, [meta(aux, 'w'), meta(A, 's')]))
  const give = (at: PublicKey, type: number) =>
    run('SetAuthority', spl(I.SetAuthority, [meta(at, 'w'), meta(A, 's')], type, 1, key(B)))
  give(MINT, 0)
  give(MINT, 1)
  give(ataA, 2)
  give(aux, 2)
  give(ataA, 3)
  give(aux, 3)
  const removed = [meta(MINT, 'w'), meta(A, 's')]
  run('SetAuthority', spl(I.SetAuthority, removed, 0, 0))
  for (const at of [ataB, other]) {
    run('MintTo', mintTo(at, 13n))
    const into = [meta(MINT, 'w'), meta(at, 'w'), meta(A, 's')]
    run('MintToChecked', spl(I.MintToChecked, into, 13n, 6))
  }
  for (const at of [ataA, aux]) {
    const out = [meta(at, 'w'), meta(MINT, 'w'), meta(A, 's')]
    run('Burn', spl(I.Burn, out, 13n))
    run('BurnChecked', spl(I.BurnChecked, out, 13n, 6))
    const flag = [meta(at, 'w'), meta(MINT), meta(A, 's')]
    run('FreezeAccount', spl(I.FreezeAccount, flag))
  }
  const thawed = [meta(frozenB.publicKey, 'w'), meta(MINT), meta(A, 's')]
  run('ThawAccount', spl(I.ThawAccount, thawed))
  for (const at of [emptyA, wrapped]) {
    const closed = [meta(at.publicKey, 'w'), meta(B, 'w'), meta(A, 's')]
    run('CloseAccount', spl(I.CloseAccount, closed))
  }
  run('SyncNative', spl(I.SyncNative, [meta(wrapped.publicKey, 'w')]))
  const excess = [meta(MINT, 'w'), meta(B, 'w'), meta(A, 's')]
  run('WithdrawExcessLamports', spl(I.WithdrawExcessLamports, excess))
  const unwrapped = [meta(wrapped.publicKey, 'w'), meta(B, 'w'), meta(A, 's')]
  run('UnwrapLamports', spl(I.UnwrapLamports, unwrapped, 1, 400n))
  run('GetAccountDataSize', spl(I.GetAccountDataSize, [meta(MINT)]))
  run('AmountToUiAmount', spl(I.AmountToUiAmount, [meta(MINT)], 5n))
  run('UiAmountToAmount', spl(I.UiAmountToAmount, [meta(MINT)], new TextEncoder().encode('1.5')))
  const parts = [transfer(ataA, aux, A, 3n), mintTo(ataB, 4n), approve(aux, B, A, 5n)]
  const items = parts.map(({ keys, data }) =>
    concatBytes(Uint8Array.of(keys.length, data.length), Uint8Array.from(data)),
  )
  run(
    'Batch',
    spl(
      I.Batch,
      parts.flatMap(({ keys }) => keys),
      ...items,
    ),
  )
}

/** The Token program called by real ELFs, and by the envelopes of identities on a mint with a breaker. */
function addCalled(stage: TokenStage, add: Add): void {
  const created = open(solC.publicKey, MINT)
  add('SPL by CPI', 'ATA program: create', stage.solana([created]))
  const share = new TransactionInstruction({
    programId: SHARE,
    keys: [
      meta(ataA, 'w'),
      meta(MINT),
      meta(ataB, 'w'),
      meta(A, 's'),
      meta(new PublicKey('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA')),
    ],
    data: Buffer.from([25]),
  })
  add('SPL by CPI', 'share: TransferChecked', stage.solana([share]))
  const pair = [share, transfer(ataA, plainB.publicKey, A, 2n)]
  add('SPL by CPI', 'share, then Transfer', stage.solana(pair))
  for (const id of [ownToken(0n), ownToken(1n)]) {
    const mint = new PublicKey(id)
    const [wa, wb] = [walletOf(alice), walletOf(bob)]
    const [from, to] = [ataOf(mint, wa), ataOf(mint, wb)]
    const run = (signer: Signer, name: keyof typeof I, instruction: TransactionInstruction) =>
      add('SPL by envelope', name, stage.envelope(signer, invocation(instruction)))
    run(alice, 'Transfer', transfer(from, to, wa, 5n))
    run(alice, 'MintTo', spl(I.MintTo, [meta(mint, 'w'), meta(to, 'w'), meta(wa, 's')], 5n))
    run(bob, 'Burn', spl(I.Burn, [meta(to, 'w'), meta(mint, 'w'), meta(wb, 's')], 5n))
    const flag = [meta(to, 'w'), meta(mint), meta(wa, 's')]
    run(alice, 'FreezeAccount', spl(I.FreezeAccount, flag))
    const owner = [meta(to, 'w'), meta(wb, 's')]
    run(bob, 'SetAuthority', spl(I.SetAuthority, owner, 2, 1, wa.toBytes()))
  }
}

/** Everything on one state. */
export async function faultStage(): Promise<FaultStage> {
  const stage = new TokenStage({ crypto: await loadCrypto() })
  await prepareSpl(stage)
  await prepareNative(stage)
  const tokens = await prepareEvm(stage)
  const cases: FaultCase[] = []
  const add: Add = (face, name, transaction) => cases.push({ face, name, transaction })
  addNative(stage, add)
  await addEvm(stage, tokens, add)
  addTron(stage, tokens, add)
  addSpl(stage, add)
  addCalled(stage, add)
  return { state: stage.state, timestamp: stage.time + 1n, cases }
}
