/**
 * What identity must know of Solana sub-records: every record is something its address authored (owner other than
 * System, data or executable, S12), because an account without them has none. Data moves by its id (S2).
 */
import type { MachineIdentity } from '../../identity/machine.ts'
import type { Journal } from '../../state/journal.ts'
import { Namespace } from '../../state/reader.ts'
import { verifySolanaBinding } from './bind-message.ts'
import { SVM_RECORD } from './state/record.ts'

/** For the native engine's `machines` option. */
export const svmIdentity: MachineIdentity = {
  namespace: Namespace.svm,
  ownsRecord(journal: Journal, recordId: Uint8Array): boolean {
    return journal.record(SVM_RECORD, recordId).value !== undefined
  },
  moveRecord(journal: Journal, fromId: Uint8Array, toId: Uint8Array): void {
    const from = journal.record(SVM_RECORD, fromId)
    const { value } = from
    if (value === undefined) return
    journal.setRecord(from, undefined)
    journal.setRecord(journal.record(SVM_RECORD, toId), value)
  },
  verifyWallet: verifySolanaBinding,
}
