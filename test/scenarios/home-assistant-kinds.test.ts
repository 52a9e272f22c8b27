import assert from "node:assert/strict";
import { Contact } from "../simulator/devices/digital";
import { Led } from "../simulator/devices/identify";
import { Thermistor } from "../simulator/devices/ntc";
import { commandsFor, type Entity } from "../scripts/lib/home-assistant/commands";
import { discoveryProblems } from "../scripts/lib/home-assistant/rules";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic, withVoltages } from "./engines";
import { SimulatedNode } from "./simulated-node";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describeOnEngines("what Home Assistant shows of a board", function () {
  this.timeout(60_000);
  let node: SimulatedNode;

  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  const last = (topic: string): string | undefined =>
    node.broker.messages.filter((message) => message.topic === topic).at(-1)?.payload;

  /** The message with all that a board tells, behind the empty ones that take away what is no more. */
  const told = (): { topic: string; payload: string } | undefined =>
    node.broker.messages.find(({ topic, payload }) => topic.endsWith("/config") && payload !== "");

  /** The entities that a board tells of. */
  async function entities(name: string, board: object): Promise<Record<string, Entity>> {
    node = await SimulatedNode.online(boardFile(name, { homeAssistant: {}, ...board }));
    await node.board.run(2 * SECOND);
    const config = told();
    assert.deepEqual(discoveryProblems("homeassistant", config?.topic ?? "", config?.payload ?? ""), []);
    return (JSON.parse(config?.payload ?? "") as { cmps: Record<string, Entity> }).cmps;
  }

  async function commandAll(cmps: Record<string, Entity>): Promise<void> {
    for (const [id, entity] of Object.entries(cmps)) {
      for (const { topic, payload, stateTopic, state } of commandsFor(entity)) {
        await node.broker.publish(topic, payload);
        await node.board.runUntil(() => stateTopic === undefined || state.test(last(stateTopic) ?? ""), 5 * SECOND);
        assert.ok(id !== "" && node.diagnostics.refused === 0, `${id}: ${payload}`);
      }
    }
  }

  it("obeys a switch as each that it can be, by that one's own words", async () => {
    const pins = ["D4", "D5", "D13", "D14", "D16", "D17"];
    const kinds = ["fan", "light", "lock", "outlet", "siren", "valve"];
    const actuators = kinds.map((as, index) => ({ id: as, type: "switch", pin: pins[index], as }));
    const cmps = await entities("house", { actuators });
    assert.deepEqual(
      kinds.map((kind) => cmps[kind]?.p),
      ["fan", "light", "lock", "switch", "siren", "valve"],
    );
    await commandAll(cmps);
  });

  it("obeys a square wave as a fan with a speed, a light with a brightness, and a valve with a position", async () => {
    const actuators = [
      { id: "fan", type: "pwm", pin: "D16", hz: 1000, as: "fan" },
      { id: "light", type: "pwm", pin: "D17", hz: 1000, as: "light" },
      { id: "valve", type: "pwm", pin: "D18", hz: 1000, as: "valve" },
    ];
    await commandAll(await entities("square", { actuators }));
    assert.deepEqual(node.payloads("fan/state").slice(-2), ["0", "0"]);
  });

  it("obeys lights in their brightness, colours, whites and effects", async () => {
    hasOwnTraffic("NodeMCU on the ESP32 has a strip only with a module that it has not by default");
    const actuators = [
      { id: "bed", type: "light", pin: "D33", effects: true },
      { id: "strip", type: "rgb", pin: "D13", count: 8, whites: true, effects: true },
    ];
    const cmps = await entities("glow", { actuators });
    assert.ok(commandsFor(cmps["bed"] ?? { p: "" }).length > 3);
    await commandAll(cmps);
    await node.command("bed", '{"state":"ON","effect":"breathe"}');
    const { changes } = node.board.pin(33);
    const before = changes.length;
    await node.board.run(20 * SECOND);
    assert.ok(changes.length > before, "it breathes");
  });

  it("tells whether it is there, and of what it counted, in the words of its reports", async () => {
    const {
      "node-connection": connection,
      "node-refused": refused,
      ...others
    } = await entities("shed", {
      diagnostics: ["version", "bootCount", "ipAddress", "ssid"],
      actuators: [{ id: "pump", type: "switch", pin: "D25" }],
    });
    assert.equal(last(String(connection?.stat_t)), connection?.["pl_on"]);
    await node.command("pump", "perhaps");
    // "{{ value_json.refused }}"
    const field = (entity: Entity | undefined): unknown => {
      const [, key = ""] = /^\{\{ value_json\.(\w+) \}\}$/.exec(String(entity?.["val_tpl"])) ?? [];
      return (JSON.parse(last(String(entity?.stat_t)) ?? "{}") as Record<string, unknown>)[key];
    };
    assert.equal(field(refused), 1);
    assert.deepEqual(
      ["boots", "ip-address", "ssid"].map((id) => field(others[`node-${id}`])),
      [1, "192.168.1.50", "my-wifi"],
    );
    const { dev } = JSON.parse(told()?.payload ?? "") as { dev: Record<string, string> };
    assert.equal(dev["sw"], `mote ${String(field(others["node-version"]))}`, "the program's hash");
    assert.match(String(dev["sw"]), /\+[0-9a-f]{8}$/);
    node.network.resetAll();
    await node.board.runUntil(() => last(String(connection?.stat_t)) === connection?.["pl_off"], MINUTE);
  });

  it("blinks to be found, and restarts when it is told to", async () => {
    hasOwnTraffic("what an engine says while it boots");
    await entities("found", {
      actuators: [
        { id: "here", type: "identify", pin: "D26", activeLow: true },
        { id: "again", type: "restart" },
      ],
    });
    const led = node.device(Led, "here");
    await node.command("here", "PRESS");
    await node.board.run(10 * SECOND);
    assert.deepEqual([led.flashes, led.isLit], [10, false]);
    assert.deepEqual(node.payloads("here/state"), ["OFF", "ON", "OFF"]);
    await node.command("again", "PRESS");
    await node.untilOnline(MINUTE);
    await node.board.run(2 * SECOND);
    assert.deepEqual(node.payloads("again/state"), ["OFF", "ON", "OFF"]);
    await node.broker.publish(`${node.base}/again/set`, "PRESS", { retain: true });
    await node.board.run(10 * SECOND);
    assert.equal(node.diagnostics.ignored, 1, "an order of the past");
  });

  it("tells presses of a button as events, once each, and commands a lamp by the same contact", async () => {
    const cmps = await entities("bell", {
      sensors: [{ id: "push", type: "digital", pin: "D27", activeLow: true, periodSeconds: 5, as: "event" }],
      actuators: [{ id: "lamp", type: "switch", pin: "D25" }],
      rules: [{ type: "contact", sensor: "push", actuator: "lamp" }],
    });
    assert.deepEqual(cmps["push"]?.["evt_typ"], ["single", "double", "long"]);
    const contact = node.device(Contact, "push");
    const press = async (...ms: number[]): Promise<void> => {
      for (const each of ms) {
        contact.isClosed = !contact.isClosed;
        await node.board.run(each);
      }
      contact.isClosed = false;
      await node.board.run(20 * SECOND);
    };
    await press(150);
    await press(150, 150, 150);
    await press(2_000);
    assert.deepEqual(node.payloads("push/state"), ["single", "double", "long"]);
    assert.ok(node.on("push/state").every(({ retain }) => !retain));
    assert.deepEqual(node.payloads("lamp/state"), ["OFF", "ON", "OFF", "ON", "OFF"]);
    const before = node.payloads("push/state").length;
    await node.broker.publish("homeassistant/status", "online");
    await node.board.run(20 * SECOND);
    assert.equal(node.payloads("push/state").length, before, "told once");
  });

  it(
    "holds a climate: obeys target and mode, tells what is done, and is off after a reboot where it was",
    withVoltages(async () => {
      hasOwnTraffic("readings come at moments of each engine's own");
      const { room } = await entities("nursery", {
        sensors: [{ id: "air", type: "ntc", pin: "D34", periodSeconds: 5, resistorOhms: 10_000, beta: 3950 }],
        actuators: [
          { id: "heater", type: "switch", pin: "D25" },
          { id: "room", type: "climate", min: 5, max: 30 },
        ],
        rules: [{ type: "thermostat", sensor: "air", actuator: "heater", target: "room" }],
      });
      assert.ok(room !== undefined);
      const air = node.device(Thermistor, "air");
      const action = (): string | undefined => last(String(room["act_t"]));
      const send = async (key: string, payload: string): Promise<void> => {
        await node.broker.publish(String(room[key]), payload);
        await node.board.run(2 * SECOND);
      };
      air.celsius = () => 18;
      await node.board.run(10 * SECOND);
      assert.equal(action(), "OFF");
      await send("temp_cmd_t", "21.5");
      assert.equal(last(String(room["temp_stat_t"])), '{"mode":"heat","target":21.5}');
      assert.equal(action(), "ON");
      // The ESP8266 measures in steps of a tenth of a degree.
      assert.ok(Math.abs(Number(last(String(room["curr_temp_t"]))) - 18) < 0.15);
      await send("mode_cmd_t", "off");
      assert.equal(action(), "OFF", "at once");
      await node.board.run(MINUTE);
      assert.equal(action(), "OFF");
      await send("mode_cmd_t", "cool");
      assert.equal(node.diagnostics.event, "command refused");
      node.board.reboot();
      air.celsius = () => 10;
      await node.untilOnline(15 * SECOND);
      await node.board.run(MINUTE);
      assert.equal(last(String(room["mode_stat_t"])), '{"mode":"off","target":21.5}');
      assert.equal(action(), "OFF");
      await send("mode_cmd_t", "heat");
      assert.equal(action(), "ON");
    }),
  );
});
