/**
 * Calls that the protocol itself makes: beacon roots (EIP-4788), block hashes (EIP-2935) before the first
 * transaction; withdrawal (EIP-7002) and consolidation requests (EIP-7251) after the last. They pay nothing and use
 * no gas of the block.
 */
import { NVmError } from '../../errors.ts'
import { EMPTY_BYTES } from '../../primitives/bytes.ts'
import { isAtLeast } from '../evm-core/forks/names.ts'
import { call } from '../evm-core/interpreter.ts'
import type { MessageResult } from '../evm-core/types.ts'
import { BEGIN_INDEX, END_INDEX, type EvmContext } from './context.ts'
import { RequestType, requestList } from './requests.ts'

/** Caller of all system calls. */
const SYSTEM_ADDRESS = 0xfffffffffffffffffffffffffffffffffffffffen
/** Gas of each, on top of the block's. */
const SYSTEM_CALL_GAS = 30_000_000n

const BEACON_ROOTS = 0x000f3df6d732807ef1319fb7b8bb8522d0beac02n
const BLOCK_HASHES = 0x0000f90827f1c53a10cb7a02335b175320002935n
const WITHDRAWAL_REQUESTS = 0x00000961ef480eb55e80d19ad83579a64c007002n
const CONSOLIDATION_REQUESTS = 0x0000bbddc7ce488642fb579f8b00f3a590007251n

/** Runs the contract as a transaction of its own; undefined if there is no code. */
function systemCall(
  context: EvmContext,
  target: bigint,
  input: Uint8Array,
  index: number,
): MessageResult | undefined {
  const { world } = context
  if (world.codeOf(world.resolve(target)).bytes.length === 0) return undefined
  world.beginTransaction(index)
  world.warm(world.resolve(target))
  const env = context.env({ origin: SYSTEM_ADDRESS, gasPrice: 0n, blobHashes: [] })
  const result = call(world, env, {
    caller: SYSTEM_ADDRESS,
    target,
    value: 0n,
    input,
    gas: SYSTEM_CALL_GAS,
  })
  world.finishTransaction()
  context.services.journal.endTransaction()
  return result
}

/** Stores the parent's beacon root and hash where the host gave them; without the contracts, nothing happens. */
export function beginBlock(context: EvmContext): void {
  const { parentBeaconBlockRoot, parentHash } = context.services.block
  if (parentBeaconBlockRoot !== undefined && isAtLeast(context.fork, 'cancun')) {
    systemCall(context, BEACON_ROOTS, parentBeaconBlockRoot, BEGIN_INDEX)
  }
  if (parentHash !== undefined && isAtLeast(context.fork, 'prague')) {
    systemCall(context, BLOCK_HASHES, parentHash, BEGIN_INDEX)
  }
}

/** Calls a request contract. Throws SystemCallFailed where the EIPs make the block invalid: no code, or a failure. */
function collect(context: EvmContext, name: string, target: bigint): Uint8Array {
  const result = systemCall(context, target, EMPTY_BYTES, END_INDEX)
  if (result?.status === 'success') return result.output
  const got = result === undefined ? 'none' : (result.failure ?? result.status)
  throw new NVmError(
    'SystemCallFailed',
    `${name} contract expected to answer the system call, got ${got}`,
    { name },
  )
}

/** The block's request lists in the order of their types, empty ones left out (EIP-7685). */
export function collectRequests(context: EvmContext): Uint8Array[] {
  const lists = [
    requestList(RequestType.deposit, context.deposits),
    requestList(RequestType.withdrawal, [
      collect(context, 'withdrawal request', WITHDRAWAL_REQUESTS),
    ]),
    requestList(RequestType.consolidation, [
      collect(context, 'consolidation request', CONSOLIDATION_REQUESTS),
    ]),
  ]
  return lists.filter((list) => list.length > 1)
}
