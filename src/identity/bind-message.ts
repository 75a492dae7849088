/**
 * What an Ethereum wallet signs to bind its address to an identity: a text that a person can read, signed by
 * personal_sign (EIP-191, version 0x45). It names identity, wallet, chain, genesis, epoch and registration nonce, so
 * that it is good for exactly one binding (S11, S14).
 */
import type { Crypto } from '../crypto/types.ts'
import { bytesToBigInt, bytesToHex, concatBytes, equalBytes, utf8 } from '../primitives/bytes.ts'
import type { WalletMessage } from './machine.ts'

/** The wallet is 20 bytes. */
export type EvmBindingMessage = WalletMessage

/** The text to hand to a wallet's personal_sign: lines end in \n, hex is lower case, no line end at the end. */
export function evmBindingText(message: EvmBindingMessage): string {
  return [
    'Bind this wallet to an n-vm identity. The identity will hold its coins and contracts and speak for its address.',
    '',
    `Identity: 0x${bytesToHex(message.identity)}`,
    `Wallet: 0x${bytesToHex(message.wallet)}`,
    `Chain id: ${message.chainId}`,
    `Genesis: 0x${bytesToHex(message.genesisRoot)}`,
    `Epoch: ${message.epoch}`,
    `Registration nonce: ${message.registrationNonce}`,
  ].join('\n')
}

/** Keccak-256 of the text under EIP-191's personal-message prefix. */
export function evmBindingDigest(crypto: Crypto, message: EvmBindingMessage): Uint8Array {
  const text = utf8(evmBindingText(message))
  return crypto.keccak256(concatBytes(utf8(`\x19Ethereum Signed Message:\n${text.length}`), text))
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** Whether a 65-byte signature r || s || v (v 27 or 28, low s) of the text is the wallet's. Cost: one recovery. */
export function verifyEvmBinding(
  crypto: Crypto,
  message: EvmBindingMessage,
  signature: Uint8Array,
): boolean {
  const v = signature[64]
  if (signature.length !== 65 || (v !== 27 && v !== 28)) return false
  if (bytesToBigInt(signature.subarray(32, 64)) > HALF_ORDER) return false
  const key = crypto.secp256k1Recover(
    evmBindingDigest(crypto, message),
    signature.subarray(0, 64),
    v - 27,
  )
  return (
    key !== undefined && equalBytes(crypto.keccak256(key.subarray(1)).subarray(12), message.wallet)
  )
}
