/** The stake, vote and reward instructions 0xd5 to 0xdf (spec sheet 1a): operands, static rule, record; the rest is {@link StakeHost}'s. */
import { readU256 } from '../../../primitives/u256.ts'
import { ADDRESS_MASK, addressToBytes } from '../../evm-core/address.ts'
import { CONTINUE, OUT_OF_GAS, STATIC_STATE_CHANGE } from '../../evm-core/control.ts'
import type { Frame } from '../../evm-core/frame.ts'
import { OPERAND_OUT_OF_RANGE, OUT_OF_MEMORY } from './control.ts'
import type { TvmExecute } from './instructions.ts'
import type { TvmInterpreter } from './interpreter.ts'
import { ENERGY, MAX_INT64, MEMORY_LIMIT } from './prices.ts'
import type { StakeHost, WitnessVote } from './stake-host.ts'

/** One operation: operands from the top of the stack down; what it pushes. */
interface StakeOperation {
  readonly operands: number
  /** Note of its internal transaction, by resource where there is one. */
  readonly note: (resource: bigint) => string
  /** Position of the resource among the operands, of the amount, and of the other account. */
  readonly resource?: number
  readonly amount?: number
  readonly receiver?: number
  run(stakes: StakeHost, owner: Uint8Array, operands: readonly bigint[]): bigint | boolean
}

const address = (word: bigint | undefined): Uint8Array =>
  addressToBytes((word ?? 0n) & ADDRESS_MASK)

const SUFFIXES = ['Bandwidth', 'Energy', 'TronPower']
const named =
  (name: string) =>
  (resource: bigint): string =>
    `${name}For${SUFFIXES[Number(resource)] ?? 'Unknown'}`
const plain = (name: string) => () => name

/** By instruction name. */
export const STAKE_OPERATIONS: Readonly<Record<string, StakeOperation>> = {
  FREEZE: {
    operands: 3,
    note: named('freeze'),
    resource: 0,
    amount: 1,
    receiver: 2,
    run: (stakes, owner, [resource, amount, receiver]) =>
      stakes.freeze(owner, address(receiver), amount!, resource!),
  },
  UNFREEZE: {
    operands: 2,
    note: named('unfreeze'),
    resource: 0,
    receiver: 1,
    run: (stakes, owner, [resource, receiver]) =>
      stakes.unfreeze(owner, address(receiver), resource!),
  },
  WITHDRAWREWARD: {
    operands: 0,
    note: plain('withdrawReward'),
    run: (stakes, owner) => stakes.withdrawReward(owner),
  },
  FREEZEBALANCEV2: {
    operands: 2,
    note: named('freezeBalanceV2'),
    resource: 0,
    amount: 1,
    run: (stakes, owner, [resource, amount]) => stakes.freezeBalanceV2(owner, amount!, resource!),
  },
  UNFREEZEBALANCEV2: {
    operands: 2,
    note: named('unfreezeBalanceV2'),
    resource: 0,
    amount: 1,
    run: (stakes, owner, [resource, amount]) => stakes.unfreezeBalanceV2(owner, amount!, resource!),
  },
  CANCELALLUNFREEZEV2: {
    operands: 0,
    note: plain('cancelAllUnfreezeV2'),
    run: (stakes, owner) => stakes.cancelAllUnfreezeV2(owner),
  },
  WITHDRAWEXPIREUNFREEZE: {
    operands: 0,
    note: plain('withdrawExpireUnfreeze'),
    run: (stakes, owner) => stakes.withdrawExpireUnfreeze(owner),
  },
  DELEGATERESOURCE: {
    operands: 3,
    note: named('delegateResource'),
    resource: 0,
    amount: 1,
    receiver: 2,
    run: (stakes, owner, [resource, amount, receiver]) =>
      stakes.delegateResource(owner, address(receiver), amount!, resource!),
  },
  UNDELEGATERESOURCE: {
    operands: 3,
    note: named('unDelegateResource'),
    resource: 0,
    amount: 1,
    receiver: 2,
    run: (stakes, owner, [resource, amount, receiver]) =>
      stakes.undelegateResource(owner, address(receiver), amount!, resource!),
  },
}

/** Pops operands, topmost first. */
function pop(frame: Frame, count: number): bigint[] {
  const operands: bigint[] = []
  for (let i = 0; i < count; i++) operands.push(frame.stack[--frame.sp]!)
  return operands
}

