/**
 * Prices of p-token's places in compute units, by how an instruction is reached and which it is: measured by
 * scripts/measure-spl-units.ts on the p-token of npm litesvm 1.5.0. Places that are not listed cost nothing.
 */
import type { SiteName } from './sites.ts'

/** One table: units by place. */
export type SitePrices = { readonly [site in SiteName]?: number }

/** By "plain" or "short" (the entrypoint's way for transfers), the instruction's name, and its copy if not 0; batch-prices.ts has "batch". */
// biome-ignore format: one price a line would be two thousand lines
export const PRICES: Readonly<Record<string, SitePrices>> = {
  'plain Batch': {
    start: 12, batchItem: 55, batchShort: -5, batchEmpty: 2, batchBad: 5, batchFew: -10, batchPair: 106,
    batchChecked: 84, batchOne: 16, batchRange: 73, batchPairFew: 2, batchCheckedFew: 3, batchOneFew: 11,
    batchRangeFew: 10, batchPairFirst0: 4, batchPairFirst1: 7, batchPairFirst2: 10, batchPairFirst3: 13,
    batchPairSecond0: 17, batchPairSecond1: 20, batchPairSecond2: 23, batchPairSecond3: 27, batchCheckedFirst0: 5,
    batchCheckedFirst1: 8, batchCheckedFirst2: 11, batchCheckedFirst3: 14, batchCheckedSecond0: 18,
    batchCheckedSecond1: 21, batchCheckedSecond2: 24, batchCheckedSecond3: 28, batchOneFirst0: 13, batchOneFirst1: 16,
    batchOneFirst2: 20, batchOneFirst3: 21, batchRangeFirst0: 12, batchRangeFirst1: 15, batchRangeFirst2: 19,
    batchRangeFirst3: 20,
  },
  'plain InitializeMint': {
    start: 72, badData: -3, badData1: -1, givenKey: 4, fewAccounts: -12, mintLength: 10, mintState: 14, inUse: 33,
    rent: 36, withFreeze: 10, rentSysvar0: -8, rentSysvar1: -5, rentSysvar2: -2, rentSysvar3: 2,
  },
  'plain InitializeAccount': {
    start: 66, fewAccounts: -13, fewAccountsLate: -10, sourceLength: -19, sourceState: -16, mintLength: 23,
    mintState: 25, mintEmpty: 25, inUse: 4, rent: 8, nativeMint: -14, isNative: 46, rentSysvar0: -6, rentSysvar1: -3,
    rentSysvar3: 3, notToken0: -4, notToken1: -1, notToken2: 2, notToken3: 5, notNativeMint0: 37, notNativeMint1: 40,
    notNativeMint2: 43, notNativeMint3: 47,
  },
  'plain InitializeMultisig': {
    start: 115, badData: -22, fewAccounts: -34, sourceLength: -8, sourceState: -4, inUse: 14, rent: 14,
    signersProvided: 31, signersRequired: 42, signer: 10, rentSysvar0: -30, rentSysvar1: -27, rentSysvar2: -24,
    rentSysvar3: -21,
  },
  'plain Transfer': {
    start: 89, badData: -19, fewAccounts: -33, sourceLength: -32, sourceState: -30, sourceEmpty: -27,
    otherLength: -23, otherState: -21, otherEmpty: -18, frozen: -3, frozenOther: -2, plain: 20, long: -4,
    unsigned: 24, isDelegate: 66, delegateSet: 5, moved: -13, nativeAccount: 7, mintMismatch0: 3, mintMismatch1: 6,
    mintMismatch2: 8, mintMismatch3: 11, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15, notTokenOther0: 18,
    notTokenOther1: 21, notTokenOther2: 24, notTokenOther3: 29, notDelegate1: 3, notDelegate2: 6, notDelegate3: 10,
    mismatch0: 23, mismatch1: 26, mismatch2: 29, mismatch3: 32, notTokenMultisig0: -3, notTokenMultisig2: 3,
    notTokenMultisig3: 6, not2022Multisig0: 32, not2022Multisig1: 33, not2022Multisig2: 36, not2022Multisig3: 39,
  },
  'plain Transfer 1': {
    multisig: 56, multisigState: -15, multisigEmpty: -12, signer: 15, matched: 33, again: 25, matchUnsigned: 33,
    few: 16, nothing: 14, nativeAccount: 7, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15,
    notTokenOther0: 18, notTokenOther1: 21, notTokenOther2: 24, notTokenOther3: 29, compare0: 7, compare1: 13,
    compare2: 19, compare3: 23,
  },
  'plain Transfer 2': {
    plain: -30, long: 18, unsigned: -48, delegateCleared: -13, delegateLeft: -14, moved: -15, nativeAccount: 7,
    notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15, notTokenOther0: 18, notTokenOther1: 21,
    notTokenOther3: 29, notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: -40,
    not2022Multisig1: -39, not2022Multisig2: -36, not2022Multisig3: -33,
  },
  'plain Transfer 3': {
    delegateFunds: 19, multisigState: -31, multisigEmpty: -29, signer: 15, matched: 29, again: 21, matchUnsigned: 12,
    delegateCleared: -9, delegateLeft: -10, nothing: 15, nativeAccount: 7, notToken0: 6, notToken1: 9, notToken2: 12,
    notToken3: 15, notTokenOther0: 18, notTokenOther1: 21, notTokenOther2: 24, notTokenOther3: 29, compare0: 6,
    compare1: 11, compare2: 15, compare3: 19,
  },
  'plain Transfer 4': {
    same: 3, frozen: -11, funds: -8, plain: 4, long: 3, unsigned: 1, is2022: -13, isDelegate: 10, delegateSet: 8,
    nothingDone: -6, sameZero: -1, notToken1: 3, notToken2: 6, notToken3: 9, notDelegate0: -3, notDelegate2: 3,
    notDelegate3: 7, mismatch1: 3, mismatch2: 6, mismatch3: 9, notTokenMultisig0: 10, notTokenMultisig1: 13,
    notTokenMultisig2: 16, notTokenMultisig3: 19, not2022Multisig0: -4, not2022Multisig1: -3, not2022Multisig3: 3,
  },
  'plain Transfer 5': {
    nobody: -17, multisig: 47, multisigState: -29, multisigEmpty: -26, signer: 15, matched: 33, again: 25,
    matchUnsigned: 19, few: 2, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15, compare0: 7, compare1: 13,
    compare2: 19, compare3: 23,
  },
  'plain Transfer 6': {
    unsigned: -18, nothing: -20, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: -10, not2022Multisig1: -9, not2022Multisig2: -6,
    not2022Multisig3: -3,
  },
  'plain Transfer 7': {
    delegateFunds: 19, nobody: -17, multisig: 30, multisigState: -31, multisigEmpty: -29, signer: 15, matched: 29,
    again: 21, matchUnsigned: 12, nothing: -1, notToken0: 6, notToken2: 12, compare0: 6, compare1: 11, compare2: 15,
    compare3: 19,
  },
  'plain Approve': {
    start: 161, badData: -67, fewAccounts: -79, sourceLength: -76, sourceState: -74, sourceEmpty: -71, frozen: -57,
    plain: -69, long: -20, unsigned: -49, mismatch0: -51, mismatch1: -48, mismatch2: -45, mismatch3: -42,
    notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: -41, not2022Multisig1: -40,
    not2022Multisig2: -37, not2022Multisig3: -34,
  },
  'plain Approve 1': {
    nobody: -20, multisigState: -31, multisigEmpty: -29, signer: 13, matched: 24, again: 17, matchUnsigned: 8,
    done: -18, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain Revoke': {
    start: 86, fewAccounts: -4, fewAccountsLate: 4, sourceState: 2, sourceEmpty: 5, frozen: 22, long: -30,
    unsigned: 30, is2022: -38, isDelegate: 84, delegateSet: 7, notDelegate1: 3, notDelegate2: 6, notDelegate3: 10,
    mismatch0: 29, mismatch1: 32, mismatch2: 35, mismatch3: 38, notTokenMultisig0: 35, notTokenMultisig1: 38,
    notTokenMultisig2: 41, notTokenMultisig3: 44, not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'plain Revoke 1': {
    nobody: -18, multisig: 87, multisigState: -39, multisigEmpty: -37, signer: 10, matched: 23, again: 17, few: -10,
    done: -39, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain Revoke 2': {
    plain: -77, long: -30, unsigned: -47, notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6,
    not2022Multisig0: -39, not2022Multisig1: -38, not2022Multisig2: -35, not2022Multisig3: -32,
  },
  'plain Revoke 3': {
    nobody: -18, multisigState: -29, multisigEmpty: -27, signer: 10, matched: 23, again: 17, matchUnsigned: 10,
    done: -29, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain SetAuthority': {
    start: 136, badData: -42, badData1: -40, badData2: -37, badData3: -36, givenKey: 1, fewAccounts: -48,
    sourceLength: -42, sourceState: -40, sourceEmpty: -36, mintState: -40, mintEmpty: -38, frozen: -23,
    noAuthority: -21, wrongType: -19, plain: -34, unsigned: -6, longUnsigned: 28, is2022: 25, withKey: 9,
    mismatch0: -8, mismatch1: -5, mismatch2: -2, mismatch3: 1, notTokenMultisig0: -28, notTokenMultisig1: -25,
    notTokenMultisig2: -22, notTokenMultisig3: -19, not2022Multisig0: -1, not2022Multisig2: 3, not2022Multisig3: 6,
  },
  'plain SetAuthority 1': {
    nobody: -17, multisig: 39, multisigState: -30, multisigEmpty: -28, signer: 12, matched: 28, again: 21,
    matchUnsigned: 14, withKey: 9, moved: -29, compare0: 7, compare1: 11, compare2: 15, compare3: 19,
  },
  'plain SetAuthority 2': {
    sourceLength: -42, sourceState: -40, sourceEmpty: -36, mintState: -40, mintEmpty: -38, frozen: -23, native: -23,
    wrongType: -19, plain: -37, long: -29, unsigned: -8, withKey: 9, mismatch0: -10, mismatch1: -7, mismatch2: -4,
    mismatch3: -1, notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig1: 1,
    not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'plain SetAuthority 3': {
    nobody: -17, multisig: 7, multisigEmpty: 2, signer: 12, matched: 29, again: 21, matchUnsigned: 43, few: 29,
    withKey: 9, compare0: 7, compare1: 11, compare2: 15, compare3: 19,
  },
  'plain SetAuthority 4': {
    sourceLength: -42, sourceState: -40, sourceEmpty: -36, mintState: -40, mintEmpty: -38, frozen: -23,
    noAuthority: 32, wrongType: -24, plain: -29, long: -19, unsigned: -10, is2022: -9, nativeAccount: 2,
    mismatch0: -14, mismatch1: -10, mismatch2: -6, mismatch3: -2, notTokenMultisig0: 6, notTokenMultisig1: 10,
    notTokenMultisig2: 14, notTokenMultisig3: 18, not2022Multisig0: -10, not2022Multisig1: -8, not2022Multisig2: -4,
  },
  'plain SetAuthority 5': {
    noAuthority: 15, nobody: -18, multisig: 43, multisigState: -30, multisigEmpty: -28, signer: 11, matched: 27,
    again: 20, matchUnsigned: 13, done: -18, nativeAccount: 2, compare0: 6, compare1: 10, compare2: 14, compare3: 18,
  },
  'plain SetAuthority 6': {
    sourceLength: -42, sourceState: -40, sourceEmpty: -36, mintState: -40, mintEmpty: -38, frozen: -23,
    wrongType: -24, plain: -23, long: -30, unsigned: 7, is2022: -15, key: 9, closeSet: -4, mismatch1: 4, mismatch2: 8,
    mismatch3: 13, notTokenMultisig0: 12, notTokenMultisig1: 15, notTokenMultisig2: 18, notTokenMultisig3: 21,
    not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'plain SetAuthority 7': {
    nobody: -16, multisig: 24, multisigState: 2, multisigEmpty: 4, signer: 10, matched: 21, again: 17,
    matchUnsigned: 38, few: 28, key: 9, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain MintTo': {
    start: 103, badData: -35, fewAccounts: -50, sourceLength: -47, sourceState: -45, sourceEmpty: -41,
    mintLength: -23, mintState: -20, mintEmpty: -17, frozen: -28, native: -25, noAuthority: -4, overflow: 39,
    plain: -14, long: -15, unsigned: 1, nothing: 10, mintKey0: -22, mintKey1: -19, mintKey2: -16, mintKey3: -13,
    notToken0: 7, notToken1: 10, notToken2: 13, notToken3: 16, notTokenOther0: 19, notTokenOther1: 22,
    notTokenOther2: 25, notTokenOther3: 29, mismatch1: 3, mismatch2: 5, mismatch3: 8, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 9, not2022Multisig1: 10, not2022Multisig2: 13,
    not2022Multisig3: 16,
  },
  'plain MintTo 1': {
    overflow: 29, nobody: -20, multisig: 47, multisigState: -29, multisigEmpty: -26, signer: 13, matched: 24,
    again: 17, matchUnsigned: 12, few: 4, moved: -10, notToken0: 7, notToken1: 10, notToken2: 13, notToken3: 16,
    notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
    notTokenOther3: 29,
  },
  'plain Burn': {
    start: 115, badData: -46, fewAccounts: -61, sourceLength: -59, sourceState: -57, sourceEmpty: -54,
    mintLength: -53, mintState: -50, mintEmpty: -48, frozen: -34, funds: -29, native: -32, systemOwned: -42,
    burnFree: -41, plain: -26, long: -24, unsigned: -2, is2022: -6, delegateSet: 2, nothing: 21, mintKey0: -25,
    mintKey1: -22, mintKey2: -19, mintKey3: -16, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 16,
    notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, notTokenOther3: 29, notSystem1: 2, notSystem2: 4,
    notSystem3: 6, notIncinerator1: 2, notIncinerator2: 5, notIncinerator3: 8, notDelegate1: 3, notDelegate2: 6,
    notDelegate3: 9, mismatch0: -2, mismatch1: 1, mismatch2: 3, mismatch3: 6, notTokenMultisig0: 3,
    notTokenMultisig1: 6, notTokenMultisig2: 9, notTokenMultisig3: 12, not2022Multisig1: 1, not2022Multisig2: 4,
    not2022Multisig3: 7,
  },
  'plain Burn 1': {
    nobody: -17, multisig: 45, multisigState: -30, multisigEmpty: -27, signer: 15, matched: 29, again: 22,
    matchUnsigned: 12, few: 1, moved: -21, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 16,
    notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, notTokenOther3: 29, compare0: 6, compare1: 12,
    compare2: 16, compare3: 20,
  },
  'plain Burn 2': {
    delegateFunds: 9, unsigned: -5, longUnsigned: -5, is2022: -8, delegateLeft: -2, moved: -21, notToken0: 6,
    notToken1: 9, notToken2: 12, notToken3: 16, notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25,
    notTokenOther3: 29, notTokenMultisig0: 5, notTokenMultisig1: 8, notTokenMultisig2: 11, notTokenMultisig3: 14,
    not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'plain Burn 3': {
    delegateFunds: 12, nobody: -17, multisig: 47, multisigState: -35, multisigEmpty: -32, signer: 15, matched: 28,
    again: 21, matchUnsigned: 10, few: -4, delegateCleared: 2, moved: -21, notToken0: 6, notToken1: 9, notToken2: 12,
    notToken3: 16, notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, notTokenOther3: 29, compare0: 7,
    compare1: 11, compare2: 15, compare3: 19,
  },
  'plain CloseAccount': {
    start: 88, fewAccounts: -34, sourceLength: -30, sourceState: -28, sourceEmpty: -25, same: -34, balance: -7,
    burnFree: 1, long: -8, unsigned: 8, is2022: -17, done: -4, closeSet: -2, nativeAccount: -2, notSystem1: 2,
    notSystem2: 4, notSystem3: 6, notIncinerator1: 2, notIncinerator2: 5, notIncinerator3: 8, wrongTarget0: -3,
    wrongTarget2: 3, wrongTarget3: 7, mismatch0: 8, mismatch1: 11, mismatch2: 13, mismatch3: 16,
    notTokenMultisig0: 14, notTokenMultisig1: 17, notTokenMultisig2: 20, notTokenMultisig3: 23, not2022Multisig0: -1,
    not2022Multisig2: 3, not2022Multisig3: 6,
  },
  'plain CloseAccount 1': {
    nobody: -19, multisig: 47, multisigState: -22, multisigEmpty: -19, signer: 10, matched: 23, again: 17,
    matchUnsigned: 20, few: 10, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain FreezeAccount': {
    start: 106, fewAccounts: -24, sourceLength: -22, sourceState: -20, sourceEmpty: -15, mintLength: 6, mintState: 10,
    mintEmpty: 11, native: 3, noAuthority: 30, plain: 5, long: -31, unsigned: 36, is2022: -45, mintKey0: 8,
    mintKey1: 11, mintKey2: 14, mintKey3: 17, mismatch0: 35, mismatch1: 38, mismatch2: 41, mismatch3: 43,
    notTokenMultisig0: 42, notTokenMultisig1: 45, notTokenMultisig2: 48, notTokenMultisig3: 51, not2022Multisig0: -1,
    not2022Multisig2: 3, not2022Multisig3: 6,
  },
  'plain FreezeAccount 1': {
    nobody: -19, multisig: 82, multisigState: -31, multisigEmpty: -29, signer: 13, matched: 23, again: 17,
    matchUnsigned: 8, done: -32, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain ThawAccount': {
    start: 83, fewAccounts: -2, sourceState: 2, sourceEmpty: 7, mintLength: 26, mintState: 30, mintEmpty: 31,
    frozen: 24, native: 23, noAuthority: 50, plain: 24, long: -32, unsigned: 56, mintKey0: 28, mintKey1: 31,
    mintKey2: 34, mintKey3: 37, mismatch0: 55, mismatch1: 58, mismatch2: 61, mismatch3: 63, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 64, not2022Multisig1: 65, not2022Multisig2: 68,
    not2022Multisig3: 71,
  },
  'plain ThawAccount 1': {
    nobody: -19, multisig: 101, multisigState: -30, multisigEmpty: -28, signer: 13, matched: 24, again: 17,
    matchUnsigned: 8, done: -32, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain TransferChecked': {
    start: 142, badData: -74, fewAccounts: -89, sourceLength: -87, sourceState: -85, sourceEmpty: -81,
    otherLength: -77, otherState: -75, otherEmpty: -72, mintLength: -37, mintState: -34, mintEmpty: -32, frozen: -55,
    frozenOther: -54, funds: -52, decimals: -17, plain: -12, long: -4, unsigned: -8, isDelegate: 45, delegateSet: 5,
    moved: -16, nativeAccount: 7, mintMismatch0: -50, mintMismatch1: -47, mintMismatch2: -44, mintMismatch3: -41,
    mintKey0: -36, mintKey1: -33, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15, notTokenOther0: 18,
    notTokenOther1: 21, notTokenOther2: 24, notTokenOther3: 29, notDelegate1: 3, notDelegate2: 6, notDelegate3: 10,
    mismatch0: -8, mismatch1: -5, mismatch2: -3, notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6,
    not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'plain TransferChecked 1': {
    multisig: 38, multisigState: -29, multisigEmpty: -26, signer: 15, matched: 30, again: 23, matchUnsigned: 18,
    few: 2, moved: -17, nativeAccount: 7, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15,
    notTokenOther0: 18, notTokenOther1: 21, notTokenOther2: 24, notTokenOther3: 29, compare0: 7, compare1: 13,
    compare2: 17, compare3: 21,
  },
  'plain TransferChecked 2': {
    delegateFunds: 14, plain: -55, long: 3, unsigned: -58, delegateCleared: 1, moved: -17, nativeAccount: 7,
    notToken0: 6, notToken3: 15, notTokenOther0: 18, notTokenOther3: 29, notTokenMultisig0: -3, notTokenMultisig2: 3,
    notTokenMultisig3: 6, not2022Multisig0: -50, not2022Multisig1: -49, not2022Multisig2: -46, not2022Multisig3: -43,
  },
  'plain TransferChecked 3': {
    delegateFunds: 9, multisigState: -41, multisigEmpty: -38, signer: 16, matched: 32, again: 24, matchUnsigned: 5,
    few: -10, delegateCleared: 1, moved: -23, nothingDone: -6, nativeAccount: 7, notToken1: 3, notToken2: 6,
    notToken3: 9, notTokenOther0: 12, notTokenOther1: 15, notTokenOther2: 18, notTokenOther3: 23, compare0: 9,
    compare1: 13, compare2: 17, compare3: 21,
  },
  'plain TransferChecked 4': {
    mintLength: -20, mintState: -17, mintEmpty: -15, same: -37, frozen: -25, funds: -23, plain: 6, long: -3,
    unsigned: 9, delegateSet: 7, sameZero: -1, mintKey0: -19, mintKey1: -16, mintKey2: -13, mintKey3: -10,
    notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15, notDelegate0: -2, notDelegate1: 1, notDelegate2: 4,
    notDelegate3: 8, mismatch0: 9, mismatch1: 12, mismatch2: 14, mismatch3: 17, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 17, not2022Multisig1: 18, not2022Multisig2: 21,
    not2022Multisig3: 24,
  },
  'plain TransferChecked 5': {
    nobody: -17, multisig: 57, multisigState: -31, multisigEmpty: -28, signer: 15, matched: 30, again: 23,
    matchUnsigned: 16, nothing: -2, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15, compare0: 7,
    compare1: 13, compare2: 17, compare3: 21,
  },
  'plain TransferChecked 6': {
    delegateFunds: 19, unsigned: 2, is2022: -17, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 15,
    notTokenMultisig0: 14, notTokenMultisig1: 17, notTokenMultisig2: 20, notTokenMultisig3: 23, not2022Multisig0: -7,
    not2022Multisig1: -6, not2022Multisig2: -3,
  },
  'plain TransferChecked 7': {
    delegateFunds: 20, nobody: -17, multisig: 49, multisigState: -30, multisigEmpty: -27, signer: 16, matched: 32,
    again: 24, matchUnsigned: 16, few: 1, notToken0: 6, notToken1: 9, notToken3: 15, compare0: 9, compare1: 13,
    compare2: 17, compare3: 21,
  },
  'plain ApproveChecked': {
    start: 92, badData: 3, fewAccounts: -9, sourceLength: -7, sourceState: -5, mintLength: 18, mintState: 22,
    mintEmpty: 23, frozen: 15, decimals: 40, plain: 24, long: -21, unsigned: 45, is2022: -53, mintKey0: 20,
    mintKey1: 23, mintKey2: 26, mintKey3: 29, mismatch0: 43, mismatch1: 46, mismatch2: 49, mismatch3: 52,
    notTokenMultisig0: 50, notTokenMultisig1: 53, notTokenMultisig2: 56, notTokenMultisig3: 59, not2022Multisig1: 1,
    not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'plain ApproveChecked 1': {
    nobody: -20, multisig: 75, multisigState: -12, multisigEmpty: -10, signer: 13, matched: 23, again: 17,
    matchUnsigned: 28, few: 19, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain MintToChecked': {
    start: 131, badData: -37, fewAccounts: -49, sourceLength: -47, sourceState: -45, sourceEmpty: -40,
    mintLength: -20, mintState: -16, mintEmpty: -15, frozen: -25, decimals: 1, native: -21, noAuthority: 4,
    overflow: 38, long: -16, unsigned: 16, is2022: -25, nothing: 9, mintKey0: -18, mintKey1: -15, mintKey2: -12,
    mintKey3: -9, notToken0: 8, notToken1: 11, notToken2: 14, notToken3: 17, notTokenOther0: 20, notTokenOther1: 23,
    notTokenOther2: 26, notTokenOther3: 30, mismatch0: 10, mismatch1: 14, mismatch2: 18, mismatch3: 22,
    notTokenMultisig0: 22, notTokenMultisig1: 25, notTokenMultisig2: 28, notTokenMultisig3: 31, not2022Multisig0: -1,
    not2022Multisig2: 3, not2022Multisig3: 6,
  },
  'plain MintToChecked 1': {
    overflow: 38, nobody: -20, multisig: 49, multisigState: -16, multisigEmpty: -14, signer: 13, matched: 23,
    again: 17, matchUnsigned: 24, few: 16, nothing: 9, notToken0: 8, notToken1: 11, notToken2: 14, notTokenOther0: 20,
    notTokenOther1: 23, notTokenOther2: 26, notTokenOther3: 30, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
    notToken3: 17,
  },
  'plain BurnChecked': {
    start: 86, badData: -17, fewAccounts: -32, sourceLength: -30, sourceState: -28, sourceEmpty: -25, mintLength: -24,
    mintState: -21, mintEmpty: -19, frozen: -5, decimals: 16, native: -3, systemOwned: 11, burnFree: -15, long: -3,
    unsigned: 3, delegateSet: 50, moved: -21, mintKey0: 4, mintKey1: 7, mintKey2: 10, mintKey3: 13, notToken0: 6,
    notToken1: 9, notToken2: 12, notToken3: 16, notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25,
    notTokenOther3: 29, notSystem0: 27, notSystem1: 29, notSystem2: 31, notSystem3: 33, notIncinerator1: 2,
    notIncinerator2: 5, notIncinerator3: 8, notDelegate0: -48, notDelegate1: -45, notDelegate2: -42,
    notDelegate3: -39, mismatch0: 3, mismatch1: 6, mismatch2: 8, mismatch3: 11, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 11, not2022Multisig1: 12, not2022Multisig2: 15,
    not2022Multisig3: 18,
  },
  'plain BurnChecked 1': {
    nobody: -17, multisig: 50, multisigState: -30, multisigEmpty: -27, signer: 15, matched: 29, again: 22,
    matchUnsigned: 12, few: 1, moved: -21, notToken0: 6, notToken1: 9, notToken2: 12, notToken3: 16,
    notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, notTokenOther3: 29, compare0: 6, compare1: 12,
    compare2: 16, compare3: 20,
  },
  'plain BurnChecked 2': {
    delegateFunds: 11, plain: -45, long: 3, unsigned: -48, delegateCleared: 2, moved: -21, notToken0: 6, notToken1: 9,
    notToken2: 12, notToken3: 16, notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, notTokenOther3: 29,
    notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: -40, not2022Multisig1: -39,
    not2022Multisig2: -36, not2022Multisig3: -33,
  },
  'plain BurnChecked 3': {
    delegateFunds: 16, nobody: -17, multisigState: -31, multisigEmpty: -28, signer: 15, matched: 28, again: 21,
    matchUnsigned: 14, delegateCleared: 6, delegateLeft: 4, moved: -21, notToken0: 6, notToken1: 9, notToken2: 12,
    notToken3: 16, notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, notTokenOther3: 29, compare0: 7,
    compare1: 11, compare2: 15, compare3: 19,
  },
  'plain InitializeAccount2': {
    start: 134, badData: -39, fewAccounts: -51, fewAccountsLate: -49, sourceLength: -18, sourceState: -15,
    mintLength: 24, mintState: 26, mintEmpty: 26, inUse: 5, rent: 10, nativeMint: -14, isNative: 9, rentSysvar0: -45,
    rentSysvar1: -42, rentSysvar2: -39, rentSysvar3: -36, notToken0: -2, notToken1: 1, notToken2: 4, notToken3: 7,
    notNativeMint1: 3, notNativeMint2: 6, notNativeMint3: 10,
  },
  'plain SyncNative': {
    start: 193, fewAccounts: -139, sourceLength: 20, sourceState: 22, sourceEmpty: 25, notNative: 41, overflow: 43,
    withKey: -120, done: 1, rentSysvar1: 3, rentSysvar2: 5, rentSysvar3: 8, notToken0: -138, notToken1: -135,
    notToken2: -132, notToken3: -129,
  },
  'plain InitializeAccount3': {
    start: 220, badData: -152, fewAccounts: -167, sourceLength: -15, sourceState: -15, mintLength: 23, mintState: 25,
    mintEmpty: 25, inUse: 5, rent: 9, nativeMint: -14, isNative: 9, notToken0: -4, notToken1: -1, notToken2: 2,
    notToken3: 5, notNativeMint1: 3, notNativeMint2: 6, notNativeMint3: 10,
  },
  'plain InitializeMultisig2': {
    start: 235, badData: -141, fewAccounts: -153, sourceLength: -2, sourceState: -1, inUse: 18, rent: 20,
    signersProvided: 33, signersRequired: 43, signer: 10,
  },
  'plain InitializeMint2': {
    start: 194, badData: -124, badData1: -122, badData2: -121, givenKey: 4, fewAccounts: -134, mintLength: 13,
    mintState: 14, inUse: 33, rent: 36, withFreeze: 10,
  },
  'plain GetAccountDataSize': {
    start: 111, fewAccounts: -27, mintState: 2, mintEmpty: 2, done: 65, notToken0: -25, notToken1: -22,
    notToken2: -19, notToken3: -16,
  },
  'plain InitializeImmutableOwner': {
    start: 31, fewAccounts: 25, sourceLength: 25, sourceState: 25, inUse: 46,
  },
  'plain AmountToUiAmount': {
    start: 181, badData: -87, fewAccounts: -97, mintLength: -68, mintState: -66, mintEmpty: -66, notToken0: -97,
    notToken1: -94, notToken2: -91, notToken3: -88,
  },
  'plain UiAmountToAmount': {
    start: 223, badData: -116, fewAccounts: -126, mintLength: -97, mintState: -95, mintEmpty: -95, notDigits: -74,
    notToken0: -126, notToken1: -123, notToken2: -120, notToken3: -117,
  },
  'plain WithdrawExcessLamports': {
    start: 106, fewAccounts: -25, sourceLength: -3, sourceState: -14, sourceEmpty: -12, native: 6, rent: 41,
    plain: 134, unsigned: 13, mismatch0: 11, mismatch1: 14, mismatch2: 17, mismatch3: 20, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 21, not2022Multisig1: 22, not2022Multisig2: 25,
    not2022Multisig3: 28, long: 121,
  },
  'plain WithdrawExcessLamports 1': {
    rent: 41, nobody: -17, multisig: 181, multisigState: -150, multisigEmpty: -148, signer: 10, matched: 24,
    again: 17, matchUnsigned: -113, few: -122, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain WithdrawExcessLamports 2': {
    mintState: -17, mintEmpty: -15, wrongType: 1, plain: 167, long: 162, unsigned: 5, done: -41, selfMint: 153,
    selfMintUnsigned: -9, mismatch0: 3, mismatch1: 6, mismatch2: 9, mismatch3: 12, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 13, not2022Multisig1: 14, not2022Multisig2: 17,
    not2022Multisig3: 20,
  },
  'plain WithdrawExcessLamports 3': {
    rent: 41, nobody: -17, multisig: 173, multisigState: -150, multisigEmpty: -148, signer: 10, matched: 23,
    again: 17, matchUnsigned: -112, few: -122, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain WithdrawExcessLamports 4': {
    long: 121, notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 10,
    not2022Multisig1: 11, not2022Multisig2: 14, not2022Multisig3: 17,
  },
  'plain WithdrawExcessLamports 5': {
    rent: 41, nobody: -17, multisig: 170, multisigState: -150, multisigEmpty: -147, signer: 10, matched: 24,
    again: 17, matchUnsigned: -113, few: -122, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'plain UnwrapLamports': {
    start: 111, badData: -16, badData1: -13, badData2: -12, givenKey: 3, fewAccounts: -26, sourceLength: -23,
    sourceState: -21, sourceEmpty: -19, same: -7, funds: 5, plain: -6, long: -22, unsigned: 16, delegateSet: 5,
    nothing: 3, doneGiven: 1, notToken0: 22, notToken1: 25, notToken2: 28, notToken3: 31, notDelegate1: 3,
    notDelegate2: 6, notDelegate3: 12, mismatch0: 14, mismatch1: 17, mismatch2: 20, mismatch3: 23,
    notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 24, not2022Multisig1: 25,
    not2022Multisig2: 28, not2022Multisig3: 31,
  },
  'plain UnwrapLamports 1': {
    same: -10, nobody: -17, multisig: 46, multisigState: -12, multisigEmpty: -10, signer: 13, matched: 23, again: 17,
    matchUnsigned: 25, few: 16, done: -3, notToken0: 22, notToken1: 25, notToken2: 28, notToken3: 31, compare0: 6,
    compare1: 9, compare2: 12, compare3: 15,
  },
  'plain UnwrapLamports 2': {
    same: -10, delegateFunds: 30, unsigned: 13, is2022: -21, delegateCleared: 2, done: -3, notToken0: 22,
    notToken1: 25, notTokenMultisig0: 18, notTokenMultisig1: 21, notTokenMultisig2: 24, notTokenMultisig3: 27,
    not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7, long: -13,
  },
  'plain UnwrapLamports 3': {
    same: -7, delegateFunds: 19, nobody: -17, multisig: 59, multisigState: -27, multisigEmpty: -27, signer: 13,
    matched: 24, again: 17, matchUnsigned: 8, delegateCleared: -11, delegateLeft: -13, nothing: 3, notToken0: 22,
    compare0: 6, compare1: 9, compare2: 12, compare3: 15, notToken3: 31,
  },
  'plain Unknown25': {
    start: 94,
  },
  'plain Unknown39': {
    start: 94,
  },
  'plain Unknown46': {
    start: 94,
  },
  'plain Nothing': {
    start: 28,
  },
  'short Transfer': {
    start: 81, sourceState: -28, sourceEmpty: -23, otherState: -25, otherEmpty: -20, frozen: -5, frozenOther: -4,
    plain: -5, long: -23, unsigned: 18, is2022: -26, isDelegate: -3, delegateSet: 5, nothing: 18, nativeAccount: 7,
    mintMismatch0: 4, mintMismatch1: 7, mintMismatch2: 10, mintMismatch3: 13, notToken0: 7, notToken1: 10,
    notToken2: 13, notToken3: 16, notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, notTokenOther3: 30,
    notDelegate1: 3, notDelegate2: 6, notDelegate3: 10, mismatch0: 18, mismatch1: 21, mismatch2: 24, mismatch3: 27,
    notTokenMultisig0: 23, notTokenMultisig1: 26, notTokenMultisig2: 29, notTokenMultisig3: 32, not2022Multisig1: 1,
    not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'short Transfer 1': {
    multisig: 37, multisigState: -4, multisigEmpty: 1,
  },
  'short Transfer 2': {
    delegateFunds: 31, long: -17, unsigned: 17, delegateCleared: 1, nothing: 18, nativeAccount: 7, notToken0: 7,
    notToken1: 10, notToken2: 13, notToken3: 16, notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25,
    notTokenOther3: 30, notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 25,
    not2022Multisig1: 26, not2022Multisig2: 29, not2022Multisig3: 32,
  },
  'short Transfer 3': {
    multisig: 37, multisigState: -5,
  },
  'short TransferChecked': {
    start: 97, sourceState: -35, sourceEmpty: -30, otherState: -32, otherEmpty: -27, mintState: 8, mintEmpty: 10,
    frozen: -12, frozenOther: -11, funds: -4, decimals: 26, plain: 8, long: -22, unsigned: 30, is2022: -45,
    delegateSet: 46, nothing: 17, nativeAccount: 7, mintMismatch1: 3, mintMismatch2: 6, mintMismatch3: 11,
    mintKey0: 13, mintKey1: 15, mintKey3: 18, notToken0: 7, notToken1: 10, notToken2: 13, notToken3: 16,
    notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, notTokenOther3: 30, notDelegate0: -41,
    notDelegate1: -38, notDelegate2: -35, notDelegate3: -31, mismatch0: 30, mismatch1: 33, mismatch2: 36,
    mismatch3: 39, notTokenMultisig0: 42, notTokenMultisig1: 45, notTokenMultisig2: 48, notTokenMultisig3: 51,
    not2022Multisig0: -7, not2022Multisig1: -6, not2022Multisig2: -3,
  },
  'short TransferChecked 1': {
    multisig: 50, multisigState: -4, multisigEmpty: -2,
  },
  'short TransferChecked 2': {
    long: 15, unsigned: -15, is2022: 5, delegateCleared: -29, delegateLeft: -30, nothing: 36, nothingDone: -19,
    nativeAccount: 7, notToken0: -12, notToken1: -9, notToken2: -6, notToken3: -3, notTokenOther1: 3,
    notTokenOther2: 6, notTokenOther3: 11, notTokenMultisig0: -8, notTokenMultisig1: -5, notTokenMultisig2: -2,
    notTokenMultisig3: 1, not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'short TransferChecked 3': {
    multisig: 6, multisigState: -4, multisigEmpty: -2,
  },
}
