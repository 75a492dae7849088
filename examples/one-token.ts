/**
 * One token, one set of balances, other people's programs on every machine. The factory at 0x1002 makes it; OpenZeppelin's
 * ERC-4626 vault and Uniswap V2 (the published bytecode) use it in the EVM; @solana/spl-token moves the same units to the
 * associated account of an Ethereum user's identity; a Solana program compiled from C reads that account's bytes and pays by
 * CPI; TronWeb reads and moves the TRC-20. After every step all faces are asked, and must agree.
 */
import { readFileSync } from 'node:fs'
import {
  AccountLayout,
  ASSOCIATED_TOKEN_PROGRAM_ID,
  createAssociatedTokenAccountInstruction,
  createTransferCheckedInstruction,
  getAssociatedTokenAddressSync,
  MintLayout,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token'
import { PublicKey, TransactionInstruction } from '@solana/web3.js'
import {
  evmCall,
  legacyId,
  listHolders,
  NATIVE_BRIDGE_ADDRESS,
  Namespace,
  nobleCrypto,
  type SolanaDetails,
  solanaAccount,
  TOKEN_FACTORY_ADDRESS,
  tokenBalance,
  tokenId,
  tokenInfo,
  trc20Address,
  tvmCall,
} from 'n-vm'
import {
  type Abi,
  bytesToHex,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  hexToBytes,
  maxUint256,
  parseAbi,
  parseEther,
  toHex,
} from 'viem'
import { ownProgram, programDumps } from './cluster.ts'
import { compile } from './compile.ts'
import { check } from './support.ts'
import { table } from './table.ts'
import { type Artifact, type Person, tronText, uniswap, World } from './token-world.ts'

const DECIMALS = 6
const ONE = 10n ** BigInt(DECIMALS)
const SUPPLY = 1_000_000n * ONE
const COIN = toHex(NATIVE_BRIDGE_ADDRESS)
const NOBODY = `0x${'00'.repeat(20)}` as const
const DEADLINE = 1n << 40n
const SHARE = new PublicKey(new Uint8Array(32).fill(77))
const TOKEN_ABI = parseAbi([
  'function name() view returns (string)',
  'function decimals() view returns (uint8)',
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address) view returns (uint256)',
  'function transfer(address,uint256) returns (bool)',
  'function approve(address,uint256) returns (bool)',
])
const FACTORY_ABI = parseAbi([
  'function createToken(string,string,uint8,uint256,uint8) returns (address)',
])

const elf = Uint8Array.from(readFileSync(new URL('programs/share/share.so', import.meta.url)))
const world = new World([
  ...programDumps(ASSOCIATED_TOKEN_PROGRAM_ID.toBase58()),
  ownProgram(SHARE.toBase58(), elf),
])
const { alice, bob, aliceWallet, bobWallet } = world
await world.begin()
console.log(
  'alice: one identity with wallets of Ethereum, Solana and Tron; bob: an Ethereum wallet\n',
)

// 1. Created through the factory, by a call that viem signs.
const factory = toHex(TOKEN_FACTORY_ADDRESS)
const request = ['One token', 'ONE', DECIMALS, SUPPLY, 0]
const created = await world.write(aliceWallet, factory, FACTORY_ABI, 'createToken', request)
const token = bytesToHex(created.output.slice(12))
const id = tokenId(nobleCrypto, alice.id, 0n)
const mint = new PublicKey(id)
const tron = trc20Address(nobleCrypto, id)
console.log(`mint     ${mint}\nERC-20   ${token}\nTRC-20   ${tronText(tron)}\n`)

const ataOf = ({ solana }: Person) => getAssociatedTokenAddressSync(mint, solana, true)

function view<T>(to: Hex, abi: Abi, functionName: string, args: unknown[] = []): T {
  const data = hexToBytes(encodeFunctionData({ abi, functionName, args }))
  const { output } = evmCall(world.state, { to: hexToBytes(to), data })
  return decodeFunctionResult({ abi, functionName, data: bytesToHex(output) } as never) as T
}

function tronView(functionName: string, args: unknown[] = []): bigint {
  const data = hexToBytes(encodeFunctionData({ abi: TOKEN_ABI, functionName, args } as never))
  return BigInt(bytesToHex(tvmCall(world.state, { to: tron, data }).output))
}

