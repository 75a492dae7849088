// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Takes coin, and on Tron the TRC-10 tokens that come along with a call.
contract ExampleVault {
    event Deposited(address indexed from, uint256 value);

    function deposit() external payable {
        emit Deposited(msg.sender, msg.value);
    }
}
