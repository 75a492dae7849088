/** Checks on the published package, whichever way it was loaded; run by scripts/test-package.mjs, not by vitest. */
const assert = require('node:assert/strict')
const { createHash } = require('node:crypto')

/**
 * @param {typeof import('n-vm')} nvm
 * @param {typeof import('n-vm/verifier')} verifier
 * @param {typeof import('n-vm/wallet')} wallet
 */
module.exports = function smoke(nvm, verifier, wallet) {
  const error = new nvm.InvalidTransactionError('NonceTooLow', 'nonce expected 1, got 0', {
    got: 0,
  })
  assert.ok(error instanceof nvm.NVmError)
  assert.equal(error.code, nvm.NVmErrorCode.NonceTooLow)
  assert.equal(error.context.got, 0)

  const sha256 = (data) => Uint8Array.from(createHash('sha256').update(data).digest())
  const empty = new Uint8Array(32)
  assert.equal(verifier.verifyExclusion(empty, 16, [empty], { siblings: [] }, sha256), true)
  assert.equal(verifier.verifyInclusion(empty, 16, [empty], empty, { siblings: [] }, sha256), false)

  const { ethereum } = wallet.walletAddresses(new Uint8Array(16))
  assert.match(ethereum.text, /^0x[0-9a-fA-F]{40}$/)

  const genesis = nvm.State.genesis({
    chainId: 1337,
    accounts: [{ id: `0x${'0a'.repeat(32)}`, balance: 5n }],
  })
  const { state, receipts, root } = nvm.executeBlock(genesis, [
    { kind: 'ethereum', bytes: new Uint8Array(3) },
  ])
  assert.deepEqual(
    receipts.map((receipt) => receipt.status),
    ['rejected'],
  )
  assert.notDeepEqual(state.root, genesis.root)
  console.log(Buffer.from(root).toString('hex'))
}
