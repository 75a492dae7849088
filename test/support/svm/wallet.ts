/** Transactions as @solana/web3.js builds and signs them. */
import { Keypair, PublicKey, Transaction, type TransactionInstruction } from '@solana/web3.js'
import type { Pair } from './peer.ts'

/** The key pair of a seed of one repeated byte. */
export function keypair(byte: number): Keypair {
  return Keypair.fromSeed(new Uint8Array(32).fill(byte))
}

/** Wire bytes; the first key pays. */
export function signed(
  instructions: readonly TransactionInstruction[],
  signers: readonly Keypair[],
): Uint8Array {
  const transaction = new Transaction()
  transaction.recentBlockhash = PublicKey.default.toBase58()
  transaction.feePayer = signers[0]!.publicKey
  transaction.add(...instructions)
  transaction.sign(...signers)
  return transaction.serialize()
}

/** A funded payer on both sides. */
export function funded(pair: Pair, byte: number, lamports = 10n ** 12n): Keypair {
  const wallet = keypair(byte)
  pair.put(wallet.publicKey.toBytes(), { lamports })
  return wallet
}
