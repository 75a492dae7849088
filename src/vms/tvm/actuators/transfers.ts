/** Contract types 0, 1, 2 and 6: accounts, TRX, and TRC-10 tokens. */
import { equalBytes } from '../../../primitives/bytes.ts'
import { AccountType } from '../state/account.ts'
import { issueToken, moveToken, tokenIdOf, tokenOf, tokenSpendable } from '../state/assets.ts'
import type { Ledger, TronHandle } from '../state/ledger.ts'
import { isOn, MAX_I64 } from '../state/parameters.ts'
import type {
  AccountCreateContract,
  AssetIssueContract,
  TransferAssetContract,
  TransferContract,
} from './messages.ts'
import { type Actuator, type ActuatorResult, covers, ownerOf, refuse } from './rules.ts'

/** Creates an account that does not exist; the fee of doing so, sun. */
function activate(ledger: Ledger, owner: TronHandle, target: TronHandle): bigint {
  if (ledger.exists(target)) return 0n
  const fee = ledger.parameters.CREATE_NEW_ACCOUNT_FEE_IN_SYSTEM_CONTRACT
  ledger.takeFee(owner, fee, 'tron:new-account')
  ledger.update(target, {})
  return fee
}

function activationFee(ledger: Ledger, target: TronHandle): bigint {
  if (ledger.exists(target)) return 0n
  return ledger.parameters.CREATE_NEW_ACCOUNT_FEE_IN_SYSTEM_CONTRACT
}

export const accountCreate: Actuator<AccountCreateContract> = {
  validate(ledger, message) {
    const owner = ownerOf(ledger, message)
    covers(ledger, owner, ledger.parameters.CREATE_NEW_ACCOUNT_FEE_IN_SYSTEM_CONTRACT)
    if (ledger.exists(ledger.resolve(message.accountAddress)))
      refuse('account to be created expected not to exist, it does')
  },
  execute(ledger, message) {
    const owner = ledger.resolve(message.ownerAddress)
    const account = ledger.resolve(message.accountAddress)
    const fee = activate(ledger, owner, account)
    const type =
      message.accountType === AccountType.assetIssue ? AccountType.assetIssue : AccountType.normal
    ledger.update(account, { type })
    return { fee, results: {} }
  },
}

/** Contracts take coin and tokens by calls only, as the proposals say. */
function acceptsTransfers(ledger: Ledger, target: TronHandle): void {
  const contract = target.contract.value
  if (contract === undefined) return
  if (isOn(ledger.parameters, 'FORBID_TRANSFER_TO_CONTRACT'))
    refuse('receiver expected to be no contract (id 35)')
  if (isOn(ledger.parameters, 'ALLOW_TVM_COMPATIBLE_EVM') && contract.version === 1)
    refuse('receiver expected to be no contract of version 1 (id 60)')
}

function differ(message: TransferContract | TransferAssetContract): void {
  if (equalBytes(message.ownerAddress, message.toAddress))
    refuse('receiver expected to be another account than the owner')
  if (message.amount <= 0n) refuse(`amount expected above 0, got ${message.amount}`)
}

export const transfer: Actuator<TransferContract> = {
  validate(ledger, message) {
    differ(message)
    const owner = ownerOf(ledger, message)
    const target = ledger.resolve(message.toAddress)
    acceptsTransfers(ledger, target)
    covers(ledger, owner, message.amount + activationFee(ledger, target))
  },
  execute(ledger, message) {
    const owner = ledger.resolve(message.ownerAddress)
    const target = ledger.resolve(message.toAddress)
    const fee = activate(ledger, owner, target)
    ledger.transfer(owner, target, message.amount)
    return { fee, results: {} }
  },
}

/** Since id 15 a token goes by its id; before, tokens went by name, which this engine leaves out. */
function knownToken(ledger: Ledger, name: Uint8Array): bigint {
  if (!isOn(ledger.parameters, 'ALLOW_SAME_TOKEN_NAME'))
    refuse('tokens by id (id 15) expected to be on')
  const id = tokenIdOf(name)
  if (id === undefined || tokenOf(ledger, id) === undefined)
    return refuse('token expected to exist')
  return id
}

