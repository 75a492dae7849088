/** Native engine: payload opcodes 0x01-0x0F. docs/native.md. */
import type { Engine } from '../../engine.ts'
import type { MachineIdentities } from '../../identity/machine.ts'
import { NativeMachine } from './engine.ts'

export { NATIVE_GAS } from './gas.ts'
export type { NativePayload } from './payload.ts'
export { decodeNativePayload, encodeNativePayload, NativeOpcode } from './payload.ts'

export interface NativeOptions {
  /** Hooks of the other machines' sub-records, one a namespace; an address of a machine without hooks moves coin only. */
  readonly machines?: MachineIdentities
}

/** The engine named `native`. */
export function createNativeEngine(options: NativeOptions = {}): Engine {
  const machines = options.machines ?? []
  return {
    name: 'native',
    opcodes: { first: 0x01, last: 0x0f },
    rawKinds: [],
    open: (services) => new NativeMachine(services, machines),
  }
}
