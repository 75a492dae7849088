/** Random single instructions: mostly what a client would send, with every account and field bent now and then. */
import {
  encodeMint,
  encodeMultisig,
  encodeTokenAccount,
  TokenInstruction as I,
  NO_KEY,
} from '../../../src/token/spl/index.ts'
import { ProgramId, publicKey, SysvarId } from '../../../src/vms/svm/ids.ts'
import type { CaseAccount, OneShot } from './one-shot.ts'
import { Random } from './random.ts'

const TOKEN_2022 = publicKey('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb')
const NATIVE_MINT = publicKey('So11111111111111111111111111111111111111112')
const INCINERATOR = publicKey('1nc1nerator11111111111111111111111111111111')
const MAX = 0xffff_ffff_ffff_ffffn

const fixed = new Random(77)
const wallets = Array.from({ length: 4 }, () => fixed.bytes(32))
/** Keys that share words with the first wallet. */
const lookalikes = [8, 16, 24].map((shared) => {
  const key = fixed.bytes(32)
  key.set(wallets[0]!.subarray(0, shared))
  return key
})
const mints = Array.from({ length: 2 }, () => fixed.bytes(32))
const tokens = Array.from({ length: 3 }, () => fixed.bytes(32))
const multisigs = Array.from({ length: 2 }, () => fixed.bytes(32))
const others = Array.from({ length: 3 }, () => fixed.bytes(32))

type Draft = { -readonly [K in keyof CaseAccount]: CaseAccount[K] }

const rent = (length: number) => BigInt(128 + length) * 6960n

/** The world of one case, made as accounts are asked for. */
class World {
  readonly random: Random
  readonly accounts: Draft[] = []
  readonly metas: number[] = []
  private readonly known = new Map<string, number>()
  /** What most fields of the case agree on. */
  readonly owner: Uint8Array
  readonly mint: Uint8Array
  readonly decimals: number
  readonly delegate: Uint8Array
  /** In half of the cases only the bends of these numbers happen, so that runs get far; empty in the other half. */
  private readonly bends: readonly number[]
  private asked = 0
  /** Whether what is bent is mostly a key, by a few bytes. */
  private readonly isNear: boolean

  constructor(random: Random, isNear: boolean) {
    this.random = random
    this.isNear = isNear
    if (isNear) this.bends = [random.below(45)]
    else this.bends = random.chance(0.6) ? [random.below(40), random.below(80)] : []
    this.owner = random.pick([...wallets, multisigs[0]!, multisigs[0]!, multisigs[1]!])
    this.delegate = random.pick([wallets[1]!, wallets[2]!, multisigs[1]!, multisigs[1]!])
    this.mint = random.chance(0.08) ? NATIVE_MINT : mints[0]!
    this.decimals = random.chance(0.1) ? random.below(256) : random.pick([0, 6, 9])
  }

  amount(): bigint {
    if (this.isNear && this.random.chance(0.3)) return 0n
    return this.random.pick([0n, 1n, 5n, 1000n, 1000n, 10n ** 12n, MAX])
  }

  /** Whether to bend something. */
  rarely(probability: number): boolean {
    if (this.bends.length === 0) return this.random.chance(probability)
    return this.bends.includes(this.asked++)
  }

  anyKey(): Uint8Array {
    return this.random.pick([
      ...wallets,
      ...lookalikes,
      ...mints,
      ...tokens,
      ...multisigs,
      ...others,
    ])
  }

  /** Mostly the expected key. */
  key(expected: Uint8Array): Uint8Array {
    if (!this.rarely(0.1)) return expected
    return this.isNear || this.random.chance(0.5) ? this.lookalike(expected) : this.anyKey()
  }

  /** A key that shares none to three words with the given one. */
  lookalike(key: Uint8Array): Uint8Array {
    return twin(key, this.random.pick([7, 15, 23, 31]))
  }

  private flag(probability: number): number {
    if (this.rarely(0.02)) return 2
    return this.random.chance(probability) ? 1 : 0
  }

  tokenBytes(mint: Uint8Array): Uint8Array {
    const { random } = this
    const native = mint === NATIVE_MINT ? this.flag(0.95) : this.flag(0.01)
    return encodeTokenAccount({
      mint: this.key(mint),
      owner: random.chance(0.05)
        ? random.pick([
            NO_KEY,
            INCINERATOR,
            this.lookalike(NO_KEY),
            this.lookalike(INCINERATOR),
            this.lookalike(INCINERATOR),
          ])
        : this.key(this.owner),
      amount: this.amount(),
      delegateFlag: this.flag(0.4),
      delegate: this.key(this.delegate),
      state: !this.rarely(0.12) ? 1 : random.pick([0, 2, 2, 3]),
      nativeFlag: native,
      nativeReserve: native === 0 ? 0n : rent(165),
      delegatedAmount: this.amount(),
      closeFlag: this.flag(0.2),
      closeAuthority: random.chance(0.8) ? this.key(this.owner) : this.anyKey(),
    })
  }

