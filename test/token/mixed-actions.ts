/**
 * Random transactions over every face of several mints: what wallets of four machines, identities, contracts that catch
 * their reverts, programs that invoke, and crossings within crossings might send.
 */
import { createAssociatedTokenAccountInstruction } from '@solana/spl-token'
import { type Keypair, PublicKey, SystemProgram, TransactionInstruction } from '@solana/web3.js'
import { encodeFunctionData, hexToBytes as viemBytes } from 'viem'
import type { Crypto, TokenInstruction, Transaction } from '../../src/index.ts'
import {
  defaultEngines,
  deriveEvmAddress,
  deriveTvmAddress,
  encodeNativePayload,
  encodeTvmPayload,
  erc20Address,
  SplInstruction as I,
  legacyId,
  Namespace,
} from '../../src/index.ts'
import { hexToBytes } from '../../src/primitives/bytes.ts'
import type { Random } from '../differential/random.ts'
import {
  type ConductorStep,
  type Crossing,
  conductor,
  encodeConductor,
} from '../support/conductor.ts'
import { crypto, type Signer } from '../support/test-chain.ts'
import { artifact, CROSS_VM, type Hex, TOKEN_FACTORY } from '../support/token-chain.ts'
import {
  ataOf,
  calldata,
  callPayload,
  hex,
  invocation,
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

const [alice] = SIGNERS
const [solA, solB] = SOLANA
const TOKEN_PROGRAM = new PublicKey('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA')
const PROBE = artifact('Probe')
const CREATE = {
  kind: 'createToken',
  decimals: 6,
  supply: 20_000n,
  mintAuthority: alice.id,
  freezeAuthority: alice.id,
  name: 'Own',
  symbol: 'OWN',
  uri: '',
} as const

/** One transaction of a block, and what it is for the count. */
export interface Mixed {
  readonly kind: string
  readonly transaction: Transaction
}

/** A place where units are on Solana. */
interface SplPlace {
  readonly at: PublicKey
  readonly mint: PublicKey
  readonly owner: PublicKey
}

export class MixedStage extends TokenStage {
  readonly crossings: Crossing[]
  /** Ids of the mints; the first two are alice's own, the first of them with a breaker. */
  readonly mints: Uint8Array[] = []
  /** Aliases and others. */
  readonly places: SplPlace[] = []
  probe: Hex = '0x'
  tronProbe: Uint8Array = new Uint8Array(20)
  private readonly deployed = new Map<number, number>()

  constructor(crypto: Crypto) {
    const crossings: Crossing[] = []
    super({ engines: [...defaultEngines(), conductor((one) => crossings.push(one))], crypto })
    this.crossings = crossings
  }

  /** Tokens of every origin, spread over all actors. */
  async prepare(): Promise<this> {
    for (const signer of SIGNERS) this.must(this.create(signer))
    for (let n = 0; n < 2; n++) this.must(this.native(alice, CREATE))
    this.mints.push(ownToken(0n), ownToken(1n))
    const plain = await this.createToken(1, { supply: 20_000n, flags: 9 })
    const pausable = await this.createToken(1, { supply: 20_000n, flags: 13 })
    for (const token of [plain, pausable]) this.mints.push(await this.idOf(token))
    const initialize = spl(
      I.InitializeMint2,
      [meta(SPL_MINT.publicKey, 'w')],
      6,
      solA.publicKey.toBytes(),
      1,
      solA.publicKey.toBytes(),
    )
    this.must(this.solana([this.allocate(SPL_MINT, 82), initialize], [solA, SPL_MINT]))
    this.mints.push(SPL_MINT.publicKey.toBytes())
    this.probe = await this.deploy(1, PROBE)
    const [made] = this.execute([
      this.envelope(alice, encodeTvmPayload({ data: viemBytes(PROBE.bytecode) })),
    ])
    if (made?.created === undefined) throw new Error(`${made?.status} ${made?.error?.message}`)
    this.tronProbe = made.created
    this.openAccounts()
    await this.spread()
    const limits = { window: 20, holderShare: 40, mintShare: 3_000, pauseShare: 80 }
    const [braked] = this.mints as [Uint8Array]
    this.must(this.native(alice, { kind: 'setBreaker', mint: braked, ...limits }))
    return this
  }

  private async idOf(token: Hex): Promise<Uint8Array> {
    const { FACTORY_ABI } = await import('../support/token-chain.ts')
    return hexToBytes(this.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'getTokenId', [token]).slice(2))
  }

  private allocate(account: Keypair, space: number): TransactionInstruction {
    return SystemProgram.createAccount({
      fromPubkey: solA.publicKey,
      newAccountPubkey: account.publicKey,
      lamports: (128 + space) * 6960,
      space,
      programId: TOKEN_PROGRAM,
    })
  }

  /** Associated accounts of all mints for identities and Solana wallets, and two others of each mint. */
  private openAccounts(): void {
    const owners = [...SIGNERS.map(walletOf), solA.publicKey, solB.publicKey]
    for (const [i, id] of this.mints.entries()) {
      const mint = new PublicKey(id)
      for (const owner of owners) {
        const at = ataOf(mint, owner)
        const payer = solA.publicKey
        this.must(this.solana([createAssociatedTokenAccountInstruction(payer, at, owner, mint)]))
        this.places.push({ at, mint, owner })
      }
      for (const [n, owner] of [solA.publicKey, solB.publicKey].entries()) {
        const account = solanaKey(100 + 2 * i + n)
        const opened = spl(
          I.InitializeAccount3,
          [meta(account.publicKey, 'w'), meta(mint)],
          owner.toBytes(),
        )
        this.must(this.solana([this.allocate(account, 165), opened], [solA, account]))
        this.places.push({ at: account.publicKey, mint, owner })
      }
    }
  }

  /** Everybody, on every machine, gets some of every mint, allowances included. */
  private async spread(): Promise<void> {
    const ids = [
      ...SIGNERS.map(({ id }) => id),
      ...[1, 2, 3].map((n) => this.evmId(viemBytes(this.address(n)))),
      ...TRON.map(({ id }) => id),
      ...SOLANA.slice(0, 2).map(({ publicKey }) => this.svmId(publicKey)),
      this.evmId(viemBytes(this.probe)),
      legacyId(crypto, Namespace.tvm, this.tronProbe),
    ]
    for (const mint of this.mints.slice(0, 2))
      for (const to of ids.slice(1))
        this.must(this.native(alice, { kind: 'transfer', mint, to, amount: 300n }))
    for (const mint of this.mints.slice(2, 4)) {
      const token = this.erc20(mint)
      for (const to of ids) {
        if (to === ids[3]) continue
        const args = [hex(mint), 300n, 0, hex(to)]
        await this.mustWrite(1, CROSS_VM, 'crossVmTransfer', args)
      }
      for (const n of [1, 2, 3])
        for (const spender of [1, 2, 3])
          await this.mustWrite(n, token, 'approve', [this.address(spender), 2_000n])
    }
    for (const { at, mint } of this.places) {
      if (!mint.equals(SPL_MINT.publicKey)) continue
      const keys = [meta(mint, 'w'), meta(at, 'w'), meta(solA.publicKey, 's')]
      this.must(this.solana([spl(I.MintTo, keys, 400n)]))
    }
    const last = this.mints[4] as Uint8Array
    for (const to of ids.slice(3))
      this.must(this.native(alice, { kind: 'transfer', mint: last, to, amount: 20n }))
    for (const mint of this.mints) {
      for (const owner of SIGNERS)
        for (const spender of SIGNERS) {
          const amount = 2_000n
          this.must(this.native(owner, { kind: 'approve', mint, spender: spender.id, amount }))
        }
      for (const [n, from] of TRON.entries()) {
        const spender = hex(TRON[1 - n]!.address)
        this.must(this.tron(from, this.trc20(mint), calldata('approve', [spender, 2_000n])))
      }
    }
  }

  erc20(mint: Uint8Array): Hex {
    return hex(erc20Address(crypto, mint))
  }

  evmId(address: Uint8Array): Uint8Array {
    return legacyId(crypto, Namespace.evm, address)
  }

  svmId(address: PublicKey): Uint8Array {
    return legacyId(crypto, Namespace.svm, address.toBytes())
  }

  // ---- random calls

  private evmTargets(random: Random): Hex {
    return random.pick([
      this.address(1),
      this.address(2),
      this.address(3),
      this.probe,
      ...SIGNERS.map(({ id }) => hex(deriveEvmAddress(crypto, id))),
    ])
  }

  private tronTargets(random: Random): Hex {
    return random.pick([
      ...TRON.map(({ address }) => hex(address)),
      hex(this.tronProbe),
      ...SIGNERS.map(({ id }) => hex(deriveTvmAddress(crypto, id))),
    ])
  }

  private idTargets(random: Random): Uint8Array {
    return random.pick([
      ...SIGNERS.map(({ id }) => id),
      this.evmId(viemBytes(this.address(2))),
      TRON[0].id,
      this.svmId(solB.publicKey),
    ])
  }

  /** Calldata for a token, in the EVM or in Tron. */
  private tokenCall(random: Random, machine: 'evm' | 'tvm', amount: bigint): Uint8Array {
    const to = () => (machine === 'evm' ? this.evmTargets(random) : this.tronTargets(random))
    switch (random.below(8)) {
      case 0:
        return calldata('approve', [to(), amount * 10n])
      case 1:
        return calldata('burn', [amount])
      case 2:
      case 3:
        return calldata('transferFrom', [to(), to(), amount])
      case 4:
        return calldata(random.pick(['mint', 'burnFrom', 'crosschainMint']), [to(), amount])
      default:
        return calldata('transfer', [to(), amount])
    }
  }

  private crossCall(random: Random, mint: Uint8Array, amount: bigint): Uint8Array {
    const [machine, recipient] = random.pick<readonly [number, Hex]>([
      [0, hex(this.idTargets(random))],
      [1, this.evmTargets(random)],
      [2, hex(random.pick(SOLANA).publicKey.toBytes())],
      [3, `0x0014${'77'.repeat(20)}`],
      [4, this.tronTargets(random)],
    ])
    return calldata('crossVmTransfer', [hex(mint), amount, machine, recipient])
  }

  private amount(random: Random): bigint {
    return BigInt(random.chance(10) ? 10_000_000 : random.below(40))
  }

  nativeInstruction(random: Random): TokenInstruction {
    const mint = random.pick(this.mints)
    const amount = this.amount(random)
    const to = this.idTargets(random)
    const owner = random.pick(SIGNERS).id
    const account = this.idTargets(random)
    return random.pick<TokenInstruction>([
      { kind: 'transfer', mint, to, amount },
      { kind: 'transfer', mint, to, amount },
      { kind: 'transferFrom', mint, owner, to, amount },
      { kind: 'burn', mint, amount },
      { kind: 'mintTo', mint, to, amount },
      { kind: 'approve', mint, spender: owner, amount: amount * 20n },
      { kind: 'freeze', mint, account },
      { kind: 'thaw', mint, account },
      { kind: 'thaw', mint, account },
      { kind: 'review', mint: this.mints[0]! },
      { kind: 'review', mint: this.mints[0]! },
      { kind: 'absorb', mint, id: account },
      { kind: 'crossVmTransfer', token: mint, amount, destination: 0, recipient: to },
      { ...CREATE, decimals: random.below(10) },
    ])
  }

  /** A call that an identity may make itself or through others. */
  private payload(random: Random): Uint8Array {
    const mint = random.pick(this.mints)
    const amount = this.amount(random)
    switch (random.below(7)) {
      case 0: {
        const instruction = this.nativeInstruction(random)
        return encodeNativePayload({ operation: 'token', instruction })
      }
      case 1:
        return callPayload(0x10, erc20Address(crypto, mint), this.tokenCall(random, 'evm', amount))
      case 2:
        return callPayload(0x10, viemBytes(CROSS_VM), this.crossCall(random, mint, amount))
      case 3:
        return callPayload(0x10, viemBytes(this.probe), this.probeCall(random, 'evm').data)
      case 4:
        return callPayload(0x40, this.tronProbe, this.probeCall(random, 'tvm').data)
      case 5:
        return invocation(this.splInstruction(random, walletOf(random.pick(SIGNERS))))
      default:
        return callPayload(0x40, this.trc20(mint), this.tokenCall(random, 'tvm', amount))
    }
  }

  /** Crossings of one sender, some of them taken back, some of them lists themselves. */
  private conducted(random: Random, depth: number): { payload: Uint8Array; fails: boolean } {
    const steps: ConductorStep[] = Array.from({ length: 1 + random.below(4) }, () => ({
      payload:
        depth > 0 && random.chance(35)
          ? this.conducted(random, depth - 1).payload
          : this.payload(random),
      takeBack: random.chance(30),
    }))
    const fails = random.chance(25)
    return { payload: encodeConductor(steps, fails), fails }
  }

  /** The contract that calls a token, in one of its ways. */
  private probeCall(random: Random, machine: 'evm' | 'tvm'): { data: Uint8Array; name: string } {
    const name = random.pick(['doCall', 'revertThenCall', 'callAndRevert'])
    const mint = random.pick(this.mints)
    const amount = BigInt(random.below(12))
    const isCross = machine === 'evm' && random.chance(25)
    const inner = isCross
      ? this.crossCall(random, mint, amount)
      : this.tokenCall(random, machine, amount)
    const token = machine === 'evm' ? this.erc20(mint) : hex(this.trc20(mint))
    const args = [isCross ? CROSS_VM : token, hex(inner)]
    const data = viemBytes(encodeFunctionData({ abi: PROBE.abi, functionName: name, args }))
    return { data, name }
  }

  private splInstruction(random: Random, by: PublicKey): TransactionInstruction {
    const own = this.places.filter(({ owner }) => owner.equals(by))
    const from = random.pick(random.chance(85) && own.length > 0 ? own : this.places)
    const peers = this.places.filter(({ mint }) => mint.equals(from.mint))
    const to = random.pick(random.chance(95) ? peers : this.places)
    const amount = this.amount(random)
    const source = meta(from.at, 'w')
    const target = meta(to.at, 'w')
    const mint = meta(from.mint)
    const mintWritable = meta(from.mint, 'w')
    const signer = meta(by, 's')
    switch (random.below(12)) {
      case 0:
        return spl(I.MintTo, [mintWritable, target, signer], amount)
      case 1:
        return spl(I.Burn, [source, mintWritable, signer], amount)
      case 2:
        return spl(I.Approve, [source, meta(to.owner), signer], amount * 10n)
      case 3:
        return spl(random.pick([I.FreezeAccount, I.ThawAccount]), [target, mint, signer])
      case 4:
        return spl(I.ThawAccount, [target, mint, signer])
      case 5:
        return random.chance(20)
          ? spl(I.SetAuthority, [source, signer], 2, 1, to.owner.toBytes())
          : spl(I.CloseAccount, [source, meta(by, 'w'), signer])
      case 6:
      case 7:
        return new TransactionInstruction({
          programId: SHARE,
          keys: [source, mint, target, signer, meta(TOKEN_PROGRAM)],
          data: Buffer.from([random.below(12)]),
        })
      default:
        return spl(I.Transfer, [source, target, signer], amount)
    }
  }

  // ---- random transactions, one a signer

  private async evmTransaction(random: Random, n: number): Promise<Mixed> {
    const ahead = this.deployed.get(n) ?? 0
    const mint = random.pick(this.mints)
    const amount = this.amount(random)
    const send = async (kind: string, to: Hex, data: Uint8Array) => ({
      kind,
      transaction: await this.sign(n, to, hex(data), { ahead, gas: 2_000_000n }),
    })
    switch (random.below(6)) {
      case 0: {
        const { data, name } = this.probeCall(random, 'evm')
        return send(`EVM contract ${name}`, this.probe, data)
      }
      case 1:
        return send('0x1003', CROSS_VM, this.crossCall(random, mint, amount))
      case 2: {
        const args = ['New', 'NEW', random.below(19), BigInt(random.below(1_000)), random.below(16)]
        return random.chance(30)
          ? send('0x1002', TOKEN_FACTORY, calldata('createToken', args))
          : send('ERC-20', this.erc20(mint), this.tokenCall(random, 'evm', amount))
      }
      default:
        return send('ERC-20', this.erc20(mint), this.tokenCall(random, 'evm', amount))
    }
  }

  private tronTransaction(random: Random, n: 0 | 1): Mixed {
    const mint = random.pick(this.mints)
    if (random.chance(25)) {
      const { data, name } = this.probeCall(random, 'tvm')
      return {
        kind: `Tron contract ${name}`,
        transaction: this.tron(TRON[n], this.tronProbe, data),
      }
    }
    const data = this.tokenCall(random, 'tvm', this.amount(random))
    return { kind: 'TRC-20', transaction: this.tron(TRON[n], this.trc20(mint), data) }
  }

  private solanaTransaction(random: Random, n: 0 | 1): Mixed {
    const signer = SOLANA[n]
    const count = random.pick([1, 1, 1, 2, 3])
    const list = Array.from({ length: count }, () => this.splInstruction(random, signer.publicKey))
    const isCpi = list.some(({ programId }) => programId.equals(SHARE))
    return {
      kind: `SPL${isCpi ? ' by CPI' : ''}${count > 1 ? ', several' : ''}`,
      transaction: this.solana(list, [signer]),
    }
  }

  private identityTransaction(random: Random, signer: Signer): Mixed {
    switch (random.below(5)) {
      case 0: {
        const instruction = this.nativeInstruction(random)
        return { kind: 'native', transaction: this.native(signer, instruction) }
      }
      case 1: {
        const instruction = this.splInstruction(random, walletOf(signer))
        const transaction = this.envelope(signer, invocation(instruction))
        return { kind: 'SPL by envelope', transaction }
      }
      case 2: {
        return { kind: 'envelope', transaction: this.envelope(signer, this.payload(random)) }
      }
      default: {
        const { payload, fails } = this.conducted(random, 2)
        const transaction = this.envelope(signer, payload)
        return { kind: fails ? 'crossings, all taken back' : 'crossings', transaction }
      }
    }
  }

  /** A block of transactions by different signers, in any order. */
  async block(random: Random): Promise<Mixed[]> {
    const makers: (() => Mixed | Promise<Mixed>)[] = [
      ...[1, 2, 3].map((n) => () => this.evmTransaction(random, n)),
      () => this.tronTransaction(random, 0),
      () => this.tronTransaction(random, 1),
      () => this.solanaTransaction(random, 0),
      () => this.solanaTransaction(random, 1),
      ...SIGNERS.map((signer) => () => this.identityTransaction(random, signer)),
    ]
    const chosen: Mixed[] = []
    while (makers.length > 0) {
      const [make] = makers.splice(random.below(makers.length), 1)
      if (random.chance(75)) chosen.push(await make!())
    }
    return chosen
  }

  /** Notes that a transaction of an Ethereum wallet was executed. */
  count(sender: Uint8Array | undefined): void {
    for (const n of [1, 2, 3])
      if (sender !== undefined && hex(this.evmId(viemBytes(this.address(n)))) === hex(sender))
        this.deployed.set(n, (this.deployed.get(n) ?? 0) + 1)
  }
}
