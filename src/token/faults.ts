/**
 * Why a token operation was refused. The names are stable: faces map them to their own errors (ERC-20 revert reasons,
 * SPL's custom codes), native receipts carry them. docs/token.md, "Faults".
 */

/** What each fault expected. A fault changes nothing. */
export const TOKEN_FAULTS = {
  MintMissing: 'mint expected to exist, it does not',
  MintExists: 'mint expected not to exist, it does',
  AddressInUse:
    'address of the mint expected to be unused in every machine, it has code, nonce or data',
  NotAuthority: 'caller expected to be the authority',
  AuthorityRemoved: 'mint expected to have this authority, it was removed for good',
  InsufficientBalance: 'balance expected to cover the amount',
  InsufficientAllowance: 'allowance expected to cover the amount',
  SupplyOverflow: 'supply expected below 2^64',
  AllowanceOverflow: 'allowance expected below 2^256',
  AmountOutOfRange: 'amount expected below 2^64',
  AccountFrozen: 'account expected not to be frozen for this mint',
  MintPaused: 'mint expected not to be paused',
  HolderLimitReached: 'net outflow of the holder in this window expected within its limit',
  MintLimitReached: 'net outflow of the mint in this window expected within its limit',
  BreakerMissing: 'mint expected to have a circuit breaker',
  InvalidBreaker: 'circuit breaker expected a window and shares that fit each other',
  InvalidMetadata: 'name, symbol and uri expected valid UTF-8 within their lengths',
  NotBridge: 'caller expected to be an authorised bridge of the mint',
  NativeMint: 'mint expected to have units of its own, the native mint wraps coin',
  AmountNotWhole: 'amount expected in whole units of the destination machine',
  UnknownDestination: 'destination expected to be a machine of this chain and an address of it',
  InsufficientCoin: 'native balance expected to cover the amount',
  SourceLocked: 'account expected to be unlocked, it is locked',
} as const

/** Name of a fault; operations return it, or undefined when they are done. */
export type TokenFault = keyof typeof TOKEN_FAULTS
