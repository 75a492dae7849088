/**
 * Tron as Tron runs it, offline: TronWeb builds and signs every transaction, n-vm executes the blocks, and TronWeb reads the
 * receipts back from a node that is only a function call away. No socket is opened: the block header that TronWeb would ask
 * a node for comes from the state.
 */
import type { Receipt, TronDetails } from 'n-vm'
import {
  createTvmEngine,
  executeBlock,
  State,
  tronAccount,
  tronBlockHeader,
  tronContractRetName,
  tronDetails,
  tronTransactionInfoJson,
  tvmCall,
} from 'n-vm'
import { providers, TronWeb, utils } from 'tronweb'
import { compile } from './compile.ts'
import { check, statusOf } from './support.ts'
import { table } from './table.ts'

const TRX = 1_000_000
const KEYS = ['01', '02', '03', '04'].map((byte) => byte.padStart(64, '0'))
const engines = [createTvmEngine()]

/** Answers TronWeb's questions about receipts from memory. */
class Node extends providers.HttpProvider {
  readonly infos = new Map<string, Readonly<Record<string, unknown>>>()
  constructor() {
    super('http://n-vm.invalid')
  }
  override async isConnected(): Promise<boolean> {
    return true
  }
  override async request<T>(url: string, payload: { value?: string } = {}): Promise<T> {
    if (url !== 'wallet/gettransactioninfobyid') throw new Error(`no answer to ${url}`)
    return (this.infos.get(payload.value ?? '') ?? {}) as T
  }
}

const node = new Node()
const tronWeb = new TronWeb({ fullNode: node, solidityNode: node, privateKey: KEYS[0]! })
const [alice, bob, carol, dave] = KEYS.map((key) => TronWeb.address.fromPrivateKey(key) as string)
const builder = tronWeb.transactionBuilder
const hexAddress = (address: string) => TronWeb.address.toHex(address)
/** The 20 bytes that the machine uses, from text or hex. */
const bytesOf = (address: string) => Buffer.from(hexAddress(address).slice(2), 'hex')

const block = { number: 0n, timestamp: 1_760_000_000n }
let state = State.genesis({
  chainId: 1337,
  engines,
  ...block,
  tron: {
    accounts: { [alice!]: 20_000 * TRX, [bob!]: 1_000 * TRX, [carol!]: 10 * TRX },
    tokens: [{ owner: alice!, name: 'ExampleAsset', abbr: 'EXA', totalSupply: 1_000_000 }],
  },
})

/** What a builder method gives back, whatever the contract's type. */
type Built = { txID: string; contract_address?: unknown }

/** What every builder method takes instead of asking a node. */
const offline = () => ({
  blockHeader: tronBlockHeader(state, { timestamp: block.timestamp + 3n }) as never,
})

/** Serialised with its signatures, as a wallet broadcasts it. */
function broadcastBytes(signed: { signature: string[] }): Uint8Array {
  const message = utils.transaction.txJsonToPb(signed as never)
  for (const hex of signed.signature) message.addSignature(Uint8Array.from(Buffer.from(hex, 'hex')))
  return message.serializeBinary()
}

const rows: string[][] = []

/** Signs with the keys, executes a block of this one transaction, and reads the receipt back through TronWeb. */
async function send(what: string, built: Built, ...keys: string[]) {
  let signed: Built & { signature?: string[] } = built
  const isMulti = keys.length > 1
  for (const key of keys)
    signed = (await tronWeb.trx.sign(signed as never, key, isMulti, isMulti)) as never
  block.number++
  block.timestamp += 3n
  const transactions = [
    { kind: 'tron' as const, bytes: broadcastBytes(signed as { signature: string[] }) },
  ]
  const result = executeBlock(state, transactions, block, { engines })
  state = result.state
  const receipt = result.receipts[0] as Receipt
  const details = tronDetails(receipt)
  if (details === undefined) {
    check(`${what}: ${statusOf(receipt)}`, false)
    throw new Error(receipt.error?.message)
  }
  check(`${what}: ${statusOf(receipt)}, hash is TronWeb's txID`, same(receipt, built.txID))
  node.infos.set(built.txID, tronTransactionInfoJson(receipt, block))
  rows.push(row(what, details))
  return { receipt, details, info: await tronWeb.trx.getUnconfirmedTransactionInfo(built.txID) }
}

const same = (receipt: Receipt, id: string) => Buffer.from(receipt.hash).toString('hex') === id

const row = (what: string, details: TronDetails) => [
  what,
  tronContractRetName(details.contractRet),
  ...[details.energyUsage, details.originEnergyUsage, details.energyFee].map(String),
  ...[details.netUsage, details.netFee, details.fee].map(String),
]

// 1. TRX
await send('transfer of TRX', await builder.sendTrx(bob!, 5 * TRX, alice!, offline()), KEYS[0]!)

// 2. A TRC-20: OpenZeppelin's ERC20, compiled with npm solc
const token = compile('ExampleToken')
const deployment = await builder.createSmartContract(
  {
    abi: token.abi as never,
    bytecode: token.bytecode.slice(2),
    name: 'ExampleToken',
    parameters: [1_000_000],
    feeLimit: 1_000 * TRX,
    callValue: 0,
    userFeePercentage: 100,
    originEnergyLimit: 10_000_000,
    ...offline(),
  },
  alice,
)
const deployed = await send('deployment of a TRC-20', deployment, KEYS[0]!)
const tokenAddress = TronWeb.address.fromHex(deployment.contract_address as string)
check(
  'TronWeb knew the address of the contract before',
  deployed.info.contract_address === deployment.contract_address,
)

