/** Names and order of the Ethereum hard forks. Everything that differs between forks asks here which came first. */

/** Every fork that changed execution rules or blob parameters, oldest first. */
export const FORK_NAMES = [
  'frontier',
  'homestead',
  'tangerineWhistle',
  'spuriousDragon',
  'byzantium',
  'constantinople',
  'petersburg',
  'istanbul',
  'muirGlacier',
  'berlin',
  'london',
  'arrowGlacier',
  'grayGlacier',
  'paris',
  'shanghai',
  'cancun',
  'prague',
  'osaka',
  'bpo1',
  'bpo2',
] as const

/** Name of an Ethereum rule set. */
export type ForkName = (typeof FORK_NAMES)[number]

const ORDER = Object.fromEntries(FORK_NAMES.map((name, index) => [name, index])) as Readonly<
  Record<ForkName, number>
>

/** Position in {@link FORK_NAMES}, from 0. */
export function forkIndex(fork: ForkName): number {
  return ORDER[fork]
}

/** Whether `fork` is `since` or a later fork. */
export function isAtLeast(fork: ForkName, since: ForkName): boolean {
  return ORDER[fork] >= ORDER[since]
}
