/** Version 3: an exact file header, then one or two program headers whose contents follow in order; nothing else is read. */
import { decode } from './decode.ts'
import {
  identOk,
  invalidProgramHeader,
  PHDR_SIZE,
  type ProgramHeader,
  PT_LOAD,
  parseError,
  readFileHeader,
  readProgramHeader,
  viewOf,
} from './elf-file.ts'
import type { Executable } from './types.ts'

const EM_BPF = 247
const PF_X = 1
const PF_R = 4
const PROGRAM = 1n << 32n
const REGION = 1n << 32n

/** Not by `slice`: a Buffer's shares its memory. */
function copyOf(bytes: Uint8Array, { offset, filesz }: ProgramHeader): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(Number(offset), Number(offset + filesz)))
}

/** Loads a version 3 ELF; throws ElfError. */
export function loadStrict(bytes: Uint8Array): Executable {
  const header = readFileHeader(bytes)
  const tableEnd = 64 + PHDR_SIZE * header.phnum
  const zeroPadding = bytes.subarray(7, 16).every((byte) => byte === 0)
  const ok =
    identOk(bytes) &&
    zeroPadding &&
    header.machine === EM_BPF &&
    header.version === 1 &&
    header.phoff === 64n &&
    header.ehsize === 64 &&
    header.phentsize === PHDR_SIZE &&
    header.phnum >= 1 &&
    tableEnd <= bytes.length
  if (!ok) throw parseError('header')
  const view = viewOf(bytes)
  const first = readProgramHeader(view, 64)
  const hasRodata = first.flags === PF_R
  let offset = BigInt(tableEnd)
  let rodata = new Uint8Array(0)
  let code = first
  if (hasRodata) {
    if (header.phnum < 2) throw parseError('header')
    checkSegment(first, PF_R, 0n, offset, bytes.length)
    rodata = copyOf(bytes, first)
    offset += first.filesz
    code = readProgramHeader(view, 64 + PHDR_SIZE)
  }
  checkSegment(code, PF_X, PROGRAM, offset, bytes.length)
  const text = copyOf(bytes, code)
  const inText = header.entry >= PROGRAM && header.entry + 7n < PROGRAM + code.memsz
  if (!inText || header.entry % 8n !== 0n) throw parseError('header')
  return {
    version: 3,
    text,
    textAddress: Number(PROGRAM),
    entry: Number((header.entry - PROGRAM) / 8n),
    functions: new Map(),
    rodata,
    symbols: new Map(),
    elfBytes: bytes.length,
    decoded: decode(text, 3, new Map()),
  }
}

function checkSegment(
  segment: ProgramHeader,
  flags: number,
  address: bigint,
  offset: bigint,
  length: number,
): void {
  const ok =
    segment.type === PT_LOAD &&
    segment.flags === flags &&
    segment.offset === offset &&
    segment.offset < BigInt(length) &&
    segment.offset % 8n === 0n &&
    segment.vaddr === address &&
    segment.paddr === address &&
    segment.filesz === segment.memsz &&
    segment.filesz <= BigInt(length) - segment.offset &&
    segment.filesz % 8n === 0n &&
    segment.memsz < REGION
  if (!ok) throw invalidProgramHeader()
}
