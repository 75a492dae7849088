/**
 * Places of the Token program that a run can pass or end at. Every place has a price in compute units for each
 * instruction (units.ts); a run costs the sum of its places.
 */

const PLAIN_SITES = [
  'start',
  'badData',
  'badData1',
  'badData2',
  'badData3',
  'givenKey',
  'type0',
  'type1',
  'type2',
  'type3',
  'fewAccounts',
  'fewAccountsLate',
  // Loading: the account that is written, the other account, the mint.
  'sourceLength',
  'sourceState',
  'sourceEmpty',
  'otherLength',
  'otherState',
  'otherEmpty',
  'mintLength',
  'mintState',
  'mintEmpty',
  'mintLoaded',
  // Checks.
  'same',
  'sameFrozen',
  'sameFunds',
  'sameDelegate',
  'frozen',
  'frozenOther',
  'funds',
  'mintMismatch',
  'mintMismatch1',
  'mintMismatch2',
  'mintMismatch3',
  'mintKey',
  'mintKeyWord',
  'decimals',
  'native',
  'notNative',
  'balance',
  'noAuthority',
  'inUse',
  'rent',
  'rentSysvar',
  'notToken',
  'notTokenOther',
  'notTokenWord',
  'systemOwned',
  'systemOwnedWord',
  'systemWord',
  'incineratorWord',
  'wrongType',
  'overflow',
  'signersProvided',
  'signersRequired',
  'delegateFunds',
  'burnFree',
  'notIncinerator',
  // What is done.
  'isDelegate',
  'delegateSet',
  'delegateSetWord',
  'delegateCleared',
  'delegateLeft',
  'withKey',
  'withFreeze',
  'withAmount',
  'nothing',
  'nothingMultisig',
  'movedMultisig',
  'fundsMultisig',
  'spentMultisig',
  'nativeMint',
  'nativeMintWord',
  'isNative',
  'moved',
  'done',
  'doneGiven',
  'nothingDone',
  'nothingSame',
  'key',
  'closeSet',
  'nativeAccount',
  'typeOwner',
  'typeClose',
  'typeMint',
  'typeFreeze',
  'precision',
  'leadingZero',
  'trimmed',
  'trimmedPoint',
  'wholeByte',
  'fractionByte',
  'fractionZero',
  'parsed',
  'parsedLong',
  'point',
  'empty',
  'dots',
  'notDigits',
  'tooBig',
  // Batches.
  'batchItem',
  'batchEnd',
  'batchBad',
  'batchFew',
  'batchPairFirst',
  'batchPairSecond',
  'batchPair',
  'batchCheckedFirst',
  'batchCheckedSecond',
  'batchChecked',
  'batchOneFirst',
  'batchOne',
] as const

/** Places of checking who signs. A check is compiled into an instruction once or more often, each at prices of its own. */
const SIGNER_SITES = [
  'Mismatch',
  'Mismatch1',
  'Mismatch2',
  'Mismatch3',
  'Plain',
  'Long',
  'Unsigned',
  'LongUnsigned',
  'Nobody',
  'Multisig',
  'TokenWord',
  '2022',
  '2022Word',
  'MultisigState',
  'MultisigEmpty',
  'Signer',
  'Compare0',
  'Compare1',
  'Compare2',
  'Compare3',
  'Matched',
  'Again',
  'MatchUnsigned',
  'Few',
] as const

/** Which copy of the check: the owner's, the delegate's, or another. */
export const SIGNER_CHECKS = ['owner', 'delegate', 'third', 'fourth'] as const

export type SignerSite = (typeof SIGNER_SITES)[number]
export type SignerCheck = (typeof SIGNER_CHECKS)[number]
/** Places of writing a number of so many digits, without and with a point. */
const DIGIT_SITES: readonly DigitSite[] = Array.from({ length: 20 }, (_, i) => i + 1).flatMap(
  (digits): DigitSite[] => [`digits${digits}`, `pointed${digits}`],
)

type DigitSite = `digits${number}` | `pointed${number}`
export type SiteName = (typeof PLAIN_SITES)[number] | DigitSite | `${SignerCheck}${SignerSite}`

/** Names of the places; their order is their number. */
export const SITE_NAMES: readonly SiteName[] = [
  ...PLAIN_SITES,
  ...DIGIT_SITES,
  ...SIGNER_CHECKS.flatMap((check) => SIGNER_SITES.map((site): SiteName => `${check}${site}`)),
]

/** Number of each place. */
export const Site: Readonly<Record<SiteName, number>> = Object.fromEntries(
  SITE_NAMES.map((name, index) => [name, index]),
) as Record<SiteName, number>
