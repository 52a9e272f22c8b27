import assert from "node:assert/strict";
import { longestAwaySeconds, longestRest } from "../../../../scripts/lib/board/sleeper";
import type { BoardBase } from "../../../../scripts/lib/board/config/node";

describe("how seldom a node that sleeps tries to connect", () => {
  const board = (sleep: object, time?: object): BoardBase =>
    ({ sleep: { connectEvery: 1, ...sleep }, time, sensors: [{}] }) as unknown as BoardBase;
  const CLOCK = { server: "pool.ntp.org" };

  it("is at each eighth connecting wake at the least, and once a day", () => {
    assert.equal(longestRest(board({ everySeconds: 600 }, CLOCK), 600), 8);
    assert.equal(longestRest(board({ everySeconds: 21_600 }, CLOCK), 21_600), 4);
    assert.equal(longestRest(board({ everySeconds: 86_400 }, CLOCK), 86_400), 1);
    assert.equal(longestAwaySeconds(board({ everySeconds: 600, connectEvery: 6 }, CLOCK)), 8 * 3_600);
  });

  it("is at each where its readings are not kept, and where a contact alone wakes it, to which it is deaf meanwhile", () => {
    assert.equal(longestRest(board({ everySeconds: 600 }), 600), 1);
    assert.equal(longestRest(board({ wakeBy: "flap" }, CLOCK), 900), 1);
  });
});
