/**
 * Subtests of the pectra-devnet-5 fixtures whose expectation is not final Prague's, by id `test#fork/index`: found by
 * running @ethereumjs/vm 10.1.3 on all 768 of them; each fails there too (post state root; logs agree), for the reason
 * named above its group.
 */

const PLAIN_TYPES = ['type_0_unprotected', 'type_0_protected', 'type_1', 'type_2', 'type_3']
const TYPES = [...PLAIN_TYPES, 'type_4_with_authorization_refund']
const REFUNDED = 'type_4_with_authorization_refund'
const BALANCES = ['balance_0', 'balance_1']
const TARGETS = ['EMPTY_ACCOUNT', 'EOA', 'EOA_WITH_SET_CODE', 'CONTRACT']

const PRICE = 'eip7623_increase_calldata_cost/test_execution_gas.py::'
const SET_CODE = 'eip7702_set_code_tx/test_set_code_txs.py::test_ext_code_on_'

const id = (test: string, ...parameters: string[]) =>
  `tests/prague/${test}[fork_Prague-state_test-${parameters.join('-')}]#Prague/0`

/** EIP-7623: the draft took the refund off after the data floor, the final text before it. */
const refundAgainstFloor = [
  ...['extra_gas', 'exact_gas'].flatMap((gas) => [
    id(`${PRICE}TestGasConsumption::test_full_gas_consumption`, gas, REFUNDED),
    ...TYPES.map((type) =>
      id(`${PRICE}TestGasRefunds::test_gas_refunds_from_data_floor`, gas, type),
    ),
  ]),
  id(
    `${PRICE}TestGasConsumptionBelowDataFloor::test_gas_consumption_below_data_floor`,
    'exact_gas',
    REFUNDED,
  ),
]

/** EIP-7702: EXTCODE* of a delegated account saw a two-byte marker in the draft, the 23-byte designator in the end. */
const codeOfDelegated = BALANCES.flatMap((balance) => [
  id(`${SET_CODE}self_delegating_set_code`, balance),
  id(`${SET_CODE}self_set_code`, balance),
  ...TARGETS.map((target) => id(`${SET_CODE}set_code`, target, balance)),
])

export const DRAFT_SUBTESTS: ReadonlySet<string> = new Set([
  ...refundAgainstFloor,
  ...codeOfDelegated,
])
