/** Addresses that every Solana chain knows: programs, loaders, sysvars; and which of them no transaction may write. */
import { decodeBase58, encodeBase58 } from '../../primitives/base58.ts'
import { wordToKey } from '../../primitives/bytes.ts'

/** 32 bytes of a Solana address in base58. Throws TypeError for anything else. */
export function publicKey(text: string): Uint8Array {
  const bytes = decodeBase58(text, 44)
  if (bytes.length !== 32)
    throw new TypeError(`Solana address expected 32 bytes, got ${bytes.length} from "${text}"`)
  return bytes
}

/** Base58 of 32 bytes: how logs and tools write an address. */
export const addressText = encodeBase58

/** Built-in programs and other fixed programs. */
export const ProgramId = {
  system: publicKey('11111111111111111111111111111111'),
  computeBudget: publicKey('ComputeBudget111111111111111111111111111111'),
  vote: publicKey('Vote111111111111111111111111111111111111111'),
  stake: publicKey('Stake11111111111111111111111111111111111111'),
  config: publicKey('Config1111111111111111111111111111111111111'),
  feature: publicKey('Feature111111111111111111111111111111111111'),
  nativeLoader: publicKey('NativeLoader1111111111111111111111111111111'),
  loader1: publicKey('BPFLoader1111111111111111111111111111111111'),
  loader2: publicKey('BPFLoader2111111111111111111111111111111111'),
  upgradeableLoader: publicKey('BPFLoaderUpgradeab1e11111111111111111111111'),
  loader4: publicKey('LoaderV411111111111111111111111111111111111'),
  ed25519: publicKey('Ed25519SigVerify111111111111111111111111111'),
  secp256k1: publicKey('KeccakSecp256k11111111111111111111111111111'),
  secp256r1: publicKey('Secp256r1SigVerify1111111111111111111111111'),
  addressLookupTable: publicKey('AddressLookupTab1e1111111111111111111111111'),
  zkTokenProof: publicKey('ZkTokenProof1111111111111111111111111111111'),
  zkElGamalProof: publicKey('ZkE1Gama1Proof11111111111111111111111111111'),
  token: publicKey('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'),
  token2022: publicKey('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb'),
  associatedToken: publicKey('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL'),
  /** Wrapped SOL: a mint, not a program. */
  nativeMint: publicKey('So11111111111111111111111111111111111111112'),
} as const

/** Sysvar accounts, and the program that owns them. */
export const SysvarId = {
  owner: publicKey('Sysvar1111111111111111111111111111111111111'),
  clock: publicKey('SysvarC1ock11111111111111111111111111111111'),
  epochRewards: publicKey('SysvarEpochRewards1111111111111111111111111'),
  epochSchedule: publicKey('SysvarEpochSchedu1e111111111111111111111111'),
  fees: publicKey('SysvarFees111111111111111111111111111111111'),
  instructions: publicKey('Sysvar1nstructions1111111111111111111111111'),
  lastRestartSlot: publicKey('SysvarLastRestartS1ot1111111111111111111111'),
  recentBlockhashes: publicKey('SysvarRecentB1ockHashes11111111111111111111'),
  rent: publicKey('SysvarRent111111111111111111111111111111111'),
  rewards: publicKey('SysvarRewards111111111111111111111111111111'),
  slotHashes: publicKey('SysvarS1otHashes111111111111111111111111111'),
  slotHistory: publicKey('SysvarS1otHistory11111111111111111111111111'),
  stakeHistory: publicKey('SysvarStakeHistory1111111111111111111111111'),
} as const

/** Lamports sent here are gone; it may always end up below the rent minimum. */
export const INCINERATOR: Uint8Array = publicKey('1nc1nerator11111111111111111111111111111111')

/** Owns configuration of the stake program; reserved like the programs. */
const STAKE_CONFIG = publicKey('StakeConfig11111111111111111111111111111111')

const NOT_RESERVED: ReadonlySet<Uint8Array> = new Set([ProgramId.token])

/** Addresses that a transaction loads read-only, whatever its header says. */
export function reservedIds(): Uint8Array[] {
  const ids = [...Object.values(ProgramId), ...Object.values(SysvarId), STAKE_CONFIG]
  return ids.filter((id) => !NOT_RESERVED.has(id))
}

const RESERVED: ReadonlySet<string> = new Set(reservedIds().map(wordToKey))

/** Whether an address is one of {@link reservedIds}. */
export function isReserved(address: Uint8Array): boolean {
  return RESERVED.has(wordToKey(address))
}
