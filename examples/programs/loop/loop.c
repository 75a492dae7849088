/*
 * A hot loop of integers, for measuring: instruction data {rounds u32}. Each round multiplies, adds, rotates and mixes
 * four 64-bit lanes; the lanes at the end are the return data.
 */
#include "../include/solana.h"

INLINE u64 rotate(u64 value, int by) { return value << by | value >> (64 - by); }

u64 entrypoint(u8 *input) {
  struct call call;
  read_call(input, &call, (struct account *)HEAP_START, 1);
  if (call.data_length != 4) return ERROR_INVALID_INSTRUCTION_DATA;
  const u8 *data = call.data;
  const u32 rounds = data[0] | (u32)data[1] << 8 | (u32)data[2] << 16 | (u32)data[3] << 24;
  u64 a = 0x9e3779b97f4a7c15ULL, b = 0xbf58476d1ce4e5b9ULL, c = 0x94d049bb133111ebULL, d = rounds;
  for (u32 i = 0; i < rounds; i++) {
    a = a * 6364136223846793005ULL + d;
    b ^= rotate(a, 23);
    c += b >> 7;
    d = rotate(d ^ c, 41) + i;
  }
  const u64 lanes[4] = {a, b, c, d};
  sol_set_return_data(lanes, sizeof(lanes));
  return SUCCESS;
}
