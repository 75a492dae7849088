/** Random token commands, and how the ledger is asked for them. */
import fc from 'fast-check'
import { MAX_U64, MAX_U256 } from '../../src/primitives/u256.ts'
import {
  approve,
  burn,
  decreaseAllowance,
  freeze,
  increaseAllowance,
  type Mint,
  mintTo,
  moveUnits,
  setAuthority,
  type TokenLedger,
  thaw,
  transfer,
  transferFrom,
} from '../../src/token/index.ts'
import { id } from './lab.ts'
import type { Command } from './model.ts'

export const HOLDERS = 5
export const holder = (who: number): Uint8Array => id(who + 1)
export const auxiliary = (account: number): Uint8Array => id(0xa0 + account)

const who = fc.integer({ min: 0, max: HOLDERS - 1 })
const account = fc.integer({ min: 0, max: 2 })
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: 0n, max: 100n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: MAX_U64 }) },
  { weight: 1, arbitrary: fc.constantFrom(MAX_U64, MAX_U64 + 1n) },
)
const wide = fc.oneof(amount, fc.constantFrom(MAX_U256, MAX_U256 - 1n))
const kind = <const T extends string>(...names: T[]) => fc.constantFrom<T>(...names)

export const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: kind('mintTo'), by: fc.constant(0), to: who, amount }),
  },
  fc.record({ kind: kind('mintTo'), by: who, to: who, amount }),
  fc.record({ kind: kind('burn'), by: who, amount }),
  { weight: 4, arbitrary: fc.record({ kind: kind('transfer'), by: who, to: who, amount }) },
  fc.record({
    kind: kind('approve', 'increaseAllowance', 'decreaseAllowance'),
    by: who,
    to: who,
    amount: wide,
  }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: kind('transferFrom'), by: who, owner: who, to: who, amount }),
  },
  fc.record({ kind: kind('freeze', 'thaw'), by: fc.constantFrom(0, 0, 1), to: who }),
  fc.record({
    kind: kind('setAuthority'),
    by: who,
    role: kind('mint', 'freeze'),
    to: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.option(who, { nil: undefined })),
  }),
  fc.record({ kind: kind('openAuxiliary'), by: who, account }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('toAuxiliary', 'fromAuxiliary'), by: who, account, amount }),
  },
)

/** What the ledger says to a command. */
export function ask(ledger: TokenLedger, mint: Mint, command: Command): string | undefined {
  const by = holder(command.by)
  switch (command.kind) {
    case 'mintTo':
      return mintTo(ledger, mint, by, holder(command.to), command.amount)
    case 'burn':
      return burn(ledger, mint, by, command.amount)
    case 'transfer':
      return transfer(ledger, mint, by, holder(command.to), command.amount)
    case 'approve':
      return approve(ledger, mint, by, holder(command.to), command.amount)
    case 'increaseAllowance':
      return increaseAllowance(ledger, mint, by, holder(command.to), command.amount)
    case 'decreaseAllowance':
      return decreaseAllowance(ledger, mint, by, holder(command.to), command.amount)
    case 'transferFrom': {
      const { owner, to, amount } = command
      return transferFrom(ledger, mint, by, holder(owner), holder(to), amount)
    }
    case 'freeze':
      return freeze(ledger, mint, by, holder(command.to))
    case 'thaw':
      return thaw(ledger, mint, by, holder(command.to))
    case 'setAuthority': {
      const { role, to } = command
      const next = to === undefined ? undefined : { id: holder(to), address: undefined }
      return setAuthority(ledger, mint, by, role, next)
    }
    default:
      return askAuxiliary(ledger, mint, command)
  }
}

function askAuxiliary(
  ledger: TokenLedger,
  mint: Mint,
  command: Extract<Command, { kind: 'openAuxiliary' | 'toAuxiliary' | 'fromAuxiliary' }>,
): string | undefined {
  const address = auxiliary(command.account)
  const by = holder(command.by)
  const account = ledger.tokenAccount(address)
  if (command.kind === 'openAuxiliary') {
    if (account !== undefined) return undefined
    ledger.putTokenAccount(address, {
      mint: mint.id,
      owner: by,
      holder: by,
      isAlias: false,
      amount: 0n,
      isFrozen: false,
      delegate: undefined,
      delegatedAmount: 0n,
      closeAuthority: undefined,
      nativeReserve: undefined,
    })
    return undefined
  }
  if (account === undefined) return undefined
  const pockets = [mint.holder(by), ledger.pocketOf(account)] as const
  const [from, to] = command.kind === 'toAuxiliary' ? pockets : [pockets[1], pockets[0]]
  return moveUnits(ledger, from, to, command.amount)
}
