import assert from "node:assert/strict";
import { Random, seed } from "../random";
import { inFullOr } from "../thorough";
import { currentRunner, describeWithVoltages, hasOwnTraffic } from "./engines";
import { FAULTS, FieldNode, HOUR, MINUTE, plague, SECOND } from "./sleep-month";
import { settle } from "./sleep-ledger";

const DAY = 24 * HOUR;
/** On an ESP32 with Espruino; a tenth of it on others. */
const DAYS = inFullOr(30, 2);
/** What a wake may take at the most: its longest time, and a connect that blocks. */
const LONGEST_WAKE_MS = 60 * SECOND;

describeWithVoltages(
  "a node on a battery in a field",
  function () {
    this.timeout(1_800_000);
    let field: FieldNode;

    afterEach(() => field.close());

    /** All that was taken has come, or was told to be lost, or was lost with the power of its wake. */
    function assertAccounted(what = ""): void {
      const { wrong, lost } = field.account();
      assert.deepEqual(wrong.slice(0, 5), [], what);
      const unexplained = lost.filter((each) => field.hasSlept(each));
      // A loss that was told when a connection broke is told once more.
      assert.ok(
        unexplained.length <= field.dropped,
        `${what}: ${unexplained.length} lost, ${field.dropped} told, first ${JSON.stringify(unexplained[0])}`,
      );
    }

    function assertWakesAreShort(): void {
      let bootMs = 0;
      for (const { what, atMs } of field.board.events) {
        if (what === "boot") bootMs = atMs;
        if (what === "asleep")
          assert.ok(atMs - bootMs <= LONGEST_WAKE_MS, `awake for ${atMs - bootMs} ms at ${bootMs}`);
      }
    }

    it("has each reading of days of faults come once, or says that it is lost", async () => {
      hasOwnTraffic("faults come at other moments of its wakes");
      const days = currentRunner() === "espruino" ? DAYS : Math.ceil(DAYS / 10);
      field = await FieldNode.boot({ everySeconds: 600, connectEvery: 6 });
      // What an ESP8266 keeps lies in the RTC's memory, and is lost with the power, of which nobody can tell.
      const faults = FAULTS.filter(({ losesPower }) => currentRunner() !== "esp8266" || losesPower !== true);
      const happened = plague(field, faults, new Random(seed()), days * DAY);
      await field.run(days * DAY);
      for (const { end } of FAULTS) end?.(field);
      await field.run(DAY);
      assert.ok([...happened.values()].reduce((sum, times) => sum + times, 0) > days);
      assert.ok(field.taken.length > days * 120, `${field.taken.length} readings`);
      assertAccounted();
      assertWakesAreShort();
      assert.deepEqual(field.node.unexpectedErrors, []);
    });

    it("loses nothing but the reading of that wake with power that is lost at any write", async function () {
      if (currentRunner() === "esp8266") return this.skip();
      hasOwnTraffic("power is lost at other moments");
      const writes = inFullOr(60, 12);
      for (let step = 0; step < writes; step++) {
        if (step > 0) await field.close();
        field = await FieldNode.boot({ everySeconds: 600, connectEvery: 3 });
        await field.run(10 * MINUTE);
        field.losePowerInWrite(step, step % 2 === 0 ? 0 : 0x5a);
        await field.run(6 * HOUR, () => !field.board.isPowered);
        if (field.board.isPowered) break;
        field.board.powerOn();
        await field.run(2 * HOUR);
        assertAccounted(`write ${step}`);
      }
    });
  },
  { esp32c3: "it sleeps as the first ESP32 does, and a month takes minutes" },
);

describe("the ledger of a node's readings", () => {
  const taken = [
    { at: 1_000, value: 1 },
    { at: 1_600, value: 2 },
    { at: 2_200, value: 1 },
  ];

  it("finds what is lost, and takes a reading that comes again for the same", () => {
    const told = [
      { value: 1, time: 1_001 },
      { value: 1, time: 1_001 },
      { value: 1, time: 2_199 },
    ];
    assert.deepEqual(settle(taken, told, 5), { arrived: 2, repeated: 1, lost: [taken[1]], wrong: [] });
  });

  it("finds what was never taken, what has another time, and what comes again with another", () => {
    const told = [
      { value: 3, time: 1_000 },
      { value: 2, time: 1_650 },
      { value: 1, time: 1_001 },
      { value: 1, time: 1_002 },
    ];
    assert.deepEqual(settle(taken, told, 5).wrong, [told[0], told[1], told[3]]);
  });

  it("takes a reading without a time for none of days before with the same value", () => {
    const days = [...taken, { at: 300_000, value: 3 }, { at: 300_600, value: 1 }];
    const told = [{ value: 3, time: 300_000 }, { value: 1 }, { value: 1 }];
    assert.deepEqual(settle(days, told, 5), { arrived: 2, repeated: 1, lost: taken, wrong: [] });
  });

  it("takes readings without a time in their order", () => {
    const told = [{ value: 1 }, { value: 1 }, { value: 2 }];
    assert.deepEqual(settle(taken, told, 5).lost, []);
  });
});
