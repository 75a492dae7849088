/**
 * What Tron keeps of an account besides the balance. Amounts are sun, times milliseconds, usage times slots of three
 * seconds since genesis. Values are immutable: a change makes a new object.
 *
 * Everything here is bounded (32 pending un-freezes, 30 votes, 8 active permissions). What grows with the number of
 * tokens or receivers has cells of its own (assets.ts, delegations.ts): others can push it in (S12).
 */
import type { VarintReader, VarintWriter } from './varint.ts'

/** Protocol.AccountType. */
export const AccountType = { normal: 0, assetIssue: 1, contract: 2 } as const

/** Common.ResourceCode: the index into `usage`, `staked`, `delegated`, `acquired`. */
export const Resource = { bandwidth: 0, energy: 1, tronPower: 2 } as const
/** A resource that is used and delegated. */
export type UsedResource = 0 | 1
/** A resource that is staked for. */
export type StakedResource = 0 | 1 | 2

/** Use of a resource, as it was when it was last written; it recovers over the window (resources.ts). */
export interface ResourceUsage {
  readonly used: bigint
  /** Slot of the last change. */
  readonly time: bigint
  /** Slots of the recovery window, 0 for the default; in thousandths if `optimized`. */
  readonly window: bigint
  readonly optimized: boolean
}

/** Stake that is being taken back. */
export interface Unfreezing {
  readonly resource: StakedResource
  /** Sun. */
  readonly amount: bigint
  /** Milliseconds: may be withdrawn when the head block is not older. */
  readonly expireTime: bigint
}

export interface Vote {
  /** 20 bytes. */
  readonly witness: Uint8Array
  readonly count: bigint
}

/** Protocol.Permission. */
export interface Permission {
  /** 0 owner, 1 witness, 2 active. */
  readonly type: number
  /** 0 owner, 1 witness, 2.. actives. */
  readonly id: number
  readonly name: string
  readonly threshold: bigint
  /** Actives: 32 bytes, bit of each contract type allowed; else empty. */
  readonly operations: Uint8Array
  readonly keys: readonly PermissionKey[]
}

export interface PermissionKey {
  /** 20 bytes. */
  readonly address: Uint8Array
  readonly weight: bigint
}

export interface AccountPermissions {
  readonly owner: Permission
  readonly witness: Permission | undefined
  readonly actives: readonly Permission[]
}

export interface TronAccount {
  /** One of {@link AccountType}. */
  readonly type: number
  readonly createTime: bigint
  /** Head time of the last operation that used a resource. */
  readonly operationTime: bigint
  /** Rewards waiting to be withdrawn. */
  readonly allowance: bigint
  readonly withdrawTime: bigint
  /** Of staked bandwidth and of energy. */
  readonly usage: readonly [ResourceUsage, ResourceUsage]
  /** Free bandwidth; the default window. */
  readonly freeNetUsed: bigint
  readonly freeNetTime: bigint
  /** Own stake (2.0) that works for the account itself. */
  readonly staked: readonly [bigint, bigint, bigint]
  /** Own stake that works for others. */
  readonly delegated: readonly [bigint, bigint]
  /** Stake of others that works for this account: pushed in, no record of its own (S12). */
  readonly acquired: readonly [bigint, bigint]
  readonly unfreezing: readonly Unfreezing[]
  readonly votes: readonly Vote[]
  /** Tron power from before id 51: 0 not initialised, -1 no longer valid. */
  readonly oldTronPower: bigint
  /** Undefined: the default, one key of weight 1, the address itself. */
  readonly permissions: AccountPermissions | undefined
  /** Id of the TRC-10 token it issued, 0 for none. */
  readonly issuedToken: bigint
}

export const NO_USAGE: ResourceUsage = { used: 0n, time: 0n, window: 0n, optimized: false }

