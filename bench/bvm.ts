/**
 * Bitcoin Script: inputs a second with each signature backend, beside the bare signatures of the same backend, bcoin and
 * bitcore-lib in the same run. Ours includes parsing the transaction, its checks and its signature hashes.
 */
import { type LoadCryptoOptions, loadCrypto } from '../src/crypto/load.ts'
import type { Crypto } from '../src/crypto/types.ts'
import { VERIFY_AT_ONCE } from '../src/vms/bvm/look-ahead.ts'
import { CONSENSUS_FLAGS, verifyTogether } from '../src/vms/bvm/script/index.ts'
import { checkTransaction, decodeTransaction } from '../src/vms/bvm/transaction/index.ts'
import type { Comparison } from './comparison.ts'
import { hasBcoin, loadBcoin, loadBitcore, type Peer } from './support/bitcoin-peers.ts'
import { BitcoinWorld, KINDS, type Kind, type SignedSpend } from './support/bitcoin-world.ts'

const MAX_MONEY = 21_000_000n * 100_000_000n
const PEER_FLAGS = ['P2SH', 'DERSIG', 'NULLDUMMY', 'CHECKLOCKTIMEVERIFY', 'CHECKSEQUENCEVERIFY']
type Backend = 'noble' | 'wasm' | 'native'

/** Everything that stands between bytes and the verdict, for as many transactions at once as a block verifies. */
export function verifySpends(crypto: Crypto, spends: readonly SignedSpend[]): void {
  for (let from = 0; from < spends.length; from += VERIFY_AT_ONCE) {
    const open = spends.slice(from, from + VERIFY_AT_ONCE).map(({ bytes, prevouts }) => {
      const tx = decodeTransaction(bytes, crypto)
      const fault = checkTransaction(tx, MAX_MONEY)
      if (fault !== undefined) throw new Error(fault)
      return { tx, prevouts }
    })
    const rules = { flags: CONSENSUS_FLAGS, hashedBytes: Number.POSITIVE_INFINITY }
    for (const verdict of verifyTogether(crypto, open, rules))
      if (verdict === undefined) throw new Error('spend expected to be valid')
  }
}

function verifyBare(crypto: Crypto, kind: Kind, { checks }: SignedSpend): void {
  const verify = kind === 'P2TR key path' ? crypto.schnorrVerify : crypto.bitcoinVerify
  for (const { hash, signature, key, isValid } of checks) {
    if (verify(hash, signature, key) !== isValid) throw new Error('bare signature')
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

/** Rates of both sides, and of ours over theirs in each round: neighbours on the machine disturb both alike. */
interface Race {
  readonly ours: number
  readonly peer: number
  readonly ratio: number
}

/** Both in turns, in CPU time of this process, which other processes change least. */
function race(
  ours: () => void,
  peer: () => void,
  {
    inputs,
    rounds,
    warmUp,
  }: { readonly inputs: number; readonly rounds: number; readonly warmUp: number },
): Race {
  const seconds = (work: () => void): number => {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1e6
  }
  const times: [number, number][] = []
  for (let round = -warmUp; round < rounds; round++) {
    const pair: [number, number] = [seconds(ours), seconds(peer)]
    if (round >= 0) times.push(pair)
  }
  return {
    ours: inputs / median(times.map(([time]) => time)),
    peer: inputs / median(times.map(([, time]) => time)),
    ratio: median(times.map(([time, other]) => other / time)),
  }
}

function compare(name: string, result: Race, note: string): Comparison {
  return { name, ...result, unit: 'inputs/s', note }
}

const optionsOf = (backend: Backend): LoadCryptoOptions =>
  backend === 'noble'
    ? { secp256k1: 'noble', schnorr: 'noble' }
    : { secp256k1: backend, schnorr: 'wasm' }

/** Ours beside the same backend's signatures alone. */
async function besideBare(backend: Backend): Promise<Comparison[]> {
  const crypto = await loadCrypto(optionsOf(backend))
  const rows: Comparison[] = []
  // Many different ones: a core remembers the way through a few hundred signatures, which no chain repeats.
  const total = { noble: 160, wasm: 480, native: 960 }[backend]
  for (const kind of KINDS) {
    // The addon has no BIP340; the row would repeat WebAssembly's.
    if (backend === 'native' && kind === 'P2TR key path') continue
    for (const inputs of [1, 50]) {
      const world = new BitcoinWorld(crypto)
      const count = Math.ceil(total / inputs)
      const spends = Array.from({ length: count }, () => world.spend(kind, inputs))
      // In the faster backends what is ours takes several seconds until the compiler has settled.
      const spans = {
        inputs: inputs * count,
        rounds: backend === 'noble' ? 5 : 15,
        warmUp: { noble: 2, wasm: 5, native: 25 }[backend],
      }
      const rates = race(
        () => verifySpends(crypto, spends),
        () => {
          for (const spend of spends) verifyBare(crypto, kind, spend)
        },
        spans,
      )
      const name = `${kind}, ${inputs} input${inputs === 1 ? '' : 's'}, signatures by ${backend}`
      rows.push(compare(name, rates, 'peer: bare signatures of the same backend; goal 0.9'))
    }
  }
  return rows
}

/** Ours with WebAssembly beside a peer as it comes. */
async function besidePeer(peer: Peer, note: string, kinds: readonly Kind[]): Promise<Comparison[]> {
  const crypto = await loadCrypto(optionsOf('wasm'))
  const flags = [...PEER_FLAGS, 'WITNESS', 'TAPROOT'].filter((name) => peer.flags.has(name))
  return kinds.map((kind) => {
    const world = new BitcoinWorld(crypto)
    const spends = Array.from({ length: 40 }, () => world.spend(kind))
    const prepared = spends.map((spend) => peer.prepare(spend, flags))
    const rates = race(
      () => verifySpends(crypto, spends),
      () => {
        for (const run of prepared) run()
      },
      { inputs: spends.length, rounds: 5, warmUp: 2 },
    )
    return compare(`${kind}, tiny-secp256k1, beside ${peer.name}`, rates, note)
  })
}

/** Beside bcoin and bitcore-lib. */
async function besidePeers(): Promise<Comparison[]> {
  const rows: Comparison[] = []
  if (hasBcoin()) {
    const bcoin = loadBcoin()
    const preTaproot = KINDS.filter((kind) => kind !== 'P2TR key path')
    rows.push(...(await besidePeer(bcoin, 'its own JavaScript curve; goal 9x', preTaproot)))
    const { bitcoinVerify } = await loadCrypto(optionsOf('wasm'))
    bcoin.use((hash, signature, key) => bitcoinVerify(hash, signature, key))
    const both = await besidePeer(bcoin, 'both sides with tiny-secp256k1', preTaproot)
    rows.push(...both.map((row) => ({ ...row, name: `${row.name} with tiny-secp256k1` })))
    bcoin.use(undefined)
  } else {
    console.error('bcoin: skipped, `npm ci --ignore-scripts` in bench/peers/bcoin installs it')
  }
  rows.push(...(await besidePeer(loadBitcore(), 'its own JavaScript curve', KINDS)))
  return rows
}

/** A process each: what V8 learnt from one backend slows the next. */
export const parts: Readonly<Record<string, () => Promise<Comparison[]>>> = {
  'signatures, @noble': () => besideBare('noble'),
  'signatures, WebAssembly': () => besideBare('wasm'),
  'signatures, native': () => besideBare('native'),
  peers: besidePeers,
}
