/** What a block makes of raw Bitcoin transactions: every row of docs/bvm.md's tables, and orders within one block. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveBvmAddress } from '../../src/identity/derive.ts'
import type { BitcoinDetails, BlockInput, GenesisOptions, Transaction } from '../../src/index.ts'
import {
  bitcoinTest,
  executeBlock,
  exportState,
  importChainState,
  legacyId,
  Namespace,
  nobleCrypto,
  utxoLocation,
  verifyInclusion,
} from '../../src/index.ts'
import { COIN, ed25519Signer } from '../support/test-chain.ts'
import {
  BitcoinHost,
  BitcoinJsTransaction,
  bitcoin,
  derOf,
  key,
  outputOf,
  p2pkh,
  p2wpkh,
  pay,
  reasons,
  SAT,
  scriptOf,
} from './support.ts'

const [alice, bob] = [key(1), key(2)]
const aliceScript = scriptOf(p2wpkh(alice))
const bobScript = scriptOf(p2wpkh(bob))

const parameters = (values: Record<string, bigint>): Partial<GenesisOptions> => ({
  configure: (draft) => {
    draft.parameters = { bvm: values }
  },
})

const newHost = (options: Partial<GenesisOptions> = {}, amounts: readonly number[] = [100_000]) =>
  new BitcoinHost(
    amounts.map((amount) => ({ script: aliceScript, amount })),
    options,
  )

describe('raw transactions: what is rejected', () => {
  interface Row {
    readonly error: string
    readonly why: string
    readonly options?: Partial<GenesisOptions>
    readonly block?: BlockInput
    attempt(host: BitcoinHost): Transaction
  }

  const paid = (host: BitcoinHost, value = 90_000n): Transaction =>
    pay(alice, host.utxos(), [{ script: bobScript, value }])
  const edited = (host: BitcoinHost, edit: (tx: BitcoinJsTransaction) => void): Transaction => {
    const tx = BitcoinJsTransaction.fromBuffer(paid(host).bytes)
    edit(tx)
    return bitcoin(tx.toBuffer())
  }

  const rows: readonly Row[] = [
    { error: 'MalformedTransaction', why: 'no bytes', attempt: () => bitcoin(new Uint8Array(0)) },
    {
      error: 'MalformedTransaction',
      why: 'a byte too many',
      attempt: (host) => bitcoin(Uint8Array.of(...paid(host).bytes, 0)),
    },
    {
      error: 'MalformedTransaction',
      why: 'a byte missing',
      attempt: (host) => bitcoin(paid(host).bytes.subarray(0, -1)),
    },
    {
      error: 'MalformedTransaction',
      why: 'no outputs',
      attempt: (host) => edited(host, (tx) => void tx.outs.splice(0)),
    },
    {
      error: 'MalformedTransaction',
      why: 'one output twice',
      attempt: (host) =>
        edited(host, (tx) => {
          const { hash, index, sequence, script } = tx.ins[0]!
          tx.addInput(hash, index, sequence, script)
        }),
    },
    {
      error: 'MalformedTransaction',
      why: 'a coinbase',
      attempt: (host) =>
        edited(host, (tx) => {
          tx.ins[0]!.hash = new Uint8Array(32)
          tx.ins[0]!.index = 0xffffffff
          tx.ins[0]!.script = Uint8Array.of(1, 2)
        }),
    },
    {
      error: 'MalformedTransaction',
      why: 'more than MAX_MONEY',
      options: parameters({ maxMoney: 150_000n }),
      attempt: (host) =>
        edited(host, (tx) => {
          tx.outs[0]!.value = 150_001n
        }),
    },
    {
      error: 'OutputMissing',
      why: 'an output nobody made',
      attempt: (host) =>
        edited(host, (tx) => {
          tx.ins[0]!.index = 7
        }),
    },
    {
      error: 'InsufficientFunds',
      why: 'more out than in',
      attempt: (host) =>
        edited(host, (tx) => {
          tx.outs[0]!.value = 100_001n
        }),
    },
    {
      error: 'LockTimeNotReached',
      why: 'a height to come',
      attempt: (host) =>
        pay(
          alice,
          [{ ...host.utxo(aliceScript), sequence: 0xfffffffe }],
          [{ script: bobScript, value: 1_000n }],
          {
            lockTime: 1_000,
          },
        ),
    },
    {
      error: 'FeeBelowBaseFee',
      why: 'below the base fee for its gas',
      block: { baseFeePerGas: 10n * SAT },
      attempt: (host) => paid(host, 99_999n),
    },
    {
      error: 'FeeBelowBaseFee',
      why: 'below the fee rate of the chain',
      options: parameters({ minFeeRate: 1_000n }),
      attempt: (host) => paid(host, 99_900n),
    },
    {
      error: 'VerificationLimitExceeded',
      why: 'over the weight of the chain',
      options: parameters({ transactionWeight: 400n }),
      attempt: (host) => paid(host),
    },
    {
      error: 'VerificationLimitExceeded',
      why: 'over the signature operations of the chain',
      options: parameters({ transactionSigops: 0n }),
      attempt: (host) => paid(host),
    },
    {
      error: 'VerificationLimitExceeded',
      why: 'over the hashed bytes of the chain',
      options: parameters({ hashedBytes: 100n }),
      attempt: (host) => paid(host),
    },
    {
      error: 'NonStandardTransaction',
      why: 'dust on a chain of standard transactions',
      options: parameters({ standard: 1n }),
      attempt: (host) => paid(host, 293n),
    },
    {
      error: 'ScriptFailed',
      why: 'no witness',
      attempt: (host) => edited(host, (tx) => tx.setWitness(0, [])),
    },
    {
      error: 'BlockGasLimitExceeded',
      why: 'over what the block has left for the machine',
      block: { gasLimits: { bvm: 4_000n } },
      attempt: (host) => paid(host),
    },
  ]

  it.each(rows.map((row) => [row.error, row.why, row] as const))('%s: %s', (error, _why, row) => {
    const host = newHost(row.options)
    const [receipt] = host.execute([row.attempt(host)], row.block)
    expect(receipt).toMatchObject({ status: 'rejected', gasUsed: 0n, error: { name: error } })
    expect(host.inOutputs).toBe(100_000n)
    // The same host accepts the honest one.
    if (row.options === undefined && row.block === undefined)
      expect(reasons(host.run(paid(host)))).toEqual(['success'])
  })

  it('has a test for each row of the page', () => {
    const page = readFileSync(new URL('../../docs/bvm.md', import.meta.url), 'utf8')
    const section = page.split('## Raw transactions\n')[1]!.split('\n## ')[0]!
    const named = [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]!)
    // Three rows are attacks: binding.test.ts and security-rules.test.ts.
    const elsewhere = ['AddressRevoked', 'DepositNotSigned', 'DuplicateTransaction']
    expect(new Set([...rows.map(({ error }) => error), ...elsewhere])).toEqual(new Set(named))
  })

  it("has Core's script error as data, as bitcoinTest has", () => {
    const host = newHost()
    const { kind, bytes } = edited(host, (tx) => tx.setWitness(0, []))
    const context = { input: 0, scriptError: 'WITNESS_PROGRAM_MISMATCH' }
    const tested = bitcoinTest(host.state, bytes)
    expect(tested).toMatchObject({ accepted: false, reason: { name: 'ScriptFailed', context } })
    expect(host.run({ kind, bytes })[0]?.error).toMatchObject({ context })
  })

  it('dust at its border is standard', () => {
    const host = newHost(parameters({ standard: 1n }))
    expect(reasons(host.run(paid(host, 294n)))).toEqual(['success'])
  })

  it('an output locked to an account wants its envelope', () => {
    const signer = ed25519Signer(9)
    const host = new BitcoinHost([{ account: signer.id, amount: 5_000 }])
    const [{ txid, index }] = host.utxos() as [ReturnType<BitcoinHost['utxos']>[0]]
    const tx = new BitcoinJsTransaction()
    tx.version = 2
    tx.addInput(txid, index)
    tx.addOutput(bobScript, 1_000n)
    const [receipt] = host.run(bitcoin(tx.toBuffer()))
    expect(receipt).toMatchObject({ status: 'rejected', error: { name: 'ScriptFailed' } })
  })
})

describe('fees', () => {
  it("are the beneficiary's, to the satoshi, at the price of the receipt", () => {
    const host = newHost()
    const coinbase = new Uint8Array(20).fill(0xcb)
    const [receipt] = host.execute(
      [pay(alice, host.utxos(), [{ script: bobScript, value: 60_000n }])],
      { coinbase, baseFeePerGas: 1n },
    )
    expect(receipt).toMatchObject({
      status: 'success',
      fee: { paid: 40_000n * SAT, burnt: 0n, beneficiary: 40_000n * SAT },
      effectiveGasPrice: (40_000n * SAT) / receipt!.gasUsed,
    })
    expect(host.balance(legacyId(nobleCrypto, Namespace.evm, coinbase))).toBe(40_000n * SAT)
  })

  it('a base fee is covered exactly or not at all', () => {
    const gas = 10n * 438n // 1 input, 1 output, P2WPKH: 438 weight units with a 71-byte signature
    const price = SAT / 10n
    const host = newHost()
    const fee = (gas * price + SAT - 1n) / SAT
    const tx = (value: bigint) => pay(alice, host.utxos(), [{ script: bobScript, value }])
    const exact = tx(100_000n - fee)
    const weight = BigInt(BitcoinJsTransaction.fromBuffer(exact.bytes).weight())
    const least = (weight * 10n * price + SAT - 1n) / SAT
    const block = { baseFeePerGas: price }
    expect(reasons(host.execute([tx(100_000n - least + 2n)], block))).toEqual([
      'rejected FeeBelowBaseFee',
    ])
    expect(reasons(host.execute([tx(100_000n - least - 2n)], block))).toEqual(['success'])
  })
})

describe('one block', () => {
  /** Three transactions that spend each other's outputs. */
  function chain(host: BitcoinHost): readonly Transaction[] {
    const first = pay(alice, host.utxos(), [
      { script: bobScript, value: 50_000n },
      { script: aliceScript, value: 40_000n },
    ])
    const second = pay(bob, [outputOf(first, 0)], [{ script: aliceScript, value: 45_000n }])
    const inputs = [outputOf(first, 1), outputOf(second, 0)]
    const third = pay(alice, inputs, [{ script: bobScript, value: 80_000n }])
    return [first, second, third]
  }

  it('spends outputs made in the same block', () => {
    const host = newHost()
    expect(reasons(host.execute(chain(host)))).toEqual(['success', 'success', 'success'])
    expect(host.utxos().map(({ amount, height }) => [amount, height])).toEqual([[80_000n, 0n]])
  })

  it('spends nothing before it is made', () => {
    const host = newHost()
    const [first, second, third] = chain(host)
    expect(reasons(host.execute([third!, second!, first!]))).toEqual([
      'rejected OutputMissing',
      'rejected OutputMissing',
      'success',
    ])
    expect(reasons(host.execute([second!, third!]))).toEqual(['success', 'success'])
  })

  it('one of several spends of an output stands, in every order; the rest changes nothing', () => {
    const host = newHost()
    const { state } = host
    const spends = [10_000n, 20_000n, 30_000n].map((value) =>
      pay(alice, host.utxos(), [{ script: bobScript, value }]),
    )
    const run = (order: number[]): void => {
      host.state = state
      const receipts = host.execute(order.map((i) => spends[i]!))
      expect(reasons(receipts)).toEqual([
        'success',
        'rejected OutputMissing',
        'rejected OutputMissing',
      ])
      const withRest = host.state.root
      host.state = state
      host.execute([spends[order[0]!]!])
      expect(host.state.root).toEqual(withRest)
    }
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ])
      run(order)
  })

  it('a transaction is not accepted twice: in the block, or later', () => {
    const host = newHost()
    const tx = pay(alice, host.utxos(), [{ script: bobScript, value: 90_000n }])
    expect(reasons(host.run(tx, tx))).toEqual(['success', 'rejected OutputMissing'])
    expect(reasons(host.run(tx))).toEqual(['rejected OutputMissing'])
  })
})

