/**
 * Chain parameters of the Bitcoin machine, as a table: what a chain may set differently from Bitcoin, and the defaults.
 * They are part of the chain configuration, committed in the state.
 */
import { NVmError } from '../../errors.ts'
import type { ChainConfig } from '../../state/chain-config.ts'
import { machineParameters } from '../../state/chain-config.ts'

/** Name of the machine in configuration and receipts. */
export const BVM = 'bvm'
/** First part of the keys of all cells of this machine. */
export const BVM_CELLS = 3

/** Base units of a satoshi. */
export const SATOSHI = 10_000_000_000n

interface Parameter {
  readonly initial: bigint
  readonly max: bigint
}

const MAX_I64 = (1n << 63n) - 1n
const FLAG = 1n

/** Names, defaults and bounds. docs/bvm.md says what each is for. */
const PARAMETERS = {
  /** MAX_MONEY in satoshi. The default is what Bitcoin's signed 64-bit amounts can hold. */
  maxMoney: { initial: MAX_I64, max: MAX_I64 },
  /** 1: only transactions that Bitcoin Core would relay by default. */
  standard: { initial: 0n, max: FLAG },
  /** 1: genesis outputs may name their own outpoints, e.g. those of another chain (S9). */
  foreignOutpoints: { initial: 0n, max: FLAG },
  /** Weight units of one transaction (BIP 141). */
  transactionWeight: { initial: 4_000_000n, max: 4_000_000n },
  /** Signature operation cost of one transaction (BIP 141). */
  transactionSigops: { initial: 80_000n, max: 80_000n },
  /** Weight units a unit of signature operation cost is charged for at least: Bitcoin's block has 50 of them for each. */
  weightPerSigop: { initial: 50n, max: 1_000n },
  /** Bytes that signature hashes of one transaction may hash (the motive of BIP 143). */
  hashedBytes: { initial: 20_000_000n, max: 1_000_000_000n },
  /** Satoshi per 1,000 virtual bytes that a raw transaction must offer, beside the block's base fee. */
  minFeeRate: { initial: 0n, max: 1_000_000_000_000n },
  /** Human-readable part of segwit addresses, as ASCII bytes of a big-endian number. Default "nvm". For display only. */
  addressHrp: { initial: 0x6e766dn, max: (1n << 256n) - 1n },
  /** Version byte of P2PKH addresses, which then begin with N. For display only. */
  keyHashVersion: { initial: 53n, max: 255n },
  /** Version byte of P2SH addresses, which then begin with S. For display only. */
  scriptHashVersion: { initial: 63n, max: 255n },
} as const satisfies Record<string, Parameter>

export type BvmParameterName = keyof typeof PARAMETERS
/** Values in force on a chain. */
export type BvmParameters = Readonly<Record<BvmParameterName, bigint>>

const NAMES = Object.keys(PARAMETERS) as BvmParameterName[]

/** Parameters of a chain, defaults filled in. Throws InvalidChainConfig for an unknown name or a value out of bounds. */
export function bvmParameters(chain: ChainConfig): BvmParameters {
  const given = machineParameters(chain, BVM)
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(PARAMETERS, name)) {
      throw new NVmError(
        'InvalidChainConfig',
        `parameters of ${BVM} expected among ${NAMES.join(', ')}, got "${name}"`,
        { name },
      )
    }
  }
  const values = {} as Record<BvmParameterName, bigint>
  for (const name of NAMES) {
    const { initial, max } = PARAMETERS[name]
    const value = given[name] ?? initial
    if (value > max) {
      throw new NVmError(
        'InvalidChainConfig',
        `parameter ${name} of ${BVM} expected at most ${max}, got ${value}`,
        { name, value },
      )
    }
    values[name] = value
  }
  return values
}
