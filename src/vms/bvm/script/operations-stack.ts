/** Opcodes that move, copy and compare elements. Stack depths were checked from the table; elements are never changed. */
import type { ScriptError } from './errors.ts'
import type { ScriptMachine } from './machine.ts'
import { FALSE, isTrue, TRUE, writeNumber } from './numbers.ts'

type Result = ScriptError | undefined

export function toAltStack({ stack, altStack }: ScriptMachine): Result {
  altStack.push(stack.pop()!)
  return undefined
}

export function fromAltStack({ stack, altStack }: ScriptMachine): Result {
  const item = altStack.pop()
  if (item === undefined) return 'INVALID_ALTSTACK_OPERATION'
  stack.push(item)
  return undefined
}

export function drop({ stack }: ScriptMachine): Result {
  stack.pop()
  return undefined
}

export function drop2({ stack }: ScriptMachine): Result {
  stack.length -= 2
  return undefined
}

export function dup({ stack }: ScriptMachine): Result {
  stack.push(stack[stack.length - 1]!)
  return undefined
}

export function ifDup({ stack }: ScriptMachine): Result {
  const top = stack[stack.length - 1]!
  if (isTrue(top)) stack.push(top)
  return undefined
}

export function depth({ stack }: ScriptMachine): Result {
  stack.push(writeNumber(stack.length))
  return undefined
}

/** Copies `count` elements that start `from` below the top. */
function copyUp(count: number, from: number): (machine: ScriptMachine) => Result {
  return ({ stack }) => {
    for (let i = 0; i < count; i++) stack.push(stack[stack.length - from]!)
    return undefined
  }
}

export const dup2 = copyUp(2, 2)
export const dup3 = copyUp(3, 3)
export const over2 = copyUp(2, 4)
export const over = copyUp(1, 2)

/** Moves `count` elements that start `from` below the top to the top. */
function moveUp(count: number, from: number): (machine: ScriptMachine) => Result {
  return ({ stack }) => {
    stack.push(...stack.splice(stack.length - from, count))
    return undefined
  }
}

export const rot2 = moveUp(2, 6)
export const swap2 = moveUp(2, 4)
export const rot = moveUp(1, 3)

export function swap({ stack }: ScriptMachine): Result {
  const last = stack.length - 1
  const top = stack[last]!
  stack[last] = stack[last - 1]!
  stack[last - 1] = top
  return undefined
}

export function nip({ stack }: ScriptMachine): Result {
  const top = stack.pop()!
  stack[stack.length - 1] = top
  return undefined
}

export function tuck({ stack }: ScriptMachine): Result {
  stack.splice(stack.length - 2, 0, stack[stack.length - 1]!)
  return undefined
}

/** The depth a PICK or ROLL names, or a fault. */
function namedDepth(machine: ScriptMachine): number | ScriptError {
  const at = machine.number(1)
  if (Number.isNaN(at)) return 'SCRIPTNUM'
  machine.stack.pop()
  return at < 0 || at >= machine.stack.length ? 'INVALID_STACK_OPERATION' : at
}

export function pick(machine: ScriptMachine): Result {
  const at = namedDepth(machine)
  if (typeof at === 'string') return at
  const { stack } = machine
  stack.push(stack[stack.length - 1 - at]!)
  return undefined
}

export function roll(machine: ScriptMachine): Result {
  const at = namedDepth(machine)
  if (typeof at === 'string') return at
  const { stack } = machine
  stack.push(stack.splice(stack.length - 1 - at, 1)[0]!)
  return undefined
}

export function size({ stack }: ScriptMachine): Result {
  stack.push(writeNumber(stack[stack.length - 1]!.length))
  return undefined
}

function popEqual(stack: Uint8Array[]): boolean {
  const a = stack.pop()!
  const b = stack.pop()!
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

export function equal({ stack }: ScriptMachine): Result {
  stack.push(popEqual(stack) ? TRUE : FALSE)
  return undefined
}

export function equalVerify({ stack }: ScriptMachine): Result {
  return popEqual(stack) ? undefined : 'EQUALVERIFY'
}
