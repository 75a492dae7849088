/** Contract types 33, 45 and 46: a contract's settings, an account's permissions. */
import { bytesToHex, equalBytes, isZeroBytes, utf8 } from '../../../primitives/bytes.ts'
import type { Permission } from '../state/account.ts'
import type { Ledger, TronHandle } from '../state/ledger.ts'
import { isOn, MAX_I64 } from '../state/parameters.ts'
import { knownOperations, PermissionType, setPermissions } from '../state/permissions.ts'
import { isWitness } from '../state/witnesses.ts'
import type { ContractRecord } from '../vm/account-host.ts'
import type {
  AccountPermissionUpdateContract,
  PermissionMessage,
  UpdateEnergyLimitContract,
  UpdateSettingContract,
} from './messages.ts'
import { type Actuator, covers, DONE, ownerOf, refuse } from './rules.ts'

/** The contract, which must be the owner's. */
function ownContract(
  ledger: Ledger,
  message: UpdateSettingContract | UpdateEnergyLimitContract,
): ContractRecord {
  ownerOf(ledger, message)
  const contract = ledger.resolve(message.contractAddress).contract.value
  if (contract === undefined)
    return refuse(`contract expected at ${bytesToHex(message.contractAddress)}, got none`)
  if (!equalBytes(contract.origin, message.ownerAddress))
    refuse('owner expected to be the deployer of the contract')
  return contract
}

function setContract(ledger: Ledger, address: Uint8Array, changes: Partial<ContractRecord>): void {
  const handle: TronHandle = ledger.resolve(address)
  const contract = handle.contract.value
  if (contract !== undefined) ledger.journal.setRecord(handle.contract, { ...contract, ...changes })
}

export const updateSetting: Actuator<UpdateSettingContract> = {
  validate(ledger, message) {
    const percent = message.consumeUserResourcePercent
    if (percent < 0n || percent > 100n)
      refuse(`consume_user_resource_percent expected 0..100, got ${percent}`)
    ownContract(ledger, message)
  },
  execute(ledger, message) {
    setContract(ledger, message.contractAddress, {
      consumeUserResourcePercent: Number(message.consumeUserResourcePercent),
    })
    return DONE
  },
}

export const updateEnergyLimit: Actuator<UpdateEnergyLimitContract> = {
  validate(ledger, message) {
    const limit = message.originEnergyLimit
    if (limit <= 0n) refuse(`origin_energy_limit expected above 0, got ${limit}`)
    ownContract(ledger, message)
  },
  execute(ledger, message) {
    setContract(ledger, message.contractAddress, { originEnergyLimit: message.originEnergyLimit })
    return DONE
  },
}

// ---- permissions

const ACTIVES_MAX = 8
const NAME_MAX = 32
const FIRST_ACTIVE_ID = 2

function checkKeys(ledger: Ledger, permission: PermissionMessage, what: string): void {
  const { keys, threshold } = permission
  const most = ledger.parameters.TOTAL_SIGN_NUM
  if (keys.length === 0 || BigInt(keys.length) > most)
    refuse(`${what} permission expected 1..${most} keys, got ${keys.length}`)
  if (permission.type === PermissionType.witness && keys.length !== 1)
    refuse(`witness permission expected one key, got ${keys.length}`)
  if (threshold <= 0n) refuse(`${what} permission expected a threshold above 0, got ${threshold}`)
  if (new Set(keys.map(({ address }) => bytesToHex(address))).size !== keys.length)
    refuse(`${what} permission expected distinct keys`)
  let sum = 0n
  for (const { weight } of keys) {
    if (weight <= 0n) refuse(`${what} permission expected weights above 0, got ${weight}`)
    sum += weight
  }
  if (sum > MAX_I64) refuse(`${what} permission expected weights within int64`)
  if (sum < threshold)
    refuse(`${what} permission expected weights of at least ${threshold} together, got ${sum}`)
}

function checkOperations(ledger: Ledger, permission: PermissionMessage, what: string): void {
  const { operations } = permission
  if (permission.type !== PermissionType.active) {
    if (operations.length !== 0) refuse(`${what} permission expected no operations`)
    return
  }
  if (operations.length !== 32)
    refuse(`active permission expected 32 bytes of operations, got ${operations.length}`)
  const known = knownOperations(ledger.parameters)
  if (!isZeroBytes(operations.map((byte, index) => byte & ~(known[index] as number))))
    refuse('active permission expected operations of known contract types only')
}

function checkPermission(
  ledger: Ledger,
  permission: PermissionMessage,
  type: number,
  what: string,
): void {
  if (permission.type !== type) refuse(`${what} permission expected type ${type}`)
  checkKeys(ledger, permission, what)
  if (utf8(permission.permissionName).length > NAME_MAX)
    refuse(`${what} permission expected a name of at most ${NAME_MAX} bytes`)
  if (permission.parentId !== 0) refuse(`${what} permission expected parent 0`)
  checkOperations(ledger, permission, what)
}

function permission(message: PermissionMessage, id: number): Permission {
  const { type, permissionName: name, threshold, operations, keys } = message
  return { type, id, name, threshold, operations, keys }
}

export const accountPermissionUpdate: Actuator<AccountPermissionUpdateContract> = {
  validate(ledger, message) {
    if (!isOn(ledger.parameters, 'ALLOW_MULTI_SIGN'))
      refuse('permissions (id 20) expected to be on')
    const account = ownerOf(ledger, message)
    const { owner, witness, actives } = message
    if (owner === undefined) return refuse('owner permission expected')
    if ((witness !== undefined) !== isWitness(ledger, message.ownerAddress))
      refuse('witness permission expected for witnesses, and for them only')
    if (actives.length === 0 || actives.length > ACTIVES_MAX)
      refuse(`1..${ACTIVES_MAX} active permissions expected, got ${actives.length}`)
    checkPermission(ledger, owner, PermissionType.owner, 'owner')
    if (witness !== undefined) checkPermission(ledger, witness, PermissionType.witness, 'witness')
    for (const active of actives) checkPermission(ledger, active, PermissionType.active, 'active')
    covers(ledger, account, ledger.parameters.UPDATE_ACCOUNT_PERMISSION_FEE)
  },
  execute(ledger, message) {
    const account = ledger.resolve(message.ownerAddress)
    const fee = ledger.parameters.UPDATE_ACCOUNT_PERMISSION_FEE
    ledger.takeFee(account, fee, 'tron:permission')
    const { owner, witness, actives } = message
    if (owner === undefined) return refuse('owner permission expected')
    setPermissions(ledger, account, {
      owner: permission(owner, 0),
      witness: witness === undefined ? undefined : permission(witness, 1),
      actives: actives.map((active, index) => permission(active, FIRST_ACTIVE_ID + index)),
    })
    return { fee, results: {} }
  },
}
