/**
 * The operation `token` (0x0A): everything the ledger does, by envelope. As all native operations it is refused before a
 * fee is taken or succeeds: the check runs it and takes it back.
 */
import type { BlockServices } from '../../engine.ts'
import { InvalidTransactionError } from '../../errors.ts'
import { bytesToHex, EMPTY_BYTES, equalBytes } from '../../primitives/bytes.ts'
import type { Outcome } from '../../receipt.ts'
import { failureOf } from '../../receipt.ts'
import {
  absorb,
  approve,
  authoriseBridge,
  bridgeBurn,
  bridgeMint,
  burn,
  createToken,
  crossVmTransfer,
  decreaseAllowance,
  freeze,
  increaseAllowance,
  type Mint,
  mintTo,
  NATIVE_COIN_ID,
  reviewBreaker,
  setAuthority,
  setBreaker,
  setBreakerAuthority,
  setMetadata,
  TOKEN_FAULTS,
  type TokenEvent,
  type TokenFault,
  type TokenLedger,
  thaw,
  tokenLedger,
  transfer,
  transferFrom,
} from '../../token/index.ts'
import { TOKEN_GAS } from './gas.ts'
import type { TokenInstruction } from './token-payload.ts'

/** Details of a token operation's receipt. */
export interface TokenDetails {
  readonly events: readonly TokenEvent[]
}

/** A token operation of one sender. */
export interface TokenCall {
  readonly gas: bigint
  /** Native coin that leaves the sender. */
  readonly value: bigint
  /** Throws TokenOperationRefused; changes nothing. */
  check(): void
  /** The output is the id of a created token, else empty. */
  apply(): Outcome
  details(): TokenDetails
}

/** Plans an operation. Throws UnknownOpcode on a chain without the ledger. */
export function tokenCall(
  services: BlockServices,
  sender: Uint8Array,
  instruction: TokenInstruction,
): TokenCall {
  const ledger = tokenLedger(services)
  if (ledger === undefined) {
    throw new InvalidTransactionError(
      'UnknownOpcode',
      'native opcode expected one of this chain, it has no token ledger',
      { opcode: 0x0a },
    )
  }
  let events: readonly TokenEvent[] = []
  const { journal } = services
  return {
    gas: gasOf(ledger, instruction),
    value: coinOf(instruction),
    check() {
      const mark = journal.checkpoint()
      const done = run(ledger, sender, instruction)
      journal.revert(mark)
      if (typeof done === 'string') refuse(done, instruction)
    },
    apply() {
      const done = run(ledger, sender, instruction)
      if (typeof done === 'string') {
        const failure = failureOf('OperationRefused', `${TOKEN_FAULTS[done]} (${done})`)
        return { status: 'reverted', gasUsed: 0n, output: EMPTY_BYTES, failure }
      }
      events = ledger.events
      return { status: 'success', gasUsed: 0n, output: done ?? EMPTY_BYTES }
    },
    details: () => ({ events }),
  }
}

function refuse(fault: TokenFault, instruction: TokenInstruction): never {
  const mint = 'mint' in instruction ? bytesToHex(instruction.mint) : undefined
  throw new InvalidTransactionError(
    'TokenOperationRefused',
    `token ${instruction.kind}: ${TOKEN_FAULTS[fault]}`,
    { fault, mint },
  )
}

/** Operations on units of an account: with a breaker they count its outflow. */
const COUNTED: ReadonlySet<string> = new Set([
  'mintTo',
  'burn',
  'transfer',
  'transferFrom',
  'crossVmTransfer',
  'bridgeMint',
  'bridgeBurn',
  'absorb',
])

function gasOf(ledger: TokenLedger, instruction: TokenInstruction): bigint {
  const gas = TOKEN_GAS[instruction.kind]
  if (!COUNTED.has(instruction.kind)) return gas
  const id = mintOf(instruction)
  const isCounted = id !== undefined && ledger.mint(id)?.record.hasBreaker === true
  return isCounted ? gas + TOKEN_GAS.breaker : gas
}

