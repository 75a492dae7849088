/** LOG0 to LOG4. */
import { u256ToBytes } from '../../../primitives/u256.ts'
import { CONTINUE, OUT_OF_GAS, STATIC_STATE_CHANGE } from '../control.ts'
import type { Execute } from '../opcodes.ts'

/** `[offset length topic...]`. */
export function log(topicCount: number): Execute {
  return (frame, machine) => {
    if (frame.isStatic) return STATIC_STATE_CHANGE
    const { stack } = frame
    const sp = (frame.sp -= 2 + topicCount)
    const offset = Number(stack[sp + topicCount + 1]!)
    const length = Number(stack[sp + topicCount]!)
    if (!frame.charge(machine.gas.logDataGas * length)) return OUT_OF_GAS
    if (!frame.expand(offset, length)) return OUT_OF_GAS
    const topics: Uint8Array[] = []
    for (let i = topicCount - 1; i >= 0; i--) topics.push(u256ToBytes(stack[sp + i]!))
    const entry = { address: frame.self.bytes, topics, data: frame.slice(offset, length) }
    machine.journal.log(entry)
    machine.inspector?.log?.(entry.address, entry.topics, entry.data)
    return CONTINUE
  }
}
