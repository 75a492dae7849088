/**
 * The functions of a token, one row each: arguments, then what they do. Checks come in OpenZeppelin 5's order, so that
 * the same call is refused with the same error; a static call halts where its code would first write.
 */

import { canonicalAddress } from '../../identity/alias.ts'
import { bytesToBigInt, concatBytes } from '../../primitives/bytes.ts'
import { MAX_U64, MAX_U256, u256ToBytes } from '../../primitives/u256.ts'
import { answersFor } from '../live.ts'
import {
  ERC20_SELECTORS,
  EVENT_TOPICS,
  encodeBytes,
  encodeTail,
  INTERFACE_IDS,
  POINTER_SELECTORS,
} from './abi.ts'
import type { Asset } from './asset.ts'
import { GUARDED, MintAsset, NativeAsset, unlessStatic } from './asset.ts'
import type { ParameterType, RunningCall } from './call.ts'
import { addressTopic, EMPTY_REVERT, refuse, refuseBecause, TRUE } from './call.ts'
import { FACE_GAS } from './gas.ts'
import { DOMAIN_VERSION, domainSeparator, type PermitDomain, permitDigest } from './permit.ts'
import type { FaceParty, Refusal, Reply } from './types.ts'

/** One function. */
export interface FaceFunction {
  readonly types: readonly ParameterType[]
  /** Coin may come along. */
  readonly isPayable: boolean
  run(call: RunningCall, asset: Asset): Reply
}

const NOTHING = new Uint8Array(0)
const ZERO_TOPIC = new Uint8Array(32)
/** Half the order of secp256k1: a greater s is the same signature written otherwise. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
/** Panic code of an overflow. */
const OVERFLOW = 0x11n

const word = (value: bigint): Uint8Array => u256ToBytes(value)
const flag = (value: boolean): Uint8Array => u256ToBytes(value ? 1n : 0n)

// ---- moving units

function logTransfer(call: RunningCall, from: FaceParty, to: FaceParty, amount: bigint): void {
  const topic = EVENT_TOPICS['Transfer(address,address,uint256)']
  call.log([topic, addressTopic(from), addressTopic(to)], word(amount))
}

function move(call: RunningCall, asset: Asset, from: bigint, to: bigint, amount: bigint): Reply {
  if (from === 0n) return refuse('ERC20InvalidSender(address)', 0n)
  if (to === 0n) return refuse('ERC20InvalidReceiver(address)', 0n)
  const source = call.host.resolve(from)
  const lack = insufficient(call, asset, source, amount) ?? unlessStatic(call)
  if (lack !== undefined) return lack
  const target = call.host.resolve(to)
  const refusal = asset.move(call, source, target, amount)
  if (refusal !== undefined) return refusal
  logTransfer(call, source, target, amount)
  return TRUE
}

function insufficient(
  call: RunningCall,
  asset: Asset,
  holder: FaceParty,
  amount: bigint,
): Refusal | undefined {
  const balance = asset.balance(call, holder)
  if (balance >= amount) return
  const signature = 'ERC20InsufficientBalance(address,uint256,uint256)'
  return refuse(signature, holder.address, balance, amount)
}

// ---- allowances

/** What a pair of addresses shows: nothing if one of them is not its account's own face here (S13). */
function shownAllowance(
  call: RunningCall,
  asset: Asset,
  owner: FaceParty,
  spender: FaceParty,
): bigint {
  const cell = asset.allowance(call, owner, spender)
  return owner.canonical && spender.canonical ? (cell.value ?? 0n) : 0n
}

/** Sets an allowance, the event being the caller's. Only canonical addresses give and get one: others hold nothing (S13). */
function setAllowance(
  call: RunningCall,
  asset: Asset,
  owner: FaceParty,
  spender: FaceParty,
  amount: bigint,
): Refusal | undefined {
  if (owner.address === 0n || !owner.canonical)
    return refuse('ERC20InvalidApprover(address)', owner.address)
  if (spender.address === 0n || !spender.canonical)
    return refuse('ERC20InvalidSpender(address)', spender.address)
  if (call.isStatic) return unlessStatic(call)
  if (asset.mint === undefined && owner.address === call.call.guarded) return GUARDED
  const cell = asset.allowance(call, owner, spender)
  call.write(cell.value === undefined)
  if ((cell.value ?? 0n) !== amount)
    call.host.journal.setLiveCell(cell, amount === 0n ? undefined : amount)
  return
}

function approve(
  call: RunningCall,
  asset: Asset,
  owner: FaceParty,
  spender: FaceParty,
  amount: bigint,
): Reply {
  const refusal = setAllowance(call, asset, owner, spender, amount)
  if (refusal !== undefined) return refusal
  const { ledger } = call.host
  const topic = EVENT_TOPICS['Approval(address,address,uint256)']
  call.log([topic, addressTopic(owner), addressTopic(spender)], word(amount))
  ledger.emit({
    kind: 'approval',
    mint: asset.id,
    owner: owner.account.id,
    spender: spender.account.id,
    amount,
  })
  return TRUE
}

