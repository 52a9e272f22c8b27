/**
 * Makes the numbers of Lua 5.3 those of a build with LUA_32BITS, which is what NodeMCU ships: floats of single precision,
 * integers that wrap at 2^31, and conversions between the two by that range. The package's build has 64 bits, so its machine
 * code is rewritten before it runs:
 *
 * - What is stored as a double is rounded to single precision before. Every value of Lua's passes memory, and one operation
 *   on two singles in double precision, then rounded, is the operation in single precision.
 * - Sums, differences, products and shifts of integers are cut to 32 bits, in the three functions that compute for Lua: the
 *   interpreter's loop, the folding of constants, and the shift of both.
 * - The bounds of conversions, from floats and from text, become those of 32 bits.
 * - Floats are printed with seven digits.
 *
 * A value still takes 16 bytes, where it takes 8 on the chip.
 */
export function narrow(code: Uint8Array): Uint8Array {
  const reader = new Reader(code);
  const out: number[] = [...code.subarray(0, 8)];
  reader.at = 8;
  while (reader.at < code.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    const from = reader.at;
    const whole = code.subarray(from, from + size);
    const section = id === CODE_SECTION ? narrowFunctions(reader) : id === DATA_SECTION ? narrowFormat(whole) : whole;
    reader.at = from + size;
    out.push(id, ...unsigned(section.length));
    for (const byte of section) out.push(byte);
  }
  return Uint8Array.from(out);
}

const CODE_SECTION = 10;
const DATA_SECTION = 11;
/** LUAI_NUMFFORMAT, and that of LUA_32BITS in as many bytes. */
const FORMAT = "%.14g\0";
const NARROW_FORMAT = "%.7g\0\0";
/** Opcodes of the WebAssembly specification, 1.0, §5.4. */
const OP = {
  localGet: 0x20,
  localSet: 0x21,
  f64Store: 0x39,
  i64Const: 0x42,
  f64Const: 0x44,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64Mul: 0x7e,
  i64Div: 0x7f,
  i64Rem: 0x81,
  i64And: 0x83,
  i64Or: 0x84,
  i64Xor: 0x85,
  i64Shl: 0x86,
  i64ShrUnsigned: 0x88,
  i64TruncF64: 0xb0,
  f32DemoteF64: 0xb6,
  f64PromoteF32: 0xbb,
  i64Extend32: 0xc4,
} as const;
/** What only the functions have that do Lua's arithmetic: every operator on integers, signed division among them. */
const ARITHMETIC = [OP.i64Add, OP.i64Sub, OP.i64Mul, OP.i64Div, OP.i64Rem, OP.i64And, OP.i64Or, OP.i64Xor];
/** What luaV_shiftl has, and what it lacks. */
const SHIFT = [OP.i64Shl, OP.i64ShrUnsigned, OP.i64Sub];
const NO_SHIFT = [OP.i64Add, OP.i64And, OP.i64Or, OP.i64Xor];
/** A tenth of the highest integer, beyond which a number in text is a float: of 64 bits and of 32, as LEB128. */
const TENTH = [0xcc, 0x99, 0xb3, 0xe6, 0xcc, 0x99, 0xb3, 0xe6, 0x0c].join();
const NARROW_TENTH = [0xcc, 0x99, 0xb3, 0xe6, 0x00];
/** The lowest integer, which a conversion gives that is out of range. */
const LOWEST = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f].join();
const NARROW_LOWEST = [0x80, 0x80, 0x80, 0x80, 0x78];
/** So many are stored only by the reduction of large angles, which needs its double precision on the way. */
const MOST_STORES = 30;
const I64 = 0x7e;
const LOW_HALF = [0xff, 0xff, 0xff, 0xff, 0x0f];

/** Wherever the machine has the text. */
function narrowFormat(data: Uint8Array): Uint8Array {
  const bytes = Buffer.from(data);
  const first = bytes.indexOf(FORMAT, 0, "latin1");
  if (first < 0) throw new Error("This Lua prints its numbers with another format");
  for (let at = first; at >= 0; at = bytes.indexOf(FORMAT, at, "latin1")) bytes.write(NARROW_FORMAT, at, "latin1");
  return bytes;
}

function narrowFunctions(reader: Reader): number[] {
  const count = reader.unsigned();
  const out = unsigned(count);
  for (let i = 0; i < count; i++) {
    const size = reader.unsigned();
    const body = narrowFunction(reader, reader.at + size);
    out.push(...unsigned(body.length));
    for (const byte of body) out.push(byte);
  }
  return out;
}

