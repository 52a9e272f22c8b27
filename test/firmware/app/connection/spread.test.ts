import assert from "node:assert/strict";
import { spread } from "../../../../firmware/app/connection/spread";

const NAMES = "abcd";

/** The orders of many chips with addresses in a row, as words of the brokers' names. */
function orders(brokers: number, chips: number, step: number): string[] {
  return Array.from({ length: chips }, (_, index) => {
    const mac = (0x24a160aabb00 + index * step).toString(16).padStart(12, "0");
    return spread(brokers, mac)
      .map((broker) => NAMES[broker])
      .join("");
  });
}

function counts(words: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}

describe("brokers in the order of a chip", () => {
  it("are all of them, in the same order each time", () => {
    const [order] = orders(4, 1, 1);
    assert.equal([...order].sort().join(""), "abcd");
    assert.deepEqual(orders(4, 1, 1), [order]);
    assert.deepEqual(orders(2, 1, 1).length, 1);
  });

  // Each chip has one address, or two or four of its maker's.
  for (const step of [1, 2, 4]) {
    it(`are each the first of as many chips, also of few, whose addresses lie ${step} apart`, () => {
      for (const brokers of [2, 3, 4]) {
        for (const chips of [brokers * 4, 1_000]) {
          const firsts = counts(orders(brokers, chips, step).map((order) => order[0]));
          const mean = chips / brokers;
          for (const count of firsts.values()) assert.ok(Math.abs(count - mean) <= Math.max(2, mean * 0.1), `${count}`);
          assert.equal(firsts.size, brokers);
        }
      }
    });

    it(`come in every order, each of about as many chips, whose addresses lie ${step} apart`, () => {
      for (const [brokers, all] of [
        [2, 2],
        [3, 6],
        [4, 24],
      ]) {
        const found = counts(orders(brokers, 2_400, step));
        assert.equal(found.size, all);
        for (const count of found.values())
          assert.ok(Math.abs(count - 2_400 / all) <= (2_400 / all) * 0.35, `${count}`);
      }
    });
  }

  it("the chips of one broker that dies go to all the others alike", () => {
    const seconds = counts(
      orders(4, 1_000, 4)
        .filter((order) => order.startsWith("a"))
        .map((order) => order[1]),
    );
    assert.deepEqual([...seconds.keys()].sort(), ["b", "c", "d"]);
    for (const count of seconds.values()) assert.ok(count >= 60 && count <= 110, `${count}`);
  });
});
