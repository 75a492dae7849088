/**
 * The single assertions of java-tron's feature tests, in the order of the file. Where the file has no bytecode for a test
 * (TransferFailedEnergyTest), programs of ours do what that test's functions do.
 */

import { nobleCrypto } from '../../../src/crypto/noble.ts'
import { bytesToHex, hexToBytes, utf8 } from '../../../src/primitives/bytes.ts'
import type { SwitchName } from '../../../src/vms/tvm/vm/index.ts'
import { Bench, OTHER, OWNER, resultName, selector, word, wordOf } from './contracts.ts'
import { transferFailures } from './transfer-failures.ts'

export interface AssertionRow {
  readonly file: string
  readonly test: string
  readonly what: string
  readonly expect: string
  readonly code?: string
  readonly factoryCode?: string
  readonly initCode?: string
  readonly params?: string
  readonly genesisBlockId?: string
}

/** Says what one row gave; the runner compares. */
export type Answer = (row: AssertionRow) => string

/** The proposals of a chain that has passed most of them. */
const MAIN: readonly SwitchName[] = [
  'ALLOW_MULTI_SIGN',
  'ALLOW_TVM_TRANSFER_TRC10',
  'ALLOW_TVM_CONSTANTINOPLE',
  'ALLOW_TVM_SOLIDITY_059',
  'ALLOW_TVM_ISTANBUL',
  'ALLOW_TVM_LONDON',
  'ALLOW_TVM_COMPATIBLE_EVM',
]

function codeOf(rows: readonly AssertionRow[], file: string, field: 'code' | 'params' = 'code') {
  const row = rows.find((candidate) => candidate.file === file && candidate[field] !== undefined)
  return row?.[field] as string
}

type Maker = (rows: readonly AssertionRow[]) => Readonly<Record<string, () => string>>