export const transferAsset: Actuator<TransferAssetContract> = {
  validate(ledger, message) {
    differ(message)
    const owner = ownerOf(ledger, message)
    const id = knownToken(ledger, message.assetName)
    const target = ledger.resolve(message.toAddress)
    acceptsTransfers(ledger, target)
    const held = tokenSpendable(ledger, owner, id)
    if (held < message.amount)
      refuse(`token balance expected at least ${message.amount}, got ${held}`)
    if (tokenSpendable(ledger, target, id) + message.amount > MAX_I64)
      refuse('token balance of the receiver expected within int64')
    covers(ledger, owner, activationFee(ledger, target))
  },
  execute(ledger, message) {
    const owner = ledger.resolve(message.ownerAddress)
    const target = ledger.resolve(message.toAddress)
    const fee = activate(ledger, owner, target)
    const id = knownToken(ledger, message.assetName)
    moveToken(ledger, owner, target, id, message.amount)
    return { fee, results: {} }
  },
}

// ---- issuing a token

const NAME_MAX = 32
const URL_MAX = 256
const DESCRIPTION_MAX = 200
const PRECISION_MAX = 6
/** Bytes a day an issuer may give away. */
const ONE_DAY_NET_LIMIT = 57_600_000_000n

/** Printable ASCII without spaces. */
function isName(bytes: Uint8Array): boolean {
  return (
    bytes.length > 0 &&
    bytes.length <= NAME_MAX &&
    bytes.every((byte) => byte > 0x20 && byte < 0x7f)
  )
}

function isTrx(name: Uint8Array): boolean {
  return String.fromCharCode(...name).toLowerCase() === 'trx'
}

/** Every rule that needs no state, in java-tron's order. */
const ISSUE_RULES: readonly (readonly [string, (message: AssetIssueContract) => boolean])[] = [
  [
    'name of 1 to 32 printable characters other than "trx"',
    ({ name }) => isName(name) && !isTrx(name),
  ],
  ['precision of 0 to 6', ({ precision }) => precision >= 0 && precision <= PRECISION_MAX],
  ['abbreviation like a name, or none', ({ abbr }) => abbr.length === 0 || isName(abbr)],
  ['url of 1 to 256 bytes', ({ url }) => url.length > 0 && url.length <= URL_MAX],
  ['description of at most 200 bytes', ({ description }) => description.length <= DESCRIPTION_MAX],
  ['start time', ({ startTime }) => startTime > 0n],
  ['end time after the start', ({ startTime, endTime }) => endTime > startTime],
  ['supply above 0', ({ totalSupply }) => totalSupply > 0n],
  ['trx_num above 0', ({ trxNum }) => trxNum > 0],
  ['num above 0', ({ num }) => num > 0],
  ['public_free_asset_net_usage of 0', (message) => message.publicFreeAssetNetUsage === 0n],
  ['free_asset_net_limit below a day', (message) => isDaily(message.freeAssetNetLimit)],
  ['public limit below a day', (message) => isDaily(message.publicFreeAssetNetLimit)],
  [
    'no frozen supply: this engine cannot release it',
    (message) => message.frozenSupply.length === 0,
  ],
]

function isDaily(limit: bigint): boolean {
  return limit >= 0n && limit < ONE_DAY_NET_LIMIT
}

export const assetIssue: Actuator<AssetIssueContract> = {
  validate(ledger, message) {
    if (!isOn(ledger.parameters, 'ALLOW_SAME_TOKEN_NAME'))
      refuse('tokens by id (id 15) expected to be on')
    for (const [expected, holds] of ISSUE_RULES)
      if (!holds(message)) refuse(`token expected with ${expected}`)
    if (message.startTime <= ledger.headTime)
      refuse(`start time expected after the head block, ${ledger.headTime}`)
    const owner = ownerOf(ledger, message)
    if (ledger.data(owner).issuedToken !== 0n)
      refuse('owner expected not to have issued a token, it has')
    covers(ledger, owner, ledger.parameters.ASSET_ISSUE_FEE)
  },
  execute(ledger, message): ActuatorResult {
    const owner = ledger.resolve(message.ownerAddress)
    const fee = ledger.parameters.ASSET_ISSUE_FEE
    ledger.takeFee(owner, fee, 'tron:asset-issue')
    const { name, abbr, description, url, totalSupply, startTime, endTime } = message
    const assetIssueID = issueToken(ledger, owner, {
      ...{ issuer: message.ownerAddress, name, abbr, description, url },
      ...{ totalSupply, startTime, endTime },
      precision: BigInt(message.precision),
      trxNum: BigInt(message.trxNum),
      num: BigInt(message.num),
      freeAssetNetLimit: message.freeAssetNetLimit,
      publicFreeAssetNetLimit: message.publicFreeAssetNetLimit,
    })
    ledger.update(owner, { issuedToken: assetIssueID })
    return { fee, results: { asset_issue_id: assetIssueID } }
  },
}
