/**
 * Random sequences of transactions for the Token and ATA programs, over a small set of addresses that agree often enough
 * for most instructions to succeed: wallets with their associated accounts, accounts of other addresses, multisigs, wrapped
 * SOL, batches, several instructions in one transaction.
 */

import { nobleCrypto } from '../../../src/crypto/noble.ts'
import { concatBytes } from '../../../src/primitives/bytes.ts'
import { TokenInstruction as I } from '../../../src/token/spl/index.ts'
import { ProgramId, publicKey, SysvarId } from '../../../src/vms/svm/ids.ts'
import { findProgramAddress } from '../../../src/vms/svm/runtime/program-address.ts'
import { amountText } from './cases.ts'
import { Random } from './random.ts'

export const INCINERATOR = publicKey('1nc1nerator11111111111111111111111111111111')
const TOKEN_2022 = publicKey('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb')
const RENT_OF = (length: number) => BigInt(128 + length) * 6960n

export interface Meta {
  readonly key: Uint8Array
  readonly signer: boolean
  readonly writable: boolean
}

export interface SequenceInstruction {
  readonly program: Uint8Array
  readonly metas: readonly Meta[]
  readonly data: Uint8Array
}

const named = (name: string) => nobleCrypto.sha256(new TextEncoder().encode(`spl fuzz ${name}`))

/** The addresses of all sequences. */
export const PAYER = named('payer')
export const WALLETS = [0, 1, 2, 3].map((i) => named(`wallet ${i}`))
export const MINTS = [0, 1].map((i) => named(`mint ${i}`))
export const PLAIN = [0, 1, 2, 3].map((i) => named(`account ${i}`))
export const MULTISIGS = [0, 1].map((i) => named(`multisig ${i}`))
const ALL_MINTS = [...MINTS, ProgramId.nativeMint]

export function associated(owner: Uint8Array, mint: Uint8Array): Uint8Array {
  const seeds = [owner, ProgramId.token, mint]
  return findProgramAddress(nobleCrypto, seeds, ProgramId.associatedToken)!.address
}

/** By owner, then mint. */
const ASSOCIATED = new Map(
  [...WALLETS, ...MULTISIGS].map((owner) => [
    owner,
    ALL_MINTS.map((mint) => associated(owner, mint)),
  ]),
)

/** Every address whose account a sequence may change. */
export const UNIVERSE: readonly Uint8Array[] = [
  PAYER,
  ...WALLETS,
  ...MINTS,
  ...PLAIN,
  ...MULTISIGS,
  ...[...ASSOCIATED.values()].flat(),
  INCINERATOR,
]

const u64 = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value, true)
  return bytes
}
const u32 = (value: number): Uint8Array => u64(BigInt(value)).subarray(0, 4)
type Part = number | bigint | Uint8Array

const data = (...parts: readonly Part[]): Uint8Array =>
  concatBytes(
    ...parts.map((part) => {
      if (typeof part === 'number') return Uint8Array.of(part)
      return typeof part === 'bigint' ? u64(part) : part
    }),
  )

const writes = (key: Uint8Array): Meta => ({ key, signer: false, writable: true })
const reads = (key: Uint8Array): Meta => ({ key, signer: false, writable: false })
const signs = (key: Uint8Array, writable = false): Meta => ({ key, signer: true, writable })

const isMultisig = (key: Uint8Array) => MULTISIGS.includes(key)

/** One sequence in the making. */
class Maker {
  readonly random: Random
  /** Of a sequence: closing accounts of wallets, or freezing. A frozen balance stays frozen when its account is closed. */
  readonly freezes: boolean
  private readonly owners = new Map<Uint8Array, Uint8Array>()
  /** Of the second mint. */
  private readonly secondDecimals: number

  constructor(random: Random) {
    this.random = random
    this.freezes = random.chance(0.5)
    this.secondDecimals = random.pick([0, 0, 1, 18, 255, random.below(256)])
  }

  private mint(): Uint8Array {
    return this.random.pick([MINTS[0]!, MINTS[0]!, MINTS[0]!, MINTS[1]!, ProgramId.nativeMint])
  }

  private owner(): Uint8Array {
    return this.random.pick([...WALLETS, ...WALLETS, ...MULTISIGS])
  }

  private ownerOf(account: Uint8Array): Uint8Array {
    const known = this.owners.get(account)
    if (known !== undefined && this.random.chance(0.95)) return known
    for (const [owner, accounts] of ASSOCIATED)
      if (accounts.includes(account) && this.random.chance(0.97)) return owner
    return this.owner()
  }

