/**
 * A chain on which every machine has wallets and every face has tokens: Ethereum, Solana and Tron wallets, identities with
 * envelopes, mints of the factory (by the EVM and natively, with and without a breaker) and of SPL.
 */
import { getAssociatedTokenAddressSync, TOKEN_PROGRAM_ID } from '@solana/spl-token'
import {
  type AccountMeta,
  Keypair,
  PublicKey,
  Transaction as SolanaTransaction,
  SystemProgram,
  TransactionInstruction,
} from '@solana/web3.js'
import { encodeFunctionData, hashTypedData, hexToBytes as viemBytes } from 'viem'
import type {
  Crypto,
  Engine,
  SolanaAccountDump,
  State,
  TokenInstruction,
  Transaction,
} from '../../src/index.ts'
import {
  deriveSvmAddress,
  encodeSvmPayload,
  Namespace,
  solanaNextBlock,
  tokenId,
  trc20Address,
  tvmCall,
} from '../../src/index.ts'
import { bytesToHex, concatBytes, equalBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import { keyParts } from '../../src/state/cell-keys.ts'
import { CellType } from '../../src/state/keys.ts'
import { ACCOUNT_CODEC, HOLDER_CODEC, MINT_CODEC } from '../../src/token/records.ts'
import { TokenKind } from '../../src/token/slots.ts'
import { Host } from './host.ts'
import { associatedTokenProgram, exampleProgram } from './spl/chain.ts'
import { COIN, crypto, ed25519Signer, type Signer } from './test-chain.ts'
import {
  CROSS_VM,
  CROSS_VM_ABI,
  FACTORY_ABI,
  type Hex,
  TOKEN_ABI,
  TOKEN_FACTORY,
  TokenChain,
} from './token-chain.ts'
import { rawOf, signRaw, type TronWallet, tronWallet } from './tron-wallet.ts'

export const hex = (bytes: Uint8Array): Hex => `0x${bytesToHex(bytes)}`
export const solanaKey = (n: number): Keypair => Keypair.fromSeed(new Uint8Array(32).fill(n))
const TRX = 10n ** 6n

/** The program of examples/programs/share. */
export const SHARE = new PublicKey(new Uint8Array(32).fill(77))

/** The program of examples/programs/probe. */
const PROGRAM = new PublicKey(new Uint8Array(32).fill(78))
/** Its command that invokes. */
const INVOKE = 33

/** The same instruction by a program compiled from C, with the accounts as they were given. */
export function invoked({ programId, keys, data }: TransactionInstruction): TransactionInstruction {
  const flags = keys.map(({ isWritable, isSigner }, i) => [
    i,
    (isWritable ? 1 : 0) + (isSigner ? 2 : 0),
  ])
  const head = [INVOKE, keys.length, keys.length, ...flags.flat(), 0, data.length, 0]
  return new TransactionInstruction({
    programId: PROGRAM,
    keys: [...keys, meta(programId)],
    data: Buffer.concat([Buffer.from(head), data]),
  })
}

/** Identities; the first is the authority of its own tokens. */
export const SIGNERS = [1, 2, 3].map(ed25519Signer) as [Signer, Signer, Signer]
/** Solana wallets; the first is the authority of the SPL mint. */
export const SOLANA = [31, 32, 33].map(solanaKey) as [Keypair, Keypair, Keypair]
export const TRON = [51, 52].map(tronWallet) as [TronWallet, TronWallet]
export const SPL_MINT: Keypair = solanaKey(40)

/** Id of number `nonce` of a native creator's tokens. */
export const ownToken = (nonce: bigint): Uint8Array => tokenId(crypto, SIGNERS[0].id, nonce)

/** Solana address of an identity. */
export const walletOf = ({ id }: Signer): PublicKey => new PublicKey(deriveSvmAddress(crypto, id))

export const ataOf = (mint: PublicKey | Uint8Array, owner: PublicKey): PublicKey =>
  getAssociatedTokenAddressSync(mint instanceof PublicKey ? mint : new PublicKey(mint), owner, true)

type Part = number | bigint | Uint8Array

/** `w`ritable, `s`igner, both or neither. */
export const meta = (pubkey: PublicKey, flags: '' | 'w' | 's' | 'ws' = ''): AccountMeta => ({
  pubkey,
  isWritable: flags.includes('w'),
  isSigner: flags.includes('s'),
})

/** An instruction of the Token program, byte for byte: numbers are u8, bigints u64. */
export function spl(
  kind: number,
  keys: readonly AccountMeta[],
  ...parts: readonly Part[]
): TransactionInstruction {
  const bytes = parts.map((part) => {
    if (typeof part === 'number') return Uint8Array.of(part)
    if (part instanceof Uint8Array) return part
    const amount = new Uint8Array(8)
    new DataView(amount.buffer).setBigUint64(0, part, true)
    return amount
  })
  return new TransactionInstruction({
    programId: TOKEN_PROGRAM_ID,
    keys: [...keys],
    data: Buffer.from(concatBytes(Uint8Array.of(kind), ...bytes)),
  })
}

/** The payload of an envelope or a crossing that invokes a Solana program. */
export const invocation = ({ programId, keys, data }: TransactionInstruction): Uint8Array =>
  encodeSvmPayload({
    operation: 'invoke',
    program: programId.toBytes(),
    accounts: keys.map(({ pubkey, isSigner, isWritable }) => ({
      address: pubkey.toBytes(),
      signer: isSigner,
      writable: isWritable,
    })),
    data: Uint8Array.from(data),
  })

/** The payload of a call in the EVM (0x10) or Tron (0x40). */
export const callPayload = (opcode: 0x10 | 0x40, to: Uint8Array, data: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(opcode), to, new Uint8Array(32), data)

/** Calldata of a function of tokens, the factory or cross-VM transfers. */
export function calldata(name: string, args: readonly unknown[] = []): Uint8Array {
  const abi =
    name === 'crossVmTransfer' ? CROSS_VM_ABI : name === 'createToken' ? FACTORY_ABI : TOKEN_ABI
  return viemBytes(encodeFunctionData({ abi, functionName: name, args }))
}

function wallet(at: PublicKey): SolanaAccountDump {
  const owner = SystemProgram.programId.toBase58()
  const account = { lamports: 10n ** 12n, data: new Uint8Array(0), owner, executable: false }
  return { pubkey: at.toBase58(), account }
}

const FOREVER = 1n << 60n
const PERMIT = [
  { name: 'owner', type: 'address' },
  { name: 'spender', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
] as const

const printed = (details: unknown): string =>
  String(
    JSON.stringify(details, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).slice(0, 1_000)

export class TokenStage extends TokenChain {
  private readonly host = new Host({})

  constructor(options: { readonly engines?: readonly Engine[]; readonly crypto?: Crypto } = {}) {
    super(4, {
      number: 0n,
      timestamp: 1_760_000_000n,
      accounts: SIGNERS.map(({ id }) => ({ id, balance: 1_000n * COIN })),
      solanaAccounts: [
        associatedTokenProgram(),
        exampleProgram(SHARE.toBytes(), 'share/share'),
        exampleProgram(PROGRAM.toBytes(), 'probe/probe'),
        ...SOLANA.map(({ publicKey }) => wallet(publicKey)),
      ],
      tron: {
        accounts: Object.fromEntries(TRON.map(({ text }) => [text, 10_000n * TRX])),
      },
      ...options,
    })
  }

  /** Whatever any wallet signs, for the next block. */
  envelope(signer: Signer, payload: Uint8Array, nonceAhead = 0n): Transaction {
    this.host.state = this.state
    return this.host.envelope(signer, payload, { nonceAhead, gasLimit: 3_000_000n })
  }

  native(signer: Signer, instruction: TokenInstruction, nonceAhead = 0n): Transaction {
    this.host.state = this.state
    return this.host.envelope(signer, { operation: 'token', instruction }, { nonceAhead })
  }

  create(signer: Signer): Transaction {
    this.host.state = this.state
    return this.host.create(signer)
  }

  link(signer: Signer, id: Uint8Array): Transaction {
    this.host.state = this.state
    return this.host.envelope(signer, { operation: 'link', id })
  }

  /** The first signer pays. */
  solana(
    instructions: readonly TransactionInstruction[],
    signers: readonly Keypair[] = [SOLANA[0]],
  ): Transaction {
    const transaction = new SolanaTransaction({ feePayer: signers[0]!.publicKey })
    const { blockhash } = solanaNextBlock(this.state, { timestamp: this.time + 1n })
    transaction.recentBlockhash = new PublicKey(blockhash).toBase58()
    transaction.add(...instructions).sign(...signers)
    return { kind: 'solana', bytes: new Uint8Array(transaction.serialize()) }
  }

  /** A call of a contract in Tron, signed by a wallet. */
  tron(from: TronWallet, contractAddress: Uint8Array, data: Uint8Array): Transaction {
    const message = {
      ownerAddress: from.address,
      contractAddress,
      callValue: 0n,
      data,
      callTokenValue: 0n,
      tokenId: 0n,
    }
    const draft = { type: 'TriggerSmartContract', message, feeLimit: 1_000n * TRX } as const
    return signRaw(rawOf(this.state, this.time + 1n, draft), [from])
  }

  /** Calldata of a permit over 9 units for a token's Tron face, or for whatever chain and contract is named. */
  tronPermit(
    id: Uint8Array,
    owner: TronWallet,
    spender: Hex,
    changes: { readonly nonce?: bigint; readonly chainId?: bigint; readonly to?: Uint8Array } = {},
  ): Uint8Array {
    const own = this.trc20(id)
    const { nonce = 0n, to = own } = changes
    const domain = tvmCall(this.state, { to: own, data: calldata('eip712Domain') }).output
    const chainId = changes.chainId ?? bytesToU256(domain.subarray(96, 128))
    const grant = { spender, value: 9n, deadline: FOREVER }
    const digest = hashTypedData({
      domain: { name: 'One token', version: '1', chainId, verifyingContract: hex(to) },
      types: { Permit: [...PERMIT] },
      primaryType: 'Permit',
      message: { owner: hex(owner.address), ...grant, nonce },
    })
    const signature = owner.sign(viemBytes(digest))
    const [r, s] = [hex(signature.subarray(0, 32)), hex(signature.subarray(32, 64))]
    return calldata('permit', [hex(owner.address), spender, 9n, FOREVER, signature[64]!, r, s])
  }

  /** Runs them in a block of their own and insists on success. */
  must(...transactions: readonly Transaction[]): void {
    for (const [i, { status, error, output, details }] of this.execute(transactions).entries())
      if (status !== 'success')
        throw new Error(
          `transaction ${i}: ${status} ${error?.message} ${bytesToHex(output)} ${printed(details)}`,
        )
  }

  async mustWrite(
    n: number,
    to: Hex,
    name: string,
    args: readonly unknown[],
    value = 0n,
  ): Promise<void> {
    const receipt = await this.send(n, to, hex(calldata(name, args)), { value })
    if (receipt.status !== 'success')
      throw new Error(`${name}: ${receipt.status} ${bytesToHex(receipt.output)}`)
  }

  /** A token of wallet 1; units for its first three wallets and the Tron wallets. */
  async spreadToken(flags: number): Promise<{ readonly token: Hex; readonly id: Uint8Array }> {
    const token = await this.createToken(1, { supply: 100_000n, flags })
    const word = this.view<Hex>(TOKEN_FACTORY, FACTORY_ABI, 'getTokenId', [token])
    const id = hexToBytes(word.slice(2))
    for (const n of [2, 3]) await this.mustWrite(1, token, 'transfer', [this.address(n), 10_000n])
    for (const { address } of TRON)
      await this.mustWrite(1, CROSS_VM, 'crossVmTransfer', [word, 5_000n, 4, hex(address)])
    return { token, id }
  }

  /** Address of a token in Tron. */
  trc20(id: Uint8Array): Uint8Array {
    return trc20Address(crypto, id)
  }
}

/** Mints whose units, in balances and auxiliary accounts, are not the supply. */
export function brokenSums(state: State): string[] {
  const left = new Map<string, bigint>()
  const add = (mint: Uint8Array, units: bigint) =>
    left.set(bytesToHex(mint), (left.get(bytesToHex(mint)) ?? 0n) + units)
  for (const [, key, value] of state.leaves(CellType.token)) {
    const [kind, mint] = keyParts(CellType.token, key) as [Uint8Array, Uint8Array]
    if (equalBytes(kind, TokenKind.mint)) add(mint, -MINT_CODEC.decode(value).supply)
    else if (equalBytes(kind, TokenKind.balance)) add(mint, HOLDER_CODEC.decode(value).balance)
    else if (equalBytes(kind, TokenKind.account)) {
      const account = ACCOUNT_CODEC.decode(value)
      if (!account.isAlias) add(account.mint, account.amount)
    }
  }
  return [...left].flatMap(([mint, units]) => (units === 0n ? [] : [`${mint}: ${units} too many`]))
}

export { CROSS_VM, Namespace, TOKEN_FACTORY }
