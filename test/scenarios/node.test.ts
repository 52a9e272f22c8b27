import assert from "node:assert/strict";
import { MemoryBroker } from "../simulator/broker/memory";
import { isMosquittoInstalled, MosquittoBroker } from "../simulator/broker/mosquitto";
import type { Broker } from "../simulator/broker/broker";
import { describeOnEngines, hasOwnTraffic, withVoltages } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const SOIL = 34;
const DOOR = 27;
const PUMP = 25;
const LAMP = 33;

const BROKERS: { name: string; isInstalled: () => boolean; make: () => Broker }[] = [
  { name: "aedes", isInstalled: () => true, make: () => new MemoryBroker() },
  { name: "mosquitto", isInstalled: isMosquittoInstalled, make: () => new MosquittoBroker() },
];

for (const { name, isInstalled, make } of BROKERS) {
  describeOnEngines(
    `a greenhouse on ${name}`,
    function () {
      this.timeout(120_000);
      let node: SimulatedNode;

      before(`${name} is installed`, function () {
        if (!isInstalled()) this.skip();
      });
      afterEach(() => node?.close());

      it(
        "boots, says it is online and publishes every sensor and actuator",
        withVoltages(async () => {
          node = await SimulatedNode.boot("greenhouse", { broker: make() });
          node.board.pin(SOIL).volts = 1.65;
          await node.untilOnline(15_000);
          await node.board.run(1_000);
          for (const id of ["soil", "light", "door", "uptime", "memory", "pump", "lamp"]) {
            assert.equal(node.on(`${id}/state`).length, 1, id);
          }
          assert.equal(node.on("status")[0].retain, true);
          assert.equal(node.broker.messages[0].topic, "home/greenhouse/status", "online comes first");
          assert.equal(node.on("pump/state")[0].retain, true);
          assert.equal(node.on("soil/state")[0].retain, false);
          assert.equal(node.payloads("soil/state")[0], "50.0");
          assert.deepEqual(node.board.uncaught, []);
        }),
      );

      it(
        "samples each sensor on its own period",
        withVoltages(async () => {
          node = await SimulatedNode.online("greenhouse", { broker: make() });
          // What every new session is told comes after "online", over TCP in a moment that is not the test's to choose.
          await node.board.run(1_000);
          const before = { soil: node.on("soil/state").length, light: node.on("light/state").length };
          await node.board.run(60_000);
          // The last ones may be on their way yet; the next are due in more than a second.
          await node.network.settle();
          await node.board.run(500);
          await node.network.settle();
          assert.equal(node.on("soil/state").length - before.soil, 12);
          assert.equal(node.on("light/state").length - before.light, 6);
        }),
      );

      it("a command moves the pin and the state comes back, retained", async () => {
        node = await SimulatedNode.online("greenhouse", { broker: make() });
        assert.equal(node.board.pin(PUMP).level, true, "activeLow: high is off");
        await node.command("pump", "ON");
        assert.equal(node.board.pin(PUMP).level, false);
        assert.equal(node.payloads("pump/state").at(-1), "ON");
        assert.equal(node.on("pump/state").at(-1)?.retain, true);
        await node.command("pump", "TOGGLE");
        assert.equal(node.board.pin(PUMP).level, true);
        await node.command("lamp", "40");
        assert.ok(Math.abs(node.board.pin(LAMP).duty - 0.4) < 1 / 1024, "PWM of the ESP32 has ten bits here");
        assert.equal(node.payloads("lamp/state").at(-1), "40");
      });

      it("a bad command moves no pin, is counted and reported", async () => {
        node = await SimulatedNode.online("greenhouse", { broker: make() });
        const changes = node.board.pin(PUMP).changes.length;
        await node.command("pump", "on");
        assert.equal(node.board.pin(PUMP).changes.length, changes);
        assert.equal(node.diagnostics.event, "command refused");
        assert.equal(node.diagnostics.id, "pump");
        assert.equal(node.diagnostics.refused, 1);
        await node.command("lamp", "101");
        assert.equal(node.board.pin(LAMP).duty, 0);
        assert.equal(node.diagnostics.refused, 2);
      });

      it("a retained command is ignored, also the one that waits from before", async () => {
        const broker = make();
        await broker.start();
        await broker.publish("home/greenhouse/pump/set", "ON", { retain: true });
        node = await SimulatedNode.boot("greenhouse", { broker: { ...keep(broker), start: async () => {} } });
        await node.untilOnline(15_000);
        await node.board.run(3_000);
        assert.equal(node.board.pin(PUMP).level, true);
        assert.equal(node.diagnostics.ignored, 1);
      });

      it("an oversized message is skipped and counted, and the next command obeyed", async () => {
        node = await SimulatedNode.online("greenhouse", { broker: make() });
        await node.command("pump", "x".repeat(5_000));
        assert.equal(node.diagnostics.event, "oversized message skipped");
        await node.command("pump", "ON");
        assert.equal(node.board.pin(PUMP).level, false);
        const connects = node.diagnostics.connects;
        await node.command("pump", "nonsense");
        assert.equal(node.diagnostics.oversized, 1);
        assert.equal(node.diagnostics.connects, connects);
      });

      it("reads of one byte change nothing", async () => {
        node = await SimulatedNode.boot("greenhouse", { broker: make() });
        node.network.splitReads = 1;
        await node.untilOnline(15_000);
        await node.command("lamp", "77");
        assert.equal(node.payloads("lamp/state").at(-1), "77");
      });

      it("comes back by itself when the broker restarts, and publishes everything anew", async () => {
        node = await SimulatedNode.online("greenhouse", { broker: make() });
        await node.command("pump", "ON");
        await node.broker.stop();
        await node.board.run(90_000);
        await node.broker.start();
        const states = node.on("pump/state").length;
        await node.untilOnline(61_000);
        await node.board.run(2_000);
        assert.deepEqual(
          node
            .on("pump/state")
            .slice(states)
            .map(({ payload }) => payload),
          ["ON"],
        );
        assert.equal(node.board.pin(PUMP).level, false, "the pump kept running");
        assert.ok(Number(node.diagnostics.dropped) > 0, "what could not be sent is counted");
        await node.command("pump", "OFF");
        assert.equal(node.payloads("pump/state").at(-1), "OFF");
      });

      it(
        "comes back by itself when the Wi-Fi was away for ten minutes",
        withVoltages(async () => {
          node = await SimulatedNode.online("greenhouse", { broker: make() });
          node.board.accessPoint.up = false;
          await node.board.run(600_000);
          const readings = node.on("soil/state").length;
          node.board.accessPoint.up = true;
          await node.untilOnline(120_000);
          await node.board.run(10_000);
          assert.ok(node.on("soil/state").length > readings);
          assert.equal(node.diagnostics.connects, 2);
          assert.match(String(node.diagnostics.lost), /Wi-Fi/);
        }),
      );

      it("finds a half-open connection by its keep alive and opens another", async () => {
        node = await SimulatedNode.online("greenhouse", { broker: make() });
        await node.board.run(5_000);
        node.network.goSilent();
        const silentMs = node.board.nowMs;
        await node.untilOnline(40_000);
        assert.ok(node.board.nowMs - silentMs > 9_000, "not before the deadline for PINGRESP");
        await node.board.run(2_000);
        assert.equal(node.diagnostics.lost, "broker stopped answering");
      });
    },
    { esp8266: "the greenhouse measures two voltages" },
  );
}

