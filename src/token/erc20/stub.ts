/**
 * Code of every token's address, and where the chain's own contracts are. The code is a minimal proxy
 * (ERC-1167) of a system address that nobody but these proxies can use: it serves DELEGATECALL alone, and only while
 * the account in scope is one it knows. A contract that delegates to a proxy, or to the system address, runs with its own
 * address in scope, and that is no token's.
 */
import { hexToBytes } from '../../primitives/bytes.ts'
import { u256Tail } from '../../primitives/u256.ts'

/** The chain's own addresses as words, which is how machines of EVM bytecode have them. */
export const SYSTEM_WORD = {
  proxied: 0x1000n,
  bridge: 0x1001n,
  factory: 0x1002n,
  crossVm: 0x1003n,
} as const

const addressOf = (word: bigint): Uint8Array => u256Tail(word, 20)

/** What every proxy delegates to, 20 bytes. */
export const TOKEN_SYSTEM_ADDRESS: Uint8Array = addressOf(SYSTEM_WORD.proxied)
/** The native coin's ERC-20 pointer, which is the native bridge, 20 bytes. In the EVM only. */
export const NATIVE_BRIDGE_ADDRESS: Uint8Array = addressOf(SYSTEM_WORD.bridge)
/** The token factory, 20 bytes. In the EVM only. */
export const TOKEN_FACTORY_ADDRESS: Uint8Array = addressOf(SYSTEM_WORD.factory)
/** The contract for transfers between machines, 20 bytes. In the EVM only. */
export const CROSS_VM_ADDRESS: Uint8Array = addressOf(SYSTEM_WORD.crossVm)

/** Code of every token, of the pointer and of the factory and cross-VM contracts, 45 bytes. */
export const STUB_CODE: Uint8Array = hexToBytes(
  `363d3d373d3d3d363d73${SYSTEM_WORD.proxied.toString(16).padStart(40, '0')}5af43d82803e903d91602b57fd5bf3`,
)

/** keccak-256 of {@link STUB_CODE}, 32 bytes. */
export const STUB_CODE_HASH: Uint8Array = hexToBytes(
  'd7ec49cc674c483b31758a76fe5c290d0b97cc900fa0cdb900e5666a379cb8fa',
)

/** The contracts of the chain's own: the same code, which stands in no record. */
export const SYSTEM_CONTRACTS: readonly bigint[] = [
  SYSTEM_WORD.bridge,
  SYSTEM_WORD.factory,
  SYSTEM_WORD.crossVm,
]
