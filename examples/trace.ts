/** Traces of a token transfer: instructions as EIP-3155 records, calls as a tree. An absent inspector costs nothing. */
import { CallTracer, executeBlock, State, StructLogTracer } from 'n-vm'
import {
  bytesToHex,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  parseEther,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { compile } from './compile.ts'
import { CHAIN_ID, check, ethereum } from './support.ts'
import { table } from './table.ts'

const { abi, bytecode } = compile('ExampleToken')
const alice = privateKeyToAccount(`0x${'a1'.repeat(32)}`)
const bob = '0x00000000000000000000000000000000000000b0'
const to = getContractAddress({ from: alice.address, nonce: 0n })
const genesis = State.genesis({
  chainId: CHAIN_ID,
  alloc: { [alice.address]: { balance: parseEther('10') } },
})
const deployment = encodeDeployData({ abi, bytecode, args: [parseEther('1000')] })
const { state } = executeBlock(genesis, [
  await ethereum(alice, { nonce: 0, gas: 2_000_000n, data: deployment }),
])
const data = encodeFunctionData({ abi, functionName: 'transfer', args: [bob, parseEther('5')] })
const transactions = [await ethereum(alice, { nonce: 1, to, data })]

// One inspector a run: the same block may be executed as often as wanted.
const steps = new StructLogTracer()
const traced = executeBlock(state, transactions, {}, { inspector: steps })
const rows = steps.steps.map(({ pc, opName, gas, gasCost, depth, stack }) => [
  String(pc),
  opName,
  String(BigInt(gas)),
  String(BigInt(gasCost)),
  String(depth),
  stack.at(-1) ?? '',
])
const shown = rows.filter(([, name]) => name === 'SLOAD' || name === 'SSTORE' || name === 'LOG3')
console.log(`${steps.count} steps; storage and events:`)
console.log(table(['pc', 'op', 'gas', 'cost', 'depth', 'top of stack'], shown))
check('two stores and one event', shown.filter(([, name]) => name !== 'SLOAD').length === 3)

const calls = new CallTracer()
executeBlock(state, transactions, {}, { inspector: calls })
const root = calls.roots.at(-1)!
console.log(`\n${root.type} ${root.from} -> ${root.to}`)
console.log(`  input ${root.input.slice(0, 10)}..., gas used ${BigInt(root.gasUsed)}`)
for (const { address, topics } of root.logs) console.log(`  log of ${address}: ${topics[0]}`)
check('one frame, one Transfer event', root.calls.length === 0 && root.logs.length === 1)
check('the frame returns true', BigInt(root.output) === 1n)

const plain = executeBlock(state, transactions)
check('tracing changes nothing', bytesToHex(plain.root) === bytesToHex(traced.root))
