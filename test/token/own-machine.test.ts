/** A machine of one's own moves tokens by what the library exports: the same ledger, faces and rollback as all others. */
import { expect, it } from 'vitest'
import type { Engine, TokenFacePlace, TokenInstruction } from '../../src/index.ts'
import {
  defaultEngines,
  executeBlock,
  InvalidTransactionError,
  moveUnits,
  tokenBalance,
  tokenId,
  tokenLedger,
} from '../../src/index.ts'
import { Host } from '../support/host.ts'
import { COIN, crypto, ed25519Signer } from '../support/test-chain.ts'

const alice = ed25519Signer(1)
const BOB = new Uint8Array(32).fill(0xb0)
const TOKEN = tokenId(crypto, alice.id, 0n)
const NAMESPACE = 9

/** Payload: opcode, units u8: they go to bob; from 100 on the machine changes its mind. */
function giver(shown: TokenFacePlace[]): Engine {
  return {
    name: 'giver',
    opcodes: { first: 0x60, last: 0x60 },
    rawKinds: [],
    open(services) {
      const ledger = tokenLedger(services)
      ledger?.addFace({
        namespace: NAMESPACE,
        inUse: () => false,
        install: (place) => shown.push(place),
      })
      return {
        prepare({ payload, sender }) {
          const mint = ledger?.mint(TOKEN)
          const units = BigInt(payload[1] ?? 0)
          if (ledger === undefined || mint === undefined)
            throw new InvalidTransactionError('MalformedPayload', 'giver expects its token')
          return {
            intrinsicGas: 100n,
            value: 0n,
            execute() {
              const mark = services.journal.checkpoint()
              const fault = moveUnits(ledger, mint.holder(sender), mint.receiver(BOB), units)
              const output = new Uint8Array(0)
              if (fault === undefined && units < 100n)
                return { status: 'success', gasUsed: 0n, output }
              services.journal.revert(mark)
              const failure = { code: 2002, name: 'Reverted', message: fault ?? 'too many' }
              return { status: 'reverted', gasUsed: 0n, output, failure }
            },
          }
        },
      }
    },
  }
}

it('registers a face, moves units and takes them back', () => {
  const shown: TokenFacePlace[] = []
  const engines = [...defaultEngines(), giver(shown)]
  const host = new Host({ accounts: [{ id: alice.id, balance: COIN }], engines })
  const instruction: TokenInstruction = {
    kind: 'createToken',
    decimals: 2,
    supply: 200n,
    mintAuthority: undefined,
    freezeAuthority: undefined,
    name: 'Gift',
    symbol: 'GFT',
    uri: '',
  }
  const give = (units: number, ahead: bigint) =>
    host.envelope(alice, Uint8Array.of(0x60, units), { nonceAhead: ahead })
  const made = executeBlock(
    host.state,
    [host.envelope(alice, { operation: 'token', instruction })],
    {},
    { engines },
  )
  expect(made.receipts[0]?.status).toBe('success')
  expect(shown.map(({ mint, address }) => [mint, address])).toContainEqual([TOKEN, TOKEN])
  host.state = made.state
  const { receipts, state } = executeBlock(
    host.state,
    [give(30, 0n), give(150, 1n), give(250, 2n), give(20, 3n)],
    {},
    { engines },
  )
  expect(receipts.map(({ status }) => status)).toEqual([
    'success',
    'reverted',
    'reverted',
    'success',
  ])
  expect(receipts[2]?.error?.message).toBe('InsufficientBalance')
  expect([tokenBalance(state, TOKEN, alice.id), tokenBalance(state, TOKEN, BOB)]).toEqual([
    150n,
    50n,
  ])
})
