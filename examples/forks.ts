/** Two futures of one state. A handle never changes, a fork costs nothing, and release gives memory back. */
import { executeBlock, legacyId, Namespace, NVmError, nobleCrypto, State } from 'n-vm'
import { bytesToHex, hexToBytes, parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { CHAIN_ID, check, ethereum } from './support.ts'

const alice = privateKeyToAccount(`0x${'a1'.repeat(32)}`)
const bob = '0x00000000000000000000000000000000000000b0'
const genesis = State.genesis({
  chainId: CHAIN_ID,
  alloc: { [alice.address]: { balance: parseEther('10') } },
})
const balance = (state: State) =>
  state.account(legacyId(nobleCrypto, Namespace.evm, hexToBytes(bob)))?.balance ?? 0n

const one = await ethereum(alice, { nonce: 0, to: bob, value: parseEther('1') })
const seven = await ethereum(alice, { nonce: 0, to: bob, value: parseEther('7') })

// The same state executed twice: each block makes a handle of its own.
const left = executeBlock(genesis, [one]).state
const right = executeBlock(genesis, [seven]).state
check(`genesis  ${bytesToHex(genesis.root).slice(0, 18)}  bob has 0`, balance(genesis) === 0n)
check(
  `left     ${bytesToHex(left.root).slice(0, 18)}  bob has 1`,
  balance(left) === parseEther('1'),
)
check(
  `right    ${bytesToHex(right.root).slice(0, 18)}  bob has 7`,
  balance(right) === parseEther('7'),
)

// A fork is another handle on the same state; each is released by itself.
const fork = left.fork()
left.release()
check('a fork outlives the handle it was made from', balance(fork) === parseEther('1'))
let released = false
try {
  left.account(new Uint8Array(32))
} catch (error) {
  released = error instanceof NVmError && error.codeName === 'StateReleased'
}
check('a released handle throws StateReleased', released)

const before = right.memory().tree
genesis.release()
fork.release()
check(`tree memory stays bounded: ${before} bytes`, right.memory().tree <= before)
