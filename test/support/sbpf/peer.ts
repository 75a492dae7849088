/** npm litesvm as the peer of the VM: loads an ELF as a program, runs one transaction, reads what the logs say. */
import { Account, type LiteSvm, LiteSvm as Peer } from 'litesvm/dist/internal.js'

const PROGRAM = new Uint8Array(32).fill(7)
const PAYER = new Uint8Array(32).fill(9)
/** ComputeBudget111111111111111111111111111111. */
const COMPUTE_BUDGET = Uint8Array.from([
  3, 6, 70, 111, 229, 33, 23, 50, 255, 236, 173, 186, 114, 195, 155, 231, 188, 140, 229, 187, 197,
  247, 18, 107, 44, 67, 155, 58, 64, 0, 0, 0,
])

/** What both sides can say about one run. */
export interface Observed {
  /** Units the program used, the failing instruction included. */
  readonly consumed: number
  /** Text after "failed: ", undefined when it succeeded. */
  readonly failure: string | undefined
  readonly returnData: string
  readonly logs: readonly string[]
}

/** The instance: no signatures, no history, no blockhash. */
export function newPeer(): LiteSvm {
  const peer = new Peer()
  peer.setSigverify(false)
  peer.setTransactionHistory(0n)
  peer.setBlockhashCheck(false)
  peer.setAccount(PAYER, new Account(10n ** 15n, new Uint8Array(0), new Uint8Array(32), false, 0n))
  return peer
}

/** undefined, or the text with which the peer refuses to load. */
export function peerLoads(peer: LiteSvm, elf: Uint8Array): string | undefined {
  try {
    peer.addProgram(PROGRAM, elf)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Legacy transaction: limit the units to `units` + 150 (what the first instruction costs), then call the program. */
function transaction(data: Uint8Array, units: number): Uint8Array {
  const limit = new Uint8Array(5)
  limit[0] = 2
  new DataView(limit.buffer).setUint32(1, units + 150, true)
  return Uint8Array.from([
    1,
    ...new Uint8Array(64),
    ...[1, 0, 2, 3],
    ...PAYER,
    ...COMPUTE_BUDGET,
    ...PROGRAM,
    ...new Uint8Array(32),
    ...[2, 1, 0, 5],
    ...limit,
    ...[2, 0, data.length],
    ...data,
  ])
}

/** Runs the loaded program with instruction data of fewer than 128 bytes and no accounts. */
export function peerRun(peer: LiteSvm, data: Uint8Array, units: number): Observed {
  const result = peer.sendLegacyTransaction(transaction(data, units))
  const meta = 'meta' in result ? result.meta() : result
  const logs = meta.logs()
  let consumed = -1
  let failure: string | undefined
  let returnData = ''
  const lines: string[] = []
  for (const line of logs.slice(3)) {
    const used = /^Program \S+ consumed (\d+) of/.exec(line)
    const failed = /^Program \S+ failed: (.*)$/s.exec(line)
    const returned = /^Program return: \S+ (.*)$/.exec(line)
    if (used) consumed = Number(used[1])
    else if (failed) failure = failed[1]
    else if (returned) returnData = returned[1]!
    else if (!/^Program \S+ success$/.test(line)) lines.push(line)
  }
  return { consumed, failure, returnData, logs: lines }
}

/** Input of the program for that transaction: no accounts, the data, the program's id. */
export function inputOf(data: Uint8Array): Uint8Array {
  const input = new Uint8Array(16 + data.length + 32)
  new DataView(input.buffer).setBigUint64(8, BigInt(data.length), true)
  input.set(data, 16)
  input.set(PROGRAM, 16 + data.length)
  return input
}
