/**
 * EIP-712 for EIP-2612: the domain of a token on one machine and the digest a wallet signs. The domain names the chain id
 * of that machine (Tron's differs from the EVM's, S10) and the token's address there, so a permit is good for one token in
 * one machine, once.
 */
import type { Crypto } from '../../crypto/types.ts'
import { concatBytes, hexToBytes, utf8 } from '../../primitives/bytes.ts'
import { u256ToBytes } from '../../primitives/u256.ts'

/** keccak-256 of "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)". */
export const DOMAIN_TYPE_HASH: Uint8Array = hexToBytes(
  '8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f',
)

/** keccak-256 of "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)". */
export const PERMIT_TYPE_HASH: Uint8Array = hexToBytes(
  '6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9',
)

/** Version of every token's domain, as ERC20Permit has it. */
export const DOMAIN_VERSION: Uint8Array = utf8('1')

const HEAD = Uint8Array.of(0x19, 0x01)

export interface PermitDomain {
  /** The token's name, UTF-8. */
  readonly name: Uint8Array
  readonly chainId: bigint
  /** The token's address on the machine. */
  readonly verifyingContract: bigint
}

/** What the holder grants. */
export interface Permit {
  readonly owner: bigint
  readonly spender: bigint
  readonly value: bigint
  readonly nonce: bigint
  readonly deadline: bigint
}

/** DOMAIN_SEPARATOR, 32 bytes. Three hashes. */
export function domainSeparator(
  crypto: Pick<Crypto, 'keccak256'>,
  domain: PermitDomain,
): Uint8Array {
  return crypto.keccak256(
    concatBytes(
      DOMAIN_TYPE_HASH,
      crypto.keccak256(domain.name),
      crypto.keccak256(DOMAIN_VERSION),
      u256ToBytes(domain.chainId),
      u256ToBytes(domain.verifyingContract),
    ),
  )
}

/** The 32 bytes that are signed (EIP-712, EIP-2612). Fields of `permit` are words: below 2^256. Five hashes. */
export function permitDigest(
  crypto: Pick<Crypto, 'keccak256'>,
  domain: PermitDomain,
  permit: Permit,
): Uint8Array {
  const { owner, spender, value, nonce, deadline } = permit
  const words = [owner, spender, value, nonce, deadline].map(u256ToBytes)
  const struct = crypto.keccak256(concatBytes(PERMIT_TYPE_HASH, ...words))
  return crypto.keccak256(concatBytes(HEAD, domainSeparator(crypto, domain), struct))
}
