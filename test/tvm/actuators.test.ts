/** Every actuator: what it refuses, row by row, and what it does. */
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/primitives/bytes.ts'
import { ACTUATORS } from '../../src/vms/tvm/actuators/index.ts'
import type {
  ContractMessages,
  ContractTypeName,
  PermissionMessage,
  TronContractMessage,
} from '../../src/vms/tvm/actuators/messages.ts'
import { ContractType } from '../../src/vms/tvm/actuators/messages.ts'
import { tokenSpendable } from '../../src/vms/tvm/state/assets.ts'
import { tronParameters } from '../../src/vms/tvm/state/parameters.ts'
import { knownOperations } from '../../src/vms/tvm/state/permissions.ts'
import { issueReward, votesFor } from '../../src/vms/tvm/state/witnesses.ts'
import {
  ALICE,
  address,
  BOB,
  CAROL,
  Lab,
  NOBODY,
  START,
  TRX,
  tokenIssue,
  WITNESS,
} from './state-lab.ts'

const DAY = 86_400_000n
const CONTRACT = address(70)
const OLD_CONTRACT = address(71)
const TOKEN = utf8('1000001')

function contract<Name extends ContractTypeName>(
  type: Name,
  message: ContractMessages[Name],
): TronContractMessage {
  return { type, message } as TronContractMessage
}

const transfer = (changes: Partial<ContractMessages['TransferContract']> = {}) =>
  contract('TransferContract', { ownerAddress: ALICE, toAddress: BOB, amount: TRX, ...changes })
const transferAsset = (changes: Partial<ContractMessages['TransferAssetContract']> = {}) =>
  contract('TransferAssetContract', {
    ...{ ownerAddress: ALICE, toAddress: BOB, assetName: TOKEN, amount: 10n },
    ...changes,
  })
const freeze = (frozenBalance: bigint, resource = 1, ownerAddress = ALICE) =>
  contract('FreezeBalanceV2Contract', { ownerAddress, frozenBalance, resource })
const unfreeze = (unfreezeBalance: bigint, resource = 1) =>
  contract('UnfreezeBalanceV2Contract', { ownerAddress: ALICE, unfreezeBalance, resource })
const delegate = (changes: Partial<ContractMessages['DelegateResourceContract']> = {}) =>
  contract('DelegateResourceContract', {
    ...{ ownerAddress: ALICE, receiverAddress: BOB, resource: 1, balance: 10n * TRX },
    ...{ lock: false, lockPeriod: 0n },
    ...changes,
  })
const undelegate = (changes: Partial<ContractMessages['UnDelegateResourceContract']> = {}) =>
  contract('UnDelegateResourceContract', {
    ...{ ownerAddress: ALICE, receiverAddress: BOB, resource: 1, balance: 10n * TRX },
    ...changes,
  })
const vote = (...votes: readonly (readonly [Uint8Array, bigint])[]) =>
  contract('VoteWitnessContract', {
    ownerAddress: ALICE,
    votes: votes.map(([voteAddress, voteCount]) => ({ voteAddress, voteCount })),
  })

const OPERATIONS = knownOperations(tronParameters())
const OWNER: PermissionMessage = {
  ...{ type: 0, permissionName: 'owner', threshold: 1n, parentId: 0 },
  operations: new Uint8Array(0),
  keys: [{ address: ALICE, weight: 1n }],
}
const ACTIVE: PermissionMessage = {
  ...OWNER,
  type: 2,
  permissionName: 'ops',
  operations: OPERATIONS,
}
const permissions = (changes: Partial<ContractMessages['AccountPermissionUpdateContract']> = {}) =>
  contract('AccountPermissionUpdateContract', {
    ...{ ownerAddress: ALICE, owner: OWNER, witness: undefined, actives: [ACTIVE] },
    ...changes,
  })
const setting = (percent: bigint, contractAddress = CONTRACT, ownerAddress = ALICE) =>
  contract('UpdateSettingContract', {
    ...{ ownerAddress, contractAddress, consumeUserResourcePercent: percent },
  })
const energyLimit = (limit: bigint, contractAddress = CONTRACT, ownerAddress = ALICE) =>
  contract('UpdateEnergyLimitContract', {
    ...{ ownerAddress, contractAddress, originEnergyLimit: limit },
  })
