/** Prices of native operations in shared gas, as sums of what they do. Parts are priced as the EVM prices the like. */
import { DERIVED_NAMESPACES } from '../../identity/derive.ts'
import type { PolicyChange } from '../../identity/policy.ts'
import type { Restoration } from '../../identity/restore.ts'
import { ZK_PROOF_GAS } from '../../identity/zk-authority.ts'
import type { CoreNativePayload } from './payload.ts'
import type { ProofChange } from './proof-payload.ts'
import type { SessionChange } from './session-payload.ts'

const PART = {
  /** Envelope signature, nonce, fee and two accounts: what a plain Ethereum transfer costs. */
  base: 21_000n,
  /** One more signature (ECRECOVER). */
  proof: 3_000n,
  /** A value where there was none, with its first access (SSTORE from zero, cold). */
  newValue: 22_100n,
  /** A changed value, with its first access (SSTORE from non-zero, cold). */
  changedValue: 5_000n,
  /** Coin moved between two accounts (CALL with value), with a cold account. */
  movedCoin: 11_600n,
  /** A sub-record moved: two changed values. */
  movedRecord: 10_000n,
} as const

const namespaces = BigInt(DERIVED_NAMESPACES.length)
// A further key makes the keys record longer, as a new value would.
const keyChange = PART.proof + PART.changedValue + PART.newValue
const link = namespaces * (PART.newValue + PART.movedCoin + PART.movedRecord)

/** Price of each operation; {@link nativeGas} adds what depends on the payload. */
export const NATIVE_GAS = {
  transfer: PART.base,
  create: PART.base + PART.proof + PART.newValue + link,
  link: PART.base + link,
  setKey: PART.base + keyChange,
  addKey: PART.base + keyChange,
  removeKey: PART.base + PART.changedValue,
  rotateKeys: PART.base + keyChange,
  // Two aliases, the redirect, the keys record, coin, two records; and what a linked legacy account still forwards.
  bindAddress:
    PART.base +
    PART.proof +
    3n * PART.newValue +
    PART.changedValue +
    PART.movedCoin +
    2n * PART.movedRecord +
    namespaces * (PART.changedValue + PART.movedRecord),
  revokeAddress: PART.base + PART.changedValue,
  session: PART.base + PART.changedValue,
  proof: PART.base + PART.changedValue,
  policy: PART.base + PART.changedValue,
} as const

/** A token balance or two changed, of which one may be new: as much as an ERC-20 transfer's storage. */
const moved = PART.base + PART.changedValue + PART.newValue

/**
 * Price of each token operation. `createToken` pays for its cells (mint, metadata, creator, balance, two reverse maps) and
 * two contract records with storage ids; `breaker` is added to what counts outflow where the mint has one.
 */
export const TOKEN_GAS = {
  createToken: PART.base + 10n * PART.newValue + 2n * PART.movedCoin,
  mintTo: moved + PART.changedValue,
  burn: moved,
  transfer: moved,
  approve: PART.base + PART.newValue,
  increaseAllowance: PART.base + PART.newValue,
  decreaseAllowance: PART.base + PART.changedValue,
  transferFrom: moved + PART.changedValue,
  freeze: PART.base + PART.newValue,
  thaw: PART.base + PART.changedValue,
  setMintAuthority: PART.base + PART.changedValue,
  setFreezeAuthority: PART.base + PART.changedValue,
  setBreakerAuthority: PART.base + PART.changedValue,
  setMetadata: PART.base + PART.newValue,
  // Up to 25 look-ups at half a changed value each, a new balance, and the sources.
  absorb: PART.base + PART.newValue + 25n * PART.changedValue,
  crossVmTransfer: moved,
  setBreaker: PART.base + PART.newValue + PART.changedValue,
  removeBreaker: PART.base + PART.changedValue,
  review: PART.base + 2n * PART.changedValue,
  authoriseBridge: PART.base + PART.newValue,
  bridgeMint: moved + PART.changedValue,
  bridgeBurn: moved,
  breaker: 2n * PART.newValue + PART.changedValue,
} as const

/** Each byte of a key over 64: what deployed code costs (Yellow Paper, appendix G). Short keys fit the fixed price. */
const LONG_KEY_BYTE_GAS = 200n
const SHORT_KEY_BYTES = 64

function longKeyGas(key: Uint8Array): bigint {
  return key.length <= SHORT_KEY_BYTES
    ? 0n
    : LONG_KEY_BYTE_GAS * BigInt(key.length - SHORT_KEY_BYTES)
}

/** Sessions: a cell of some eight words, and one more for each mint; closing frees it. */
function sessionGas(change: SessionChange): bigint {
  if (change.kind === 'close') return NATIVE_GAS.session
  return NATIVE_GAS.session + PART.newValue * (8n + BigInt(change.terms.tokens.length))
}

/** Bytes of a Tron signature; no wallet brings more than one in fewer. */
const WALLET_SIGNATURE_BYTES = 65

/** A Tron permission has up to five signatures; the fixed price has one. */
function walletProofGas(proof: Uint8Array): bigint {
  return PART.proof * BigInt(Math.max(0, Math.ceil(proof.length / WALLET_SIGNATURE_BYTES) - 1))
}

/** A Tron permission has up to five signatures. */
function consentGas({ consents }: Restoration): bigint {
  return 5n * PART.proof * BigInt(consents.length)
}

function policyGas(change: PolicyChange): bigint {
  if (change.kind !== 'replace' && change.kind !== 'restore') return NATIVE_GAS.policy
  let gas = NATIVE_GAS.policy + (change.kind === 'restore' ? consentGas(change) : 0n)
  for (const { key } of change.registrations) gas += PART.proof + PART.newValue + longKeyGas(key)
  return gas
}

function proofGas(change: ProofChange): bigint {
  switch (change.kind) {
    case 'create':
      return NATIVE_GAS.proof + ZK_PROOF_GAS + PART.newValue + link
    case 'register':
      return NATIVE_GAS.proof + ZK_PROOF_GAS + PART.newValue
    case 'restore':
      return NATIVE_GAS.proof + ZK_PROOF_GAS + PART.newValue + consentGas(change)
    case 'forget':
      return NATIVE_GAS.proof
    default:
      return change satisfies never
  }
}

/** Whole price of a payload; it uses neither more nor less. */
export function nativeGas(payload: CoreNativePayload): bigint {
  const base = NATIVE_GAS[payload.operation]
  if ('registration' in payload) return base + longKeyGas(payload.registration.key)
  if (payload.operation === 'bindAddress') return base + walletProofGas(payload.proof)
  if (payload.operation === 'session') return sessionGas(payload.change)
  if (payload.operation === 'proof') return proofGas(payload.change)
  return payload.operation === 'policy' ? policyGas(payload.change) : base
}
