/** Tron's part of a first state, by the public door; and what the state root says of it after an export. */
import { describe, expect, it } from 'vitest'
import type { GenesisOptions } from '../../src/index.ts'
import { createGenesis, executeBlock, legacyId, State } from '../../src/index.ts'
import { bytesToHex, utf8 } from '../../src/primitives/bytes.ts'
import { exportState } from '../../src/state/export.ts'
import { Journal } from '../../src/state/journal.ts'
import { Namespace } from '../../src/state/reader.ts'
import { encodeTronAddress } from '../../src/vms/tvm/address.ts'
import { tokenBalance, tokenOf } from '../../src/vms/tvm/state/assets.ts'
import { CONTRACT_CODEC } from '../../src/vms/tvm/state/contract.ts'
import { Ledger } from '../../src/vms/tvm/state/ledger.ts'
import { parametersOf } from '../../src/vms/tvm/state/parameters.ts'
import { votesFor } from '../../src/vms/tvm/state/witnesses.ts'
import { ALICE, BOB, CAROL, crypto, TRX, WITNESS } from './state-lab.ts'

const SECONDS = 1_700_000_000n
const options: GenesisOptions = {
  chainId: 77n,
  timestamp: SECONDS,
  number: 5n,
  tron: {
    accounts: {
      [bytesToHex(ALICE)]: 10n * TRX,
      [`41${bytesToHex(BOB)}`]: '5',
      [encodeTronAddress(crypto, CAROL)]: 0,
    },
    tokens: [{ owner: bytesToHex(ALICE), name: 'Coupon', totalSupply: 900, precision: 2 }],
    witnesses: { [bytesToHex(WITNESS)]: 12n },
  },
}

function ledgerOn(state: ReturnType<typeof createGenesis>, tokenHolder = ALICE) {
  const journal = new Journal(state)
  const parameters = parametersOf(state.chain)
  const ledger = new Ledger({ journal, crypto, parameters, headTime: SECONDS * 1_000n })
  return { ledger, holder: ledger.resolve(tokenHolder) }
}

describe('genesis.tron', () => {
  it('activates accounts, gives tokens, names witnesses', () => {
    const { ledger, holder } = ledgerOn(createGenesis(options))
    expect(ledger.balance(holder)).toBe(10n * TRX)
    expect(ledger.balance(ledger.resolve(BOB))).toBe(5n)
    expect(ledger.exists(ledger.resolve(CAROL))).toBe(true)
    expect(ledger.data(holder)).toMatchObject({
      createTime: SECONDS * 1_000n,
      issuedToken: 1_000_001n,
    })
    expect(tokenBalance(ledger, holder, 1_000_001n)).toBe(900n)
    expect(tokenOf(ledger, 1_000_001n)).toMatchObject({ name: utf8('Coupon'), precision: 2n })
    expect(votesFor(ledger, WITNESS)).toBe(12n)
    expect(ledger.journal.supply.counter('issued:genesis')).toBe((10n * TRX + 5n) * 10n ** 12n)
  })

  it.each([
    [{ accounts: { zz: 1n } }, 'expects a Tron address'],
    [{ accounts: { T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwc: 1n } }, 'expects a Tron address'],
    [{ accounts: { [`a0${bytesToHex(ALICE)}`]: 1n } }, 'of 21 from 0x41'],
    [{ accounts: { [bytesToHex(ALICE)]: -1n } }, 'within 0..2^63-1'],
    [{ accounts: { [bytesToHex(ALICE)]: 'much' } }, 'to be an integer'],
    [{ tokens: [{ owner: bytesToHex(ALICE), name: 'a', totalSupply: 0 }] }, 'supply above 0'],
    [
      { tokens: [{ owner: bytesToHex(ALICE), name: 'a', totalSupply: 1, precision: 7 }] },
      'precision of 0..6',
    ],
    [
      {
        tokens: ['a', 'b'].map((name) => ({ owner: bytesToHex(ALICE), name, totalSupply: 1 })),
      },
      'one token an owner',
    ],
  ])('refuses %o', (tron, expected) => {
    expect(() => createGenesis({ chainId: 1n, tron })).toThrow(expected)
  })

  it('refuses unknown parameters, and coin that int64 cannot hold', () => {
    const wrong = (draft: { parameters: Record<string, Record<string, bigint>> }) => {
      draft.parameters.tvm = { ENERGY_PRICE: 1n }
    }
    expect(() => createGenesis({ ...options, configure: wrong as never })).toThrow('ENERGY_PRICE')
    const most = (1n << 63n) - 1n
    const accounts = { [bytesToHex(ALICE)]: most, [bytesToHex(BOB)]: 1n }
    expect(() => createGenesis({ chainId: 1n, tron: { accounts } })).toThrow('SupplyCapExceeded')
  })

  it('comes back from an export with its contracts’ code', async () => {
    const code = Uint8Array.of(0x5b, 0x00)
    const state = createGenesis(options)
    const journal = new Journal(state)
    const codeHash = crypto.keccak256(code)
    journal.addBlob(codeHash, code)
    const id = legacyId(crypto, Namespace.tvm, BOB)
    journal.setRecord(journal.record(CONTRACT_CODEC, id), {
      ...{ nonce: 0n, codeHash, storageId: new Uint8Array(16), address: BOB },
      ...{ origin: ALICE, consumeUserResourcePercent: 7, originEnergyLimit: 9n },
      ...{ version: 1, name: 'c', energyUsage: 0n, energyFactor: 0n, updateCycle: 0n },
    })
    journal.endTransaction()
    const next = state.apply(journal.takeDiff())
    const chunks = [...exportState(next)]
    const copy = State.import(chunks)
    expect(copy.root).toEqual(next.root)
    expect(copy.blob(codeHash)).toEqual(code)
    const orphan = State.genesis(options)
    expect(State.import([...exportState(orphan)]).root).toEqual(orphan.root)
    const { state: after } = await executeBlock(next, [])
    expect(after.root).not.toEqual(next.root)
  })
})