  /** A token account, mostly of the mint. */
  private account(mint: Uint8Array): Uint8Array {
    const { random } = this
    if (random.chance(0.35)) return random.pick(PLAIN)
    const at = random.chance(0.97) ? ALL_MINTS.indexOf(mint) : random.below(3)
    return ASSOCIATED.get(this.owner())![at]!
  }

  private authority(key: Uint8Array): Meta[] {
    const { random } = this
    const expected = random.chance(0.97) ? key : this.owner()
    if (!isMultisig(expected)) return [random.chance(0.985) ? signs(expected) : reads(expected)]
    const signers = WALLETS.filter(() => random.chance(0.75))
    return [
      reads(expected),
      ...signers.map((wallet) => (random.chance(0.97) ? signs(wallet) : reads(wallet))),
    ]
  }

  private amount(): bigint {
    const { random } = this
    return random.pick([
      0n,
      1n,
      7n,
      100n,
      1000n,
      1000n,
      5000n,
      BigInt(random.word()),
      0xffff_ffff_ffff_ffffn,
    ])
  }

  private decimals(mint: Uint8Array): number {
    if (this.random.chance(0.03)) return 3
    return mint === ProgramId.nativeMint ? 9 : mint === MINTS[0] ? 6 : this.secondDecimals
  }

  private token(metas: readonly Meta[], ...parts: readonly Part[]): SequenceInstruction {
    return { program: ProgramId.token, metas, data: data(...parts) }
  }

  private create(key: Uint8Array, length: number): SequenceInstruction {
    const { random } = this
    const extra = random.chance(0.3) ? BigInt(random.below(100_000)) : 0n
    const lamports = RENT_OF(length) + extra
    const owner = random.chance(0.04)
      ? random.pick([TOKEN_2022, TOKEN_2022, WALLETS[3]!])
      : ProgramId.token
    return {
      program: ProgramId.system,
      metas: [signs(PAYER, true), signs(key, true)],
      data: data(u32(0), lamports, BigInt(length), owner),
    }
  }

  private option(key: Uint8Array | undefined): Uint8Array {
    return key === undefined ? Uint8Array.of(0) : data(1, key)
  }

  newMint(mint: Uint8Array): SequenceInstruction[] {
    const { random } = this
    const freeze = random.chance(0.85) ? this.mintAuthority(mint) : undefined
    const old = random.chance(0.3)
    const body = [this.decimals(mint), this.mintAuthority(mint), this.option(freeze)] as const
    const metas = old ? [writes(mint), reads(SysvarId.rent)] : [writes(mint)]
    return [
      this.create(mint, 82),
      this.token(metas, old ? I.InitializeMint : I.InitializeMint2, ...body),
    ]
  }

  private mintAuthority(mint: Uint8Array): Uint8Array {
    return mint === MINTS[0] ? WALLETS[0]! : MULTISIGS[0]!
  }

  newMultisig(key: Uint8Array): SequenceInstruction[] {
    const { random } = this
    const old = random.chance(0.3)
    const signers = WALLETS.slice(0, 2 + random.below(3)).map(reads)
    const metas = old ? [writes(key), reads(SysvarId.rent), ...signers] : [writes(key), ...signers]
    const kind = old ? I.InitializeMultisig : I.InitializeMultisig2
    return [this.create(key, 355), this.token(metas, kind, 1 + random.below(2))]
  }

  newPlain(key: Uint8Array): SequenceInstruction[] {
    const { random } = this
    const mint = this.mint()
    const owner = random.chance(0.06) ? random.pick([INCINERATOR, ProgramId.system]) : this.owner()
    this.owners.set(key, owner)
    const init = random.pick([
      () =>
        this.token(
          [writes(key), reads(mint), reads(owner), reads(SysvarId.rent)],
          I.InitializeAccount,
        ),
      () =>
        this.token([writes(key), reads(mint), reads(SysvarId.rent)], I.InitializeAccount2, owner),
      () => this.token([writes(key), reads(mint)], I.InitializeAccount3, owner),
    ])()
    return [this.create(key, 165), init]
  }

  newAssociated(): SequenceInstruction[] {
    const { random } = this
    const [owner, mint] = [this.owner(), this.mint()]
    const address = ASSOCIATED.get(owner)![ALL_MINTS.indexOf(mint)]!
    const metas = [
      signs(PAYER, true),
      writes(address),
      reads(owner),
      reads(mint),
      reads(ProgramId.system),
      reads(ProgramId.token),
    ]
    const kind = random.pick([0, 1, 1])
    return [{ program: ProgramId.associatedToken, metas, data: Uint8Array.of(kind) }]
  }

