/** Native engine: payload opcodes 0x01-0x0F. docs/native.md. */
import type { Engine } from '../../engine.ts'
import { NVmError } from '../../errors.ts'
import type { MachineIdentities } from '../../identity/machine.ts'
import { ZK_KEY_PARAMETERS } from '../../identity/zk/keys.ts'
import { type ChainConfig, machineParameters } from '../../state/chain-config.ts'
import { TOKEN_LEDGER_PARAMETER } from '../../token/index.ts'
import { NativeMachine } from './engine.ts'

export { NATIVE_GAS, TOKEN_GAS } from './gas.ts'
export type { NativePayload } from './payload.ts'
export { decodeNativePayload, encodeNativePayload, NativeOpcode } from './payload.ts'
export type { ProofChange } from './proof-payload.ts'
export type { SessionChange } from './session-payload.ts'
export type { TokenDetails } from './token-operations.ts'
export type { TokenInstruction, TokenInstructionKind } from './token-payload.ts'
export { TOKEN_INSTRUCTIONS } from './token-payload.ts'

export interface NativeOptions {
  /** Hooks of the other machines' sub-records, one a namespace; an address of a machine without hooks moves coin only. */
  readonly machines?: MachineIdentities
}

/** Throws InvalidChainConfig for a parameter that the machine does not know. */
function validateParameters(chain: ChainConfig): void {
  for (const [name, value] of Object.entries(machineParameters(chain, 'native'))) {
    if (name === TOKEN_LEDGER_PARAMETER && value <= 1n) continue
    if (Object.values(ZK_KEY_PARAMETERS).includes(name)) continue
    throw new NVmError(
      'InvalidChainConfig',
      `chain configuration expected parameters.native.${TOKEN_LEDGER_PARAMETER} 0 or 1, or hashes of ZK-ACE keys, got ${name} = ${value}`,
      { name },
    )
  }
}

/** The engine named `native`. */
export function createNativeEngine(options: NativeOptions = {}): Engine {
  const machines = options.machines ?? []
  return {
    name: 'native',
    opcodes: { first: 0x01, last: 0x0f },
    rawKinds: [],
    validate: validateParameters,
    open: (services) => new NativeMachine(services, machines),
  }
}
