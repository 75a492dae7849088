/**
 * The world of the Solana benchmarks: wallets with accounts of a mint of Token (p-token) and one of Token-2022, set up on
 * npm litesvm by real transactions; ours begins with the same accounts and the same programs. Wallets sign each
 * transaction once, and both sides run those bytes.
 */
import { createPrivateKey, sign } from 'node:crypto'
import {
  address as asAddress,
  type FullySignedTransaction,
  getTransactionDecoder,
  type Transaction as KitTransaction,
} from '@solana/kit'
import * as spl from '@solana/spl-token'
import {
  Keypair,
  PublicKey,
  SystemProgram,
  Transaction,
  type TransactionInstruction,
} from '@solana/web3.js'
import { LiteSVM } from 'litesvm'
import type { Account, LiteSvm } from 'litesvm/dist/internal.js'
import type { Crypto } from '../../src/crypto/types.ts'
import { createGenesis } from '../../src/genesis.ts'
import { decodeBase58 } from '../../src/primitives/base58.ts'
import type { State } from '../../src/state/state.ts'
import { createNativeEngine } from '../../src/vms/native/index.ts'
import { createSvmEngine, type SolanaAccountDump, svmIdentity } from '../../src/vms/svm/index.ts'

const UPGRADEABLE_LOADER = 'BPFLoaderUpgradeab1e11111111111111111111111'
const SOL = 1_000_000_000n

export type TransferKind = 'system transfer' | 'p-token transfer' | 'Token-2022 transfer'

const TOKENS: Readonly<Record<Exclude<TransferKind, 'system transfer'>, PublicKey>> = {
  'p-token transfer': spl.TOKEN_PROGRAM_ID,
  'Token-2022 transfer': spl.TOKEN_2022_PROGRAM_ID,
}

const keypair = (n: number) =>
  Keypair.fromSeed(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? n & 255 : n >> 8)))

/** RFC 8410 in front of a seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function privateKey(secretKey: Uint8Array) {
  const der = Buffer.concat([PKCS8, secretKey.subarray(0, 32)])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

/** Engines of a chain that has nothing but Solana beside the native machine. */
export function solanaEngines(verifySignatures: boolean) {
  return [createNativeEngine({ machines: [svmIdentity] }), createSvmEngine({ verifySignatures })]
}

export class SolanaWorld {
  readonly svm: LiteSVM
  readonly inner: LiteSvm
  readonly wallets: readonly Keypair[]
  readonly blockhash: string
  private readonly known = new Set<string>()
  private amount = 1000n

  constructor(wallets: number, sigverify: boolean) {
    this.svm = new LiteSVM().withSigverify(sigverify)
    // Each transaction is new: litesvm need not remember them, as ours does.
    if (!sigverify) this.svm.withTransactionHistory(0n)
    this.inner = (this.svm as unknown as { inner: LiteSvm }).inner
    this.wallets = Array.from({ length: wallets }, (_, i) => keypair(i + 1))
    this.blockhash = this.svm.latestBlockhash()
    for (const { publicKey } of this.wallets) {
      this.known.add(publicKey.toBase58())
      this.svm.airdrop(asAddress(publicKey.toBase58()), (1000n * SOL) as never)
    }
    for (const [i, program] of Object.values(TOKENS).entries())
      this.openToken(program, keypair(10_001 + i))
  }

  private openToken(program: PublicKey, mint: Keypair): void {
    const [payer] = this.wallets as [Keypair]
    this.known.add(mint.publicKey.toBase58())
    this.setup(
      [
        SystemProgram.createAccount({
          fromPubkey: payer.publicKey,
          newAccountPubkey: mint.publicKey,
          lamports: 1_461_600,
          space: spl.MINT_SIZE,
          programId: program,
        }),
        spl.createInitializeMint2Instruction(mint.publicKey, 6, payer.publicKey, null, program),
      ],
      mint,
    )
    for (const { publicKey } of this.wallets) {
      const account = this.token(program, mint.publicKey, publicKey)
      this.known.add(account.toBase58())
      this.setup([
        spl.createAssociatedTokenAccountInstruction(
          payer.publicKey,
          account,
          publicKey,
          mint.publicKey,
          program,
        ),
        spl.createMintToInstruction(
          mint.publicKey,
          account,
          payer.publicKey,
          10n ** 15n,
          [],
          program,
        ),
      ])
    }
  }

