/**
 * A token ledger in a page: what one mint must do, written from docs/token.md and from nothing in src/token. The random tests
 * ask both the same things.
 */
import { MAX_U64, MAX_U256 } from '../../src/primitives/u256.ts'

/** Index of one of the test's ids. */
export type Who = number

export type Command =
  | { readonly kind: 'mintTo'; readonly by: Who; readonly to: Who; readonly amount: bigint }
  | { readonly kind: 'burn'; readonly by: Who; readonly amount: bigint }
  | { readonly kind: 'transfer'; readonly by: Who; readonly to: Who; readonly amount: bigint }
  | {
      readonly kind: 'approve' | 'increaseAllowance' | 'decreaseAllowance'
      readonly by: Who
      readonly to: Who
      readonly amount: bigint
    }
  | {
      readonly kind: 'transferFrom'
      readonly by: Who
      readonly owner: Who
      readonly to: Who
      readonly amount: bigint
    }
  | { readonly kind: 'freeze' | 'thaw'; readonly by: Who; readonly to: Who }
  | {
      readonly kind: 'setAuthority'
      readonly by: Who
      readonly role: 'mint' | 'freeze'
      readonly to: Who | undefined
    }
  | { readonly kind: 'openAuxiliary'; readonly by: Who; readonly account: number }
  | {
      readonly kind: 'toAuxiliary' | 'fromAuxiliary'
      readonly by: Who
      readonly account: number
      readonly amount: bigint
    }

export class Model {
  supply = 0n
  authorities: { mint: Who | undefined; freeze: Who | undefined } = { mint: 0, freeze: 0 }
  balances: bigint[]
  frozen = new Set<Who>()
  allowances = new Map<string, bigint>()
  auxiliary = new Map<number, { owner: Who; amount: bigint }>()

  constructor(holders: number) {
    this.balances = new Array<bigint>(holders).fill(0n)
  }

  copy(): Model {
    const copy = new Model(0)
    copy.supply = this.supply
    copy.authorities = { ...this.authorities }
    copy.balances = [...this.balances]
    copy.frozen = new Set(this.frozen)
    copy.allowances = new Map(this.allowances)
    for (const [account, value] of this.auxiliary) copy.auxiliary.set(account, { ...value })
    return copy
  }

  get total(): bigint {
    let sum = 0n
    for (const balance of this.balances) sum += balance
    for (const { amount } of this.auxiliary.values()) sum += amount
    return sum
  }

  allowance(owner: Who, spender: Who): bigint {
    return this.allowances.get(`${owner} ${spender}`) ?? 0n
  }

  /** Name of the fault, or undefined. */
  apply(command: Command): string | undefined {
    switch (command.kind) {
      case 'mintTo': {
        const fault = this.may('mint', command.by)
        if (fault !== undefined) return fault
        if (command.amount > MAX_U64) return 'AmountOutOfRange'
        if (this.frozen.has(command.to)) return 'AccountFrozen'
        if (this.supply + command.amount > MAX_U64) return 'SupplyOverflow'
        this.supply += command.amount
        this.balances[command.to]! += command.amount
        return undefined
      }
      case 'burn': {
        if (command.amount > MAX_U64) return 'AmountOutOfRange'
        if (this.frozen.has(command.by)) return 'AccountFrozen'
        if (this.balances[command.by]! < command.amount) return 'InsufficientBalance'
        this.supply -= command.amount
        this.balances[command.by]! -= command.amount
        return undefined
      }
      case 'transfer':
        return this.move(command.by, command.to, command.amount)
      case 'transferFrom': {
        const { by, owner, to, amount } = command
        if (amount > MAX_U64) return 'AmountOutOfRange'
        const allowance = this.allowance(owner, by)
        if (allowance < amount) return 'InsufficientAllowance'
        const fault = this.move(owner, to, amount)
        if (fault === undefined && allowance !== MAX_U256)
          this.allowances.set(`${owner} ${by}`, allowance - amount)
        return fault
      }
      case 'approve':
        return this.allow(command.by, command.to, command.amount)
      case 'increaseAllowance': {
        const next = this.allowance(command.by, command.to) + command.amount
        return next > MAX_U256 ? 'AllowanceOverflow' : this.allow(command.by, command.to, next)
      }
      case 'decreaseAllowance': {
        const next = this.allowance(command.by, command.to) - command.amount
        return next < 0n ? 'InsufficientAllowance' : this.allow(command.by, command.to, next)
      }
      case 'freeze':
      case 'thaw': {
        const fault = this.may('freeze', command.by)
        if (fault !== undefined) return fault
        if (command.kind === 'freeze') this.frozen.add(command.to)
        else this.frozen.delete(command.to)
        return undefined
      }
      case 'setAuthority': {
        const fault = this.may(command.role, command.by)
        if (fault !== undefined) return fault
        this.authorities[command.role] = command.to
        return undefined
      }
      default:
        return this.applyAuxiliary(command)
    }
  }

  private applyAuxiliary(
    command: Extract<Command, { kind: 'openAuxiliary' | 'toAuxiliary' | 'fromAuxiliary' }>,
  ): string | undefined {
    const account = this.auxiliary.get(command.account)
    if (command.kind === 'openAuxiliary') {
      if (account === undefined)
        this.auxiliary.set(command.account, { owner: command.by, amount: 0n })
      return undefined
    }
    if (account === undefined) return undefined
    const { by, amount } = command
    if (amount > MAX_U64) return 'AmountOutOfRange'
    if (this.frozen.has(by)) return 'AccountFrozen'
    const out = command.kind === 'fromAuxiliary'
    if ((out ? account.amount : this.balances[by]!) < amount) return 'InsufficientBalance'
    account.amount += out ? -amount : amount
    this.balances[by]! += out ? amount : -amount
    return undefined
  }

  private may(role: 'mint' | 'freeze', by: Who): string | undefined {
    const authority = this.authorities[role]
    if (authority === undefined) return 'AuthorityRemoved'
    return authority === by ? undefined : 'NotAuthority'
  }

  private allow(owner: Who, spender: Who, amount: bigint): undefined {
    this.allowances.set(`${owner} ${spender}`, amount)
  }

  private move(from: Who, to: Who, amount: bigint): string | undefined {
    if (amount > MAX_U64) return 'AmountOutOfRange'
    if (this.frozen.has(from) || this.frozen.has(to)) return 'AccountFrozen'
    if (this.balances[from]! < amount) return 'InsufficientBalance'
    this.balances[from]! -= amount
    this.balances[to]! += amount
    return undefined
  }
}
