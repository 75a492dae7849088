/** The life of raw Tron transactions through executeBlock: what is paid, what is refused, each refusal an error of its own. */
import { describe, expect, it } from 'vitest'
import { bytesToHex, concatBytes, hexToBytes } from '../../src/primitives/bytes.ts'
import type { PermissionMessage } from '../../src/vms/tvm/actuators/messages.ts'
import { decodeTransaction } from '../../src/vms/tvm/transaction/decode.ts'
import { recoverSigner } from '../../src/vms/tvm/transaction/signature.ts'
import { detailsOf, nameOf, TRX, TronChain } from '../support/tron-chain.ts'
import { crypto, rawOf, signRaw, type TronWallet, tronWallet } from '../support/tron-wallet.ts'

const [alice, bob, carol, dave, erin, frank] = [1, 2, 3, 4, 5, 6].map(tronWallet) as [
  TronWallet,
  TronWallet,
  TronWallet,
  TronWallet,
  TronWallet,
  TronWallet,
]

function newChain(parameters: Readonly<Record<string, bigint>> = {}) {
  return new TronChain({
    balances: [alice, bob].map((wallet) => [wallet, 1_000n * TRX] as const),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
  })
}

/** What alice signs in the tests of refusals. */
const payment = { toAddress: bob.address, amount: 5n }

const keys = (...wallets: TronWallet[]) => wallets.map(({ address }) => ({ address, weight: 1n }))

const permission = (
  type: 0 | 2,
  threshold: bigint,
  signers: readonly TronWallet[],
  operations = type === 2 ? '7fff1fc0033ef30f' : '',
): PermissionMessage => ({
  type,
  permissionName: type === 0 ? 'owner' : 'active',
  threshold,
  parentId: 0,
  operations: operations === '' ? new Uint8Array(0) : hexToBytes(operations.padEnd(64, '0')),
  keys: keys(...signers),
})

/** A chain on which alice's first active permission (id 2) needs `threshold` of the signers. */
function sharedChain(threshold: bigint, signers: readonly TronWallet[], operations?: string) {
  const chain = newChain()
  const receipt = chain.only(
    chain.sign(alice, 'AccountPermissionUpdateContract', {
      owner: permission(0, 1n, [alice]),
      witness: undefined,
      actives: [permission(2, threshold, signers, operations)],
    }),
  )
  expect(nameOf(receipt)).toBe('success')
  return chain
}

describe('a TRX transfer', () => {
  it('moves sun, pays with free bandwidth, and its receipt has its own hash', () => {
    const chain = newChain()
    const transaction = chain.transfer(alice, bob, 1_234_567n)
    const receipt = chain.only(transaction)
    expect(nameOf(receipt)).toBe('success')
    expect(receipt.kind).toBe('tron')
    expect(receipt.machine).toBe('tvm')
    expect(receipt.hash).toEqual(decodeTransaction(crypto, transaction.bytes).txid)
    expect(receipt.sender).toEqual(alice.id)
    expect(receipt.gasUsed).toBe(0n)
    expect(detailsOf(receipt)).toMatchObject({ netUsage: 267n, netFee: 0n, fee: 0n })
    expect(chain.balance(alice)).toBe(1_000n * TRX - 1_234_567n)
    expect(chain.balance(bob)).toBe(1_000n * TRX + 1_234_567n)
  })

  it('is of the bytes as they were given: a Buffer that is used again changes nothing', () => {
    const chain = newChain()
    const twin = newChain()
    const { bytes } = chain.transfer(alice, carol, 7n)
    const buffer = Buffer.from(bytes)
    const receipt = chain.only({ kind: 'tron', bytes: buffer })
    buffer.fill(0)
    twin.only({ kind: 'tron', bytes })
    expect(nameOf(receipt)).toBe('success')
    expect(receipt.hash).toEqual(decodeTransaction(crypto, bytes).txid)
    expect(chain.state.root).toEqual(twin.state.root)
    chain.run()
    twin.run()
    expect(chain.state.root).toEqual(twin.state.root)
    expect(nameOf(chain.only({ kind: 'tron', bytes }))).toBe('DuplicateTransaction')
  })

  it('to nobody creates the account, for the fees of that', () => {
    const chain = newChain()
    const receipt = chain.only(chain.transfer(alice, carol, 7n))
    expect(detailsOf(receipt)).toMatchObject({ netUsage: 0n, netFee: 100_000n, fee: 1_100_000n })
    expect(receipt.fee.burnt).toBe(1_100_000n * 10n ** 12n)
    expect(chain.balance(carol)).toBe(7n)
    expect(chain.balance(alice)).toBe(1_000n * TRX - 1_100_007n)
  })

  it('beyond the free bandwidth burns for its bytes; a memo has its price', () => {
    const chain = newChain()
    const memo = new TextEncoder().encode('hello')
    const transfers = [1n, 2n, 3n].map((sun) => chain.transfer(alice, bob, sun))
    const receipts = chain.run(
      ...transfers,
      chain.sign(alice, 'TransferContract', payment, { memo }),
    )
    // 3 * 265 bytes do not fit 600 free ones.
    expect(receipts.map((receipt) => detailsOf(receipt).netFee)).toEqual([
      0n,
      0n,
      265_000n,
      272_000n,
    ])
    expect(detailsOf(receipts[3]).fee).toBe(1_272_000n)
  })
})

