/*
 * A program that does what its instruction data says, one small command for everything a program can do or suffer: the
 * tests run it on n-vm and on another implementation and compare. Data: commands one after the other, each a byte and its
 * arguments (integers little endian, `rest` = u16 length and that many bytes). Unknown commands: invalid instruction data.
 */
#include "../include/solana.h"

#define MOST_ACCOUNTS 64
/* The heap: accounts, then what a command needs. */
#define ACCOUNTS HEAP_START
#define SCRATCH (HEAP_START + 8192)

struct reader {
  const u8 *at;
  const u8 *end;
  u64 short_of;
};

static NOINLINE u64 take(struct reader *reader, u64 size) {
  if ((u64)(reader->end - reader->at) < size) {
    reader->short_of = 1;
    return 0;
  }
  u64 value = 0;
  for (u64 i = 0; i < size; i++) value |= (u64)reader->at[i] << (8 * i);
  reader->at += size;
  return value;
}

#define BYTE(reader) take(reader, 1)
#define WORD(reader) take(reader, 8)

/* A length and that many bytes; what stands there does not move. */
static NOINLINE struct bytes *rest(struct reader *reader, struct bytes *to) {
  const u64 length = take(reader, 2);
  if ((u64)(reader->end - reader->at) < length) {
    reader->short_of = 1;
    to->length = 0;
    return to;
  }
  to->data = reader->at;
  to->length = length;
  reader->at += length;
  return to;
}

struct state {
  struct call call;
  struct reader reader;
  u64 result;
  u64 done;
};

static NOINLINE struct account *account(struct state *state) {
  const u64 index = BYTE(&state->reader);
  if (index >= state->call.account_count) {
    state->reader.short_of = 1;
    return &state->call.accounts[0];
  }
  return &state->call.accounts[index];
}

static void do_return(struct state *state) {
  state->result = WORD(&state->reader);
  state->done = 1;
}

static void do_log(struct state *state) {
  struct bytes text;
  rest(&state->reader, &text);
  sol_log_(text.data, text.length);
}

static void do_log_numbers(struct state *state) {
  struct reader *reader = &state->reader;
  const u64 a = WORD(reader), b = WORD(reader), c = WORD(reader), d = WORD(reader), e = WORD(reader);
  sol_log_64_(a, b, c, d, e);
}

static void do_log_keys(struct state *state) {
  for (u64 i = 0; i < state->call.account_count; i++) sol_log_pubkey(state->call.accounts[i].key);
}

static void do_log_units(struct state *state) { sol_log_compute_units_(); }

static void do_log_data(struct state *state) {
  struct bytes parts[3];
  for (int i = 0; i < 3; i++) rest(&state->reader, &parts[i]);
  sol_log_data(parts, 3);
}

static void do_set_return_data(struct state *state) {
  const u64 length = WORD(&state->reader);
  sol_set_return_data((const void *)HEAP_START, length);
}

static void do_answer(struct state *state) {
  struct bytes data;
  rest(&state->reader, &data);
  sol_set_return_data(data.data, data.length);
}

static void do_get_return_data(struct state *state) {
  struct bytes data = {(u8 *)SCRATCH, 0};
  struct key *program = (struct key *)(SCRATCH + 2048);
  const u64 full = sol_get_return_data((u8 *)SCRATCH, WORD(&state->reader), program);
  data.length = full < 1024 ? full : 1024;
  sol_log_64_(full, 0, 0, 0, 0);
  sol_log_data(&data, 1);
  sol_log_pubkey(program);
}

static void do_resize(struct state *state) {
  struct account *target = account(state);
  const u64 length = WORD(&state->reader);
  set_length(target, length);
}

static void do_fill(struct state *state) {
  struct account *target = account(state);
  const u64 from = WORD(&state->reader), length = WORD(&state->reader);
  const u8 value = BYTE(&state->reader);
  sol_memset_(target->data + from, value, length);
}

static void do_poke(struct state *state) {
  struct account *target = account(state);
  const u64 at = WORD(&state->reader);
  target->data[at] = BYTE(&state->reader);
}

