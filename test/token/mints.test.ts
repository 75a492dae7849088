/** Mints in the machines: faces, addresses in use (S12), coin that waited there; tokens across machines; lists. */
import { describe, expect, it } from 'vitest'
import { legacyId } from '../../src/identity/legacy.ts'
import { Namespace } from '../../src/state/reader.ts'
import {
  createMint,
  createToken,
  crossVmTransfer,
  erc20Address,
  NATIVE_COIN_ID,
  nextTokenId,
  type TokenFace,
  type TokenFacePlace,
  transfer,
  trc20Address,
} from '../../src/token/index.ts'
import { crypto, id, TokenLab } from './lab.ts'

const M = id(0x44)
const [AUTHORITY, ALICE, BOB] = [id(1), id(2), id(3)]
const DESCRIPTION = {
  decimals: 6,
  mintAuthority: { id: AUTHORITY, address: undefined },
  freezeAuthority: undefined,
  face: 0,
} as const

class Recorder implements TokenFace {
  readonly namespace: number
  readonly installed: TokenFacePlace[] = []
  isTaken = false

  constructor(namespace: number) {
    this.namespace = namespace
  }

  inUse(): boolean {
    return this.isTaken
  }

  install(place: TokenFacePlace): void {
    this.installed.push(place)
  }
}

function withFaces() {
  const lab = new TokenLab()
  const [evm, svm, tvm] = [Namespace.evm, Namespace.svm, Namespace.tvm].map((n) => new Recorder(n))
  for (const face of [evm!, svm!, tvm!]) lab.ledger.addFace(face)
  return { lab, evm: evm!, svm: svm!, tvm: tvm! }
}

describe('faces', () => {
  it('are installed once each, at addresses of their own', () => {
    const { lab, evm, svm, tvm } = withFaces()
    const mint = lab.create(M)
    expect(evm.installed.map(({ address }) => address)).toEqual([erc20Address(crypto, M)])
    expect(svm.installed.map(({ address }) => address)).toEqual([M])
    expect(tvm.installed.map(({ address }) => address)).toEqual([trc20Address(crypto, M)])
    expect(lab.ledger.mintAt(Namespace.evm, erc20Address(crypto, M))).toBe(mint)
    expect(lab.ledger.mintAt(Namespace.tvm, trc20Address(crypto, M))).toBe(mint)
    // S10: neither machine knows the other's address.
    expect(lab.ledger.mintAt(Namespace.evm, trc20Address(crypto, M))).toBeUndefined()
    expect(lab.ledger.mintAt(Namespace.tvm, erc20Address(crypto, M))).toBeUndefined()
  })

  it('of the machine that creates the mint are its own matter; a factory’s are all installed', () => {
    const { lab, evm, svm } = withFaces()
    createMint(lab.ledger, M, { ...DESCRIPTION, face: Namespace.svm })
    expect([evm.installed.length, svm.installed.length]).toEqual([1, 0])
    const made = createToken(lab.ledger, ALICE, {
      decimals: 0,
      metadata: { name: 'a', symbol: 'b', uri: '' },
      mintAuthority: undefined,
      freezeAuthority: undefined,
      supply: 1n,
      face: Namespace.evm,
    })
    if (typeof made === 'string') throw new Error(made)
    expect([evm.installed.length, svm.installed.length]).toEqual([2, 1])
    expect(made.record.face).toBe(Namespace.evm)
    expect(evm.installed.map(({ creation }) => creation)).toEqual([0, 1])
  })

  it('are rolled back with the mint', () => {
    const { lab } = withFaces()
    const mark = lab.journal.checkpoint()
    lab.create(M)
    lab.journal.revert(mark)
    expect(lab.ledger.mint(M)).toBeUndefined()
    expect(lab.ledger.mintAt(Namespace.evm, erc20Address(crypto, M))).toBeUndefined()
    lab.create(M)
    expect(lab.ledger.mintAt(Namespace.evm, erc20Address(crypto, M))?.id).toEqual(M)
  })
})

describe('S12: an address in use', () => {
  it('in any machine is an error, and nothing is made anywhere', () => {
    const { lab, evm, svm, tvm } = withFaces()
    tvm.isTaken = true
    const mark = lab.journal.checkpoint()
    expect(createMint(lab.ledger, M, DESCRIPTION)).toBe('AddressInUse')
    expect(lab.journal.checkpoint()).toBe(mark)
    expect([evm, svm, tvm].flatMap(({ installed }) => installed)).toEqual([])
  })

  it('by an alias is one too', () => {
    const { lab } = withFaces()
    const alias = { id: BOB, canonical: false, revoked: false }
    lab.journal.setAlias(Namespace.evm, erc20Address(crypto, M), alias)
    expect(createMint(lab.ledger, M, DESCRIPTION)).toBe('AddressInUse')
  })

  it('by coin alone is none: the coin goes to the mint authority', () => {
    const { lab } = withFaces()
    for (const [namespace, address] of [
      [Namespace.evm, erc20Address(crypto, M)],
      [Namespace.svm, M],
      [Namespace.tvm, trc20Address(crypto, M)],
    ] as const) {
      const waiting = lab.journal.account(legacyId(crypto, namespace, address))
      lab.journal.supply.issue(waiting, 5n, 'test')
    }
    lab.create(M)
    expect(lab.journal.account(AUTHORITY).balance).toBe(15n)
  })

  it('by coin alone is none: without mint authority it is the factory’s creator who gets it', () => {
    const { lab } = withFaces()
    const address = erc20Address(crypto, nextTokenId(lab.ledger, ALICE))
    const waiting = lab.journal.account(legacyId(crypto, Namespace.evm, address))
    lab.journal.supply.issue(waiting, 5n, 'test')
    const metadata = { name: 'a', symbol: 'b', uri: '' }
    const fixed = { mintAuthority: undefined, freezeAuthority: undefined, supply: 1n, face: 0 }
    createToken(lab.ledger, ALICE, { decimals: 0, metadata, ...fixed })
    expect(lab.journal.account(ALICE).balance).toBe(5n)
  })
})