describe('outputs', () => {
  it('have proofs, present and spent', () => {
    const host = newHost()
    const before = host.state
    const outpoint = host.utxo(aliceScript)
    const { type, parts, value, proof } = before.prove(utxoLocation(outpoint))
    const sha256 = (data: Uint8Array) => nobleCrypto.sha256(data)
    expect(verifyInclusion(before.root, type, parts, value!, proof, sha256)).toBe(true)
    host.run(pay(alice, [outpoint], [{ script: bobScript, value: 1n }]))
    expect(host.state.prove(utxoLocation(outpoint)).value).toBeUndefined()
    expect(verifyInclusion(host.state.root, type, parts, value!, proof, sha256)).toBe(false)
  })

  it('go through an export, and are spent behind it', () => {
    const host = newHost()
    host.run(pay(alice, host.utxos(), [{ script: aliceScript, value: 50_000n }]))
    const copy = importChainState(exportState(host.state))
    expect(copy.root).toEqual(host.state.root)
    const spend = pay(alice, host.utxos(), [{ script: bobScript, value: 1n }])
    const { receipts, root } = executeBlock(copy, [spend])
    expect(reasons(receipts)).toEqual(['success'])
    host.run(spend)
    expect(root).toEqual(host.state.root)
  })

  it('keep height, median time and origin', () => {
    const host = newHost()
    host.execute([pay(alice, host.utxos(), [{ script: bobScript, value: 1_000n }])], {
      number: 70n,
      timestamp: 5_000n,
      bitcoin: { medianTime: 4_000n },
    })
    expect(host.utxo(bobScript)).toMatchObject({ height: 70n, medianTime: 4_000n, bridged: false })
    const signer = ed25519Signer(1)
    const funded = new BitcoinHost([], { accounts: [{ id: signer.id, balance: COIN }] })
    const lock = { kind: 'account', id: signer.id } as const
    funded.execute([funded.payload(signer, { operation: 'lock', amount: 5n, lock })])
    expect(funded.utxos()).toMatchObject([{ amount: 5n, bridged: true }])
    expect(funded.utxos()[0]!.script).toEqual(
      Uint8Array.of(0x60, 32, ...deriveBvmAddress(nobleCrypto, signer.id)),
    )
  })

  it("a median time that falls is the host's mistake", () => {
    const host = newHost()
    host.execute([], { timestamp: 10_000n, bitcoin: { medianTime: 9_000n } })
    expect(() => host.execute([], { bitcoin: { medianTime: 8_999n } })).toThrow(/medianTime/)
  })
})

