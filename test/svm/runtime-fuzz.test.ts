/**
 * Random scripts on our runtime and on litesvm: stores into accounts, syscalls with arguments that are nearly right,
 * nested invocations. Both must agree; and whatever happens lamports are conserved, a failure leaves only the fee, and
 * no program changes what it does not own: looked at where every instruction starts and ends, also in failed
 * transactions, by who ran last (`OwnershipWatch`), and once more in the state afterwards.
 */
import { PublicKey, TransactionInstruction } from '@solana/web3.js'
import { expect, it } from 'vitest'
import { ProgramId } from '../../src/vms/svm/ids.ts'
import { decodeSolanaTransaction } from '../../src/vms/svm/transaction/decode.ts'
import { Random } from '../differential/random.ts'
import { type Info, invoke } from '../support/svm/cpi.ts'
import { OwnershipWatch } from '../support/svm/ownership.ts'
import { Pair } from '../support/svm/peer.ts'
import { addressesOf, DRIVEN, driverElf, HEAP, INPUT, Script, u64s } from '../support/svm/script.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const CASES = 250
const pair = new Pair()
const payer = funded(pair, 1)
const programs = [60, 61].map((byte) => {
  const { publicKey } = keypair(byte)
  pair.install(publicKey.toBytes(), driverElf(byte === 60 ? 0 : 3))
  return publicKey
})
const [P, Q] = programs as [PublicKey, PublicKey]
const SYSTEM = new PublicKey(ProgramId.system)
const accounts = [2, 3, 4, 5].map((byte) => keypair(byte).publicKey)
const OWNERS = [SYSTEM, P, P, Q]
const shelf = keypair(9).publicKey
const LENGTHS = [0, 24, 80, 16]
const LAMPORTS = 10n ** 10n

function reset(): void {
  pair.put(payer.publicKey.toBytes(), { lamports: 10n ** 12n })
  for (const [i, key] of accounts.entries())
    pair.put(key.toBytes(), {
      lamports: LAMPORTS,
      owner: OWNERS[i]!.toBytes(),
      data: new Uint8Array(LENGTHS[i]!),
    })
}

/** Calls that end the program or run long are left out. */
const CALLED = DRIVEN.filter(
  (name) => !/abort|panic|invoke|pairing|poseidon|find_program/.test(name),
)

