/** Which precompiled contract lies at which address, fork by fork: each fork is the one before plus a difference. */
import { FORK_NAMES, type ForkName } from '../forks/names.ts'
import * as bls from './bls12381.ts'
import * as curves from './curves.ts'
import * as hashing from './hashing.ts'
import { modexpBerlin, modexpByzantium, modexpOsaka } from './modexp.ts'
import type { Precompile } from './types.ts'

export { type Precompile, UNPAYABLE_GAS } from './types.ts'

type Difference = readonly (readonly [address: bigint, precompile: Precompile])[]

const DIFFERENCES: Partial<Record<ForkName, Difference>> = {
  frontier: [
    [0x01n, hashing.ecrecover],
    [0x02n, hashing.sha256],
    [0x03n, hashing.ripemd160],
    [0x04n, hashing.identity],
  ],
  byzantium: [
    [0x05n, modexpByzantium],
    [0x06n, curves.bn254AddByzantium],
    [0x07n, curves.bn254MulByzantium],
    [0x08n, curves.bn254PairingByzantium],
  ],
  istanbul: [
    [0x06n, curves.bn254AddIstanbul],
    [0x07n, curves.bn254MulIstanbul],
    [0x08n, curves.bn254PairingIstanbul],
    [0x09n, hashing.blake2f],
  ],
  berlin: [[0x05n, modexpBerlin]],
  cancun: [[0x0an, curves.kzgPointEvaluation]],
  prague: [
    [0x0bn, bls.bls12G1Add],
    [0x0cn, bls.bls12G1Msm],
    [0x0dn, bls.bls12G2Add],
    [0x0en, bls.bls12G2Msm],
    [0x0fn, bls.bls12Pairing],
    [0x10n, bls.bls12MapFpToG1],
    [0x11n, bls.bls12MapFp2ToG2],
  ],
  osaka: [
    [0x05n, modexpOsaka],
    [0x100n, curves.p256Verify],
  ],
}

function buildTables(): ReadonlyMap<ForkName, ReadonlyMap<bigint, Precompile>> {
  const tables = new Map<ForkName, ReadonlyMap<bigint, Precompile>>()
  let table: ReadonlyMap<bigint, Precompile> = new Map()
  for (const fork of FORK_NAMES) {
    const difference = DIFFERENCES[fork]
    if (difference !== undefined) table = new Map([...table, ...difference])
    tables.set(fork, table)
  }
  return tables
}

const TABLES = buildTables()

/** The precompiled contracts of `fork` by address. Forks without a difference share one map. */
export function precompilesOf(fork: ForkName): ReadonlyMap<bigint, Precompile> {
  return TABLES.get(fork)!
}
