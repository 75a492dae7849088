/** The TRC-20 face: TronWeb reads a token of the ledger and moves it; permits are this machine's own. */
import { providers, TronWeb, utils } from 'tronweb'
import { encodeFunctionData, hashTypedData, hexToBytes as viemBytes } from 'viem'
import { beforeAll, describe, expect, it } from 'vitest'
import { legacyId } from '../../src/identity/legacy.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import { Namespace } from '../../src/state/reader.ts'
import { STUB_CODE } from '../../src/token/erc20/index.ts'
import { trc20Address } from '../../src/token/slots.ts'
import { tronBlockHeader, tvmCall } from '../../src/vms/tvm/index.ts'
import {
  CROSS_VM,
  CROSS_VM_ABI,
  FACTORY_ABI,
  type Hex,
  TOKEN_ABI,
  TOKEN_FACTORY,
  TokenChain,
} from '../support/token-chain.ts'
import { crypto, type TronWallet, tronWallet } from '../support/tron-wallet.ts'

const [alice, bob] = [1, 2].map(tronWallet) as [TronWallet, TronWallet]
const TRX = 10n ** 18n

/** No node: whatever needs one fails. */
class Nobody extends providers.HttpProvider {
  constructor() {
    super('http://nobody.invalid')
  }
  override async request<T>(url: string): Promise<T> {
    throw new Error(`no node to ask for ${url}`)
  }
}

const nobody = new Nobody()
const tronWeb = new TronWeb({
  fullNode: nobody,
  solidityNode: nobody,
  privateKey: bytesToHex(alice.secret),
})

interface Stage {
  readonly lab: TokenChain
  readonly token: Hex
  readonly id: Hex
  /** 20 bytes. */
  readonly address: Uint8Array
  readonly text: string
}

/** A token of wallet 1, of which alice has 1,000 units in Tron. */
async function newStage(): Promise<Stage> {
  const accounts = [alice, bob].map(({ address }) => ({
    id: legacyId(crypto, Namespace.tvm, address),
    balance: 10_000n * TRX,
  }))
  const lab = new TokenChain(2, { accounts })
  const token = await lab.createToken(1)
  const id = lab.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'getTokenId', [token])
  const args = [id, 1_000n, Namespace.tvm, `0x${bytesToHex(alice.address)}`]
  const receipt = await lab.write(1, CROSS_VM, CROSS_VM_ABI, 'crossVmTransfer', args)
  expect(receipt.status).toBe('success')
  const address = trc20Address(crypto, hexToBytes(id))
  const text = TronWeb.address.fromHex(`41${bytesToHex(address)}`)
  return { lab, token, id, address, text }
}

function read(stage: Stage, functionName: string, args: readonly unknown[] = []) {
  const data = viemBytes(encodeFunctionData({ abi: TOKEN_ABI, functionName, args }))
  return tvmCall(stage.lab.state, { from: alice.address, to: stage.address, data })
}

const balance = (stage: Stage, wallet: TronWallet): bigint =>
  bytesToU256(read(stage, 'balanceOf', [`0x${bytesToHex(wallet.address)}`]).output)

/** What TronWeb builds and signs, in a block. */
async function trigger(
  stage: Stage,
  signature: string,
  parameters: { type: string; value: unknown }[],
  options: { callValue?: number } = {},
) {
  const timestamp = stage.lab.time + 1n
  const blockHeader = tronBlockHeader(stage.lab.state, { timestamp })
  const { transaction } = await tronWeb.transactionBuilder.triggerSmartContract(
    stage.text,
    signature,
    { feeLimit: 100_000_000, txLocal: true, blockHeader: blockHeader as never, ...options },
    parameters,
    alice.text,
  )
  const key = bytesToHex(alice.secret)
  const signed = (await tronWeb.trx.sign(transaction, key)) as unknown as { signature: string[] }
  const message = utils.transaction.txJsonToPb(signed as never)
  for (const one of signed.signature) message.addSignature(hexToBytes(one))
  const [receipt] = stage.lab.execute([{ kind: 'tron', bytes: message.serializeBinary() }])
  if (receipt === undefined) throw new Error('a receipt is expected')
  return receipt
}

