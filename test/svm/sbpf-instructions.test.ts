/** Every instruction of every version with operands at the edges, on the interpreter, translated, and on litesvm. */
import { describe, expect, it } from 'vitest'
import { decode } from '../../src/vms/svm/sbpf/decode.ts'
import { type Executable, instructionName, VmPool } from '../../src/vms/svm/sbpf/index.ts'
import { CHECKS, Check } from '../../src/vms/svm/sbpf/instructions.ts'
import { Assembler } from '../support/sbpf/assembler.ts'
import { buildElf } from '../support/sbpf/elf-builder.ts'
import { judgeProgram, newTally } from '../support/sbpf/judge.ts'
import { newPeer } from '../support/sbpf/peer.ts'

const VALUES = [
  0n,
  1n,
  2n,
  33n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x1_0000_0000n,
  0x7fff_ffff_ffff_ffffn,
  0x8000_0000_0000_0000n,
  0xffff_ffff_ffff_ffffn,
  0x0123_4567_89ab_cdefn,
]
const IMMEDIATES = [1, -1, 3, 0x7fffffff, -0x80000000, 0x1234, -300]

const storeOp = (version: number) => (version === 2 ? 0x9f : 0x7b)

/** Heap from its start is returned; r9 points at it. */
function finish(a: Assembler, version: number, results: number): void {
  a.constant(version, 1, 0x3_0000_0000n)
  a.constant(version, 2, BigInt(8 * results))
  a.syscall('sol_set_return_data')
  a.constant(version, 0, 0n)
  a.exit()
}

function immediates(check: number, version: number, op: number): readonly number[] {
  if (check === Check.shift32) return [0, 1, 17, 31]
  if (check === Check.shift64) return [0, 1, 31, 32, 33, 63]
  if (check === Check.endian) return [16, 32, 64]
  if (version === 2 && [0xc6, 0xd6, 0xe6, 0xf6].includes(op)) return [1, 3, -2, 0x7fffffff]
  return IMMEDIATES
}

/** All results of one ALU opcode. */
function aluProgram(version: number, op: number): Assembler {
  const a = new Assembler()
  const check = CHECKS[version]![op]!
  a.constant(version, 9, 0x3_0000_0000n)
  let results = 0
  const register = (op & 8) !== 0 && check !== Check.endian
  const trapping = [0x3c, 0x3f, 0x9c, 0x9f, 0x4e, 0x5e, 0x6e, 0x7e, 0xce, 0xde, 0xee, 0xfe]
  for (const left of VALUES) {
    const rights = register ? VALUES : immediates(check, version, op)
    for (const right of rights) {
      const divisor = BigInt.asUintN(64, BigInt(right))
      const zero = BigInt.asUintN(32, divisor) === 0n
      const minusOne = BigInt.asIntN(32, divisor) === -1n
      if (register && trapping.includes(op) && (zero || minusOne)) continue
      if (results === 120) continue
      a.constant(version, 1, left)
      if (register) a.constant(version, 2, divisor)
      a.emit(op, 1, register ? 2 : 0, 0, register ? 0 : Number(right))
      a.emit(storeOp(version), 9, 1, 8 * results++)
    }
  }
  finish(a, version, results)
  return a
}

function jumpProgram(version: number, op: number): Assembler {
  const a = new Assembler()
  a.constant(version, 9, 0x3_0000_0000n)
  let results = 0
  const register = (op & 8) !== 0
  for (const left of VALUES) {
    for (const right of register ? VALUES : [0, ...IMMEDIATES]) {
      if (results === 120) continue
      a.constant(version, 1, left)
      if (register) a.constant(version, 2, BigInt(right))
      a.emit(0xb7, 3, 0, 0, 1)
      a.emit(op, 1, register ? 2 : 0, 1, register ? 0 : Number(right))
      a.emit(0xb7, 3, 0, 0, 2)
      a.emit(storeOp(version), 9, 3, 8 * results++)
    }
  }
  finish(a, version, results)
  return a
}

