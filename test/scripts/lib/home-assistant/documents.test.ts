import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { BoardFile, SensorConfig } from "../../../../scripts/lib/board/config";
import { PART_DEFAULTS } from "../../../../scripts/lib/board/defaults";
import { constantParts } from "../../../../scripts/lib/home-assistant/constant-packets";
import { discoveryMessages, type DiscoveredBoard } from "../../../../scripts/lib/home-assistant/documents";
import { namedObjectId, objectId } from "../../../../scripts/lib/home-assistant/identity";
import { tellingOf } from "../../../../scripts/lib/home-assistant/told";
import { boardNames, loadBoard, simulationEnvironment } from "../../../../scripts/lib/board/load";
import { discoveredBoard, exampleBoard } from "../board/example-board";
import { discoveryProblems } from "./rules";

const root = resolve(__dirname, "../../../..");
const { environment } = simulationEnvironment(root, process.env);

const MAC = "24a160aabbcc";

function messages(board: DiscoveredBoard, form?: "device" | "component"): { topic: string; payload: string }[] {
  return discoveryMessages(board, form, MAC).map(({ topic, parts }) => ({ topic, payload: parts.join("") }));
}

type Entities = Record<string, Record<string, unknown>>;

function entities(changes: BoardFile): Entities {
  const [message] = messages(discoveredBoard(changes));
  return (JSON.parse(message?.payload ?? "") as { cmps: Entities }).cmps;
}

function ofSensor(changes: object): Record<string, unknown> {
  const sensor = { id: "it", type: "analog", pin: "D34", periodSeconds: 10, ...changes } as SensorConfig;
  return entities({ sensors: [sensor] })["it"] ?? {};
}

