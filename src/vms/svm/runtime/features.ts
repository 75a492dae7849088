/**
 * Solana's features that decide anything here, as booleans. The defaults are mainnet-beta on 2026-08-20 (sheet
 * section 0) and what was activated since and npm litesvm 1.5.0 has. Keys are Agave's names. Every one works both ways; what every program since sees anyway and what is not
 * implemented has no switch.
 */
export const DEFAULT_FEATURES = {
  /** SIMD-0459: pointers of a CPI's account infos must be the serialized ones. */
  syscallParameterAddressRestrictions: true,
  /** SIMD-0321: r2 at entry is the address of the instruction data. */
  provideInstructionDataOffsetInVm: true,
  /** SIMD-0339: 255 account infos, invoke cost 946, infos and metas are charged. */
  increaseCpiAccountInfoLimit: true,
  /** A fault of the VM itself takes all compute units of the transaction. */
  depleteCuMeterOnVmFailure: true,
  /** SIMD-0268: inner instructions nest to 8 instead of 4. */
  raiseCpiNestingLimitTo8: false,
  /** SIMD-0392, since that day: an account below the rent minimum may gain and not lose; before, the other way round. */
  relaxPostExecMinBalanceCheck: true,
  createAccountAllowPrefund: true,
  enableBls12381Syscall: true,
  enableAltBn128G2Syscalls: true,
  altBn128LittleEndian: true,
  poseidonEnforcePadding: true,
  enableGetEpochStakeSyscall: true,
  blake3SyscallEnabled: false,
  enableSha512Syscall: false,
  remainingComputeUnitsSyscallEnabled: false,
  /** The highest version that is on: programs up to it load, also at a deployment. */
  enableSbpfV1: true,
  enableSbpfV2: true,
  enableSbpfV3: true,
  /** Programs before version 3 neither load nor run. */
  disableSbpfV0Execution: false,
} as const satisfies Readonly<Record<string, boolean>>

export type FeatureName = keyof typeof DEFAULT_FEATURES
/** Which features are on. */
export type Features = Readonly<Record<FeatureName, boolean>>

/** Which versions of sBPF load (Agave: create_program_runtime_environment). */
export function sbpfVersions(features: Features): {
  readonly minVersion: number
  readonly maxVersion: number
} {
  const { enableSbpfV1, enableSbpfV2, enableSbpfV3, disableSbpfV0Execution } = features
  const upTo2 = enableSbpfV2 ? 2 : Number(enableSbpfV1)
  return { minVersion: disableSbpfV0Execution ? 3 : 0, maxVersion: enableSbpfV3 ? 3 : upTo2 }
}
