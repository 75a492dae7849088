import * as nvm from 'n-vm'
import smoke from './smoke.cjs'

smoke(nvm)
console.log('import: ok')
