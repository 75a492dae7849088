/** The Poseidon hash of BN254: (parameters, endian, inputs, count, output). 0 is done, 1 is an invalid input. */
import { POSEIDON_INPUTS_MAX, poseidonBn254 } from '../../../../crypto/poseidon.ts'
import { approximate, type Syscall } from '../../sbpf/index.ts'
import { abort, charge, type ProgramRun } from '../run.ts'
import { read, readPointers, write } from '../translate.ts'

/** Units are A n^2 + C. */
const COST_A = 61
const COST_C = 542
const LITTLE_ENDIAN = 1

function fixed(bytes: Uint8Array, isLittle: boolean, mayPad: boolean): Uint8Array {
  if (bytes.length === 32 || bytes.length === 0 || bytes.length > 32 || !mayPad)
    return isLittle ? bytes.slice().reverse() : bytes
  const out = new Uint8Array(32)
  out.set(isLittle ? bytes.slice().reverse() : bytes, 32 - bytes.length)
  return out
}

export const solPoseidon: Syscall<ProgramRun> = (vm, parameters, endian, values, count, output) => {
  if (parameters !== 0) abort('Invalid parameters.')
  if (endian !== 0 && endian !== LITTLE_ENDIAN) abort('Invalid endianness.')
  const { frame } = vm.host
  if (count > POSEIDON_INPUTS_MAX) {
    frame.log(`Poseidon hashing ${count} sequences is not supported`)
    abort('InvalidLength')
  }
  const n = approximate(count)
  charge(vm, COST_A * n * n + COST_C)
  const to = write(vm, output, 32)
  const { poseidonEnforcePadding } = frame.transaction.features
  const isLittle = endian === LITTLE_ENDIAN
  const inputs = readPointers(vm, values, count).map(({ address, length }) =>
    fixed(read(vm, address, length), isLittle, !poseidonEnforcePadding),
  )
  const hash = poseidonBn254(inputs)
  if (hash === undefined) return 1
  to.set(isLittle ? hash.reverse() : hash)
  return 0
}
