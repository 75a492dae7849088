/**
 * The ERC-20 face beside OpenZeppelin's ERC20Permit in @ethereumjs/vm: the same sequence of calls must give the same
 * returns, events and reverts, and leave the same balances, allowances and nonces.
 */
import { encodeFunctionData, getAddress, hexToBytes } from 'viem'
import type { Crypto } from '../../src/crypto/types.ts'
import { createEvmEngine, createNativeEngine, executeBlock, type Receipt } from '../../src/index.ts'
import { bytesToHex, equalBytes } from '../../src/primitives/bytes.ts'
import { encodeTransaction } from '../../src/vms/evm/transaction/encode.ts'
import type { Hex } from '../support/token-chain.ts'
import { artifact, CHAIN_ID, TOKEN_ABI, TokenChain } from '../support/token-chain.ts'
import type { FaceCase, FaceStage } from './face-cases.ts'
import { addressOf, FaceScript, WALLETS } from './face-cases.ts'
import { FacePeer, type PeerResult } from './face-peer.ts'

const TIMESTAMP = 1_770_000_000n
const SUPPLY = 1_000_000_000_000n
const NAME = 'Reference of one token'
const SYMBOL = 'REF'
const DECIMALS = 9

export interface FaceTally {
  sequences: number
  calls: number
  readonly kinds: Map<string, number>
}

export const newFaceTally = (): FaceTally => ({ sequences: 0, calls: 0, kinds: new Map() })

const hex = (bytes: Uint8Array) => bytesToHex(bytes)

export class FaceJudge {
  private readonly lab: TokenChain
  private readonly peer: FacePeer
  readonly stage: FaceStage
  private readonly crypto: Crypto

  private constructor(lab: TokenChain, peer: FacePeer, stage: FaceStage, crypto: Crypto) {
    this.lab = lab
    this.peer = peer
    this.stage = stage
    this.crypto = crypto
  }

  static async create(crypto: Crypto): Promise<FaceJudge> {
    const engines = [createNativeEngine({ machines: [] }), createEvmEngine()]
    const lab = new TokenChain(WALLETS, { engines, crypto })
    const probe = await lab.deploy(1, artifact('Probe'))
    const token = await lab.createToken(1, {
      name: NAME,
      symbol: SYMBOL,
      decimals: DECIMALS,
      supply: SUPPLY,
      flags: 1,
    })
    const wallets = [1, 2, 3, 4, 5].map(addressOf)
    const { output: probeCode } = lab.call(probe, artifact('Probe').abi, 'codeOf', [probe])
    const length = Number(BigInt(`0x${hex(probeCode.subarray(96, 128))}`))
    const peer = await FacePeer.create({
      token,
      probe,
      probeCode: probeCode.slice(128, 128 + length),
      wallets,
      constructorArgs: [NAME, SYMBOL, DECIMALS, wallets[0]],
      timestamp: TIMESTAMP,
      crypto,
    })
    const stage = { token, probe, name: NAME, chainId: CHAIN_ID, timestamp: TIMESTAMP }
    const judge = new FaceJudge(lab, peer, stage, crypto)
    await judge.call(1, 'mint', [wallets[0], SUPPLY])
    for (const holder of [...wallets.slice(1), probe]) {
      const args = [holder, SUPPLY / 10n]
      await judge.call(1, 'transfer', args)
      await lab.write(1, token, TOKEN_ABI, 'transfer', args)
    }
    return judge
  }

  private call(
    wallet: number,
    functionName: string,
    args: readonly unknown[],
  ): Promise<PeerResult> {
    const data = hexToBytes(encodeFunctionData({ abi: TOKEN_ABI, functionName, args }))
    return this.peer.call(addressOf(wallet), this.stage.token, data, 0n)
  }

