/** Contracts of java-tron's energy tests, all proposals off: what deploying and calling them costs. */
import { hexToBytes } from '../../../src/primitives/bytes.ts'
import { ContractRet } from '../../../src/vms/tvm/vm/index.ts'
import { TronWorld } from '../../support/tron-host.ts'

export interface ScenarioStep {
  readonly op: 'deploy' | 'trigger'
  readonly code?: string
  /** Step whose contract is called. */
  readonly to?: number
  readonly data?: string
  readonly value?: number
  readonly feeLimit: number
  readonly expectEnergy?: number
  readonly expectRevert?: boolean
}

export interface Scenario {
  readonly file: string
  readonly test: string
  readonly steps: readonly ScenarioStep[]
}

export const OWNER = hexToBytes('abd4b9367799eaa3197fecb144eb71de1e049abc')
const ENERGY_FEE = 100n

/** Runs the steps in order; says of each expected energy total whether it was met. */
export function runScenario(
  scenario: Scenario,
  report: (step: number, difference: string | undefined) => void,
): void {
  const tron = new TronWorld()
  tron.fund(OWNER, 100_000_000_000_000n)
  const addresses: (Uint8Array | undefined)[] = []
  for (const [i, step] of scenario.steps.entries()) {
    const isDeploy = step.op === 'deploy'
    const to = isDeploy ? undefined : (addresses[step.to ?? 0] ?? addresses.find(Boolean))
    const result = tron.send({
      owner: OWNER,
      ...(to === undefined ? {} : { to }),
      callValue: BigInt(step.value ?? 0),
      tokenId: 0n,
      tokenValue: 0n,
      data: hexToBytes((isDeploy ? step.code : step.data) ?? ''),
      energyLimit: BigInt(step.feeLimit) / ENERGY_FEE,
      ...(isDeploy
        ? { deployment: { consumeUserResourcePercent: 100n, originEnergyLimit: 1n } }
        : {}),
    })
    addresses.push(isDeploy ? result.address : undefined)
    if (step.expectEnergy === undefined) continue
    const reverted = result.contractRet === ContractRet.REVERT
    if (result.energyUsed !== BigInt(step.expectEnergy))
      report(i, `energy ${step.expectEnergy}, got ${result.energyUsed} (${result.message})`)
    else if (step.expectRevert !== undefined && step.expectRevert !== reverted)
      report(i, `revert ${step.expectRevert}, got ${reverted}`)
    else report(i, undefined)
  }
}
