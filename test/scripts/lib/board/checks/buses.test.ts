import assert from "node:assert/strict";
import type { BoardFile } from "../../../../../scripts/lib/board/config";
import { checkBuses } from "../../../../../scripts/lib/board/checks/buses";
import { checkEngine } from "../../../../../scripts/lib/board/checks/engine";
import { channelsOf } from "../../../../../scripts/lib/sensors/channels";
import { programOf } from "../../../../../scripts/lib/program/compose";
import { exampleBoard, exampleDraft } from "../example-board";

const FIRST = "28ff641f4c1603ca";
const SECOND = "28a1b2c3d4e5f6ac";

type Buses = NonNullable<BoardFile["buses"]>;
type Sensors = NonNullable<BoardFile["sensors"]>;

const wire: Buses = [{ id: "wire", type: "oneWire", pin: "D4" }];
const thermometer = (id: string, changes: object = {}): Sensors[number] => ({
  id,
  type: "ds18b20",
  periodSeconds: 10,
  ...changes,
});

function problems(buses: Buses | undefined, ...sensors: Sensors): string[] {
  const found: string[] = [];
  const draft = exampleDraft({ sensors, ...(buses === undefined ? {} : { buses }) }, found);
  checkEngine(draft);
  checkBuses(draft);
  return found;
}

