import assert from "node:assert/strict";
import { boardFile } from "../../scenarios/board-file";
import { TestDesk } from "../../scenarios/test-desk";
import { ExternalBroker } from "../broker/external";
import { EmbeddedBroker } from "../broker/embedded";
import type { DeskEvent, FaultName } from "../../../scripts/lib/desk/protocol";

/** A relay that goes off without a broker, and a value to be seen. */
const BOARD = {
  broker: { urls: ["mqtt://192.168.1.10"], keepAliveSeconds: 20, cleanSession: false },
  sensors: [{ id: "soil", type: "analog", pin: "D34", periodSeconds: 1, scale: 100, decimals: 1 }],
  actuators: [{ id: "pump", type: "switch", pin: "D25", commandQos: 1 }],
  diagnostics: ["resetReason", "freeMemory"],
};

function isConsole(pattern: RegExp): (event: DeskEvent) => boolean {
  return (event) => event.type === "console" && pattern.test(event.line);
}

describe("faults on a desk", function () {
  this.timeout(180_000);
  let desk: TestDesk;

  beforeEach(async () => {
    desk = await TestDesk.online(boardFile("faulty", BOARD), { isStill: true });
    await desk.message("/soil/state");
  });

  afterEach(() => desk.close());

  const report = async (event: string, limitMs?: number): Promise<Record<string, unknown>> =>
    JSON.parse(await desk.message("/diagnostics", new RegExp(`"event":"${event}`), limitMs)) as Record<string, unknown>;

  it("Wi-Fi away: the broker gives the board up, which comes back", async () => {
    await desk.fault("wifi-away");
    await desk.message("/status", "offline");
    await desk.until(isConsole(/Wi-Fi/));
    await desk.fault("wifi-away", false);
    await desk.message("/status", "online", 120_000);
  });

  it("another Wi-Fi password: the board says so, and joins when it is the old one again", async () => {
    await desk.fault("wifi-password");
    await desk.until(isConsole(/password/));
    await desk.fault("wifi-password", false);
    await desk.message("/status", "online", 120_000);
  });

  it("broker away: refused, and no message passes; back, with what it retained", async () => {
    await desk.fault("broker-away");
    await desk.until(isConsole(/refused|not reachable|lost|closed/i));
    await assert.rejects(desk.perform({ do: "command", actuator: "pump", payload: "ON" }), /the broker is away/);
    await assert.rejects(desk.fault("broker-restart"), /the broker is away/);
    const from = desk.events.length;
    await desk.pass(30_000);
    assert.deepEqual(desk.payloads("/state", from), []);
    await desk.fault("broker-away", false);
    await desk.message("/soil/state", undefined, 120_000);
    assert.equal(desk.payloads("/status").at(-1), "online");
  });

  it("broker silent: half open, for connections that come later too", async () => {
    await desk.fault("broker-silent");
    await desk.message("/status", "offline");
    const from = desk.events.length;
    await desk.pass(120_000);
    assert.deepEqual(desk.payloads("/soil/state", from), []);
    const attempts = desk.of("console").filter(({ line }) => line.includes("connecting")).length;
    assert.ok(attempts > 2, "it connects, and hears nothing");
    await desk.fault("broker-silent", false);
    await desk.message("/status", "online", 120_000);
  });

  for (const [fault, isKept] of [
    ["broker-restart", true],
    ["broker-forget", false],
  ] as const) {
    it(`${fault}: what waited for the board, and what was retained, is ${isKept ? "there" : "gone"}`, async () => {
      await desk.perform({ do: "publish", topic: "kept/by/somebody", payload: "1", retain: true, qos: 0 });
      const isRetained = (): boolean =>
        desk.desk.standing().some((event) => event.type === "message" && event.topic === "kept/by/somebody");
      assert.ok(isRetained());
      await desk.fault("wifi-away");
      await desk.message("/status", "offline");
      await desk.perform({ do: "command", actuator: "pump", payload: "ON" });
      await desk.fault(fault);
      assert.deepEqual(
        desk
          .of("fault")
          .slice(-2)
          .map(({ isOn }) => isOn),
        [true, false],
      );
      assert.equal(isRetained(), isKept);
      await desk.fault("wifi-away", false);
      await desk.message("/soil/state", undefined, 120_000);
      await desk.pass(5_000);
      assert.equal(desk.payloads("/pump/state").at(-1), isKept ? "ON" : "OFF");
    });
  }

  it("a slow network: what is commanded takes its time", async () => {
    await desk.fault("network-slow");
    const startMs = desk.desk.nowMs;
    await desk.perform({ do: "command", actuator: "pump", payload: "ON" });
    await desk.until((event) => event.type === "pin" && event.pin === "D25");
    assert.ok(desk.desk.nowMs - startMs >= 2_000);
    await desk.fault("network-slow", false);
    await desk.pass(5_000);
    await desk.perform({ do: "command", actuator: "pump", payload: "OFF" });
    await desk.message("/pump/state", "OFF", 1_000);
  });

  it("a split network: byte by byte, and understood", async () => {
    await desk.fault("network-split");
    await desk.perform({ do: "command", actuator: "pump", payload: "ON" });
    await desk.message("/pump/state", "ON", 5_000);
  });

  it("power cut: outputs go, nothing is published until it is over, and time goes on", async () => {
    await desk.perform({ do: "command", actuator: "pump", payload: "ON" });
    await desk.message("/pump/state", "ON");
    await desk.fault("power-cut");
    assert.equal(desk.of("pin").at(-1)?.level, false);
    assert.equal(desk.of("memory").at(-1)?.used, 0);
    await desk.message("/status", "offline");
    const from = desk.events.length;
    await desk.pass(60_000);
    assert.deepEqual(desk.payloads("/soil/state", from), []);
    await assert.rejects(desk.fault("brownout"), /no power/);
    await assert.rejects(desk.fault("power-cycle"), /no power/);
    await desk.fault("power-cut", false);
    await desk.message("/status", "online");
  });

  for (const [fault, reason] of [
    ["power-cycle", "power on"],
    ["brownout", "brownout"],
  ] as const) {
    it(`${fault}: it boots, and says why`, async () => {
      await desk.fault(fault);
      await desk.until(isConsole(/mote faulty/));
      const { resetReason } = await report("online");
      assert.equal(resetReason, reason);
    });
  }

  it("low memory: the board has little, until it is over", async () => {
    await desk.fault("low-memory");
    const { used, total } = desk.of("memory").at(-1) ?? { used: 0, total: 0 };
    assert.equal(total - used, 60);
    await desk.fault("low-memory", false);
    assert.ok((desk.of("memory").at(-1)?.used ?? Infinity) < 1_000);
  });

  it("strange messages: refused and counted, and nothing is switched", async () => {
    await desk.fault("strange-messages");
    const { refused, oversized } = await report("oversized message");
    assert.deepEqual([refused, oversized], [7, 1]);
    await desk.pass(5_000);
    assert.ok(!desk.payloads("/pump/state").includes("ON"));
    assert.equal(desk.desk.simulated.uncaught.length, 0);
  });

  it("are on once, and end once; what is not offered is told with what is", async () => {
    await desk.fault("wifi-away");
    await desk.fault("wifi-away");
    await desk.fault("wifi-away", false);
    await desk.fault("wifi-away", false);
    assert.deepEqual(
      desk.of("fault").map(({ isOn }) => isOn),
      [true, false],
    );
    await assert.rejects(desk.fault("earthquake" as FaultName), /no fault "earthquake"; there are: wifi-away, /);
  });

  it("stand in what is told to somebody who comes later", async () => {
    await desk.fault("broker-silent");
    assert.ok(desk.desk.standing().some((event) => event.type === "fault" && event.fault === "broker-silent"));
  });
});

