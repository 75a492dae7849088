import { pricesOf, SITE_NAMES, TokenInstruction } from '/work/wt/spl-face/src/token/spl/index.ts'
import { makeCase } from '/work/wt/spl-face/test/support/spl/cases.ts'
import { OneShotPair } from '/work/wt/spl-face/test/support/spl/one-shot.ts'
const pair = new OneShotPair()
const kind=Number(process.argv[2]); const filter=process.argv[3]!
const seen=new Map<string,Map<string,number>>()
for(let seed=0;seed<2500;seed++){ const one=makeCase(seed*256+kind,kind); const sites:string[]=[]; let priced=0
 const own=pair.runOwn(one,(p,s,t)=>{sites.push(SITE_NAMES[s]+(t>1?'*'+t:''));priced+=p[s]!*t}); const peer=pair.runPeer(one)
 if(own.error!==peer.error) continue
 const key=sites.join(' '); if(!key.includes(filter)) continue
 const e=`${peer.units-own.units+priced} n=${one.metas.length} len=${one.data.length} dups=${one.metas.length-new Set(one.metas).size} lens=${one.metas.slice(0,4).map(m=>one.accounts[m]!.data.length)} `
 const m=seen.get(key)??new Map(); seen.set(key,m); m.set(e,(m.get(e)??0)+1)}
for(const [k,m] of seen){ const ts=new Set([...m.keys()].map(e=>e.split(' ')[0])); if(ts.size>1||process.argv[4]){console.log(k, [...ts].join())}}