/** The broker's methods as own properties, so that one of them can be replaced. */
function keep(broker: Broker): Broker {
  return {
    get messages() {
      return broker.messages;
    },
    target: broker.target,
    start: () => broker.start(),
    stop: () => broker.stop(),
    restart: () => broker.restart(),
    publish: (topic, payload, options) => broker.publish(topic, payload, options),
    onMessage: (listener) => broker.onMessage(listener),
  };
}

describeOnEngines(
  "a greenhouse on the engine as it is",
  function () {
    this.timeout(120_000);
    let node: SimulatedNode;

    afterEach(() => node?.close());

    it("publishes a door that opens at once, after its debounce", async () => {
      node = await SimulatedNode.online("greenhouse");
      await node.board.run(1_500);
      node.board.pin(DOOR).level = true;
      await node.board.run(1_000);
      const count = node.on("door/state").length;
      node.board.pin(DOOR).level = false;
      await node.board.run(40);
      assert.equal(node.on("door/state").length, count, "not before 50 ms");
      const { payload } = await node.untilNext("door/state", 100);
      assert.equal(payload, "OFF");
    });

    it("joins a network that appears only later, though no callback ever says so", async () => {
      node = await SimulatedNode.boot("greenhouse", { release: "2v29" });
      node.board.accessPoint.up = false;
      await node.board.run(300_000);
      node.board.accessPoint.up = true;
      await node.untilOnline(120_000);
    });

    it("waits longer after each refused connection, and never longer than a minute", async () => {
      node = await SimulatedNode.boot("greenhouse");
      await node.broker.stop();
      await node.board.run(600_000);
      const waits = node.board.console
        .map((line) => /next attempt in ([\d.]+) s/.exec(line)?.[1])
        .filter((wait) => wait !== undefined)
        .map(Number);
      assert.ok(waits.length >= 10 && waits.length <= 30, `${waits.length} attempts in ten minutes`);
      waits.forEach((wait, i) => assert.ok(wait <= Math.min(5 * 2 ** i, 60), `attempt ${i}: ${wait} s`));
      const later = waits.slice(4);
      const mean = later.reduce((sum, wait) => sum + wait, 0) / later.length;
      assert.ok(mean >= 20 && mean <= 40, `${mean} s from the fifth on`);
    });

    it("two chips do not wait in step", async () => {
      const waits: string[][] = [];
      for (const serial of ["aabbccdd-0001", "aabbccdd-0002"]) {
        node = await SimulatedNode.boot("greenhouse", { serial });
        await node.broker.stop();
        await node.board.run(60_000);
        waits.push(node.board.console.filter((line) => line.includes("next attempt")));
        await node.close();
      }
      assert.notDeepEqual(waits[0], waits[1]);
    });

    it(
      "lives through a name look-up that blocks for ten seconds",
      withVoltages(async () => {
        hasOwnTraffic("Espruino does nothing else while it connects, NodeMCU goes on measuring");
        node = await SimulatedNode.boot("greenhouse");
        node.network.connectFailure = "timed out";
        await node.board.run(120_000);
        node.network.connectFailure = undefined;
        await node.untilOnline(90_000);
        const before = node.on("soil/state").length;
        await node.board.run(50_000);
        assert.equal(node.on("soil/state").length - before, 10, "no storm of readings that were missed");
      }),
    );

    it("what does not fit the transmit capacity is dropped and counted, never piled up", async () => {
      hasOwnTraffic("each engine sends at its own pace");
      node = await SimulatedNode.online("greenhouse");
      await node.board.run(2_000);
      for (let i = 0; i < 200; i++) {
        await node.broker.publish("home/greenhouse/pump/set", "TOGGLE");
      }
      await node.board.run(5_000);
      assert.equal(node.board.uncaught.length, 0);
      await node.command("pump", "nonsense");
      const states = node.on("pump/state").length - 1;
      const told = states + Number(node.diagnostics.dropped) - droppedAtBoot(node);
      // A last state that was dropped is made up for, and counted all the same.
      assert.ok(told === 200 || (told === 201 && Number(node.diagnostics.dropped) > 0), `${told} told of`);
    });

    for (const kind of ["data", "timeout", "watch"] as const) {
      it(
        `comes back after an interruption in a ${kind} callback`,
        withVoltages(async () => {
          hasOwnTraffic("what an interruption ends is another thing on each engine");
          node = await SimulatedNode.online("greenhouse");
          await node.board.run(500);
          node.board.interruptNext(kind);
          if (kind === "watch") node.board.pin(DOOR).level = false;
          if (kind === "data") await node.broker.publish("home/greenhouse/pump/set", "ON");
          await node.board.run(120_000);
          const count = node.on("door/state").length;
          node.board.pin(DOOR).level = !node.board.pin(DOOR).level;
          await node.board.run(200);
          assert.equal(node.on("door/state").length, count + 1, "the door is still watched");
          await node.command("lamp", "12");
          assert.equal(node.payloads("lamp/state").at(-1), "12", "commands are still taken");
          const soil = node.on("soil/state").length;
          await node.board.run(20_000);
          assert.equal(node.on("soil/state").length, soil + 4, "the sensors are still sampled");
          await node.broker.restart();
          await node.untilOnline(120_000);
        }),
      );
    }

    it(
      "hours pass in seconds and twice give the same messages at the same times",
      withVoltages(async () => {
        hasOwnTraffic("the voltage swings, and each engine takes its readings at another moment");
        const hours = inFullOr(24, 1);
        const runs: string[][] = [];
        const started = process.hrtime.bigint();
        for (let i = 0; i < 2; i++) {
          node = await SimulatedNode.boot("greenhouse");
          node.board.pin(SOIL).waveform((ms) => 1.65 + Math.sin(ms / 3.6e6));
          await node.board.run(hours * 3_600_000);
          runs.push(node.broker.messages.map(({ atMs, topic, payload }) => `${atMs} ${topic} ${payload}`));
          assert.deepEqual(node.board.uncaught, []);
          await node.close();
        }
        const seconds = Number(process.hrtime.bigint() - started) / 1e9;
        console.log(`      ${runs[0].length} messages; ${(seconds / 2).toFixed(1)} s for ${hours} h`);
        assert.ok(runs[0].length > (hours * 3_600) / 5);
        assert.deepEqual(runs[0], runs[1]);
      }),
    );
  },
  { esp8266: "the greenhouse measures two voltages" },
);

/** Readings that were due before the first session stood. */
function droppedAtBoot(node: SimulatedNode): number {
  const first = JSON.parse(node.payloads("diagnostics")[0]) as { dropped: number };
  return first.dropped;
}
