/** Tron's state without blocks or signatures: contracts run one after another on a MemoryState, at a time of choice. */
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import { InvalidTransactionError } from '../../src/errors.ts'
import { bytesToHex, utf8 } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { Namespace } from '../../src/state/reader.ts'
import { executeActuator, validateActuator } from '../../src/vms/tvm/actuators/index.ts'
import type {
  AssetIssueContract,
  TronContractMessage,
} from '../../src/vms/tvm/actuators/messages.ts'
import type { TronAccount } from '../../src/vms/tvm/state/account.ts'
import { applyTronGenesis, type TronGenesis } from '../../src/vms/tvm/state/genesis.ts'
import { Ledger, SUN } from '../../src/vms/tvm/state/ledger.ts'
import { parametersOf } from '../../src/vms/tvm/state/parameters.ts'
import type { ContractRecord } from '../../src/vms/tvm/vm/account-host.ts'
import { MemoryState, testChain } from '../support/memory-state.ts'

export { crypto }

export const TRX = 1_000_000n
/** First head time of every lab, milliseconds: a slot after Tron's genesis, rounded. */
export const START = 1_600_000_000_000n

/** 20 bytes that end in a number. */
export function address(number: number): Uint8Array {
  const out = new Uint8Array(20).fill(0x11)
  new DataView(out.buffer).setUint32(16, number)
  return out
}

export const ALICE = address(1)
export const BOB = address(2)
export const CAROL = address(3)
/** Does not exist. */
export const NOBODY = address(999)
export const WITNESS = address(50)

const DEFAULT: TronGenesis = {
  accounts: {
    [bytesToHex(ALICE)]: 10_000n * TRX,
    [bytesToHex(BOB)]: 5_000n * TRX,
    [bytesToHex(CAROL)]: 100n * TRX,
    [bytesToHex(WITNESS)]: 1n,
  },
  witnesses: { [bytesToHex(WITNESS)]: 7n },
}

export interface LabOptions {
  readonly genesis?: TronGenesis
  /** Chain parameters that differ from mainnet's. */
  readonly parameters?: Readonly<Record<string, bigint>>
}

export class Lab {
  readonly state: MemoryState
  /** Head time, milliseconds. */
  time = START

  constructor({ genesis = DEFAULT, parameters = {} }: LabOptions = {}) {
    const chain = testChain({ machines: ['tvm'], forks: [], parameters: { tvm: parameters } })
    this.state = new MemoryState(chain)
    const journal = new Journal(this.state)
    applyTronGenesis(journal, crypto, genesis, START / 1_000n)
    this.state.apply(journal.takeDiff())
  }

  /** A ledger on a journal of its own, which nobody applies: for looking, and for trying. */
  ledger(): Ledger {
    const journal = new Journal(this.state)
    const parameters = parametersOf(this.state.chain)
    return new Ledger({ journal, crypto, parameters, headTime: this.time })
  }

  /** Changes state in a block of its own; what `change` throws leaves no trace. */
  block<T>(change: (ledger: Ledger) => T): T {
    const ledger = this.ledger()
    const result = change(ledger)
    ledger.journal.endTransaction()
    this.state.apply(ledger.journal.takeDiff())
    return result
  }

  /** Validates and executes one contract. */
  run(contract: TronContractMessage) {
    return this.block((ledger) => {
      validateActuator(ledger, contract)
      if (!ledger.journal.untouched) throw new Error('a check changed something')
      return executeActuator(ledger, contract)
    })
  }

  /** Name and message of the refusal; undefined if the contract would run. */
  refusal(contract: TronContractMessage): string | undefined {
    const ledger = this.ledger()
    let refusal: string | undefined
    try {
      validateActuator(ledger, contract)
    } catch (error) {
      if (!(error instanceof InvalidTransactionError)) throw error
      refusal = `${error.codeName}: ${error.message}`
    }
    if (!ledger.journal.untouched) throw new Error('a check changed something')
    return refusal
  }

  advance(milliseconds: bigint): void {
    this.time += milliseconds
  }

  /** Sun. */
  balance(of: Uint8Array): bigint {
    const ledger = this.ledger()
    return ledger.balance(ledger.resolve(of))
  }

  account(of: Uint8Array): TronAccount {
    const ledger = this.ledger()
    return ledger.data(ledger.resolve(of))
  }

  /** Coin counted as burnt by a cause, sun. */
  burnt(cause: string): bigint {
    return new Journal(this.state).supply.counter(`burnt:${cause}`) / SUN
  }

  /** Files a contract as a deployment would. */
  contract(at: Uint8Array, facts: Partial<ContractRecord> = {}): void {
    this.block((ledger) => {
      const handle = ledger.resolve(at)
      ledger.update(handle, { type: 2 })
      ledger.journal.setRecord(handle.contract, {
        ...{ nonce: 0n, codeHash: undefined, storageId: undefined, address: at },
        ...{ origin: ALICE, consumeUserResourcePercent: 100, originEnergyLimit: 1_000n },
        ...{ version: 0, name: '', energyUsage: 0n, energyFactor: 0n, updateCycle: 0n },
        ...facts,
      })
    })
  }
}

export const tvm = Namespace.tvm

/** A token as one may be issued at {@link START}. */
export function tokenIssue(
  ownerAddress: Uint8Array,
  changes: Partial<AssetIssueContract> = {},
): TronContractMessage {
  return {
    type: 'AssetIssueContract',
    message: {
      ownerAddress,
      name: utf8('Coupon'),
      abbr: utf8('CPN'),
      totalSupply: 1_000n,
      frozenSupply: [],
      ...{ trxNum: 1, precision: 0, num: 1 },
      startTime: START + 1n,
      endTime: START + 2n,
      description: utf8(''),
      url: utf8('example.org'),
      ...{ freeAssetNetLimit: 0n, publicFreeAssetNetLimit: 0n, publicFreeAssetNetUsage: 0n },
      ...changes,
    },
  }
}
