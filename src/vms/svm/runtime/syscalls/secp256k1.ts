/** Key recovery of Ethereum signatures. */
import { approximate, type Syscall } from '../../sbpf/index.ts'
import { charge, type ProgramRun } from '../run.ts'
import { read, write } from '../translate.ts'

const RECOVER_UNITS = 25_000
const INVALID_RECOVERY_ID = 2
const INVALID_SIGNATURE = 3

/** (hash, recovery id, signature, output of 64 bytes): 0, or why not. */
export const solSecp256k1Recover: Syscall<ProgramRun> = (vm, hash, recovery, signature, output) => {
  charge(vm, RECOVER_UNITS)
  const to = write(vm, output, 64)
  const message = read(vm, hash, 32)
  const rs = read(vm, signature, 64)
  // Ids 2 and 3 (r above the group order) parse; no such signature is known, and none is recovered.
  if (approximate(recovery) > 3) return INVALID_RECOVERY_ID
  const { crypto } = vm.host.frame.transaction.host
  const key = crypto.secp256k1Recover(message, rs, approximate(recovery))
  if (key === undefined) return INVALID_SIGNATURE
  to.set(key.subarray(1))
  return 0
}
