/**
 * Random blocks of token operations through every face, nested and reverted ones among them: after each transaction the units
 * of all holders and token accounts are the supply, and every face shows the same balances.
 */
import fc from 'fast-check'
import { encodeFunctionData, hexToBytes as viemBytes } from 'viem'
import { describe, expect, it } from 'vitest'
import type { Receipt, TokenInstruction, Transaction } from '../../src/index.ts'
import {
  deriveEvmAddress,
  deriveSvmAddress,
  deriveTvmAddress,
  erc20Address,
  evmCall,
  legacyId,
  listHolders,
  listTokens,
  Namespace,
  tokenBalance,
  tokenId,
  trc20Address,
} from '../../src/index.ts'
import { bytesToBigInt, bytesToHex, concatBytes, padLeft } from '../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../src/primitives/u256.ts'
import { code } from '../support/evm-dsl.ts'
import { Host } from '../support/host.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'
import { CROSS_VM, CROSS_VM_ABI } from '../support/token-chain.ts'

const signers = [1, 2, 3].map((n) => ed25519Signer(n))
const TOKENS = [tokenId(crypto, signers[0]!.id, 0n), tokenId(crypto, signers[1]!.id, 0n)]
const RELAY = `0x${'00'.repeat(17)}0a11ed`

/** Calls the address in word 0 with what follows word 1, then reverts if word 1 is not zero. */
const relay = code(
  64,
  'CALLDATASIZE',
  'SUB',
  'DUP1',
  64,
  0,
  'CALLDATACOPY',
  ...[0, 0, 'DUP3', 0, 0, 0, 'CALLDATALOAD', 'GAS', 'CALL'],
  ...[32, 'CALLDATALOAD', 'ISZERO', Uint8Array.of(0x60, 0x24), 'JUMPI', 0, 0, 'REVERT'],
  'JUMPDEST',
  'STOP',
)

const SELECTOR = {
  transfer: 0xa9059cbb,
  approve: 0x095ea7b3,
  transferFrom: 0x23b872dd,
  burn: 0x42966c68,
}

function calldata(name: keyof typeof SELECTOR, ...words: readonly (Uint8Array | bigint)[]) {
  const head = new Uint8Array(4)
  new DataView(head.buffer).setUint32(0, SELECTOR[name])
  const body = words.map((word) =>
    typeof word === 'bigint' ? u256ToBytes(word) : padLeft(word, 32),
  )
  return concatBytes(head, ...body)
}

const RELAY_ADDRESS = Uint8Array.from({ length: 20 }, (_, i) => [0x0a, 0x11, 0xed][i - 17] ?? 0)

/** Addresses that a move may go to, by machine. */
function addresses(machine: 'evm' | 'tvm'): Uint8Array[] {
  const derive = machine === 'evm' ? deriveEvmAddress : deriveTvmAddress
  return [...signers.map(({ id }) => derive(crypto, id)), RELAY_ADDRESS]
}

const who = fc.integer({ min: 0, max: 2 })
const target = fc.integer({ min: 0, max: 3 })
const token = fc.integer({ min: 0, max: 1 })
const amount = fc.bigInt({ min: 0n, max: 150n })
const kinds = ['transfer', 'approve', 'transferFrom', 'burn', 'crossVm'] as const

const actions = fc.record({
  via: fc.constantFrom('native', 'evm', 'tvm', 'relay', 'revertedRelay', 'manage'),
  kind: fc.constantFrom(...kinds),
  who,
  owner: target,
  to: target,
  token,
  amount,
})
type Action = typeof actions extends fc.Arbitrary<infer T> ? T : never

/** A movement from the EVM's face to Tron's or Solana's, in one call of 0x1003. */
function crossVmCall({ to, token, amount: units }: Action): Uint8Array {
  const { id } = signers[to % signers.length]!
  const isTron = to % 2 === 0
  const recipient = isTron ? deriveTvmAddress(crypto, id) : deriveSvmAddress(crypto, id)
  const args = [
    `0x${bytesToHex(TOKENS[token]!)}`,
    units,
    isTron ? Namespace.tvm : Namespace.svm,
    `0x${bytesToHex(recipient)}`,
  ]
  const functionName = 'crossVmTransfer'
  return viemBytes(encodeFunctionData({ abi: CROSS_VM_ABI, functionName, args }))
}

const isCrossVm = ({ via, kind }: Action): boolean =>
  kind === 'crossVm' && (via === 'evm' || via === 'relay' || via === 'revertedRelay')

/** Where a call of the EVM goes: the token's face, or the contract for movements between machines. */
const contractOf = (action: Action): Uint8Array =>
  isCrossVm(action) ? viemBytes(CROSS_VM) : erc20Address(crypto, TOKENS[action.token]!)

function faceCall(machine: 'evm' | 'tvm', action: Action): Uint8Array {
  if (isCrossVm(action)) return crossVmCall(action)
  const known = addresses(machine)
  const { owner, to, amount: units } = action
  const kind = action.kind === 'crossVm' ? 'transfer' : action.kind
  if (kind === 'burn') return calldata('burn', units)
  if (kind === 'transferFrom') return calldata(kind, known[owner]!, known[to]!, units)
  return calldata(kind, known[to]!, units)
}

