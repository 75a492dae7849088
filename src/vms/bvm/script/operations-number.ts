/** Arithmetic. An operand that is no number (too long, or not shortest under MINIMALDATA) is SCRIPTNUM. */
import type { ScriptError } from './errors.ts'
import type { ScriptMachine } from './machine.ts'
import { FALSE, TRUE, writeNumber } from './numbers.ts'

type Result = ScriptError | undefined
type Operation = (machine: ScriptMachine) => Result

const bool = (value: boolean): Uint8Array => (value ? TRUE : FALSE)

/** `[a] -> [f(a)]`. */
export function unary(f: (a: number) => number | boolean): Operation {
  return (machine) => {
    const a = machine.number(1)
    if (Number.isNaN(a)) return 'SCRIPTNUM'
    const result = f(a)
    const { stack } = machine
    stack[stack.length - 1] = typeof result === 'boolean' ? bool(result) : writeNumber(result)
    return undefined
  }
}

/** `[a b] -> [f(a, b)]`. */
export function binary(f: (a: number, b: number) => number | boolean): Operation {
  return (machine) => {
    const a = machine.number(2)
    const b = machine.number(1)
    if (Number.isNaN(a) || Number.isNaN(b)) return 'SCRIPTNUM'
    const result = f(a, b)
    const { stack } = machine
    stack.pop()
    stack[stack.length - 1] = typeof result === 'boolean' ? bool(result) : writeNumber(result)
    return undefined
  }
}

export function numEqualVerify(machine: ScriptMachine): Result {
  const a = machine.number(2)
  const b = machine.number(1)
  if (Number.isNaN(a) || Number.isNaN(b)) return 'SCRIPTNUM'
  if (a !== b) return 'NUMEQUALVERIFY'
  machine.stack.length -= 2
  return undefined
}

/** `[x min max] -> [min <= x < max]`. */
export function within(machine: ScriptMachine): Result {
  const x = machine.number(3)
  const min = machine.number(2)
  const max = machine.number(1)
  if (Number.isNaN(x) || Number.isNaN(min) || Number.isNaN(max)) return 'SCRIPTNUM'
  const { stack } = machine
  stack.length -= 2
  stack[stack.length - 1] = bool(min <= x && x < max)
  return undefined
}