/** Answers by `test|what`, file by file; a repeated row is asked again. */
const MAKERS: Readonly<Record<string, Maker>> = {
  'AllowTvmLondonTest.java': (rows) => ({
    'testBaseFee|return': () => {
      const bench = new Bench(MAIN.filter((name) => name !== 'ALLOW_MULTI_SIGN'))
      const { address } = bench.deploy(rows[0]!.code!)
      return bytesToHex(bench.call(address, selector('getbasefee()')).output)
    },
    'testStartWithEF|result': () => resultName(new Bench(MAIN).deploy(rows[1]!.code!).contractRet),
  }),
  'AllowTvmCompatibleEvmTest.java': (rows) => ({
    'testGasPrice|return': () => {
      const bench = new Bench(MAIN)
      const { address } = bench.deploy(rows[0]!.code!)
      return bytesToHex(bench.call(address, selector('getprice()')).output)
    },
    'testChainId|return': () => {
      const bench = new Bench(MAIN, { genesisId: hexToBytes(rows[1]!.genesisBlockId!) })
      const { address } = bench.deploy(rows[1]!.code!)
      return bytesToHex(bench.call(address, selector('getChainId()')).output)
    },
  }),
  'IstanbulTest.java': (rows) => {
    const bench = new Bench(
      [
        'ALLOW_TVM_TRANSFER_TRC10',
        'ALLOW_TVM_CONSTANTINOPLE',
        'ALLOW_TVM_SOLIDITY_059',
        'ALLOW_TVM_ISTANBUL',
      ],
      {
        genesisId: hexToBytes('00000000000000007adbf8dc20423f587a5f3f8ea83e2877e2129c5128c12d1e'),
      },
    )
    const { address } = bench.deploy(codeOf(rows, 'IstanbulTest.java'), { value: 123_456n })
    const ask = (name: string) => () => bytesToHex(bench.call(address, selector(name)).output)
    return {
      'istanbulSelfBalanceChainIdTest|getBalance()': ask('getBalance()'),
      'istanbulSelfBalanceChainIdTest|getId()': ask('getId()'),
    }
  },
  'ExtCodeHashTest.java': (rows) => {
    const bench = new Bench(['ALLOW_TVM_CONSTANTINOPLE'])
    const { address } = bench.deploy(codeOf(rows, 'ExtCodeHashTest.java'))
    const own = BigInt(`0x41${bytesToHex(address)}`)
    const ask = (argument: string) => () =>
      bytesToHex(bench.call(address, selector('getCodeHashByUint(uint256)') + argument).output)
    return {
      'testExtCodeHash|self': ask(word(own)),
      'testExtCodeHash|self+2^160': ask(word(own + (1n << 160n))),
      'testExtCodeHash|missing account': ask('0'.repeat(24) + '11'.repeat(20)),
      'testExtCodeHash|plain account': ask(wordOf(OWNER)),
    }
  },
  'Create2Test.java': (rows) => Object.assign({}, create2(rows, false), create2(rows, true)),
  'TransferFailedEnergyTest.java': () => transferFailures(),
  'TransferToAccountTest.java': transferToAccount,
  'StorageTest.java': (rows) => {
    const bench = new Bench([])
    const { address } = bench.deploy(codeOf(rows, 'StorageTest.java'))
    const first = codeOf(rows, 'StorageTest.java', 'params')
    // The same string with another first character.
    const second = `${first.slice(0, 192)}${first[192] === '6' ? '7' : '6'}${first.slice(193)}`
    const put = (params: string) =>
      bench.call(address, selector('testPut(uint256,string)') + params).energyUsed.toString()
    put(first)
    return {
      'contractWriteAndDeleteStorage|put again': () => put(first),
      'contractWriteAndDeleteStorage|overwrite': () => put(second),
      'contractWriteAndDeleteStorage|delete': () =>
        bench.call(address, selector('testDelete(uint256)') + word(1)).energyUsed.toString(),
    }
  },
  'BandWidthRuntimeTest.java': (rows) => {
    const limit = 10_000_000n
    const set = (coins: number) => () => {
      const bench = new Bench([])
      const { address } = bench.deploy(codeOf(rows, 'BandWidthRuntimeTest.java'), { limit })
      const data = selector('setCoin(uint256)') + word(coins)
      return bench.call(address, data, { limit }).energyUsed.toString()
    }
    return {
      'createContract|deploy': () =>
        `${new Bench([]).deploy(codeOf(rows, 'BandWidthRuntimeTest.java'), { limit }).energyUsed}`,
      'testSuccess|setCoin(3)': set(3),
      'testSuccessNoBandd|setCoin(50)': set(50),
    }
  },
  'TransferTokenTest.java': (rows) => {
    const bench = new Bench(['ALLOW_TVM_TRANSFER_TRC10'])
    const { accounts } = bench.tron
    accounts.setToken(OWNER, TOKEN, 100_000_000n)
    const given = { value: 1000n, tokenId: TOKEN, tokenValue: 100n }
    const { address } = bench.deploy(codeOf(rows, 'TransferTokenTest.java'), given)
    const data = selector('TransferTokenTo(address,trcToken,uint256)')
    bench.call(address, data + wordOf(OTHER) + word(TOKEN) + word(9), {
      value: 100n,
      tokenId: TOKEN,
      tokenValue: 8n,
    })
    return {
      'TransferTokenTest|receiver token': () => `${accounts.tokenBalance(OTHER, TOKEN)}`,
      'TransferTokenTest|contract token': () => `${accounts.tokenBalance(address, TOKEN)}`,
    }
  },
}

const TOKEN = 1_000_001n

