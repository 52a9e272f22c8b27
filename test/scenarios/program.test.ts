import assert from "node:assert/strict";
import { resolve } from "node:path";
import { TimeServer } from "../simulator/network/time-server";
import { boardFile } from "./board-file";
import { describeOnEngines, withVoltages } from "./engines";
import { SimulatedNode } from "./simulated-node";

const TYPES = resolve(__dirname, "../../firmware/app/program/program");

/** A program whose board has what its types say. */
function program(types: string, body: string): string {
  return `import type * as Has from ${JSON.stringify(TYPES)};
type Board = Has.BoardProgram<${types}>;
export default function program({ sensors, actuators, subscriptions, publications, after, every, keep, note, log }: Board): void {
${body}
}
`;
}

const WATER = { id: "water", type: "analog", pin: "D34", periodSeconds: 5, scale: 100, decimals: 1 };
const HEATER = { id: "heater", type: "switch", pin: "D25", initialValue: "ON" };

describeOnEngines("a program of a board's own", function () {
  this.timeout(240_000);

  it(
    "hears readings and commands an actuator, which publishes its state",
    withVoltages(async () => {
      const node = await SimulatedNode.boot(
        boardFile(
          "tank",
          { sensors: [WATER], actuators: [HEATER] },
          program(
            "{ water: Has.NumberSensor }, { heater: Has.SwitchActuator }",
            `sensors.water.onReading((percent) => {
             if (percent > 50 && actuators.heater.state() === "ON") actuators.heater.command("OFF");
             if (percent < 40 && actuators.heater.state() === "OFF") actuators.heater.command("ON");
           });`,
          ),
        ),
      );
      node.board.pin(34).volts = 1;
      await node.untilOnline(15_000);
      assert.deepEqual(node.payloads("heater/state"), ["ON"]);
      node.board.pin(34).volts = 2;
      await node.board.run(6_000);
      assert.deepEqual(node.payloads("heater/state").slice(1), ["OFF"]);
      assert.equal(node.board.pin(25).level, false);
      node.board.pin(34).volts = 1;
      await node.board.run(6_000);
      assert.equal(node.payloads("heater/state").at(-1), "ON");
      await node.close();
      assert.deepEqual(node.unexpectedErrors, []);
    }),
  );

  it("hears contacts and presses, and gives a sensor of its own its value", async () => {
    const node = await SimulatedNode.boot(
      boardFile(
        "hall",
        {
          sensors: [
            { id: "door", type: "digital", pin: "D27", pull: "up", activeLow: true, periodSeconds: 60 },
            { id: "push", type: "digital", pin: "D26", activeLow: true, as: "event", periodSeconds: 60 },
            { id: "opened", type: "program", decimals: 0, periodSeconds: 30 },
          ],
          actuators: [{ id: "lamp", type: "switch", pin: "D25" }],
        },
        program(
          "{ door: Has.ContactSensor; push: Has.PressSensor; opened: Has.ProgramSensor }, { lamp: Has.SwitchActuator }",
          `let times = 0;
           sensors.door.onChange((isOn) => {
             if (isOn) sensors.opened.set(++times);
             log("door " + isOn + " " + sensors.door.isOn());
           });
           sensors.push.onPress((press) => {
             log("press " + press);
             actuators.lamp.command(press === "long" ? "OFF" : "TOGGLE");
           });
           actuators.lamp.onState((state) => log("lamp " + state));`,
        ),
      ),
    );
    await node.untilOnline(15_000);
    assert.deepEqual(node.payloads("opened/state"), []);
    node.board.pin(27).level = false;
    await node.board.run(1_000);
    node.board.pin(27).level = true;
    await node.board.run(1_000);
    node.board.pin(27).level = false;
    await node.board.run(1_000);
    assert.deepEqual(node.payloads("opened/state"), ["1", "2"]);
    await node.board.run(31_000);
    assert.equal(node.payloads("opened/state").at(-1), "2");
    assert.ok(node.payloads("opened/state").length > 2);
    node.board.pin(26).level = false;
    await node.board.run(200);
    node.board.pin(26).level = true;
    await node.board.run(2_000);
    assert.deepEqual(node.payloads("lamp/state"), ["OFF", "ON"]);
    const told = node.board.console.filter((line) => /^(door|press|lamp) /.test(line));
    assert.deepEqual(told, ["door true true", "door false false", "door true true", "press single", "lamp ON"]);
    await node.close();
    assert.equal(node.diagnostics.missing, 0);
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("hears other people's messages and publishes its own", async () => {
    const node = await SimulatedNode.online(
      boardFile(
        "valve",
        {
          actuators: [HEATER],
          subscriptions: [{ id: "leaks", topic: "home/+/leak/state", qos: 1 }],
          publications: [{ id: "alarm", topic: "valve/alarm", qos: 0, retain: true }],
        },
        program(
          "{}, { heater: Has.SwitchActuator }, { leaks: Has.Subscription }, { alarm: Has.Publication }",
          `subscriptions.leaks.onMessage((payload, topic) => {
             if (payload === "ON") {
               actuators.heater.command("OFF");
               log("sent " + publications.alarm.publish("leak at " + topic.split("/")[1]));
             }
             if (payload === "?") throw "what is that";
           });`,
        ),
      ),
    );
    await node.broker.publish("home/kitchen/leak/state", "?", { qos: 1 });
    await node.broker.publish("home/kitchen/leak/state", "ON", { qos: 1 });
    await node.network.settle();
    await node.board.run(3_000);
    assert.equal(node.payloads("heater/state").at(-1), "OFF");
    const alarms = node.broker.messages.filter(({ topic }) => topic.endsWith("valve/alarm"));
    assert.deepEqual(
      alarms.map(({ payload }) => payload),
      ["leak at kitchen"],
    );
    assert.ok(node.board.console.some((line) => /^program: .*what is that/.test(line)));
    await node.close();
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("waits, again and again, and no longer", async () => {
    const node = await SimulatedNode.online(
      boardFile(
        "clock",
        { actuators: [HEATER] },
        program(
          "{}, { heater: Has.SwitchActuator }",
          `let count = 0;
           const ticking = every(10, () => {
             log("tick " + ++count);
             if (count === 3) ticking.cancel();
           });
           after(0.5, () => log("half"));
           const never = after(5, () => log("never"));
           never.cancel();
           never.cancel();
           after(12, () => after(3, () => log("fifteen")));`,
        ),
      ),
    );
    await node.board.run(60_000);
    const told = node.board.console.filter((line) => /^(tick|half|never|fifteen)/.test(line));
    assert.deepEqual(told, ["half", "tick 1", "fifteen", "tick 2", "tick 3"]);
    await node.close();
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it(
    "does not take the node down with what it throws: that is counted, and told once for each place",
    withVoltages(async () => {
      const node = await SimulatedNode.online(
        boardFile(
          "faulty",
          { sensors: [WATER], actuators: [HEATER] },
          program(
            "{ water: Has.NumberSensor }, { heater: Has.SwitchActuator }",
            `const nothing = undefined as unknown as { deeper: number };
           sensors.water.onReading(() => log("" + nothing.deeper));
           sensors.water.onReading(() => log("heard all the same"));
           every(7, () => log("" + nothing.deeper));
           every(0, () => log("too short"));`,
          ),
        ),
      );
      await node.board.run(61_000);
      const { errors, event, id } = node.diagnostics;
      assert.deepEqual([event, id], ["error", "program"]);
      assert.ok(Number(errors) >= 3, String(errors));
      const told = node.board.console.filter((line) => line.startsWith("program: "));
      assert.equal(told.length, 3, told.join("\n"));
      assert.ok(told.some((line) => /a timer waits 0.01 to 1000000 seconds/.test(line)));
      assert.ok(node.board.console.filter((line) => line === "heard all the same").length > 10);
      assert.ok(node.payloads("water/state").length > 10);
      assert.ok(node.payloads("diagnostics").length < 10, String(node.payloads("diagnostics").length));
      await node.close();
      assert.deepEqual(node.unexpectedErrors, []);
    }),
  );

  it("may not have more timers than its places and eight", async () => {
    const node = await SimulatedNode.online(
      boardFile(
        "many",
        { actuators: [HEATER] },
        program(
          "{}, { heater: Has.SwitchActuator }",
          `for (let i = 0; i < 30; i++) {
             const own = i;
             after(10, () => log("rang " + own));
           }`,
        ),
      ),
    );
    await node.board.run(20_000);
    assert.deepEqual(
      node.board.console.filter((line) => line.startsWith("rang ")),
      [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => `rang ${i}`),
    );
    assert.ok(node.board.console.some((line) => /^program: .*more than 9 timers at once/.test(line)));
    await node.close();
  });

  it("does something each day at a time of day, in the board's zone", async () => {
    const node = await SimulatedNode.boot(
      boardFile(
        "night",
        { actuators: [HEATER], time: { server: "pool.ntp.org", zone: "Europe/Berlin" } },
        program(
          '{}, { heater: Has.SwitchActuator }, {}, {}, "time"',
          `at("5:07", () => log("seven past five"));
           at("05:06", () => log("never")).cancel();
           at("05:30", () => log("half past five"));`,
        ).replace("every, keep", "every, at, keep"),
      ),
    );
    // 3 February 2027, 04:05:06 UTC.
    node.network.datagramServers.set("pool.ntp.org:123", new TimeServer(1_801_627_506));
    await node.untilOnline(15_000);
    await node.board.run(60_000);
    const told = (): string[] => node.board.console.filter((line) => /past|never/.test(line));
    assert.deepEqual(told(), []);
    await node.board.run(60_000);
    assert.deepEqual(told(), ["seven past five"]);
    await node.board.run(24 * 60_000);
    assert.deepEqual(told(), ["seven past five", "half past five"]);
    await node.close();
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("does not run in safe mode", async () => {
    const node = await SimulatedNode.online(
      boardFile(
        "safe",
        { sensors: [WATER], actuators: [HEATER], safeModeAfterBoots: 2 },
        program(
          "{ water: Has.NumberSensor }, { heater: Has.SwitchActuator }",
          `log("it runs");
           actuators.heater.onState((state) => log(state));
           sensors.water.onReading(() => {});`,
        ),
      ),
    );
    const runs = (): number => node.board.console.filter((line) => line === "it runs").length;
    assert.equal(runs(), 1);
    node.board.reboot();
    await node.untilOnline(20_000);
    assert.equal(runs(), 2);
    node.board.reboot();
    await node.untilOnline(20_000);
    assert.equal(runs(), 2);
    assert.match(node.board.console.join("\n"), /safe mode after/);
    await node.close();
    assert.deepEqual(node.unexpectedErrors, []);
  });

  it("keeps numbers over a reboot, once they have stood, and tells notes", async () => {
    const node = await SimulatedNode.online(
      boardFile(
        "keeper",
        { actuators: [HEATER] },
        program(
          "{}, { heater: Has.SwitchActuator }",
          `const boots = keep("boots", 0);
           const half = keep("half", 0.5);
           log("boots " + boots.get() + " half " + half.get());
           boots.set(boots.get() + 1);
           half.set(half.get() + 1);
           note('said "so" ' + boots.get(), "half");`,
        ),
      ),
    );
    assert.deepEqual(
      node.board.console.filter((line) => line.startsWith("boots ")),
      ["boots 0 half 0.5"],
    );
    await node.board.run(3_000);
    assert.ok(node.payloads("diagnostics").length > 0);
    await node.board.run(20_000);
    node.board.reboot();
    await node.untilOnline(20_000);
    // Power is lost before it has stood.
    node.board.reboot();
    await node.untilOnline(20_000);
    const told = node.board.console.filter((line) => line.startsWith("boots "));
    assert.deepEqual(told, ["boots 0 half 0.5", "boots 1 half 1.5", "boots 1 half 1.5"]);
    await node.close();
    assert.deepEqual(node.unexpectedErrors, []);
  });
});
