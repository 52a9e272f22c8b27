/**
 * Runs first inside the firmware's scope: takes away what Espruino lacks and replaces what it does differently. A string
 * and not a file of its own, because everything in it must be made from that scope's own constructors.
 */
export const preludeSource = `(function (natives, missing) {
  "use strict";
  const hidden = (object, name, value) =>
    Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
  const intrinsics = {
    Error, TypeError, SyntaxError, Uint8Array, ArrayBuffer,
    InternalError: class InternalError extends Error {},
    newObject: () => ({}),
    newArray: (items) => Array.prototype.slice.call(items),
  };
  const isArray = Array.isArray;
  const { construct } = Reflect;
  const TakenProxy = Proxy;
  const withToString = (type, name) => hidden(type.prototype, "toString", function () { return name + ": " + this.message; });
  withToString(intrinsics.InternalError, "InternalError");
  for (const type of [Error, TypeError, SyntaxError, ReferenceError]) withToString(type, type.name);
  for (const type of [TypeError, SyntaxError, ReferenceError]) delete type.prototype.name;

  for (const place in missing) {
    const isPrototype = place.endsWith("#");
    const owner = globalThis[isPrototype ? place.slice(0, -1) : place];
    for (const name of missing[place].split(" ")) delete (isPrototype ? owner.prototype : owner)[name];
  }

  // Strings are bytes.
  const fromCharCode = String.fromCharCode;
  hidden(String, "fromCharCode", function () {
    let text = "";
    for (let i = 0; i < arguments.length; i++) text += fromCharCode(arguments[i] & 255);
    return text;
  });
  // A text is compared as far as both go, so what only begins at the end of another is found there too.
  const { indexOf, replace, replaceAll, startsWith } = String.prototype;
  const find = (text, what, from) => {
    if (what.length > text.length) return -1;
    const start = typeof from === "number" && from > 0 ? Math.min(from | 0, text.length - what.length + 1) : 0;
    const whole = indexOf.call(text, what, start);
    if (whole >= 0) return whole < text.length ? whole : -1;
    for (let at = text.length - what.length + 1; at < text.length; at++) {
      if (startsWith.call(what, text.slice(at))) return at;
    }
    return -1;
  };
  const replaced = (text, what, by, isAll) => {
    let at = find(text, what, 0);
    while (at >= 0) {
      text = text.slice(0, at) + by + text.slice(at + what.length);
      at = isAll ? find(text, what, at + by.length) : -1;
    }
    return text;
  };
  const isPattern = (what) => what instanceof RegExp;
  hidden(String.prototype, "indexOf", function (what, from) { return find("" + this, "" + what, from); });
  hidden(String.prototype, "includes", function (what, from) { return find("" + this, "" + what, from) >= 0; });
  hidden(String.prototype, "replace", function (what, by) {
    return isPattern(what) ? replace.call(this, what, "" + by) : replaced("" + this, "" + what, "" + by, false);
  });
  hidden(String.prototype, "replaceAll", function (what, by) {
    return isPattern(what) ? replaceAll.call(this, what, "" + by) : replaced("" + this, "" + what, "" + by, true);
  });
  const set = Uint8Array.prototype.set;
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
  const typeName = (value) => {
    if (value === null || value === undefined) return String(value);
    return typeof value === "object" ? "Object" : value.constructor.name;
  };
  // Only a length, a buffer, an array or another view: text is refused, not counted as nothing.
  const checked = (type) => {
    const made = new TakenProxy(type, {
      construct(target, args, by) {
        const [from] = args;
        const isList = isArray(from) || from instanceof intrinsics.ArrayBuffer || ArrayBuffer.isView(from);
        if (!isList && typeof from !== "number" && typeof from !== "boolean") {
          throw new Error("Unsupported first argument of type " + typeName(from));
        }
        if (from < 0) throw new Error("Invalid length for ArrayBuffer");
        return construct(target, args, by);
      },
    });
    hidden(type.prototype, "constructor", made);
    hidden(globalThis, type.name, made);
  };
  for (const type of [Uint8Array, Int8Array, Uint8ClampedArray, Uint16Array, Int16Array, Uint32Array, Int32Array]) checked(type);
  for (const type of [Float32Array, Float64Array]) checked(type);
  const slice = typedArray.slice;
  hidden(typedArray, "slice", function (from, to) { return intrinsics.newArray(slice.call(this, from, to)); });
  hidden(typedArray, "set", function (values, at) {
    if (typeof values === "string") for (let i = 0; i < values.length; i++) this[(at ? at : 0) + i] = values.charCodeAt(i);
    else set.call(this, values, at ? at : 0);
  });

  hidden(JSON, "stringify", (value) => natives.stringify(value));
  const parse = JSON.parse;
  hidden(JSON, "parse", (text) => parse(natives.firstJsonValue("" + text)));
  hidden(Number.prototype, "toFixed", function (decimals) { return natives.toFixed(+this, decimals | 0); });
  hidden(Math, "random", () => natives.random());
  hidden(Math, "randInt", (range) => natives.randomInteger(range));
  const RealDate = Date;
  const BoardDate = function Date(...fields) {
    return fields.length === 0 ? new RealDate(natives.now()) : new RealDate(...fields);
  };
  BoardDate.prototype = RealDate.prototype;
  hidden(RealDate.prototype, "constructor", BoardDate);
  hidden(BoardDate, "now", () => natives.now());
  hidden(BoardDate, "parse", RealDate.parse);
  hidden(globalThis, "Date", BoardDate);

  // Every object has listeners. They stand in the object itself, one function bare and several in an array.
  const on = (object, event, listener, isFirst) => {
    if (typeof event !== "string") throw new TypeError("First argument must be String");
    if (typeof listener !== "function") throw new TypeError("Second argument must be a function or a String");
    const key = "#on" + event;
    const before = object[key];
    // A bare function (the callback given to connect) is taken apart when a second one comes: its parameters end the
    // list, so neither runs; without parameters its body is left and runs.
    const list = before === undefined ? [] : isArray(before) ? before.slice() : [before.length > 0 ? undefined : before];
    if (isFirst) list.unshift(listener); else list.push(listener);
    hidden(object, key, list);
    if (event === "data") natives.dataListenerAdded(object);
  };
  const methods = {
    on(event, listener) { on(this, event, listener, false); },
    addListener(event, listener) { on(this, event, listener, false); },
    prependListener(event, listener) { on(this, event, listener, true); },
    emit(event, ...args) { natives.queueListeners(this, event, args); },
    removeListener(event, listener) {
      const list = this["#on" + event];
      if (isArray(list)) hidden(this, "#on" + event, list.filter((each) => each !== listener));
    },
    removeAllListeners(event) {
      for (const key of Object.getOwnPropertyNames(this)) {
        if (event === undefined ? key.startsWith("#on") : key === "#on" + event) delete this[key];
      }
    },
  };
  for (const name in methods) hidden(Object.prototype, name, methods[name]);

  // Promise callbacks go through the engine's own queue, as every other event does.
  class Promise {
    constructor(executor) {
      for (const name of ["state", "value"]) hidden(this, name, undefined);
      hidden(this, "waiting", []);
      const settle = (state, value) => {
        if (this.state !== undefined) return;
        if (state === "done" && value && typeof value.then === "function") {
          value.then((result) => settle("done", result), (reason) => settle("failed", reason));
          return;
        }
        this.state = state;
        this.value = value;
        for (const run of this.waiting) natives.queue(run);
        this.waiting = [];
      };
      try { executor((value) => settle("done", value), (reason) => settle("failed", reason)); }
      catch (error) { settle("failed", error); }
    }
    then(done, failed) {
      return new Promise((resolve, reject) => {
        const run = () => {
          const handler = this.state === "done" ? done : failed;
          if (typeof handler !== "function") { (this.state === "done" ? resolve : reject)(this.value); return; }
          try { resolve(handler(this.value)); } catch (error) { reject(error); }
        };
        if (this.state === undefined) this.waiting.push(run); else natives.queue(run);
      });
    }
    catch(failed) { return this.then(undefined, failed); }
    static resolve(value) { return new Promise((resolve) => resolve(value)); }
    static reject(reason) { return new Promise((resolve, reject) => reject(reason)); }
    static all(list) {
      return new Promise((resolve, reject) => {
        const values = [];
        let left = list.length;
        if (left === 0) resolve(values);
        list.forEach((each, i) => Promise.resolve(each).then((value) => {
          values[i] = value;
          if (--left === 0) resolve(values);
        }, reject));
      });
    }
  }
  hidden(globalThis, "Promise", Promise);
  hidden(globalThis, "global", globalThis);
  return intrinsics;
})`;