describe("sensors on buses in a board file", () => {
  it("are on the only bus of its kind, alone without an address, several with one each", () => {
    assert.deepEqual(problems(wire, thermometer("a")), []);
    assert.deepEqual(problems(wire, thermometer("a", { address: FIRST }), thermometer("b", { address: SECOND })), []);
    assert.deepEqual(problems(wire, thermometer("a", { address: FIRST }), thermometer("b")), [
      'sensors.1: several parts are on this bus: give each its "address"; at boot the node prints those of all that are there',
    ]);
    assert.deepEqual(problems(wire, thermometer("a", { address: FIRST }), thermometer("b", { address: FIRST })), [
      `sensors.1.address: a part at the address ${FIRST} is on the same bus already, at sensors.0`,
    ]);
  });

  it("need a bus, and its name where there are several", () => {
    const two: Buses = [...wire, { id: "other", type: "oneWire", pin: "D5" }];
    assert.deepEqual(problems(undefined, thermometer("a")), [
      'sensors.0: needs a 1-wire bus; write "buses": [{ "id": "wire", "type": "oneWire", "pin": "D4" }]',
    ]);
    assert.deepEqual(problems(two, thermometer("a")), [
      'sensors.0: the board has several 1-wire buses: say which with "bus"; there are "wire", "other"',
    ]);
    assert.deepEqual(problems(two, thermometer("a", { bus: "wire" }), thermometer("b", { bus: "other" })), []);
    assert.deepEqual(problems(two, thermometer("a", { bus: "wires" })), [
      'sensors.0.bus: no 1-wire bus has this id; there are "wire", "other"',
    ]);
    assert.deepEqual(problems([...wire, ...wire], thermometer("a", { bus: "wire" })), [
      "buses.1.id: a bus with this id is there already, at buses.0.id",
    ]);
  });

  it("have an address that carries its own check", () => {
    const address = (text: string): string[] => problems(wire, thermometer("a", { address: text }));
    assert.deepEqual(address(FIRST.toUpperCase()), []);
    assert.deepEqual(address("28ff641f4c1603cb"), [
      "sensors.0.address: its last two digits, a check of the others, do not fit them: a digit is wrong",
    ]);
    assert.deepEqual(address("ca03164c1f64ff28"), [`sensors.0.address: written the other way round; write "${FIRST}"`]);
    assert.deepEqual(address("021cb801000000a2"), [
      "sensors.0.address: belongs to a part of family 02; a DS18B20's begins with 28",
    ]);
  });

  it("are not read faster than they measure", () => {
    assert.deepEqual(problems(wire, thermometer("a", { periodSeconds: 0.7 })), [
      "sensors.0.periodSeconds: a measurement takes 788 ms; take a longer period",
    ]);
    assert.deepEqual(problems(wire, thermometer("a", { periodSeconds: 0.7, resolution: 11 })), []);
  });

  it("are channels of temperature", () => {
    const [channel] = channelsOf(exampleBoard({ buses: wire, sensors: [thermometer("cold")] }));
    assert.deepEqual(
      [
        channel?.stateTopic,
        channel?.unit,
        channel?.deviceClass,
        channel?.stateClass,
        channel?.decimals,
        channel?.range,
      ],
      ["example/cold/state", "°C", "temperature", "measurement", 1, [-55, 125]],
    );
  });

  it("have no more than two I²C buses, and one part at each address of a bus", () => {
    const i2c = (id: string): Buses[number] => ({ id, type: "i2c", clock: "D22", data: "D21" });
    const climate = (id: string, changes: object = {}): Sensors[number] => ({
      id,
      type: "bme280",
      periodSeconds: 10,
      ...changes,
    });
    assert.deepEqual(problems([i2c("a")], climate("x"), climate("y", { address: "0x77" })), []);
    assert.deepEqual(problems([i2c("a")], climate("x"), { id: "y", type: "bmp280", periodSeconds: 10 }), [
      "sensors.1.address: a part at the address 0x76 is on the same bus already, at sensors.0",
    ]);
    assert.deepEqual(problems([i2c("a"), i2c("b")], climate("x", { bus: "a" }), climate("y", { bus: "b" })), []);
    assert.deepEqual(problems(["a", "b", "c"].map(i2c)), ["buses.2: Espruino on the ESP32 has 2 I²C ports"]);
    assert.deepEqual(problems(wire, climate("x")), [
      'sensors.0: needs an I²C bus; write "buses": [{ "id": "i2c", "type": "i2c", "clock": "D22", "data": "D21" }]',
    ]);
  });

  it("have a channel for each quantity, with Home Assistant's classes", () => {
    const sensors: Sensors = [
      { id: "a", type: "bme280", periodSeconds: 10, pressure: { unit: "Pa" }, humidity: false },
      { id: "b", type: "sht3x", periodSeconds: 10, temperature: { decimals: 2 } },
      { id: "c", type: "bh1750", periodSeconds: 10 },
    ];
    const shown = channelsOf(exampleBoard({ sensors })).map(({ stateTopic, unit, deviceClass, stateClass, decimals }) =>
      [stateTopic, unit, deviceClass, stateClass, decimals].join(" "),
    );
    assert.deepEqual(shown, [
      "example/a/temperature/state °C temperature measurement 1",
      "example/a/pressure/state Pa atmospheric_pressure measurement 0",
      "example/b/temperature/state °C temperature measurement 2",
      "example/b/humidity/state % humidity measurement 1",
      "example/c/state lx illuminance measurement 0",
    ]);
  });

  it("give their driver's values to the channels that are published", () => {
    const buses: Buses = [
      { id: "one", type: "i2c", clock: "D22", data: "D21" },
      { id: "two", type: "i2c", clock: "D18", data: "D19", hz: 400_000 },
    ];
    const program = programOf(
      exampleBoard({
        buses,
        sensors: [{ id: "a", type: "bme280", bus: "two", periodSeconds: 10, temperature: false, address: "0x77" }],
      }),
      "firmware",
    );
    assert.match(program, /createI2c\(2, 18, 19, 400000\)/);
    assert.match(program, /bme280\(line_two, \{ address: 119, perPascal: 0.01 \}\)/);
    assert.match(
      program,
      /\[\{ value: 2, channel: channel_a\$humidity \}, \{ value: 1, channel: channel_a\$pressure \}\]/,
    );
    assert.doesNotMatch(program, /one-wire|createI2c\(1/);
  });

  it("open the buses that they are on and no others; a board without them carries nothing of it", () => {
    const buses: Buses = [...wire, { id: "unused", type: "oneWire", pin: "D5" }];
    const program = programOf(exampleBoard({ buses, sensors: [thermometer("a", { bus: "wire" })] }), "firmware");
    assert.match(program, /createOneWire\(4\)/);
    assert.doesNotMatch(program, /unused|createOneWire\(5\)/);
    assert.doesNotMatch(programOf(exampleBoard({ buses }), "firmware"), /parts|one-wire|ds18b20/);
  });
});
