/**
 * The token ledger in Tron's machine: the system address behind every TRC-20's stub, and the contract record that a new
 * mint's address gets. Addresses come from a domain of their own, permits from this machine's chain id (S10).
 */
import type { BlockServices } from '../../engine.ts'
import { equalBytes } from '../../primitives/bytes.ts'
import { bytesToU256 } from '../../primitives/u256.ts'
import { Namespace } from '../../state/reader.ts'
import { STUB_CODE, STUB_CODE_HASH } from '../../token/erc20/index.ts'
import type { TokenFace } from '../../token/face.ts'
import { tokenLedger } from '../../token/ledger.ts'
import { type TokenPrecompiles, tokenSystem } from '../evm-core/token-system.ts'
import type { TvmScope } from './scope.ts'
import { tronIdentity } from './state/index.ts'
import type { TvmContext } from './vm/index.ts'

/** Registers the face with the ledger of the block, if there is one. The scope is made when it is first needed. */
export function registerTokenFace(services: BlockServices, scope: () => TvmScope): void {
  tokenLedger(services)?.addFace(createFace(scope))
}

function createFace(scope: () => TvmScope): TokenFace {
  return {
    namespace: Namespace.tvm,
    inUse({ journal, address }) {
      const { record } = scope().ledger.resolve(address)
      return tronIdentity.ownsRecord(journal, record.id)
    },
    install({ journal, address }) {
      const { vm, accounts } = scope()
      journal.addBlob(STUB_CODE_HASH, STUB_CODE)
      accounts.create(address, true)
      const version = Number(vm.switches.ALLOW_TVM_COMPATIBLE_EVM)
      // Nobody deployed it: its callers pay for it, and nobody can change that. It has no storage of its own.
      vm.world.writeContract(vm.world.resolve(bytesToU256(address)), {
        codeHash: STUB_CODE_HASH,
        version,
        consumeUserResourcePercent: 100,
      })
    },
  }
}

/**
 * Whether the key that an address is made of reaches the account's owner permission by itself: the account may have
 * given its control to other keys (S14).
 */
function ownsItself({ accounts }: TvmContext, address: Uint8Array): boolean {
  const owner = accounts.permission(address, 0n)
  if (owner === undefined) return true
  const own = owner.keys.find((key) => equalBytes(key.address, address))
  return own !== undefined && own.weight >= owner.threshold
}

/** The system address for contracts of a block, or undefined on a chain without a ledger. */
export function tokenHosts(services: BlockServices, vm: TvmContext): TokenPrecompiles | undefined {
  return tokenSystem(services, {
    world: vm.world,
    namespace: Namespace.tvm,
    mayPermit: ({ bytes }) => ownsItself(vm, bytes),
    coin: undefined,
  })
}
