/** Against TronWeb: what it builds and signs is parsed and executed, what we build is what it builds, its pages are read. */
import { create, createFileRegistry, fromBinary, type Message } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { providers, TronWeb, utils } from 'tronweb'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes, utf8 } from '../../src/primitives/bytes.ts'
import {
  encodeTransactionInfo,
  transactionInfoJson,
  tronBlockHeader,
  tvmCall,
  tvmEstimateEnergy,
} from '../../src/vms/tvm/index.ts'
import { decodeTransaction } from '../../src/vms/tvm/transaction/decode.ts'
import { encodeMessage } from '../../src/vms/tvm/transaction/protobuf.ts'
import { RAW_DATA } from '../../src/vms/tvm/transaction/types.ts'
import { detailsOf, nameOf, TRX, TronChain } from '../support/tron-chain.ts'
import { crypto, rawOf, type TronWallet, tronWallet } from '../support/tron-wallet.ts'

const [alice, bob] = [1, 2].map(tronWallet) as [TronWallet, TronWallet]

/** No node: whatever needs one fails. */
class Nobody extends providers.HttpProvider {
  constructor() {
    super('http://nobody.invalid')
  }
  override async request<T>(url: string): Promise<T> {
    throw new Error(`no node to ask for ${url}`)
  }
}

const key = bytesToHex(alice.secret)
const nobody = new Nobody()
const tronWeb = new TronWeb({ fullNode: nobody, solidityNode: nobody, privateKey: key })

const newChain = () =>
  new TronChain({
    balances: [
      [alice, 10_000n * TRX],
      [bob, 100n * TRX],
    ],
  })
const headerOf = (chain: TronChain) => tronBlockHeader(chain.state, { timestamp: chain.now })

async function signedBytes(transaction: unknown): Promise<Uint8Array> {
  const signed = (await tronWeb.trx.sign(transaction as never, key)) as { signature: string[] }
  const message = utils.transaction.txJsonToPb(signed as never)
  for (const signature of signed.signature) message.addSignature(hexToBytes(signature))
  return message.serializeBinary()
}

describe('TronWeb', () => {
  it('writes addresses as we do', () => {
    for (const wallet of [alice, bob]) {
      expect(TronWeb.address.fromPrivateKey(bytesToHex(wallet.secret))).toBe(wallet.text)
      expect(TronWeb.address.toHex(wallet.text)).toBe(`41${bytesToHex(wallet.address)}`)
    }
  })

  it('builds the bytes that our own wallet of tests builds', async () => {
    const chain = newChain()
    const blockHeader = headerOf(chain) as never
    const { transactionBuilder: builder } = tronWeb
    const built = await builder.sendTrx(bob.text, 77, alice.text, { blockHeader })
    const message = { ownerAddress: alice.address, toAddress: bob.address, amount: 77n }
    const ours = rawOf(chain.state, chain.now, { type: 'TransferContract', message })
    expect(bytesToHex(encodeMessage(RAW_DATA, ours))).toBe(built.raw_data_hex)
    const vote = await builder.vote({ [bob.text]: 5 }, alice.text, { blockHeader })
    const votes = [{ voteAddress: bob.address, voteCount: 5n }]
    const ourVote = rawOf(chain.state, chain.now, {
      type: 'VoteWitnessContract',
      message: { ownerAddress: alice.address, votes },
    })
    expect(bytesToHex(encodeMessage(RAW_DATA, ourVote))).toBe(vote.raw_data_hex)
  })

  it('signs what is executed: transfer, memo, stake, un-stake', async () => {
    const chain = newChain()
    const { transactionBuilder: builder } = tronWeb
    const run = async (transaction: { txID: string }) => {
      const receipt = chain.only({ kind: 'tron', bytes: await signedBytes(transaction) })
      expect(nameOf(receipt)).toBe('success')
      expect(bytesToHex(receipt.hash)).toBe(transaction.txID)
      return detailsOf(receipt)
    }
    const options = () => ({ blockHeader: headerOf(chain) as never })
    await run(await builder.sendTrx(bob.text, 1_000, alice.text, options()))
    const memo = await builder.sendTrx(bob.text, 1, alice.text, options())
    const noted = await run(
      await builder.addUpdateData(memo as never, 'hello', 'utf8', { txLocal: true } as never),
    )
    expect(noted.fee - noted.netFee).toBe(TRX)
    await run(await builder.freezeBalanceV2(10 * 1e6, 'ENERGY', alice.text, options()))
    await run(await builder.unfreezeBalanceV2(4 * 1e6, 'ENERGY', alice.text, options()))
    await run(await builder.cancelUnfreezeBalanceV2(alice.text, options()))
  })
})

