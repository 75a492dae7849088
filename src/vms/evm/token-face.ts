/**
 * The token ledger in the EVM: the system address behind every token's stub, the contracts of the chain's own, and the
 * stub that a new mint's address gets.
 */
import type { BlockServices } from '../../engine.ts'
import { legacyId } from '../../identity/legacy.ts'
import { bytesToU256 } from '../../primitives/u256.ts'
import { Namespace } from '../../state/reader.ts'
import { STUB_CODE, STUB_CODE_HASH, SYSTEM_CONTRACTS } from '../../token/erc20/index.ts'
import type { TokenFace, TokenFacePlace } from '../../token/face.ts'
import { tokenLedger } from '../../token/ledger.ts'
import { Code } from '../evm-core/code.ts'
import type { EvmAccount } from '../evm-core/evm-account.ts'
import { EVM_MACHINE, evmRecordCodec } from '../evm-core/record.ts'
import { type TokenPrecompiles, tokenSystem } from '../evm-core/token-system.ts'
import type { World } from '../evm-core/world.ts'

const CODEC = evmRecordCodec(EVM_MACHINE)

function recordOf({ journal, crypto, address }: TokenFacePlace) {
  const alias = journal.alias(Namespace.evm, address)
  const id = alias?.canonical === true ? alias.id : legacyId(crypto, Namespace.evm, address)
  return journal.record(CODEC, id)
}

/** Puts the stub at a new mint's address. It has no storage, so it needs no storage id. */
export const evmTokenFace: TokenFace = {
  namespace: Namespace.evm,
  inUse(place) {
    const record = recordOf(place).value
    if (record === undefined) return false
    return record.nonce > 0n || record.codeHash !== undefined || record.storageId !== undefined
  },
  install(place) {
    const { journal, address } = place
    journal.addBlob(STUB_CODE_HASH, STUB_CODE)
    const value = { nonce: 1n, codeHash: STUB_CODE_HASH, storageId: undefined, address }
    journal.setRecord(recordOf(place), value)
  },
}

const STUB = new Code(STUB_CODE, bytesToU256(STUB_CODE_HASH))

/** Codes of the chain's own contracts by address. */
export const TOKEN_CONTRACTS: ReadonlyMap<bigint, Code> = new Map(
  SYSTEM_CONTRACTS.map((address) => [address, STUB]),
)

/** The system address, or undefined on a chain without a ledger; mints come into the EVM from here on. One a block. */
export function tokenPrecompiles(
  services: BlockServices,
  world: World,
): TokenPrecompiles | undefined {
  tokenLedger(services)?.addFace(evmTokenFace)
  return tokenSystem(services, {
    world,
    namespace: Namespace.evm,
    coin: {
      spendable: (party) => world.payableBy(party as EvmAccount),
      move: (from, to, amount) => world.transfer(from as EvmAccount, to as EvmAccount, amount),
    },
  })
}
