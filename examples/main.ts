/**
 * One block for two machines: Ethereum transactions signed by viem (transfers, an OpenZeppelin token, a call that
 * reverts, one with a bad nonce) beside native transfers in n-vm envelopes. Run by `npm start`; twice from the same
 * state it gives the same bytes.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import type { Receipt, Transaction } from 'n-vm'
import {
  Algorithm,
  attachCredential,
  encodeNativePayload,
  envelopeSigningDigest,
  executeBlock,
  nobleCrypto,
  State,
  selfCertifyingId,
} from 'n-vm'
import {
  bytesToHex,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  hexToBytes,
  parseEther,
  parseGwei,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { compile } from './compile.ts'
import { table } from './table.ts'

const token = compile('ExampleToken')
const alice = privateKeyToAccount(`0x${'a1'.repeat(32)}`)
const bob = privateKeyToAccount(`0x${'b0'.repeat(32)}`)

// Carol has no foreign wallet: her account's id is the hash of her Ed25519 key.
const carolSecret = new Uint8Array(32).fill(0xca)
const carolKey = ed25519.getPublicKey(carolSecret)
const carol = selfCertifyingId(nobleCrypto, Algorithm.ed25519, carolKey)
const dave = new Uint8Array(32).fill(0xda)

const chainId = 1337
const genesis = State.genesis({
  chainId,
  alloc: {
    [alice.address]: { balance: parseEther('100') },
    [bob.address]: { balance: parseEther('50') },
  },
  accounts: [{ id: carol, balance: parseEther('10') }],
})

const fees = { maxFeePerGas: parseGwei('3'), maxPriorityFeePerGas: parseGwei('1') }
const tokenAddress = getContractAddress({ from: alice.address, nonce: 1n })

interface EthereumRequest {
  readonly nonce: number
  readonly to?: `0x${string}`
  readonly value?: bigint
  readonly data?: `0x${string}`
  readonly gas?: bigint
}

async function ethereum(account: typeof alice, request: EthereumRequest): Promise<Transaction> {
  const signed = await account.signTransaction({
    type: 'eip1559',
    chainId,
    gas: 200_000n,
    ...fees,
    ...request,
  })
  return { kind: 'ethereum', bytes: hexToBytes(signed) }
}

const transfer = (to: `0x${string}`, amount: bigint) =>
  encodeFunctionData({ abi: token.abi, functionName: 'transfer', args: [to, amount] })

function native(nonce: bigint, to: Uint8Array, amount: bigint): Transaction {
  const unsigned = {
    payload: encodeNativePayload({ operation: 'transfer', to, amount }),
    sender: carol,
    actingAddress: new Uint8Array(0),
    nonce,
    gasLimit: 50_000n,
    ...fees,
    chainId: BigInt(chainId),
    genesisRoot: genesis.root,
    lastValidBlock: 0n,
    contextTag: new Uint8Array(16),
    algorithm: Algorithm.ed25519,
  }
  const signature = ed25519.sign(envelopeSigningDigest(nobleCrypto, unsigned), carolSecret)
  return { kind: 'envelope', bytes: attachCredential(unsigned, { publicKey: carolKey, signature }) }
}

const labelled: [string, Transaction][] = [
  [
    'alice pays bob 1 coin',
    await ethereum(alice, { nonce: 0, to: bob.address, value: parseEther('1') }),
  ],
  [
    'alice deploys ExampleToken',
    await ethereum(alice, {
      nonce: 1,
      gas: 2_000_000n,
      data: encodeDeployData({
        abi: token.abi,
        bytecode: token.bytecode,
        args: [parseEther('1000')],
      }),
    }),
  ],
  [
    'alice sends bob 10 EXT',
    await ethereum(alice, {
      nonce: 2,
      to: tokenAddress,
      data: transfer(bob.address, parseEther('10')),
    }),
  ],
  ['carol pays dave 2 coins (native)', native(0n, dave, parseEther('2'))],
  [
    'bob sends alice 4 EXT',
    await ethereum(bob, {
      nonce: 0,
      to: tokenAddress,
      data: transfer(alice.address, parseEther('4')),
    }),
  ],
  [
    'bob sends 99 EXT he has not',
    await ethereum(bob, {
      nonce: 1,
      to: tokenAddress,
      data: transfer(alice.address, parseEther('99')),
    }),
  ],
  [
    'bob with a nonce from the future',
    await ethereum(bob, { nonce: 9, to: alice.address, value: 1n }),
  ],
  ['carol pays dave again (native)', native(1n, dave, parseEther('0.5'))],
  ['carol replays her first transfer', native(0n, dave, parseEther('2'))],
]

const block = {
  number: 1n,
  timestamp: 1_760_000_000n,
  baseFeePerGas: parseGwei('1'),
  gasLimit: 30_000_000n,
}
const run = () =>
  executeBlock(
    genesis,
    labelled.map(([, transaction]) => transaction),
    block,
  )

const coin = (wei: bigint) => (Number(wei / 10n ** 9n) / 1e9).toFixed(9)
const outcome = (receipt: Receipt) => (receipt.error === undefined ? '' : receipt.error.name)

const first = run()
console.log(
  table(
    ['#', 'transaction', 'machine', 'status', 'gas', 'fee (coin)', 'logs', 'error'],
    first.receipts.map((receipt, index) => [
      String(index),
      labelled[index]![0],
      receipt.machine ?? '-',
      receipt.status,
      String(receipt.gasUsed),
      coin(receipt.fee.paid),
      String(receipt.logs.length),
      outcome(receipt),
    ]),
  ),
)
console.log(`\nroot before  ${bytesToHex(genesis.root)}`)
console.log(`root after   ${bytesToHex(first.root)}`)
console.log(`gas used     ${first.gasUsed}`)

const second = run()
const plain = (_: string, value: unknown) =>
  typeof value === 'bigint' ? `${value}n` : value instanceof Uint8Array ? bytesToHex(value) : value
const same =
  bytesToHex(first.root) === bytesToHex(second.root) &&
  JSON.stringify(first.receipts, plain) === JSON.stringify(second.receipts, plain)
console.log(`run again    ${same ? 'same root, same receipts' : 'DIFFERENT'}`)
if (!same) process.exitCode = 1
