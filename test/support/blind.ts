/** Engines whose machines are told of nothing ahead: what they do must be what the others do. */
import type { Engine, Machine } from '../../src/engine.ts'

/** The same engine without `lookAhead`. */
export function blind(engine: Engine): Engine {
  return {
    ...engine,
    open(services): Machine {
      const machine = engine.open(services)
      return new Proxy(machine, {
        get(target, name) {
          if (name === 'lookAhead') return undefined
          const value: unknown = Reflect.get(target, name, target)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    },
  }
}
