/**
 * The TVM beside the EVM engine on the same bytecode: transfers of one OpenZeppelin token in blocks of 1,000 raw
 * transactions of each kind, by executeBlock, roots included, in one process with interleaved rounds. Both engines
 * parse, hash and check their own transactions; recovering a signer is a look-up for both, since bare curve work would
 * hide what is compared.
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { executeBlock } from '../src/block.ts'
import { loadCrypto } from '../src/crypto/load.ts'
import { createEvmEngine } from '../src/vms/evm/index.ts'
import type { Comparison } from './comparison.ts'
import { BLOCK, unsignedBytes, World, walletsOf } from './support/evm-world.ts'
import { BLOCK_SIZE, faster, median, seconds } from './support/measure.ts'
import { knowing, TronBenchWorld } from './support/tron-world.ts'

const WALLETS = 200
const ROUNDS = 7
const BLOCKS = 5
const WARM_UP_ROUNDS = 3
/** Spec: at least 0.7 of the EVM's rate. */
const GOAL = 'peer: our EVM engine; goal 0.7'

async function transfers(): Promise<Comparison[]> {
  const backend = await loadCrypto()
  const keys = walletsOf(backend, WALLETS).map(({ key }) => secp256k1.getPublicKey(key, false))
  const crypto = knowing(backend, keys)
  const evm = new World(crypto, WALLETS)
  const tvm = new TronBenchWorld(crypto, evm.wallets)
  const engines = [createEvmEngine()]
  let number = 1000n
  const forward = (transactions: ReturnType<typeof unsignedBytes>[]) => {
    const block = { ...BLOCK, number: ++number }
    const { state, receipts } = executeBlock(evm.state, transactions, block, { engines, crypto })
    if (receipts.some(({ status }) => status !== 'success'))
      throw new Error('evm: a transfer failed')
    const parent = evm.state
    evm.state = state
    parent.release()
  }
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const evmBlocks = Array.from({ length: BLOCKS }, () =>
      evm.batch('ERC-20 transfer', BLOCK_SIZE).map(unsignedBytes),
    )
    const tvmBlocks = Array.from({ length: BLOCKS }, () => tvm.batch(BLOCK_SIZE))
    globalThis.gc?.()
    const peer = seconds(() => evmBlocks.forEach(forward))
    globalThis.gc?.()
    const own = seconds(() => {
      for (const block of tvmBlocks) tvm.execute(block)
    })
    if (round < WARM_UP_ROUNDS) continue
    ours.push(own)
    theirs.push(peer)
  }
  const rate = (times: readonly number[]) => (BLOCKS * BLOCK_SIZE) / median(times)
  return [faster('TRC-20 transfer, signers known', rate(ours), rate(theirs), 'tx/s', GOAL)]
}

/** Each in a process of its own. */
export const parts: Readonly<Record<string, () => Promise<Comparison[]>>> = {
  'TRC-20 transfers': transfers,
}