/** An account as the running script sees it. */
interface Seen extends Info {
  readonly pubkey: PublicKey
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!

function address(random: Random, infos: readonly Seen[]): bigint {
  const info = pick(random, infos)
  const near = pick(random, [
    info.key,
    info.owner,
    info.lamports,
    info.length,
    info.data,
    HEAP,
    HEAP + 0x1000n,
    INPUT,
  ])
  return random.below(6) === 0 ? near + BigInt(random.below(17) - 8) : near
}

function value(random: Random): bigint {
  return pick(random, [
    0n,
    1n,
    8n,
    32n,
    LAMPORTS,
    LAMPORTS - 5n,
    LAMPORTS + 5n,
    10_264n,
    (1n << 64n) - 1n,
  ])
}

function step(random: Random, script: Script, infos: readonly Seen[], depth: number): void {
  const kind = random.below(10)
  if (kind < 4) {
    const info = pick(random, infos.slice(1))
    const at = pick(random, [info.data, info.data + 8n, info.lamports, info.length, info.owner])
    script.store(at, value(random))
  } else if (kind < 5) script.load(address(random, infos))
  else if (kind < 8) {
    const args = Array.from({ length: 5 }, () =>
      random.below(2) === 0 ? address(random, infos) : BigInt(random.below(40)),
    )
    script.call(pick(random, CALLED), ...args)
  } else if (depth > 0) nested(random, script, infos, depth)
}

function nested(random: Random, script: Script, infos: readonly Seen[], depth: number): void {
  const chosen = infos.filter(() => random.below(2) === 0)
  const metas = chosen.map(({ pubkey }) => ({
    key: pubkey.toBytes(),
    signer: pubkey === payer.publicKey && random.below(4) > 0,
    writable: random.below(4) > 0,
  }))
  // Programs go along, so that the callee can invoke too; they need no infos.
  for (const pubkey of [SYSTEM, P, Q])
    metas.push({ key: pubkey.toBytes(), signer: false, writable: false })
  const program = pick(random, [SYSTEM, P, Q, Q])
  const transfer = Buffer.concat([Uint8Array.of(2, 0, 0, 0), u64s(random.below(1000))])
  const inner = addressesOf(chosen.map(({ dataLength }) => dataLength))
  const callee = chosen.map(({ pubkey, dataLength }, at) => ({ ...inner[at]!, dataLength, pubkey }))
  const data = program === SYSTEM ? transfer : scriptOf(random, callee, depth - 1)
  const abi = pick(random, ['c', 'rust'] as const)
  invoke(script, abi, { program: program.toBytes(), metas, data, infos }, HEAP + 0x2000n)
}

function scriptOf(random: Random, infos: readonly Seen[], depth: number): Uint8Array {
  const script = new Script()
  const steps = 1 + random.below(4)
  if (infos.length > 1) for (let i = 0; i < steps; i++) step(random, script, infos, depth)
  return script.exit(random.below(12) === 0 ? value(random) : 0)
}

interface State {
  readonly lamports: bigint
  readonly owner: Uint8Array
  readonly data: Uint8Array
}

/** What is owned by no program that ran is as it was, or richer. The payer is System's and signs. */
function expectUntouched(
  ran: ReadonlySet<string>,
  before: readonly State[],
  after: readonly State[],
) {
  for (const [i, { lamports, owner, data }] of before.entries()) {
    const isSystem = OWNERS[i - 1] === SYSTEM
    if (i === 0 || (!isSystem && ran.has(new PublicKey(owner).toBase58()))) continue
    expect(after[i]!.owner).toEqual(owner)
    expect(after[i]!.data).toEqual(data)
    expect(after[i]!.lamports >= lamports).toBe(true)
  }
}

/** Programs of the trace: `inner` has "height program [accounts] data" with the program's index. */
function programsOf(top: PublicKey, bytes: Uint8Array, inner: readonly (readonly string[])[]) {
  const { staticKeys } = decodeSolanaTransaction(bytes).message
  const indexes = inner.flat().map((line) => Number(line.split(' ')[1]))
  const keys = indexes.map((index) => new PublicKey(staticKeys[index]!).toBase58())
  return new Set([top.toBase58(), ...keys])
}

it(`${CASES} random scripts`, () => {
  const random = new Random(20_260_820)
  const ends = { success: 0, failure: 0, inner: 0, foreign: 0 }
  const watch = new OwnershipWatch()
  pair.watch = watch
  for (let i = 0; i < CASES; i++) {
    reset()
    const keys = [payer.publicKey, ...accounts]
    const lengths = [0, ...LENGTHS]
    const infos = addressesOf(lengths).map((at, j) => ({
      ...at,
      dataLength: lengths[j]!,
      pubkey: keys[j]!,
    }))
    const script = scriptOf(random, infos, 2)
    pair.put(shelf.toBytes(), { lamports: 10n ** 11n, owner: shelf.toBytes(), data: script })
    const all = [...keys, SYSTEM, P, Q]
    const dataLengths = [...all.map((key) => pair.read(key.toBytes()).data.length), script.length]
    const at = addressesOf(dataLengths).at(-1)!.data
    const before = keys.map((key) => pair.read(key.toBytes()))
    const top = pick(random, programs)
    const instruction = new TransactionInstruction({
      programId: top,
      keys: [...all, shelf].map((pubkey, j) => ({ pubkey, isSigner: j === 0, isWritable: j < 5 })),
      data: Buffer.from(Script.at(at)),
    })
    const bytes = signed([instruction], [payer])
    const { own, peer } = pair.run(bytes)
    expect(own, `script ${i}`).toEqual(peer)
    const after = keys.map((key) => pair.read(key.toBytes()))
    const sum = (list: readonly { lamports: bigint }[]) =>
      list.reduce((total, { lamports }) => total + lamports, 0n)
    expect(sum(after)).toBe(sum(before) - 5000n)
    expectUntouched(programsOf(top, bytes, own.inner), before, after)
    if (/External|Readonly|ModifiedProgramId/.test(own.error ?? '')) ends.foreign++
    if (own.error !== undefined) {
      ends.failure++
      expect(after.slice(1)).toEqual(before.slice(1))
    } else ends.success++
    if (own.inner.flat().length > 0) ends.inner++
  }
  expect(ends.success).toBeGreaterThan(20)
  expect(ends.failure).toBeGreaterThan(20)
  expect(ends.inner).toBeGreaterThan(20)
  // Programs have tried, and have changed what is theirs.
  expect(ends.foreign).toBeGreaterThan(20)
  expect(watch.borders).toBeGreaterThan(CASES)
  expect(watch.changes).toBeGreaterThan(20)
})