const bare = (
  type:
    | 'WithdrawBalanceContract'
    | 'WithdrawExpireUnfreezeContract'
    | 'CancelAllUnfreezeV2Contract',
  ownerAddress = ALICE,
) => contract(type, { ownerAddress })

/** Alice has staked 100 TRX for energy, delegated 40 of them to Bob under a lock, and issued a token. */
function prepared(parameters: Readonly<Record<string, bigint>> = {}): Lab {
  const lab = new Lab({ parameters })
  lab.contract(CONTRACT, { version: 1 })
  lab.contract(OLD_CONTRACT)
  lab.run(tokenIssue(ALICE))
  lab.run(freeze(100n * TRX))
  lab.run(delegate({ balance: 40n * TRX, lock: true, lockPeriod: 1_000n }))
  return lab
}

type Row = readonly [expected: string, contract: TronContractMessage]

const REFUSED: readonly Row[] = [
  // TransferContract
  ['another account than the owner', transfer({ toAddress: ALICE })],
  ['amount expected above 0, got 0', transfer({ amount: 0n })],
  ['amount expected above 0, got -1', transfer({ amount: -1n })],
  ['owner account', transfer({ ownerAddress: NOBODY })],
  ['receiver expected to be no contract (id 35)', transfer({ toAddress: CONTRACT })],
  ['balance expected at least', transfer({ amount: 1_000_000n * TRX })],
  [
    'balance expected at least 9223372036855775807',
    transfer({ amount: (1n << 63n) - 1n, toAddress: NOBODY }),
  ],
  // TransferAssetContract
  ['another account than the owner', transferAsset({ toAddress: ALICE })],
  ['amount expected above 0', transferAsset({ amount: 0n })],
  ['token expected to exist', transferAsset({ assetName: utf8('1000002') })],
  ['token expected to exist', transferAsset({ assetName: utf8('01000001') })],
  ['token expected to exist', transferAsset({ assetName: utf8('coupon') })],
  ['token expected to exist', transferAsset({ assetName: utf8('') })],
  ['token balance expected at least 1001, got 1000', transferAsset({ amount: 1_001n })],
  [
    'token balance expected at least 10, got 0',
    transferAsset({ ownerAddress: BOB, toAddress: ALICE }),
  ],
  ['receiver expected to be no contract', transferAsset({ toAddress: CONTRACT })],
  ['owner account', transferAsset({ ownerAddress: NOBODY })],
  // AccountCreateContract
  [
    'expected not to exist',
    contract('AccountCreateContract', { ownerAddress: ALICE, accountAddress: BOB, accountType: 0 }),
  ],
  [
    'owner account',
    contract('AccountCreateContract', {
      ownerAddress: NOBODY,
      accountAddress: address(8),
      accountType: 0,
    }),
  ],
  // AssetIssueContract
  ['not to have issued a token', tokenIssue(ALICE)],
  ['owner account', tokenIssue(NOBODY)],
  ['balance expected at least 1024000000 sun', tokenIssue(CAROL)],
  ['name of 1 to 32', tokenIssue(BOB, { name: utf8('') })],
  ['name of 1 to 32', tokenIssue(BOB, { name: utf8('TrX') })],
  ['name of 1 to 32', tokenIssue(BOB, { name: utf8('a b') })],
  ['name of 1 to 32', tokenIssue(BOB, { name: utf8('x'.repeat(33)) })],
  ['precision of 0 to 6', tokenIssue(BOB, { precision: 7 })],
  ['precision of 0 to 6', tokenIssue(BOB, { precision: -1 })],
  ['abbreviation', tokenIssue(BOB, { abbr: utf8('a b') })],
  ['url', tokenIssue(BOB, { url: utf8('') })],
  ['description', tokenIssue(BOB, { description: utf8('x'.repeat(201)) })],
  ['start time', tokenIssue(BOB, { startTime: 0n })],
  ['start time expected after the head', tokenIssue(BOB, { startTime: START })],
  ['end time after', tokenIssue(BOB, { endTime: START + 1n })],
  ['supply above 0', tokenIssue(BOB, { totalSupply: 0n })],
  ['trx_num', tokenIssue(BOB, { trxNum: 0 })],
  ['num above 0', tokenIssue(BOB, { num: -1 })],
  ['public_free_asset_net_usage', tokenIssue(BOB, { publicFreeAssetNetUsage: 1n })],
  ['free_asset_net_limit', tokenIssue(BOB, { freeAssetNetLimit: -1n })],
  ['public limit', tokenIssue(BOB, { publicFreeAssetNetLimit: 57_600_000_000n })],
  ['frozen supply', tokenIssue(BOB, { frozenSupply: [{ frozenAmount: 1n, frozenDays: 1n }] })],
  // VoteWitnessContract
  ['1 to 30 votes', vote()],
  ['1 to 30 votes', vote(...Array.from({ length: 31 }, () => [WITNESS, 1n] as const))],
  ['vote count expected above 0', vote([WITNESS, 0n])],
  ['the address is none', vote([BOB, 1n])],
  ['Tron power', vote([WITNESS, 101n])],
  ['Tron power', vote([WITNESS, 100n], [WITNESS, 1n])],
  // WithdrawBalanceContract
  ['a reward expected', bare('WithdrawBalanceContract')],
  ['owner account', bare('WithdrawBalanceContract', NOBODY)],
  // Stake 2.0
  ['at least 1 TRX', freeze(TRX - 1n)],
  ['at least 1 TRX', freeze(-TRX)],
  ['within the balance', freeze(100_000n * TRX)],
  ['no resource has the code 2', freeze(TRX, 2)],
  ['no resource has the code 3', freeze(TRX, 3)],
  ['no resource has the code -1', freeze(TRX, -1)],
  ['owner account', freeze(TRX, 1, NOBODY)],
  ['within the stake of 60000000', unfreeze(60n * TRX + 1n)],
  ['within the stake of 60000000', unfreeze(0n)],
  ['within the stake of 0', unfreeze(1n, 0)],
  ['no resource has the code 7', unfreeze(1n, 7)],
  ['expected to have expired', bare('WithdrawExpireUnfreezeContract')],
  ['pending un-freezes expected', bare('CancelAllUnfreezeV2Contract')],
  // Delegation
  ['at least 1 TRX', delegate({ balance: TRX - 1n })],
  ['within the free stake of 60000000', delegate({ balance: 61n * TRX })],
  ['within the free stake of 0', delegate({ resource: 0 })],
  ['bandwidth or energy', delegate({ resource: 2 })],
  ['another account than the owner', delegate({ receiverAddress: ALICE })],
  ['receiver account expected to exist', delegate({ receiverAddress: NOBODY })],
  ['no contract', delegate({ receiverAddress: CONTRACT })],
  ['0..864000 blocks', delegate({ lock: true, lockPeriod: 864_001n })],
  ['0..864000 blocks', delegate({ lock: true, lockPeriod: -1n })],
  ['that are left of the last one', delegate({ lock: true, lockPeriod: 999n })],
  ['within 0 unlocked sun', undelegate()],
  ['amount expected above 0', undelegate({ balance: 0n })],
  ['bandwidth or energy', undelegate({ resource: 2 })],
  ['within 0 unlocked sun', undelegate({ receiverAddress: CAROL })],
  ['another account than the owner', undelegate({ receiverAddress: ALICE })],
  // Contract settings
  ['0..100, got 101', setting(101n)],
  ['0..100, got -1', setting(-1n)],
  ['got none', setting(50n, BOB)],
  ['deployer', setting(50n, CONTRACT, BOB)],
  ['above 0, got 0', energyLimit(0n)],
  ['got none', energyLimit(1n, BOB)],
  ['deployer', energyLimit(1n, CONTRACT, BOB)],
  // AccountPermissionUpdateContract
  ['owner permission expected', permissions({ owner: undefined })],
  ['for witnesses', permissions({ witness: { ...OWNER, type: 1 } })],
  ['for witnesses', permissions({ ownerAddress: WITNESS })],
  ['1..8 active', permissions({ actives: [] })],
  ['1..8 active', permissions({ actives: new Array(9).fill(ACTIVE) })],
  ['expected type 0', permissions({ owner: ACTIVE })],
  ['expected type 2', permissions({ actives: [OWNER] })],
  ['1..5 keys', permissions({ owner: { ...OWNER, keys: [] } })],
  [
    '1..5 keys',
    permissions({
      owner: {
        ...OWNER,
        keys: [1, 2, 3, 4, 5, 6].map((n) => ({ address: address(n), weight: 1n })),
      },
    }),
  ],
  ['threshold above 0', permissions({ owner: { ...OWNER, threshold: 0n } })],
  ['distinct keys', permissions({ owner: { ...OWNER, keys: [...OWNER.keys, ...OWNER.keys] } })],
  ['weights above 0', permissions({ owner: { ...OWNER, keys: [{ address: BOB, weight: 0n }] } })],
  ['weights of at least 2 together, got 1', permissions({ owner: { ...OWNER, threshold: 2n } })],
  [
    'within int64',
    permissions({
      owner: { ...OWNER, keys: [1, 2].map((n) => ({ address: address(n), weight: 1n << 62n })) },
    }),
  ],
  ['at most 32 bytes', permissions({ owner: { ...OWNER, permissionName: 'x'.repeat(33) } })],
  ['parent 0', permissions({ owner: { ...OWNER, parentId: 1 } })],
  ['no operations', permissions({ owner: { ...OWNER, operations: OPERATIONS } })],
  [
    '32 bytes of operations',
    permissions({ actives: [{ ...ACTIVE, operations: OPERATIONS.subarray(1) }] }),
  ],
  [
    'known contract types',
    permissions({ actives: [{ ...ACTIVE, operations: new Uint8Array(32).fill(0xff) }] }),
  ],
  ['balance expected at least 100000000', permissions({ ownerAddress: address(3), owner: OWNER })],
]

