/** As prices.ts, of instructions inside a batch. */
import type { SitePrices } from './prices.ts'

/** By "batch", the instruction's name, and its copy if not 0. */
// biome-ignore format: one price a line would be a thousand lines
export const BATCH: Readonly<Record<string, SitePrices>> = {
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
