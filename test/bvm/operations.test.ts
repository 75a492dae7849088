/** Payloads 0x30 to 0x33 at work: balance into outputs and back, evaluation, spending by envelope, what fails and pays. */
import { script as bitcoinScript, opcodes } from 'bitcoinjs-lib'
import { describe, expect, it } from 'vitest'
import type { BvmPayload, GenesisOptions, Receipt } from '../../src/index.ts'
import {
  accountScript,
  depositScript,
  encodeBvmPayload,
  envelopeTxid,
  legacyId,
  Namespace,
  nobleCrypto,
} from '../../src/index.ts'
import { COIN, ed25519Signer, secp256k1Signer } from '../support/test-chain.ts'
import {
  BitcoinHost,
  BitcoinJsTransaction,
  key,
  type NewOutput,
  p2wpkh,
  pay,
  psbtOf,
  reasons,
  SAT,
  scriptOf,
  signAll,
} from './support.ts'

const alice = ed25519Signer(1)
const bob = secp256k1Signer(2)
const wallet = key(3)
const script = scriptOf(p2wpkh(wallet))

const newHost = (options: Partial<GenesisOptions> = {}) =>
  new BitcoinHost([], {
    accounts: [alice, bob].map(({ id }) => ({ id, balance: 10n * COIN })),
    ...options,
  })

/** Balances, outputs and burnt coin against what was issued. */
function expectConserved(host: BitcoinHost): void {
  let inBalances = 0n
  for (const [, { balance }] of host.state.accounts()) inBalances += balance
  const counter = (name: string) => host.supply(name)
  expect(host.inOutputs * SAT).toBe(counter('held:bitcoin-outputs'))
  expect(inBalances + host.inOutputs * SAT + counter('burnt')).toBe(counter('issued'))
}

/** A Bitcoin transaction without any proof: what an envelope unlocks. */
function bare(
  inputs: readonly { txid: Uint8Array; index: number }[],
  outputs: readonly NewOutput[],
) {
  const tx = new BitcoinJsTransaction()
  tx.version = 2
  for (const { txid, index } of inputs) tx.addInput(txid, index)
  for (const { script, value } of outputs) tx.addOutput(script, value)
  return Uint8Array.from(tx.toBuffer())
}

const failure = (receipt: Receipt | undefined) => [receipt!.status, receipt!.error?.name]

describe('0x30', () => {
  it('moves balance into an output, under a txid the sender knew before signing', () => {
    const host = newHost()
    const txid = envelopeTxid(nobleCrypto, host.binding, alice.id, 0n)
    const lock = { kind: 'script', script } as const
    const [receipt] = host.run(host.payload(alice, { operation: 'lock', amount: 7_000n, lock }))
    expect(receipt).toMatchObject({ status: 'success', output: txid })
    expect(host.utxos()).toMatchObject([{ txid, index: 0, amount: 7_000n, script, bridged: true }])
    expect(host.balance(alice.id)).toBe(10n * COIN - 7_000n * SAT)
    expectConserved(host)
    // A wallet spends it at once.
    const spend = pay(wallet, host.utxos(), [{ script, value: 6_000n }])
    expect(reasons(host.run(spend))).toEqual(['success'])
    expectConserved(host)
  })

  it('leaves dust where it is and needs the amount besides the fee', () => {
    const host = newHost({ accounts: [{ id: alice.id, balance: 5n * SAT + 3n }] })
    const lock = { kind: 'account', id: bob.id } as const
    const all = host.payload(alice, { operation: 'lock', amount: 6n, lock })
    expect(reasons(host.run(all))).toEqual(['rejected InsufficientFunds'])
    expect(reasons(host.run(host.payload(alice, { operation: 'lock', amount: 5n, lock })))).toEqual(
      ['success'],
    )
    expect(host.balance(alice.id)).toBe(3n)
    expectConserved(host)
  })

  it('to a deposit script is a transfer, to another OP_RETURN a counted burn', () => {
    const host = newHost()
    const to = (script: Uint8Array): BvmPayload => ({
      operation: 'lock',
      amount: 100n,
      lock: { kind: 'script', script },
    })
    host.run(host.payload(alice, to(depositScript(bob.id))))
    expect(host.balance(bob.id)).toBe(10n * COIN + 100n * SAT)
    host.run(host.payload(alice, to(Uint8Array.of(0x6a, 1, 2))))
    expect(host.supply('burnt:bitcoin-op-return')).toBe(100n * SAT)
    expect(host.utxos()).toEqual([])
    expectConserved(host)
  })

  it('refuses more than MAX_MONEY', () => {
    const host = newHost({
      configure: (draft) => {
        draft.parameters = { bvm: { maxMoney: 5_000_000_000n } }
      },
    })
    const lock = { kind: 'script', script } as const
    const payload = host.payload(alice, { operation: 'lock', amount: 5_000_000_001n, lock })
    expect(reasons(host.run(payload))).toEqual(['rejected AmountOutOfRange'])
  })

  it("refuses an acting address that is not the sender's", () => {
    const host = newHost()
    const lock = { kind: 'script', script } as const
    const payload = encodeBvmPayload({ operation: 'lock', amount: 1n, lock })
    const attempt = (actingAddress: Uint8Array) => host.envelope(alice, payload, { actingAddress })
    expect(reasons(host.run(attempt(script)))).toEqual(['rejected WrongActingAddress'])
    expect(reasons(host.run(attempt(accountScript(nobleCrypto, bob.id))))).toEqual([
      'rejected WrongActingAddress',
    ])
    expect(reasons(host.run(attempt(accountScript(nobleCrypto, alice.id))))).toEqual(['success'])
  })
})