static void do_pay(struct state *state) {
  struct account *from = account(state), *to = account(state);
  const u64 lamports = WORD(&state->reader);
  *from->lamports -= lamports;
  *to->lamports += lamports;
}

static void do_mint(struct state *state) {
  struct account *to = account(state);
  *to->lamports += WORD(&state->reader);
}

static void do_assign(struct state *state) {
  struct account *target = account(state);
  *target->owner = *account(state)->key;
}

/* Input bytes that the runtime has to ignore when it reads accounts back. */
static void do_scribble(struct state *state) {
  struct account *target = account(state);
  u8 *flags = (u8 *)target->key - 7;
  flags[0] ^= 1, flags[1] ^= 1, flags[2] ^= 1;
  target->key->word[0] ^= 1;
}

static void do_load(struct state *state) {
  const u64 at = WORD(&state->reader);
  u64 value = 0;
  switch (BYTE(&state->reader)) {
    case 1: value = *(volatile u8 *)at; break;
    case 2: value = *(volatile u16 *)at; break;
    case 4: value = *(volatile u32 *)at; break;
    default: value = *(volatile u64 *)at;
  }
  sol_log_64_(at, value, 0, 0, 0);
}

static void do_store(struct state *state) {
  const u64 at = WORD(&state->reader), size = BYTE(&state->reader), value = WORD(&state->reader);
  switch (size) {
    case 1: *(volatile u8 *)at = value; break;
    case 2: *(volatile u16 *)at = value; break;
    case 4: *(volatile u32 *)at = value; break;
    default: *(volatile u64 *)at = value;
  }
}

/* Each level keeps something in its frame, so that the frames of all levels have to be apart. */
static NOINLINE u64 descend(u64 levels) {
  volatile u64 frame[8];
  for (int i = 0; i < 8; i++) frame[i] = levels * 8 + i;
  const u64 below = levels == 0 ? 0 : descend(levels - 1);
  u64 sum = below;
  for (int i = 0; i < 8; i++) sum += frame[i];
  return sum;
}

static void do_descend(struct state *state) { sol_log_64_(descend(WORD(&state->reader)), 0, 0, 0, 0); }

static void do_spin(struct state *state) {
  const u64 rounds = WORD(&state->reader);
  volatile u64 x = 1;
  for (u64 i = 0; i < rounds; i++) x = x * 3 + i;
  sol_log_64_(x, 0, 0, 0, 0);
}

static void do_divide(struct state *state) {
  const u64 a = WORD(&state->reader), b = WORD(&state->reader);
  sol_log_64_(a / b, a % b, (u32)a / (u32)b, (u32)a % (u32)b, 0);
}

static void do_arithmetic(struct state *state) {
  const u64 a = WORD(&state->reader), b = WORD(&state->reader);
  const u32 c = a, d = b;
  sol_log_64_(a + b, a - b, a * b, a << (b & 63), (u64)((i64)a >> (b & 63)));
  sol_log_64_(c + d, c - d, c * d, c << (d & 31), (u64)(i64)((int)c >> (d & 31)));
  sol_log_64_(a < b, (i64)a < (i64)b, (int)c < (int)d, __builtin_bswap64(a), __builtin_bswap32(c));
  sol_log_64_(__builtin_bswap16((u16)a), a & b, a | b, a ^ b, -a);
}

static void do_jump(struct state *state) {
  const u64 at = WORD(&state->reader);
  ((void (*)(void))at)();
}

static u64 plus(u64 a, u64 b) { return a + b; }
static u64 minus(u64 a, u64 b) { return a - b; }
static u64 times(u64 a, u64 b) { return a * b; }

/* Constant function pointers: addresses that the linker writes into data. */
static u64 (*const OPERATIONS[3])(u64, u64) = {plus, minus, times};
static const char *const NAMES[3] = {"plus", "minus", "times"};

