/**
 * The native machine: coin, accounts, keys and addresses. Every operation has a fixed price and is refused before a
 * fee is taken or succeeds: nothing here runs out of gas half way.
 */
import type { BlockServices, CallRequest, Machine, PreparedCall } from '../../engine.ts'
import { InvalidTransactionError } from '../../errors.ts'
import { redirected, writeAuthority } from '../../identity/authority.ts'
import type { Binding } from '../../identity/bind.ts'
import {
  applyBinding,
  applyRevocation,
  checkBinding,
  checkRevocation,
} from '../../identity/bind.ts'
import type { AuthorityChange, ChainBinding } from '../../identity/keys.ts'
import { planCreation, planRegistration, planRemoval } from '../../identity/keys.ts'
import { link } from '../../identity/link.ts'
import type { MachineIdentities } from '../../identity/machine.ts'
import type { PolicyChange } from '../../identity/policy.ts'
import { planPolicy, provenKeys } from '../../identity/policy.ts'
import type { Restoration } from '../../identity/restore.ts'
import { planRestoration } from '../../identity/restore.ts'
import { planCommitment, planIdentity, provenCommitment } from '../../identity/zk-accounts.ts'
import { checkForgettable, forgetNullifier } from '../../identity/zk-authority.ts'
import { bytesToHex, EMPTY_BYTES, equalBytes } from '../../primitives/bytes.ts'
import type { Outcome } from '../../receipt.ts'
import { failureOf } from '../../receipt.ts'
import type { Account } from '../../state/cells.ts'
import { ACCOUNT_LOCKED } from '../../state/reader.ts'
import { nativeGas } from './gas.ts'
import type { CoreNativePayload } from './payload.ts'
import { decodeNativePayload } from './payload.ts'
import type { ProofChange } from './proof-payload.ts'
import type { NativeCall } from './session-operations.ts'
import { sessionCall } from './session-operations.ts'
import { tokenCall } from './token-operations.ts'
import type { TokenInstruction } from './token-payload.ts'

const DONE: Outcome = { status: 'success', gasUsed: 0n, output: EMPTY_BYTES }

const KEY_CHANGE = { setKey: 'set', addKey: 'add', rotateKeys: 'rotate' } as const

export class NativeMachine implements Machine {
  private readonly services: BlockServices
  private readonly machines: MachineIdentities

  constructor(services: BlockServices, machines: MachineIdentities) {
    this.services = services
    this.machines = machines
  }

  prepare(request: CallRequest): PreparedCall {
    const payload = decodeNativePayload(request.payload)
    if (request.actingAddress.length > 0 && !equalBytes(request.actingAddress, request.sender)) {
      throw new InvalidTransactionError(
        'WrongActingAddress',
        'acting address expected to be the sender id or empty',
        {
          address: bytesToHex(request.actingAddress),
        },
      )
    }
    if (payload.operation === 'token') return this.prepareToken(request, payload.instruction)
    const call = this.call(payload, request)
    // Contracts and programs have no keys and bind nothing: management is by signed envelope only (S14, S16).
    if (request.crossings > 0 && payload.operation !== 'transfer' && payload.operation !== 'link') {
      throw new InvalidTransactionError(
        'UnauthorizedKey',
        `${payload.operation} expected in an envelope, not in a crossing`,
      )
    }
    const value = payload.operation === 'transfer' ? payload.amount : 0n
    const intrinsicGas = nativeGas(payload)
    return {
      intrinsicGas,
      value,
      validate: call.check,
      execute: () => {
        if (request.isStatic) return refusedStatic(request, intrinsicGas)
        call.apply()
        return DONE
      },
    }
  }

  /** A crossing is a signer that contracts can be talked into (S20): it may absorb for others, and moves no tokens. */
  private prepareToken(request: CallRequest, instruction: TokenInstruction): PreparedCall {
    if (request.crossings > 0 && instruction.kind !== 'absorb') {
      throw new InvalidTransactionError(
        'UnauthorizedKey',
        `token ${instruction.kind} expected in an envelope, not in a crossing`,
      )
    }
    const call = tokenCall(this.services, request.sender, instruction)
    return {
      intrinsicGas: call.gas,
      value: call.value,
      validate: call.check,
      execute: () => (request.isStatic ? refusedStatic(request, call.gas) : call.apply()),
      details: call.details,
    }
  }

  private get chainBinding(): ChainBinding {
    return { chainId: this.services.chain.chainId, genesisRoot: this.services.block.genesisRoot }
  }

