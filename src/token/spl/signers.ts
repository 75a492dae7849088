/** Who may act: an owner, delegate or authority that signs, or enough signers of a multisig. */
import { equalBytes } from '../../primitives/bytes.ts'
import { SplFailure } from './errors.ts'
import type { MultisigFields } from './layout.ts'
import { equalWords, MULTISIG_BYTES, type SplAccount, type SplRun } from './run.ts'
import type { SiteName } from './sites.ts'

interface SignerSites {
  readonly mismatch: SiteName
  readonly word: SiteName
  readonly plain: SiteName
  readonly long: SiteName
  readonly unsigned: SiteName
  readonly multisig: SiteName
  readonly state: SiteName
  readonly empty: SiteName
  readonly signer: SiteName
  readonly compare: SiteName
  readonly compareWord: SiteName
  readonly matched: SiteName
  readonly again: SiteName
  readonly matchUnsigned: SiteName
  readonly few: SiteName
}

/** Places of the check as owner and as delegate. */
export const SIGNERS = {
  owner: {
    mismatch: 'ownerMismatch',
    word: 'ownerWord',
    plain: 'ownerPlain',
    long: 'ownerLong',
    unsigned: 'ownerUnsigned',
    multisig: 'ownerMultisig',
    state: 'ownerMultisigState',
    empty: 'ownerMultisigEmpty',
    signer: 'ownerSigner',
    compare: 'ownerCompare',
    compareWord: 'ownerCompareWord',
    matched: 'ownerMatched',
    again: 'ownerAgain',
    matchUnsigned: 'ownerMatchUnsigned',
    few: 'ownerFew',
  },
  delegate: {
    mismatch: 'delegateMismatch',
    word: 'delegateWord',
    plain: 'delegatePlain',
    long: 'delegateLong',
    unsigned: 'delegateUnsigned',
    multisig: 'delegateMultisig',
    state: 'delegateMultisigState',
    empty: 'delegateMultisigEmpty',
    signer: 'delegateSigner',
    compare: 'delegateCompare',
    compareWord: 'delegateCompareWord',
    matched: 'delegateMatched',
    again: 'delegateAgain',
    matchUnsigned: 'delegateMatchUnsigned',
    few: 'delegateFew',
  },
} as const satisfies Readonly<Record<string, SignerSites>>

function isMultisig(run: SplRun, { dataLength, isTokenOwned, owner }: SplAccount): boolean {
  return dataLength === MULTISIG_BYTES && (isTokenOwned || run.source.isToken2022(owner))
}

/** Every signer of the list counts once for each place of the multisig that it matches. */
function validateMultisig(
  run: SplRun,
  { required, count, signers }: MultisigFields,
  accounts: readonly SplAccount[],
  sites: SignerSites,
): boolean {
  const matched: boolean[] = []
  let signed = 0
  for (const { key, isSigner } of accounts) {
    run.pass(sites.signer)
    for (let position = 0; position < count; position++) {
      const words = equalWords(key, signers.subarray(32 * position, 32 * position + 32))
      run.pass(sites.compare)
      run.passTimes(sites.compareWord, words)
      if (words < 4) continue
      if (matched[position] === true) {
        run.pass(sites.again)
        continue
      }
      if (!isSigner) return run.fail(sites.matchUnsigned, SplFailure.MissingRequiredSignature)
      run.pass(sites.matched)
      matched[position] = true
      signed++
    }
  }
  return signed >= required || run.fail(sites.few, SplFailure.MissingRequiredSignature)
}

/** Whether `authority` is the expected key and signs, itself or by its signers; false has ended the run. */
export function validateOwner(
  run: SplRun,
  expected: Uint8Array,
  authority: SplAccount,
  signers: readonly SplAccount[],
  sites: SignerSites = SIGNERS.owner,
): boolean {
  if (!equalBytes(expected, authority.key)) {
    run.passTimes(sites.word, equalWords(expected, authority.key))
    return run.fail(sites.mismatch, SplFailure.OwnerMismatch)
  }
  if (!isMultisig(run, authority)) {
    if (authority.dataLength === MULTISIG_BYTES) run.pass(sites.long)
    if (!authority.isSigner) return run.fail(sites.unsigned, SplFailure.MissingRequiredSignature)
    run.pass(sites.plain)
    return true
  }
  authority.multisig ??= run.source.multisig(authority)
  run.pass(sites.multisig)
  const { initialized } = authority.multisig
  if (initialized === 0) return run.fail(sites.empty, SplFailure.UninitializedAccount)
  if (initialized !== 1) return run.fail(sites.state, SplFailure.InvalidAccountData)
  return validateMultisig(run, authority.multisig, signers, sites)
}
