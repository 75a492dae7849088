import { NVmError, type NVmErrorName } from 'n-vm'

const name: NVmErrorName = 'OutOfGas'
export const code: number = new NVmError(name, 'message').code
