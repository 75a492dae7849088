/** Export and import: a state as one stream of bytes, checked against its root when it is read back. */
import { executeBlock, exportState, importState, NVmError, nobleCrypto, State } from 'n-vm'
import { bytesToHex, encodeDeployData, getContractAddress, parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { compile } from './compile.ts'
import { CHAIN_ID, check, ethereum, statusOf } from './support.ts'

const token = compile('ExampleToken')
const alice = privateKeyToAccount(`0x${'a1'.repeat(32)}`)
const genesis = State.genesis({
  chainId: CHAIN_ID,
  alloc: { [alice.address]: { balance: parseEther('10') } },
})
const data = encodeDeployData({
  abi: token.abi,
  bytecode: token.bytecode,
  args: [parseEther('1000')],
})
const deployed = executeBlock(genesis, [await ethereum(alice, { nonce: 0, gas: 2_000_000n, data })])
const { state } = deployed
check(`deployment: ${statusOf(deployed.receipts[0]!)}`, deployed.receipts[0]!.status === 'success')

// The stream comes in chunks of at most 64 KiB, for a file or a socket.
const chunks = [...exportState(state)].map((chunk) => chunk.slice())
const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
console.log(`      ${size} bytes in ${chunks.length} chunks`)

// `root` is what the reader trusts; without it the stream's own claim is checked.
const copy = importState(chunks, { crypto: nobleCrypto, root: state.root })
check(`same root ${bytesToHex(copy.root)}`, bytesToHex(copy.root) === bytesToHex(state.root))

// The copy has the contract's code and storage: the next block is the same on both.
const to = getContractAddress({ from: alice.address, nonce: 0n })
const call = await ethereum(alice, { nonce: 1, to, data: '0x18160ddd' }) // totalSupply()
const here = executeBlock(state, [call])
const there = executeBlock(copy, [call])
check(
  `totalSupply() says ${BigInt(bytesToHex(there.receipts[0]!.output))}`,
  BigInt(bytesToHex(there.receipts[0]!.output)) === parseEther('1000'),
)
check('the next root is the same', bytesToHex(here.root) === bytesToHex(there.root))

const forged = chunks.map((chunk) => chunk.slice())
forged[0]![200]! ^= 1
let refused = ''
try {
  importState(forged, { crypto: nobleCrypto, root: state.root })
} catch (error) {
  if (error instanceof NVmError) refused = error.codeName
}
check(`one changed bit is refused: ${refused}`, refused !== '')
