/** Random spends, judged here and by a peer. A difference must be one of the peer's known defects, by name. */
import type { Peer } from '../../bench/support/bitcoin-peers.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import {
  nextOpcode,
  SCRIPT_FLAGS,
  type ScriptFlag,
  SighashCache,
  verifyInput,
} from '../../src/vms/bvm/script/index.ts'
import { isOpSuccess } from '../../src/vms/bvm/script/opcodes.ts'
import { fillFlags } from '../vectors/bitcoin/cases.ts'
import { Dice, makeClassicCase, makeTaprootCase, type SpendCase } from './script-cases.ts'

/** One verification by both. */
export interface Judged extends SpendCase {
  readonly flags: number
  readonly ours: string
  readonly theirs: string
}

/** A defect of a peer, or a name it gives a failure: why a difference is not ours. */
export interface KnownDefect {
  readonly name: string
  readonly explains: (judged: Judged) => boolean
}

export interface Tally {
  cases: number
  accepted: number
  readonly kinds: Map<string, number>
  readonly verdicts: Map<string, number>
  readonly explained: Map<string, number>
}

export const newTally = (): Tally => ({
  cases: 0,
  accepted: 0,
  kinds: new Map(),
  verdicts: new Map(),
  explained: new Map(),
})

const NAMES = Object.keys(SCRIPT_FLAGS) as ScriptFlag[]
export const namesOf = (flags: number): ScriptFlag[] =>
  NAMES.filter((name) => (flags & SCRIPT_FLAGS[name]) !== 0)

function someOpcode(script: Uint8Array, test: (opcode: number) => boolean): boolean {
  for (let at = 0; at >= 0 && at < script.length; at = nextOpcode(script, at)) {
    if (test(script[at]!)) return true
  }
  return false
}

/** Whether the script pushes a key in hybrid form. */
function hasHybridKey(script: Uint8Array): boolean {
  for (let at = 0; at >= 0 && at < script.length; ) {
    const next = nextOpcode(script, at)
    if (next === at + 66 && (script[at + 1] === 6 || script[at + 1] === 7)) return true
    at = next
  }
  return false
}

const isOk = (verdict: string) => verdict === 'OK'

/** Whether an opcode for which `test` holds is in a script of the spend. */
function runsOpcode(judged: Judged, test: (opcode: number) => boolean): boolean {
  const { script, prevouts, index, tx } = judged
  const scripts = [script, prevouts[index]!.script, tx.inputs[index]!.scriptSig]
  return scripts.some((it) => someOpcode(it, test))
}

const LOCKS_ARE_NOPS: KnownDefect = {
  name: 'lock time opcodes whose flag is off are discouraged NOPs (Core until 0.18)',
  explains: (judged) =>
    judged.theirs === 'DISCOURAGE_UPGRADABLE_NOPS' &&
    runsOpcode(judged, (opcode) => {
      const { CHECKLOCKTIMEVERIFY, CHECKSEQUENCEVERIFY } = SCRIPT_FLAGS
      if (opcode === 0xb1) return (judged.flags & CHECKLOCKTIMEVERIFY) === 0
      return opcode === 0xb2 && (judged.flags & CHECKSEQUENCEVERIFY) === 0
    }),
}

/** Whether a key or a half of a signature of the spend begins with a zero byte. */
function hasZeroHead({ script, prevouts, index, tx }: Judged): boolean {
  if (prevouts[index]!.script[2] === 0) return true
  for (let at = 0; at >= 0 && at < script.length; at = nextOpcode(script, at)) {
    if (script[at] === 32 && script[at + 1] === 0) return true
  }
  const { witness } = tx.inputs[index]!
  return witness.some(
    (item) =>
      (item.length >= 64 && (item[0] === 0 || item[32] === 0)) ||
      // The internal key in a control block.
      (item.length >= 33 && item[1] === 0),
  )
}

/** Whether the script ends inside a push. */
function isTruncated(script: Uint8Array): boolean {
  let at = 0
  while (at >= 0 && at < script.length) at = nextOpcode(script, at)
  return at < 0
}

/** bcoin 1.0.2, of 2018, with its JavaScript backend. */
export const BCOIN_DEFECTS: readonly KnownDefect[] = [
  {
    name: 'a hybrid key is rewritten in place, and later signatures sign another script',
    explains: ({ ours, theirs, script }) =>
      hasHybridKey(script) &&
      !isOk(theirs) &&
      (!isOk(ours) || ['NULLFAIL', 'EVAL_FALSE', 'CHECKMULTISIGVERIFY'].includes(theirs)),
  },
  {
    name: 'a tail that does not parse is left out of what is signed',
    explains: ({ ours, theirs, script }) => !isOk(ours) && !isOk(theirs) && isTruncated(script),
  },
  LOCKS_ARE_NOPS,
]

/** A failure by another name: `theirs` for `ours`. Both refuse. */
interface OtherName {
  readonly ours: RegExp
  readonly theirs: RegExp
  readonly why: string
}

const SIGNATURE_FAULTS =
  /^(SIG_HASHTYPE|SIG_DER|SIG_HIGH_S|SIG_NULLDUMMY|NULLFAIL|PUBKEYTYPE|WITNESS_PUBKEYTYPE)$/

