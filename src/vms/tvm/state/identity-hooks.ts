/**
 * What identity must know of Tron's records: which hold something their address authored (S12), how they move, and who
 * speaks for a wallet: the keys of its owner permission, by weight, not the key its address is made of (S14).
 *
 * A delegation names an address, so acquired resources stay with the record of that address; TRC-10 balances belong to
 * the account and follow it token by token (assets.ts). Neither makes a record an account's own.
 */
import type { Crypto } from '../../../crypto/types.ts'
import { recordIdOf } from '../../../identity/alias.ts'
import { evmBindingText } from '../../../identity/bind-message.ts'
import type { MachineIdentity, WalletMessage } from '../../../identity/machine.ts'
import { bytesToBigInt, bytesToHex, concatBytes, utf8 } from '../../../primitives/bytes.ts'
import type { Journal } from '../../../state/journal.ts'
import { Namespace, type RecordCodec } from '../../../state/reader.ts'
import type { TronAccount } from './account.ts'
import { isAuthored } from './account.ts'
import { CONTRACT_CODEC } from './contract.ts'
import { ACCOUNT_CODEC } from './record.ts'

const SIGNATURE_BYTES = 65
/** Keys of a permission: java-tron's TOTAL_SIGN_NUM. */
const SIGNATURES_MAX = 5
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/**
 * What a Tron wallet signs to bind itself: the text Ethereum wallets sign, under Tron's prefix (TIP-191, TronWeb's
 * signMessageV2), so that neither stands for the other.
 */
export function tronBindingDigest(crypto: Crypto, message: WalletMessage): Uint8Array {
  const text = utf8(evmBindingText(message))
  return crypto.keccak256(concatBytes(utf8(`\x19TRON Signed Message:\n${text.length}`), text))
}

/** Address of one signature's key, in hex; undefined for a signature that is none. */
function signerOf(crypto: Crypto, digest: Uint8Array, signature: Uint8Array): string | undefined {
  const v = signature[64]
  if (v !== 27 && v !== 28) return undefined
  if (bytesToBigInt(signature.subarray(32, 64)) > HALF_ORDER) return undefined
  const key = crypto.secp256k1Recover(digest, signature.subarray(0, 64), v - 27)
  return key === undefined ? undefined : bytesToHex(crypto.keccak256(key.subarray(1)).subarray(12))
}

/**
 * Whether the signatures in `proof` (1 to 5, each r || s || v, v 27 or 28, low s, by different keys) reach the threshold
 * of the wallet's owner permission as it is now.
 */
export function verifyTronBinding(
  crypto: Crypto,
  message: WalletMessage,
  proof: Uint8Array,
  journal: Journal,
): boolean {
  const count = proof.length / SIGNATURE_BYTES
  if (!Number.isInteger(count) || count < 1 || count > SIGNATURES_MAX) return false
  // A wallet that is bound already has its record with its identity.
  const id = recordIdOf(journal, crypto, Namespace.tvm, message.wallet)
  const owner = journal.record(ACCOUNT_CODEC, id).value?.permissions?.owner
  const threshold = owner?.threshold ?? 1n
  const keys = owner?.keys ?? [{ address: message.wallet, weight: 1n }]
  const weights = new Map(keys.map(({ address, weight }) => [bytesToHex(address), weight]))
  const digest = tronBindingDigest(crypto, message)
  let sum = 0n
  for (let at = 0; at < proof.length; at += SIGNATURE_BYTES) {
    const signer = signerOf(crypto, digest, proof.subarray(at, at + SIGNATURE_BYTES))
    const weight = signer === undefined ? undefined : weights.get(signer)
    if (signer === undefined || weight === undefined) return false
    // A key counts once.
    weights.delete(signer)
    sum += weight
  }
  return sum >= threshold
}

/** One of the two kinds of record goes to another id; what the target had of others is added to it. */
function move<T>(
  journal: Journal,
  codec: RecordCodec<T>,
  ids: { readonly from: Uint8Array; readonly to: Uint8Array },
  merge: (moved: T, present: T) => T,
): void {
  const from = journal.record(codec, ids.from)
  const moved = from.value
  if (moved === undefined) return
  journal.setRecord(from, undefined)
  const to = journal.record(codec, ids.to)
  journal.setRecord(to, to.value === undefined ? moved : merge(moved, to.value))
}

/** The authored one of two records, with what others gave to the other. */
function merged(moved: TronAccount, present: TronAccount): TronAccount {
  const [own, other] = isAuthored(present) ? [present, moved] : [moved, present]
  const { acquired } = own
  return {
    ...own,
    acquired: [acquired[0] + other.acquired[0], acquired[1] + other.acquired[1]],
    freeNetUsed: own.freeNetUsed > other.freeNetUsed ? own.freeNetUsed : other.freeNetUsed,
    freeNetTime: own.freeNetTime > other.freeNetTime ? own.freeNetTime : other.freeNetTime,
  }
}

/** For the native engine's `machines` option. */
export const tronIdentity: MachineIdentity = {
  namespace: Namespace.tvm,
  ownsRecord(journal: Journal, recordId: Uint8Array): boolean {
    if (journal.record(CONTRACT_CODEC, recordId).value !== undefined) return true
    const account = journal.record(ACCOUNT_CODEC, recordId).value
    return account !== undefined && isAuthored(account)
  },
  moveRecord(journal: Journal, fromId: Uint8Array, toId: Uint8Array): void {
    const ids = { from: fromId, to: toId }
    move(journal, ACCOUNT_CODEC, ids, merged)
    move(journal, CONTRACT_CODEC, ids, (moved) => moved)
  },
  hasRule: (journal, recordId) =>
    journal.record(ACCOUNT_CODEC, recordId).value?.permissions !== undefined,
  verifyWallet: verifyTronBinding,
}
