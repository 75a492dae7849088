/** Tron's signers recovered ahead: all in a row, and with the results of a machine that is told of nothing. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Crypto, Transaction } from '../../src/index.ts'
import { hexToBytes } from '../../src/primitives/bytes.ts'
import type { PermissionMessage } from '../../src/vms/tvm/actuators/messages.ts'
import { createTvmEngine } from '../../src/vms/tvm/index.ts'
import { blind } from '../support/blind.ts'
import { detailsOf, nameOf, TRX, TronChain } from '../support/tron-chain.ts'
import { crypto, type TronWallet, tronWallet } from '../support/tron-wallet.ts'

const wallets = [1, 2, 3, 4].map(tronWallet)
const balances = wallets.map((wallet) => [wallet, 50_000n * TRX] as const)
const base = new TronChain({ balances })

const permission = (
  type: number,
  threshold: bigint,
  signers: readonly TronWallet[],
): PermissionMessage => ({
  type,
  permissionName: type === 0 ? 'owner' : 'active',
  threshold,
  parentId: 0,
  operations: type === 0 ? new Uint8Array(0) : hexToBytes('7fff1fc0033ef30f'.padEnd(64, '0')),
  keys: signers.map(({ address }) => ({ address, weight: 1n })),
})

const KINDS = [
  ...(['right', 'right', 'right', 'stranger', 'mutated', 'cut', 'expired', 'far', 'both'] as const),
  ...(['again', 'permission', 'short'] as const),
]

const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  from: fc.integer({ min: 0, max: 3 }),
  to: fc.integer({ min: 1, max: 3 }),
  at: fc.integer({ min: 0, max: 10_000 }),
  byte: fc.integer({ min: 1, max: 255 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function made(chain: TronChain, before: readonly Transaction[], each: Step): Transaction {
  const from = wallets[each.from]!
  const other = wallets[(each.from + each.to) % wallets.length]!
  const draft = { timestamp: BigInt(before.length + 1) }
  const pay = (given: Parameters<TronChain['sign']>[3]) =>
    chain.sign(
      from,
      'TransferContract',
      { toAddress: other.address, amount: TRX },
      { ...draft, ...given },
    )
  const now = chain.now * 1_000n
  switch (each.kind) {
    case 'stranger':
      return pay({ signers: [other] })
    case 'both':
      return pay({ signers: [from, other] })
    case 'expired':
      return pay({ expiration: now - 3_600_000n })
    case 'far':
      return pay({ expiration: now + 10n * 86_400_000n })
    case 'again':
      return before[each.at % Math.max(1, before.length)] ?? pay({})
    case 'permission': {
      const owner = each.byte < 128 ? permission(0, 1n, [other]) : permission(0, 2n, [from, other])
      const actives = [permission(2, 1n, [other])]
      const message = { owner, witness: undefined, actives }
      return chain.sign(from, 'AccountPermissionUpdateContract', message, draft)
    }
    case 'mutated': {
      const { kind, bytes } = pay({})
      bytes[each.at % bytes.length]! ^= each.byte
      return { kind, bytes } as Transaction
    }
    case 'cut':
    case 'short': {
      const { kind, bytes } = pay({})
      const length = each.kind === 'cut' ? each.at % bytes.length : bytes.length - 1
      return { kind, bytes: bytes.slice(0, length) } as Transaction
    }
    default:
      return pay({})
  }
}

describe('signers recovered ahead', () => {
  it('change nothing over random blocks of right, forged, replayed and mangled transactions', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 16 }), (steps) => {
        const [sighted, blinded] = [base.fork(), base.fork()]
        Object.assign(blinded, { engines: [blind(createTvmEngine())] })
        for (const half of [steps.slice(0, steps.length >> 1), steps.slice(steps.length >> 1)]) {
          const block: Transaction[] = []
          for (const each of half) block.push(made(sighted, block, each))
          const receipts = sighted.execute(block)
          expect(receipts).toEqual(blinded.execute(block))
          expect(sighted.state.root).toEqual(blinded.state.root)
          for (const receipt of receipts) {
            const name = nameOf(receipt)
            seen.add(name === 'success' ? detailsOf(receipt).contract : name)
          }
        }
      }),
      { numRuns: 40, seed: 11 },
    )
    const expected = ['TransferContract', 'SignerNotPermitted', 'InvalidSignature', 'Expired']
    const more = ['ExpirationTooFar', 'DuplicateTransaction', 'MalformedTransaction']
    const rules = ['AccountPermissionUpdateContract', 'TooManySignatures', 'SignatureWeightTooLow']
    for (const name of [...expected, ...more, ...rules]) expect(seen).toContain(name)
  })

  it('are recovered once each, all before the first transaction runs, and hashed once', () => {
    const chain = base.fork()
    const block = wallets.flatMap((from, i) =>
      [0, 1, 2].map((n) =>
        chain.sign(
          from,
          'TransferContract',
          { toAddress: wallets[(i + 1) % 4]!.address, amount: TRX },
          { timestamp: BigInt(10 * i + n) },
        ),
      ),
    )
    // Of another, late, and of two: the first costs one recovery and no second, the others none before their turn.
    const pay = { toAddress: wallets[1]!.address, amount: TRX }
    block.push(chain.sign(wallets[0]!, 'TransferContract', pay, { signers: [wallets[2]!] }))
    block.push(chain.sign(wallets[0]!, 'TransferContract', pay, { expiration: 1n }))
    const both = { signers: [wallets[0]!, wallets[1]!] }
    block.push(chain.sign(wallets[0]!, 'TransferContract', pay, both))
    const events: string[] = []
    const counting: Crypto = {
      ...crypto,
      secp256k1Recover: (...given) => {
        events.push('recover')
        return crypto.secp256k1Recover(...given)
      },
    }
    const engine = createTvmEngine()
    const engines = [
      {
        ...engine,
        open: (services: Parameters<typeof engine.open>[0]) => {
          const machine = engine.open(services)
          const { openRaw } = machine
          machine.openRaw = (...given) => {
            events.push('open')
            return openRaw!.apply(machine, given)
          }
          return machine
        },
      },
    ]
    Object.assign(chain, { engines })
    const names = chain.execute(block, {}, counting).map(nameOf)
    expect(names).toEqual([
      ...new Array<string>(12).fill('success'),
      ...['SignerNotPermitted', 'Expired', 'TooManySignatures'],
    ])
    expect(events).toEqual([
      ...new Array<string>(13).fill('recover'),
      ...new Array<string>(15).fill('open'),
    ])
  })
})
