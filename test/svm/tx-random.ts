/** Random System and Compute Budget instructions over a small world of accounts, valid and not, by a seeded generator. */
import {
  type AccountMeta,
  type Keypair,
  PublicKey,
  SYSVAR_CLOCK_PUBKEY,
  SYSVAR_RECENT_BLOCKHASHES_PUBKEY,
  SYSVAR_RENT_PUBKEY,
  TransactionInstruction,
} from '@solana/web3.js'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { concatBytes, utf8 } from '../../src/primitives/bytes.ts'
import { durableNonce, encodeNonce } from '../../src/vms/svm/nonce.ts'
import { rentMinimum } from '../../src/vms/svm/rent.ts'
import { type AccountSeed, keypair } from './tx-host.ts'

const SYSTEM = new PublicKey(new Uint8Array(32))
const BUDGET = new PublicKey('ComputeBudget111111111111111111111111111111')

/** mulberry32. */
export class Random {
  private state: number
  constructor(seed: number) {
    this.state = seed
  }
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
  below(n: number): number {
    return this.next() % n
  }
  chance(percent: number): boolean {
    return this.below(100) < percent
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!
  }
}

const SEEDS = ['', 'a', 'shiny pepper', 'x'.repeat(32)]

/** Accounts of every kind that the System program tells apart. */
export class World {
  readonly signers: readonly Keypair[]
  readonly owners: readonly PublicKey[]
  readonly seeds: AccountSeed[] = []
  readonly plain: PublicKey[] = []
  readonly keys: PublicKey[]

  constructor() {
    this.signers = Array.from({ length: 8 }, (_, i) => keypair(i + 1))
    this.owners = [SYSTEM, keypair(200).publicKey, keypair(201).publicKey]
    this.fill()
    this.keys = [...this.signers.map((signer) => signer.publicKey), ...this.plain]
  }

  private add(
    key: PublicKey,
    lamports: bigint,
    owner = SYSTEM,
    data: Uint8Array = new Uint8Array(0),
  ): void {
    this.seeds.push({ key: key.toBytes(), lamports, owner: owner.toBytes(), data })
  }

  private nonce(key: PublicKey, authority: PublicKey, version: 0 | 1): void {
    const nonce = durableNonce(crypto, new Uint8Array(32).fill(7))
    const data = encodeNonce({
      version,
      data: { authority: authority.toBytes(), nonce, lamportsPerSignature: 5000n },
    })
    this.add(key, rentMinimum(80) + 12_345n, SYSTEM, data)
  }

  private fill(): void {
    const [a, b, c, d, e, f] = this.signers as [
      Keypair,
      Keypair,
      Keypair,
      Keypair,
      Keypair,
      Keypair,
    ]
    this.add(a.publicKey, 5_000_000_000_000n)
    this.add(b.publicKey, 1_000_000_000_000n)
    this.add(c.publicKey, 890_880n)
    this.add(d.publicKey, 900_000n)
    this.add(e.publicKey, 3_000_000_000n, this.owners[1])
    this.nonce(f.publicKey, a.publicKey, 1)
    const nonces = [210, 211, 212].map((n) => keypair(n).publicKey)
    this.nonce(nonces[0]!, b.publicKey, 1)
    this.nonce(nonces[1]!, a.publicKey, 0)
    this.add(nonces[2]!, rentMinimum(80), SYSTEM, new Uint8Array(80))
    const dataful = keypair(213).publicKey
    this.add(dataful, 10_000_000n, SYSTEM, new Uint8Array(10))
    const owned = keypair(214).publicKey
    this.add(owned, 10_000_000n, this.owners[2], new Uint8Array(10))
    this.plain.push(...nonces, dataful, owned, keypair(215).publicKey)
    for (const base of [a, b])
      for (const seed of SEEDS)
        for (const owner of this.owners) this.plain.push(this.seeded(base.publicKey, seed, owner))
    this.add(this.seeded(a.publicKey, 'a', this.owners[0]!), 50_000_000n)
    this.add(this.seeded(a.publicKey, '', this.owners[1]!), 50_000_000n)
  }