describe("what Home Assistant is told of a board", () => {
  for (const form of ["device", "component"] as const) {
    for (const name of boardNames(root)) {
      it(`is what it takes, for ${name} in the ${form} form`, () => {
        const { board } = loadBoard(name, { environment });
        for (const { topic, payload } of messages(
          { ...board, homeAssistant: { ...PART_DEFAULTS.homeAssistant, name: board.name } },
          form,
        )) {
          assert.deepEqual(discoveryProblems("homeassistant", topic, payload), [], payload);
        }
      });
    }

    it(`is what it takes, for one of everything in the ${form} form`, () => {
      const board = discoveredBoard({
        homeAssistant: { prefix: "ha/test", name: "Näh-Zimmer", area: "Oben" },
        sensors: [
          ...exampleBoard().sensors,
          { id: "ntc-1", type: "ntc", pin: "D35", periodSeconds: 1, resistorOhms: 1e4, beta: 3950, qos: 1 },
          { id: "chip", type: "chipTemperature", periodSeconds: 60, filters: [{ delta: { value: 1 } }] },
        ],
        actuators: [
          ...exampleBoard().actuators,
          { id: "light", type: "light", pin: "D32", commandQos: 2, name: "Desk light" },
        ],
        safeModeAfterBoots: 3,
      });
      for (const { topic, payload } of messages(board, form)) {
        assert.deepEqual(discoveryProblems("ha/test", topic, payload), [], payload);
      }
      const signed = { ...board, commands: { signingKey: "0".repeat(32) } };
      for (const { topic, payload } of messages(signed, form)) {
        assert.deepEqual(discoveryProblems("ha/test", topic, payload), [], payload);
        assert.ok(!payload.includes("/set"), "nothing that it could not sign");
      }
      const updated = messages({ ...signed, updates: true }, form);
      for (const { topic, payload } of updated) {
        assert.deepEqual(discoveryProblems("ha/test", topic, payload), [], payload);
      }
      assert.ok(updated.some(({ payload }) => payload.includes('"pl_inst":"install"')));
    });
  }

  it("has the program of a board that takes updates installed by a word without a signature, in safe mode too", () => {
    const board = { updates: true, commands: { signingKey: "0".repeat(32) }, topics: { base: "home/shed" } };
    const { "node-update": told } = entities({ ...board, safeModeAfterBoots: 3 });
    assert.deepEqual(
      { ...told, uniq_id: "", def_ent_id: "" },
      {
        p: "update",
        uniq_id: "",
        def_ent_id: "",
        name: "Program",
        dev_cla: "firmware",
        ent_cat: "config",
        avty: [{ t: "home/shed/status" }],
        cmd_t: "home/shed/update",
        stat_t: "home/shed/update/state",
        pl_inst: "install",
      },
    );
    assert.equal(entities({ ...board, updates: false })["node-update"], undefined);
  });

  it("has an actuator of signed commands only shown", () => {
    const platforms = (changes: BoardFile): unknown[] =>
      Object.entries(entities(changes)).flatMap(([id, { p }]) => (id.startsWith("node-") ? [] : [p]));
    const { actuators } = exampleBoard();
    assert.deepEqual(platforms({ sensors: [], actuators }), ["switch", "number"]);
    const commands = { signingKey: "0".repeat(32) };
    assert.deepEqual(platforms({ sensors: [], actuators, commands }), ["binary_sensor", "sensor"]);
  });

  it("tells when a value is lost: after three publications that did not come, and never of what may be silent", () => {
    for (const [changes, expected] of [
      [{}, 30],
      [{ periodSeconds: 0.5 }, 10],
      [{ periodSeconds: 3600 }, 10_800],
      [{ filters: [{ median: { sendEvery: 3 } }] }, 90],
      [{ filters: [{ sliding_window_moving_average: {} }] }, 450],
      [{ filters: [{ throttle: { seconds: 60 } }] }, 210],
      [{ filters: [{ delta: { value: 1 } }] }, undefined],
      [{ filters: [{ delta: { value: 1 } }, { heartbeat: { seconds: 50 } }] }, 150],
      [{ filters: [{ clamp: { maxValue: 1, ignoreOutOfRange: true } }] }, undefined],
      [{ publish: "change", maxSilenceSeconds: 600 }, 1_830],
    ] as const) {
      assert.equal(ofSensor(changes)["exp_aft"], expected, JSON.stringify(changes));
    }
  });

  it("has values of a board that sleeps expire, and takes its silence for none", () => {
    const sleep = { everySeconds: 600, connectEvery: 6 };
    const time = { server: "192.168.1.1" };
    const [message] = messages(discoveredBoard({ sleep, time, actuators: [] }));
    const { cmps, ...shared } = JSON.parse(message?.payload ?? "") as { cmps: Entities };
    assert.deepEqual(Object.keys(shared), ["dev", "o"], "no availability for all");
    assert.equal(cmps["soil"]?.["exp_aft"], 3 * 6 * 600);
    assert.match(String(cmps["node-connection"]?.["val_tpl"]), /'offline' if value == 'offline' else 'online'/);
    for (const each of Object.values(cmps)) assert.ok(!("avty" in each) && !("avty_tpl" in each), JSON.stringify(each));
    const contact = entities({ sleep: { wakeBy: "door" }, actuators: [] });
    assert.equal(contact["door"]?.["exp_aft"], undefined, "nobody knows when it wakes");
  });

  it("has what a board that sleeps takes there while it sleeps only where it waits for it", () => {
    const target = { id: "target", type: "number", min: 5, max: 30 } as const;
    const told = (changes: BoardFile): string =>
      JSON.stringify(entities({ sleep: { everySeconds: 600 }, ...changes })["target"]?.["avty"]);
    assert.match(told({ actuators: [target] }), /'online' if value != 'offline' else 'offline'/);
    assert.match(told({ actuators: [{ ...target, commandQos: 0 }] }), /'online' if value == 'online'/);
    assert.match(told({ actuators: [target], safeModeAfterBoots: 3 }), /safe-mode\/state/);
    const { cmps } = JSON.parse(
      messages(
        discoveredBoard({
          sleep: { everySeconds: 600 },
          actuators: [],
          safeModeAfterBoots: 3,
          updates: true,
          commands: { signingKey: "0".repeat(32) },
        }),
      )[0]?.payload ?? "",
    ) as { cmps: Entities };
    assert.equal(cmps["node-update"]?.["cmd_t"], undefined, "it would mostly not hear it");
    assert.equal(cmps["safe-mode"]?.["p"], "binary_sensor");
  });

  it("has no state class where Home Assistant allows none of its kind", () => {
    assert.equal(ofSensor({ deviceClass: "moisture", unit: "%" })["stat_cla"], "measurement");
    assert.equal(ofSensor({ deviceClass: "energy", unit: "kWh" })["stat_cla"], undefined);
    // No mean of a direction but by its angle; without that class there are no statistics.
    assert.equal(ofSensor({ deviceClass: "wind_direction", unit: "°" })["stat_cla"], "measurement_angle");
  });

  it("names things for people as the board file says, or after their ids", () => {
    assert.equal(ofSensor({})["name"], "It");
    assert.equal(ofSensor({ name: "pH of the pond" })["name"], "pH of the pond");
    assert.equal(ofSensor({ id: "it" })["def_ent_id"], "sensor.example_it");
    // Home Assistant writes the device's name in front.
    assert.equal(ofSensor({ name: "Example" })["name"], null);
    assert.equal(ofSensor({ name: "example window" })["name"], "Window");
    assert.equal(ofSensor({ name: "Examples" })["name"], "Examples");
  });
});

