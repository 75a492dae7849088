/**
 * Random blocks of every face over several mints: after each transaction of each block, reverted, nested and crossing ones
 * among them, units in balances and auxiliary token accounts are the supply of every mint, and after each block
 * every face shows the ledger's balances.
 */
import { expect, it } from 'vitest'
import {
  deriveEvmAddress,
  deriveTvmAddress,
  evmCall,
  executeBlock,
  listHolders,
  listTokens,
  loadCrypto,
  readMint,
  readTokenAccount,
  solanaAccount,
  tokenBalance,
  tokenInfo,
  tvmCall,
} from '../../src/index.ts'
import { bytesToBigInt, bytesToHex } from '../../src/primitives/bytes.ts'
import { Random } from '../differential/random.ts'
import { crypto } from '../support/test-chain.ts'
import { ataOf, brokenSums, calldata, hex, SIGNERS, walletOf } from '../support/token-stage.ts'
import { MixedStage } from './mixed-actions.ts'

const BLOCKS = 50

/** How many of each kind there have to be: about half of what there are, so that the test is never empty. */
const LEAST: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  native: { success: 10, rejected: 3 },
  envelope: { success: 10, reverted: 3 },
  'ERC-20': { success: 25, reverted: 15 },
  '0x1002': { success: 2 },
  '0x1003': { success: 4, reverted: 3 },
  'TRC-20': { success: 15, reverted: 15 },
  SPL: { success: 9, reverted: 10 },
  'SPL, several': { success: 2, reverted: 10 },
  'SPL by CPI': { success: 3 },
  'SPL by envelope': { success: 4, reverted: 3 },
  'EVM contract doCall': { success: 3 },
  'EVM contract revertThenCall': { success: 4 },
  'EVM contract callAndRevert': { reverted: 5 },
  'Tron contract doCall': { success: 3 },
  'Tron contract revertThenCall': { success: 3 },
  'Tron contract callAndRevert': { reverted: 5 },
  crossings: { success: 15 },
  'crossings, all taken back': { reverted: 4 },
  crossing: { 'depth 1': 50, 'depth 2': 40, 'depth 3': 30 },
  'crossing to 10': { success: 25, 'success, taken back': 10, reverted: 8 },
  'crossing to 20': { halted: 5 },
  'crossing to 40': { success: 12, 'success, taken back': 8, reverted: 5 },
  'crossing to 60': { success: 15, 'success, taken back': 8, reverted: 5 },
  breaker: { paused: 1 },
}

/** Balances of the identities by every face, and the supply. */
function checkFaces(stage: MixedStage): void {
  const { state } = stage
  for (const { mint, supply } of listTokens(state)) {
    const account = solanaAccount(state, mint)
    expect(readMint(account!.data).supply).toBe(supply)
    for (const signer of SIGNERS) {
      const balance = tokenBalance(state, mint, signer.id)
      const [evm, tvm] = [deriveEvmAddress(crypto, signer.id), deriveTvmAddress(crypto, signer.id)]
      const to = new Uint8Array(Buffer.from(stage.erc20(mint).slice(2), 'hex'))
      const inEvm = evmCall(state, { to, data: calldata('balanceOf', [hex(evm)]) })
      const inTron = tvmCall(state, {
        to: stage.trc20(mint),
        data: calldata('balanceOf', [hex(tvm)]),
      })
      const at = ataOf(mint, walletOf(signer)).toBytes()
      const onSolana = solanaAccount(state, at)
      const own = listHolders(state, mint).find(
        ({ tokenAccount }) =>
          tokenAccount !== undefined && bytesToHex(tokenAccount) === bytesToHex(at),
      )
      const shown = [bytesToBigInt(inEvm.output), bytesToBigInt(inTron.output)]
      expect(shown).toEqual([balance, balance])
      // One that was given away has units of its own.
      if (onSolana !== undefined)
        expect(readTokenAccount(onSolana.data).amount).toBe(own?.balance ?? balance)
    }
  }
}

it('keep every mint’s sum equal to its supply after each transaction, through every face', async () => {
  const stage = await new MixedStage(await loadCrypto()).prepare()
  const random = new Random(7)
  const seen = new Map<string, Record<string, number>>()
  const note = (kind: string, status: string) => {
    const counts = seen.get(kind) ?? {}
    counts[status] = (counts[status] ?? 0) + 1
    seen.set(kind, counts)
  }
  let checked = 0
  for (let n = 0; n < BLOCKS; n++) {
    const block = await stage.block(random)
    const transactions = block.map(({ transaction }) => transaction)
    const { state: before } = stage
    const input = { timestamp: stage.time + 1n }
    for (let count = 1; count < block.length; count++) {
      const part = executeBlock(before, transactions.slice(0, count), input, stage.execution)
      expect([n, count, brokenSums(part.state)]).toEqual([n, count, []])
      part.state.release()
      checked++
    }
    stage.crossings.length = 0
    const receipts = stage.execute(transactions)
    for (const [i, { status, sender }] of receipts.entries()) {
      note(block[i]!.kind, status)
      if (status !== 'rejected') stage.count(sender)
    }
    for (const { opcode, status, takenBack, depth } of stage.crossings) {
      note(`crossing to ${opcode.toString(16)}`, takenBack ? `${status}, taken back` : status)
      note('crossing', `depth ${depth}`)
    }
    expect([n, brokenSums(stage.state)]).toEqual([n, []])
    checked++
    if (tokenInfo(stage.state, stage.mints[0]!)?.isPaused === true) note('breaker', 'paused')
    checkFaces(stage)
    before.release()
  }
  const counts = Object.fromEntries([...seen].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${checked} transactions, ${listTokens(stage.state).length} mints`, counts)
  for (const [kind, statuses] of Object.entries(LEAST))
    for (const [status, least] of Object.entries(statuses))
      expect([kind, status, (counts[kind]?.[status] ?? 0) >= least]).toEqual([kind, status, true])
}, 240_000)
