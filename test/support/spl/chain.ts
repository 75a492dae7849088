/**
 * A chain with the token ledger and the ATA program: transactions that @solana/web3.js signs, and what the ledger and the
 * accounts say after them.
 */
import { readFileSync } from 'node:fs'
import { type Keypair, PublicKey, Transaction, type TransactionInstruction } from '@solana/web3.js'
import { LiteSvm } from 'litesvm/dist/internal.js'
import { nobleCrypto as crypto } from '../../../src/crypto/noble.ts'
import type { Receipt, State } from '../../../src/index.ts'
import { createGenesis, createNativeEngine, executeBlock } from '../../../src/index.ts'
import { encodeBase58 } from '../../../src/primitives/base58.ts'
import { servicesAfter } from '../../../src/services-after.ts'
import { Journal } from '../../../src/state/journal.ts'
import type { Mint, TokenLedger } from '../../../src/token/index.ts'
import { tokenLedger } from '../../../src/token/index.ts'
import { readTokenAccount, type TokenAccountFields } from '../../../src/token/spl/index.ts'
import { ProgramId } from '../../../src/vms/svm/ids.ts'
import {
  createSvmEngine,
  type SolanaAccountDump,
  type SolanaDetails,
  solanaAccount,
  solanaNextBlock,
  svmIdentity,
} from '../../../src/vms/svm/index.ts'
import { SvmAccounts } from '../../../src/vms/svm/state/accounts.ts'
import { DataCache } from '../../../src/vms/svm/state/data-cache.ts'

/** A program as a genesis brings it, run by loader 2. */
export function program(id: Uint8Array, elf: Uint8Array): SolanaAccountDump {
  return {
    pubkey: encodeBase58(id),
    account: {
      lamports: 10n ** 12n,
      data: elf,
      owner: encodeBase58(ProgramId.loader2),
      executable: true,
    },
  }
}

/** The real ATA program, out of litesvm. */
export function associatedTokenProgram(): SolanaAccountDump {
  const elf = new LiteSvm().getAccount(ProgramId.associatedToken)!.data()
  return program(ProgramId.associatedToken, Uint8Array.from(elf))
}

/** A program of examples/programs. */
export function exampleProgram(id: Uint8Array, name: string): SolanaAccountDump {
  const file = new URL(`../../../examples/programs/${name}.so`, import.meta.url)
  return program(id, new Uint8Array(readFileSync(file)))
}

export class SplChain {
  readonly engines = [createNativeEngine({ machines: [svmIdentity] }), createSvmEngine()]
  state: State

  constructor(wallets: readonly Keypair[], programs: readonly SolanaAccountDump[] = []) {
    this.state = createGenesis({
      chainId: 1n,
      engines: this.engines,
      solanaAccounts: [
        associatedTokenProgram(),
        ...programs,
        ...wallets.map(({ publicKey }) => ({
          pubkey: publicKey.toBase58(),
          account: {
            lamports: 10n ** 12n,
            data: new Uint8Array(0),
            owner: PublicKey.default.toBase58(),
            executable: false,
          },
        })),
      ],
    })
  }

  /** One transaction in a block of its own; the first key pays. */
  send(instructions: readonly TransactionInstruction[], signers: readonly Keypair[]): Receipt {
    const transaction = new Transaction()
    transaction.recentBlockhash = encodeBase58(solanaNextBlock(this.state).blockhash)
    transaction.feePayer = signers[0]!.publicKey
    transaction.add(...instructions)
    transaction.sign(...signers)
    const bytes = new Uint8Array(transaction.serialize())
    const result = executeBlock(
      this.state,
      [{ kind: 'solana', bytes }],
      {},
      { engines: this.engines },
    )
    this.state = result.state
    return result.receipts[0]!
  }

  /** {@link send}, and what it came to: undefined, a custom number, or the error's name. */
  outcome(
    instructions: readonly TransactionInstruction[],
    signers: readonly Keypair[],
  ): string | number | undefined {
    const receipt = this.send(instructions, signers)
    const { error } = receipt.details as SolanaDetails
    return error?.instruction?.custom ?? error?.instruction?.name ?? error?.name
  }

  token(address: PublicKey): TokenAccountFields | undefined {
    const account = solanaAccount(this.state, address.toBytes(), { crypto })
    return account === undefined || account.data.length !== 165
      ? undefined
      : readTokenAccount(account.data)
  }

  amount(address: PublicKey): bigint | undefined {
    return this.token(address)?.amount
  }

  lamports(address: PublicKey): bigint {
    return solanaAccount(this.state, address.toBytes(), { crypto })?.lamports ?? 0n
  }

  /** The ledger over a journal of the state. */
  ledger(): TokenLedger {
    return tokenLedger(servicesAfter(this.state, {}, { crypto }))!
  }

  mint(address: PublicKey): Mint {
    return this.ledger().mint(address.toBytes())!
  }

  accounts(journal: Journal): SvmAccounts {
    return new SvmAccounts({ journal, crypto, cache: new DataCache(0), blockNumber: 0n })
  }

  /** AccountId of a Solana address. */
  id(address: PublicKey): Uint8Array {
    return this.accounts(new Journal(this.state)).resolve(address.toBytes()).account.id
  }

  /** Units of (mint, account) in the ledger. */
  balance(mint: PublicKey, owner: PublicKey): bigint {
    return this.mint(mint).receiver(this.id(owner)).balance
  }

  /** Changes the ledger as another face would. */
  edit(change: (ledger: TokenLedger) => void): void {
    const ledger = this.ledger()
    change(ledger)
    ledger.journal.endTransaction()
    this.state = this.state.apply(ledger.journal.takeDiff())
  }
}
