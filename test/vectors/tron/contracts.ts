/** Contracts deployed and called by the accounts of java-tron's tests. */
import { nobleCrypto } from '../../../src/crypto/noble.ts'
import { bytesToHex, hexToBytes, utf8 } from '../../../src/primitives/bytes.ts'
import { u256ToBytes } from '../../../src/primitives/u256.ts'
import type { SwitchName } from '../../../src/vms/tvm/vm/index.ts'
import { ContractRet } from '../../../src/vms/tvm/vm/index.ts'
import { TronWorld, type TronWorldOptions } from '../../support/tron-host.ts'

export const OWNER = hexToBytes('abd4b9367799eaa3197fecb144eb71de1e049abc')
export const OTHER = hexToBytes('548794500882809695a8a687866e76d4271a1abc')

export const word = (value: bigint | number): string => bytesToHex(u256ToBytes(BigInt(value)))
export const selector = (signature: string): string =>
  bytesToHex(nobleCrypto.keccak256(utf8(signature)).subarray(0, 4))
export const wordOf = (address: Uint8Array): string => '0'.repeat(24) + bytesToHex(address)

interface Values {
  readonly value?: bigint
  readonly tokenId?: bigint
  readonly tokenValue?: bigint
  readonly limit?: bigint
  /** Default: one of this world's. */
  readonly txid?: Uint8Array
}

/** A world with the two accounts of java-tron's tests. */
export class Bench {
  readonly tron: TronWorld

  constructor(switches: readonly SwitchName[], options: TronWorldOptions = {}) {
    this.tron = new TronWorld({ switches, ...options })
    this.tron.fund(OWNER, 30_000_000_000_000n)
    this.tron.fund(OTHER, 10n)
  }

  private send(to: Uint8Array | undefined, data: string, values: Values) {
    const { value = 0n, tokenId = 0n, tokenValue = 0n, limit = 1_000_000n } = values
    return this.tron.send({
      ...(values.txid === undefined ? {} : { rootTxid: values.txid }),
      owner: OWNER,
      callValue: value,
      tokenId,
      tokenValue,
      data: hexToBytes(data),
      energyLimit: limit,
      ...(to === undefined
        ? { deployment: { consumeUserResourcePercent: 100n, originEnergyLimit: 1n } }
        : { to }),
    })
  }

  deploy(code: string, values: Values = {}) {
    return this.send(undefined, code, values)
  }

  call(to: Uint8Array, data: string, values: Values = {}) {
    return this.send(to, data, values)
  }
}

const RESULT_NAMES = new Map(Object.entries(ContractRet).map(([name, code]) => [code, name]))
export const resultName = (code: ContractRet): string => RESULT_NAMES.get(code) ?? `${code}`