/** Takes an amount off an allowance; an infinite one stays. No event, as in OpenZeppelin 5. */
function spendAllowance(
  call: RunningCall,
  asset: Asset,
  from: bigint,
  amount: bigint,
): Refusal | undefined {
  const owner = call.host.resolve(from)
  const spender = call.host.resolve(call.caller)
  const current = shownAllowance(call, asset, owner, spender)
  if (current === MAX_U256) return
  if (current < amount) {
    const signature = 'ERC20InsufficientAllowance(address,uint256,uint256)'
    return refuse(signature, call.caller, current, amount)
  }
  // Nothing to take: an address that holds nothing may still move nothing.
  if (amount === 0n && owner.address !== 0n && !(owner.canonical && spender.canonical))
    return unlessStatic(call)
  return setAllowance(call, asset, owner, spender, current - amount)
}

// ---- permits

function domainOf(call: RunningCall, asset: Asset): PermitDomain {
  const { chainId } = call.call
  return { name: asset.name(), chainId, verifyingContract: call.self.address }
}

function permit(call: RunningCall, asset: Asset): Reply {
  const [owner, spender, value, deadline, v, r, s] = call.args as bigint[] & { length: 7 }
  if (call.call.timestamp > deadline!) {
    return refuse('ERC2612ExpiredSignature(uint256)', deadline!)
  }
  const { ledger, crypto, namespace } = call.host
  const holder = call.host.resolve(owner!)
  const nonce = ledger.permitNonce(asset.id, namespace, holder.bytes)
  call.used += FACE_GAS.coldSlot
  call.write(nonce === 0n)
  const lack = unlessStatic(call)
  if (lack !== undefined) return lack
  call.used += FACE_GAS.permit
  // A signature is not looked at on credit.
  if (!call.canPay(0)) return EMPTY_REVERT
  const grant = { owner: owner!, spender: spender!, value: value!, nonce, deadline: deadline! }
  const digest = permitDigest(crypto, domainOf(call, asset), grant)
  if (s! > HALF_ORDER) return refuse('ECDSAInvalidSignatureS(bytes32)', s!)
  const signer = recover(call, digest, v!, concatBytes(word(r!), word(s!)))
  if (signer === 0n) return refuse('ECDSAInvalidSignature()')
  if (signer !== owner) return refuse('ERC2612InvalidSigner(address,address)', signer, owner!)
  if (!call.host.mayPermit(holder)) return refuse('ERC20InvalidApprover(address)', owner)
  ledger.usePermitNonce(asset.id, namespace, holder.bytes)
  const reply = approve(call, asset, holder, call.host.resolve(spender!), value!)
  return reply === TRUE ? NOTHING : reply
}

function recover(call: RunningCall, digest: Uint8Array, v: bigint, rs: Uint8Array): bigint {
  if (v !== 27n && v !== 28n) return 0n
  const { crypto } = call.host
  const key = crypto.secp256k1Recover(digest, rs, Number(v) - 27)
  return key === undefined ? 0n : bytesToBigInt(crypto.keccak256(key.subarray(1)).subarray(12))
}

function describeDomain(call: RunningCall, asset: Asset): Uint8Array {
  const name = encodeTail(asset.name())
  const version = encodeTail(DOMAIN_VERSION)
  const head = 7n * 32n
  const versionAt = head + BigInt(name.length)
  const extensionsAt = versionAt + BigInt(version.length)
  return concatBytes(
    word(0x0fn << 248n),
    word(head),
    word(versionAt),
    word(call.call.chainId),
    word(call.self.address),
    ZERO_TOPIC,
    word(extensionsAt),
    name,
    version,
    ZERO_TOPIC,
  )
}

// ---- supply

function issue(call: RunningCall, asset: MintAsset, to: bigint, amount: bigint): Reply {
  if (to === 0n) return refuse('ERC20InvalidReceiver(address)', 0n)
  const supply = asset.totalSupply(call) + amount
  if (supply > MAX_U256) return refuse('Panic(uint256)', OVERFLOW)
  if (call.isStatic) return unlessStatic(call) as Refusal
  if (supply > MAX_U64) return refuse('ERC20ExceededCap(uint256,uint256)', supply, MAX_U64)
  const target = call.host.resolve(to)
  const refusal = asset.issue(call, target, amount)
  if (refusal !== undefined) return refusal
  const topic = EVENT_TOPICS['Transfer(address,address,uint256)']
  call.log([topic, ZERO_TOPIC, addressTopic(target)], word(amount))
  return NOTHING
}

