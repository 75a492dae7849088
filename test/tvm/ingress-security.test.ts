/** The Tron parts of the security rules, each with the attack it closes. */
import { describe, expect, it } from 'vitest'
import { executeBlock } from '../../src/index.ts'
import { bytesToHex, hexToBytes } from '../../src/primitives/bytes.ts'
import { bytesToU256 } from '../../src/primitives/u256.ts'
import { Journal } from '../../src/state/journal.ts'
import { CellType } from '../../src/state/keys.ts'
import { Namespace } from '../../src/state/reader.ts'
import { tronGenesisId, tvmCall } from '../../src/vms/tvm/index.ts'
import { u64 } from '../../src/vms/tvm/ingress-cells.ts'
import { SeenTransactions } from '../../src/vms/tvm/seen.ts'
import { decodeTransaction } from '../../src/vms/tvm/transaction/decode.ts'
import { encodeMessage } from '../../src/vms/tvm/transaction/protobuf.ts'
import { recoverSigner } from '../../src/vms/tvm/transaction/signature.ts'
import { TRANSACTION } from '../../src/vms/tvm/transaction/types.ts'
import { nameOf, TRX, TronChain } from '../support/tron-chain.ts'
import { crypto, type TronWallet, tronWallet } from '../support/tron-wallet.ts'

const [alice, bob] = [1, 2].map(tronWallet) as [TronWallet, TronWallet]
const balances = [alice, bob].map((wallet) => [wallet, 1_000n * TRX] as const)

/** Transactions of public Tron networks, as their explorers and documentation show them. */
const PUBLIC = [
  {
    what: 'a TRC-20 transfer of 2026',
    raw: '0a028ad92208eaef69105495eb1540f09fc0cfcd335aae01081f12a9010a31747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e54726967676572536d617274436f6e747261637412740a1541495511a493d8c362be4267224e6d81013a6862ee121541eca9bc828a3005b9a3b909f2cc5c2a54794de05f2244a9059cbb00000000000000000000004150125bea243a640bf85348873b6c4f3c517aee7a00000000000000000000000000000000000000000000000000000000000000017090cbbccfcd33900180c2d72f',
    txid: 'c70b20da8cb8d96a99c1aceb283412acb9dea313a9e467178431a3c6ae8b9f08',
    signatures: [
      '1788bf0281f67c42f5a09322523edee9969e808a863776f21ab6543de9dd42ca0e4955577879df8074086c620eb96709ba9a95d60a166de190a081e8d69801da00',
    ],
    owner: '495511a493d8c362be4267224e6d81013a6862ee',
    seconds: 1_773_182_856n,
  },
  {
    what: 'a TRX transfer of 2019',
    raw: '0a02163d220877ef4ace148b05ba40d8c5e5a6a32d5a69080112630a2d747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e5472616e73666572436f6e747261637412320a1541a7d8a35b260395c14aa456297662092ba3b76fc01215415a523b449890854c8fc460ab602df9f31fe4293f18c0843d2802709af4e1a6a32d',
    txid: '0ae84a8439f5aa8fd2c458879a4031a7452aebed8e6e99ffbccd26842d4323c4',
    signatures: [
      'e0bd4a60f1b3c89d4da3894d400e7e32385f6dd690aee17fdac4e016cdb294c5128b66f62f3947a7182c015547496eba95510c113bda2a361d811b829343c36501',
      '596ead6439d0f381e67f30b1ed6b3687f2bd53ce5140cdb126cfe4183235804741eeaf79b4e91f251fd7042380a9485d4d29d67f112d5387bc7457b355cd3c4200',
    ],
    owner: undefined,
    seconds: 1_555_664_766n,
  },
] as const

