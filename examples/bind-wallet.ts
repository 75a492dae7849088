/**
 * An identity takes in an Ethereum wallet by proof of control. Afterwards both speak for one account and one balance:
 * the wallet by raw Ethereum transactions, the identity by envelopes; and the identity can revoke the wallet.
 */
import {
  Algorithm,
  encodeEvmPayload,
  encodeNativePayload,
  evmBindingText,
  executeBlock,
  Namespace,
  nobleCrypto,
  parentContext,
  registrationDigest,
  State,
  type Transaction,
} from 'n-vm'
import { formatEther, hexToBytes, parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { CHAIN_ID, check, ethereum, Identity, statusOf } from './support.ts'

const carol = new Identity(0xca)
const wallet = privateKeyToAccount(`0x${'a1'.repeat(32)}`)
const walletAddress = hexToBytes(wallet.address)
const bob = '0x00000000000000000000000000000000000000b0'
let state = State.genesis({
  chainId: CHAIN_ID,
  accounts: [{ id: carol.id, balance: parseEther('1') }],
  alloc: { [wallet.address]: { balance: parseEther('5') } },
})
const chain = { chainId: BigInt(CHAIN_ID), genesisRoot: parentContext(state).genesisRoot }
const balance = () => state.account(carol.id)?.balance ?? 0n

function run(label: string, transaction: Transaction, expected = 'success'): void {
  const { receipts, state: next } = executeBlock(state, [transaction])
  state = next
  const status = statusOf(receipts[0]!)
  check(`${label}: ${status}, carol has ${formatEther(balance())}`, status === expected)
}

// 1. The identity registers its key; the key signs that it agrees.
const key = {
  ...chain,
  id: carol.id,
  epoch: 0n,
  registrationNonce: 0n,
  algorithm: Algorithm.ed25519,
  key: carol.publicKey,
  role: 0,
}
const registration = { ...key, signature: carol.sign(registrationDigest(nobleCrypto, key)) }
run(
  'create',
  carol.envelope(state, encodeNativePayload({ operation: 'create', id: carol.id, registration })),
)

// 2. The wallet signs a text that names the identity, the chain and the epoch: any wallet can show and sign it.
const message = evmBindingText({
  ...chain,
  identity: carol.id,
  wallet: walletAddress,
  epoch: 0n,
  registrationNonce: 1n,
})
const proof = hexToBytes(await wallet.signMessage({ message }))
const evm = { namespace: Namespace.evm, address: walletAddress }
run('bind', carol.envelope(state, encodeNativePayload({ operation: 'bindAddress', ...evm, proof })))
check('the wallet brought its 5 coins', balance() === parseEther('6'))

// 3. Both spend the same balance, both are msg.sender with the wallet's address.
run('wallet pays bob 2', await ethereum(wallet, { nonce: 0, to: bob, value: parseEther('2') }))
const payment = encodeEvmPayload({ to: hexToBytes(bob), value: parseEther('1') })
run('identity pays bob 1', carol.envelope(state, payment))
check('3 coins are left', balance() === parseEther('3'))

// 4. After revocation the wallet's key is good for nothing here; the identity keeps the address.
run('revoke', carol.envelope(state, encodeNativePayload({ operation: 'revokeAddress', ...evm })))
const late = await ethereum(wallet, { nonce: 2, to: bob, value: 1n })
run('wallet tries again', late, 'rejected: AddressRevoked')
run('identity pays bob 1 again', carol.envelope(state, payment))
