/** A program that cannot be loaded, with the text Agave logs for it. */
export class ElfError extends Error {
  /** Which step refused it: agave logs "ELF error: .." texts of both, the verifier's with its own prefix. */
  readonly stage: 'elf' | 'verifier'

  constructor(text: string, stage: 'elf' | 'verifier' = 'elf') {
    super(text)
    this.stage = stage
  }
}
