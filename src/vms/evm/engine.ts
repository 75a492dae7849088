/** The EVM as a machine of n-vm: payloads 0x10 to 0x1F and raw Ethereum transactions. */
import type {
  BlockServices,
  CallRequest,
  Engine,
  Life,
  Machine,
  PreparedCall,
} from '../../engine.ts'
import { InvalidTransactionError, NVmError } from '../../errors.ts'
import type { LookAhead } from '../../look-ahead.ts'
import { ByteArena } from '../../primitives/arena.ts'
import type { ChainConfig } from '../../state/chain-config.ts'
import { SYSTEM_CONTRACTS, SYSTEM_WORD } from '../../token/erc20/index.ts'
import { hasTokenLedger } from '../../token/ledger.ts'
import type { RawKind, RawTransaction } from '../../transaction.ts'
import { precompilesOf } from '../evm-core/precompiles/index.ts'
import { EVM, EvmContext, type EvmEngineOptions, isForkName } from './context.ts'
import { type Attested, senderLookAhead } from './look-ahead.ts'
import { EvmPreparedCall } from './prepared-call.ts'
import { RawLife } from './raw-life.ts'
import { requestsHash } from './receipt/roots.ts'
import { beginBlock, collectRequests } from './system-calls.ts'
import { decodeOwnTransaction } from './transaction/decode.ts'
import { creditReward, creditWithdrawals } from './withdrawals.ts'

/** What the engine says of a block, under its name in the block result. */
export interface EvmBlockResult {
  /** `blobGasUsed` of an Ethereum header. */
  readonly blobGasUsed: bigint
  /** Request lists that are not empty, each its type byte and its data (EIP-7685); undefined unless asked for. */
  readonly requests: readonly Uint8Array[] | undefined
  /** 32 bytes; undefined unless asked for. */
  readonly requestsHash: Uint8Array | undefined
}

/** What the chain serves itself where it has the token ledger. */
const TOKEN_ADDRESSES: readonly bigint[] = [SYSTEM_WORD.proxied, ...SYSTEM_CONTRACTS]

/** Addresses kept for n-VM's own precompiles, from the chain's `precompileBase` on. */
const HOST_PRECOMPILES = 8n

class EvmMachine implements Machine {
  private readonly context: EvmContext
  private readonly arena = new ByteArena()
  private readonly ahead: LookAhead<Attested>

  constructor(services: BlockServices, options: EvmEngineOptions) {
    this.context = new EvmContext(services, options)
    this.ahead = senderLookAhead(this.context, this.arena)
  }

  begin(): void {
    beginBlock(this.context)
  }

  end(): EvmBlockResult {
    const { context } = this
    context.countBurntFees()
    creditWithdrawals(context)
    const asked = context.services.block.requests
    const requests = asked ? collectRequests(context) : undefined
    creditReward(context)
    return {
      blobGasUsed: context.blobGasUsed,
      requests,
      requestsHash:
        requests === undefined ? undefined : requestsHash(context.services.crypto, requests),
    }
  }

  prepare(request: CallRequest): PreparedCall {
    return new EvmPreparedCall(this.context, request)
  }

  lookAhead(transactions: readonly RawTransaction[]): void {
    this.ahead.fill(transactions)
  }

  openRaw(kind: RawKind, bytes: Uint8Array): Life {
    if (kind !== 'ethereum') {
      throw new InvalidTransactionError(
        'UnknownRawKind',
        `raw transaction of the evm expected kind "ethereum", got "${kind}"`,
        { kind },
      )
    }
    const known = this.ahead.take(bytes)
    if (known !== undefined) return new RawLife(this.context, known.transaction, known.sender)
    return new RawLife(
      this.context,
      decodeOwnTransaction(this.context.services.crypto, this.arena.copy(bytes)),
    )
  }
}

/** Refuses forks that do not exist and precompiles that would share an address. */
function validateChain(chain: ChainConfig): void {
  const { precompileBase } = chain
  for (const { machine, fork } of chain.forks) {
    if (machine !== EVM) continue
    if (!isForkName(fork)) {
      throw new NVmError(
        'InvalidChainConfig',
        `chain expects a fork of the evm that exists, got "${fork}"`,
        { fork },
      )
    }
    if (precompileBase === undefined) continue
    const own = hasTokenLedger(chain) ? TOKEN_ADDRESSES : []
    for (const address of [...precompilesOf(fork).keys(), ...own]) {
      if (address < precompileBase || address >= precompileBase + HOST_PRECOMPILES) continue
      throw new NVmError(
        'PrecompileOverlap',
        `chain expects ${HOST_PRECOMPILES} free addresses from 0x${precompileBase.toString(16)} on, ${fork} or the token ledger has one at 0x${address.toString(16)}`,
        { precompileBase, address, fork },
      )
    }
  }
  if (!chain.forks.some((entry) => entry.machine === EVM)) {
    throw new NVmError(
      'InvalidChainConfig',
      'chain with the evm expects at least one of its forks, got none',
    )
  }
}

/** The EVM engine. One instance may serve many chains and blocks; it keeps nothing between them. */
export function createEvmEngine(options: EvmEngineOptions = {}): Engine {
  return {
    name: EVM,
    opcodes: { first: 0x10, last: 0x1f },
    rawKinds: ['ethereum'],
    validate: validateChain,
    open: (services) => new EvmMachine(services, options),
  }
}
