/** Fails if etc/n-vm.api.md shows an export without documentation. Fields of a documented type may do without. */
import { readFileSync } from 'node:fs'

const report = readFileSync(new URL('../etc/n-vm.api.md', import.meta.url), 'utf8')
const undocumented = [...report.matchAll(/^\/\/ @\w+ \(undocumented\)\n(.*)$/gm)].map(
  (match) => match[1],
)
for (const declaration of undocumented) console.error(`undocumented export: ${declaration}`)
if (undocumented.length > 0) process.exit(1)
