/*
 * What a C program needs to run as a Solana program: the integers, the layouts of the invocation interface, the system
 * calls, and a reader of the input. Written for this repository from the published interface; build with
 * `clang -target bpf -mcpu=v2 -O2 -fno-builtin` (scripts/build-programs.ts does).
 *
 * Limits of the target: 512 bytes of stack a function, five arguments, no writable statics, no signed division.
 */
#ifndef N_VM_SOLANA_H
#define N_VM_SOLANA_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long i64;

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE __attribute__((noinline))

/* Builtin errors stand in the upper half of the result, an error of the program's own in the lower one. */
#define BUILTIN_ERROR(number) ((u64)(number) << 32)
#define SUCCESS 0
#define ERROR_INVALID_ARGUMENT BUILTIN_ERROR(2)
#define ERROR_INVALID_INSTRUCTION_DATA BUILTIN_ERROR(3)
#define ERROR_INVALID_ACCOUNT_DATA BUILTIN_ERROR(4)
#define ERROR_INSUFFICIENT_FUNDS BUILTIN_ERROR(6)
#define ERROR_INCORRECT_PROGRAM_ID BUILTIN_ERROR(7)
#define ERROR_MISSING_SIGNATURE BUILTIN_ERROR(8)
#define ERROR_ALREADY_INITIALIZED BUILTIN_ERROR(9)
#define ERROR_NOT_ENOUGH_ACCOUNTS BUILTIN_ERROR(11)
#define ERROR_INVALID_SEEDS BUILTIN_ERROR(14)
#define ERROR_INVALID_OWNER BUILTIN_ERROR(23)

#define HEAP_START 0x300000000ULL
/* An account may grow by this much in one top-level instruction: the input keeps the room behind its data. */
#define GROWTH 10240

struct key {
  u64 word[4];
};

/* Layouts of sol_invoke_signed_c. */
struct account {
  struct key *key;
  u64 *lamports;
  u64 data_length;
  u8 *data;
  struct key *owner;
  u64 rent_epoch;
  u8 is_signer;
  u8 is_writable;
  u8 is_executable;
};

struct meta {
  struct key *key;
  u8 is_writable;
  u8 is_signer;
};

struct instruction {
  struct key *program;
  struct meta *metas;
  u64 meta_count;
  const u8 *data;
  u64 data_length;
};

struct bytes {
  const void *data;
  u64 length;
};

struct signer {
  const struct bytes *seeds;
  u64 seed_count;
};

/* System calls. */
extern void abort(void) __attribute__((noreturn));
extern void sol_panic_(const char *file, u64 length, u64 line, u64 column) __attribute__((noreturn));
extern void sol_log_(const char *text, u64 length);
extern void sol_log_64_(u64 a, u64 b, u64 c, u64 d, u64 e);
extern void sol_log_pubkey(const struct key *key);
extern void sol_log_compute_units_(void);
extern void sol_log_data(const struct bytes *parts, u64 count);
extern u64 sol_create_program_address(const struct bytes *seeds, u64 count, const struct key *program,
                                      struct key *address);
extern u64 sol_try_find_program_address(const struct bytes *seeds, u64 count, const struct key *program,
                                        struct key *address, u8 *bump);
extern u64 sol_sha256(const struct bytes *parts, u64 count, u8 *digest);
extern u64 sol_keccak256(const struct bytes *parts, u64 count, u8 *digest);
extern void sol_memcpy_(void *to, const void *from, u64 length);
extern void sol_memmove_(void *to, const void *from, u64 length);
extern void sol_memset_(void *to, u64 byte, u64 length);
extern void sol_memcmp_(const void *a, const void *b, u64 length, int *difference);
extern u64 sol_get_clock_sysvar(void *clock);
extern u64 sol_get_rent_sysvar(void *rent);
extern u64 sol_get_epoch_schedule_sysvar(void *schedule);
extern u64 sol_get_last_restart_slot(void *slot);
extern void sol_set_return_data(const void *data, u64 length);
extern u64 sol_get_return_data(void *data, u64 length, struct key *program);
extern u64 sol_get_stack_height(void);
extern u64 sol_get_processed_sibling_instruction(u64 index, void *meta, struct key *program, u8 *data,
                                                 struct meta *metas);
extern u64 sol_invoke_signed_c(const struct instruction *instruction, const struct account *accounts,
                               u64 account_count, const struct signer *signers, u64 signer_count);

#define LOG(text) sol_log_(text, sizeof(text) - 1)

INLINE int same_key(const struct key *a, const struct key *b) {
  return a->word[0] == b->word[0] && a->word[1] == b->word[1] && a->word[2] == b->word[2] &&
         a->word[3] == b->word[3];
}

INLINE u64 read_u64(const u8 *at) {
  u64 value = 0;
  for (int i = 7; i >= 0; i--) value = value << 8 | at[i];
  return value;
}

INLINE void write_u64(u8 *at, u64 value) {
  for (int i = 0; i < 8; i++) at[i] = value >> (8 * i);
}

/* What an invocation was given. */
struct call {
  u64 account_count;
  struct account *accounts;
  const u8 *data;
  u64 data_length;
  struct key *program;
};

/*
 * Reads the input: u64 count; each account 0xff, signer, writable, executable, 4 bytes of nothing, key, owner, lamports,
 * length, data, room to grow, padding to 8, rent epoch; or, for one that came before, its index and 7 bytes of nothing.
 * Then the instruction's data with its length, and the program's id.
 * The accounts are written to `room`, which holds `most` of them; the rest is read over.
 */
static NOINLINE void read_call(u8 *input, struct call *call, struct account *room, u64 most) {
  const u64 count = *(u64 *)input;
  u8 *at = input + 8;
  call->accounts = room;
  call->account_count = count < most ? count : most;
  for (u64 i = 0; i < count; i++) {
    const u8 first = at[0];
    struct account *account = i < most ? &room[i] : 0;
    if (first != 0xff) {
      if (account) *account = room[first];
      at += 8;
      continue;
    }
    const u64 length = *(u64 *)(at + 80);
    if (account) {
      account->is_signer = at[1];
      account->is_writable = at[2];
      account->is_executable = at[3];
      account->key = (struct key *)(at + 8);
      account->owner = (struct key *)(at + 40);
      account->lamports = (u64 *)(at + 72);
      account->data_length = length;
      account->data = at + 88;
    }
    at += 88 + length + GROWTH;
    at = (u8 *)(((u64)at + 7) & ~7ULL);
    if (account) account->rent_epoch = *(u64 *)at;
    at += 8;
  }
  call->data_length = *(u64 *)at;
  call->data = at + 8;
  call->program = (struct key *)(at + 8 + call->data_length);
}

/* The length that counts when the program ends stands in the input, in front of the data. */
INLINE void set_length(struct account *account, u64 length) {
  account->data_length = length;
  *(u64 *)(account->data - 8) = length;
}

#endif
