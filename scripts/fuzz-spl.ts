/**
 * `node scripts/run-ts.mjs --source scripts/fuzz-spl.ts [sequences] [first seed]`: random sequences of Token and ATA
 * transactions on the ledger's builtin and on the real Token program in npm litesvm: errors, units, log lines, account
 * bytes. Prints the next seed now and then, to go on from there; ends with 1 if anything differed.
 */
import { SequencePair } from '../test/support/spl/sequence-pair.ts'

const [sequences = '50000', first = '0'] = process.argv.slice(2)
const pair = new SequencePair()
const started = performance.now()
let [transactions, succeeded, differences] = [0, 0, 0]
const end = Number(first) + Number(sequences)
for (let seed = Number(first); seed < end; seed++) {
  const result = pair.run(seed)
  transactions += result.transactions
  succeeded += result.succeeded
  if (result.difference !== undefined && differences++ < 40) console.log(result.difference)
  if ((seed + 1) % 1000 === 0)
    console.log(`next seed ${seed + 1}: ${transactions} transactions, ${differences} differences`)
}
const seconds = ((performance.now() - started) / 1000).toFixed(0)
console.log(
  `${sequences} sequences, ${transactions} transactions, ${succeeded} succeeded, ${differences} sequences differ, ${seconds} s`,
)
process.exit(differences > 0 ? 1 : 0)
