// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// A plain OpenZeppelin token whose whole supply goes to its deployer.
contract ExampleToken is ERC20 {
    constructor(uint256 supply) ERC20("Example Token", "EXT") {
        _mint(msg.sender, supply);
    }
}
