/**
 * What TransferFailedEnergyTest of java-tron asserts, on programs of ours: transfers of a contract to itself, to nobody
 * and of more than it has, before and after Constantinople.
 */
import { bytesToHex, concatBytes } from '../../../src/primitives/bytes.ts'
import type { SwitchName } from '../../../src/vms/tvm/vm/index.ts'
import { ContractRet } from '../../../src/vms/tvm/vm/index.ts'
import { code, type Part } from '../../support/evm-dsl.ts'
import { Bench, OWNER, resultName } from './contracts.ts'

const NOBODY = BigInt(`0x${'99'.repeat(20)}`)
const SENDER = BigInt(`0x${bytesToHex(OWNER)}`)
const TOKEN = 1_000_001
const CALLTOKEN = Uint8Array.of(0xd0)

/** Init code of a runtime; RETURN, STOP before it, as the machine looked for it before Constantinople. */
export function deployer(runtime: Uint8Array): string {
  const head = (offset: number) =>
    code(runtime.length, 'DUP1', offset, 0, 'CODECOPY', 0, 'RETURN', 'STOP')
  return bytesToHex(concatBytes(head(head(0).length), runtime))
}

/** What leaves 0 on the stack reverts, as `transfer`, `require` and `new` make it. */
function checked(...parts: readonly Part[]): Uint8Array {
  const body = code(...parts)
  return concatBytes(body, code(body.length + 8, 'JUMPI', 0, 0, 'REVERT', 'JUMPDEST', 'STOP'))
}

const pay = (target: Part, value: number, gas: Part = 0): readonly Part[] => [
  ...[0, 0, 0, 0, value, target, gas],
  'CALL',
]

/** By the names of that test's functions. */
const IMPOSSIBLE: Readonly<Record<string, Uint8Array>> = {
  'testTransferTrxSelf()': checked(...pay('ADDRESS', 1)),
  'testSendTrxSelf()': code(...pay('ADDRESS', 1), 'POP', 'STOP'),
  'testSuicideNonexistentTarget(address)': code(NOBODY, 'SELFDESTRUCT'),
  'testTransferTrxNonexistentTarget(address)': checked(...pay(NOBODY, 1)),
  'testCallTrxNonexistentTarget(address)': checked(...pay(NOBODY, 1, 'GAS')),
}

const INSUFFICIENT: Readonly<Record<string, Uint8Array>> = {
  'testTransferTrxInsufficientBalance()': checked(...pay(SENDER, 10)),
  'testSendTrxInsufficientBalance()': code(...pay(SENDER, 10), 'POP', 'STOP'),
  'testCreateTrxInsufficientBalance()': checked(0, 0, 10, 'CREATE'),
  'testCallTrxInsufficientBalance()': checked(...pay(SENDER, 10, 'GAS')),
  'testTransferTokenInsufficientBalance(trcToken)': checked(
    ...[0, 0, 0, 0, TOKEN, 10, SENDER, 0],
    CALLTOKEN,
  ),
}

function outcome(switches: readonly SwitchName[], runtime: Uint8Array, value: bigint) {
  const bench = new Bench(switches)
  const { address } = bench.deploy(deployer(runtime), { value })
  return bench.call(address, '')
}

/** Answers by `test|what`. */
export function transferFailures(): Readonly<Record<string, () => string>> {
  const after: SwitchName[] = ['ALLOW_TVM_TRANSFER_TRC10', 'ALLOW_TVM_CONSTANTINOPLE']
  const before: SwitchName[] = ['ALLOW_TVM_TRANSFER_TRC10']
  const answers: Record<string, () => string> = {}
  for (const [name, runtime] of Object.entries(IMPOSSIBLE)) {
    answers[`AfterConstantinople|${name}`] = () => {
      const { contractRet, energyUsed } = outcome(after, runtime, 100_000n)
      return `${resultName(contractRet)} all=${energyUsed === 1_000_000n}`
    }
    answers[`BeforeConstantinople|${name}`] = () => {
      const { contractRet, energyUsed } = outcome(before, runtime, 100_000n)
      return `${resultName(contractRet)} ${energyUsed}`
    }
  }
  for (const [name, runtime] of Object.entries(INSUFFICIENT)) {
    answers[`InsufficientBalance|${name}`] = () => {
      const { contractRet } = outcome(after, runtime, 0n)
      return contractRet === ContractRet.SUCCESS ? 'SUCCESS' : resultName(contractRet)
    }
  }
  return answers
}
