/**
 * Signature operation cost (BIP 141): how many signatures scripts might check, counted without running them. Legacy and
 * P2SH operations cost four, those of witness programs one; a chain charges for them and bounds them.
 */

import { witnessProgramOf } from './locks.ts'
import { isPayToScriptHash, isPushOnly, nextOpcode, Opcode } from './script/index.ts'
import type { BitcoinInput, BitcoinTransaction, Prevout } from './transaction/types.ts'

/** Operations of a CHECKMULTISIG whose number of keys is not said: the most keys it can have. */
const MULTISIG_MOST = 20
/** Cost of an operation that is hashed with the whole transaction (BIP 141). */
const LEGACY_COST = 4

/** Operations of one script; `isAccurate` takes the number of keys from the push before a CHECKMULTISIG. */
export function scriptSigops(script: Uint8Array, isAccurate: boolean): number {
  let count = 0
  let last = 0xff
  for (let at = 0; at < script.length; ) {
    const opcode = script[at]!
    const next = nextOpcode(script, at)
    if (next < 0) break
    if (opcode === Opcode.CHECKSIG || opcode === Opcode.CHECKSIGVERIFY) count++
    else if (opcode === Opcode.CHECKMULTISIG || opcode === Opcode.CHECKMULTISIGVERIFY) {
      const isSaid = isAccurate && last >= Opcode.OP_1 && last <= Opcode.OP_16
      count += isSaid ? last - Opcode.OP_1 + 1 : MULTISIG_MOST
    }
    last = opcode
    at = next
  }
  return count
}

/** What the last push of a push-only script pushes; empty if there is none. */
function lastPush(script: Uint8Array): Uint8Array {
  let data = script.subarray(0, 0)
  for (let at = 0; at < script.length; ) {
    const opcode = script[at]!
    const next = nextOpcode(script, at)
    if (next < 0) return script.subarray(0, 0)
    const header =
      opcode < Opcode.PUSHDATA1
        ? 0
        : opcode > Opcode.PUSHDATA4
          ? 0
          : 1 << (opcode - Opcode.PUSHDATA1)
    data =
      opcode > Opcode.PUSHDATA4 ? script.subarray(0, 0) : script.subarray(at + 1 + header, next)
    at = next
  }
  return data
}

function witnessSigops(script: Uint8Array, witness: readonly Uint8Array[]): number {
  const found = witnessProgramOf(script)
  if (found?.version !== 0) return 0
  if (found.program.length === 20) return 1
  const code = witness.at(-1)
  return found.program.length === 32 && code !== undefined ? scriptSigops(code, true) : 0
}

function inputCost({ scriptSig, witness }: BitcoinInput, script: Uint8Array): number {
  const cost = LEGACY_COST * scriptSigops(scriptSig, false)
  if (!isPayToScriptHash(script)) return cost + witnessSigops(script, witness)
  if (!isPushOnly(scriptSig)) return cost
  const redeem = lastPush(scriptSig)
  return cost + LEGACY_COST * scriptSigops(redeem, true) + witnessSigops(redeem, witness)
}

/** Cost of a whole transaction (Core's GetTransactionSigOpCost with P2SH and witness on). Linear in its bytes. */
export function countSigops(tx: BitcoinTransaction, prevouts: readonly Prevout[]): number {
  let cost = 0
  for (const { script } of tx.outputs) cost += LEGACY_COST * scriptSigops(script, false)
  for (let i = 0; i < tx.inputs.length; i++) cost += inputCost(tx.inputs[i]!, prevouts[i]!.script)
  return cost
}

/** Operations of the redeem script of an input that spends P2SH; 0 for any other. */
export function redeemSigops({ scriptSig }: BitcoinInput, script: Uint8Array): number {
  if (!isPayToScriptHash(script) || !isPushOnly(scriptSig)) return 0
  return scriptSigops(lastPush(scriptSig), true)
}
