// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// Calls whatever it is told, in every way there is, and hands the result on.
contract Probe {
    error Undone(bool success, bytes output);

    receive() external payable {}

    function doCall(address target, bytes calldata data) external payable returns (bool success, bytes memory output) {
        (success, output) = target.call{value: msg.value}(data);
    }

    function doStatic(address target, bytes calldata data) external view returns (bool success, bytes memory output) {
        (success, output) = target.staticcall(data);
    }

    function doDelegate(address target, bytes calldata data) external payable returns (bool success, bytes memory output) {
        (success, output) = target.delegatecall(data);
    }

    function doCallCode(address target, bytes calldata data) external payable returns (bool success, bytes memory output) {
        bytes memory input = data;
        assembly {
            success := callcode(gas(), target, callvalue(), add(input, 32), mload(input), 0, 0)
            output := mload(0x40)
            mstore(output, returndatasize())
            returndatacopy(add(output, 32), 0, returndatasize())
            mstore(0x40, add(add(output, 32), and(add(returndatasize(), 31), not(31))))
        }
    }

    /// Calls, then takes everything back.
    function callAndRevert(address target, bytes calldata data) external {
        (bool success, bytes memory output) = target.call(data);
        revert Undone(success, output);
    }

    /// Calls itself to call and revert, catches that, then calls for real.
    function revertThenCall(address target, bytes calldata data) external returns (bool success, bytes memory output) {
        try this.callAndRevert(target, data) {} catch {}
        (success, output) = target.call(data);
    }

    function codeOf(address target) external view returns (uint256 size, bytes32 hash, bytes memory code) {
        return (target.code.length, target.codehash, target.code);
    }

    /// Gas that one call took, as the caller sees it.
    function measure(address target, bytes calldata data, uint256 limit) external returns (bool success, uint256 used) {
        uint256 before = gasleft();
        (success,) = target.call{gas: limit}(data);
        used = before - gasleft();
    }
}
