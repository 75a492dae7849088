/** Checks on the published package, whichever way it was loaded; run by scripts/test-package.mjs, not by vitest. */
const assert = require('node:assert/strict')

/** @param {typeof import('n-vm')} nvm */
module.exports = function smoke(nvm) {
  const error = new nvm.InvalidTransactionError('NonceTooLow', 'nonce expected 1, got 0', {
    got: 0,
  })
  assert.ok(error instanceof nvm.NVmError)
  assert.equal(error.code, nvm.NVmErrorCode.NonceTooLow)
  assert.equal(error.context.got, 0)
}