  private wrap(): SequenceInstruction[] {
    const { random } = this
    const key = this.account(ProgramId.nativeMint)
    const lamports = BigInt(random.below(1_000_000))
    const pay = {
      program: ProgramId.system,
      metas: [signs(PAYER, true), writes(key)],
      data: data(u32(2), lamports),
    }
    return [pay, this.token([writes(key)], I.SyncNative)]
  }

  private transfer(): SequenceInstruction {
    const { random } = this
    const mint = this.mint()
    const source = this.account(mint)
    const target = random.chance(0.05) ? source : this.account(mint)
    const checked = random.chance(0.5)
    const who = random.chance(0.8) ? this.ownerOf(source) : random.pick(WALLETS)
    const authority = this.authority(who)
    if (!checked)
      return this.token([writes(source), writes(target), ...authority], I.Transfer, this.amount())
    const metas = [writes(source), reads(mint), writes(target), ...authority]
    return this.token(metas, I.TransferChecked, this.amount(), this.decimals(mint))
  }

  private supply(): SequenceInstruction {
    const { random } = this
    const mint = this.mint()
    const account = this.account(mint)
    const checked = random.chance(0.5)
    const tail = checked ? [this.decimals(mint)] : []
    if (random.chance(0.6)) {
      const metas = [writes(mint), writes(account), ...this.authority(this.mintAuthority(mint))]
      return this.token(metas, checked ? I.MintToChecked : I.MintTo, this.amount(), ...tail)
    }
    const who = random.chance(0.8) ? this.ownerOf(account) : random.pick(WALLETS)
    const metas = [writes(account), writes(mint), ...this.authority(who)]
    return this.token(metas, checked ? I.BurnChecked : I.Burn, this.amount(), ...tail)
  }

  private delegation(): SequenceInstruction {
    const { random } = this
    const mint = this.mint()
    const account = this.account(mint)
    const owner = this.authority(this.ownerOf(account))
    if (random.chance(0.3)) return this.token([writes(account), ...owner], I.Revoke)
    const delegate = reads(random.pick(WALLETS))
    if (random.chance(0.5))
      return this.token([writes(account), delegate, ...owner], I.Approve, this.amount())
    const metas = [writes(account), reads(mint), delegate, ...owner]
    return this.token(metas, I.ApproveChecked, this.amount(), this.decimals(mint))
  }

  private freeze(): SequenceInstruction {
    const mint = this.mint()
    const metas = [
      writes(this.account(mint)),
      reads(mint),
      ...this.authority(this.mintAuthority(mint)),
    ]
    return this.token(metas, this.random.chance(0.5) ? I.FreezeAccount : I.ThawAccount)
  }

  private setAuthority(): SequenceInstruction {
    const { random } = this
    const type = random.pick([0, 1, 2, 2, 2, 3, 3])
    const next = random.chance(0.75) ? this.owner() : undefined
    if (type < 2) {
      const mint = random.pick(MINTS)
      const metas = [writes(mint), ...this.authority(this.mintAuthority(mint))]
      return this.token(
        metas,
        I.SetAuthority,
        type,
        this.option(random.chance(0.7) ? this.mintAuthority(mint) : next),
      )
    }
    const account = this.account(this.mint())
    const owner = this.authority(this.ownerOf(account))
    if (type === 2 && next !== undefined && random.chance(0.5)) this.owners.set(account, next)
    return this.token([writes(account), ...owner], I.SetAuthority, type, this.option(next))
  }

  private close(): SequenceInstruction {
    const { random } = this
    const account = this.freezes ? random.pick(PLAIN) : this.account(this.mint())
    const target = random.chance(0.9) ? random.pick(WALLETS) : INCINERATOR
    return this.token(
      [writes(account), writes(target), ...this.authority(this.ownerOf(account))],
      I.CloseAccount,
    )
  }

