/**
 * What identity must know of the Bitcoin machine. Outputs belong to scripts, not to accounts: there is no sub-record
 * that an address authored or that could move.
 */
import type { MachineIdentity } from '../../identity/machine.ts'
import { Namespace } from '../../state/reader.ts'
import { verifyScriptBinding } from './binding.ts'

/** For the native engine's `machines` option. */
export const bvmIdentity: MachineIdentity = {
  namespace: Namespace.bvm,
  ownsRecord: () => false,
  moveRecord: () => undefined,
  verifyWallet: verifyScriptBinding,
}
