/** Accounts of the upgradeable loader (loader v3), bincode: u32 variant, then its fields. */

/** Bytes before the ELF in a program data account: variant, slot, optional authority. */
export const PROGRAMDATA_HEADER = 45
/** Bytes before the ELF in a buffer: variant, optional authority. */
export const BUFFER_HEADER = 37
/** Bytes of a program account: variant, address of its data. */
export const PROGRAM_SIZE = 36
/** Bytes of an account after Close. */
export const UNINITIALIZED_SIZE = 4

/** What an account of the loader holds; `invalid` does not parse. */
export type LoaderState =
  | { readonly kind: 'uninitialized' }
  | { readonly kind: 'buffer'; readonly authority: Uint8Array | undefined }
  | { readonly kind: 'program'; readonly programData: Uint8Array }
  | {
      readonly kind: 'programData'
      readonly slot: bigint
      readonly authority: Uint8Array | undefined
    }
  | { readonly kind: 'invalid' }

const INVALID: LoaderState = { kind: 'invalid' }

/** bincode Option<Pubkey>: one byte, then the address if it is 1. `false` does not parse. */
function readOption(data: Uint8Array, at: number): Uint8Array | undefined | false {
  if (data[at] === 0) return undefined
  if (data[at] !== 1 || data.length < at + 33) return false
  return data.slice(at + 1, at + 33)
}

/** Bytes behind the state are ignored. */
export function readState(data: Uint8Array): LoaderState {
  if (data.length < 4) return INVALID
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  const variant = view.getUint32(0, true)
  if (variant === 0) return { kind: 'uninitialized' }
  if (variant === 1) {
    const authority = readOption(data, 4)
    return authority === false ? INVALID : { kind: 'buffer', authority }
  }
  if (variant === 2) {
    return data.length < PROGRAM_SIZE
      ? INVALID
      : { kind: 'program', programData: data.slice(4, 36) }
  }
  if (variant !== 3 || data.length < 12) return INVALID
  const authority = readOption(data, 12)
  if (authority === false) return INVALID
  return { kind: 'programData', slot: view.getBigUint64(4, true), authority }
}

function option(authority: Uint8Array | undefined): number[] {
  return authority === undefined ? [0] : [1, ...authority]
}

/** Bytes of a state; shorter than the header where there is no authority, which leaves old bytes behind it. */
export function encodeState(state: Exclude<LoaderState, { kind: 'invalid' }>): Uint8Array {
  switch (state.kind) {
    case 'uninitialized':
      return new Uint8Array(4)
    case 'buffer':
      return Uint8Array.from([1, 0, 0, 0, ...option(state.authority)])
    case 'program':
      return Uint8Array.from([2, 0, 0, 0, ...state.programData])
    case 'programData': {
      const out = Uint8Array.from([3, 0, 0, 0, ...new Uint8Array(8), ...option(state.authority)])
      new DataView(out.buffer).setBigUint64(4, state.slot, true)
      return out
    }
    default:
      return state satisfies never
  }
}
