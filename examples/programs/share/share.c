/*
 * Pays a share of a token account's balance to another account: reads amount and mint from the account's 165 bytes, then
 * transfers by invoking the Token program.
 *
 * Instruction: {percent u8}   source (writable), mint, target (writable), owner (signer), Token program
 *
 * Answers with return data: units paid, u64. Errors of its own: see below.
 */
#include "../include/solana.h"

#define ERROR_NOT_A_TOKEN_ACCOUNT 1
#define ERROR_OTHER_MINT 2
#define ERROR_PERCENT 3

#define ACCOUNTS 5
#define TOKEN_ACCOUNT_BYTES 165
#define MINT_BYTES 82
#define AMOUNT_AT 64
#define STATE_AT 108
#define DECIMALS_AT 44
#define TRANSFER_CHECKED 12

static NOINLINE u64 pay(struct call *call, u64 amount, u8 decimals) {
  struct account *accounts = call->accounts;
  u8 data[10] = {TRANSFER_CHECKED};
  write_u64(data + 1, amount);
  data[9] = decimals;
  struct meta metas[4] = {
      {accounts[0].key, 1, 0},
      {accounts[1].key, 0, 0},
      {accounts[2].key, 1, 0},
      {accounts[3].key, 0, 1},
  };
  const struct instruction instruction = {accounts[4].key, metas, 4, data, sizeof(data)};
  return sol_invoke_signed_c(&instruction, accounts, call->account_count, 0, 0);
}

u64 entrypoint(u8 *input) {
  struct call call;
  struct account accounts[ACCOUNTS];
  read_call(input, &call, accounts, ACCOUNTS);
  if (call.account_count < ACCOUNTS || call.data_length < 1) return ERROR_NOT_A_TOKEN_ACCOUNT;
  const struct account *source = &accounts[0];
  const struct account *mint = &accounts[1];
  if (source->data_length != TOKEN_ACCOUNT_BYTES || source->data[STATE_AT] == 0)
    return ERROR_NOT_A_TOKEN_ACCOUNT;
  if (mint->data_length != MINT_BYTES || !same_key((struct key *)source->data, mint->key))
    return ERROR_OTHER_MINT;
  const u8 percent = call.data[0];
  if (percent > 100) return ERROR_PERCENT;
  const u64 balance = read_u64(source->data + AMOUNT_AT);
  const u64 amount = balance / 100 * percent + balance % 100 * percent / 100;
  const u64 failed = pay(&call, amount, mint->data[DECIMALS_AT]);
  if (failed) return failed;
  u8 answer[8];
  /* What the Token program did stands in this program's memory. */
  write_u64(answer, balance - read_u64(source->data + AMOUNT_AT));
  sol_set_return_data(answer, sizeof(answer));
  return 0;
}