  mintBytes(): Uint8Array {
    const { random } = this
    return encodeMint({
      authorityFlag: this.flag(0.9),
      authority: this.key(this.owner),
      supply: random.pick([0n, 10n ** 13n, MAX, MAX - 3n]),
      decimals: random.chance(0.95) ? this.decimals : random.below(256),
      initialized: !this.rarely(0.06) ? 1 : random.pick([0, 2]),
      freezeFlag: this.flag(0.7),
      freezeAuthority: this.key(this.owner),
    })
  }

  multisigBytes(): Uint8Array {
    const { random } = this
    const count = random.chance(0.2) ? 1 + random.below(11) : 1 + random.below(5)
    const signers = Array.from({ length: count }, () =>
      random.pick(random.chance(0.9) ? wallets : lookalikes),
    )
    const bytes = encodeMultisig(1 + random.below(count), signers)
    if (this.rarely(0.05)) bytes[2] = random.pick([0, 2])
    return bytes
  }

  /** Position of an account; made on first use. */
  account(key: Uint8Array, make: () => Uint8Array, owned: boolean): number {
    const name = key.join()
    const found = this.known.get(name)
    if (found !== undefined) return found
    const { random } = this
    let data = make()
    if (owned && this.rarely(0.03))
      data = random.pick([
        new Uint8Array(0),
        new Uint8Array(165),
        new Uint8Array(82),
        new Uint8Array(355),
        new Uint8Array(100),
      ])
    const isForeign = data.length === 355 ? random.chance(0.2) : this.rarely(0.04)
    const foreign = isForeign
      ? random.pick([
          ...(this.isNear ? [] : [others[0]!, TOKEN_2022]),
          TOKEN_2022,
          ...(this.isNear ? [] : [ProgramId.system]),
          this.lookalike(ProgramId.token),
          this.lookalike(ProgramId.token),
          this.lookalike(TOKEN_2022),
        ])
      : undefined
    const index = this.accounts.push({
      key,
      owner: owned ? (foreign ?? ProgramId.token) : ProgramId.system,
      lamports: this.rarely(0.04)
        ? BigInt(1 + random.below(Number(rent(data.length))))
        : rent(data.length) + (random.chance(0.2) ? 0n : BigInt(random.below(10 ** 9))),
      data,
      signer: false,
      writable: false,
    })
    this.known.set(name, index - 1)
    return index - 1
  }

  indexOf(key: Uint8Array): number {
    if (tokens.includes(key)) return this.account(key, () => this.tokenBytes(this.mint), true)
    if (mints.includes(key) || key === NATIVE_MINT)
      return this.account(key, () => this.mintBytes(), true)
    if (multisigs.includes(key)) return this.account(key, () => this.multisigBytes(), true)
    return this.account(key, () => new Uint8Array(0), false)
  }

  /** Adds an account to the instruction. */
  add(key: Uint8Array, writable: boolean, signer = false): void {
    const { random } = this
    const given = this.rarely(0.03) ? this.anyKey() : key
    const index = this.indexOf(given)
    const account = this.accounts[index]!
    if (writable !== random.chance(0.01)) account.writable ||= writable
    if (signer !== random.chance(0.03)) account.signer ||= signer
    this.metas.push(index)
  }

  /** Adds who authorises, with signers where it is a multisig. */
  authority(expected: Uint8Array): void {
    const { random } = this
    const key = this.rarely(0.05) ? this.anyKey() : expected
    this.add(key, random.chance(0.3), !multisigs.includes(key))
    const isMultisig = multisigs.includes(key)
    if (!isMultisig && random.chance(0.95)) return
    const count = random.below(7)
    const signers = random.chance(0.9) ? wallets : [...wallets, ...lookalikes]
    for (let i = 0; i < count; i++) this.add(random.pick(signers), false, random.chance(0.95))
  }

  bytes(...parts: readonly (number | bigint | Uint8Array)[]): Uint8Array {
    const out: number[] = []
    for (const part of parts) {
      if (typeof part === 'number') out.push(part)
      else if (typeof part === 'bigint')
        for (let i = 0n; i < 8n; i++) out.push(Number((part >> (8n * i)) & 255n))
      else out.push(...part)
    }
    if (this.random.chance(0.02))
      return Uint8Array.from(out.slice(0, this.random.below(out.length + 1)))
    if (this.random.chance(0.02)) return Uint8Array.from([...out, 7, 7])
    return Uint8Array.from(out)
  }
}

