/**
 * Accounts that every Solana chain has without keeping them: built-in programs and sysvars. They hold one lamport that
 * is nobody's and is not counted, and no transaction may write them.
 */
import { EMPTY_BYTES, utf8, wordToKey } from '../../../primitives/bytes.ts'
import type { BlockSysvars } from '../block-sysvars.ts'
import { ProgramId, SysvarId } from '../ids.ts'
import { KnownKey, Trait } from '../known-keys.ts'
import type { SvmAccount } from './accounts.ts'

/** Data of a built-in program's account is its name. */
const BUILTINS: ReadonlyMap<string, SvmAccount> = new Map(
  (
    [
      [ProgramId.system, 'solana_system_program'],
      [ProgramId.computeBudget, 'compute_budget_program'],
      [ProgramId.upgradeableLoader, 'solana_bpf_loader_upgradeable_program'],
      [ProgramId.loader2, 'solana_bpf_loader_program'],
      [ProgramId.loader1, 'solana_bpf_loader_deprecated_program'],
      [ProgramId.ed25519, ''],
      [ProgramId.secp256k1, ''],
      [ProgramId.secp256r1, ''],
    ] as const
  ).map(([id, name]) => [
    wordToKey(id),
    {
      lamports: 1n,
      data: name === '' ? EMPTY_BYTES : utf8(name),
      owner: ProgramId.nativeLoader,
      executable: true,
    },
  ]),
)

/** The account at such an address, or undefined for every other address. */
export function fixedAccount(key: KnownKey, sysvars: BlockSysvars): SvmAccount | undefined {
  if (!key.is(Trait.fixed)) return undefined
  const builtin = BUILTINS.get(key.id)
  if (builtin !== undefined) return builtin
  const data = sysvars.accountData(key.id)
  if (data === undefined) return undefined
  return { lamports: 1n, data, owner: SysvarId.owner, executable: false }
}

/** Whether {@link fixedAccount} answers for the address in every block. */
export function isFixedAddress(id: Uint8Array): boolean {
  return new KnownKey(id, wordToKey(id)).is(Trait.fixed)
}
