/**
 * Making mints: at an id that the caller has authenticated (an SPL mint account), or by the factory, whose ids are hashes
 * of creator and nonce. A mint has an address in every machine that shows tokens; one that is in use is an error.
 */
import { resolveAddress } from '../identity/alias.ts'
import { redirected } from '../identity/authority.ts'
import { DERIVED_NAMESPACES } from '../identity/derive.ts'
import { takeOver } from '../identity/link.ts'
import { utf8 } from '../primitives/bytes.ts'
import { MAX_U64 } from '../primitives/u256.ts'
import { Namespace } from '../state/reader.ts'
import type { TokenFace, TokenFacePlace } from './face.ts'
import type { TokenFault } from './faults.ts'
import type { TokenLedger } from './ledger.ts'
import { answersFor, type Mint } from './live.ts'
import { mintUnits } from './operations.ts'
import type { MintMetadata, TokenAuthority } from './records.ts'
import { mapKindOf, mintAddress, tokenId } from './slots.ts'

/** Longest texts of a mint, in UTF-8 bytes. */
export const METADATA_MAX = { name: 64, symbol: 32, uri: 200 } as const

/** What a mint begins with. */
export interface MintDescription {
  /** 0..255. */
  readonly decimals: number
  readonly mintAuthority: TokenAuthority | undefined
  readonly freezeAuthority: TokenAuthority | undefined
  /** Face that creates it: 0 native, else one of Namespace. */
  readonly face: number
  /** Solana's native mint. Default false. */
  readonly isNative?: boolean
  /** Default: all empty. */
  readonly metadata?: MintMetadata
  /** Gets the coin that waited at the mint's addresses if there is no mint authority. Default: it stays there. */
  readonly coinTo?: Uint8Array
}

const SURROGATE = /[\ud800-\udfff]/u

/** Whether texts fit and have no lone surrogates. */
export function isSoundMetadata(metadata: MintMetadata): boolean {
  for (const field of ['name', 'symbol', 'uri'] as const) {
    const text = metadata[field]
    if (text.length > METADATA_MAX[field] || SURROGATE.test(text)) return false
    if (utf8(text).length > METADATA_MAX[field]) return false
  }
  return true
}

/**
 * Makes a mint at an id, 32 bytes, whose holder the caller has authenticated. Installs it in every registered face but the
 * one that creates it, and hands coin that waited at its addresses to the mint authority. Returns the fault, and
 * has then changed nothing.
 */
export function createMint(
  ledger: TokenLedger,
  id: Uint8Array,
  description: MintDescription,
): Mint | TokenFault {
  const { decimals, mintAuthority, freezeAuthority, face, isNative = false } = description
  const { metadata = NO_METADATA } = description
  if (ledger.mint(id) !== undefined) return 'MintExists'
  if (!isSoundMetadata(metadata)) return 'InvalidMetadata'
  const places = placesOf(ledger, id).filter(([{ namespace }]) => namespace !== face)
  if (firstInUse(ledger, places) !== undefined) return 'AddressInUse'
  ledger.noteCreation()
  const mint = ledger.putMint(id, {
    supply: 0n,
    decimals,
    mintAuthority,
    freezeAuthority,
    face,
    isNative,
    hasBreaker: false,
    isPaused: false,
  })
  if (metadata !== NO_METADATA) mint.setMetadata(metadata)
  const coinTo = mintAuthority?.id ?? description.coinTo
  for (const [shown, place] of places) install(ledger, mint, shown, place, coinTo)
  ledger.emit({ kind: 'created', mint: id })
  return mint
}

const NO_METADATA: MintMetadata = { name: '', symbol: '', uri: '' }

function placeOf(ledger: TokenLedger, face: TokenFace, mint: Uint8Array): TokenFacePlace {
  const { journal, crypto, services } = ledger
  return {
    journal,
    crypto,
    mint,
    address: mintAddress(crypto, face.namespace, mint),
    blockNumber: services.block.number,
    transactionIndex: services.transactionIndex,
    creation: ledger.creations,
  }
}

type Places = readonly (readonly [TokenFace, TokenFacePlace])[]

const placesOf = (ledger: TokenLedger, mint: Uint8Array): Places =>
  ledger.faces.map((face) => [face, placeOf(ledger, face, mint)] as const)

/** The first of the places that has something its holder authored, or that an account answers for. */
function firstInUse({ journal }: TokenLedger, places: Places): TokenFacePlace | undefined {
  for (const [face, place] of places)
    if (journal.alias(face.namespace, place.address) !== undefined || face.inUse(place))
      return place
  return undefined
}

