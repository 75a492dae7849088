import * as nvm from 'n-vm'
import * as verifier from 'n-vm/verifier'
import * as wallet from 'n-vm/wallet'
import smoke from './smoke.cjs'

smoke(nvm, verifier, wallet)
