/**
 * Tron's contract record: who made a contract, who pays for it, and its dynamic-energy counters. Code and storage are in
 * the EVM-like part of the same record (record.ts). The ABI is not kept: nothing that runs reads it, and the transaction
 * that carried it has it.
 */
import type { VarintReader, VarintWriter } from './varint.ts'

export interface TronContract {
  /** Deployer: pays its share of the energy. 20 bytes. */
  readonly origin: Uint8Array
  /** 0..100: the caller's share of the energy, in percent. */
  readonly consumeUserResourcePercent: bigint
  /** Energy the deployer pays for at most, per call. */
  readonly originEnergyLimit: bigint
  /** 1 since id 60 was on at its deployment: 63/64 rule, GASPRICE. */
  readonly version: number
  readonly name: string
  /** Un-penalised energy used in `energyCycle`. */
  readonly energyUsage: bigint
  /** Penalty in ten-thousandths; 0 for none. */
  readonly energyFactor: bigint
  /** Maintenance cycle of the two above; 0 for never. */
  readonly energyCycle: bigint
}

/** A contract made by another contract: no deployer's share, no name. */
export const NEW_CONTRACT: Omit<TronContract, 'origin'> = {
  consumeUserResourcePercent: 0n,
  originEnergyLimit: 0n,
  version: 0,
  name: '',
  energyUsage: 0n,
  energyFactor: 0n,
  energyCycle: 0n,
}

export function writeTronContract(writer: VarintWriter, contract: TronContract): void {
  const name = new TextEncoder().encode(contract.name)
  writer.bytes(contract.origin).number(contract.consumeUserResourcePercent)
  writer.number(contract.originEnergyLimit).number(contract.version)
  writer.number(name.length).bytes(name)
  writer.number(contract.energyUsage).number(contract.energyFactor).number(contract.energyCycle)
}

export function readTronContract(reader: VarintReader): TronContract {
  return {
    origin: reader.bytes(20),
    consumeUserResourcePercent: reader.bigint(),
    originEnergyLimit: reader.bigint(),
    version: reader.number(),
    name: new TextDecoder().decode(reader.bytes(reader.number())),
    energyUsage: reader.bigint(),
    energyFactor: reader.bigint(),
    energyCycle: reader.bigint(),
  }
}