static void do_table(struct state *state) {
  const u64 which = BYTE(&state->reader) % 3, a = WORD(&state->reader), b = WORD(&state->reader);
  const char *name = ((const char *const volatile *)NAMES)[which];
  u64 length = 0;
  while (name[length]) length++;
  sol_log_(name, length);
  sol_log_64_((((u64(*const volatile *)(u64, u64))OPERATIONS)[which])(a, b), 0, 0, 0, 0);
}

static void do_abort(struct state *state) { abort(); }

static void do_panic(struct state *state) {
  struct bytes file;
  rest(&state->reader, &file);
  sol_panic_(file.data, file.length, 12, 34);
}

static void do_hash(struct state *state) {
  struct bytes parts[2];
  rest(&state->reader, &parts[0]);
  rest(&state->reader, &parts[1]);
  u8 digest[64];
  sol_sha256(parts, 2, digest);
  sol_keccak256(parts, 2, digest + 32);
  const struct bytes both = {digest, 64};
  sol_log_data(&both, 1);
}

/* Memory calls between places of the heap. */
static void do_memory(struct state *state) {
  struct reader *reader = &state->reader;
  const u64 what = BYTE(reader), to = WORD(reader), from = WORD(reader), length = WORD(reader);
  int difference = 0;
  switch (what) {
    case 0: sol_memcpy_((void *)to, (void *)from, length); break;
    case 1: sol_memmove_((void *)to, (void *)from, length); break;
    case 2: sol_memset_((void *)to, from, length); break;
    default: sol_memcmp_((void *)to, (void *)from, length, &difference); break;
  }
  sol_log_64_(difference, 0, 0, 0, 0);
}

static void do_derive(struct state *state) {
  struct bytes seeds[2];
  rest(&state->reader, &seeds[0]);
  rest(&state->reader, &seeds[1]);
  struct key found = {{0, 0, 0, 0}}, made = {{0, 0, 0, 0}};
  u8 bump = 0;
  const u64 none = sol_try_find_program_address(seeds, 2, state->call.program, &found, &bump);
  const u64 on_curve = sol_create_program_address(seeds, 2, state->call.program, &made);
  sol_log_64_(none, on_curve, bump, 0, 0);
  sol_log_pubkey(&found);
  sol_log_pubkey(&made);
}

static void do_sysvars(struct state *state) {
  u64 *at = (u64 *)SCRATCH;
  const u64 results = sol_get_clock_sysvar(at) | sol_get_rent_sysvar(at + 5) |
                      sol_get_epoch_schedule_sysvar(at + 8) | sol_get_last_restart_slot(at + 13);
  const struct bytes all = {at, 14 * 8};
  sol_log_64_(results, 0, 0, 0, 0);
  sol_log_data(&all, 1);
}

static void do_height(struct state *state) { sol_log_64_(sol_get_stack_height(), 0, 0, 0, 0); }

static void do_sibling(struct state *state) {
  u64 *sizes = (u64 *)SCRATCH;
  sizes[0] = 1024, sizes[1] = 32;
  struct key *program = (struct key *)(SCRATCH + 16);
  u8 *data = (u8 *)(SCRATCH + 64);
  struct meta *metas = (struct meta *)(SCRATCH + 2048);
  const u64 found = sol_get_processed_sibling_instruction(WORD(&state->reader), sizes, program, data, metas);
  sol_log_64_(found, sizes[0], sizes[1], 0, 0);
  if (found != 1) return;
  const struct bytes part = {data, sizes[0]};
  sol_log_pubkey(program);
  sol_log_data(&part, 1);
}

/* Where the reader of an account's fields looks is known to the runtime: a copy elsewhere is refused. */
static void do_bend(struct state *state) {
  struct account *target = account(state);
  const u64 which = BYTE(&state->reader), by = WORD(&state->reader);
  switch (which) {
    case 0: target->key = (struct key *)((u64)target->key + by); break;
    case 1: target->lamports = (u64 *)((u64)target->lamports + by); break;
    case 2: target->data += by; break;
    case 3: target->owner = (struct key *)((u64)target->owner + by); break;
    default: target->data_length += by;
  }
}

