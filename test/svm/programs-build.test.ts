/** The ELFs of examples/programs are what their C sources compile to, and load under the rules of a deployment. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  buildPrograms,
  CLANG_MAJOR,
  clangMajor,
  readProgram,
} from '../../scripts/build-programs.ts'
import { DEFAULT_FEATURES } from '../../src/vms/svm/runtime/index.ts'
import { syscallTable } from '../../src/vms/svm/runtime/syscalls/table.ts'
import { loadElf, verify } from '../../src/vms/svm/sbpf/index.ts'

const folder = fileURLToPath(new URL('../../examples/programs', import.meta.url))
const committed = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.so'))
  .sort()

const found = clangMajor()
const reason =
  found === CLANG_MAJOR
    ? ''
    : ` (skipped: needs clang ${CLANG_MAJOR} with the BPF target, ${found === undefined ? 'there is none' : `${found} is here`})`

describe('programs compiled from C', () => {
  it('are fourteen', () => {
    expect(committed).toHaveLength(14)
  })

  it.skipIf(reason !== '')(`are rebuilt to the same bytes${reason}`, () => {
    const built = buildPrograms()
    expect([...built.keys()].sort()).toEqual(committed)
    for (const [path, bytes] of built)
      expect(Buffer.compare(bytes, readProgram(path)), `${path}: run npm run programs`).toBe(0)
  })

  it.each(committed)('%s loads and is verified as for a deployment', (path) => {
    const syscalls = syscallTable(DEFAULT_FEATURES)
    const executable = loadElf(readProgram(path), { syscalls, deployment: true })
    verify(executable)
    expect(executable.version).toBe(path.endsWith('.v3.so') ? 3 : 0)
    const names = [...executable.symbols.values()]
    if (executable.version === 0)
      expect(names).toEqual(expect.arrayContaining(['entrypoint', 'read_call']))
  })
})