describe('crossVmTransfer', () => {
  const send = (
    lab: TokenLab,
    token: Uint8Array,
    amount: bigint,
    destination: number,
    to: Uint8Array,
  ) => crossVmTransfer(lab.ledger, ALICE, { token, amount, destination, recipient: to })

  it('of units reaches the account behind an address of any machine', () => {
    const lab = new TokenLab()
    const mint = lab.funded(M, [2, 100n])
    const script = new Uint8Array(22).fill(7)
    for (const [destination, address, reached] of [
      [0, BOB, BOB],
      [1, new Uint8Array(20).fill(1), legacyId(crypto, 1, new Uint8Array(20).fill(1))],
      [2, id(0x77), legacyId(crypto, 2, id(0x77))],
      [3, script, legacyId(crypto, 3, script)],
      [4, new Uint8Array(20).fill(1), legacyId(crypto, 4, new Uint8Array(20).fill(1))],
    ] as const) {
      expect(send(lab, M, 10n, destination, address)).toBeUndefined()
      expect(mint.holder(reached).balance).toBe(10n)
    }
    expect(mint.holder(ALICE).balance).toBe(50n)
  })

  it('of coin moves whole units of the destination and never rounds', () => {
    const lab = new TokenLab()
    lab.journal.supply.issue(lab.journal.account(ALICE), 10n ** 18n, 'test')
    const coin = (amount: bigint, destination: number, to: Uint8Array) =>
      send(lab, NATIVE_COIN_ID, amount, destination, to)
    expect(coin(10n ** 9n - 1n, 2, id(0x77))).toBe('AmountNotWhole')
    expect(coin(10n ** 9n, 2, id(0x77))).toBeUndefined()
    expect(coin(10n ** 11n, 4, new Uint8Array(20))).toBe('AmountNotWhole')
    expect(coin(10n ** 18n, 1, new Uint8Array(20))).toBe('InsufficientCoin')
    expect(coin(1n, 1, new Uint8Array(20))).toBeUndefined()
    const reached = lab.journal.account(legacyId(crypto, Namespace.svm, id(0x77)))
    expect(reached.balance).toBe(10n ** 9n)
  })

  it('refuses destinations that are no machine or no address of it', () => {
    const lab = new TokenLab()
    lab.funded(M, [2, 100n])
    for (const [destination, length] of [
      [5, 20],
      [255, 20],
      [0, 20],
      [1, 32],
      [1, 19],
      [2, 20],
      [3, 0],
      [3, 65],
      [4, 21],
    ] as const)
      expect(send(lab, M, 1n, destination, new Uint8Array(length))).toBe('UnknownDestination')
    expect(send(lab, id(0x99), 1n, 0, BOB)).toBe('MintMissing')
    expect(send(lab, M, 1n << 64n, 0, BOB)).toBe('AmountOutOfRange')
  })
})

describe('permit nonces', () => {
  it('S10: are of mint, machine and address, and rise', () => {
    const { ledger } = new TokenLab()
    const address = new Uint8Array(20).fill(9)
    ledger.usePermitNonce(M, Namespace.evm, address)
    ledger.usePermitNonce(M, Namespace.evm, address)
    expect(ledger.permitNonce(M, Namespace.evm, address)).toBe(2n)
    expect(ledger.permitNonce(M, Namespace.tvm, address)).toBe(0n)
    expect(ledger.permitNonce(id(0x45), Namespace.evm, address)).toBe(0n)
    expect(ledger.permitNonce(M, Namespace.evm, new Uint8Array(20).fill(8))).toBe(0n)
  })
})

describe('a mint that failed to exist', () => {
  it('has no holders', () => {
    const lab = new TokenLab()
    const mark = lab.journal.checkpoint()
    const mint = lab.funded(M, [2, 5n])
    lab.journal.revert(mark)
    expect(lab.ledger.mint(M)).toBeUndefined()
    lab.create(M)
    expect(transfer(lab.ledger, mint, ALICE, BOB, 1n)).toBe('InsufficientBalance')
  })
})
