/** Optional peers: packages a host may have installed. Nothing here is needed for a right answer, only for speed. */
import { NVmError } from '../errors.ts'

/** The exports of an optional package; a CommonJS one's are its default export. */
export type Exports = Readonly<Record<string, unknown>>

function isExports(value: unknown): value is Exports {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/**
 * Loads `specifier`, or gives undefined where it is not installed or does not run on this platform. The specifier is
 * a variable on purpose: a bundler must not want to resolve what is optional.
 */
export async function importOptional(specifier: string): Promise<Exports | undefined> {
  try {
    const module: unknown = await import(/* @vite-ignore */ specifier)
    if (!isExports(module)) return undefined
    return isExports(module.default) ? { ...module.default, ...module } : module
  } catch {
    return undefined
  }
}

/**
 * Picks a backend. A named one must be installed and pass its test; without a name the first of `candidates` that
 * is and does. `noble` is what the others are compared with. Throws NVmError UnsupportedCrypto.
 */
export async function chooseBackend<T, Name extends string>(
  what: string,
  named: Name | undefined,
  candidates: readonly (readonly [Name, () => Promise<T | undefined>])[],
  isRight: (backend: T) => boolean,
): Promise<{ readonly name: Name; readonly backend: T }> {
  for (const [name, load] of candidates) {
    if (named !== undefined && named !== name) continue
    const backend = await load()
    const isModel = name === 'noble'
    if (backend !== undefined && (isModel || isRight(backend))) return { name, backend }
    if (named !== undefined) {
      const fault = backend === undefined ? 'is not installed here' : 'fails its known answers'
      throw new NVmError('UnsupportedCrypto', `${what} backend "${name}" ${fault}`, { what, name })
    }
  }
  const names = candidates.map(([name]) => name).join(', ')
  throw new NVmError(
    'UnsupportedCrypto',
    `${what} backend expected one of ${names}, got "${named}"`,
  )
}
