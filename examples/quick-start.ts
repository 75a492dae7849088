/** The example of README.md, word for word; test/readme.test.ts compares them. */
import { executeBlock, State } from 'n-vm'
import { parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

const alice = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const bob = '0x00000000000000000000000000000000000000b0'

const genesis = State.genesis({
  chainId: 1337,
  alloc: { [alice.address]: { balance: parseEther('10') } },
})

const signed = await alice.signTransaction({
  chainId: 1337,
  nonce: 0,
  to: bob,
  value: parseEther('1'),
  gas: 21_000n,
  maxFeePerGas: 1n,
  maxPriorityFeePerGas: 0n,
})

const { state, receipts } = executeBlock(
  genesis,
  [{ kind: 'ethereum', bytes: Buffer.from(signed.slice(2), 'hex') }],
  { number: 1n, timestamp: 1_760_000_000n },
)

console.log(receipts[0]?.status, Buffer.from(state.root).toString('hex')) // success, and the same root on every machine
