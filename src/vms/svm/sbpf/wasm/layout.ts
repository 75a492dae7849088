/** Control words at the start of the linear memory, which translated code, the pool and the imports share. */

/** Address of the first byte of the running program's stack. */
export const STACK_BASE = 0
/** End of the stack. */
export const STACK_END = 4
/** End of the part of the stack that may have been written. */
export const STACK_HIGH = 8
/** Units left, around calls. */
export const METER = 12
/** Slot a callx goes to, for targets that are not translated. */
export const CALLX_SLOT = 16
/** Per region 16 bytes: length for loads (i64), address (i32). */
export const LOADS = 64
/** Of heap and input (8 bytes each): the parts that stores may have gone to (marks.ts). */
export const MARKS = 144
/** Of heap and input (4 bytes each): binary logarithm of the size of a part. */
export const SHIFTS = 160
/** Of heap and input (4 bytes each): stores that are still marked one by one. */
export const COUNTS = 168
/** The same as {@link LOADS} for stores: length 0 is read-only, or takes the slow path: stack, and heap and input at first. */
export const STORES = 192
/** r0-r9, 8 bytes each: arguments of syscalls, and all registers where the interpreter takes over. */
export const REGISTERS = 320
/** Bytes of the control block. */
export const CONTROL_SIZE = 512

/** Stores of a run to a region that are marked, before all of it counts as written and they become fast. */
export const MARKED_STORES = 128

/** Kinds of the `fault` import. */
export const FAULT_DIVIDE = 0
export const FAULT_DEPTH = 1
export const FAULT_CALLX = 2