function create2(
  rows: readonly AssertionRow[],
  istanbul: boolean,
): Readonly<Record<string, () => string>> {
  const row = rows.find(({ what }) => what === `address istanbul=${Number(istanbul)}`)!
  const bench = new Bench([
    'ALLOW_TVM_TRANSFER_TRC10',
    'ALLOW_TVM_CONSTANTINOPLE',
    ...(istanbul ? (['ALLOW_TVM_ISTANBUL', 'ALLOW_TVM_SOLIDITY_059'] as const) : []),
  ])
  // The row's address follows from the transaction id under which the factory was deployed when it was written down.
  const factory = bench.deploy(row.factoryCode!, { txid: nobleCrypto.keccak256(utf8('tx19')) })
  const init = row.initCode!
  const length = init.length / 2
  const result = bench.call(
    factory.address,
    selector('deploy(bytes,uint256)') +
      word(64) +
      word(100) +
      word(length) +
      init.padEnd(Math.ceil(length / 32) * 64, '0'),
  )
  const address = result.output.slice(12)
  const plusOne = () => bytesToHex(bench.call(address, selector('plusOne()')).output)
  return {
    [`testCreate2|${row.what}`]: () => bytesToHex(address),
    [`testCreate2|plusOne #1|${Number(istanbul)}`]: plusOne,
    [`testCreate2|plusOne #2|${Number(istanbul)}`]: plusOne,
  }
}

function transferToAccount(rows: readonly AssertionRow[]) {
  const bench = new Bench([
    'ALLOW_TVM_TRANSFER_TRC10',
    'ALLOW_TVM_CONSTANTINOPLE',
    'ALLOW_TVM_SOLIDITY_059',
  ])
  const { tron } = bench
  tron.accounts.setToken(OWNER, TOKEN, 100_000_000n)
  const { address } = bench.deploy(codeOf(rows, 'TransferToAccountTest.java'), {
    value: 1000n,
    tokenId: TOKEN,
    tokenValue: 100n,
  })
  const token = (to: string, amount: string) =>
    bench.call(
      address,
      selector('transferTokenTo(address,trcToken,uint256)') +
        '0'.repeat(24) +
        to +
        word(TOKEN) +
        amount,
      { value: 100n, tokenId: TOKEN, tokenValue: 8n },
    )
  const coin = (to: string) =>
    bench.call(address, selector('transferTo(address,uint256)') + '0'.repeat(24) + to + word(9), {
      value: 100n,
    })
  const other = bytesToHex(OTHER)
  const huge = `${'0'.repeat(32)}${'1'.repeat(32)}`
  return {
    'TransferTokenTest|token to new account costs more': () =>
      `${-token(other, word(9)).energyUsed + token('77'.repeat(20), word(9)).energyUsed}`,
    'TransferTokenTest|receiver token': () => `${tron.accounts.tokenBalance(OTHER, TOKEN)}`,
    'TransferTokenTest|contract token': () => `${tron.accounts.tokenBalance(address, TOKEN)}`,
    'TransferTokenTest|TRX to new account costs more': () =>
      `${-coin(other).energyUsed + coin('78'.repeat(20)).energyUsed}`,
    'TransferTokenTest|TRX received': () => `${tron.sunOf(OTHER)}`,
    'TransferTokenTest|to itself': () => resultName(coin(bytesToHex(address)).contractRet),
    'TransferTokenTest|amount over int64': () => resultName(token(other, huge).contractRet),
  }
}

/** Runs every row in order; `report` gets what differs, or undefined. */
export function runAssertions(
  rows: readonly AssertionRow[],
  report: (row: AssertionRow, difference: string | undefined) => void,
): void {
  for (const [file, make] of Object.entries(MAKERS)) {
    const own = rows.filter((row) => row.file === file)
    const answers = make(own)
    let series = -1
    for (const row of own) {
      if (row.what.startsWith('address istanbul=')) series++
      const key = `${row.test}|${row.what}`
      const answer = answers[key] ?? answers[`${key}|${series}`]
      const got = answer === undefined ? 'no answer' : answer()
      report(row, got === row.expect ? undefined : `expected ${row.expect}, got ${got}`)
    }
  }
}