/** A call built without a node. */
async function call(from: string, contract: string, text: string, values: unknown[], options = {}) {
  const { transaction } = await builder.triggerSmartContract(
    contract,
    text,
    { txLocal: true, feeLimit: 100 * TRX, callValue: 0, ...offline(), ...options } as never,
    values as never,
    from,
  )
  return transaction
}

// 3. A call, its event decoded by TronWeb
const payment = [
  { type: 'address', value: bob },
  { type: 'uint256', value: 2_500 },
]
const paid = await send(
  'transfer of TRC-20',
  await call(alice!, tokenAddress, 'transfer(address,uint256)', payment),
  KEYS[0]!,
)
const [log] = paid.info.log
const amount = utils.abi.decodeParams(['amount'], ['uint256'], `0x${log?.data}`, false) as {
  amount: bigint
}
check(`TronWeb decodes the event: Transfer of ${amount.amount}`, amount.amount === 2_500n)
check('and the returned value', BigInt(`0x${paid.info.contractResult[0]}`) === 1n)

const balanceOf = (who: string) => {
  const data = Buffer.from(`70a08231${hexAddress(who).slice(2).padStart(64, '0')}`, 'hex')
  const { output } = tvmCall(state, { to: bytesOf(tokenAddress), data })
  return BigInt(`0x${Buffer.from(output).toString('hex')}`)
}
check('constant call: balanceOf(bob) is 2500', balanceOf(bob!) === 2_500n)

// 4. Several signatures: alice lets bob and carol act together
const operations = '7fff1fc0033ef30f'.padEnd(64, '0')
const keysOf = (...addresses: string[]) => addresses.map((address) => ({ address, weight: 1 }))
const permissions = await builder.updateAccountPermissions(
  alice!,
  { type: 0, permission_name: 'owner', threshold: 1, keys: keysOf(alice!) } as never,
  null as never,
  [
    {
      type: 2,
      permission_name: 'together',
      threshold: 2,
      operations,
      keys: keysOf(bob!, carol!),
    },
  ] as never,
  offline(),
)
await send('change of permissions', permissions, KEYS[0]!)
const together = await builder.sendTrx(dave!, 7 * TRX, alice!, { ...offline(), permissionId: 2 })
await send('transfer by two keys', together, KEYS[1]!, KEYS[2]!)

// 5. Energy by staking, delegated, then used by somebody who burns nothing for it
const frozen = await builder.freezeBalanceV2(5_000 * TRX, 'ENERGY', alice!, offline())
await send('stake for energy', frozen, KEYS[0]!)
const delegated = await builder.delegateResource(
  4_000 * TRX,
  bob!,
  'ENERGY',
  alice!,
  false,
  0,
  offline(),
)
await send('delegation of energy', delegated, KEYS[0]!)
const free = await send(
  'transfer of TRC-20, energy delegated',
  await call(bob!, tokenAddress, 'transfer(address,uint256)', [
    { type: 'address', value: carol },
    { type: 'uint256', value: 500 },
  ]),
  KEYS[1]!,
)
const { receipt: resources } = free.info
check(
  `bob's call used ${resources.energy_usage} staked energy and burnt nothing for it`,
  Number(resources.energy_usage) > 0 && resources.energy_fee === undefined,
)

// 6. TRC-10 into a contract
const vault = compile('ExampleVault')
const vaultDeployment = await builder.createSmartContract(
  {
    abi: vault.abi as never,
    bytecode: vault.bytecode.slice(2),
    name: 'ExampleVault',
    feeLimit: 1_000 * TRX,
    callValue: 0,
    userFeePercentage: 100,
    originEnergyLimit: 10_000_000,
    ...offline(),
  },
  alice,
)
await send('deployment of a vault', vaultDeployment, KEYS[0]!)
const vaultAddress = TronWeb.address.fromHex(vaultDeployment.contract_address as string)
const deposit = { callValue: 3, tokenId: 1_000_001, tokenValue: 250 }
await send(
  'TRC-10 and TRX into a contract',
  await call(alice!, vaultAddress, 'deposit()', [], deposit),
  KEYS[0]!,
)

const [held] = tronAccount(state, bytesOf(vaultAddress)).tokens
check('the vault holds 250 of token 1000001', held?.tokenId === 1_000_001n && held.amount === 250n)

// 7. A call that fails pays for what it used, and says why
const failing = await send(
  'transfer of more than there is',
  await call(carol!, tokenAddress, 'transfer(address,uint256)', [
    { type: 'address', value: bob },
    { type: 'uint256', value: 1_000_000 },
  ]),
  KEYS[2]!,
).catch(() => undefined)
check(
  `TronWeb reads why: ${Buffer.from(failing?.info.resMessage ?? '', 'hex')}`,
  failing?.info.result === 'FAILED',
)

console.log(
  `\n${table(['transaction', 'contractRet', 'energy', "deployer's", 'energy fee', 'net', 'net fee', 'fee (sun)'], rows)}`,
)