/** An account of which nothing is known but that it exists. */
export const NEW_ACCOUNT: TronAccount = Object.freeze<TronAccount>({
  type: AccountType.normal,
  createTime: 0n,
  operationTime: 0n,
  allowance: 0n,
  withdrawTime: 0n,
  usage: [NO_USAGE, NO_USAGE],
  freeNetUsed: 0n,
  freeNetTime: 0n,
  staked: [0n, 0n, 0n],
  delegated: [0n, 0n],
  acquired: [0n, 0n],
  unfreezing: [],
  votes: [],
  oldTronPower: 0n,
  permissions: undefined,
  issuedToken: 0n,
})

/** Whether it holds something only the account itself can have caused (S12). */
export function isAuthored(account: TronAccount): boolean {
  return (
    account.staked.some((amount) => amount !== 0n) ||
    account.delegated.some((amount) => amount !== 0n) ||
    account.unfreezing.length > 0 ||
    account.votes.length > 0 ||
    account.permissions !== undefined ||
    account.issuedToken !== 0n ||
    account.allowance !== 0n ||
    account.type === AccountType.contract
  )
}

// ---- encoding: the plain numbers by tag, then the lists. Tags are part of the state: never reused.

/** Every plain number, in tag order (tag = index + 1); both directions of the codec walk this one list. */
function plainNumbers(account: TronAccount): readonly bigint[] {
  const { usage, staked, delegated, acquired } = account
  return [
    BigInt(account.type),
    account.createTime,
    account.operationTime,
    account.allowance,
    account.withdrawTime,
    ...usageNumbers(usage[0]),
    ...usageNumbers(usage[1]),
    account.freeNetUsed,
    account.freeNetTime,
    ...staked,
    ...delegated,
    ...acquired,
    account.oldTronPower + 1n === 0n ? MINUS_ONE : account.oldTronPower,
    account.issuedToken,
  ]
}

/** Stands for -1, which a number without a sign cannot be. */
const MINUS_ONE = (1n << 64n) - 1n

function usageNumbers(usage: ResourceUsage): readonly bigint[] {
  return [usage.used, usage.time, usage.window, usage.optimized ? 1n : 0n]
}

const PLAIN = 24
const TAG_UNFREEZING = 32
const TAG_VOTE = 33
const TAG_PERMISSION = 34

export function writeTronAccount(writer: VarintWriter, account: TronAccount): void {
  plainNumbers(account).forEach((value, index) => {
    if (value !== 0n) writer.number(index + 1).number(value)
  })
  for (const { resource, amount, expireTime } of account.unfreezing)
    writer.number(TAG_UNFREEZING).number(resource).number(amount).number(expireTime)
  for (const { witness, count } of account.votes)
    writer.number(TAG_VOTE).bytes(witness).number(count)
  const permissions = account.permissions
  if (permissions === undefined) return
  writePermission(writer, permissions.owner)
  if (permissions.witness !== undefined) writePermission(writer, permissions.witness)
  for (const active of permissions.actives) writePermission(writer, active)
}

function writePermission(writer: VarintWriter, permission: Permission): void {
  const name = new TextEncoder().encode(permission.name)
  writer.number(TAG_PERMISSION).number(permission.type).number(permission.id)
  writer.number(name.length).bytes(name).number(permission.threshold)
  writer.number(permission.operations.length).bytes(permission.operations)
  writer.number(permission.keys.length)
  for (const { address, weight } of permission.keys) writer.bytes(address).number(weight)
}

function readPermission(reader: VarintReader): Permission {
  const type = reader.number()
  const id = reader.number()
  const name = new TextDecoder().decode(reader.bytes(reader.number()))
  const threshold = reader.bigint()
  const operations = reader.bytes(reader.number())
  const keys: PermissionKey[] = []
  for (let left = reader.number(); left > 0; left--)
    keys.push({ address: reader.bytes(20), weight: reader.bigint() })
  return { type, id, name, threshold, operations, keys }
}

