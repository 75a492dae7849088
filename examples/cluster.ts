/**
 * Accounts of Solana programs as a genesis takes them, which is how `solana account --output json` prints them; npm
 * litesvm, which brings mainnet's programs along, stands in for a cluster to copy them from.
 */
import { address as asAddress } from '@solana/kit'
import { LiteSVM } from 'litesvm'
import { type SolanaAccountDump, solanaAddressText } from 'n-vm'

const UPGRADEABLE_LOADER = 'BPFLoaderUpgradeab1e11111111111111111111111'
const LOADER = 'BPFLoader2111111111111111111111111111111111'

/** The program at an address and, behind the upgradeable loader, the account that holds its ELF. */
function dumpsOf(svm: LiteSVM, pubkey: string): SolanaAccountDump[] {
  const found = svm.getAccount(asAddress(pubkey))
  if (!found.exists) throw new Error(`program expected at ${pubkey}`)
  const { lamports, programAddress: owner, executable } = found
  const data = Uint8Array.from(found.data)
  const dump = { pubkey, account: { lamports, data, owner, executable } }
  if (owner !== UPGRADEABLE_LOADER || data.length !== 36) return [dump]
  return [dump, ...dumpsOf(svm, solanaAddressText(data.slice(4)))]
}

/** The programs at these addresses of the cluster. */
export function programDumps(...pubkeys: readonly string[]): SolanaAccountDump[] {
  const svm = new LiteSVM()
  return pubkeys.flatMap((pubkey) => dumpsOf(svm, pubkey))
}

/** A program of one's own, there from the first block on. */
export function ownProgram(pubkey: string, elf: Uint8Array): SolanaAccountDump {
  return {
    pubkey,
    account: { lamports: 1_000_000_000, data: elf, owner: LOADER, executable: true },
  }
}
