import { assert } from '../../errors.ts'
import type { CallMessage, CreateMessage, EvmEnv, MessageResult } from './types.ts'
import type { World } from './world.ts'
export class Interpreter {
  readonly world: World
  readonly env: EvmEnv
  constructor(world: World, env: EvmEnv) {
    this.world = world
    this.env = env
  }
}
/** Runs a call from outside: moves the value, runs code or a precompile; a failure is rolled back. */
export function call(world: World, env: EvmEnv, message: CallMessage): MessageResult {
  void new Interpreter(world, env)
  void message
  assert(false, 'not yet')
  return undefined as never
}
/** Runs a creation from outside: collision check, init code, deposit of the code. */
export function create(world: World, env: EvmEnv, message: CreateMessage): MessageResult {
  void new Interpreter(world, env)
  void message
  assert(false, 'not yet')
  return undefined as never
}
