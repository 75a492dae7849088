/**
 * Features other than mainnet's. npm litesvm has no switches, so that what each one does is written here after the
 * spec sheet; what is off there today is what the other tests compare.
 */
import { PublicKey, TransactionInstruction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import type { NVmError } from '../../src/errors.ts'
import { createGenesis, createNativeEngine } from '../../src/index.ts'
import { bytesToHex, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import { ProgramId, SysvarId } from '../../src/vms/svm/ids.ts'
import { createSvmEngine, svmIdentity } from '../../src/vms/svm/index.ts'
import { DEFAULT_FEATURES, type FeatureName } from '../../src/vms/svm/runtime/index.ts'
import { Assembler } from '../support/sbpf/assembler.ts'
import { buildElf } from '../support/sbpf/elf-builder.ts'
import { invoke } from '../support/svm/cpi.ts'
import { type Observed, Pair } from '../support/svm/peer.ts'
import { addressesOf, driverElf, HEAP, Script, u64s } from '../support/svm/script.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const LIMIT = 200_000
const OUT = HEAP + 0x1000n
const program = keypair(60).publicKey
const shelf = keypair(61).publicKey
const all = Object.keys(DEFAULT_FEATURES) as FeatureName[]
const turned = (...names: readonly FeatureName[]) =>
  Object.fromEntries(
    all.map((name) => [name, DEFAULT_FEATURES[name] !== names.includes(name)]),
  ) as Record<FeatureName, boolean>

function pairWith(...names: readonly FeatureName[]) {
  const pair = new Pair(undefined, turned(...names))
  const payer = funded(pair, 1)
  pair.install(program.toBytes(), driverElf(0))
  return { pair, payer }
}

const keyOf = (pubkey: PublicKey, isWritable = false) => ({ pubkey, isSigner: false, isWritable })

/** The driver runs a script with those features turned; the script lies in an account. */
function drive(script: Uint8Array, ...names: readonly FeatureName[]): Observed {
  const { pair, payer } = pairWith(...names)
  pair.put(shelf.toBytes(), { lamports: 10n ** 11n, owner: program.toBytes(), data: script })
  const at = addressesOf([script.length, 36])[0]!.data
  return pair.runOwn(
    signed(
      [
        new TransactionInstruction({
          programId: program,
          keys: [keyOf(shelf, true), keyOf(program)],
          data: Buffer.from(Script.at(at)),
        }),
      ],
      [payer],
    ),
  )
}

const logged = ({ logs }: Observed) =>
  logs
    .filter((line) => line.startsWith('Program log:'))
    .map((line) => BigInt(line.split(/[ ,]/)[2]!))
const returned = ({ returnData }: Observed) => returnData.split(' ')[1] ?? ''
const FAULT = 'instruction 0 ProgramFailedToComplete'

describe('syscalls', () => {
  const hash = (name: string, size: number) =>
    new Script()
      .copy(HEAP, utf8('abcdefgh'))
      .copy(HEAP + 64n, u64s(HEAP, 3))
      .call(name, HEAP + 64n, 1, OUT)
      .give(OUT, size)
      .exit()
  // The specification's vectors: blake3 of "abc"; FIPS 180-4 for SHA-512.
  it.each([
    [
      'sol_blake3',
      'blake3SyscallEnabled',
      32,
      '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85',
    ],
    [
      'sol_sha512',
      'enableSha512Syscall',
      64,
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ],
  ] as const)('%s', (name, feature, size, expected) => {
    const off = drive(hash(name, size))
    expect(off.error).toBe(FAULT)
    expect(off.units).toBe(LIMIT)
    const on = drive(hash(name, size), feature)
    expect(on.error).toBeUndefined()
    expect(returned(on)).toBe(expected)
    const sha256 = drive(hash('sol_sha256', 32), feature)
    expect(returned(sha256)).toBe(bytesToHex(nobleCrypto.sha256(utf8('abc'))))
  })
  it('hashing charges 85 and a slice half its length', () => {
    const units = (name: string, length: number) =>
      drive(
        new Script().copy(HEAP, u64s(OUT, length)).call(name, HEAP, 1, OUT).exit(),
        'blake3SyscallEnabled',
        'enableSha512Syscall',
      ).units
    for (const name of ['sol_sha256', 'sol_blake3', 'sol_sha512']) {
      expect(units(name, 1000) - units(name, 20)).toBe(490)
      expect(units(name, 20) - units(name, 0)).toBe(0)
    }
  })
  it('sol_remaining_compute_units', () => {
    const script = new Script()
      .call('sol_remaining_compute_units')
      .call('sol_remaining_compute_units')
      .exit()
    expect(drive(script).error).toBe(FAULT)
    const on = drive(script, 'remainingComputeUnitsSyscallEnabled')
    expect(on.error).toBeUndefined()
    const [first, second] = logged(on) as [bigint, bigint]
    const step = first - second
    expect(step).toBeGreaterThan(200n)
    // What came before the first one and what comes behind the second are a part of all that was used.
    expect(BigInt(LIMIT) - second).toBeLessThan(BigInt(on.units))
    const logs = drive(new Script().call('sol_log_compute_units_').exit()).logs
    expect(logs.some((line) => /consumption: \d+ units remaining/.test(line))).toBe(true)
  })
  it('sol_get_epoch_stake', () => {
    const script = new Script().call('sol_get_epoch_stake', 0).exit()
    expect(logged(drive(script))).toEqual([0n])
    expect(drive(script, 'enableGetEpochStakeSyscall').error).toBe(FAULT)
  })
  it('curves', () => {
    const validate = new Script().call('sol_curve_validate_point', 5 | 0x80, HEAP).exit()
    expect(drive(validate).error).toBeUndefined()
    expect(drive(validate, 'enableBls12381Syscall').error).toBe(FAULT)
    const decompress = new Script().call('sol_curve_decompress', 5 | 0x80, HEAP, OUT).exit()
    expect(drive(decompress).error).toBeUndefined()
    expect(drive(decompress, 'enableBls12381Syscall').error).toBe(FAULT)
    const add = (op: number, length: number) =>
      new Script().call('sol_alt_bn128_group_op', op, HEAP, length, OUT).exit()
    expect(logged(drive(add(4, 256)))).toEqual([0n])
    expect(drive(add(4, 256), 'enableAltBn128G2Syscalls').error).toBe(FAULT)
    expect(drive(add(0, 128), 'enableAltBn128G2Syscalls').error).toBeUndefined()
    expect(logged(drive(add(0x80, 128)))).toEqual([0n])
    expect(drive(add(0x80, 128), 'altBn128LittleEndian').error).toBe(FAULT)
    const compress = new Script().call('sol_alt_bn128_compression', 0x80, HEAP, 64, OUT).exit()
    expect(logged(drive(compress))).toEqual([0n])
    expect(drive(compress, 'altBn128LittleEndian').error).toBe(FAULT)
  })
  it('poseidon pads where padding is not enforced', () => {
    const script = (length: number, word: bigint) =>
      new Script()
        .copy(HEAP, u64s(OUT, length))
        .store(OUT, word)
        .call('sol_poseidon', 0, 1, HEAP, 1, OUT + 64n)
        .give(OUT + 64n, 32)
        .exit()
    expect(logged(drive(script(5, 77n)))).toContain(1n)
    const padded = drive(script(5, 77n), 'poseidonEnforcePadding')
    expect(logged(padded)).toContain(0n)
    expect(returned(padded)).toBe(returned(drive(script(32, 77n))))
  })
  it('sysvars into the accounts', () => {
    const to = addressesOf([1])[0]!.data
    const script = new Script()
      .copy(OUT, SysvarId.rent)
      .call('sol_get_sysvar', OUT, to + 512n, 0, 8)
      .exit()
    expect(drive(script).error).toBe(FAULT)
    expect(drive(script, 'syscallParameterAddressRestrictions').error).toBeUndefined()
  })
})

describe('the virtual machine', () => {
  it('r2 at entry', () => {
    expect(drive(new Script().exit()).error).toBeUndefined()
    const off = drive(new Script().exit(), 'provideInstructionDataOffsetInVm')
    expect(off.error).toBe(FAULT)
    expect(off.logs.at(-1)).toMatch('Access violation')
  })
  it('what a fault costs', () => {
    expect(drive(new Script().load(0).exit()).units).toBe(LIMIT)
    const kept = drive(new Script().load(0).exit(), 'depleteCuMeterOnVmFailure')
    expect(kept.error).toBe(FAULT)
    expect(kept.units).toBeLessThan(1000)
  })
  const versions = [
    [[], [0, 1, 2, 3]],
    [['enableSbpfV3'], [0, 1, 2]],
    [
      ['enableSbpfV3', 'enableSbpfV2'],
      [0, 1],
    ],
    [['enableSbpfV3', 'enableSbpfV2', 'enableSbpfV1'], [0]],
    // The highest that is on counts.
    [
      ['enableSbpfV1', 'enableSbpfV2'],
      [0, 1, 2, 3],
    ],
    [
      ['enableSbpfV1', 'enableSbpfV3'],
      [0, 1, 2],
    ],
    [['disableSbpfV0Execution'], [3]],
    [['disableSbpfV0Execution', 'enableSbpfV3'], []],
  ] as const
  it.each(versions)('versions with %j turned: %j', (names, loading) => {
    for (const version of [0, 1, 2, 3]) {
      const pair = new Pair(undefined, turned(...names))
      const payer = funded(pair, 1)
      pair.install(
        program.toBytes(),
        buildElf(version, new Assembler().emit(0xb7, 0, 0, 0, 0).exit().build()),
      )
      const call = new TransactionInstruction({
        programId: program,
        keys: [],
        data: Buffer.alloc(0),
      })
      const { error } = pair.runOwn(signed([call], [payer]))
      const loads = (loading as readonly number[]).includes(version)
      expect(error, `version ${version}`).toBe(
        loads ? undefined : 'instruction 0 UnsupportedProgramId',
      )
    }
  })
})

describe('invocations', () => {
  const infos = addressesOf([]).map((at) => ({ ...at, dataLength: 0 }))
  const metas = [{ key: program.toBytes() }]
  function nested(levels: number): Uint8Array {
    const script = new Script()
    if (levels > 1)
      invoke(script, 'c', { program: program.toBytes(), metas, data: nested(levels - 1), infos })
    return script.exit()
  }
  it('nest to 5, or to 9', () => {
    expect(drive(nested(5)).error).toBeUndefined()
    expect(drive(nested(6)).error).toBe('instruction 0 CallDepth')
    expect(drive(nested(9), 'raiseCpiNestingLimitTo8').error).toBeUndefined()
    expect(drive(nested(10), 'raiseCpiNestingLimitTo8').error).toBe('instruction 0 CallDepth')
  })
  it('cost 946, or 1000 without charge for infos and metas', () => {
    const on = drive(nested(2))
    const off = drive(nested(2), 'increaseCpiAccountInfoLimit')
    expect(off.error).toBeUndefined()
    expect(off.units - on.units).toBe(1000 - 946)
  })
  it('take 255 infos, or 64', () => {
    // 129 infos of zeros: their keys lie at address 0, which cannot be read; the limit is looked at before.
    const script = new Script()
    const invocation = { program: program.toBytes(), metas, data: new Uint8Array(0), infos }
    invoke(script, 'c', { ...invocation, infosAt: HEAP, infoCount: 129n })
    expect(drive(script.exit()).logs.join()).not.toMatch('too many account info')
    const off = drive(script.exit(), 'increaseCpiAccountInfoLimit')
    expect(off.logs.join()).toMatch("too many account info's (129 > 64)")
  })
})

it('the System program creates prefunded accounts, or does not know the instruction', () => {
  const from = keypair(1)
  const to = keypair(62)
  const data = Buffer.concat([hexToBytes('0d000000'), u64s(0, 0), program.toBytes()])
  const create = new TransactionInstruction({
    programId: new PublicKey(ProgramId.system),
    keys: [
      { pubkey: to.publicKey, isSigner: true, isWritable: true },
      { pubkey: from.publicKey, isSigner: true, isWritable: true },
    ],
    data,
  })
  const run = (...names: readonly FeatureName[]) => {
    const { pair, payer } = pairWith(...names)
    pair.put(to.publicKey.toBytes(), { lamports: 10n ** 9n })
    return pair.runOwn(signed([create], [payer, to])).error
  }
  expect(run()).toBeUndefined()
  expect(run('createAccountAllowPrefund')).toBe('instruction 0 InvalidInstructionData')
})

describe('chain configuration', () => {
  const genesis = (parameters: Record<string, bigint>) =>
    createGenesis({
      chainId: 1n,
      engines: [createNativeEngine({ machines: [svmIdentity] }), createSvmEngine()],
      configure: (chain) => {
        chain.parameters = { svm: parameters }
      },
    })
  it('takes every feature of the table', () => {
    for (const name of all) for (const value of [0n, 1n]) genesis({ [name]: value })
  })
  it.each([
    ...[
      'enableSecp256r1Precompile',
      'enableBigModExpSyscall',
      'disableFeesSysvar',
      'enableLoaderV4',
    ],
    ...['requireStaticNonceAccount', 'relaxFeePayerConstraint', 'unknown', 'constructor'],
  ])('refuses %s', (name) => {
    expect(() => genesis({ [name]: 1n })).toThrow(
      expect.objectContaining({ codeName: 'InvalidChainConfig' }) as NVmError,
    )
  })
  it('refuses values that are no switch', () => {
    expect(() => genesis({ enableSbpfV3: 2n })).toThrow(/0 or 1/)
  })
})
