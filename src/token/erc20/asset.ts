/**
 * What a face shows as a token: a mint of the ledger, or the native coin. Both have the same functions; a mint has some
 * more. Every method charges for the slots it touches.
 */
import { utf8 } from '../../primitives/bytes.ts'
import type { LiveCell } from '../../state/cells.ts'
import { TOKEN_FAULTS, type TokenFault } from '../faults.ts'
import type { Holder, Mint } from '../live.ts'
import { burnUnits, mintUnits, moveUnits } from '../operations.ts'
import { U256_CODEC } from '../records.ts'
import { NATIVE_COIN_ID, TokenKind } from '../slots.ts'
import type { RunningCall } from './call.ts'
import { refuseBecause, STATIC_HALT } from './call.ts'
import { FACE_GAS } from './gas.ts'
import type { CoinHost, FaceParty, Refusal } from './types.ts'

/** A token as the functions of a face see it. */
export interface Asset {
  /** Key of allowances and permit nonces: the mint's id, or {@link NATIVE_COIN_ID}. */
  readonly id: Uint8Array
  /** The mint behind it; undefined for the native coin. */
  readonly mint: Mint | undefined
  readonly decimals: number
  name(): Uint8Array
  symbol(): Uint8Array
  totalSupply(call: RunningCall): bigint
  /** What the address shows, and what it can move. */
  balance(call: RunningCall, party: FaceParty): bigint
  allowance(call: RunningCall, owner: FaceParty, spender: FaceParty): LiveCell<bigint>
  /** Moves what {@link balance} covers; a refusal of the ledger's own rules. */
  move(call: RunningCall, from: FaceParty, to: FaceParty, amount: bigint): Refusal | undefined
}

/** A refusal that ERC-20 has no error for, in the ledger's words. */
export function refusalOf(fault: TokenFault): Refusal {
  return refuseBecause(TOKEN_FAULTS[fault])
}

function chargeWrite(call: RunningCall, holder: Holder): void {
  call.write(holder.balance === 0n && !holder.isFrozen)
}

export class MintAsset implements Asset {
  readonly id: Uint8Array
  readonly mint: Mint

  constructor(mint: Mint) {
    this.id = mint.id
    this.mint = mint
  }

  get decimals(): number {
    return this.mint.record.decimals
  }

  name(): Uint8Array {
    return utf8(this.mint.metadata.name)
  }

  symbol(): Uint8Array {
    return utf8(this.mint.metadata.symbol)
  }

  totalSupply(call: RunningCall): bigint {
    call.touch(this.mint)
    return this.mint.record.supply
  }

  balance(call: RunningCall, party: FaceParty): bigint {
    const holder = this.holder(call, party)
    call.touch(holder)
    return party.canonical ? holder.balance : 0n
  }

  allowance(call: RunningCall, owner: FaceParty, spender: FaceParty): LiveCell<bigint> {
    const cell = this.mint.allowance(owner.account.id, spender.account.id)
    call.touch(cell)
    return cell
  }

  move(call: RunningCall, from: FaceParty, to: FaceParty, amount: bigint): Refusal | undefined {
    const source = this.holder(call, from)
    const target = this.receiver(call, to)
    call.touch(target)
    call.write(false)
    chargeWrite(call, target)
    this.chargeBreaker(call)
    const fault = moveUnits(call.host.ledger, source, target, amount)
    return fault === undefined ? undefined : refusalOf(fault)
  }

  /** New units; the caller has checked who asks and the supply. */
  issue(call: RunningCall, to: FaceParty, amount: bigint): Refusal | undefined {
    const target = this.receiver(call, to)
    call.touch(target)
    call.write(false)
    chargeWrite(call, target)
    this.chargeBreaker(call)
    const fault = mintUnits(call.host.ledger, target, amount)
    return fault === undefined ? undefined : refusalOf(fault)
  }

  /** Destroys units that {@link balance} covers. */
  destroy(call: RunningCall, from: FaceParty, amount: bigint): Refusal | undefined {
    call.touch(this.mint)
    call.used += 2 * FACE_GAS.write
    this.chargeBreaker(call)
    const fault = burnUnits(call.host.ledger, this.holder(call, from), amount)
    return fault === undefined ? undefined : refusalOf(fault)
  }

  /** Where the account's units lie. */
  private holder(call: RunningCall, party: FaceParty): Holder {
    const known = party.tokenHolder
    const { id } = party.account
    if (
      known !== undefined &&
      known.id === id &&
      known.holder.mint === this.mint &&
      call.host.journal.access === undefined
    )
      return known.holder
    const holder = this.mint.holder(id)
    party.tokenHolder = { holder, id }
    return holder
  }

  /** Where units go that are sent to the account. */
  private receiver(call: RunningCall, party: FaceParty): Holder {
    const holder = this.holder(call, party)
    return holder.mayRedirect ? this.mint.receiver(party.account.id) : holder
  }

  private chargeBreaker(call: RunningCall): void {
    if (this.mint.record.hasBreaker) call.used += FACE_GAS.breaker
  }
}

const NATIVE_NAME = utf8('Native coin (ERC-20 pointer)')
const NATIVE_SYMBOL = utf8('COIN')

/** The native coin, wei: transfers move the balance itself. */
export class NativeAsset implements Asset {
  readonly coin: CoinHost
  readonly id: Uint8Array = NATIVE_COIN_ID
  readonly mint = undefined
  readonly decimals = 18

  constructor(coin: CoinHost) {
    this.coin = coin
  }

  name(): Uint8Array {
    return NATIVE_NAME
  }

  symbol(): Uint8Array {
    return NATIVE_SYMBOL
  }

  totalSupply(call: RunningCall): bigint {
    call.used += FACE_GAS.coldSlot
    return call.host.journal.supply.total
  }

  balance(call: RunningCall, party: FaceParty): bigint {
    call.used += FACE_GAS.coldSlot
    return party.canonical ? party.account.balance : 0n
  }

  allowance(call: RunningCall, owner: FaceParty, spender: FaceParty): LiveCell<bigint> {
    const parts = [TokenKind.allowance, NATIVE_COIN_ID, owner.account.id, spender.account.id]
    const cell = call.host.journal.liveCell(U256_CODEC, parts)
    call.touch(cell)
    return cell
  }

  move(call: RunningCall, from: FaceParty, to: FaceParty, amount: bigint): Refusal | undefined {
    call.used += FACE_GAS.coldSlot
    call.write(false)
    call.write(to.account.balance === 0n)
    if (from.address === call.call.guarded) return GUARDED
    if (this.coin.spendable(from) < amount) return refusalOf('SourceLocked')
    this.coin.move(from, to, amount)
    return
  }
}

/** S20: what a crossing may cost is the coin attached to it. */
export const GUARDED: Refusal = refuseBecause('coin of the sender of a crossing expected to stay')

/** The change of a static call, or a refusal that comes before it. */
export function unlessStatic(call: RunningCall): Refusal | undefined {
  return call.isStatic ? STATIC_HALT : undefined
}
