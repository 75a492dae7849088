/** Every syscall by name, with the feature that turns it on. What is off is an unsupported instruction. */
import { hashSymbol, type Syscall, type SyscallTable } from '../../sbpf/index.ts'
import { solInvokeSignedC, solInvokeSignedRust } from '../cpi/invoke-signed.ts'
import type { FeatureName, Features } from '../features.ts'
import type { ProgramRun } from '../run.ts'
import { solAltBn128Compression, solAltBn128GroupOp } from './alt-bn128.ts'
import {
  solCurveDecompress,
  solCurveGroupOp,
  solCurveMultiscalarMul,
  solCurvePairingMap,
  solCurveValidatePoint,
} from './curve.ts'
import { solBlake3, solKeccak256, solSha256, solSha512 } from './hash.ts'
import {
  solAbort,
  solLog,
  solLog64,
  solLogComputeUnits,
  solLogData,
  solLogPubkey,
  solPanic,
  solRemainingComputeUnits,
} from './log.ts'
import { solAllocFree, solMemcmp, solMemcpy, solMemmove, solMemset } from './memory-operations.ts'
import { solPoseidon } from './poseidon.ts'
import { solCreateProgramAddress, solTryFindProgramAddress } from './program-address.ts'
import {
  solGetProcessedSiblingInstruction,
  solGetReturnData,
  solGetStackHeight,
  solSetReturnData,
} from './return-data.ts'
import { solSecp256k1Recover } from './secp256k1.ts'
import {
  solGetClockSysvar,
  solGetEpochRewardsSysvar,
  solGetEpochScheduleSysvar,
  solGetEpochStake,
  solGetLastRestartSlot,
  solGetRentSysvar,
  solGetSysvar,
} from './sysvar.ts'

interface Row {
  readonly run: Syscall<ProgramRun>
  /** Absent: always there. */
  readonly feature?: FeatureName
}

/** By name. */
export const SYSCALLS: Readonly<Record<string, Row>> = {
  abort: { run: solAbort },
  sol_panic_: { run: solPanic },
  sol_log_: { run: solLog },
  sol_log_64_: { run: solLog64 },
  sol_log_pubkey: { run: solLogPubkey },
  sol_log_compute_units_: { run: solLogComputeUnits },
  sol_log_data: { run: solLogData },
  sol_remaining_compute_units: {
    run: solRemainingComputeUnits,
    feature: 'remainingComputeUnitsSyscallEnabled',
  },
  sol_create_program_address: { run: solCreateProgramAddress },
  sol_try_find_program_address: { run: solTryFindProgramAddress },
  sol_sha256: { run: solSha256 },
  sol_keccak256: { run: solKeccak256 },
  sol_blake3: { run: solBlake3, feature: 'blake3SyscallEnabled' },
  sol_sha512: { run: solSha512, feature: 'enableSha512Syscall' },
  sol_secp256k1_recover: { run: solSecp256k1Recover },
  sol_curve_validate_point: { run: solCurveValidatePoint },
  sol_curve_group_op: { run: solCurveGroupOp },
  sol_curve_multiscalar_mul: { run: solCurveMultiscalarMul },
  sol_curve_decompress: { run: solCurveDecompress, feature: 'enableBls12381Syscall' },
  sol_curve_pairing_map: { run: solCurvePairingMap, feature: 'enableBls12381Syscall' },
  sol_alt_bn128_group_op: { run: solAltBn128GroupOp },
  sol_alt_bn128_compression: { run: solAltBn128Compression },
  sol_poseidon: { run: solPoseidon },
  sol_get_clock_sysvar: { run: solGetClockSysvar },
  sol_get_epoch_schedule_sysvar: { run: solGetEpochScheduleSysvar },
  sol_get_rent_sysvar: { run: solGetRentSysvar },
  sol_get_last_restart_slot: { run: solGetLastRestartSlot },
  sol_get_epoch_rewards_sysvar: { run: solGetEpochRewardsSysvar },
  sol_get_sysvar: { run: solGetSysvar },
  sol_get_epoch_stake: { run: solGetEpochStake, feature: 'enableGetEpochStakeSyscall' },
  sol_memcpy_: { run: solMemcpy },
  sol_memmove_: { run: solMemmove },
  sol_memset_: { run: solMemset },
  sol_memcmp_: { run: solMemcmp },
  sol_alloc_free_: { run: solAllocFree },
  sol_get_processed_sibling_instruction: { run: solGetProcessedSiblingInstruction },
  sol_get_stack_height: { run: solGetStackHeight },
  sol_set_return_data: { run: solSetReturnData },
  sol_get_return_data: { run: solGetReturnData },
  sol_invoke_signed_c: { run: solInvokeSignedC },
  sol_invoke_signed_rust: { run: solInvokeSignedRust },
}

/** No new program may use the old allocator. */
const NOT_DEPLOYABLE: ReadonlySet<string> = new Set(['sol_alloc_free_'])

const TABLES = new WeakMap<Features, SyscallTable<ProgramRun>>()

/** The syscalls of a feature set; the same table for the same object. */
export function syscallTable(features: Features): SyscallTable<ProgramRun> {
  const known = TABLES.get(features)
  if (known !== undefined) return known
  const table = new Map<number, Syscall<ProgramRun>>()
  for (const [name, { run, feature }] of Object.entries(SYSCALLS))
    if (feature === undefined || features[feature]) table.set(hashSymbol(name), run)
  TABLES.set(features, table)
  return table
}

/** The syscalls that a newly deployed program may name. */
export function deployableSyscalls(features: Features): SyscallTable<ProgramRun> {
  const table = new Map(syscallTable(features))
  for (const name of NOT_DEPLOYABLE) table.delete(hashSymbol(name))
  return table
}