  private call(payload: CoreNativePayload, request: CallRequest): NativeCall {
    const { sender } = request
    const { journal, crypto } = this.services
    switch (payload.operation) {
      case 'transfer':
        return this.transfer(payload.to, payload.amount, sender)
      case 'create':
        return this.authorityChange(
          payload.id,
          () => planCreation(journal, crypto, this.chainBinding, payload.id, payload.registration),
          () => link(journal, crypto, this.machines, payload.id),
        )
      case 'setKey':
      case 'addKey':
      case 'rotateKeys':
        return this.authorityChange(sender, () =>
          planRegistration(
            journal,
            crypto,
            this.chainBinding,
            sender,
            KEY_CHANGE[payload.operation],
            payload.registration,
          ),
        )
      case 'removeKey':
        return this.authorityChange(sender, () =>
          planRemoval(journal, sender, payload.algorithm, payload.key),
        )
      case 'session':
        return sessionCall(this.services, this.chainBinding, request, payload.change)
      case 'proof':
        return this.proof(payload.change, sender)
      case 'policy':
        return this.policy(payload.change, sender)
      case 'bindAddress': {
        const binding: Binding = { ...payload, id: sender }
        return {
          check: () => checkBinding(journal, crypto, this.machines, this.chainBinding, binding),
          apply: () => applyBinding(journal, crypto, this.machines, binding),
        }
      }
      case 'revokeAddress': {
        const target = { ...payload, id: sender }
        return {
          check: () => checkRevocation(journal, crypto, target),
          apply: () => applyRevocation(journal, target),
        }
      }
      case 'link':
        return {
          check: () => undefined,
          apply: () => link(journal, crypto, this.machines, payload.id),
        }
      default:
        return payload satisfies never
    }
  }

  private policy(change: PolicyChange, sender: Uint8Array): NativeCall {
    const { chainBinding } = this
    const { journal, crypto } = this.services
    if (change.kind === 'restore') {
      return this.restoration(change, (at) =>
        provenKeys(crypto, chainBinding, at, change.registrations),
      )
    }
    return this.authorityChange(sender, () =>
      planPolicy(journal, crypto, chainBinding, sender, change),
    )
  }

  private restoration(
    restoration: Restoration,
    prove: Parameters<typeof planRestoration>[2],
  ): NativeCall {
    const { machines, chainBinding: chain } = this
    const { journal, crypto } = this.services
    return this.authorityChange(restoration.id, () =>
      planRestoration({ journal, crypto, machines, chain }, restoration, prove),
    )
  }

  private proof(change: ProofChange, sender: Uint8Array): NativeCall {
    const { services, chainBinding } = this
    const { journal, crypto, block } = services
    switch (change.kind) {
      case 'create': {
        const { commitment } = change
        return this.authorityChange(
          commitment.idCom,
          () => planIdentity(services, chainBinding, commitment),
          () => link(journal, crypto, this.machines, commitment.idCom),
        )
      }
      case 'register':
        return this.authorityChange(sender, () =>
          planCommitment(services, chainBinding, sender, change.change, change.commitment),
        )
      case 'restore':
        return this.restoration(change, (at) => [
          provenCommitment(services, chainBinding, at, change.commitment),
        ])
      case 'forget':
        return {
          check: () => checkForgettable(journal, block, change.nullifier),
          apply: () => forgetNullifier(journal, change.nullifier),
        }
      default:
        return change satisfies never
    }
  }

  /** Planned when checked, so that proofs are verified once; written when applied. */
  private authorityChange(
    id: Uint8Array,
    plan: () => AuthorityChange,
    after: () => void = () => undefined,
  ): NativeCall {
    const { journal } = this.services
    let planned: AuthorityChange | undefined
    return {
      check: () => {
        planned = plan()
      },
      apply: () => {
        const { record, epoch } = planned ?? plan()
        const account = journal.account(id)
        if (account.epoch !== epoch) journal.setEpoch(account, epoch)
        writeAuthority(journal, id, record)
        after()
      },
    }
  }

  private transfer(to: Uint8Array, amount: bigint, sender: Uint8Array): NativeCall {
    const { journal } = this.services
    const from = journal.account(sender)
    return {
      check: () => {
        if ((from.flags & ACCOUNT_LOCKED) !== 0) {
          throw new InvalidTransactionError(
            'AccountLocked',
            'sender expected to be unlocked, it is locked',
          )
        }
        if (from.balance < amount) {
          throw new InvalidTransactionError(
            'InsufficientFunds',
            `balance expected at least ${amount}, got ${from.balance}`,
            {
              expected: amount,
              got: from.balance,
            },
          )
        }
      },
      apply: () => {
        journal.debit(from, amount)
        journal.credit(this.recipient(to), amount)
      },
    }
  }

  /** A bound wallet's legacy id redirects (S11); none that holds coin or has sent an envelope is one. */
  private recipient(to: Uint8Array): Account {
    const { journal } = this.services
    const account = journal.account(to)
    if (account.balance !== 0n || account.nonce !== 0n) return account
    const owner = redirected(journal, to)
    return owner === to ? account : journal.account(owner)
  }
}

function refusedStatic(request: CallRequest, intrinsicGas: bigint): Outcome {
  return {
    status: 'halted',
    gasUsed: request.gasLimit - intrinsicGas,
    output: EMPTY_BYTES,
    failure: failureOf(
      'StaticStateChange',
      'a call without state changes expected, native operations change state',
    ),
  }
}