describe('0x31', () => {
  const run = (
    rules: 'legacy' | 'segwit',
    code: (number | Uint8Array)[],
    stack: Uint8Array[] = [],
  ) => {
    const host = newHost()
    const { root } = host.state
    const evaluated = bitcoinScript.compile(code)
    const payload = {
      operation: 'evaluate',
      rules,
      stack,
      script: Uint8Array.from(evaluated),
    } as const
    const [receipt] = host.run(host.payload(alice, payload))
    expect(host.utxos()).toEqual([])
    expect(host.balance(alice.id)).toBe(10n * COIN)
    expect(root).not.toEqual(host.state.root) // the nonce
    return receipt!
  }

  it('true is a success with the top of the stack', () => {
    const receipt = run(
      'legacy',
      [opcodes.OP_ADD!, opcodes.OP_5!, opcodes.OP_EQUAL!],
      [Uint8Array.of(2), Uint8Array.of(3)],
    )
    expect(receipt).toMatchObject({ status: 'success', output: Uint8Array.of(1) })
  })

  it.each([
    ['an element of 520 bytes', [new Uint8Array(520).fill(1)]],
    ['1,000 elements', Array.from({ length: 1_000 }, () => opcodes.OP_1!)],
    ['201 operations', [opcodes.OP_1!, ...Array.from({ length: 201 }, () => opcodes.OP_NOP!)]],
    [
      '10,000 bytes',
      [...Array.from({ length: 19 }, () => new Uint8Array(520)), new Uint8Array(62).fill(1)],
    ],
  ] as const)('%s are within the bounds', (_name, code) => {
    expect(run('legacy', [...code]).status).toBe('success')
  })

  it.each([
    ['false', [opcodes.OP_0!], 'EVAL_FALSE'],
    ['an empty stack', [], 'EVAL_FALSE'],
    ['OP_RETURN', [opcodes.OP_1!, opcodes.OP_RETURN!], 'OP_RETURN'],
    ['an unbalanced IF', [opcodes.OP_1!, opcodes.OP_IF!], 'UNBALANCED_CONDITIONAL'],
    ['a lock time', [opcodes.OP_1!, opcodes.OP_CHECKLOCKTIMEVERIFY!], 'UNSATISFIED_LOCKTIME'],
    ['an element of 521 bytes', [new Uint8Array(521)], 'PUSH_SIZE'],
    ['1,001 elements', Array.from({ length: 1_001 }, () => opcodes.OP_1!), 'STACK_SIZE'],
    ['10,001 bytes', Array.from({ length: 10_001 }, () => opcodes.OP_1!), 'SCRIPT_SIZE'],
    ['202 operations', Array.from({ length: 202 }, () => opcodes.OP_NOP!), 'OP_COUNT'],
  ] as const)('%s is reverted', (_name, code, error) => {
    const receipt = run('legacy', [...code])
    expect(receipt).toMatchObject({ status: 'reverted', error: { name: 'Reverted' } })
    expect(receipt.error!.message).toContain(error)
    expect(receipt.gasUsed).toBeGreaterThan(21_000n)
  })
})