describe('S9: transactions of other chains', () => {
  it.each(PUBLIC)('$what is refused, though its signature is good', (real) => {
    const rawData = hexToBytes(real.raw)
    expect(bytesToHex(crypto.sha256(rawData))).toBe(real.txid)
    const signatures = real.signatures.map(hexToBytes)
    const bytes = encodeMessage(TRANSACTION, { rawData, signatures, results: [] })
    if (real.owner !== undefined) {
      const signers = signatures.map((signature) =>
        bytesToHex(recoverSigner(crypto, hexToBytes(real.txid), signature)),
      )
      expect(signers).toEqual([real.owner])
    }
    // Its owner is rich here, and it is the right time.
    const { contract } = decodeTransaction(crypto, bytes)
    const chain = new TronChain({ start: real.seconds - 30n })
    chain.fund(contract.message.ownerAddress, 1_000n * TRX)
    chain.run()
    const receipt = chain.only({ kind: 'tron', bytes })
    expect([receipt.status, nameOf(receipt)]).toEqual(['rejected', 'ReferenceBlockUnknown'])
  })

  it('a transaction for one chain is not valid on another of the same height, time and accounts', () => {
    const here = new TronChain({ chainId: 1n, balances })
    const there = new TronChain({ chainId: 2n, balances })
    const transaction = here.transfer(alice, bob, 1n)
    expect(nameOf(there.only(transaction))).toBe('ReferenceBlockUnknown')
    expect(nameOf(here.only(transaction))).toBe('success')
  })

  it('a fork of one chain refuses what refers to the other branch', () => {
    const chain = new TronChain({ balances })
    const other = new TronChain({ balances })
    chain.run(chain.transfer(alice, bob, 1n))
    other.run(other.transfer(alice, bob, 2n))
    const transaction = chain.transfer(alice, bob, 3n)
    expect(nameOf(other.only(transaction))).toBe('ReferenceBlockUnknown')
    expect(nameOf(chain.only(transaction))).toBe('success')
  })

  it('a host’s own block ids are what transactions refer to', () => {
    const chain = new TronChain({ balances })
    const id = hexToBytes(`0000000000000000${'ab'.repeat(24)}`)
    const reference = { bytes: Uint8Array.of(0, 0), hash: id.slice(8, 16) }
    const transaction = chain.sign(
      alice,
      'TransferContract',
      { toAddress: bob.address, amount: 1n },
      { reference },
    )
    const [receipt] = chain.execute([transaction], { tron: { blockIds: [id] } })
    expect(nameOf(receipt!)).toBe('success')
  })
})

describe('S6: markers', () => {
  it('outlive the account: funds that come back do not revive a transaction', () => {
    const chain = new TronChain({ balances })
    const all = chain.balance(alice)
    const transaction = chain.transfer(alice, bob, all)
    expect(nameOf(chain.only(transaction))).toBe('success')
    expect(chain.balance(alice)).toBe(0n)
    expect(nameOf(chain.only(chain.transfer(bob, alice, all)))).toBe('success')
    expect(nameOf(chain.only(transaction))).toBe('DuplicateTransaction')
  })

  it('are of the signed bytes: another signature, results or unknown fields make no new transaction', () => {
    const chain = new TronChain({ balances })
    const transaction = chain.transfer(alice, bob, 1n)
    const [signature] = decodeTransaction(crypto, transaction.bytes).signatures as [Uint8Array]
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const high = (order - bytesToU256(signature.subarray(32, 64))).toString(16).padStart(64, '0')
    const twin = Uint8Array.of(
      ...signature.subarray(0, 32),
      ...hexToBytes(high),
      55 - (signature[64] as number),
    )
    const rawStart = transaction.bytes.length - 67
    const copies = [
      Uint8Array.of(...transaction.bytes.subarray(0, rawStart + 2), ...twin),
      Uint8Array.of(...transaction.bytes, 0x2a, 2, 0x18, 1),
      Uint8Array.of(...transaction.bytes, 0x78, 1),
    ]
    const results = chain.run(
      transaction,
      ...copies.map((bytes) => ({ kind: 'tron', bytes }) as const),
    )
    expect(results.map(nameOf)).toEqual([
      'success',
      'DuplicateTransaction',
      'DuplicateTransaction',
      'DuplicateTransaction',
    ])
  })
})

