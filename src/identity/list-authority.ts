/** Whether a proven list is authorised by the account of its session: by a proof of its root, or by its keys. */
import { Algorithm } from '../crypto/algorithms.ts'
import { InvalidTransactionError, NVmError } from '../errors.ts'
import { bytesToHex } from '../primitives/bytes.ts'
import { authorizeDigest } from './authorise-keys.ts'
import type { AuthorityServices } from './keys.ts'
import type { ProvenList } from './proven-list.ts'
import { listRoot } from './proven-list.ts'
import { nonceCommitment } from './zk/commitments.ts'
import type { ZkServices } from './zk-authority.ts'
import { authorizeProver, readZkCredential, verifyProof } from './zk-authority.ts'

/** What the verdict depends on besides the list. */
export type ListServices = AuthorityServices & ZkServices

function invalid(list: ProvenList, message: string): never {
  throw new NVmError('InvalidProvenList', `proven list ${message}`, {
    account: bytesToHex(list.session.account),
    firstNonce: list.firstNonce,
  })
}

/**
 * Throws InvalidProvenList unless whoever may sign for the session's account now, in the session's epoch, authorises the
 * list. Cost: one Groth16 verification, or a signature for each key.
 */
export function checkProvenList(services: ListServices, list: ProvenList): void {
  const { journal, crypto, chain, block } = services
  const { account, epoch } = list.session
  const binding = { chainId: chain.chainId, genesisRoot: block.genesisRoot }
  const root = listRoot(crypto, binding, list)
  if (journal.account(account).epoch !== epoch)
    invalid(list, 'expected of the epoch of its account')
  try {
    if (list.algorithm === Algorithm.proof) checkProof(services, list, root)
    else authorizeDigest(services, account, list.algorithm, list.credential, root)
  } catch (error) {
    if (!(error instanceof InvalidTransactionError)) throw error
    invalid(list, `expected to be authorised by its account: ${error.message}`)
  }
}

/** The proof is of the root as its transaction, at the list's first nonce. */
function checkProof(services: ListServices, list: ProvenList, root: Uint8Array): void {
  const fail = (message: string) => invalid(list, message)
  const { mode, idCom, target, proof } = readZkCredential(list.credential, fail)
  if (mode !== 'nonce') fail('proof expected of mode nonce')
  authorizeProver(services, list.session.account, idCom)
  const rpCom = nonceCommitment(idCom, list.firstNonce)
  if (!verifyProof(services, 'nonce', { idCom, txHash: root, target, rpCom }, proof))
    fail('proof expected to verify for this list, it does not')
}