function destroy(call: RunningCall, asset: MintAsset, from: bigint, amount: bigint): Reply {
  if (from === 0n) return refuse('ERC20InvalidSender(address)', 0n)
  const source = call.host.resolve(from)
  const lack = insufficient(call, asset, source, amount) ?? unlessStatic(call)
  if (lack !== undefined) return lack
  const refusal = asset.destroy(call, source, amount)
  if (refusal !== undefined) return refusal
  const topic = EVENT_TOPICS['Transfer(address,address,uint256)']
  call.log([topic, addressTopic(source), ZERO_TOPIC], word(amount))
  return NOTHING
}

/** Refuses whoever is not the mint's authority; an address that is not canonical never is (S13). */
function onlyAuthority(call: RunningCall, asset: MintAsset): Refusal | undefined {
  const { journal } = call.host
  const authority = asset.mint.record.mintAuthority
  const caller = call.host.resolve(call.caller)
  if (authority !== undefined && caller.canonical) {
    if (answersFor(journal, caller.account.id, authority.id)) return
  }
  return refuse('OwnableUnauthorizedAccount(address)', call.caller)
}

function isBridge(call: RunningCall, asset: Asset, party: FaceParty): boolean {
  call.used += FACE_GAS.coldSlot
  return party.canonical && call.host.ledger.isBridge(asset.id, party.account.id)
}

function crosschain(
  call: RunningCall,
  asset: Asset,
  signature: 'CrosschainMint(address,uint256,address)' | 'CrosschainBurn(address,uint256,address)',
): Reply {
  const [party, amount] = call.args as [bigint, bigint]
  const bridge = call.host.resolve(call.caller)
  if (!(asset instanceof MintAsset) || !isBridge(call, asset, bridge))
    return refuse('UnauthorizedTokenBridge(address)', call.caller)
  const change = signature === 'CrosschainMint(address,uint256,address)' ? issue : destroy
  const reply = change(call, asset, party, amount)
  if (reply !== NOTHING) return reply
  const holder = call.host.resolve(party)
  call.log([EVENT_TOPICS[signature], addressTopic(holder), addressTopic(bridge)], word(amount))
  return NOTHING
}

function setBridge(call: RunningCall, asset: MintAsset): Reply {
  const [address, allowed] = call.args as [bigint, bigint]
  const refusal = onlyAuthority(call, asset) ?? unlessStatic(call)
  if (refusal !== undefined) return refusal
  const { ledger } = call.host
  const bridge = call.host.resolve(address)
  if (!bridge.canonical)
    return refuseBecause('bridge expected at the canonical address of its account')
  const before = isBridge(call, asset, bridge)
  call.write(!before)
  if (before !== (allowed === 1n)) ledger.setBridge(asset.id, bridge.account.id, allowed === 1n)
  return NOTHING
}

function owner(call: RunningCall, asset: MintAsset): Reply {
  const { journal, crypto, namespace } = call.host
  call.used += FACE_GAS.coldSlot
  const id = asset.mint.record.mintAuthority?.id
  const address = id === undefined ? undefined : canonicalAddress(journal, crypto, namespace, id)
  return word(address === undefined ? 0n : bytesToBigInt(address))
}

// ---- the pointer's pair

function deposit(call: RunningCall, asset: Asset): Reply {
  if (!(asset instanceof NativeAsset)) return EMPTY_REVERT
  const lack = unlessStatic(call)
  if (lack !== undefined) return lack
  const { host, self } = call
  const { value } = call.call
  const caller = host.resolve(call.caller)
  call.write(false)
  if (value > 0n) asset.coin.move(self, caller, value)
  call.log([EVENT_TOPICS['Deposit(address,uint256)'], addressTopic(caller)], word(value))
  return NOTHING
}

function withdraw(call: RunningCall, asset: Asset): Reply {
  const caller = call.host.resolve(call.caller)
  const amount = call.args[0]!
  const lack = insufficient(call, asset, caller, amount) ?? unlessStatic(call)
  if (lack !== undefined) return lack
  call.log([EVENT_TOPICS['Withdrawal(address,uint256)'], addressTopic(caller)], word(amount))
  return NOTHING
}

// ---- tables

type Run = FaceFunction['run']

const view = (types: readonly ParameterType[], run: Run): FaceFunction => ({
  types,
  isPayable: false,
  run,
})

/** A function that only a mint has. */
const ofMint = (
  types: readonly ParameterType[],
  run: (call: RunningCall, asset: MintAsset) => Reply,
): FaceFunction =>
  view(types, (call, asset) => (asset instanceof MintAsset ? run(call, asset) : EMPTY_REVERT))

const S = ERC20_SELECTORS
const ADDRESS_AMOUNT = ['address', 'uint256'] as const