/**
 * Reads to the end of the input. `isPlain` says that there were numbers only, each once, in order, none that a writer
 * leaves out or spells otherwise.
 */
export function readTronAccount(
  reader: VarintReader,
  fail: (message: string) => never,
): { readonly account: TronAccount; readonly isPlain: boolean } {
  const plain = new Array<bigint>(PLAIN).fill(0n)
  let last = 0
  let isPlain = true
  while (reader.left > 0) {
    const tag = reader.number()
    if (tag < 1 || tag > PLAIN) return withLists(plain, tag, reader, fail)
    const value = reader.bigint()
    plain[tag - 1] = value
    if (tag <= last || value === 0n || (value > 1n && isNarrow(tag))) isPlain = false
    last = tag
  }
  return { account: fromPlain(plain, NONE, NONE, undefined), isPlain }
}

const NONE: readonly never[] = Object.freeze([])

/** Tags of numbers that are not kept as bigints: the type, and the two marks of windows in thousandths. */
function isNarrow(tag: number): boolean {
  return tag === 1 || tag === 9 || tag === 13
}

/** Goes on at the first field that is no plain number. */
function withLists(
  plain: bigint[],
  first: number,
  reader: VarintReader,
  fail: (message: string) => never,
): { readonly account: TronAccount; readonly isPlain: boolean } {
  const unfreezing: Unfreezing[] = []
  const votes: Vote[] = []
  const permissions: Permission[] = []
  for (let tag = first; ; tag = reader.number()) {
    if (tag >= 1 && tag <= PLAIN) plain[tag - 1] = reader.bigint()
    else if (tag === TAG_UNFREEZING) unfreezing.push(readUnfreezing(reader, fail))
    else if (tag === TAG_VOTE) votes.push({ witness: reader.bytes(20), count: reader.bigint() })
    else if (tag === TAG_PERMISSION) permissions.push(readPermission(reader))
    else fail(`a known field, got ${tag}`)
    if (reader.left === 0) break
  }
  const account = fromPlain(plain, unfreezing, votes, permissionsOf(permissions, fail))
  return { account, isPlain: false }
}

function readUnfreezing(reader: VarintReader, fail: (message: string) => never): Unfreezing {
  const resource = reader.number()
  if (resource !== 0 && resource !== 1 && resource !== 2) return fail('a resource 0..2')
  return { resource, amount: reader.bigint(), expireTime: reader.bigint() }
}

function permissionsOf(
  list: readonly Permission[],
  fail: (message: string) => never,
): AccountPermissions | undefined {
  const [owner, ...rest] = list
  if (owner === undefined) return undefined
  if (owner.type !== 0) fail('the owner permission first')
  const witness = rest[0]?.type === 1 ? rest[0] : undefined
  const actives = witness === undefined ? rest : rest.slice(1)
  if (actives.some((active) => active.type !== 2)) fail('active permissions last')
  return { owner, witness, actives }
}

function fromPlain(
  plain: readonly bigint[],
  unfreezing: TronAccount['unfreezing'],
  votes: TronAccount['votes'],
  permissions: TronAccount['permissions'],
): TronAccount {
  const at = (index: number): bigint => plain[index] as bigint
  const usage = (from: number): ResourceUsage => ({
    used: at(from),
    time: at(from + 1),
    window: at(from + 2),
    optimized: at(from + 3) !== 0n,
  })
  return {
    type: Number(at(0)),
    createTime: at(1),
    operationTime: at(2),
    allowance: at(3),
    withdrawTime: at(4),
    usage: [usage(5), usage(9)],
    freeNetUsed: at(13),
    freeNetTime: at(14),
    staked: [at(15), at(16), at(17)],
    delegated: [at(18), at(19)],
    acquired: [at(20), at(21)],
    unfreezing,
    votes,
    oldTronPower: at(22) === MINUS_ONE ? -1n : at(22),
    permissions,
    issuedToken: at(23),
  }
}
