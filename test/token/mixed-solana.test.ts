/**
 * The same units through SPL instructions, ERC-20 calls and native operations in random order: after each transaction
 * balances and auxiliary token accounts are the supply, and an ATA shows what ERC-20 shows.
 */
import {
  ASSOCIATED_TOKEN_PROGRAM_ID,
  AuthorityType,
  createApproveInstruction,
  createAssociatedTokenAccountInstruction,
  createBurnInstruction,
  createCloseAccountInstruction,
  createFreezeAccountInstruction,
  createInitializeAccount3Instruction,
  createMintToInstruction,
  createSetAuthorityInstruction,
  createThawAccountInstruction,
  createTransferInstruction,
  getAssociatedTokenAddressSync,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token'
import { PublicKey, SystemProgram, type TransactionInstruction } from '@solana/web3.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SolanaAccountDump, TokenInstruction, Transaction } from '../../src/index.ts'
import {
  deriveEvmAddress,
  deriveSvmAddress,
  encodeSvmPayload,
  erc20Address,
  listHolders,
  solanaAccount,
  tokenBalance,
  tokenId,
  tokenInfo,
} from '../../src/index.ts'
import { concatBytes, padLeft } from '../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import { Host } from '../support/host.ts'
import { Pair } from '../support/svm/peer.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'

const signers = [1, 2, 3].map((n) => ed25519Signer(n))
const TOKEN = tokenId(crypto, signers[0]!.id, 0n)
const MINT = new PublicKey(TOKEN)
const wallets = signers.map(({ id }) => new PublicKey(deriveSvmAddress(crypto, id)))
const atas = wallets.map((wallet) => getAssociatedTokenAddressSync(MINT, wallet, true))
const SPACE = 165
const RENT = (128 + SPACE) * 6960

/** The Associated Token Account program as mainnet has it, from the peer. */
function associatedTokenProgram(): SolanaAccountDump[] {
  const peer = new Pair()
  const dump = (key: PublicKey): SolanaAccountDump => {
    const { owner, ...rest } = peer.read(key.toBytes())
    const account = { ...rest, owner: new PublicKey(owner).toBase58() }
    return { pubkey: key.toBase58(), account }
  }
  const program = dump(ASSOCIATED_TOKEN_PROGRAM_ID)
  const { data } = program.account
  if (data.length !== 36) return [program]
  return [program, dump(new PublicKey((data as Uint8Array).subarray(4)))]
}

const invoke = ({ programId, keys, data }: TransactionInstruction) =>
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

const auxiliary: PublicKey[] = []

/** Three accounts with an ATA and an auxiliary token account each; the first may mint and freeze. */
async function started(): Promise<Host> {
  const host = new Host({
    accounts: signers.map(({ id }) => ({ id, balance: 1_000n * COIN })),
    solanaAccounts: associatedTokenProgram(),
  })
  const run = (transaction: Transaction) => {
    const [receipt] = host.run(transaction)
    expect([receipt?.status, receipt?.error?.message]).toEqual(['success', undefined])
  }
  for (const signer of signers) run(host.create(signer))
  const create: TokenInstruction = {
    kind: 'createToken',
    decimals: 6,
    supply: 1_000n,
    mintAuthority: signers[0]!.id,
    freezeAuthority: signers[0]!.id,
    name: 'One',
    symbol: 'ONE',
    uri: '',
  }
  run(host.envelope(signers[0]!, { operation: 'token', instruction: create }))
  for (const [n, signer] of signers.entries()) {
    const wallet = wallets[n]!
    const seed = 'side'
    auxiliary[n] = await PublicKey.createWithSeed(wallet, seed, TOKEN_PROGRAM_ID)
    const place = {
      fromPubkey: wallet,
      newAccountPubkey: auxiliary[n]!,
      basePubkey: wallet,
      seed,
      lamports: RENT,
      space: SPACE,
      programId: TOKEN_PROGRAM_ID,
    }
    const steps = [
      createAssociatedTokenAccountInstruction(wallet, atas[n]!, wallet, MINT),
      SystemProgram.createAccountWithSeed(place),
      createInitializeAccount3Instruction(auxiliary[n]!, MINT, wallet),
    ]
    for (const step of steps) run(host.envelope(signer, invoke(step)))
  }
  return host
}

const who = fc.integer({ min: 0, max: 2 })
const actions = fc.record({
  kind: fc.constantFrom(
    ...(['splTransfer', 'splTransfer', 'splMint', 'splBurn', 'splFreeze', 'splThaw'] as const),
    ...(['splOwner', 'splDelegate', 'splClose'] as const),
    ...(['erc20', 'erc20', 'native', 'native'] as const),
  ),
  who,
  to: who,
  fromAta: fc.boolean(),
  toAta: fc.boolean(),
  amount: fc.bigInt({ min: 0n, max: 120n }),
})
type Action = typeof actions extends fc.Arbitrary<infer T> ? T : never

function splInstruction(action: Action): TransactionInstruction {
  const { kind, who: n, to, fromAta, toAta, amount } = action
  const wallet = wallets[n]!
  const from = (fromAta ? atas : auxiliary)[n]!
  const target = (toAta ? atas : auxiliary)[to]!
  switch (kind) {
    case 'splMint':
      return createMintToInstruction(MINT, target, wallet, amount)
    case 'splBurn':
      return createBurnInstruction(from, MINT, wallet, amount)
    case 'splFreeze':
      return createFreezeAccountInstruction(target, MINT, wallet)
    case 'splThaw':
      return createThawAccountInstruction(target, MINT, wallet)
    case 'splOwner':
      return createSetAuthorityInstruction(from, wallet, AuthorityType.AccountOwner, wallets[to]!)
    case 'splDelegate':
      return createApproveInstruction(from, wallets[to]!, wallet, amount)
    case 'splClose':
      return createCloseAccountInstruction(from, wallet, wallet)
    default:
      return createTransferInstruction(from, target, wallet, amount)
  }
}

function transactionOf(host: Host, action: Action): Transaction {
  const signer = signers[action.who]!
  const to = signers[action.to]!.id
  const { kind, amount } = action
  if (kind === 'native') {
    const instruction = { kind: 'transfer', mint: TOKEN, to, amount } as const
    return host.envelope(signer, { operation: 'token', instruction })
  }
  if (kind !== 'erc20') return host.envelope(signer, invoke(splInstruction(action)))
  const target = padLeft(deriveEvmAddress(crypto, to), 32)
  const data = concatBytes(Uint8Array.of(0xa9, 0x05, 0x9c, 0xbb), target, u256ToBytes(amount))
  const head = concatBytes(Uint8Array.of(0x10), erc20Address(crypto, TOKEN), new Uint8Array(32))
  return host.envelope(signer, concatBytes(head, data))
}

function check(host: Host): void {
  const holdings = listHolders(host.state, TOKEN)
  const sum = holdings.reduce((total, { balance }) => total + balance, 0n)
  expect(sum).toBe(tokenInfo(host.state, TOKEN)?.supply)
  for (const [n, { id }] of signers.entries()) {
    const balance = tokenBalance(host.state, TOKEN, id)
    for (const address of [atas[n]!, auxiliary[n]!]) {
      const account = solanaAccount(host.state, address.toBytes())
      if (account === undefined) continue
      // One that is nobody's alias has units of its own.
      const own = holdings.find(
        ({ tokenAccount }) =>
          tokenAccount !== undefined && address.equals(new PublicKey(tokenAccount)),
      )
      expect(Buffer.from(account.data).readBigUInt64LE(64)).toBe(own?.balance ?? balance)
    }
  }
}

describe('random sequences over Solana, the EVM and native operations', () => {
  it('keep the sum, and every face shows the same', async () => {
    const start = await started()
    const prepared = start.state
    check(start)
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(fc.array(actions, { minLength: 25, maxLength: 25 }), (sequence) => {
        start.state = prepared
        for (const action of sequence) {
          const [receipt] = start.run(transactionOf(start, action))
          const key = `${action.kind} ${receipt?.status === 'success'}`
          seen.set(key, (seen.get(key) ?? 0) + 1)
          check(start)
        }
      }),
      { seed: 9, numRuns: 5 },
    )
    for (const kind of ['splTransfer', 'splMint', 'splBurn', 'splFreeze', 'erc20', 'native'])
      expect(seen.get(`${kind} true`), JSON.stringify([...seen])).toBeGreaterThan(0)
    for (const kind of ['splTransfer', 'splMint', 'erc20'])
      expect(seen.get(`${kind} false`), JSON.stringify([...seen])).toBeGreaterThan(0)
  })
})
