import assert from "node:assert/strict";
import { ConsoleText } from "../../../../scripts/lib/monitor/console-text";

/** The lines of what a console sent, whole and byte by byte: they must not differ. */
function linesOf(sent: string): { lines: string[]; pending: string } {
  const read = (pieces: readonly Buffer[]): { lines: string[]; pending: string } => {
    const lines: string[] = [];
    const text = new ConsoleText({ line: (line) => lines.push(line) });
    for (const piece of pieces) text.take(piece);
    return { lines, pending: text.pending };
  };
  const bytes = Buffer.from(sent);
  const whole = read([bytes]);
  assert.deepEqual(read(Array.from(bytes, (byte) => Buffer.from([byte]))), whole);
  return whole;
}

describe("what a serial console sends", () => {
  it("is lines, and a last one that is not whole", () => {
    assert.deepEqual(linesOf("mote greenhouse\r\njoining Wi-Fi\r\n>"), {
      lines: ["mote greenhouse", "joining Wi-Fi"],
      pending: ">",
    });
  });

  it("is written over the prompt where the console goes back to the start of the line", () => {
    // As Espruino 2v29 prints while its prompt stands there.
    assert.deepEqual(linesOf(">\r\x1b[JUncaught Error: hm\r\n>").lines, ["Uncaught Error: hm"]);
  });

  it("takes characters back", () => {
    assert.equal(linesOf(">1+2\b \b3").pending, ">1+3");
  });

  it("may be text outside ASCII", () => {
    assert.deepEqual(linesOf("21 °C in Küche\n").lines, ["21 °C in Küche"]);
  });

  it("obeys no other code of a terminal, nor flow control", () => {
    assert.deepEqual(linesOf("\x11a\x1b[31mred\x1b[2Jb\x07\x13\n").lines, ["aredb"]);
  });

  it("ends in a last line when the cable is pulled", () => {
    const lines: string[] = [];
    const text = new ConsoleText({ line: (line) => lines.push(line) });
    text.take(Buffer.from("half a li"));
    text.end();
    text.end();
    assert.deepEqual(lines, ["half a li"]);
  });

  it("cannot grow without a line end", () => {
    const { lines, pending } = linesOf("x".repeat(10_000));
    assert.deepEqual([lines.map(({ length }) => length), pending.length], [[4_096, 4_096], 1_808]);
  });

  it("cannot grow without the end of a code either: what is too long for one is text", () => {
    assert.deepEqual(linesOf(`a\x1b[${"1".repeat(27)}mb\n`).lines, ["ab"]);
    assert.deepEqual(linesOf(`a\x1b[${"1".repeat(31)}mb\n`).lines, [`a[${"1".repeat(31)}mb`]);
    const { lines, pending } = linesOf(`\x1b[${"1;".repeat(10_000)}`);
    assert.equal(lines.join("").length + pending.length, 20_001);
    assert.deepEqual(linesOf("\x1b".repeat(10_000) + "x\n").lines, ["x"]);
  });

  it("keeps as much memory as before, whatever never ends", () => {
    for (const piece of ["x", "\x1b[", "\x1b[1", "1;", "\x1b", "\r", "\x1b[31m", "\u0080"]) {
      const text = new ConsoleText({ line: () => {} });
      const bytes = Buffer.from(piece.repeat(32_768));
      const round = (rounds: number): number => {
        for (let i = 0; i < rounds; i++) text.take(bytes);
        return text.keptCharacters;
      };
      round(4);
      assert.ok(round(40) <= 4_096 + 32, JSON.stringify(piece));
    }
  });
});
