/**
 * Accounts and stakes for tests of Tron's virtual machine alone: plain Maps, undone by the journal like everything
 * else. Stake operations are refused and views are zero unless a test says otherwise.
 */
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { bytesToHex } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { CONTRACT_CODEC } from '../../src/vms/tvm/state/contract.ts'
import type {
  AccountHost,
  ContractMessage,
  PermissionView,
  StakeHost,
  SwitchName,
  TvmContextOptions,
  TvmResult,
} from '../../src/vms/tvm/vm/index.ts'
import {
  contractAddress,
  runContract,
  switchesFrom,
  TvmCaches,
  TvmContext,
} from '../../src/vms/tvm/vm/index.ts'
import { MemoryState } from './memory-state.ts'

export class MemoryAccounts implements AccountHost {
  readonly contractCodec = CONTRACT_CODEC
  readonly known = new Map<string, Map<bigint, bigint>>()
  readonly permissions = new Map<string, PermissionView>()
  readonly tokens = new Set<bigint>()
  private readonly journal: Journal

  constructor(journal: Journal) {
    this.journal = journal
  }

  exists(address: Uint8Array): boolean {
    return this.known.has(bytesToHex(address))
  }

  create(address: Uint8Array): void {
    const key = bytesToHex(address)
    if (this.known.has(key)) return
    this.known.set(key, new Map())
    this.journal.onRevert(() => this.known.delete(key))
  }

  remove(address: Uint8Array): void {
    this.known.delete(bytesToHex(address))
  }

  tokenExists(tokenId: bigint): boolean {
    return this.tokens.has(tokenId)
  }

  tokenBalance(address: Uint8Array, tokenId: bigint): bigint {
    return this.known.get(bytesToHex(address))?.get(tokenId) ?? 0n
  }

  setToken(address: Uint8Array, tokenId: bigint, amount: bigint): void {
    this.create(address)
    this.tokens.add(tokenId)
    const balances = this.known.get(bytesToHex(address)) as Map<bigint, bigint>
    const previous = balances.get(tokenId) ?? 0n
    balances.set(tokenId, amount)
    this.journal.onRevert(() => balances.set(tokenId, previous))
  }

  moveToken(from: Uint8Array, to: Uint8Array, tokenId: bigint, amount: bigint): boolean {
    const received = this.tokenBalance(to, tokenId) + amount
    if (received >= 1n << 63n) return false
    this.setToken(from, tokenId, this.tokenBalance(from, tokenId) - amount)
    this.setToken(to, tokenId, received)
    return true
  }

  tokensOf(address: Uint8Array): readonly { tokenId: bigint; amount: bigint }[] {
    return [...(this.known.get(bytesToHex(address)) ?? [])]
      .filter(([, amount]) => amount > 0n)
      .map(([tokenId, amount]) => ({ tokenId, amount }))
      .sort((a, b) => (a.tokenId < b.tokenId ? -1 : 1))
  }

  permission(address: Uint8Array, id: bigint): PermissionView | undefined {
    return this.permissions.get(`${bytesToHex(address)}:${id}`)
  }
}

/** Refuses everything, knows nothing; a test overrides what it is about. */
export function refusingStakes(journal: Journal, own: Partial<StakeHost> = {}): StakeHost {
  const no = () => false
  const none = () => 0n
  return {
    journal,
    freeze: no,
    unfreeze: no,
    freezeExpireTime: none,
    voteWitness: no,
    withdrawReward: none,
    freezeBalanceV2: no,
    unfreezeBalanceV2: no,
    cancelAllUnfreezeV2: no,
    withdrawExpireUnfreeze: none,
    delegateResource: no,
    undelegateResource: no,
    canSelfdestruct: () => true,
    inherit: () => {},
    rewardBalance: none,
    isWitness: no,
    voteCount: none,
    usedVoteCount: none,
    receivedVoteCount: none,
    totalVoteCount: none,
    chainParameter: none,
    availableUnfreezeV2Size: none,
    unfreezableBalanceV2: none,
    expireUnfreezeBalanceV2: none,
    delegatableResource: none,
    resourceV2: none,
    checkUndelegateResource: () => ({ clean: 0n, dirty: 0n, restoreSeconds: 0n }),
    resourceUsage: () => ({ used: 0n, restoreSeconds: 0n }),
    totalResource: none,
    totalDelegatedResource: none,
    totalAcquiredResource: none,
    ...own,
  }
}

export interface TronWorldOptions
  extends Partial<Pick<TvmContextOptions, 'energyFee' | 'dynamicEnergy' | 'cycle' | 'inspector'>> {
  readonly switches?: readonly SwitchName[]
  readonly genesisId?: Uint8Array
  readonly witness?: Uint8Array
  readonly number?: bigint
  readonly timestamp?: bigint
  readonly stakes?: Partial<StakeHost>
  readonly caches?: TvmCaches
}

/** One block, many transactions, everything in memory. */
export class TronWorld {
  readonly journal: Journal
  readonly accounts: MemoryAccounts
  readonly context: TvmContext
  private index = 0

  constructor(options: TronWorldOptions = {}) {
    const { switches = [], number = 1n, timestamp = 0n, witness = new Uint8Array(20) } = options
    this.journal = new Journal(new MemoryState())
    this.accounts = new MemoryAccounts(this.journal)
    this.context = new TvmContext({
      journal: this.journal,
      crypto: nobleCrypto,
      caches: options.caches ?? new TvmCaches(),
      switches: switchesFrom((name) => (switches.includes(name) ? 1n : 0n)),
      energyFee: options.energyFee ?? 100n,
      dynamicEnergy: options.dynamicEnergy,
      cycle: options.cycle ?? 1n,
      block: { number, timestamp, witness, blockId: () => undefined },
      genesisId: options.genesisId ?? new Uint8Array(32),
      accounts: this.accounts,
      stakes: refusingStakes(this.journal, options.stakes),
      inspector: options.inspector,
    })
  }

  get world() {
    return this.context.world
  }

  /** Gives an account that exists some sun. */
  fund(address: Uint8Array, sun: bigint): void {
    this.accounts.create(address)
    this.world.credit(this.world.resolveBytes(address), sun)
  }

  sunOf(address: Uint8Array): bigint {
    return this.world.balanceOf(this.world.resolveBytes(address))
  }

  /** One transaction of its own. A failed one leaves nothing. */
  send(
    message: Omit<ContractMessage, 'rootTxid' | 'contract'> & {
      to?: Uint8Array
      rootTxid?: Uint8Array
    },
  ): TvmResult & { readonly address: Uint8Array } {
    const rootTxid =
      message.rootTxid ?? nobleCrypto.keccak256(new Uint8Array([this.index >> 8, this.index]))
    const contract = message.to ?? contractAddress(nobleCrypto, rootTxid, message.owner)
    this.context.beginTransaction(this.index++)
    const result = runContract(this.context, { ...message, contract, rootTxid })
    this.context.finishTransaction()
    this.journal.endTransaction()
    return { ...result, address: contract }
  }
}
