/*
 * A walk through memory, for measuring loads and stores: instruction data {steps u32}. A sieve of Eratosthenes over 16 KiB
 * of the heap, then `steps` dependent loads that hop through it; the number of primes and the last place are the return
 * data.
 */
#include "../include/solana.h"

#define CELLS 16384

u64 entrypoint(u8 *input) {
  struct call call;
  read_call(input, &call, (struct account *)HEAP_START, 1);
  if (call.data_length != 4) return ERROR_INVALID_INSTRUCTION_DATA;
  const u8 *data = call.data;
  const u32 steps = data[0] | (u32)data[1] << 8 | (u32)data[2] << 16 | (u32)data[3] << 24;
  u8 *cells = (u8 *)(HEAP_START + 1024);
  for (u32 i = 2; i < CELLS; i++) {
    if (cells[i]) continue;
    for (u32 k = i + i; k < CELLS; k += i) cells[k] += 1;
  }
  u64 primes = 0;
  for (u32 i = 2; i < CELLS; i++) primes += cells[i] == 0;
  u64 at = 1;
  for (u32 i = 0; i < steps; i++) {
    at = (at * 5 + cells[at] + 1) & (CELLS - 1);
    cells[at] ^= i;
  }
  const u64 answer[2] = {primes, at};
  sol_set_return_data(answer, sizeof(answer));
  return SUCCESS;
}