  seeded(base: PublicKey, seed: string, owner: PublicKey): PublicKey {
    return new PublicKey(crypto.sha256(concatBytes(base.toBytes(), utf8(seed), owner.toBytes())))
  }
}

function u32(value: number): Uint8Array {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, value, true)
  return out
}

function u64(value: bigint): Uint8Array {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, value, true)
  return out
}

export class Generator {
  readonly random: Random
  readonly world: World
  constructor(seed: number, world: World) {
    this.random = new Random(seed)
    this.world = world
  }

  private lamports(): Uint8Array {
    const choices = [0n, 1n, 5000n, 890_880n, 890_879n, 1_447_680n, 2_000_000n, 1_000_000_000n]
    const rare = [1n << 63n, (1n << 64n) - 1n, 10n ** 13n]
    return u64(this.random.chance(90) ? this.random.pick(choices) : this.random.pick(rare))
  }

  private space(): Uint8Array {
    const { random } = this
    return u64(
      random.chance(92)
        ? BigInt(random.pick([0, 1, 80, 10, 165, 1025, 5000]))
        : random.pick([10_485_760n, 10_485_761n, 1n << 40n]),
    )
  }

  private owner(): PublicKey {
    return this.random.pick(this.world.owners)
  }

  private key(): PublicKey {
    const { random, world } = this
    return random.chance(60) ? random.pick(world.signers).publicKey : random.pick(world.keys)
  }

  private text(seed: string): Uint8Array {
    const bytes = utf8(seed)
    return concatBytes(u64(BigInt(bytes.length)), bytes)
  }

  private meta(pubkey: PublicKey, isSigner: boolean, isWritable = true): AccountMeta {
    const { random } = this
    const signs = random.chance(93) ? isSigner : !isSigner
    const canSign = this.world.signers.some((signer) => signer.publicKey.equals(pubkey))
    return {
      pubkey,
      isSigner: signs && canSign,
      isWritable: random.chance(95) ? isWritable : !isWritable,
    }
  }

  private system(): { data: Uint8Array; keys: AccountMeta[] } {
    const { random, world } = this
    const blockhashes = this.meta(
      random.chance(95) ? SYSVAR_RECENT_BLOCKHASHES_PUBKEY : SYSVAR_CLOCK_PUBKEY,
      false,
      false,
    )
    const rent = this.meta(
      random.chance(95) ? SYSVAR_RENT_PUBKEY : SYSVAR_CLOCK_PUBKEY,
      false,
      false,
    )
    const nonces = [world.plain[0]!, world.plain[1]!, world.plain[2]!, world.signers[5]!.publicKey]
    const nonce = () => this.meta(random.chance(80) ? random.pick(nonces) : this.key(), true)
    const authority = () => this.meta(random.pick(world.signers).publicKey, true, false)
    const seeded = () => {
      const base = random.pick(world.signers.slice(0, 2)).publicKey
      const seed = random.chance(95) ? random.pick(SEEDS) : 'y'.repeat(33)
      const owner = this.owner()
      const address = random.chance(92) ? world.seeded(base, seed, owner) : this.key()
      return { base, seed, owner, address }
    }
    const kind = random.below(15)
    switch (kind) {
      case 0:
        return {
          data: concatBytes(u32(0), this.lamports(), this.space(), this.owner().toBytes()),
          keys: [this.meta(this.key(), true), this.meta(this.key(), true)],
        }
      case 1:
        return {
          data: concatBytes(u32(1), this.owner().toBytes()),
          keys: [this.meta(this.key(), true)],
        }
      case 2:
        return {
          data: concatBytes(u32(2), this.lamports()),
          keys: [this.meta(this.key(), true), this.meta(this.key(), false)],
        }
      case 3: {
        const { base, seed, owner, address } = seeded()
        return {
          data: concatBytes(
            u32(3),
            base.toBytes(),
            this.text(seed),
            this.lamports(),
            this.space(),
            owner.toBytes(),
          ),
          keys: [
            this.meta(this.key(), true),
            this.meta(address, false),
            this.meta(base, true, false),
          ],
        }
      }
      case 4:
        return { data: u32(4), keys: [nonce(), blockhashes, authority()] }
      case 5:
        return {
          data: concatBytes(
            u32(5),
            random.chance(50) ? this.lamports() : u64(rentMinimum(80) + 12_345n),
          ),
          keys: [nonce(), this.meta(this.key(), false), blockhashes, rent, authority()],
        }
      case 6:
        return {
          data: concatBytes(u32(6), this.key().toBytes()),
          keys: [nonce(), blockhashes, rent],
        }
      case 7:
        return { data: concatBytes(u32(7), this.key().toBytes()), keys: [nonce(), authority()] }
      case 8:
        return { data: concatBytes(u32(8), this.space()), keys: [this.meta(this.key(), true)] }
      case 9: {
        const { base, seed, owner, address } = seeded()
        return {
          data: concatBytes(u32(9), base.toBytes(), this.text(seed), this.space(), owner.toBytes()),
          keys: [this.meta(address, false), this.meta(base, true, false)],
        }
      }
      case 10: {
        const { base, seed, owner, address } = seeded()
        return {
          data: concatBytes(u32(10), base.toBytes(), this.text(seed), owner.toBytes()),
          keys: [this.meta(address, false), this.meta(base, true, false)],
        }
      }
      case 11: {
        const { base, seed, owner, address } = seeded()
        return {
          data: concatBytes(u32(11), this.lamports(), this.text(seed), owner.toBytes()),
          keys: [
            this.meta(address, false),
            this.meta(base, true, false),
            this.meta(this.key(), false),
          ],
        }
      }
      case 12:
        return { data: u32(12), keys: [nonce()] }
      case 13:
        return {
          data: concatBytes(u32(13), this.lamports(), this.space(), this.owner().toBytes()),
          keys: [this.meta(this.key(), true), this.meta(this.key(), true)],
        }
      default:
        return {
          data: u32(random.pick([14, 255, 0xffffffff])),
          keys: [this.meta(this.key(), true)],
        }
    }
  }

