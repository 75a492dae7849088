/** Who may act: an owner, delegate or authority that signs, or enough signers of a multisig. */
import { equalBytes } from '../../primitives/bytes.ts'
import { SplFailure } from './errors.ts'
import type { MultisigFields } from './layout.ts'
import { equalWords, MULTISIG_BYTES, type SplAccount, type SplRun } from './run.ts'
import type { SignerCheck, SiteName } from './sites.ts'

interface SignerSites {
  /** By number of equal words. */
  readonly mismatch: readonly SiteName[]
  readonly plain: SiteName
  readonly long: SiteName
  readonly unsigned: SiteName
  readonly longUnsigned: SiteName
  readonly nobody: SiteName
  readonly multisig: SiteName
  readonly tokenWord: SiteName
  readonly is2022: SiteName
  readonly word2022: SiteName
  readonly state: SiteName
  readonly empty: SiteName
  readonly signer: SiteName
  /** By number of equal words. */
  readonly compare: readonly SiteName[]
  readonly matched: SiteName
  readonly again: SiteName
  readonly matchUnsigned: SiteName
  readonly few: SiteName
}

function sitesOf(check: SignerCheck): SignerSites {
  return {
    mismatch: [`${check}Mismatch`, `${check}Mismatch1`, `${check}Mismatch2`, `${check}Mismatch3`],
    plain: `${check}Plain`,
    long: `${check}Long`,
    unsigned: `${check}Unsigned`,
    longUnsigned: `${check}LongUnsigned`,
    nobody: `${check}Nobody`,
    multisig: `${check}Multisig`,
    tokenWord: `${check}TokenWord`,
    is2022: `${check}2022`,
    word2022: `${check}2022Word`,
    state: `${check}MultisigState`,
    empty: `${check}MultisigEmpty`,
    signer: `${check}Signer`,
    compare: [`${check}Compare0`, `${check}Compare1`, `${check}Compare2`, `${check}Compare3`],
    matched: `${check}Matched`,
    again: `${check}Again`,
    matchUnsigned: `${check}MatchUnsigned`,
    few: `${check}Few`,
  }
}

/** Places of the copies of the check. */
export const SIGNERS: Readonly<Record<SignerCheck, SignerSites>> = {
  owner: sitesOf('owner'),
  delegate: sitesOf('delegate'),
  third: sitesOf('third'),
  fourth: sitesOf('fourth'),
}

/** Whether an account of a multisig's length is one, by its owner. */
function isMultisig(run: SplRun, account: SplAccount, sites: SignerSites): boolean {
  const { isTokenOwned, owner } = account
  if (isTokenOwned) return true
  run.passTimes(sites.tokenWord, equalWords(owner, run.program))
  const words = equalWords(owner, run.source.token2022)
  if (words === 4) run.pass(sites.is2022)
  else run.passTimes(sites.word2022, words)
  return words === 4
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
  if (accounts.length === 0) run.pass(sites.nobody)
  for (const { key, isSigner } of accounts) {
    run.pass(sites.signer)
    for (let position = 0; position < count; position++) {
      const words = equalWords(key, signers.subarray(32 * position, 32 * position + 32))
      if (words < 4) {
        run.pass(sites.compare[words]!)
        continue
      }
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
    const words = equalWords(expected, authority.key)
    return run.fail(sites.mismatch[words]!, SplFailure.OwnerMismatch)
  }
  const isLong = authority.dataLength === MULTISIG_BYTES
  if (!isLong || !isMultisig(run, authority, sites)) {
    if (authority.isSigner) {
      run.isMultisig = false
      run.pass(isLong ? sites.long : sites.plain)
      return true
    }
    const site = isLong ? sites.longUnsigned : sites.unsigned
    return run.fail(site, SplFailure.MissingRequiredSignature)
  }
  authority.multisig ??= run.source.multisig(authority)
  run.isMultisig = true
  run.pass(sites.multisig)
  const { initialized } = authority.multisig
  if (initialized === 0) return run.fail(sites.empty, SplFailure.UninitializedAccount)
  if (initialized !== 1) return run.fail(sites.state, SplFailure.InvalidAccountData)
  return validateMultisig(run, authority.multisig, signers, sites)
}
