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
    start: 105, badData: -36, rentSysvar3: -31, badData1: -34, badData2: -33, done: -33, givenKey: 4,
    rentSysvar1: -38, rentSysvar0: -41, withFreeze: 10, mintLength: -23, rent: 3, fewAccounts: -45, rentSysvar2: -35,
    mintState: -19,
  },
  'plain Nothing': {
    start: 28,
  },
  'plain InitializeAccount': {
    start: 66, notNativeMint0: 37, isNative: 46, inUse: 4, mintState: 25, sourceLength: -19, nativeMint: -14,
    notNativeMint3: 47, rentSysvar1: -3, rentSysvar0: -6, notToken0: -4, rent: 8, notNativeMint1: 40,
    fewAccountsLate: -10, notNativeMint2: 43, fewAccounts: -13, rentSysvar3: 3, mintLength: 23, notToken2: 2,
    mintEmpty: 25, sourceState: -16, notToken1: -1, notToken3: 5,
  },
  'plain InitializeMultisig': {
    start: 115, signersRequired: 42, sourceLength: -8, inUse: 14, signer: 10, rent: 14, rentSysvar0: -30,
    signersProvided: 31, rentSysvar2: -24, rentSysvar3: -21, badData: -22, rentSysvar1: -27, fewAccounts: -34,
    sourceState: -4,
  },
  'short Transfer': {
    start: 81, delegateSet: 5, isDelegate: -3, plain: -5, mismatch0: 18, mismatch2: 24, nativeAccount: 7,
    mintMismatch2: 10, mintMismatch3: 13, sourceEmpty: -23, mintMismatch0: 4, otherEmpty: -20, nothing: 18,
    frozenOther: -4, frozen: -5, sourceState: -28, otherState: -25, mintMismatch1: 7, unsigned: 18,
    notTokenMultisig0: -3, notToken2: 13, not2022Multisig3: 33, notDelegate3: 10, mismatch3: 27, not2022Multisig0: 26,
    notTokenMultisig3: 6, notDelegate1: 3, notDelegate2: 6,
  },
  'plain Transfer': {
    start: 89, otherLength: -23, mintMismatch3: 11, notTokenMultisig0: -3, fewAccounts: -33, frozenOther: -2,
    sourceState: -30, sourceEmpty: -27, otherState: -21, mismatch0: 23, delegateSet: 5, mintMismatch0: 3,
    isDelegate: 57, mintMismatch2: 8, plain: 7, mintMismatch1: 6, otherEmpty: -18, badData: -19, not2022Multisig0: 32,
    sourceLength: -32, not2022Multisig1: 33, frozen: -3, mismatch3: 32, unsigned: 24, nativeAccount: 7,
    notTokenMultisig2: 3, nothing: 13, notDelegate2: 6, not2022Multisig2: 36, notTokenMultisig3: 6, mismatch2: 29,
    not2022Multisig3: 39,
  },
  'plain Transfer 1': {
    multisig: 56, matchUnsigned: 33, few: 16, signer: 15, nativeAccount: 7, compare0: 7, matched: 33, compare2: 19,
    again: 25, multisigState: -15, compare3: 23, nothing: 14, multisigEmpty: -12, compare1: 13,
  },
  'plain Transfer 4': {
    same: 45, funds: -50, mismatch0: -42, delegateSet: 5, plain: -44, sameZero: -1, notToken0: 6, notToken1: 9,
    notTokenMultisig0: -3, frozen: -53, not2022Multisig2: -29, unsigned: -41, notDelegate1: 3, not2022Multisig0: -33,
    notTokenMultisig3: 6, mismatch1: -39, mismatch2: -36, not2022Multisig1: -32, not2022Multisig3: -26, notToken3: 15,
  },
  'short Transfer 2': {
    delegateFunds: 31, nothing: 18, delegateCleared: 1, nativeAccount: 7, unsigned: 17, notTokenMultisig0: -3,
    notTokenMultisig2: 3, notTokenOther1: 22, notTokenOther0: 19, notTokenMultisig3: 6, notToken0: 7,
    not2022Multisig0: 25,
  },
  'plain Transfer 3': {
    matched: 29, again: 21, signer: 15, delegateFunds: 28, compare0: 6, delegateLeft: -1, few: 9, nothing: 15,
    compare1: 11, compare2: 15, compare3: 19, matchUnsigned: 21, nativeAccount: 7, multisigState: -22,
  },
  'plain Transfer 6': {
    plain: -49, unsigned: -47, delegateFunds: 20, notTokenMultisig3: -33, notTokenMultisig1: -39,
    notTokenMultisig0: -3,
  },
  'plain Transfer 7': {
    again: 21, signer: 15, few: 1, compare0: 6, matched: 29, delegateFunds: 20, nobody: -17, compare1: 11,
  },
  'plain Transfer 2': {
    notTokenMultisig0: -34, is2022: 31, plain: -50, nothing: 15, delegateFunds: 29, unsigned: -39,
    notTokenMultisig3: -25, notTokenMultisig1: -31, delegateCleared: 1, not2022Multisig1: 1, notTokenMultisig2: -28,
  },
  'plain Transfer 5': {
    multisig: 5, signer: 15, matched: 33, compare0: 7, nobody: -17, again: 25, few: 2, compare1: 13, compare3: 23,
    matchUnsigned: 19, notToken0: 6, compare2: 19,
  },
  'short Transfer 1': {
    multisig: 37, multisigState: -4, multisigEmpty: 1,
  },
  'short Transfer 3': {
    multisig: 32, nobody: 5,
  },
  'plain Approve': {
    start: 143, plain: -51, mismatch0: -33, notTokenMultisig0: -26, is2022: 23, mismatch1: -30, unsigned: -31,
    notTokenMultisig2: -20, sourceLength: -58, sourceEmpty: -53, frozen: -39, sourceState: -56, mismatch2: -27,
    badData: -49, notTokenMultisig3: -17, fewAccounts: -61, not2022Multisig1: 1, mismatch3: -24,
    notTokenMultisig1: -23, not2022Multisig2: 4, not2022Multisig3: 7, long: -20,
  },
  'plain Approve 1': {
    nobody: -20, matched: 24, again: 17, signer: 13, compare0: 6, few: 18, compare2: 12, compare1: 9, compare3: 15,
    matchUnsigned: 26, multisigState: -13, multisigEmpty: -11,
  },
  'plain Revoke': {
    start: 134, plain: -48, notTokenMultisig0: -13, notDelegate0: 41, delegateSet: -34, is2022: 10, fewAccounts: -52,
    frozen: -26, mismatch0: -19, sourceLength: -48, sourceEmpty: -43, sourceState: -46, unsigned: -18, mismatch1: -16,
    mismatch3: -10, fewAccountsLate: -44, mismatch2: -13, not2022Multisig3: 7, notTokenMultisig1: -10,
    not2022Multisig2: 4, not2022Multisig1: 1, notTokenMultisig3: -4, notTokenMultisig2: -7, notDelegate1: 44,
    notDelegate2: 47, notDelegate3: 51, long: -30,
  },
  'plain Revoke 1': {
    compare0: 6, signer: 10, few: 29, nobody: -18, matched: 23, again: 17, compare2: 12, compare1: 9, compare3: 15,
    matchUnsigned: 39, multisigEmpty: 2,
  },
  'plain Revoke 3': {
    multisig: 77, signer: 10, again: 17, compare0: 6, done: -29, compare1: 9, multisigState: -29, matched: 23,
    nobody: -18, matchUnsigned: 10, compare3: 15, compare2: 12, multisigEmpty: -27,
  },
  'plain Revoke 2': {
    notTokenMultisig0: 42, not2022Multisig0: -7, not2022Multisig1: -6, unsigned: 30, is2022: -45,
    notTokenMultisig2: 48, notTokenMultisig3: 51, not2022Multisig2: -3, notTokenMultisig1: 45,
  },
  'plain SetAuthority': {
    start: 198, plain: -96, notTokenMultisig0: -63, notTokenMultisig3: -54, badData1: -102, badData2: -99,
    givenKey: 1, wrongType: -81, withKey: 9, badData3: -98, is2022: 60, mismatch0: -70, unsigned: -68,
    mintEmpty: -100, noAuthority: -83, mismatch2: -64, sourceEmpty: -98, fewAccounts: -110, frozen: -85,
    mintState: -102, sourceLength: -104, badData: -104, notTokenMultisig1: -60, mismatch3: -61, not2022Multisig1: 1,
    not2022Multisig2: 4, mismatch1: -67, not2022Multisig3: 7, notTokenMultisig2: -57,
  },
  'plain SetAuthority 4': {
    notTokenMultisig0: -3, plain: -59, wrongType: -86, done: -32, not2022Multisig0: -63, frozen: -85, mismatch1: -72,
    notTokenMultisig1: 1, sourceLength: -104, nativeAccount: 2, sourceState: -102, mismatch0: -76,
    not2022Multisig3: -53, unsigned: -72, sourceEmpty: -98, not2022Multisig1: -61, mismatch3: -64, mintEmpty: -100,
    notTokenMultisig2: 5, notTokenMultisig3: 9, mismatch2: -68, not2022Multisig2: -57,
  },
  'plain SetAuthority 5': {
    multisig: -19, signer: 11, again: 20, nobody: -18, done: -18, matched: 27, compare0: 6, compare1: 10,
    compare2: 14, matchUnsigned: 13, noAuthority: 15, compare3: 18, multisigState: -30, nativeAccount: 2,
    multisigEmpty: -28,
  },
  'plain SetAuthority 7': {
    matched: 21, key: 9, signer: 10, again: 17, compare0: 6, nobody: -16, done: -38, few: -10, compare1: 9,
    compare2: 12, compare3: 15, multisigState: -36,
  },
  'plain SetAuthority 6': {
    plain: -85, key: 9, mismatch0: -62, closeSet: -4, frozen: -85, mismatch3: -49, sourceLength: -104, mismatch1: -58,
    mismatch2: -54, notTokenMultisig0: -50, wrongType: -86, notTokenMultisig3: -41, sourceState: -102, is2022: 47,
    unsigned: -55, notTokenMultisig1: -47, not2022Multisig1: 1, not2022Multisig3: 7, sourceEmpty: -98,
    mintEmpty: -100, mintState: -102, not2022Multisig2: 4, notTokenMultisig2: -44,
  },
  'plain SetAuthority 3': {
    multisig: -55, nobody: -17, signer: 12, few: 29, withKey: 9, matched: 29, compare0: 7, again: 21, compare2: 15,
    compare1: 11, compare3: 19, multisigEmpty: 2, matchUnsigned: 43,
  },
  'plain SetAuthority 1': {
    multisig: -52, signer: 12, compare0: 7, nobody: -17, few: 29, matched: 28, compare2: 15, withKey: 9, again: 21,
    multisigEmpty: 1, compare3: 19, compare1: 11, matchUnsigned: 43, multisigState: -1,
  },
  'plain SetAuthority 2': {
    plain: -99, withKey: 9, native: -85, wrongType: -81, mismatch1: -69, notTokenMultisig0: -3, sourceEmpty: -98,
    not2022Multisig0: -62, mismatch0: -72, sourceLength: -104, mintState: -102, mismatch2: -66, not2022Multisig3: -55,
    mismatch3: -63, not2022Multisig1: -61, frozen: -85, unsigned: -70, sourceState: -102, mintEmpty: -100,
    notTokenMultisig3: 6, not2022Multisig2: -58, notTokenMultisig2: 3,
  },
  'plain MintTo': {
    start: 81, mismatch0: 22, plain: 8, noAuthority: 18, fewAccounts: -28, sourceEmpty: -19, notTokenMultisig0: 28,
    mintState: 2, nothing: 10, badData: -13, native: -3, notTokenMultisig2: 34, overflow: 39, frozen: -6,
    sourceState: -23, sourceLength: -25, mintEmpty: 5, mintLength: -1, notTokenMultisig1: 31, not2022Multisig3: 7,
    is2022: -31, unsigned: 23, mintKey1: 3, mismatch3: 30, notTokenOther0: 19, not2022Multisig1: 1, mintKey2: 6,
    mismatch2: 27, mintKey3: 9, mismatch1: 25, notToken0: 7, notTokenMultisig3: 37, not2022Multisig2: 4,
  },
  'plain MintTo 1': {
    multisig: 81, again: 17, signer: 13, compare1: 9, compare0: 6, overflow: 17, matched: 24, compare2: 12,
    multisigEmpty: -38, nobody: -20, moved: -22, few: -8, multisigState: -41, nothing: -12, compare3: 15,
    notToken0: 7, notTokenOther0: 19,
  },
  'plain Burn': {
    start: 115, mintEmpty: -48, frozen: -34, sourceState: -57, mismatch0: -2, plain: -26, funds: -29, notSystem3: 6,
    fewAccounts: -61, nothing: 21, native: -32, badData: -46, delegateSet: 2, sourceEmpty: -54, mintLength: -53,
    notIncinerator1: 2, sourceLength: -59, mismatch2: 3, notTokenMultisig0: -3, not2022Multisig0: 6, mintKey0: -25,
    mismatch3: 6, not2022Multisig2: 10, notSystem2: 4, systemOwned: -42, unsigned: -2, burnFree: -41, mismatch1: 1,
    mintKey1: -22, not2022Multisig1: 7, notIncinerator2: 5, notIncinerator3: 8, mintState: -50, mintKey2: -19,
    notTokenMultisig3: 6, notToken0: 6, mintKey3: -16, notSystem1: 2, notTokenMultisig2: 3, notDelegate3: 9,
    notTokenOther0: 19, not2022Multisig3: 13, notDelegate2: 6,
  },
  'plain Burn 3': {
    multisig: 26, signer: 15, nobody: -17, matchUnsigned: 31, matched: 28, delegateFunds: 33, compare3: 19,
    compare0: 7, delegateCleared: 2, nothing: 21, again: 21, notTokenOther1: 22, compare1: 11, compare2: 15, few: 17,
  },
  'plain Burn 1': {
    multisig: 46, signer: 15, compare0: 6, matched: 29, multisigState: -31, moved: -22, again: 22, nobody: -17,
    compare2: 16, nothing: -1, compare1: 12, compare3: 20, multisigEmpty: -28, matchUnsigned: 11, notTokenOther1: 22,
    notToken0: 6,
  },
  'plain Burn 2': {
    moved: -21, notTokenMultisig2: 6, delegateFunds: 9, delegateLeft: -2, notTokenMultisig3: 9, notTokenMultisig1: 3,
    not2022Multisig1: 1, not2022Multisig3: 7, is2022: -3, unsigned: -5,
  },
  'plain CloseAccount': {
    start: 145, plain: -61, balance: -64, notIncinerator3: 8, same: -91, nativeAccount: -2, closeSet: -2,
    notTokenMultisig0: -44, mismatch0: -49, fewAccounts: -91, mismatch2: -44, is2022: 41, sourceState: -85,
    sourceLength: -87, notIncinerator1: 2, sourceEmpty: -82, notTokenMultisig2: -38, unsigned: -49, burnFree: -60,
    notSystem1: 2, systemOwned: -61, notSystem3: 6, notTokenMultisig1: -41, mismatch3: -41, mismatch1: -46,
    wrongTarget0: 1, not2022Multisig2: 4, notTokenMultisig3: -35, long: -12, notIncinerator2: 5, not2022Multisig1: 1,
    not2022Multisig3: 7, wrongTarget2: 7, notSystem2: 4, wrongTarget3: 11, wrongTarget1: 4,
  },
  'plain CloseAccount 1': {
    matched: 23, matchUnsigned: 10, again: 17, compare2: 12, nobody: -19, compare0: 6, signer: 10, done: -10,
    compare1: 9, multisigState: -32, compare3: 15, multisigEmpty: -29,
  },
  'plain FreezeAccount': {
    start: 111, mintEmpty: 6, sourceState: -25, frozen: -5, notTokenMultisig1: 40, noAuthority: 25, mismatch0: 30,
    mintKey0: 3, mintLength: 1, fewAccounts: -29, native: -2, mismatch3: 38, sourceLength: -27, notTokenMultisig0: 37,
    mintKey2: 9, unsigned: 31, notTokenMultisig3: 46, is2022: -40, not2022Multisig2: 3, not2022Multisig0: -1,
    sourceEmpty: -20, mintState: 5, mismatch2: 36, mintKey3: 12, not2022Multisig3: 6, mintKey1: 6,
    notTokenMultisig2: 43, mismatch1: 33,
  },
  'plain FreezeAccount 1': {
    multisig: 77, signer: 13, matched: 23, compare0: 6, compare2: 12, again: 17, done: -32, compare3: 15, compare1: 9,
    nobody: -19, matchUnsigned: 8, multisigState: -31, multisigEmpty: -29,
  },
  'plain ThawAccount': {
    start: 107, sourceLength: -24, mismatch1: 34, unsigned: 32, sourceState: -22, sourceEmpty: -17, fewAccounts: -26,
    noAuthority: 26, mismatch0: 31, notTokenMultisig2: 47, mintKey0: 4, mintKey3: 13, notTokenMultisig0: 41,
    native: -1, not2022Multisig0: -4, mintState: 6, mintEmpty: 7, mintKey2: 10, mintLength: 2,
  },
  'plain ThawAccount 1': {
    multisig: 45, signer: 13, compare0: 6, nobody: -19, matched: 24, compare1: 24, compare2: 12, few: 32, again: 17,
  },
  'short TransferChecked': {
    start: 97, otherState: -32, otherEmpty: -27, delegateSet: 16, notDelegate0: -11, funds: -4, plain: 8,
    mismatch0: 30, frozen: -12, nothing: 17, decimals: 26, mintMismatch2: 6, nativeAccount: 7, unsigned: 30,
    mintKey0: 13, mintMismatch3: 11, mintEmpty: 10, sourceEmpty: -30, frozenOther: -11, mismatch1: 33,
    sourceState: -35, notTokenMultisig3: 48, mintState: 8, notTokenMultisig0: 39, not2022Multisig0: -4,
    notDelegate3: -1, notTokenMultisig1: 42, notTokenOther0: 19, mintMismatch1: 3, mintKey1: 15, not2022Multisig3: 3,
    is2022: -42, mismatch3: 39, notToken0: 7, notTokenOther3: 30, notTokenOther1: 22,
  },
  'plain TransferChecked': {
    start: 162, delegateSet: 5, funds: -72, mintMismatch0: -70, decimals: -37, unsigned: -28, sourceLength: -107,
    mintMismatch3: -61, mismatch0: -28, otherState: -95, sourceState: -105, notTokenMultisig3: 6, plain: -48,
    sourceEmpty: -101, frozenOther: -74, badData: -94, nothing: 16, fewAccounts: -109, notTokenMultisig0: -3,
    mintEmpty: -52, isDelegate: 15, frozen: -75, otherEmpty: -92, not2022Multisig0: -20, notTokenMultisig2: 3,
    mintLength: -57, mintKey0: -56, mintMismatch2: -64, otherLength: -97, mismatch2: -23, nativeAccount: 7,
    mintMismatch1: -67, not2022Multisig1: -19, mismatch3: -20, mintState: -54, mismatch1: -25, not2022Multisig3: -13,
    not2022Multisig2: -16, notToken0: 6,
  },
  'plain TransferChecked 1': {
    multisig: 20, moved: -19, again: 23, matched: 30, signer: 15, nothing: -2, compare0: 7, compare2: 17,
    nativeAccount: 7, matchUnsigned: 16, compare3: 21, compare1: 13, multisigEmpty: -28, multisigState: -31,
    notTokenOther0: 18,
  },
  'plain TransferChecked 4': {
    mismatch0: -48, mintState: -74, delegateSet: -39, unsigned: -48, mintLength: -77, funds: -80, frozen: -82,
    notDelegate0: 44, decimals: -57, plain: -51, sameZero: -1, mintKey1: -73, mintKey3: -67, mintKey0: -76,
    notTokenMultisig3: -34, mintKey2: -70, notTokenMultisig0: -43, is2022: 40, mismatch3: -40, notToken0: 6,
    mintEmpty: -72, notDelegate3: 54, notTokenMultisig1: -40, mismatch2: -43, long: -3, mismatch1: -45,
    not2022Multisig3: 7,
  },
  'plain TransferChecked 5': {
    signer: 15, nobody: -17, nothing: -2, compare0: 7, compare3: 21, matched: 30, again: 23, compare2: 17,
    compare1: 13, matchUnsigned: 16, multisigEmpty: -28,
  },
  'short TransferChecked 2': {
    delegateCleared: 1, delegateFunds: 30, nothing: 17, notToken0: 7, notTokenMultisig0: 23, unsigned: 15,
    not2022Multisig0: -1, nativeAccount: 7, not2022Multisig3: 6,
  },
  'plain TransferChecked 6': {
    plain: 8, not2022Multisig2: 3, nothing: -19, not2022Multisig0: -1, unsigned: -9, notTokenMultisig0: -3,
  },
  'plain TransferChecked 7': {
    multisig: 38, nobody: -17, signer: 16, again: 24, compare1: 13, notToken1: 9, matched: 32, compare0: 9, few: 1,
    delegateFunds: 20,
  },
  'short TransferChecked 1': {
    multisig: 50,
  },
  'plain TransferChecked 2': {
    notTokenMultisig0: -43, plain: -62, notTokenMultisig1: -40, is2022: 40, delegateFunds: 31, delegateCleared: 1,
    unsigned: -48, notTokenMultisig3: -34, nothing: 17, nativeAccount: 7, notTokenMultisig2: -37, not2022Multisig3: 7,
    not2022Multisig1: 1, not2022Multisig2: 4,
  },
  'plain TransferChecked 3': {
    compare2: 17, delegateLeft: -13, compare3: 21, signer: 16, matched: 32, compare0: 9, again: 24, compare1: 13,
    matchUnsigned: 15, delegateCleared: -12, delegateFunds: 19, nothing: 23, nothingDone: -6, nativeAccount: 7,
    multisigState: -31, notTokenOther0: 12, multisigEmpty: -28,
  },
  'short TransferChecked 3': {
    multisig: 36,
  },
  'plain ApproveChecked': {
    start: 116, mintState: -2, mintKey2: 2, decimals: 16, mintKey0: -4, notTokenMultisig0: 26, fewAccounts: -33,
    mismatch0: 19, sourceEmpty: -24, badData: -21, mismatch2: 25, unsigned: 21, is2022: -29, mintEmpty: -1,
    mintKey1: -1, mintKey3: 5, mintLength: -6, not2022Multisig2: 4, frozen: -9, sourceState: -29, sourceLength: -31,
    not2022Multisig3: 7, mismatch1: 22, mismatch3: 28, notTokenMultisig3: 35, not2022Multisig1: 1,
    notTokenMultisig1: 29, notTokenMultisig2: 32, long: -21,
  },
  'plain ApproveChecked 1': {
    multisig: 51, signer: 13, nobody: -20, compare0: 6, matched: 23, few: 19, matchUnsigned: 28, compare3: 15,
    again: 17, compare2: 12, multisigEmpty: -10, compare1: 9, multisigState: -12,
  },
  'plain MintToChecked': {
    start: 169, mismatch1: -24, native: -59, sourceEmpty: -78, mismatch0: -28, mismatch3: -16, notTokenMultisig3: -8,
    fewAccounts: -87, notTokenMultisig0: -17, mintKey0: -56, sourceState: -83, noAuthority: -34, frozen: -63,
    sourceLength: -85, not2022Multisig1: 1, moved: -38, decimals: -37, notTokenMultisig1: -14, mintKey2: -50,
    is2022: 14, nothing: -29, mintLength: -58, unsigned: -22, mintState: -54, mintEmpty: -53, badData: -75,
    notTokenOther0: 20, notTokenMultisig2: -11, mintKey3: -47, not2022Multisig3: 7, mintKey1: -53, mismatch2: -20,
    not2022Multisig2: 4, notTokenOther1: 23, notToken0: 8,
  },
  'plain MintToChecked 1': {
    multisig: 27, moved: -16, matched: 23, overflow: 22, signer: 13, compare0: 6, again: 17, compare2: 12,
    nothing: -7, compare1: 9, multisigEmpty: -30, compare3: 15, nobody: -20, matchUnsigned: 8, multisigState: -32,
  },
  'plain BurnChecked': {
    start: 92, badData: -23, funds: -6, mismatch0: 24, delegateSet: 75, native: -9, frozen: -11, sourceEmpty: -31,
    notDelegate0: -73, mintLength: -30, decimals: 10, sourceState: -34, sourceLength: -36, notSystem2: 4,
    burnFree: -15, mintState: -27, unsigned: 24, nothing: 21, mintEmpty: -25, notTokenMultisig1: 32, mismatch2: 29,
    mintKey1: 1, fewAccounts: -38, notIncinerator3: 8, mintKey0: -2, mismatch3: 32, notTokenMultisig0: 29,
    notTokenMultisig2: 35, notIncinerator1: 2, is2022: -32, notSystem3: 6, not2022Multisig3: 7, not2022Multisig2: 4,
    mismatch1: 27, notSystem1: 2, mintKey3: 7, mintKey2: 4, not2022Multisig1: 1, notIncinerator2: 5, systemOwned: -16,
    notToken0: 6, notToken1: 9, notTokenOther0: 19, notDelegate2: -67, notDelegate1: -70, notTokenMultisig3: 38,
    notTokenOther2: 25,
  },
  'plain BurnChecked 1': {
    multisig: 50, signer: 15, few: 22, matchUnsigned: 33, compare2: 16, compare0: 6, matched: 29, again: 22,
    nobody: -17, nothing: 21, compare3: 20, compare1: 12, multisigEmpty: -6, multisigState: -9,
  },
  'plain BurnChecked 3': {
    matched: 28, signer: 15, matchUnsigned: 10, moved: -21, compare0: 7, few: -4, again: 21, compare2: 15,
    delegateFunds: 12, nobody: -17, multisigEmpty: -32, compare3: 19, compare1: 11, delegateCleared: 2,
  },
  'plain BurnChecked 2': {
    plain: -49, notTokenMultisig0: -40, moved: -21, delegateFunds: 11, is2022: 37, notTokenMultisig2: -34,
    delegateCleared: 2, unsigned: -52, not2022Multisig0: -7, notTokenMultisig1: -37, notTokenOther0: 19,
    notTokenMultisig3: -31,
  },
  'plain InitializeAccount2': {
    start: 134, rentSysvar0: -45, inUse: 5, rent: 10, sourceLength: -18, notToken0: -2, isNative: 9, nativeMint: -14,
    rentSysvar1: -42, fewAccounts: -51, badData: -39, rentSysvar2: -39, rentSysvar3: -36, notNativeMint3: 10,
    mintEmpty: 26, notNativeMint1: 3, mintState: 26, mintLength: 24, notNativeMint2: 6, fewAccountsLate: -49,
    notToken3: 7, notToken2: 4, sourceState: -15, notToken1: 1,
  },
  'plain SyncNative': {
    start: 194, withKey: -120, sourceLength: 19, notToken0: -139, notNative: 40, rentSysvar0: -1, sourceEmpty: 24,
    sourceState: 21, rentSysvar2: 4, rentSysvar3: 7, rentSysvar1: 2, notToken2: -133, overflow: 42, fewAccounts: -140,
    notToken3: -130, notToken1: -136,
  },
  'plain InitializeAccount3': {
    start: 220, isNative: 9, notNativeMint3: 10, rent: 9, notNativeMint2: 6, notToken0: -4, inUse: 5,
    sourceLength: -15, badData: -152, mintState: 25, fewAccounts: -167, notToken3: 5, nativeMint: -14,
    notNativeMint1: 3, notToken1: -1, mintLength: 23, mintEmpty: 25, sourceState: -15, notToken2: 2,
  },
  'plain InitializeMultisig2': {
    start: 235, signersRequired: 43, signer: 10, rent: 20, signersProvided: 33, inUse: 18, sourceLength: -2,
    fewAccounts: -153, badData: -141, sourceState: -1,
  },
  'plain InitializeMint2': {
    start: 194, givenKey: 4, rent: 36, withFreeze: 10, mintLength: 13, inUse: 33, badData1: -122, badData: -124,
    badData2: -121, fewAccounts: -134, mintState: 14,
  },
  'plain GetAccountDataSize': {
    start: 176, mintState: -63, fewAccounts: -92, notToken0: -90, mintEmpty: -63, mintLength: -65, notToken2: -84,
    notToken3: -81, notToken1: -87,
  },
  'plain InitializeImmutableOwner': {
    start: 31, inUse: 46, sourceLength: 25, fewAccounts: 25, sourceState: 25,
  },
  'plain AmountToUiAmount': {
    start: 181, badData: -87, mintEmpty: -66, fewAccounts: -97, notToken0: -97, notToken2: -91, mintLength: -68,
    mintState: -66, notToken3: -88, notToken1: -94,
  },
  'plain UiAmountToAmount': {
    start: 107, done: 116, notDigits: 42, notToken0: -10, mintEmpty: 21, mintLength: 19, mintState: 21, notToken3: -1,
    fewAccounts: -10, notToken1: -7, notToken2: -4,
  },
  'plain WithdrawExcessLamports': {
    start: 106, sourceLength: -3, fewAccounts: -25, mismatch0: 11, sourceEmpty: -12, plain: 134, native: 6,
    notTokenMultisig0: -3, mismatch3: 20, sourceState: -14, not2022Multisig0: 21, mismatch1: 14, notTokenMultisig3: 6,
    unsigned: 13, not2022Multisig3: 28, not2022Multisig1: 22, notTokenMultisig2: 3, mismatch2: 17,
    not2022Multisig2: 25, rent: 41,
  },
  'plain WithdrawExcessLamports 2': {
    plain: 167, done: -41, mismatch0: 3, notTokenMultisig0: -3, wrongType: 1, mintState: -17, not2022Multisig0: 13,
    mintEmpty: -15, notTokenMultisig2: 3, unsigned: 5, mismatch2: 9, selfMint: 153, not2022Multisig3: 20,
    notTokenMultisig3: 6, selfMintUnsigned: -9, mismatch1: 6, mismatch3: 12, not2022Multisig1: 14,
    not2022Multisig2: 17,
  },
  'plain WithdrawExcessLamports 3': {
    multisig: 173, few: -122, signer: 10, again: 17, compare0: 6, matched: 23, compare3: 15, matchUnsigned: -112,
    nobody: -17, compare1: 9, compare2: 12, multisigState: -150, multisigEmpty: -148, rent: 41,
  },
  'plain WithdrawExcessLamports 5': {
    multisig: 48, done: 122, matchUnsigned: 9, nobody: -17, compare2: 12, signer: 10, compare0: 6, matched: 24,
    compare1: 9, again: 17, compare3: 15, multisigEmpty: -25, multisigState: -28, rent: 163,
  },
  'plain WithdrawExcessLamports 4': {
    notTokenMultisig0: 7, notTokenMultisig1: 10, notTokenMultisig2: 13, is2022: -10, not2022Multisig1: 1,
    not2022Multisig2: 4, notTokenMultisig3: 16, not2022Multisig3: 7,
  },
  'plain WithdrawExcessLamports 1': {
    multisig: 181, compare2: 12, few: -122, nobody: -17, signer: 10, compare3: 15, multisigEmpty: -148, compare0: 6,
    matched: 24, compare1: 9, matchUnsigned: -113, again: 17, multisigState: -150,
  },
  'plain UnwrapLamports': {
    start: 157, plain: -52, givenKey: 3, notNative: -46, doneGiven: 1, sourceEmpty: -65, mismatch0: -32,
    delegateSet: -28, funds: -41, notDelegate0: 33, nothing: 3, sourceState: -67, unsigned: -30, badData2: -58,
    sourceLength: -69, fewAccounts: -72, badData1: -59, notTokenMultisig0: -3, same: -7, not2022Multisig0: -22,
    not2022Multisig3: -15, not2022Multisig1: -21, notTokenMultisig3: 6, badData: -62, notToken2: 28, mismatch3: -23,
    mismatch2: -26, mismatch1: -29, notDelegate2: 39, not2022Multisig2: -18, notTokenMultisig2: 3, notDelegate3: 45,
  },
  'plain UnwrapLamports 1': {
    nobody: -17, matched: 23, few: 16, signer: 13, compare0: 6, compare3: 15, matchUnsigned: 25, done: -3, again: 17,
    compare1: 9, compare2: 12, same: -10, multisigState: -12, multisigEmpty: -10, notToken0: 22,
  },
  'plain UnwrapLamports 2': {
    plain: -13, delegateFunds: 30, done: -3, notTokenMultisig0: -3, delegateCleared: 2, not2022Multisig0: 8,
    same: -10, notTokenMultisig2: 3, not2022Multisig1: 9,
  },
  'plain UnwrapLamports 3': {
    multisig: 46, compare0: 6, same: -10, matched: 24, nobody: -17, matchUnsigned: 8, signer: 13, again: 17,
    delegateLeft: -10, done: -3, compare2: 12, delegateFunds: 19, compare1: 9, compare3: 15, delegateCleared: -8,
    notToken1: 25, multisigState: -27,
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
    batchPairFirst2: 10, batchPairSecond0: 17, batchPair: 106, batchPairFirst3: 13, batchPairFirst0: 4,
    batchPairFew: 2, batchPairSecond3: 27, batchPairFirst1: 7, batchPairSecond1: 20, batchPairSecond2: 23,
    batchRangeFirst0: 12, batchRangeFirst3: 20, batchRangeFew: 10, batchRangeFirst1: 15, batchRangeFirst2: 19,
    batchCheckedSecond0: 18, batchChecked: 84, batchCheckedFirst0: 5, batchCheckedFirst1: 8, batchCheckedFew: 3,
    batchCheckedSecond1: 21, batchCheckedSecond2: 24, batchCheckedFirst3: 14, batchCheckedFirst2: 11,
    batchCheckedSecond3: 28, batchOne: 16, batchOneFew: 11, batchOneFirst3: 21, batchOneFirst0: 13,
    batchOneFirst1: 16, batchOneFirst2: 20,
  },
  'batch InitializeMint': {
    givenKey: 3, rent: 3, rentSysvar0: -40, rentSysvar1: -37, badData1: -30, done: -28, withFreeze: 9,
    rentSysvar3: -31, fewAccounts: -47, mintLength: -21, badData: -39, rentSysvar2: -34, badData2: -30,
    mintState: -19, start: 74,
  },
  'batch InitializeAccount': {
    start: 32, done: 11, rent: 14, notNativeMint0: 38, fewAccounts: -9, mintState: 31, rentSysvar3: 6, isNative: 47,
    rentSysvar0: -3, sourceLength: -14, nativeMint: -14, notNativeMint1: 41, mintEmpty: 31, notToken1: 3,
    rentSysvar2: 3, inUse: 8, mintLength: 30, notNativeMint2: 44, notNativeMint3: 48, fewAccountsLate: -6,
    sourceState: -12, notToken2: 6, notToken3: 8,
  },
  'batch InitializeMultisig': {
    start: 63, inUse: 35, signer: 10, rent: 35, signersRequired: 63, rentSysvar2: -3, sourceLength: 13, done: 25,
    rentSysvar0: -9, rentSysvar1: -6, signersProvided: 52, badData: -1, fewAccounts: -13, sourceState: 17,
  },
  'batch Revoke': {
    start: -8, mismatch0: 29, plain: 4, delegateSet: 52, notDelegate0: -45, notTokenMultisig0: 35,
    notTokenMultisig2: 41, sourceEmpty: 5, notDelegate1: -42, sourceState: 2, fewAccountsLate: 4,
    notTokenMultisig3: 44, mismatch2: 35, frozen: 22, mismatch1: 32, unsigned: 30, is2022: -38, notTokenMultisig1: 38,
    not2022Multisig3: 7, not2022Multisig2: 4, mismatch3: 38, not2022Multisig1: 1, long: -26, notDelegate2: -39,
    notDelegate3: -35,
  },
  'batch Transfer': {
    funds: -25, plain: -19, delegateSet: 52, notDelegate0: -47, mintMismatch0: -20, nothing: 15, sourceEmpty: -55,
    notTokenMultisig3: 10, notTokenMultisig0: 1, sourceState: -55, frozen: -28, badData: -52, fewAccounts: -65,
    mintMismatch1: -17, mintMismatch3: -11, nativeAccount: 7, otherLength: -48, otherState: -46, frozenOther: -27,
    unsigned: -4, sourceLength: -57, otherEmpty: -45, not2022Multisig1: 1, is2022: -4, mismatch1: 3, mismatch2: 6,
    mintMismatch2: -14, not2022Multisig2: 4, notTokenMultisig2: 7, not2022Multisig3: 7, notDelegate3: -37,
    mismatch3: 9, notTokenMultisig1: 4,
  },
  'batch Transfer 4': {
    same: -23, mismatch0: 3, funds: -7, isDelegate: -2, delegateSet: 5, sameZero: -1, notTokenMultisig0: 4,
    mismatch1: 6, frozen: -11, not2022Multisig1: 1, notTokenMultisig3: 13, mismatch2: 9, unsigned: -1,
    notTokenMultisig2: 10, mismatch3: 12, notTokenMultisig1: 7, notDelegate3: 10, not2022Multisig3: 7,
    not2022Multisig2: 4, is2022: -7,
  },
  'batch Transfer 3': {
    delegateFunds: 12, again: 30, compare3: 27, nobody: -19, few: -9, signer: 13, multisigEmpty: -36,
    delegateLeft: -1, compare0: 11, matched: 38, moved: -16, compare2: 23, compare1: 17, nativeAccount: 7,
    matchUnsigned: 11,
  },
  'batch Transfer 1': {
    multisig: 27, nativeAccount: 7, compare0: 11, signer: 13, nobody: -19, matched: 39, few: 14, again: 30,
    nothing: 16, compare1: 17, compare2: 23, matchUnsigned: 33, compare3: 27, multisigEmpty: -13, multisigState: -12,
  },
  'batch Transfer 2': {
    plain: -47, delegateCleared: 1, delegateFunds: 12, moved: -16, notTokenMultisig0: -3, nativeAccount: 7,
    not2022Multisig0: -46, unsigned: -54, notTokenMultisig3: 6,
  },
  'batch Transfer 6': {
    delegateFunds: 17, notTokenMultisig0: -3, not2022Multisig0: 6, not2022Multisig1: 7,
  },
  'batch Transfer 5': {
    multisig: 63, compare3: 27, matched: 39, nothing: -17, compare2: 23, compare1: 17, signer: 13, nobody: -19,
    compare0: 11, again: 30, few: -19, multisigState: -45, multisigEmpty: -46,
  },
  'batch Transfer 7': {
    multisig: 43, matched: 38, nothing: 3, signer: 13, delegateFunds: 21, compare2: 23, compare0: 11, nobody: -19,
    again: 30, matchUnsigned: 20, compare3: 78,
  },
  'batch Approve': {
    plain: 2, sourceLength: -9, mismatch2: 22, notTokenMultisig0: -3, mismatch0: 16, sourceEmpty: -4, frozen: 10,
    unsigned: 18, notTokenMultisig3: 6, sourceState: -7, not2022Multisig1: 27, not2022Multisig0: 26,
    notTokenMultisig2: 3, mismatch3: 25, fewAccounts: -12, mismatch1: 19, not2022Multisig2: 30, not2022Multisig3: 33,
  },
  'batch Approve 1': {
    multisig: 53, compare0: 6, nobody: -20, few: 14, signer: 13, compare3: 15, matched: 24, again: 17, compare1: 9,
    compare2: 12, multisigState: -17, multisigEmpty: -15, matchUnsigned: 22,
  },
  'batch Revoke 1': {
    multisig: 52, nobody: -18, compare1: 9, again: 17, few: 25, signer: 10, compare0: 6, matched: 23, compare3: 15,
    compare2: 12, matchUnsigned: 35, multisigEmpty: -2, multisigState: -4,
  },
  'batch Revoke 3': {
    multisig: 14, signer: 10, compare1: 9, nobody: -18, again: 17, matchUnsigned: 35, compare0: 6, few: 25,
    matched: 23, multisigState: -4, compare2: 12, compare3: 15, multisigEmpty: -2,
  },
  'batch Revoke 2': {
    plain: -34, notTokenMultisig0: -3, not2022Multisig1: 1, notTokenMultisig2: 3, unsigned: -8, not2022Multisig2: 4,
    notTokenMultisig3: 6, not2022Multisig3: 7,
  },
  'batch SetAuthority': {
    start: 19, givenKey: 1, plain: -7, mismatch0: 15, withKey: 9, badData1: -17, mismatch2: 21, mintState: -17,
    badData2: -14, fewAccounts: -25, noAuthority: 2, notTokenMultisig0: -3, mintEmpty: -15, not2022Multisig1: 26,
    sourceLength: -19, wrongType: 4, notTokenMultisig2: 3, badData3: -13, not2022Multisig0: 25, not2022Multisig3: 32,
    badData: -19, notTokenMultisig3: 6, unsigned: 17, sourceEmpty: -13, mismatch3: 24, mismatch1: 18,
    sourceState: -17, not2022Multisig2: 29,
  },
  'batch SetAuthority 4': {
    sourceEmpty: -13, plain: -2, mismatch0: 9, noAuthority: 28, mismatch1: 13, nativeAccount: 2, mismatch2: 17,
    wrongType: -1, mismatch3: 21, sourceState: -17, unsigned: 13, mintEmpty: -15, notTokenMultisig0: 29,
    sourceLength: -19, not2022Multisig0: -10, is2022: -32, notTokenMultisig3: 41, not2022Multisig1: -8,
    notTokenMultisig1: 33, notTokenMultisig2: 37, not2022Multisig2: -4, mintState: -17,
  },
  'batch SetAuthority 7': {
    multisig: 51, nobody: -16, few: 24, signer: 10, compare0: 6, matched: 21, again: 17, key: 9, compare1: 9,
    compare3: 15, compare2: 12, multisigState: -2, matchUnsigned: 34,
  },
  'batch SetAuthority 6': {
    plain: 4, key: 9, notTokenMultisig0: -3, closeSet: -4, mismatch0: 23, wrongType: -1, not2022Multisig0: 38,
    sourceLength: -19, mismatch1: 27, notTokenMultisig3: 6, sourceEmpty: -13, notTokenMultisig2: 3, mintEmpty: -15,
    sourceState: -17, unsigned: 30, not2022Multisig2: 42, not2022Multisig3: 45, mismatch2: 31, mismatch3: 36,
    not2022Multisig1: 39,
  },
  'batch SetAuthority 2': {
    mismatch0: 13, plain: -10, withKey: 9, notTokenMultisig3: 29, wrongType: 4, mintEmpty: -15, mintState: -17,
    sourceLength: -19, unsigned: 15, notTokenMultisig0: 20, is2022: -23, mismatch1: 16, mismatch2: 19,
    sourceState: -17, not2022Multisig3: 7, not2022Multisig1: 1, sourceEmpty: -13, notTokenMultisig1: 23,
    mismatch3: 22, notTokenMultisig2: 26,
  },
  'batch SetAuthority 1': {
    matched: 28, multisig: 62, signer: 12, again: 21, nobody: -17, compare0: 7, withKey: 9, compare1: 11,
    compare3: 19, moved: -25, compare2: 15, matchUnsigned: 14, multisigState: -30, multisigEmpty: -28,
  },
  'batch SetAuthority 3': {
    withKey: 9, multisig: 34, signer: 12, matched: 29, again: 21, multisigState: -4, compare0: 7, few: 25,
    compare2: 15, nobody: -17, compare1: 11, multisigEmpty: -2, compare3: 19, matchUnsigned: 39,
  },
  'batch SetAuthority 5': {
    multisig: 81, matched: 27, signer: 11, compare0: 6, again: 20, nobody: -18, done: -29, few: -15,
    multisigState: -45, compare3: 18, nativeAccount: 2, compare2: 14, compare1: 10, multisigEmpty: -43,
    matchUnsigned: -2,
  },
  'batch MintTo': {
    start: -13, mintKey0: -20, nothing: 9, plain: -4, badData: -41, fewAccounts: -54, frozen: -27, mismatch0: 3,
    sourceEmpty: -44, notTokenMultisig0: 10, unsigned: 5, overflow: 33, native: -25, mismatch2: 9, sourceLength: -46,
    is2022: -13, sourceState: -45, mintKey1: -17, mintEmpty: -18, mismatch3: 12, not2022Multisig3: 7, mintKey2: -14,
    mintLength: -21, mintKey3: -11, notTokenMultisig3: 19, mintState: -18, mismatch1: 6, not2022Multisig1: 1,
    notTokenMultisig1: 13, not2022Multisig2: 4, notTokenMultisig2: 16,
  },
  'batch MintTo 1': {
    multisig: 52, nobody: -21, matched: 28, compare0: 7, again: 21, nothing: 4, overflow: 27, moved: -6, signer: 14,
    matchUnsigned: 13, compare1: 11, compare2: 15, compare3: 19, multisigEmpty: -29, multisigState: -28,
  },
  'batch Burn': {
    start: -29, fewAccounts: -37, mintLength: -24, sourceEmpty: -27, notSystem0: 59, mismatch0: -29, moved: -19,
    delegateSet: -41, notTokenMultisig0: -28, notDelegate0: 43, frozen: -5, native: -3, plain: -29, sourceState: -27,
    mintKey1: 8, mintKey3: 14, mintEmpty: -21, mintKey2: 11, badData: -24, sourceLength: -29, systemOwned: 15,
    mintKey0: 5, mintState: -21, notIncinerator2: 5, is2022: 25, unsigned: -33, notSystem2: 63, burnFree: -43,
    not2022Multisig1: 1, notSystem1: 61, notSystem3: 65, notIncinerator3: 8, notTokenMultisig2: -22, mismatch2: -23,
    mismatch3: -20, notIncinerator1: 2, not2022Multisig2: 4, notTokenMultisig1: -25, notTokenMultisig3: -19,
    mismatch1: -26, notDelegate3: 52, notDelegate1: 46, notDelegate2: 49,
  },
  'batch Burn 3': {
    multisig: 72, few: -18, signer: 16, compare0: 9, nobody: -19, matched: 33, multisigEmpty: -45, again: 24,
    compare1: 13, delegateLeft: -26, compare2: 17, compare3: 21, matchUnsigned: -5, nothing: 19, delegateCleared: -24,
    multisigState: -44,
  },
  'batch Burn 1': {
    signer: 14, matched: 37, compare0: 9, compare2: 24, compare1: 15, again: 29, few: 13, nothing: 19, nobody: -20,
    multisigState: -14, compare3: 28, matchUnsigned: 33, multisigEmpty: -15,
  },
  'batch Burn 2': {
    nothing: 19, notTokenMultisig0: 14, delegateCleared: 2, delegateFunds: 25, notTokenMultisig2: 20,
    notTokenMultisig3: 23, notTokenMultisig1: 17, is2022: -17, unsigned: 9,
  },
  'batch CloseAccount': {
    start: 12, balance: -20, plain: -12, fewAccounts: -52, nativeAccount: -2, closeSet: -2, sourceState: -41,
    notTokenMultisig0: -3, same: -49, unsigned: -8, mismatch0: -4, mismatch1: -1, sourceLength: -43,
    notIncinerator1: 2, notIncinerator3: 8, sourceEmpty: -39, notSystem3: 6, not2022Multisig1: 1, notSystem1: 2,
    not2022Multisig2: 4, notTokenMultisig2: 3, notIncinerator2: 5, mismatch3: 5, mismatch2: 2, burnFree: -8,
    systemOwned: -9, wrongTarget1: -5, notTokenMultisig3: 6, wrongTarget0: -8, notSystem2: 4, wrongTarget3: 2,
    not2022Multisig3: 7, wrongTarget2: -2,
  },
  'batch CloseAccount 1': {
    signer: 14, matched: 27, done: -2, again: 21, multisig: 39, compare0: 6, compare1: 12, nobody: -21,
    matchUnsigned: 10, compare3: 19, compare2: 15, multisigEmpty: -29, multisigState: -29,
  },
  'batch FreezeAccount': {
    start: 42, sourceLength: -52, plain: -21, mismatch0: 5, mintLength: -24, notTokenMultisig0: 11, frozen: -30,
    fewAccounts: -54, mintState: -20, mintKey0: -22, native: -27, is2022: -14, mismatch1: 8, sourceState: -50,
    sourceEmpty: -45, mintEmpty: -19, mintKey3: -13, mismatch3: 13, not2022Multisig3: 7, notTokenMultisig1: 14,
    notTokenMultisig3: 20, notTokenMultisig2: 17, not2022Multisig1: 1, unsigned: 6, mintKey1: -19, mintKey2: -16,
    mismatch2: 11, not2022Multisig2: 4,
  },
  'batch FreezeAccount 1': {
    multisig: 52, multisigState: -31, done: -28, compare1: 9, signer: 13, matched: 23, compare0: 6, compare2: 12,
    nobody: -19, again: 17, compare3: 15, multisigEmpty: -29, matchUnsigned: 8,
  },
  'batch ThawAccount': {
    start: 13, plain: 4, sourceState: -22, sourceEmpty: -17, noAuthority: 26, fewAccounts: -26, sourceLength: -24,
    mintEmpty: 7, mintKey0: 4, native: -1, mintLength: 2, notTokenMultisig3: 6, mismatch0: 31, mismatch1: 34,
    notTokenMultisig2: 3, mintState: 6, notTokenMultisig0: -3, mismatch2: 37, not2022Multisig0: 40,
    not2022Multisig2: 44,
  },
  'batch ThawAccount 1': {
    multisig: 49, signer: 13, compare0: 6, matched: 24, few: 28, nobody: -19, again: 17, matchUnsigned: 36,
  },
  'batch TransferChecked': {
    plain: 46, badData: -35, funds: -5, delegateSet: 7, mintMismatch1: 3, mismatch1: 47, frozen: -11,
    frozenOther: -10, isDelegate: 86, decimals: 33, mismatch0: 44, otherState: -26, sourceLength: -41, mintEmpty: 17,
    sourceState: -40, sourceEmpty: -39, nativeAccount: 6, otherLength: -28, notTokenMultisig0: 49, moved: -14,
    mintKey0: 15, fewAccounts: -49, mintMismatch3: 9, mintState: 18, otherEmpty: -26, mintMismatch2: 6, mismatch3: 53,
    is2022: -52, unsigned: 44, not2022Multisig2: 4, not2022Multisig1: 1, mismatch2: 50, notTokenMultisig3: 58,
    notTokenMultisig1: 52, notTokenMultisig2: 55, mintLength: 15, notDelegate1: 3, notDelegate2: 6,
    not2022Multisig3: 7, notDelegate3: 12,
  },
  'batch TransferChecked 4': {
    same: 21, funds: -34, mintKey0: -29, frozen: -36, delegateSet: 8, plain: 3, decimals: -11, notDelegate0: -1,
    mintState: -26, sameZero: -1, notTokenMultisig0: 5, mintEmpty: -27, mismatch2: 6, mintKey3: -20,
    notTokenMultisig3: 14, mintKey2: -23, notTokenMultisig2: 11, mintLength: -29, mismatch1: 3, notTokenMultisig1: 8,
    not2022Multisig1: 1, notDelegate1: 2, mintKey1: -26,
  },
  'batch TransferChecked 1': {
    multisig: 79, signer: 13, matched: 37, again: 29, few: 10, nobody: -19, compare2: 22, nothing: 15, compare0: 13,
    compare1: 18, compare3: 26, multisigEmpty: -17, matchUnsigned: 28, multisigState: -16, nativeAccount: 6,
  },
  'batch TransferChecked 2': {
    plain: -50, delegateFunds: 24, nothing: 15, delegateLeft: -1, notTokenMultisig0: -3, unsigned: -46,
    not2022Multisig3: -31, not2022Multisig0: -38, nativeAccount: 6, notTokenMultisig3: 6, not2022Multisig2: -34,
    notTokenMultisig2: 3,
  },
  'batch TransferChecked 3': {
    matched: 37, delegateLeft: -4, delegateFunds: 22, matchUnsigned: 18, again: 29, signer: 13, compare0: 13,
    nothing: 15, nobody: -20, delegateCleared: -3, compare3: 26, compare1: 18, compare2: 22, nativeAccount: 6,
    multisigState: -27,
  },
  'batch TransferChecked 5': {
    multisig: 45, signer: 13, again: 29, compare0: 13, nothing: 5, matched: 37, compare3: 26, compare2: 22,
    compare1: 18, nobody: -19, matchUnsigned: 18,
  },
  'batch TransferChecked 7': {
    multisig: 63, nobody: -20, matched: 37, compare3: 26, again: 29, signer: 13, compare0: 13, few: -22, nothing: -16,
    compare1: 18, compare2: 22, matchUnsigned: -4,
  },
  'batch TransferChecked 6': {
    delegateFunds: 15, unsigned: -5, notTokenMultisig3: 9, is2022: -3,
  },
  'batch ApproveChecked': {
    start: 26, mintKey0: -8, fewAccounts: -37, mismatch0: 15, decimals: 12, sourceLength: -35, sourceEmpty: -28,
    badData: -25, mintLength: -10, notTokenMultisig0: 22, mismatch3: 24, mintKey3: 1, unsigned: 17, is2022: -25,
    frozen: -13, not2022Multisig2: 4, mintKey2: -2, mintState: -6, mismatch2: 21, notTokenMultisig2: 28,
    sourceState: -33, mintEmpty: -5, mintKey1: -5, notTokenMultisig1: 25, not2022Multisig3: 7, mismatch1: 18,
    notTokenMultisig3: 31, not2022Multisig1: 1, long: -17,
  },
  'batch ApproveChecked 1': {
    multisig: 66, signer: 13, compare3: 15, compare0: 6, done: -15, matched: 23, nobody: -20, again: 17, compare1: 9,
    matchUnsigned: 9, compare2: 12, multisigEmpty: -29, multisigState: -31,
  },
  'batch MintToChecked': {
    start: -38, mismatch0: 59, badData: 12, mintLength: 29, native: 28, frozen: 24, nothing: -25, noAuthority: 53,
    mintState: 33, decimals: 50, plain: 87, mismatch1: 63, moved: -34, sourceState: 4, mintKey0: 31, sourceLength: 2,
    notTokenMultisig3: 79, mintEmpty: 34, notTokenMultisig0: 70, is2022: -73, notTokenMultisig1: 73, sourceEmpty: 9,
    mintKey3: 40, unsigned: 65, mismatch2: 67, mintKey2: 37, mismatch3: 71, notTokenMultisig2: 76, mintKey1: 34,
    not2022Multisig3: 7, not2022Multisig2: 4, not2022Multisig1: 1,
  },
  'batch MintToChecked 1': {
    multisig: 111, nobody: -20, signer: 13, overflow: 25, compare2: 12, again: 17, compare0: 6, matched: 23, few: 3,
    moved: -9, matchUnsigned: 11, compare1: 9, compare3: 15, multisigState: -29, multisigEmpty: -27,
  },
  'batch BurnChecked': {
    start: 47, mintLength: -99, notDelegate0: 10, funds: -75, mintState: -96, mismatch0: -42, fewAccounts: -113,
    sourceEmpty: -103, notTokenMultisig0: -41, plain: -61, delegateSet: -8, native: -78, nothing: 19, frozen: -80,
    mintEmpty: -96, notIncinerator3: 8, systemOwned: -76, badData: -100, decimals: -58, unsigned: -46,
    notIncinerator1: 2, burnFree: -75, sourceState: -103, notTokenMultisig2: -35, notIncinerator2: 5, mismatch2: -36,
    mintKey0: -70, mintKey3: -61, sourceLength: -106, notSystem3: 6, notDelegate1: 13, is2022: 38, notDelegate2: 16,
    mintKey1: -67, notTokenMultisig1: -38, not2022Multisig1: 1, mintKey2: -64, notDelegate3: 19, mismatch3: -33,
    notSystem2: 4, mismatch1: -39, notTokenMultisig3: -32, notSystem1: 2, not2022Multisig3: 7,
  },
  'batch BurnChecked 1': {
    signer: 14, matched: 37, nothing: 6, moved: -13, compare0: 9, compare2: 24, compare3: 28, again: 29, nobody: -20,
    compare1: 15, matchUnsigned: 20, multisigState: -27, multisigEmpty: -28,
  },
  'batch BurnChecked 2': {
    notTokenMultisig0: -3, plain: -46, delegateCleared: 2, nothing: 19, delegateFunds: 25, notTokenMultisig3: 6,
    unsigned: -37, not2022Multisig0: -29, not2022Multisig2: -25, notTokenMultisig2: 3,
  },
  'batch BurnChecked 3': {
    matched: 33, nobody: -19, compare2: 17, delegateCleared: 2, few: 8, delegateFunds: 26, signer: 16, compare0: 9,
    again: 24, compare1: 13, nothing: 19, multisigEmpty: -19, compare3: 21, multisigState: -18, matchUnsigned: 21,
  },
  'batch InitializeAccount2': {
    start: 102, isNative: 9, inUse: 1, rentSysvar0: -49, rent: 6, badData: -43, rentSysvar1: -46, fewAccounts: -55,
    notNativeMint2: 6, sourceLength: -22, rentSysvar2: -43, nativeMint: -14, rentSysvar3: -40, notNativeMint3: 10,
    mintState: 22, notToken0: -6, mintLength: 20, fewAccountsLate: -53, mintEmpty: 22, notNativeMint1: 3,
    sourceState: -19, notToken1: -3, notToken3: 3,
  },
  'batch SyncNative': {
    start: 205, withKey: -119, notNative: -2, done: -37, sourceState: -21, rentSysvar3: -37, notToken0: -183,
    sourceLength: -23, rentSysvar1: -42, rentSysvar2: -40, fewAccounts: -187, sourceEmpty: -20, rentSysvar0: -45,
    notToken3: -175, notToken1: -180, notToken2: -177,
  },
  'batch InitializeAccount3': {
    done: 2, start: 196, isNative: 3, badData: -166, fewAccounts: -179, nativeMint: -15, notToken0: -9, rent: 6,
    notNativeMint1: -3, mintEmpty: 22, notNativeMint0: -6, sourceLength: -19, notNativeMint3: 4, mintState: 22,
    sourceState: -20, mintLength: 21, notToken1: -6, notToken3: -1, notToken2: -3,
  },
  'batch InitializeMultisig2': {
    start: 217, signersProvided: 15, done: -14, signer: 10, rent: 2, sourceLength: -20, signersRequired: 25,
    badData: -159, fewAccounts: -171, sourceState: -19,
  },
  'batch InitializeMint2': {
    done: -28, start: 191, givenKey: 3, withFreeze: 10, badData: -160, mintLength: -18, badData1: -150, rent: 3,
    fewAccounts: -167, badData2: -150, mintState: -19,
  },
  'batch GetAccountDataSize': {
    start: 144, notToken0: -94, mintState: -67, fewAccounts: -96, notToken1: -91, mintEmpty: -67, mintLength: -69,
    notToken2: -88, notToken3: -85,
  },
  'batch InitializeImmutableOwner': {
    inUse: 41, sourceLength: 22, sourceState: 21,
  },
  'batch AmountToUiAmount': {
    start: 149, notToken0: -101, mintLength: -72, mintEmpty: -70, badData: -91, fewAccounts: -101, notToken3: -92,
    mintState: -70, notToken2: -95, notToken1: -98,
  },
  'batch UiAmountToAmount': {
    start: 71, done: 120, notDigits: 42, notToken2: -4, notToken0: -10, mintState: 21, fewAccounts: -10,
    mintLength: 19, notToken1: -7, mintEmpty: 21, notToken3: -1,
  },
  'batch WithdrawExcessLamports': {
    start: 208, mismatch0: -127, sourceEmpty: -150, fewAccounts: -163, notTokenMultisig0: -120, native: -132,
    is2022: 117, sourceState: -152, not2022Multisig3: 7, mismatch1: -124, notTokenMultisig3: -111, sourceLength: -141,
    mismatch3: -118, notTokenMultisig1: -117, mismatch2: -121, notTokenMultisig2: -114, not2022Multisig1: 1,
    unsigned: -125, not2022Multisig2: 4, rent: 37,
  },
  'batch WithdrawExcessLamports 2': {
    mismatch0: -135, unsigned: -133, plain: -8, wrongType: -137, selfMint: -22, notTokenMultisig0: -127,
    mintEmpty: -153, notTokenMultisig1: -124, is2022: 124, rent: 37, not2022Multisig0: -1, notTokenMultisig2: -121,
    mismatch1: -132, notTokenMultisig3: -118, mismatch3: -126, mintState: -155, mismatch2: -129, not2022Multisig2: 3,
    selfMintUnsigned: -147,
  },
  'batch WithdrawExcessLamports 3': {
    multisig: 39, again: 17, few: -126, nobody: -17, signer: 10, matched: 23, compare0: 6, multisigState: -154,
    compare1: 9, matchUnsigned: -116, compare2: 12, multisigEmpty: -152, compare3: 15, rent: 37,
  },
  'batch WithdrawExcessLamports 5': {
    multisig: -90, done: 126, signer: 10, again: 17, matched: 24, nobody: -17, compare0: 6, compare2: 12, compare1: 9,
    compare3: 15, matchUnsigned: 9, multisigState: -28, multisigEmpty: -25, rent: 163,
  },
  'batch WithdrawExcessLamports 4': {
    mismatch0: -138,
  },
  'batch WithdrawExcessLamports 1': {
    multisig: -79, signer: 10, matchUnsigned: 9, compare0: 6, done: 126, compare3: 15, matched: 24, compare2: 12,
    again: 17, nobody: -17, multisigEmpty: -26, compare1: 9,
  },
  'batch UnwrapLamports': {
    start: 89, plain: -13, done: -3, givenKey: 3, notNative: -14, doneGiven: 1, delegateSet: 5, funds: -9,
    badData2: -26, mismatch3: 9, same: -10, sourceEmpty: -33, badData1: -27, isDelegate: 16, badData: -30,
    notTokenMultisig0: 14, mismatch1: 3, notTokenMultisig3: 23, sourceState: -35, fewAccounts: -40,
    not2022Multisig0: -7, not2022Multisig2: -3, sourceLength: -37, notTokenMultisig2: 20, notTokenMultisig1: 17,
    not2022Multisig1: -6, is2022: -17, unsigned: 2, mismatch2: 6, long: -15, notDelegate2: 6,
  },
  'batch UnwrapLamports 1': {
    multisig: 48, matched: 23, signer: 13, compare0: 6, nothing: -12, nobody: -17, multisigState: -28, again: 17,
    matchUnsigned: 9, done: -15, compare1: 9, compare2: 12, compare3: 15, same: -22, multisigEmpty: -26,
  },
  'batch UnwrapLamports 3': {
    multisig: 2, matched: 24, signer: 13, few: 27, delegateLeft: 11, nothing: 10, compare0: 6, again: 17,
    compare2: 12, matchUnsigned: 35, delegateCleared: 13, nobody: -17, compare3: 15, delegateFunds: 46, compare1: 9,
    done: 7,
  },
  'batch UnwrapLamports 2': {
    delegateLeft: -29, notTokenMultisig2: -6, delegateCleared: -27, nothing: 3, same: -7, unsigned: -17,
    notTokenMultisig0: -12, is2022: 9, not2022Multisig1: 1, not2022Multisig3: 7,
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
