/** Who may act: an owner, delegate or authority that signs, or enough signers of a multisig. */
import { equalBytes } from '../../primitives/bytes.ts'
import { SplFailure } from './errors.ts'
import type { MultisigFields } from './layout.ts'
import { MULTISIG_BYTES, type SplAccount, type SplRun } from './run.ts'
import { Copy } from './sites.ts'

/** Whether an account of a multisig's length is one, by its owner. */
function isMultisig(run: SplRun, { isTokenOwned, owner }: SplAccount): boolean {
  if (isTokenOwned) return true
  run.passWords('notTokenMultisig', owner, run.program)
  const { token2022 } = run.source
  if (equalBytes(owner, token2022)) {
    run.pass('is2022')
    return true
  }
  run.passWords('not2022Multisig', owner, token2022)
  return false
}

/** Every account behind `from` counts once for each place of the multisig that it matches. */
function validateMultisig(
  run: SplRun,
  { required, count, signers }: MultisigFields,
  accounts: readonly SplAccount[],
  from: number,
): boolean {
  const matched: boolean[] = []
  let signed = 0
  if (accounts.length === from) run.pass('nobody')
  for (let i = from; i < accounts.length; i++) {
    const { key, isSigner } = accounts[i]!
    run.pass('signer')
    for (let position = 0; position < count; position++) {
      const expected = signers.subarray(32 * position, 32 * position + 32)
      if (!equalBytes(key, expected)) {
        run.passWords('compare', key, expected)
        continue
      }
      if (matched[position] === true) {
        run.pass('again')
        continue
      }
      if (!isSigner) return run.fail('matchUnsigned', SplFailure.MissingRequiredSignature)
      run.pass('matched')
      matched[position] = true
      signed++
    }
  }
  return signed >= required || run.fail('few', SplFailure.MissingRequiredSignature)
}

/**
 * Whether account `at` is the expected key and signs, itself or by its signers, which are the accounts behind it; false has
 * ended the run.
 */
export function validateOwner(
  run: SplRun,
  expected: Uint8Array,
  accounts: readonly SplAccount[],
  at: number,
): boolean {
  const authority = accounts[at]!
  if (!equalBytes(expected, authority.key))
    return run.failWords('mismatch', expected, authority.key, SplFailure.OwnerMismatch)
  const isLong = authority.dataLength === MULTISIG_BYTES
  if (!isLong || !isMultisig(run, authority)) {
    if (authority.isSigner) {
      run.pass(isLong ? 'long' : 'plain')
      return true
    }
    const site = isLong ? 'longUnsigned' : 'unsigned'
    return run.fail(site, SplFailure.MissingRequiredSignature)
  }
  authority.multisig ??= run.source.multisig(authority)
  run.turn(Copy.multisig)
  run.pass('multisig')
  const { initialized } = authority.multisig
  if (initialized === 0) return run.fail('multisigEmpty', SplFailure.UninitializedAccount)
  if (initialized !== 1) return run.fail('multisigState', SplFailure.InvalidAccountData)
  return validateMultisig(run, authority.multisig, accounts, at + 1)
}