  private query(): SequenceInstruction {
    const { random } = this
    const mint = random.pick([...ALL_MINTS, MINTS[1]!, PLAIN[0]!])
    const roll = random.below(10)
    if (roll < 2) return this.token([reads(mint)], I.GetAccountDataSize)
    if (roll < 6)
      return this.token([reads(mint)], I.UiAmountToAmount, amountText(random, this.decimals(mint)))
    const wide = (BigInt(random.word()) << 32n) | BigInt(random.word())
    const zeros = 10n ** BigInt(random.below(20))
    const amount = ((wide >> BigInt(random.below(65))) / zeros) * zeros
    return this.token([reads(mint)], I.AmountToUiAmount, amount)
  }

  /** What no client sends: numbers without an instruction, accounts that are set up already, others' programs'. */
  private odd(): SequenceInstruction {
    const { random } = this
    const [key, mint] = [this.account(this.mint()), this.mint()]
    return random.pick([
      () => this.token([writes(key)], random.below(256), this.amount()),
      () => this.token([writes(key)], I.InitializeImmutableOwner),
      () => this.token([writes(key)], I.SyncNative),
      () => this.token([writes(key), reads(SysvarId.rent)], I.SyncNative),
      () => this.newPlain(random.pick(PLAIN))[1]!,
      () => this.newMint(random.pick(MINTS))[1]!,
      () => this.newMultisig(random.pick(MULTISIGS))[1]!,
      () => this.token([writes(key), reads(mint)], I.InitializeAccount3, this.owner()),
      () => this.token([], I.Batch),
    ])()
  }

  /** Now and then with fewer accounts or bytes than it needs. */
  private bent(one: SequenceInstruction): SequenceInstruction {
    const { random } = this
    if (random.chance(0.97)) return one
    if (random.chance(0.5)) return { ...one, metas: one.metas.slice(0, random.below(5)) }
    return { ...one, data: one.data.slice(0, random.below(one.data.length + 1)) }
  }

  private lamports(): SequenceInstruction {
    const { random } = this
    const target = writes(random.pick(WALLETS))
    if (random.chance(0.4)) {
      const mint = random.pick(MINTS)
      const source = random.pick([mint, this.account(mint)])
      const who = source === mint ? this.mintAuthority(mint) : this.ownerOf(source)
      return this.token([writes(source), target, ...this.authority(who)], I.WithdrawExcessLamports)
    }
    const source = this.account(ProgramId.nativeMint)
    const amount = random.chance(0.5) ? data(0) : data(1, this.amount())
    return this.token(
      [writes(source), target, ...this.authority(this.ownerOf(source))],
      I.UnwrapLamports,
      amount,
    )
  }

  private batch(): SequenceInstruction {
    const { random } = this
    const most = random.chance(0.15) ? 9 : 3
    const parts = Array.from({ length: 1 + random.below(most) }, () =>
      random.chance(0.15) ? this.odd() : this.simple(),
    )
    while (parts.length > 1 && !fits([this.batchOf(parts)])) parts.pop()
    const all = this.batchOf(parts)
    return fits([all]) ? all : this.transfer()
  }

  private batchOf(parts: readonly SequenceInstruction[]): SequenceInstruction {
    const { random } = this
    const metas = parts.flatMap((part) => part.metas)
    const bodies = parts.flatMap((part) => {
      const count = random.chance(0.02) ? random.below(8) : part.metas.length
      const length = random.chance(0.01) ? random.below(40) : part.data.length
      return [count, length, part.data.subarray(0, 255)]
    })
    const one = this.token(metas, I.Batch, ...bodies)
    return random.chance(0.97) ? one : { ...one, data: one.data.slice(0, random.below(60)) }
  }

  private simple(): SequenceInstruction {
    return this.bent(this.usual())
  }

  private usual(): SequenceInstruction {
    const { random } = this
    const roll = random.below(106)
    if (roll < 40) return this.transfer()
    if (roll < 60) return this.supply()
    if (roll < 70) return this.delegation()
    if (roll < 78) return this.freezes ? this.freeze() : this.close()
    if (roll < 86) return this.setAuthority()
    if (roll < 91) return this.close()
    if (roll < 98) return this.query()
    if (roll < 100) return this.odd()
    return this.lamports()
  }

  /** Instructions of one transaction. */
  transaction(): SequenceInstruction[] {
    const { random } = this
    const roll = random.below(100)
    if (roll < 6) return this.newAssociated()
    if (roll < 10) return this.newPlain(random.pick(PLAIN))
    if (roll < 15) return this.wrap()
    if (roll < 16) return this.newMint(random.pick(MINTS))
    if (roll < 35) return [this.batch()]
    if (roll < 38) {
      const [create, init] = random.pick([
        () => this.newPlain(random.pick(PLAIN)),
        () => this.newMint(random.pick(MINTS)),
        () => this.newMultisig(random.pick(MULTISIGS)),
      ])()
      return [create!, this.batchOf([init!, this.simple(), this.simple()])]
    }
    return Array.from({ length: 1 + random.below(3) }, () => this.simple())
  }

