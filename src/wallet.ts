/**
 * The wallet's side, apart from the core: roots, key streams, addresses and signatures. Nothing here reads or changes
 * state, and nothing that executes blocks needs it.
 */
export { hkdfSha256 } from './crypto/hkdf.ts'
export {
  signRecoverable,
  signSchnorr,
  x25519PublicKey,
  x25519SharedSecret,
} from './crypto/signing.ts'
export type {
  WalletAddress,
  WalletAddresses,
  WalletAddressOptions,
} from './identity/wallet/addresses.ts'
export { walletAddresses } from './identity/wallet/addresses.ts'
export { changePassphrase, openWallet, sealWallet } from './identity/wallet/sealed.ts'
export type { WalletSigner } from './identity/wallet/signer.ts'
export { streamPublicKey, streamSigner } from './identity/wallet/signer.ts'
export type { KeyStream, StreamFacts } from './identity/wallet/streams.ts'
export { KEY_STREAMS, streamSeed, vaultContext } from './identity/wallet/streams.ts'
