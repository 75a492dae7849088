/**
 * What a Solana wallet signs to bind its address to an identity: a text that a person can read, signed by `signMessage`.
 * It names identity, wallet, chain, genesis, epoch and registration nonce, so that it is good for exactly one binding
 * (S11, S14). It cannot be taken for a transaction: its first byte would ask for 66 signatures, more than fit in one.
 */
import type { Crypto } from '../../crypto/types.ts'
import type { WalletMessage } from '../../identity/machine.ts'
import { bytesToHex, utf8 } from '../../primitives/bytes.ts'
import { addressText } from './ids.ts'

/** The text to hand to a wallet's `signMessage` as UTF-8: lines end in \n, no line end at the end. The wallet is 32 bytes. */
export function solanaBindingText(message: WalletMessage): string {
  return [
    'Bind this wallet to an n-vm identity. The identity will hold its coins and accounts and speak for its address.',
    '',
    `Identity: 0x${bytesToHex(message.identity)}`,
    `Wallet: ${addressText(message.wallet)}`,
    `Chain id: ${message.chainId}`,
    `Genesis: 0x${bytesToHex(message.genesisRoot)}`,
    `Epoch: ${message.epoch}`,
    `Registration nonce: ${message.registrationNonce}`,
  ].join('\n')
}

/** Whether 64 bytes are the wallet's Ed25519 signature of the text. An address off the curve has none. */
export function verifySolanaBinding(
  crypto: Crypto,
  message: WalletMessage,
  signature: Uint8Array,
): boolean {
  if (message.wallet.length !== 32 || signature.length !== 64) return false
  return crypto.ed25519Verify(utf8(solanaBindingText(message)), signature, message.wallet)
}
