/** The System program: creates accounts, moves lamports, keeps durable nonces. 150 compute units an instruction. */
import type { Builtin, InvokeContext } from '../../runtime/index.ts'
import {
  allocate,
  assign,
  createAccount,
  createAccountAllowPrefund,
  plainAddress,
  seededAddress,
  transfer,
  transferWithSeed,
} from './accounts.ts'
import {
  decodeSystemInstruction,
  type SystemInstruction,
  type SystemInstructionName,
} from './instruction.ts'
import {
  advanceNonce,
  authorizeNonce,
  initializeNonce,
  upgradeNonce,
  withdrawNonce,
} from './nonces.ts'

type Run = (invoke: InvokeContext, instruction: SystemInstruction) => void

const RUN: Readonly<Record<SystemInstructionName, Run>> = {
  CreateAccount(invoke, instruction) {
    invoke.requireAccounts(2)
    createAccount(invoke, plainAddress(invoke, 1), instruction)
  },
  CreateAccountWithSeed(invoke, instruction) {
    invoke.requireAccounts(2)
    createAccount(invoke, seededAddress(invoke, 1, instruction), instruction)
  },
  Assign(invoke, { owner }) {
    invoke.requireAccounts(1)
    assign(invoke, 0, plainAddress(invoke, 0), owner)
  },
  AssignWithSeed(invoke, instruction) {
    invoke.requireAccounts(1)
    assign(invoke, 0, seededAddress(invoke, 0, instruction), instruction.owner)
  },
  Allocate(invoke, { space }) {
    invoke.requireAccounts(1)
    allocate(invoke, 0, plainAddress(invoke, 0), space)
  },
  AllocateWithSeed(invoke, instruction) {
    invoke.requireAccounts(1)
    const address = seededAddress(invoke, 0, instruction)
    allocate(invoke, 0, address, instruction.space)
    assign(invoke, 0, address, instruction.owner)
  },
  Transfer(invoke, { lamports }) {
    invoke.requireAccounts(2)
    transfer(invoke, 0, 1, lamports)
  },
  TransferWithSeed(invoke, instruction) {
    invoke.requireAccounts(3)
    transferWithSeed(invoke, instruction)
  },
  CreateAccountAllowPrefund: createAccountAllowPrefund,
  AdvanceNonceAccount: advanceNonce,
  WithdrawNonceAccount: (invoke, { lamports }) => withdrawNonce(invoke, lamports),
  InitializeNonceAccount: (invoke, { authority }) => initializeNonce(invoke, authority),
  AuthorizeNonceAccount: (invoke, { authority }) => authorizeNonce(invoke, authority),
  UpgradeNonceAccount: upgradeNonce,
}

export const systemProgram: Builtin = {
  units: 150,
  run(invoke) {
    const instruction = decodeSystemInstruction(invoke.data)
    RUN[instruction.name](invoke, instruction)
    return undefined
  },
}
