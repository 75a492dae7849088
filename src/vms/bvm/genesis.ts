/**
 * Outputs that a chain begins with. Their coin is issued like that of genesis accounts; there is no other way to make
 * outputs of nothing, later ones come out of balances (0x30, 0x33) or other outputs.
 */
import type { Crypto } from '../../crypto/types.ts'
import { NVmError } from '../../errors.ts'
import { legacyId } from '../../identity/legacy.ts'
import { hexToBytes } from '../../primitives/bytes.ts'
import type { Journal } from '../../state/journal.ts'
import { Namespace } from '../../state/reader.ts'
import { accountScript, addressOf, fateOf } from './locks.ts'
import { genesisTxid, type Outpoint, txidFromHex } from './outpoint.ts'
import { type BvmParameters, bvmParameters, SATOSHI } from './parameters.ts'
import { encodeUtxo, type Utxo, Utxos } from './utxo.ts'

type Bytes = Uint8Array | string

/** An output of a genesis: on a script, or locked to an account. */
export interface BitcoinGenesisOutput {
  /** Output script, bytes or hex. Exactly one of `script` and `account`. */
  readonly script?: Bytes
  /** AccountId, 32 bytes or hex. */
  readonly account?: Bytes
  /** Satoshi. */
  readonly amount: bigint | number
  /**
   * Name it has on another chain, whose signed transactions then mean something here too. Only on a chain whose
   * parameter `foreignOutpoints` is 1 (S9).
   */
  readonly outpoint?: { readonly txid: string; readonly vout: number }
}

/** Unspent outputs that a chain begins with. */
export interface BitcoinGenesis {
  readonly outputs: readonly BitcoinGenesisOutput[]
}

function invalid(message: string): never {
  throw new NVmError('InvalidGenesis', `genesis output ${message}`)
}

function parse(value: Bytes): Uint8Array {
  try {
    return typeof value === 'string' ? hexToBytes(value) : value.slice()
  } catch {
    return invalid('expected hex')
  }
}

function utxoOf(crypto: Crypto, output: BitcoinGenesisOutput, parameters: BvmParameters): Utxo {
  const { script, account } = output
  if ((script === undefined) === (account === undefined))
    invalid('expected exactly one of script and account')
  const id = account === undefined ? undefined : parse(account)
  if (id !== undefined && id.length !== 32) invalid(`account expected 32 bytes, got ${id.length}`)
  const lock = id === undefined ? parse(script!) : accountScript(crypto, id)
  if (fateOf(lock, 1n) !== 'unspent') invalid('script expected one that can be spent')
  const amount = BigInt(output.amount)
  if (amount < 0n || amount > parameters.maxMoney)
    invalid(`amount expected 0..${parameters.maxMoney} satoshi, got ${amount}`)
  return { amount, script: lock, height: 0n, medianTime: 0n, bridged: true }
}

function foreignOutpoint(
  output: BitcoinGenesisOutput,
  parameters: BvmParameters,
): Outpoint | undefined {
  const { outpoint } = output
  if (outpoint === undefined) return undefined
  if (parameters.foreignOutpoints !== 1n)
    invalid("may name its outpoint only on a chain that sets the bvm's parameter foreignOutpoints")
  const { txid, vout } = outpoint
  if (!/^[0-9a-fA-F]{64}$/.test(txid)) invalid('txid expected 64 hex digits')
  if (!Number.isInteger(vout) || vout < 0 || vout > 0xffffffff) invalid('vout expected 0..2^32-1')
  return { txid: txidFromHex(txid), index: vout }
}

/**
 * Issues genesis outputs. `baseRoot` is the root of the same genesis without them. Throws InvalidGenesis or
 * SupplyCapExceeded. Returns their outpoints, in order.
 */
export function applyBitcoinGenesis(
  journal: Journal,
  crypto: Crypto,
  baseRoot: Uint8Array,
  genesis: BitcoinGenesis,
): readonly Outpoint[] {
  const { chain } = journal.base
  const parameters = bvmParameters(chain)
  const outputs = genesis.outputs.map((output) => utxoOf(crypto, output, parameters))
  const binding = { chainId: chain.chainId, genesisRoot: baseRoot }
  const txid = genesisTxid(crypto, binding, outputs.map(encodeUtxo))
  const utxos = new Utxos(journal)
  return outputs.map((utxo, index) => {
    const outpoint = foreignOutpoint(genesis.outputs[index]!, parameters) ?? { txid, index }
    if (utxos.get(outpoint) !== undefined) invalid('expected an outpoint of its own')
    // Supply is issued to accounts: the script's own, for the moment.
    const id = legacyId(crypto, Namespace.bvm, addressOf(utxo.script))
    const account = journal.account(id)
    journal.supply.issue(account, utxo.amount * SATOSHI, 'genesis')
    journal.debit(account, utxo.amount * SATOSHI)
    utxos.add(outpoint, utxo)
    return outpoint
  })
}
