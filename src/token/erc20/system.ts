/**
 * What stands behind the system address: which token, or which contract of the chain's own, the account in scope is,
 * and the function that its calldata names. Nothing else is served: an address that merely borrowed the code, or delegated
 * to it, is none of these.
 */
import { Namespace } from '../../state/reader.ts'
import type { Mint } from '../live.ts'
import { type Asset, MintAsset, NativeAsset } from './asset.ts'
import { EMPTY_REVERT, RunningCall, readArguments, selectorOf } from './call.ts'
import { CROSS_VM_FUNCTIONS } from './cross-vm.ts'
import { FACTORY_FUNCTIONS } from './factory.ts'
import { type FaceFunction, FUNCTIONS, POINTER_FUNCTIONS } from './functions.ts'
import { SYSTEM_WORD } from './stub.ts'
import type { FaceCall, FaceHost, FaceParty, FaceResult, Reply } from './types.ts'

/** Byte that Tron's tools may leave above an address. */
const TRON_PREFIX = 0x41

type Functions = ReadonlyMap<number, FaceFunction>

/** Contracts of the chain's own. */
const CONTRACTS: ReadonlyMap<bigint, Functions> = new Map([
  [SYSTEM_WORD.bridge, POINTER_FUNCTIONS],
  [SYSTEM_WORD.factory, FACTORY_FUNCTIONS],
  [SYSTEM_WORD.crossVm, CROSS_VM_FUNCTIONS],
])

/** Serves one call; what it changed before a failure is the caller's to roll back. Cost: bounded by the calldata. */
export function serveToken(call: FaceCall): FaceResult {
  const running = new RunningCall(call)
  return running.result(dispatch(running))
}

function dispatch(running: RunningCall): Reply {
  const { self, host } = running
  if (host.coin !== undefined) {
    const contract = CONTRACTS.get(self.address)
    if (contract !== undefined) return run(running, contract, new NativeAsset(host.coin))
  }
  const mint = mintAt(host, self)
  return mint === undefined ? EMPTY_REVERT : run(running, FUNCTIONS, new MintAsset(mint))
}

/** The mint whose face stands at an address. */
function mintAt(host: FaceHost, self: FaceParty): Mint | undefined {
  const known = self.tokenMint
  // A creation that was rolled back takes the mint along.
  if (known !== undefined && host.journal.access === undefined && known.current !== undefined)
    return known
  const mint = host.ledger.mintAt(host.namespace, self.bytes)
  self.tokenMint = mint
  return mint
}

function run(running: RunningCall, functions: Functions, asset: Asset): Reply {
  const { call } = running
  const selector = selectorOf(call.input)
  const entry = selector === undefined ? undefined : functions.get(selector)
  if (entry === undefined || (call.value !== 0n && !entry.isPayable)) return EMPTY_REVERT
  const prefix = running.host.namespace === Namespace.tvm ? TRON_PREFIX : 0
  if (!readArguments(running.args, call.input, entry.types, prefix)) return EMPTY_REVERT
  return entry.run(running, asset)
}
