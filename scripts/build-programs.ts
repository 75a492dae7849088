/**
 * `npm run programs`: compiles the C programs of examples/programs with clang and links them, for sBPF 0 (NAME.so) and
 * sBPF 3 (NAME.v3.so). The results are in the repository, so that nobody needs clang to run them;
 * test/svm/programs-build.test.ts builds again and compares every byte where clang is there.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { link } from './sbf/link.ts'

const folder = fileURLToPath(new URL('../examples/programs/', import.meta.url))

interface Target {
  readonly name: string
  readonly source: string
  readonly defines: readonly string[]
}

/** `vault-2` is the release that the example upgrades to. */
const TARGETS: readonly Target[] = [
  ...['loop', 'probe', 'sha256', 'share', 'vault', 'walk'].map((name) => ({
    name,
    source: `${name}/${name}.c`,
    defines: [],
  })),
  { name: 'vault-2', source: 'vault/vault.c', defines: ['VAULT_RELEASE=2'] },
]

const VERSIONS = [0, 3] as const

/** The bytes depend on the compiler: releases of clang differ. This one made those in the repository. */
export const CLANG_MAJOR = 14

/** Major version of the clang that is there; undefined: there is none, or it has no BPF target. */
export function clangMajor(): number | undefined {
  const { status, stdout } = spawnSync('clang', ['--version'], { encoding: 'utf8' })
  const major = /clang version (\d+)/.exec(stdout ?? '')?.[1]
  if (status !== 0 || major === undefined) return undefined
  const targets = spawnSync('clang', ['--print-targets'], { encoding: 'utf8' })
  return /\bbpf\b/.test(targets.stdout ?? '') ? Number(major) : undefined
}

function compile({ source, defines }: Target, into: string): Uint8Array {
  const object = join(into, 'program.o')
  const flags = ['-target', 'bpf', '-mcpu=v2', '-O2', '-fno-builtin', '-std=c11']
  const strict = ['-Wall', '-Wextra', '-Werror', '-Wno-unused-parameter', '-Wno-unused-function']
  const args = [...flags, ...strict, ...defines.map((text) => `-D${text}`)]
  // Relative to the folder, so that no path of this machine gets into the object.
  const { status, stderr, error } = spawnSync('clang', [...args, '-c', source, '-o', object], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`clang: ${error?.message ?? stderr}`)
  return Uint8Array.from(readFileSync(object))
}

/** Every program, by its path under examples/programs. Needs clang. */
export function buildPrograms(): Map<string, Uint8Array> {
  const into = mkdtempSync(join(tmpdir(), 'programs-'))
  try {
    const built = new Map<string, Uint8Array>()
    for (const target of TARGETS) {
      const object = compile(target, into)
      for (const version of VERSIONS) {
        const suffix = version === 0 ? 'so' : `v${version}.so`
        const path = `${target.source.split('/')[0]}/${target.name}.${suffix}`
        built.set(path, link(object, version))
      }
    }
    return built
  } finally {
    rmSync(into, { recursive: true, force: true })
  }
}

/** The program in the repository. */
export function readProgram(path: string): Uint8Array {
  return Uint8Array.from(readFileSync(join(folder, path)))
}

if (process.argv.includes('--write')) {
  for (const [path, bytes] of buildPrograms()) {
    writeFileSync(join(folder, path), bytes)
    console.log(`${path}: ${bytes.length} bytes`)
  }
}
