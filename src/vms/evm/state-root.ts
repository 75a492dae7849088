/**
 * Ethereum's state root of the EVM's view: every canonical address with a record or a balance. Computed from
 * scratch, for vectors and for hosts that need Ethereum's own root; the state commits to itself by another tree.
 */
import type { Crypto } from '../../crypto/types.ts'
import { canonicalAddress } from '../../identity/alias.ts'
import { bytesToHex } from '../../primitives/bytes.ts'
import { u256ToBytes } from '../../primitives/u256.ts'
import { Journal } from '../../state/journal.ts'
import type { AccountValue, StateReader } from '../../state/reader.ts'
import { Namespace } from '../../state/reader.ts'
import { EMPTY_CODE_HASH } from '../evm-core/code.ts'
import { EVM_MACHINE } from '../evm-core/record.ts'
import { EVM_CODEC } from './context.ts'
import { stateTrieRoot, type TrieAccount } from './merkle-patricia.ts'

/** A state that can be walked. Order does not matter. */
export interface EnumerableState extends StateReader {
  /** All accounts, ids of 32 bytes. */
  accounts(): Iterable<readonly [id: Uint8Array, value: AccountValue]>
  /** Sub-records of one machine. */
  records(machine: number): Iterable<readonly [id: Uint8Array, bytes: Uint8Array]>
}

const NO_CODE_HASH = u256ToBytes(EMPTY_CODE_HASH)
const NO_STORAGE: readonly (readonly [bigint, bigint])[] = []

/** Every account that Ethereum would have, once. Cost: linear in accounts and slots. */
export function* ethereumAccounts(
  crypto: Crypto,
  state: EnumerableState,
): IterableIterator<TrieAccount> {
  const seen = new Set<string>()
  for (const [id, bytes] of state.records(EVM_MACHINE)) {
    const record = EVM_CODEC.decode(bytes)
    // A non-canonical address shows nothing (S13).
    if (state.alias(Namespace.evm, record.address)?.canonical === false) continue
    seen.add(bytesToHex(id))
    yield {
      address: record.address,
      nonce: record.nonce,
      balance: state.account(id)?.balance ?? 0n,
      codeHash: record.codeHash ?? NO_CODE_HASH,
      storage: record.storageId === undefined ? NO_STORAGE : state.slots(record.storageId),
    }
  }
  const journal = new Journal(state)
  for (const [id, { balance, origin }] of state.accounts()) {
    if (balance === 0n || seen.has(bytesToHex(id))) continue
    const known =
      origin?.namespace === Namespace.evm &&
      state.alias(Namespace.evm, origin.address) === undefined
    const address = known ? origin.address : canonicalAddress(journal, crypto, Namespace.evm, id)
    if (address === undefined) continue
    yield { address, nonce: 0n, balance, codeHash: NO_CODE_HASH, storage: NO_STORAGE }
  }
}

/** Root of Ethereum's state trie, 32 bytes. PERF: hashes every account and slot. */
export function ethereumStateRoot(crypto: Crypto, state: EnumerableState): Uint8Array {
  return stateTrieRoot(crypto, ethereumAccounts(crypto, state))
}
