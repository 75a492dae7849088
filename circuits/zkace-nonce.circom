pragma circom 2.1.6;

include "zkace.circom";

component main {public [id_com, tx_hash, domain, target, rp_com]} = ZkAce(0);
