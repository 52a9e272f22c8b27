import assert from "node:assert/strict";
import { joinBroker } from "../../../../scripts/lib/broker/join";
import { BrokerMonitor } from "../../../../scripts/lib/monitor/broker-monitor";
import { SourcePositions } from "../../../../scripts/lib/monitor/source-positions";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";
import { exampleBoard } from "../board/example-board";

/** Column 1 of the only line is pump.ts:7:3. */
const MAP = JSON.stringify({
  version: 3,
  sources: ["../../firmware/pump.ts"],
  sourcesContent: ["1\n2\n3\n4\n5\n6\n  drive(true);\n"],
  names: [],
  mappings: "AAME",
});

/** What a monitor shows, and a wait for one more line. */
class Screen {
  readonly lines: string[] = [];
  #wake: () => void = () => {};

  line(text: string): void {
    this.lines.push(text);
    this.#wake();
  }

  async until(text: string): Promise<void> {
    while (!this.lines.some((line) => line.includes(text)))
      await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

describe("the monitor of what a node publishes", function () {
  this.timeout(60_000);
  const board = exampleBoard({ consoles: { mqtt: true } });
  let broker: EmbeddedBroker;
  let screen: Screen;
  let monitor: BrokerMonitor;

  beforeEach(async () => {
    broker = new EmbeddedBroker();
    await broker.start();
    screen = new Screen();
    monitor = new BrokerMonitor({
      join: () => joinBroker(board, `mqtt://127.0.0.1:${broker.port}`),
      board,
      mac: undefined,
      positions: new SourcePositions(MAP, "dist/example"),
      transcript: screen,
      backOff: { firstMs: 1, mostMs: 1 },
    });
  });
  afterEach(() => broker.stop());

  it("shows its lines, with the places of errors in TypeScript, and whether it is online", async () => {
    await broker.publish("example/status", "online", { retain: true });
    const running = monitor.run();
    await screen.until("is online");
    await broker.publish(
      "example/console",
      "7 joining Wi-Fi\n20 program: Error: no\n    at f (mote.a:1:1)\n    at mote.b:1:1\n",
    );
    await broker.publish("example/console", "lines lost: 3\n21 next\n");
    await broker.publish("example/status", "offline");
    await screen.until("is now offline");
    monitor.stop();
    await running;
    assert.deepEqual(screen.lines, [
      "--- what is published on example/console from now on ---",
      "--- example is online ---",
      "7 s  joining Wi-Fi",
      "20 s  program: Error: no",
      "    at firmware/pump.ts:7:3",
      "       drive(true);",
      "    at firmware/pump.ts:7:3",
      "       drive(true);",
      "lines lost: 3",
      "21 s  next",
      "--- example is now offline ---",
    ]);
  });

  it("goes on when the broker was away", async () => {
    const running = monitor.run();
    await screen.until("from now on");
    await broker.stop();
    await screen.until("it is tried again");
    screen.lines.length = 0;
    await broker.start();
    await screen.until("from now on");
    monitor.stop();
    await running;
  });

  it("ends with what is wrong, where it cannot begin", async () => {
    await broker.stop();
    await assert.rejects(monitor.run(), /no broker can be joined from here/);
    assert.deepEqual(screen.lines, []);
  });

  it("says what is missing of a board that publishes none", () => {
    const mute = exampleBoard({ consoles: { telnet: true } });
    const join = (): never => assert.fail("nothing is joined");
    assert.throws(
      () => new BrokerMonitor({ join, board: mute, mac: undefined, positions: undefined, transcript: screen }),
      /example does not publish its console: write "consoles": \{ "mqtt": true \} into its board file/,
    );
  });
});