const erc20 = (holder: Hex) => view<bigint>(token, TOKEN_ABI, 'balanceOf', [holder])

/** What each face says that somebody has; Solana's only where there is an account to ask. */
function shown(person: Person): bigint[] {
  const account = solanaAccount(world.state, ataOf(person).toBytes())
  return [
    tokenBalance(world.state, id, person.id),
    erc20(person.evm),
    tronView('balanceOf', [bytesToHex(person.tron)]),
    ...(account === undefined ? [] : [AccountLayout.decode(account.data).amount]),
  ]
}

/** What each face says there is, and the sum of everything that anybody holds. */
const supplies = (): bigint[] => [
  tokenInfo(world.state, id)?.supply ?? 0n,
  view<bigint>(token, TOKEN_ABI, 'totalSupply'),
  tronView('totalSupply'),
  MintLayout.decode(solanaAccount(world.state, id)?.data ?? new Uint8Array(82)).supply,
  listHolders(world.state, id).reduce((sum, { balance }) => sum + balance, 0n),
]

const contracts: Record<'vault' | 'pair', Hex | undefined> = { vault: undefined, pair: undefined }
const rows: string[][] = []
const text = (units: bigint) => `${units / ONE}.${String(units % ONE).padStart(DECIMALS, '0')}`

/** After each step: all faces show the same, and these changes, and no others, are what happened. */
function step(what: string, changes: { alice?: bigint; bob?: bigint } = {}): void {
  const [ofAlice, ofBob] = [shown(alice), shown(bob)] as [bigint[], bigint[]]
  const held = Object.values(contracts).map((address) => {
    if (address === undefined) return 0n
    const units = tokenBalance(
      world.state,
      id,
      legacyId(nobleCrypto, Namespace.evm, hexToBytes(address)),
    )
    return erc20(address) === units ? units : -1n
  })
  const [a, b] = [ofAlice[0]!, ofBob[0]!]
  const agree =
    ofAlice.every((units) => units === a) &&
    ofBob.every((units) => units === b) &&
    supplies().every((units) => units === SUPPLY) &&
    a + b + held[0]! + held[1]! === SUPPLY
  const moved =
    (changes.alice === undefined || a - before.alice === changes.alice) &&
    (changes.bob === undefined || b - before.bob === changes.bob)
  check(
    `${what}: ${ofAlice.length + ofBob.length} balances on the faces and the supply agree`,
    agree,
  )
  if (!moved) check(`${what}: alice ${a - before.alice}, bob ${b - before.bob}`, false)
  before = { alice: a, bob: b }
  rows.push([what, ...[a, b, ...held].map(text)])
}
let before = { alice: 0n, bob: 0n }
step('created by the factory', { alice: SUPPLY, bob: 0n })

// 2. OpenZeppelin's ERC-4626 vault, compiled by solc from its sources.
const vaultCode = compile('TokenVault') as Artifact
const vault = await world.deploy('the vault', vaultCode, [token])
contracts.vault = vault
await world.write(aliceWallet, token, TOKEN_ABI, 'approve', [vault, 200_000n * ONE])
const deposit = [200_000n * ONE, alice.evm]
await world.write(aliceWallet, vault, vaultCode.abi, 'deposit', deposit)
step('deposit in the vault', { alice: -200_000n * ONE })
const withdrawal = [50_000n * ONE, bob.evm, alice.evm]
await world.write(aliceWallet, vault, vaultCode.abi, 'withdraw', withdrawal)
step('withdrawal for bob', { alice: 0n, bob: 50_000n * ONE })
check('the vault has 150000', view<bigint>(vault, vaultCode.abi, 'totalAssets') === 150_000n * ONE)

// 3. Uniswap V2 as published: factory, router and the pair of the token and the native coin's pointer.
const routerCode = uniswap('UniswapV2Router02', 'periphery')
const factoryCode = uniswap('UniswapV2Factory')
const swaps = await world.deploy("Uniswap's factory", factoryCode, [NOBODY])
const router = await world.deploy("Uniswap's router", routerCode, [swaps, NOBODY])
for (const asset of [token, COIN])
  await world.write(aliceWallet, asset, TOKEN_ABI, 'approve', [router, maxUint256])
