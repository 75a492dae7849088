/**
 * What identity must know of EVM sub-records: which of them hold something their address authored (S12), and how one
 * is filed under another id. Storage moves by its id, so a move is one reference whatever the contract's size (S2).
 */
import { verifyEvmBinding } from '../../identity/bind-message.ts'
import type { MachineIdentity } from '../../identity/machine.ts'
import type { Journal } from '../../state/journal.ts'
import { Namespace } from '../../state/reader.ts'
import { EVM_MACHINE, evmRecordCodec } from '../evm-core/record.ts'

const CODEC = evmRecordCodec(EVM_MACHINE)

/** For the native engine's `machines` option. */
export const evmIdentity: MachineIdentity = {
  namespace: Namespace.evm,
  ownsRecord(journal: Journal, recordId: Uint8Array): boolean {
    const record = journal.record(CODEC, recordId).value
    if (record === undefined) return false
    return record.nonce > 0n || record.codeHash !== undefined || record.storageId !== undefined
  },
  moveRecord(journal: Journal, fromId: Uint8Array, toId: Uint8Array): void {
    const from = journal.record(CODEC, fromId)
    const value = from.value
    if (value === undefined) return
    journal.setRecord(from, undefined)
    journal.setRecord(journal.record(CODEC, toId), value)
  },
  verifyWallet: verifyEvmBinding,
}