describe('TRC-20', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await newStage()
  })

  it('has a contract record, the code of the stub and an address of its own domain', () => {
    expect(bytesToHex(stage.address)).not.toBe(stage.token.slice(2).toLowerCase())
    expect(read(stage, 'decimals').contractRet).toBe('SUCCESS')
    expect(bytesToU256(read(stage, 'decimals').output)).toBe(6n)
    expect(STUB_CODE.length).toBe(45)
  })

  it('is read and moved by TronWeb; every face shows the same', async () => {
    expect(balance(stage, alice)).toBe(1_000n)
    const receipt = await trigger(stage, 'transfer(address,uint256)', [
      { type: 'address', value: bob.text },
      { type: 'uint256', value: 300 },
    ])
    expect([receipt.status, receipt.error]).toEqual(['success', undefined])
    expect([balance(stage, alice), balance(stage, bob)]).toEqual([700n, 300n])
    expect(receipt.logs.map((log) => [bytesToHex(log.address), log.topics.length])).toEqual([
      [bytesToHex(stage.address), 3],
    ])
    const supply = bytesToU256(read(stage, 'totalSupply').output)
    expect(supply).toBe(stage.lab.view<bigint>(stage.token, TOKEN_ABI, 'totalSupply'))
    const vm = Namespace.tvm
    const held = stage.lab.balanceOf(stage.token, stage.lab.address(1))
    expect(held + balance(stage, alice) + balance(stage, bob)).toBe(supply)
    const owner = stage.lab.address(1)
    const shown = stage.lab.view(CROSS_VM, CROSS_VM_ABI, 'getVmBalance', [stage.id, owner, vm])
    expect(shown).toBe(held)
  })

  it('reverts with a reason, and on coin that comes along', async () => {
    const tooMuch = await trigger(stage, 'transfer(address,uint256)', [
      { type: 'address', value: bob.text },
      { type: 'uint256', value: 5_000 },
    ])
    expect(tooMuch.status).toBe('reverted')
    expect(bytesToHex(tooMuch.output.subarray(0, 4))).toBe('e450d38c')
    const parameters = [
      { type: 'address', value: bob.text },
      { type: 'uint256', value: 1 },
    ]
    const paid = await trigger(stage, 'transfer(address,uint256)', parameters, { callValue: 5 })
    expect(paid.status).toBe('reverted')
    expect(
      stage.lab.state.account(legacyId(crypto, Namespace.tvm, stage.address))?.balance ?? 0n,
    ).toBe(0n)
  })

  it('S10: a permit names this machine: chain id, address and nonce are not the EVM face’s', async () => {
    const tron = read(stage, 'eip712Domain').output
    const evm = stage.lab.call(stage.token, TOKEN_ABI, 'eip712Domain').output
    const chainIdAt = (output: Uint8Array) => bytesToU256(output.subarray(96, 128))
    expect(chainIdAt(tron)).not.toBe(chainIdAt(evm))
    // The wallet with the same key in the EVM: its permit for the EVM face is nothing here, and vice versa.
    const grant = { spender: stage.lab.address(2), value: 5n, deadline: 1n << 40n }
    const { v, r, s } = await stage.lab.signPermit(1, stage.token, grant)
    const args = [stage.lab.address(1), grant.spender, grant.value, grant.deadline, v, r, s]
    const replayed = read(stage, 'permit', args)
    expect(replayed.contractRet).toBe('REVERT')
    expect(bytesToHex(replayed.output.subarray(0, 4))).toBe('4b800e46')
    const right = permitHere(stage, { ...grant, chainId: chainIdAt(tron) })
    expect(read(stage, 'permit', right).contractRet).toBe('SUCCESS')
    const there = stage.lab.call(stage.token, TOKEN_ABI, 'permit', right)
    expect(there.status).toBe('reverted')
  })
})

/** A permit of the key of wallet 1, which is alice's, for the TRC-20 face. */
function permitHere(
  stage: Stage,
  grant: { spender: Hex; value: bigint; deadline: bigint; chainId: bigint },
): readonly unknown[] {
  const owner: Hex = `0x${bytesToHex(alice.address)}`
  const digest = hashTypedData({
    domain: {
      name: 'One token',
      version: '1',
      chainId: grant.chainId,
      verifyingContract: `0x${bytesToHex(stage.address)}`,
    },
    types: {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    primaryType: 'Permit',
    message: { owner, ...grant, nonce: 0n },
  })
  const signature = alice.sign(viemBytes(digest))
  const part = (from: number): Hex => `0x${bytesToHex(signature.subarray(from, from + 32))}`
  const v = signature[64] as number
  return [owner, grant.spender, grant.value, grant.deadline, v, part(0), part(32)]
}
