import assert from "node:assert/strict";
import type { BoardFile } from "../../../../scripts/lib/board/config";
import { boardNames, loadBoard, simulationEnvironment } from "../../../../scripts/lib/board/load";
import { describeBoard } from "../../../../scripts/lib/desk/describe";
import type { DeskBoard } from "../../../../scripts/lib/desk/protocol";
import { resolve } from "node:path";
import { exampleBoard } from "../board/example-board";

const root = resolve(__dirname, "../../../..");

function described(changes: BoardFile = {}): DeskBoard {
  return describeBoard(exampleBoard(changes), "real");
}

/** What a board is described as with these actuators, by their ids. */
function actuator(entry: NonNullable<BoardFile["actuators"]>[number]): DeskBoard["actuators"][number] {
  return described({ actuators: [entry] }).actuators[0];
}

function rulesOf(changes: BoardFile): DeskBoard["rules"] {
  return described({
    buses: [{ id: "wire", type: "oneWire", pin: "D4" }],
    sensors: [
      { id: "air", name: "Air", type: "ds18b20", periodSeconds: 10 },
      { id: "door", type: "digital", pin: "D27", periodSeconds: 60 },
    ],
    actuators: [
      { id: "heater", type: "switch", pin: "D25" },
      { id: "wish", name: "Wanted", type: "number", min: 5, max: 25 },
    ],
    ...changes,
  }).rules;
}

describe("a board at a desk", () => {
  it("has what its file says of it, and what only a simulated one has is left empty", () => {
    const { values, actuators, rules, ...rest } = described();
    assert.deepEqual(rest, {
      name: "example",
      kind: "real",
      engine: "espruino",
      chip: "esp32",
      inputs: [],
      pins: [],
      faults: [],
      speeds: [],
      statusTopic: "example/status",
      diagnosticsTopic: "example/diagnostics",
    });
    assert.equal(values.length, 5);
    assert.equal(actuators.length, 2);
    assert.deepEqual(rules, []);
  });

  it("has each value with its unit, its digits and when the next is due", () => {
    const [soil, door] = described().values;
    assert.deepEqual(soil, {
      id: "soil",
      name: "Soil",
      topic: "example/soil/state",
      kind: "number",
      unit: "",
      decimals: 1,
      isDiagnostic: false,
      everySeconds: 5,
    });
    assert.equal(door.kind, "contact");
    assert.equal(door.everySeconds, 60);
  });

  it("tells the several values of a part apart, and knows which may be silent", () => {
    const { values } = described({
      buses: [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }],
      sensors: [
        { id: "room", type: "bme280", periodSeconds: 30, pressure: false },
        { id: "push", type: "digital", as: "event", pin: "D27", periodSeconds: 60 },
        {
          id: "window",
          type: "digital",
          pin: "D26",
          periodSeconds: 60,
          publish: "change",
          maxSilenceSeconds: 600,
        },
      ],
    });
    assert.deepEqual(
      values.map(({ id, topic, kind, everySeconds }) => [id, topic, kind, everySeconds]),
      [
        ["room/temperature", "example/room/temperature/state", "number", 30],
        ["room/humidity", "example/room/humidity/state", "number", 30],
        ["push", "example/push/state", "event", 0],
        ["window", "example/window/state", "contact", 660],
      ],
    );
  });

  it("has each actuator with its control, its fail-safe and its limit", () => {
    const pump = { id: "pump", type: "switch", pin: "D25", maxOnSeconds: 900 } as const;
    assert.deepEqual(actuator({ ...pump, failSafe: { afterSeconds: 300, action: "OFF" } }), {
      id: "pump",
      type: "switch",
      name: "Pump",
      commandTopic: "example/pump/set",
      stateTopic: "example/pump/state",
      control: { kind: "switch" },
      failSafe: { afterSeconds: 300, action: "OFF" },
      maxOnSeconds: 900,
    });
    assert.equal(actuator({ ...pump, failSafe: { afterSeconds: 300, action: "keep" } }).failSafe, undefined);
    const flap = actuator({ id: "flap", type: "servo", pin: "D18", initialValue: 0, minAngle: -90, maxAngle: 90 });
    assert.deepEqual(flap.control, { kind: "angle", from: -90, to: 90 });
    const strip = actuator({ id: "strip", type: "rgb", pin: "D13", count: 9, whites: true, effects: true });
    assert.deepEqual(strip.control, {
      kind: "light",
      hasColor: true,
      kelvin: { from: 2000, to: 6500 },
      effects: ["off", "breathe", "rainbow"],
    });
    const shutter = actuator({ id: "shutter", type: "cover", openPin: "D25", closePin: "D26", openSeconds: 20 });
    assert.deepEqual(shutter.control, {
      kind: "cover",
      hasPosition: true,
      positionTopic: "example/shutter/position",
    });
  });

  it("can be led out of safe mode where it has one", () => {
    assert.deepEqual(described({ safeModeAfterBoots: 3, actuators: [] }).actuators, [
      {
        id: "safe-mode",
        type: "safe-mode",
        name: "Safe mode",
        commandTopic: "example/safe-mode/set",
        stateTopic: "example/safe-mode/state",
        control: { kind: "press", payload: "OFF" },
      },
    ]);
  });

  it("says its rules, and what they are about", () => {
    const heating = { type: "thermostat", sensor: "air", actuator: "heater", target: 5 } as const;
    const fixed = rulesOf({ rules: [{ ...heating, hysteresis: 0.3 }] });
    assert.deepEqual(fixed, [
      {
        text: "Heater goes ON when Air is below 4.7 °C, OFF when it is above 5.3 °C, and OFF when there was no reading for 60 s",
        about: ["air", "heater"],
      },
    ]);
    const asked = rulesOf({ rules: [{ ...heating, target: "wish", mode: "cool", noReading: "keep" }] });
    assert.deepEqual(asked, [
      {
        text: "Heater goes ON when Air is 0.5 °C above Wanted, OFF when it is 0.5 °C below Wanted",
        about: ["air", "heater", "wish"],
      },
    ]);
    const contacts = rulesOf({
      rules: [
        { type: "contact", sensor: "door", actuator: "heater" },
        { type: "contact", sensor: "door", actuator: "heater", when: "both", command: "OFF" },
      ],
    });
    assert.deepEqual(
      contacts.map(({ text }) => text),
      ["when Door goes ON, Heater is told TOGGLE", "when Door changes, Heater is told OFF"],
    );
  });

  it("is plain data, for each board of the folder", () => {
    const { environment } = simulationEnvironment(root, process.env);
    for (const name of boardNames(root)) {
      const { board } = loadBoard(name, { root, environment });
      const shown = describeBoard(board, "simulated");
      assert.deepEqual(JSON.parse(JSON.stringify(shown)), shown, name);
      const ids = [...shown.values.map(({ topic }) => topic), ...shown.actuators.map(({ stateTopic }) => stateTopic)];
      assert.equal(new Set(ids).size, ids.length, name);
      for (const { about, text } of shown.rules) {
        const known = [...shown.values, ...shown.actuators].map(({ id }) => id);
        assert.deepEqual(
          about.filter((id) => !known.includes(id)),
          [],
          `${name}: ${text}`,
        );
      }
    }
  });
});
