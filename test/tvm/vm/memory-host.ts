/** Accounts and stakes for tests of the virtual machine alone: plain Maps, undone by the journal like everything else. */
import { bytesToHex } from '../../../src/primitives/bytes.ts'
import type { Journal } from '../../../src/state/journal.ts'
import { CONTRACT_CODEC } from '../../../src/vms/tvm/state/contract.ts'