describe('what keeps a transaction out is an error of its own, and costs nothing', () => {
  const refused: readonly (readonly [
    name: string,
    error: string,
    sign: (chain: TronChain) => ReturnType<TronChain['sign']>,
  ])[] = [
    [
      'an expiration at the head',
      'Expired',
      (chain) =>
        chain.sign(alice, 'TransferContract', payment, { expiration: (chain.now - 3n) * 1_000n }),
    ],
    [
      'an expiration before the block it is in (id 88)',
      'Expired',
      (chain) =>
        chain.sign(alice, 'TransferContract', payment, { expiration: chain.now * 1_000n - 1n }),
    ],
    [
      'an expiration more than a day ahead',
      'ExpirationTooFar',
      (chain) =>
        chain.sign(alice, 'TransferContract', payment, {
          expiration: (chain.now - 3n) * 1_000n + 86_400_001n,
        }),
    ],
    [
      'another block hash (TaPoS)',
      'ReferenceBlockUnknown',
      (chain) =>
        chain.sign(alice, 'TransferContract', payment, {
          reference: { bytes: Uint8Array.of(0, 0), hash: new Uint8Array(8) },
        }),
    ],
    [
      'a block that is not known (TaPoS)',
      'ReferenceBlockUnknown',
      (chain) =>
        chain.sign(alice, 'TransferContract', payment, {
          reference: { bytes: Uint8Array.of(0, 9), hash: new Uint8Array(8) },
        }),
    ],
    [
      'another owner than the signer',
      'SignerNotPermitted',
      (chain) => chain.sign(alice, 'TransferContract', payment, { signers: [bob] }),
    ],
    [
      'five signatures plus one',
      'TooManySignatures',
      (chain) =>
        chain.sign(alice, 'TransferContract', payment, {
          signers: [alice, bob, carol, dave, erin, frank],
        }),
    ],
    [
      'more signatures than the permission has keys',
      'TooManySignatures',
      (chain) => chain.sign(alice, 'TransferContract', payment, { signers: [alice, bob] }),
    ],
    [
      'no signature',
      'InvalidSignature',
      (chain) => chain.sign(alice, 'TransferContract', payment, { signers: [] }),
    ],
    [
      'a permission that does not exist',
      'PermissionDenied',
      (chain) => chain.sign(alice, 'TransferContract', payment, { permissionId: 3 }),
    ],
    [
      'an owner that does not exist',
      'ContractRefused',
      (chain) => chain.sign(carol, 'TransferContract', payment),
    ],
    [
      'more than the balance',
      'ContractRefused',
      (chain) => chain.transfer(alice, bob, 1_000n * TRX + 1n),
    ],
    ['nothing', 'ContractRefused', (chain) => chain.transfer(alice, bob, 0n)],
    [
      'a call of what is no contract',
      'ContractRefused',
      (chain) =>
        chain.sign(
          alice,
          'TriggerSmartContract',
          {
            contractAddress: bob.address,
            callValue: 0n,
            data: new Uint8Array(0),
            callTokenValue: 0n,
            tokenId: 0n,
          },
          { feeLimit: TRX },
        ),
    ],
    [
      'a fee limit over the chain’s',
      'ContractRefused',
      (chain) =>
        chain.sign(
          alice,
          'CreateSmartContract',
          {
            newContract: {
              originAddress: alice.address,
              abi: undefined,
              bytecode: Uint8Array.of(0),
              callValue: 0n,
              consumeUserResourcePercent: 100n,
              name: '',
              originEnergyLimit: 1n,
              version: 0,
            },
            callTokenValue: 0n,
            tokenId: 0n,
          },
          { feeLimit: 15_000n * TRX + 1n },
        ),
    ],
  ]
  it.each(refused)('%s: %s', (_, error, sign) => {
    const chain = newChain()
    const before = [chain.balance(alice), chain.balance(bob)]
    const receipt = chain.only(sign(chain))
    expect(receipt.error?.message).toContain(error)
    expect([receipt.status, nameOf(receipt)]).toEqual(['rejected', error])
    expect(receipt.fee.paid).toBe(0n)
    expect([chain.balance(alice), chain.balance(bob)]).toEqual(before)
  })

  it('a duplicate, in the same block or a later one', () => {
    const chain = newChain()
    const transaction = chain.transfer(alice, bob, 1n)
    expect(chain.run(transaction, transaction).map(nameOf)).toEqual([
      'success',
      'DuplicateTransaction',
    ])
    expect(nameOf(chain.only(transaction))).toBe('DuplicateTransaction')
    expect(chain.balance(bob)).toBe(1_000n * TRX + 1n)
  })

  it('a weight below the threshold, one key twice, and a permission that forbids the type', () => {
    const chain = sharedChain(2n, [bob, carol])
    const by = (...signers: TronWallet[]) =>
      chain.sign(alice, 'TransferContract', payment, { permissionId: 2, signers })
    expect(nameOf(chain.only(by(bob)))).toBe('SignatureWeightTooLow')
    expect(nameOf(chain.only(by(bob, bob)))).toBe('DuplicateSigner')
    expect(nameOf(chain.only(by(bob, dave)))).toBe('SignerNotPermitted')
    expect(nameOf(chain.only(by(bob, carol)))).toBe('success')
    // Bit 1 is TransferContract: 0x7d has it off.
    const narrow = sharedChain(1n, [bob], '7d')
    const one = narrow.sign(alice, 'TransferContract', payment, {
      permissionId: 2,
      signers: [bob],
    })
    expect(nameOf(narrow.only(one))).toBe('PermissionDenied')
  })

  it('five of five keys sign together, for the price of several signatures', () => {
    const five = [bob, carol, dave, erin, frank]
    const chain = sharedChain(5n, five)
    const receipt = chain.only(
      chain.sign(alice, 'TransferContract', payment, { permissionId: 2, signers: five }),
    )
    expect(nameOf(receipt)).toBe('success')
    const { fee, netFee } = detailsOf(receipt)
    expect(fee - netFee).toBe(TRX)
  })

  it('signatures as java-tron reads them: any v form, high s, bytes behind the 65th', () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const chain = newChain()
    const raw = rawOf(chain.state, chain.now, {
      type: 'TransferContract',
      message: { ownerAddress: alice.address, ...payment },
    })
    const { txid, signatures } = decodeTransaction(crypto, signRaw(raw, [alice]).bytes)
    const [signature] = signatures as [Uint8Array]
    const v = (signature[64] as number) - 27
    const s = BigInt(`0x${bytesToHex(signature.subarray(32, 64))}`)
    const high = hexToBytes((order - s).toString(16).padStart(64, '0'))
    const r = signature.subarray(0, 32)
    const forms = [
      concatBytes(signature.subarray(0, 64), Uint8Array.of(v)),
      concatBytes(signature.subarray(0, 64), Uint8Array.of(31 + v)),
      concatBytes(r, high, Uint8Array.of(28 - v)),
      concatBytes(signature, new Uint8Array(30).fill(7)),
    ]
    for (const form of forms) expect(recoverSigner(crypto, txid, form)).toEqual(alice.address)
    const wrong = [
      signature.subarray(0, 64),
      concatBytes(signature.subarray(0, 64), Uint8Array.of(35)),
    ]
    for (const form of wrong) {
      expect(() => recoverSigner(crypto, txid, form)).toThrow('InvalidSignature')
    }
  })
})