  private token(program: PublicKey, mint: PublicKey, owner: PublicKey): PublicKey {
    return spl.getAssociatedTokenAddressSync(mint, owner, false, program)
  }

  private setup(instructions: TransactionInstruction[], ...others: Keypair[]): void {
    const result = this.inner.sendLegacyTransaction(
      this.sign(instructions, this.wallets[0] as Keypair, ...others),
    )
    if ('err' in result) throw new Error(`setup: ${result.toString()}`)
  }

  sign(instructions: TransactionInstruction[], payer: Keypair, ...others: Keypair[]): Uint8Array {
    const transaction = new Transaction({ feePayer: payer.publicKey })
    transaction.recentBlockhash = this.blockhash
    transaction.add(...instructions)
    const signers = [payer, ...others]
    transaction.setSigners(...signers.map(({ publicKey }) => publicKey))
    const message = transaction.serializeMessage()
    // Node signs tens of thousands of transactions in the time @solana/web3.js takes for one thousand; same bytes.
    for (const { publicKey, secretKey } of signers)
      transaction.addSignature(publicKey, sign(null, message, privateKey(secretKey)))
    return new Uint8Array(transaction.serialize({ verifySignatures: false }))
  }

  /** So many transfers, round robin over the wallets, each of another amount. */
  batch(kind: TransferKind, count: number): Uint8Array[] {
    return Array.from({ length: count }, (_, i) => {
      const from = this.wallets[i % this.wallets.length] as Keypair
      const to = this.wallets[(i * 7 + 3) % this.wallets.length] as Keypair
      return this.sign([this.transfer(kind, from.publicKey, to.publicKey, this.amount++)], from)
    })
  }

  private transfer(
    kind: TransferKind,
    from: PublicKey,
    to: PublicKey,
    amount: bigint,
  ): TransactionInstruction {
    if (kind === 'system transfer')
      return SystemProgram.transfer({ fromPubkey: from, toPubkey: to, lamports: amount })
    const program = TOKENS[kind]
    const mint = keypair(10_001 + Object.keys(TOKENS).indexOf(kind)).publicKey
    const [source, target] = [from, to].map((owner) => this.token(program, mint, owner)) as [
      PublicKey,
      PublicKey,
    ]
    return kind === 'p-token transfer'
      ? spl.createTransferInstruction(source, target, from, amount, [], program)
      : spl.createTransferCheckedInstruction(source, mint, target, from, amount, 6, [], program)
  }

  /** The program at an address and, behind the upgradeable loader, the account that holds its ELF. */
  private dumps(pubkey: string): SolanaAccountDump[] {
    const found = this.inner.getAccount(decodeBase58(pubkey)) as Account | null
    if (found === null) throw new Error(`account expected at ${pubkey}`)
    const owner = new PublicKey(found.owner()).toBase58()
    const data = Uint8Array.from(found.data())
    const dump = {
      pubkey,
      account: { lamports: found.lamports(), data, owner, executable: found.executable() },
    }
    if (owner !== UPGRADEABLE_LOADER || data.length !== 36) return [dump]
    return [dump, ...this.dumps(new PublicKey(data.slice(4)).toBase58())]
  }

  /**
   * Our chain with everything litesvm has now. Without the token ledger Token is the real ELF; with it, the SPL face.
   */
  state(crypto: Crypto, engines: ReturnType<typeof solanaEngines>, hasLedger = false): State {
    const addresses = [...Object.values(TOKENS).map((id) => id.toBase58()), ...this.known]
    return createGenesis({
      chainId: 1n,
      crypto,
      engines,
      configure: (chain) => {
        chain.parameters = { native: { tokenLedger: hasLedger ? 1n : 0n } }
      },
      solanaAccounts: addresses.flatMap((address) => this.dumps(address)),
    })
  }
}

const decoder = getTransactionDecoder()

/** As the public API of litesvm takes transactions. */
export function kitTransaction(bytes: Uint8Array): FullySignedTransaction & KitTransaction {
  return decoder.decode(bytes) as FullySignedTransaction & KitTransaction
}
