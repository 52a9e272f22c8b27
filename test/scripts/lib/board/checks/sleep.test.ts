import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Board, BoardFile } from "../../../../../scripts/lib/board/config";
import { completeBoard } from "../../../../../scripts/lib/board/defaults";
import { BoardError, loadBoard } from "../../../../../scripts/lib/board/load";

const BOARD = {
  name: "meadow",
  engine: "espruino",
  chip: "esp32c3",
  wifi: { ssid: "home", password: "" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  sensors: [{ id: "soil", type: "analog", pin: "D2" }],
  sleep: { everySeconds: 600 },
} as const satisfies BoardFile;

const DOOR = { id: "door", type: "digital", pin: "D3", pull: "none" } as const;

describe("a board that sleeps", () => {
  let root = "";

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "mote-board-"));
    mkdirSync(path.join(root, "boards"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function load(changes: BoardFile): Board {
    writeFileSync(path.join(root, "boards/meadow.json"), JSON.stringify({ ...BOARD, ...changes }, null, 2));
    return loadBoard("meadow", { environment: {}, root }).board;
  }

  /** What is said of the board with these changes, without the places. */
  function problems(changes: BoardFile): string[] {
    try {
      load(changes);
      return [];
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      return error.problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
    }
  }

  function assertRefused(changes: BoardFile, ...messages: RegExp[]): void {
    const found = problems(changes);
    assert.equal(found.length, messages.length, found.join("\n"));
    messages.forEach((message, index) => assert.match(found[index] ?? "", message));
  }

  it("takes one reading at each wake, so that no sensor has a period of its own", () => {
    const { sensors, sleep, broker } = load({
      sensors: [...BOARD.sensors, { id: "up", type: "program" }],
    });
    assert.deepEqual(
      sensors.map(({ periodSeconds }) => periodSeconds),
      [600, 600],
    );
    assert.deepEqual(sleep, { everySeconds: 600, connectEvery: 1, listenSeconds: 2, awakeSeconds: 30 });
    assert.equal(broker.cleanSession, true, "nothing waits for it");
    assert.deepEqual(problems({ sensors: [{ ...BOARD.sensors[0], periodSeconds: 600 }] }), []);
    assertRefused({ sensors: [{ ...BOARD.sensors[0], periodSeconds: 60 }] }, /one reading at each wake: leave it out/);
    assertRefused({ sleep: undefined }, /"periodSeconds" is missing/);
  });

  it("has commands wait for it, but for those that are signed", () => {
    const target = { id: "target", type: "number", min: 5, max: 30 } as const;
    const unsigned = load({ actuators: [target] });
    assert.equal(unsigned.broker.cleanSession, false);
    assert.equal(unsigned.actuators[0].commandQos, 1);
    assert.equal(load({ actuators: [{ ...target, commandQos: 0 }] }).actuators[0].commandQos, 0);
    assert.equal(
      load({ actuators: [target], broker: { ...BOARD.broker, cleanSession: true } }).broker.cleanSession,
      true,
    );
    const { broker, subscriptions } = completeBoard({
      ...BOARD,
      subscriptions: [{ id: "rain", topic: "weather/rain" }],
    });
    assert.deepEqual([broker.cleanSession, subscriptions[0].qos], [false, 1]);
    const commands = { signingKey: "0".repeat(32) };
    assert.equal(completeBoard({ ...BOARD, actuators: [target], commands }).broker.cleanSession, true);
  });

  it("is woken by something, and sleeps longer than it is awake at the most", () => {
    assertRefused({ sleep: {} }, /nothing would wake it: write "everySeconds"/);
    assertRefused({ sleep: { everySeconds: 20 } }, /it may be awake for 30 s.*lower "awakeSeconds"/);
    assert.deepEqual(problems({ sleep: { everySeconds: 20, awakeSeconds: 15 } }), []);
  });

  it("connects at some wakes only where it knows the time of what it keeps", () => {
    const time = { server: "192.168.1.1" };
    assertRefused({ sleep: { everySeconds: 600, connectEvery: 6 } }, /add "time"/);
    assert.deepEqual(problems({ sleep: { everySeconds: 600, connectEvery: 6 }, time }), []);
    assertRefused({ sleep: { wakeBy: "door", connectEvery: 6 }, sensors: [DOOR], time }, /leave it out/);
  });

  it("is woken by a contact, on a pin that can, with a resistor outside", () => {
    const by = { sleep: { wakeBy: "door" } };
    assert.deepEqual(problems({ ...by, sensors: [DOOR] }), []);
    assert.equal(load({ ...by, sensors: [DOOR] }).sensors[0].periodSeconds, 86_400);
    assertRefused({ ...by }, /the board has no wakeBy "door"; there are: soil/);
    assertRefused({ sleep: { wakeBy: "soil" } }, /"analog" cannot wake a chip; name one of type "digital"/);
    assertRefused({ ...by, sensors: [{ ...DOOR, pin: "D6" }] }, /D6: cannot wake the chip; take one of D1–D5/);
    assertRefused({ ...by, sensors: [{ ...DOOR, pull: "up" }] }, /write "pull": "none"/);
    assertRefused({ sleep: { everySeconds: 600, wakeBy: "door" }, sensors: [DOOR] }, /not by both/);
  });

  it("is woken by time and a contact where the engine can", () => {
    const sleep = { everySeconds: 600, wakeBy: "door" };
    const nodemcu = { engine: "nodemcu", chip: "esp32", sleep } as const;
    assert.deepEqual(problems({ ...nodemcu, sensors: [{ ...DOOR, pin: "D27" }] }), []);
    assertRefused({ ...nodemcu, sensors: [{ ...DOOR, pin: "D5" }] }, /take one of D2, D4/);
    assertRefused(
      { ...nodemcu, chip: "esp8266", sensors: [{ ...DOOR, pin: "D1" }] },
      /NodeMCU on the ESP8266 is woken by time alone/,
    );
  });

  it("keeps D0 of an ESP8266 for the wire that wakes it", () => {
    const esp8266 = { engine: "nodemcu", chip: "esp8266" } as const;
    assertRefused(
      { ...esp8266, sensors: [], actuators: [{ id: "press", type: "button", pin: "D0" }] },
      /D0: it wakes the chip/,
    );
    writeFileSync(
      path.join(root, "boards/meadow.json"),
      JSON.stringify({ ...BOARD, ...esp8266, sensors: [{ ...BOARD.sensors[0], pin: "A0" }] }),
    );
    const { warnings } = loadBoard("meadow", { environment: {}, root });
    assert.match(warnings[0]?.message ?? "", /wire D0 to RST/);
  });

  it("has nothing to do asleep", () => {
    const relay = { id: "relay", type: "switch", pin: "D4" } as const;
    assertRefused(
      { actuators: [relay] },
      /drives nothing: a board that sleeps has no "switch", only "number", "button"/,
    );
    assert.deepEqual(problems({ actuators: [{ id: "press", type: "button", pin: "D4" }] }), []);
    assertRefused({ sensors: [{ id: "meter", type: "pulseCounter", pin: "D4" }] }, /asleep the chip counts no pulses/);
    assertRefused({ sensors: [{ ...DOOR, as: "event" }] }, /a press is over before/);
    assertRefused(
      {
        actuators: [{ id: "press", type: "button", pin: "D4" }],
        rules: [{ type: "contact", sensor: "door", actuator: "press" }],
        sensors: [DOOR],
      },
      /asleep the board goes by nothing/,
    );
    assertRefused({ consoles: { bluetooth: true } }, /nobody is let in who comes while it sleeps/);
  });

  it("goes by no reading before this one", () => {
    const soil = BOARD.sensors[0];
    assert.deepEqual(problems({ sensors: [{ ...soil, filters: [{ multiply: 2 }, { round: 1 }] }] }), []);
    assertRefused(
      { sensors: [{ ...soil, filters: [{ median: { windowSize: 3 } }, { delta: { value: 1 } }] }] },
      /"median" goes by readings before this one/,
      /"delta" goes by/,
    );
    assertRefused({ sensors: [{ ...soil, publish: "change" }] }, /each reading is published: leave it out/);
  });

  it("lies between two connections no more often than the chip keeps readings of", () => {
    const time = { server: "pool.ntp.org" };
    const batch = (connectEvery: number, changes: BoardFile | object = {}): BoardFile =>
      ({ sleep: { everySeconds: 600, connectEvery }, time, ...changes }) as BoardFile;
    const esp8266 = { engine: "nodemcu", chip: "esp8266", sensors: [{ id: "soil", type: "analog", pin: "A0" }] };
    assert.deepEqual(problems(batch(50)), []);
    assert.deepEqual(problems(batch(6, esp8266)), []);
    assertRefused(
      batch(50, esp8266),
      /room for the readings of \d wakes, and older ones would be lost: write at most \d/,
    );
  });
});