describe('a contract', () => {
  /** Init code that stores a runtime of less than 256 bytes. */
  const initCode = (runtime: string) => {
    const length = (runtime.length / 2).toString(16).padStart(2, '0')
    return hexToBytes(`60${length}600c60003960${length}6000f3${runtime}`)
  }
  const deploy = (chain: TronChain, runtime: string, percent = 100n) =>
    chain.sign(
      alice,
      'CreateSmartContract',
      {
        newContract: {
          originAddress: alice.address,
          abi: undefined,
          bytecode: initCode(runtime),
          callValue: 0n,
          consumeUserResourcePercent: percent,
          name: 'test',
          originEnergyLimit: 1_000_000n,
          version: 0,
        },
        callTokenValue: 0n,
        tokenId: 0n,
      },
      { feeLimit: 100n * TRX },
    )
  const trigger = (chain: TronChain, contract: Uint8Array, feeLimit: bigint, callValue = 0n) =>
    chain.sign(
      bob,
      'TriggerSmartContract',
      {
        contractAddress: contract,
        callValue,
        data: new Uint8Array(0),
        callTokenValue: 0n,
        tokenId: 0n,
      },
      { feeLimit },
    )
  const deployed = (runtime: string) => {
    const chain = newChain()
    const receipt = chain.only(deploy(chain, runtime))
    expect(nameOf(receipt)).toBe('success')
    return { chain, contract: receipt.created as Uint8Array }
  }

  it('is deployed at the address of its transaction, and energy that nobody staked for is burnt', () => {
    const chain = newChain()
    const before = chain.balance(alice)
    const receipt = chain.only(deploy(chain, '00'))
    const details = detailsOf(receipt)
    expect(details.contractAddress).toEqual(receipt.created)
    expect(details.energyUsageTotal).toBe(receipt.gasUsed)
    expect(details.energyFee).toBe(details.energyUsageTotal * 100n)
    expect(before - chain.balance(alice)).toBe(details.fee)
  })

  it('that reverts leaves exactly the charged energy and bandwidth', () => {
    // SSTORE(0, 1), then REVERT
    const { chain, contract } = deployed('600160005560006000fd')
    const before = chain.balance(bob)
    const receipt = chain.only(trigger(chain, contract, 10n * TRX, 5n))
    expect([receipt.status, nameOf(receipt)]).toEqual(['reverted', 'Reverted'])
    const details = detailsOf(receipt)
    expect(details).toMatchObject({ contractRet: 2, resMessage: 'REVERT opcode executed' })
    expect(details.energyUsageTotal).toBe(20_012n)
    expect(before - chain.balance(bob)).toBe(20_012n * 100n + details.netFee)
    expect(chain.balance({ address: contract })).toBe(0n)
  })

  it('that breaks takes the whole energy limit, and a failed one is a duplicate afterwards', () => {
    const { chain, contract } = deployed('fe')
    const before = chain.balance(bob)
    const transaction = trigger(chain, contract, 2n * TRX)
    const receipt = chain.only(transaction)
    expect([receipt.status, nameOf(receipt)]).toEqual(['halted', 'InvalidOpcode'])
    expect(detailsOf(receipt)).toMatchObject({ contractRet: 8, energyUsageTotal: 20_000n })
    expect(before - chain.balance(bob)).toBe(2n * TRX + detailsOf(receipt).netFee)
    expect(nameOf(chain.only(transaction))).toBe('DuplicateTransaction')
  })

  it('counts its energy limit against the block’s gas', () => {
    const { chain, contract } = deployed('00')
    const [first, second] = chain.execute(
      [trigger(chain, contract, 2n * TRX), trigger(chain, contract, 3n * TRX)],
      { gasLimit: 20_000n },
    )
    expect([first, second].map((receipt) => nameOf(receipt!))).toEqual([
      'success',
      'BlockGasLimitExceeded',
    ])
    const [third] = chain.execute([trigger(chain, contract, 4n * TRX)], {
      gasLimits: { tvm: 39_999n },
    })
    expect(nameOf(third!)).toBe('BlockGasLimitExceeded')
  })
})
