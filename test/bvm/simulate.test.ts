/** Simulation says what a block would, changes nothing, and shows how scripts run. */
import { script as bitcoinScript, opcodes } from 'bitcoinjs-lib'
import { describe, expect, it } from 'vitest'
import type { BitcoinDetails, ScriptStep } from '../../src/index.ts'
import { accountScript, bitcoinEvaluate, bitcoinTest, nobleCrypto } from '../../src/index.ts'
import { COIN, ed25519Signer } from '../support/test-chain.ts'
import {
  BitcoinHost,
  BitcoinJsTransaction,
  bitcoin,
  key,
  outputOf,
  p2pkh,
  p2wpkh,
  pay,
  reasons,
  scriptOf,
} from './support.ts'

const wallet = key(3)
const script = scriptOf(p2wpkh(wallet))
const newHost = () => new BitcoinHost([{ script, amount: 50_000 }])
const spend = (host: BitcoinHost, value = 40_000n) => pay(wallet, host.utxos(), [{ script, value }])

describe('bitcoinTest', () => {
  it('accepts what the next block accepts, with the same facts, and changes nothing', () => {
    const host = newHost()
    const tx = spend(host)
    const { root } = host.state
    const verdict = bitcoinTest(host.state, tx.bytes)
    expect(host.state.root).toEqual(root)
    const [receipt] = host.run(tx)
    expect(verdict).toMatchObject({ accepted: true, gas: receipt!.gasUsed, leastFee: 0n })
    expect(verdict.accepted && verdict.details).toEqual(receipt!.details as BitcoinDetails)
  })

  it("refuses with the block's reason and the script's", () => {
    const host = newHost()
    const forged = BitcoinJsTransaction.fromBuffer(spend(host).bytes)
    forged.outs[0]!.value = 41_000n
    expect(bitcoinTest(host.state, forged.toBuffer())).toMatchObject({
      accepted: false,
      reason: { name: 'ScriptFailed' },
      scriptError: 'EVAL_FALSE',
    })
    expect(bitcoinTest(host.state, new Uint8Array(3))).toMatchObject({
      accepted: false,
      reason: { name: 'MalformedTransaction' },
      scriptError: undefined,
    })
  })

  it('an unsigned one is judged by everything else, and never by a block', () => {
    const host = newHost()
    const bare = BitcoinJsTransaction.fromBuffer(spend(host).bytes)
    bare.setWitness(0, [])
    const bytes = bare.toBuffer()
    expect(bitcoinTest(host.state, bytes, { unsigned: true })).toMatchObject({ accepted: true })
    expect(bitcoinTest(host.state, bytes)).toMatchObject({ accepted: false })
    expect(reasons(host.run(bitcoin(bytes)))).toEqual(['rejected ScriptFailed'])
    const block = { baseFeePerGas: 10n ** 12n }
    expect(bitcoinTest(host.state, bytes, { unsigned: true, block })).toMatchObject({
      accepted: false,
      reason: { name: 'FeeBelowBaseFee' },
    })
  })

  it('stands on transactions sent before it, and on a block to come', () => {
    const host = newHost()
    const first = spend(host)
    const second = pay(wallet, [outputOf(first, 0)], [{ script, value: 1_000n }])
    expect(bitcoinTest(host.state, second.bytes)).toMatchObject({ accepted: false })
    expect(bitcoinTest(host.state, second.bytes, { after: [first.bytes] })).toMatchObject({
      accepted: true,
    })
    const input = { ...host.utxo(script), sequence: 0 }
    const late = pay(wallet, [input], [{ script, value: 1n }], { lockTime: 500 })
    expect(bitcoinTest(host.state, late.bytes)).toMatchObject({
      accepted: false,
      reason: { name: 'LockTimeNotReached' },
    })
    expect(bitcoinTest(host.state, late.bytes, { block: { number: 501n } })).toMatchObject({
      accepted: true,
    })
  })

  it("an envelope's transaction is judged for its account", () => {
    const alice = ed25519Signer(1)
    const host = new BitcoinHost([{ account: alice.id, amount: 900 }], {
      accounts: [{ id: alice.id, balance: COIN }],
    })
    const { txid, index } = host.utxo(accountScript(nobleCrypto, alice.id))
    const tx = new BitcoinJsTransaction()
    tx.version = 2
    tx.addInput(txid, index)
    tx.addOutput(script, 800n)
    expect(bitcoinTest(host.state, tx.toBuffer())).toMatchObject({ accepted: false })
    expect(bitcoinTest(host.state, tx.toBuffer(), { envelopeOf: alice.id })).toMatchObject({
      accepted: true,
    })
  })
})

describe('the debugger', () => {
  it('sees each opcode of each script before it runs, with the stacks', () => {
    const host = newHost()
    const legacy = scriptOf(p2pkh(wallet))
    const funding = pay(wallet, host.utxos(), [{ script: legacy, value: 40_000n }])
    host.run(funding)
    const { txid, index } = host.utxo(legacy)
    const tx = new BitcoinJsTransaction()
    tx.version = 2
    tx.addInput(txid, index)
    tx.addOutput(script, 1n)
    tx.setInputScript(
      0,
      bitcoinScript.compile([new Uint8Array(71).fill(1), Uint8Array.from(wallet.publicKey)]),
    )
    const steps: [ScriptStep['phase'], string, number][] = []
    const onStep = ({ phase, name, stack }: ScriptStep): void =>
      void steps.push([phase, name, stack.length])
    const verdict = bitcoinTest(host.state, tx.toBuffer(), { debugger: onStep })
    expect(verdict).toMatchObject({ accepted: false, scriptError: 'SIG_DER' })
    expect(steps.map(([phase, , depth]) => [phase, depth])).toEqual([
      ['scriptSig', 0],
      ['scriptSig', 1],
      ['scriptPubKey', 2],
      ['scriptPubKey', 3],
      ['scriptPubKey', 3],
      ['scriptPubKey', 4],
      ['scriptPubKey', 2],
    ])
    expect(steps.at(-1)![1]).toContain('CHECKSIG')
  })

  it('evaluates a script as 0x31 would', () => {
    const host = newHost()
    const code = Uint8Array.from(
      bitcoinScript.compile([opcodes.OP_3!, opcodes.OP_ADD!, opcodes.OP_5!, opcodes.OP_NUMEQUAL!]),
    )
    const steps: string[] = []
    const evaluation = { rules: 'legacy', stack: [Uint8Array.of(2)], script: code } as const
    const outcome = bitcoinEvaluate(host.state, evaluation, {
      debugger: ({ name }) => void steps.push(name),
    })
    expect(outcome).toMatchObject({ status: 'success', output: Uint8Array.of(1) })
    expect(steps).toHaveLength(4)
    expect(bitcoinEvaluate(host.state, { ...evaluation, stack: [] }).status).toBe('reverted')
  })
})
