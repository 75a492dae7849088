/** How mints that another face makes come to stand at their Solana address: as a mint account without lamports. */
import { equalBytes } from '../../../../primitives/bytes.ts'
import { Namespace } from '../../../../state/reader.ts'
import type { TokenFace } from '../../../../token/index.ts'
import { MINT_BYTES } from '../../../../token/spl/index.ts'
import { ProgramId } from '../../ids.ts'
import type { SvmAccounts } from '../../state/accounts.ts'

/** The Solana machine's face of a block. */
export function mintFace(accounts: SvmAccounts): TokenFace {
  return {
    namespace: Namespace.svm,
    inUse: ({ address }) => accounts.resolve(address).record.value !== undefined,
    install: ({ address }) => {
      const data = new Uint8Array(MINT_BYTES)
      accounts.place(address, { lamports: 0n, data, owner: ProgramId.token, executable: false })
    },
    shows: ({ address }) => {
      const kept = accounts.resolve(address).record.value
      return kept !== undefined && equalBytes(kept.owner, ProgramId.token)
    },
  }
}
