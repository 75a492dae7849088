/** The VM under test with the few syscalls that the generated programs call. */
import {
  approximate,
  createMemory,
  ElfError,
  type Executable,
  hashSymbol,
  loadElf,
  type RunResult,
  run,
  type Syscall,
  type SyscallNames,
  type U64,
  type VmContext,
  VmFault,
  type VmPool,
  verify,
} from '../../../src/vms/svm/sbpf/index.ts'
import { inputOf, type Observed } from './peer.ts'

interface Host {
  readonly logs: string[]
  returnData: Uint8Array
}

function charge(vm: VmContext<Host>, units: number): void {
  const short = vm.meter.remaining < units
  vm.meter.remaining = Math.max(0, vm.meter.remaining - units)
  if (short) throw new VmFault('syscall', 'Computational budget exceeded')
}

const hex = (value: U64) => `0x${value.toString(16)}`
const operationCost = (length: number) => Math.max(10, Math.floor(length / 250))

const SYSCALLS: Record<string, Syscall<Host>> = {
  abort: () => {
    throw new VmFault('syscall', 'SBF program panicked')
  },
  sol_log_64_: (vm, a, b, c, d, e) => {
    charge(vm, 100)
    vm.host.logs.push(`Program log: ${[a, b, c, d, e].map(hex).join(', ')}`)
    return 0
  },
  sol_log_compute_units_: (vm) => {
    charge(vm, 100)
    vm.host.logs.push(`Program consumption: ${vm.meter.remaining} units remaining`)
    return 0
  },
  sol_set_return_data: (vm, address, length) => {
    charge(vm, Math.floor(approximate(length) / 250) + 100)
    if (length > 1024) throw new VmFault('syscall', `Return data too large (${length} > 1024)`)
    vm.host.returnData = vm.memory.slice(address, length).slice()
    return 0
  },
  sol_memset_: (vm, address, byte, length) => {
    charge(vm, operationCost(approximate(length)))
    vm.memory.sliceMut(address, length).fill(Number(BigInt(byte) & 255n))
    return 0
  },
}

/** Registered here by name; the peer has more, so programs must not call others. */
export const OWN_SYSCALLS = new Map(
  Object.entries(SYSCALLS).map(([name, syscall]) => [hashSymbol(name), syscall]),
)

/** The program, or the text of the error. */
export function ownLoad(elf: Uint8Array, deployment = false): Executable | string {
  try {
    const executable = loadElf(elf, { syscalls: OWN_SYSCALLS, deployment })
    verify(executable)
    return executable
  } catch (error) {
    if (error instanceof ElfError) return error.message
    throw error
  }
}

/** Loads and verifies with any table of syscalls; throws ElfError. */
export function loadWith(elf: Uint8Array, syscalls: SyscallNames): Executable {
  const executable = loadElf(elf, { syscalls })
  verify(executable)
  return executable
}

/** How agave words a non-zero r0 (only the forms that tests produce). */
function programError(r0: U64): string | undefined {
  if (r0 === 0) return undefined
  if (r0 <= 0xffff_ffff) return `custom program error: ${hex(r0)}`
  return 'r0'
}

/** Runs and describes the run as the peer would; with a pool on its tiers, else on the interpreter. */
export function ownRun(
  executable: Executable,
  data: Uint8Array,
  units: number,
  pool?: VmPool,
): Observed & { result: RunResult } {
  const host: Host = { logs: [], returnData: new Uint8Array(0) }
  const input = inputOf(data)
  const memory =
    pool?.enter(executable, { heap: 32768, input: input.length }) ??
    createMemory(executable, { heap: 32768, input: new Uint8Array(input.length) })
  memory.input.set(input)
  let result: RunResult
  try {
    const meter = { remaining: units }
    const syscalls = OWN_SYSCALLS
    result = run(executable, { memory, meter, syscalls, host, r2: 0x4_0000_0010, pool })
  } finally {
    pool?.leave(memory)
  }
  const failure = result.fault === undefined ? programError(result.r0) : result.fault.message
  return {
    consumed: result.executed,
    failure,
    returnData: Buffer.from(host.returnData).toString('base64'),
    logs: host.logs,
    result,
  }
}

/** First difference between the two, or undefined. Which error a large r0 means is the loader's business. */
export function difference(own: Observed, peer: Observed): string | undefined {
  const failures = own.failure === 'r0' ? peer.failure !== undefined : own.failure === peer.failure
  const same =
    failures &&
    own.consumed === peer.consumed &&
    own.returnData === peer.returnData &&
    own.logs.join('\n') === peer.logs.join('\n')
  if (same) return undefined
  const show = (o: Observed) =>
    JSON.stringify({
      consumed: o.consumed,
      failure: o.failure ?? null,
      returnData: o.returnData,
      logs: o.logs,
    })
  return `own  ${show(own)}\npeer ${show(peer)}`
}