describe('0x32', () => {
  const locked = (...amounts: number[]) =>
    new BitcoinHost(
      amounts.map((amount) => ({ account: alice.id, amount })),
      { accounts: [alice, bob].map(({ id }) => ({ id, balance: COIN })) },
    )

  it('spends outputs locked to the sender: to a wallet, to an account and into a balance', () => {
    const host = locked(40_000, 2_000)
    const outputs = [
      { script, value: 20_000n },
      { script: accountScript(nobleCrypto, bob.id), value: 10_000n },
      { script: depositScript(bob.id), value: 9_000n },
    ]
    const transaction = bare(host.utxos(), outputs)
    const [receipt] = host.run(host.payload(alice, { operation: 'spend', transaction }))
    expect(receipt).toMatchObject({ status: 'success' })
    expect(receipt!.output).toEqual(
      Uint8Array.from(BitcoinJsTransaction.fromBuffer(transaction).getHash()),
    )
    expect(host.utxos().map(({ amount }) => amount)).toEqual([20_000n, 10_000n])
    expect(host.balance(bob.id)).toBe(COIN + 9_000n * SAT)
    // 3,000 satoshi are the beneficiary's.
    expect(host.balance(legacyId(nobleCrypto, Namespace.evm, new Uint8Array(20)))).toBe(
      3_000n * SAT,
    )
    expectConserved(host)
  })

  it('mixes what the envelope unlocks with what wallets signed', () => {
    const host = new BitcoinHost(
      [
        { account: alice.id, amount: 5_000 },
        { script, amount: 4_000 },
      ],
      { accounts: [{ id: alice.id, balance: COIN }] },
    )
    const mine = host.utxo(accountScript(nobleCrypto, alice.id))
    const psbt = psbtOf([mine, host.utxo(script)], [{ script, value: 9_000n }])
    psbt.signInput(1, wallet).finalizeInput(1)
    const tx = BitcoinJsTransaction.fromBuffer(
      bare([mine, host.utxo(script)], [{ script, value: 9_000n }]),
    )
    const witness = psbt.data.inputs[1]!.finalScriptWitness!
    const signature = witness.subarray(2, 2 + witness[1]!)
    tx.setWitness(1, [signature, wallet.publicKey])
    const transaction = Uint8Array.from(tx.toBuffer())
    const [receipt] = host.run(host.payload(alice, { operation: 'spend', transaction }))
    expect(receipt!.error).toBeUndefined()
    expect(host.utxos().map(({ amount }) => amount)).toEqual([9_000n])
  })

  it.each([
    ['an output locked to another account', bob],
    ["a wallet's output without its signature", 'wallet'],
  ] as const)('%s: reverted, paid, nothing moved', (_name, signer) => {
    const host =
      signer === 'wallet'
        ? new BitcoinHost([{ script, amount: 1_000 }], {
            accounts: [{ id: bob.id, balance: COIN }],
          })
        : locked(1_000)
    const transaction = bare(host.utxos(), [{ script, value: 900n }])
    const before = host.balance(bob.id)
    const payload = encodeBvmPayload({ operation: 'spend', transaction })
    const [receipt] = host.run(
      host.envelope(bob, payload, {
        maxFeePerGas: 2n,
        gasLimit: 100_000n,
        maxPriorityFeePerGas: 2n,
      }),
    )
    expect(failure(receipt)).toEqual(['reverted', 'OperationRefused'])
    expect(receipt?.error?.context).toMatchObject({ input: 0 })
    expect(host.balance(bob.id)).toBe(before - receipt!.gasUsed * 2n)
    expect(host.inOutputs).toBe(1_000n)
  })

  it('a bare input that anyone may spend is one', () => {
    const open = Uint8Array.of(0x51)
    const host = new BitcoinHost([{ script: open, amount: 1_000 }], {
      accounts: [{ id: bob.id, balance: COIN }],
    })
    const transaction = bare(host.utxos(), [{ script, value: 900n }])
    const [receipt] = host.run(host.payload(bob, { operation: 'spend', transaction }))
    expect(receipt!.status).toBe('success')
  })

  it('every other length is refused', () => {
    const host = locked(1_000)
    const transaction = bare(host.utxos(), [{ script, value: 900n }])
    for (let length = 0; length < transaction.length; length++) {
      const payload = { operation: 'spend', transaction: transaction.subarray(0, length) } as const
      expect(reasons(host.run(host.payload(alice, payload)))).toEqual(['rejected MalformedPayload'])
    }
    const longer = { operation: 'spend', transaction: Uint8Array.of(...transaction, 0) } as const
    expect(reasons(host.run(host.payload(alice, longer)))).toEqual(['rejected MalformedPayload'])
  })

  it('signature operations are paid for, and halt what cannot pay', () => {
    const many = Uint8Array.from({ length: 2_000 }, () => opcodes.OP_CHECKSIG!)
    const host = locked(1_000)
    const transaction = bare(host.utxos(), [{ script: many, value: 900n }])
    const payload = encodeBvmPayload({ operation: 'spend', transaction })
    const poor = host.envelope(alice, payload, { gasLimit: 200_000n })
    expect(failure(host.run(poor)[0])).toEqual(['halted', 'OutOfGas'])
    const rich = host.envelope(alice, payload, { gasLimit: 8_000_000n })
    const [receipt] = host.run(rich)
    expect(receipt!.status).toBe('success')
    // 2,000 bare operations cost 4 each, each of which is charged as 50 weight units.
    expect(receipt!.gasUsed).toBeGreaterThan(2_000n * 4n * 50n * 10n)
  })

  it('balance, output, wallet, balance: nothing is lost but the fees', () => {
    const host = newHost()
    const lock = { kind: 'script', script } as const
    host.run(host.payload(alice, { operation: 'lock', amount: 50_000n, lock }))
    const psbt = psbtOf(host.utxos(), [{ script: depositScript(alice.id), value: 49_000n }])
    const [receipt] = host.run({ kind: 'bitcoin', bytes: signAll(psbt, wallet) })
    expect(receipt).toMatchObject({
      status: 'success',
      details: { fee: 1_000n, deposits: [{ index: 0, id: alice.id, amount: 49_000n }] },
    })
    expect(host.balance(alice.id)).toBe(10n * COIN - 1_000n * SAT)
    expect(host.utxos()).toEqual([])
    expectConserved(host)
  })
})