/** java-tron's TransactionInfo by field number, as a schema that protobuf-es reads messages with. */
function infoSchema() {
  const TYPES = { int64: 3, bool: 8, string: 9, message: 11, bytes: 12, int32: 5 } as const
  const fields = (text: string) =>
    text.split(' ').map((entry) => {
      const [name, number, type, label] = entry.split(':') as [string, string, string, string?]
      const isMessage = !(type in TYPES)
      return {
        name,
        jsonName: name,
        number: Number(number),
        label: label === 'many' ? 3 : 1,
        type: isMessage ? TYPES.message : TYPES[type as keyof typeof TYPES],
        ...(isMessage ? { typeName: `.protocol.${type}` } : {}),
      }
    })
  const messages = {
    ResourceReceipt:
      'energyUsage:1:int64 energyFee:2:int64 originEnergyUsage:3:int64 energyUsageTotal:4:int64 netUsage:5:int64 netFee:6:int64 result:7:int32 energyPenaltyTotal:8:int64',
    Log: 'address:1:bytes topics:2:bytes:many data:3:bytes',
    CallValueInfo: 'callValue:1:int64 tokenId:2:string',
    InternalTransaction:
      'hash:1:bytes callerAddress:2:bytes transferToAddress:3:bytes callValueInfo:4:CallValueInfo:many note:5:bytes rejected:6:bool',
    TransactionInfo:
      'id:1:bytes fee:2:int64 blockNumber:3:int64 blockTimeStamp:4:int64 contractResult:5:bytes:many contractAddress:6:bytes receipt:7:ResourceReceipt log:8:Log:many result:9:int32 resMessage:10:bytes internalTransactions:17:InternalTransaction:many',
  }
  const file = create(FileDescriptorProtoSchema, {
    name: 'info.proto',
    package: 'protocol',
    syntax: 'proto3',
    messageType: Object.entries(messages).map(([name, text]) => ({ name, field: fields(text) })),
  })
  const schema = createFileRegistry(file, () => undefined).getMessage('protocol.TransactionInfo')
  if (schema === undefined) throw new Error('a schema')
  return schema
}

describe('TransactionInfo', () => {
  /** LOG1(topic 5, 32 bytes of memory), then CALL of the caller with 1 sun, then RETURN 32 bytes. */
  const runtime = '600560206000a160006000600060006001335af15060206000f3'
  const deployment = (chain: TronChain) => {
    const length = (runtime.length / 2).toString(16).padStart(2, '0')
    const bytecode = hexToBytes(`60${length}600c60003960${length}6000f3${runtime}`)
    const newContract = {
      originAddress: alice.address,
      abi: undefined,
      bytecode,
      callValue: 5n,
      consumeUserResourcePercent: 100n,
      name: 'x',
      originEnergyLimit: 1n,
      version: 0,
    }
    const message = { newContract, callTokenValue: 0n, tokenId: 0n }
    return chain.sign(alice, 'CreateSmartContract', message, { feeLimit: 100n * TRX })
  }
  const called = () => {
    const chain = newChain()
    const contract = chain.only(deployment(chain)).created as Uint8Array
    const receipt = chain.only(
      chain.sign(
        bob,
        'TriggerSmartContract',
        {
          contractAddress: contract,
          callValue: 0n,
          data: new Uint8Array(0),
          callTokenValue: 0n,
          tokenId: 0n,
        },
        { feeLimit: 50n * TRX },
      ),
    )
    expect(nameOf(receipt)).toBe('success')
    return { chain, contract, receipt, block: { number: 2n, timestamp: 1_760_000_003n } }
  }

  it('is protobuf that another implementation decodes, field by field', () => {
    const { contract, receipt, block } = called()
    const bytes = encodeTransactionInfo(receipt, block)
    const info = fromBinary(infoSchema(), bytes) as Message & Record<string, unknown>
    const details = detailsOf(receipt)
    expect(info).toMatchObject({
      id: receipt.hash,
      fee: details.fee,
      blockNumber: 2n,
      blockTimeStamp: 1_760_000_003_000n,
      contractResult: [new Uint8Array(32)],
      contractAddress: Uint8Array.of(0x41, ...contract),
      result: 0,
      receipt: {
        energyFee: details.energyFee,
        energyUsageTotal: details.energyUsageTotal,
        netUsage: details.netUsage,
        result: 1,
      },
      log: [{ address: contract, topics: [Uint8Array.of(...new Uint8Array(31), 5)] }],
      internalTransactions: [
        {
          callerAddress: Uint8Array.of(0x41, ...contract),
          transferToAddress: Uint8Array.of(0x41, ...bob.address),
          callValueInfo: [{ callValue: 1n, tokenId: '' }],
          note: utf8('call'),
          rejected: false,
        },
      ],
    })
    expect(Object.keys((info as { $unknown?: object }).$unknown ?? {})).toEqual([])
  })

  it('is the JSON of a node: hex, 0x41 before addresses but not before those of logs', () => {
    const { contract, receipt, block } = called()
    const json = transactionInfoJson(receipt, block)
    expect(json).toMatchObject({
      id: bytesToHex(receipt.hash),
      blockNumber: 2,
      contract_address: `41${bytesToHex(contract)}`,
      contractResult: ['00'.repeat(32)],
      receipt: { result: 'SUCCESS', net_usage: Number(detailsOf(receipt).netUsage) },
      log: [{ address: bytesToHex(contract) }],
    })
    expect(json).not.toHaveProperty('result')
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
  })

  it('a constant call and an estimate say what the transaction then does', () => {
    const { chain, contract, receipt } = called()
    const request = { from: bob.address, to: contract }
    const root = chain.state.root
    const call = tvmCall(chain.state, request)
    expect(call.contractRet).toBe('SUCCESS')
    expect(call.logs.length).toBe(1)
    expect(call.energyUsed).toBe(detailsOf(receipt).energyUsageTotal)
    const estimate = tvmEstimateEnergy(chain.state, request)
    if (!('energy' in estimate)) throw new Error(estimate.message)
    const at = (energy: bigint) => tvmCall(chain.state, { ...request, energy }).contractRet
    expect(at(estimate.energy)).toBe('SUCCESS')
    expect(at(estimate.energy - 1n)).not.toBe('SUCCESS')
    expect(chain.state.root).toEqual(root)
    const names: string[] = []
    const inspector = { step: ({ name }: { name: string }) => names.push(name) }
    tvmCall(chain.state, request, { inspector: inspector as never })
    expect(names).toContain('LOG1')
    expect(tvmCall(chain.state, { ...request, isStatic: true }).contractRet).toBe('UNKNOWN')
    expect(() => tvmCall(chain.state, { to: alice.address })).toThrow('ContractRefused')
  })
})

