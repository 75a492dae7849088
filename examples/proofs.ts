/** Proofs: a balance, and the absence of an account, shown to somebody who has nothing but a state root. */
import { createHash } from 'node:crypto'
import { decodeAccount, executeBlock, legacyId, Namespace, nobleCrypto, State } from 'n-vm'
import { verifyExclusion, verifyInclusion } from 'n-vm/verifier'
import { bytesToHex, formatEther, hexToBytes, parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { CHAIN_ID, check, ethereum } from './support.ts'

const alice = privateKeyToAccount(`0x${'a1'.repeat(32)}`)
const bob = '0x00000000000000000000000000000000000000b0'
const genesis = State.genesis({
  chainId: CHAIN_ID,
  alloc: { [alice.address]: { balance: parseEther('10') } },
})
const { state } = executeBlock(genesis, [
  await ethereum(alice, { nonce: 0, to: bob, value: parseEther('3') }),
])
const idOf = (address: `0x${string}`) => legacyId(nobleCrypto, Namespace.evm, hexToBytes(address))

// The prover has the state.
const { type, parts, value, proof } = state.prove({ kind: 'account', id: idOf(bob) })
console.log(`root  ${bytesToHex(state.root)}, ${proof.siblings.length} siblings`)

// The verifier is one file without dependencies; it is given a root it trusts and any correct SHA-256.
const sha256 = (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest())
const holds = value !== undefined && verifyInclusion(state.root, type, parts, value, proof, sha256)
const balance = value === undefined ? 0n : decodeAccount(value).balance
check(`bob has ${formatEther(balance)} coins`, holds && balance === parseEther('3'))

const nobody = state.prove({ kind: 'account', id: idOf(`0x${'99'.repeat(20)}`) })
check(
  'nobody has no account',
  nobody.value === undefined &&
    verifyExclusion(state.root, nobody.type, nobody.parts, nobody.proof, sha256),
)

// What is not so cannot be shown: another value, another root, an absence of what is there.
const richer = value!.slice()
richer[3]! ^= 1
check(
  'another balance does not verify',
  !verifyInclusion(state.root, type, parts, richer, proof, sha256),
)
check(
  'another root does not verify',
  !verifyInclusion(genesis.root, type, parts, value!, proof, sha256),
)
check('bob is not absent', !verifyExclusion(state.root, type, parts, proof, sha256))
