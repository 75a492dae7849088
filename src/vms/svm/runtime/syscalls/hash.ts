/** Hashing syscalls: (slices, count, output of 32 bytes, or 64 for SHA-512). */

import { blake3, sha512 } from '../../../../crypto/more-hashes.ts'
import type { Crypto } from '../../../../crypto/types.ts'
import { concatBytes } from '../../../../primitives/bytes.ts'
import { approximate, type Syscall } from '../../sbpf/index.ts'
import { abort, charge, type ProgramRun } from '../run.ts'
import { read, readPointers, write } from '../translate.ts'

const BASE_UNITS = 85
const SLICE_UNITS = 10
const SLICES_MAX = 20_000

function hashing(
  name: string,
  hash: (crypto: Crypto, bytes: Uint8Array) => Uint8Array,
  size = 32,
): Syscall<ProgramRun> {
  return (vm, slices, count, output) => {
    const { frame } = vm.host
    if (count > SLICES_MAX) {
      frame.log(`${name} Hashing ${count} sequences in one syscall is over the limit ${SLICES_MAX}`)
      abort('Hashing too many sequences')
    }
    charge(vm, BASE_UNITS)
    const to = write(vm, output, size)
    const parts = readPointers(vm, slices, count).map(({ address, length }) => {
      const bytes = read(vm, address, length)
      charge(vm, Math.max(SLICE_UNITS, Math.floor(approximate(length) / 2)))
      return bytes
    })
    const whole = parts.length === 1 ? parts[0]! : concatBytes(...parts)
    to.set(hash(frame.transaction.host.crypto, whole))
    return 0
  }
}

export const solSha256: Syscall<ProgramRun> = hashing('Sha256', (crypto, bytes) =>
  crypto.sha256(bytes),
)
export const solKeccak256: Syscall<ProgramRun> = hashing('Keccak256', (crypto, bytes) =>
  crypto.keccak256(bytes),
)
/** blake3SyscallEnabled: off on mainnet. */
export const solBlake3: Syscall<ProgramRun> = hashing('Blake3', (_, bytes) => blake3(bytes))
/** enableSha512Syscall: off on mainnet. */
export const solSha512: Syscall<ProgramRun> = hashing('Sha512', (_, bytes) => sha512(bytes), 64)
