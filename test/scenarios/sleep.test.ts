import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Contact } from "../simulator/devices/digital";
import { describeWithVoltages, hasOwnTraffic } from "./engines";
import { TimeServer } from "../simulator/network/time-server";
import { SimulatedNode } from "./simulated-node";

const BOARD = {
  name: "meadow",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "home", password: "correct horse" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  sleep: { everySeconds: 600 },
  sensors: [{ id: "soil", type: "analog", pin: "D34", scale: 100, unit: "%", decimals: 1 }],
  actuators: [{ id: "offset", type: "number", min: -10, max: 10, step: 1 }],
};
/** What also fits an ESP8266. */
const CLOCKED = { time: { server: "pool.ntp.org" }, actuators: [] };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 3 February 2027, 04:05:06 UTC. */
const START = 1_801_627_506;

describeWithVoltages("a node that sleeps", function (engine) {
  /** How long the journal of each engine holds a reading each ten minutes; the ESP8266 has 500 bytes for it. */
  const [lastsHours, lastsLess] = engine === "esp8266" ? [1, 8] : [12, 60];
  this.timeout(120_000);
  let folder: string;
  let node: SimulatedNode;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-sleep-"));
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => node.close());

  async function boot(changes: object = {}): Promise<void> {
    const path = join(folder, "meadow.json");
    writeFileSync(path, JSON.stringify({ ...BOARD, ...changes }));
    node = await SimulatedNode.boot(path);
    node.board.pin(34).volts = 1.65;
  }
  /** What was told of the soil with its time, in the order in which it came; times in seconds since the simulation began. */
  const told = (): { value: number; at: number | undefined }[] =>
    node.payloads("soil/state/history").map((payload) => {
      const { value, time } = JSON.parse(payload) as { value: number; time?: number };
      return { value, at: time === undefined ? undefined : time - START };
    });
  async function bootClocked(changes: object = {}): Promise<void> {
    hasOwnTraffic("engines start, and know the time, a second apart");
    await boot({ ...CLOCKED, ...changes });
    node.network.datagramServers.set("pool.ntp.org:123", new TimeServer(START));
  }
  const near = (found: readonly (number | undefined)[], wanted: readonly number[]): void => {
    assert.equal(found.length, wanted.length, `${found.join()} for ${wanted.join()}`);
    found.forEach((at, i) => assert.ok(Math.abs((at ?? NaN) - wanted[i]) <= 4, `${at} for ${wanted[i]}`));
  };
  const bootsAt = (): number[] =>
    node.board.events.filter(({ what }) => what === "boot").map(({ atMs }) => Math.floor(atMs / 1000));
  const untilAsleep = (): Promise<void> => node.board.runUntil(() => node.board.isAsleep, MINUTE);

  it("measures, publishes, says that it is asleep, and wakes on its grid", async () => {
    await boot();
    await untilAsleep();
    assert.deepEqual(node.payloads("status"), ["online", "asleep"]);
    assert.equal(node.payloads("soil/state").length, 1);
    assert.ok(node.board.nowMs < 10_000, `${node.board.nowMs} ms awake`);
    await node.board.run(55 * MINUTE);
    assert.deepEqual(bootsAt().slice(1), [600, 1200, 1800, 2400, 3000]);
    assert.deepEqual(node.payloads("status").slice(-2), ["online", "asleep"]);
    assert.equal(node.payloads("status").includes("offline"), false);
    assert.equal(node.payloads("soil/state").length, 6);
    const reasons = node.payloads("diagnostics").map((report) => (JSON.parse(report) as { wake: string }).wake);
    assert.deepEqual([reasons[0], reasons.at(-1)], ["power", "time"]);
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("obeys a command that the broker kept for it, and listens once more so long", async () => {
    await boot();
    await untilAsleep();
    await node.broker.publish(`${node.base}/offset/set`, "3", { qos: 1 });
    await node.board.run(10 * MINUTE);
    await untilAsleep();
    assert.equal(node.payloads("offset/state").at(-1), "3");
  });

  it("sleeps where nothing answers, and is back once it does", async () => {
    await boot();
    node.board.accessPoint.up = false;
    await untilAsleep();
    assert.ok(node.board.nowMs < 45_000, `${node.board.nowMs} ms awake`);
    node.board.accessPoint.up = true;
    await node.untilOnline(11 * MINUTE);
    await untilAsleep();
    await node.broker.stop();
    const before = bootsAt().length;
    await node.board.run(25 * MINUTE);
    assert.equal(bootsAt().length, before + 2);
  });

  it("sleeps for a period after a crash, which would come again at once", async () => {
    // The watchdog of an ESP32's task looks like a restart that was asked for, and an ESP8266's brownout like power that comes.
    const cause = engine === "esp8266" ? "watchdog" : "brownout";
    await boot();
    await node.board.runUntil(() => node.payloads("status").includes("online"), MINUTE);
    const crashMs = node.board.nowMs;
    node.board.reboot(cause);
    await node.board.runUntil(() => node.board.isAsleep, 2_000);
    await node.board.run(9 * MINUTE);
    assert.deepEqual(node.payloads("status").slice(1), ["offline"]);
    await node.board.run(2 * MINUTE);
    assert.deepEqual(node.payloads("status").slice(2), ["online", "asleep"]);
    const wokeMs = (bootsAt().at(-1) ?? NaN) * 1_000;
    assert.ok(wokeMs - crashMs > 590_000 && wokeMs - crashMs < 610_000, `${wokeMs - crashMs} ms later`);
    assert.equal(node.diagnostics.wake, "time");
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("takes the end of its connection for what it is, and makes no other one", async () => {
    await boot();
    await untilAsleep();
    await node.board.run(25 * MINUTE);
    assert.deepEqual(
      node.board.console.filter((line) => /closed|attempt|lost/.test(line)),
      [],
    );
    const [boots, joins, connects] = ["boot", "joined", "connected"].map(
      (wanted) => node.board.events.filter(({ what }) => what === wanted).length,
    );
    assert.deepEqual([joins, connects], [boots, boots]);
    // The link goes down in the moment between.
    node.board.events.length = 0;
    await node.untilOnline(11 * MINUTE);
    await node.board.runUntil(() => node.board.console.at(-1) === "sleeping", MINUTE);
    node.board.accessPoint.up = false;
    await untilAsleep();
    assert.equal(node.board.console.at(-1), "sleeping");
  });

  it("counts the readings of wakes without a session, and tells how many once there is one", async () => {
    await boot({ actuators: [] });
    await untilAsleep();
    node.board.accessPoint.up = false;
    await node.board.run(35 * MINUTE);
    node.board.accessPoint.up = true;
    await node.untilOnline(11 * MINUTE);
    await untilAsleep();
    assert.equal(node.diagnostics.dropped, 3);
    await node.board.run(10 * MINUTE);
    await untilAsleep();
    assert.equal(node.diagnostics.dropped, 0);
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("tells each reading with its time, once", async () => {
    await bootClocked();
    await node.board.run(35 * MINUTE);
    near(
      told().map(({ at }) => at),
      [0, 600, 1200, 1800],
    );
    assert.deepEqual(
      new Set(
        told()
          .slice(1)
          .map(({ value }) => value),
      ),
      new Set([50]),
    );
    assert.equal(node.payloads("soil/state").length, 4);
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("keeps what it measured while the broker was away, and tells it when it is back", async () => {
    await bootClocked();
    await untilAsleep();
    await node.broker.stop();
    await node.board.run(lastsHours * HOUR);
    await node.broker.start();
    const before = told().length;
    await node.untilOnline(81 * MINUTE);
    await untilAsleep();
    const ats = told().map(({ at }) => at ?? NaN);
    assert.equal(before, 1);
    near(
      ats,
      Array.from({ length: bootsAt().length }, (_, i) => i * 600),
    );
    assert.equal(node.diagnostics.dropped, 0);
  });

  it("tries less and less often where there is no session for long, and at each wake again once there was one", async () => {
    await bootClocked();
    await untilAsleep();
    /** By their places on the grid, the wakes at which it had its radio on. */
    const tried = (): number[] =>
      node.board.events.filter(({ what }) => what === "joined").map(({ atMs }) => Math.floor(atMs / 600_000));
    await node.broker.stop();
    await node.board.run(6 * HOUR);
    assert.deepEqual(tried(), [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32]);
    await node.broker.start();
    await node.untilOnline(81 * MINUTE);
    await untilAsleep();
    assert.equal(told().length + Number(node.diagnostics.dropped), bootsAt().length);
    await node.board.run(35 * MINUTE);
    assert.deepEqual(tried().slice(11), [40, 41, 42, 43]);
  });

  it("tries at each wake where only the time server is away", async () => {
    await bootClocked();
    node.network.datagramServers.clear();
    await node.board.run(115 * MINUTE);
    assert.equal(node.board.events.filter(({ what }) => what === "joined").length, 12);
  });

  it("tries at each wake where its reading would be lost", async () => {
    await boot({ actuators: [] });
    await untilAsleep();
    await node.broker.stop();
    await node.board.run(2 * HOUR);
    assert.equal(node.board.events.filter(({ what }) => what === "joined").length, 13);
  });

  it("connects at each third wake, and has no radio on at the others", async () => {
    await bootClocked({ sleep: { everySeconds: 600, connectEvery: 3 } });
    await node.board.run(65 * MINUTE);
    near(
      node.on("status").map(({ atMs }) => atMs / 1000),
      [4, 7, 1803, 1806, 3603, 3606],
    );
    near(
      told().map(({ at }) => at),
      [0, 600, 1200, 1800, 2400, 3000, 3600],
    );
    assert.equal(node.board.events.filter(({ what }) => what === "joined").length, 3);
  });

  it("sleeps an hour in pieces where its chip cannot at once, without a radio between", async () => {
    await boot({ sleep: { everySeconds: 3600 } });
    await node.board.run(3 * HOUR + MINUTE);
    near(
      node.on("status").map(({ atMs }) => atMs / 1000),
      [3, 6, 3603, 3606, 7203, 7206, 10_803, 10_806],
    );
    assert.equal(node.board.events.filter(({ what }) => what === "joined").length, 4);
  });

  it("sleeps where its secrets are missing", async () => {
    await boot();
    node.board.storage.files.delete("mote.secrets");
    node.board.reboot();
    await untilAsleep();
    await node.board.run(30 * MINUTE);
    const boots = bootsAt().length;
    assert.ok(boots >= 4 && boots <= 6, `${boots} boots`);
    assert.equal(node.payloads("soil/state").length, 0);
  });

  it("counts what no longer fits, and tells the rest", async () => {
    await bootClocked();
    await untilAsleep();
    await node.broker.stop();
    await node.board.run(36 * HOUR);
    await node.broker.start();
    await node.untilOnline(81 * MINUTE);
    await untilAsleep();
    const ats = told().map(({ at }) => at ?? NaN);
    assert.equal(ats.length + Number(node.diagnostics.dropped), bootsAt().length);
    near(
      ats.slice(1),
      Array.from({ length: ats.length - 1 }, (_, i) => (bootsAt().length - ats.length + 1 + i) * 600),
    );
    assert.ok(ats.length > lastsLess, `${ats.length} told`);
  });
});

describe("a contact that sleeps until it changes", function () {
  this.timeout(120_000);
  const LETTERBOX = {
    ...BOARD,
    name: "letterbox",
    sleep: { wakeBy: "flap" },
    safeModeAfterBoots: 3,
    sensors: [{ id: "flap", type: "digital", pin: "D27", pull: "none", activeLow: true }],
    actuators: [],
  };
  let folder: string;
  let node: SimulatedNode;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-letterbox-"));
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => node.close());

  for (const engine of ["espruino", "nodemcu"]) {
    it(`tells each change on ${engine}, and tries again where it could not`, async () => {
      const path = join(folder, "letterbox.json");
      writeFileSync(path, JSON.stringify({ ...LETTERBOX, engine }));
      node = await SimulatedNode.boot(path);
      const untilAsleep = (): Promise<void> => node.board.runUntil(() => node.board.isAsleep, MINUTE);
      const flap = node.device(Contact, "flap");
      // Its resistor is outside the chip.
      flap.isClosed = false;
      await untilAsleep();
      await node.board.run(24 * HOUR);
      assert.equal(node.board.isAsleep, true);
      flap.isClosed = true;
      await node.untilOnline(15_000);
      await untilAsleep();
      assert.deepEqual(node.payloads("flap/state"), ["OFF", "ON"]);
      assert.equal(node.diagnostics.wake, "pin");
      node.board.accessPoint.up = false;
      flap.isClosed = false;
      await node.board.run(5 * MINUTE);
      assert.equal(node.payloads("flap/state").at(-1), "ON");
      node.board.accessPoint.up = true;
      await node.board.run(20 * MINUTE);
      assert.equal(node.payloads("flap/state").at(-1), "OFF");
      assert.equal(node.board.isAsleep, true);
      // What sleeps in good order is no boot that failed.
      for (let i = 0; i < 6; i++) {
        flap.isClosed = !flap.isClosed;
        await node.untilOnline(15_000);
        await untilAsleep();
      }
      assert.equal(
        node.payloads("diagnostics").some((report) => report.includes("safeMode")),
        false,
      );
      assert.deepEqual(node.unexpectedErrors, []);
    });
  }
});