const BCOIN_NAMES: readonly OtherName[] = [
  { ours: /^SCRIPTNUM$/, theirs: /^UNKNOWN_ERROR$/, why: 'numbers had no name of their own' },
  { ours: /^CLEANSTACK$/, theirs: /^EVAL_FALSE$/, why: 'clean stack of a witness' },
  {
    ours: SIGNATURE_FAULTS,
    theirs: /^INVALID_STACK_OPERATION$/,
    why: 'CHECKMULTISIG asks for its extra element first',
  },
  { ours: /./, theirs: /^SIG_HIGH_S$/, why: 'an s past the order counts as high' },
  {
    ours: /^INVALID_STACK_OPERATION$/,
    theirs: /^UNBALANCED_CONDITIONAL$/,
    why: 'IF without an element (Core until 27)',
  },
]

const BITCORE_NAMES: readonly OtherName[] = [
  {
    ours: /^SCHNORR_/,
    theirs: /^(SCHNORR_|FALSE$|UNKNOWN_ERROR|WITNESS_PROGRAM_MISMATCH$)/,
    why: 'one name for every fault of a Schnorr signature',
  },
  { ours: /^SCRIPTNUM$/, theirs: /^UNKNOWN_ERROR/, why: 'numbers had no name of their own' },
  { ours: /^CLEANSTACK$/, theirs: /^EVAL_FALSE/, why: 'clean stack of a witness' },
  { ours: /^EVAL_FALSE$/, theirs: /^EVAL_FALSE_IN_STACK$/, why: 'two names for a false result' },
  { ours: /^BAD_OPCODE$/, theirs: /./, why: 'the end of a script is parsed when it is reached' },
  { ours: /^TAPSCRIPT_EMPTY_PUBKEY$/, theirs: /^PUBKEYTYPE$/, why: 'empty keys (Core until 28)' },
]

/** bitcore-lib 11.5.1 on taproot outputs. */
export const BITCORE_DEFECTS: readonly KnownDefect[] = [
  {
    name: 'an OP_SUCCESS number swallows the rest of the script as data',
    explains: ({ script }) => someOpcode(script, isOpSuccess),
  },
  {
    name: 'signatures for an output whose script ends inside a push break off with a TypeError',
    explains: ({ theirs, tx, prevouts }) =>
      theirs.includes('TypeError') &&
      [...tx.outputs, ...prevouts].some(({ script }) => isTruncated(script)),
  },
  LOCKS_ARE_NOPS,
  {
    name: 'keys and signatures that begin with a zero byte are cut short',
    explains: (judged) =>
      /^(SCHNORR_SIG|WITNESS_PROGRAM_MISMATCH|FALSE)$/.test(judged.theirs) && hasZeroHead(judged),
  },
]

export type Suite = 'classic' | 'taproot'

/** Sets of flags that the peer knows; presets as often as random ones. */
function anyFlags(dice: Dice, suite: Suite, peer: Peer): number {
  let known = 0
  for (const name of NAMES) if (peer.flags.has(name)) known |= SCRIPT_FLAGS[name]
  const { TAPROOT, WITNESS, P2SH, CLEANSTACK, CONST_SCRIPTCODE } = SCRIPT_FLAGS
  const random = dice.chance(40) ? dice.next() : dice.next() | dice.next()
  if (suite === 'classic') {
    const always = dice.chance(85) ? P2SH | WITNESS : 0
    return fillFlags((random | always) & known & ~(TAPROOT | CONST_SCRIPTCODE))
  }
  // bitcore-lib checks CLEANSTACK on the wrong stack in every case.
  return fillFlags(((random & known) | TAPROOT) & ~CLEANSTACK)
}

/** The case of `seed`, judged by both. */
export function judge(seed: number, suite: Suite, peer: Peer, crypto: Crypto): Judged {
  const made = suite === 'classic' ? makeClassicCase(seed, crypto) : makeTaprootCase(seed, crypto)
  const flags = anyFlags(new Dice(seed ^ 0x5eed), suite, peer)
  const { tx, index, prevouts } = made
  const sighash = new SighashCache(tx, prevouts, crypto)
  const ours = verifyInput(tx, index, prevouts, flags, { crypto, sighash }) ?? 'OK'
  const theirs = peer.verdict({ bytes: tx.bytes, index, prevouts }, namesOf(flags))
  return { ...made, flags, ours, theirs }
}

const count = (map: Map<string, number>, name: string) => map.set(name, (map.get(name) ?? 0) + 1)

/** Undefined if both agree or a known defect says why not, else what differs. */
export function judgeSeed(
  seed: number,
  suite: Suite,
  peer: Peer,
  crypto: Crypto,
  tally: Tally,
): string | undefined {
  const judged = judge(seed, suite, peer, crypto)
  const { kind, ours, theirs, flags, tx, index, prevouts } = judged
  tally.cases++
  if (isOk(ours)) tally.accepted++
  count(tally.kinds, kind)
  count(tally.verdicts, ours)
  if (ours === theirs) return undefined
  const defects = suite === 'classic' ? BCOIN_DEFECTS : BITCORE_DEFECTS
  const defect = defects.find(({ explains }) => explains(judged))
  if (defect !== undefined) {
    count(tally.explained, defect.name)
    return undefined
  }
  const names = suite === 'classic' ? BCOIN_NAMES : BITCORE_NAMES
  const other = names.find((it) => it.ours.test(ours) && it.theirs.test(theirs))
  if (other !== undefined && !isOk(ours) && !isOk(theirs)) {
    count(tally.explained, `another name: ${other.why}`)
    return undefined
  }
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  return [
    `seed ${seed} ${kind}: ours ${ours}, ${peer.name} ${theirs}`,
    `flags ${namesOf(flags).join()}`,
    `input ${index} of ${hex(tx.bytes)}`,
    ...prevouts.map(({ value, script }) => `spends ${value} ${hex(script)}`),
    `script ${hex(judged.script)}`,
  ].join('\n  ')
}