/** An instruction of the table above. An amount beyond int64 is refused like any other that is too much. */
export function stakeOf(operation: StakeOperation, isStaticAllowed = false): TvmExecute {
  return (frame, machine) => {
    if (frame.isStatic && !isStaticAllowed) return STATIC_STATE_CHANGE
    const operands = pop(frame, operation.operands)
    const owner = frame.self.bytes
    const amount = operation.amount === undefined ? 0n : operands[operation.amount]!
    const resource = operation.resource === undefined ? 0n : operands[operation.resource]!
    const receiver =
      operation.receiver === undefined ? owner : address(operands[operation.receiver])
    const index = machine.internalTransactions.length
    const value = amount > MAX_INT64 ? 0n : amount
    machine.note(frame, { note: operation.note(resource), caller: owner, target: receiver, value })
    const mark = machine.journal.checkpoint()
    const isValid = amount <= MAX_INT64
    const answer = isValid && operation.run(machine.context.stakes, owner, operands)
    if (answer === false) {
      machine.journal.revert(mark)
      machine.rejectAt(index)
    }
    frame.stack[frame.sp++] = BigInt(answer)
    return CONTINUE
  }
}

/** FREEZE, UNFREEZE: static calls may use them until votes came; FREEZE also pays for a receiver that is missing. */
export function stakeV1Of(name: 'FREEZE' | 'UNFREEZE'): TvmExecute {
  const operation = STAKE_OPERATIONS[name]!
  const execute = stakeOf(operation, true)
  return (frame, machine) => {
    const { switches, world } = machine
    if (name === 'FREEZE') {
      const receiver = world.resolve(frame.stack[frame.sp - 3]! & ADDRESS_MASK)
      if (!world.exists(receiver) && !frame.charge(ENERGY.newAccount)) return OUT_OF_GAS
    }
    if (frame.isStatic && switches.ALLOW_TVM_VOTE) return STATIC_STATE_CHANGE
    if (name === 'FREEZE' && switches.UNFREEZE_DELAY_DAYS) {
      // Stake 1.0 is over: the instruction answers 0 and does nothing.
      frame.sp -= 3
      frame.stack[frame.sp++] = 0n
      return CONTINUE
    }
    return execute(frame, machine)
  }
}

/** FREEZEEXPIRETIME `[target resource]`, the resource on top: seconds. */
export const freezeexpiretime: TvmExecute = (frame, machine) => {
  const [resource, target] = pop(frame, 2)
  const { stakes } = machine.context
  const time = stakes.freezeExpireTime(frame.self.bytes, address(target), resource!)
  frame.stack[frame.sp++] = time / 1000n
  return CONTINUE
}

/** One array of VOTEWITNESS in memory: a length word, which must be the length that was given, then the items. */
function readWords(frame: Frame, offset: number, length: number): bigint[] | undefined {
  if (Number(readU256(frame.view, offset)) !== length) return undefined
  const words: bigint[] = []
  for (let i = 0; i < length; i++) words.push(readU256(frame.view, offset + 32 + 32 * i))
  return words
}

const endOf = (offset: number, length: number): number => (length === 0 ? 0 : offset + length)

/** VOTEWITNESS `[witnessOffset witnessLength amountOffset amountLength]`, the last on top. */
export const votewitness: TvmExecute = (frame, machine) => {
  const [amounts, amountsAt, witnesses, witnessesAt] = pop(frame, 4).map(Number) as [
    number,
    number,
    number,
    number,
  ]
  const extra = machine.switches.ALLOW_ENERGY_ADJUSTMENT ? 32 : 0
  const end = Math.max(
    endOf(amountsAt, 32 * amounts + extra),
    endOf(witnessesAt, 32 * witnesses + extra),
  )
  // Before the adjustment the last item lies one word beyond what is paid for.
  const read = 32 + Math.max(amountsAt + 32 * amounts, witnessesAt + 32 * witnesses)
  if (end > MEMORY_LIMIT || read > MEMORY_LIMIT + 32) return OUT_OF_MEMORY
  if (!frame.charge(frame.expansionCost(end))) return OUT_OF_GAS
  if (frame.isStatic) return STATIC_STATE_CHANGE
  frame.allocate(Math.ceil(Math.max(end, read) / 32) * 32)
  const addresses = readWords(frame, witnessesAt, witnesses)
  const counts = readWords(frame, amountsAt, amounts)
  if (addresses === undefined || counts === undefined) return OPERAND_OUT_OF_RANGE
  return vote(frame, machine, addresses, counts)
}

function vote(
  frame: Frame,
  machine: TvmInterpreter,
  addresses: readonly bigint[],
  counts: readonly bigint[],
): number {
  const owner = frame.self.bytes
  const index = machine.internalTransactions.length
  machine.note(frame, { note: 'voteWitness', caller: owner, target: owner })
  const isValid = addresses.length === counts.length && counts.every((count) => count <= MAX_INT64)
  const votes: WitnessVote[] = addresses.map((witness, i) => ({
    witness: address(witness),
    count: counts[i] ?? 0n,
  }))
  const mark = machine.journal.checkpoint()
  const done = isValid && machine.context.stakes.voteWitness(owner, votes)
  if (!done) {
    machine.journal.revert(mark)
    machine.rejectAt(index)
  }
  frame.stack[frame.sp++] = done ? 1n : 0n
  return CONTINUE
}
