import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoardError, loadBoard } from "../../../../../scripts/lib/board/load";

const AIR = { id: "air", type: "ntc", pin: "D34", periodSeconds: 20, resistorOhms: 10_000, beta: 3950 };
const PUSH = { id: "push", type: "digital", pin: "D27", periodSeconds: 60, as: "event" };
const HEATER = { id: "heater", type: "switch", pin: "D25" };
const FAN = { id: "fan", type: "switch", pin: "D26" };
const ROOM = { id: "room", type: "climate", min: 5, max: 30 };
const HEATS = { type: "thermostat", sensor: "air", actuator: "heater", target: "room" };
const COOLS = { ...HEATS, actuator: "fan", mode: "cool" };

describe("what a board file says of what something is for people", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mote-told-as-"));
    mkdirSync(join(root, "boards"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** What is wrong with a board, without the places; "" when nothing is. */
  function problem(changes: object): string {
    const board = {
      name: "example",
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "my-wifi", password: "change-me" },
      broker: { urls: ["mqtt://192.168.1.10"] },
      ...changes,
    };
    writeFileSync(join(root, "boards/example.json"), JSON.stringify(board, null, 2));
    try {
      loadBoard("example", { root, environment: {} });
      return "";
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      return error.message.replace(/^.*?:(\d+:\d+): (error|warning): /gm, "");
    }
  }

  it("is one of what its kind can be", () => {
    assert.equal(problem({ actuators: [{ ...HEATER, as: "siren" }] }), "");
    assert.match(problem({ actuators: [{ ...HEATER, as: "sirene" }] }), /expected one of .*did you mean "siren"/);
    assert.match(problem({ actuators: [{ id: "x", type: "pwm", pin: "D33", as: "lock" }] }), /expected one of "fan"/);
    assert.match(problem({ actuators: [{ id: "x", type: "light", pin: "D33", as: "fan" }] }), /unknown key "as"/);
  });

  it("is a climate where a rule goes by it, in the unit that is measured", () => {
    const board = { sensors: [AIR], actuators: [HEATER, FAN, ROOM] };
    assert.equal(problem({ ...board, rules: [HEATS, COOLS] }), "");
    assert.equal(problem({ ...board, rules: [] }), 'no rule goes by it; name it as the "target" of a "thermostat"');
    assert.equal(
      problem({ ...board, actuators: [HEATER, { ...ROOM, unit: "°F" }], rules: [HEATS] }),
      "the sensor of its rule measures in °C; a climate holds a temperature in the sensor's unit",
    );
    assert.equal(
      problem({ ...board, rules: [HEATS, { ...HEATS, actuator: "fan" }] }),
      'two rules that heat go by it; give one of them a "climate" of its own',
    );
    assert.equal(
      problem({ ...board, actuators: [HEATER, { ...ROOM, step: 0.7 }], rules: [HEATS] }),
      "is not on a step: from 5 by 0.7 no step comes to 30",
    );
  });

  it("is an event only when it happens, without filters", () => {
    assert.equal(problem({ sensors: [PUSH] }), "");
    assert.equal(
      problem({ sensors: [{ ...PUSH, publish: "change" }] }),
      "an event is told once, when it happens; leave it out",
    );
    assert.match(problem({ sensors: [{ ...PUSH, filters: [{ offset: 1 }] }] }), /filters are for numbers/);
    assert.equal(problem({ sensors: [{ ...PUSH, deviceClass: "doorbell" }] }), "");
    assert.match(
      problem({ sensors: [{ ...PUSH, deviceClass: "door" }] }),
      /"door" is no device class for events of Home Assistant's/,
    );
  });

  it("has reports tell the network's name, whatever is in it", () => {
    const networks = (ssid: string): object => ({
      diagnostics: ["ssid", "ipAddress"],
      wifi: {
        networks: [
          { ssid, password: "" },
          { ssid: "shed", password: "" },
        ],
      },
    });
    assert.equal(problem(networks("home")), "");
    assert.equal(problem(networks('"home"')), "");
    assert.equal(problem({ diagnostics: ["ssid"], wifi: { ssid: '"home"', password: "" } }), "");
  });

  it("has a page that Home Assistant can link to", () => {
    assert.equal(problem({ homeAssistant: { url: "http://shed.lan/board" }, sensors: [AIR] }), "");
    assert.match(
      problem({ homeAssistant: { url: "shed.local" }, sensors: [AIR] }),
      /begins with "http:\/\/" or "https/,
    );
  });
});
