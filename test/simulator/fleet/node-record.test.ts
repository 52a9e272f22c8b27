import assert from "node:assert/strict";
import { NodeRecord, ReadingsRecord } from "./node-record";
import type { ConnectionEvent } from "./protocol";
import { peakWithinSecond, timesOf } from "./report";
import { voltsOf } from "./numbering";
import type { AnalogSensorConfig } from "../../../scripts/lib/sensors/analog";

function happen(node: NodeRecord, atMs: number, what: ConnectionEvent["what"], connection = 1, broker = 0): void {
  node.connection({ node: 0, atMs, what, connection, broker, made: [atMs] });
}

describe("what is known of a node of a fleet", () => {
  it("is the same in whatever order processes tell it", () => {
    const node = new NodeRecord("status", 1);
    node.saysOnline(1_200);
    node.saysOnline(5_200);
    happen(node, 5_000, "session", 2);
    happen(node, 1_000, "session");
    happen(node, 4_000, "ended");
    assert.deepEqual(node.history(), {
      online: [
        { fromMs: 1_200, toMs: 4_000 },
        { fromMs: 5_200, toMs: Infinity },
      ],
      sessions: 2,
      willsDue: 1,
      madeBeforeBreak: [4_000],
      broker: 0,
    });
  });

  it("a will is due where nobody said DISCONNECT, and not for a connection without a session", () => {
    const node = new NodeRecord("status", 1);
    happen(node, 1, "session");
    happen(node, 2, "left");
    happen(node, 3, "ended");
    happen(node, 4, "connected", 2);
    happen(node, 5, "ended", 2);
    assert.equal(node.history().willsDue, 0);
  });

  it("a second connection that ends does not take it offline", () => {
    const node = new NodeRecord("status", 2);
    happen(node, 1, "session", 1, 1);
    node.saysOnline(2);
    happen(node, 3, "session", 2, 0);
    happen(node, 4, "left", 2, 0);
    happen(node, 5, "ended", 2, 0);
    assert.deepEqual(node.history().online, [{ fromMs: 2, toMs: Infinity }]);
  });

  it("without Wi-Fi is away, whatever the broker takes for a connection, until something of it comes again", () => {
    const node = new NodeRecord("status", 1);
    happen(node, 1, "session");
    node.saysOnline(2);
    node.wifi(true, 3);
    node.says(4);
    node.wifi(false, 5);
    node.says(6);
    node.wifi(true, 7);
    node.says(8);
    node.says(9);
    assert.deepEqual(node.history().online, [
      { fromMs: 2, toMs: 5 },
      { fromMs: 8, toMs: Infinity },
    ]);
  });

  it("without Wi-Fi for long is away until it says so in a session of its own", () => {
    const node = new NodeRecord("status", 1);
    happen(node, 1, "session");
    node.saysOnline(2);
    node.wifi(false, 3);
    node.saysOnline(4);
    node.wifi(true, 5);
    happen(node, 6, "session", 2);
    happen(node, 7, "ended");
    node.saysOnline(8);
    const { online, willsDue } = node.history();
    assert.deepEqual(online, [
      { fromMs: 2, toMs: 3 },
      { fromMs: 8, toMs: Infinity },
    ]);
    assert.equal(willsDue, 1);
  });

  it("counts each reading at each broker", () => {
    const sensor = { type: "analog", scale: 3.3, offset: 0, decimals: 3 } as AnalogSensorConfig;
    const readings = new ReadingsRecord(sensor, 2);
    for (const [broker, number] of [
      [0, 1],
      [1, 1],
      [0, 3],
      [0, 3],
    ] as const) {
      readings.arrived(broker, voltsOf(sensor, number).toFixed(3));
    }
    assert.deepEqual(
      [...readings.arrivals],
      [
        [1, [1, 1]],
        [3, [2, 0]],
      ],
    );
  });
});

describe("figures of a fleet", () => {
  it("the peak is the most within any second, wherever it begins", () => {
    assert.equal(peakWithinSecond([]), 0);
    assert.equal(peakWithinSecond([100, 900, 1_050, 1_099, 1_100, 2_200]), 4);
  });

  it("times are those of the middle, of nineteen in twenty, and of the last", () => {
    const seconds = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.deepEqual(timesOf(seconds), { p50: 51, p95: 96, max: 100 });
    assert.deepEqual(timesOf([]), { p50: NaN, p95: NaN, max: NaN });
  });
});
