const smoke = require('./smoke.cjs')

smoke(require('n-vm'), require('n-vm/verifier'), require('n-vm/wallet'))
