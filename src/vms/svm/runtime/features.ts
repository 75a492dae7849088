/**
 * Solana's features that decide anything here, as booleans. The defaults are mainnet-beta on 2026-08-20 (sheet
 * section 0). Keys are Agave's names; what every program since sees anyway has no switch.
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
  createAccountAllowPrefund: true,
  requireStaticNonceAccount: true,
  relaxFeePayerConstraint: false,
  enableBls12381Syscall: true,
  enableAltBn128G2Syscalls: true,
  altBn128LittleEndian: true,
  poseidonEnforcePadding: true,
  enableSecp256r1Precompile: true,
  enableGetEpochStakeSyscall: true,
  blake3SyscallEnabled: false,
  enableSha512Syscall: false,
  enableBigModExpSyscall: false,
  remainingComputeUnitsSyscallEnabled: false,
  disableFeesSysvar: true,
  enableSbpfV1: true,
  enableSbpfV2: true,
  enableSbpfV3: true,
  disableSbpfV0Execution: false,
  enableLoaderV4: false,
} as const satisfies Readonly<Record<string, boolean>>

export type FeatureName = keyof typeof DEFAULT_FEATURES
/** Which features are on. */
export type Features = Readonly<Record<FeatureName, boolean>>