describe("what Home Assistant knows a board by", () => {
  const first = (changes: BoardFile): { topic: string; payload: string } => {
    const [message = { topic: "", payload: "" }] = messages(discoveredBoard(changes));
    return message;
  };

  it("is the chip's address, whatever the board is called, or the client identifier where the file says so", () => {
    const broker = { urls: ["mqtt://192.168.1.10"], clientId: "other.one" };
    for (const changes of [{}, { broker }]) {
      const { topic, payload } = first(changes);
      assert.equal(topic, `homeassistant/device/mote_${MAC}/config`);
      assert.ok(payload.includes(`"ids":["mote_${MAC}"]`));
      assert.ok(payload.includes(`"uniq_id":"mote_${MAC}_soil"`));
    }
    const { topic, payload } = first({ broker, homeAssistant: { identity: "name" } });
    assert.equal(topic, "homeassistant/device/mote_other_one/config");
    assert.ok(payload.includes('"uniq_id":"mote_other_one_soil"'));
    assert.equal(objectId(discoveredBoard({})), "mote_{<chip mac>}");
  });

  it("has the end of the address in names where one program serves a fleet, or as much of it as the name has", () => {
    const names = (changes: BoardFile): (string | undefined)[] => {
      const { payload } = first(changes);
      const { dev, cmps } = JSON.parse(payload) as { dev: { name: string }; cmps: Entities };
      return [dev.name, cmps["soil"]?.["def_ent_id"] as string | undefined];
    };
    const topics = { base: "home/{mac}" };
    assert.deepEqual(names({}), ["Example", "sensor.example_soil"]);
    assert.deepEqual(names({ topics }), ["Example aabbcc", "sensor.example_aabbcc_soil"]);
    assert.deepEqual(names({ homeAssistant: { name: "Shed {mac6}" } }), ["Shed aabbcc", "sensor.example_aabbcc_soil"]);
    assert.deepEqual(names({ topics, homeAssistant: { name: "Shed" } }), ["Shed", "sensor.example_aabbcc_soil"]);
    assert.deepEqual(names({ homeAssistant: { name: "{mac}" } }), [MAC, `sensor.example_${MAC}_soil`]);
  });

  it("is kept as a list of what is told, which changes with that and with nothing else", () => {
    const told = (changes: BoardFile = {}) => tellingOf(discoveredBoard(changes));
    const { lines, head, former, hash } = told();
    assert.match(lines, /^\nsoil sensor\ndoor binary_sensor\n(.*\n)*pump switch\n/);
    assert.equal(head, " dmote_{<chip mac>} homeassistant\n");
    assert.equal(former, "\n dmote_example homeassistant\n");
    assert.equal(told({ homeAssistant: { identity: "name" } }).former, "\n");
    const components = told({ homeAssistant: { discovery: "component" } });
    assert.equal(components.head, " cmote_{<chip mac>} homeassistant\n");
    assert.equal(components.former, `${lines} cmote_example homeassistant\n`);
    assert.match(hash, /^[0-9a-f]{8}$/);
    assert.equal(told({ homeAssistant: { name: "Another", area: "Shed" } }).hash, hash);
    for (const changes of [
      { sensors: [] },
      { homeAssistant: { discovery: "component" } },
      { homeAssistant: { identity: "name" } },
      { homeAssistant: { prefix: "ha" } },
    ] as const) {
      assert.notEqual(told(changes as BoardFile).hash, hash);
    }
  });
});

