import assert from "node:assert/strict";
import type { BoardOptions } from "../simulator/board-options";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";

const MINUTE = 60_000;
const TAKES_LONG = "days of it take long, and what they show is not the chip's";
const HOUR = 60 * MINUTE;
const ROOM = 34;

describeOnEngines(
  "a broker that is away for an hour",
  function () {
    this.timeout(60_000);
    let node: SimulatedNode;

    afterEach(async () => {
      assert.deepEqual(node.board.uncaught, []);
      await node.close();
    });

    /** A freezer that measures each minute at QoS 1, and tells how long it is up at QoS 0 each ten minutes. */
    const online = async (outbox: object, options: Partial<BoardOptions> = {}): Promise<void> => {
      const path = boardFile("freezer", {
        broker: { urls: ["mqtt://192.168.1.10"], cleanSession: false },
        outbox,
        sensors: [
          { id: "room", type: "analog", pin: `D${ROOM}`, periodSeconds: 60, scale: 1000, decimals: 0, qos: 1 },
          { id: "uptime", type: "uptime", periodSeconds: 600 },
        ],
      });
      node = await SimulatedNode.online(path, options);
      // A reading for each minute that no other minute has: 4 of 1,000 each.
      node.board.pin(ROOM).waveform((ms) => (3.3 * Math.round(ms / MINUTE) * 4) / 1000 + 0.001);
      await node.board.run(2_000);
    };
    /** Takes the broker away for an hour, and gives the readings that arrive because of it, in minutes since boot. */
    const away = async (goAway: () => void, comeBack: () => void): Promise<number[]> => {
      const before = node.on("room/state").length;
      goAway();
      await node.board.run(HOUR);
      assert.equal(node.on("room/state").length, before);
      comeBack();
      await node.untilOnline(3 * MINUTE);
      await node.board.run(10_000);
      return node
        .payloads("room/state")
        .slice(before)
        .map((text) => Math.round(Number(text) / 4));
    };
    const refuse = (): void => {
      node.network.connectFailure = "refused";
      node.network.resetAll();
    };
    const accept = (): void => {
      node.network.connectFailure = undefined;
    };
    /** The minutes from one to another. */
    const minutes = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

    for (const [fault, goAway, comeBack] of [
      ["refuses", refuse, accept],
      [
        "never answers",
        () => {
          node.network.connectFailure = "timed out";
          node.network.resetAll();
        },
        accept,
      ],
      [
        "is behind a Wi-Fi that is gone",
        () => {
          node.board.accessPoint.up = false;
        },
        () => {
          node.board.accessPoint.up = true;
        },
      ],
    ] as const) {
      it(`loses no reading of QoS 1 that fits, each in its order: it ${fault}`, async () => {
        if (fault.includes("Wi-Fi")) hasOwnTraffic("each engine is back at another moment");
        await online({ messages: 80, bytes: 4096 });
        const arrived = await away(goAway, comeBack);
        // Who has just come online takes a reading besides that of the minute, and a connect that blocks delays one.
        const last = arrived.at(-1) ?? 0;
        assert.deepEqual([...new Set(arrived)], minutes(1, last));
        assert.ok(last >= 60);
        assert.equal(node.diagnostics.dropped, 0);
      });
    }

    /** An uptime may fall into the very second in which the session stands again. */
    function assertDropped(count: number): void {
      assert.ok(Math.abs(Number(node.diagnostics.dropped) - count) <= 1, `${node.diagnostics.dropped}, not ${count}`);
    }

    it("says how many did not fit, to the reading, and keeps the newest", async () => {
      await online({ messages: 20, bytes: 4096 });
      const arrived = await away(refuse, accept);
      assert.deepEqual(
        arrived,
        [...arrived].sort((a, b) => a - b),
      );
      const distinct = [...new Set(arrived)];
      assert.deepEqual(distinct, minutes(distinct[0], distinct.at(-1) ?? 0));
      assert.equal(distinct.length, 20, "the uptimes gave way to them");
      // In the hour and until the session stood: 60 minutes and some, 6 uptimes; at its begin one more of each.
      const last = distinct.at(-1) ?? 0;
      const uptimes = node.on("uptime/state").length - 1;
      const taken = last + Math.floor(last / 10) + 2;
      assertDropped(taken - arrived.length - uptimes);
      assert.ok(Number(node.diagnostics.dropped) > 40);
    });

    it("is told that the node is online as soon as there is room for it, however full the outbox", async () => {
      await online({ messages: 4, bytes: 4096, whenFull: "dropNewest" });
      await away(refuse, accept);
      const status = node.payloads("status");
      assert.equal(status.at(-1), "online");
      assert.equal(status.filter((each) => each === "online").length, 2);
    });

    it("keeps the oldest where the board file asks for that, and says how many came too late", async () => {
      await online({ messages: 20, bytes: 4096, whenFull: "dropNewest" });
      const arrived = await away(refuse, accept);
      assert.deepEqual([...new Set(arrived)].slice(0, 18), minutes(1, 18), "with them, two uptimes wait");
      const last = arrived.at(-1) ?? 0;
      const uptimes = node.on("uptime/state").length - 1;
      assertDropped(last + Math.floor(last / 10) + 2 - arrived.length - uptimes);
    });
  },
  { esp8266: TAKES_LONG, esp32c3: TAKES_LONG, esp32s3: TAKES_LONG },
);
