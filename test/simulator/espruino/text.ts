/** Text as Espruino makes it: strings are bytes, numbers have about twelve digits. */

/** UTF-8 bytes as characters 0–255, as source text and files hold them. */
export function toBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** A number as Espruino prints it: at most eleven digits after the point, less of a rounding error than 1e-7 is dropped. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  let rest = Math.abs(value);
  let exponent = 0;
  if (rest >= 1e21) {
    for (; rest > 100_000; rest /= 100_000) exponent += 5;
    for (; rest > 10; rest /= 10) exponent++;
  } else if (rest > 0 && rest < 1e-6) {
    for (; rest < 1e-5; rest *= 100_000) exponent -= 5;
    for (; rest < 1; rest *= 10) exponent--;
  }
  if (Number.isInteger(value) && exponent === 0) return String(value);
  if (Math.floor(rest + 1e-7) === Math.floor(rest) + 1) rest = Math.floor(rest) + 1;
  const whole = Math.floor(rest);
  let digits = "";
  let fraction = rest - whole;
  for (let place = 0; place < 11 && fraction > 1e-12; place++) {
    fraction *= 10;
    // As in the engine: what is left is shown as it is, so the last digit is cut off, not rounded.
    const digit = Math.floor(fraction + 1e-7);
    digits += digit;
    fraction = Math.max(0, fraction - digit);
  }
  digits = digits.replace(/0+$/, "");
  const sign = value < 0 ? "-" : "";
  const tail = exponent === 0 ? "" : exponent > 0 ? `e+${exponent}` : `e${exponent}`;
  return sign + whole + (digits === "" ? "" : `.${digits}`) + tail;
}

/** As Espruino's toFixed (ftoa_bounded_extra of 2v29): it cuts off where there are no decimals, and carries nothing from the last one. */
export function toFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return String(value);
  let rest = Math.abs(value);
  if (Math.trunc(rest + 1e-7) === Math.trunc(rest) + 1) rest = Math.trunc(rest) + 1;
  const whole = Math.trunc(rest);
  let digits = "";
  rest = (rest - whole) * 10;
  for (let left = Math.min(20, Math.max(0, decimals)); left > 0; left--) {
    const digit = Math.trunc(rest + (left === 1 ? 0.5 : 1e-8));
    digits += Math.min(9, digit);
    rest = (rest - digit) * 10;
  }
  return (value < 0 ? "-" : "") + BigInt(whole).toString() + (digits === "" ? "" : `.${digits}`);
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\xff]/g,
    (byte) => `\\u00${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

/** As Espruino's JSON.stringify: bytes above 126 become \u00XX, so text outside ASCII does not survive it. */
export function stringify(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? formatNumber(value) : "null";
  if (typeof value === "string") return quote(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value !== "object") return undefined;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return `[${Array.from(value as ArrayLike<unknown>, (each) => stringify(each) ?? "null").join(",")}]`;
  }
  const convert = (value as { toJSON?: unknown }).toJSON;
  if (typeof convert === "function") return stringify(convert.call(value));
  const members = Object.entries(value).flatMap(([key, each]) => {
    const text = stringify(each);
    return text === undefined ? [] : [`${quote(key)}:${text}`];
  });
  return `{${members.join(",")}}`;
}

/** As Espruino's print shows a value, but always on one line. */
export function inspect(value: unknown, isNested = false): string {
  if (typeof value === "string") return isNested ? quote(value) : value;
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "function") return String(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Object.prototype.toString.call(value) === "[object Error]") return describeError(value);
  if (ArrayBuffer.isView(value)) {
    return `new ${value.constructor.name}([${Array.from(value as never as number[], formatNumber).join(", ")}])`;
  }
  if (Array.isArray(value)) return `[ ${value.map((each) => inspect(each, true)).join(", ")} ]`;
  const members = Object.entries(value).map(([key, each]) => `"${key}": ${inspect(each, true)}`);
  return members.length === 0 ? "{  }" : `{ ${members.join(", ")} }`;
}

/** "Error: message", or the value itself where something else was thrown. */
export function describeError(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error ? String(error) : inspect(error);
}
