/** A host of a Tron chain in tests: a state, a clock, wallets; every block goes through executeBlock. */

import type { Engine } from '../../src/engine.ts'
import { legacyId } from '../../src/identity/legacy.ts'
import type {
  BlockInput,
  Crypto,
  Receipt,
  State,
  Transaction,
  TronGenesis,
} from '../../src/index.ts'
import { createGenesis, executeBlock } from '../../src/index.ts'
import { Journal } from '../../src/state/journal.ts'
import { Namespace } from '../../src/state/reader.ts'
import type { ContractMessages, ContractTypeName } from '../../src/vms/tvm/actuators/messages.ts'
import { createTvmEngine, type TronDetails, tronDetails } from '../../src/vms/tvm/index.ts'
import { Ledger, SUN } from '../../src/vms/tvm/state/ledger.ts'
import { parametersOf } from '../../src/vms/tvm/state/parameters.ts'
import { crypto, type Draft, rawOf, signRaw, type TronWallet } from './tron-wallet.ts'

/** Sun. */
export const TRX = 1_000_000n
const START = 1_760_000_000n
/** Seconds between blocks. */
const BLOCK_TIME = 3n

export interface TronChainOptions {
  readonly chainId?: bigint
  /** Sun by wallet. */
  readonly balances?: readonly (readonly [wallet: TronWallet, sun: bigint])[]
  readonly parameters?: Readonly<Record<string, bigint>>
  readonly engines?: readonly Engine[]
  readonly tron?: TronGenesis
  /** Seconds of the first block. */
  readonly start?: bigint
}

export class TronChain {
  state: State
  /** Seconds of the next block. */
  now: bigint
  readonly engines: readonly Engine[]

  constructor(options: TronChainOptions = {}) {
    this.now = options.start ?? START
    this.engines = options.engines ?? [createTvmEngine()]
    this.state = createGenesis({
      chainId: options.chainId ?? 1_337n,
      engines: this.engines,
      number: 0n,
      timestamp: this.now - BLOCK_TIME,
      accounts: (options.balances ?? []).map(([{ id }, sun]) => ({ id, balance: sun * SUN })),
      ...(options.tron === undefined ? {} : { tron: options.tron }),
      configure: (chain) => {
        if (options.parameters !== undefined) chain.parameters = { tvm: { ...options.parameters } }
      },
    })
  }

  /** Goes on from here by itself. */
  fork(): TronChain {
    const copy = Object.create(TronChain.prototype) as TronChain
    return Object.assign(copy, this)
  }

  /** Gives an address coin from outside. Sun. */
  fund(address: Uint8Array, sun: bigint): void {
    const journal = new Journal(this.state)
    const id = legacyId(crypto, Namespace.tvm, address)
    journal.supply.issue(journal.account(id), sun * SUN, 'test')
    journal.endTransaction()
    this.state = this.state.apply(journal.takeDiff())
  }

  /** One block. */
  execute(
    transactions: readonly Transaction[],
    block: BlockInput = {},
    backend: Crypto = crypto,
  ): readonly Receipt[] {
    const input = { timestamp: this.now, ...block }
    const { state, receipts } = executeBlock(this.state, transactions, input, {
      engines: this.engines,
      crypto: backend,
    })
    this.state = state
    this.now = input.timestamp + BLOCK_TIME
    return receipts
  }

  run(...transactions: Transaction[]): readonly Receipt[] {
    return this.execute(transactions)
  }

  /** One block of one transaction. */
  only(transaction: Transaction): Receipt {
    const [receipt] = this.execute([transaction])
    if (receipt === undefined) throw new Error('a receipt for each transaction')
    return receipt
  }

  /** Lets time pass: an empty block then. */
  wait(seconds: bigint): void {
    this.now += seconds
    this.execute([])
  }

  /** A signed transaction for the next block; the owner signs unless others are named. */
  sign<Name extends ContractTypeName>(
    owner: TronWallet,
    type: Name,
    message: Omit<ContractMessages[Name], 'ownerAddress'>,
    draft: Omit<Draft<Name>, 'type' | 'message'> & {
      readonly signers?: readonly TronWallet[]
    } = {},
  ): Transaction {
    const { signers = [owner], ...fields } = draft
    const full = { ownerAddress: owner.address, ...message } as ContractMessages[Name]
    return signRaw(rawOf(this.state, this.now, { type, message: full, ...fields }), signers)
  }

  transfer(from: TronWallet, to: TronWallet, sun: bigint): Transaction {
    return this.sign(from, 'TransferContract', { toAddress: to.address, amount: sun })
  }

  /** The ledger of the state's next block, on a journal that is thrown away. */
  get ledger(): Ledger {
    return new Ledger({
      journal: new Journal(this.state),
      crypto,
      parameters: parametersOf(this.state.chain),
      headTime: (this.now - BLOCK_TIME) * 1_000n,
    })
  }

  /** Sun. */
  balance(wallet: { readonly address: Uint8Array }): bigint {
    const { ledger } = this
    return ledger.balance(ledger.resolve(wallet.address))
  }
}

/** Details of an executed Tron transaction. */
export function detailsOf(receipt: Receipt | undefined): TronDetails {
  const details = receipt === undefined ? undefined : tronDetails(receipt)
  if (details === undefined)
    throw new Error(`details expected, got ${receipt?.status} ${receipt?.error?.message}`)
  return details
}

/** Status of a receipt, or the name of its error. */
export const nameOf = ({ status, error }: Receipt): string => error?.name ?? status
