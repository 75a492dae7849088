/** Verification flags: Bitcoin Core's bits (script/interpreter.h). A flag may only shrink what is accepted. */

export const SCRIPT_FLAGS = {
  /** BIP16: evaluate P2SH redeem scripts. */
  P2SH: 1 << 0,
  /** Signatures and keys of a checked signature are strictly encoded, hash types defined. */
  STRICTENC: 1 << 1,
  /** BIP66: strict DER. */
  DERSIG: 1 << 2,
  /** BIP146: s at most half the order. */
  LOW_S: 1 << 3,
  /** BIP147: the extra element of CHECKMULTISIG is empty. */
  NULLDUMMY: 1 << 4,
  /** BIP62: scriptSig only pushes. */
  SIGPUSHONLY: 1 << 5,
  /** BIP62: shortest pushes and numbers. */
  MINIMALDATA: 1 << 6,
  DISCOURAGE_UPGRADABLE_NOPS: 1 << 7,
  /** BIP62: exactly one element left. Wants P2SH and WITNESS. */
  CLEANSTACK: 1 << 8,
  /** BIP65. */
  CHECKLOCKTIMEVERIFY: 1 << 9,
  /** BIP112. */
  CHECKSEQUENCEVERIFY: 1 << 10,
  /** BIP141. */
  WITNESS: 1 << 11,
  DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM: 1 << 12,
  /** Segwit v0: the argument of IF and NOTIF is empty or 01. */
  MINIMALIF: 1 << 13,
  /** BIP146: a failed signature is empty. */
  NULLFAIL: 1 << 14,
  /** Segwit v0: compressed keys only. */
  WITNESS_PUBKEYTYPE: 1 << 15,
  /** Legacy: CODESEPARATOR and signatures inside the script code fail. */
  CONST_SCRIPTCODE: 1 << 16,
  /** BIP341, BIP342. */
  TAPROOT: 1 << 17,
  DISCOURAGE_UPGRADABLE_TAPROOT_VERSION: 1 << 18,
  DISCOURAGE_OP_SUCCESS: 1 << 19,
  DISCOURAGE_UPGRADABLE_PUBKEYTYPE: 1 << 20,
} as const

/** Name of a flag. */
export type ScriptFlag = keyof typeof SCRIPT_FLAGS

/** The bits of named flags. */
export function scriptFlags(...names: readonly ScriptFlag[]): number {
  let bits = 0
  for (const name of names) bits |= SCRIPT_FLAGS[name]
  return bits
}

/** Every rule of Bitcoin's consensus today. */
export const CONSENSUS_FLAGS = scriptFlags(
  'P2SH',
  'DERSIG',
  'NULLDUMMY',
  'CHECKLOCKTIMEVERIFY',
  'CHECKSEQUENCEVERIFY',
  'WITNESS',
  'TAPROOT',
)

/** Consensus and what Core's relay policy asks besides (`STANDARD_SCRIPT_VERIFY_FLAGS`). */
export const STANDARD_FLAGS =
  CONSENSUS_FLAGS |
  scriptFlags(
    'STRICTENC',
    'LOW_S',
    'MINIMALDATA',
    'DISCOURAGE_UPGRADABLE_NOPS',
    'CLEANSTACK',
    'DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM',
    'MINIMALIF',
    'NULLFAIL',
    'WITNESS_PUBKEYTYPE',
    'CONST_SCRIPTCODE',
    'DISCOURAGE_UPGRADABLE_TAPROOT_VERSION',
    'DISCOURAGE_OP_SUCCESS',
    'DISCOURAGE_UPGRADABLE_PUBKEYTYPE',
  )