function twin(key: Uint8Array, shared: number): Uint8Array {
  const out = Uint8Array.from(key)
  out[shared]! ^= 255
  return out
}

/** Adds accounts, gives the data. */
type Maker = (world: World, kind: number) => Uint8Array

const isChecked = (kind: number) => kind >= I.TransferChecked && kind <= I.BurnChecked

const withAmount = (world: World, kind: number) => {
  const amount = world.amount()
  if (!isChecked(kind)) return world.bytes(kind, amount)
  return world.bytes(kind, amount, world.random.chance(0.95) ? world.decimals : 3)
}

const option = (world: World, key: Uint8Array): Uint8Array => {
  if (world.random.chance(0.4)) return Uint8Array.of(0)
  return Uint8Array.from([world.random.chance(0.98) ? 1 : 2, ...key])
}

const who = (world: World) => (world.random.chance(0.7) ? world.owner : world.delegate)

const transferMaker: Maker = (world, kind) => {
  world.add(tokens[0]!, true)
  if (isChecked(kind)) world.add(world.mint, false)
  world.add(world.random.chance(0.85) ? tokens[1]! : tokens[0]!, true)
  world.authority(who(world))
  return withAmount(world, kind)
}

const approveMaker: Maker = (world, kind) => {
  world.add(tokens[0]!, true)
  if (isChecked(kind)) world.add(world.mint, false)
  world.add(world.delegate, false)
  world.authority(world.owner)
  return withAmount(world, kind)
}

const mintMaker: Maker = (world, kind) => {
  world.add(world.mint, true)
  world.add(tokens[0]!, true)
  world.authority(world.owner)
  return withAmount(world, kind)
}

const burnMaker: Maker = (world, kind) => {
  world.add(tokens[0]!, true)
  world.add(world.mint, true)
  world.authority(who(world))
  return withAmount(world, kind)
}

const freezeMaker: Maker = (world, kind) => {
  world.add(tokens[0]!, true)
  world.add(world.mint, false)
  world.authority(world.owner)
  return world.bytes(kind)
}

function addNew(
  world: World,
  length: number,
  sysvar: boolean,
  rest: readonly Uint8Array[] = [],
): void {
  const { random } = world
  const make = () => {
    if (!random.chance(0.12)) return new Uint8Array(random.chance(0.96) ? length : 90)
    if (length === 82) return world.mintBytes()
    if (length === 355) return world.multisigBytes()
    return world.tokenBytes(world.mint)
  }
  const index = world.account(others[1]!, make, true)
  const account = world.accounts[index]!
  account.writable = random.chance(0.98)
  if (random.chance(0.04)) account.lamports = 5n
  world.metas.push(index)
  for (const key of rest) world.add(key, false)
  if (!sysvar) return
  const rentKey = random.chance(0.1) ? world.lookalike(SysvarId.rent) : SysvarId.rent
  world.add(random.chance(0.96) ? rentKey : wallets[2]!, false)
}

const newMint: Maker = (world, kind) => {
  addNew(world, 82, kind === I.InitializeMint)
  return world.bytes(kind, world.decimals, world.owner, option(world, world.owner))
}

const newAccount: Maker = (world, kind) => {
  const mint = world.random.chance(0.15)
    ? NATIVE_MINT
    : world.random.chance(0.05)
      ? world.lookalike(NATIVE_MINT)
      : world.mint
  const inData = kind !== I.InitializeAccount
  addNew(world, 165, kind !== I.InitializeAccount3, inData ? [mint] : [mint, world.owner])
  return inData ? world.bytes(kind, world.owner) : world.bytes(kind)
}

const newMultisig: Maker = (world, kind) => {
  addNew(world, 355, kind === I.InitializeMultisig)
  const count = world.random.chance(0.9) ? 1 + world.random.below(11) : world.random.below(13)
  const signers = [...wallets, ...lookalikes, ...others, ...tokens]
  for (let i = 0; i < count; i++) world.add(world.random.pick(signers), false)
  return world.bytes(kind, world.random.below(13))
}

