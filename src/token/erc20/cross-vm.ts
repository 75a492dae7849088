/**
 * The cross-VM contract at 0x1003: moves units or coin of msg.sender to an address of any machine of the chain. It is one
 * movement in one ledger; a refusal is a revert, so nobody has to look at a flag.
 */

import { concatBytes, equalBytes } from '../../primitives/bytes.ts'
import { bytesToU256, u256ToBytes } from '../../primitives/u256.ts'
import { Namespace } from '../../state/reader.ts'
import { crossVmTransfer, destinationOf, NATIVE_DESTINATION } from '../cross-vm.ts'
import { erc20Address, NATIVE_COIN_ID } from '../slots.ts'
import { CROSS_VM_SELECTORS, EVENT_TOPICS, encodeTail } from './abi.ts'
import { GUARDED, refusalOf, unlessStatic } from './asset.ts'
import { addressTopic, EMPTY_REVERT, type RunningCall, refuseBecause, TRUE } from './call.ts'
import { bytesArgument } from './dynamic.ts'
import type { FaceFunction } from './functions.ts'
import { FACE_GAS } from './gas.ts'
import { SYSTEM_WORD } from './stub.ts'
import type { FaceParty, Reply } from './types.ts'

/** Machines by number, in rising order. */
const DESTINATIONS: readonly number[] = [
  NATIVE_DESTINATION,
  Namespace.evm,
  Namespace.svm,
  Namespace.bvm,
  Namespace.tvm,
]

function transfer(call: RunningCall): Reply {
  const [tokenWord, amount, destination, offset] = call.args as bigint[] & { length: 4 }
  const recipient = bytesArgument(call.call.input, offset!)
  if (recipient === undefined) return EMPTY_REVERT
  const { host } = call
  const sender = host.resolve(call.caller)
  if (!sender.canonical)
    return refuseBecause('sender expected at the canonical address of its account')
  const token = u256ToBytes(tokenWord!)
  const isCoin = equalBytes(token, NATIVE_COIN_ID)
  if (isCoin && call.caller === call.call.guarded) return GUARDED
  const lack = unlessStatic(call)
  if (lack !== undefined) return lack
  call.used += FACE_GAS.crossVm
  if (!call.canPay(0)) return EMPTY_REVERT
  const fault = crossVmTransfer(host.ledger, sender.account.id, {
    token,
    amount: amount!,
    destination: Number(destination!),
    // The ledger may keep it as an account's origin: calldata lives no longer than the call.
    recipient: recipient.slice(),
  })
  if (fault !== undefined) return refusalOf(fault)
  logTransfer(call, sender, token, recipient)
  return TRUE
}

/** The contract's own event, and within the EVM the token's as well. */
function logTransfer(
  call: RunningCall,
  sender: FaceParty,
  token: Uint8Array,
  recipient: Uint8Array,
): void {
  const { host, args } = call
  const amount = u256ToBytes(args[1]!)
  const data = concatBytes(amount, u256ToBytes(args[2]!), u256ToBytes(96n), encodeTail(recipient))
  const topic = EVENT_TOPICS['CrossVmTransfer(address,bytes32,uint256,uint8,bytes)']
  call.log([topic, addressTopic(sender), token], data)
  if (args[2] !== BigInt(Namespace.evm)) return
  const address = equalBytes(token, NATIVE_COIN_ID)
    ? host.resolve(SYSTEM_WORD.bridge).bytes
    : erc20Address(host.crypto, token)
  const target = host.resolve(bytesToU256(recipient))
  const moved = EVENT_TOPICS['Transfer(address,address,uint256)']
  call.logAt(address, [moved, addressTopic(sender), addressTopic(target)], amount)
}

function balance(call: RunningCall): Reply {
  const [token, owner, vm] = call.args as [bigint, bigint, bigint]
  const { host } = call
  const place = destinationOf(host.ledger, Number(vm))
  if (place === undefined) return refusalOf('UnknownDestination')
  call.used += FACE_GAS.coldSlot
  const party = host.resolve(owner)
  const id = u256ToBytes(token)
  if (equalBytes(id, NATIVE_COIN_ID))
    return u256ToBytes(party.canonical ? party.account.balance / place.unit : 0n)
  const mint = host.ledger.mint(id)
  if (mint === undefined) return refusalOf('MintMissing')
  return u256ToBytes(party.canonical ? mint.holder(party.account.id).balance : 0n)
}

function machines(call: RunningCall): Uint8Array {
  const known = DESTINATIONS.filter((number) => destinationOf(call.host.ledger, number))
  const words = [32, known.length, ...known].map((number) => u256ToBytes(BigInt(number)))
  return concatBytes(...words)
}

const view = (types: FaceFunction['types'], run: FaceFunction['run']): FaceFunction => ({
  types,
  isPayable: false,
  run,
})

const C = CROSS_VM_SELECTORS

export const CROSS_VM_FUNCTIONS: ReadonlyMap<number, FaceFunction> = new Map([
  [
    C['crossVmTransfer(bytes32,uint256,uint8,bytes)'],
    view(['bytes32', 'uint256', 'uint8', 'uint256'], transfer),
  ],
  [C['getVmBalance(bytes32,address,uint8)'], view(['bytes32', 'address', 'uint8'], balance)],
  [C['getSupportedVms()'], view([], machines)],
])
