/** Native addresses of a root on every chain whose transactions n-vm takes. */
import {
  checksumAddress,
  keyToEvmAddress,
  segwitOutput,
  solanaAddressOf,
  taprootOutput,
  tronAddressText,
} from '../../crypto/chain-addresses.ts'
import { Namespace } from '../../state/reader.ts'
import { streamPublicKey } from './signer.ts'

/** An address as its chain writes it, and as n-vm files and binds it. */
export interface WalletAddress {
  readonly text: string
  /** One of `Namespace`. */
  readonly namespace: number
  /** EVM and Tron 20 bytes, Solana 32, Bitcoin an output script. */
  readonly address: Uint8Array
}

/** Addresses of one root, each for its own chain. */
export interface WalletAddresses {
  /** With the checksum of EIP-55. */
  readonly ethereum: WalletAddress
  readonly solana: WalletAddress
  readonly tron: WalletAddress
  /** P2TR, key path, no scripts (BIP86's output key). */
  readonly bitcoin: WalletAddress
  /** P2WPKH of the same key. */
  readonly bitcoinSegwit: WalletAddress
}

/** What addresses are made from besides the root. */
export interface WalletAddressOptions {
  /** Context of the streams, e.g. of a vault. */
  readonly context?: string
  /** Prefix of Bitcoin addresses: `bc` (default), `tb`, `bcrt`, or a chain's own. */
  readonly bitcoinPrefix?: string
}

/** Addresses of a root of 16 or 32 bytes. Throws NVmError InvalidWallet. Cost: four key derivations. */
export function walletAddresses(
  root: Uint8Array,
  { context, bitcoinPrefix = 'bc' }: WalletAddressOptions = {},
): WalletAddresses {
  const ethereum = keyToEvmAddress(streamPublicKey(root, 'ethereum', context))
  const solana = streamPublicKey(root, 'solana', context)
  const tron = keyToEvmAddress(streamPublicKey(root, 'tron', context))
  const bitcoin = streamPublicKey(root, 'bitcoin', context)
  const taproot = taprootOutput(bitcoin, bitcoinPrefix)
  const segwit = segwitOutput(bitcoin, bitcoinPrefix)
  const { evm, svm, tvm, bvm } = Namespace
  return {
    ethereum: { text: checksumAddress(ethereum), namespace: evm, address: ethereum },
    solana: { text: solanaAddressOf(solana), namespace: svm, address: solana },
    tron: { text: tronAddressText(tron), namespace: tvm, address: tron },
    bitcoin: { text: taproot.text, namespace: bvm, address: taproot.script },
    bitcoinSegwit: { text: segwit.text, namespace: bvm, address: segwit.script },
  }
}
