pragma circom 2.1.6;

include "poseidon-constants.circom";

// Poseidon with x^5 over BN254's scalar field (Grassi et al., USENIX Security 2021), as circomlib, poseidon-lite and
// src/crypto/poseidon.ts have it: width n + 1, the first word starts at zero and is the result, 8 full rounds.
// The state is kept as linear expressions of the S-boxes' results, so that a round costs three constraints a box and
// nothing else.
template Poseidon(n) {
    signal input inputs[n];
    signal output out;

    var width = n + 1;
    var half = 4;
    var partial = POSEIDON_PARTIAL_ROUNDS(n);
    var rounds = 2 * half + partial;
    var boxes = 2 * half * width + partial;
    var constants[rounds * width] = POSEIDON_CONSTANTS(n);
    var matrix[width * width] = POSEIDON_MATRIX(n);
    signal square[boxes];
    signal fourth[boxes];
    signal fifth[boxes];

    var state[width];
    state[0] = 0;
    for (var i = 0; i < n; i++) {
        state[i + 1] = inputs[i];
    }
    var box = 0;
    for (var round = 0; round < rounds; round++) {
        for (var i = 0; i < width; i++) {
            state[i] = state[i] + constants[round * width + i];
            if (i == 0 || round < half || round >= half + partial) {
                square[box] <== state[i] * state[i];
                fourth[box] <== square[box] * square[box];
                fifth[box] <== fourth[box] * state[i];
                state[i] = fifth[box];
                box++;
            }
        }
        var mixed[width];
        for (var i = 0; i < width; i++) {
            mixed[i] = 0;
            for (var j = 0; j < width; j++) {
                mixed[i] = mixed[i] + matrix[i * width + j] * state[j];
            }
        }
        state = mixed;
    }
    out <== state[0];
}
