/**
 * Prices of p-token's places in compute units, by how an instruction is reached and which it is: measured by
 * scripts/measure-spl-units.ts on the p-token of npm litesvm 1.5.0. Places that are not listed cost nothing.
 */
import type { SiteName } from './sites.ts'

/** One table: units by place. */
export type SitePrices = { readonly [site in SiteName]?: number }

/** By "plain", "short" (the entrypoint's way for transfers) or "batch", the instruction's name, and its copy if not 0. */
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
  'batch InitializeMint': {
    start: 74, badData: -39, badData1: -30, badData2: -30, givenKey: 3, fewAccounts: -47, mintLength: -21,
    mintState: -19, rent: 3, withFreeze: 9, done: -28, rentSysvar0: -40, rentSysvar1: -37, rentSysvar2: -34,
    rentSysvar3: -31,
  },
  'batch InitializeAccount': {
    start: 32, fewAccounts: -9, fewAccountsLate: -6, sourceLength: -22, sourceState: -20, mintLength: 22,
    mintState: 23, mintEmpty: 23, rent: 6, nativeMint: -14, isNative: 55, done: 3, rentSysvar0: -3, rentSysvar2: 3,
    rentSysvar3: 6, notToken0: -8, notToken1: -5, notToken2: -2, notNativeMint0: 46, notNativeMint1: 49,
    notNativeMint2: 52, notNativeMint3: 56,
  },
  'batch InitializeMultisig': {
    start: 126, badData: -64, fewAccounts: -76, sourceLength: -50, sourceState: -46, inUse: -28, rent: -28,
    signersProvided: -11, signer: 10, done: -38, rentSysvar0: -72, rentSysvar1: -69, rentSysvar2: -66,
    rentSysvar3: -63,
  },
  'batch Transfer': {
    badData: -52, fewAccounts: -65, sourceLength: -57, sourceState: -55, sourceEmpty: -55, otherLength: -48,
    otherState: -46, otherEmpty: -45, frozen: -28, frozenOther: -27, funds: -25, plain: -4, unsigned: -4, is2022: -4,
    delegateSet: 6, moved: -15, nativeAccount: 7, mintMismatch0: -20, mintMismatch1: -17, mintMismatch2: -14,
    mintMismatch3: -11, notDelegate0: -1, notDelegate1: 2, notDelegate2: 5, notDelegate3: 9, mismatch1: 3,
    mismatch2: 6, mismatch3: 9, notTokenMultisig0: 1, notTokenMultisig1: 4, notTokenMultisig2: 7,
    notTokenMultisig3: 10, not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch Transfer 1': {
    nobody: -19, multisig: 27, multisigState: -12, multisigEmpty: -13, signer: 13, matched: 39, again: 30,
    matchUnsigned: 33, few: 14, nothing: 16, nativeAccount: 7, compare0: 11, compare1: 17, compare2: 23, compare3: 27,
  },
  'batch Transfer 2': {
    delegateFunds: 12, plain: -1, long: 7, unsigned: -8, delegateCleared: 1, moved: -16, nativeAccount: 7,
    notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig1: 1, not2022Multisig2: 4,
    not2022Multisig3: 7,
  },
  'batch Transfer 3': {
    delegateFunds: 47, nobody: -19, multisig: 11, multisigEmpty: -1, signer: 13, matched: 38, again: 30,
    matchUnsigned: 46, few: 26, delegateCleared: 19, delegateLeft: 18, nothing: 16, nativeAccount: 7, compare0: 11,
    compare1: 17, compare2: 23, compare3: 27,
  },
  'batch Transfer 4': {
    same: -20, frozen: -14, funds: -10, plain: -3, long: 1, unsigned: -4, is2022: -8, isDelegate: 12, delegateSet: 5,
    sameZero: -1, notDelegate1: 3, notDelegate2: 6, notDelegate3: 10, mismatch1: 3, mismatch2: 6, mismatch3: 9,
    notTokenMultisig0: 5, notTokenMultisig1: 8, notTokenMultisig2: 11, notTokenMultisig3: 14, not2022Multisig0: -4,
    not2022Multisig1: -3, not2022Multisig3: 3,
  },
  'batch Transfer 5': {
    nobody: -19, multisig: 60, multisigState: -45, multisigEmpty: -46, signer: 13, matched: 39, again: 30, few: -19,
    nothing: -17, compare0: 11, compare1: 17, compare2: 23, compare3: 27,
  },
  'batch Transfer 6': {
    long: 19, unsigned: -19, nothing: -17, notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6,
    not2022Multisig0: -11, not2022Multisig1: -10, not2022Multisig2: -7, not2022Multisig3: -4,
  },
  'batch Transfer 7': {
    delegateFunds: 21, nobody: -19, multisig: 26, multisigState: -26, multisigEmpty: -27, signer: 13, matched: 38,
    again: 30, matchUnsigned: 20, nothing: 3, compare0: 11, compare1: 17, compare2: 23, compare3: 27,
  },
  'batch Approve': {
    fewAccounts: -12, sourceLength: -9, sourceState: -7, sourceEmpty: -4, frozen: 10, plain: 2, long: -16,
    unsigned: 18, mismatch0: 16, mismatch1: 19, mismatch2: 22, mismatch3: 25, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 26, not2022Multisig1: 27, not2022Multisig2: 30,
    not2022Multisig3: 33,
  },
  'batch Approve 1': {
    nobody: -20, multisig: 67, multisigState: -31, multisigEmpty: -29, signer: 13, matched: 24, again: 17,
    matchUnsigned: 8, done: -14, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch Revoke': {
    start: -4, sourceLength: -4, sourceState: -2, sourceEmpty: 1, frozen: 18, unsigned: 26, longUnsigned: 26,
    is2022: -8, isDelegate: 80, delegateSet: 7, notDelegate1: 3, notDelegate2: 6, notDelegate3: 10, mismatch0: 25,
    mismatch1: 28, mismatch2: 31, mismatch3: 34, notTokenMultisig0: 5, notTokenMultisig1: 8, notTokenMultisig2: 11,
    notTokenMultisig3: 14, not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch Revoke 1': {
    nobody: -18, multisig: 83, multisigState: -39, multisigEmpty: -37, signer: 10, matched: 23, again: 17, few: -10,
    done: -35, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch Revoke 2': {
    plain: -73, long: -26, unsigned: -47, is2022: 39, notTokenMultisig0: -42, notTokenMultisig1: -39,
    notTokenMultisig2: -36, notTokenMultisig3: -33, not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch Revoke 3': {
    nobody: -18, multisigState: -29, multisigEmpty: -27, signer: 10, matched: 23, again: 17, matchUnsigned: 10,
    done: -25, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch SetAuthority': {
    badData1: 2, badData2: 5, badData3: 6, givenKey: 1, fewAccounts: -6, sourceState: 2, sourceEmpty: 6, mintState: 2,
    mintEmpty: 4, frozen: 19, noAuthority: 21, wrongType: 23, plain: 12, long: -24, unsigned: 36, is2022: -44,
    withKey: 9, mismatch0: 34, mismatch1: 37, mismatch2: 40, mismatch3: 43, notTokenMultisig0: 41,
    notTokenMultisig1: 44, notTokenMultisig2: 47, notTokenMultisig3: 50, not2022Multisig1: 1, not2022Multisig2: 4,
    not2022Multisig3: 7,
  },
  'batch SetAuthority 1': {
    nobody: -17, multisig: 56, multisigState: -5, multisigEmpty: -3, signer: 12, matched: 28, again: 21,
    matchUnsigned: 39, few: 25, withKey: 9, compare0: 7, compare1: 11, compare2: 15, compare3: 19,
  },
  'batch SetAuthority 2': {
    sourceState: 2, sourceEmpty: 6, mintState: 2, mintEmpty: 4, frozen: 19, native: 19, wrongType: 23, plain: 9,
    long: -25, unsigned: 34, withKey: 9, mismatch0: 32, mismatch1: 35, mismatch2: 38, mismatch3: 41,
    notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 42, not2022Multisig1: 43,
    not2022Multisig2: 46, not2022Multisig3: 49,
  },
  'batch SetAuthority 3': {
    nobody: -17, multisig: 78, multisigState: -29, multisigEmpty: -27, signer: 12, matched: 29, again: 21,
    matchUnsigned: 14, withKey: 9, moved: -25, compare0: 7, compare1: 11, compare2: 15, compare3: 19,
  },
  'batch SetAuthority 4': {
    sourceState: 2, sourceEmpty: 6, mintState: 2, mintEmpty: 4, frozen: 19, noAuthority: 28, wrongType: 18, plain: 17,
    long: -15, unsigned: 32, nativeAccount: 2, mismatch0: 28, mismatch1: 32, mismatch2: 36, mismatch3: 40,
    notTokenMultisig0: -3, notTokenMultisig1: 1, notTokenMultisig2: 5, notTokenMultisig3: 9, not2022Multisig0: 41,
    not2022Multisig1: 43, not2022Multisig2: 47, not2022Multisig3: 51,
  },
  'batch SetAuthority 5': {
    nobody: -18, multisig: 100, multisigState: -45, multisigEmpty: -43, signer: 11, matched: 27, again: 20,
    matchUnsigned: -2, few: -15, done: -29, nativeAccount: 2, compare0: 6, compare1: 10, compare2: 14, compare3: 18,
  },
  'batch SetAuthority 6': {
    sourceState: 2, sourceEmpty: 6, mintState: 2, mintEmpty: 4, frozen: 19, wrongType: 18, plain: 23, long: -26,
    unsigned: 49, is2022: -57, key: 9, closeSet: -4, mismatch0: 42, mismatch1: 46, mismatch2: 50, mismatch3: 55,
    notTokenMultisig0: 54, notTokenMultisig1: 57, notTokenMultisig2: 60, notTokenMultisig3: 63, not2022Multisig1: 1,
    not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch SetAuthority 7': {
    nobody: -16, multisig: 70, multisigState: -2, signer: 10, matched: 21, again: 17, matchUnsigned: 34, few: 24,
    key: 9, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch MintTo': {
    start: -13, badData: -41, fewAccounts: -54, sourceLength: -46, sourceState: -45, sourceEmpty: -44,
    mintLength: -21, mintState: -18, mintEmpty: -18, frozen: -27, native: -25, overflow: 24, plain: 5, unsigned: 5,
    moved: -9, mintKey0: -20, mintKey1: -17, mintKey2: -14, mintKey3: -11, mismatch0: 3, mismatch1: 6, mismatch2: 9,
    mismatch3: 12, notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 13,
    not2022Multisig1: 14, not2022Multisig2: 17, not2022Multisig3: 20,
  },
  'batch MintTo 1': {
    overflow: 23, nobody: -21, multisig: 56, multisigState: -32, multisigEmpty: -33, signer: 14, matched: 28,
    again: 21, matchUnsigned: 9, few: -4, moved: -10, compare0: 7, compare1: 11, compare2: 15, compare3: 19,
  },
  'batch Burn': {
    start: -29, badData: -24, fewAccounts: -37, sourceLength: -29, sourceState: -27, sourceEmpty: -27,
    mintLength: -24, mintState: -21, mintEmpty: -21, frozen: -5, native: -3, systemOwned: 15, burnFree: -10, plain: 4,
    long: 4, is2022: -8, delegateSet: 64, moved: -19, mintKey0: 5, mintKey1: 8, mintKey2: 11, mintKey3: 14,
    notSystem0: 26, notSystem1: 28, notSystem2: 30, notSystem3: 32, notIncinerator1: 2, notIncinerator2: 5,
    notIncinerator3: 8, notDelegate0: -62, notDelegate1: -59, notDelegate2: -56, notDelegate3: -53, mismatch0: 4,
    mismatch1: 7, mismatch2: 10, mismatch3: 13, notTokenMultisig0: 5, notTokenMultisig1: 8, notTokenMultisig2: 11,
    notTokenMultisig3: 14, not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch Burn 1': {
    nobody: -20, multisig: 46, multisigState: -27, multisigEmpty: -28, signer: 14, matched: 37, again: 29,
    matchUnsigned: 20, nothing: 6, moved: -13, compare0: 9, compare1: 15, compare2: 24, compare3: 28,
  },
  'batch Burn 2': {
    delegateFunds: 25, plain: -72, long: -9, unsigned: -63, delegateCleared: 2, nothing: 19, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: -55, not2022Multisig1: -54, not2022Multisig2: -51,
    not2022Multisig3: -48,
  },
  'batch Burn 3': {
    nobody: -19, multisigState: -44, multisigEmpty: -45, signer: 16, matched: 33, again: 24, matchUnsigned: -5,
    few: -18, delegateCleared: -24, delegateLeft: -26, nothing: 19, compare0: 9, compare1: 13, compare2: 17,
    compare3: 21,
  },
  'batch CloseAccount': {
    start: -40, sourceLength: 9, sourceState: 11, sourceEmpty: 13, same: 3, balance: 32, systemOwned: 43,
    burnFree: -57, plain: -61, long: -4, unsigned: -57, closeSet: -2, nativeAccount: -2, notSystem0: 101,
    notSystem1: 103, notSystem2: 105, notSystem3: 107, notIncinerator1: 2, notIncinerator2: 5, notIncinerator3: 8,
    wrongTarget0: -8, wrongTarget1: -5, wrongTarget2: -2, wrongTarget3: 2, mismatch0: -53, mismatch1: -50,
    mismatch2: -47, mismatch3: -44, notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6,
    not2022Multisig0: -49, not2022Multisig1: -48, not2022Multisig2: -45, not2022Multisig3: -42,
  },
  'batch CloseAccount 1': {
    nobody: -21, multisigState: -39, multisigEmpty: -39, signer: 14, matched: 27, again: 21, few: -10, done: -12,
    compare0: 6, compare1: 12, compare2: 15, compare3: 19,
  },
  'batch FreezeAccount': {
    start: 12, fewAccounts: -24, sourceLength: -22, sourceState: -20, sourceEmpty: -15, mintLength: 6, mintState: 10,
    mintEmpty: 11, native: 3, noAuthority: 30, plain: 9, long: -27, unsigned: 36, is2022: -44, mintKey0: 8,
    mintKey1: 11, mintKey2: 14, mintKey3: 17, mismatch0: 35, mismatch1: 38, mismatch2: 41, mismatch3: 43,
    notTokenMultisig0: 41, notTokenMultisig1: 44, notTokenMultisig2: 47, notTokenMultisig3: 50, not2022Multisig1: 1,
    not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch FreezeAccount 1': {
    nobody: -19, multisig: 82, multisigState: -31, multisigEmpty: -29, signer: 13, matched: 23, again: 17,
    matchUnsigned: 8, done: -28, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch ThawAccount': {
    start: -13, sourceLength: 2, sourceState: 4, sourceEmpty: 9, mintLength: 28, mintState: 32, mintEmpty: 33,
    frozen: 26, native: 25, noAuthority: 52, plain: 30, unsigned: 58, mintKey0: 30, mintKey1: 33, mintKey2: 36,
    mintKey3: 39, mismatch0: 57, mismatch1: 60, mismatch2: 63, mismatch3: 65, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 66, not2022Multisig1: 67, not2022Multisig2: 70,
    not2022Multisig3: 73,
  },
  'batch ThawAccount 1': {
    nobody: -19, multisig: 75, multisigState: -2, signer: 13, matched: 24, again: 17, matchUnsigned: 36, few: 28,
    compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch TransferChecked': {
    badData: -35, fewAccounts: -49, sourceLength: -41, sourceState: -40, sourceEmpty: -39, otherLength: -28,
    otherState: -26, otherEmpty: -26, mintLength: 15, mintState: 18, mintEmpty: 17, frozen: -11, frozenOther: -10,
    funds: -5, decimals: 33, plain: 32, long: -12, unsigned: 44, is2022: -52, isDelegate: 60, delegateSet: 7,
    nothing: 14, nativeAccount: 6, mintMismatch1: 3, mintMismatch2: 6, mintMismatch3: 9, mintKey0: 15,
    notDelegate1: 3, notDelegate2: 6, notDelegate3: 12, mismatch0: 44, mismatch1: 47, mismatch2: 50, mismatch3: 53,
    notTokenMultisig0: 49, notTokenMultisig1: 52, notTokenMultisig2: 55, notTokenMultisig3: 58, not2022Multisig1: 1,
    not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch TransferChecked 1': {
    nobody: -19, multisig: 79, multisigState: -16, multisigEmpty: -17, signer: 13, matched: 37, again: 29,
    matchUnsigned: 28, few: 10, nothing: 15, nativeAccount: 6, compare0: 13, compare1: 18, compare2: 22, compare3: 26,
  },
  'batch TransferChecked 2': {
    long: 20, unsigned: -20, delegateCleared: -9, delegateLeft: -10, moved: -15, nativeAccount: 6,
    notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: -12, not2022Multisig1: -11,
    not2022Multisig2: -8, not2022Multisig3: -5,
  },
  'batch TransferChecked 3': {
    nobody: -20, multisig: 48, multisigState: -49, multisigEmpty: -50, signer: 13, matched: 37, again: 29,
    matchUnsigned: -4, few: -22, delegateCleared: -25, delegateLeft: -26, nothing: 15, nativeAccount: 6, compare0: 13,
    compare1: 18, compare2: 22, compare3: 26,
  },
  'batch TransferChecked 4': {
    mintLength: 5, mintState: 8, mintEmpty: 7, same: -13, frozen: -2, decimals: 23, plain: 37, long: 3, unsigned: 34,
    is2022: -42, isDelegate: 50, delegateSet: 7, sameZero: -1, mintKey0: 5, mintKey1: 8, mintKey2: 11, mintKey3: 14,
    notDelegate1: 3, notDelegate2: 6, notDelegate3: 12, mismatch0: 34, mismatch1: 37, mismatch2: 40, mismatch3: 43,
    notTokenMultisig0: 39, notTokenMultisig1: 42, notTokenMultisig2: 45, notTokenMultisig3: 48, not2022Multisig1: 1,
    not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch TransferChecked 5': {
    nobody: -19, multisig: 79, multisigState: -26, multisigEmpty: -27, signer: 13, matched: 37, again: 29,
    matchUnsigned: 18, nothing: 5, compare0: 13, compare1: 18, compare2: 22, compare3: 26,
  },
  'batch TransferChecked 6': {
    long: 20, unsigned: -20, is2022: 12, nothing: -15, notTokenMultisig0: -15, notTokenMultisig1: -12,
    notTokenMultisig2: -9, notTokenMultisig3: -6, not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch TransferChecked 7': {
    nobody: -20, multisig: 48, multisigState: -49, multisigEmpty: -50, signer: 13, matched: 37, again: 29,
    matchUnsigned: -4, few: -22, nothing: -16, compare0: 13, compare1: 18, compare2: 22, compare3: 26,
  },
  'batch ApproveChecked': {
    start: -9, badData: 10, fewAccounts: -2, sourceState: 2, sourceEmpty: 7, mintLength: 25, mintState: 29,
    mintEmpty: 30, frozen: 22, decimals: 47, plain: 35, long: -17, unsigned: 52, mintKey0: 27, mintKey1: 30,
    mintKey2: 33, mintKey3: 36, mismatch0: 50, mismatch1: 53, mismatch2: 56, mismatch3: 59, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig0: 60, not2022Multisig1: 61, not2022Multisig2: 64,
    not2022Multisig3: 67,
  },
  'batch ApproveChecked 1': {
    nobody: -20, multisig: 86, multisigState: -16, multisigEmpty: -14, signer: 13, matched: 23, again: 17,
    matchUnsigned: 24, few: 15, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch MintToChecked': {
    start: 15, badData: -41, fewAccounts: -53, sourceLength: -51, sourceState: -49, sourceEmpty: -44, mintLength: -24,
    mintState: -20, mintEmpty: -19, frozen: -29, decimals: -3, native: -25, overflow: 34, long: -12, unsigned: 12,
    is2022: -20, nothing: 9, mintKey0: -22, mintKey1: -19, mintKey2: -16, mintKey3: -13, mismatch0: 6, mismatch1: 10,
    mismatch2: 14, mismatch3: 18, notTokenMultisig0: 17, notTokenMultisig1: 20, notTokenMultisig2: 23,
    notTokenMultisig3: 26, not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch MintToChecked 1': {
    overflow: 22, nobody: -20, multisig: 61, multisigState: -32, multisigEmpty: -30, signer: 13, matched: 23,
    again: 17, matchUnsigned: 8, nothing: -3, moved: -12, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch BurnChecked': {
    start: -28, badData: -25, fewAccounts: -38, sourceLength: -31, sourceState: -28, sourceEmpty: -28,
    mintLength: -24, mintState: -21, mintEmpty: -21, frozen: -5, decimals: 17, native: -3, systemOwned: -1,
    burnFree: -75, plain: -61, long: -15, unsigned: -46, is2022: 38, isDelegate: 16, delegateSet: 2, nothing: 19,
    mintKey0: 5, mintKey1: 8, mintKey2: 11, mintKey3: 14, notSystem0: 75, notSystem1: 77, notSystem2: 79,
    notSystem3: 81, notIncinerator1: 2, notIncinerator2: 5, notIncinerator3: 8, notDelegate1: 3, notDelegate2: 6,
    notDelegate3: 9, mismatch0: -42, mismatch1: -39, mismatch2: -36, mismatch3: -33, notTokenMultisig0: -41,
    notTokenMultisig1: -38, notTokenMultisig2: -35, notTokenMultisig3: -32, not2022Multisig1: 1, not2022Multisig2: 4,
    not2022Multisig3: 7,
  },
  'batch BurnChecked 1': {
    nobody: -20, multisigState: -27, multisigEmpty: -28, signer: 14, matched: 37, again: 29, matchUnsigned: 20,
    nothing: 6, moved: -13, compare0: 9, compare1: 15, compare2: 24, compare3: 28,
  },
  'batch BurnChecked 2': {
    delegateFunds: 4, plain: -51, long: 12, unsigned: -63, is2022: 55, delegateLeft: -2, moved: -19,
    notTokenMultisig0: -58, notTokenMultisig1: -55, notTokenMultisig2: -52, notTokenMultisig3: -49,
    not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch BurnChecked 3': {
    nobody: -19, multisigState: -44, multisigEmpty: -45, signer: 16, matched: 33, again: 24, matchUnsigned: -5,
    few: -18, delegateCleared: -24, delegateLeft: -26, nothing: 19, compare0: 9, compare1: 13, compare2: 17,
    compare3: 21,
  },
  'batch InitializeAccount2': {
    start: 103, badData: -44, fewAccounts: -56, fewAccountsLate: -54, sourceLength: -23, sourceState: -20,
    mintLength: 19, mintState: 21, mintEmpty: 21, rent: 5, nativeMint: -14, isNative: 9, done: -1, rentSysvar0: -50,
    rentSysvar1: -47, rentSysvar2: -44, rentSysvar3: -41, notToken0: -7, notToken1: -4, notToken2: -1, notToken3: 2,
    notNativeMint1: 3, notNativeMint2: 6, notNativeMint3: 10,
  },
  'batch SyncNative': {
    start: 205, fewAccounts: -187, sourceLength: -23, sourceState: -21, sourceEmpty: -20, notNative: -2,
    withKey: -119, done: -37, rentSysvar0: -45, rentSysvar1: -42, rentSysvar2: -40, rentSysvar3: -37, notToken0: -183,
    notToken1: -180, notToken2: -177, notToken3: -175,
  },
  'batch InitializeAccount3': {
    start: 180, badData: -150, fewAccounts: -163, sourceState: -1, mintLength: 40, mintState: 41, mintEmpty: 41,
    inUse: 19, rent: 25, nativeMint: -15, done: 21, notToken0: 10, notToken1: 13, notToken2: 16, notToken3: 18,
    notNativeMint0: -9, notNativeMint1: -6, notNativeMint2: -3, notNativeMint3: 1,
  },
  'batch InitializeMultisig2': {
    start: 217, badData: -159, fewAccounts: -171, sourceLength: -20, sourceState: -19, rent: 2, signersProvided: 15,
    signersRequired: 25, signer: 10, done: -14,
  },
  'batch InitializeMint2': {
    start: 191, badData: -160, badData1: -150, badData2: -150, givenKey: 3, fewAccounts: -167, mintLength: -18,
    mintState: -19, rent: 3, withFreeze: 10, done: -28,
  },
  'batch GetAccountDataSize': {
    start: 75, fewAccounts: -27, mintState: 2, mintEmpty: 2, done: 69, notToken0: -25, notToken1: -22, notToken2: -19,
    notToken3: -16,
  },
  'batch InitializeImmutableOwner': {
    sourceLength: 22, sourceState: 21, inUse: 41,
  },
  'batch AmountToUiAmount': {
    start: 48, badData: 10, mintLength: 29, mintState: 31, mintEmpty: 31, done: 101, notToken1: 3, notToken2: 6,
    notToken3: 9,
  },
  'batch UiAmountToAmount': {
    start: 113, badData: -42, fewAccounts: -52, mintLength: -23, mintState: -21, mintEmpty: -21, done: 78,
    notToken0: -52, notToken1: -49, notToken2: -46, notToken3: -43,
  },
  'batch WithdrawExcessLamports': {
    start: 208, fewAccounts: -163, sourceLength: -141, sourceState: -152, sourceEmpty: -150, native: -132, rent: 37,
    long: 125, unsigned: -125, is2022: 117, mismatch0: -127, mismatch1: -124, mismatch2: -121, mismatch3: -118,
    notTokenMultisig0: -120, notTokenMultisig1: -117, notTokenMultisig2: -114, notTokenMultisig3: -111,
    not2022Multisig1: 1, not2022Multisig2: 4, not2022Multisig3: 7,
  },
  'batch WithdrawExcessLamports 1': {
    rent: 37, nobody: -17, multisig: 47, multisigState: -154, multisigEmpty: -152, signer: 10, matched: 24, again: 17,
    matchUnsigned: -117, few: -126, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch WithdrawExcessLamports 2': {
    mintState: -155, mintEmpty: -153, rent: 37, wrongType: -137, plain: -8, unsigned: -133, longUnsigned: -125,
    selfMint: -22, selfMintUnsigned: -147, mismatch0: -135, mismatch1: -132, mismatch2: -129, mismatch3: -126,
    notTokenMultisig0: -3, notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig1: 1, not2022Multisig2: 4,
    not2022Multisig3: 7,
  },
  'batch WithdrawExcessLamports 3': {
    rent: 37, nobody: -17, multisig: 39, multisigState: -154, multisigEmpty: -152, signer: 10, matched: 23, again: 17,
    matchUnsigned: -116, few: -126, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch WithdrawExcessLamports 4': {
    mismatch0: -138,
  },
  'batch WithdrawExcessLamports 5': {
    rent: 37, nobody: -17, multisig: 36, multisigState: -154, multisigEmpty: -151, signer: 10, matched: 24, again: 17,
    matchUnsigned: -117, few: -126, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch UnwrapLamports': {
    start: 89, badData: -30, badData1: -27, badData2: -26, givenKey: 3, fewAccounts: -40, sourceLength: -37,
    sourceState: -35, sourceEmpty: -33, same: -7, funds: -9, notNative: -14, plain: -16, long: -18, unsigned: 2,
    is2022: -17, isDelegate: 16, delegateSet: 5, nothing: 3, doneGiven: 1, notDelegate1: 3, notDelegate2: 6,
    notDelegate3: 12, mismatch1: 3, mismatch2: 6, mismatch3: 9, notTokenMultisig0: 14, notTokenMultisig1: 17,
    notTokenMultisig2: 20, notTokenMultisig3: 23, not2022Multisig0: -7, not2022Multisig1: -6, not2022Multisig2: -3,
  },
  'batch UnwrapLamports 1': {
    same: -31, nobody: -17, multisig: 57, multisigState: -37, multisigEmpty: -35, signer: 13, matched: 23, again: 17,
    few: -9, nothing: -21, done: -24, compare0: 6, compare1: 9, compare2: 12, compare3: 15,
  },
  'batch UnwrapLamports 2': {
    same: -7, long: 17, unsigned: -17, is2022: 5, delegateCleared: -27, delegateLeft: -29, nothing: 3,
    notTokenMultisig0: -8, notTokenMultisig1: -5, notTokenMultisig2: -2, notTokenMultisig3: 1, not2022Multisig0: -4,
    not2022Multisig1: -3, not2022Multisig3: 3,
  },
  'batch UnwrapLamports 3': {
    same: -7, nobody: -17, multisig: 48, multisigState: -46, multisigEmpty: -46, signer: 13, matched: 24, again: 17,
    matchUnsigned: -11, few: -19, delegateCleared: -26, delegateLeft: -28, nothing: 3, compare0: 6, compare1: 9,
    compare2: 12, compare3: 15,
  },
  'batch Unknown25': {
    start: 58,
  },
  'batch Unknown39': {
    start: 58,
  },
  'batch Unknown46': {
    start: 53,
  },
}
