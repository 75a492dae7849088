/** The BPF loaders: how their programs run, and the loaders' own instructions. */
import { wordToKey } from '../../../../primitives/bytes.ts'
import { ProgramId } from '../../ids.ts'
import type { Builtin, ProgramRunner } from '../../runtime/types.ts'
import { loader1, loader2, upgradeableLoader } from './builtins.ts'
import { runProgram } from './run-program.ts'

/** For `RuntimeHost.loaders`. */
export const LOADERS: ReadonlyMap<string, ProgramRunner> = new Map(
  [ProgramId.loader1, ProgramId.loader2, ProgramId.upgradeableLoader].map((loader) => [
    wordToKey(loader),
    runProgram,
  ]),
)

/** Rows for `RuntimeHost.builtins`. */
export const LOADER_BUILTINS: ReadonlyMap<string, Builtin> = new Map([
  [wordToKey(ProgramId.upgradeableLoader), upgradeableLoader],
  [wordToKey(ProgramId.loader2), loader2],
  [wordToKey(ProgramId.loader1), loader1],
])