const query: Maker = (world, kind) => {
  world.add(world.mint, false)
  if (kind === I.AmountToUiAmount) {
    const size = world.random.below(65)
    const value =
      ((BigInt(world.random.word()) << 32n) | BigInt(world.random.word())) >> BigInt(size)
    const zeros = 10n ** BigInt(world.random.below(20))
    return world.bytes(kind, world.random.chance(0.5) ? value : (value / zeros) * zeros)
  }
  if (kind === I.GetAccountDataSize) return world.bytes(kind)
  return world.bytes(kind, amountText(world.random, world.decimals))
}

const encoder = new TextEncoder()

/** An amount as people write it, or nearly; sometimes not even UTF-8. */
export function amountText(random: Random, decimals: number): Uint8Array {
  const digits = (count: number) =>
    Array.from({ length: count }, () => random.pick(['0', '0', '1', '5', '9'])).join('')
  const whole = random.pick([
    ...[
      '',
      '0',
      '1',
      '12',
      '123456789',
      '18446744073709551615',
      '18446744073709551616',
      '+5',
      '-1',
    ],
    ...['x', '+', '-', '184467440737095516159', '9'.repeat(30), '1844674407370955161'],
    ...[digits(random.below(8)), digits(random.below(24)), digits(random.below(80))],
    ...[digits(random.below(270)), `+${digits(random.below(20))}`],
  ])
  const part = random.pick([
    ...[
      '',
      '',
      '',
      '.',
      '.5',
      '.500',
      '.123456',
      '.0',
      '.1.2',
      '.1234567890',
      '..',
      '.1.',
      '.5.0.',
    ],
    ...[`.${digits(random.below(8))}`, `.${digits(random.below(30))}`, `.${'0'.repeat(decimals)}`],
    ...[`.${digits(decimals)}`, `.${digits(random.below(260))}`, `.+${digits(3)}`],
    ...[`.${digits(3)}.${digits(random.below(30))}`],
  ])
  const text = encoder.encode(whole + part)
  if (random.chance(0.7)) return text
  const odd = random.pick([
    ...['é', '€', '𝄞', '\u0800', '\ud7ff', '\u{10ffff}', '\u{40000}', '٠', '０', '𝟎'],
    ...['ééé', '€x', 'x𝄞0'],
  ])
  let extra = encoder.encode(odd)
  if (random.chance(0.5)) extra = extra.slice(0, random.below(extra.length + 1))
  if (random.chance(0.4) && extra.length > 0)
    extra[random.below(extra.length)] = random.pick([
      ...[
        random.below(256),
        0x80,
        0xbf,
        0xc0,
        0xc2,
        0xe0,
        0xed,
        0xef,
        0xf0,
        0xf4,
        0xf5,
        0x9f,
        0xa0,
      ],
      ...[0x8f, 0x90, 0x2e],
    ])
  const at = random.chance(0.5) ? text.length : random.below(text.length + 1)
  return Uint8Array.from([...text.subarray(0, at), ...extra, ...text.subarray(at)])
}

const closeMaker: Maker = (world, kind) => {
  if (world.random.chance(0.7)) {
    const bytes = world.tokenBytes(world.mint)
    bytes.fill(0, 64, 72)
    world.account(tokens[0]!, () => bytes, true)
  }
  world.add(tokens[0]!, true)
  world.add(
    world.random.pick([
      wallets[3]!,
      wallets[3]!,
      tokens[0]!,
      INCINERATOR,
      world.lookalike(INCINERATOR),
    ]),
    true,
  )
  world.authority(world.owner)
  return world.bytes(kind)
}

const excess: Maker = (world, kind) => {
  world.add(world.random.pick([tokens[0]!, world.mint, multisigs[0]!, wallets[1]!]), true)
  world.add(wallets[3]!, true)
  world.authority(world.random.pick([world.owner, world.mint, multisigs[0]!]))
  return world.bytes(kind)
}

const unwrapMaker: Maker = (world, kind) => {
  if (world.random.chance(0.8)) world.account(tokens[0]!, () => world.tokenBytes(NATIVE_MINT), true)
  const index = world.indexOf(tokens[0]!)
  if (world.random.chance(0.9)) world.accounts[index]!.lamports += 2000n
  world.add(tokens[0]!, true)
  world.add(world.random.chance(0.9) ? wallets[3]! : tokens[0]!, true)
  world.authority(world.owner)
  return world.random.chance(0.5)
    ? world.bytes(kind, 0)
    : world.bytes(kind, world.random.chance(0.97) ? 1 : 2, world.amount())
}

const sync: Maker = (world, kind) => {
  if (world.random.chance(0.8)) world.account(tokens[0]!, () => world.tokenBytes(NATIVE_MINT), true)
  world.add(tokens[0]!, true)
  if (world.random.chance(0.2))
    world.add(world.random.chance(0.7) ? SysvarId.rent : world.lookalike(SysvarId.rent), false)
  return world.bytes(kind)
}