  start(): SequenceInstruction[][] {
    const first = [this.newMint(MINTS[0]!), this.newMint(MINTS[1]!)]
    const more = [
      ...MULTISIGS.map((key) => this.newMultisig(key)),
      ...PLAIN.slice(0, 2).map((key) => this.newPlain(key)),
    ]
    const accounts = Array.from({ length: 4 }, () => this.newAssociated()[0]!)
    const rich = WALLETS.slice(0, 2).map((wallet) => {
      const metas = [writes(MINTS[0]!), writes(ASSOCIATED.get(wallet)![0]!), signs(WALLETS[0]!)]
      return this.token(metas, I.MintTo, 1_000_000n)
    })
    return [...first, ...more, ...accounts.map((one) => [one]), ...rich.map((one) => [one])]
  }
}

/** Transactions of a sequence. */
export function makeSequence(seed: number, length = 4): SequenceInstruction[][] {
  const random = new Random(seed)
  const maker = new Maker(random)
  const start = packed(maker.start().filter(() => random.chance(0.93)))
  const all = [...start, ...Array.from({ length }, () => maker.transaction())]
  return all.map(fitting)
}

const NO_HASH = new Uint8Array(32)

function fits(instructions: readonly SequenceInstruction[]): boolean {
  return wireBytes(instructions, NO_HASH, 0).length <= 1232
}

/** Without the instructions that do not fit in a packet. */
function fitting(instructions: SequenceInstruction[]): SequenceInstruction[] {
  let some = instructions
  while (some.length > 1 && !fits(some)) some = some.slice(0, -1)
  return some
}

/** Two steps in one transaction where they fit. */
function packed(steps: readonly SequenceInstruction[][]): SequenceInstruction[][] {
  const out: SequenceInstruction[][] = []
  for (const [i, step] of steps.entries()) {
    const last = out[out.length - 1]
    if (i % 2 === 1 && last !== undefined && fits([...last, ...step])) last.push(...step)
    else out.push([...step])
  }
  return out
}

/** A legacy message, unsigned, whose first key is the payer; `nonce` makes it differ from others. */
export function wireBytes(
  instructions: readonly SequenceInstruction[],
  blockhash: Uint8Array,
  nonce: number,
): Uint8Array {
  const limit = { program: ProgramId.computeBudget, metas: [], data: data(2, u32(500_000 + nonce)) }
  const all = [limit, ...instructions]
  const keys: { key: Uint8Array; signer: boolean; writable: boolean }[] = [
    { key: PAYER, signer: true, writable: true },
  ]
  const add = ({ key, signer, writable }: Meta) => {
    const known = keys.find((other) => other.key === key)
    if (known === undefined) keys.push({ key, signer, writable })
    else {
      known.signer ||= signer
      known.writable ||= writable
    }
  }
  for (const { metas } of all) for (const meta of metas) add(meta)
  for (const { program } of all) add(reads(program))
  const rank = ({ signer, writable }: { signer: boolean; writable: boolean }) =>
    (signer ? 0 : 2) + (writable ? 0 : 1)
  const order = [keys[0]!, ...keys.slice(1).sort((a, b) => rank(a) - rank(b))]
  const indexOf = (key: Uint8Array) => order.findIndex((other) => other.key === key)
  const count = (test: (key: { signer: boolean; writable: boolean }) => boolean) =>
    order.filter(test).length
  const signers = count(({ signer }) => signer)
  const shortvec = (length: number) =>
    length < 128 ? Uint8Array.of(length) : Uint8Array.of((length & 127) | 128, length >> 7)
  return concatBytes(
    Uint8Array.of(signers),
    new Uint8Array(64 * signers),
    Uint8Array.of(
      signers,
      count(({ signer, writable }) => signer && !writable),
      count(({ signer, writable }) => !signer && !writable),
      order.length,
    ),
    ...order.map(({ key }) => key),
    blockhash,
    Uint8Array.of(all.length),
    ...all.flatMap(({ program, metas, data: body }) => [
      Uint8Array.of(indexOf(program), metas.length),
      Uint8Array.from(metas, ({ key }) => indexOf(key)),
      shortvec(body.length),
      body,
    ]),
  )
}
