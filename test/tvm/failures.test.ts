/** docs/tvm.md, "What is refused, what fails": every failure of the table as a receipt, and no row without a program. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { executeBlock } from '../../src/index.ts'
import { hexToBytes } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { ACCOUNT_LOCKED } from '../../src/state/reader.ts'
import { nameOf, TRX, TronChain } from '../support/tron-chain.ts'
import { type TronWallet, tronWallet } from '../support/tron-wallet.ts'

const [alice, bob] = [1, 2].map(tronWallet) as [TronWallet, TronWallet]
const page = readFileSync(new URL('../../docs/tvm.md', import.meta.url), 'utf8')

const rows = (status: string): string[] =>
  [...page.matchAll(new RegExp(`^\\| \`${status}\` \\| (.*?) \\|`, 'gm'))].flatMap(([, names]) =>
    [...names!.matchAll(/`(\w+)`/g)].map((match) => match[1]!),
  )

const newChain = (parameters: Readonly<Record<string, bigint>> = {}) =>
  new TronChain({
    balances: [alice, bob].map((wallet) => [wallet, 1_000n * TRX] as const),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
  })

/** Deploys a runtime of less than 256 bytes. */
function deploy(chain: TronChain, runtime: string) {
  const length = (runtime.length / 2).toString(16).padStart(2, '0')
  const newContract = {
    originAddress: alice.address,
    abi: undefined,
    bytecode: hexToBytes(`60${length}600c60003960${length}6000f3${runtime}`),
    callValue: 0n,
    consumeUserResourcePercent: 100n,
    name: 'test',
    originEnergyLimit: 1_000_000n,
    version: 0,
  }
  const message = { newContract, callTokenValue: 0n, tokenId: 0n }
  return chain.sign(alice, 'CreateSmartContract', message, { feeLimit: 100n * TRX })
}

/** Receipt of a call of the program with 5 sun, and the failures that frames ended with, innermost first. */
function call(runtime: string, parameters?: Readonly<Record<string, bigint>>) {
  const chain = newChain(parameters)
  const deployed = chain.only(deploy(chain, runtime))
  expect(nameOf(deployed)).toBe('success')
  const message = {
    contractAddress: deployed.created as Uint8Array,
    callValue: 5n,
    data: new Uint8Array(0),
    callTokenValue: 0n,
    tokenId: 0n,
  }
  const bytes = chain.sign(bob, 'TriggerSmartContract', message, { feeLimit: 10n * TRX })
  const failures: (string | undefined)[] = []
  const inspector = {
    exit: ({ failure }: { failure: string | undefined }) => failures.push(failure),
  }
  const { receipts } = executeBlock(
    chain.state,
    [bytes],
    { timestamp: chain.now },
    { engines: chain.engines, inspector },
  )
  return { receipt: receipts[0]!, failures }
}

const PROGRAMS = {
  reverted: {
    Reverted: '60006000fd',
    // CALL(gas, ADDRESS, 1 sun): a value to the contract itself
    TransferFailed: '60006000600060006001305af1',
  },
  halted: {
    OutOfGas: '5b600056',
    InvalidOpcode: 'fe',
    InvalidJump: '600056',
    StackUnderflow: '01',
    StackOverflow: '5b6000600056',
    // MLOAD at 4 MiB
    MemoryLimitExceeded: '6240000051',
    // RETURNDATACOPY past the end
    OperationRefused: '6001600060003e',
  },
} as const

describe.each(['reverted', 'halted'] as const)('%s', (status) => {
  const programs = Object.entries(PROGRAMS[status])
  it.each(programs)('%s', (name, runtime) => {
    const { receipt } = call(runtime)
    expect([receipt.status, nameOf(receipt)]).toEqual([status, name])
    expect(receipt.gasUsed < 100_000n).toBe(status === 'reverted')
  })

  it('has a program for each row', () => {
    const tried = new Set(programs.map(([name]) => name))
    // A deployment, below.
    if (status === 'halted') tried.add('InvalidCodePrefix')
    expect(new Set(rows(status))).toEqual(tried)
  })
})

it('InvalidCodePrefix: a deployed code that begins with 0xEF', () => {
  const chain = newChain()
  const receipt = chain.only(deploy(chain, 'ef'))
  expect([receipt.status, nameOf(receipt)]).toEqual(['halted', 'InvalidCodePrefix'])
})

describe('what a receipt calls OperationRefused has a name for inspectors', () => {
  it('OperandOutOfRange: a token id that cannot be', () => {
    // TOKENBALANCE(1, token 5)
    const { receipt, failures } = call('60016005d1')
    expect(nameOf(receipt)).toBe('OperationRefused')
    expect(failures.at(-1)).toBe('OperandOutOfRange')
  })

  it('UnsupportedFeature: a shielded precompile where the chain has id 39', () => {
    // CALL(gas, 0x1000004, 0)
    const { receipt, failures } = call('6000600060006000600063010000045af1', {
      ALLOW_SHIELDED_TRC20_TRANSACTION: 1n,
    })
    expect(nameOf(receipt)).toBe('OperationRefused')
    expect(failures).toContain('UnsupportedFeature')
  })
})

describe('rejected', () => {
  it('AccountLocked: another machine holds the owner’s account', () => {
    const chain = newChain()
    const journal = new Journal(chain.state)
    journal.setFlags(journal.account(alice.id), ACCOUNT_LOCKED)
    journal.endTransaction()
    chain.state = chain.state.apply(journal.takeDiff())
    const before = chain.balance(alice)
    expect(nameOf(chain.only(chain.transfer(alice, bob, 1n)))).toBe('AccountLocked')
    expect(chain.balance(alice)).toBe(before)
    expect(nameOf(chain.only(chain.transfer(bob, alice, 1n)))).toBe('success')
  })

  it('is asked for by a test, row by row', () => {
    const folder = new URL('.', import.meta.url)
    const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'))
    const text = tests.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n')
    const names = rows('rejected')
    expect(names.length).toBeGreaterThan(15)
    expect(names.filter((name) => !text.includes(`'${name}'`))).toEqual([])
  })
})
