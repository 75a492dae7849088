/** The signature programs on our runtime and on litesvm: valid signatures, and everything bent once. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { PublicKey, TransactionInstruction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { ProgramId } from '../../src/vms/svm/ids.ts'
import { Pair } from '../support/svm/peer.ts'
import { driverElf, Script } from '../support/svm/script.ts'
import { funded, keypair, signed } from '../support/svm/wallet.ts'

const pair = new Pair()
const payer = funded(pair, 1)
const secret = new Uint8Array(32).fill(7)
const message = Buffer.from('a message that was signed')

function run(...programs: readonly (readonly [program: Uint8Array, data: Uint8Array])[]) {
  const instructions = programs.map(
    ([program, data]) =>
      new TransactionInstruction({
        programId: new PublicKey(program),
        keys: [],
        data: Buffer.from(data),
      }),
  )
  const { own, peer } = pair.run(signed(instructions, [payer]))
  expect(own).toEqual(peer)
  return peer
}

const u16 = (...values: readonly number[]) =>
  Uint8Array.from(values.flatMap((value) => [value & 255, value >> 8]))

/** Number of signatures, padding, offsets, then key, signature, message. */
function layout(
  key: Uint8Array,
  signature: Uint8Array,
  text: Uint8Array,
  index = 0xffff,
): Uint8Array {
  const at = 16
  return Buffer.concat([
    Uint8Array.of(1, 0),
    u16(at + key.length, index, at, index, at + key.length + 64, text.length, index),
    key,
    signature,
    text,
  ])
}

const cases = [
  {
    name: 'ed25519',
    program: ProgramId.ed25519,
    key: ed25519.getPublicKey(secret),
    signature: ed25519.sign(message, secret),
  },
  {
    name: 'secp256r1',
    program: ProgramId.secp256r1,
    key: p256.getPublicKey(secret, true),
    signature: p256.sign(message, secret, { lowS: true }),
  },
]

describe.each(cases)('$name', ({ name, program, key, signature }) => {
  const good = layout(key, signature, message)
  it('accepts', () => {
    expect(run([program, good]).error).toBeUndefined()
    expect(run([program, layout(key, signature, message, 0)]).error).toBeUndefined()
    run([program, good], [program, layout(key, signature, message, 0)])
  })
  it('refuses', () => {
    for (let i = 0; i < good.length; i++) {
      // Bits of the padding do not count; each other byte does.
      const bent = Uint8Array.from(good)
      bent[i] = bent[i]! ^ 0x11
      run([program, bent])
    }
    for (const length of [0, 1, 2, 15, 16, 17, good.length - 1])
      run([program, good.subarray(0, length)])
    for (const count of [0, 2, 8, 9, 255]) {
      const bent = Uint8Array.from(good)
      bent[0] = count
      run([program, bent])
    }
    run([program, Buffer.concat([good, Uint8Array.of(1)])])
    run([program, layout(key, new Uint8Array(64), message)])
    run([program, layout(key, new Uint8Array(64).fill(255), message)])
    run([program, layout(new Uint8Array(key.length), signature, message)])
    run([program, layout(new Uint8Array(key.length).fill(255), signature, message)])
    run([program, layout(Uint8Array.of(2, ...new Uint8Array(key.length - 1)), signature, message)])
    expect(name.length).toBeGreaterThan(0)
  })
})

describe('edges', () => {
  it('a high s of secp256r1', () => {
    const order = p256.Point.Fn.ORDER
    const { signature, key, program } = cases[1]!
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)
    const high = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
    run([program, layout(key, Buffer.concat([signature.subarray(0, 32), high]), message)])
  })
  it('small order keys of ed25519', () => {
    const identity = Uint8Array.of(1, ...new Uint8Array(31))
    run([
      ProgramId.ed25519,
      layout(identity, Buffer.concat([identity, new Uint8Array(32)]), message),
    ])
  })
})

describe('secp256k1', () => {
  const recovered = secp256k1.sign(keccak_256(message), secret, {
    prehash: false,
    format: 'recovered',
  })
  const rs = recovered.subarray(1)
  const recovery = recovered[0]!
  const address = keccak_256(secp256k1.getPublicKey(secret, false).subarray(1)).subarray(12)
  const build = (index = 0, extra = new Uint8Array(0)) =>
    Buffer.concat([
      Uint8Array.of(1),
      u16(12),
      Uint8Array.of(index),
      u16(12 + 65),
      Uint8Array.of(index),
      u16(12 + 85, message.length),
      Uint8Array.of(index),
      rs,
      Uint8Array.of(recovery),
      address,
      message,
      extra,
    ])
  it('accepts', () => {
    expect(run([ProgramId.secp256k1, build()]).error).toBeUndefined()
    run([ProgramId.secp256k1, build()], [ProgramId.secp256k1, build(0)])
    run([ProgramId.secp256k1, build(0, Uint8Array.of(1, 2, 3))])
    run([ProgramId.secp256k1, Uint8Array.of(0)])
  })
  it('refuses', () => {
    const good = build()
    for (let i = 0; i < good.length; i++) {
      const bent = Uint8Array.from(good)
      bent[i] = bent[i]! ^ 0x11
      run([ProgramId.secp256k1, bent])
    }
    for (const length of [0, 1, 11, 12, 13, good.length - 1])
      run([ProgramId.secp256k1, good.subarray(0, length)])
    for (const id of [0, 1, 2, 3, 4, 27]) {
      const bent = Uint8Array.from(good)
      bent[12 + 64] = id
      run([ProgramId.secp256k1, bent])
    }
  })
})

describe('between programs', () => {
  it('leaves return data and the sysvar in order', () => {
    const program = keypair(60).publicKey
    pair.install(program.toBytes(), driverElf(0))
    const { key, signature } = cases[0]!
    const probe = new Script()
      .call('sol_get_processed_sibling_instruction', 0, 0x3_0000_0000n, 0, 0, 0)
      .load(0x3_0000_0000n)
    run([ProgramId.ed25519, layout(key, signature, message)], [program.toBytes(), probe.exit()])
  })
})

it('all cases were compared', () => {
  console.info(`precompiles: ${pair.compared} transactions compared with litesvm`)
  expect(pair.compared).toBe(458)
})
