/** A chain of one-call blocks over a MemoryState: signs envelopes, runs them through the router, applies the diff. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import type { BlockContext } from '../../src/block-context.ts'
import { Algorithm } from '../../src/crypto/algorithms.ts'
import { nobleCrypto as crypto } from '../../src/crypto/noble.ts'
import type { Engine, Life, Settlement } from '../../src/engine.ts'
import type { UnsignedEnvelope } from '../../src/envelope.ts'
import { attachCredential, envelopeSigningDigest } from '../../src/envelope.ts'
import { openEnvelope } from '../../src/envelope-life.ts'
import { InvalidTransactionError } from '../../src/errors.ts'
import type { KeyRegistration } from '../../src/identity/keys.ts'
import { registrationDigest } from '../../src/identity/keys.ts'
import { selfCertifyingId } from '../../src/identity/legacy.ts'
import type { MachineIdentities } from '../../src/identity/machine.ts'
import type { Outcome } from '../../src/receipt.ts'
import { Router } from '../../src/router.ts'
import type { ChainConfig } from '../../src/state/chain-config.ts'
import { Journal } from '../../src/state/journal.ts'
import type { NativePayload } from '../../src/vms/native/index.ts'
import { createNativeEngine, encodeNativePayload } from '../../src/vms/native/index.ts'
import { MemoryState, testChain } from './memory-state.ts'

export { crypto }

/** One coin. */
export const COIN = 10n ** 18n

/** A key pair and the id that certifies it. */
export interface Signer {
  readonly algorithm: number
  readonly publicKey: Uint8Array
  readonly id: Uint8Array
  sign(digest: Uint8Array): Uint8Array
}

const secret = (seed: number) => new Uint8Array(32).fill(seed)

export function ed25519Signer(seed: number): Signer {
  const publicKey = ed25519.getPublicKey(secret(seed))
  return {
    algorithm: Algorithm.ed25519,
    publicKey,
    id: selfCertifyingId(crypto, Algorithm.ed25519, publicKey),
    sign: (digest) => ed25519.sign(digest, secret(seed)),
  }
}

export function secp256k1Signer(seed: number): Signer {
  const publicKey = secp256k1.getPublicKey(secret(seed), true)
  return {
    algorithm: Algorithm.secp256k1,
    publicKey,
    id: selfCertifyingId(crypto, Algorithm.secp256k1, publicKey),
    sign: (digest) => secp256k1.sign(digest, secret(seed), { prehash: false }),
  }
}

export function mlDsa44Signer(seed: number): Signer {
  const { publicKey, secretKey } = ml_dsa44.keygen(secret(seed))
  return {
    algorithm: Algorithm.mlDsa44,
    publicKey,
    id: selfCertifyingId(crypto, Algorithm.mlDsa44, publicKey),
    sign: (digest) => ml_dsa44.sign(digest, secretKey, { extraEntropy: false }),
  }
}

export type Result =
  | { readonly status: 'rejected'; readonly code: string; readonly message: string }
  | {
      readonly status: Outcome['status']
      readonly code: string | undefined
      readonly life: Life
      readonly outcome: Outcome
      readonly settlement: Settlement
    }

export interface TestChainOptions {
  readonly engines?: readonly Engine[]
  readonly machines?: MachineIdentities
  readonly config?: Partial<ChainConfig>
  readonly genesisRoot?: Uint8Array
  readonly block?: Partial<BlockContext>
}

const EMPTY = new Uint8Array(0)

export class TestChain {
  readonly reader: MemoryState
  readonly genesisRoot: Uint8Array
  number = 0n
  private readonly router: Router
  private readonly block: Partial<BlockContext>

  constructor(options: TestChainOptions = {}) {
    const engines = [
      createNativeEngine({ machines: options.machines ?? [] }),
      ...(options.engines ?? []),
    ]
    const machines = engines.map(({ name }) => name)
    this.reader = new MemoryState(
      testChain({
        chainId: 1337n,
        machines,
        forks: [],
        allow: { unprotectedTransactions: false, chainIdZeroAuthorizations: false },
        ...options.config,
      }),
    )
    this.genesisRoot = options.genesisRoot ?? new Uint8Array(32).fill(0x67)
    this.router = new Router(engines)
    this.block = options.block ?? {}
  }

  context(overrides: Partial<BlockContext> = {}): BlockContext {
    return {
      number: this.number,
      timestamp: 1_760_000_000n,
      coinbase: new Uint8Array(20).fill(0xcb),
      gasLimit: 1n << 62n,
      gasLimits: {},
      baseFeePerGas: 0n,
      blobBaseFee: 1n,
      prevRandao: new Uint8Array(32),
      difficulty: 0n,
      blockHashes: { get: () => undefined },
      parentBeaconBlockRoot: undefined,
      parentHash: undefined,
      withdrawals: [],
      requests: false,
      reward: 0n,
      tron: { blockIds: [], headTimestamp: 0n },
      solana: {
        slot: undefined,
        blockhash: new Uint8Array(32).fill(Number(this.number % 251n) + 1),
        unixTimestamp: 1_760_000_000n,
        lastRestartSlot: 0n,
      },
      genesisRoot: this.genesisRoot,
      ...this.block,
      ...overrides,
    }
  }