function nativeInstruction(action: Action): TokenInstruction {
  const { kind, owner, to, amount: units } = action
  const mint = TOKENS[action.token]!
  const ids = [...signers.map(({ id }) => id), legacyId(crypto, Namespace.evm, RELAY_ADDRESS)]
  if (action.via === 'manage') {
    const flags = ['freeze', 'thaw', 'mintTo', 'thaw', 'mintTo'] as const
    const picked = flags[kinds.indexOf(kind)]!
    if (picked === 'mintTo') return { kind: picked, mint, to: ids[to]!, amount: units }
    return { kind: picked, mint, account: ids[to]! }
  }
  if (kind === 'burn') return { kind, mint, amount: units }
  if (kind === 'transferFrom')
    return { kind, mint, owner: ids[owner]!, to: ids[to]!, amount: units }
  if (kind === 'approve') return { kind, mint, spender: ids[to]!, amount: units }
  if (kind === 'crossVm') {
    const recipient = ids[to]!
    return { kind: 'crossVmTransfer', token: mint, amount: units, destination: 0, recipient }
  }
  return { kind, mint, to: ids[to]!, amount: units }
}

function transactionOf(host: Host, action: Action, ahead: bigint): Transaction {
  const signer = signers[action.who]!
  const mint = TOKENS[action.token]!
  const envelope = (payload: Parameters<Host['envelope']>[1]) =>
    host.envelope(signer, payload, { nonceAhead: ahead })
  const call = (opcode: number, to: Uint8Array, data: Uint8Array) =>
    envelope(concatBytes(Uint8Array.of(opcode), to, new Uint8Array(32), data))
  switch (action.via) {
    case 'evm':
      return call(0x10, contractOf(action), faceCall('evm', action))
    case 'tvm':
      return call(0x40, trc20Address(crypto, mint), faceCall('tvm', action))
    case 'relay':
    case 'revertedRelay': {
      const flag = u256ToBytes(action.via === 'relay' ? 0n : 1n)
      const inner = faceCall('evm', action)
      const target20 = padLeft(contractOf(action), 32)
      return call(0x10, RELAY_ADDRESS, concatBytes(target20, flag, inner))
    }
    default:
      return envelope({ operation: 'token', instruction: nativeInstruction(action) })
  }
}

function started(): Host {
  const host = new Host({
    accounts: signers.map(({ id }) => ({ id, balance: 1_000n * COIN })),
    alloc: { [RELAY]: { balance: 0n, code: `0x${bytesToHex(relay)}` } },
  })
  host.run(...signers.map((signer) => host.create(signer)))
  const created = [0, 1].map((n) => {
    const authority = signers[n]!.id
    const instruction: TokenInstruction = {
      kind: 'createToken',
      decimals: n * 9,
      supply: 1_000n,
      mintAuthority: authority,
      freezeAuthority: authority,
      name: `Token ${n}`,
      symbol: `T${n}`,
      uri: '',
    }
    return host.envelope(signers[n]!, { operation: 'token', instruction })
  })
  expect(host.run(...created).map(({ status }) => status)).toEqual(['success', 'success'])
  return host
}

function checkSums(host: Host): void {
  for (const { mint, supply } of listTokens(host.state)) {
    const holdings = listHolders(host.state, mint)
    expect(holdings.reduce((sum, { balance }) => sum + balance, 0n)).toBe(supply)
  }
}

/** ERC-20's balanceOf beside the ledger's. */
function checkFaces(host: Host): void {
  for (const mint of TOKENS) {
    for (const { id } of signers) {
      const data = concatBytes(
        Uint8Array.of(0x70, 0xa0, 0x82, 0x31),
        padLeft(deriveEvmAddress(crypto, id), 32),
      )
      const { output } = evmCall(host.state, { to: erc20Address(crypto, mint), data })
      expect(bytesToBigInt(output)).toBe(tokenBalance(host.state, mint, id))
    }
  }
}

describe('random mixed blocks', () => {
  it('keep every mint’s sum equal to its supply, after each transaction', () => {
    const seen = new Map<string, number>()
    const note = (action: Action, receipt: Receipt | undefined) => {
      const names = [action.via, ...(isCrossVm(action) ? [`${action.via} crossVm`] : [])]
      for (const name of names) {
        const key = `${name} ${receipt?.status}`
        seen.set(key, (seen.get(key) ?? 0) + 1)
      }
    }
    fc.assert(
      fc.property(fc.array(actions, { minLength: 30, maxLength: 30 }), (sequence) => {
        const host = started()
        for (const action of sequence) {
          note(action, host.run(transactionOf(host, action, 0n))[0])
          checkSums(host)
        }
        checkFaces(host)
      }),
      { seed: 3, numRuns: 5 },
    )
    for (const via of ['native', 'evm', 'tvm', 'relay', 'manage'])
      expect(seen.get(`${via} success`), JSON.stringify([...seen])).toBeGreaterThan(3)
    expect(seen.get('revertedRelay reverted')).toBeGreaterThan(10)
    for (const cross of ['evm crossVm success', 'revertedRelay crossVm reverted'])
      expect(seen.get(cross), JSON.stringify([...seen])).toBeGreaterThan(0)
  })

  it('give the same state in one block as one by one', () => {
    fc.assert(
      fc.property(fc.array(actions, { minLength: 20, maxLength: 20 }), (sequence) => {
        const [single, together] = [started(), started()]
        const nonces = new Map<number, bigint>()
        const block = sequence.map((action) => {
          const ahead = nonces.get(action.who) ?? 0n
          const transaction = transactionOf(together, action, ahead)
          const [receipt] = single.run(transaction)
          if (receipt?.status !== 'rejected') nonces.set(action.who, ahead + 1n)
          return transaction
        })
        together.run(...block)
        checkSums(together)
        for (const mint of TOKENS)
          expect(listHolders(together.state, mint)).toEqual(listHolders(single.state, mint))
      }),
      { seed: 5, numRuns: 3 },
    )
  })
})