describe('S8: what admits a transaction and its marker live equally long', () => {
  /** The page of the minute, while it is one. */
  const page = (chain: TronChain, expiration: bigint) =>
    chain.state.cell(CellType.machine, [
      Uint8Array.of(Namespace.tvm),
      new TextEncoder().encode('marker-page'),
      u64(expiration / 60_000n),
      Uint8Array.of(0),
    ])

  it('until its expiration a transaction is a duplicate, from then on it is expired, then its marker goes', () => {
    const chain = new TronChain({ balances })
    const life = 3_600n
    const expiration = (chain.now + life) * 1_000n
    const transaction = chain.sign(
      alice,
      'TransferContract',
      { toAddress: bob.address, amount: 1n },
      { expiration },
    )
    const { txid } = decodeTransaction(crypto, transaction.bytes)
    expect(nameOf(chain.only(transaction))).toBe('success')
    chain.wait(life - 9n)
    expect(chain.now * 1_000n).toBeLessThan(expiration)
    expect(nameOf(chain.only(transaction))).toBe('DuplicateTransaction')
    expect(page(chain, expiration)).toEqual(txid.slice(0, 16))
    chain.wait(9n)
    expect(nameOf(chain.only(transaction))).toBe('Expired')
    chain.wait(60n)
    chain.run()
    expect(page(chain, expiration)).toBeUndefined()
    expect(nameOf(chain.only(transaction))).toBe('Expired')
  })

  const start = 1_760_000_040_000n
  const idOf = (number: number) => crypto.sha256(u64(BigInt(number)))
  const isSeen = (seen: SeenTransactions, txid: Uint8Array, expiration: bigint) => {
    try {
      seen.check(txid, expiration)
      return false
    } catch {
      return true
    }
  }

  it('removes whole minutes that have passed, and leaves nothing behind', () => {
    const journal = new Journal(new TronChain({ balances }).state)
    const executed = Array.from({ length: 1_000 }, (_, index) => ({
      txid: idOf(index),
      expiration: start + BigInt((index * 7_919) % 600_000),
    }))
    const block = new SeenTransactions(journal)
    for (const { txid, expiration } of executed) {
      expect(isSeen(block, txid, expiration)).toBe(false)
      block.mark(txid, expiration)
      expect(isSeen(block, txid, expiration)).toBe(true)
    }
    block.finish(start)
    const left = () => {
      const seen = new SeenTransactions(journal)
      return executed.filter(({ txid, expiration }) => isSeen(seen, txid, expiration))
    }
    expect(left().length).toBe(1_000)
    // What still admits its transaction stays; a bucket of a minute goes as a whole.
    const middle = start + 330_000n
    new SeenTransactions(journal).finish(middle)
    const minute = (middle / 60_000n) * 60_000n
    expect(left()).toEqual(executed.filter(({ expiration }) => expiration >= minute))
    new SeenTransactions(journal).finish(start + 10_000_000n)
    expect(left().length).toBe(0)
    journal.endTransaction()
    expect(journal.takeDiff().cells.filter(({ value }) => value !== undefined)).toEqual([])
  })

  it('many markers of one minute, in blocks: pages stay small, all are found, a block removes a bounded number', () => {
    const journal = new Journal(new TronChain({ balances }).state)
    const count = 70_000
    let made = 0
    for (const size of [1, 255, 1, 1, 9_742, 30_000, 30_000]) {
      const block = new SeenTransactions(journal)
      for (const to = made + size; made < to; made++) block.mark(idOf(made), start + 1n)
      block.finish(start)
      if (made !== 256 && made !== 257) continue
      // One page while it is not over full, then a node that was cut and two pages.
      expect(journal.changedCells.length).toBe(made === 256 ? 2 : 4)
    }
    expect(made).toBe(count)
    const seen = new SeenTransactions(journal)
    for (let number = 0; number < count; number += 37)
      expect(isSeen(seen, idOf(number), start + 1n)).toBe(true)
    for (let number = count; number < count + 1_000; number++)
      expect(isSeen(seen, idOf(number), start + 1n)).toBe(false)
    expect(isSeen(seen, idOf(0), start + 60_001n)).toBe(false)
    const cells = () => journal.changedCells.filter(({ value }) => value !== undefined).length
    expect(journal.changedCells.every(({ value }) => (value?.length ?? 0) <= 4_096)).toBe(true)
    // Pages are at least half full on average, with one inner node less than pages.
    expect(cells()).toBeLessThan((count / 128) * 2)
    for (let before = cells(); before > 0; before = cells()) {
      new SeenTransactions(journal).finish(start + 120_000n)
      // The range's cell goes with the last of them.
      expect(before - cells()).toBeLessThanOrEqual(257)
      expect(before - cells()).toBeGreaterThan(0)
    }
    journal.endTransaction()
    expect(journal.takeDiff().cells).toEqual([])
  })

  it('ids that were ground to common bits lengthen one path and are all told apart', () => {
    const journal = new Journal(new TronChain({ balances }).state)
    const twins = Array.from({ length: 600 }, (_, index) => {
      const txid = new Uint8Array(32).fill(0xa5)
      txid.set([index >> 8, index & 0xff], 12)
      return txid
    })
    for (let at = 0; at < twins.length; at += 200) {
      const block = new SeenTransactions(journal)
      for (const txid of twins.slice(at, at + 200)) block.mark(txid, start)
      block.finish(start)
    }
    const seen = new SeenTransactions(journal)
    for (const txid of twins) expect(isSeen(seen, txid, start)).toBe(true)
    const other = Uint8Array.from(twins[0]!)
    other.set([2, 0x58], 12)
    expect(isSeen(seen, other, start)).toBe(false)
    expect(journal.changedCells.length).toBeLessThan(128)
    new SeenTransactions(journal).finish(start + 60_000n)
    journal.endTransaction()
    expect(journal.takeDiff().cells).toEqual([])
  })

  it('a block that brings another id for a known block, or one from its future, throws', () => {
    const chain = new TronChain({ balances })
    chain.run()
    const id = (number: string) => hexToBytes(number.padStart(16, '0') + 'cd'.repeat(24))
    const withIds = (...blockIds: Uint8Array[]) =>
      executeBlock(chain.state, [], { tron: { blockIds } }, { engines: chain.engines })
    expect(() => withIds(id('0'))).toThrow('BlockNotAfterParent')
    expect(() => withIds(id('2'))).toThrow('InvalidBlockContext')
    expect(() => withIds(id('1'), id('1'))).toThrow('InvalidBlockContext')
    expect(() => withIds(id('1'))).not.toThrow()
  })

  it('the ring forgets: a reference 65,536 blocks back is unknown, one block less is known', () => {
    for (const [jump, expected] of [
      [65_536n, 'success'],
      [65_537n, 'ReferenceBlockUnknown'],
    ] as const) {
      const chain = new TronChain({ balances })
      chain.run()
      const transaction = chain.transfer(alice, bob, 1n)
      chain.run()
      const [receipt] = chain.execute([transaction], { number: 1n + jump })
      expect(nameOf(receipt!)).toBe(expected)
    }
  })
})

