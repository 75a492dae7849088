/**
 * Instructions of Solana's upgradeable loader, which @solana/web3.js does not build: a buffer account takes the ELF in
 * pieces, a deploy makes a program of it, an upgrade puts another one in its place.
 */
import {
  type AccountMeta,
  PublicKey,
  SYSVAR_CLOCK_PUBKEY,
  SYSVAR_RENT_PUBKEY,
  SystemProgram,
  TransactionInstruction,
} from '@solana/web3.js'

export const LOADER = new PublicKey('BPFLoaderUpgradeab1e11111111111111111111111')

/** Bytes in front of the ELF in a buffer, and the size of a program's own account. */
const BUFFER_HEADER = 37
const PROGRAM_SIZE = 36
/** What fits into a transaction with two signatures. */
const PIECE = 900

const rent = (space: number) => (128 + space) * 6960

const account = (pubkey: PublicKey, flags: '' | 's' | 'w' | 'sw' = ''): AccountMeta => ({
  pubkey,
  isSigner: flags.includes('s'),
  isWritable: flags.includes('w'),
})

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

const instruction = (keys: AccountMeta[], ...data: Uint8Array[]) =>
  new TransactionInstruction({ programId: LOADER, keys, data: Buffer.concat(data) })

/** Where the loader keeps a program's ELF. */
export function programDataAddress(program: PublicKey): PublicKey {
  return PublicKey.findProgramAddressSync([program.toBytes()], LOADER)[0]
}

/** A buffer for `size` bytes; the buffer's key signs. */
export function createBuffer(
  payer: PublicKey,
  buffer: PublicKey,
  size: number,
): TransactionInstruction[] {
  const space = BUFFER_HEADER + size
  return [
    SystemProgram.createAccount({
      fromPubkey: payer,
      newAccountPubkey: buffer,
      lamports: rent(space),
      space,
      programId: LOADER,
    }),
    instruction([account(buffer, 'w'), account(payer)], u32(0)),
  ]
}

/** The ELF in pieces, an instruction each, in any order. */
export function writeBuffer(
  authority: PublicKey,
  buffer: PublicKey,
  elf: Uint8Array,
): TransactionInstruction[] {
  return Array.from({ length: Math.ceil(elf.length / PIECE) }, (_, i) => {
    const piece = elf.subarray(PIECE * i, PIECE * (i + 1))
    const keys = [account(buffer, 'w'), account(authority, 's')]
    return instruction(keys, u32(1), u32(PIECE * i), u64(piece.length), piece)
  })
}

/** Makes a program of the buffer, with room for `most` bytes in later upgrades; the program's key signs. */
export function deploy(
  payer: PublicKey,
  program: PublicKey,
  buffer: PublicKey,
  most: number,
): TransactionInstruction[] {
  return [
    SystemProgram.createAccount({
      fromPubkey: payer,
      newAccountPubkey: program,
      lamports: rent(PROGRAM_SIZE),
      space: PROGRAM_SIZE,
      programId: LOADER,
    }),
    instruction(
      [
        account(payer, 'sw'),
        account(programDataAddress(program), 'w'),
        account(program, 'w'),
        account(buffer, 'w'),
        account(SYSVAR_RENT_PUBKEY),
        account(SYSVAR_CLOCK_PUBKEY),
        account(SystemProgram.programId),
        account(payer, 's'),
      ],
      u32(2),
      u64(most),
    ),
  ]
}

/** Puts the buffer's ELF into the program's place; the buffer's coins go to the payer. */
export function upgrade(
  payer: PublicKey,
  program: PublicKey,
  buffer: PublicKey,
): TransactionInstruction {
  return instruction(
    [
      account(programDataAddress(program), 'w'),
      account(program, 'w'),
      account(buffer, 'w'),
      account(payer, 'w'),
      account(SYSVAR_RENT_PUBKEY),
      account(SYSVAR_CLOCK_PUBKEY),
      account(payer, 's'),
    ],
    u32(3),
  )
}
