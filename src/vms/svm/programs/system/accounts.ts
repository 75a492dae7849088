/** Creating, sizing, assigning and paying: the System program's instructions on plain accounts. Texts are Agave's. */
import { concatBytes, equalBytes, utf8 } from '../../../../primitives/bytes.ts'
import { addressText, ProgramId } from '../../ids.ts'
import { ACCOUNT_DATA_MAX, fail, failCustom, type InvokeContext } from '../../runtime/index.ts'
import type { SystemInstruction } from './instruction.ts'

/** Numbers of SystemError. */
export const SystemError = {
  AccountAlreadyInUse: 0,
  ResultWithNegativeLamports: 1,
  InvalidProgramId: 2,
  InvalidAccountDataLength: 3,
  MaxSeedLengthExceeded: 4,
  AddressWithSeedMismatch: 5,
  NonceNoRecentBlockhashes: 6,
  NonceBlockhashNotExpired: 7,
  NonceUnexpectedBlockhashValue: 8,
} as const

const SEED_BYTES_MAX = 32
const DERIVED_MARKER = utf8('ProgramDerivedAddress')

/** An address, and the base whose signature stands for it if it was derived with a seed. */
interface SeededAddress {
  readonly address: Uint8Array
  readonly base: Uint8Array | undefined
}

/** As Rust's `{:?}` prints it. */
function debugText({ address, base }: SeededAddress): string {
  const from = base === undefined ? 'None' : `Some(${addressText(base)})`
  return `Address { address: ${addressText(address)}, base: ${from} }`
}

/** Numbers of PubkeyError, which come out as Custom. */
const PubkeyError = { MaxSeedLengthExceeded: 0, IllegalOwner: 2 } as const

/** SHA-256(base || seed || owner). Fails with a number of PubkeyError. */
function withSeed(
  invoke: InvokeContext,
  base: Uint8Array,
  seed: Uint8Array,
  owner: Uint8Array,
): Uint8Array {
  if (seed.length > SEED_BYTES_MAX) failCustom(PubkeyError.MaxSeedLengthExceeded)
  if (equalBytes(owner.subarray(32 - DERIVED_MARKER.length), DERIVED_MARKER))
    failCustom(PubkeyError.IllegalOwner)
  return invoke.transaction.host.crypto.sha256(concatBytes(base, seed, owner))
}

/** The address of account `i`, which must be the one derived with the seed if the instruction has one. */
export function seededAddress(
  invoke: InvokeContext,
  i: number,
  { base, seed, owner }: Pick<SystemInstruction, 'base' | 'seed' | 'owner'>,
): SeededAddress {
  const address = invoke.key(i)
  const derived = withSeed(invoke, base, seed, owner)
  if (!equalBytes(address, derived)) {
    invoke.log(
      `Create: address ${addressText(address)} does not match derived address ${addressText(derived)}`,
    )
    failCustom(SystemError.AddressWithSeedMismatch)
  }
  return { address, base }
}

/** The address of account `i`, which signs for itself. */
export function plainAddress(invoke: InvokeContext, i: number): SeededAddress {
  return { address: invoke.key(i), base: undefined }
}

function signs(invoke: InvokeContext, { address, base }: SeededAddress): boolean {
  return invoke.hasSigner(base ?? address)
}

export function allocate(
  invoke: InvokeContext,
  i: number,
  address: SeededAddress,
  space: bigint,
): void {
  if (!signs(invoke, address)) {
    invoke.log(`Allocate: 'to' account ${debugText(address)} must sign`)
    fail('MissingRequiredSignature')
  }
  const account = invoke.account(i)
  if (account.data.length > 0 || !equalBytes(account.owner, ProgramId.system)) {
    invoke.log(`Allocate: account ${debugText(address)} already in use`)
    failCustom(SystemError.AccountAlreadyInUse)
  }
  if (space > BigInt(ACCOUNT_DATA_MAX)) {
    invoke.log(`Allocate: requested ${space}, max allowed ${ACCOUNT_DATA_MAX}`)
    failCustom(SystemError.InvalidAccountDataLength)
  }
  account.setDataLength(Number(space))
}

export function assign(
  invoke: InvokeContext,
  i: number,
  address: SeededAddress,
  owner: Uint8Array,
): void {
  const account = invoke.account(i)
  if (equalBytes(account.owner, owner)) return
  if (!signs(invoke, address)) {
    invoke.log(`Assign: account ${debugText(address)} must sign`)
    fail('MissingRequiredSignature')
  }
  account.setOwner(owner)
}

/** Account 0 pays account 1, which must have no lamports. */
export function createAccount(
  invoke: InvokeContext,
  to: SeededAddress,
  { lamports, space, owner }: Pick<SystemInstruction, 'lamports' | 'space' | 'owner'>,
): void {
  if (invoke.account(1).lamports > 0n) {
    invoke.log(`Create Account: account ${debugText(to)} already in use`)
    failCustom(SystemError.AccountAlreadyInUse)
  }
  allocate(invoke, 1, to, space)
  assign(invoke, 1, to, owner)
  transfer(invoke, 0, 1, lamports)
}

/** Account 0 is created and may hold lamports; account 1 pays what is still missing, if anything (SIMD-0312). */
export function createAccountAllowPrefund(
  invoke: InvokeContext,
  { lamports, space, owner }: SystemInstruction,
): void {
  if (!invoke.transaction.features.createAccountAllowPrefund) fail('InvalidInstructionData')
  invoke.requireAccounts(lamports > 0n ? 2 : 1)
  const to = plainAddress(invoke, 0)
  allocate(invoke, 0, to, space)
  assign(invoke, 0, to, owner)
  if (lamports > 0n) transfer(invoke, 1, 0, lamports)
}

function move(invoke: InvokeContext, from: number, to: number, lamports: bigint): void {
  const source = invoke.account(from)
  if (source.data.length > 0) {
    invoke.log('Transfer: `from` must not carry data')
    fail('InvalidArgument')
  }
  if (lamports > source.lamports) {
    invoke.log(`Transfer: insufficient lamports ${source.lamports}, need ${lamports}`)
    failCustom(SystemError.ResultWithNegativeLamports)
  }
  source.subtractLamports(lamports)
  invoke.account(to).addLamports(lamports)
}

export function transfer(invoke: InvokeContext, from: number, to: number, lamports: bigint): void {
  if (!invoke.isSigner(from)) {
    invoke.log(`Transfer: \`from\` account ${addressText(invoke.key(from))} must sign`)
    fail('MissingRequiredSignature')
  }
  move(invoke, from, to, lamports)
}

/** From account 0, which is derived from account 1 with a seed, to account 2. */
export function transferWithSeed(
  invoke: InvokeContext,
  { lamports, seed, owner }: SystemInstruction,
): void {
  const base = invoke.key(1)
  if (!invoke.isSigner(1)) {
    invoke.log(`Transfer: 'from' account ${addressText(base)} must sign`)
    fail('MissingRequiredSignature')
  }
  const derived = withSeed(invoke, base, seed, owner)
  const from = invoke.key(0)
  if (!equalBytes(from, derived)) {
    invoke.log(
      `Transfer: 'from' address ${addressText(from)} does not match derived address ${addressText(derived)}`,
    )
    failCustom(SystemError.AddressWithSeedMismatch)
  }
  move(invoke, 0, 2, lamports)
}
