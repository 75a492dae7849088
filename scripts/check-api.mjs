/**
 * Fails if the API report (etc/n-vm.api.md, or the file given) shows an export without documentation, or a field of bytes,
 * numbers or amounts that does not say its size or unit. Other fields of a documented type may do without.
 */
import { readFileSync } from 'node:fs'

const path = process.argv[2] ?? new URL('../etc/n-vm.api.md', import.meta.url)
// API Extractor writes CRLF.
const report = readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
const found = (pattern) => [...report.matchAll(pattern)].map((match) => match[1].trim())
const undocumented = [
  ...found(/^\/\/ @\w+ \(undocumented\)\n(.*)$/gm),
  ...found(
    /^ +\/\/ \(undocumented\)\n( +readonly \w+\??: .*\b(?:Uint8Array|bigint|number)\b.*)$/gm,
  ),
]
for (const declaration of undocumented) console.error(`undocumented: ${declaration}`)
if (undocumented.length > 0 || !report.includes('\n// @public\n')) process.exit(1)