const revokeMaker: Maker = (world, kind) => {
  world.add(tokens[0]!, true)
  world.authority(who(world))
  return world.bytes(kind)
}

const authorityMaker: Maker = (world, kind) => {
  const type = world.random.chance(0.97) ? world.random.below(4) : 9
  const ofMint = type < 2 !== world.random.chance(0.05)
  world.add(ofMint ? world.mint : tokens[0]!, true)
  world.authority(world.owner)
  return world.bytes(kind, type, option(world, wallets[2]!))
}

const ownerCheck: Maker = (world, kind) => {
  addNew(world, 165, false)
  return world.bytes(kind)
}

const MAKERS: readonly (readonly [number, Maker])[] = [
  [I.InitializeMint, newMint],
  [I.InitializeAccount, newAccount],
  [I.InitializeMultisig, newMultisig],
  [I.Transfer, transferMaker],
  [I.Approve, approveMaker],
  [I.Revoke, revokeMaker],
  [I.SetAuthority, authorityMaker],
  [I.MintTo, mintMaker],
  [I.Burn, burnMaker],
  [I.CloseAccount, closeMaker],
  [I.FreezeAccount, freezeMaker],
  [I.ThawAccount, freezeMaker],
  [I.TransferChecked, transferMaker],
  [I.ApproveChecked, approveMaker],
  [I.MintToChecked, mintMaker],
  [I.BurnChecked, burnMaker],
  [I.InitializeAccount2, newAccount],
  [I.SyncNative, sync],
  [I.InitializeAccount3, newAccount],
  [I.InitializeMultisig2, newMultisig],
  [I.InitializeMint2, newMint],
  [I.GetAccountDataSize, query],
  [I.InitializeImmutableOwner, ownerCheck],
  [I.AmountToUiAmount, query],
  [I.UiAmountToAmount, query],
  [I.WithdrawExcessLamports, excess],
  [I.UnwrapLamports, unwrapMaker],
]

/** Numbers of the instructions that cases are made of. */
export const KINDS: readonly number[] = MAKERS.map(([kind]) => kind)

const MAKER_OF = new Map(MAKERS)

/** A random case (`isNear`: with keys that nearly agree); `kind` chooses the instruction, or a batch of several if it is 255. */
export function makeCase(seed: number, kind: number, isNear = false): OneShot {
  const random = new Random(seed)
  const world = new World(random, isNear)
  if (kind !== I.Batch) {
    const maker = MAKER_OF.get(kind)
    const data = maker === undefined ? world.bytes(kind, 1n, 2n) : maker(world, kind)
    if (maker === undefined)
      for (let i = random.below(5); i > 0; i--) world.add(world.anyKey(), false)
    if (random.chance(0.02)) world.metas.length = Math.min(world.metas.length, random.below(4))
    else if (random.chance(0.1)) world.add(world.anyKey(), false)
    return { accounts: world.accounts, metas: world.metas, data }
  }
  return { accounts: world.accounts, metas: world.metas, data: batch(world, 1 + random.below(3)) }
}

/** One instruction of a batch: its accounts are added, its number of accounts, length and bytes given. */
function batched(world: World, kind: number): number[] {
  const { random } = world
  const from = world.metas.length
  const maker = MAKER_OF.get(kind)
  const bytes = maker === undefined ? world.bytes(kind, 1n, 2n) : maker(world, kind)
  if (random.chance(0.02)) world.metas.length = Math.max(from, world.metas.length - random.below(3))
  const count = world.metas.length - from
  const short = random.chance(0.02) ? random.below(count + 2) : count
  return [short, random.chance(0.01) ? random.below(20) : bytes.length, ...bytes]
}

function batch(world: World, count: number, first?: number, isSame = false): Uint8Array {
  const { random } = world
  const data: number[] = [255]
  for (let i = 0; i < count; i++) {
    const any = random.chance(0.03) ? random.below(256) : random.pick(KINDS)
    data.push(...batched(world, i === 0 || isSame ? (first ?? any) : any))
  }
  if (random.chance(0.05)) data.length = random.below(data.length)
  return Uint8Array.from(data)
}

/** A random batch that begins with the instruction, or has no other. */
export function makeBatch(seed: number, kind: number, isSame = false, isNear = false): OneShot {
  const random = new Random(seed)
  const world = new World(random, isNear)
  const data = batch(world, random.chance(0.7) ? 1 : 1 + random.below(6), kind, isSame)
  return { accounts: world.accounts, metas: world.metas, data }
}
