/** What the small examples share: signed transactions of both kinds, and a check that makes a wrong result fail. */
import { ed25519 } from '@noble/curves/ed25519.js'
import type { Receipt, State, Transaction } from 'n-vm'
import {
  Algorithm,
  attachCredential,
  envelopeSigningDigest,
  nobleCrypto,
  parentContext,
  selfCertifyingId,
} from 'n-vm'
import { type Hex, hexToBytes } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'

export const CHAIN_ID = 1337

/** Prints a line, and makes the process exit with 1 if it does not hold. */
export function check(text: string, holds: boolean): void {
  console.log(`${holds ? 'ok   ' : 'WRONG'} ${text}`)
  if (!holds) process.exitCode = 1
}

/** Status of a receipt, with its error's name. */
export const statusOf = ({ status, error }: Receipt): string =>
  error === undefined ? status : `${status}: ${error.name}`

export interface EthereumRequest {
  readonly nonce: number
  readonly to?: Hex
  readonly value?: bigint
  readonly data?: Hex
  readonly gas?: bigint
}

/** A type 2 transaction signed by viem, without a fee. */
export async function ethereum(
  account: PrivateKeyAccount,
  request: EthereumRequest,
): Promise<Transaction> {
  const fees = { gas: 200_000n, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }
  const fields = { type: 'eip1559', chainId: CHAIN_ID, ...fees, ...request } as const
  return { kind: 'ethereum', bytes: hexToBytes(await account.signTransaction(fields)) }
}

/** An account of the n-vm's own: an Ed25519 key and the id that certifies it. */
export class Identity {
  readonly secret: Uint8Array
  readonly publicKey: Uint8Array
  readonly id: Uint8Array

  constructor(seed: number) {
    this.secret = new Uint8Array(32).fill(seed)
    this.publicKey = ed25519.getPublicKey(this.secret)
    this.id = selfCertifyingId(nobleCrypto, Algorithm.ed25519, this.publicKey)
  }

  sign(digest: Uint8Array): Uint8Array {
    return ed25519.sign(digest, this.secret)
  }

  /** An envelope with this payload, for the state's next block, without a fee. */
  envelope(state: State, payload: Uint8Array, ahead = 0n): Transaction {
    const unsigned = {
      payload,
      sender: this.id,
      actingAddress: new Uint8Array(0),
      nonce: (state.account(this.id)?.nonce ?? 0n) + ahead,
      gasLimit: 500_000n,
      maxFeePerGas: 0n,
      maxPriorityFeePerGas: 0n,
      chainId: BigInt(CHAIN_ID),
      genesisRoot: parentContext(state).genesisRoot,
      lastValidBlock: 0n,
      contextTag: new Uint8Array(16),
      algorithm: Algorithm.ed25519,
    }
    const signature = this.sign(envelopeSigningDigest(nobleCrypto, unsigned))
    const bytes = attachCredential(unsigned, { publicKey: this.publicKey, signature })
    return { kind: 'envelope', bytes }
  }
}
