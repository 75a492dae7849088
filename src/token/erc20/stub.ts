/**
 * Code of every token's address, and where the chain's own contracts are. The code is a minimal proxy
 * (ERC-1167) of a system address that nobody but these proxies can use: it serves DELEGATECALL alone, and only while
 * the account in scope is one it knows. A contract that delegates to a proxy, or to the system address, runs with its own
 * address in scope, and that is no token's.
 */
import { hexToBytes } from '../../primitives/bytes.ts'

/** What every proxy delegates to. */
export const TOKEN_SYSTEM_ADDRESS = 0x1000n

/** The native coin's ERC-20 pointer, which is the native bridge. */
export const NATIVE_BRIDGE_ADDRESS = 0x1001n
export const TOKEN_FACTORY_ADDRESS = 0x1002n
export const CROSS_VM_ADDRESS = 0x1003n

/** Code of every token, of the pointer and of the factory and cross-VM contracts, 45 bytes. */
export const STUB_CODE: Uint8Array = hexToBytes(
  `363d3d373d3d3d363d73${TOKEN_SYSTEM_ADDRESS.toString(16).padStart(40, '0')}5af43d82803e903d91602b57fd5bf3`,
)

/** keccak-256 of {@link STUB_CODE}, 32 bytes. */
export const STUB_CODE_HASH: Uint8Array = hexToBytes(
  'd7ec49cc674c483b31758a76fe5c290d0b97cc900fa0cdb900e5666a379cb8fa',
)

/** The contracts of the chain's own: the same code, which stands in no record. */
export const SYSTEM_CONTRACTS: readonly bigint[] = [
  NATIVE_BRIDGE_ADDRESS,
  TOKEN_FACTORY_ADDRESS,
  CROSS_VM_ADDRESS,
]