/** Every function by selector. */
export const FUNCTIONS: ReadonlyMap<number, FaceFunction> = new Map([
  [S['name()'], view([], (call, asset) => text(call, asset.name()))],
  [S['symbol()'], view([], (call, asset) => text(call, asset.symbol()))],
  [S['decimals()'], view([], (_call, asset) => word(BigInt(asset.decimals)))],
  [S['totalSupply()'], view([], (call, asset) => word(asset.totalSupply(call)))],
  [
    S['balanceOf(address)'],
    view(['address'], (call, asset) => word(asset.balance(call, call.host.resolve(call.args[0]!)))),
  ],
  [
    S['transfer(address,uint256)'],
    view(ADDRESS_AMOUNT, (call, asset) =>
      move(call, asset, call.caller, call.args[0]!, call.args[1]!),
    ),
  ],
  [
    S['allowance(address,address)'],
    view(['address', 'address'], (call, asset) => {
      const { host, args } = call
      return word(shownAllowance(call, asset, host.resolve(args[0]!), host.resolve(args[1]!)))
    }),
  ],
  [
    S['approve(address,uint256)'],
    view(ADDRESS_AMOUNT, (call, asset) => {
      const { host, args } = call
      return approve(call, asset, host.resolve(call.caller), host.resolve(args[0]!), args[1]!)
    }),
  ],
  [
    S['transferFrom(address,address,uint256)'],
    view(['address', 'address', 'uint256'], (call, asset) => {
      const [from, to, amount] = call.args as [bigint, bigint, bigint]
      return spendAllowance(call, asset, from, amount) ?? move(call, asset, from, to, amount)
    }),
  ],
  [
    S['permit(address,address,uint256,uint256,uint8,bytes32,bytes32)'],
    view(['address', 'address', 'uint256', 'uint256', 'uint8', 'bytes32', 'bytes32'], permit),
  ],
  [
    S['nonces(address)'],
    view(['address'], (call, asset) => {
      const { ledger, namespace } = call.host
      call.used += FACE_GAS.coldSlot
      return word(ledger.permitNonce(asset.id, namespace, call.host.resolve(call.args[0]!).bytes))
    }),
  ],
  [
    S['DOMAIN_SEPARATOR()'],
    view([], (call, asset) => {
      call.used += FACE_GAS.domain
      return domainSeparator(call.host.crypto, domainOf(call, asset))
    }),
  ],
  [S['eip712Domain()'], view([], describeDomain)],
  [
    S['supportsInterface(bytes4)'],
    view(['bytes4'], (call) => flag(INTERFACE_IDS.has(Number(call.args[0]!)))),
  ],
  [S['cap()'], ofMint([], () => word(MAX_U64))],
  [S['owner()'], ofMint([], owner)],
  [
    S['mint(address,uint256)'],
    ofMint(ADDRESS_AMOUNT, (call, asset) => {
      const [to, amount] = call.args as [bigint, bigint]
      return onlyAuthority(call, asset) ?? issue(call, asset, to, amount)
    }),
  ],
  [
    S['burn(uint256)'],
    ofMint(['uint256'], (call, asset) => destroy(call, asset, call.caller, call.args[0]!)),
  ],
  [
    S['burnFrom(address,uint256)'],
    ofMint(ADDRESS_AMOUNT, (call, asset) => {
      const [from, amount] = call.args as [bigint, bigint]
      return spendAllowance(call, asset, from, amount) ?? destroy(call, asset, from, amount)
    }),
  ],
  [
    S['crosschainMint(address,uint256)'],
    view(ADDRESS_AMOUNT, (call, asset) =>
      crosschain(call, asset, 'CrosschainMint(address,uint256,address)'),
    ),
  ],
  [
    S['crosschainBurn(address,uint256)'],
    view(ADDRESS_AMOUNT, (call, asset) =>
      crosschain(call, asset, 'CrosschainBurn(address,uint256,address)'),
    ),
  ],
  [S['setTokenBridge(address,bool)'], ofMint(['address', 'bool'], setBridge)],
  [
    S['isTokenBridge(address)'],
    ofMint(['address'], (call, asset) =>
      flag(isBridge(call, asset, call.host.resolve(call.args[0]!))),
    ),
  ],
])

/** What the pointer has besides. */
export const POINTER_FUNCTIONS: ReadonlyMap<number, FaceFunction> = new Map([
  ...FUNCTIONS,
  [POINTER_SELECTORS['deposit()'], { types: [], isPayable: true, run: deposit }],
  [POINTER_SELECTORS['withdraw(uint256)'], view(['uint256'], withdraw)],
])

function text(call: RunningCall, bytes: Uint8Array): Uint8Array {
  call.used += FACE_GAS.metadata
  return encodeBytes(bytes)
}