describe('bad input', () => {
  it('random bytes and mutated transactions are rejected or change nothing but by their rules', () => {
    const host = newHost()
    const { state } = host
    const honest = pay(alice, host.utxos(), [{ script: bobScript, value: 90_000n }])
    const run = (at: number, value: number, length: number): void => {
      host.state = state
      const bytes = honest.bytes.slice(0, honest.bytes.length - length)
      bytes[at % bytes.length] = value
      const [receipt] = host.run(bitcoin(bytes))
      const isSame = length === 0 && honest.bytes[at % bytes.length] === value
      if (!isSame) expect(receipt!.status).toBe('rejected')
      expect(host.inOutputs).toBe(isSame ? 90_000n : 100_000n)
    }
    const byte = fc.integer({ min: 0, max: 255 })
    const cut = fc.constantFrom(0, 0, 0, 1, 2, 60)
    fc.assert(fc.property(fc.nat(1_000), byte, cut, run), { numRuns: 150, seed: 4 })
    const garbage = (bytes: Uint8Array): void => {
      host.state = state
      expect(host.run(bitcoin(bytes))[0]!.status).toBe('rejected')
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), garbage), { numRuns: 150, seed: 5 })
  })

  it('4 MB are refused before they are parsed', () => {
    const host = newHost()
    const [receipt] = host.run(bitcoin(new Uint8Array(4_000_001)))
    expect(receipt).toMatchObject({ status: 'rejected', error: { name: 'TransactionTooLarge' } })
  })

  it('a transaction that makes hashing quadratic is stopped at the limit of the chain', () => {
    const script = scriptOf(p2pkh(alice))
    const outputs = Array.from({ length: 150 }, () => ({ script, amount: 1_000 }))
    const consolidation = (host: BitcoinHost): Transaction => {
      const tx = new BitcoinJsTransaction()
      tx.version = 2
      for (const { txid, index } of host.utxos()) tx.addInput(txid, index)
      tx.addOutput(bobScript, 1n)
      for (let i = 0; i < outputs.length; i++) {
        const hash = tx.hashForSignature(i, script, BitcoinJsTransaction.SIGHASH_ALL)
        const der = derOf(alice.sign(hash))
        tx.setInputScript(i, Uint8Array.of(der.length + 1, ...der, 1, 33, ...alice.publicKey))
      }
      return bitcoin(tx.toBuffer())
    }
    const limited = new BitcoinHost(outputs, parameters({ hashedBytes: 200_000n }))
    expect(reasons(limited.run(consolidation(limited)))).toEqual([
      'rejected VerificationLimitExceeded',
    ])
    const free = new BitcoinHost(outputs)
    const [receipt] = free.run(consolidation(free))
    expect(receipt!.status).toBe('success')
    // Each signature hashes all inputs: 41 bytes each.
    expect((receipt!.details as BitcoinDetails).hashedBytes).toBeGreaterThan(150 * 150 * 41)
  })
})
