/** Log lines of one transaction, and Solana's limit on them (solana-svm-log-collector). */

/** UTF-8 bytes of all lines together, separators not counted. */
const LOG_BYTES_MAX = 10_000
const TRUNCATED = 'Log truncated'

const NOT_PLAIN = /[^ -~]/

/** UTF-8 length of a line without encoding it. Nearly all lines are plain ASCII: one test tells. */
function utf8Length(line: string): number {
  if (!NOT_PLAIN.test(line)) return line.length
  let bytes = line.length
  for (let i = 0; i < line.length; i++) {
    const unit = line.charCodeAt(i)
    if (unit < 0x80) continue
    // A surrogate pair is 4 bytes in 2 units, so each half counts 2.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2
  }
  return bytes
}

/** Collects lines until the limit; a failed transaction keeps its lines. */
export class LogCollector {
  readonly lines: string[] = []
  private readonly bytesMax: number
  private bytes = 0
  private warned = false

  /** `bytesMax` of Infinity keeps every line. */
  constructor(bytesMax: number = LOG_BYTES_MAX) {
    this.bytesMax = bytesMax
  }

  /** The first line that reaches the limit becomes "Log truncated"; later shorter ones may still fit. */
  log(line: string): void {
    this.add(line, utf8Length(line))
  }

  /** {@link log} of a line that is known to be ASCII. */
  logPlain(line: string): void {
    this.add(line, line.length)
  }

  private add(line: string, length: number): void {
    const bytes = this.bytes + length
    if (bytes >= this.bytesMax) {
      if (this.warned) return
      this.warned = true
      this.lines.push(TRUNCATED)
      return
    }
    this.bytes = bytes
    this.lines.push(line)
  }
}
