/** Editing of small records by people, with immer: a recipe changes a draft, the given record stays as it was. */
import { produce } from 'immer'
import type { ChainConfig } from './chain-config.ts'
import { checkChainConfig } from './chain-config-codec.ts'

/** A record whose every part may be written to, as a recipe sees it. */
export type Editable<T> = T extends bigint | string | number | boolean | undefined | Uint8Array
  ? T
  : { -readonly [K in keyof T]: Editable<T[K]> }

/** A changed copy of a chain configuration. Throws InvalidChainConfig if the result is not sound. */
export function editChainConfig(
  config: ChainConfig,
  recipe: (draft: Editable<ChainConfig>) => void,
): ChainConfig {
  const edited = produce(config, (draft) => recipe(draft as Editable<ChainConfig>))
  checkChainConfig(edited)
  return edited
}

/** A changed copy of a genesis description, of whatever form. */
export function editGenesis<T extends object>(genesis: T, recipe: (draft: Editable<T>) => void): T {
  return produce(genesis, (draft) => recipe(draft as Editable<T>))
}
