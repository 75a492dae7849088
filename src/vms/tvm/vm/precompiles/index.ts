/** Which precompile lies at which word, by switches. The whole 32-byte word is the key: 0x41..01 is no precompile. */
import * as curves from '../../../evm-core/precompiles/curves.ts'
import * as hashing from '../../../evm-core/precompiles/hashing.ts'
import { UNSUPPORTED } from '../control.ts'
import type { Switches, SwitchName } from '../switches.ts'
import { blake2f, doubleSha, ecrecover, ethRipemd160, modexp } from './hashing.ts'
import { batchValidateSign, validateMultiSign } from './signatures.ts'
import { fromEthereum, type TvmPrecompile } from './types.ts'
import { STAKE_VIEWS, VOTE_VIEWS, viewPrecompile } from './views.ts'

type Row = readonly [address: bigint, precompile: TvmPrecompile]

/** Sapling proofs need a proof system this library does not have: asking for one halts the caller. */
function shielded(name: string, energy: number): TvmPrecompile {
  return { name, energy: () => energy, run: () => UNSUPPORTED }
}

const ALWAYS: readonly Row[] = [
  [0x01n, ecrecover],
  [0x02n, fromEthereum(hashing.sha256)],
  [0x03n, doubleSha],
  [0x04n, fromEthereum(hashing.identity)],
  [0x05n, modexp],
  [0x06n, fromEthereum(curves.bn254AddByzantium)],
  [0x07n, fromEthereum(curves.bn254MulByzantium)],
  [0x08n, fromEthereum(curves.bn254PairingByzantium)],
]

/** What each switch adds or replaces. */
const DIFFERENCES: readonly (readonly [SwitchName, readonly Row[]])[] = [
  [
    'ALLOW_TVM_SOLIDITY_059',
    [
      [0x09n, batchValidateSign],
      [0x0an, validateMultiSign],
    ],
  ],
  [
    'ALLOW_SHIELDED_TRC20_TRANSACTION',
    [
      [0x1000001n, shielded('verifyMintProof', 150_000)],
      [0x1000002n, shielded('verifyTransferProof', 200_000)],
      [0x1000003n, shielded('verifyBurnProof', 150_000)],
      [0x1000004n, shielded('merkleHash', 500)],
    ],
  ],
  [
    'ALLOW_TVM_ISTANBUL',
    [
      [0x06n, fromEthereum(curves.bn254AddIstanbul)],
      [0x07n, fromEthereum(curves.bn254MulIstanbul)],
      [0x08n, fromEthereum(curves.bn254PairingIstanbul)],
    ],
  ],
  ['ALLOW_TVM_VOTE', VOTE_VIEWS.map(([address, view]) => [address, viewPrecompile(view)])],
  [
    'ALLOW_TVM_COMPATIBLE_EVM',
    [
      [0x20003n, ethRipemd160],
      [0x20009n, blake2f],
    ],
  ],
  ['UNFREEZE_DELAY_DAYS', STAKE_VIEWS.map(([address, view]) => [address, viewPrecompile(view)])],
]

/** The precompiles of a chain by word. */
export function tvmPrecompiles(switches: Switches): ReadonlyMap<bigint, TvmPrecompile> {
  const rows = DIFFERENCES.flatMap(([name, difference]) => (switches[name] ? difference : []))
  return new Map([...ALWAYS, ...rows])
}
