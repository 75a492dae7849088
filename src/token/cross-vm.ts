/**
 * Cross-machine transfer: units of a token, or native coin, to an address of any machine. One movement in one ledger: the
 * machine only says whose address it is and in which units it counts coin.
 */
import { accountAt, resolveAddress } from '../identity/alias.ts'
import { redirected } from '../identity/authority.ts'
import { equalBytes } from '../primitives/bytes.ts'
import { MAX_U64 } from '../primitives/u256.ts'
import { ACCOUNT_LOCKED, Namespace } from '../state/reader.ts'
import type { TokenFault } from './faults.ts'
import type { TokenLedger } from './ledger.ts'
import { transfer } from './operations.ts'
import { NATIVE_COIN_ID } from './slots.ts'

/** Destination number of the native machine; the others are their Namespace. */
export const NATIVE_DESTINATION = 0

/** Longest recipient: a Bitcoin output script up to P2TR, with room. */
export const RECIPIENT_MAX = 64

interface Destination {
  readonly machine: string
  /** Bytes of an address; undefined: a script of 1 to RECIPIENT_MAX bytes. */
  readonly length: number | undefined
  /** Base units per unit of the machine: what it counts coin in. */
  readonly unit: bigint
}

/** By destination number. */
const DESTINATIONS: Readonly<Record<number, Destination>> = {
  [NATIVE_DESTINATION]: { machine: 'native', length: 32, unit: 1n },
  [Namespace.evm]: { machine: 'evm', length: 20, unit: 1n },
  [Namespace.svm]: { machine: 'svm', length: 32, unit: 1_000_000_000n },
  [Namespace.bvm]: { machine: 'bvm', length: undefined, unit: 10_000_000_000n },
  [Namespace.tvm]: { machine: 'tvm', length: 20, unit: 1_000_000_000_000n },
}

export interface CrossVmTransfer {
  /** Mint, or NATIVE_COIN_ID. */
  readonly token: Uint8Array
  /** Units of the token, or base units of coin. */
  readonly amount: bigint
  /** 0 native, 1 EVM, 2 SVM, 3 BVM, 4 TVM. */
  readonly destination: number
  /** Id, address (Tron: 20 bytes) or Bitcoin output script. */
  readonly recipient: Uint8Array
}

/** The machine of a destination number on this chain, or undefined. */
export function destinationOf(ledger: TokenLedger, number: number): Destination | undefined {
  const found = Object.hasOwn(DESTINATIONS, number) ? DESTINATIONS[number] : undefined
  return found !== undefined && ledger.services.chain.machines.includes(found.machine)
    ? found
    : undefined
}

/**
 * Moves units or coin of `from`, who has been authenticated. Coin must be whole units of the destination's machine: nothing
 * is rounded. Returns the fault, and has then changed nothing.
 */
export function crossVmTransfer(
  ledger: TokenLedger,
  from: Uint8Array,
  { token, amount, destination, recipient }: CrossVmTransfer,
): TokenFault | undefined {
  const place = destinationOf(ledger, destination)
  const isAddress =
    place?.length === undefined
      ? recipient.length > 0 && recipient.length <= RECIPIENT_MAX
      : recipient.length === place.length
  if (place === undefined || !isAddress) return 'UnknownDestination'
  if (equalBytes(token, NATIVE_COIN_ID))
    return moveCoin(ledger, from, place.unit, amount, destination, recipient)
  const mint = ledger.mint(token)
  if (mint === undefined) return 'MintMissing'
  if (amount > MAX_U64) return 'AmountOutOfRange'
  const { journal, crypto } = ledger
  const to =
    destination === NATIVE_DESTINATION
      ? recipient
      : resolveAddress(journal, crypto, destination, recipient)
  return transfer(ledger, mint, from, to, amount)
}

function moveCoin(
  ledger: TokenLedger,
  from: Uint8Array,
  unit: bigint,
  amount: bigint,
  destination: number,
  recipient: Uint8Array,
): TokenFault | undefined {
  const { journal, crypto } = ledger
  const source = journal.account(from)
  if (amount % unit !== 0n) return 'AmountNotWhole'
  if ((source.flags & ACCOUNT_LOCKED) !== 0) return 'SourceLocked'
  if (source.balance < amount) return 'InsufficientCoin'
  const target =
    destination === NATIVE_DESTINATION
      ? journal.account(redirected(journal, recipient))
      : accountAt(journal, crypto, destination, recipient)
  journal.debit(source, amount)
  journal.credit(target, amount)
  return
}