describe('protobuf as protobuf-java reads it', () => {
  const chain = newChain()
  const { bytes } = chain.transfer(alice, bob, 5n)
  const { txid } = decodeTransaction(crypto, bytes)

  it('merges a message that comes in two parts, and hashes its bytes one after the other', () => {
    const rawLength = (bytes[1]! & 0x7f) | (bytes[2]! << 7)
    const start = 3
    const raw = bytes.subarray(start, start + rawLength)
    const rest = bytes.subarray(start + rawLength)
    const cut = 4
    const field = (part: Uint8Array) => {
      const length =
        part.length < 128 ? [part.length] : [(part.length & 0x7f) | 0x80, part.length >> 7]
      return Uint8Array.of(0x0a, ...length, ...part)
    }
    const parts = Uint8Array.of(
      ...field(raw.subarray(0, cut)),
      ...field(raw.subarray(cut)),
      ...rest,
    )
    expect(decodeTransaction(crypto, parts).txid).toEqual(txid)
  })

  it('refuses what is cut, has no raw data, a group without end, tag 0, or text that is not UTF-8', () => {
    const bad = [
      new Uint8Array(0),
      bytes.subarray(0, bytes.length - 1),
      Uint8Array.of(...bytes, 0x0b),
      Uint8Array.of(...bytes, 0x00, 0x00),
      Uint8Array.of(...bytes, 0x7c),
      Uint8Array.of(0x12, 0x01, 0x00),
    ]
    for (const input of bad)
      expect(() => decodeTransaction(crypto, input)).toThrow('MalformedTransaction')
    const text = bytesToHex(bytes)
    const url = bytesToHex(utf8('type.googleapis'))
    const noText = hexToBytes(text.replace(url, `ff${url.slice(2)}`))
    expect(() => decodeTransaction(crypto, noText)).toThrow('UTF-8')
    const otherType = hexToBytes(
      text.replace('5a67080112', '5a67080212').replace('5a65080112', '5a65080212'),
    )
    expect(() => decodeTransaction(crypto, otherType)).toThrow('MalformedTransaction')
    const market = hexToBytes(text.replace('5a65080112', '5a65083412'))
    expect(() => decodeTransaction(crypto, market)).toThrow('UnsupportedTransactionType')
  })
})
