pragma circom 2.1.6;

include "poseidon.circom";

// That `in` is below 2^n; n is far below the field's 253 whole bits, so there is one decomposition.
template Range(n) {
    signal input in;
    signal bits[n];
    var sum = 0;
    for (var i = 0; i < n; i++) {
        bits[i] <-- (in >> i) & 1;
        bits[i] * (bits[i] - 1) === 0;
        sum = sum + bits[i] * (1 << i);
    }
    sum === in;
}

// Who knows the root of `id_com` authorises `tx_hash` on the chain of `domain`: docs/zk.md. Values of 256 bits are two
// limbs of 128, the high one first. `nullifiers` is 0 for the nonce registry, 1 for the nullifier set.
template ZkAce(nullifiers) {
    // Public, in this order.
    signal input id_com;
    signal input tx_hash[2];
    signal input domain;
    signal input target;
    signal input rp_com;
    // Private.
    signal input rev[2];
    signal input salt[2];
    signal input alg_id;
    signal input ctx_domain;
    signal input index;
    signal input nonce;

    for (var i = 0; i < 2; i++) {
        Range(128)(rev[i]);
        Range(128)(salt[i]);
        Range(128)(tx_hash[i]);
    }
    Range(8)(alg_id);
    Range(32)(index);
    Range(64)(nonce);

    // C1: the identity's commitment opens to this root, in this domain.
    signal identity <== Poseidon(5)([rev[0], rev[1], salt[0], salt[1], domain]);
    identity === id_com;

    // C2: the target is the public name of a key stream of the same root.
    signal stream <== Poseidon(5)([rev[0], rev[1], alg_id, ctx_domain, index]);
    signal named <== Poseidon(1)([stream]);
    named === target;

    // C3: that stream authorises this transaction under this nonce.
    signal auth <== Poseidon(9)([
        rev[0], rev[1], alg_id, ctx_domain, index, tx_hash[0], tx_hash[1], domain, nonce
    ]);

    // C4: what keeps the authorisation from being used twice.
    signal replay <== Poseidon(2)(nullifiers == 1 ? [auth, domain] : [id_com, nonce]);
    replay === rp_com;

    // C5: the stream's context is the domain that is public.
    ctx_domain === domain;
}