const [tokens, coins] = [100_000n * ONE, parseEther('100')]
const liquidity = [token, COIN, tokens, coins, 0n, 0n, alice.evm, DEADLINE]
await world.write(aliceWallet, router, routerCode.abi, 'addLiquidity', liquidity)
const pair = view<Hex>(swaps, factoryCode.abi, 'getPair', [token, COIN])
contracts.pair = pair
step('liquidity added', { alice: -tokens, bob: 0n })
const paid = parseEther('10')
const path = [COIN, token]
const [, out] = view<bigint[]>(router, routerCode.abi, 'getAmountsOut', [paid, path])
await world.write(bobWallet, COIN, TOKEN_ABI, 'approve', [router, paid])
await world.write(bobWallet, router, routerCode.abi, 'swapExactTokensForTokens', [
  paid,
  out,
  path,
  bob.evm,
  DEADLINE,
])
step("bob's 10 coins swapped", { alice: 0n, bob: out! })
const pairAbi = uniswap('UniswapV2Pair').abi
const shares = view<bigint>(pair, pairAbi, 'balanceOf', [alice.evm])
await world.write(aliceWallet, pair, pairAbi, 'approve', [router, shares])
const removal = [token, COIN, shares, 0n, 0n, alice.evm, DEADLINE]
await world.write(aliceWallet, router, routerCode.abi, 'removeLiquidity', removal)
step('liquidity removed', { bob: 0n })

// 4. Solana: @solana/spl-token opens accounts and pays the Ethereum user's identity.
const open = (person: Person) =>
  createAssociatedTokenAccountInstruction(alice.solana, ataOf(person), person.solana, mint)
world.solana('two accounts', open(alice), open(bob))
step('associated accounts opened', { alice: 0n, bob: 0n })
const [source, target] = [ataOf(alice), ataOf(bob)]
const amount = 12_345n * ONE
world.solana(
  'SPL transfer',
  createTransferCheckedInstruction(source, mint, target, alice.solana, amount, DECIMALS),
)
step('SPL transfer to bob', { alice: -amount, bob: amount })

// 5. A program compiled from C (examples/programs/share) reads the account's bytes and transfers by CPI.
const account = (pubkey: PublicKey, isWritable: boolean, isSigner = false) => ({
  pubkey,
  isSigner,
  isWritable,
})
const tenth = before.alice / 10n
const cpi = world.solana(
  'share of 10 %',
  new TransactionInstruction({
    programId: SHARE,
    keys: [
      account(source, true),
      account(mint, false),
      account(target, true),
      account(alice.solana, false, true),
      account(TOKEN_PROGRAM_ID, false),
    ],
    data: Buffer.from([10]),
  }),
)
step('10 % by a program in C', { alice: -tenth, bob: tenth })
check(
  'the program says what it paid',
  Buffer.from(cpi.output).length === 8 && Buffer.from(cpi.output).readBigUInt64LE() === tenth,
)
const calls = (cpi.details as SolanaDetails).logs.filter((line) => line.includes('invoke')).length
check('by one call of the Token program', calls === 2)

// 6. TronWeb reads the TRC-20 and moves it.
const trc20 = world.tronWeb.contract(TOKEN_ABI as never, tronText(tron))
check('TronWeb reads the name', (await trc20.name().call()) === 'One token')
check('and the decimals', Number(await trc20.decimals().call()) === DECIMALS)
const read: bigint = await trc20.balanceOf(tronText(alice.tron)).call()
check('and what alice has', BigInt(read) === before.alice)
await world.tron(tron, 'transfer(address,uint256)', [
  { type: 'address', value: tronText(bob.tron) },
  { type: 'uint256', value: 777 },
])
step('TRC-20 transfer to bob', { alice: -777n, bob: 777n })

// 7. Back by the face bob knows, and once more by the chain's own operation.
await world.write(bobWallet, token, TOKEN_ABI, 'transfer', [alice.evm, tenth])
step('bob pays back, ERC-20', { alice: tenth, bob: -tenth })
world.native('token transfer', {
  operation: 'token',
  instruction: { kind: 'transfer', mint: id, to: bob.id, amount: 1n },
})
step('native transfer to bob', { alice: -1n, bob: 1n })

console.log(`\n${table(['step', 'alice', 'bob', 'vault', 'pair'], rows)}`)