interface Instruction {
  readonly op: number;
  readonly from: number;
  readonly to: number;
}

function narrowFunction(reader: Reader, end: number): number[] {
  const start = reader.at;
  let locals = 0;
  for (let groups = reader.unsigned(); groups > 0; groups--) {
    locals += reader.unsigned();
    reader.byte();
  }
  const codeAt = reader.at;
  const instructions: Instruction[] = [];
  const used = new Map<number, number>();
  let highestLocal = -1;
  while (reader.at < end) {
    const from = reader.at;
    const op = reader.instruction();
    instructions.push({ op, from, to: reader.at });
    used.set(op, (used.get(op) ?? 0) + 1);
    if (op >= 0x20 && op <= 0x22) highestLocal = Math.max(highestLocal, new Reader(reader.code, from + 1).unsigned());
  }
  const isShift = SHIFT.every((op) => used.has(op)) && !NO_SHIFT.some((op) => used.has(op));
  const isArithmetic = isShift || ARITHMETIC.every((op) => used.has(op));
  const converts = used.has(OP.i64TruncF64);
  const isLua = (used.get(OP.f64Store) ?? 0) < MOST_STORES;

  const out: number[] = [];
  const declarations = new Reader(reader.code, start);
  const groups = declarations.unsigned();
  const rest = reader.code.subarray(declarations.at, codeAt);
  // One local more, behind all others: parameters come first, and how many there are is known by the highest one used.
  const spare = Math.max(highestLocal + 1, locals);
  const hasSpare = isArithmetic && used.has(OP.i64ShrUnsigned);
  out.push(...unsigned(groups + Number(hasSpare)), ...rest);
  if (hasSpare) out.push(...unsigned(1), I64);
  for (const { op, from, to } of instructions) {
    const original = reader.code.subarray(from, to);
    if (op === OP.f64Store && isLua) out.push(OP.f32DemoteF64, OP.f64PromoteF32, ...original);
    else if (op === OP.f64Const) out.push(op, ...bound(original.subarray(1)));
    else if (op === OP.i64Const) {
      const value = original.subarray(1).join();
      out.push(op);
      if (value === TENTH) out.push(...NARROW_TENTH);
      else if (value === LOWEST && converts) out.push(...NARROW_LOWEST);
      else out.push(...original.subarray(1));
    } else if (isArithmetic && op === OP.i64ShrUnsigned) {
      out.push(OP.localSet, ...unsigned(spare), OP.i64Const, ...LOW_HALF, OP.i64And, OP.localGet, ...unsigned(spare));
      out.push(op, OP.i64Extend32);
    } else if (isArithmetic && [OP.i64Add, OP.i64Sub, OP.i64Mul, OP.i64Shl].includes(op as never)) {
      out.push(op, OP.i64Extend32);
    } else out.push(...original);
  }
  return out;
}

function bound(bytes: Uint8Array): Uint8Array {
  const value = Buffer.from(bytes).readDoubleLE();
  if (Math.abs(value) !== 2 ** 63) return bytes;
  const narrowed = Buffer.alloc(8);
  narrowed.writeDoubleLE(Math.sign(value) * 2 ** 31);
  return narrowed;
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value & 127) | 128);
  return [...bytes, value];
}

class Reader {
  constructor(
    readonly code: Uint8Array,
    public at = 0,
  ) {}

  byte(): number {
    return this.code[this.at++];
  }

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      scale *= 128;
      if (byte < 128) return value;
    }
  }

  #skip(): void {
    while (this.byte() > 127);
  }

  /** Passes one instruction with what belongs to it; @returns its opcode */
  instruction(): number {
    const op = this.byte();
    const isBlock = op >= 0x02 && op <= 0x04;
    const takesIndex = op === 0x0c || op === 0x0d || op === 0x10 || (op >= 0x20 && op <= 0x24);
    if (isBlock || takesIndex || op === 0x41 || op === OP.i64Const || op === 0x3f || op === 0x40) this.#skip();
    else if (op === 0x11 || (op >= 0x28 && op <= 0x3e)) {
      this.#skip();
      this.#skip();
    } else if (op === 0x0e) for (let targets = this.unsigned(); targets >= 0; targets--) this.#skip();
    else if (op === 0x43) this.at += 4;
    else if (op === OP.f64Const) this.at += 8;
    else if (op > 0xc4 || (op > 0x11 && op < 0x1a)) throw new Error(`Unknown WebAssembly instruction ${op}`);
    return op;
  }
}
