/**
 * What identity must know of a machine's sub-records to move addresses between accounts, without knowing the machine.
 * A sub-record is filed under the account of a canonical address, or under a non-canonical address's legacy id (S13).
 */
import type { Crypto } from '../crypto/types.ts'
import type { Journal } from '../state/journal.ts'
import { Namespace } from '../state/reader.ts'
import type { ChainBinding } from './keys.ts'

/** What a wallet signs to join an identity; good for exactly one binding (S11, S14). */
export interface WalletMessage extends ChainBinding {
  /** AccountId the wallet is bound to, 32 bytes. */
  readonly identity: Uint8Array
  /** The wallet's address in its machine: EVM 20 bytes, Bitcoin an output script. */
  readonly wallet: Uint8Array
  readonly epoch: bigint
  readonly registrationNonce: bigint
}

export interface MachineIdentity {
  /** One of {@link Namespace}. */
  readonly namespace: number
  /** Whether the sub-record has something its address authored itself: nonce, code, storage, data (S12). */
  ownsRecord(journal: Journal, recordId: Uint8Array): boolean
  /** Files the sub-record under another id, by reference; the target's must own nothing. Does nothing if there is none. */
  moveRecord(journal: Journal, fromId: Uint8Array, toId: Uint8Array): void
  /**
   * Whether the sub-record names who controls its address, so that it can be others than the key the address is made of.
   * Absent: never.
   */
  hasRule?(journal: Journal, recordId: Uint8Array): boolean
  /**
   * Whether a proof is the wallet's consent to the message, by the rule of control of its chain, which may stand in state
   * (Tron's permissions). Absent: wallets of this machine cannot be bound. May throw InvalidTransactionError. Cost: a
   * bounded number of signatures.
   */
  verifyWallet?(
    crypto: Crypto,
    message: WalletMessage,
    proof: Uint8Array,
    journal: Journal,
  ): boolean
}

/** Namespaces of chains on which control over an address can change hands: who owns it need not be who bound it. */
export const CHANGING_NAMESPACES: readonly number[] = [Namespace.svm, Namespace.tvm]

/** The identity hooks of a chain's machines, at most one a namespace. */
export type MachineIdentities = readonly MachineIdentity[]

export function machineOf(
  machines: MachineIdentities,
  namespace: number,
): MachineIdentity | undefined {
  return machines.find((machine) => machine.namespace === namespace)
}