/** Loads and stores of every width at odd offsets of the heap, the stack, the input and the program. */
function memoryProgram(version: number): Assembler {
  const second = version === 2
  const loads = second ? [0x2c, 0x3c, 0x8c, 0x9c] : [0x71, 0x69, 0x61, 0x79]
  const registers = second ? [0x2f, 0x3f, 0x8f, 0x9f] : [0x73, 0x6b, 0x63, 0x7b]
  const constants = second ? [0x27, 0x37, 0x87, 0x97] : [0x72, 0x6a, 0x62, 0x7a]
  const a = new Assembler()
  a.constant(version, 9, 0x3_0000_0000n)
  a.constant(version, 8, 0x3_0000_0803n)
  a.constant(version, 7, 0xfedc_ba98_7654_3210n)
  const readable = version === 3 ? 0n : 0x1_0000_0001n
  let results = 0
  for (const [i, op] of [...registers, ...constants].entries()) {
    a.emit(op, 8, 7, 16 * i - 3, -0x1234567)
    a.emit(op, 10, 7, -100 - 16 * i, 0x7654321)
  }
  for (const op of loads) {
    for (let i = 0; i < 8; i++) {
      a.emit(op, 1, 8, 16 * i - 3)
      a.emit(storeOp(version), 9, 1, 8 * results++)
      a.emit(op, 1, 10, -100 - 16 * i)
      a.emit(storeOp(version), 9, 1, 8 * results++)
    }
    for (const address of [readable, 0x4_0000_0003n, 0x4_0000_0008n]) {
      a.constant(version, 2, address)
      a.emit(op, 1, 2, 1)
      a.emit(storeOp(version), 9, 1, 8 * results++)
    }
  }
  finish(a, version, results)
  return a
}

const NAMES = ['0', '1', '2', '3']

describe.each(NAMES)('sBPF version %s', (name) => {
  const version = Number(name)
  const peer = newPeer()
  const pool = new VmPool({ translateAfter: 0 })
  const check = (a: Assembler) => {
    const tally = newTally()
    const elf = buildElf(version, a.build(), { rodata: new Uint8Array(32).fill(0x5a) })
    const data = Uint8Array.of(1, 2, 3, 250, 251)
    const wrong = judgeProgram(peer, { version, elf, data, units: 5000 }, tally, [undefined, pool])
    expect(wrong).toBeUndefined()
    return [...tally.outcomes.keys()][0]
  }
  const opcodes = [...CHECKS[version]!.entries()].filter(([, check]) => check !== Check.unknown)
  const memory = (op: number) => {
    const kind = op & 7
    if (version !== 2) return kind >= 1 && kind <= 3
    return [0x2c, 0x3c, 0x8c, 0x9c].includes(op)
  }

  it('computes like the peer', () => {
    let compared = 0
    for (const [op, kind] of opcodes) {
      const plain = [Check.none, Check.nonzero, Check.shift32, Check.shift64, Check.endian]
      const alu = ([...plain, Check.addFrame] as number[]).includes(kind)
      if (!alu || memory(op) || op === 0x95) continue
      expect(check(aluProgram(version, op)), `opcode 0x${op.toString(16)}`).toBe('success')
      compared++
    }
    expect(compared).toBe([52, 52, 62, 52][version])
  })

  it('compares like the peer', () => {
    let compared = 0
    for (const [op, kind] of opcodes) {
      if (kind !== Check.jump) continue
      expect(check(jumpProgram(version, op)), `opcode 0x${op.toString(16)}`).toBe('success')
      compared++
    }
    expect(compared).toBe(version === 3 ? 45 : 23)
  })

  it('has a name for every opcode, one for both operand forms', () => {
    const a = new Assembler()
    for (const [op] of opcodes) a.emit(op, 0, 0, 0, 1)
    const { text } = a.build()
    const decoded = decode(text, version, new Map())
    const executable = { decoded, version, symbols: new Map() } as unknown as Executable
    const names = opcodes.map((_, i) => instructionName(executable, i))
    expect(names.every((it) => /^[a-z]+(32|64)?$/.test(it))).toBe(true)
    // Each name stands for one opcode, or for an immediate and a register form.
    const forms = new Map<string, number>()
    for (const it of names) forms.set(it, (forms.get(it) ?? 0) + 1)
    expect([...forms.values()].every((count) => count <= 2)).toBe(true)
    expect(forms.size).toBe([56, 56, 59, 67][version])
  })

  it('loads and stores like the peer', () => {
    expect(check(memoryProgram(version))).toBe('success')
  })
})
