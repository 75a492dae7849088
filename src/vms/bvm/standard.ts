/**
 * What Bitcoin Core relays by default, beside the script flags: a policy, not consensus, that a chain may turn on
 * (parameter `standard`). Numbers are those of Core 29's policy.h; the unit of amounts is satoshi.
 */
import { InvalidTransactionError } from '../../errors.ts'
import { depositTarget, fateOf, lockedAddress, templateOf, witnessProgramOf } from './locks.ts'
import { isPushOnly } from './script/index.ts'
import { redeemSigops } from './sigops.ts'
import type { BitcoinInput, BitcoinOutput, BitcoinTransaction } from './transaction/types.ts'
import type { Utxo } from './utxo.ts'

const LIMIT = {
  version: 3,
  weight: 400_000,
  strippedSizeLeast: 65,
  sigopCost: 16_000,
  redeemSigops: 15,
  scriptSig: 1_650,
  dataBytes: 83,
  witnessScript: 3_600,
  witnessItems: 100,
  witnessItem: 80,
} as const
/** Satoshi a virtual byte at which an output that costs more to spend than it holds is dust. */
const DUST_RATE = 3n
const ANNEX = 0x50

function refuse(reason: string): never {
  throw new InvalidTransactionError(
    'NonStandardTransaction',
    `transaction expected to be standard, refused for ${reason}`,
    { reason },
  )
}

/** Satoshi below which an output is dust (Core's GetDustThreshold at 3,000 satoshi per 1,000 virtual bytes). */
export function dustThreshold(script: Uint8Array): bigint {
  if (fateOf(script, 1n) !== 'unspent') return 0n
  const size = 8 + (script.length < 0xfd ? 1 : 3) + script.length
  const spending = witnessProgramOf(script) === undefined ? 148 : 67
  return BigInt(size + spending) * DUST_RATE
}

function checkOutputs(outputs: readonly BitcoinOutput[]): void {
  let data = 0
  for (const { script, value } of outputs) {
    const template = templateOf(script)
    if (template === 'other') refuse('scriptpubkey')
    if (template === 'op-return') {
      data++
      if (script.length > LIMIT.dataBytes && depositTarget(script) === undefined)
        refuse('scriptpubkey')
    }
    if (value < dustThreshold(script) && template !== 'anchor') refuse('dust')
  }
  if (data > 1) refuse('multi-op-return')
}

function checkWitness(input: BitcoinInput, script: Uint8Array): void {
  const { witness, scriptSig } = input
  if (witness.length === 0) return
  if (templateOf(script) === 'anchor') refuse('bad-witness-nonstandard')
  // A nested program is the one push of the scriptSig.
  const program = witnessProgramOf(script) ?? witnessProgramOf(scriptSig.subarray(1))
  if (program === undefined) refuse('bad-witness-nonstandard')
  if (program.version === 0 && program.program.length === 32) {
    if (witness.at(-1)!.length > LIMIT.witnessScript) refuse('bad-witness-nonstandard')
    if (witness.length - 1 > LIMIT.witnessItems) refuse('bad-witness-nonstandard')
    for (const item of witness.slice(0, -1))
      if (item.length > LIMIT.witnessItem) refuse('bad-witness-nonstandard')
  }
  if (program.version !== 1 || program.program.length !== 32) return
  if (witnessProgramOf(script) === undefined) return
  if (witness.length >= 2 && witness.at(-1)![0] === ANNEX) refuse('bad-witness-nonstandard')
  if (witness.length < 2) return
  const isTapscript = ((witness.at(-1)![0] ?? 0) & 0xfe) === 0xc0
  for (const item of witness.slice(0, -2))
    if (isTapscript && item.length > LIMIT.witnessItem) refuse('bad-witness-nonstandard')
}

/** Throws NonStandardTransaction with Core's reason. `sigopCost` is the whole transaction's. */
export function checkStandard(
  tx: BitcoinTransaction,
  spent: readonly Utxo[],
  sigopCost: number,
): void {
  if (tx.version < 1 || tx.version > LIMIT.version) refuse('version')
  if (tx.weight > LIMIT.weight) refuse('tx-size')
  if (tx.strippedSize < LIMIT.strippedSizeLeast) refuse('tx-size-small')
  if (sigopCost > LIMIT.sigopCost) refuse('bad-txns-too-many-sigops')
  tx.inputs.forEach((input, i) => {
    const { script } = spent[i]!
    if (input.scriptSig.length > LIMIT.scriptSig) refuse('scriptsig-size')
    if (!isPushOnly(input.scriptSig)) refuse('scriptsig-not-pushonly')
    const template = templateOf(script)
    const isKnown = template !== 'other' && template !== 'witness-unknown'
    if (!isKnown && lockedAddress(script) === undefined) refuse('bad-txns-nonstandard-inputs')
    if (redeemSigops(input, script) > LIMIT.redeemSigops) refuse('bad-txns-nonstandard-inputs')
    checkWitness(input, script)
  })
  checkOutputs(tx.outputs)
}
