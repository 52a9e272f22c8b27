import assert from "node:assert/strict";
import { isUtf8 } from "../../../firmware/mqtt/utf8";

/** What Node's own decoder says, which is the WHATWG's. */
function isWellFormed(bytes: number[]): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
    return true;
  } catch {
    return false;
  }
}

function check(bytes: number[]): void {
  const expected = isWellFormed(bytes) && !bytes.includes(0);
  assert.equal(isUtf8(String.fromCharCode(...bytes)), expected, bytes.map((byte) => byte.toString(16)).join(" "));
}

describe("well-formed UTF-8", () => {
  it("is told from everything else for all one- and two-byte strings", () => {
    for (let first = 0; first < 256; first++) {
      check([first]);
      for (let second = 0; second < 256; second++) {
        check([first, second]);
      }
    }
  });

  it("is told from everything else at every boundary of three and four bytes", () => {
    const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
    for (const first of [0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5]) {
      for (const second of edges) {
        for (const third of edges) {
          check([first, second, third]);
          for (const fourth of edges) {
            check([first, second, third, fourth]);
            check([0x61, first, second, third, fourth, 0x61]);
          }
        }
      }
    }
  });

  it("goes on after a character of several bytes", () => {
    for (const text of ["", "temperatur", "größe/°C", "温度", "a😀b😀"]) {
      check([...Buffer.from(text)]);
    }
  });
});
