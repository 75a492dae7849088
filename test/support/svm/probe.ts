/** Commands of examples/programs/probe: what its instruction data says, in bytes. The order is that of its table. */

const NAMES = [
  ...['return', 'log', 'logNumbers', 'logKeys', 'logUnits', 'logData', 'setReturnData', 'answer'],
  ...['getReturnData', 'resize', 'fill', 'poke', 'pay', 'mint', 'assign', 'scribble', 'load'],
  ...['store', 'descend', 'spin', 'divide', 'arithmetic', 'jump', 'table', 'abort', 'panic'],
  ...['hash', 'memory', 'derive', 'sysvars', 'height', 'sibling', 'bend', 'invoke', 'look'],
  'repeat',
] as const

type Name = (typeof NAMES)[number]

const u64 = (value: bigint | number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)))
  return bytes
}

function rest(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(2)
  length.writeUInt16LE(bytes.length)
  return Buffer.concat([length, bytes])
}

const command = (name: Name, ...parts: readonly (number | Uint8Array)[]): Buffer =>
  Buffer.concat([
    Buffer.of(NAMES.indexOf(name)),
    ...parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : part)),
  ])

type Int = bigint | number

export interface Call {
  /** Index of the program among the caller's accounts. */
  readonly program: number
  /** Index and flags: `w` writable, `s` signer. */
  readonly accounts: readonly (readonly [index: number, flags: '' | 's' | 'w' | 'sw'])[]
  readonly seeds?: readonly Uint8Array[]
  readonly data: Uint8Array
}

/** One builder a command; accounts by index. */
export const probe = {
  return: (value: Int) => command('return', u64(value)),
  log: (text: string | Uint8Array) => command('log', rest(text)),
  logNumbers: (a: Int, b: Int, c: Int, d: Int, e: Int) =>
    command('logNumbers', ...[a, b, c, d, e].map(u64)),
  logKeys: () => command('logKeys'),
  logUnits: () => command('logUnits'),
  logData: (a: string, b: string, c: string) => command('logData', rest(a), rest(b), rest(c)),
  setReturnData: (length: Int) => command('setReturnData', u64(length)),
  answer: (data: string | Uint8Array) => command('answer', rest(data)),
  getReturnData: (most: Int) => command('getReturnData', u64(most)),
  resize: (account: number, length: Int) => command('resize', account, u64(length)),
  fill: (account: number, from: Int, length: Int, value: number) =>
    command('fill', account, u64(from), u64(length), value),
  poke: (account: number, at: Int, value: number) => command('poke', account, u64(at), value),
  pay: (from: number, to: number, lamports: Int) => command('pay', from, to, u64(lamports)),
  mint: (to: number, lamports: Int) => command('mint', to, u64(lamports)),
  assign: (account: number, owner: number) => command('assign', account, owner),
  scribble: (account: number) => command('scribble', account),
  load: (at: Int, size: number) => command('load', u64(at), size),
  store: (at: Int, size: number, value: Int) => command('store', u64(at), size, u64(value)),
  descend: (levels: Int) => command('descend', u64(levels)),
  spin: (rounds: Int) => command('spin', u64(rounds)),
  divide: (a: Int, b: Int) => command('divide', u64(a), u64(b)),
  arithmetic: (a: Int, b: Int) => command('arithmetic', u64(a), u64(b)),
  jump: (at: Int) => command('jump', u64(at)),
  table: (which: number, a: Int, b: Int) => command('table', which, u64(a), u64(b)),
  abort: () => command('abort'),
  panic: (file: string | Uint8Array) => command('panic', rest(file)),
  hash: (a: string, b: string) => command('hash', rest(a), rest(b)),
  memory: (what: 'copy' | 'move' | 'set' | 'compare', to: Int, from: Int, length: Int) =>
    command(
      'memory',
      ['copy', 'move', 'set', 'compare'].indexOf(what),
      u64(to),
      u64(from),
      u64(length),
    ),
  derive: (a: Uint8Array, b: Uint8Array) => command('derive', rest(a), rest(b)),
  sysvars: () => command('sysvars'),
  height: () => command('height'),
  sibling: (index: Int) => command('sibling', u64(index)),
  bend: (account: number, which: number, by: Int) => command('bend', account, which, u64(by)),
  repeat: (count: number, commands: Uint8Array) => command('repeat', count, rest(commands)),
  look: (account: number) => command('look', account),
  invoke: ({ program, accounts, seeds = [], data }: Call) =>
    command(
      'invoke',
      program,
      accounts.length,
      ...accounts.flatMap(([index, flags]) => [
        index,
        (flags.includes('w') ? 1 : 0) | (flags.includes('s') ? 2 : 0),
      ]),
      seeds.length,
      ...seeds.map(rest),
      rest(data),
    ),
}
