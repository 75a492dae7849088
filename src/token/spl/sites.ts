/**
 * Places of the Token program that a run can pass or end at. Every place has a price in compute units for each
 * instruction (units.ts); a run costs the sum of its places. Keys are compared by words of eight bytes, and a comparison
 * ends at the first that differs: such places are one for each number of equal words.
 */

const PLAIN_SITES = [
  'start',
  'badData',
  'badData1',
  'badData2',
  'badData3',
  'badData4',
  'givenKey',
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
  // Checks.
  'same',
  'frozen',
  'frozenOther',
  'funds',
  'decimals',
  'native',
  'notNative',
  'balance',
  'noAuthority',
  'inUse',
  'rent',
  'systemOwned',
  'wrongType',
  'overflow',
  'signersProvided',
  'signersRequired',
  'delegateFunds',
  'burnFree',
  // Who may act: an owner or delegate that signs, or a multisig.
  'plain',
  'long',
  'unsigned',
  'longUnsigned',
  'nobody',
  'multisig',
  'is2022',
  'multisigState',
  'multisigEmpty',
  'signer',
  'matched',
  'again',
  'matchUnsigned',
  'few',
  // What is done.
  'isDelegate',
  'delegateSet',
  'delegateCleared',
  'delegateLeft',
  'withKey',
  'withFreeze',
  'withAmount',
  'nothing',
  'nativeMint',
  'isNative',
  'moved',
  'done',
  'doneGiven',
  'nothingDone',
  'sameZero',
  'key',
  'closeSet',
  'nativeAccount',
  'selfMint',
  'selfMintUnsigned',
  // Amounts as text.
  'zero',
  'pointed',
  'leading',
  'fullWidth',
  'shortScan',
  'longScan',
  'empty',
  'tooLong',
  'notDigits',
  // Batches.
  'batchItem',
  'batchShort',
  'batchShortLater',
  'batchEmpty',
  'batchBad',
  'batchFew',
  'batchPair',
  'batchChecked',
  'batchOne',
  'batchRange',
  'batchPairFew',
  'batchCheckedFew',
  'batchOneFew',
  'batchRangeFew',
] as const

/** Comparisons of keys, by the number of words that are equal. */
const WORD_SITES = [
  'rentSysvar',
  'mintMismatch',
  'mintKey',
  'notToken',
  'notTokenOther',
  'notSystem',
  'notIncinerator',
  'wrongTarget',
  'notNativeMint',
  'notDelegate',
  'mismatch',
  'notTokenMultisig',
  'not2022Multisig',
  'compare',
  'batchPairFirst',
  'batchPairSecond',
  'batchCheckedFirst',
  'batchCheckedSecond',
  'batchOneFirst',
  'batchRangeFirst',
] as const

export type WordSite = (typeof WORD_SITES)[number]
export type SiteName = (typeof PLAIN_SITES)[number] | `${WordSite}${0 | 1 | 2 | 3}`

/** Names of the places; their order is their number. */
export const SITE_NAMES: readonly SiteName[] = [
  ...PLAIN_SITES,
  ...WORD_SITES.flatMap((site): SiteName[] => [`${site}0`, `${site}1`, `${site}2`, `${site}3`]),
]

/** Number of each place. */
export const Site: Readonly<Record<SiteName, number>> = Object.fromEntries(
  SITE_NAMES.map((name, index) => [name, index]),
) as Record<SiteName, number>

/** Number of each comparison's place for no equal word; those for one, two and three follow it. */
export const FirstWord: Readonly<Record<WordSite, number>> = Object.fromEntries(
  WORD_SITES.map((name) => [name, Site[`${name}0`]!]),
) as Record<WordSite, number>

/**
 * Copies that the compiler made of an instruction's code; each has prices of its own. They add up to the number of the
 * copy that a run is in.
 */
export const Copy = {
  /** Behind the check of a multisig's signers. */
  multisig: 1,
  /** The delegate acts. */
  delegate: 2,
  /** Both accounts of a transfer are one. */
  same: 4,
} as const

/** Numbers that copies have. */
export const COPIES = 8
