/**
 * `npm run circuits -- [--check | --ceremony [--powers FILE] | --proofs]`: compiles circuits/ with circom (npm circom2, WebAssembly).
 * What is needed to prove is in circuits/artifacts and its hashes in hashes.json, so that nobody needs the compiler; the
 * compiler is deterministic, and --check compiles again and compares everything that can be compared. --ceremony makes the
 * development keys anew (docs/zk.md: not for production), from prepared powers of tau of 2^12 if given.
 * --proofs proves the fixtures of the tests anew, which a new ceremony makes necessary.
 */
import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bytesToHex } from '../src/primitives/bytes.ts'
import { developmentKeysSource, encodeVerificationKey } from './circuits/keys.ts'
import { poseidonConstants } from './circuits/poseidon.ts'
import { PROOFS_PATH, proveFixtures } from './circuits/proofs.ts'
import { importSnarkjs, type Snarkjs } from './circuits/snarkjs.ts'

/** The sources. */
export const CIRCUITS_FOLDER: string = fileURLToPath(new URL('../circuits/', import.meta.url))
const folder = CIRCUITS_FOLDER
const artifacts = join(folder, 'artifacts')
const keysModule = fileURLToPath(new URL('../src/identity/zk/development-keys.ts', import.meta.url))
/** Constraints of both circuits fit 2^12. */
const POWER = 12

/** The circuits, by mode. */
export const CIRCUITS = ['zkace-nonce', 'zkace-nullifier'] as const
export type CircuitName = (typeof CIRCUITS)[number]

export interface Compiled {
  readonly r1cs: Uint8Array
  readonly wasm: Uint8Array
  /** Names of signals by wire. */
  readonly symbols: string
}

function read(...path: string[]): Uint8Array {
  return Uint8Array.from(readFileSync(join(...path)))
}

/** Path of a committed artifact: the witness generator, or the proving key. */
export function artifactPath(name: CircuitName, kind: 'wasm' | 'zkey'): string {
  return join(artifacts, `${name}.${kind}`)
}

/**
 * Compiles one circuit; some three seconds. Tests give the folder of a changed copy, and level O0, in which every signal
 * keeps a wire of its own.
 */
