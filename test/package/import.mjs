import * as nvm from 'n-vm'
import * as verifier from 'n-vm/verifier'
import smoke from './smoke.cjs'

smoke(nvm, verifier)
