/** Simulation: view calls, gas estimates, any sender, pretended state. Nothing is signed and nothing is kept. */
import { evmCall, evmEstimateGas, executeBlock, State } from 'n-vm'
import {
  bytesToHex,
  decodeErrorResult,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  hexToBytes,
  parseEther,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { compile } from './compile.ts'
import { CHAIN_ID, check, ethereum } from './support.ts'

const { abi, bytecode } = compile('ExampleToken')
const alice = privateKeyToAccount(`0x${'a1'.repeat(32)}`)
const bob = '0x00000000000000000000000000000000000000b0'
const token = getContractAddress({ from: alice.address, nonce: 0n })
const genesis = State.genesis({
  chainId: CHAIN_ID,
  alloc: { [alice.address]: { balance: parseEther('10') } },
})
const data = encodeDeployData({ abi, bytecode, args: [parseEther('1000')] })
const deploy = await ethereum(alice, { nonce: 0, gas: 2_000_000n, data })
const { state } = executeBlock(genesis, [deploy])
const rootBefore = bytesToHex(state.root)
const to = hexToBytes(token)

// A view call: no sender, no signature, no fee.
const calldata = (functionName: string, args: readonly unknown[]) =>
  hexToBytes(encodeFunctionData({ abi, functionName, args } as never))
const view = evmCall(state, { to, data: calldata('balanceOf', [alice.address]) })
const balance = decodeFunctionResult({
  abi,
  functionName: 'balanceOf',
  data: bytesToHex(view.output),
} as never) as bigint
check(`balanceOf(alice) = ${balance}, ${view.gasUsed} gas`, balance === parseEther('1000'))

// A gas estimate is the least limit with which the call succeeds. A transaction with it goes through.
const transfer = calldata('transfer', [bob, parseEther('5')])
const from = hexToBytes(alice.address)
const estimate = evmEstimateGas(state, { from, to, data: transfer })
const gas = estimate.status === 'success' ? estimate.gas : 0n
const run = async (limit: bigint) =>
  executeBlock(state, [
    await ethereum(alice, { nonce: 1, to: token, data: bytesToHex(transfer), gas: limit }),
  ]).receipts[0]!.status
check(`transfer needs ${gas} gas`, (await run(gas)) === 'success')
check('with one gas less it fails', (await run(gas - 1n)) !== 'success')

// Impersonation: any address may be the sender. Bob has no tokens.
const refused = evmCall(state, { from: hexToBytes(bob), to, data: transfer })
const reason = decodeErrorResult({ abi, data: bytesToHex(refused.output) } as never) as {
  errorName: string
}
check(
  `from bob: ${refused.status}, ${reason.errorName}`,
  reason.errorName === 'ERC20InsufficientBalance',
)

// Overrides: what if the token were a contract that returns the caller's balance?
const code = hexToBytes('0x333160005260206000f3') // CALLER BALANCE, stored and returned
const overrides = [
  { address: to, code },
  { address: hexToBytes(bob), balance: 42n },
]
const pretended = evmCall(state, { from: hexToBytes(bob), to, overrides })
check('with overrides the call returns 42', BigInt(bytesToHex(pretended.output)) === 42n)
check('the state is as it was', bytesToHex(state.root) === rootBefore)