describe('actuators refuse', () => {
  const lab = prepared()
  // Carol cannot pay for new permissions.
  lab.run(transfer({ ownerAddress: CAROL, toAddress: BOB, amount: 1n }))
  const before = lab.state.snapshot()
  it.each(REFUSED.map((row, index) => [index, row[1].type, ...row] as const))(
    '%i %s: %s',
    (_index, _type, expected, message) => {
      const refusal = lab.refusal(message)
      expect(refusal).toContain('ContractRefused: ')
      expect(refusal).toContain(expected)
      expect(lab.state.snapshot()).toBe(before)
    },
  )

  it('with proposals off', () => {
    const off: readonly (readonly [string, string, TronContractMessage])[] = [
      ['UNFREEZE_DELAY_DAYS', 'stake 2.0', freeze(TRX)],
      ['ALLOW_DELEGATE_RESOURCE', 'id 16', delegate()],
      ['ALLOW_CANCEL_ALL_UNFREEZE_V2', 'id 77', bare('CancelAllUnfreezeV2Contract')],
      ['ALLOW_MULTI_SIGN', 'id 20', permissions()],
      ['ALLOW_SAME_TOKEN_NAME', 'id 15', tokenIssue(BOB)],
      ['ALLOW_SAME_TOKEN_NAME', 'id 15', transferAsset()],
    ]
    for (const [name, expected, message] of off)
      expect(new Lab({ parameters: { [name]: 0n } }).refusal(message)).toContain(expected)
  })

  it('transfers to contracts by version once id 35 is off', () => {
    const open = prepared({ FORBID_TRANSFER_TO_CONTRACT: 0n })
    expect(open.refusal(transfer({ toAddress: CONTRACT }))).toContain('version 1')
    expect(open.refusal(transfer({ toAddress: OLD_CONTRACT }))).toBeUndefined()
  })

  it('the types of the virtual machine, which have no entry', () => {
    const message = {
      ...{ ownerAddress: ALICE, contractAddress: CONTRACT, callValue: 0n },
      ...{ data: new Uint8Array(0), callTokenValue: 0n, tokenId: 0n },
    }
    expect(new Lab().refusal(contract('TriggerSmartContract', message))).toContain(
      'virtual machine',
    )
    expect(Object.keys(ACTUATORS).length).toBe(Object.keys(ContractType).length - 2)
  })
})

