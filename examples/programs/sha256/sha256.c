/*
 * SHA-256 (FIPS 180-4) as a program's own code, without the system call: instruction data {rounds u8, message}. The
 * digest of the message is hashed again rounds - 1 times; the last digest is the return data.
 */
#include "../include/solana.h"

static const u32 K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static const u32 START[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                             0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

INLINE u32 rotate(u32 value, int by) { return value >> by | value << (32 - by); }

/* One block of 64 bytes; the schedule of 64 words lies in `w`. */
static NOINLINE void compress(u32 *state, const u8 *block, u32 *w) {
  for (int i = 0; i < 16; i++) {
    w[i] = (u32)block[4 * i] << 24 | (u32)block[4 * i + 1] << 16 | (u32)block[4 * i + 2] << 8 | block[4 * i + 3];
  }
  for (int i = 16; i < 64; i++) {
    const u32 x = w[i - 15], y = w[i - 2];
    const u32 s0 = rotate(x, 7) ^ rotate(x, 18) ^ x >> 3;
    const u32 s1 = rotate(y, 17) ^ rotate(y, 19) ^ y >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  u32 a = state[0], b = state[1], c = state[2], d = state[3];
  u32 e = state[4], f = state[5], g = state[6], h = state[7];
  for (int i = 0; i < 64; i++) {
    const u32 t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];
    const u32 t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

static NOINLINE void sha256(const u8 *message, u64 length, u8 *digest) {
  u32 *w = (u32 *)(HEAP_START + 4096);
  u8 *last = (u8 *)(HEAP_START + 8192);
  u32 state[8];
  for (int i = 0; i < 8; i++) state[i] = START[i];
  u64 at = 0;
  for (; length - at >= 64; at += 64) compress(state, message + at, w);
  const u64 rest = length - at;
  const u64 padded = rest < 56 ? 64 : 128;
  for (u64 i = 0; i < padded; i++) last[i] = i < rest ? message[at + i] : 0;
  last[rest] = 0x80;
  for (int i = 0; i < 8; i++) last[padded - 1 - i] = length * 8 >> (8 * i);
  for (u64 i = 0; i < padded; i += 64) compress(state, last + i, w);
  for (int i = 0; i < 32; i++) digest[i] = state[i / 4] >> (24 - 8 * (i % 4));
}

u64 entrypoint(u8 *input) {
  struct call call;
  read_call(input, &call, (struct account *)HEAP_START, 1);
  if (call.data_length == 0) return ERROR_INVALID_INSTRUCTION_DATA;
  u8 digest[32];
  sha256(call.data + 1, call.data_length - 1, digest);
  for (u8 round = 1; round < call.data[0]; round++) sha256(digest, 32, digest);
  sol_set_return_data(digest, 32);
  return SUCCESS;
}
