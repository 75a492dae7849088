/** What the block credits after its last transaction: withdrawals from the beacon chain and the block reward. */
import { bytesToU256 } from '../../primitives/u256.ts'
import { isAtLeast } from '../evm-core/forks/names.ts'
import { END_INDEX, type EvmContext } from './context.ts'
import { issueTo } from './issue.ts'

/** Base units of one gwei, in which withdrawals are given. */
const GWEI = 1_000_000_000n

/** EIP-4895: unconditional credits, no gas, no code runs. Nothing before Shanghai. Throws SupplyCapExceeded. */
export function creditWithdrawals(context: EvmContext): void {
  const { world, services } = context
  const withdrawals = services.block.withdrawals
  if (withdrawals.length === 0 || !isAtLeast(context.fork, 'shanghai')) return
  world.beginTransaction(END_INDEX)
  for (const { address, amount } of withdrawals) {
    const to = world.resolve(bytesToU256(address))
    issueTo(world, to, amount * GWEI, 'withdrawal')
    world.touch(to)
  }
  world.finishTransaction()
  services.journal.endTransaction()
}

/** Issues the block reward to the beneficiary. Throws SupplyCapExceeded. */
export function creditReward(context: EvmContext): void {
  const { services, world } = context
  if (services.block.reward === 0n) return
  world.beginTransaction(END_INDEX)
  issueTo(world, context.coinbase, services.block.reward, 'reward')
  world.finishTransaction()
  services.journal.endTransaction()
}
