/** A slice of the byte fuzz; `npm run fuzz -- --bytes 100000` runs the rest. */
import { beforeAll, describe, expect, it } from 'vitest'
import { loadCrypto } from '../../src/crypto/load.ts'
import type { Crypto } from '../../src/crypto/types.ts'
import { fuzzBytes, newBytesTally } from './bytes.ts'

describe('hostile bytes as transactions', () => {
  let crypto: Crypto
  beforeAll(async () => {
    crypto = await loadCrypto()
  })

  it('are refused with a code at a bounded cost, or run', () => {
    const tally = newBytesTally()
    expect(fuzzBytes(1, 3000, crypto, tally)).toBe(undefined)
    expect(tally.cases).toBe(3000)
    const names = [...tally.outcomes.keys()]
    // The samples are good: untouched ones run, so mutants fail for what was changed.
    expect(names).toContain('ethereum success')
    expect(names).toContain('envelope success')
    expect(names).toContain('ethereum MalformedTransaction')
    expect(names).toContain('envelope MalformedTransaction')
  })
})
