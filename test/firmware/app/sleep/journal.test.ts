import assert from "node:assert/strict";
import type { Journal } from "../../../../firmware/engine/engine";
import {
  behindLast,
  CLOCK_BEGAN,
  DELIVERED,
  keepLines,
  lineOf,
  LOST,
  nextLine,
  READINGS,
  textOfLine,
  TIME,
} from "../../../../firmware/app/sleep/journal";
import { createWakeTime, timeBehind, timeText } from "../../../../firmware/app/sleep/wake-time";

class TextJournal implements Journal {
  text = "";
  constructor(readonly capacityBytes: number) {}
  read = (): string => this.text;
  append = (text: string): boolean => {
    if (this.text.length + text.length > this.capacityBytes) return false;
    this.text += text;
    return true;
  };
  renew = (text: string): boolean => {
    this.text = text;
    return text.length <= this.capacityBytes;
  };
}

describe("the journal of a node that sleeps", () => {
  const one = lineOf(READINGS, "600 21.5");
  const two = lineOf(READINGS, "1200 21.6");
  const done = lineOf(DELIVERED, DELIVERED);

  it("finds lines of a kind, and where the last one ends", () => {
    const text = one + done + two;
    assert.equal(nextLine(text, READINGS, 0), 0);
    assert.equal(nextLine(text, READINGS, 1), one.length + done.length);
    assert.equal(nextLine(text, TIME, 0), text.length);
    // Before the line feed that ends it.
    assert.equal(behindLast(text, DELIVERED), one.length + done.length - 1);
    assert.equal(behindLast(text, CLOCK_BEGAN), 0);
    assert.equal(textOfLine(text, 0), "600 21.5");
  });

  it("takes no line for one that was cut off, wherever that was", () => {
    // Without the line feed at its end it is whole.
    for (let cut = 1; cut < done.length - 1; cut++) {
      const text = one + done.substring(0, cut);
      assert.equal(behindLast(text, DELIVERED), 0, text);
      assert.equal(nextLine(text + two, READINGS, 1), one.length + cut, text);
    }
  });

  it("lets what was delivered go first, and counts what was not", () => {
    const journal = new TextJournal(200);
    keepLines(journal, one, 1);
    keepLines(journal, done, 0);
    for (let i = 0; i < 40; i++) keepLines(journal, two, 1);
    assert.ok(journal.text.length <= journal.capacityBytes);
    const lost = textOfLine(journal.text, nextLine(journal.text, LOST, 0));
    const left = journal.text.split(two).length - 1;
    assert.equal(Number(lost) + left, 40);
  });

  it("leaves room for a time, and for what is delivered, however many readings come", () => {
    for (let capacity = 200; capacity < 260; capacity++) {
      const journal = new TextJournal(capacity);
      for (let i = 0; i < 40; i++) {
        keepLines(journal, two, 1);
        assert.ok(journal.text.length + lineOf(TIME, "1801627506").length + done.length <= capacity);
      }
    }
  });
});

describe("the time of a reading", () => {
  it("is the world's when the clock stood at 0, and so much later", () => {
    const wakeTime = { ...createWakeTime(), time: { thousands: 1_801_627, seconds: 4 }, clockSeconds: 10 };
    assert.equal(timeText(wakeTime, 0), "1801626994");
    assert.equal(timeText(wakeTime, 10), "1801627004");
    assert.equal(timeBehind("1801626994", 10), "1801627004");
    assert.equal(timeBehind("1801627008", 86_400), "1801713408");
    assert.equal(timeBehind("1801627008", 0), "1801627008");
  });
});