function mintOf(instruction: TokenInstruction): Uint8Array | undefined {
  if ('mint' in instruction) return instruction.mint
  return 'token' in instruction ? instruction.token : undefined
}

function coinOf(instruction: TokenInstruction): bigint {
  const isCoin =
    instruction.kind === 'crossVmTransfer' && equalBytes(instruction.token, NATIVE_COIN_ID)
  return isCoin ? instruction.amount : 0n
}

/** A fault, or what it gives back. */
type Done = TokenFault | Uint8Array | undefined

function run(ledger: TokenLedger, sender: Uint8Array, instruction: TokenInstruction): Done {
  switch (instruction.kind) {
    case 'createToken': {
      const { name, symbol, uri, ...request } = instruction
      const metadata = { name, symbol, uri }
      const created = createToken(ledger, sender, { ...request, metadata, face: 0 })
      return typeof created === 'string' ? created : created.id
    }
    case 'crossVmTransfer':
      return crossVmTransfer(ledger, sender, instruction)
    default: {
      const mint = ledger.mint(instruction.mint)
      return mint === undefined ? 'MintMissing' : runOnMint(ledger, mint, sender, instruction)
    }
  }
}

type OnMint = Exclude<
  TokenInstruction,
  { readonly kind: 'createToken' } | { readonly kind: 'crossVmTransfer' }
>

function runOnMint(ledger: TokenLedger, mint: Mint, sender: Uint8Array, of: OnMint): Done {
  switch (of.kind) {
    case 'mintTo':
      return mintTo(ledger, mint, sender, of.to, of.amount)
    case 'burn':
      return burn(ledger, mint, sender, of.amount)
    case 'transfer':
      return transfer(ledger, mint, sender, of.to, of.amount)
    case 'approve':
      return approve(ledger, mint, sender, of.spender, of.amount)
    case 'increaseAllowance':
      return increaseAllowance(ledger, mint, sender, of.spender, of.amount)
    case 'decreaseAllowance':
      return decreaseAllowance(ledger, mint, sender, of.spender, of.amount)
    case 'transferFrom':
      return transferFrom(ledger, mint, sender, of.owner, of.to, of.amount)
    case 'freeze':
      return freeze(ledger, mint, sender, of.account)
    case 'thaw':
      return thaw(ledger, mint, sender, of.account)
    case 'absorb':
      absorb(ledger, mint, of.id)
      return undefined
    case 'bridgeMint':
      return bridgeMint(ledger, mint, sender, of.to, of.amount)
    case 'bridgeBurn':
      return bridgeBurn(ledger, mint, sender, of.from, of.amount)
    default:
      return manage(ledger, mint, sender, of)
  }
}

type Management = Extract<
  OnMint,
  {
    readonly kind:
      | 'setMintAuthority'
      | 'setFreezeAuthority'
      | 'setBreakerAuthority'
      | 'setMetadata'
      | 'setBreaker'
      | 'removeBreaker'
      | 'review'
      | 'authoriseBridge'
  }
>

function manage(ledger: TokenLedger, mint: Mint, sender: Uint8Array, of: Management): Done {
  switch (of.kind) {
    case 'setMintAuthority':
      return setAuthority(ledger, mint, sender, 'mint', authority(of.next))
    case 'setFreezeAuthority':
      return setAuthority(ledger, mint, sender, 'freeze', authority(of.next))
    case 'setBreakerAuthority':
      return setBreakerAuthority(ledger, mint, sender, of.next)
    case 'setMetadata':
      return setMetadata(ledger, mint, sender, of)
    case 'setBreaker':
      return setBreaker(ledger, mint, sender, of)
    case 'removeBreaker':
      return setBreaker(ledger, mint, sender, undefined)
    case 'review':
      return reviewBreaker(ledger, mint, sender)
    case 'authoriseBridge':
      return authoriseBridge(ledger, mint, sender, of.bridge, of.allowed)
    default:
      return of satisfies never
  }
}

const authority = (id: Uint8Array | undefined) =>
  id === undefined ? undefined : { id, address: undefined }
