import fs from 'node:fs'
const p=JSON.parse(fs.readFileSync('/tmp/spl/prices.json','utf8'))
let out=`/**
 * Prices of p-token's places in compute units, by how an instruction is reached and which it is: measured by
 * scripts/measure-spl-units.ts on the p-token of npm litesvm 1.5.0. Places that are not listed cost nothing.
 */
import type { SiteName } from './sites.ts'

/** One table: units by place. */
export type SitePrices = { readonly [site in SiteName]?: number }

/** By "plain", "short" (the entrypoint's way for transfers) or "batch", and the instruction's name. */
export const PRICES: Readonly<Record<string, SitePrices>> = {
`
for(const [k,t] of Object.entries(p)){ const e=Object.entries(t); if(!e.length) continue; out+=`  '${k}': {`+e.map(([s,v])=>` ${s}: ${v}`).join(',')+' },\n' }
out+='}\n'
fs.writeFileSync('src/token/spl/prices.ts',out)
