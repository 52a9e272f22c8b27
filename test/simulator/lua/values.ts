/** What Lua gives to JavaScript. Strings are byte strings; a table comes as a copy, `nil` as undefined. */
export type LuaValue = undefined | boolean | number | string | LuaFunction | LuaTable | LuaObject;
export type LuaTable = ReadonlyMap<LuaValue, LuaValue>;
/** A function for Lua to call. An array is several results. What it throws is Lua's error only if it is a LuaError. */
export type HostFunction = (...args: LuaValue[]) => HostValue | readonly HostValue[] | void;
/** What JavaScript may give to Lua: also functions, and objects that become tables. Whole numbers are Lua's integers. */
export type HostValue = LuaValue | LuaFloat | HostFunction | { readonly [name: string]: HostValue };

/** Whose function it is. */
interface Caller {
  call(called: LuaFunction, ...args: HostValue[]): LuaValue[];
  release(released: LuaFunction): void;
}

/** A function of Lua's, kept alive until it is released. */
export class LuaFunction {
  isReleased = false;

  constructor(
    readonly vm: Caller,
    readonly key: string,
  ) {}

  /** @throws LuaError */
  call(...args: HostValue[]): LuaValue[] {
    return this.vm.call(this, ...args);
  }

  release(): void {
    this.vm.release(this);
  }
}

/** A number that Lua 5.3 is to have as a float, also where it is whole. */
export class LuaFloat {
  constructor(readonly value: number) {}
}

/** The kind of an object that the host makes: its name, and methods that get the object first. */
export class LuaClass {
  constructor(
    readonly name: string,
    readonly methods: { readonly [name: string]: HostFunction },
  ) {}
}

/** An object of the host's in Lua's hands: what a C module calls userdata. */
export class LuaObject<T = unknown> {
  constructor(
    readonly kind: LuaClass,
    readonly target: T,
  ) {}
}

/** An error of the Lua program; thrown by a host function, it becomes one, with the place of the call in front. */
export class LuaError extends Error {
  /** @param traceback Lua's own, empty where it was not running. */
  constructor(
    message: string,
    readonly traceback = "",
  ) {
    super(message);
  }
}

/** The program did not come back; nothing in Lua can catch this, and the machine is of no use any more. */
export class LuaStuck extends Error {}
