/*
 * A savings vault: an owner's coins lie in a purse that only this program can sign for, and a record counts what was
 * paid in and out. Both addresses derive from the owner's key: ["record", owner, bump] and ["purse", owner, bump].
 *
 * Instructions (first byte):
 *   0 open      {record bump u8, purse bump u8}   owner (signer, writable), record (writable), system program
 *   1 deposit   {lamports u64}                    owner (signer, writable), record (writable), purse (writable), system
 *   2 withdraw  {lamports u64}                    owner (signer), record (writable), purse (writable),
 *                                                 receiver (writable), system program
 *   3 close     {}                                owner (signer, writable), record (writable), purse
 *   4 show      {}                                record; release 2 only
 *
 * Each answers with return data: lamports in the purse, u64. Errors of its own: see below.
 */
#include "../include/solana.h"

#ifndef VAULT_RELEASE
#define VAULT_RELEASE 1
#endif

#define ERROR_NOT_YOURS 1   /* the record belongs to another owner */
#define ERROR_NOT_EMPTY 2   /* coins are left in the purse */
#define ERROR_NOTHING 3     /* an amount of 0 */

/* The record's data. */
struct record {
  u64 magic;
  struct key owner;
  u64 deposits;
  u64 withdrawals;
  u64 paid_in;
  u64 paid_out;
  u8 record_bump;
  u8 purse_bump;
  u8 unused[6];
};

#define MAGIC 0x746c756176ULL
#define RENT_PER_BYTE 6960
#define RENT_OVERHEAD 128
#define MOST_ACCOUNTS 8

static const char RECORD[6] = "record";
static const char PURSE[5] = "purse";
static const struct key SYSTEM_PROGRAM = {{0, 0, 0, 0}};

static NOINLINE u64 system_transfer(struct call *call, u64 from, u64 to, u64 lamports,
                                    const struct signer *signer) {
  u8 data[12] = {2, 0, 0, 0};
  write_u64(data + 4, lamports);
  struct meta metas[2] = {
      {call->accounts[from].key, 1, 1},
      {call->accounts[to].key, 1, 0},
  };
  struct key system = SYSTEM_PROGRAM;
  const struct instruction instruction = {&system, metas, 2, data, sizeof(data)};
  return sol_invoke_signed_c(&instruction, call->accounts, call->account_count, signer, signer ? 1 : 0);
}

static NOINLINE u64 create_record(struct call *call, const struct signer *signer) {
  u8 data[52];
  for (int i = 0; i < 4; i++) data[i] = 0;
  write_u64(data + 4, (RENT_OVERHEAD + sizeof(struct record)) * RENT_PER_BYTE);
  write_u64(data + 12, sizeof(struct record));
  const u8 *program = (const u8 *)call->program;
  for (int i = 0; i < 32; i++) data[20 + i] = program[i];
  struct meta metas[2] = {
      {call->accounts[0].key, 1, 1},
      {call->accounts[1].key, 1, 1},
  };
  struct key system = SYSTEM_PROGRAM;
  const struct instruction instruction = {&system, metas, 2, data, sizeof(data)};
  return sol_invoke_signed_c(&instruction, call->accounts, call->account_count, signer, 1);
}

/* Is this the address of the seeds? */
static NOINLINE u64 check_address(struct call *call, const struct bytes *seeds, const struct account *account) {
  struct key address;
  if (sol_create_program_address(seeds, 3, call->program, &address) != 0) return ERROR_INVALID_SEEDS;
  return same_key(&address, account->key) ? SUCCESS : ERROR_INVALID_SEEDS;
}

/* The record of account 1, if it is one and the signer's. */
static NOINLINE u64 check_record(struct call *call) {
  const struct account *owner = &call->accounts[0], *record = &call->accounts[1];
  if (!owner->is_signer) return ERROR_MISSING_SIGNATURE;
  if (!same_key(record->owner, call->program)) return ERROR_INVALID_OWNER;
  if (record->data_length != sizeof(struct record)) return ERROR_INVALID_ACCOUNT_DATA;
  const struct record *fields = (const struct record *)record->data;
  if (fields->magic != MAGIC) return ERROR_INVALID_ACCOUNT_DATA;
  return same_key(&fields->owner, owner->key) ? SUCCESS : ERROR_NOT_YOURS;
}

static u64 answer(u64 lamports) {
  sol_set_return_data(&lamports, 8);
  return SUCCESS;
}

static NOINLINE u64 open(struct call *call) {
  if (call->account_count < 3) return ERROR_NOT_ENOUGH_ACCOUNTS;
  if (call->data_length != 3) return ERROR_INVALID_INSTRUCTION_DATA;
  struct account *owner = &call->accounts[0], *record = &call->accounts[1];
  if (!owner->is_signer) return ERROR_MISSING_SIGNATURE;
  if (same_key(record->owner, call->program)) return ERROR_ALREADY_INITIALIZED;
  const u8 bumps[2] = {call->data[1], call->data[2]};
  const struct bytes seeds[3] = {{RECORD, sizeof(RECORD)}, {owner->key, 32}, {&bumps[0], 1}};
  const struct signer signer = {seeds, 3};
  const u64 failure = check_address(call, seeds, record);
  if (failure) return failure;
  const u64 refused = create_record(call, &signer);
  if (refused) return refused;
  struct record *fields = (struct record *)record->data;
  fields->magic = MAGIC;
  fields->owner = *owner->key;
  fields->record_bump = bumps[0];
  fields->purse_bump = bumps[1];
  LOG("Vault: open");
  return answer(0);
}

