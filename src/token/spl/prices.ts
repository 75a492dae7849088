/**
 * Prices of p-token's places in compute units, by how an instruction is reached and which it is: measured by
 * scripts/measure-spl-units.ts on the p-token of npm litesvm 1.5.0. Places that are not listed cost nothing.
 */
import type { SiteName } from './sites.ts'

/** One table: units by place. */
export type SitePrices = { readonly [site in SiteName]?: number }

/** By "plain", "short" (the entrypoint's way for transfers) or "batch", and the instruction's name. */
// biome-ignore format: one price a line would be two thousand lines
export const PRICES: Readonly<Record<string, SitePrices>> = {
  'plain InitializeMint': {
    start: 72, inUse: 33, badData1: -1, givenKey: 4, rentSysvar0: -8, withFreeze: 10, mintLength: 10, rent: 36,
    rentSysvar1: -5, badData: -3, rentSysvar3: 2, fewAccounts: -12, rentSysvar2: -2, mintState: 14,
  },
  'plain Nothing': {
    start: 28,
  },
  'plain InitializeAccount': {
    start: 66, rentSysvar1: -3, notNativeMint0: 37, isNative: 46, mintState: 25, rentSysvar0: -6, inUse: 4,
    nativeMint: -14, rentSysvar3: 3, notToken0: -4, notNativeMint3: 47, fewAccounts: -13, sourceLength: -19, rent: 8,
    notNativeMint2: 43, notNativeMint1: 40, mintLength: 23, notToken2: 2, fewAccountsLate: -10, mintEmpty: 25,
    sourceState: -16, notToken1: -1, notToken3: 5,
  },
  'plain InitializeMultisig': {
    start: 115, signersRequired: 42, rent: 14, sourceLength: -8, signer: 10, rentSysvar0: -30, inUse: 14,
    rentSysvar2: -24, rentSysvar3: -21, rentSysvar1: -27, badData: -22, fewAccounts: -34, signersProvided: 31,
    sourceState: -4,
  },
  'short Transfer': {
    start: 81, mismatch0: 18, delegateSet: 5, frozen: -5, sourceEmpty: -23, mismatch2: 24, sourceState: -28,
    plain: -5, mintMismatch3: 13, nativeAccount: 7, mintMismatch2: 10, isDelegate: -3, mintMismatch0: 4, nothing: 18,
    otherState: -25, notTokenMultisig0: 23, otherEmpty: -20, mintMismatch1: 7, frozenOther: -4, mismatch1: 21,
    unsigned: 18, mismatch3: 27, notTokenOther3: 30, long: -23, notToken0: 7, notToken2: 13, notDelegate1: 3,
    is2022: -26, notDelegate2: 6, not2022Multisig2: 4, notTokenMultisig3: 32, notToken1: 10, notTokenMultisig2: 29,
    not2022Multisig1: 1, notToken3: 16, notTokenOther0: 19, not2022Multisig3: 7, notDelegate3: 10,
    notTokenMultisig1: 26, notTokenOther2: 25, notTokenOther1: 22,
  },
  'plain Transfer': {
    start: 89, otherLength: -23, mintMismatch3: 11, fewAccounts: -33, sourceLength: -32, frozenOther: -2,
    sourceEmpty: -27, mintMismatch0: 3, delegateSet: 5, otherState: -21, mismatch0: 23, plain: 20,
    notTokenMultisig0: -3, frozen: -3, isDelegate: 66, mintMismatch2: 8, moved: -13, mintMismatch1: 6, badData: -19,
    sourceState: -30, unsigned: 24, mismatch3: 32, otherEmpty: -18, notTokenMultisig2: 3, not2022Multisig0: 32,
    notTokenMultisig3: 6, not2022Multisig2: 36, nativeAccount: 7, mismatch1: 26, not2022Multisig1: 33,
    notDelegate2: 6, notDelegate1: 3, mismatch2: 29, not2022Multisig3: 39, notToken0: 6, notTokenOther0: 18,
    notDelegate3: 10, notToken3: 15, notTokenOther2: 24, long: -4,
  },
  'plain Transfer 1': {
    multisig: 56, few: 16, matchUnsigned: 33, signer: 15, matched: 33, compare0: 7, compare3: 23, again: 25,
    compare2: 19, nativeAccount: 7, nothing: 14, multisigState: -15, compare1: 13, multisigEmpty: -12,
    notTokenOther0: 18, notToken0: 6, notToken3: 15,
  },
  'plain Transfer 4': {
    same: 3, delegateSet: 8, funds: -8, isDelegate: 10, notDelegate0: -3, plain: 4, sameZero: -1, nothingDone: -6,
    frozen: -11, notTokenMultisig0: 10, notTokenMultisig3: 19, unsigned: 1, is2022: -13, mismatch2: 6,
    not2022Multisig0: -4, mismatch1: 3, mismatch3: 9, notTokenMultisig1: 13, notToken3: 9, notDelegate3: 7,
    notDelegate2: 3, not2022Multisig1: -3, notToken2: 6, notTokenMultisig2: 16, not2022Multisig3: 3, long: 3,
    notToken1: 3,
  },
  'short Transfer 1': {
    multisig: 37, multisigState: -4, multisigEmpty: 1,
  },
  'plain Transfer 2': {
    notTokenMultisig0: -3, plain: -30, unsigned: -48, notTokenMultisig3: 6, not2022Multisig0: -40,
    not2022Multisig2: -36, delegateCleared: -13, delegateLeft: -14, moved: -15, not2022Multisig3: -33,
    not2022Multisig1: -39, notTokenMultisig2: 3, nativeAccount: 7, notToken3: 15, notToken0: 6, notTokenOther0: 18,
    long: 18,
  },
  'short Transfer 3': {
    multisig: 37, multisigState: -5,
  },
  'plain Transfer 3': {
    again: 21, signer: 15, compare3: 19, compare0: 6, delegateCleared: -9, delegateFunds: 19, matched: 29,
    delegateLeft: -10, compare2: 15, nothing: 15, compare1: 11, multisigEmpty: -29, multisigState: -31,
    nativeAccount: 7, matchUnsigned: 12, notToken0: 6,
  },
  'plain Transfer 5': {
    multisig: 47, again: 25, few: 2, matched: 33, signer: 15, compare3: 23, matchUnsigned: 19, compare0: 7,
    compare1: 13, nobody: -17, compare2: 19, notToken0: 6, multisigState: -29, multisigEmpty: -26,
  },
  'short Transfer 2': {
    delegateCleared: 1, delegateFunds: 31, notTokenMultisig0: -3, nothing: 18, unsigned: 17, nativeAccount: 7,
    notTokenOther1: 22, notTokenOther0: 19, notTokenOther3: 30, notTokenOther2: 25, notToken0: 7,
    not2022Multisig0: 25, not2022Multisig1: 26,
  },
  'plain Transfer 6': {
    nothing: -20, unsigned: -18, notToken0: 6, notTokenMultisig3: 6, notTokenMultisig0: -3, not2022Multisig0: -10,
    notTokenMultisig2: 3, notToken1: 9, not2022Multisig1: -9,
  },
  'plain Transfer 7': {
    multisig: 30, matched: 29, nothing: -1, signer: 15, nobody: -17, compare0: 6, again: 21, delegateFunds: 19,
    compare1: 11, compare2: 15, multisigState: -31, matchUnsigned: 12, compare3: 19, notToken0: 6,
  },
  'plain Approve': {
    start: 161, mismatch0: -51, plain: -69, notTokenMultisig0: -3, mismatch1: -48, badData: -67, sourceLength: -76,
    unsigned: -49, sourceEmpty: -71, not2022Multisig0: -41, fewAccounts: -79, sourceState: -74, mismatch2: -45,
    notTokenMultisig3: 6, frozen: -57, mismatch3: -42, not2022Multisig1: -40, not2022Multisig2: -37,
    notTokenMultisig2: 3, not2022Multisig3: -34, long: -20,
  },
  'plain Approve 1': {
    signer: 13, done: -18, matched: 24, compare0: 6, nobody: -20, compare2: 12, again: 17, compare3: 15, compare1: 9,
    multisigEmpty: -29, matchUnsigned: 8, multisigState: -31,
  },
  'plain Revoke': {
    start: 86, mismatch1: 32, mismatch0: 29, delegateSet: 7, frozen: 22, isDelegate: 84, sourceEmpty: 5,
    sourceState: 2, notTokenMultisig0: 35, mismatch3: 38, fewAccountsLate: 4, is2022: -38, unsigned: 30,
    mismatch2: 35, fewAccounts: -4, notTokenMultisig3: 44, not2022Multisig1: 1, notTokenMultisig2: 41,
    notDelegate1: 3, notDelegate3: 10, not2022Multisig3: 7, notDelegate2: 6, notTokenMultisig1: 38,
    not2022Multisig2: 4, long: -30,
  },
  'plain Revoke 1': {
    multisig: 87, signer: 10, done: -39, compare0: 6, multisigEmpty: -37, compare2: 12, nobody: -18, few: -10,
    matched: 23, compare1: 9, compare3: 15, again: 17, multisigState: -39,
  },
  'plain Revoke 3': {
    compare0: 6, done: -29, signer: 10, matched: 23, multisigState: -29, nobody: -18, again: 17, compare1: 9,
    matchUnsigned: 10, compare2: 12, multisigEmpty: -27, compare3: 15,
  },
  'plain Revoke 2': {
    plain: -77, notTokenMultisig0: -3, not2022Multisig1: -38, unsigned: -47, not2022Multisig0: -39,
    notTokenMultisig2: 3, notTokenMultisig3: 6, not2022Multisig3: -32, not2022Multisig2: -35, long: -30,
  },
  'plain SetAuthority': {
    start: 136, sourceLength: -42, givenKey: 1, noAuthority: -21, plain: -34, badData1: -40, withKey: 9,
    wrongType: -19, mismatch0: -8, unsigned: -6, mintState: -40, notTokenMultisig0: -28, mintEmpty: -38,
    badData3: -36, sourceEmpty: -36, not2022Multisig3: 6, mismatch2: -2, fewAccounts: -48, badData2: -37,
    badData: -42, frozen: -23, mismatch3: 1, notTokenMultisig1: -25, not2022Multisig2: 3, not2022Multisig0: -1,
    is2022: 25, notTokenMultisig2: -22, notTokenMultisig3: -19, mismatch1: -5, longUnsigned: 28, sourceState: -40,
  },
  'plain SetAuthority 5': {
    multisig: 43, signer: 11, noAuthority: 15, again: 20, nobody: -18, done: -18, compare0: 6, matched: 27,
    compare3: 18, compare1: 10, compare2: 14, multisigState: -30, matchUnsigned: 13, nativeAccount: 2,
    multisigEmpty: -28,
  },
  'plain SetAuthority 6': {
    closeSet: -4, plain: -23, key: 9, sourceEmpty: -36, frozen: -23, sourceState: -40, mismatch3: 13,
    sourceLength: -42, wrongType: -24, notTokenMultisig0: 12, mismatch1: 4, mismatch2: 8, notTokenMultisig3: 21,
    unsigned: 7, not2022Multisig2: 4, notTokenMultisig1: 15, is2022: -15, not2022Multisig1: 1, mintEmpty: -38,
    mintState: -40, notTokenMultisig2: 18, not2022Multisig3: 7, long: -30,
  },
  'plain SetAuthority 2': {
    native: -23, plain: -37, withKey: 9, mintState: -40, mismatch1: -7, mintEmpty: -38, notTokenMultisig0: -3,
    wrongType: -19, mismatch0: -10, sourceLength: -42, unsigned: -8, not2022Multisig2: 4, mismatch2: -4,
    mismatch3: -1, not2022Multisig1: 1, frozen: -23, sourceEmpty: -36, sourceState: -40, not2022Multisig3: 7,
    notTokenMultisig3: 6, notTokenMultisig2: 3,
  },
  'plain SetAuthority 7': {
    multisig: 24, signer: 10, matched: 21, matchUnsigned: 38, multisigEmpty: 4, compare0: 6, again: 17, few: 28,
    nobody: -16, key: 9, compare1: 9, compare2: 12, multisigState: 2, compare3: 15,
  },
  'plain SetAuthority 3': {
    multisig: 7, few: 29, signer: 12, compare0: 7, withKey: 9, matched: 29, again: 21, compare1: 11, nobody: -17,
    compare3: 19, compare2: 15, matchUnsigned: 43, multisigEmpty: 2,
  },
  'plain SetAuthority 4': {
    plain: -29, wrongType: -24, mismatch0: -14, notTokenMultisig0: 6, nativeAccount: 2, is2022: -9,
    not2022Multisig0: -10, sourceLength: -42, frozen: -23, noAuthority: 32, mismatch1: -10, notTokenMultisig1: 10,
    sourceEmpty: -36, not2022Multisig1: -8, mismatch3: -2, unsigned: -10, mintEmpty: -38, sourceState: -40,
    mismatch2: -6, notTokenMultisig2: 14, not2022Multisig2: -4, notTokenMultisig3: 18, mintState: -40, long: -19,
  },
  'plain SetAuthority 1': {
    multisig: 39, moved: -29, signer: 12, compare0: 7, matched: 28, nobody: -17, again: 21, multisigEmpty: -28,
    compare3: 19, compare2: 15, withKey: 9, matchUnsigned: 14, compare1: 11, multisigState: -30,
  },
  'plain MintTo': {
    start: 103, badData: -35, sourceEmpty: -41, mintKey0: -22, plain: -14, nothing: 10, mintState: -20, overflow: 39,
    fewAccounts: -50, noAuthority: -4, notToken2: 13, notTokenMultisig0: -3, native: -25, frozen: -28,
    sourceState: -45, notTokenMultisig3: 6, sourceLength: -47, mintEmpty: -17, unsigned: 1, mintLength: -23,
    not2022Multisig3: 16, mismatch1: 3, not2022Multisig0: 9, mintKey3: -13, notTokenMultisig2: 3, mismatch3: 8,
    mintKey2: -16, notTokenOther0: 19, mintKey1: -19, not2022Multisig1: 10, mismatch2: 5, not2022Multisig2: 13,
    notToken0: 7, long: -15, notToken1: 10, notTokenOther3: 29, notTokenOther1: 22, notToken3: 16, notTokenOther2: 25,
  },
  'plain MintTo 1': {
    multisig: 47, overflow: 29, nobody: -20, signer: 13, few: 4, again: 17, compare0: 6, matched: 24,
    matchUnsigned: 12, moved: -10, multisigEmpty: -26, multisigState: -29, compare1: 9, compare3: 15, compare2: 12,
    notToken0: 7, notTokenOther0: 19, notTokenOther1: 22, notTokenOther2: 25, notToken1: 10, notToken2: 13,
    notToken3: 16,
  },
  'plain Burn': {
    start: 115, mintEmpty: -48, frozen: -34, sourceState: -57, funds: -29, mismatch0: -2, plain: -26, native: -32,
    sourceLength: -59, delegateSet: 2, nothing: 21, mintState: -50, mismatch2: 3, mintLength: -53, notToken0: 6,
    notIncinerator1: 2, sourceEmpty: -54, mintKey0: -25, unsigned: -2, notDelegate2: 6, mismatch3: 6,
    notTokenMultisig3: 12, notTokenMultisig0: 3, fewAccounts: -61, notSystem3: 6, mintKey2: -19, notIncinerator3: 8,
    burnFree: -41, badData: -46, mismatch1: 1, mintKey1: -22, notIncinerator2: 5, notTokenMultisig1: 6, notSystem2: 4,
    mintKey3: -16, notSystem1: 2, not2022Multisig2: 4, systemOwned: -42, is2022: -6, notDelegate3: 9,
    notTokenOther0: 19, not2022Multisig3: 7, notDelegate1: 3, notTokenMultisig2: 9, notTokenOther1: 22,
    notTokenOther2: 25, not2022Multisig1: 1, notToken2: 12, long: -24, notToken1: 9, notToken3: 16,
    notTokenOther3: 29,
  },
  'plain Burn 2': {
    delegateFunds: 9, notTokenMultisig0: 5, moved: -21, delegateLeft: -2, longUnsigned: -5, not2022Multisig1: 1,
    not2022Multisig2: 4, unsigned: -5, notTokenMultisig3: 14, is2022: -8, notToken0: 6, not2022Multisig3: 7,
    notTokenMultisig1: 8, notTokenOther0: 19, notTokenMultisig2: 11, notTokenOther3: 29, notToken1: 9,
    notTokenOther1: 22,
  },
  'plain Burn 1': {
    multisig: 45, matched: 29, few: 1, nobody: -17, again: 22, compare3: 20, matchUnsigned: 12, signer: 15,
    compare0: 6, moved: -21, compare2: 16, compare1: 12, multisigEmpty: -27, multisigState: -30, notToken0: 6,
    notTokenOther0: 19, notToken2: 12, notTokenOther1: 22, notToken1: 9,
  },
  'plain Burn 3': {
    multisig: 47, nobody: -17, signer: 15, delegateFunds: 12, delegateCleared: 2, few: -4, compare0: 7, matched: 28,
    compare2: 15, again: 21, moved: -21, matchUnsigned: 10, compare1: 11, compare3: 19, multisigEmpty: -32,
    notTokenOther2: 25, multisigState: -35, notTokenOther0: 19, notToken0: 6, notTokenOther3: 29, notToken1: 9,
  },
  'plain CloseAccount': {
    start: 88, same: -34, closeSet: -2, fewAccounts: -34, balance: -7, sourceLength: -30, notTokenMultisig3: 23,
    sourceEmpty: -25, mismatch0: 8, notTokenMultisig0: 14, nativeAccount: -2, not2022Multisig0: -1, unsigned: 8,
    not2022Multisig2: 3, notIncinerator1: 2, is2022: -17, mismatch1: 11, sourceState: -28, mismatch2: 13, burnFree: 1,
    notSystem1: 2, mismatch3: 16, notTokenMultisig1: 17, notTokenMultisig2: 20, wrongTarget0: -3, notSystem3: 6,
    notIncinerator2: 5, notIncinerator3: 8, done: -4, long: -8, wrongTarget3: 7, notSystem2: 4, not2022Multisig3: 6,
    wrongTarget2: 3,
  },
  'plain CloseAccount 1': {
    multisig: 47, matched: 23, few: 10, compare0: 6, compare2: 12, again: 17, signer: 10, nobody: -19, compare1: 9,
    multisigState: -22, compare3: 15, multisigEmpty: -19, matchUnsigned: 20,
  },
  'plain FreezeAccount': {
    start: 106, mintEmpty: 11, sourceState: -20, plain: 5, mismatch0: 35, mintKey0: 8, mintLength: 6, noAuthority: 30,
    native: 3, mismatch3: 43, fewAccounts: -24, sourceEmpty: -15, sourceLength: -22, notTokenMultisig0: 42,
    mintKey2: 14, is2022: -45, notTokenMultisig3: 51, mintState: 10, mintKey3: 17, not2022Multisig2: 3,
    not2022Multisig0: -1, mintKey1: 11, mismatch2: 41, unsigned: 36, mismatch1: 38, notTokenMultisig2: 48,
    notTokenMultisig1: 45, not2022Multisig3: 6, long: -31,
  },
  'plain FreezeAccount 1': {
    multisig: 82, matchUnsigned: 8, done: -32, signer: 13, compare2: 12, nobody: -19, compare1: 9, matched: 23,
    compare0: 6, again: 17, multisigState: -31, compare3: 15, multisigEmpty: -29,
  },
  'plain ThawAccount': {
    start: 83, frozen: 24, plain: 24, mismatch1: 58, sourceEmpty: 7, fewAccounts: -2, sourceState: 2, mintLength: 26,
    noAuthority: 50, mismatch0: 55, notTokenMultisig2: 3, mintKey3: 37, mintKey0: 28, native: 23, mintEmpty: 31,
    notTokenMultisig0: -3, unsigned: 56, mintState: 30, mintKey1: 31, not2022Multisig0: 64, mintKey2: 34,
    mismatch3: 63, mismatch2: 61, notTokenMultisig3: 6, not2022Multisig3: 71, not2022Multisig2: 68, long: -32,
  },
  'plain ThawAccount 1': {
    multisig: 101, matched: 24, signer: 13, done: -32, compare0: 6, compare3: 15, nobody: -19, multisigEmpty: -28,
    again: 17, compare1: 9, compare2: 12, matchUnsigned: 8, multisigState: -30,
  },
  'short TransferChecked': {
    start: 97, otherState: -32, otherEmpty: -27, plain: 8, decimals: 26, funds: -4, delegateSet: 46, mismatch0: 30,
    frozen: -12, mintMismatch2: 6, notDelegate0: -41, frozenOther: -11, nativeAccount: 7, mintKey0: 13, mintState: 8,
    sourceEmpty: -30, mintMismatch1: 3, nothing: 17, sourceState: -35, mintEmpty: 10, mintMismatch3: 11,
    notDelegate3: -31, unsigned: 30, mismatch2: 36, notDelegate1: -38, notTokenOther1: 22, mintKey1: 15,
    notTokenMultisig0: 42, is2022: -45, notTokenOther0: 19, mismatch3: 39, notToken0: 7, notToken1: 10, mismatch1: 33,
    not2022Multisig0: -7, notTokenMultisig1: 45, not2022Multisig2: -3, notDelegate2: -35, notTokenOther3: 30,
    notTokenMultisig3: 51, notTokenMultisig2: 48, long: -22, mintKey3: 18, not2022Multisig1: -6, notToken3: 16,
    notToken2: 13,
  },
  'plain TransferChecked': {
    start: 142, sourceEmpty: -81, delegateSet: 5, otherLength: -77, mintMismatch0: -50, sourceLength: -87,
    unsigned: -8, decimals: -17, mismatch0: -8, mintMismatch3: -41, otherState: -75, sourceState: -85,
    notTokenMultisig3: 6, frozenOther: -54, frozen: -55, fewAccounts: -89, notTokenMultisig0: -3, badData: -74,
    funds: -52, plain: -12, mintLength: -37, mintEmpty: -32, isDelegate: 45, mintState: -34, mintKey0: -36,
    otherEmpty: -72, mintMismatch1: -47, mismatch2: -3, not2022Multisig1: 1, moved: -16, mintMismatch2: -44,
    mismatch1: -5, nativeAccount: 7, not2022Multisig3: 7, notToken0: 6, not2022Multisig2: 4, notDelegate1: 3,
    notTokenMultisig2: 3, notTokenOther0: 18, notDelegate3: 10, notDelegate2: 6, mintKey1: -33, long: -4,
  },
  'plain TransferChecked 1': {
    multisig: 38, moved: -17, matched: 30, signer: 15, compare0: 7, again: 23, compare2: 17, few: 2, nativeAccount: 7,
    matchUnsigned: 18, compare3: 21, compare1: 13, multisigEmpty: -26, multisigState: -29, notTokenOther0: 18,
    notToken0: 6, notToken2: 12, notToken3: 15, notTokenOther2: 24, notToken1: 9,
  },
  'plain TransferChecked 4': {
    same: -37, mismatch0: 9, frozen: -25, unsigned: 9, mintLength: -20, plain: 6, delegateSet: 7, funds: -23,
    notDelegate0: -2, sameZero: -1, mintState: -17, mintKey3: -10, mintKey0: -19, notTokenMultisig3: 6,
    notTokenMultisig0: -3, mintEmpty: -15, mintKey2: -13, not2022Multisig1: 18, mintKey1: -16, mismatch3: 17,
    not2022Multisig0: 17, notToken0: 6, mismatch2: 14, mismatch1: 12, notDelegate3: 8, not2022Multisig3: 24,
    notTokenMultisig2: 3, notToken2: 12, notDelegate1: 1, not2022Multisig2: 21, notDelegate2: 4,
  },
  'short TransferChecked 2': {
    delegateLeft: -30, delegateCleared: -29, unsigned: -15, nothing: 36, nothingDone: -19, notTokenMultisig0: -8,
    notToken0: -12, nativeAccount: 7, not2022Multisig3: 7, is2022: 5, notTokenMultisig3: 1, notTokenMultisig1: -5,
    notTokenMultisig2: -2, notTokenOther2: 6,
  },
  'plain TransferChecked 6': {
    delegateFunds: 19, unsigned: 2, notTokenMultisig0: 14, not2022Multisig0: -7, not2022Multisig1: -6, notToken0: 6,
    is2022: -17, notTokenMultisig1: 17, notTokenMultisig2: 20,
  },
  'plain TransferChecked 7': {
    multisig: 49, nobody: -17, compare0: 9, notToken1: 9, delegateFunds: 20, signer: 16, few: 1, matched: 32,
    again: 24, compare2: 17, matchUnsigned: 16, multisigState: -30, compare1: 13, compare3: 21, multisigEmpty: -27,
  },
  'plain TransferChecked 5': {
    multisig: 57, signer: 15, nobody: -17, matched: 30, compare0: 7, multisigEmpty: -28, again: 23,
    multisigState: -31, nothing: -2, compare2: 17, compare1: 13, matchUnsigned: 16, compare3: 21, notToken0: 6,
    notToken1: 9,
  },
  'short TransferChecked 1': {
    multisig: 50, multisigEmpty: -2, multisigState: -4,
  },
  'short TransferChecked 3': {
    multisig: 6, multisigState: -4,
  },
  'plain TransferChecked 3': {
    matched: 32, delegateCleared: 1, signer: 16, compare0: 9, compare1: 13, few: -10, again: 24, delegateFunds: 9,
    matchUnsigned: 5, compare3: 21, compare2: 17, moved: -23, nothingDone: -6, multisigState: -41, multisigEmpty: -38,
    notTokenOther0: 12, nativeAccount: 7, notTokenOther3: 23,
  },
  'plain TransferChecked 2': {
    notTokenMultisig0: -3, unsigned: -58, not2022Multisig0: -50, plain: -55, not2022Multisig3: -43,
    notTokenMultisig3: 6, notTokenMultisig2: 3, delegateFunds: 14, not2022Multisig2: -46, delegateCleared: 1,
    moved: -17, long: 3, not2022Multisig1: -49, nativeAccount: 7, notToken0: 6, notTokenOther3: 29,
  },
  'plain ApproveChecked': {
    start: 92, mintEmpty: 23, mintKey2: 26, plain: 24, mintKey0: 20, notTokenMultisig0: 50, fewAccounts: -9,
    sourceState: -5, mismatch0: 43, is2022: -53, unsigned: 45, decimals: 40, badData: 3, mismatch2: 49,
    sourceLength: -7, mintKey3: 29, mintLength: 18, frozen: 15, not2022Multisig3: 7, mintKey1: 23, mismatch1: 46,
    mismatch3: 52, notTokenMultisig2: 56, mintState: 22, notTokenMultisig3: 59, not2022Multisig1: 1,
    notTokenMultisig1: 53, not2022Multisig2: 4, long: -21,
  },
  'plain ApproveChecked 1': {
    multisig: 75, matched: 23, nobody: -20, compare0: 6, matchUnsigned: 28, few: 19, signer: 13, compare2: 12,
    again: 17, compare3: 15, multisigEmpty: -10, compare1: 9, multisigState: -12,
  },
  'plain MintToChecked': {
    start: 131, mismatch1: 14, mintKey0: -18, noAuthority: 4, overflow: 38, native: -21, mismatch0: 10, unsigned: 16,
    sourceState: -45, mintEmpty: -15, frozen: -25, notTokenMultisig3: 31, sourceLength: -47, notTokenMultisig0: 22,
    decimals: 1, fewAccounts: -49, not2022Multisig0: -1, mintKey2: -12, is2022: -25, nothing: 9, mintLength: -20,
    sourceEmpty: -40, mintKey3: -9, mismatch3: 22, mintKey1: -15, mintState: -16, notTokenMultisig1: 25, badData: -37,
    notTokenOther0: 20, mismatch2: 18, notTokenOther3: 30, notToken0: 8, notTokenMultisig2: 28, not2022Multisig2: 3,
    notTokenOther1: 23, not2022Multisig3: 6, long: -16, notTokenOther2: 26, notToken3: 17, notToken2: 14,
    notToken1: 11,
  },
  'plain MintToChecked 1': {
    multisig: 49, signer: 13, again: 17, matched: 23, overflow: 38, few: 16, compare0: 6, nothing: 9, nobody: -20,
    multisigEmpty: -14, matchUnsigned: 24, compare2: 12, compare3: 15, compare1: 9, multisigState: -16, notToken0: 8,
    notTokenOther0: 20, notTokenOther1: 23, notTokenOther2: 26, notToken1: 11, notTokenOther3: 30, notToken2: 14,
  },
  'plain BurnChecked': {
    start: 86, notSystem0: 27, delegateSet: 50, mintLength: -24, moved: -21, native: -3, frozen: -5, mintEmpty: -19,
    sourceEmpty: -25, notDelegate0: -48, mismatch0: 3, fewAccounts: -32, notTokenMultisig0: -3, mintKey0: 4,
    decimals: 16, sourceState: -28, sourceLength: -30, mintState: -21, badData: -17, mismatch2: 8, mintKey1: 7,
    unsigned: 3, notIncinerator2: 5, mintKey3: 13, notIncinerator1: 2, systemOwned: 11, mismatch3: 11, mintKey2: 10,
    notSystem3: 33, notTokenMultisig2: 3, notSystem1: 29, not2022Multisig0: 11, notSystem2: 31, mismatch1: 6,
    burnFree: -15, not2022Multisig1: 12, notToken1: 9, notDelegate1: -45, notTokenOther0: 19, notTokenMultisig3: 6,
    notIncinerator3: 8, notToken2: 12, notDelegate3: -39, not2022Multisig2: 15, notToken0: 6, notTokenOther2: 25,
    not2022Multisig3: 18, notTokenOther1: 22, notDelegate2: -42, long: -3, notToken3: 16, notTokenOther3: 29,
  },
  'plain BurnChecked 1': {
    multisig: 50, matchUnsigned: 12, nobody: -17, signer: 15, matched: 29, moved: -21, compare0: 6, few: 1,
    compare2: 16, again: 22, multisigState: -30, compare3: 20, multisigEmpty: -27, compare1: 12, notToken0: 6,
    notToken2: 12, notTokenOther1: 22, notTokenOther0: 19,
  },
  'plain BurnChecked 2': {
    plain: -45, moved: -21, delegateFunds: 11, notTokenMultisig0: -3, not2022Multisig3: -33, delegateCleared: 2,
    unsigned: -48, not2022Multisig0: -40, not2022Multisig1: -39, not2022Multisig2: -36, notTokenMultisig3: 6,
    notToken0: 6, notTokenMultisig2: 3, notTokenOther3: 29, notTokenOther2: 25, notTokenOther0: 19,
    notTokenOther1: 22, long: 3, notToken1: 9,
  },
  'plain BurnChecked 3': {
    matchUnsigned: 14, signer: 15, delegateLeft: 4, matched: 28, compare3: 19, compare0: 7, delegateCleared: 6,
    compare2: 15, again: 21, delegateFunds: 16, moved: -21, nobody: -17, compare1: 11, multisigEmpty: -28,
    multisigState: -31, notTokenOther2: 25, notToken0: 6,
  },
  'plain InitializeAccount2': {
    start: 134, rentSysvar1: -42, fewAccounts: -51, rent: 10, inUse: 5, notToken0: -2, isNative: 9, sourceLength: -18,
    rentSysvar0: -45, mintLength: 24, rentSysvar3: -36, notToken1: 1, nativeMint: -14, badData: -39,
    notNativeMint2: 6, rentSysvar2: -39, fewAccountsLate: -49, mintEmpty: 26, notNativeMint1: 3, mintState: 26,
    notNativeMint3: 10, notToken2: 4, sourceState: -15, notToken3: 7,
  },
  'plain SyncNative': {
    start: 193, withKey: -120, notNative: 41, sourceLength: 20, notToken0: -138, done: 1, sourceEmpty: 25,
    rentSysvar2: 5, sourceState: 22, fewAccounts: -139, overflow: 43, rentSysvar1: 3, notToken2: -132, rentSysvar3: 8,
    notToken3: -129, notToken1: -135,
  },
  'plain InitializeAccount3': {
    start: 220, inUse: 5, isNative: 9, notToken0: -4, rent: 9, fewAccounts: -167, mintLength: 23, sourceLength: -15,
    notNativeMint1: 3, nativeMint: -14, notToken3: 5, badData: -152, notToken1: -1, mintState: 25, notNativeMint2: 6,
    mintEmpty: 25, notNativeMint3: 10, sourceState: -15, notToken2: 2,
  },
  'plain InitializeMultisig2': {
    start: 235, signer: 10, rent: 20, sourceLength: -2, signersRequired: 43, inUse: 18, signersProvided: 33,
    sourceState: -1, badData: -141, fewAccounts: -153,
  },
  'plain InitializeMint2': {
    start: 194, rent: 36, givenKey: 4, withFreeze: 10, mintLength: 13, inUse: 33, badData1: -122, fewAccounts: -134,
    badData: -124, badData2: -121, mintState: 14,
  },
  'plain GetAccountDataSize': {
    start: 111, done: 65, mintState: 2, notToken3: -16, fewAccounts: -27, notToken0: -25, mintEmpty: 2,
    notToken2: -19, notToken1: -22,
  },
  'plain InitializeImmutableOwner': {
    start: 31, inUse: 46, sourceLength: 25, sourceState: 25, fewAccounts: 25,
  },
  'plain AmountToUiAmount': {
    start: 181, notToken0: -97, mintEmpty: -66, mintLength: -68, fewAccounts: -97, mintState: -66, badData: -87,
    notToken2: -91, notToken1: -94, notToken3: -88,
  },
  'plain UiAmountToAmount': {
    start: 223, notDigits: -74, notToken0: -126, mintEmpty: -95, mintLength: -97, badData: -116, fewAccounts: -126,
    mintState: -95, notToken3: -117, notToken2: -120, notToken1: -123,
  },
  'plain WithdrawExcessLamports': {
    start: 106, sourceLength: -3, sourceEmpty: -12, plain: 134, mismatch0: 11, sourceState: -14, mismatch1: 14,
    mismatch3: 20, fewAccounts: -25, mismatch2: 17, notTokenMultisig0: -3, native: 6, rent: 41, not2022Multisig0: 21,
    unsigned: 13, not2022Multisig1: 22, notTokenMultisig3: 6, not2022Multisig3: 28, notTokenMultisig2: 3,
    not2022Multisig2: 25,
  },
  'plain WithdrawExcessLamports 2': {
    plain: 167, mismatch0: 3, notTokenMultisig0: -3, wrongType: 1, mintEmpty: -15, done: -41, notTokenMultisig3: 6,
    mintState: -17, not2022Multisig3: 20, unsigned: 5, not2022Multisig0: 13, mismatch3: 12, mismatch2: 9,
    selfMint: 153, notTokenMultisig2: 3, mismatch1: 6, selfMintUnsigned: -9, not2022Multisig1: 14,
    not2022Multisig2: 17, long: 162,
  },
  'plain WithdrawExcessLamports 3': {
    multisig: 173, nobody: -17, signer: 10, few: -122, compare0: 6, matched: 23, again: 17, matchUnsigned: -112,
    compare1: 9, compare3: 15, multisigState: -150, multisigEmpty: -148, compare2: 12, rent: 41,
  },
  'plain WithdrawExcessLamports 5': {
    multisig: 170, few: -122, again: 17, compare0: 6, compare2: 12, nobody: -17, signer: 10, matched: 24,
    matchUnsigned: -113, multisigEmpty: -147, compare3: 15, multisigState: -150, compare1: 9, rent: 41,
  },
  'plain WithdrawExcessLamports 1': {
    multisig: 181, compare1: 9, compare0: 6, signer: 10, matched: 24, again: 17, compare2: 12, few: -122,
    compare3: 15, nobody: -17, multisigEmpty: -148, multisigState: -150, matchUnsigned: -113, rent: 41,
  },
  'plain WithdrawExcessLamports 4': {
    notTokenMultisig0: -3, not2022Multisig0: 10, not2022Multisig2: 14, not2022Multisig1: 11, not2022Multisig3: 17,
    notTokenMultisig2: 3, notTokenMultisig3: 6, long: 121,
  },
  'plain UnwrapLamports': {
    start: 111, delegateSet: 5, givenKey: 3, doneGiven: 1, plain: -6, mismatch0: 14, notTokenMultisig0: -3,
    not2022Multisig0: 24, funds: 5, nothing: 3, sourceEmpty: -19, badData2: -12, sourceState: -21, sourceLength: -23,
    unsigned: 16, fewAccounts: -26, same: -7, notTokenMultisig3: 6, notTokenMultisig2: 3, badData1: -13,
    not2022Multisig2: 28, mismatch2: 20, mismatch1: 17, not2022Multisig1: 25, notDelegate2: 6, badData: -16,
    notToken0: 22, mismatch3: 23, notDelegate3: 12, not2022Multisig3: 31, notDelegate1: 3, long: -22, notToken3: 31,
    notToken2: 28, notToken1: 25,
  },
  'plain UnwrapLamports 1': {
    multisig: 46, done: -3, signer: 13, again: 17, compare3: 15, matched: 23, matchUnsigned: 25, compare0: 6, few: 16,
    nobody: -17, compare1: 9, compare2: 12, multisigState: -12, same: -10, multisigEmpty: -10, notToken0: 22,
    notToken2: 28,
  },
  'plain UnwrapLamports 3': {
    multisig: 59, delegateFunds: 19, multisigState: -27, nobody: -17, compare2: 12, delegateLeft: -13, compare0: 6,
    matched: 24, signer: 13, compare3: 15, again: 17, nothing: 3, same: -7, matchUnsigned: 8, compare1: 9,
    multisigEmpty: -27, delegateCleared: -11, notToken0: 22,
  },
  'plain UnwrapLamports 2': {
    delegateFunds: 30, notTokenMultisig0: 18, done: -3, unsigned: 13, delegateCleared: 2, is2022: -21, same: -10,
    not2022Multisig2: 4, notTokenMultisig1: 21, not2022Multisig1: 1, notToken0: 22, not2022Multisig3: 7,
    notTokenMultisig2: 24, notToken1: 25, notTokenMultisig3: 27,
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
  'plain Batch': {
    start: 12, batchItem: 55, batchBad: 5, batchFew: -10, batchShort: -5, batchEmpty: 2, batchRange: 73,
    batchPairFew: 2, batchPairFirst2: 10, batchRangeFirst0: 12, batchPairSecond0: 17, batchPair: 106,
    batchPairFirst3: 13, batchPairFirst0: 4, batchPairFirst1: 7, batchPairSecond1: 20, batchPairSecond3: 27,
    batchPairSecond2: 23, batchRangeFew: 10, batchRangeFirst3: 20, batchRangeFirst1: 15, batchRangeFirst2: 19,
    batchCheckedSecond0: 18, batchChecked: 84, batchCheckedFirst0: 5, batchCheckedSecond3: 28, batchCheckedFirst1: 8,
    batchCheckedFew: 3, batchCheckedSecond1: 21, batchCheckedFirst2: 11, batchCheckedSecond2: 24,
    batchCheckedFirst3: 14, batchOne: 16, batchOneFew: 11, batchOneFirst0: 13, batchOneFirst3: 21, batchOneFirst1: 16,
    batchOneFirst2: 20,
  },
  'batch InitializeMint': {
    withFreeze: 9, rentSysvar3: -31, rentSysvar0: -40, rentSysvar1: -37, rent: 3, done: -28, mintLength: -21,
    givenKey: 3, fewAccounts: -47, rentSysvar2: -34, badData2: -30, badData: -39, badData1: -30, start: 74,
    mintState: -19,
  },
  'batch InitializeAccount': {
    start: 32, isNative: 55, rent: 6, fewAccounts: -9, rentSysvar0: -3, mintState: 23, rentSysvar3: 6, done: 3,
    sourceLength: -22, nativeMint: -14, notToken1: -5, notToken0: -8, notNativeMint0: 46, notNativeMint2: 52,
    fewAccountsLate: -6, notNativeMint1: 49, mintLength: 22, mintEmpty: 23, rentSysvar2: 3, notNativeMint3: 56,
    sourceState: -20, notToken2: -2,
  },
  'batch InitializeMultisig': {
    start: 126, inUse: -28, rent: -28, done: -38, signer: 10, rentSysvar2: -66, sourceLength: -50, rentSysvar0: -72,
    rentSysvar1: -69, rentSysvar3: -63, fewAccounts: -76, badData: -64, signersProvided: -11, sourceState: -46,
  },
  'batch ThawAccount': {
    start: -13, frozen: 26, plain: 30, sourceEmpty: 9, sourceState: 4, sourceLength: 2, noAuthority: 52,
    mintLength: 28, mintEmpty: 33, mintKey0: 30, native: 25, notTokenMultisig3: 6, mismatch0: 57, mismatch1: 60,
    mintState: 32, notTokenMultisig0: -3, mismatch2: 63, not2022Multisig0: 66, not2022Multisig2: 70, mintKey2: 36,
    mintKey3: 39, mintKey1: 33, not2022Multisig3: 73, notTokenMultisig2: 3, unsigned: 58, mismatch3: 65,
    not2022Multisig1: 67,
  },
  'batch CloseAccount': {
    start: -40, sourceLength: 9, closeSet: -2, balance: 32, same: 3, notSystem0: 101, plain: -61, mismatch0: -53,
    sourceEmpty: 13, nativeAccount: -2, notTokenMultisig0: -3, unsigned: -57, mismatch2: -47, not2022Multisig0: -49,
    notSystem3: 107, sourceState: 11, mismatch1: -50, notSystem1: 103, notTokenMultisig2: 3, notIncinerator1: 2,
    notIncinerator2: 5, mismatch3: -44, not2022Multisig3: -42, systemOwned: 43, not2022Multisig1: -48,
    wrongTarget1: -5, burnFree: -57, notTokenMultisig3: 6, wrongTarget0: -8, notSystem2: 105, wrongTarget3: 2,
    notIncinerator3: 8, wrongTarget2: -2, long: -4, not2022Multisig2: -45,
  },
  'batch Transfer': {
    funds: -25, delegateSet: 6, plain: -4, notDelegate0: -1, mintMismatch0: -20, frozen: -28, sourceEmpty: -55,
    otherLength: -48, sourceState: -55, sourceLength: -57, mintMismatch3: -11, mintMismatch1: -17, mintMismatch2: -14,
    frozenOther: -27, moved: -15, otherState: -46, unsigned: -4, fewAccounts: -65, badData: -52, notTokenMultisig0: 1,
    otherEmpty: -45, mismatch1: 3, not2022Multisig1: 1, is2022: -4, mismatch2: 6, nativeAccount: 7,
    not2022Multisig3: 7, mismatch3: 9, notTokenMultisig1: 4, notTokenMultisig3: 10, notTokenMultisig2: 7,
    not2022Multisig2: 4, notDelegate3: 9, notDelegate1: 2, notDelegate2: 5,
  },
  'batch Transfer 1': {
    multisig: 27, matched: 39, signer: 13, compare0: 11, few: 14, compare1: 17, compare3: 27, again: 30, nothing: 16,
    nobody: -19, matchUnsigned: 33, compare2: 23, multisigEmpty: -13, nativeAccount: 7, multisigState: -12,
  },
  'batch Transfer 4': {
    same: -20, funds: -10, delegateSet: 5, plain: -3, notTokenMultisig0: 5, isDelegate: 12, sameZero: -1, frozen: -14,
    notTokenMultisig2: 11, mismatch1: 3, unsigned: -4, not2022Multisig1: -3, mismatch2: 6, not2022Multisig0: -4,
    is2022: -8, notDelegate3: 10, notDelegate1: 3, mismatch3: 9, notTokenMultisig1: 8, not2022Multisig3: 3,
    notDelegate2: 6, notTokenMultisig3: 14,
  },
  'batch Transfer 2': {
    plain: -1, delegateFunds: 12, nativeAccount: 7, delegateCleared: 1, moved: -16, unsigned: -8,
    notTokenMultisig0: -3, not2022Multisig3: 7, notTokenMultisig2: 3, notTokenMultisig3: 6, long: 7,
    not2022Multisig1: 1, not2022Multisig2: 4,
  },
  'batch Transfer 3': {
    multisig: 11, delegateFunds: 47, compare0: 11, multisigEmpty: -1, few: 26, delegateCleared: 19, nobody: -19,
    signer: 13, matched: 38, again: 30, compare1: 17, nothing: 16, delegateLeft: 18, compare2: 23, matchUnsigned: 46,
    nativeAccount: 7, compare3: 27,
  },
  'batch Transfer 5': {
    multisig: 60, compare3: 27, again: 30, signer: 13, compare1: 17, compare2: 23, compare0: 11, few: -19,
    matched: 39, nothing: -17, nobody: -19, multisigState: -45, multisigEmpty: -46,
  },
  'batch Transfer 7': {
    multisig: 26, signer: 13, nothing: 3, matched: 38, compare0: 11, multisigState: -26, compare2: 23, nobody: -19,
    again: 30, compare1: 17, delegateFunds: 21, compare3: 27, multisigEmpty: -27, matchUnsigned: 20,
  },
  'batch Transfer 6': {
    notTokenMultisig0: -3, nothing: -17, not2022Multisig0: -11, unsigned: -19, not2022Multisig1: -10,
    notTokenMultisig3: 6, not2022Multisig2: -7, notTokenMultisig2: 3,
  },
  'batch Unknown46': {
    start: 53,
  },
  'batch Approve 1': {
    multisig: 67, nobody: -20, done: -14, again: 17, signer: 13, compare1: 9, compare2: 12, matched: 24, compare0: 6,
    compare3: 15, matchUnsigned: 8, multisigState: -31, multisigEmpty: -29,
  },
  'batch Approve': {
    mismatch0: 16, sourceLength: -9, plain: 2, mismatch2: 22, notTokenMultisig0: -3, unsigned: 18, fewAccounts: -12,
    frozen: 10, not2022Multisig0: 26, not2022Multisig3: 33, sourceEmpty: -4, notTokenMultisig2: 3, mismatch3: 25,
    not2022Multisig1: 27, sourceState: -7, mismatch1: 19, notTokenMultisig3: 6, not2022Multisig2: 30, long: -16,
  },
  'batch Revoke': {
    start: -4, mismatch3: 34, mismatch0: 25, isDelegate: 80, delegateSet: 7, notTokenMultisig0: 5, notDelegate1: 3,
    sourceLength: -4, notTokenMultisig3: 14, sourceEmpty: 1, mismatch2: 31, frozen: 18, mismatch1: 28, unsigned: 26,
    sourceState: -2, is2022: -8, notTokenMultisig1: 8, notDelegate2: 6, notTokenMultisig2: 11, not2022Multisig1: 1,
    not2022Multisig3: 7, longUnsigned: 26, not2022Multisig2: 4, notDelegate3: 10,
  },
  'batch Revoke 2': {
    plain: -73, notTokenMultisig0: -42, notTokenMultisig2: -36, unsigned: -47, not2022Multisig2: 4, is2022: 39,
    not2022Multisig3: 7, notTokenMultisig1: -39, notTokenMultisig3: -33, not2022Multisig1: 1, long: -26,
  },
  'batch Revoke 3': {
    nobody: -18, matched: 23, compare3: 15, signer: 10, compare0: 6, done: -25, matchUnsigned: 10, again: 17,
    compare2: 12, multisigState: -29, multisigEmpty: -27, compare1: 9,
  },
  'batch Revoke 1': {
    multisig: 83, matched: 23, signer: 10, compare0: 6, compare2: 12, few: -10, nobody: -18, multisigEmpty: -37,
    again: 17, compare3: 15, done: -35, compare1: 9, multisigState: -39,
  },
  'batch SetAuthority': {
    givenKey: 1, mismatch0: 34, fewAccounts: -6, noAuthority: 21, plain: 12, withKey: 9, badData1: 2, mismatch2: 40,
    mintState: 2, badData2: 5, mintEmpty: 4, unsigned: 36, notTokenMultisig2: 47, notTokenMultisig0: 41,
    wrongType: 23, mismatch3: 43, badData3: 6, notTokenMultisig3: 50, frozen: 19, sourceEmpty: 6, is2022: -44,
    mismatch1: 37, sourceState: 2, notTokenMultisig1: 44, not2022Multisig2: 4, not2022Multisig3: 7,
    not2022Multisig1: 1, long: -24,
  },
  'batch SetAuthority 4': {
    sourceEmpty: 6, notTokenMultisig0: -3, mismatch0: 28, plain: 17, noAuthority: 28, nativeAccount: 2, mismatch2: 36,
    wrongType: 18, mismatch3: 40, frozen: 19, not2022Multisig0: 41, mintEmpty: 4, unsigned: 32, sourceState: 2,
    not2022Multisig2: 47, not2022Multisig1: 43, mismatch1: 32, notTokenMultisig1: 1, notTokenMultisig2: 5,
    notTokenMultisig3: 9, mintState: 2, not2022Multisig3: 51, long: -15,
  },
  'batch SetAuthority 6': {
    plain: 23, key: 9, closeSet: -4, wrongType: 18, mismatch0: 42, notTokenMultisig0: 54, notTokenMultisig3: 63,
    frozen: 19, sourceState: 2, sourceEmpty: 6, is2022: -57, mismatch1: 46, mintState: 2, unsigned: 49, mintEmpty: 4,
    notTokenMultisig2: 60, notTokenMultisig1: 57, mismatch2: 50, mismatch3: 55, not2022Multisig2: 4,
    not2022Multisig1: 1, not2022Multisig3: 7, long: -26,
  },
  'batch SetAuthority 2': {
    mismatch0: 32, mintEmpty: 4, native: 19, plain: 9, wrongType: 23, notTokenMultisig0: -3, withKey: 9, mintState: 2,
    mismatch2: 38, not2022Multisig2: 46, unsigned: 34, mismatch1: 35, sourceState: 2, not2022Multisig0: 42,
    notTokenMultisig3: 6, sourceEmpty: 6, not2022Multisig1: 43, not2022Multisig3: 49, frozen: 19, mismatch3: 41,
    notTokenMultisig2: 3, long: -25,
  },
  'batch SetAuthority 1': {
    multisig: 56, signer: 12, compare0: 7, withKey: 9, few: 25, compare2: 15, compare1: 11, matched: 28, compare3: 19,
    nobody: -17, again: 21, multisigState: -5, matchUnsigned: 39, multisigEmpty: -3,
  },
  'batch SetAuthority 5': {
    multisig: 100, again: 20, compare0: 6, few: -15, nobody: -18, signer: 11, matched: 27, compare3: 18,
    multisigState: -45, compare1: 10, done: -29, compare2: 14, matchUnsigned: -2, multisigEmpty: -43,
    nativeAccount: 2,
  },
  'batch SetAuthority 7': {
    multisig: 70, signer: 10, compare1: 9, compare0: 6, matched: 21, few: 24, compare2: 12, multisigState: -2,
    compare3: 15, nobody: -16, key: 9, again: 17, matchUnsigned: 34,
  },
  'batch SetAuthority 3': {
    multisig: 78, withKey: 9, multisigState: -29, signer: 12, compare0: 7, compare2: 15, matched: 29, again: 21,
    compare3: 19, nobody: -17, moved: -25, multisigEmpty: -27, matchUnsigned: 14, compare1: 11,
  },
  'batch MintTo': {
    start: -13, mintKey0: -20, sourceLength: -46, notTokenMultisig0: -3, plain: 5, fewAccounts: -54, overflow: 24,
    frozen: -27, mismatch0: 3, native: -25, moved: -9, badData: -41, unsigned: 5, mismatch2: 9, sourceState: -45,
    mintLength: -21, mintEmpty: -18, mintKey1: -17, sourceEmpty: -44, mismatch3: 12, not2022Multisig0: 13,
    notTokenMultisig3: 6, mismatch1: 6, mintState: -18, mintKey2: -14, mintKey3: -11, not2022Multisig1: 14,
    notTokenMultisig2: 3, not2022Multisig3: 20, not2022Multisig2: 17,
  },
  'batch MintTo 1': {
    multisig: 56, nobody: -21, signer: 14, compare1: 11, matched: 28, moved: -10, compare0: 7, few: -4, again: 21,
    compare2: 15, multisigState: -32, overflow: 23, compare3: 19, matchUnsigned: 9, multisigEmpty: -33,
  },
  'batch Burn': {
    start: -29, fewAccounts: -37, mintLength: -24, sourceEmpty: -27, notSystem0: 26, mismatch0: 4, moved: -19,
    native: -3, burnFree: -10, mintKey3: 14, delegateSet: 64, notDelegate0: -62, mintEmpty: -21, notTokenMultisig0: 5,
    mintKey1: 8, sourceLength: -29, frozen: -5, mintKey2: 11, mintState: -21, sourceState: -27, plain: 4,
    badData: -24, mintKey0: 5, notIncinerator2: 5, systemOwned: 15, notIncinerator3: 8, notIncinerator1: 2,
    is2022: -8, not2022Multisig1: 1, notSystem1: 28, mismatch2: 10, mismatch3: 13, notTokenMultisig2: 11,
    not2022Multisig2: 4, notTokenMultisig3: 14, mismatch1: 7, notDelegate3: -53, notSystem2: 30, not2022Multisig3: 7,
    notSystem3: 32, notDelegate1: -59, notDelegate2: -56, notTokenMultisig1: 8, long: 4,
  },
  'batch Burn 1': {
    multisig: 46, again: 29, signer: 14, compare0: 9, moved: -13, matched: 37, nobody: -20, compare2: 24,
    multisigState: -27, compare1: 15, matchUnsigned: 20, nothing: 6, multisigEmpty: -28, compare3: 28,
  },
  'batch Burn 2': {
    plain: -72, notTokenMultisig0: -3, nothing: 19, delegateCleared: 2, delegateFunds: 25, notTokenMultisig3: 6,
    not2022Multisig0: -55, unsigned: -63, long: -9, not2022Multisig2: -51, not2022Multisig3: -48,
    notTokenMultisig2: 3, not2022Multisig1: -54,
  },
  'batch Burn 3': {
    signer: 16, compare0: 9, compare2: 17, delegateCleared: -24, few: -18, matched: 33, compare3: 21,
    multisigEmpty: -45, again: 24, nobody: -19, nothing: 19, compare1: 13, matchUnsigned: -5, delegateLeft: -26,
    multisigState: -44,
  },
  'batch CloseAccount 1': {
    done: -12, matched: 27, signer: 14, compare0: 6, again: 21, compare1: 12, compare2: 15, nobody: -21, compare3: 19,
    few: -10, multisigEmpty: -39, multisigState: -39,
  },
  'batch FreezeAccount': {
    start: 12, noAuthority: 30, sourceLength: -22, plain: 9, mismatch0: 35, mintLength: 6, sourceEmpty: -15,
    notTokenMultisig0: 41, mintKey3: 17, mintState: 10, mintKey0: 8, mismatch3: 43, is2022: -44, fewAccounts: -24,
    mismatch1: 38, native: 3, sourceState: -20, mintEmpty: 11, unsigned: 36, notTokenMultisig1: 44,
    notTokenMultisig3: 50, mintKey1: 11, mismatch2: 41, mintKey2: 14, notTokenMultisig2: 47, not2022Multisig1: 1,
    not2022Multisig3: 7, not2022Multisig2: 4, long: -27,
  },
  'batch FreezeAccount 1': {
    multisig: 82, multisigState: -31, again: 17, signer: 13, compare0: 6, matched: 23, nobody: -19, done: -28,
    compare2: 12, multisigEmpty: -29, compare3: 15, compare1: 9, matchUnsigned: 8,
  },
  'batch ThawAccount 1': {
    multisig: 75, matched: 24, few: 28, signer: 13, nobody: -19, again: 17, compare0: 6, compare3: 15, compare2: 12,
    compare1: 9, matchUnsigned: 36, multisigState: -2,
  },
  'batch TransferChecked': {
    plain: 32, funds: -5, sourceEmpty: -39, mintMismatch1: 3, delegateSet: 7, badData: -35, frozen: -11,
    frozenOther: -10, isDelegate: 60, sourceLength: -41, mintState: 18, decimals: 33, nativeAccount: 6,
    notTokenMultisig3: 58, mismatch0: 44, otherState: -26, mismatch1: 47, mintEmpty: 17, sourceState: -40,
    otherLength: -28, notTokenMultisig0: 49, mintKey0: 15, nothing: 14, mintMismatch3: 9, unsigned: 44,
    otherEmpty: -26, mintLength: 15, mintMismatch2: 6, mismatch3: 53, is2022: -52, not2022Multisig2: 4,
    not2022Multisig1: 1, notTokenMultisig1: 52, notTokenMultisig2: 55, mismatch2: 50, fewAccounts: -49,
    notDelegate1: 3, notDelegate3: 12, not2022Multisig3: 7, notDelegate2: 6, long: -12,
  },
  'batch TransferChecked 4': {
    same: -13, mintKey0: 5, frozen: -2, plain: 37, decimals: 23, delegateSet: 7, isDelegate: 50, mismatch0: 34,
    mintLength: 5, mintState: 8, mintKey1: 8, mintKey3: 14, sameZero: -1, notTokenMultisig0: 39, mintEmpty: 7,
    notTokenMultisig3: 48, mismatch3: 43, notDelegate2: 6, is2022: -42, mintKey2: 11, unsigned: 34,
    notTokenMultisig2: 45, mismatch1: 37, not2022Multisig2: 4, notDelegate1: 3, not2022Multisig1: 1,
    not2022Multisig3: 7, notDelegate3: 12, notTokenMultisig1: 42, mismatch2: 40, long: 3,
  },
  'batch TransferChecked 1': {
    multisig: 79, nobody: -19, matched: 37, again: 29, compare0: 13, signer: 13, matchUnsigned: 28,
    multisigState: -16, few: 10, nothing: 15, compare3: 26, compare2: 22, compare1: 18, multisigEmpty: -17,
    nativeAccount: 6,
  },
  'batch TransferChecked 3': {
    multisig: 48, matchUnsigned: -4, multisigEmpty: -50, matched: 37, delegateLeft: -26, nothing: 15, nobody: -20,
    signer: 13, again: 29, compare0: 13, few: -22, delegateCleared: -25, compare2: 22, compare1: 18, compare3: 26,
    multisigState: -49, nativeAccount: 6,
  },
  'batch TransferChecked 2': {
    delegateCleared: -9, moved: -15, delegateLeft: -10, notTokenMultisig0: -3, not2022Multisig0: -12,
    nativeAccount: 6, notTokenMultisig2: 3, not2022Multisig2: -8, unsigned: -20, long: 20, notTokenMultisig3: 6,
    not2022Multisig3: -5, not2022Multisig1: -11,
  },
  'batch TransferChecked 5': {
    multisig: 79, signer: 13, nothing: 5, compare0: 13, again: 29, compare2: 22, nobody: -19, matched: 37,
    compare3: 26, multisigState: -26, multisigEmpty: -27, compare1: 18, matchUnsigned: 18,
  },
  'batch TransferChecked 7': {
    multisig: 48, compare3: 26, compare2: 22, nobody: -20, signer: 13, matched: 37, again: 29, compare0: 13, few: -22,
    nothing: -16, compare1: 18, matchUnsigned: -4, multisigEmpty: -50,
  },
  'batch TransferChecked 6': {
    nothing: -15, unsigned: -20, notTokenMultisig0: -15, not2022Multisig1: 1, not2022Multisig3: 7,
    not2022Multisig2: 4, is2022: 12, notTokenMultisig1: -12, long: 20, notTokenMultisig3: -6, notTokenMultisig2: -9,
  },
  'batch ApproveChecked': {
    start: -9, mismatch0: 50, plain: 35, mintKey0: 27, sourceEmpty: 7, fewAccounts: -2, frozen: 22, mintState: 29,
    mintEmpty: 30, decimals: 47, notTokenMultisig0: -3, mintLength: 25, badData: 10, mismatch3: 59, mintKey3: 36,
    not2022Multisig0: 60, unsigned: 52, mismatch2: 56, mintKey2: 33, sourceState: 2, notTokenMultisig2: 3,
    mintKey1: 30, not2022Multisig1: 61, not2022Multisig2: 64, mismatch1: 53, notTokenMultisig3: 6,
    not2022Multisig3: 67, long: -17,
  },
  'batch ApproveChecked 1': {
    multisig: 86, signer: 13, matched: 23, compare0: 6, few: 15, again: 17, compare1: 9, nobody: -20,
    multisigEmpty: -14, compare2: 12, matchUnsigned: 24, compare3: 15, multisigState: -16,
  },
  'batch MintToChecked': {
    start: 15, mismatch0: 6, mintLength: -24, nothing: 9, frozen: -29, overflow: 34, mintState: -20,
    notTokenMultisig0: 17, native: -25, sourceEmpty: -44, decimals: -3, sourceLength: -51, sourceState: -49,
    mintKey0: -22, mintKey2: -16, mismatch1: 10, mismatch3: 18, notTokenMultisig3: 26, mismatch2: 14, mintEmpty: -19,
    notTokenMultisig1: 20, mintKey3: -13, badData: -41, fewAccounts: -53, is2022: -20, notTokenMultisig2: 23,
    mintKey1: -19, unsigned: 12, not2022Multisig2: 4, not2022Multisig3: 7, not2022Multisig1: 1, long: -12,
  },
  'batch MintToChecked 1': {
    multisig: 61, again: 17, signer: 13, overflow: 22, moved: -12, compare2: 12, matched: 23, compare0: 6,
    matchUnsigned: 8, compare3: 15, nothing: -3, nobody: -20, multisigState: -32, compare1: 9, multisigEmpty: -30,
  },
  'batch BurnChecked': {
    start: -28, notSystem0: 75, decimals: 17, sourceEmpty: -28, mintState: -21, mintEmpty: -21, delegateSet: 2,
    mismatch0: -42, plain: -61, native: -3, mintKey2: 11, frozen: -5, mintLength: -24, notTokenMultisig0: -41,
    systemOwned: -1, isDelegate: 16, badData: -25, nothing: 19, sourceLength: -31, notIncinerator1: 2, burnFree: -75,
    sourceState: -28, mismatch2: -36, mintKey0: 5, unsigned: -46, is2022: 38, notSystem3: 81, notDelegate2: 6,
    notIncinerator2: 5, mintKey1: 8, mintKey3: 14, fewAccounts: -38, mismatch3: -33, not2022Multisig2: 4,
    notIncinerator3: 8, notSystem2: 79, not2022Multisig1: 1, notTokenMultisig3: -32, mismatch1: -39,
    notTokenMultisig1: -38, notDelegate3: 9, notTokenMultisig2: -35, not2022Multisig3: 7, notDelegate1: 3,
    notSystem1: 77, long: -15,
  },
  'batch BurnChecked 1': {
    moved: -13, matched: 37, signer: 14, compare0: 9, compare2: 24, again: 29, compare3: 28, matchUnsigned: 20,
    nobody: -20, compare1: 15, nothing: 6, multisigEmpty: -28, multisigState: -27,
  },
  'batch BurnChecked 3': {
    compare3: 21, nobody: -19, compare0: 9, compare2: 17, few: -18, multisigState: -44, signer: 16, matched: 33,
    again: 24, delegateLeft: -26, compare1: 13, nothing: 19, delegateCleared: -24, matchUnsigned: -5,
    multisigEmpty: -45,
  },
  'batch BurnChecked 2': {
    plain: -51, notTokenMultisig0: -58, delegateFunds: 4, delegateLeft: -2, is2022: 55, moved: -19,
    notTokenMultisig3: -49, unsigned: -63, notTokenMultisig1: -55, notTokenMultisig2: -52, not2022Multisig2: 4,
    not2022Multisig1: 1, long: 12,
  },
  'batch InitializeAccount2': {
    start: 103, rentSysvar0: -50, done: -1, rent: 5, fewAccountsLate: -54, sourceLength: -23, rentSysvar1: -47,
    nativeMint: -14, mintLength: 19, isNative: 9, notToken0: -7, rentSysvar2: -44, fewAccounts: -56, badData: -44,
    notNativeMint2: 6, mintState: 21, rentSysvar3: -41, mintEmpty: 21, notNativeMint3: 10, notToken3: 2,
    notNativeMint1: 3, sourceState: -20, notToken1: -4, notToken2: -1,
  },
  'batch SyncNative': {
    start: 205, withKey: -119, notNative: -2, done: -37, rentSysvar2: -40, fewAccounts: -187, notToken0: -183,
    rentSysvar3: -37, rentSysvar0: -45, rentSysvar1: -42, sourceState: -21, sourceEmpty: -20, sourceLength: -23,
    notToken2: -177, notToken1: -180, notToken3: -175,
  },
  'batch InitializeAccount3': {
    done: 21, start: 180, inUse: 19, notNativeMint0: -9, fewAccounts: -163, notNativeMint3: 1, notNativeMint1: -6,
    rent: 25, nativeMint: -15, notToken0: 10, mintEmpty: 41, notNativeMint2: -3, badData: -150, mintLength: 40,
    mintState: 41, notToken1: 13, sourceState: -1, notToken2: 16, notToken3: 18,
  },
  'batch InitializeMultisig2': {
    start: 217, signersRequired: 25, done: -14, signer: 10, rent: 2, sourceLength: -20, badData: -159,
    sourceState: -19, signersProvided: 15, fewAccounts: -171,
  },
  'batch InitializeMint2': {
    start: 191, rent: 3, givenKey: 3, done: -28, withFreeze: 10, badData: -160, mintLength: -18, badData1: -150,
    badData2: -150, fewAccounts: -167, mintState: -19,
  },
  'batch GetAccountDataSize': {
    start: 75, done: 69, mintState: 2, notToken0: -25, fewAccounts: -27, notToken1: -22, mintEmpty: 2, notToken2: -19,
    notToken3: -16,
  },
  'batch InitializeImmutableOwner': {
    inUse: 41, sourceLength: 22, sourceState: 21,
  },
  'batch AmountToUiAmount': {
    start: 48, done: 101, mintLength: 29, badData: 10, mintEmpty: 31, mintState: 31, notToken3: 9, notToken2: 6,
    notToken1: 3,
  },
  'batch UiAmountToAmount': {
    start: 113, done: 78, badData: -42, notToken0: -52, fewAccounts: -52, notToken2: -46, mintEmpty: -21,
    mintState: -21, notToken1: -49, mintLength: -23, notToken3: -43,
  },
  'batch WithdrawExcessLamports': {
    start: 208, mismatch0: -127, sourceEmpty: -150, fewAccounts: -163, sourceLength: -141, native: -132,
    notTokenMultisig0: -120, notTokenMultisig1: -117, notTokenMultisig3: -111, is2022: 117, sourceState: -152,
    rent: 37, mismatch1: -124, mismatch3: -118, mismatch2: -121, notTokenMultisig2: -114, unsigned: -125,
    not2022Multisig1: 1, not2022Multisig3: 7, not2022Multisig2: 4, long: 125,
  },
  'batch WithdrawExcessLamports 2': {
    selfMint: -22, mismatch0: -135, unsigned: -133, mintEmpty: -153, wrongType: -137, notTokenMultisig0: -3,
    plain: -8, rent: 37, mismatch1: -132, mismatch3: -126, mintState: -155, not2022Multisig3: 7, notTokenMultisig3: 6,
    not2022Multisig1: 1, longUnsigned: -125, notTokenMultisig2: 3, not2022Multisig2: 4, mismatch2: -129,
    selfMintUnsigned: -147,
  },
  'batch WithdrawExcessLamports 3': {
    multisig: 39, multisigEmpty: -152, signer: 10, few: -126, matched: 23, compare0: 6, compare2: 12, compare3: 15,
    again: 17, compare1: 9, matchUnsigned: -116, nobody: -17, multisigState: -154, rent: 37,
  },
  'batch WithdrawExcessLamports 4': {
    mismatch0: -138,
  },
  'batch WithdrawExcessLamports 5': {
    multisig: 36, compare1: 9, few: -126, signer: 10, compare0: 6, matched: 24, nobody: -17, multisigEmpty: -151,
    again: 17, compare2: 12, compare3: 15, matchUnsigned: -117, rent: 37, multisigState: -154,
  },
  'batch WithdrawExcessLamports 1': {
    multisig: 47, few: -126, signer: 10, compare0: 6, matched: 24, rent: 37, again: 17, nobody: -17, compare3: 15,
    compare1: 9, compare2: 12, matchUnsigned: -117, multisigEmpty: -152, multisigState: -154,
  },
  'batch UnwrapLamports': {
    start: 89, delegateSet: 5, givenKey: 3, plain: -16, doneGiven: 1, notNative: -14, badData2: -26, sourceEmpty: -33,
    nothing: 3, sourceLength: -37, funds: -9, notTokenMultisig3: 23, mismatch3: 9, unsigned: 2, same: -7,
    isDelegate: 16, fewAccounts: -40, notTokenMultisig0: 14, is2022: -17, badData1: -27, sourceState: -35,
    not2022Multisig0: -7, notTokenMultisig2: 20, not2022Multisig2: -3, badData: -30, not2022Multisig1: -6,
    mismatch1: 3, notTokenMultisig1: 17, notDelegate2: 6, mismatch2: 6, notDelegate3: 12, long: -18, notDelegate1: 3,
  },
  'batch UnwrapLamports 1': {
    multisig: 57, compare0: 6, nobody: -17, signer: 13, matched: 23, multisigState: -37, multisigEmpty: -35,
    done: -24, compare3: 15, few: -9, nothing: -21, again: 17, compare1: 9, compare2: 12, same: -31,
  },
  'batch UnwrapLamports 3': {
    multisig: 48, delegateLeft: -28, matched: 24, nobody: -17, compare0: 6, compare2: 12, delegateCleared: -26,
    signer: 13, few: -19, again: 17, compare3: 15, nothing: 3, matchUnsigned: -11, same: -7, compare1: 9,
    multisigEmpty: -46, multisigState: -46,
  },
  'batch UnwrapLamports 2': {
    delegateLeft: -29, delegateCleared: -27, nothing: 3, notTokenMultisig0: -8, is2022: 5, unsigned: -17, same: -7,
    not2022Multisig0: -4, not2022Multisig3: 3, notTokenMultisig3: 1, not2022Multisig1: -3, notTokenMultisig2: -2,
    notTokenMultisig1: -5, long: 17,
  },
  'batch Unknown25': {
    start: 58,
  },
  'batch Unknown39': {
    start: 58,
  },
}
