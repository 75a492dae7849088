/**
 * The ABI of the ERC-20 face as tables: selectors, topics, errors. Errors are OpenZeppelin 5's (ERC-6093 and the ones
 * of its extensions), so that whoever decodes those decodes ours. A test hashes every signature again.
 */
import { concatBytes, hexToBytes } from '../../primitives/bytes.ts'
import { u256ToBytes } from '../../primitives/u256.ts'

/** Functions of a token, by signature. */
export const ERC20_SELECTORS = {
  'name()': 0x06fdde03,
  'symbol()': 0x95d89b41,
  'decimals()': 0x313ce567,
  'totalSupply()': 0x18160ddd,
  'balanceOf(address)': 0x70a08231,
  'transfer(address,uint256)': 0xa9059cbb,
  'allowance(address,address)': 0xdd62ed3e,
  'approve(address,uint256)': 0x095ea7b3,
  'transferFrom(address,address,uint256)': 0x23b872dd,
  'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)': 0xd505accf,
  'nonces(address)': 0x7ecebe00,
  'DOMAIN_SEPARATOR()': 0x3644e515,
  'eip712Domain()': 0x84b0196e,
  'supportsInterface(bytes4)': 0x01ffc9a7,
  'cap()': 0x355274ea,
  'owner()': 0x8da5cb5b,
  'mint(address,uint256)': 0x40c10f19,
  'burn(uint256)': 0x42966c68,
  'burnFrom(address,uint256)': 0x79cc6790,
  'crosschainMint(address,uint256)': 0x18bf5077,
  'crosschainBurn(address,uint256)': 0x2b8c49e3,
  'setTokenBridge(address,bool)': 0x5bc0f54b,
  'isTokenBridge(address)': 0x50ae03ea,
} as const

/** What the native coin's pointer has besides: WETH9's pair, which moves nothing here. */
export const POINTER_SELECTORS = {
  'deposit()': 0xd0e30db0,
  'withdraw(uint256)': 0x2e1a7d4d,
} as const

/** The token factory at 0x1002. */
export const FACTORY_SELECTORS = {
  'createToken(string,string,uint8,uint256,uint8)': 0xe884f6b7,
  'predictAddress(bytes32)': 0x9c76b654,
  'getImplementation()': 0xaaf10f42,
  'getTokenCount()': 0x78a89567,
  'nextTokenId(address)': 0xc852b1bf,
  'getTokenId(address)': 0xf1537686,
} as const

/** The cross-VM contract at 0x1003. */
export const CROSS_VM_SELECTORS = {
  'crossVmTransfer(bytes32,uint256,uint8,bytes)': 0x5ea37f7b,
  'getVmBalance(bytes32,address,uint8)': 0x17c6e3f5,
  'getSupportedVms()': 0xceaaccfe,
} as const

/** Topics of events, 32 bytes each. Addresses are indexed, amounts are data. */
export const EVENT_TOPICS = {
  'Transfer(address,address,uint256)': hexToBytes(
    'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  ),
  'Approval(address,address,uint256)': hexToBytes(
    '8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925',
  ),
  'CrosschainMint(address,uint256,address)': hexToBytes(
    'de22baff038e3a3e08407cbdf617deed74e869a7ba517df611e33131c6e6ea04',
  ),
  'CrosschainBurn(address,uint256,address)': hexToBytes(
    'b90795a66650155983e242cac3e1ac1a4dc26f8ed2987f3ce416a34e00111fd4',
  ),
  'Deposit(address,uint256)': hexToBytes(
    'e1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c',
  ),
  'Withdrawal(address,uint256)': hexToBytes(
    '7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65',
  ),
  'TokenCreated(address,address,bytes32)': hexToBytes(
    '9ea39db4a398b469ed3a81a577108b4218a8642c91546deb19e4e16ba351d34e',
  ),
  'CrossVmTransfer(address,bytes32,uint256,uint8,bytes)': hexToBytes(
    'aba9e90899422a554dc6a832b6598d85562a1278991bc4c70ddb7224ff2a7de9',
  ),
} as const

/** Errors by signature. */
export const ERROR_SELECTORS = {
  'ERC20InsufficientBalance(address,uint256,uint256)': 0xe450d38c,
  'ERC20InvalidSender(address)': 0x96c6fd1e,
  'ERC20InvalidReceiver(address)': 0xec442f05,
  'ERC20InsufficientAllowance(address,uint256,uint256)': 0xfb8f41b2,
  'ERC20InvalidApprover(address)': 0xe602df05,
  'ERC20InvalidSpender(address)': 0x94280d62,
  'ERC2612ExpiredSignature(uint256)': 0x62791302,
  'ERC2612InvalidSigner(address,address)': 0x4b800e46,
  'ECDSAInvalidSignature()': 0xf645eedf,
  'ECDSAInvalidSignatureS(bytes32)': 0xd78bce0c,
  'ERC20ExceededCap(uint256,uint256)': 0x9e79f854,
  'OwnableUnauthorizedAccount(address)': 0x118cdaa7,
  'UnauthorizedTokenBridge(address)': 0xbfd57030,
  'Panic(uint256)': 0x4e487b71,
  'Error(string)': 0x08c379a0,
} as const

export type ErrorSignature = keyof typeof ERROR_SELECTORS

/** Interface ids of EIP-165: XOR of the selectors of each interface. */
export const INTERFACE_IDS: ReadonlySet<number> = new Set([
  0x01ffc9a7, // EIP-165 itself
  0x36372b07, // ERC-20
  0xa219a025, // ERC-20 metadata
  0x9d8ff7da, // EIP-2612
  0x84b0196e, // EIP-5267
  0x33331994, // ERC-7802
])

/** Four bytes and words: a call, or the data of an error. */
export function encodeWords(selector: number, words: readonly bigint[]): Uint8Array {
  const out = new Uint8Array(4 + 32 * words.length)
  new DataView(out.buffer).setUint32(0, selector)
  for (let i = 0; i < words.length; i++) out.set(u256ToBytes(words[i]!), 4 + 32 * i)
  return out
}

/** Data of a custom error whose parameters are words. */
export function encodeError(signature: ErrorSignature, ...words: readonly bigint[]): Uint8Array {
  return encodeWords(ERROR_SELECTORS[signature], words)
}

/** Bytes as the ABI has them behind an offset: their length, then they, filled up with zeros. */
export function encodeTail(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(32 + 32 * Math.ceil(bytes.length / 32))
  out.set(u256ToBytes(BigInt(bytes.length)))
  out.set(bytes, 32)
  return out
}

/** One `string` or `bytes` as the whole output of a function. */
export function encodeBytes(bytes: Uint8Array): Uint8Array {
  return concatBytes(u256ToBytes(32n), encodeTail(bytes))
}

/** Data of `Error(string)`: what `require` gives, for refusals that have no error of their own. */
export function encodeReason(reason: Uint8Array): Uint8Array {
  return concatBytes(encodeWords(ERROR_SELECTORS['Error(string)'], []), encodeBytes(reason))
}