export function compileCircuit(
  name: CircuitName,
  from: string = folder,
  level: 'O0' | 'O2' = 'O2',
): Compiled {
  const into = mkdtempSync(join(tmpdir(), 'circuits-'))
  try {
    const cli = createRequire(import.meta.url).resolve('circom2/cli.js')
    const args = [cli, '--r1cs', '--wasm', '--sym', `--${level}`, '-o', into, `${name}.circom`]
    // In the folder of the sources, so that no path of this machine gets into the output.
    const { status, stderr, stdout } = spawnSync(process.execPath, args, {
      cwd: from,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`circom ${name}: ${stdout}${stderr}`)
    return {
      r1cs: read(into, `${name}.r1cs`),
      wasm: read(into, `${name}_js`, `${name}.wasm`),
      symbols: readFileSync(join(into, `${name}.sym`), 'utf8'),
    }
  } finally {
    rmSync(into, { recursive: true, force: true })
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Hashes of what the compiler makes, and of the proving key, by file name. */
export type Hashes = Readonly<Record<string, string>>

/** The committed hashes. */
export function readHashes(): Hashes {
  return JSON.parse(readFileSync(join(artifacts, 'hashes.json'), 'utf8')) as Hashes
}

/** Hashes of a compiled circuit, by file name. */
export function hashesOf(name: CircuitName, { r1cs, wasm }: Compiled): Hashes {
  return { [`${name}.r1cs`]: sha256(r1cs), [`${name}.wasm`]: sha256(wasm) }
}

async function preparedPowers(snarkjs: Snarkjs): Promise<Uint8Array> {
  const curve = await snarkjs.curves.getCurveFromName('bn128')
  const [first, second, third, last] = [0, 1, 2, 3].map(() => ({ type: 'mem' as const }))
  console.log(`powers of tau, 2^${POWER}: one to three minutes`)
  await snarkjs.powersOfTau.newAccumulator(curve, POWER, first!)
  await snarkjs.powersOfTau.contribute(first!, second!, 'development', bytesToHex(randomBytes(64)))
  await snarkjs.powersOfTau.beacon(second!, third!, 'beacon', bytesToHex(randomBytes(32)), 10)
  await snarkjs.powersOfTau.preparePhase2(third!, last!)
  return (last as { data?: Uint8Array }).data!
}

/** The second phase for one circuit: a proving key with one contribution and a beacon. */
async function proveKey(
  snarkjs: Snarkjs,
  r1cs: Uint8Array,
  powers: Uint8Array,
): Promise<Uint8Array> {
  const [first, second, last] = [0, 1, 2].map(() => ({ type: 'mem' as const }))
  await snarkjs.zKey.newZKey(r1cs, powers, first!)
  await snarkjs.zKey.contribute(first!, second!, 'development', bytesToHex(randomBytes(64)))
  await snarkjs.zKey.beacon(second!, last!, 'beacon', bytesToHex(randomBytes(32)), 10)
  const zkey = (last as { data?: Uint8Array }).data!
  if (!(await snarkjs.zKey.verifyFromR1cs(r1cs, powers, zkey))) {
    throw new Error('the proving key expected to belong to the circuit')
  }
  return zkey
}

/** Compares, or writes. */
class Output {
  private readonly check: boolean
  readonly stale: string[] = []

  constructor(check: boolean) {
    this.check = check
  }

  put(path: string, bytes: Uint8Array | string): void {
    const wanted = Buffer.from(bytes)
    if (!this.check) writeFileSync(path, wanted)
    else if (!readFileSync(path).equals(wanted)) this.stale.push(path)
  }
}

async function main(args: readonly string[]): Promise<void> {
  const output = new Output(args.includes('--check'))
  const snarkjs = await importSnarkjs()
  if (args.includes('--proofs')) {
    writeFileSync(PROOFS_PATH, await proveFixtures(snarkjs))
    return
  }
  mkdirSync(artifacts, { recursive: true })
  output.put(join(folder, 'poseidon-constants.circom'), poseidonConstants())
  const powersAt = args.indexOf('--powers')
  const powers = !args.includes('--ceremony')
    ? undefined
    : powersAt < 0
      ? await preparedPowers(snarkjs)
      : read(args[powersAt + 1]!)
  const hashes: Record<string, string> = {}
  const keys: Record<string, Uint8Array> = {}
  for (const name of CIRCUITS) {
    const compiled = compileCircuit(name)
    output.put(artifactPath(name, 'wasm'), compiled.wasm)
    const zkey =
      powers === undefined
        ? read(artifactPath(name, 'zkey'))
        : await proveKey(snarkjs, compiled.r1cs, powers)
    if (powers !== undefined) writeFileSync(artifactPath(name, 'zkey'), zkey)
    Object.assign(hashes, hashesOf(name, compiled), { [`${name}.zkey`]: sha256(zkey) })
    const exported = await snarkjs.zKey.exportVerificationKey(zkey)
    keys[name] = encodeVerificationKey(exported)
    output.put(join(artifacts, `${name}.vk.json`), `${JSON.stringify(exported, undefined, 1)}\n`)
  }
  output.put(join(artifacts, 'hashes.json'), `${JSON.stringify(hashes, undefined, 2)}\n`)
  output.put(keysModule, developmentKeysSource(keys[CIRCUITS[0]]!, keys[CIRCUITS[1]]!))
  await (await snarkjs.curves.getCurveFromName('bn128')).terminate()
  if (output.stale.length > 0)
    throw new Error(`not what circuits/ makes: ${output.stale.join(', ')}`)
}

if (process.argv[1]?.includes('build-circuits')) await main(process.argv.slice(2))
