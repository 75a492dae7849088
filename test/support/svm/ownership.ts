/**
 * Watches a transaction from frame to frame: between two borders (an instruction starts or ends) one program has run, and
 * what changed since the last border is what it changed. Asserts that it was allowed to.
 */
import { equalBytes, isZeroBytes } from '../../../src/primitives/bytes.ts'
import type { InvokeContext, RuntimeHost } from '../../../src/vms/svm/runtime/index.ts'

interface Snapshot {
  readonly lamports: bigint
  readonly owner: Uint8Array
  readonly data: Uint8Array
}

function snapshot({ transaction }: InvokeContext): Snapshot[] {
  return transaction.accounts.map(({ lamports, owner, data }) => ({
    lamports,
    owner: Uint8Array.from(owner),
    data: Uint8Array.from(data),
  }))
}

export class OwnershipWatch {
  /** Borders looked at, and changes of accounts that were found allowed. */
  borders = 0
  changes = 0
  private last: Snapshot[] = []

  /** The host with all its programs watched. */
  wrap(host: RuntimeHost): RuntimeHost {
    const around = <T>(frame: InvokeContext, run: () => T): T => {
      this.enter(frame)
      const result = run()
      this.border(frame, snapshot(frame))
      return result
    }
    return {
      ...host,
      builtins: new Map(
        [...host.builtins].map(([id, builtin]) => [
          id,
          { ...builtin, run: (frame) => around(frame, () => builtin.run(frame)) },
        ]),
      ),
      loaders: new Map(
        [...host.loaders].map(([id, run]) => [id, (frame) => around(frame, () => run(frame))]),
      ),
    }
  }

  private enter(frame: InvokeContext): void {
    const now = snapshot(frame)
    const caller = frame.transaction.stack[frame.height - 2]
    if (caller !== undefined) this.border(caller, now)
    this.last = now
  }

  private border(running: InvokeContext, now: Snapshot[]): void {
    this.borders++
    for (const [i, after] of now.entries()) this.judge(running, i, this.last[i]!, after)
    this.last = now
  }

  private judge(running: InvokeContext, index: number, before: Snapshot, after: Snapshot): void {
    const isData = !equalBytes(before.data, after.data)
    const isOwner = !equalBytes(before.owner, after.owner)
    if (!isData && !isOwner && before.lamports === after.lamports) return
    const isOwn = equalBytes(before.owner, running.programId)
    const isWritable = running.instruction.accounts.some(
      (meta) => meta.index === index && meta.writable,
    )
    const wrong =
      !isWritable ||
      (!isOwn && (isData || isOwner || after.lamports < before.lamports)) ||
      (isOwner && !isZeroBytes(after.data))
    if (wrong) throw new Error(`account ${index} changed by a program that may not`)
    this.changes++
  }
}