for (const platform of [
  { engine: "nodemcu", chip: "esp32" },
  { engine: "nodemcu", chip: "esp8266" },
]) {
  describe(`faults of NodeMCU on the ${platform.chip}`, function () {
    this.timeout(180_000);

    it("are those of Espruino, but that memory is short for a moment", async () => {
      const [soil] = BOARD.sensors;
      const isSmall = platform.chip === "esp8266";
      const desk = await TestDesk.online(
        boardFile("small", {
          ...platform,
          broker: BOARD.broker,
          sensors: [{ ...soil, pin: isSmall ? "A0" : soil.pin }],
          actuators: [{ ...BOARD.actuators[0], pin: isSmall ? "D5" : "D25" }],
        }),
        { isStill: true },
      );
      await desk.perform({ do: "set", input: "soil", value: 75 });
      assert.equal(Math.round(Number(await desk.message("/soil/state"))), 75);
      const memory = desk.of("memory").at(-1);
      assert.ok(memory?.unit === "bytes" && memory.used > 1_000 && memory.used < memory.total, JSON.stringify(memory));
      assert.equal(desk.desk.board.faults.find(({ name }) => name === "low-memory")?.kind, "moment");
      await desk.fault("low-memory");
      await desk.message("/soil/state");
      await desk.perform({ do: "command", actuator: "pump", payload: "ON" });
      await desk.message("/pump/state", "ON");
      await desk.fault("power-cut");
      assert.equal(desk.of("pin").at(-1)?.level, false);
      await desk.message("/status", "offline");
      await desk.fault("power-cut", false);
      await desk.message("/status", "online");
      await desk.fault("brownout");
      await desk.message("/pump/state", "OFF");
      await desk.fault("wifi-password");
      await desk.until(isConsole(/password|Wi-Fi/));
      await desk.fault("wifi-password", false);
      await desk.message("/soil/state", undefined, 120_000);
      await desk.close();
    });
  });
}

describe("faults at a broker that is somebody else's", () => {
  it("leave that broker as it is: those that would restart it are not there", async () => {
    const theirs = new EmbeddedBroker();
    await theirs.start();
    const desk = await TestDesk.online(boardFile("guest", BOARD), {
      broker: new ExternalBroker(`mqtt://127.0.0.1:${theirs.port}`, 100),
      isStill: true,
    });
    const names = desk.desk.board.faults.map(({ name }) => name);
    assert.ok(!names.includes("broker-restart") && !names.includes("broker-forget"));
    await desk.fault("broker-away");
    await theirs.publish("still/there", "yes");
    await desk.message("still/there", "yes");
    await desk.until(isConsole(/refused|not reachable|lost|closed/i));
    await desk.fault("broker-away", false);
    await desk.message("/soil/state", undefined, 120_000);
    await desk.close();
    await theirs.stop();
  }).timeout(180_000);
});
