/**
 * Sysvars: what a block tells its programs, as the bytes of the accounts that hold it (bincode, little-endian). They are
 * made from the block and the blockhash queue when first read; nothing of them lies in state.
 */
import { wordToKey } from '../../primitives/bytes.ts'
import { SysvarId } from './ids.ts'
import { LAMPORTS_PER_BYTE } from './rent.ts'
import { type BlockhashQueue, RECENT, RING } from './state/blockhash-queue.ts'

/** Slots of an epoch; the schedule of mainnet, which has no warm-up. */
export const SLOTS_PER_EPOCH = 432_000n

/** 512 entries of 32 bytes behind their number: the account always has this size. */
const STAKE_HISTORY_BYTES = 8 + 512 * 32
const EPOCH_REWARDS_BYTES = 81

/** What the Clock sysvar is made of. */
export interface BlockClock {
  readonly slot: bigint
  /** Timestamp of the epoch's first block. */
  readonly epochStart: bigint
  readonly unixTimestamp: bigint
}

function words(values: readonly bigint[], length = values.length * 8): Uint8Array {
  const out = new Uint8Array(length)
  const view = new DataView(out.buffer)
  for (const [i, value] of values.entries())
    view.setBigUint64(i * 8, BigInt.asUintN(64, value), true)
  return out
}

function makeRent(): Uint8Array {
  const out = words([LAMPORTS_PER_BYTE], 17)
  new DataView(out.buffer).setFloat64(8, 1, true)
  // Share of collected rent that was burnt, in percent; nothing is collected any more.
  out[16] = 50
  return out
}

/** The sysvars of one block, each made once. Fields are named as the runtime reads them. */
export class BlockSysvars {
  readonly clock: Uint8Array
  readonly rent: Uint8Array = makeRent()
  /** slots_per_epoch, leader_schedule_slot_offset, warmup (u8), first_normal_epoch, first_normal_slot. */
  readonly epochSchedule: Uint8Array = words([SLOTS_PER_EPOCH, SLOTS_PER_EPOCH], 33)
  readonly epochRewards: Uint8Array = new Uint8Array(EPOCH_REWARDS_BYTES)
  readonly stakeHistory: Uint8Array = new Uint8Array(STAKE_HISTORY_BYTES)
  readonly lastRestartSlot: Uint8Array
  private readonly queue: BlockhashQueue
  private hashes: Uint8Array | undefined
  private recent: Uint8Array | undefined

  constructor(clock: BlockClock, queue: BlockhashQueue, lastRestartSlot: bigint) {
    const epoch = clock.slot / SLOTS_PER_EPOCH
    this.clock = words([clock.slot, clock.epochStart, epoch, epoch + 1n, clock.unixTimestamp])
    this.lastRestartSlot = words([lastRestartSlot])
    this.queue = queue
  }

  /** (slot, hash) of the blocks before this one, newest first. */
  get slotHashes(): Uint8Array {
    if (this.hashes !== undefined) return this.hashes
    const out = new Uint8Array(8 + Number(RING) * 40)
    const view = new DataView(out.buffer)
    const entries = this.queue.newest(Number(RING)).slice(1)
    view.setBigUint64(0, BigInt(entries.length), true)
    for (const [i, { slot, hash }] of entries.entries()) {
      view.setBigUint64(8 + 40 * i, slot, true)
      out.set(hash, 16 + 40 * i)
    }
    this.hashes = out
    return out
  }

  /** (hash, lamports per signature), newest first; the fee has read zero since banks stopped keeping one. */
  get recentBlockhashes(): Uint8Array {
    if (this.recent !== undefined) return this.recent
    const out = new Uint8Array(8 + RECENT * 40)
    const entries = this.queue.newest(RECENT)
    new DataView(out.buffer).setBigUint64(0, BigInt(entries.length), true)
    for (const [i, { hash }] of entries.entries()) out.set(hash, 8 + 40 * i)
    this.recent = out
    return out
  }

  /** Data of a sysvar's account by `wordToKey(address)`; undefined for others, and for Instructions, which is each transaction's own. */
  accountData(id: string): Uint8Array | undefined {
    const field = FIELDS.get(id)
    return field === undefined ? undefined : this[field]
  }
}

type Field =
  | 'clock'
  | 'rent'
  | 'epochSchedule'
  | 'epochRewards'
  | 'stakeHistory'
  | 'lastRestartSlot'
  | 'slotHashes'
  | 'recentBlockhashes'

const FIELDS: ReadonlyMap<string, Field> = new Map([
  [wordToKey(SysvarId.clock), 'clock'],
  [wordToKey(SysvarId.rent), 'rent'],
  [wordToKey(SysvarId.epochSchedule), 'epochSchedule'],
  [wordToKey(SysvarId.epochRewards), 'epochRewards'],
  [wordToKey(SysvarId.stakeHistory), 'stakeHistory'],
  [wordToKey(SysvarId.lastRestartSlot), 'lastRestartSlot'],
  [wordToKey(SysvarId.slotHashes), 'slotHashes'],
  [wordToKey(SysvarId.recentBlockhashes), 'recentBlockhashes'],
])
