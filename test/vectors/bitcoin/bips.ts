/** The vectors of BIP340 and BIP341 that bitcore-lib ships. */
import { createRequire } from 'node:module'
import type { Crypto } from '../../../src/crypto/types.ts'
import { bytesToHex, hexToBytes } from '../../../src/primitives/bytes.ts'
import {
  CONSENSUS_FLAGS,
  controlBlock,
  SighashCache,
  tapBranchHash,
  tapLeafHash,
  tapTweak,
} from '../../../src/vms/bvm/script/index.ts'
import { decodeTransaction } from '../../../src/vms/bvm/transaction/index.ts'
import { verdictOf } from './cases.ts'

const require = createRequire(import.meta.url)
const DATA = 'bitcore-lib/test/data'

interface Bip340Row {
  readonly public_key: string
  readonly message: string
  readonly signature: string
  readonly verification_result: boolean
}

/** Gives `report` what each row was and whether it came out right. */
export function runBip340(crypto: Crypto, report: (name: string, right: boolean) => void): void {
  const rows = Object.values(require(`${DATA}/bip340.js`) as Record<string, Bip340Row>)
  rows.forEach((row, i) => {
    const [message, signature, key] = [row.message, row.signature, row.public_key].map((hex) =>
      hexToBytes(hex.toLowerCase()),
    )
    const answer = crypto.schnorrVerify(message!, signature!, key!)
    report(`vector ${i}`, answer === row.verification_result)
  })
}

interface Leaf {
  readonly id: number
  readonly script: string
  readonly leafVersion: number
}
type Tree = Leaf | readonly [Tree, Tree]

interface WalletVectors {
  readonly scriptPubKey: readonly {
    readonly given: { readonly internalPubkey: string; readonly scriptTree: Tree | null }
    readonly intermediary: {
      readonly leafHashes?: readonly string[]
      readonly merkleRoot: string | null
      readonly tweak: string
      readonly tweakedPubkey: string
    }
    readonly expected: {
      readonly scriptPubKey: string
      readonly scriptPathControlBlocks?: readonly string[]
    }
  }[]
  readonly keyPathSpending: readonly {
    readonly given: {
      readonly rawUnsignedTx: string
      readonly utxosSpent: readonly { readonly scriptPubKey: string; readonly amountSats: number }[]
    }
    readonly inputSpending: readonly {
      readonly given: { readonly txinIndex: number; readonly hashType: number }
      readonly intermediary: { readonly sigHash: string }
      readonly expected: { readonly witness: readonly string[] }
    }[]
    readonly auxiliary: { readonly fullySignedTx: string }
  }[]
}

/** Root of a tree, and each leaf's siblings from the leaf up in the order of the leaves. */
function merkle(
  crypto: Crypto,
  tree: Tree,
): { root: Uint8Array; leaves: { leaf: Leaf; hash: Uint8Array; path: Uint8Array[] }[] } {
  if (!('id' in tree)) {
    const [left, right] = tree.map((side) => merkle(crypto, side))
    for (const leaf of left!.leaves) leaf.path.push(right!.root)
    for (const leaf of right!.leaves) leaf.path.push(left!.root)
    const root = tapBranchHash(crypto, left!.root, right!.root)
    return { root, leaves: [...left!.leaves, ...right!.leaves] }
  }
  const hash = tapLeafHash(crypto, tree.leafVersion, hexToBytes(tree.script))
  return { root: hash, leaves: [{ leaf: tree, hash, path: [] }] }
}

/** Outputs with their control blocks, and signature hashes and spends of the key path. */
export function runBip341(crypto: Crypto, report: (name: string, right: boolean) => void): void {
  const vectors = require(`${DATA}/bitcoind/wallet_test_vectors.json`) as WalletVectors
  vectors.scriptPubKey.forEach(({ given, intermediary, expected }, i) => {
    const key = hexToBytes(given.internalPubkey)
    const tree = given.scriptTree === null ? undefined : merkle(crypto, given.scriptTree)
    const tweak = tapTweak(crypto, key, tree?.root)
    const output = hexToBytes(intermediary.tweakedPubkey)
    const parity = [0, 1].find((bit) => crypto.taprootTweakCheck(key, tweak, output, bit))
    const blocks = (tree?.leaves ?? [])
      .toSorted((a, b) => a.leaf.id - b.leaf.id)
      .map(({ leaf, path }) => bytesToHex(controlBlock(leaf.leafVersion, parity ?? 0, key, path)))
    const right =
      parity !== undefined &&
      bytesToHex(tweak) === intermediary.tweak &&
      (tree === undefined ? null : bytesToHex(tree.root)) === intermediary.merkleRoot &&
      `5120${bytesToHex(output)}` === expected.scriptPubKey &&
      blocks.join() === (expected.scriptPathControlBlocks ?? []).join()
    report(`output ${i}`, right)
  })
  for (const { given, inputSpending, auxiliary } of vectors.keyPathSpending) {
    const prevouts = given.utxosSpent.map(({ scriptPubKey, amountSats }) => ({
      value: BigInt(amountSats),
      script: hexToBytes(scriptPubKey),
    }))
    const unsigned = decodeTransaction(hexToBytes(given.rawUnsignedTx), crypto)
    const cache = new SighashCache(unsigned, prevouts, crypto)
    const spend = { annexHash: undefined, leafHash: undefined, codeSeparator: 0xffff_ffff }
    for (const { given: input, intermediary } of inputSpending) {
      const hash = cache.taproot(input.txinIndex, input.hashType, spend)
      const right = hash !== undefined && bytesToHex(hash) === intermediary.sigHash
      report(`signature hash of input ${input.txinIndex}`, right)
    }
    const signed = decodeTransaction(hexToBytes(auxiliary.fullySignedTx), crypto)
    signed.inputs.forEach((_, i) => {
      const verdict = verdictOf(signed, i, prevouts, CONSENSUS_FLAGS, crypto)
      report(`signed input ${i}`, verdict === 'OK')
    })
  }
}