/*
 * program u8 | number of accounts u8 | {index u8, flags u8: 1 writable, 2 signer}... | number of seeds u8 | rest... |
 * data rest: calls with the accounts as they were given, signed by the address of the seeds if there are any.
 */
static void do_invoke(struct state *state) {
  /* Nothing of this lies in the frame: it would not fit. */
  struct place {
    struct instruction instruction;
    struct signer signer;
    struct meta metas[MOST_ACCOUNTS];
    struct bytes seeds[8];
    struct bytes data;
  } *place = (struct place *)SCRATCH;
  struct reader *reader = &state->reader;
  place->instruction.program = account(state)->key;
  place->instruction.meta_count = BYTE(reader);
  if (place->instruction.meta_count > MOST_ACCOUNTS) {
    reader->short_of = 1;
    return;
  }
  for (u64 i = 0; i < place->instruction.meta_count; i++) {
    place->metas[i].key = account(state)->key;
    const u64 flags = BYTE(reader);
    place->metas[i].is_writable = flags & 1;
    place->metas[i].is_signer = flags >> 1;
  }
  place->signer.seed_count = BYTE(reader) & 7;
  for (u64 i = 0; i < place->signer.seed_count; i++) rest(reader, &place->seeds[i]);
  rest(reader, &place->data);
  if (reader->short_of) return;
  place->instruction.metas = place->metas;
  place->instruction.data = place->data.data;
  place->instruction.data_length = place->data.length;
  place->signer.seeds = place->seeds;
  state->result = sol_invoke_signed_c(&place->instruction, state->call.accounts, state->call.account_count,
                                      &place->signer, place->signer.seed_count ? 1 : 0);
  if (state->result) state->done = 1;
}

/* What the callee left: lamports and length of an account, as the caller sees them now. */
static void do_look(struct state *state) {
  struct account *target = account(state);
  const u64 length = *(u64 *)(target->data - 8);
  const struct bytes start = {target->data, length < 64 ? length : 64};
  sol_log_64_(*target->lamports, target->data_length, length, target->is_signer, target->is_writable);
  sol_log_pubkey(target->owner);
  sol_log_data(&start, 1);
}

static void run(struct state *state);

/* count u8 | rest: these commands so many times. */
static void do_repeat(struct state *state) {
  struct bytes commands;
  const u64 count = BYTE(&state->reader);
  rest(&state->reader, &commands);
  const struct reader outer = state->reader;
  for (u64 i = 0; i < count && !state->done && !state->reader.short_of; i++) {
    state->reader.at = commands.data;
    state->reader.end = state->reader.at + commands.length;
    run(state);
  }
  state->reader.at = outer.at;
  state->reader.end = outer.end;
}

static void (*const COMMANDS[])(struct state *) = {
    do_return,  do_log,     do_log_numbers, do_log_keys, do_log_units, do_log_data, do_set_return_data,
    do_answer,  do_get_return_data, do_resize, do_fill,  do_poke,      do_pay,      do_mint,
    do_assign,  do_scribble, do_load,       do_store,    do_descend,   do_spin,     do_divide,
    do_arithmetic, do_jump, do_table,       do_abort,    do_panic,     do_hash,     do_memory,
    do_derive,  do_sysvars, do_height,      do_sibling,  do_bend,      do_invoke,   do_look,
    do_repeat,
};

static NOINLINE void run(struct state *state) {
  while (!state->done && !state->reader.short_of && state->reader.at < state->reader.end) {
    const u64 command = BYTE(&state->reader);
    if (command < sizeof(COMMANDS) / sizeof(COMMANDS[0])) COMMANDS[command](state);
    else state->reader.short_of = 1;
  }
}

u64 entrypoint(u8 *input) {
  struct state state;
  state.result = 0;
  state.done = 0;
  read_call(input, &state.call, (struct account *)ACCOUNTS, MOST_ACCOUNTS);
  state.reader.at = state.call.data;
  state.reader.end = state.call.data + state.call.data_length;
  state.reader.short_of = 0;
  run(&state);
  return state.reader.short_of ? ERROR_INVALID_INSTRUCTION_DATA : state.result;
}
