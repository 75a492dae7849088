// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// An ERC-4626 vault over any token, as OpenZeppelin has it.
contract TokenVault is ERC4626 {
    constructor(IERC20 asset_) ERC20("Token vault", "VLT") ERC4626(asset_) {}
}