describe('S10: machines', () => {
  /** CHAINID, MSTORE at 0, RETURN 32 bytes. */
  const code = hexToBytes('4660005260206000f3')

  it('CHAINID of the TVM is not the EVM’s, for any form of it, and differs from chain to chain', () => {
    const words = [1n, 2n, 1_337n].map((chainId) => {
      const { state } = new TronChain({ chainId, balances })
      const to = new Uint8Array(20).fill(9)
      const word = bytesToU256(tvmCall(state, { to, overrides: [{ address: to, code }] }).output)
      expect(word).not.toBe(chainId)
      expect(word).toBeLessThan(1n << 32n)
      return word
    })
    expect(new Set(words).size).toBe(3)
    const off = { ALLOW_TVM_COMPATIBLE_EVM: 0n, ALLOW_OPTIMIZED_RETURN_VALUE_OF_CHAIN_ID: 0n }
    const { state } = new TronChain({ balances, parameters: off })
    const to = new Uint8Array(20).fill(9)
    const long = tvmCall(state, { to, overrides: [{ address: to, code }] }).output
    expect(long).toEqual(tronGenesisId(crypto, 1_337n, state.root))
  })

  it('a chain id that is the hash’s own last bytes is passed over', () => {
    const root = new Uint8Array(32)
    for (let chainId = 1n; chainId < 2_000n; chainId++) {
      const id = tronGenesisId(crypto, chainId, root)
      expect(bytesToU256(id.subarray(28))).not.toBe(chainId)
    }
  })
})