  private systemInstruction(): TransactionInstruction {
    const { random } = this
    let { data, keys } = this.system()
    if (random.chance(4)) data = data.slice(0, random.below(data.length))
    if (random.chance(4)) data = concatBytes(data, Uint8Array.of(1, 2, 3))
    if (random.chance(4)) keys = keys.slice(0, random.below(keys.length))
    return new TransactionInstruction({ programId: SYSTEM, keys, data: Buffer.from(data) })
  }

  private budgetInstruction(): TransactionInstruction {
    const { random } = this
    const data = random.pick([
      concatBytes(Uint8Array.of(1), u32(random.pick([32768, 65536, 262144, 33000, 1024]))),
      concatBytes(Uint8Array.of(2), u32(random.pick([0, 149, 150, 300, 450, 100_000, 0xffffffff]))),
      concatBytes(
        Uint8Array.of(3),
        u64(random.pick([0n, 1n, 1_000_000n, 999_999n, (1n << 64n) - 1n])),
      ),
      concatBytes(Uint8Array.of(4), u32(random.pick([0, 64, 100_000_000, 50_000_000]))),
      Uint8Array.of(random.below(6)),
      concatBytes(Uint8Array.of(2), u32(1000), Uint8Array.of(9)),
    ])
    return new TransactionInstruction({ programId: BUDGET, keys: [], data: Buffer.from(data) })
  }

  instructions(): TransactionInstruction[] {
    const { random } = this
    const count = 1 + (random.chance(40) ? random.below(3) : 0)
    const out = Array.from({ length: count }, () => this.systemInstruction())
    while (random.chance(20)) out.splice(random.below(out.length + 1), 0, this.budgetInstruction())
    return out
  }

  /** Signers that a list of instructions needs, the payer first. */
  signersOf(instructions: readonly TransactionInstruction[]): [Keypair, ...Keypair[]] {
    const { random, world } = this
    const payer = random.chance(85) ? world.signers[0]! : random.pick(world.signers)
    const needed = world.signers.filter(
      (signer) =>
        signer !== payer &&
        instructions.some(({ keys }) =>
          keys.some((meta) => meta.isSigner && meta.pubkey.equals(signer.publicKey)),
        ),
    )
    return [payer, ...needed]
  }
}