/* Seeds of the purse; account 2 has to be it. */
static NOINLINE u64 purse_seeds(struct call *call, struct bytes *seeds) {
  const struct record *fields = (const struct record *)call->accounts[1].data;
  seeds[0] = (struct bytes){PURSE, sizeof(PURSE)};
  seeds[1] = (struct bytes){&fields->owner, 32};
  seeds[2] = (struct bytes){&fields->purse_bump, 1};
  return check_address(call, seeds, &call->accounts[2]);
}

static NOINLINE u64 deposit(struct call *call) {
  if (call->account_count < 4) return ERROR_NOT_ENOUGH_ACCOUNTS;
  if (call->data_length != 9) return ERROR_INVALID_INSTRUCTION_DATA;
  u64 failure = check_record(call);
  if (failure) return failure;
  struct bytes seeds[3];
  failure = purse_seeds(call, seeds);
  if (failure) return failure;
  const u64 lamports = read_u64(call->data + 1);
  if (lamports == 0) return ERROR_NOTHING;
  failure = system_transfer(call, 0, 2, lamports, 0);
  if (failure) return failure;
  struct record *fields = (struct record *)call->accounts[1].data;
  fields->deposits += 1;
  fields->paid_in += lamports;
  LOG("Vault: deposit");
  sol_log_64_(lamports, fields->deposits, fields->paid_in, fields->paid_out, 0);
  return answer(*call->accounts[2].lamports);
}

static NOINLINE u64 withdraw(struct call *call) {
  if (call->account_count < 5) return ERROR_NOT_ENOUGH_ACCOUNTS;
  if (call->data_length != 9) return ERROR_INVALID_INSTRUCTION_DATA;
  u64 failure = check_record(call);
  if (failure) return failure;
  struct bytes seeds[3];
  failure = purse_seeds(call, seeds);
  if (failure) return failure;
  const struct signer signer = {seeds, 3};
  const u64 lamports = read_u64(call->data + 1);
  if (lamports == 0) return ERROR_NOTHING;
  if (lamports > *call->accounts[2].lamports) return ERROR_INSUFFICIENT_FUNDS;
  failure = system_transfer(call, 2, 3, lamports, &signer);
  if (failure) return failure;
  struct record *fields = (struct record *)call->accounts[1].data;
  fields->withdrawals += 1;
  fields->paid_out += lamports;
  LOG("Vault: withdraw");
  sol_log_64_(lamports, fields->withdrawals, fields->paid_in, fields->paid_out, 0);
  return answer(*call->accounts[2].lamports);
}

/* The record's coins go back to the owner, its data to nothing: an account without lamports is deleted. */
static NOINLINE u64 close(struct call *call) {
  if (call->account_count < 3) return ERROR_NOT_ENOUGH_ACCOUNTS;
  u64 failure = check_record(call);
  if (failure) return failure;
  struct bytes seeds[3];
  failure = purse_seeds(call, seeds);
  if (failure) return failure;
  if (*call->accounts[2].lamports != 0) return ERROR_NOT_EMPTY;
  struct account *owner = &call->accounts[0], *record = &call->accounts[1];
  *owner->lamports += *record->lamports;
  *record->lamports = 0;
  set_length(record, 0);
  LOG("Vault: closed");
  return answer(0);
}

#if VAULT_RELEASE >= 2
static NOINLINE u64 show(struct call *call) {
  const struct account *record = &call->accounts[0];
  if (call->account_count < 1) return ERROR_NOT_ENOUGH_ACCOUNTS;
  if (!same_key(record->owner, call->program)) return ERROR_INVALID_OWNER;
  if (record->data_length != sizeof(struct record)) return ERROR_INVALID_ACCOUNT_DATA;
  const struct record *fields = (const struct record *)record->data;
  sol_log_pubkey(&fields->owner);
  const struct bytes parts[2] = {{&fields->deposits, 16}, {&fields->paid_in, 16}};
  sol_log_data(parts, 2);
  return answer(fields->paid_in - fields->paid_out);
}
#endif

u64 entrypoint(u8 *input) {
  struct call call;
  read_call(input, &call, (struct account *)HEAP_START, MOST_ACCOUNTS);
  if (call.data_length == 0) return ERROR_INVALID_INSTRUCTION_DATA;
  switch (call.data[0]) {
    case 0:
      return open(&call);
    case 1:
      return deposit(&call);
    case 2:
      return withdraw(&call);
    case 3:
      return close(&call);
#if VAULT_RELEASE >= 2
    case 4:
      return show(&call);
#endif
    default:
      LOG("Vault: unknown instruction");
      return ERROR_INVALID_INSTRUCTION_DATA;
  }
}
