/**
 * What the faces cost: a fixed table that depends on which slots of the ledger a call touches, not on how they are stored.
 * Cold and warm are Ethereum's (EIP-2929) for slots of the ledger: the first touch in a transaction is cold, and a frame
 * that is reverted takes its warmth back. Nothing is refunded. Tron's energy uses the same numbers.
 */

/** Gas of a face by what is done (docs/token-erc20.md); energy in Tron by the same numbers. */
export const FACE_GAS = {
  /** Every call, for finding the token and what is fixed about it. */
  call: 100,
  /** A balance, an allowance, a nonce or the supply, touched first and again. */
  coldSlot: 2100,
  warmSlot: 100,
  /** Changing a slot. */
  write: 2900,
  /** Changing a slot that did not exist, instead of `write`: the state grows by it. */
  create: 20_000,
  /** Events as LOG has them. */
  log: 375,
  logTopic: 375,
  logByte: 8,
  /** Signature and hashes of a permit. */
  permit: 3600,
  /** Counters of a mint with a circuit breaker, a move. */
  breaker: 8700,
  /** Name or symbol. */
  metadata: 2100,
  /** Hashes of DOMAIN_SEPARATOR. */
  domain: 300,
  /** A transfer to an address of another machine. */
  crossVm: 15_000,
  /** A whole new mint with its faces: records in each machine, header, name, reverse maps, first holder. */
  createToken: 200_000,
} as const
