import assert from "node:assert/strict";
import type { Link } from "./network";
import { SimulatedNetwork } from "./simulated";
import type { BoardEnd, Target } from "./target";

/** A target that sends everything back and keeps what happened to it. */
class Echo implements Target {
  readonly events: string[] = [];
  board: BoardEnd | undefined;

  connect(board: BoardEnd) {
    this.board = board;
    const peer = {
      write: (bytes: string) => {
        this.events.push(bytes);
        board.received(bytes);
      },
      close: () => void this.events.push("closed"),
      abort: () => void this.events.push("aborted"),
    };
    return { peer };
  }
  advance(): void {}
  async settle(): Promise<void> {}
  close(): void {}
}

describe("the simulated network", () => {
  let echo: Echo;
  let network: SimulatedNetwork;

  beforeEach(() => {
    echo = new Echo();
    network = new SimulatedNetwork();
    network.route("broker:1883", echo);
  });

  function connect(nowMs = 0): Link {
    const outcome = network.connect("broker", 1883, nowMs);
    assert.ok("link" in outcome);
    return outcome.link;
  }

  it("leads an address to its target and blocks for the time of a connect", () => {
    network.connectMs = 80;
    assert.equal(network.connect("broker", 1883, 0).blockedMs, 80);
  });

  it("knows no other host, unless every address leads somewhere", () => {
    assert.deepEqual(network.connect("other", 1883, 0), { blockedMs: 30, failure: "unknown host" });
    network.route("*", echo);
    assert.ok("link" in network.connect("other", 1883, 0));
  });

  for (const [failure, blockedMs] of [
    ["refused", 30],
    ["unknown host", 30],
    ["timed out", 10_000],
  ] as const) {
    it(`${failure}: blocks for ${blockedMs} ms, until the fault is over`, () => {
      network.connectFailure = failure;
      assert.deepEqual(network.connect("broker", 1883, 0), { blockedMs, failure });
      network.connectFailure = undefined;
      connect();
    });
  }

  it("splits reads as asked, and never gives more than the reader takes", () => {
    const link = connect();
    link.write("abcdef", 0);
    assert.equal(link.read(3, 0), "abc");
    network.splitReads = 1;
    assert.equal(link.read(3, 0), "d");
    assert.equal(link.read(3, 0), "e");
    network.splitReads = Infinity;
    assert.equal(link.read(3, 0), "f");
    assert.equal(link.read(3, 0), "");
  });

  it("delays each way, and tells when the next bytes arrive", () => {
    network.delayMs = 200;
    const link = connect();
    link.write("a", 0);
    assert.equal(network.nextArrivalMs(0), 200);
    assert.equal(link.read(10, 199), "");
    assert.deepEqual(echo.events, []);
    assert.equal(network.nextArrivalMs(200), 400);
    assert.equal(link.read(10, 399), "");
    assert.equal(link.read(10, 400), "a");
    assert.equal(network.nextArrivalMs(400), Infinity);
  });

  it("keeps the order of bytes when the delay shrinks", () => {
    const link = connect();
    network.delayMs = 100;
    link.write("a", 0);
    network.delayMs = 0;
    link.write("b", 0);
    network.nextArrivalMs(100);
    assert.equal(link.read(10, 200), "ab");
  });

  it("ends only after everything has been read", () => {
    const link = connect();
    echo.board!.received("last");
    echo.board!.ended();
    assert.equal(link.state(0), "open");
    assert.equal(link.read(10, 0), "last");
    assert.equal(link.state(0), "ended");
  });

  it("a reset takes unread bytes with it, on both sides at once", () => {
    const link = connect();
    echo.board!.received("lost");
    network.resetAll();
    assert.equal(link.state(0), "reset");
    assert.equal(link.read(10, 0), "");
    assert.deepEqual(echo.events, ["aborted"]);
  });

  it("a silent link loses bytes both ways and stays open, and a new link works", () => {
    const link = connect();
    network.goSilent();
    link.write("gone", 0);
    echo.board!.received("gone too");
    assert.equal(link.read(10, 60_000), "");
    assert.equal(link.state(60_000), "open");
    link.close(60_000);
    assert.deepEqual(echo.events, []);
    const next = connect(60_000);
    next.write("here", 60_000);
    assert.equal(next.read(10, 60_000), "here");
  });

  it("a close reaches the peer after the bytes before it", () => {
    network.delayMs = 50;
    const link = connect();
    link.write("a", 0);
    link.close(0);
    network.nextArrivalMs(50);
    assert.deepEqual(echo.events, ["a", "closed"]);
  });

  it("records what each link carried, with the times, when asked to", () => {
    network.isRecording = true;
    network.delayMs = 10;
    const link = connect(5);
    link.write("a", 5);
    network.nextArrivalMs(15);
    link.read(10, 25);
    assert.deepEqual(network.recordings, [
      {
        host: "broker",
        port: 1883,
        openedMs: 5,
        transfers: [
          { atMs: 5, direction: "sent", bytes: "a" },
          { atMs: 25, direction: "received", bytes: "a" },
        ],
      },
    ]);
  });

  it("gives up, as a broker would, a board whose keep alive of 10 s is over, and the board sees the end", () => {
    const link = connect();
    // CONNECT of MQTT 3.1.1, clean session, keep alive 10 s, client identifier "a" [MQTT-3.1].
    link.write("\x10\x0d\x00\x04MQTT\x04\x02\x00\x0a\x00\x01a", 0);
    link.read(100, 0);
    link.write("\xc0\x00", 4_000);
    link.read(100, 4_000);
    assert.equal(network.nextArrivalMs(4_000), 19_000);
    assert.equal(link.state(18_999), "open");
    assert.equal(link.state(19_000), "ended");
    assert.equal(echo.events.at(-1), "aborted");
  });
});
