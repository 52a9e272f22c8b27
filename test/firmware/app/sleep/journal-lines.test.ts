import assert from "node:assert/strict";
import {
  behindLast,
  DELIVERED,
  endOfLine,
  keepLines,
  lineOf,
  LOST,
  READINGS,
  textOfLine,
} from "../../../../firmware/app/sleep/journal";
import type { Journal } from "../../../../firmware/engine/engine";

/** A journal in memory. */
class Paper implements Journal {
  text = "";
  constructor(readonly capacityBytes: number) {}
  read = (): string => this.text;
  append = (text: string): boolean => {
    const hasRoom = this.text.length + text.length <= this.capacityBytes;
    if (hasRoom) this.text += text;
    return hasRoom;
  };
  renew = (text: string): boolean => {
    this.text = text;
    return true;
  };
}

/** What stands behind a place: the kinds of its whole lines with what they say. */
function linesOf(text: string, from = 0): string[] {
  const lines: string[] = [];
  for (let at = from; at < text.length; at = endOfLine(text, at)) {
    const said = textOfLine(text, at);
    if (said !== "") lines.push(`${text.charAt(at + 1)} ${said}`);
  }
  return lines;
}

describe("the lines of a sleeping node's journal", () => {
  it("keeps lines in their order, and knows what was delivered", () => {
    const paper = new Paper(1000);
    keepLines(paper, lineOf(READINGS, "5 21.5 -"), 2);
    keepLines(paper, lineOf(DELIVERED, DELIVERED), 0);
    keepLines(paper, lineOf(READINGS, "605 -3.0 ON"), 2);
    assert.deepEqual(linesOf(paper.text, behindLast(paper.text, DELIVERED)), ["r 605 -3.0 ON"]);
    assert.equal(behindLast(paper.text, LOST), 0);
  });

  it("passes over a line that power cut off anywhere, and loses none behind it", () => {
    const before = lineOf(READINGS, "5 21.5");
    const torn = lineOf(READINGS, "605 22.5");
    const after = lineOf(READINGS, "1205 23.5");
    for (let length = 0; length < torn.length - 1; length++) {
      for (const half of ["", "\x7f"]) {
        const text = before + torn.slice(0, length) + half + after;
        assert.deepEqual(linesOf(text), ["r 5 21.5", "r 1205 23.5"], `cut after ${length} bytes`);
      }
    }
    const marked = before + lineOf(DELIVERED, DELIVERED).slice(0, -2);
    assert.equal(behindLast(marked, DELIVERED), 0, "a torn mark delivers nothing");
  });

  it("lets the oldest go where there is no room, and counts it, over and over", () => {
    const paper = new Paper(300);
    for (let i = 0; i < 200; i++) keepLines(paper, lineOf(READINGS, `${i * 600} 20.0 -`), 2);
    const lines = linesOf(paper.text);
    assert.ok(paper.text.length <= 300);
    const [lost, ...kept] = lines;
    assert.equal(Number(/^l (\d+)$/.exec(lost)?.[1]) + 2 * kept.length, 400);
    assert.equal(kept.at(-1), `r ${199 * 600} 20.0 -`);
  });

  it("counts nothing as lost that was delivered", () => {
    const paper = new Paper(300);
    for (let i = 0; i < 200; i++) {
      keepLines(paper, lineOf(READINGS, `${i * 600} 20.0`), 1);
      keepLines(paper, lineOf(DELIVERED, DELIVERED), 0);
    }
    assert.equal(paper.text.includes(`\n${LOST}`), false);
  });
});