describe('0x33', () => {
  const materialise = (host: BitcoinHost, on = script) =>
    host.payload(bob, { operation: 'materialise', script: on })

  it('turns what waits at a script into one output on it, for anyone who asks', () => {
    const host = newHost()
    const id = legacyId(nobleCrypto, Namespace.bvm, script)
    host.run(host.envelope(alice, { operation: 'transfer', to: id, amount: 800n * SAT + 7n }))
    const [receipt] = host.run(materialise(host))
    expect(receipt!.status).toBe('success')
    expect(host.utxos()).toMatchObject([{ amount: 800n, script, bridged: true }])
    expect(host.balance(id)).toBe(7n)
    expectConserved(host)
    expect(reasons(host.run(materialise(host)))).toEqual(['rejected InsufficientFunds'])
    const spend = pay(wallet, host.utxos(), [{ script, value: 800n }])
    expect(reasons(host.run(spend))).toEqual(['success'])
  })

  it('burns nothing: a script that cannot be spent is refused', () => {
    const host = newHost()
    const data = Uint8Array.of(0x6a, 1, 1)
    const id = legacyId(nobleCrypto, Namespace.bvm, data)
    host.run(host.envelope(alice, { operation: 'transfer', to: id, amount: SAT }))
    expect(reasons(host.run(materialise(host, data)))).toEqual(['rejected MalformedPayload'])
  })
})

it('txids of one sender never repeat, whatever is spent between', () => {
  const host = newHost()
  const lock = { kind: 'script', script } as const
  const seen = new Set<string>()
  for (let i = 0; i < 5; i++) {
    const funding = host.payload(alice, { operation: 'lock', amount: 100n, lock })
    const other = host.payload(bob, { operation: 'lock', amount: 100n, lock })
    for (const { output } of host.run(funding, other)) seen.add(output.join())
    host.run(pay(wallet, host.utxos(), [{ script: Uint8Array.of(0x6a), value: 0n }]))
  }
  expect(seen.size).toBe(10)
})
