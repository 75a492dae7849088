/** Opcodes that decide what runs: constants, branches, verification, lock times, room for soft forks. */
import { isSequenceDisabled } from './checker.ts'
import type { ScriptError } from './errors.ts'
import { SCRIPT_FLAGS } from './flags.ts'
import type { ScriptMachine } from './machine.ts'
import { isTrue, writeNumber } from './numbers.ts'
import { Opcode } from './opcode-numbers.ts'

type Result = ScriptError | undefined

/** OP_1NEGATE and OP_1 to OP_16. */
export function constant({ stack }: ScriptMachine, opcode: number): Result {
  stack.push(writeNumber(opcode - Opcode.OP_1 + 1))
  return undefined
}

export function nop(): Result {
  return undefined
}

export function upgradableNop({ flags }: ScriptMachine): Result {
  return (flags & SCRIPT_FLAGS.DISCOURAGE_UPGRADABLE_NOPS) === 0
    ? undefined
    : 'DISCOURAGE_UPGRADABLE_NOPS'
}

/** MINIMALIF is consensus in tapscript (BIP342) and policy in segwit v0. */
function conditionFault(machine: ScriptMachine, condition: Uint8Array): Result {
  const { version, flags } = machine
  if (condition.length === 0 || (condition.length === 1 && condition[0] === 1)) return undefined
  if (version === 'tapscript') return 'TAPSCRIPT_MINIMALIF'
  if (version === 'witnessV0' && (flags & SCRIPT_FLAGS.MINIMALIF) !== 0) return 'MINIMALIF'
  return undefined
}

/** IF and NOTIF. In a branch that is not taken nothing is popped. */
export function branch(machine: ScriptMachine, opcode: number): Result {
  let isTaken = false
  if (machine.isExecuting) {
    const condition = machine.stack.pop()
    if (condition === undefined) return 'INVALID_STACK_OPERATION'
    const fault = conditionFault(machine, condition)
    if (fault !== undefined) return fault
    isTaken = isTrue(condition) === (opcode === Opcode.IF)
  }
  machine.enterBranch(isTaken)
  return undefined
}

export function otherwise(machine: ScriptMachine): Result {
  return machine.switchBranch() ? undefined : 'UNBALANCED_CONDITIONAL'
}

export function endBranch(machine: ScriptMachine): Result {
  return machine.leaveBranch() ? undefined : 'UNBALANCED_CONDITIONAL'
}

export function verify({ stack }: ScriptMachine): Result {
  if (!isTrue(stack[stack.length - 1]!)) return 'VERIFY'
  stack.pop()
  return undefined
}

export function opReturn(): Result {
  return 'OP_RETURN'
}

/** BIP65. The element stays. */
export function checkLockTime(machine: ScriptMachine): Result {
  if ((machine.flags & SCRIPT_FLAGS.CHECKLOCKTIMEVERIFY) === 0) return undefined
  if (machine.stack.length < 1) return 'INVALID_STACK_OPERATION'
  // Five bytes: lock times have 32 bits without a sign.
  const lockTime = machine.number(1, 5)
  if (Number.isNaN(lockTime)) return 'SCRIPTNUM'
  if (lockTime < 0) return 'NEGATIVE_LOCKTIME'
  return machine.checker?.isLockTimeReached(lockTime) ? undefined : 'UNSATISFIED_LOCKTIME'
}

/** BIP112. The element stays. */
export function checkSequence(machine: ScriptMachine): Result {
  if ((machine.flags & SCRIPT_FLAGS.CHECKSEQUENCEVERIFY) === 0) return undefined
  if (machine.stack.length < 1) return 'INVALID_STACK_OPERATION'
  const sequence = machine.number(1, 5)
  if (Number.isNaN(sequence)) return 'SCRIPTNUM'
  if (sequence < 0) return 'NEGATIVE_LOCKTIME'
  if (isSequenceDisabled(sequence)) return undefined
  return machine.checker?.isSequenceReached(sequence) ? undefined : 'UNSATISFIED_LOCKTIME'
}