function isShown(ledger: TokenLedger, face: TokenFace, place: TokenFacePlace): boolean {
  if (face.shows !== undefined) return face.shows(place)
  const isMapped = mapKindOf(face.namespace) !== undefined
  return isMapped && ledger.mintAt(face.namespace, place.address) !== undefined
}

/**
 * Installs a mint that exists in every registered face that does not show it yet: a mint of a genesis, or one that was made
 * before the machine was registered. Coin that waited at its addresses goes to the mint authority; without one it
 * stays. Returns a place that is in use, and has then changed nothing.
 */
export function showMint(ledger: TokenLedger, mint: Mint): TokenFacePlace | undefined {
  const places = placesOf(ledger, mint.id).filter(([face, place]) => !isShown(ledger, face, place))
  const used = firstInUse(ledger, places)
  if (used !== undefined) return used
  if (places.length > 0) ledger.noteCreation()
  for (const [face, place] of places)
    install(ledger, mint, face, place, mint.record.mintAuthority?.id)
  return undefined
}

function install(
  ledger: TokenLedger,
  mint: Mint,
  face: TokenFace,
  place: TokenFacePlace,
  coinTo: Uint8Array | undefined,
): void {
  const { journal, crypto } = ledger
  const { namespace } = face
  if (mapKindOf(namespace) !== undefined) ledger.putMintAt(namespace, place.address, mint.id)
  // Only addresses of the known namespaces stand for accounts that coin can be sent to.
  if (coinTo !== undefined && DERIVED_NAMESPACES.includes(namespace)) {
    const waiting = resolveAddress(journal, crypto, namespace, place.address)
    takeOver(journal, waiting, redirected(journal, coinTo))
  }
  face.install(place)
}

/** What the factory is asked for. */
export interface TokenRequest {
  readonly decimals: number
  readonly metadata: MintMetadata
  /** AccountIds; undefined: nobody, for good. */
  readonly mintAuthority: Uint8Array | undefined
  readonly freezeAuthority: Uint8Array | undefined
  /** Units for the creator, below 2^64. */
  readonly supply: bigint
  /** Face that asks: 0 native, else one of Namespace. */
  readonly face: number
}

/** Id of the next token of a creator. */
export function nextTokenId(ledger: TokenLedger, creator: Uint8Array): Uint8Array {
  return tokenId(ledger.crypto, creator, ledger.createdBy(creator))
}

/**
 * The factory: a mint at {@link nextTokenId} of the creator, who has been authenticated, with its first supply. A factory's
 * token has a name and a symbol. Returns the fault, and has then changed nothing.
 */
export function createToken(
  ledger: TokenLedger,
  creator: Uint8Array,
  request: TokenRequest,
): Mint | TokenFault {
  const { decimals, metadata, supply, face } = request
  if (metadata.name === '' || metadata.symbol === '') return 'InvalidMetadata'
  if (supply < 0n || supply > MAX_U64) return 'AmountOutOfRange'
  const mint = createMint(ledger, nextTokenId(ledger, creator), {
    decimals,
    mintAuthority: authorityOf(request.mintAuthority),
    freezeAuthority: authorityOf(request.freezeAuthority),
    // A factory's mint is installed in every machine, also in the one that asked.
    face: 0,
    metadata,
    coinTo: creator,
  })
  if (typeof mint === 'string') return mint
  if (face !== 0) mint.setRecord({ ...mint.record, face })
  ledger.setCreatedBy(creator, ledger.createdBy(creator) + 1n)
  if (supply > 0n) mintUnits(ledger, mint.receiver(creator), supply)
  return mint
}

function authorityOf(id: Uint8Array | undefined): TokenAuthority | undefined {
  return id === undefined ? undefined : { id, address: undefined }
}

/** The mint authority names a mint, e.g. one that an SPL instruction made without a name. */
export function setMetadata(
  ledger: TokenLedger,
  mint: Mint,
  actor: Uint8Array,
  metadata: MintMetadata,
): TokenFault | undefined {
  const authority = mint.record.mintAuthority
  if (authority === undefined) return 'AuthorityRemoved'
  if (!answersFor(ledger.journal, actor, authority.id)) return 'NotAuthority'
  if (!isSoundMetadata(metadata)) return 'InvalidMetadata'
  mint.setMetadata(metadata)
  return
}

/** Address of a mint's face, 20 bytes; the same for every chain. */
export function faceAddress(ledger: TokenLedger, mint: Mint, face: 'evm' | 'tvm'): Uint8Array {
  return mintAddress(ledger.crypto, Namespace[face], mint.id)
}