  /** Changes state outside any transaction. */
  edit(change: (journal: Journal) => void): void {
    const journal = new Journal(this.reader)
    change(journal)
    journal.endTransaction()
    this.reader.apply(journal.takeDiff())
  }

  /** A journal to look through. */
  look(): Journal {
    return new Journal(this.reader)
  }

  fund(id: Uint8Array, amount: bigint): void {
    this.edit((journal) => journal.supply.issue(journal.account(id), amount, 'genesis'))
  }

  balance(id: Uint8Array): bigint {
    return this.reader.account(id)?.balance ?? 0n
  }

  nonce(id: Uint8Array): bigint {
    return this.reader.account(id)?.nonce ?? 0n
  }

  /** Runs one block of one envelope, as the transition would. */
  run(bytes: Uint8Array, overrides: Partial<BlockContext> = {}): Result {
    this.number++
    const journal = new Journal(this.reader)
    const open = this.router.open({
      journal,
      chain: this.reader.chain,
      block: this.context(overrides),
      crypto,
      caches: new Map(),
      inspector: undefined,
      transactionIndex: 0,
    })
    try {
      const life = openEnvelope(open, bytes)
      life.validate()
      life.preExecute()
      const outcome = life.execute()
      const settlement = life.postExecute(outcome)
      journal.endTransaction()
      return { status: outcome.status, code: outcome.failure?.name, life, outcome, settlement }
    } catch (error) {
      if (!(error instanceof InvalidTransactionError)) throw error
      if (!journal.untouched) throw new Error('a rejected transaction has changed something')
      return { status: 'rejected', code: error.codeName, message: error.message }
    } finally {
      if (journal.untouched) this.reader.apply(journal.takeDiff())
    }
  }

  unsigned(
    sender: Uint8Array,
    algorithm: number,
    fields: Partial<UnsignedEnvelope>,
  ): UnsignedEnvelope {
    return {
      payload: Uint8Array.of(1),
      sender,
      actingAddress: EMPTY,
      nonce: this.nonce(sender),
      gasLimit: 1_000_000n,
      maxFeePerGas: 0n,
      maxPriorityFeePerGas: 0n,
      chainId: this.reader.chain.chainId,
      genesisRoot: this.genesisRoot,
      lastValidBlock: 0n,
      contextTag: new Uint8Array(16),
      algorithm,
      ...fields,
    }
  }

  /** Wire bytes of an envelope from the signer's own account, or from `sender`. */
  envelope(
    signer: Signer,
    payload: NativePayload | Uint8Array,
    fields: Partial<UnsignedEnvelope> = {},
  ): Uint8Array {
    const bytes = payload instanceof Uint8Array ? payload : encodeNativePayload(payload)
    const unsigned = this.unsigned(signer.id, signer.algorithm, {
      payload: bytes,
      ...(fields.sender === undefined ? {} : { nonce: this.nonce(fields.sender) }),
      ...fields,
    })
    return sign(signer, unsigned)
  }

  send(
    signer: Signer,
    payload: NativePayload | Uint8Array,
    fields: Partial<UnsignedEnvelope> = {},
  ): Result {
    return this.run(this.envelope(signer, payload, fields))
  }

  /** A key and its proof of control for an account of this chain. */
  registration(
    key: Signer,
    target: { id: Uint8Array; epoch?: bigint; registrationNonce: bigint },
  ): KeyRegistration {
    const message = {
      chainId: this.reader.chain.chainId,
      genesisRoot: this.genesisRoot,
      id: target.id,
      epoch: target.epoch ?? 0n,
      registrationNonce: target.registrationNonce,
      algorithm: key.algorithm,
      key: key.publicKey,
      role: 0,
    }
    const signature = key.sign(registrationDigest(crypto, message))
    return { algorithm: key.algorithm, key: key.publicKey, role: 0, signature }
  }

  /** Creates the account of a signer, which pays for itself. */
  create(signer: Signer): Result {
    const registration = this.registration(signer, { id: signer.id, registrationNonce: 0n })
    return this.send(signer, { operation: 'create', id: signer.id, registration })
  }
}

/** Signed by several keys at once. */
export function signTogether(signers: readonly Signer[], unsigned: UnsignedEnvelope): Uint8Array {
  const together = { ...unsigned, algorithm: Algorithm.several }
  const digest = envelopeSigningDigest(crypto, together)
  const credentials = signers.map((signer) => {
    const { algorithm, publicKey } = signer
    return { algorithm, publicKey, signature: signer.sign(digest) }
  })
  return attachCredential(together, credentials)
}

export function sign(signer: Signer, unsigned: UnsignedEnvelope): Uint8Array {
  const signature = signer.sign(envelopeSigningDigest(crypto, unsigned))
  return attachCredential(unsigned, { publicKey: signer.publicKey, signature })
}
