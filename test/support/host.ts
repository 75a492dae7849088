/** A host of a native and EVM chain: signs envelopes and wallet proofs, executes through the public surface. */
import type {
  BlockInput,
  GenesisOptions,
  KeyRegistration,
  NativePayload,
  Receipt,
  State,
  Transaction,
  UnsignedEnvelope,
} from '../../src/index.ts'
import {
  Algorithm,
  attachCredential,
  createGenesis,
  encodeNativePayload,
  envelopeSigningDigest,
  evmBindingText,
  executeBlock,
  legacyId,
  parentContext,
  registrationDigest,
} from '../../src/index.ts'
import { hexToBytes } from '../../src/primitives/bytes.ts'
import { Journal } from '../../src/state/journal.ts'
import { Namespace } from '../../src/state/reader.ts'
import { EVM_MACHINE, evmRecordCodec } from '../../src/vms/evm-core/record.ts'
import type { Signer } from './test-chain.ts'
import { crypto } from './test-chain.ts'
import type { Wallet } from './wallet.ts'

const CHAIN = 1337n
const codec = evmRecordCodec(EVM_MACHINE)

export class Host {
  state: State

  constructor(options: Omit<GenesisOptions, 'chainId'>) {
    this.state = createGenesis({ chainId: CHAIN, ...options })
  }

  /** One block. */
  execute(transactions: readonly Transaction[], block: BlockInput = {}): readonly Receipt[] {
    const { state, receipts } = executeBlock(this.state, transactions, block)
    this.state = state
    return receipts
  }

  run(...transactions: Transaction[]): readonly Receipt[] {
    return this.execute(transactions)
  }

  /** Changes state outside any block. */
  edit(change: (journal: Journal) => void): void {
    const journal = new Journal(this.state)
    change(journal)
    journal.endTransaction()
    this.state = this.state.apply(journal.takeDiff())
  }

  balance(id: Uint8Array): bigint {
    return this.state.account(id)?.balance ?? 0n
  }

  /** EVM nonce of an address, as the machine reads it. */
  evmNonce(address: Uint8Array): bigint {
    const alias = this.state.alias(Namespace.evm, address)
    const id = alias?.canonical === true ? alias.id : legacyId(crypto, Namespace.evm, address)
    const record = this.state.record(EVM_MACHINE, id)
    return record === undefined ? 0n : codec.decode(record).nonce
  }

  get binding() {
    return { chainId: CHAIN, genesisRoot: parentContext(this.state).genesisRoot }
  }

  /** What `signer` would sign, for its own account unless `sender` says otherwise. */
  draft(
    signer: Pick<Signer, 'id' | 'algorithm'>,
    payload: NativePayload | Uint8Array,
    fields: Partial<UnsignedEnvelope> & { readonly nonceAhead?: bigint } = {},
  ): UnsignedEnvelope {
    const { nonceAhead = 0n, ...given } = fields
    const sender = given.sender ?? signer.id
    return {
      payload: payload instanceof Uint8Array ? payload : encodeNativePayload(payload),
      sender,
      actingAddress: new Uint8Array(0),
      nonce: (this.state.account(sender)?.nonce ?? 0n) + nonceAhead,
      gasLimit: 500_000n,
      maxFeePerGas: 0n,
      maxPriorityFeePerGas: 0n,
      lastValidBlock: 0n,
      contextTag: new Uint8Array(16),
      algorithm: signer.algorithm,
      ...this.binding,
      ...given,
    }
  }

  /** Whatever credential bytes, of another algorithm than the sender's key. */
  unsigned(
    sender: Signer,
    payload: NativePayload | Uint8Array,
    algorithm: number,
    credential: Uint8Array,
  ): Transaction {
    const bytes = attachCredential(this.draft(sender, payload, { algorithm }), credential)
    return { kind: 'envelope', bytes }
  }

  /** A draft with its signature. */
  envelope(
    signer: Signer,
    payload: NativePayload | Uint8Array,
    fields: Partial<UnsignedEnvelope> & { readonly nonceAhead?: bigint } = {},
  ): Transaction {
    const unsigned = this.draft(signer, payload, fields)
    const signature = signer.sign(envelopeSigningDigest(crypto, unsigned))
    const bytes = attachCredential(unsigned, { publicKey: signer.publicKey, signature })
    return { kind: 'envelope', bytes }
  }

  /** A draft for an account with the signatures of one or several keys. */
  envelopeBy(
    account: Pick<Signer, 'id'>,
    signers: readonly Signer[],
    payload: NativePayload | Uint8Array,
    fields: Partial<UnsignedEnvelope> & { readonly nonceAhead?: bigint } = {},
  ): Transaction {
    const [first] = signers
    if (first === undefined) throw new RangeError('signers expected at least one')
    const algorithm = signers.length === 1 ? first.algorithm : Algorithm.several
    const unsigned = this.draft({ id: account.id, algorithm }, payload, fields)
    const digest = envelopeSigningDigest(crypto, unsigned)
    const credentials = signers.map((signer) => {
      return { ...keyOf(signer), signature: signer.sign(digest) }
    })
    const bytes = attachCredential(unsigned, signers.length === 1 ? credentials[0]! : credentials)
    return { kind: 'envelope', bytes }
  }

  registration(
    key: Signer,
    id: Uint8Array,
    registrationNonce: bigint,
    epoch = 0n,
  ): KeyRegistration {
    const { algorithm, publicKey } = key
    const fields = { id, epoch, registrationNonce, algorithm, key: publicKey, role: 0 }
    const signature = key.sign(registrationDigest(crypto, { ...this.binding, ...fields }))
    return { algorithm, key: publicKey, role: 0, signature }
  }

  create(signer: Signer): Transaction {
    const registration = this.registration(signer, signer.id, 0n)
    return this.envelope(signer, { operation: 'create', id: signer.id, registration })
  }

  async bind(
    identity: Signer,
    wallet: Wallet,
    options: { readonly registrationNonce?: bigint; readonly nonceAhead?: bigint } = {},
  ): Promise<Transaction> {
    const address = hexToBytes(wallet.address)
    const text = evmBindingText({
      ...this.binding,
      identity: identity.id,
      wallet: address,
      epoch: 0n,
      registrationNonce: options.registrationNonce ?? 1n,
    })
    const proof = hexToBytes(await wallet.signMessage({ message: text }))
    const payload = { operation: 'bindAddress', namespace: Namespace.evm, address, proof } as const
    return this.envelope(identity, payload, { nonceAhead: options.nonceAhead ?? 0n })
  }

  revoke(identity: Signer, wallet: Wallet): Transaction {
    const address = hexToBytes(wallet.address)
    return this.envelope(identity, {
      operation: 'revokeAddress',
      namespace: Namespace.evm,
      address,
    })
  }
}

const keyOf = ({ algorithm, publicKey }: Signer) => ({ algorithm, publicKey })

/** Status of each receipt, or the name of its error. */
export function statuses(receipts: readonly Receipt[]): readonly (string | undefined)[] {
  return receipts.map(({ status, error }) => (status === 'success' ? status : error?.name))
}
