/**
 * The token factory at 0x1002: makes mints whose creator is msg.sender's account. A token's id is a hash of creator and
 * nonce, its address a hash of the id, so both are known before and nobody can claim another's.
 */
import { bytesToU256, u256ToBytes } from '../../primitives/u256.ts'
import type { LiveCell } from '../../state/cells.ts'
import { setBreaker } from '../breaker.ts'
import type { TokenFault } from '../faults.ts'
import type { Mint } from '../live.ts'
import { createToken as createMintOf, nextTokenId } from '../mints.ts'
import { setAuthority } from '../operations.ts'
import { U64_CODEC } from '../records.ts'
import { erc20Address, TokenKind } from '../slots.ts'
import { EVENT_TOPICS, FACTORY_SELECTORS } from './abi.ts'
import { refusalOf, unlessStatic } from './asset.ts'
import { addressTopic, EMPTY_REVERT, type RunningCall, refuseBecause } from './call.ts'
import { bytesArgument, textOf } from './dynamic.ts'
import type { FaceFunction } from './functions.ts'
import { FACE_GAS } from './gas.ts'
import { SYSTEM_WORD } from './stub.ts'
import type { FaceParty, Reply } from './types.ts'

/** Bits of `createToken`'s flags. Burning one's own units is always possible, whatever `burnable` says. */
export const TOKEN_FLAGS = { mintable: 1, burnable: 2, pausable: 4, freezable: 8 } as const

/** Limits that bind nobody: the creator of a pausable token holds its breaker and sets real ones. */
const OPEN_BREAKER = { window: 1, holderShare: 10_000, mintShare: 0, pauseShare: 0 } as const

const ZERO_TOPIC = new Uint8Array(32)

function addressWord(address: Uint8Array): Uint8Array {
  const out = new Uint8Array(32)
  out.set(address, 12)
  return out
}

/** Number of tokens this contract has made. */
function counter({ host }: RunningCall): LiveCell<bigint> {
  return host.journal.liveCell(U64_CODEC, [TokenKind.created])
}

function createToken(call: RunningCall): Reply {
  const { input } = call.call
  const [nameAt, symbolAt, decimals, supply, flags] = call.args as bigint[] & { length: 5 }
  const nameBytes = bytesArgument(input, nameAt!)
  const symbolBytes = bytesArgument(input, symbolAt!)
  if (nameBytes === undefined || symbolBytes === undefined) return EMPTY_REVERT
  const name = textOf(nameBytes)
  const symbol = textOf(symbolBytes)
  if (name === undefined || symbol === undefined) return refusalOf('InvalidMetadata')
  const creator = call.host.resolve(call.caller)
  if (!creator.canonical)
    return refuseBecause('creator expected at the canonical address of its account')
  const lack = unlessStatic(call)
  if (lack !== undefined) return lack
  call.used += FACE_GAS.createToken
  if (!call.canPay(0)) return EMPTY_REVERT
  const metadata = { name, symbol, uri: '' }
  const mint = makeToken(call, creator, {
    decimals: Number(decimals!),
    supply: supply!,
    metadata,
    flags: Number(flags!),
  })
  if (typeof mint === 'string') return refusalOf(mint)
  return announce(call, creator, mint, supply!)
}

interface Wanted {
  readonly decimals: number
  readonly supply: bigint
  readonly metadata: { readonly name: string; readonly symbol: string; readonly uri: string }
  readonly flags: number
}

function makeToken(call: RunningCall, creator: FaceParty, wanted: Wanted): Mint | TokenFault {
  const { ledger, namespace } = call.host
  const { id } = creator.account
  const has = (flag: number) => (wanted.flags & flag) !== 0
  const isPausable = has(TOKEN_FLAGS.pausable)
  const mint = createMintOf(ledger, id, {
    decimals: wanted.decimals,
    metadata: wanted.metadata,
    supply: wanted.supply,
    mintAuthority: has(TOKEN_FLAGS.mintable) || isPausable ? id : undefined,
    freezeAuthority: has(TOKEN_FLAGS.freezable) ? id : undefined,
    face: namespace,
  })
  if (typeof mint === 'string' || !isPausable) return mint
  const fault = setBreaker(ledger, mint, id, OPEN_BREAKER)
  if (fault !== undefined) return fault
  // The breaker has an authority of its own from here on.
  const removed = has(TOKEN_FLAGS.mintable)
    ? undefined
    : setAuthority(ledger, mint, id, 'mint', undefined)
  return removed ?? mint
}

function announce(call: RunningCall, creator: FaceParty, mint: Mint, supply: bigint): Uint8Array {
  const { journal, crypto } = call.host
  const address = erc20Address(crypto, mint.id)
  const count = counter(call)
  journal.setLiveCell(count, (count.value ?? 0n) + 1n)
  const token = addressWord(address)
  const topics = [EVENT_TOPICS['TokenCreated(address,address,bytes32)'], addressTopic(creator)]
  call.log([...topics, token, mint.id], new Uint8Array(0))
  if (supply > 0n) {
    const transfer = EVENT_TOPICS['Transfer(address,address,uint256)']
    const data = u256ToBytes(supply)
    call.logAt(address, [transfer, ZERO_TOPIC, addressTopic(creator)], data)
  }
  return token
}

const view = (types: FaceFunction['types'], run: FaceFunction['run']): FaceFunction => ({
  types,
  isPayable: false,
  run,
})

const F = FACTORY_SELECTORS

export const FACTORY_FUNCTIONS: ReadonlyMap<number, FaceFunction> = new Map([
  [
    F['createToken(string,string,uint8,uint256,uint8)'],
    view(['uint256', 'uint256', 'uint8', 'uint256', 'uint8'], createToken),
  ],
  [
    F['predictAddress(bytes32)'],
    view(['bytes32'], (call) => {
      return addressWord(erc20Address(call.host.crypto, u256ToBytes(call.args[0]!)))
    }),
  ],
  [F['getImplementation()'], view([], () => u256ToBytes(SYSTEM_WORD.proxied))],
  [
    F['getTokenCount()'],
    view([], (call) => {
      call.used += FACE_GAS.coldSlot
      return u256ToBytes(counter(call).value ?? 0n)
    }),
  ],
  [
    F['nextTokenId(address)'],
    view(['address'], (call) => {
      call.used += FACE_GAS.coldSlot
      return nextTokenId(call.host.ledger, call.host.resolve(call.args[0]!).account.id)
    }),
  ],
  [
    F['getTokenId(address)'],
    view(['address'], (call) => {
      call.used += FACE_GAS.coldSlot
      const { ledger, namespace } = call.host
      const mint = ledger.mintAt(namespace, call.host.resolve(call.args[0]!).bytes)
      return u256ToBytes(mint === undefined ? 0n : bytesToU256(mint.id))
    }),
  ],
])
