/**
 * Sysvars: what the host gives a transaction, as bincode bytes of their accounts (sheet section 8), and the typed
 * views that builtins read. The syscalls use the C layout of the same fields.
 */

/** Bytes of a sysvar's account data, by name; absent means the sysvar does not exist on this chain. */
export interface SysvarBytes {
  readonly clock: Uint8Array
  readonly epochSchedule: Uint8Array
  readonly rent: Uint8Array
  readonly lastRestartSlot?: Uint8Array | undefined
  readonly epochRewards?: Uint8Array | undefined
  readonly slotHashes?: Uint8Array | undefined
  readonly stakeHistory?: Uint8Array | undefined
  readonly recentBlockhashes?: Uint8Array | undefined
}

export interface Clock {
  readonly slot: bigint
  /** Unix seconds, signed. */
  readonly epochStartTimestamp: bigint
  readonly epoch: bigint
  readonly leaderScheduleEpoch: bigint
  /** Unix seconds, signed. */
  readonly unixTimestamp: bigint
}

export interface Rent {
  readonly lamportsPerByte: bigint
  /** Multiplies the minimum; 1.0 on every chain since SIMD-0194. */
  readonly exemptionThreshold: number
  readonly burnPercent: number
}

/** Bytes that every account pays for besides its data. */
const ACCOUNT_OVERHEAD = 128n

/** Lamports an account of that size needs to live. */
export function rentMinimum(rent: Rent, dataLength: number): bigint {
  const base = (ACCOUNT_OVERHEAD + BigInt(dataLength)) * rent.lamportsPerByte
  if (rent.exemptionThreshold === 1) return base
  if (rent.exemptionThreshold === 2) return base * 2n
  return BigInt(Math.trunc(Number(base) * rent.exemptionThreshold))
}

/** 40 bytes little endian. */
export function encodeClock(clock: Clock): Uint8Array {
  const out = new Uint8Array(40)
  const view = new DataView(out.buffer)
  view.setBigUint64(0, clock.slot, true)
  view.setBigInt64(8, clock.epochStartTimestamp, true)
  view.setBigUint64(16, clock.epoch, true)
  view.setBigUint64(24, clock.leaderScheduleEpoch, true)
  view.setBigInt64(32, clock.unixTimestamp, true)
  return out
}

/** 17 bytes: u64, f64, u8. */
export function encodeRent(rent: Rent): Uint8Array {
  const out = new Uint8Array(17)
  const view = new DataView(out.buffer)
  view.setBigUint64(0, rent.lamportsPerByte, true)
  view.setFloat64(8, rent.exemptionThreshold, true)
  out[16] = rent.burnPercent
  return out
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

export function decodeClock(bytes: Uint8Array): Clock {
  const view = viewOf(bytes)
  return {
    slot: view.getBigUint64(0, true),
    epochStartTimestamp: view.getBigInt64(8, true),
    epoch: view.getBigUint64(16, true),
    leaderScheduleEpoch: view.getBigUint64(24, true),
    unixTimestamp: view.getBigInt64(32, true),
  }
}

export function decodeRent(bytes: Uint8Array): Rent {
  const view = viewOf(bytes)
  return {
    lamportsPerByte: view.getBigUint64(0, true),
    exemptionThreshold: view.getFloat64(8, true),
    burnPercent: bytes[16]!,
  }
}

/** Bytes and decoded views of one block; share it between its transactions. */
export class Sysvars {
  readonly bytes: SysvarBytes
  readonly clock: Clock
  readonly rent: Rent

  constructor(bytes: SysvarBytes) {
    this.bytes = bytes
    this.clock = decodeClock(bytes.clock)
    this.rent = decodeRent(bytes.rent)
  }
}
