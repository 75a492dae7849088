// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Bridgeable} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC20Bridgeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// What the ERC-20 face of a mint is compared with, call by call.
contract ReferenceToken is ERC20, ERC20Burnable, ERC20Capped, ERC20Permit, ERC20Bridgeable, Ownable {
    error UnauthorizedTokenBridge(address caller);

    uint8 private immutable _places;
    mapping(address bridge => bool) public isTokenBridge;

    constructor(string memory name_, string memory symbol_, uint8 decimals_, address owner_)
        ERC20(name_, symbol_)
        ERC20Permit(name_)
        ERC20Capped(type(uint64).max)
        Ownable(owner_)
    {
        _places = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return _places;
    }

    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    function setTokenBridge(address bridge, bool allowed) external onlyOwner {
        isTokenBridge[bridge] = allowed;
    }

    function supportsInterface(bytes4 id) public view override returns (bool) {
        return id == type(IERC20).interfaceId || id == type(IERC20Metadata).interfaceId
            || id == type(IERC20Permit).interfaceId || id == type(IERC5267).interfaceId
            || super.supportsInterface(id);
    }

    function _checkTokenBridge(address caller) internal view override {
        if (!isTokenBridge[caller]) revert UnauthorizedTokenBridge(caller);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped) {
        super._update(from, to, value);
    }
}