describe("the rules for what Home Assistant is told", () => {
  const [{ topic, payload } = { topic: "", payload: "" }] = messages(discoveredBoard());
  const broken = (from: string | RegExp, to: string): string[] =>
    discoveryProblems("homeassistant", topic, payload.replace(from, to));

  it("let a right message pass, and find each of these mistakes", () => {
    assert.deepEqual(discoveryProblems("homeassistant", topic, payload), []);
    for (const [from, to] of [
      ['"cmps"', '"cmp"'],
      [`"ids":["mote_${MAC}"],`, ""],
      [`"cns":[["mac","${MAC}"]],`, ""],
      [`"mac","${MAC}"`, '"mac","24:A1:60:AA:BB:CC:DD"'],
      ['"o":{"name":"mote"', '"o":{"nam":"mote"'],
      [`mote_${MAC}_door`, `mote_${MAC}_soil`],
      ['"avty_t":"example/status"', '"avty":[]'],
      ['"avty_t":"example/status"', '"avty_t":"example/status","avty":[{"t":"example/status"}]'],
      ['"p":"sensor"', '"p":"sensors"'],
      ['"unit_of_meas":"dBm"', '"unit_of_meas":"%"'],
      ['"sensor.example_soil"', '"example_soil"'],
      ['"min":0,', ""],
      ['"name":"Soil"', '"name":"Example soil"'],
      ['"stat_t":"example/soil/state"', '"stat_t":"~/soil/state"'],
      ['"exp_aft":15', '"exp_aft":0'],
    ] as const) {
      assert.ok(payload.includes(from), `${from} in ${payload}`);
      assert.ok(broken(from, to).length > 0, `${from} → ${to}`);
    }
  });

  it("find what would be shown wrongly, or dropped", () => {
    const [message = { topic: "", payload: "" }] = messages(
      discoveredBoard({
        safeModeAfterBoots: 3,
        sensors: [
          { id: "vane", type: "analog", pin: "D34", periodSeconds: 10, deviceClass: "wind_direction", unit: "°" },
          { id: "heat", type: "analog", pin: "D35", periodSeconds: 10, deviceClass: "power", unit: "W" },
        ],
        actuators: [
          { id: "light", type: "light", pin: "D32" },
          { id: "target", type: "number", min: 0, max: 10, step: 0.5 },
        ],
      }),
    );
    assert.deepEqual(discoveryProblems("homeassistant", message.topic, message.payload), []);
    for (const [from, to] of [
      ['"stat_cla":"measurement_angle"', '"stat_cla":"measurement"'],
      ['"unit_of_meas":"W"', '"unit_of_meas":"BTU/h"'],
      [',"flsh":false', ""],
      ['"step":0.5', '"step":0.0005'],
      ['"pl_avail":"OFF"', '"pl_availabel":"OFF"'],
      ['"avty_mode":"all"', '"avty_mode":"both"'],
      ['"avty":[{"t":"example/status"},', '"avty_t":"example/status","avty":[{"t":"example/status"},'],
    ] as const) {
      assert.ok(message.payload.includes(from), `${from} in ${message.payload}`);
      const found = discoveryProblems("homeassistant", message.topic, message.payload.replace(from, to));
      assert.ok(found.length > 0, `${from} → ${to}`);
    }
  });

  it("find a topic on which nothing is discovered", () => {
    assert.equal(discoveryProblems("homeassistant", "homeassistant/device/a b/config", payload).length, 1);
    assert.equal(discoveryProblems("ha", topic, payload).length, 1);
  });
});

describe("the packets with what Home Assistant is told", () => {
  const MARK = "{<chip mac>}";

  it("are cut into parts that fit, and never within what stands for the chip's address", () => {
    for (let before = 0; before < 200; before++) {
      const text = "x".repeat(before) + MARK.repeat(20);
      const parts = constantParts([{ topic: "t", parts: [text] }], 200);
      assert.equal(parts.join("").slice(-text.length), text);
      assert.equal(parts.pop(), "");
      for (const part of parts) {
        assert.ok(part.length > 0 && part.length <= 100, `${part.length}`);
        assert.ok(!part.replaceAll(MARK, "").includes("<"), part);
      }
    }
  });

  it("identify the device as the broker does, and as Home Assistant can find it", () => {
    const id = (broker: object = {}): string => namedObjectId(exampleBoard({ broker: { urls: [], ...broker } }));
    assert.equal(id(), "mote_example");
    assert.equal(id({ clientId: "garden/node 1" }), "mote_garden_node_1");
    assert.equal(id({ clientId: `example-${MARK}` }), `mote_example-${MARK}`);
  });
});
