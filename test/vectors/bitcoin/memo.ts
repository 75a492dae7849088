/** A {@link Crypto} that remembers curve answers: suites run each case under many flags. */
import type { Crypto } from '../../../src/crypto/types.ts'
import { bytesToKey } from '../../../src/primitives/bytes.ts'

type Check = (a: Uint8Array, b: Uint8Array, c: Uint8Array, d?: number) => boolean

function remember(check: Check): Check {
  const known = new Map<string, boolean>()
  return (a, b, c, d = 0) => {
    const key = [a, b, c].map((bytes) => `${bytes.length}:${bytesToKey(bytes)}`).join() + d
    let answer = known.get(key)
    if (answer === undefined) {
      answer = check(a, b, c, d)
      known.set(key, answer)
    }
    return answer
  }
}

export function rememberingCrypto(crypto: Crypto): Crypto {
  return {
    ...crypto,
    bitcoinVerify: remember(crypto.bitcoinVerify),
    schnorrVerify: remember(crypto.schnorrVerify),
    taprootTweakCheck: remember((a, b, c, d) => crypto.taprootTweakCheck(a, b, c, d!)),
  }
}
