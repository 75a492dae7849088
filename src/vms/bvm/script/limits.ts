/** Consensus bounds of Script (Bitcoin Core, script/script.h). */

/** Bytes of one stack element, legacy and segwit v0 and tapscript alike. */
export const MAX_ELEMENT_SIZE = 520
/** Counted opcodes (above OP_16) of one legacy or segwit v0 script, keys of CHECKMULTISIG included. */
export const MAX_OPS = 201
/** Bytes of one legacy or segwit v0 script. */
export const MAX_SCRIPT_SIZE = 10_000
/** Elements of stack and altstack together. */
export const MAX_STACK_ITEMS = 1000
/** Keys of one CHECKMULTISIG. */
export const MAX_MULTISIG_KEYS = 20
/** BIP342: budget a tapscript signature takes, and what every input has besides its witness's size. */
export const TAPSCRIPT_SIGNATURE_WEIGHT = 50
/** Lock times below are heights, from here on seconds (BIP65). */
export const LOCK_TIME_THRESHOLD = 500_000_000
