const smoke = require('./smoke.cjs')

smoke(require('n-vm'))
console.log('require: ok')
