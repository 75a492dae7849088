/** Instructions of the upgradeable loader, bincode: u32 variant, then its fields; bytes behind them are ignored. */
import { fail } from '../../runtime/instruction-error.ts'

export type LoaderInstruction =
  | { readonly kind: 'initializeBuffer' }
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'deploy'; readonly maxDataLength: bigint }
  | { readonly kind: 'upgrade' }
  | { readonly kind: 'setAuthority' }
  | { readonly kind: 'close' }
  | { readonly kind: 'extend'; readonly additionalBytes: number }
  | { readonly kind: 'setAuthorityChecked' }

/** What an instruction may be made of. */
const BYTES_MAX = 1232

function readWrite(data: Uint8Array, view: DataView): LoaderInstruction {
  if (data.length < 16) fail('InvalidInstructionData')
  const length = view.getBigUint64(8, true)
  if (length > BigInt(data.length - 16)) fail('InvalidInstructionData')
  const end = 16 + Number(length)
  if (end > BYTES_MAX) fail('InvalidInstructionData')
  return { kind: 'write', offset: view.getUint32(4, true), bytes: data.subarray(16, end) }
}

/** Fails InvalidInstructionData. */
export function decodeLoaderInstruction(data: Uint8Array): LoaderInstruction {
  if (data.length < 4) fail('InvalidInstructionData')
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  switch (view.getUint32(0, true)) {
    case 0:
      return { kind: 'initializeBuffer' }
    case 1:
      return readWrite(data, view)
    case 2:
      if (data.length < 12) fail('InvalidInstructionData')
      return { kind: 'deploy', maxDataLength: view.getBigUint64(4, true) }
    case 3:
      return { kind: 'upgrade' }
    case 4:
      return { kind: 'setAuthority' }
    case 5:
      return { kind: 'close' }
    case 6:
      if (data.length < 8) fail('InvalidInstructionData')
      return { kind: 'extend', additionalBytes: view.getUint32(4, true) }
    case 7:
      return { kind: 'setAuthorityChecked' }
    default:
      return fail('InvalidInstructionData')
  }
}
