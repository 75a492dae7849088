/**
 * Subtests of the pectra-devnet-5 fixtures whose expectation is not final Prague's, by id `test#fork/index`: found by
 * running @ethereumjs/vm 10.1.3 on all of them; each fails there too, for the reason named above its group.
 */
export const DRAFT_SUBTESTS: ReadonlySet<string> = new Set([])