  /** Runs a sequence on both; what they differ in, or undefined. */
  async judge(seed: number, tally: FaceTally): Promise<string | undefined> {
    const cases = [...new FaceScript(seed, this.stage).cases(), ...this.finalLook(seed)]
    const receipts = this.runOurs(cases)
    await this.peer.mark()
    try {
      for (const [i, one] of cases.entries()) {
        const theirs = await this.peer.call(
          addressOf(one.wallet),
          one.to,
          hexToBytes(one.data),
          one.value,
        )
        const wrong = differenceOf(receipts[i] as Receipt, theirs)
        if (wrong !== undefined) {
          const before = cases.slice(0, i + 1).map(({ story }) => `  ${story}`)
          return `seed ${seed}, call ${i}: ${wrong}\n${before.join('\n')}`
        }
        const kind = `${one.story.replace(/^\d+ /, '').replace(/\(.*| of.*| value.*/, '')} ${theirs.success ? 'succeeds' : 'fails'}`
        tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1)
      }
    } finally {
      await this.peer.back()
    }
    tally.sequences++
    tally.calls += cases.length
    return undefined
  }

  /** Views of everything that a sequence can have changed; all of it now and then, some of it always. */
  private finalLook(seed: number): readonly FaceCase[] {
    const { token, probe } = this.stage
    const parties = [1, 2, 3, 4, 5].map(addressOf).concat(probe, token)
    const look = (functionName: string, ...args: readonly unknown[]): FaceCase => ({
      wallet: 1,
      to: token,
      data: encodeFunctionData({ abi: TOKEN_ABI, functionName, args }),
      value: 0n,
      story: `1 look ${functionName}`,
    })
    const some = [look('totalSupply'), look('balanceOf', parties[seed % parties.length])]
    if (seed % 25 !== 0) return some
    return [
      ...some,
      ...parties.flatMap((owner) => [
        look('balanceOf', owner),
        look('nonces', owner),
        ...parties.map((spender) => look('allowance', owner, spender)),
      ]),
    ]
  }

  private runOurs(cases: readonly FaceCase[]): readonly Receipt[] {
    const { lab, crypto } = this
    const nonces = new Map<number, bigint>()
    const senders = new Map<string, Uint8Array>()
    const transactions = cases.map((one, i) => {
      const nonce = nonces.get(one.wallet) ?? lab.nonce(one.wallet)
      nonces.set(one.wallet, nonce + 1n)
      const bytes = encode(one, nonce, BigInt(i + 1))
      senders.set(hex(bytes), hexToBytes(addressOf(one.wallet)))
      return { kind: 'ethereum', bytes } as const
    })
    const engine = createEvmEngine({
      recoverSender: (tx) => senders.get(hex(tx.raw)) as Uint8Array,
    })
    const base = lab.state
    const block = { timestamp: TIMESTAMP, gasLimit: 1n << 40n }
    const { state, receipts } = executeBlock(base, transactions, block, {
      engines: [createNativeEngine({ machines: [] }), engine],
      crypto,
    })
    state.release()
    return receipts
  }
}

/** A transaction that nobody signed: r tells it apart from its like. */
function encode(one: FaceCase, nonce: bigint, r: bigint): Uint8Array {
  const fields = {
    type: 2,
    chainId: CHAIN_ID,
    nonce,
    gasLimit: 10_000_000n,
    gasPrice: undefined,
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    to: hexToBytes(one.to),
    value: one.value,
    data: hexToBytes(one.data),
    accessList: [],
    maxFeePerBlobGas: undefined,
    blobVersionedHashes: [],
    authorizationList: [],
  } as const
  return encodeTransaction(fields, { yParity: 0, r, s: 1n })
}

function differenceOf(ours: Receipt, theirs: PeerResult): string | undefined {
  if (ours.status === 'rejected') return `ours rejected: ${ours.error?.message}`
  if ((ours.status === 'success') !== theirs.success)
    return `ours ${ours.status} ${hex(ours.output)}, peer ${theirs.success} ${hex(theirs.output)}`
  if (!equalBytes(ours.output, theirs.output))
    return `output ours ${hex(ours.output)}, peer ${hex(theirs.output)}`
  const text = (logs: PeerResult['logs']) =>
    logs.map(([a, t, d]) => `${getAddress(`0x${hex(a)}` as Hex)} ${t.map(hex)} ${hex(d)}`).join()
  const own = text(ours.logs.map(({ address, topics, data }) => [address, topics, data]))
  const other = text(theirs.logs)
  return own === other ? undefined : `logs ours ${own}\npeer ${other}`
}
