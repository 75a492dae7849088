/** The engines that come with the library, in opcode order. One line a machine: this is where a new one is named. */
import type { Engine } from './engine.ts'
import { bvmIdentity, createBvmEngine } from './vms/bvm/index.ts'
import { createEvmEngine, evmIdentity } from './vms/evm/index.ts'
import { createNativeEngine } from './vms/native/index.ts'
import { createSvmEngine, svmIdentity } from './vms/svm/index.ts'
import { createTvmEngine, tronIdentity } from './vms/tvm/index.ts'

/** Fresh instances with default options. */
export function defaultEngines(): readonly Engine[] {
  return [
    createNativeEngine({ machines: [evmIdentity, svmIdentity, bvmIdentity, tronIdentity] }),
    createEvmEngine(),
    createSvmEngine(),
    createBvmEngine(),
    createTvmEngine(),
  ]
}