describe('actuators do', () => {
  it('transfers, and activate receivers for a fee', () => {
    const lab = new Lab()
    expect(lab.run(transfer()).fee).toBe(0n)
    expect(lab.balance(BOB)).toBe(5_001n * TRX)
    expect(lab.run(transfer({ toAddress: NOBODY, amount: 5n })).fee).toBe(TRX)
    expect(lab.balance(NOBODY)).toBe(5n)
    expect(lab.balance(ALICE)).toBe(9_998n * TRX - 5n)
    expect(lab.burnt('tron:new-account')).toBe(TRX)
    expect(lab.account(NOBODY).createTime).toBe(START)
  })

  it('pay fees to the black hole while burning (id 49) is off', () => {
    const lab = new Lab({ parameters: { ALLOW_BLACKHOLE_OPTIMIZATION: 0n } })
    const total = lab.state.totalBalance
    lab.run(transfer({ toAddress: NOBODY, amount: 5n }))
    expect(lab.state.totalBalance).toBe(total)
    expect(lab.burnt('tron:new-account')).toBe(0n)
  })

  it('create accounts without coin', () => {
    const lab = new Lab()
    const message = { ownerAddress: ALICE, accountAddress: NOBODY, accountType: 1 }
    expect(lab.run(contract('AccountCreateContract', message)).fee).toBe(TRX)
    expect(lab.account(NOBODY)).toMatchObject({ type: 1, createTime: START })
    expect(lab.refusal(contract('AccountCreateContract', message))).toContain('not to exist')
  })

  it('issue tokens with ids in order, and move them', () => {
    const lab = new Lab()
    expect(lab.run(tokenIssue(ALICE)).results).toEqual({ asset_issue_id: 1_000_001n })
    expect(lab.run(tokenIssue(BOB)).results).toEqual({ asset_issue_id: 1_000_002n })
    expect(lab.burnt('tron:asset-issue')).toBe(2_048n * TRX)
    lab.run(transferAsset({ amount: 400n }))
    lab.run(transferAsset({ amount: 600n, toAddress: NOBODY }))
    const ledger = lab.ledger()
    const held = (of: Uint8Array) => tokenSpendable(ledger, ledger.resolve(of), 1_000_001n)
    expect([ALICE, BOB, NOBODY].map(held)).toEqual([0n, 400n, 600n])
  })

  it('stake: coin leaves the balance and comes back after the delay', () => {
    const lab = new Lab()
    lab.run(freeze(100n * TRX))
    expect(lab.balance(ALICE)).toBe(9_900n * TRX)
    lab.run(unfreeze(30n * TRX))
    expect(lab.account(ALICE)).toMatchObject({
      staked: [0n, 70n * TRX, 0n],
      unfreezing: [{ resource: 1, amount: 30n * TRX, expireTime: START + 14n * DAY }],
    })
    lab.advance(14n * DAY - 1n)
    expect(lab.refusal(bare('WithdrawExpireUnfreezeContract'))).toContain('expired')
    lab.advance(1n)
    const done = lab.run(bare('WithdrawExpireUnfreezeContract'))
    expect(done.results).toEqual({ withdraw_expire_amount: 30n * TRX })
    expect(lab.balance(ALICE)).toBe(9_930n * TRX)
  })

  it('un-freeze at most 32 times before one expires, and pay out expired ones on the way', () => {
    const lab = new Lab()
    lab.run(freeze(100n * TRX))
    for (let i = 0; i < 32; i++) lab.run(unfreeze(TRX))
    expect(lab.refusal(unfreeze(TRX))).toContain('fewer than 32')
    lab.advance(14n * DAY)
    expect(lab.run(unfreeze(TRX)).results).toEqual({ withdraw_expire_amount: 32n * TRX })
    expect(lab.account(ALICE).unfreezing.length).toBe(1)
  })

  it('cancel: what waits is staked again, what expired is paid', () => {
    const lab = new Lab()
    lab.run(freeze(100n * TRX))
    lab.run(freeze(50n * TRX, 0))
    lab.run(unfreeze(10n * TRX))
    lab.advance(14n * DAY)
    lab.run(freeze(TRX))
    lab.block((ledger) => {
      // One expired, one not.
      const alice = ledger.resolve(ALICE)
      const account = ledger.data(alice)
      ledger.update(alice, {
        staked: [account.staked[0] - TRX, account.staked[1], 0n],
        unfreezing: [
          ...account.unfreezing,
          { resource: 0, amount: TRX, expireTime: lab.time + 1n },
        ],
      })
    })
    const done = lab.run(bare('CancelAllUnfreezeV2Contract'))
    expect(done.results).toEqual({ withdraw_expire_amount: 10n * TRX })
    expect(lab.account(ALICE)).toMatchObject({ staked: [50n * TRX, 91n * TRX, 0n], unfreezing: [] })
  })

  it('delegate, keep a lock, and take back', () => {
    const lab = prepared()
    expect(lab.account(ALICE)).toMatchObject({
      staked: [0n, 60n * TRX, 0n],
      delegated: [0n, 40n * TRX],
    })
    expect(lab.account(BOB).acquired).toEqual([0n, 40n * TRX])
    lab.advance(1_000n * 3_000n)
    expect(lab.refusal(undelegate())).toContain('within 0 unlocked')
    lab.advance(1n)
    lab.run(undelegate({ balance: 15n * TRX }))
    expect(lab.account(ALICE)).toMatchObject({
      staked: [0n, 75n * TRX, 0n],
      delegated: [0n, 25n * TRX],
    })
    expect(lab.account(BOB).acquired).toEqual([0n, 25n * TRX])
    lab.run(undelegate({ balance: 25n * TRX }))
    expect(lab.refusal(undelegate({ balance: 1n }))).toContain('within 0 unlocked')
  })

  it('votes count from the next maintenance on, and shrink with the stake', () => {
    const lab = prepared()
    const votes = () => votesFor(lab.ledger(), WITNESS)
    lab.run(vote([WITNESS, 100n]))
    expect(votes()).toBe(7n)
    lab.advance(21_600_000n)
    expect(votes()).toBe(107n)
    lab.run(unfreeze(50n * TRX))
    expect(lab.account(ALICE).votes).toEqual([{ witness: WITNESS, count: 50n }])
    expect(votes()).toBe(107n)
    lab.advance(21_600_000n)
    expect(votes()).toBe(57n)
  })

  it('withdraw rewards once a day', () => {
    const lab = new Lab()
    lab.block((ledger) => issueReward(ledger, ALICE, 5n * TRX))
    expect(lab.run(bare('WithdrawBalanceContract')).results).toEqual({ withdraw_amount: 5n * TRX })
    expect(lab.balance(ALICE)).toBe(10_005n * TRX)
    lab.block((ledger) => issueReward(ledger, ALICE, TRX))
    expect(lab.refusal(bare('WithdrawBalanceContract'))).toContain('24 hours')
    lab.advance(DAY)
    expect(lab.refusal(bare('WithdrawBalanceContract'))).toBeUndefined()
  })

  it('change settings of own contracts', () => {
    const lab = prepared()
    lab.run(setting(30n))
    lab.run(energyLimit(5_000n))
    const ledger = lab.ledger()
    expect(ledger.resolve(CONTRACT).contract.value).toMatchObject({
      consumeUserResourcePercent: 30,
      originEnergyLimit: 5_000n,
    })
  })

  it('set permissions under ids of their own, for a fee', () => {
    const lab = new Lab()
    const second = { ...ACTIVE, permissionName: 'second' }
    expect(lab.run(permissions({ actives: [ACTIVE, second] })).fee).toBe(100n * TRX)
    const { permissions: set } = lab.account(ALICE)
    expect(set?.owner.id).toBe(0)
    expect(set?.actives.map(({ id, name }) => [id, name])).toEqual([
      [2, 'ops'],
      [3, 'second'],
    ])
    expect(lab.burnt('tron:permission')).toBe(100n * TRX)
  })

  it('have the operation mask of java-tron', () => {
    const hex = Buffer.from(OPERATIONS).toString('hex')
    expect(hex).toBe('7fff1fc0033ef30f'.padEnd(64, '0'))
    const off = Buffer.from(knownOperations(tronParameters('off'))).toString('hex')
    expect(off).toBe('7fff1fc0033e'.padEnd(64, '0'))
  })
})
